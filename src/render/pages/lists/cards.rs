//! Cards as HTML, each rendered once: a page is in about ten lists, and copying costs a hundredth of rendering.

use crate::diagnostic::Diagnostic;
use crate::model::PageId;
use crate::render::pages::renderer::Renderer;
use crate::render::theme::{Context, Value};

/// Placeholder for the path to the root. It is a noncharacter, which occurs in no text.
const ROOT: char = '\u{fdd0}';

/// The cards of `ids`, for a page with this path to the root.
///
/// # Errors
/// Fails if the template of the component `card` has an error.
pub(super) fn html(renderer: &Renderer, ids: &[PageId], root: &str) -> Result<String, Box<Diagnostic>> {
    let mut html = String::new();
    for &id in ids {
        match renderer.card_html[id.index()].get_or_init(|| card(renderer, id)) {
            Ok(card) => fill(card, root, &mut html),
            Err(mistake) => return Err(mistake.clone()),
        }
    }
    Ok(html)
}

fn card(renderer: &Renderer, id: PageId) -> Result<String, Box<Diagnostic>> {
    let (mut own, mut shared) = (Context::new(), Context::new());
    // Escaping would drop the placeholder, as it drops every noncharacter.
    shared.insert_value("root", Value::safe_string(&ROOT.to_string()));
    own.insert_value("card", renderer.card(id));
    renderer.shared.theme.component("card", &own, &shared, &renderer.sources)
}

/// Inserts the path to the root into a card and appends it as a line.
fn fill(card: &str, root: &str, html: &mut String) {
    let mut pieces = card.split(ROOT);
    html.extend(pieces.next());
    for piece in pieces {
        html.push_str(root);
        html.push_str(piece);
    }
    html.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_root_placeholder_is_replaced() {
        let mut html = String::new();
        fill("<b>", "../", &mut html);
        fill(&format!("<a href=\"{ROOT}a.html\">A</a>{ROOT}"), "../", &mut html);
        assert_eq!(html, "<b>\n<a href=\"../a.html\">A</a>../\n");
    }
}

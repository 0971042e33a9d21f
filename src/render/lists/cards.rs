//! Cards as HTML, each rendered once: a page stands in ten lists, and a copy costs a hundredth of a rendering.

use super::super::frame::Renderer;
use super::super::theme::Context;
use crate::diagnostic::Diagnostic;
use crate::model::PageId;

/// Stands for the way to the root until it is known. No text has it: it is no character.
const ROOT: char = '\u{fdd0}';

/// The cards of `ids` on a page with this way to the root.
///
/// # Errors
/// When the component `card` breaks a rule of the template language.
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
    shared.insert("root", &ROOT);
    own.insert_value("card", renderer.card(id));
    renderer.theme.component("card", (&own, &shared), &renderer.sources)
}

/// Puts the way to the root into a card, which is then a line.
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
    fn every_way_to_the_root_is_filled_in() {
        let mut html = String::new();
        fill("<b>", "../", &mut html);
        fill(&format!("<a href=\"{ROOT}a.html\">A</a>{ROOT}"), "../", &mut html);
        assert_eq!(html, "<b>\n<a href=\"../a.html\">A</a>../\n");
    }
}

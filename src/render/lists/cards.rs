//! Cards as HTML, each rendered once: a page stands in ten lists, and a copy costs a hundredth of a rendering.

use rayon::prelude::*;

use super::super::frame::Renderer;
use super::super::theme::Context;
use crate::diagnostic::Diagnostic;
use crate::model::PageId;

/// Stands for the way to the root until it is known. No text has it: it is no character.
const ROOT: char = '\u{fdd0}';

/// The cards of all pages, by page number.
pub(super) struct Cards(Vec<String>);

impl Cards {
    /// # Errors
    /// When the component `card` breaks a rule of the template language.
    pub fn new(renderer: &Renderer<'_>) -> Result<Self, Box<Diagnostic>> {
        let mut shared = Context::new();
        shared.insert("root", &ROOT);
        let cards = renderer.cards.par_iter().map(|card| {
            let mut own = Context::new();
            own.insert_value("card", card.clone());
            renderer.theme.component("card", (&own, &shared), renderer.sources)
        });
        Ok(Self(cards.collect::<Result<_, _>>()?))
    }

    /// The cards of `ids` on a page with this way to the root.
    pub fn html(&self, ids: &[PageId], root: &str) -> String {
        let cards = ids.iter().filter_map(|id| self.0.get(id.index()));
        let mut html = String::with_capacity(cards.clone().map(|card| card.len() + 16).sum());
        for card in cards {
            let mut pieces = card.split(ROOT);
            html.extend(pieces.next());
            for piece in pieces {
                html.push_str(root);
                html.push_str(piece);
            }
            html.push('\n');
        }
        html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_the_root_is_filled_in() {
        let cards = Cards(vec![format!("<a href=\"{ROOT}a.html\">A</a>{ROOT}"), "<b>".to_owned()]);
        let html = cards.html(&[PageId(1), PageId(0)], "../");
        assert_eq!(html, "<b>\n<a href=\"../a.html\">A</a>../\n");
    }
}

//! The files that pages show or offer, and where they are written.

use super::{AssetId, Site, Target};
use crate::output::short_hash;
use crate::parse::markdown::LinkForm;
use crate::source::Span;

impl Site {
    /// Every link to a file, in texts, values and the glossary: its place, and whether the file is shown there.
    pub fn asset_links(&self) -> impl Iterator<Item = (Span, AssetId, bool)> {
        let pages = self.pages.iter().flat_map(|page| {
            let values = page.value_links.iter();
            let values = values.filter_map(|(at, links)| Some((page.document.values.get(at)?, links.as_slice())));
            std::iter::once((&page.document.body, page.links.as_slice())).chain(values)
        });
        let meanings = self.meanings.iter().map(|meaning| (&meaning.body, meaning.links.as_slice()));
        pages.chain(meanings).flat_map(|(body, targets)| body.links.iter().zip(targets)).filter_map(|(link, target)| {
            match target {
                Target::Asset(id) => Some((link.span, *id, link.form == LinkForm::Image)),
                _ => None,
            }
        })
    }

    /// Where a file is written: what pages show gets a hash into its name, so that it may be cached for ever; what
    /// readers download keeps the name that they will see.
    #[must_use]
    pub fn asset_address(&self, id: AssetId, shown: bool) -> String {
        let asset = self.asset(id);
        match asset.path.rsplit_once('.') {
            Some((stem, extension)) if shown => format!("{stem}-{}.{extension}", short_hash(&asset.sha256)),
            _ => asset.path.clone(),
        }
    }
}

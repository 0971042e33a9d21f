//! The files that pages show or offer, and their addresses.

use super::{AssetId, Site, Target};
use crate::output::short_hash;
use crate::parse::markdown::LinkForm;
use crate::source::Span;

/// A link to a file.
#[derive(Clone, Copy, Debug)]
pub struct AssetLink {
    /// The link.
    pub span: Span,
    /// The file.
    pub asset: AssetId,
    /// True if the page shows the file as an image.
    pub is_image: bool,
}

impl Site {
    /// Returns every link to a file, in texts, values and the glossary.
    pub fn asset_links(&self) -> impl Iterator<Item = AssetLink> {
        let pages = self.pages.iter().flat_map(|page| {
            let values = page.value_links.iter();
            let values = values.filter_map(|(at, links)| Some((page.document.values.get(at)?, links.as_slice())));
            std::iter::once((&page.document.body, page.links.as_slice())).chain(values)
        });
        let meanings = self.meanings().iter().map(|meaning| (&meaning.body, meaning.links.as_slice()));
        pages.chain(meanings).flat_map(|(body, targets)| body.links.iter().zip(targets)).filter_map(|(link, target)| {
            match target {
                Target::Asset(asset) => {
                    Some(AssetLink { span: link.span, asset: *asset, is_image: link.form == LinkForm::Image })
                }
                _ => None,
            }
        })
    }

    /// Returns the address of a file. The names of files that pages show contain a hash, so that they can be cached for
    /// ever; downloads keep their names, which readers see.
    #[must_use]
    pub fn asset_address(&self, id: AssetId, shown: bool) -> String {
        let asset = self.asset(id);
        match asset.path.rsplit_once('.') {
            Some((stem, extension)) if shown => format!("{stem}-{}.{extension}", short_hash(&asset.sha256)),
            _ => asset.path.clone(),
        }
    }
}

//! The files that pages show or offer, and their addresses.

use super::{AssetId, Site, Target};
use crate::media::{self, Medium};
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
        pages.chain(meanings).flat_map(|(body, targets)| body.links.iter().zip(targets)).flat_map(|(link, target)| {
            let is_image = link.form == LinkForm::Image;
            let asset = if let Target::Asset(asset) = target { Some(*asset) } else { None };
            let captions = asset.filter(|_| is_image).and_then(|asset| self.captions(asset));
            asset.into_iter().chain(captions).map(move |asset| AssetLink { span: link.span, asset, is_image })
        })
    }

    /// The captions of a film: the file beside it with the same name and the extension `.vtt`.
    #[must_use]
    pub fn captions(&self, film: AssetId) -> Option<AssetId> {
        let path = &self.asset(film).path;
        let (stem, _) = path.rsplit_once('.').filter(|_| media::medium(path) == Some(Medium::Video))?;
        self.find_asset(&format!("{stem}.vtt"))
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

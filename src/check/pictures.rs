//! Pictures on pages: whether browsers can show them, and whether they are small enough for a phone.

use crate::diagnostic::{Code, Diagnostic};
use crate::layout;
use crate::media::Concern;
use crate::model::{Site, Target};
use crate::parse::markdown::{Link, LinkForm};
use crate::read::Asset;

/// The longest side that a picture needs, in pixels: twice the width of a large screen.
const LONGEST_SIDE: usize = 4000;

/// The length of a picture that loads on a phone in a few seconds, in bytes (3 MB).
const LARGEST: u64 = 3_000_000;

/// Checks a picture where a page shows it.
pub(super) fn of_link(site: &Site, link: &Link, target: &Target) -> Option<Diagnostic> {
    let Target::Asset(id) = target else { return None };
    if link.form != LinkForm::Image {
        return None;
    }
    let asset = site.asset(*id);
    if matches!(asset.concern, Some(Concern::Unreadable(_))) {
        // An error says so.
        return None;
    }
    let name = layout::name(&asset.path);
    let (stem, ending) = name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "heic" | "heif" => Some(
            Diagnostic::new(Code::HeicPicture, link.span, format!("most browsers cannot show `{name}`"))
                .because("readers get a link to the file instead")
                .help(format!("open it in an image program, save it as `{stem}.jpg`, and link that file"))
                .help("an iPhone takes JPEG pictures with `Settings`, `Camera`, `Formats`, `Most Compatible`"),
        ),
        "avi" | "wmv" | "mkv" | "flv" | "mpg" | "mpeg" | "3gp" => Some(
            Diagnostic::new(Code::HeicPicture, link.span, format!("browsers cannot show `{name}`"))
                .because("readers get a link to the file instead")
                .help(format!("open it in a video program, save it as `{stem}.mp4`, and link that file")),
        ),
        "docx" | "doc" | "pptx" | "xlsx" | "odt" | "rtf" | "zip" => Some(
            Diagnostic::new(
                Code::HeicPicture,
                link.span,
                format!("browsers cannot show `{name}`, which is no picture"),
            )
            .because("readers get a link to the file instead")
            .help("save the picture itself as PNG or JPEG, and link that file")
            .help(format!(
                "or, if readers are to download the file, write the link without `!`: `[{}]({})`",
                link.text.trim(),
                link.destination
            )),
        ),
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "bmp" => large(asset, link, name),
        _ => None,
    }
}

fn large(asset: &Asset, link: &Link, name: &str) -> Option<Diagnostic> {
    let side = asset.dimensions.map_or(0, |(width, height)| width.max(height));
    let (is_wide, is_heavy) = (side > LONGEST_SIDE, asset.len > LARGEST);
    let megabytes = |len: u64| format!("{}.{} MB", len / 1_000_000, len / 100_000 % 10);
    let message = match (is_wide, is_heavy) {
        (false, false) => return None,
        (true, true) => format!("`{name}` has {side} pixels on its longer side, and {}", megabytes(asset.len)),
        (true, false) => format!("`{name}` has {side} pixels on its longer side, which no screen shows"),
        (false, true) => format!("`{name}` has {}, which takes long to load on a phone", megabytes(asset.len)),
    };
    let found = Diagnostic::new(Code::LargePicture, link.span, message);
    let help = match (is_wide, name.to_ascii_lowercase().ends_with(".png")) {
        (false, true) => {
            "if it is a photograph, save it as JPEG; otherwise make it smaller, 2000 pixels on its longer side"
        }
        _ => {
            "open it in an image program, make it smaller, 2000 pixels on its longer side, and save it as JPEG with a quality of about 80"
        }
    };
    Some(found.help(help))
}

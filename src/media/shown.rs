//! The files that browsers show or play in a page, by their extensions: one table for everything that asks.

/// What a browser does with a file that a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// Shows a picture.
    Picture,
    /// Plays moving pictures.
    Video,
    /// Plays sound only.
    Audio,
}

/// The extensions, with what browsers do with the file and its media type.
const SHOWN: [(&str, Medium, &str); 21] = [
    ("png", Medium::Picture, "image/png"),
    ("jpg", Medium::Picture, "image/jpeg"),
    ("jpeg", Medium::Picture, "image/jpeg"),
    ("gif", Medium::Picture, "image/gif"),
    ("webp", Medium::Picture, "image/webp"),
    ("avif", Medium::Picture, "image/avif"),
    ("svg", Medium::Picture, "image/svg+xml"),
    ("bmp", Medium::Picture, "image/bmp"),
    ("ico", Medium::Picture, "image/x-icon"),
    ("mp4", Medium::Video, "video/mp4"),
    ("m4v", Medium::Video, "video/mp4"),
    ("webm", Medium::Video, "video/webm"),
    ("ogv", Medium::Video, "video/ogg"),
    ("mov", Medium::Video, "video/quicktime"),
    ("mp3", Medium::Audio, "audio/mpeg"),
    ("m4a", Medium::Audio, "audio/mp4"),
    ("ogg", Medium::Audio, "audio/ogg"),
    ("oga", Medium::Audio, "audio/ogg"),
    ("opus", Medium::Audio, "audio/ogg"),
    ("wav", Medium::Audio, "audio/wav"),
    ("flac", Medium::Audio, "audio/flac"),
];

fn find(path: &str) -> Option<(Medium, &'static str)> {
    let (_, written) = path.rsplit_once('.')?;
    let known = SHOWN.into_iter().find(|(extension, ..)| written.eq_ignore_ascii_case(extension));
    known.map(|(_, medium, media_type)| (medium, media_type))
}

/// Returns what browsers do with the file at `path` in a page; `None` if they only offer it as a download.
///
/// ```
/// use casebook::media::{Medium, medium};
/// assert_eq!(medium("shop/Till.MOV"), Some(Medium::Video));
/// assert_eq!(medium("shop/till.heic"), None);
/// ```
#[must_use]
pub fn medium(path: &str) -> Option<Medium> {
    find(path).map(|(medium, _)| medium)
}

/// Returns the media type of a file that browsers show or play.
#[must_use]
pub fn media_type(path: &str) -> Option<&'static str> {
    find(path).map(|(_, media_type)| media_type)
}

/// Returns the extensions of all files that browsers show or play.
pub fn extensions() -> impl Iterator<Item = &'static str> {
    SHOWN.into_iter().map(|(extension, ..)| extension)
}

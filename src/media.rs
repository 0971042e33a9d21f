//! Pictures and films as bytes: removes the metadata of pictures without re-encoding them, and finds the position that
//! a film was recorded at.
//!
//! Used by `read`, which inspects every file that it hashes, and by the leaves, which apply the [`Edits`] when they
//! copy a picture. Metadata means Exif, XMP, IPTC, comments, thumbnails, maker data, and whatever follows the picture
//! in its file. The formats are read as lists of permitted parts: a part that is not needed to show the picture is left
//! out, whatever it is called. Colour profiles stay. So does the orientation, because browsers and viewers turn a
//! picture by it: a picture that is stored sideways keeps one Exif field with that number and no other.
//!
//! Works on any `Read + Seek`. Opens no file, decodes no pixels, and does not change films, sound or documents.

mod boxes;
mod bytes;
mod edits;
mod exif;
mod film;
mod gif;
mod heif;
mod icon;
mod jpeg;
mod png;
mod shown;
mod svg;
mod webp;

use std::io::{self, Read, Seek};

pub use edits::{Edited, Edits};
pub use shown::{Medium, extensions, media_type, medium};

use bytes::{Error, Source};

/// A file whose bytes can be read at any offset.
pub trait Input: Read + Seek {}

impl<T: Read + Seek> Input for T {}

/// The result of inspecting a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    /// The changes that make the published file from the source.
    pub edits: Edits,
    /// True if browsers exchange the stored width and height when they show the picture.
    pub turned: bool,
    /// A reason to warn the author of the site.
    pub concern: Option<Concern>,
}

/// A finding about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// The metadata of the picture cannot be removed.
    Unreadable(Fault),
    /// A film or a sound file states where it was recorded.
    Position,
}

/// Why the metadata of a picture cannot be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file has the name of a picture, but the bytes of no known format.
    NoPicture,
    /// The file ends before the picture does.
    CutShort(Format),
    /// The file breaks a rule of its format.
    Malformed(Format),
    /// The format, or the variant of it, is one that this module does not edit.
    Unsupported(Format),
    /// A drawing contains a photograph that has metadata.
    Embedded,
}

/// A format of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG, animated or not.
    Png,
    /// WebP.
    WebP,
    /// GIF.
    Gif,
    /// AVIF.
    Avif,
    /// HEIF or HEIC, as telephones save photographs.
    Heif,
    /// SVG.
    Svg,
    /// A Windows icon.
    Icon,
    /// TIFF, and raw formats of cameras that are built like it.
    Tiff,
    /// A raw format of a camera.
    Raw,
    /// JPEG XL.
    JpegXl,
    /// JPEG 2000.
    Jpeg2000,
}

/// Types of the first box in old MOV films, which do not begin with their brands.
const FILMS: [&[u8; 4]; 5] = [b"moov", b"mdat", b"wide", b"free", b"skip"];

impl Format {
    /// The name of the format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
            Self::Gif => "GIF",
            Self::Avif => "AVIF",
            Self::Heif => "HEIC",
            Self::Svg => "SVG",
            Self::Icon => "ICO",
            Self::Tiff => "TIFF",
            Self::Raw => "raw",
            Self::JpegXl => "JPEG XL",
            Self::Jpeg2000 => "JPEG 2000",
        }
    }
}

/// The type of a file by its first bytes, or by its name where the format has no signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Picture(Format),
    /// A film or sound in an ISO base media file: MP4, MOV, 3GP, M4A.
    Film,
    /// Anything without metadata of pictures: text, documents, other films, archives, bitmaps.
    Other,
    /// The name of a picture, and bytes of none.
    NoPicture,
}

/// Inspects the file that `input` reads. Its bytes decide which format it has; `name` counts where they say nothing.
///
/// # Errors
/// When reading fails. A file that breaks the rules of its format is a [`Concern`], never an error.
pub fn inspect(input: &mut dyn Input, name: &str) -> io::Result<Inspection> {
    let mut source = Source::new(input)?;
    let kind = kind(&mut source, name)?;
    let format = match kind {
        Kind::Picture(format) => format,
        Kind::Film => return position(&mut source),
        Kind::Other => return Ok(Inspection::default()),
        Kind::NoPicture => return Ok(Inspection::unreadable(Fault::NoPicture)),
    };
    match clean(&mut source, format) {
        Ok(Cleaned { edits, turned }) => Ok(Inspection { edits, turned, concern: None }),
        Err(stop) => Ok(Inspection::unreadable(stop.fault(format)?)),
    }
}

/// A picture without its metadata.
#[derive(Debug, Default)]
struct Cleaned {
    edits: Edits,
    turned: bool,
}

impl Inspection {
    fn unreadable(fault: Fault) -> Self {
        Self { concern: Some(Concern::Unreadable(fault)), ..Self::default() }
    }
}

fn clean(source: &mut Source<'_>, format: Format) -> Result<Cleaned, Error> {
    match format {
        Format::Jpeg => jpeg::clean(source),
        Format::Png => png::clean(source),
        Format::WebP => webp::clean(source),
        Format::Gif => gif::clean(source),
        Format::Avif | Format::Heif => heif::clean(source),
        Format::Svg => svg::clean(source),
        Format::Icon => icon::clean(source),
        Format::Tiff | Format::Raw | Format::JpegXl | Format::Jpeg2000 => Err(Error::Unsupported),
    }
}

/// A film that cannot be followed to its end is published as it is, like every other film.
fn position(source: &mut Source<'_>) -> io::Result<Inspection> {
    match film::has_position(source) {
        Ok(true) => Ok(Inspection { concern: Some(Concern::Position), ..Inspection::default() }),
        Err(Error::Io(error)) => Err(error),
        Ok(false) | Err(_) => Ok(Inspection::default()),
    }
}

fn kind(source: &mut Source<'_>, name: &str) -> io::Result<Kind> {
    let by_name = by_name(name);
    let kind = match source.head()?.as_slice() {
        [0xff, 0xd8, 0xff, ..] => Kind::Picture(Format::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Kind::Picture(Format::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Kind::Picture(Format::WebP),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Kind::Picture(Format::Gif),
        [b'I', b'I', b'*' | b'+' | b'U', 0, ..] | [b'M', b'M', 0, b'*' | b'+', ..] => Kind::Picture(Format::Tiff),
        [b'I', b'I', b'R', b'O' | b'S', ..] | [b'F', b'U', b'J', b'I', b'F', b'I', b'L', b'M', ..] => {
            Kind::Picture(Format::Raw)
        }
        [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] => Kind::Picture(Format::JpegXl),
        [0xff, 0x0a, ..] if by_name == Some(Format::JpegXl) => Kind::Picture(Format::JpegXl),
        [0, 0, 0, 12, b'j', b'P', b' ', b' ', ..] => Kind::Picture(Format::Jpeg2000),
        [0, 0, 1 | 2, 0, ..] if by_name == Some(Format::Icon) => Kind::Picture(Format::Icon),
        [b'B', b'M', ..] => return Ok(Kind::Other),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => by_brand(source)?,
        [_, _, _, _, kind @ ..] if FILMS.iter().any(|film| kind.starts_with(*film)) => Kind::Film,
        _ if by_name == Some(Format::Svg) => Kind::Picture(Format::Svg),
        _ => Kind::Other,
    };
    let is_picture = matches!(kind, Kind::Picture(_));
    Ok(if by_name.is_some() && !is_picture { Kind::NoPicture } else { kind })
}

/// The format that the name of a file promises.
fn by_name(name: &str) -> Option<Format> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "jpe" | "jfif" | "mpo" => Format::Jpeg,
        "png" | "apng" => Format::Png,
        "webp" => Format::WebP,
        "gif" => Format::Gif,
        "avif" | "avifs" => Format::Avif,
        "heic" | "heif" | "heics" | "heifs" | "hif" => Format::Heif,
        "svg" => Format::Svg,
        "ico" | "cur" => Format::Icon,
        "tif" | "tiff" | "dng" => Format::Tiff,
        "jxl" => Format::JpegXl,
        "jp2" | "jpf" | "jpx" | "j2k" => Format::Jpeg2000,
        _ => return None,
    })
}

/// The brands of an ISO base media file tell pictures from films.
fn by_brand(source: &mut Source<'_>) -> io::Result<Kind> {
    let brands = match boxes::brands(source) {
        Ok(brands) => brands,
        Err(Error::Io(error)) => return Err(error),
        Err(_) => return Ok(Kind::Film),
    };
    let has = |known: &[&[u8; 4]]| brands.iter().any(|brand| known.contains(&brand));
    Ok(match () {
        () if has(&[b"avif", b"avis", b"avio"]) => Kind::Picture(Format::Avif),
        () if has(boxes::HEIF) => Kind::Picture(Format::Heif),
        () if has(&[b"crx "]) => Kind::Picture(Format::Raw),
        () => Kind::Film,
    })
}

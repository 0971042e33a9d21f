//! Diagnostics about pictures whose metadata cannot be removed, and about films that state a position.

use crate::diagnostic::{Code, Diagnostic};
use crate::layout;
use crate::media::{Concern, Fault, Format};
use crate::source::Span;

/// The diagnostic about the file at `path`, placed at `span`.
#[must_use]
pub fn media_finding(concern: Concern, span: Span, path: &str) -> Diagnostic {
    let name = layout::name(path);
    match concern {
        Concern::Unreadable(fault) => unreadable(fault, span, name),
        Concern::Position => position(span, name),
    }
}

fn unreadable(fault: Fault, span: Span, name: &str) -> Diagnostic {
    let message = match fault {
        Fault::NoPicture => format!("`{name}` is named like a picture, but does not contain one"),
        Fault::CutShort(format) => format!("`{name}` is incomplete: its {} data ends too early", format.name()),
        Fault::Malformed(format) => format!("`{name}` cannot be read as {}", format.name()),
        Fault::Unsupported(format) => {
            format!("`{name}` is a kind of {} whose metadata Casebook cannot remove", format.name())
        }
        Fault::Embedded => format!("`{name}` contains a photograph whose metadata Casebook cannot remove"),
    };
    let found = Diagnostic::new(Code::UnreadablePicture, span, message)
        .because("it may say where and when it was taken, so it is not published");
    match fault {
        Fault::NoPicture => found
            .help(format!("copy `{name}` once more from where it came from"))
            .help("or, if it was never a picture, give its name the right ending"),
        Fault::CutShort(_) => found
            .help(format!("copy `{name}` once more from where it came from"))
            .help("or open it in an image program and save it as JPEG or PNG"),
        Fault::Embedded => found
            .help("save the photograph as a file of its own, make it smaller, and place it in the drawing again")
            .help("or save the drawing as PNG"),
        Fault::Malformed(Format::Svg) | Fault::Unsupported(Format::Svg) => {
            found.help("save it as plain SVG in UTF-8, or as PNG")
        }
        Fault::Malformed(_) | Fault::Unsupported(_) => {
            found.help("open it in an image program, save it as JPEG or PNG, and link the new file")
        }
    }
}

fn position(span: Span, name: &str) -> Diagnostic {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "mp4"));
    let quoted =
        |name: &str| if name.contains([' ', '(', ')', '&', '\'']) { format!("\"{name}\"") } else { name.to_owned() };
    let (old, new) = (quoted(name), quoted(&format!("{stem}-new.{ending}")));
    Diagnostic::new(Code::FilmPosition, span, format!("`{name}` states where it was recorded"))
        .because("everybody who downloads it can read the position")
        .help("on an iPhone: share the film, tap `Options`, switch `Location` off and save it again")
        .help(format!("or remove it with ffmpeg: `ffmpeg -i {old} -map_metadata -1 -c copy {new}`"))
}

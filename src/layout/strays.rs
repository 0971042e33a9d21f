//! Files that nobody reads although their names suggest that the author expects it: settings and glossaries under
//! another name or in another folder, pages in other formats, copies that programs make.
//!
//! Judges names alone; whether a page links to such a file is not known here.

use super::{CONTENT, is_glossary, is_page, is_settings, name, page_stem};

/// The use that a file was probably meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stray {
    /// Settings: `casebook.yml`.
    Settings,
    /// Settings under a name of other programs: `settings.yaml`.
    OtherSettings,
    /// A glossary: `glossary.yml`, or `glossary.yaml` in another folder.
    Glossary,
    /// A page whose name has another ending: `refunds.md.txt`, `refunds.markdown`.
    Page,
    /// A page as plain text: `refunds.txt`.
    PlainText,
    /// A page from a word processor: `refunds.docx`.
    Document,
    /// A shortcut of Windows to a page: `refunds.md.lnk`.
    Shortcut,
    /// A page as HTML: `refunds.html`.
    Web,
    /// A page outside `content/`.
    Beside,
}

/// Endings of files with settings or data, in lower case.
const DATA_ENDINGS: [&str; 6] = ["yaml", "yml", "yaml.txt", "yml.txt", "json", "toml"];
/// Folders of `content/` that authors create beside it.
pub(crate) const BESIDE: [&str; 3] = ["cases", "playbooks", "scenarios"];
/// Endings of tables and documents.
const TABLE_ENDINGS: [&str; 6] = ["xlsx", "xls", "csv", "ods", "docx", "txt"];
/// The ending `.md` with a slip of the hand.
const SLIPS: [&str; 5] = [",md", ". md", ".nd", ".dm", ".md."];
/// Endings of Markdown that Casebook does not read.
const MARKDOWN_ENDINGS: [&str; 6] = ["markdown", "mdown", "mkdn", "mkd", "mdwn", "mdx"];
/// Endings of pictures and other files whose names may contain `.md.`.
const OTHER_ENDINGS: [&str; 9] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "pdf", "mp4", "mp3"];
/// Endings of word processors.
const DOCUMENT_ENDINGS: [&str; 7] = ["docx", "doc", "odt", "rtf", "pages", "gdoc", "dotx"];

/// The use that the file at this path of the site was probably meant for; `None` if Casebook reads it, or if its name
/// says nothing.
#[must_use]
pub fn stray(path: &str) -> Option<Stray> {
    if is_settings(path) || is_glossary(path) {
        return None;
    }
    let name = name(path).to_ascii_lowercase();
    let (stem, ending) = name.split_once(['.', ','])?;
    let last = name.rsplit('.').next().unwrap_or_default();
    match stem {
        "settings" | "config" if path == name && ["yaml", "yml"].contains(&ending) => {
            return Some(Stray::OtherSettings);
        }
        "glossary" if path.starts_with(CONTENT) && TABLE_ENDINGS.contains(&ending) => return Some(Stray::Glossary),
        "casebook" if DATA_ENDINGS.contains(&ending) => return Some(Stray::Settings),
        "glossary" if DATA_ENDINGS.contains(&ending) => return Some(Stray::Glossary),
        _ => {}
    }
    if !path.contains('/') {
        return (is_page(path) && !is_repository_file(path)).then_some(Stray::Beside);
    }
    if is_page(path) && BESIDE.iter().any(|folder| path.split('/').next() == Some(folder)) {
        return Some(Stray::Beside);
    }
    if is_page(path) || !path.starts_with(CONTENT) {
        return None;
    }
    match last {
        _ if DOCUMENT_ENDINGS.contains(&last) => Some(Stray::Document),
        "lnk" => Some(Stray::Shortcut),
        _ if SLIPS.iter().any(|slip| name.ends_with(slip)) => Some(Stray::Page),
        _ if name.contains(".md.") && !OTHER_ENDINGS.contains(&last) || MARKDOWN_ENDINGS.contains(&last) => {
            Some(Stray::Page)
        }
        "txt" | "text" => Some(Stray::PlainText),
        "html" | "htm" => Some(Stray::Web),
        _ => None,
    }
}

/// Returns true for a file that repositories keep in their root, which is written in capitals or has a usual name.
fn is_repository_file(path: &str) -> bool {
    let stem = page_stem(path).unwrap_or(path);
    let usual = ["readme", "changelog", "contributing", "license", "licence", "security", "architecture"];
    !stem.contains(char::is_lowercase) || usual.contains(&stem.to_lowercase().as_str())
}

/// The path of the file that the page at `path` was copied from, judging by the name that a file manager or a
/// synchronisation program gave it.
///
/// ```
/// use casebook::layout::copied_from;
/// assert_eq!(copied_from("cases/the-seam - Copy.md").as_deref(), Some("cases/the-seam.md"));
/// assert_eq!(copied_from("cases/the-seam (1).md").as_deref(), Some("cases/the-seam.md"));
/// assert_eq!(copied_from("cases/the-seam.md"), None);
/// ```
#[must_use]
pub fn copied_from(path: &str) -> Option<String> {
    let whole = page_stem(path)?;
    let ending = path.strip_prefix(whole)?;
    let (folder, stem) = match whole.rsplit_once('/') {
        Some((folder, stem)) => (format!("{folder}/"), stem),
        None => (String::new(), whole),
    };
    let before = [before_copy, in_parentheses, sync_conflict, copy_of, of_computer];
    let original = before.iter().find_map(|rule| rule(stem))?.trim_end();
    (!original.is_empty()).then(|| format!("{folder}{original}{ending}"))
}

/// `x - Copy`, `x - Copy (2)`, `x copy`, `x copy 2`, `x - Kopie`.
fn before_copy(stem: &str) -> Option<&str> {
    let counted = stem.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')'));
    ["copy", "kopie"].iter().find_map(|word| {
        let before = ends_with_folded(counted, word)?;
        // `marketing-copy` is a page about copy: file managers write a space before the word.
        Some(before.strip_suffix(' ')?.trim_end_matches([' ', '-', '–', '_']))
    })
}

/// `x (1)`, `x (conflicted copy 2026-11-30)`, `x (Anna's conflicted copy 2026-11-30)`, `x (Case Conflict)`.
fn in_parentheses(stem: &str) -> Option<&str> {
    let (before, inside) =
        stem.strip_suffix(')')?.rsplit_once(" (").or_else(|| stem.strip_suffix(')')?.rsplit_once('('))?;
    let is_number = inside.len() <= 2 && !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
    let inside = inside.to_lowercase();
    (is_number || inside.contains("conflict") || inside.contains("konflikt")).then_some(before)
}

/// `x.sync-conflict-20261130-101112-ABCDEFG`, `x_conflict-20261130-101112`.
fn sync_conflict(stem: &str) -> Option<&str> {
    [".sync-conflict-", "_conflict-"].iter().find_map(|mark| Some(stem.split_once(mark)?.0))
}

/// `Copy of x`, `Kopie von x`.
fn copy_of(stem: &str) -> Option<&str> {
    ["Copy of ", "Kopie von "].iter().find_map(|mark| stem.strip_prefix(mark))
}

/// `x-DESKTOP-7QK2A1B` and `x-LAPTOP-7QK2A1B`, the names of computers that `OneDrive` appends.
fn of_computer(stem: &str) -> Option<&str> {
    ["-DESKTOP-", "-LAPTOP-"].iter().find_map(|mark| {
        let (before, computer) = stem.rsplit_once(mark)?;
        let is_name = computer.len() == 7 && computer.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        is_name.then_some(before)
    })
}

/// `text` without `ending`, which is compared ignoring the case of ASCII letters.
fn ends_with_folded<'t>(text: &'t str, ending: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(ending.len())?;
    let (before, found) = text.split_at_checked(at)?;
    found.eq_ignore_ascii_case(ending).then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_use_that_a_file_was_meant_for() {
        for (path, expected) in [
            ("casebook.yml", Some(Stray::Settings)),
            ("Casebook.yaml.txt", Some(Stray::Settings)),
            ("content/casebook.yaml", Some(Stray::Settings)),
            ("casebook.yaml", None),
            ("settings.yml", Some(Stray::OtherSettings)),
            ("content/settings.yml", None),
            ("content/glossary.xlsx", Some(Stray::Glossary)),
            ("content/a,md", Some(Stray::Page)),
            ("content/a.nd", Some(Stray::Page)),
            ("content/a.md.docx", Some(Stray::Document)),
            ("content/a.md.lnk", Some(Stray::Shortcut)),
            ("CASEBOOK.YAML", None),
            ("content/glossary.yaml", None),
            ("content/Glossary.yaml", None),
            ("content/glossary.yml", Some(Stray::Glossary)),
            ("glossary.yaml", Some(Stray::Glossary)),
            ("content/cases/glossary.yaml", Some(Stray::Glossary)),
            ("content/glossary.md", None),
            ("content/a.md.txt", Some(Stray::Page)),
            ("content/a.MDown", Some(Stray::Page)),
            ("content/photo.md.png", None),
            ("content/a.txt", Some(Stray::PlainText)),
            ("content/a.Docx", Some(Stray::Document)),
            ("content/a.htm", Some(Stray::Web)),
            ("content/a.pdf", None),
            ("content/a.md", None),
            ("content/txt", None),
            ("themes/ours/templates/a.html", None),
            ("returns.md", Some(Stray::Beside)),
            ("Returns policy.MD", Some(Stray::Beside)),
            ("playbooks/a.md", Some(Stray::Beside)),
            ("docs/a.md", None),
            ("README.md", None),
            ("readme.md", None),
            ("CODE_OF_CONDUCT.md", None),
            ("LICENSE-MIT", None),
            ("notes.txt", None),
        ] {
            assert_eq!(stray(path), expected, "{path}");
        }
    }

    #[test]
    fn the_file_that_a_page_was_copied_from() {
        for name in [
            "a - Copy.md",
            "a - Copy (2).md",
            "a copy.md",
            "a copy 3.md",
            "a - Kopie.md",
            "a (1).md",
            "a(1).md",
            "a (conflicted copy 2026-11-30 101112).md",
            "a (Anna's conflicted copy 2026-11-30).md",
            "a.sync-conflict-20261130-101112-ABCDEFG.md",
            "a_conflict-20261130-101112.md",
            "a-DESKTOP-7QK2A1B.md",
            "Copy of a.md",
        ] {
            assert_eq!(copied_from(&format!("x/{name}")).as_deref(), Some("x/a.md"), "{name}");
            assert_eq!(copied_from(name).as_deref(), Some("a.md"), "{name}");
        }
        for name in [
            "copy.md",
            "photocopy.md",
            "a-copy.md",
            "marketing_copy.md",
            "a.md.png.md",
            "(1).md",
            "a (draft).md",
            "a (2026).md",
            "a-desktop.md",
            "hard-copy-rules.md",
            "a - Copy.png",
        ] {
            assert_eq!(copied_from(name), None, "{name}");
        }
    }
}

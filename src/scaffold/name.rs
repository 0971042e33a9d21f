//! Turns titles into file names: the slug of the title, valid on every file system and distinct from `index`.

use crate::layout;
use crate::model::address::reserved_on_windows;
use crate::parse::slug::slug;

use super::Refusal;
use crate::text::one_line;

/// Maximum number of characters in a file name; file systems allow about 250 bytes including the extension.
const LONGEST: usize = 80;
const MOST_BYTES: usize = 200;

/// Returns the title as shown, and the file name without extension. `word` is the kind of page.
pub(super) fn of_title(typed: &str, word: &str) -> Result<(String, String), Refusal> {
    let title = one_line(typed);
    if let Some(file) = as_path(&title) {
        let words = file.replace(['-', '_'], " ");
        return Err(Refusal::Name {
            what: format!("`{title}` is the path of a file, and a title is wanted"),
            help: format!(
                "write `casebook new {word} \"{words}\"`: the file gets its name from the title; `--folder NAME` puts it into a folder"
            ),
        });
    }
    let name = tidy(&slug(&title));
    if name.is_empty() {
        return Err(Refusal::Name {
            what: format!("`{title}` has no letter and no digit, and the file is named after the title"),
            help: format!("give it a word: `casebook new {word} \"The late parcel\"`"),
        });
    }
    // `index` is the page of a folder, and Windows reserves some names for devices.
    let name = if name == "index" || reserved_on_windows(&name) { format!("{name}-{word}") } else { name };
    Ok((title, name))
}

/// The file name, if the input is a path and not a title.
fn as_path(title: &str) -> Option<&str> {
    let parts: Vec<&str> = title.split(['/', '\\']).collect();
    let (last, folders) = parts.split_last()?;
    let stem = layout::page_stem(last).or_else(|| layout::yaml_stem(last));
    let begins = folders.first().is_some_and(|first| {
        matches!(*first, "" | "." | ".." | "~" | "content" | "cases" | "playbooks" | "scenarios" | "paths")
            || first.ends_with(':')
    });
    (stem.is_some() || begins).then(|| stem.unwrap_or(last))
}

/// Collapses hyphens, removes them at both ends, and shortens the name, between words if possible.
fn tidy(slug: &str) -> String {
    let parts = slug.split('-').filter(|part| !part.trim_matches('_').is_empty());
    let mut name = String::new();
    for part in parts {
        let longer = if name.is_empty() { part.to_owned() } else { format!("{name}-{part}") };
        if longer.chars().count() > LONGEST || longer.len() > MOST_BYTES {
            break;
        }
        name = longer;
    }
    if name.is_empty() {
        // A single very long word.
        let mut bytes = 0;
        let fits = |c: &char| {
            bytes += c.len_utf8();
            bytes <= MOST_BYTES
        };
        name = slug.trim_matches(['-', '_']).chars().take(LONGEST).take_while(fits).collect();
    }
    name
}

/// The folder inside that of the kind, with a final `/`; empty if none was given.
pub(super) fn of_folder(typed: Option<&str>) -> Result<String, Refusal> {
    let Some(typed) = typed else { return Ok(String::new()) };
    let mut folder = String::new();
    for part in typed.split(['/', '\\']).filter(|part| !part.is_empty()) {
        let name = tidy(&slug(part));
        if name.is_empty() || reserved_on_windows(&name) {
            return Err(Refusal::Name {
                what: format!("`{part}` cannot be the name of a folder of this site"),
                help: "write letters and digits, such as `--folder shops`".to_owned(),
            });
        }
        folder.push_str(&name);
        folder.push('/');
    }
    Ok(folder)
}

/// The problem with the name of a new site's folder, if there is one.
pub(super) fn wrong_folder(name: &str) -> Option<Refusal> {
    let sign = name.chars().find(|c| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*'));
    let help = || "choose letters, digits and hyphens: `casebook new site our-training`".to_owned();
    let what = if reserved_on_windows(name) {
        format!("`{name}` cannot be the name of a folder on Windows")
    } else if let Some(sign) = sign {
        format!("`{}` is not allowed in the name of a folder on Windows", sign.escape_default())
    } else if name.ends_with(['.', ' ']) || name.is_empty() {
        format!("`{name}` ends with a sign that Windows drops")
    } else {
        return None;
    };
    Some(Refusal::Name { what, help: help() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(title: &str) -> String {
        of_title(title, "case").map_or_else(|refusal| refusal.to_string(), |(_, name)| name)
    }

    #[test]
    fn titles_become_names_that_are_valid_on_every_file_system() {
        for (title, expected) in [
            ("The hard truffles", "the-hard-truffles"),
            ("  Fix it — twice!  ", "fix-it-twice"),
            ("24/7 and 50 %", "247-and-50"),
            ("Con", "con-case"),
            ("LPT1", "lpt1-case"),
            ("Index", "index-case"),
            ("日本語 です", "日本語-です"),
            ("Жалоба", "жалоба"),
            ("Zu spät geliefert", "zu-spät-geliefert"),
            ("a\tb\nc", "a-b-c"),
        ] {
            assert_eq!(name(title), expected, "{title}");
        }
    }

    #[test]
    fn long_titles_are_cut_between_words() {
        let name = name(&"word ".repeat(60));
        assert!(name.len() <= LONGEST && name.ends_with("word"), "{name}");
        assert_eq!(self::name(&"é".repeat(400)).len(), 160);
    }

    #[test]
    fn paths_and_names_without_letters_are_refused() {
        for title in ["cases/x.md", "../x", "content\\x", "C:\\x", "the-ring.md", "/tmp/x", "..", "🙂", "— … —", ""]
        {
            assert!(of_title(title, "case").is_err(), "{title}");
        }
        assert!(of_folder(Some("shops/../..")).is_err() && of_folder(Some("con")).is_err());
        assert_eq!(of_folder(Some("Shops/North side/")).unwrap(), "shops/north-side/");
    }
}

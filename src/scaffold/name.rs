//! Titles → names of files: the slug of the title, made fit for every disk and no other page's address.

use crate::layout;
use crate::model::address::reserved_on_windows;
use crate::parse::slug::slug;

use super::Refusal;
use super::text::one_line;

/// How many letters a file's name has at most; disks take about 250 bytes with the ending.
const LONGEST: usize = 80;
const MOST_BYTES: usize = 200;

/// The title as it is shown, and the name of its file without the ending. `word` is the kind of the page.
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
    // An index is the page of its folder, and Windows keeps some names for its devices.
    let name = if name == "index" || reserved_on_windows(&name) { format!("{name}-{word}") } else { name };
    Ok((title, name))
}

/// The name of the file, where what was typed is a path and no title.
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

/// Single hyphens, none at the ends, not too long, cut between words where that is possible.
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
        // One very long word.
        let mut bytes = 0;
        let fits = |c: &char| {
            bytes += c.len_utf8();
            bytes <= MOST_BYTES
        };
        name = slug.trim_matches(['-', '_']).chars().take(LONGEST).take_while(fits).collect();
    }
    name
}

/// The folder inside that of the kind, with `/` at its end; empty where none was asked for.
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

/// What is wrong with the name of a new site's folder.
pub(super) fn wrong_folder(name: &str) -> Option<Refusal> {
    let sign = name.chars().find(|c| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*'));
    let help = || "choose letters, digits and hyphens: `casebook new site our-training`".to_owned();
    let what = if reserved_on_windows(name) {
        format!("`{name}` cannot be the name of a folder on Windows")
    } else if let Some(sign) = sign {
        format!("`{}` cannot stand in the name of a folder on Windows", sign.escape_default())
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
    fn titles_make_names_that_every_disk_takes() {
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

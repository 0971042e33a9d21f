//! The files of the theme in use: the built-in ones, a site's own in their places.

use std::borrow::Cow;
use std::path::Path;

use super::ThemeFile;
use super::listing::is_visible;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{SourceMap, Span};

mod built_in {
    include!(concat!(env!("OUT_DIR"), "/default_theme.rs"));
}

/// The built-in theme with the site's own files in the places of the built-in ones. `own_files` are all files below
/// the folder `themes`.
pub(super) fn theme(
    (themes, own_files): (&Path, &[(&str, &[u8])]),
    (sources, config): (&SourceMap, &Config),
    found: &mut Vec<Diagnostic>,
) -> Vec<ThemeFile> {
    let name = config.theme.as_str();
    let own = format!("themes/{name}/");
    let mut files: Vec<ThemeFile> = built_in::FILES
        .iter()
        .map(|&(path, bytes)| ThemeFile {
            path: path.to_owned(),
            bytes: Cow::Borrowed(bytes),
            built_in: true,
            file: None,
        })
        .collect();
    if name != "default" && !is_theme(themes, name) {
        found.extend(config.theme_span.map(|span| unknown_theme(name, span, own_files)));
        return files;
    }
    for (whole, bytes) in own_files {
        let Some(path) = whole.strip_prefix(&own).map(str::to_owned) else { continue };
        let file = ThemeFile { path, bytes: Cow::Owned(bytes.to_vec()), built_in: false, file: sources.find(whole) };
        match files.binary_search_by(|known| known.path.as_str().cmp(&file.path)) {
            // Words lie over the built-in ones: a site writes only those that it wants to be different.
            Ok(at) if file.path.starts_with("i18n/") => files.insert(at + 1, ThemeFile { built_in: true, ..file }),
            Ok(at) => files[at] = ThemeFile { built_in: true, ..file },
            Err(at) => files.insert(at, file),
        }
    }
    files
}

/// Whether the folder `themes` lists a folder with exactly this name, the files of which are read. A path such as
/// `../content` is in no list, and neither is a name in other letters where the disk ignores their case.
fn is_theme(themes: &Path, name: &str) -> bool {
    let mut entries = std::fs::read_dir(themes).into_iter().flatten().filter_map(Result::ok);
    is_visible(name)
        && entries.any(|entry| entry.file_name() == name && entry.file_type().is_ok_and(|kind| kind.is_dir()))
}

/// Whether a folder could be called `name`: it is one part of a path, on every system.
fn is_folder_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains(['/', '\\', ':', '\0'])
}

fn unknown_theme(name: &str, span: Span, own_files: &[(&str, &[u8])]) -> Diagnostic {
    let themes: Vec<&str> =
        own_files.iter().filter_map(|(path, _)| path.strip_prefix("themes/")?.split('/').next()).collect();
    let message = match is_folder_name(name) {
        true => format!("there is no folder `themes/{name}`"),
        false => format!("`{name}` is not the name of a folder in `themes`"),
    };
    let found = Diagnostic::new(Code::UnknownTheme, span, message);
    // Of a path, only its last part can have been meant as the name.
    let last = name.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or(name);
    match nearest(last, themes.into_iter().chain(["default"])) {
        Some(near) => found.because(format!("did you mean `{near}`?")).suggest(format!("write `{near}`"), span, near),
        None if is_folder_name(name) => {
            found.help(format!("make the folder `themes/{name}` with the files that you change, or write `default`"))
        }
        None => found.help("write the name of one folder in `themes`, or `default`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_built_in_theme_are_found_by_their_paths() {
        assert!(built_in::FILES.is_sorted_by_key(|(path, _)| *path), "a site's own file is looked up among them");
    }
}

//! The files of the theme in use: the built-in ones, a site's own in their places.

use std::borrow::Cow;
use std::path::Path;

use super::ThemeFile;
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
            own: false,
            file: None,
        })
        .collect();
    if name != "default" && !themes.join(name).is_dir() {
        found.extend(config.theme_span.map(|span| unknown_theme(name, span, own_files)));
    }
    for (whole, bytes) in own_files.iter().filter(|(path, _)| path.starts_with(&own)) {
        let path = whole[own.len()..].to_owned();
        let bytes = Cow::Owned(bytes.to_vec());
        let file = ThemeFile { path, bytes, built_in: false, own: true, file: sources.find(whole) };
        match files.binary_search_by(|known| known.path.as_str().cmp(&file.path)) {
            // Words lie over the built-in ones: a site writes only those that it wants to be different.
            Ok(at) if file.path.starts_with("i18n/") => files.insert(at + 1, ThemeFile { built_in: true, ..file }),
            Ok(at) => files[at] = ThemeFile { built_in: true, ..file },
            Err(at) => files.insert(at, file),
        }
    }
    files
}

fn unknown_theme(name: &str, span: Span, own_files: &[(&str, &[u8])]) -> Diagnostic {
    let themes: Vec<&str> =
        own_files.iter().filter_map(|(path, _)| path.strip_prefix("themes/")?.split('/').next()).collect();
    let found = Diagnostic::new(Code::UnknownTheme, span, format!("there is no folder `themes/{name}`"));
    match nearest(name, themes.into_iter().chain(["default"])) {
        Some(near) => found.because(format!("did you mean `{near}`?")).suggest(format!("write `{near}`"), span, near),
        None => {
            found.help(format!("make the folder `themes/{name}` with the files that you change, or write `default`"))
        }
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

//! The files of the theme in use: the built-in files, some of them replaced by the site's own.

use std::borrow::Cow;
use std::path::Path;

use super::ThemeFile;
use super::listing::is_visible;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{SourceMap, Span};
use crate::text::base_language;

mod built_in {
    include!(concat!(env!("OUT_DIR"), "/default_theme.rs"));
}

/// The built-in theme, with the site's own files replacing built-in ones. `own_files` are all files below `themes`.
pub(super) fn theme(
    themes: &Path,
    own_files: &[(&str, &[u8])],
    sources: &SourceMap,
    config: &Config,
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
    let own_themes = names_in(themes);
    if name != "default" && !own_themes.iter().any(|own| own == name) {
        found.extend(config.theme_span.map(|span| unknown_theme(name, span, &own_themes)));
        found.extend(language_without_words(&files, config));
        return files;
    }
    for (whole, bytes) in own_files {
        let Some(path) = whole.strip_prefix(&own).map(str::to_owned) else { continue };
        let bytes = Cow::Owned(bytes.to_vec());
        let file = ThemeFile { path, bytes, built_in: false, own: true, file: sources.find(whole) };
        match files.binary_search_by(|known| known.path.as_str().cmp(&file.path)) {
            // Language files are merged with the built-in ones: a site writes only the words that differ.
            Ok(at) if file.path.starts_with("i18n/") => files.insert(at + 1, ThemeFile { built_in: true, ..file }),
            Ok(at) => files[at] = ThemeFile { built_in: true, ..file },
            Err(at) => files.insert(at, file),
        }
    }
    found.extend(language_without_words(&files, config));
    files
}

/// Reports that the theme has no words in the site's language.
fn language_without_words(files: &[ThemeFile], config: &Config) -> Option<Diagnostic> {
    let (span, base) = (config.language_span?, base_language(&config.language));
    let languages = files.iter().filter_map(|file| file.path.strip_prefix("i18n/")?.strip_suffix(".yaml"));
    let mut languages: Vec<&str> = languages.collect();
    languages.dedup();
    if languages.contains(&base) {
        return None;
    }
    let known = languages.iter().map(|language| format!("`{language}`")).collect::<Vec<_>>().join(", ");
    let message = format!("there are no words in `{base}` for buttons and headings, so these will be English");
    let found = Diagnostic::new(Code::LanguageWithoutWords, span, message);
    let found = found.because("scenarios need the English words too, such as `Follows` and `Ending`");
    let theme = if config.theme == "default" { "NAME" } else { &config.theme };
    Some(
        found.help(format!("there are words in {known}")).help(format!(
            "or translate the words that your readers see into a file `themes/{theme}/i18n/{base}.yaml`"
        )),
    )
}

/// The languages in which the built-in theme has words.
#[must_use]
pub fn languages() -> Vec<&'static str> {
    let names = built_in::FILES.iter().filter_map(|(path, _)| path.strip_prefix("i18n/")?.strip_suffix(".yaml"));
    names.collect()
}

/// The names of the site's own themes: the visible folders in `themes`. The name in the settings is compared with these
/// and never joined to a path. So a path such as `../content` never matches, nor does a name that differs only in case
/// on a file system that ignores case.
fn names_in(themes: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(themes).into_iter().flatten().filter_map(Result::ok);
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let mut names: Vec<String> = folders.filter_map(|folder| folder.file_name().into_string().ok()).collect();
    names.retain(|name| is_visible(name));
    names.sort();
    names
}

/// Returns true if a theme could have this name: it is a single path component on every system, and not hidden.
fn is_folder_name(name: &str) -> bool {
    is_visible(name) && !name.is_empty() && !name.contains(['/', '\\', ':', '\0'])
}

fn unknown_theme(name: &str, span: Span, own_themes: &[String]) -> Diagnostic {
    let message = if is_folder_name(name) {
        format!("there is no folder `themes/{name}`")
    } else {
        format!("`{name}` cannot be the name of a folder in `themes`")
    };
    let found = Diagnostic::new(Code::UnknownTheme, span, message);
    // Only the last component of a path can have been meant as the name.
    let last = name.rsplit(['/', '\\']).find(|part| !matches!(*part, "" | "." | "..")).unwrap_or(name);
    match nearest(last, own_themes.iter().map(String::as_str).chain(["default"])) {
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
    fn built_in_files_are_sorted_by_path_for_binary_search() {
        assert!(built_in::FILES.is_sorted_by_key(|(path, _)| *path), "the built-in files are searched by bisection");
    }
}

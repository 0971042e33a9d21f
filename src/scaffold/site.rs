//! A new site: settings, one page of each kind, linked to each other, and schemas for editors.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::name::wrong_folder;
use super::text::fill;
use super::{Made, Refusal, lay};
use crate::config::{Config, name_like};
use crate::i18n::FULL_LANGUAGE;
use crate::layout::SCHEMAS;
use crate::read::languages;
use crate::schema;
use crate::text::base_language;
use crate::yaml::scalar;

/// The files of a new site, the one to open first at the top.
const FILES: [(&str, &str); 8] = [
    ("casebook.yaml", include_str!("templates/site/casebook.yaml")),
    (".gitignore", include_str!("templates/site/gitignore")),
    ("content/index.md", include_str!("templates/site/index.md")),
    ("content/glossary.yaml", include_str!("templates/site/glossary.yaml")),
    ("content/playbooks/when-something-went-wrong.md", include_str!("templates/site/playbook.md")),
    ("content/cases/the-late-parcel.md", include_str!("templates/site/case.md")),
    ("content/scenarios/nobody-called.md", include_str!("templates/site/scenario.md")),
    ("content/paths/first-day.md", include_str!("templates/site/path.md")),
];

/// A site to be created.
#[derive(Clone, Copy, Debug)]
pub struct NewSite<'a> {
    /// Its folder, which must be empty or not exist.
    pub dir: &'a Path,
    /// The currency symbol, of letters or a sign such as `£`.
    pub currency: &'a str,
    /// The language of the theme's words. The first pages are always in English, whose keywords every scenario
    /// understands.
    pub language: &'a str,
}

impl<'a> NewSite<'a> {
    /// A site in dollars and in English.
    #[must_use]
    pub fn new(dir: &'a Path) -> Self {
        Self { dir, currency: "$", language: FULL_LANGUAGE }
    }
}

/// Creates a new site. A new folder appears complete or not at all.
///
/// # Errors
/// Fails if the folder is not empty or has an invalid name, if the theme has no words in the language, or on a disk
/// error.
pub fn site(new: NewSite<'_>) -> Result<Made, Refusal> {
    let NewSite { dir, currency, language } = new;
    check_language(language)?;
    let name = folder_name(dir)?;
    if let Some(first) = something_in(dir)? {
        return Err(Refusal::NotEmpty { folder: dir.to_owned(), first });
    }
    let title = title(&name);
    let [id, title, currency_setting] = [&name_like(&title), &title, currency].map(scalar);
    let values = [
        ("title", title.as_str()),
        ("id", &id),
        ("currency-setting", &currency_setting),
        ("currency", currency),
        ("language", language),
    ];
    let mut files: Vec<(String, String)> =
        FILES.iter().map(|(path, text)| ((*path).to_owned(), fill(text, &values))).collect();
    let schemas = schema::all(&Config::default());
    files.extend(schemas.into_iter().map(|schema| (format!("{SCHEMAS}/{}", schema.name), schema.text)));
    let lay_all = if dir.is_dir() { in_place } else { aside };
    lay_all(dir, &files)?;
    Ok(Made { files: files.into_iter().map(|(path, _)| path).collect() })
}

/// Refuses a language in which the theme has no words.
fn check_language(language: &str) -> Result<(), Refusal> {
    let known = languages();
    let is_code = language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_code && known.contains(&base_language(language)) {
        return Ok(());
    }
    let known = known.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(" and ");
    Err(Refusal::Name {
        what: format!("Casebook has no words in the language `{language}`, only in {known}"),
        help: "leave `--language` out: the words around your texts are then in English, and a theme can replace them"
            .to_owned(),
    })
}

/// The name of the folder, from which the site's title is made.
fn folder_name(dir: &Path) -> Result<String, Refusal> {
    let named = dir.components().next_back();
    let name = match named {
        Some(Component::Normal(name)) => name.to_string_lossy().into_owned(),
        // `.` and similar paths refer to an existing folder.
        _ => fs::canonicalize(dir)
            .map_err(|source| Refusal::Disk { path: dir.to_owned(), source })?
            .file_name()
            .map_or_else(|| "training".to_owned(), |name| name.to_string_lossy().into_owned()),
    };
    match wrong_folder(&name) {
        Some(refusal) if !dir.is_dir() => Err(refusal),
        _ => Ok(name),
    }
}

/// Turns `our-training` into *Our training*.
fn title(name: &str) -> String {
    let words = name.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if words.chars().any(char::is_alphanumeric) { crate::text::capital(&words) } else { "Our training".to_owned() }
}

/// An entry of the folder, if there is one. A folder with nothing but a new Git repository counts as empty.
fn something_in(dir: &Path) -> Result<Option<String>, Refusal> {
    let failed = |source| Refusal::Disk { path: dir.to_owned(), source };
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            return Ok(Some("it is a file, which".to_owned()));
        }
        Err(error) => return Err(failed(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names.into_iter().find(|name| name != ".git"))
}

/// Writes the files to an existing folder one by one. If one fails, the others are removed.
fn in_place(dir: &Path, files: &[(String, String)]) -> Result<(), Refusal> {
    for (number, (path, text)) in files.iter().enumerate() {
        if let Err(refusal) = lay(dir, path, text) {
            for (path, _) in &files[..number] {
                fs::remove_file(dir.join(path)).ok();
            }
            return Err(refusal);
        }
    }
    Ok(())
}

/// Writes the files to a folder beside `dir`, and renames it.
fn aside(dir: &Path, files: &[(String, String)]) -> Result<(), Refusal> {
    let name = dir.file_name().unwrap_or_default().to_string_lossy();
    let beside: PathBuf = dir.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let made = files
        .iter()
        .try_for_each(|(path, text)| lay(&beside, path, text))
        .and_then(|()| fs::rename(&beside, dir).map_err(|source| Refusal::Disk { path: dir.to_owned(), source }));
    if made.is_err() {
        fs::remove_dir_all(&beside).ok();
    }
    made
}

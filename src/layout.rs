//! The layout of a site's folder: the files and folders that have a meaning, recognised by name alone.
//!
//! The start of the pipeline; depends on no other module. Opens no files: paths are strings with `/`.

mod strays;

pub(crate) use strays::BESIDE;
pub use strays::{Stray, copied_from, stray};

/// The folder with the pages and the files next to them. Everything in it is published.
pub const CONTENT: &str = "content";
/// The folder with the site's own themes.
pub const THEMES: &str = "themes";
/// The folder with the incident forms, which are never published.
pub const INCIDENTS: &str = "incidents";
/// The folder with the schemas for editors.
pub const SCHEMAS: &str = "schemas";
/// The folder with the records that Casebook keeps between builds.
pub const NOTES: &str = ".casebook";

/// The file with the site's settings.
pub const SETTINGS: &str = "casebook.yaml";
/// The file with the glossary.
pub const GLOSSARY: &str = "content/glossary.yaml";

/// The folders that are read for a build.
pub const READ: [&str; 2] = [CONTENT, THEMES];

/// The folders of a site that never contain output, each with a message that says what it contains. Output is never
/// written into them, so a new folder for sources must be added here.
pub const KEPT: [(&str, &str); 6] = [
    (CONTENT, "it contains the site's content"),
    (THEMES, "it contains the site's themes"),
    (INCIDENTS, "it contains the incident forms, which are never published"),
    (SCHEMAS, "it contains the schemas for editors"),
    (".git", "it contains the site's history"),
    (NOTES, "it contains Casebook's own notes"),
];

/// The path of a page's file relative to `content/`; `None` for any other path of the site.
#[must_use]
pub fn content_page(path: &str) -> Option<&str> {
    path.strip_prefix(CONTENT)?.strip_prefix('/').filter(|inside| is_page(inside))
}

/// Returns true if a file is a page by its name: the extension is `.md`, in any case.
#[must_use]
pub fn is_page(path: &str) -> bool {
    page_stem(path).is_some()
}

/// The path of a page's file without its extension.
///
/// ```
/// use casebook::layout::page_stem;
/// assert_eq!(page_stem("cases/LOUD.MD"), Some("cases/LOUD"));
/// assert_eq!(page_stem("cases/notes.md.txt"), None);
/// assert_eq!(page_stem("cases/.md"), None);
/// ```
#[must_use]
pub fn page_stem(path: &str) -> Option<&str> {
    without_ending(path, "md")
}

/// The path of an HTML file without its extension, which is `.html` in any case.
#[must_use]
pub fn html_stem(path: &str) -> Option<&str> {
    without_ending(path, "html")
}

/// The path of a YAML file without its extension, which is `.yaml` or `.yml` in any case.
#[must_use]
pub fn yaml_stem(path: &str) -> Option<&str> {
    without_ending(path, "yaml").or_else(|| without_ending(path, "yml"))
}

/// Returns true if a file is the page of its folder: `index.md`, in any case.
#[must_use]
pub fn is_index(path: &str) -> bool {
    page_stem(path).is_some_and(|stem| name(stem).eq_ignore_ascii_case("index"))
}

/// Returns true if a path of the site is that of its settings, in any case.
#[must_use]
pub fn is_settings(path: &str) -> bool {
    path.eq_ignore_ascii_case(SETTINGS)
}

/// Returns true if a path of the site is that of its glossary. The name may be in any case, the folder may not.
#[must_use]
pub fn is_glossary(path: &str) -> bool {
    path.starts_with(CONTENT) && path.eq_ignore_ascii_case(GLOSSARY)
}

/// The last component of a path.
#[must_use]
pub fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The path of the folder that a file or folder is in; empty at the top level.
///
/// ```
/// use casebook::layout::folder;
/// assert_eq!([folder("cases/late/cake.md"), folder("home.md")], ["cases/late", ""]);
/// ```
#[must_use]
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The numbers that a name of a file or folder begins with, by which authors put pages in order; empty if there are none.
/// Numbers of more than three digits are years.
///
/// ```
/// use casebook::layout::numbers;
/// assert_eq!([numbers("01-welcome"), numbers("2. basics"), numbers("1.10 Returns")], [vec![1], vec![2], vec![1, 10]]);
/// assert!([numbers("3d-printing"), numbers("2024-03-05-storm"), numbers("welcome")].concat().is_empty());
/// ```
#[must_use]
pub fn numbers(name: &str) -> Vec<u32> {
    let is_separator = |c: char| matches!(c, '-' | '_' | '.' | ' ' | ')');
    let (mut numbers, mut rest) = (Vec::new(), name);
    loop {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = rest.len() - after.len();
        if !(1..=3).contains(&digits) || !(after.is_empty() || after.starts_with(is_separator)) {
            return numbers;
        }
        numbers.extend(rest.get(..digits).and_then(|digits| digits.parse::<u32>().ok()));
        rest = after.trim_start_matches(is_separator);
    }
}

/// `path` without its extension, if that is `ending`. A name that consists only of an extension is that of a hidden
/// file, as in `Path::extension`.
fn without_ending<'p>(path: &'p str, ending: &str) -> Option<&'p str> {
    let (stem, found) = path.rsplit_once('.')?;
    (found.eq_ignore_ascii_case(ending) && !name(stem).is_empty()).then_some(stem)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn pages_are_recognised_by_their_extension() {
        for path in [
            "content/a.md",
            "content/LOUD.MD",
            "content/Index.Md",
            "content/a.b.md",
            "content/größen.md",
            "content/.md",
            "content/x/.md",
            "content/a.md.größen",
            "content/notes.md.txt",
            "content/Größen",
            "content/md",
            "content/amd",
            "content/ß",
            "content/a.mdx",
            "content/a.md/b",
            "content/",
            "content",
            "",
            "content/..md",
            "content/a.md\u{301}",
            "content/e\u{301}.md",
            "content/😀.md",
            "content/caf\u{fffd}s",
        ] {
            let extension = Path::new(path).extension().and_then(|extension| extension.to_str());
            let is_md = extension.is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
            assert_eq!(content_page(path).is_some(), is_md, "{path}");
        }
        assert_eq!(content_page("content/cases/LOUD.MD"), Some("cases/LOUD.MD"));
        assert_eq!(
            (content_page("contents/a.md"), content_page("themes/a.md"), content_page("a.md")),
            (None, None, None)
        );
    }

    #[test]
    fn folder_pages_are_recognised_in_any_case() {
        for path in ["index.md", "INDEX.MD", "a/index.MD", "a/Index.md"] {
            assert!(is_index(path), "{path}");
        }
        for path in ["index", "index.html", "a/reindex.md", "index.md/a.md", "a/.md", "ındex.md"] {
            assert!(!is_index(path), "{path}");
        }
    }
}

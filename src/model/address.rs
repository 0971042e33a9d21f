//! Addresses: the paths of pages in the output, and the links between them.
//!
//! All addresses are paths relative to the output's root, separated by `/`. Every link is relative to the page that
//! contains it.

use crate::layout;
use crate::parse::slug::slug;

/// The file of the glossary, relative to `content/`.
pub const GLOSSARY_FILE: &str = "glossary.yaml";

/// The address of the home page; below the path of a folder, that of its list.
pub const INDEX: &str = "index.html";
/// The page that hosts show for addresses that do not exist.
pub const NOT_FOUND: &str = "404.html";
/// The search page.
pub const SEARCH: &str = "search.html";
/// The address of the glossary.
pub const GLOSSARY: &str = "glossary.html";
/// The first page of the list of all names, from A to Z.
pub const NAMES: &str = "a-z.html";
/// The list of all tags.
pub const TAGS: &str = "tags/index.html";
/// The list of lines to say and to avoid.
pub const PHRASES: &str = "phrases.html";
/// The list of second fixes.
pub const REGISTER: &str = "register.html";
/// The list of steps with the cases and scenarios of each.
pub const COVERAGE: &str = "coverage.html";
/// The list of owners and review dates.
pub const REVIEW: &str = "review.html";
/// The printable handbook.
pub const HANDBOOK: &str = "handbook.html";
/// The overview for trainers.
pub const TRAINERS: &str = "trainers.html";
/// The printable incident form, one of the pages for trainers.
pub const INCIDENT_FORM: &str = "incident-form.html";

/// The list of all pages for search engines.
pub const SITEMAP: &str = "sitemap.xml";
/// The feed of the newest pages.
pub const FEED: &str = "feed.xml";
/// The list of all pages for language models.
pub const LLMS: &str = "llms.txt";
/// The rules for search engines.
pub const ROBOTS: &str = "robots.txt";

/// The configuration of Apache, written with `--hosting apache`.
pub const APACHE: &str = ".htaccess";
/// The configuration of Netlify and Cloudflare Pages, written with `--hosting netlify`.
pub const NETLIFY: &str = "_headers";
/// The configuration of nginx, written with `--hosting nginx`.
pub const NGINX: &str = "casebook-nginx.conf";

/// The folder with the lists of the pages that have a tag.
pub const TAG_FOLDER: &str = "tags";
/// The folder with the lists of the pages that have another value.
pub const FILTER_FOLDER: &str = "filter";
/// The folder with the scripts, styles and pictures of the theme.
pub const ASSET_FOLDER: &str = "assets";
/// The folder with the search index.
pub const SEARCH_FOLDER: &str = "search";

/// Returns the address of the page made from `path` (relative to `content/`). The names of files and folders become
/// slugs; `own` replaces the name of the file. Returns `None` if a part has no letter or digit.
#[must_use]
pub fn page(path: &str, own: Option<&str>) -> Option<String> {
    let stem = layout::page_stem(path).unwrap_or(path);
    let mut parts: Vec<String> = stem.split('/').map(slug).collect();
    if let (Some(own), Some(last)) = (own, parts.last_mut()) {
        *last = slug(own);
    }
    let has_letters = |part: &String| part.contains(|c: char| c != '-' && c != '_');
    parts.iter().all(has_letters).then(|| parts.join("/") + ".html")
}

/// Returns the address of the redirect page for an old path of a page; `None` if `old` is not the path of a page.
#[must_use]
pub fn alias(old: &str) -> Option<String> {
    match layout::html_stem(old) {
        Some(_) => Some(old.to_owned()),
        None => layout::page_stem(old).and_then(|_| page(old, None)),
    }
}

/// Returns the relative path from the page at `from` to its output's root: `""`, `"../"`, `"../../"` …
#[must_use]
pub fn root(from: &str) -> String {
    "../".repeat(from.matches('/').count())
}

/// Returns the shortest relative link from the page at `from` to the address `to`.
#[must_use]
pub fn relative(from: &str, to: &str) -> String {
    let from_folders: Vec<&str> = from.split('/').collect();
    let to_parts: Vec<&str> = to.split('/').collect();
    let (from_folders, to_folders) = (&from_folders[..from_folders.len() - 1], &to_parts[..to_parts.len() - 1]);
    let common = from_folders.iter().zip(to_folders).take_while(|(a, b)| a == b).count();
    let mut link = "../".repeat(from_folders.len() - common);
    link.push_str(&to_parts[common..].join("/"));
    link
}

/// Resolves `link`, as written in the file at `from`; both paths are relative to `content/`. Returns `None` if it leads
/// out of `content/`.
#[must_use]
pub fn resolve(from: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Returns whether Windows reserves this name of a file or folder, with any extension.
#[must_use]
pub fn reserved_on_windows(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_pages_are_slugs() {
        assert_eq!(page("cases/The Wallet (2).md", None).as_deref(), Some("cases/the-wallet-2.html"));
        assert_eq!(page("cases/LOUD.MD", None).as_deref(), Some("cases/loud.html"));
        assert_eq!(page("cases/x.md", Some("The seam")).as_deref(), Some("cases/the-seam.html"));
        assert_eq!(page("cases/😀.md", None), None);
    }

    #[test]
    fn links_are_relative() {
        for (from, to, expected) in [
            ("index.html", "cases/a.html", "cases/a.html"),
            ("cases/a.html", "cases/b.html", "b.html"),
            ("cases/a.html", "index.html", "../index.html"),
            ("cases/x/a.html", "playbooks/b.html", "../../playbooks/b.html"),
            ("cases/x/a.html", "cases/a.html", "../a.html"),
        ] {
            assert_eq!(relative(from, to), expected, "{from} → {to}");
        }
        assert_eq!(root("a/b/c.html"), "../../");
    }

    #[test]
    fn links_in_files_resolve_inside_content() {
        assert_eq!(resolve("cases/a.md", "../playbooks/b.md").as_deref(), Some("playbooks/b.md"));
        assert_eq!(resolve("a.md", "./b.md").as_deref(), Some("b.md"));
        assert_eq!(resolve("a.md", "../b.md"), None);
    }

    #[test]
    fn names_of_windows_devices_are_recognised() {
        assert!(reserved_on_windows("CON.html") && reserved_on_windows("lpt1") && reserved_on_windows("aux"));
        assert!(!reserved_on_windows("com10.html") && !reserved_on_windows("console.html"));
    }
}

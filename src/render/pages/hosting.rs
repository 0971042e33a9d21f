//! Configuration files for web hosts: caching, compression, the 404 page, and as a header the policy that each page
//! also has as a `<meta>`.
//!
//! Optional: a site works on any host without them. Pure: nothing is written here.

use std::fmt;

use crate::media;
use crate::model::address::{APACHE, ASSET_FOLDER, INDEX, NETLIFY, NGINX, NOT_FOUND, SEARCH_FOLDER};
use crate::output::{Content, Sink, SinkError};

/// A kind of host with a configuration file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hosting {
    /// Apache, and shared hosting that runs it.
    Apache,
    /// Netlify, and Cloudflare Pages, which reads the same format.
    Netlify,
    /// nginx, whose configuration must include the file.
    Nginx,
}

/// The policy of every page, plus `frame-ancestors`, which is valid only in a header.
const POLICY: &str = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
/// For files whose names change with their content.
const FOREVER: &str = "public, max-age=31536000, immutable";

impl Hosting {
    /// The path of the file in the output.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Apache => APACHE,
            Self::Netlify => NETLIFY,
            Self::Nginx => NGINX,
        }
    }

    /// The file's content, for a site with these paths that will be published at `base_url`.
    #[must_use]
    pub fn content(self, base_url: Option<&str>, paths: &[String]) -> Content {
        let root = base_url.map_or("/", root_of);
        let text = match self {
            Self::Apache => apache(root),
            Self::Netlify => netlify(root, paths),
            Self::Nginx => nginx(root),
        };
        Content::Bytes(text.into_bytes())
    }
}

/// The path of a URL, with a slash at both ends.
fn root_of(url: &str) -> &str {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    host.find('/').map_or("/", |at| host.split_at(at).1)
}

/// Regular expression of the extensions of files that have a hash in their names.
fn loaded() -> String {
    let of_theme = ["css", "js", "woff", "woff2"].into_iter();
    of_theme.chain(media::extensions()).collect::<Vec<_>>().join("|")
}

fn apache(root: &str) -> String {
    let loaded = loaded();
    format!(
        r#"# For Apache. Needs `AllowOverride FileInfo Indexes` for this folder.
AddDefaultCharset utf-8
DirectoryIndex {INDEX}
ErrorDocument 404 {root}{NOT_FOUND}

<IfModule mod_headers.c>
  Header always set Content-Security-Policy "{POLICY}"
  Header always set X-Content-Type-Options "nosniff"
  Header always set Referrer-Policy "same-origin"
  # Browsers revalidate pages; files with a hash in their name never change.
  Header set Cache-Control "no-cache"
  <FilesMatch "-[0-9a-f]{{10}}[.]({loaded})$">
    Header set Cache-Control "{FOREVER}"
  </FilesMatch>
  <If "%{{REQUEST_URI}} =~ m#/{SEARCH_FOLDER}/[0-9a-f]{{10}}/#">
    Header set Cache-Control "{FOREVER}"
  </If>
  # Compressed answers have a tag of their own; this one counts as the same file.
  RequestHeader edit "If-None-Match" '^"((.*)-gzip)"$' '"$1", "$2"'
</IfModule>

<IfModule mod_deflate.c>
  AddOutputFilterByType DEFLATE text/html text/css text/javascript application/javascript text/plain
  AddOutputFilterByType DEFLATE text/xml application/xml application/atom+xml application/json image/svg+xml
</IfModule>
"#
    )
}

fn nginx(root: &str) -> String {
    let loaded = loaded();
    format!(
        r#"# For nginx. Put `include /path/to/this/file;` into the `server` or `location` of the site.
index {INDEX};
error_page 404 {root}{NOT_FOUND};
charset utf-8;

gzip on;
gzip_vary on;
gzip_min_length 1000;
gzip_types text/css text/javascript application/javascript text/plain text/xml application/xml
           application/atom+xml application/json image/svg+xml;

# Browsers revalidate pages; files with a hash in their name never change.
set $casebook_cache "no-cache";
if ($uri ~ "(-[0-9a-f]{{10}}[.]({loaded})|/{SEARCH_FOLDER}/[0-9a-f]{{10}}/[^/]+)$") {{
  set $casebook_cache "{FOREVER}";
}}
add_header Cache-Control $casebook_cache;
add_header Content-Security-Policy "{POLICY}" always;
add_header X-Content-Type-Options "nosniff" always;
add_header Referrer-Policy "same-origin" always;
"#
    )
}

/// These hosts compress by themselves, and revalidate files for which there is no rule. Their patterns cannot match
/// part of a name, so each file needs its own rule. Pictures get none, because there may be at most a hundred rules.
fn netlify(root: &str, paths: &[String]) -> String {
    let mut rules: Vec<String> = paths.iter().filter_map(|path| unchanging(path)).collect();
    rules.sort();
    rules.dedup();
    let rules = rules.iter().map(|rule| format!("{root}{rule}\n  Cache-Control: {FOREVER}\n")).collect::<String>();
    format!(
        "# For Netlify and Cloudflare Pages.\n{root}*\n  Content-Security-Policy: {POLICY}\n  X-Content-Type-Options: \
         nosniff\n  Referrer-Policy: same-origin\n{rules}"
    )
}

/// The pattern for a path whose content never changes: the path itself, or the folder of a search index.
fn unchanging(path: &str) -> Option<String> {
    if let Some((folder, _)) = path.strip_prefix(SEARCH_FOLDER).and_then(|rest| rest.strip_prefix('/')?.split_once('/'))
    {
        return Some(format!("{SEARCH_FOLDER}/{folder}/*"));
    }
    let name = path.strip_prefix(ASSET_FOLDER)?.strip_prefix('/')?;
    let stem = name.strip_suffix(".css").or_else(|| name.strip_suffix(".js"))?;
    let (_, hash) = stem.rsplit_once('-')?;
    let is_hash = hash.len() == 10 && hash.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    is_hash.then(|| path.to_owned())
}

/// A sink that records the paths that pass through it.
pub struct RecordingSink<'s> {
    sink: &'s mut dyn Sink,
    /// The paths, in order of arrival.
    pub paths: Vec<String>,
}

impl<'s> RecordingSink<'s> {
    /// Passes everything on to `sink`.
    pub fn new(sink: &'s mut dyn Sink) -> Self {
        Self { sink, paths: Vec::new() }
    }
}

impl fmt::Debug for RecordingSink<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("RecordingSink").field("paths", &self.paths).finish_non_exhaustive()
    }
}

impl Sink for RecordingSink<'_> {
    fn put(&mut self, path: String, content: Content) -> Result<(), SinkError> {
        self.paths.push(path.clone());
        self.sink.put(path, content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(hosting: Hosting, base_url: Option<&str>, paths: &[&str]) -> String {
        let paths: Vec<String> = paths.iter().copied().map(str::to_owned).collect();
        let Content::Bytes(bytes) = hosting.content(base_url, &paths) else { unreachable!("the content is generated") };
        String::from_utf8(bytes).unwrap_or_default()
    }

    #[test]
    fn the_404_page_is_below_the_path_of_the_base_url() {
        for hosting in [Hosting::Apache, Hosting::Nginx] {
            assert!(text(hosting, None, &[]).contains(" 404 /404.html"));
            assert!(text(hosting, Some("https://a.example/b/c/"), &[]).contains(" 404 /b/c/404.html"));
        }
    }

    #[test]
    fn only_files_that_never_change_are_cached_for_ever() {
        let paths = ["assets/script-0b1ae932ec.js", "assets/plan-2027.js", "search/root.js", "index.html"];
        let paths = [&paths[..], &["search/54cbdc3ccc/core.js", "search/54cbdc3ccc/p0.js"]].concat();
        let text = text(Hosting::Netlify, Some("https://a.example/"), &paths);
        let rules: Vec<&str> = text.lines().filter(|line| line.starts_with('/')).collect();
        assert_eq!(rules, ["/*", "/assets/script-0b1ae932ec.js", "/search/54cbdc3ccc/*"]);
    }

    #[test]
    fn the_policy_equals_that_of_the_pages() {
        let meta = format!("content=\"{}\"", POLICY.trim_end_matches("; frame-ancestors 'self'"));
        let base = include_str!("../../../themes/default/templates/base.html");
        let not_found = include_str!("../../../themes/default/templates/not-found.html");
        let redirect = include_str!("../../../themes/default/templates/redirect.html");
        assert!([base, not_found, redirect].iter().all(|template| template.contains(&meta)));
    }
}

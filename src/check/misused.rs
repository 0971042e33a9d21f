//! What people write in the place of the path of a link: e-mail addresses, phone numbers, files of their own computer,
//! addresses with slips, names that typographic hyphens changed. Also links and pictures that say nothing.

use super::unparsed::phone;
use crate::diagnostic::{Code, Diagnostic};
use crate::layout;
use crate::media::{Medium, medium};
use crate::model::{Site, Target, address};
use crate::parse::markdown::{Link, LinkForm};
use crate::source::{SourceMap, Span};
use crate::text::{Slice, percent_decode};

/// The file that contains a link.
#[derive(Clone, Copy, Debug)]
pub(super) struct LinkSource<'a> {
    pub site: &'a Site,
    pub sources: &'a SourceMap,
    /// Its path relative to `content/`.
    pub path: &'a str,
}

/// Hosts that are the reader's own computer.
const OWN_HOSTS: [&str; 4] = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"];
/// Hosts of films.
const FILM_HOSTS: [&str; 4] = ["youtube.com", "youtu.be", "vimeo.com", "youtube-nocookie.com"];
/// Descriptions of pictures that describe nothing.
const NO_DESCRIPTIONS: [&str; 13] = [
    "alt text",
    "alt-text",
    "alt",
    "image",
    "picture",
    "screenshot",
    "what it shows",
    "bild",
    "alternative text",
    "img",
    "foto",
    "description",
    "untitled",
];

fn is_picture(path: &str) -> bool {
    medium(path) == Some(Medium::Picture)
}

/// Reports a link that Markdown and Casebook can follow, and readers cannot.
pub(super) fn followed(from: LinkSource<'_>, link: &Link, target: &Target) -> Option<Diagnostic> {
    if let Target::External(to) = target {
        return own_host(from, link, to);
    }
    let source = from.sources.file(link.whole.file).text();
    let written = source.slice(link.whole.range());
    if link.form == LinkForm::Link && written.starts_with("[](") {
        let found = Diagnostic::new(Code::UnknownLink, link.whole, "this link has no words, so no reader sees it");
        return Some(found.help(format!("write words between `[` and `]`: `[where it leads]({})`", link.destination)));
    }
    if link.form == LinkForm::Link && link.destination == "#" {
        let found = Diagnostic::new(Code::UnknownLink, link.span, "this link leads nowhere: nothing follows the `#`");
        return Some(found.help("write the address of a heading after `#`, or the path of a page"));
    }
    spaced_picture(source, link).or_else(|| described(link))
}

/// Reports `! [picture](picture.png)`, which shows a link.
fn spaced_picture(source: &str, link: &Link) -> Option<Diagnostic> {
    let before = source.slice(..link.whole.range().start).rsplit('\n').next()?;
    let is_picture = link.form == LinkForm::Link && is_picture(&link.destination);
    if !is_picture || before.trim() != "!" {
        return None;
    }
    let start = link.whole.range().start;
    let blank = Span::new(link.whole.file, before.trim_end().len() + start - before.len()..start);
    let found =
        Diagnostic::new(Code::ShownAsText, link.whole, "this is shown as a link: a picture has no space after `!`");
    Some(found.replace("remove the space", blank, ""))
}

/// Reports a description that is the name of the file, or a placeholder.
fn described(link: &Link) -> Option<Diagnostic> {
    let text = link.text.trim();
    let name = percent_decode(layout::name(&link.destination));
    let is_name = text.eq_ignore_ascii_case(&name) || is_picture(text) && !text.contains(' ');
    let is_empty = NO_DESCRIPTIONS.contains(&text.to_lowercase().as_str());
    if link.form != LinkForm::Image || !(is_name || is_empty) || text.is_empty() {
        return None;
    }
    let why = if is_name { "the name of a file" } else { "a placeholder" };
    let message = format!("`{text}` is {why}, and does not describe the picture for people who cannot see it");
    let found = Diagnostic::new(Code::MissingAlt, link.whole, message);
    Some(found.help(format!("say in a few words what it shows: `![what it shows]({})`", link.destination)))
}

/// Reports a link to a server on the author's computer.
fn own_host(from: LinkSource<'_>, link: &Link, to: &str) -> Option<Diagnostic> {
    let rest = to.split_once("://").filter(|(scheme, _)| scheme.to_ascii_lowercase().starts_with("http"))?.1;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    if !OWN_HOSTS.contains(&name.map_or(host, |(name, _)| name)) {
        return None;
    }
    let message = format!("`{to}` leads to your own computer, which readers cannot reach");
    let found = Diagnostic::new(Code::UnknownLink, link.span, message);
    let (path, anchor) = path.split_once('#').map_or((path, None), |(path, anchor)| (path, Some(anchor)));
    let path = percent_decode(path);
    let page = layout::html_stem(&path).map(|stem| format!("{stem}.md")).filter(|path| from.site.find(path).is_some());
    Some(match page.or_else(|| from.site.find_asset(&path).map(|_| path.clone())) {
        Some(path) => {
            let mut right = address::relative(from.path, &path);
            if let Some(anchor) = anchor {
                right = format!("{right}#{anchor}");
            }
            found.replace(format!("write `{right}`"), link.span, right)
        }
        None => found.help("write the path of the page, as seen from this file, or the address that readers use"),
    })
}

/// Says what was meant by a path that names no file, if it is no path. `found` is the finding about it.
pub(super) fn instead(
    found: Diagnostic,
    from: LinkSource<'_>,
    span: Span,
    written: &str,
) -> Result<Diagnostic, Diagnostic> {
    let trimmed = written.trim_matches(['"', '\'', '“', '”', '„', '(', ')', '<', '>']);
    if let Some(right) = external(written) {
        let message = format!("`{written}` lacks its beginning");
        let found = Diagnostic::new(Code::UnknownLink, span, message);
        return Ok(found.replace(format!("write `{right}`"), span, right));
    }
    let exists = |path: &str| {
        let path = percent_decode(path.split('#').next().unwrap_or(path));
        let path = address::resolve(from.path, &path);
        path.is_some_and(|path| from.site.find(&path).is_some() || from.site.find_asset(&path).is_some())
    };
    let plain: String = written.chars().filter(|&c| c != '\u{ad}' && c != '\u{200b}').map(plain_character).collect();
    match [trimmed, &plain].into_iter().find(|right| *right != written && exists(right)) {
        Some(right) => Ok(found.replace(format!("write `{right}`"), span, right)),
        None => Err(found),
    }
}

/// The character on keyboards that a typographic one replaced.
fn plain_character(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{a0}' | '\u{202f}' => ' ',
        '’' | '‘' => '\'',
        c => c,
    }
}

/// Completes an e-mail address, a phone number or a web address with a slip in its beginning.
fn external(written: &str) -> Option<String> {
    let is_mail = written.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !written.contains(['/', ' ', '#', ':']) && !host.ends_with(".md")
    });
    if is_mail {
        return Some(format!("mailto:{written}"));
    }
    for scheme in ["https", "http"] {
        let rest =
            written.strip_prefix(scheme).and_then(|rest| rest.strip_prefix("//").or_else(|| rest.strip_prefix(";//")));
        if let Some(rest) = rest.filter(|rest| rest.contains('.')) {
            return Some(format!("{scheme}://{rest}"));
        }
    }
    phone(written)
}

/// Says where to put a file that is not there; nothing for the path of a page.
pub(super) fn copy_there(from: LinkSource<'_>, written: &str) -> Option<String> {
    let path = percent_decode(written.split(['#', '?']).next().unwrap_or(written));
    let name = layout::name(&path);
    let (stem, ending) = name.rsplit_once('.')?;
    let is_file = !stem.is_empty() && (2..=5).contains(&ending.len()) && !matches!(ending, "md" | "html" | "htm");
    let there = address::resolve(from.path, &path).filter(|_| is_file)?;
    let folder = layout::folder(&there);
    let folder = if folder.is_empty() { "content".to_owned() } else { format!("content/{folder}") };
    Some(format!("copy `{name}` into the folder `{folder}`, or correct the path, which is as seen from this file"))
}

/// Says what to write for a film on another site.
pub(super) fn film(to: &str) -> Option<String> {
    let host = to.split_once("://")?.1.split('/').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    FILM_HOSTS.contains(&host).then(|| format!("to link to the film, leave out the `!`: `[what happens]({to})`"))
}

/// Returns the pages that a wiki link can mean, if there are several, as a page at `from` would link them.
pub(super) fn namesakes(site: &Site, from: &str, name: &str) -> Vec<String> {
    let wanted = name.trim().to_lowercase();
    let is_called = |path: &str, title: &str| {
        let stem = layout::name(path);
        title.to_lowercase() == wanted || layout::page_stem(stem).is_some_and(|stem| stem.to_lowercase() == wanted)
    };
    let pages = site.pages.iter().filter(|page| is_called(&page.document.path, page.title()));
    pages.map(|page| address::relative(from, &page.document.path)).collect()
}

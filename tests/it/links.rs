//! Every link of a built site leads to a file of the output, and to an existing anchor in it. Ids are unique on each
//! page. No link begins at the root of a host, because sites may be moved. Sites: this repository's own content, those
//! in `tests/sites`, and one that is large enough for every list to be split.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use casebook::Options;
use casebook::diagnostic::Code;
use casebook::model::address;
use casebook::output::{Content, Output};
use casebook::text::percent_decode;

use crate::support;
use crate::support::links::{problems, read};
use crate::support::{built, built_once, sound_sites};

fn every_link_leads_somewhere(dir: &Path, output: &Output) {
    let found = problems(output);
    let first = &found[..found.len().min(40)];
    assert!(found.is_empty(), "{}: {} problems\n{}", dir.display(), found.len(), first.join("\n"));
}

/// Builds the site in `dir` with a base URL.
fn placed(dir: &Path) -> Output {
    let base_url = Some("https://example.org/training/".to_owned());
    built(dir, &Options { base_url, ..Options::default() })
}

#[test]
fn of_this_repository() {
    every_page_is_reached(built_once(support::repository()));
}

/// Asserts that links lead from the home page to every page except 404 and redirects.
fn every_page_is_reached(output: &Output) {
    let reached = reached(output);
    let pages = output.iter().map(|(path, _)| path).filter(|path| path.ends_with(".html") && *path != "404.html");
    let left: Vec<&str> = pages
        .filter(|path| !reached.contains(*path))
        .filter(|path| !output.text(path).is_some_and(|html| html.contains("http-equiv=\"refresh\"")))
        .collect();
    assert!(left.is_empty(), "no chain of links leads to {left:#?}");
}

/// The pages that can be reached from the home page.
fn reached(output: &Output) -> BTreeSet<String> {
    let mut reached = BTreeSet::from(["index.html".to_owned()]);
    let mut next = vec!["index.html".to_owned()];
    while let Some(from) = next.pop() {
        let links = read(output.text(&from).unwrap_or_default()).links;
        let paths = links
            .iter()
            .map(|(_, link)| link.split('#').next().unwrap_or_default())
            .filter(|path| path.ends_with(".html"));
        for target in paths.filter_map(|path| address::resolve(&from, &percent_decode(path))) {
            if output.get(&target).is_some() && reached.insert(target.clone()) {
                next.push(target);
            }
        }
    }
    reached
}

/// Links and pictures in the author's own HTML are links like any other, if the site lets HTML through.
#[test]
fn of_html_in_markdown() {
    let dir = tempfile::tempdir().unwrap();
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    let text = "---\ntitle: A\n---\n\nA <a class=x href=\"more/b.md#part\">link</a>, <a href='https://a.example/?x=1&amp;y=2'>out</a>.\n\n\
                <p id=\"top\"><img alt=\"\" srcset=\"more/p%20q.svg 1x,more/r.svg 2x\"\nsrc='more/p%20q.svg'></p>\n\n\
                <video src=more/v.webm poster=\"more/r.svg\"><track src=\"more/v.vtt\"></video> [top](#top)\n";
    let files = [
        ("casebook.yaml", "raw-html: true\nhandbook: true\nid: a-site\n"),
        ("content/a.md", text),
        (
            "content/more/b.md",
            "---\ntitle: B\n---\n\n## Part\n\n<a href=\"../a.md#top\">A</a> <a href=\"f.pdf\">F</a>\n",
        ),
        ("content/more/p q.svg", svg),
        ("content/more/r.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"r\"/>"),
        ("content/more/v.webm", "film"),
        ("content/more/v.vtt", "WEBVTT"),
        ("content/more/f.pdf", "form"),
    ];
    support::lay(dir.path(), &files);
    let output = built(dir.path(), &Options::default());
    every_link_leads_somewhere(dir.path(), &output);
    let html = output.text("a.html").unwrap();
    for piece in [
        "<a class=x href=\"more/b.html#part\">",
        "<a href='https://a.example/?x=1&amp;y=2'>",
        "src='more/p%20q-",
        ".svg 1x,more/r-",
        "<video src=more/v-",
    ] {
        assert!(html.contains(piece), "no {piece} in {html}");
    }
    let copied = output.iter().filter(|(path, _)| path.starts_with("more/") && !path.ends_with(".html")).count();
    assert_eq!(copied, 5, "every file is copied once");
    // Without the setting, HTML is text, and nothing in it is a link.
    fs::write(dir.path().join("casebook.yaml"), "title: T\nid: t\n").unwrap();
    let found = casebook::check(dir.path(), &Options::default()).unwrap().diagnostics;
    let is_about_html = |code: Code| matches!(code, Code::RawHtml | Code::HtmlForm | Code::UnknownAnchor);
    assert!(found.iter().all(|found| is_about_html(found.code)), "{found:?}");
}

#[test]
fn of_the_sound_sites() {
    for site in sound_sites() {
        every_link_leads_somewhere(site, built_once(site));
    }
}

#[test]
fn of_the_sound_sites_where_they_know_their_place() {
    for site in sound_sites() {
        every_link_leads_somewhere(site, &placed(site));
    }
}

#[test]
fn of_an_empty_site() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("content")).unwrap();
    let output = built(dir.path(), &Options::default());
    every_link_leads_somewhere(dir.path(), &output);
    every_link_leads_somewhere(dir.path(), &placed(dir.path()));
    for page in [
        "index.html",
        "a-z.html",
        "phrases.html",
        "register.html",
        "coverage.html",
        "review.html",
        "glossary.html",
        "search.html",
        "404.html",
        "tags/index.html",
        "llms.txt",
        "robots.txt",
    ] {
        assert!(output.get(page).is_some(), "{page} is missing");
    }
    assert!(
        output.get("sitemap.xml").is_none()
            && output.get("feed.xml").is_none()
            && output.get("handbook.html").is_none()
    );
}

/// A site in which every list has several pages, and in which names compete for addresses.
fn large(dir: &Path) {
    let put = |path: &str, text: &str| {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let mut steps = String::new();
    for n in 0..210 {
        let _ = writeln!(steps, "  - title: Step {n} Übung\n    do: Do it.\n    say: [Yes {n}]");
    }
    put(
        "content/playbooks/long.md",
        &format!("---\ntitle: A long one\nwhen: [It rains, It pours]\nsteps:\n{steps}---\n"),
    );
    for n in 0..420 {
        let folder = ["cases", "cases/shop", "cases/shop/late"][n % 3];
        let trade = if n % 2 == 0 { "Covid" } else { ["Covid 2", "CON", "Index"][n % 3] };
        let text = format!(
            "---\ntitle: The case {n}\ndate: 2024-{:02}-{:02}\nowner: Ada\ntrade: {trade}\nchannel: Channel {n}\n\
             tags: [All of them, index, Tag {n}]\nfixed-for-the-next: \"A note[^1].\\n\\n[^1]: Here.\"\n\
             practises: [{}../playbooks/long.md#step-0-übung]\n---\n\n## Same heading\n\nText[^1] and [above](#same-heading).\n\n[^1]: Note.\n",
            n % 12 + 1,
            n % 28 + 1,
            "../".repeat(folder.matches('/').count()),
        );
        put(&format!("content/{folder}/case-{n}.md"), &text);
    }
    for n in 0..420 {
        put(
            &format!("content/guide/page-{n}.md"),
            &format!("---\ntitle: Éclair {n}\n---\n\n## Same heading\n\n[Up](#same-heading)\n"),
        );
    }
    put(
        "content/glossary.yaml",
        "refund: Money back, see [the long one](playbooks/long.md#step-0-übung).\nRefund!: The same.\n",
    );
    put("casebook.yaml", "title: Large\nhandbook: true\nid: a-site\n");
}

#[test]
fn of_a_large_site() {
    let dir = tempfile::tempdir().unwrap();
    large(dir.path());
    let output = built(dir.path(), &Options::default());
    every_link_leads_somewhere(dir.path(), &output);
    for page in [
        "cases/index-2.html",
        "cases/index-3.html",
        "guide/index-3.html",
        "tags/all-of-them.3.html",
        "tags/index_.html",
        "tags/index-2.html",
        "filter/cases/trade/covid.2.html",
        "filter/cases/trade/covid-2.html",
        "filter/cases/trade/con_.html",
        "filter/cases/channel/index.html",
        "filter/cases/channel/index-3.html",
        "phrases-2.html",
        "coverage-2.html",
        "register-3.html",
        "review-3.html",
        "a-z/a.html",
        "a-z/t.html",
        "a-z/s.html",
        "handbook.html",
        "handbook-2.html",
    ] {
        assert!(output.get(page).is_some(), "{page} is missing");
    }
    every_page_is_reached(&output);
    let longest = output.iter().filter(|(path, _)| !path.starts_with("handbook") && path.ends_with(".html"));
    let longest = longest.map(|(path, _)| (output.text(path).unwrap().len(), path)).max().unwrap();
    assert!(longest.0 < 400_000, "{longest:?} is too long");
}

#[test]
fn broken_links_are_found() {
    let mut output = Output::default();
    let mut put = |path: &str, html: &str| output.put(path, Content::Bytes(html.into()));
    put("b.html", "<p id=\"x\"></p>");
    put(
        "a/a.html",
        "<p id=\"y\"></p><p id=\"y\"></p><a href=\"../b.html#x\"><a href=\"../b.html#y\"><img src=\"c.png\"><a href=\"/b.html\">\
         <a href=\"../../b.html\"><a href=\"#y\"><a href=\"#z\"><label for=\"q\"><a href=\"https://example.org/\">",
    );
    assert_eq!(
        problems(&output),
        [
            "a/a.html: ids stand there twice: [\"y\", \"y\"]",
            "a/a.html: for names #q, and there is none",
            "a/a.html: href=\"../b.html#y\" names no anchor there",
            "a/a.html: src=\"c.png\" leads nowhere",
            "a/a.html: href=\"/b.html\" is no relative address",
            "a/a.html: href=\"../../b.html\" leads out",
            "a/a.html: href=\"#z\" names no anchor there",
        ]
    );
}

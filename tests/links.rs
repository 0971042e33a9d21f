//! Every link of a built site leads somewhere: to a file of the output, and to an anchor that is there; each anchor is
//! there once; no link names a host's root, for sites move. Sites: this repository's own content, those of
//! `tests/sites`, and one that is large enough for every list to be divided.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use casebook::Options;
use casebook::model::address;
use casebook::output::Output;

/// What a page says about itself and others.
#[derive(Default)]
struct Read {
    ids: Vec<String>,
    /// Attribute and value of everything that loads or leads.
    links: Vec<(String, String)>,
    /// Attribute and value of what names anchors of the same page.
    references: Vec<(String, String)>,
}

const REFERENCES: [&str; 6] = ["for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "list"];

/// Reads tags one by one: enough for HTML as Casebook writes it.
fn read(html: &str) -> Read {
    let mut read = Read::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name = rest.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(rest.len());
        rest = &rest[name..];
        while !rest.trim_start().starts_with('>') && !rest.trim_start().is_empty() {
            rest = attribute(rest.trim_start(), &mut read);
        }
    }
    read
}

fn attribute<'h>(text: &'h str, read: &mut Read) -> &'h str {
    let end = text.find(|c: char| c == '=' || c == '>' || c.is_ascii_whitespace()).unwrap_or(text.len());
    let name = &text[..end];
    let Some(value) = text[end..].strip_prefix("=\"") else { return &text[end.max(1)..] };
    let close = value.find('"').expect("a quotation mark closes each value");
    let plain = unescaped(&value[..close]);
    match name {
        "id" => read.ids.push(plain),
        "href" | "src" | "poster" => read.links.push((name.to_owned(), plain)),
        name if REFERENCES.contains(&name) => {
            read.references.extend(plain.split_whitespace().map(|id| (name.to_owned(), id.to_owned())));
        }
        _ => {}
    }
    &value[close + 1..]
}

fn unescaped(value: &str) -> String {
    let signs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ];
    signs.iter().fold(value.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Everything that is wrong with the links of `output`.
fn problems(output: &Output) -> Vec<String> {
    let pages: BTreeMap<&str, Read> = output
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, _)| (path, read(output.text(path).expect("pages are text"))))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(path, page)| (*path, page.ids.iter().map(String::as_str).collect())).collect();
    let mut found = Vec::new();
    for (path, page) in &pages {
        if ids[path].len() < page.ids.len() {
            let twice: Vec<_> =
                page.ids.iter().filter(|id| page.ids.iter().filter(|other| other == id).count() > 1).collect();
            found.push(format!("{path}: ids stand there twice: {twice:?}"));
        }
        for (name, id) in page.references.iter().filter(|(_, id)| !ids[path].contains(id.as_str())) {
            found.push(format!("{path}: {name} names #{id}, and there is none"));
        }
        for (name, link) in &page.links {
            if let Some(problem) = problem(output, &ids, path, link) {
                found.push(format!("{path}: {name}=\"{link}\" {problem}"));
            }
        }
    }
    found
}

fn problem(output: &Output, ids: &BTreeMap<&str, BTreeSet<&str>>, from: &str, link: &str) -> Option<&'static str> {
    let elsewhere = ["http://", "https://", "mailto:", "tel:", "sms:"];
    if elsewhere.iter().any(|scheme| link.starts_with(scheme)) {
        return None;
    }
    let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
    let target = if path.is_empty() {
        from.to_owned()
    } else if let Some(rooted) = path.strip_prefix("/training/").filter(|_| from == "404.html") {
        rooted.to_owned()
    } else if path.starts_with('/') || path.contains(':') {
        return Some("is no relative address");
    } else {
        let Some(target) = address::resolve(from, &address::percent_decode(path)) else { return Some("leads out") };
        target
    };
    if output.get(&target).is_none() || target.ends_with('/') {
        return Some("leads nowhere");
    }
    let anchor = anchor.map(address::percent_decode).filter(|anchor| !anchor.is_empty())?;
    let there = ids.get(target.as_str()).is_some_and(|ids| ids.contains(anchor.as_str()));
    (!there).then_some("names no anchor there")
}

fn built(dir: &Path, options: &Options) -> Output {
    let built = casebook::build(dir, options, &()).unwrap();
    built.output.unwrap_or_else(|| {
        let said: Vec<_> = built.diagnostics.iter().map(|found| found.message.clone()).collect();
        panic!("{} has errors: {said:#?}", dir.display())
    })
}

fn every_link_leads_somewhere(dir: &Path) -> Output {
    let base_url = Some("https://example.org/training/".to_owned());
    let outputs = [Options::default(), Options { base_url, ..Options::default() }].map(|options| built(dir, &options));
    for output in &outputs {
        let found = problems(output);
        assert!(
            found.is_empty(),
            "{}: {} problems\n{}",
            dir.display(),
            found.len(),
            found[..found.len().min(40)].join("\n")
        );
    }
    let [output, _] = outputs;
    output
}

#[test]
fn of_this_repository() {
    let output = every_link_leads_somewhere(Path::new(env!("CARGO_MANIFEST_DIR")));
    let reached = reached(&output);
    let left: Vec<&str> = output
        .iter()
        .map(|(path, _)| path)
        .filter(|path| path.ends_with(".html") && *path != "404.html" && !reached.contains(*path))
        .filter(|path| !output.text(path).is_some_and(|html| html.contains("http-equiv=\"refresh\"")))
        .collect();
    assert!(left.is_empty(), "no chain of links leads to {left:#?}");
}

/// The pages that links lead to from the home page on.
fn reached(output: &Output) -> BTreeSet<String> {
    let mut reached = BTreeSet::from(["index.html".to_owned()]);
    let mut next = vec!["index.html".to_owned()];
    while let Some(from) = next.pop() {
        let links = read(output.text(&from).unwrap_or_default()).links;
        let paths = links
            .iter()
            .map(|(_, link)| link.split('#').next().unwrap_or_default())
            .filter(|path| path.ends_with(".html"));
        for target in paths.filter_map(|path| address::resolve(&from, &address::percent_decode(path))) {
            if output.get(&target).is_some() && reached.insert(target.clone()) {
                next.push(target);
            }
        }
    }
    reached
}

#[test]
fn of_the_sites_for_tests() {
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let Ok(folders) = fs::read_dir(sites) else { return };
    let mut folders: Vec<_> =
        folders.map(|folder| folder.unwrap().path()).filter(|path| path.join("content").is_dir()).collect();
    folders.sort();
    for folder in folders {
        every_link_leads_somewhere(&folder);
    }
}

#[test]
fn of_an_empty_site() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("content")).unwrap();
    let output = every_link_leads_somewhere(dir.path());
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

/// A site in which every list takes more than one page, with names that try to take each other's addresses.
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
    put("casebook.yaml", "title: Large\nhandbook: true\n");
}

#[test]
fn of_a_large_site() {
    let dir = tempfile::tempdir().unwrap();
    large(dir.path());
    let output = every_link_leads_somewhere(dir.path());
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
    let longest = output.iter().filter(|(path, _)| !path.starts_with("handbook") && path.ends_with(".html"));
    let longest = longest.map(|(path, _)| (output.text(path).unwrap().len(), path)).max().unwrap();
    assert!(longest.0 < 400_000, "{longest:?} is long");
}

#[test]
fn what_is_broken_is_found() {
    let mut output = Output::default();
    let mut put = |path: &str, html: &str| output.put(path, casebook::output::Content::Bytes(html.into()));
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

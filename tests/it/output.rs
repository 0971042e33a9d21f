//! Guarantees for every output: addresses, assets, policy, files for programs, long lists, and safety after errors.
//! Links and anchors are tested in `tests/it/links.rs`, appearance in `tests/fixtures/snapshots.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output as Ran};
use std::sync::LazyLock;

use casebook::diagnostic::Code;
use casebook::output::{Content, Output};
use casebook::{Loaded, Options};
use tempfile::TempDir;

use crate::support::program::{PROGRAM, output};
use crate::support::{built, built_once, lay, links, pages, site, sound_sites};

/// The output of the site that uses every feature.
static FULL: LazyLock<&Output> = LazyLock::new(|| built_once(&site("full")));

/// The outputs of all valid sites.
static ALL: LazyLock<Vec<(String, &Output)>> =
    LazyLock::new(|| sound_sites().map(|site| (site.display().to_string(), built_once(site))).collect());

fn temporary(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    lay(dir.path(), files);
    dir
}

fn page(title: &str) -> String {
    format!("---\ntitle: {title}\n---\n\nText.\n")
}

/// The text between the first `from` and the next `to`.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let rest = text.split_once(from).unwrap_or_else(|| panic!("`{from}` is missing")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("`{from}` has no end")).0
}

/// The opening tags of a page, each without its angle brackets.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    let tags = html.split('<').skip(1).filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    tags.map(|rest| rest.split_once('>').map_or(rest, |(tag, _)| tag))
}

// Addresses.

#[test]
fn only_the_404_page_has_links_from_the_root() {
    for (name, output) in &*ALL {
        for (path, html) in pages(output).filter(|(path, _)| *path != "404.html") {
            for (attribute, link) in links::read(html).links {
                assert!(!link.starts_with('/'), "{name}, {path}: {attribute}=\"{link}\"");
                assert!(
                    !link.ends_with('/') || link.contains(':'),
                    "{name}, {path}: {attribute}=\"{link}\" links to a folder"
                );
            }
        }
    }
}

#[test]
fn the_404_page_has_working_links_only_with_a_base_url() {
    let options = Options { base_url: Some("https://h.example/a/b".to_owned()), ..Options::default() };
    let output = built(&site("small"), &options);
    let found = links::read(output.text("404.html").unwrap());
    assert!(found.links.iter().any(|(_, link)| link == "/a/b/index.html"), "{:?}", found.links);
    let away: Vec<_> =
        found.links.iter().filter(|(_, link)| !link.starts_with("/a/b/") && !link.starts_with('#')).collect();
    assert!(away.is_empty(), "{away:?}");

    let output = built(&site("small"), &Options::default());
    let html = output.text("404.html").unwrap();
    assert_eq!(links::read(html).links, [], "a page that may be served at any depth cannot have relative links");
    assert!(html.contains("<h1>") && !html.contains("<script"), "{html}");
}

#[test]
fn absolute_urls_are_written_only_with_a_base_url() {
    for file in ["feed.xml", "sitemap.xml"] {
        assert!(FULL.get(file).is_some(), "{file}");
    }
    let small = built(&site("small"), &Options::default());
    assert!(small.get("feed.xml").is_none() && small.get("sitemap.xml").is_none());
    assert!(!small.text("robots.txt").unwrap().contains("Sitemap"));
    for (path, html) in pages(&small) {
        assert!(!html.contains("rel=\"canonical\"") && !html.contains("feed.xml"), "{path}");
    }
    let (place, case) = ("https://workshop.example/training/", "cases/squeaky-brake.html");
    assert!(FULL.text(case).unwrap().contains(&format!("<link rel=\"canonical\" href=\"{place}{case}\">")));
    assert!(FULL.text("sitemap.xml").unwrap().contains(&format!("<loc>{place}{case}</loc>")));
    assert!(FULL.text("robots.txt").unwrap().contains(&format!("Sitemap: {place}sitemap.xml")));
}

#[test]
fn moved_pages_redirect() {
    for old in ["brakes/squeak.html", "old/brakes.html"] {
        let html = FULL.text(old).unwrap();
        assert!(html.contains("content=\"0; url=../cases/squeaky-brake.html\""), "{html}");
        assert!(html.contains("<a ") && html.contains("href=\"../cases/squeaky-brake.html\""), "{html}");
    }
}

#[test]
fn page_settings_have_an_effect() {
    let html = FULL.text("cases/shop/the-wrong-saddle.html").unwrap();
    let at = "https://git.example/workshop/edit/main/content/cases/shop/the-wrong-saddle.md";
    let found = links::read(html).links;
    assert!(found.iter().any(|(_, link)| link == at), "{found:?}");
    assert!(
        found.iter().any(|(_, link)| link.starts_with("mailto:training@workshop.example?subject=The%20wrong%20saddle")),
        "{found:?}"
    );
    assert!(FULL.text("about/über-uns.html").unwrap().contains("<html lang=\"de\""));
}

#[test]
fn a_file_at_the_path_of_a_folder_is_reported() {
    let alias = "---\ntitle: Moved\naliases: [before/moved.html]\n---\n\nText.\n";
    for (name, other) in [
        ("assets", "content/cases/x.md"),
        ("search", "content/cases/x.md"),
        ("tags", "content/cases/x.md"),
        ("ueber-uns", "content/Ueber uns/x.md"),
        ("before", "content/cases/moved.md"),
        ("cases/Forms", "content/cases/forms/list.pdf"),
    ] {
        let text =
            if name == "before" { alias.to_owned() } else { "---\ntitle: X\ntags: [one]\n---\n\nText.\n".to_owned() };
        let link = format!("---\ntitle: Home\n---\n\n[file](<{name}>) [list](cases/forms/list.pdf)\n");
        let mut files = vec![("content/index.md", link.as_str()), (other, text.as_str())];
        let path = format!("content/{name}");
        files.extend([(path.as_str(), "a file"), ("content/cases/forms/list.pdf", "a list")]);
        files.dedup_by_key(|(path, _)| *path);
        let dir = temporary(&files);
        let built = casebook::check(dir.path(), &Options::default()).unwrap();
        let found: Vec<&str> = built.diagnostics.iter().map(|found| found.message.as_str()).collect();
        let wanted = format!("`{name}` would be written where the site has a folder of that name");
        assert!(found.contains(&wanted.as_str()), "{name}: {found:?}");
        assert_eq!(found.len(), 1, "{name}: {found:?}");
    }
}

// Assets.

/// The writer keeps built-in files for one more build, so they must not contain a site's own words: these would outlive
/// their deletion.
#[test]
fn built_in_files_contain_nothing_of_any_site() {
    let built_in = |output: &Output| -> BTreeSet<String> {
        let found = output.iter().filter(|(_, content)| matches!(content, Content::BuiltIn(_)));
        found.map(|(path, _)| path.to_owned()).collect()
    };
    let expected = built_in(&FULL);
    for start in ["assets/style-", "assets/script-", "assets/engine-", "assets/favicon-"] {
        assert!(expected.iter().any(|path| path.starts_with(start)), "{start} is missing: {expected:?}");
    }
    assert!(!expected.iter().any(|path| path.starts_with("assets/search-") && path.ends_with(".js")), "{expected:?}");
    for (name, output) in &*ALL {
        let found = built_in(output);
        let has_own_theme = Path::new(name).join("themes").exists();
        assert!(found == expected || has_own_theme && found.is_subset(&expected), "{name}: {found:?}");
        assert!(!has_own_theme || found != expected, "{name} has its own style");
    }
}

fn asset(output: &Output, start: &str) -> (String, Vec<u8>) {
    let mut found = output.iter().filter(|(path, _)| path.starts_with(start));
    let (path, content) = found.next().unwrap_or_else(|| panic!("{start} is missing"));
    let bytes = content.bytes().unwrap_or_else(|| panic!("{path} is a copy, without bytes in memory"));
    (path.to_owned(), bytes.to_vec())
}

#[test]
fn files_loaded_on_demand_are_named_by_pages_but_not_loaded() {
    let (script, bytes) = asset(&FULL, "assets/search-");
    let (script, bytes) = if script.ends_with(".js") { (script, bytes) } else { asset(&FULL, &script_beside(&script)) };
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("casebook.parts[\"search\"] = `<div class=\"search\""), "{}", &text[..80]);
    assert!(!text.contains("/**") && !text.contains("\n  "), "comments and indentation are stripped");
    for (path, html) in pages(&FULL).filter(|(path, _)| !["404.html", "search.html"].contains(path)) {
        let named = tags(html).filter(|tag| tag.contains(&script)).count();
        let loaded = tags(html).filter(|tag| tag.starts_with("script") && tag.contains(&script)).count();
        let moved = html.contains("data-kind=\"redirect\"");
        assert_eq!((named, loaded), (usize::from(!moved), 0), "{path}");
    }
}

/// The script that belongs to a style.
fn script_beside(style: &str) -> String {
    let start = style.split_once('-').unwrap().0;
    let mut found = FULL.iter().filter(|(path, _)| path.starts_with(start) && path.ends_with(".js"));
    found.next().unwrap().0.to_owned()
}

#[test]
fn a_template_that_fails_is_the_answer_for_each_page_that_it_should_have_made() {
    let dir = tempfile::tempdir().unwrap();
    let broken = ("themes/ours/templates/glossary.html", "<p>{{ page.nothing.at_all }}</p>\n");
    lay(
        dir.path(),
        &[("casebook.yaml", "theme: ours\n"), ("content/index.md", "---\ntitle: Home\n---\nText.\n"), broken],
    );
    let checked = Loaded::read(dir.path(), &Options::default()).unwrap().check();
    let renderer = checked.renderer().unwrap();
    let failed = renderer.file("glossary.html").unwrap_err();
    assert!(failed.message.contains("nothing"), "{failed:?}");
    assert!(renderer.file("index.html").unwrap().is_some() && renderer.file("404.html").unwrap().is_some());
    assert!(renderer.file("nowhere.html").unwrap().is_none());
}

#[test]
fn components_loaded_on_demand_can_be_replaced_or_left_out() {
    let own = "themes/ours/components/search-recent/script.js";
    let files = [("casebook.yaml", "theme: ours\n"), (own, "const searchRecent = { mine: 1 };\n")];
    let dir = temporary(&files);
    lay(dir.path(), &[("content/index.md", &page("T"))]);
    let output = built(dir.path(), &Options::default());
    let script = output.iter().find(|(path, _)| path.starts_with("assets/search-") && path.ends_with(".js")).unwrap().0;
    let text = output.text(script).unwrap();
    assert!(text.contains("const searchRecent={mine:1};") && !text.contains("casebook.list(\"searches\")"));

    lay(dir.path(), &[("themes/ours/theme.yaml", "scripts: {every: [site-header]}\n")]);
    let output = built(dir.path(), &Options::default());
    assert!(output.iter().all(|(path, _)| !path.starts_with("assets/search-")));
    assert!(!output.text("index.html").unwrap().contains("data-script"), "a theme without the search has a plain link");
}

#[test]
fn asset_names_change_with_their_content() {
    let files = [("casebook.yaml", "theme: ours\n"), ("content/index.md", "---\ntitle: T\n---\n![A line](line.svg)\n")];
    let dir = temporary(&files);
    let svg = |width| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"4\"/>");
    let mut seen: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for round in ["4", "5"] {
        let style = format!("@layer components {{ .card {{ margin: {round}px; }} }}\n");
        let own = format!("p {{ margin: {round}px; }}\n");
        lay(
            dir.path(),
            &[
                ("themes/ours/components/card/style.css", &style),
                ("themes/ours/site.css", &own),
                ("content/line.svg", &svg(round)),
            ],
        );
        let output = built(dir.path(), &Options::default());
        let image =
            output.iter().find(|(path, _)| path.ends_with(".svg") && path.starts_with("line")).unwrap().0.to_owned();
        seen.entry("image").or_default().insert(image.clone());
        seen.entry("style").or_default().insert(asset(&output, "assets/style-").0);
        seen.entry("own style").or_default().insert(asset(&output, "assets/site-").0);
        seen.entry("favicon").or_default().insert(asset(&output, "assets/favicon-").0);
        assert!(output.text("index.html").unwrap().contains(&image));
    }
    let counts: Vec<_> = seen.iter().map(|(what, names)| (*what, names.len())).collect();
    assert_eq!(counts, [("favicon", 1), ("image", 2), ("own style", 2), ("style", 2)], "{seen:?}");
}

#[test]
fn an_override_takes_effect_and_leaves_the_rest() {
    let output = built(&site("override"), &Options::default());
    let (about, tea) = (output.text("about.html").unwrap(), output.text("playbooks/tea.html").unwrap());
    let crest = asset(&output, "assets/crest-").0;
    assert!(
        about.contains(&format!("<img src=\"{crest}\" alt=\"The crest of the house\"")),
        "the template is overridden"
    );
    assert!(!tea.contains("The crest"), "other templates come from the default theme");
    let sheets = output.iter().filter(|(path, _)| path.ends_with(".css"));
    let style: String = sheets.filter_map(|(path, _)| output.text(path)).collect();
    assert!(style.contains("border:3px double var(--accent)"), "the component's style is overridden");
    assert!(!style.contains(".plan-own"), "the own file replaces the built-in one");
    assert!(style.contains(".site-header"), "other components keep their styles");
    assert!(tea.contains("Try saying"), "the word is overridden");
    assert!(tea.contains("<h2 id=\"cb-plan\">Your plan"), "other words come from the default theme");
    let (own, bytes) = asset(&output, "assets/site-");
    assert!(bytes.starts_with(b":root { --accent"), "the site's own style is unchanged");
    let (all, last) = (about.find("assets/style-").unwrap(), about.find(&own).unwrap());
    assert!(all < last, "the site's own style comes last");
    assert!(output.text("index.html").unwrap().contains("<kbd>Enter</kbd>"), "raw HTML is kept if it is allowed");
    assert!(about.contains("assets/script-"), "scripts come from the default theme");
}

#[test]
fn the_setting_for_a_shared_device_is_on_every_page() {
    let output = built(&site("shared"), &Options::default());
    for (path, html) in pages(&output) {
        assert!(html.contains("data-device=\"shared\""), "{path}");
    }
    assert!(FULL.text("index.html").unwrap().contains("data-device=\"own\""));
    assert!(
        FULL.text("index.html").unwrap().contains("data-site=\"workshop\""),
        "the page contains the site's id, the prefix of storage keys"
    );
}

#[test]
fn a_site_uses_its_language() {
    let output = built(&site("german"), &Options::default());
    let scene = output.text("scenarios/am-tresen.html").unwrap();
    for (path, html) in pages(&output) {
        assert!(html.contains("<html lang=\"de\""), "{path}");
    }
    assert!(scene.contains("4 von 10") && scene.contains("Folgt") && !scene.contains("Otherwise"), "{scene}");
    let case = output.text("cases/der-kalte-tee.html").unwrap();
    assert!(case.contains("<path "), "German moods are drawn in the picture");
}

// Policy.

#[test]
fn the_direction_follows_the_language_of_the_page() {
    let dir = temporary(&[
        ("content/one.md", "---\ntitle: استرداد المال\nlang: ar\naliases: [old.html]\n---\n\nنص.\n"),
        ("content/two.md", &page("Two")),
    ]);
    let output = built(dir.path(), &Options::default());
    for (path, attributes) in [
        ("one.html", "lang=\"ar\" data-kind=\"page\" dir=\"rtl\""),
        ("old.html", "lang=\"ar\" data-kind=\"redirect\" dir=\"rtl\""),
        ("two.html", "lang=\"en\" data-kind=\"page\" dir=\"ltr\""),
        ("index.html", "dir=\"ltr\""),
    ] {
        assert!(output.text(path).unwrap().contains(attributes), "{path}");
    }
}

#[test]
fn every_page_has_the_policy_and_obeys_it() {
    for (name, output) in &*ALL {
        for (path, html) in pages(output) {
            let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self';";
            let (head, rest) =
                html.split_once(policy).unwrap_or_else(|| panic!("{name}, {path} has no content security policy"));
            assert!(!head.contains("<script") && !head.contains("<link"), "{name}, {path}: the policy comes first");
            for tag in tags(head).chain(tags(rest)) {
                let at = format!("{name}, {path}: <{tag}>");
                assert!(!tag.starts_with("style") && !tag.contains(" style="), "{at}");
                assert!(
                    !tag.starts_with("script") || tag.contains(" src=") || tag.contains("type=\"application/json\""),
                    "{at}"
                );
                let words = tag.split_ascii_whitespace().skip(1);
                let handler = words.filter(|word| word.starts_with("on") && word.contains("=\"")).count();
                assert!(handler == 0 && !tag.contains("javascript:") && !tag.contains("data:"), "{at}");
            }
        }
    }
}

#[test]
fn each_of_many_choices_has_its_own_run_link() {
    let mut text = "---\ntitle: Many\nsummary: Many.\nrole: You answer\ncustomer: Ann\nminutes: 9\n---\n\nAnn calls.\n\n## Start\n\nWhat now?\n\n".to_owned();
    for choice in 0..72 {
        let to = if [3, 38, 71].contains(&choice) { format!("ending-{choice}") } else { "ending-bad".to_owned() };
        let step = "[a step](../playbooks/own.md#own-it)";
        let _ = writeln!(text, "- [Option {choice}](#{to})\n  - Breaks {step}: because of reason {choice}.");
    }
    for ending in ["3", "38", "71", "Bad"] {
        let _ = write!(text, "\n## Ending: {ending}\n\nOutcome: lost. Over.\n");
    }
    let playbook = "---\ntitle: Own\nwhen: [It rains]\nsteps:\n  - title: Own it\n    do: Do it.\n---\n";
    let dir = temporary(&[("content/scenarios/many.md", &text), ("content/playbooks/own.md", playbook)]);
    let output = built(dir.path(), &Options::default());
    let page = output.text("trainers/many.html").unwrap();
    let runs = page.split("#run=").skip(1).map(|rest| rest.split('"').next().unwrap().split_once('.').unwrap().1);
    assert_eq!(runs.collect::<BTreeSet<_>>(), BTreeSet::from(["1", "4", "04", "002"]));
}

// Files for programs.

#[test]
fn the_feed_has_the_date_of_its_newest_page() {
    let feed = FULL.text("feed.xml").unwrap();
    let (head, entries) = feed.split_once("<entry>").unwrap();
    assert_eq!(between(head, "<updated>", "</updated>"), "2026-09-14T00:00:00Z");
    let dates: Vec<&str> = entries.split("<updated>").skip(1).map(|rest| &rest[..10]).collect();
    assert_eq!(dates, ["2026-09-14", "2026-06-01", "2026-05-20", "2026-05-20", "2026-02-01"]);
    assert!(entries.contains("<published>2026-03-02T00:00:00Z</published>"));
}

#[test]
fn the_feed_contains_the_fifty_newest_pages() {
    let dir = temporary(&[("casebook.yaml", "base-url: https://h.example\nid: a-site\n")]);
    for n in 0..60 {
        let text = format!("---\ntitle: Page {n}\ndate: 2026-{:02}-{:02}\n---\n", n / 28 + 1, n % 28 + 1);
        lay(dir.path(), &[(&format!("content/page-{n:02}.md"), &text)]);
    }
    let output = built(dir.path(), &Options::default());
    let feed = output.text("feed.xml").unwrap();
    assert_eq!(feed.matches("<entry>").count(), 50);
    assert!(feed.contains("Page 59<") && feed.contains("Page 10<") && !feed.contains("Page 9<"));
}

/// Browsers and feed readers reject documents with control characters, which are easily pasted from a presentation.
#[test]
fn no_control_character_is_written() {
    let text = "---\ntitle: \"A\\x01B\\0C\"\ndate: 2026-03-02\nsummary: \"One\\x0Btwo\"\ntags: [\"g\\x0Bo\"]\n---\n\n## One\u{b}two\u{1}\n\nA\u{b}\0.\n";
    let dir = temporary(&[
        ("casebook.yaml", "title: \"Si\\x02te\"\nbase-url: https://h.example/\nid: a-site\n"),
        ("content/cases/a.md", text),
        ("content/index.md", &page("\"Ho\\x02me\"")),
    ]);
    let output = built(dir.path(), &Options::default());
    let is_forbidden = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    let documents = output.iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".xml"));
    let mut seen = 0;
    for (path, _) in documents {
        let text = output.text(path).unwrap();
        assert!(!text.contains(is_forbidden), "{path}");
        seen += 1;
    }
    assert!(seen > 10 && output.text("feed.xml").unwrap().contains("ABC"));
}

#[test]
fn drafts_are_left_out_unless_requested() {
    let with = built(&site("full"), &Options { drafts: true, ..Options::default() });
    let page = "cases/still-being-written.html";
    assert!(FULL.get(page).is_none());
    for (path, content) in FULL.iter() {
        let Some(bytes) = content.bytes() else { continue };
        let text = String::from_utf8_lossy(bytes);
        for word in ["Still being written", "still-being-written", "crooked wheel", "only in drafts", "Nobody yet</h"] {
            assert!(!text.contains(word), "{path} contains `{word}` from a draft");
        }
    }
    let html = with.text(page).unwrap();
    assert!(html.contains("crooked wheel") && html.contains("<meta name=\"robots\" content=\"noindex\">"), "{html}");
    assert!(with.text("cases/index.html").unwrap().contains("Still being written"));
    assert!(with.get("drafts/old.html").is_some() && with.get("tags/only-in-drafts.html").is_some());
    for file in ["llms.txt", "sitemap.xml", "feed.xml"] {
        assert!(!with.text(file).unwrap().contains("still-being-written"), "{file} must not contain drafts");
    }
    assert!(with.text("llms.txt").unwrap().contains("squeaky-brake"));
}

#[test]
fn handbook_ids_are_unique_and_show_their_page() {
    for (name, output) in &*ALL {
        let Some(html) = output.text("handbook.html") else { continue };
        let ids = links::read(html).ids;
        let mut seen = BTreeSet::new();
        let twice: Vec<_> = ids.iter().filter(|id| !seen.insert(id.as_str())).collect();
        assert!(twice.is_empty(), "{name}: {twice:?}");
    }
    let html = FULL.text("handbook.html").unwrap();
    for page in ["cases/squeaky-brake.html", "playbooks/put-it-right.html", "scenarios/the-late-bicycle.html"] {
        assert!(
            !html.contains(&format!("href=\"{page}")),
            "links between pages must be anchors, but one leads to {page}"
        );
    }
    let ids = links::read(html).ids;
    for id in ["what-we-heard", "what-we-heard-1"] {
        assert!(!ids.iter().any(|own| own == id), "`{id}` lacks the prefix of its page");
        assert!(ids.iter().any(|own| own.starts_with("cases") && own.ends_with(id)), "{ids:?}");
    }
}

#[test]
fn the_handbook_is_written_as_configured() {
    assert!(FULL.get("handbook.html").is_some());
    let shared = built(&site("shared"), &Options::default());
    assert!(shared.get("handbook.html").is_none());
    assert!(pages(&shared).all(|(_, html)| !html.contains("handbook.html")));
}

// Long lists.

#[test]
fn page_size_does_not_grow_with_the_site() {
    let dir = tempfile::tempdir().unwrap();
    lay(dir.path(), &[("content/playbooks/p.md", "---\ntitle: P\nsteps:\n  - title: One\n    do: It.\n---\n")]);
    for n in 0..450 {
        let text =
            format!("---\ntitle: Case {n:03}\ntrade: shop\ntags: [all]\npractises: ../playbooks/p.md#one\n---\n");
        lay(dir.path(), &[(&format!("content/cases/case-{n:03}.md"), &text)]);
    }
    let output = built(dir.path(), &Options::default());
    let cards =
        |path: &str| output.text(path).unwrap_or_else(|| panic!("no {path}")).matches("<li class=\"card\"").count();
    for list in [["cases/index", "-"], ["tags/all", "."], ["filter/cases/step/p-one", "."]] {
        let [first, sign] = list;
        let parts = [format!("{first}.html"), format!("{first}{sign}2.html"), format!("{first}{sign}3.html")];
        assert_eq!(parts.each_ref().map(|path| cards(path)), [200, 200, 50], "{first}");
        let (rest, html) = (format!("{first}{sign}4.html"), output.text(&parts[1]).unwrap());
        assert!(output.get(&rest).is_none());
        assert!(html.contains("rel=\"prev\"") && html.contains("rel=\"next\""), "{first}: links to the other parts");
    }
    let (mut longest, mut sizes) = (0, Vec::new());
    for (path, html) in pages(&output).filter(|(path, _)| path.starts_with("cases/case-")) {
        let sidebar = between(html, "<nav class=\"sidebar\"", "</nav>");
        let items = sidebar.matches("<li>").count();
        assert!(items <= 30, "{path}: {items} entries in the sidebar");
        assert!(sidebar.matches("aria-current=\"page\"").count() == 1, "{path}");
        longest = longest.max(items);
        sizes.push(html.len());
    }
    assert!(longest > 10 && sizes.len() == 450);
    let playbook = output.text("playbooks/p.html").unwrap();
    assert!(playbook.matches("href=\"../cases/case-").count() <= 30, "a step shows at most thirty of its cases");
    assert!(playbook.contains("../filter/cases/step/p-one.html"), "a step links to all of its cases");
    let biggest = pages(&output)
        .filter(|(path, _)| *path != "handbook.html")
        .map(|(path, html)| (html.len(), path))
        .max()
        .unwrap();
    assert!(biggest.0 < 200_000, "{biggest:?}");
}

// Addresses that cannot be.

#[track_caller]
fn refused(files: &[(&str, &str)], code: Code) -> String {
    let dir = temporary(files);
    let built = casebook::build(dir.path(), &Options::default(), &()).unwrap();
    assert!(built.output.is_none(), "the build must have no output");
    let found = built.diagnostics.iter().find(|found| found.code == code);
    found.unwrap_or_else(|| panic!("no {} in {:?}", code.name(), built.diagnostics)).message.clone()
}

#[test]
fn addresses_that_differ_only_in_case_or_form_are_reported() {
    let (one, two) = (page("One"), page("Two"));
    let slug = "---\ntitle: Three\nslug: ONE\n---\n";
    for files in [
        [("content/One!.md", one.as_str()), ("content/one.md", &two)],
        [("content/one.md", &one), ("content/three.md", slug)],
        [("content/index.md", &one), ("content/A-Z.md", &two)],
        [("content/tags/Index.md", &one), ("content/other.md", &two)],
        [("content/one.md", &one), ("content/two.md", "---\ntitle: T\naliases: [ONE.html]\n---\n")],
    ] {
        refused(&files, Code::AddressTaken);
    }
}

#[test]
fn names_reserved_by_windows_are_reported() {
    for path in ["content/con.md", "content/cases/AUX.md", "content/lpt1/a.md"] {
        let message = refused(&[(path, &page("T"))], Code::ImpossibleName);
        assert!(message.contains("Windows"), "{message}");
    }
    refused(&[("content/a.md", "---\ntitle: T\naliases: [old/prn.html]\n---\n")], Code::ImpossibleName);
    refused(&[("content/a.md", "---\ntitle: T\nslug: com3\n---\n")], Code::ImpossibleName);
}

#[test]
fn linked_files_need_valid_addresses_too() {
    let home = "---\ntitle: T\n---\n[one](b.html) [two](Form.pdf) [three](form.pdf) [four](aux.pdf)\n";
    let other = page("B");
    let files = [("content/index.md", home), ("content/b.md", other.as_str()), ("content/b.html", "x")];
    refused(&files, Code::AddressTaken);
    refused(&[("content/index.md", home), ("content/Form.pdf", "x"), ("content/form.pdf", "y")], Code::AddressTaken);
    refused(&[("content/index.md", home), ("content/aux.pdf", "x")], Code::ImpossibleName);
}

// Errors do no damage: tests through the program.

fn program(dir: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(PROGRAM);
    command.arg(arguments[0]).arg(dir).args(&arguments[1..]).env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
    output(command)
}

fn stands(dir: &Path) -> BTreeMap<String, (Vec<u8>, std::time::SystemTime)> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(stands(&path).into_iter().map(|(inner, file)| (format!("{name}/{inner}"), file)));
        } else {
            found.insert(name, (fs::read(&path).unwrap(), fs::metadata(&path).unwrap().modified().unwrap()));
        }
    }
    found
}

#[test]
fn errors_leave_the_existing_site_unchanged() {
    let dir = temporary(&[("content/index.md", &page("Home")), ("content/other.md", &page("Other"))]);
    let public = dir.path().join("public");
    assert!(program(dir.path(), &["build"]).status.success());
    let before = stands(&public);
    assert!(before.contains_key("index.html") && before.contains_key("other.html"));

    lay(
        dir.path(),
        &[
            ("content/index.md", "---\ntitle: Changed\n---\n[Gone](gone.md)\n"),
            ("content/other.md", "---\ntitel: Other\n---\n"),
            ("content/new.md", "---\ntitle: New\ndraft: perhaps\n---\n"),
        ],
    );
    let ran = program(dir.path(), &["build"]);
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{said}");
    for part in ["error[unknown-link]", "error[unknown-key]", "error[yaml-yes-no]", "nothing was written"] {
        assert!(said.contains(part), "all mistakes must be in one report; {part} is missing:\n{said}");
    }
    assert!(stands(&public) == before, "all files and their modification times are unchanged");

    let elsewhere = dir.path().join("elsewhere");
    let ran = program(dir.path(), &["build", "--output", elsewhere.to_str().unwrap()]);
    assert_eq!(ran.status.code(), Some(1));
    assert!(!elsewhere.exists(), "the folder must not be created");
    let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| ["content", "public", ".casebook"].iter().any(|known| name == known)), "{left:?}");
}

#[test]
fn broken_templates_leave_the_existing_site_unchanged() {
    let dir = temporary(&[
        ("casebook.yaml", "theme: ours\n"),
        ("content/index.md", &page("Home")),
        ("content/other.md", &page("Other")),
    ]);
    fs::create_dir_all(dir.path().join("themes/ours")).unwrap();
    assert!(program(dir.path(), &["build"]).status.success());
    let before = stands(&dir.path().join("public"));
    lay(dir.path(), &[("themes/ours/templates/page.html", "<p>{{ page.nothing.at_all }}</p>\n")]);
    let ran = program(dir.path(), &["build"]);
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{said}");
    assert!(said.contains("themes/ours/templates/page.html:1:"), "{said}");
    assert!(stands(&dir.path().join("public")) == before);
}

#[test]
fn a_second_build_writes_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let mut text = String::new();
    for n in 0..3 {
        let _ = writeln!(text, "[{n}](page-{n}.md)");
        lay(dir.path(), &[(&format!("content/page-{n}.md"), &page(&format!("Page {n}")))]);
    }
    // A site with warnings is built again each time, so that the warnings are shown.
    lay(
        dir.path(),
        &[
            ("content/index.md", &format!("---\ntitle: Home\n---\n{text}\n![](a.svg)\n")),
            ("content/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ],
    );
    for warned in [true, false] {
        // The previous search index is kept for one build, and removed by the next.
        assert!(program(dir.path(), &["build"]).status.success());
        assert!(program(dir.path(), &["build"]).status.success());
        let before = stands(&dir.path().join("public"));
        let ran = program(dir.path(), &["build"]);
        assert_eq!(String::from_utf8_lossy(&ran.stderr).contains("warning[missing-alt]"), warned);
        assert_eq!(String::from_utf8_lossy(&ran.stdout).contains("up to date"), !warned);
        assert!(stands(&dir.path().join("public")) == before, "warned: {warned}");
        lay(dir.path(), &[("content/index.md", &format!("---\ntitle: Home\n---\n{text}\n![A dot](a.svg)\n"))]);
    }
}

#[test]
fn captions_beside_a_film_are_published_with_it() {
    let captions = "WEBVTT\n\n00:00.000 --> 00:02.000\nLike this.\n";
    let text = "---\ntitle: A\n---\n\n![How to scrape](scraping.mp4) and [the other film](other.mp4)\n";
    let dir = temporary(&[
        ("content/cases/a.md", text),
        ("content/cases/other.mp4", ""),
        ("content/cases/other.vtt", captions),
        ("content/cases/scraping.mp4", ""),
        ("content/cases/scraping.vtt", captions),
    ]);
    let output = built(dir.path(), &Options::default());
    let name = between(output.text("cases/a.html").unwrap(), "<track kind=\"captions\" src=\"", "\"").to_owned();
    assert!(name.starts_with("scraping-") && name.ends_with(".vtt"), "{name}");
    assert!(output.get(&format!("cases/{name}")).is_some());
    let published = output.iter().filter(|(path, _)| path.ends_with(".vtt")).count();
    assert_eq!(published, 1, "a film that is only linked needs no captions");
}

/// A reason that names its step gives the same site as one that links it: page, relations, map and search.
#[test]
fn a_step_that_is_named_is_linked_like_one_with_a_link() {
    let playbook =
        "---\ntitle: Own\nsteps:\n  - title: Own it\n    do: Do it.\n  - title: \"Rule 1: Été\"\n    do: Do it.\n---\n";
    let scenario = |own: &str, rule: &str| {
        format!(
            "---\ntitle: T\nrole: You\ncustomer: Dana\nmeters:\n  trust: 4 of 10\nplaybooks:\n  - ../playbooks/own.md\n---\n\n\
             She rings.\n\n## The call\n\n- [One](#ending-she-stays) — trust +1\n  - Follows {own}: it is *about* her: she \
             hears it.\n- [Two](#ending-she-stays) — trust -1\n  - Breaks {rule}: the bill is [old](../playbooks/own.md), \
             and she knows.\n\n## Ending: she stays\n\nOutcome: kept. She buys again.\n\n## Debrief\n\n- What now?\n"
        )
    };
    let site = |own: &str, rule: &str| {
        let text = scenario(own, rule);
        let dir = temporary(&[("content/scenarios/calls.md", &text), ("content/playbooks/own.md", playbook)]);
        built(dir.path(), &Options::default())
    };
    let linked = site("[Own it](../playbooks/own.md#own-it)", "[Rule 1: Été](../playbooks/own.md#rule-1-été)");
    let named = site("own  IT", "Rule 1: E\u{301}te\u{301}");
    let page = named.text("scenarios/calls.html").expect("the scenario has a page");
    assert!(page.contains("own.html#rule-1-"), "{page}");
    for (path, _) in linked.iter() {
        let [named, linked] = [&named, &linked].map(|output| output.text(path).unwrap_or_default());
        let differing = named.lines().zip(linked.lines()).find(|(named, linked)| named != linked);
        assert!(named == linked, "{path}: {differing:#?}");
    }
}

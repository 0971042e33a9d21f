//! What becomes of Markdown: each `tests/markdown/NAME.md` beside the HTML that it gives, and what holds for any text.
//!
//! `SNAPSHOTS=overwrite cargo test --test markdown` writes the HTML anew. A first line `<!-- test: … -->` asks for
//! `raw-html`, `glossary` or `handbook`.

use std::path::Path;
use std::sync::LazyLock;

use casebook::parse::markdown::{Body, parse};
use casebook::render::glossary::{Entry, Glossary};
use casebook::render::html::{Href, Links, Manner, Medium, Page, Strings, Text};
use casebook::source::FileId;
use proptest::prelude::*;

use crate::support::well_formed;

/// Links that lead where their ending says.
struct ByEnding<'a>(&'a Body);

impl Links for ByEnding<'_> {
    fn href(&self, number: u32) -> Href<'_> {
        let to = self.0.links[number as usize].destination.as_str();
        let ending = to.rsplit('.').next().unwrap_or_default();
        let media = |medium| Href::Media {
            url: to.into(),
            medium,
            captions: to.starts_with("subtitled").then(|| to.replace(".mp4", ".vtt").into()),
        };
        match ending {
            _ if to.starts_with("missing") || to == "Wiki page" => Href::Broken,
            _ if to.starts_with("http") => Href::To { url: to.into(), external: true },
            _ if to.contains('@') => Href::To { url: format!("mailto:{to}").into(), external: false },
            "png" => Href::Image { url: to.into(), size: Some((640, 480)) },
            "svg" => Href::Image { url: to.into(), size: None },
            "mp4" => media(Medium::Video),
            "mp3" => media(Medium::Audio),
            _ => Href::To { url: to.replace(".md", ".html").into(), external: false },
        }
    }
}

fn english() -> Strings {
    Strings::new(|key| {
        match key {
            "anchor" => "Link to “{title}”",
            "task_done" => "done",
            "task_open" => "to do",
            "table" => "Table {n}",
            "footnotes" => "Footnotes",
            "footnote_back" => "Back to the text",
            "video" => "Video: {title}",
            "audio" => "Recording: {title}",
            "note" => "Note",
            "tip" => "Tip",
            "important" => "Important",
            "warning" => "Warning",
            "caution" => "Caution",
            unknown => unreachable!("no string is called {unknown}"),
        }
        .to_owned()
    })
}

static TERMS: LazyLock<Glossary> = LazyLock::new(|| {
    Glossary::new(&[
        Entry { id: "fan", means: "tells \"friends\"", forms: vec!["fan", "raving fan", "Raving fans"] },
        Entry { id: "goodbye", means: "a good end", forms: vec!["goodbye", "farewell"] },
        Entry { id: "fix-it-twice", means: "for them & for the next", forms: vec!["fix it twice"] },
        Entry { id: "lead-question", means: "what would help?", forms: vec!["lead question"] },
    ])
});

fn html(text: &str) -> String {
    let strings = english();
    let mut manner = Manner::new(&strings);
    match text.strip_prefix("<!-- test: ").and_then(|rest| rest.split_once(' ')) {
        Some(("raw-html", _)) => manner.raw_html = true,
        Some(("glossary", _)) => manner.glossary = Some((&TERMS, "../glossary.html#")),
        Some(("handbook", _)) => {
            (manner.prefix, manner.lower, manner.part) = ("cases-seam-", 2, Some("The \"wallet\" seam"));
        }
        _ => {}
    }
    let (body, _) = parse(FileId(0), text, 0, "The title");
    let mut out = String::new();
    Text::new(&body, text, &ByEnding(&body)).all(&mut Page::new(&manner), &mut out);
    out
}

#[test]
fn each_text_gives_the_html_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown");
    let mut cases: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    cases.sort();
    assert!(cases.len() > 10);
    for case in cases {
        let text = std::fs::read_to_string(&case).unwrap();
        let html = html(&text);
        if !text.starts_with("<!-- test: raw-html") {
            well_formed::check(&html).unwrap_or_else(|problem| panic!("{}: {problem}", case.display()));
        }
        let expected = snapbox::Data::read_from(&case.with_extension("html"), Some(snapbox::data::DataFormat::Text));
        snapbox::Assert::new().action_env("SNAPSHOTS").eq(html, expected.raw());
    }
}

#[test]
fn the_theme_has_a_word_for_each_string_in_each_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/i18n");
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let words = std::fs::read_to_string(&file).unwrap();
        let (_, prose) = words.split_once("\nprose:\n").unwrap();
        for key in Strings::KEYS {
            let has = prose
                .lines()
                .take_while(|line| line.starts_with(' '))
                .any(|line| line.trim().starts_with(&format!("{key}:")));
            assert!(has, "{}: prose.{key}", file.display());
        }
    }
}

fn value(text: &str, inside_a_link: bool) -> String {
    let strings = english();
    let (body, _) = parse(FileId(0), text, 0, "");
    let (manner, links, mut out) = (Manner::new(&strings), ByEnding(&body), String::new());
    let (mut page, mut value) = (Page::new(&manner), Text::value(&body, text, &links));
    if inside_a_link {
        value.label(1..body.len() - 1, &mut page, &mut out);
    } else {
        value.inline(&mut page, &mut out);
    }
    out
}

#[test]
fn values_of_the_front_matter_have_no_needless_paragraph_and_no_ids() {
    assert_eq!(value("Say *sorry*.", false), "Say <em>sorry</em>.");
    assert_eq!(value("One.\n\nTwo.", false), "<p>One.</p>\n<p>Two.</p>\n");
    assert_eq!(value("## Why", false), "<p><strong>Why</strong></p>\n");
    assert_eq!(value("", false), "");
    assert_eq!(
        value("![a](b.png)", false),
        "<img src=\"b.png\" alt=\"a\" width=\"640\" height=\"480\" decoding=\"async\">"
    );
    assert_eq!(value("Ask [her *now*](a.md)", true), "Ask her <em>now</em>");
}

#[test]
fn footnotes_of_parts_are_written_together_and_counted_on_the_page() {
    let text = "One[^a].\n\nTwo[^b] and[^a].\n\n[^a]: A.\n\n[^b]: B.\n";
    let strings = english();
    let (body, _) = parse(FileId(0), text, 0, "");
    let (manner, links) = (Manner::new(&strings), ByEnding(&body));
    let (mut page, mut out) = (Page::new(&manner), String::new());
    for mut copy in [Text::new(&body, text, &links), Text::value(&body, text, &links)] {
        copy.part(0..body.after(0), &mut page, &mut out);
        copy.part(body.after(0)..body.len(), &mut page, &mut out);
        copy.footnotes(&mut page, &mut out);
    }
    well_formed::check(&out).unwrap();
    assert!(
        out.contains("aria-label=\"Footnotes\"><ol>") && out.contains("aria-label=\"Footnotes 2\"><ol start=\"3\">")
    );
    assert_eq!(out.matches("doc-backlink").count(), 6);
}

/// Pieces that Markdown gives a meaning to, and some that break it.
const PIECES: &[&str] = &[
    "word ",
    "Fan, ",
    "fix it",
    "é😀",
    "\n",
    "\n\n",
    "\n",
    "\n\n",
    "    ",
    "  ",
    "> ",
    ">",
    "- ",
    "* ",
    "3. ",
    "- [ ] ",
    "- [x] ",
    "# ",
    "## ",
    "###### ",
    "Own it",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "```rs\n",
    "[",
    "]",
    "](a.md)",
    "](b.png \"t\")",
    "](c.mp4)",
    "](missing)",
    "![",
    "![x](b.png)",
    "![x](c.mp3)",
    "<https://x.y>",
    "[[W]]",
    "[^a]",
    "[^b]",
    "[^a]: ",
    "[^b]: ",
    "\n[^a]: ",
    "| a | |\n|--|:-:|\n",
    "|",
    "\n: ",
    "> [!NOTE]\n",
    "> [!TIP]\n> ",
    "— Dana, upset",
    "\n> — Bo\n",
    "\n>\n> -- Bo, calm\n",
    "<b>",
    "</b>",
    "<div>\n",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<?",
    "&amp;",
    "&#0;",
    "&",
    "<",
    "\"",
    "'",
    "\\",
    "---\n",
    "===\n",
    "\0",
    "\u{1}",
    "\r",
    "\r\n",
    "\t",
    "\u{ffff}",
    "\u{85}",
];

fn any_markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![9 => proptest::sample::select(PIECES).prop_map(str::to_owned), 1 => any::<String>()];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_well_formed_html_without_scripts(text in any_markdown(), glossary: bool) {
        let text = if glossary { format!("<!-- test: glossary -->\n\n{text}") } else { text };
        let html = html(&text);
        prop_assert!(!html.contains("<script"));
        prop_assert!(!html.contains("<!--"));
        if let Err(problem) = well_formed::check(&html) {
            return Err(TestCaseError::fail(format!("{problem}\n{html}")));
        }
    }
}

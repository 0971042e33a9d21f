//! HTML of Markdown: front-matter values, footnotes of parts, the theme's words, and properties for arbitrary text.
//! Examples with their HTML are in `tests/markdown/`.

use std::path::Path;

use casebook::parse::markdown::parse;
use casebook::render::html::{PageState, Settings, Strings, Text};
use casebook::source::FileId;
use proptest::prelude::*;

use crate::support::markdown::{ByEnding, english, html};
use crate::support::{cases, well_formed};

#[test]
fn every_theme_language_has_a_text_for_each_string() {
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
    let (links, mut out) = (ByEnding(&body), String::new());
    let (mut page, mut value) = (PageState::new(Settings::new(&strings)), Text::value(&body, text, &links));
    if inside_a_link {
        value.label(1..body.len() - 1, &mut page, &mut out);
    } else {
        value.inline(&mut page, &mut out);
    }
    out
}

#[test]
fn front_matter_values_have_no_unneeded_paragraph_and_no_ids() {
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
fn footnotes_of_several_parts_are_written_together_and_numbered_per_page() {
    let text = "One[^a].\n\nTwo[^b] and[^a].\n\n[^a]: A.\n\n[^b]: B.\n";
    let strings = english();
    let (body, _) = parse(FileId(0), text, 0, "");
    let links = ByEnding(&body);
    let (mut page, mut out) = (PageState::new(Settings::new(&strings)), String::new());
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

/// Pieces of Markdown syntax, some of them malformed.
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
    #![proptest_config(cases(2_000, 20_000))]

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

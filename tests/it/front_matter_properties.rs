//! Properties for arbitrary text: parsing front matter, settings and glossary never panics, takes bounded time, and
//! gives spans at character boundaries of the file.

use casebook::config::{self, Config};
use casebook::diagnostic::Diagnostic;
use casebook::parse::front_matter::{self, Details, FrontMatter};
use casebook::parse::kind::ContentKind;
use casebook::source::{FileId, Span};
use proptest::prelude::*;

use crate::support::cases;
use crate::support::program::processor_time;

/// Valid files of each kind, to be damaged.
const SOUND: &[&str] = &[
    "---\ntitle: The wallet seam\ncost: $85   # a guess\ntags: [gifts, \"re views\"]\ntimeline:\n  - when: Day 1\n    what: >\n      It\n      split.\n---\nText.\n",
    "---\r\ntitle: 'It''s late'\r\nsteps:\r\n  - title: Own it\r\n    do: \"Say it.\"\r\n    say: [\"We did.\", 'Sorry']\r\n---\r\n",
    "---\ntitle: „Für alle“ — ünïcode 🎁\nmeters:\n  trust: 4 of 10\n# allow x-y: why\nplaybooks:\n- ../a.md\n...\n",
    "a: {b: [c, d], e: |\n  f\n}\n---\n- g\n",
];

/// Pieces of text that are likely to break YAML.
const BITS: &[&str] = &[
    ":", ": ", "#", " #", "\t", "\n", "\r\n", "  ", "-", "- ", "\"", "'", "[", "]", "{", "}", "|", ">", "&a", "*a",
    "!t", "@", "`", "%", "?", ",", "---", "...", "é", "🎁", "“", "”", "\u{feff}", "\u{0}", "\u{85}", "\\", "<<: ", "~",
    "=", "\u{2028}",
];

proptest! {
    #![proptest_config(cases(400, 8_000))]

    #[test]
    fn any_text_is_parsed(text in "\\PC{0,80}", lines in prop::collection::vec("[ \\t\\-]{0,4}[a-z\"'\\[]{0,6}[:=#]? ?[^\\n]{0,12}", 0..8)) {
        all_readers(&text);
        all_readers(&format!("---\n{}\n---\n{text}", lines.join("\n")));
    }

    #[test]
    fn damaged_files_are_parsed(
        which in 0..SOUND.len(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), 0..BITS.len(), 0..4usize), 1..5),
    ) {
        let mut text = SOUND[which].to_owned();
        for (at, bit, cut) in damage {
            let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let from = at.index(borders.len());
            let to = (from + cut).min(borders.len() - 1);
            text.replace_range(borders[from]..borders[to], BITS[bit]);
        }
        all_readers(&text);
    }
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "only Linux tells the processor time of a thread")]
fn pathological_texts_are_parsed_quickly() {
    let texts = [
        format!("title: {}", "[".repeat(20_000)),
        format!("title: {}", "{a: ".repeat(20_000)),
        "- ".repeat(20_000),
        "a:\n".repeat(20_000),
        (0..10_000).map(|n| format!("k{n}: [x\n")).collect(),
        (0..10_000).map(|n| format!("k{n}: v: w\n")).collect(),
        (0..10_000).map(|n| format!("{}k: v\n", " ".repeat(n % 300))).collect(),
        format!("a: \"{}", "x\n  ".repeat(20_000)),
        "# comment\n".repeat(20_000),
        format!("a: &a [{}]\n", "*a, ".repeat(10_000)),
        "\t".repeat(30_000),
        format!("a: {}", "'".repeat(30_001)),
    ];
    for text in &texts {
        let start = processor_time();
        all_readers(&format!("---\n{text}\n---\n"));
        // An algorithm quadratic in the length of the text would take minutes.
        let took = processor_time() - start;
        assert!(took < 20.0, "{took} s for {}", &text[..20]);
    }
}

fn all_readers(text: &str) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (config, file) = (Config::default(), FileId(0));
    check(text, &config::read(file, text).1);
    check(text, &front_matter::read_glossary(file, text).1);
    for kind in [ContentKind::Case, ContentKind::Playbook, ContentKind::Scenario] {
        let (front, found) = front_matter::read(kind, file, text, &config);
        check(text, &found);
        for span in spans(&front) {
            assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
        }
    }
}

fn check(text: &str, found: &[Diagnostic]) {
    for found in found {
        let labels = found.labels.iter().map(|label| label.span);
        let cures = found.help.iter().filter_map(|help| help.replacement.as_ref()).map(|cure| cure.span);
        for span in labels.chain(cures) {
            assert!(text.get(span.range()).is_some(), "{span:?} of {found:?} in {text:?}");
        }
        assert!(!found.help.is_empty(), "no help: {found:?}");
        let first = found.message.chars().next().unwrap_or('.');
        assert!(!first.is_uppercase() && !found.message.ends_with('.'), "{}", found.message);
    }
}

fn spans(front: &FrontMatter) -> Vec<Span> {
    let shared = &front.shared;
    let mut spans = vec![front.body, shared.title.span, shared.span];
    spans.extend(shared.tags.iter().map(|tag| tag.span));
    spans.extend(&front.comments);
    match &front.details {
        Details::Case(case) => spans.extend(case.timeline.iter().flat_map(|moment| [moment.when.span, moment.span])),
        Details::Playbook(book) => spans.extend(book.steps.iter().flat_map(|step| [step.title.span, step.span])),
        Details::Scenario(story) => spans.extend(story.meters.entries.iter().flat_map(|(k, v)| [k.span, v.span])),
        _ => {}
    }
    spans
}

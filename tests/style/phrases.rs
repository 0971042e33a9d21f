//! Phrases that the prose avoids, in code, comments, messages, documentation and the theme.
//!
//! Each is a metaphor, or a word of our own where the field has a term. Matching ignores case and line breaks. A phrase
//! that is correct in a certain text is allowed there in [`ALLOWED`].

use super::{Finding, compare, texts};

/// The phrases, each with the words to use instead.
const AVOIDED: &[(&str, &str)] = &[
    ("is told", "receives, gets, is reported"),
    ("are told", "receive, get, are reported"),
    ("hangs on", "depends on"),
    ("hang on", "depend on"),
    ("sign of money", "currency symbol"),
    ("whoever", "anyone who"),
    ("anew", "again"),
    ("little word", "stop word"),
    ("little words", "stop words"),
    ("stands in", "is in, replaces"),
    ("stand in", "be in, replace"),
    ("stands under", "is under"),
    ("stand under", "be under"),
    ("taken over", "reused"),
    ("comes to the same", "is identical"),
    ("nobody's trouble", "is ignored"),
    ("nothing to mend", "no problems found"),
    ("left to mend", "left"),
    ("sign of a language", "language code"),
    ("hears how", "receives"),
];

/// Phrases that are correct where they are: the path, and the phrase with its context.
const ALLOWED: &[(&str, &str)] = &[
    ("docs/content/write/case.md", "For Anna, whoever you are"),
    ("src/scaffold/templates/site/scenario.md", "to him it is one desk, whoever sits there"),
];

/// Files that still have such phrases.
const EXEMPT: &[&str] = &[
    "tests/browser/checks-in-browser.mjs",
    "tests/browser/crawl.mjs",
    "tests/browser/engine.test.mjs",
    "tests/browser/features.mjs",
    "tests/browser/harness.mjs",
    "tests/browser/live.test.mjs",
    "tests/browser/player-ways.test.mjs",
    "tests/browser/search.test.mjs",
    "tests/browser/story.test.mjs",
    "themes/default/components/search/style.css",
];

/// The files and folders with prose of ours. Input and expected output of tests is not among them.
const ROOTS: &[&str] = &[
    "src",
    "themes",
    "benches",
    "examples",
    "docs/content",
    "tests/README.md",
    "tests/browser",
    "tests/cli",
    "tests/diagnostics/README.md",
    "tests/fixtures",
    "tests/growth",
    "tests/it",
    "tests/layering",
    "tests/layering.rs",
    "tests/run",
    "tests/support",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "Cargo.toml",
    "build.rs",
    "casebook.yaml",
    "clippy.toml",
    "deny.toml",
];

const EXTENSIONS: &[&str] = &["", "rs", "md", "js", "mjs", "css", "html", "yaml", "toml", "py", "sh"];

#[test]
fn the_prose_avoids_certain_phrases() {
    let mut found = Vec::new();
    let mut used = Vec::new();
    for (path, text) in texts(ROOTS, EXTENSIONS) {
        let prose = Prose::of(&text);
        for (phrase, instead) in AVOIDED {
            for at in prose.occurrences(phrase) {
                match ALLOWED.iter().find(|(file, context)| *file == path && prose.is_within(at, phrase, context)) {
                    Some(allowed) => used.push(allowed),
                    None => {
                        let what = format!("`{phrase}`; better: {instead}");
                        found.push(Finding { path: path.clone(), line: prose.line(at), what });
                    }
                }
            }
        }
    }
    compare(&found, EXEMPT, "these phrases are avoided");
    let unneeded: Vec<_> = ALLOWED.iter().filter(|allowed| !used.contains(allowed)).collect();
    assert!(unneeded.is_empty(), "these phrases do not occur any more, remove them from the list: {unneeded:#?}");
}

/// A text in lower case, its lines joined by spaces without indentation and the marks of comments.
struct Prose {
    joined: String,
    /// The start of each line in `joined`.
    starts: Vec<usize>,
}

impl Prose {
    fn of(text: &str) -> Self {
        let mut prose = Self { joined: String::new(), starts: Vec::new() };
        for line in text.lines() {
            prose.starts.push(prose.joined.len());
            let words = line.trim().trim_start_matches(['/', '!', '*', '#', '>']).trim();
            prose.joined.push_str(&words.to_lowercase());
            prose.joined.push(' ');
        }
        prose
    }

    /// The positions of a phrase that is not part of longer words.
    fn occurrences(&self, phrase: &str) -> Vec<usize> {
        let is_whole = |at: &usize| {
            let (before, after) = (&self.joined[..*at], &self.joined[at + phrase.len()..]);
            !before.ends_with(is_of_a_word) && !after.starts_with(is_of_a_word)
        };
        self.joined.match_indices(phrase).map(|(at, _)| at).filter(is_whole).collect()
    }

    /// True if the phrase at `at` is part of an occurrence of `context`.
    fn is_within(&self, at: usize, phrase: &str, context: &str) -> bool {
        let context = context.to_lowercase();
        let mut contexts = self.joined.match_indices(&context).map(|(start, _)| start..start + context.len());
        contexts.any(|range| range.start <= at && at + phrase.len() <= range.end)
    }

    /// From 1.
    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }
}

fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[test]
fn phrases_are_found_across_lines_and_not_within_words() {
    let prose = Prose::of("/// The reader is\n    /// told twice.\nthis told, it_is told, told\n# IS TOLD\n");
    let lines: Vec<usize> = prose.occurrences("is told").into_iter().map(|at| prose.line(at)).collect();
    assert_eq!(lines, [1, 4]);
    assert!(prose.is_within(prose.occurrences("is told")[0], "is told", "Reader is told TWICE"));
    assert!(!prose.is_within(prose.occurrences("is told")[1], "is told", "reader is told twice"));
}

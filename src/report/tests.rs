#![allow(
    clippy::disallowed_methods,
    clippy::too_many_lines,
    reason = "tests age files by the clock, and tables of cases are long"
)]

use super::*;
use crate::diagnostic::Code;
use crate::source::FileId;
use proptest::test_runner::{Config as ProptestConfig, RngSeed};
use snapbox::{assert_data_eq, str};

fn span(sources: &SourceMap, path: &str, marked: &str) -> Span {
    let id = sources.find(path).expect("the file exists");
    let start = sources.file(id).text().find(marked).expect("the file contains the text");
    Span::new(id, start..start + marked.len())
}

fn shown(sources: &SourceMap, found: Diagnostic, format: Format) -> String {
    let mut out = Vec::new();
    let diagnostics = [found];
    Report { sources, diagnostics: &diagnostics, base: Base::default(), amount: Amount::All }
        .write(format, &mut out)
        .expect("writing to memory cannot fail");
    String::from_utf8(out).expect("reports are text")
}

fn text(sources: &SourceMap, found: Diagnostic) -> String {
    shown(sources, found, Format::Text(Look::PLAIN))
}

fn map(files: &[(&str, &str)]) -> SourceMap {
    SourceMap::new(files.iter().map(|(path, text)| SourceFile::new(*path, (*text).to_owned())).collect())
}

fn truffles() -> (SourceMap, Diagnostic) {
    let sources = map(&[(
        "content/scenarios/truffles.md",
        "## Call\r\n\r\n- [Put three options to her](#she-pick) — trust +2\r\n",
    )]);
    let at = span(&sources, "content/scenarios/truffles.md", "#she-pick");
    let message = "choice leads to `#she-pick`, and no scene has that heading";
    let found = Diagnostic::new(Code::UnknownScene, at, message).because("did you mean `#she-picks`?").replace(
        "use the address of the heading",
        at,
        "#she-picks",
    );
    (sources, found)
}

#[test]
fn a_finding_is_shown_with_its_line_and_its_fix() {
    let (sources, found) = truffles();
    assert_data_eq!(
        text(&sources, found),
        str![[r#"
error[unknown-scene]: choice leads to `#she-pick`, and no scene has that heading
 --> content/scenarios/truffles.md:3:30
  |
3 | - [Put three options to her](#she-pick) — trust +2
  |                              ^^^^^^^^^ did you mean `#she-picks`?
  |
  = help: use the address of the heading
          write: `- [Put three options to her](#she-picks) — trust +2`

1 error in 1 file

"#]]
    );
}

#[test]
fn all_formats_say_the_same() {
    let (sources, found) = truffles();
    assert_data_eq!(
        shown(&sources, found.clone(), Format::Short),
        str![[r#"
content/scenarios/truffles.md:3:30: error[unknown-scene]: choice leads to `#she-pick`, and no scene has that heading

"#]]
    );
    let record: serde_json::Value = serde_json::from_str(&shown(&sources, found.clone(), Format::Json)).expect("JSON");
    let help = "use the address of the heading
write: `- [Put three options to her](#she-picks) — trust +2`";
    let expected = serde_json::json!({
        "type": "diagnostic", "severity": "error", "code": "unknown-scene",
        "message": "choice leads to `#she-pick`, and no scene has that heading",
        "file": "content/scenarios/truffles.md",
        "line": 3, "column": 30, "end_line": 3, "end_column": 39, "help": help,
    });
    assert_eq!(record, expected);
    assert_data_eq!(
        shown(&sources, found, Format::Github),
        str![[r#"
::error file=content/scenarios/truffles.md,line=3,col=30,endLine=3,endColumn=38,title=unknown-scene::choice leads to `#she-pick`, and no scene has that heading%0Ahelp: use the address of the heading%0Awrite: `- [Put three options to her](#she-picks) — trust +2`

"#]]
    );
}

#[test]
fn labels_in_other_files_get_excerpts_of_their_own() {
    let sources = map(&[("a.md", "---\ntitle: One\nslug: one\n---\n"), ("b.md", "---\ntitle: One\n---\n")]);
    let found = Diagnostic::new(Code::AddressTaken, span(&sources, "b.md", "One"), "address `one.html` is taken")
        .because("this title makes `one`")
        .label(span(&sources, "a.md", "slug: one"), "taken here")
        .label(span(&sources, "a.md", "title"), "")
        .help("give one of them another `slug`")
        .help("or rename it");
    assert_data_eq!(
        text(&sources, found),
        str![[r#"
error[address-taken]: address `one.html` is taken
 --> b.md:2:8
  |
2 | title: One
  |        ^^^ this title makes `one`
  |
 ::: a.md:3:1
  |
2 | title: One
  | -----
3 | slug: one
  | --------- taken here
  |
  = help: give one of them another `slug`
  = help: or rename it

1 error in 1 file

"#]]
    );
}

#[test]
fn tabs_empty_spans_and_several_lines_are_underlined() {
    let sources = map(&[("t.md", "---\n\ttitle: x\ntags:\n  - a\n  - b\n---\nö [x](y)\n")]);
    let tab = Diagnostic::new(Code::YamlSyntax, span(&sources, "t.md", "\t"), "a tab indents this line").replace(
        "use spaces",
        span(&sources, "t.md", "\t"),
        "  ",
    );
    assert_data_eq!(
        text(&sources, tab),
        str![[r#"
error[yaml-syntax]: a tab indents this line
 --> t.md:2:1
  |
2 |     title: x
  | ^^^^
  |
  = help: use spaces
          write: `  title: x`

1 error in 1 file

"#]]
    );
    let many = Diagnostic::new(Code::YamlSyntax, span(&sources, "t.md", "tags:\n  - a\n  - b"), "all of this")
        .because("here")
        .replace("write it on one line", span(&sources, "t.md", "tags:\n  - a\n"), "tags:\n  - c\n");
    assert_data_eq!(
        text(&sources, many),
        str![[r#"
error[yaml-syntax]: all of this
 --> t.md:3:1
  |
3 | / tags:
4 | |   - a
5 | |   - b
  | |_____^ here
  |
  = help: write it on one line
          write:
            tags:
              - c
              - b

1 error in 1 file

"#]]
    );
    let end = Diagnostic::new(Code::YamlSyntax, Span::new(FileId(0), 52..52), "something is missing").because("here");
    assert_data_eq!(
        text(&sources, end),
        str![[r#"
error[yaml-syntax]: something is missing
 --> t.md:8:1
  |
8 |
  | ^ here

1 error in 1 file

"#]]
    );
    let start = Diagnostic::new(Code::YamlSyntax, Span::start_of(FileId(0)), "something is missing");
    assert_data_eq!(
        text(&sources, start),
        str![[r#"
error[yaml-syntax]: something is missing
 --> t.md:1:1
  |
1 | ---
  | ^

1 error in 1 file

"#]]
    );
}

#[test]
fn long_lines_are_cut_around_the_span() {
    let line = format!("{} [wallet](walet.md) {}", "für immer ".repeat(300), "und ewig ".repeat(300));
    let sources = map(&[("long.md", &format!("one\n{line}\n"))]);
    let at = span(&sources, "long.md", "walet.md");
    let found = Diagnostic::new(Code::UnknownLink, at, "`walet.md` is not there").because("no such file").replace(
        "did you mean `wallet.md`?",
        at,
        "wallet.md",
    );
    assert_data_eq!(
        text(&sources, found),
        str![[r#"
error[unknown-link]: `walet.md` is not there
 --> long.md:2:3011
  |
2 | ...für immer für immer  [wallet](walet.md) und ewig und ewig und ewig und ewig und ewig und ewig un...
  |                                  ^^^^^^^^ no such file
  |
  = help: did you mean `wallet.md`?
          write: `...für immer für immer  [wallet](wallet.md) und ewig und ewig und ewig und ewig und ewig und ewig u...`

1 error in 1 file

"#]]
    );
}

#[test]
fn a_span_over_a_whole_page_underlines_its_first_line() {
    let page = "line\n".repeat(400);
    let sources = map(&[("page.md", &page)]);
    let found = Diagnostic::new(Code::YamlSyntax, Span::new(FileId(0), 5..page.len()), "no end").because("from here");
    assert_data_eq!(
        text(&sources, found),
        str![[r#"
error[yaml-syntax]: no end
 --> page.md:2:1
  |
2 | line
  | ^^^^ from here

1 error in 1 file

"#]]
    );
}

#[test]
fn a_finding_in_an_empty_file_has_a_position() {
    let sources = map(&[("empty.md", "")]);
    let found = Diagnostic::new(Code::YamlSyntax, Span::start_of(FileId(0)), "a title is missing").help("write one");
    assert_data_eq!(
        text(&sources, found),
        str![[r#"
error[yaml-syntax]: a title is missing
 --> empty.md:1:1
  |
1 |
  | ^
  |
  = help: write one

1 error in 1 file

"#]]
    );
}

#[test]
fn file_contents_cannot_control_the_terminal() {
    let sources = map(&[("e\u{1b}[31m.md", "a\u{1b}[2Jb\u{202e}c\r\u{e000}1\u{e000}d\n")]);
    let found = Diagnostic::new(Code::YamlSyntax, Span::new(FileId(0), 1..6), "the word `\u{1b}[2J`")
        .because("\u{1b}[2J")
        .replace("\u{1b}]0;x\u{7}", Span::new(FileId(0), 0..1), "\u{1b}[1m");
    for format in [Format::Text(Look::PLAIN), Format::Short, Format::Json, Format::Github] {
        let out = shown(&sources, found.clone(), format);
        let steering =
            out.chars().find(|c| c.is_control() && *c != '\n' || *c == '\u{202e}' && format != Format::Github);
        assert!(steering.is_none() || matches!(format, Format::Json | Format::Github), "{format:?}: {out:?}");
    }
}

#[test]
fn the_summary_counts_findings_and_files() {
    let sources = map(&[("a.md", "x"), ("b.md", "x")]);
    let found = |path: &str, severity| {
        Diagnostic::new(Code::YamlSyntax, span(&sources, path, "x"), "m").with_severity(severity)
    };
    let all = [found("a.md", Severity::Error), found("a.md", Severity::Warning), found("b.md", Severity::Error)];
    assert_eq!(summary(&all).as_deref(), Some("2 errors, 1 warning in 2 files"));
    assert_eq!(summary(&all[1..2]).as_deref(), Some("1 warning in 1 file"));
    assert_eq!(summary(&[]), None);
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "only Linux tells the processor time of a thread")]
fn ten_thousand_findings_are_all_shown_quickly() {
    let line = "some words and a [link](walet.md) that leads nowhere\n";
    let sources = map(&[("long.md", &line.repeat(10_000))]);
    let at = |n: usize| Span::new(FileId(0), n * line.len() + 24..n * line.len() + 32);
    let diagnostics: Vec<_> = (0..10_000)
        .map(|n| Diagnostic::new(Code::UnknownLink, at(n), "not there").replace("try", at(n), "wallet.md"))
        .collect();
    let began = processor_time();
    let mut out = Vec::new();
    let report = Report { sources: &sources, diagnostics: &diagnostics, base: Base::default(), amount: Amount::All };
    report.write(Format::Text(Look::PLAIN), &mut out).expect("writing to memory cannot fail");
    let text = String::from_utf8(out).expect("reports are text");
    assert_eq!(text.matches("error[unknown-link]").count(), 10_000);
    let took = processor_time() - began;
    assert!(took.as_secs() < 20, "took {took:?}");
}

/// CPU time of this thread, if the system reports it; elapsed time would depend on other load.
fn processor_time() -> std::time::Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split(' ').next().and_then(|number| number.parse().ok());
    std::time::Duration::from_nanos(nanos.unwrap_or_default())
}

proptest::proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_and_no_span_makes_a_report_panic(
        text in "([ -~äß漢\u{1F468}\u{200D}\u{301}\t\r\n]|\r\n|x{90,130}){0,60}",
        spans in proptest::collection::vec((0usize..300, 0usize..200), 1..4),
    ) {
        let sources = map(&[("a.md", &text)]);
        let mut labels = spans.iter().map(|&(start, length)| Span::new(FileId(0), start..start + length));
        let first = labels.next().expect("there is at least one label");
        let mut found = Diagnostic::new(Code::YamlSyntax, first, "m").because("why").replace("h", first, "new\ntext");
        for span in labels {
            found = found.label(span, "");
        }
        for format in [Format::Text(Look { colour: true, width: 60 }), Format::Short, Format::Json, Format::Github] {
            shown(&sources, found.clone(), format);
        }
    }
}

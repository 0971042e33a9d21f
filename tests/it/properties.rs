//! Properties of any site: reading never panics and gives spans at character boundaries, the output is reproducible,
//! links of a finished site lead somewhere, and a second write changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::SystemTime;

use casebook::check::{Findings, Subject};
use casebook::diagnostic::{Diagnostic, Severity};
use casebook::i18n::Messages;
use casebook::model::address::relative;
use casebook::output::{Content, Output};
use casebook::parse::slug::Slugs;
use casebook::read::Inputs;
use casebook::source::{SourceFile, SourceMap};
use casebook::text::percent_encode;
use casebook::write::{self, Target};
use casebook::{Options, model, parse, read};
use proptest::prelude::*;
use proptest::sample::Index;
use rayon::ThreadPoolBuilder;
use tempfile::TempDir;

use crate::support::{built, built_once, cases, lay, links, repository, site};

// Reading.

/// Valid files of each kind, to be damaged: their paths and texts. The first [`SITE`] can be in one site.
pub static SOUND: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let own = repository().join("content");
    let full = site("full").join("content");
    let texts = [
        (&full, "cases/the-squeaky-brake.md"),
        (&full, "playbooks/put-it-right.md"),
        (&full, "playbooks/which-way.md"),
        (&full, "scenarios/the-late-bicycle.md"),
        (&full, "paths/first-week.md"),
        (&full, "about/everything-in-markdown.md"),
        (&full, "glossary.yaml"),
        (&own, "cases/the-hard-truffles.md"),
        (&own, "scenarios/the-box-that-fought-back.md"),
    ];
    let text =
        |(root, path): (&PathBuf, &str)| (format!("content/{path}"), fs::read_to_string(root.join(path)).unwrap());
    texts.into_iter().map(text).collect()
});

/// Number of files of [`SOUND`] that are from one site.
pub const SITE: usize = 7;

/// Pieces of text that are likely to break Markdown, front matter and scenarios.
const BITS: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "- ",
    "1. ",
    "> ",
    "> — ",
    "# ",
    "## ",
    "## Ending: ",
    "---\n",
    "***\n",
    "```",
    "``",
    "`",
    "|",
    "|---|\n",
    "[",
    "]",
    "](",
    "](#",
    ")",
    "![",
    "[^one]",
    "[^",
    "]: ",
    "<",
    ">",
    "<b>",
    "<!-- ",
    " -->",
    "<!-- allow long-sentence -->",
    "&amp;",
    "&",
    "\\",
    "*",
    "**",
    "_",
    "~~",
    ": ",
    ":",
    "#",
    " — ",
    " -- ",
    ", ",
    "+",
    "-2",
    "needs ",
    "remember ",
    "When ",
    "Otherwise: ",
    "Follows ",
    "or more",
    "99999999999999999999",
    "\"",
    "'",
    "{",
    "}",
    "@",
    "%",
    "é",
    "🎁",
    "e\u{301}",
    "\u{200b}",
    "\u{feff}",
    "\u{0}",
    "\u{85}",
    "\u{2028}",
    "ß",
    "\u{202e}",
    "../",
    ".md",
    "title: ",
    "steps:\n",
    "draft: true\n",
    "$5 $6",
];

/// Damages: the position, the index of the inserted text in [`BITS`], and the number of characters removed.
pub type Damage = Vec<(Index, usize, usize)>;

/// Generates one to seven damages.
pub fn damage() -> impl Strategy<Value = Damage> {
    prop::collection::vec((any::<Index>(), 0..BITS.len(), prop_oneof![4 => 0..4usize, 1 => 0..200usize]), 1..8)
}

/// Returns the text with the damages made.
pub fn damaged(text: &str, damage: &Damage) -> String {
    let mut text = text.to_owned();
    for (at, bit, cut) in damage {
        let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let from = at.index(borders.len());
        let to = (from + cut).min(borders.len() - 1);
        text.replace_range(borders[from]..borders[to], BITS[*bit]);
    }
    text
}

/// The words of the built-in theme.
static WORDS: LazyLock<Messages> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("content")).unwrap();
    let (inputs, _) = read::read(dir.path()).unwrap();
    Messages::load(&inputs.theme, "en").0
});

/// Runs all stages that read text, and checks every span in their findings.
fn all_is_read(files: Vec<(String, String)>) {
    let sources = SourceMap::new(files.into_iter().map(|(path, text)| SourceFile::new(path, text)).collect());
    let inputs = Inputs {
        sources,
        config: casebook::config::Config::default(),
        assets: Vec::new(),
        theme: Vec::new(),
        unread: BTreeSet::new(),
    };
    let (parsed, mut found) = parse::parse(&inputs, &WORDS, None);
    let Inputs { sources, config, assets, .. } = inputs;
    let site = model::assemble(parsed, config, WORDS.clone(), assets, false);
    let depth = casebook::explore::Depth::Runs;
    let proofs = casebook::explore::explore(&site, &sources, depth, |_| None);
    let subject = Subject { site: &site, sources: &sources, proofs: &proofs, today: None, depth };
    found.extend(Findings::of(&subject, None).iter().cloned());
    for found in &found {
        for span in spans(found) {
            let text = sources.file(span.file).text();
            assert!(text.get(span.range()).is_some(), "{span:?} of {found:?} in {text:?}");
        }
        assert!(!found.labels.is_empty() && !found.message.is_empty(), "{found:?}");
    }
}

fn spans(found: &Diagnostic) -> impl Iterator<Item = casebook::source::Span> {
    let labels = found.labels.iter().map(|label| label.span);
    labels.chain(found.help.iter().filter_map(|help| help.replacement.as_ref()).map(|cure| cure.span))
}

/// Parts of file names: characters of one to four bytes, combining marks, letters whose lower case is longer in bytes,
/// and extensions of pages, correct or not, in any case.
const NAME_BITS: &[&str] = &[
    "a",
    "md",
    "M",
    "-",
    " ",
    ".",
    ".md",
    ".MD",
    ".mD",
    ".md.",
    ".markdown",
    ".MDX",
    ".txt",
    ".html",
    ".yaml",
    "index",
    "INDEX",
    "glossary",
    "~",
    "%",
    "%+1",
    "%ff",
    "#",
    "ß",
    "é",
    "İ",
    "Ⱥ",
    "€",
    "🎁",
    "𝒳",
    "e\u{301}",
    "\u{301}",
    "\u{202e}",
    "\u{feff}",
];

fn name() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(NAME_BITS), 1..6).prop_map(|bits| bits.concat())
}

proptest! {
    #![proptest_config(cases(150, 3_000))]

    #[test]
    fn any_text_is_parsed(
        folder in prop::sample::select(vec!["", "cases/", "playbooks/", "scenarios/", "paths/", "a/b/", "cases/Größe/"]),
        names in prop::collection::vec(name(), 1..4),
        front in prop::collection::vec("[ \\-]{0,3}[a-z]{0,8}:? ?\\PC{0,12}", 0..5),
        body in "\\PC{0,60}",
        bits in prop::collection::vec(0..BITS.len(), 0..30),
    ) {
        let bits: String = bits.into_iter().map(|bit| BITS[bit]).collect();
        let texts = [body.clone(), format!("---\ntitle: T\n{}\n---\n{bits}{body}", front.join("\n")), format!("---\ntitle: T\n---\n{bits}")];
        let named = names.into_iter().map(|name| (format!("content/{folder}{name}"), texts[2].clone())).collect::<BTreeMap<_, _>>();
        let files = texts.into_iter().zip(0..).map(|(text, n)| (format!("content/{folder}page-{n}.md"), text));
        all_is_read(files.chain(named).collect());
    }

    #[test]
    fn damaged_files_are_parsed(which in 0..SOUND.len(), damage in damage()) {
        let mut files = SOUND[..SITE].to_vec();
        let (path, text) = &SOUND[which];
        let text = damaged(text, &damage);
        files.retain(|(other, _)| other != path);
        files.push((path.clone(), text));
        all_is_read(files);
    }
}

// Names.

/// The type of the directory entry.
#[derive(Clone, Copy, Debug)]
enum Thing {
    File,
    Folder,
    #[cfg(unix)]
    Link,
}

fn thing() -> impl Strategy<Value = Thing> {
    #[cfg(unix)]
    return prop::sample::select(vec![Thing::File, Thing::Folder, Thing::Link]);
    #[cfg(not(unix))]
    return prop::sample::select(vec![Thing::File, Thing::Folder]);
}

/// A name as stored by the system; on some systems any bytes are allowed.
#[cfg(all(unix, not(target_os = "macos")))]
fn name_on_disk() -> impl Strategy<Value = OsString> {
    use std::os::unix::ffi::OsStringExt as _;
    let bytes = prop::collection::vec(
        prop_oneof![4 => name().prop_map(String::into_bytes), 1 => prop::collection::vec(0x80..=0xffu8, 1..3)],
        1..3,
    );
    bytes.prop_map(|bytes| OsString::from_vec(bytes.concat()))
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn name_on_disk() -> impl Strategy<Value = OsString> {
    name().prop_map(OsString::from)
}

/// Creates the entry, unless the name is invalid or already taken.
fn make(at: &Path, thing: Thing) {
    let is_free = at.file_name().is_some() && fs::symlink_metadata(at).is_err();
    let page = "---\ntitle: Odd\n---\nText.\n";
    match thing {
        _ if !is_free => {}
        Thing::File => fs::write(at, page).unwrap(),
        Thing::Folder => {
            fs::create_dir(at).unwrap();
            fs::write(at.join("page.md"), page).unwrap();
        }
        #[cfg(unix)]
        Thing::Link => std::os::unix::fs::symlink("..", at).unwrap(),
    }
}

proptest! {
    #![proptest_config(cases(12, 200))]

    #[test]
    fn any_name_is_read(things in prop::collection::vec((0..FOLDERS_OF_NAMES.len(), name_on_disk(), thing()), 1..12)) {
        let dir = tempfile::tempdir().unwrap();
        lay(dir.path(), &[("content/index.md", "---\ntitle: Home\n---\nHello.\n")]);
        for (folder, name, thing) in things {
            let folder = dir.path().join(FOLDERS_OF_NAMES[folder]);
            fs::create_dir_all(&folder).unwrap();
            make(&folder.join(name), thing);
        }
        let said = casebook::check(dir.path(), &Options::default()).unwrap().diagnostics;
        let made = casebook::build(dir.path(), &Options::default(), &()).unwrap();
        let stopped = said.iter().any(|found| found.severity == Severity::Error);
        prop_assert_eq!(made.output.is_none(), stopped, "{:?}", said);
        for found in &made.diagnostics {
            for span in spans(found) {
                prop_assert!(made.sources.file(span.file).text().get(span.range()).is_some(), "{:?}", found);
            }
        }
        prop_assert!(made.output.is_none_or(|output| links::problems(&output).is_empty()));
    }
}

const FOLDERS_OF_NAMES: &[&str] =
    &["content", "content/cases", "content/Größe", "content/playbooks/x.md", "themes", "themes/ours"];

// Reproducible output.

fn files_of(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files_of(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

/// A copy of `from`, created in the order of `files`.
fn copied(from: &Path, files: &[PathBuf]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in files {
        let to = dir.path().join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(file, to).unwrap();
    }
    dir
}

/// Path and content of each file; the source path of copied files is left out.
fn bytes(output: &Output) -> Vec<(&str, &[u8])> {
    output.iter().map(|(path, content)| (path, fingerprint(content))).collect()
}

fn fingerprint(content: &Content) -> &[u8] {
    match content {
        Content::Bytes(bytes) | Content::BuiltIn(bytes) => bytes,
        Content::Copy { sha256, .. } => sha256,
    }
}

proptest! {
    #![proptest_config(cases(2, 10))]

    #[test]
    fn file_order_and_threads_do_not_affect_the_output(files in Just(files_of(&site("full"))).prop_shuffle()) {
        let dir = copied(&site("full"), &files);
        let first = built_once(&site("full"));
        for threads in [1, 2, 4] {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let output = pool.install(|| built(dir.path(), &Options::default()));
            for ((path, made), (other, expected)) in bytes(&output).into_iter().zip(bytes(first)) {
                assert!(path == other && made == expected, "{threads} threads: {path} differs from {other}");
            }
            assert_eq!(output.len(), first.len());
        }
    }
}

// Links of what is finished.

const FOLDERS: &[&str] = &["", "guide/", "guide/deep/", "cases/", "cases/Old & new/", "playbooks/", "Größe/"];
const HEADINGS: &[&str] =
    &["Same words", "Same words", "What & why?", "Über `alles`", "1. First", "*", "A — b", "x y-1", "x y"];
const STEPS: &[&str] = &["Own it", "Fix it twice", "Say when — and where"];
const GENERATED: &[&str] =
    &["register.html", "a-z.html", "phrases.html", "glossary.html", "tags/index.html", "coverage.html", "search.html"];

#[derive(Clone, Debug)]
struct Piece {
    form: usize,
    target: Index,
    anchor: Index,
    broken: bool,
}

/// A page: its folder and its content.
type Plan = (usize, Vec<Piece>);

fn plans(broken: bool) -> impl Strategy<Value = Vec<Plan>> {
    let broken = if broken { prop::bool::weighted(0.1).boxed() } else { Just(false).boxed() };
    let piece = (0..9usize, any::<Index>(), any::<Index>(), broken).prop_map(|(form, target, anchor, broken)| Piece {
        form,
        target,
        anchor,
        broken,
    });
    prop::collection::vec((0..FOLDERS.len(), prop::collection::vec(piece, 0..8)), 1..7)
}

/// The path of page `n` below `content/`.
fn path(plans: &[Plan], n: usize) -> String {
    let name = ["page", "Page ü", "a (b)"][n % 3];
    if n == 0 { "index.md".to_owned() } else { format!("{}{name} {n}.md", FOLDERS[plans[n].0]) }
}

fn is_playbook(plans: &[Plan], n: usize) -> bool {
    n > 0 && FOLDERS[plans[n].0] == "playbooks/"
}

/// The headings of the page, as written.
fn headings(plan: &Plan) -> impl Iterator<Item = &str> {
    plan.1.iter().filter(|piece| piece.form < 2).map(|piece| HEADINGS[piece.anchor.index(HEADINGS.len())])
}

fn anchors(plans: &[Plan], n: usize) -> Vec<String> {
    let mut slugs = Slugs::default();
    let steps = STEPS.iter().filter(|_| is_playbook(plans, n)).copied();
    steps.chain(headings(&plans[n])).map(|title| slugs.next(&title.replace(['`', '*'], ""))).collect()
}

fn link(plans: &[Plan], from: usize, piece: &Piece) -> String {
    let to = piece.target.index(plans.len() + 1);
    if to == plans.len() {
        return relative(&path(plans, from), GENERATED[piece.anchor.index(GENERATED.len())]);
    }
    let anchors = anchors(plans, to);
    let anchor = anchors.get(piece.anchor.index(anchors.len() + 1)).map(|anchor| format!("#{anchor}"));
    let anchor = if piece.broken { Some("#nowhere".to_owned()) } else { anchor };
    let encoded =
        percent_encode(&relative(&path(plans, from), &path(plans, to))).replace('(', "%28").replace(')', "%29");
    encoded + &anchor.unwrap_or_default()
}

fn text(plans: &[Plan], n: usize) -> String {
    let mut text = format!(
        "---\ntitle: \"Page {n} of [these] & `those`\"\ntags: [all, tag {}]\ndate: 2026-01-{:02}\n",
        n % 3,
        n + 1
    );
    if is_playbook(plans, n) {
        text.push_str("when: [It rains]\nsteps:\n");
        for step in STEPS {
            let _ = writeln!(text, "  - title: {step}\n    do: \"Do *it*, [here](#own-it).\"\n    say: [Yes]");
        }
    }
    let is_case = n > 0 && FOLDERS[plans[n].0].starts_with("cases/");
    let books: Vec<usize> = (0..plans.len()).filter(|&book| is_case && is_playbook(plans, book)).collect();
    if !books.is_empty() {
        text.push_str("practises:\n");
    }
    for book in books {
        let _ = writeln!(text, "  - \"{}#own-it\"", relative(&path(plans, n), &path(plans, book)));
    }
    let _ = writeln!(text, "aliases: [\"old/{n}.md\"]\n---\n");
    let mut notes = 0;
    for (place, piece) in plans[n].1.iter().enumerate() {
        let to = link(plans, n, piece);
        match piece.form {
            0 | 1 => text.push_str(&format!("## {}\n\n", HEADINGS[piece.anchor.index(HEADINGS.len())])),
            2 => text.push_str(&format!("A [link]({to}) and a second fix.\n\n")),
            3 => text.push_str(&format!("> [Words]({to})\n>\n> — Ada, angry\n\n")),
            4 => text.push_str(&format!("| a | b |\n|---|---|\n| [x]({to}) | **y** |\n\n")),
            5 => {
                notes += 1;
                text.push_str(&format!("A note.[^n{notes}]\n\n[^n{notes}]: It [leads]({to}) on.\n\n"));
            }
            6 => text.push_str(&format!("- [ ] [task]({to})\n- another\n\nTerm\n: [means]({to})\n\n")),
            7 => text.push_str(&format!("> [!TIP]\n> [Try]({to})\n\n")),
            // The first of two definitions with the same name wins, so each one gets a unique name.
            _ => text.push_str(&format!("[by name][{n}-{place}]\n\n[{n}-{place}]: {to}\n\n")),
        }
    }
    text
}

fn laid(plans: &[Plan]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for n in 0..plans.len() {
        lay(dir.path(), &[(&format!("content/{}", path(plans, n)), &text(plans, n))]);
    }
    let glossary = "second fix:\n  means: The next customer is spared, see [home](index.md).\n";
    lay(
        dir.path(),
        &[("content/glossary.yaml", glossary), ("casebook.yaml", "title: Any\nhandbook: true\nid: a-site\n")],
    );
    dir
}

fn links_lead_somewhere(dir: &Path) -> Result<bool, TestCaseError> {
    let built = casebook::build(dir, &Options::default(), &()).unwrap();
    let stopped = built.diagnostics.iter().any(|found| found.severity == Severity::Error);
    prop_assert_eq!(built.output.is_none(), stopped, "a site is made exactly when there is no error");
    let Some(output) = built.output else { return Ok(false) };
    let problems = links::problems(&output);
    prop_assert!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..cases(12, 200) })]

    #[test]
    fn valid_links_are_built(plans in plans(false)) {
        let dir = laid(&plans);
        let said = casebook::check(dir.path(), &Options::default()).unwrap().diagnostics;
        let errors: Vec<_> = said.iter().filter(|found| found.severity == Severity::Error).collect();
        prop_assert!(links_lead_somewhere(dir.path())?, "{errors:?}");
    }

    #[test]
    fn broken_links_are_never_written(plans in plans(true)) {
        let dir = laid(&plans);
        let made = links_lead_somewhere(dir.path())?;
        let broken = plans.iter().any(|plan| plan.1.iter().any(|piece| {
            piece.broken && piece.form > 1 && piece.target.index(plans.len() + 1) < plans.len()
        }));
        prop_assert_eq!(made, !broken);
    }

    #[test]
    fn links_of_a_damaged_page_lead_somewhere(damage in damage()) {
        holds_together(|text| damaged(text, &damage))?;
    }
}

/// Changes the text of a page that uses every feature, and checks the links of the site.
fn holds_together(change: impl FnOnce(&str) -> String) -> Result<(), TestCaseError> {
    let full = site("full");
    let dir = copied(&full, &files_of(&full));
    let path = dir.path().join("content/about/everything-in-markdown.md");
    let text = fs::read_to_string(&path).unwrap();
    // Leave the front matter unchanged: a mistake in it would end most runs before anything is rendered.
    let start = text.find("\n---\n").unwrap() + 5;
    fs::write(&path, format!("{}{}", &text[..start], change(&text[start..]))).unwrap();
    links_lead_somewhere(dir.path()).map(drop)
}

#[test]
fn a_line_break_before_the_text_does_no_harm() {
    holds_together(|text| format!("\n{text}")).unwrap();
}

// Writing.

fn times(dir: &Path) -> Vec<(PathBuf, SystemTime)> {
    files_of(dir).into_iter().map(|path| (path.clone(), fs::metadata(&path).unwrap().modified().unwrap())).collect()
}

#[test]
fn a_second_build_writes_nothing() {
    let dir = copied(&site("full"), &files_of(&site("full")));
    let public = dir.path().join("public");
    let target = Target::new(dir.path(), &public, false).unwrap();
    let write = || {
        let output = built(dir.path(), &Options::default());
        (output.len(), write::write(&output, &target, &()).unwrap())
    };
    let (files, first) = write();
    assert_eq!((first.written, first.unchanged, first.removed), (files, 0, 0));
    let before = times(&public);
    assert_eq!(before.len(), files);
    let (files, second) = write();
    assert_eq!((second.written, second.unchanged, second.removed), (0, files, 0));
    assert_eq!(times(&public), before);
}

#[test]
fn a_change_writes_only_the_files_that_it_affects() {
    let dir = copied(&site("full"), &files_of(&site("full")));
    let public = dir.path().join("public");
    let target = Target::new(dir.path(), &public, false).unwrap();
    let first = built(dir.path(), &Options::default());
    write::write(&first, &target, &()).unwrap();
    let form = public.join("assets/form.pdf");
    let (saddle, before) = ("content/cases/shop/the-wrong-saddle.md", fs::metadata(&form).unwrap().modified().unwrap());
    let text = fs::read_to_string(dir.path().join(saddle)).unwrap();
    lay(dir.path(), &[(saddle, &text.replace("The box said", "The label said"))]);
    let second = built(dir.path(), &Options::default());
    let written = write::write(&second, &target, &()).unwrap();
    // The index folder is named after its content.
    let new: Vec<&str> = second.iter().map(|(path, _)| path).filter(|path| first.get(path).is_none()).collect();
    assert!(new.iter().all(|path| path.starts_with("search/")), "{new:?}");
    assert_eq!(written.written, new.len() + 3, "the page, the handbook, and the root of the index");
    let gone = first.iter().filter(|(path, _)| second.get(path).is_none()).count();
    assert_eq!((written.removed, fs::metadata(&form).unwrap().modified().unwrap()), (gone, before));
}

//! `casebook fix` applies the fixes that are certain and nothing else: it makes no site worse, files without certain
//! fixes keep every byte, and a second run finds nothing to fix.

use std::fs;

use casebook::{Options, fix};
use proptest::prelude::*;

use crate::properties::{SITE, SOUND, damage, damaged};
use crate::support::fixing::{Fixed, fixed};
use crate::support::{self, cases};

#[test]
fn this_repository_needs_no_fix() {
    let result = fix::fix(support::repository(), &Options::default()).unwrap();
    assert!(result.changes.is_empty() && result.left.is_empty(), "{:?}", result.changes);
}

#[test]
fn byte_order_marks_and_line_endings_are_kept() {
    let scratch = tempfile::tempdir().unwrap();
    let page = "\u{feff}---\r\ntitle: Ours\r\nsumary: One: two\r\ntags: a, b\r\n---\r\n\r\nText.\r\n";
    support::lay(scratch.path(), &[("content/index.md", page)]);
    assert_eq!(fixed(scratch.path()), Ok(Fixed { certain: 1, changed: 1 }));
    let written = fs::read_to_string(scratch.path().join("content/index.md")).unwrap();
    let expected = "\u{feff}---\r\ntitle: Ours\r\nsummary: \"One: two\"\r\ntags: [a, b]\r\n---\r\n\r\nText.\r\n";
    assert_eq!(written, expected);
}

#[test]
fn a_file_that_is_not_utf8_is_left_alone() {
    let scratch = tempfile::tempdir().unwrap();
    fs::create_dir_all(scratch.path().join("content")).unwrap();
    fs::write(scratch.path().join("content/index.md"), b"---\ntitle: caf\xe9\nsumary: x\n---\n").unwrap();
    assert_eq!(fixed(scratch.path()), Ok(Fixed { certain: 1, changed: 0 }));
    assert_eq!(fix::fix(scratch.path(), &Options::default()).unwrap().left.len(), 1);
}

#[test]
fn a_file_changed_in_the_meantime_is_not_overwritten() {
    let scratch = tempfile::tempdir().unwrap();
    let page = scratch.path().join("content/index.md");
    support::lay(scratch.path(), &[("content/index.md", "---\ntitle: Ours\nsumary: x\n---\n")]);
    let result = fix::fix(scratch.path(), &Options::default()).unwrap();
    fs::write(&page, "---\ntitle: Theirs\n---\n").unwrap();
    assert!(fix::write(scratch.path(), &result.changes).is_err());
    assert_eq!(fs::read_to_string(&page).unwrap(), "---\ntitle: Theirs\n---\n");
}

fn result(files: &[(&str, &str)]) -> fix::Fixed {
    let scratch = tempfile::tempdir().unwrap();
    support::lay(scratch.path(), files);
    fix::fix(scratch.path(), &Options::default()).unwrap()
}

/// The new texts, by path.
fn texts(fixed: &fix::Fixed) -> Vec<(&str, &str)> {
    fixed.changes.iter().map(|fixed| (fixed.change.path.as_str(), fixed.change.new.as_str())).collect()
}

#[test]
fn a_message_that_changes_its_words_is_not_a_new_finding() {
    // Once `b.md` has a title, the message about the link names it.
    let fixed = result(&[
        ("content/a.md", "# Late parcels\n\nSee [the rules](b.md#no-such).\n"),
        ("content/b.md", "# Rules\n\n## Refunds\n\nText.\n"),
    ]);
    let expected = [
        ("content/a.md", "---\ntitle: Late parcels\n---\n\n# Late parcels\n\nSee [the rules](b.md#no-such).\n"),
        ("content/b.md", "---\ntitle: Rules\n---\n\n# Rules\n\n## Refunds\n\nText.\n"),
    ];
    assert_eq!((texts(&fixed), fixed.left.len()), (expected.to_vec(), 0));
}

#[test]
fn a_quoted_heading_is_not_taken_for_the_title() {
    let fixed = result(&[("content/a.md", "> # They said this\n\nText.\n")]);
    assert_eq!((texts(&fixed), fixed.left.len()), (Vec::new(), 0));
}

/// A page with a misspelt key whose fix would take the address of the page `taken.md` beside it.
fn bad_slug(others: &str) -> String {
    format!("---\ntitle: Bad\nslugg: taken\n{others}---\n\nText.\n")
}

const TAKEN: (&str, &str) = ("content/taken.md", "---\ntitle: Taken\nsummary: A page.\n---\n\nText.\n");

#[test]
fn a_bad_fix_does_not_prevent_the_others_in_its_file() {
    for others in ["sumary: One.\n", "tags: a, b\nsumary: One.\nowener: Us\n", "owener: Us\ntags: a, b\n"] {
        let fixed = result(&[TAKEN, ("content/a.md", &bad_slug(others))]);
        let right = others.replace("sumary", "summary").replace("owener", "owner").replace("a, b", "[a, b]");
        assert_eq!(texts(&fixed), [("content/a.md", bad_slug(&right).as_str())]);
        let [left] = fixed.left.as_slice() else { panic!("{:?}", fixed.left) };
        assert_eq!((left.path.as_str(), left.line), ("content/a.md", 3));
        assert_eq!(left.why, "it would cause another problem, `address-taken`");
    }
}

/// The number of checks for a site with `n` pages that `page` makes.
fn checks(n: usize, page: fn(usize) -> String) -> (usize, usize) {
    let pages: Vec<(String, String)> = (0..n).map(|i| (format!("content/p{i:03}/p.md"), page(i))).collect();
    let mut files: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let taken: Vec<String> = (0..n).map(|i| format!("content/p{i:03}/taken.md")).collect();
    files.extend(taken.iter().map(|path| (path.as_str(), TAKEN.1)));
    let fixed = result(&files);
    (fixed.checks, fixed.changes.len())
}

#[test]
fn the_number_of_checks_does_not_grow_with_the_site() {
    let plain = |i: usize| format!("# Page {i}\n\nSee [it](p.md#nowhere-{i}) and [it] (taken.md).\n");
    assert_eq!(checks(6, plain), (2, 6));
    assert_eq!(checks(24, plain), (2, 24));
    let bad = |_: usize| bad_slug("sumary: One.\nowener: Us\ntags: a, b\n");
    let (some, many) = (checks(6, bad), checks(24, bad));
    assert_eq!((some.1, many.1), (6, 24));
    assert_eq!(some.0, many.0);
    assert!(some.0 <= 5, "{some:?}");
}

#[test]
fn a_fix_that_harms_another_file_is_found() {
    let page = |title: &str, rest: &str| format!("---\ntitle: {title}\n{rest}");
    let (a, c) = (page("A", "sumary: One.\n---\n\nSee [it](b.md).\n"), page("C", "sumary: One.\n---\n\nText.\n"));
    // As a draft, this page could no longer be linked.
    let b = page("B", "draftt: true\n---\n\nText.\n");
    let fixed = result(&[("content/a.md", &a), ("content/b.md", &b), ("content/c.md", &c)]);
    let changed: Vec<&str> = fixed.changes.iter().map(|fixed| fixed.change.path.as_str()).collect();
    assert_eq!(changed, ["content/a.md", "content/c.md"]);
    let left: Vec<(&str, &str)> = fixed.left.iter().map(|left| (left.path.as_str(), left.why.as_str())).collect();
    assert_eq!(left, [("content/b.md", "it would cause another problem, `link-to-draft`")]);
}

#[test]
fn a_single_fix_is_tried_before_it_is_made() {
    let (bad, good) = (bad_slug(""), "---\ntitle: Good\nsumary: One.\n---\n\nText.\n");
    let dir = tempfile::tempdir().unwrap();
    support::lay(dir.path(), &[TAKEN, ("content/a.md", &bad), ("content/b.md", good)]);
    let options = Options::default();
    let built = casebook::check(dir.path(), &options).unwrap();
    let why = |path: &str| {
        let mut cures = built.diagnostics.iter().filter_map(|found| found.certain_cure());
        let cure = cures.find(|cure| built.sources.file(cure.span.file).path() == path).unwrap();
        fix::trial(dir.path(), &options, path, cure).unwrap()
    };
    assert_eq!(why("content/a.md").as_deref(), Some("it would cause another problem, `address-taken`"));
    assert_eq!(why("content/b.md"), None);
    fs::write(dir.path().join("content/b.md"), good.replace("sumary", "summary")).unwrap();
    assert_eq!(why("content/b.md").as_deref(), Some("the site has changed since this was found"));
}

/// Typing mistakes.
fn slip(text: &str, kind: u8, at: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = at % chars.len().max(1);
    let mut changed = chars.clone();
    match kind {
        0 => drop(changed.remove(at)),
        1 => changed.insert(at, chars[at]),
        2 if at > 0 => changed.swap(at, at - 1),
        3 => changed[at] = chars[at].to_uppercase().next().unwrap_or('x'),
        4 => changed.insert(at, '\t'),
        5 => changed.insert(at, ':'),
        6 => changed.insert(at, '"'),
        7 => changed.insert(at, '#'),
        8 => return text.replacen(".md", ".html", at % 5 + 1),
        _ => changed.insert(at, '\n'),
    }
    changed.into_iter().collect()
}

proptest! {
    #![proptest_config(cases(20, 400))]

    #[test]
    fn no_typing_mistake_is_made_worse(slips in prop::collection::vec((0..5_usize, 0..10_u8, 0..4_000_usize), 1..6)) {
        let scratch = tempfile::tempdir().unwrap();
        let dir = scratch.path().join("ours");
        casebook::scaffold::site(casebook::scaffold::NewSite::new(&dir)).unwrap();
        let paths = ["index.md", "cases/the-late-parcel.md", "playbooks/when-something-went-wrong.md",
            "scenarios/nobody-called.md", "paths/first-day.md"];
        for (file, kind, at) in slips {
            let path = dir.join("content").join(paths[file]);
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, slip(&text, kind, at)).unwrap();
        }
        let fixed = fixed(&dir);
        prop_assert!(fixed.is_ok(), "{fixed:?}");
    }

    #[test]
    fn no_damage_is_made_worse(which in 0..SITE, damage in damage()) {
        let scratch = tempfile::tempdir().unwrap();
        for (at, (path, text)) in SOUND[..SITE].iter().enumerate() {
            let text = if at == which { damaged(text, &damage) } else { text.clone() };
            support::lay(scratch.path(), &[(path, &text)]);
        }
        let fixed = fixed(scratch.path());
        prop_assert!(fixed.is_ok(), "{fixed:?}");
    }
}

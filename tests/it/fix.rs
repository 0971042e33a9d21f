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

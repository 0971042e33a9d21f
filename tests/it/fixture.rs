//! The notation of fixtures, as described in `tests/diagnostics/README.md`, and errors in it.

use std::fs;
use std::path::Path;

use crate::support::fixture::Fixture;
use crate::support::lay;

const BASE: &str = "-- content/a.md --\none\ntwo\n\ntwo\nthree\n-- content/b.md --\nkept\n";

/// Creates the files of the fixture `text`, with the base beside it. Returns a function that reads them.
fn laid(text: &str) -> impl Fn(&str) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    lay(dir.path(), &[("base.txt", BASE), ("this.txt", text)]);
    Fixture::read(&dir.path().join("this.txt")).lay(&dir.path().join("site"));
    move |path| fs::read(dir.path().join("site").join(path)).unwrap()
}

#[test]
fn files_have_the_text_that_is_written() {
    let file =
        laid("# A comment.\n\n-- a (b).md --\n\nText \\x41\n-- c d/empty.md --\n-- e.md (no newline at end) --\nx\n");
    assert_eq!(file("a (b).md"), b"\nText \\x41\n");
    assert_eq!(file("c d/empty.md"), b"");
    assert_eq!(file("e.md"), b"x");
}

#[test]
fn attributes_of_a_file_are_applied() {
    let file = laid(
        "-- a (crlf, bom) --\nx\ny\n-- b (escaped) --\n\\x2D- caf\\xE9\\\\ --\\r\n-- c (no newline at end, padded to 4 bytes) --\nx\n",
    );
    assert_eq!(file("a"), b"\xef\xbb\xbfx\r\ny\r\n");
    assert_eq!(file("b"), b"-- caf\xe9\\ --\r\n");
    assert_eq!(file("c"), b"x\0\0\0");
}

#[test]
#[cfg(unix)]
fn links_are_created_as_links() {
    let dir = tempfile::tempdir().unwrap();
    lay(dir.path(), &[("this.txt", "-- a/b -> ../c --\n-- c --\nx\n")]);
    Fixture::read(&dir.path().join("this.txt")).lay(dir.path());
    assert_eq!(fs::read_link(dir.path().join("a/b")).unwrap(), Path::new("../c"));
}

#[test]
fn included_files_are_kept_replaced_or_edited() {
    let file = laid("include base.txt\n-- content/b.md --\nmine\n");
    assert_eq!(
        (file("content/a.md"), file("content/b.md")),
        (b"one\ntwo\n\ntwo\nthree\n".to_vec(), b"mine\n".to_vec())
    );
    let file = laid("include base.txt\n-- content/a.md (edited) --\n- one\n+ zero\n+\n@@\n\n- two\n  three\n+ four\n");
    assert_eq!(file("content/a.md"), b"zero\n\ntwo\n\nthree\nfour\n");
    assert_eq!(file("content/b.md"), b"kept\n");
}

#[test]
fn errors_in_the_notation_are_reported() {
    for (text, problem) in [
        ("nothing\n", "neither a comment nor an include"),
        ("", "no section"),
        ("-- a (bold) --\n", "`bold` is not an option"),
        ("-- a (escaped) --\n\\n\n", "after `\\`"),
        ("-- content/a.md (edited) --\n- one\n", "no such file is included"),
        ("include base.txt\n-- content/a.md (edited) --\n- two\n", "2 times"),
        ("include base.txt\n-- content/a.md (edited) --\n- ree\n", "0 times"),
        ("include base.txt\n-- content/a.md (edited) --\n+ four\n", "keep or remove a line"),
        ("include base.txt\n-- content/a.md (edited) --\n- three\n@@\n- one\n", "follow each other"),
        ("include base.txt\n-- content/a.md (edited) --\none\n", "begins neither with"),
    ] {
        let panic = std::panic::catch_unwind(|| drop(laid(text))).expect_err(text);
        let message = panic.downcast_ref::<String>().expect("a message");
        assert!(message.contains(problem), "{text}: {message}");
    }
}

#[test]
fn only_the_expected_part_is_rewritten() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("this.txt");
    lay(dir.path(), &[("this.txt", "# Why.\n-- a --\nx\n-- expected --\nold\n")]);
    let fixture = Fixture::read(&file);
    assert_eq!(fixture.difference("old\n"), None);
    assert!(fixture.difference("new\n").is_some_and(|both| both.contains("old\n") && both.contains("new\n")));
    fixture.rewrite("new\n");
    assert_eq!(fs::read_to_string(&file).unwrap(), "# Why.\n-- a --\nx\n-- expected --\nnew\n");
    lay(dir.path(), &[("this.txt", "-- a --\nx")]);
    Fixture::read(&file).rewrite("new\n");
    assert_eq!(fs::read_to_string(&file).unwrap(), "-- a --\nx\n-- expected --\nnew\n");
}

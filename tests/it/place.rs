//! Commands find the site above the current folder, name files as they are seen from it, and `check` reports on the
//! files that it is given.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::program::{self, PROGRAM};

/// The exit code and the output of a command in a folder.
fn run(dir: &Path, args: &[&str]) -> (i32, String) {
    let mut command = Command::new(PROGRAM);
    command.args(args).current_dir(dir).env_remove("SOURCE_DATE_EPOCH");
    let done = program::output(command);
    let text = [done.stdout, done.stderr].concat();
    (done.status.code().unwrap(), String::from_utf8(text).unwrap())
}

/// A site with an error in a case, a warning in a page, and a draft.
fn site() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("ours/casebook.yaml", "title: Ours\nid: ours\n"),
        ("ours/content/index.md", "---\ntitle: Home\n---\n"),
        ("ours/content/cases/bread.md", "---\ntitel: Bread\n---\n"),
        ("ours/content/cases/cake.md", "---\ntitle: Cake\n---\n"),
        ("ours/content/about/us.md", "---\ntitle: Us\n---\n\nTODO\n"),
        ("ours/content/about/them.md", "---\ntitle: Them\ndraft: true\n---\n\n[Gone](gone.md)\n"),
        ("ours/content/about/form.pdf", "A form.\n"),
        ("ours/themes/mine/notes/x.txt", "Notes.\n"),
        ("other/content/index.md", "---\ntitle: Other\n---\n"),
    ] {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

#[test]
fn paths_are_as_seen_from_the_current_folder() {
    let dir = site();
    for (folder, case) in [
        ("", "ours/content/cases/bread.md"),
        ("ours", "content/cases/bread.md"),
        ("ours/content", "cases/bread.md"),
        ("ours/content/cases", "bread.md"),
        ("ours/content/about", "../cases/bread.md"),
        ("ours/themes/mine/notes", "../../../content/cases/bread.md"),
    ] {
        let args = ["check", "ours", "--format", "short"];
        let args: Vec<&str> = args.into_iter().filter(|arg| folder.is_empty() || *arg != "ours").collect();
        let (code, text) = run(&dir.path().join(folder), &args);
        assert_eq!(code, 1, "{folder}: {text}");
        assert!(text.contains(&format!("{case}:2:1: error")), "{folder}: {text}");
        assert!(case.starts_with("ours") || dir.path().join(folder).join(case).is_file());
    }
}

#[test]
fn every_command_works_from_inside() {
    let dir = site();
    let inside = dir.path().join("ours/content/about");
    let (code, text) = run(&inside, &["new", "page", "Whom to call"]);
    assert_eq!((code, text.lines().next()), (0, Some("created ../whom-to-call.md, a draft")));
    let (code, text) = run(&inside, &["new", "page", "Whom to call"]);
    assert!(code == 2 && text.contains("`../whom-to-call.md` is already there"), "{text}");
    let (code, text) = run(&inside, &["fix", "--write"]);
    assert!(code == 0 && text.contains("../cases/bread.md"), "{text}");
    let (code, text) = run(&inside, &["build"]);
    assert!(code == 0 && text.contains("into ../../public"), "{text}");
    assert!(dir.path().join("ours/public/index.html").is_file());
    let (code, _) = run(&inside, &["schema"]);
    assert!(code == 0 && dir.path().join("ours/schemas").is_dir());
}

#[test]
fn a_wrong_place_is_answered_with_the_command_that_was_typed() {
    let dir = site();
    fs::create_dir(dir.path().join("ours/empty")).unwrap();
    fs::create_dir(dir.path().join("empty")).unwrap();
    for command in ["build", "check", "fix", "serve"] {
        let (code, text) = run(&dir.path().join("empty"), &[command]);
        assert!(code == 2 && text.contains(&format!("`casebook {command} path/to/site`")), "{text}");
        let (code, text) = run(dir.path(), &[command, "nowhere"]);
        assert!(code == 2 && text.contains("`nowhere`"), "{text}");
    }
    for command in ["build", "fix", "serve"] {
        // A folder of a site is not the site: `fix` would write more than the folder that was named.
        let (code, text) = run(dir.path(), &[command, "ours/content/cases"]);
        assert!(code == 2 && text.contains(&format!("`casebook {command} ours`")), "{text}");
    }
    // A folder that is called `content`, and no site around it.
    let (code, text) = run(&dir.path().join("other/content"), &["check"]);
    assert_eq!(code, 0, "{text}");
    fs::create_dir(dir.path().join("other/else")).unwrap();
    assert_eq!(run(&dir.path().join("other/else"), &["check"]).0, 2);
    fs::remove_dir_all(dir.path().join("other")).unwrap();
    let (code, text) = run(dir.path(), &["build"]);
    assert!(code == 2 && text.contains("`casebook build ours`"), "{text}");
}

#[test]
fn check_reports_on_the_files_that_it_is_given() {
    let dir = site();
    let others = "other files have 1 error and 1 warning: `casebook check ours` shows all\n";
    let cake = "ours/content/cases/cake.md";
    assert_eq!(run(dir.path(), &["check", cake]), (0, format!("checked 1 page: no problems found\n{others}")));
    let (code, text) = run(dir.path(), &["check", "ours/content/about"]);
    assert!(code == 0 && text.contains("1 warning in 1 file\nother files have 1 error: "), "{text}");
    let (code, text) = run(dir.path(), &["check", "ours/content/about", "--deny", "warnings"]);
    assert_eq!(code, 1, "{text}");
    let (code, text) = run(dir.path(), &["check", cake, "ours/content/cases/bread.md"]);
    assert!(code == 1 && text.contains("other files have 1 warning: "), "{text}");
    let (code, text) = run(&dir.path().join("ours/content/cases"), &["check", "cake.md"]);
    assert!(code == 0 && text.ends_with("`casebook check` shows all\n"), "{text}");
    let (code, text) = run(dir.path(), &["check", "ours/casebook.yaml"]);
    assert!(code == 0 && text.starts_with("checked ours/casebook.yaml: no problems"), "{text}");
    let (code, text) = run(dir.path(), &["check", cake, "--format", "json"]);
    assert_eq!((code, text.as_str()), (0, ""));
    // `cases` is no prefix of a name.
    fs::write(dir.path().join("ours/content/cases-of-old.md"), "---\ntitle: Old\n---\n\nTODO\n").unwrap();
    let (_, text) = run(dir.path(), &["check", "ours/content/cases"]);
    assert!(text.contains("other files have 2 warnings"), "{text}");
}

#[test]
fn drafts_are_counted_and_checked_if_they_are_named() {
    let dir = site();
    fs::write(dir.path().join("ours/content/cases/bread.md"), "---\ntitle: Bread\n---\n").unwrap();
    fs::write(dir.path().join("ours/content/about/us.md"), "---\ntitle: Us\n---\n").unwrap();
    let left = "checked 4 pages: no problems found; 1 draft was left out, and `--drafts` includes it\n";
    assert_eq!(run(dir.path(), &["check", "ours"]), (0, left.to_owned()));
    let draft = "ours/content/about/them.md";
    let (code, text) = run(dir.path(), &["check", draft]);
    assert!(code == 0 && text.contains("note[unknown-link]"), "{text}");
    fs::write(dir.path().join(draft), "---\ntitle: Them\ndraft: true\n---\n").unwrap();
    let all = "checked 4 pages and 1 draft: no problems found\n";
    assert_eq!(run(dir.path(), &["check", "ours", "--drafts"]), (0, all.to_owned()));
    assert_eq!(run(dir.path(), &["check", draft]), (0, "checked 1 draft: no problems found\n".to_owned()));
    let both = "checked 1 page and 1 draft: no problems found\n";
    assert_eq!(run(dir.path(), &["check", draft, "ours/content/about/us.md"]), (0, both.to_owned()));
}

#[test]
fn what_cannot_be_checked_is_refused() {
    let dir = site();
    for (args, why) in [
        (&["check", "ours/content/about/form.pdf"][..], "does not check `ours/content/about/form.pdf`"),
        (&["check", "ours/content/gone.md"], "no file or folder `ours/content/gone.md`"),
        (&["check", "ours/content", "other/content"], "different sites"),
        (&["serve", "ours", "--drafts"], "unexpected argument"),
        (&["new", "quiz", "One"], "site, page, case, playbook, decision, scenario, path, glossary, incident"),
        (&["new", "decisions", "One"], "did you mean `casebook new decision`?"),
    ] {
        let (code, text) = run(dir.path(), args);
        assert!(code == 2 && text.contains(why), "{args:?}: {text}");
    }
}

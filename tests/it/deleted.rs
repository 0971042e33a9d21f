//! Deleted content is not in the output of the next build, whatever it was and wherever it was published. Authors who
//! remove a private file, build and upload must not upload that file again.

use std::fs;
use std::path::{Path, PathBuf};

use casebook::write::{Target, Writer};
use casebook::{Loaded, Options};

use crate::support::lay;

/// A site in which each word `qz…` marks one deletable thing.
const SITE: &[(&str, &str)] = &[
    ("casebook.yaml", "title: Site\nbase-url: https://a.example/\ntheme: own\nid: a-site\n"),
    ("themes/own/own.css", ".qzstyle { color: green }\n"),
    ("themes/own/components/chip/style.css", "@layer components { .chip { --qzcomponent: 1 } }\n"),
    ("themes/own/assets/qzlogo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>qzlogo</title></svg>\n"),
    ("themes/own/i18n/en.yaml", "search:\n  none: Nothing, says qzlabel.\n"),
    ("content/index.md", "---\ntitle: Home\n---\n\nWelcome.\n"),
    ("content/glossary.yaml", "term:\n  means: It is a qzmeaning.\n"),
    ("content/cases/index.md", "---\ntitle: Cases of qzsection\n---\n\nAll.\n"),
    (
        "content/cases/one.md",
        "---\ntitle: One\ndate: 2026-01-01\n---\n\nThe word qzword, a term.\n\n[plan](../assets/qzplan.pdf)\n[list](../search/qzlist.txt)\n\n![A face](qzface.svg)\n",
    ),
    ("content/cases/two.md", "---\ntitle: Two qzpage\ndate: 2026-01-02\ntags: [qzpage]\n---\n\nText.\n"),
    ("content/cases/qzface.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>qzface</title></svg>\n"),
    (
        "content/playbooks/calm.md",
        "---\ntitle: Calm\nwhen:\n  - somebody qzwhen\nsteps:\n  - title: Listen\n    do: Listen to them.\n---\n\n## Listen\n\nListen.\n",
    ),
    ("content/assets/qzplan.pdf", "qzplan"),
    ("content/search/qzlist.txt", "qzlist"),
];

/// Deletions, in order: the word, some of the paths where it is published, the file, and its new text; `None` if the
/// file is removed.
const DELETED: &[(&str, &[&str], &str, Option<&str>)] = &[
    ("qzplan", &["assets/qzplan.pdf"], "content/assets/qzplan.pdf", None),
    ("qzlist", &["search/qzlist.txt"], "content/search/qzlist.txt", None),
    ("qzface", &["cases/qzface-"], "content/cases/qzface.svg", None),
    (
        "qzpage",
        &["cases/two.html", "feed.xml", "llms.txt", "handbook.html", "search/", "tags/qzpage.html", "cases/index.html"],
        "content/cases/two.md",
        None,
    ),
    (
        "qzword",
        &["cases/one.html", "search/", "handbook.html"],
        "content/cases/one.md",
        Some("---\ntitle: One\ndate: 2026-01-01\n---\n\nNo word, a term.\n"),
    ),
    ("qzmeaning", &["glossary.html", "search/"], "content/glossary.yaml", None),
    ("qzsection", &["cases/index.html", "index.html"], "content/cases/index.md", None),
    // The search script belongs to the theme, but it contains situations from playbooks.
    ("qzwhen", &["playbooks/calm.html", "assets/search-"], "content/playbooks/calm.md", None),
    ("qzstyle", &["assets/own-"], "themes/own/own.css", Some("p { color: green }\n")),
    ("qzcomponent", &["assets/style-"], "themes/own/components/chip/style.css", None),
    ("qzlogo", &["assets/qzlogo-"], "themes/own/assets/qzlogo.svg", None),
    ("qzlabel", &["assets/search-"], "themes/own/i18n/en.yaml", None),
];

fn build(site: &Path) {
    let checked = Loaded::read(site, &Options::default()).unwrap().check();
    let errors: Vec<&str> = checked.diagnostics().iter().map(|found| found.message.as_str()).collect();
    assert!(!checked.has_errors(), "{errors:?}");
    let mut writer = Writer::begin(&Target::new(site, &site.join("public"), false).unwrap()).unwrap();
    let built = checked.render(&mut writer, &()).unwrap();
    assert!(built.diagnostics.iter().all(|found| found.severity != casebook::diagnostic::Severity::Error));
    writer.finish(None).unwrap();
}

/// The files below `dir` that contain `word` in their path or content, relative to `dir`.
fn with(word: &str, dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(dir).unwrap().to_string_lossy().replace('\\', "/");
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).to_lowercase();
            if name.contains(word) || text.contains(word) {
                found.push(name);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn deleted_content_is_removed_from_the_output() {
    let folder = tempfile::tempdir().unwrap();
    let (site, public) = (folder.path(), folder.path().join("public"));
    lay(site, SITE);
    build(site);
    for (word, places, ..) in DELETED {
        let found = with(word, &public);
        for place in *places {
            assert!(found.iter().any(|path| path.starts_with(place)), "{word} is not in {place}: {found:?}");
        }
    }
    let mut text = SITE.iter().find(|(path, _)| *path == "content/cases/one.md").unwrap().1.to_owned();
    for (number, (word, _, path, then)) in DELETED.iter().enumerate() {
        match then {
            Some(then) => fs::write(site.join(path), then).unwrap(),
            None => fs::remove_file(site.join(path)).unwrap(),
        }
        // Broken links are errors, so remove the lines that link to the deleted file too.
        if number < 3 {
            let lines: Vec<&str> = text.lines().filter(|line| !line.contains(word)).collect();
            text = lines.join("\n") + "\n";
            fs::write(site.join("content/cases/one.md"), &text).unwrap();
        }
        build(site);
        assert_eq!(with(word, &public), [""; 0], "{word} was deleted");
        for (other, ..) in &DELETED[number + 1..] {
            assert!(!with(other, &public).is_empty(), "{other} is still found after {word} was deleted");
        }
    }
}

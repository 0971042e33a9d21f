//! Tests of the fingerprint: it depends on everything that is read, but not on the order of reading.

use super::*;

fn inputs() -> Inputs {
    let text = |path: &str, text: &str| SourceFile::new(path, text.to_owned());
    let sources = SourceMap::new(vec![
        text("casebook.yaml", "title: A\n"),
        text("content/a.md", "A"),
        text("content/b.md", "B"),
        text("themes/own/i18n/en.yaml", "a: A\n"),
    ]);
    let asset = |path: &str, sha256| Asset {
        path: path.to_owned(),
        from: PathBuf::new(),
        len: 1,
        sha256: [sha256; 32],
        dimensions: None,
        edits: Edits::default(),
        concern: None,
    };
    let file = |path: &str, bytes: &'static [u8]| ThemeFile {
        path: path.to_owned(),
        bytes: Cow::Borrowed(bytes),
        built_in: false,
        own: true,
        file: None,
    };
    Inputs {
        sources,
        config: Config::default(),
        unread: BTreeSet::from(["content/b.md".to_owned()]),
        assets: vec![asset("a.png", 1), asset("b.png", 2)],
        theme: vec![file("i18n/en.yaml", b"a: A\n"), file("own.css", b"p {}")],
    }
}

/// Replaces the path and text of the source at `path`.
fn with_text(inputs: &mut Inputs, path: &str, new: &str, text: &str) {
    let files = inputs.sources.iter().map(|(_, file)| {
        let (path, text) = if file.path() == path { (new, text) } else { (file.path(), file.text()) };
        SourceFile::new(path, text.to_owned())
    });
    inputs.sources = SourceMap::new(files.collect());
}

type Change = fn(&mut Inputs);

/// A change to each thing that a build reads.
const CHANGES: &[(&str, Change)] = &[
    ("the settings", |inputs| with_text(inputs, "casebook.yaml", "casebook.yaml", "title: B\n")),
    ("a text", |inputs| with_text(inputs, "content/a.md", "content/a.md", "a")),
    ("the path of a text", |inputs| with_text(inputs, "content/a.md", "content/aa.md", "A")),
    ("a text more", |inputs| {
        let files = inputs.sources.iter().map(|(_, file)| SourceFile::new(file.path(), file.text().to_owned()));
        inputs.sources = SourceMap::new(files.chain([SourceFile::new("content/c.md", String::new())]).collect());
    }),
    ("words", |inputs| with_text(inputs, "themes/own/i18n/en.yaml", "themes/own/i18n/en.yaml", "a: B\n")),
    ("no text is unread", |inputs| inputs.unread.clear()),
    ("another text is unread", |inputs| inputs.unread = BTreeSet::from(["content/a.md".to_owned()])),
    ("the bytes of an asset", |inputs| inputs.assets[0].sha256 = [9; 32]),
    ("the path of an asset", |inputs| inputs.assets[0].path = "aa.png".to_owned()),
    ("the bytes of two assets", |inputs| {
        let first = inputs.assets[0].sha256;
        inputs.assets[0].sha256 = std::mem::replace(&mut inputs.assets[1].sha256, first);
    }),
    ("an asset less", |inputs| inputs.assets.truncate(1)),
    ("the bytes of a theme's file", |inputs| inputs.theme[1].bytes = Cow::Borrowed(b"q {}")),
    ("the path of a theme's file", |inputs| inputs.theme[1].path = "other.css".to_owned()),
    ("a theme's file less", |inputs| inputs.theme.truncate(1)),
    ("a file of the theme that becomes an asset", |inputs| {
        let file = inputs.theme.remove(0);
        let sha256 = Sha256::digest(&file.bytes).into();
        inputs.assets.push(Asset { path: file.path, len: 5, sha256, ..inputs.assets[0].clone() });
    }),
];

#[test]
fn the_fingerprint_depends_on_everything_that_is_read() {
    // A new field needs a row above, or a reason here.
    let Inputs { sources: _, config: _, unread: _, assets, theme } = inputs();
    // The other fields follow from the bytes, except `from`, which does not affect the site.
    let Asset { path: _, from: _, edits: _, len: _, sha256: _, dimensions: _, concern: _ } = &assets[0];
    // The other three follow from the file's location; its text is in the sources if it is the site's own.
    let ThemeFile { path: _, bytes: _, built_in: _, own: _, file: _ } = &theme[0];
    let mut known = std::collections::BTreeMap::from([(inputs().fingerprint("about"), "nothing")]);
    let other = known.insert(inputs().fingerprint("another"), "the options");
    assert_eq!(other, None, "the options");
    for (name, change) in CHANGES {
        let mut changed = inputs();
        change(&mut changed);
        let other = known.insert(changed.fingerprint("about"), name);
        assert_eq!(other, None, "{name} has the fingerprint of another change");
    }
}

#[test]
fn the_fingerprint_does_not_depend_on_the_order_of_files() {
    let files = [
        ("casebook.yaml", "title: A\n"),
        ("content/a.md", "A"),
        ("content/z.png", "Z"),
        ("content/b.png", "B"),
        ("content/b/c.md", "C"),
        ("themes/default/own.css", "p {}"),
    ];
    let fingerprint = |files: &mut dyn Iterator<Item = &(&str, &str)>| {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        read(dir.path()).unwrap().0.fingerprint("")
    };
    assert_eq!(fingerprint(&mut files.iter()), fingerprint(&mut files.iter().rev()));
}

/// Opening a named pipe would wait until another program writes to it.
#[cfg(unix)]
#[test]
fn named_pipes_are_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let pipes = ["content/page.md", "content/photo.png", "themes/ours/site.css", "casebook.yaml", "glossary.yaml"];
    for path in pipes {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
    }
    let (inputs, found) = read(dir.path()).unwrap();
    assert!(inputs.assets.is_empty() && inputs.sources.settings().is_none());
    let messages: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    let expected = ["content/page.md", "content/photo.png", "themes/ours/site.css"];
    assert_eq!(messages, expected.map(|path| format!("`{path}` is a named pipe, not a file, and is left out")));
}

//! Names of files and folders: any name is read and built without a panic, file extensions are case-insensitive, and
//! the name of a theme must be that of a folder, not a path.

use std::collections::BTreeMap;
#[cfg(unix)]
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use casebook::diagnostic::{Code, Severity};
use casebook::{Built, Options};
use tempfile::TempDir;

use crate::support::{self, built, lay};

const PAGE: &str = "---\ntitle: Odd\n---\nText.\n";

/// A site with only a home page.
fn small_site() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    lay(dir.path(), &[("content/index.md", "---\ntitle: Home\n---\nHello.\n")]);
    dir
}

/// Checks and builds a site. Asserts that the findings are the same and that their spans are valid.
fn judged(dir: &Path) -> Built {
    let checked = casebook::check(dir, &Options::default()).unwrap();
    let built = casebook::build(dir, &Options::default(), &()).unwrap();
    assert_eq!(checked.diagnostics.len(), built.diagnostics.len());
    let stopped = built.diagnostics.iter().any(|found| found.severity == Severity::Error);
    assert_eq!(built.output.is_none(), stopped, "a site has output exactly if there is no error");
    for found in &built.diagnostics {
        for label in &found.labels {
            let text = built.sources.file(label.span.file).text();
            assert!(text.get(label.span.range()).is_some(), "{found:?}");
        }
    }
    built
}

/// The findings by the number of the folder that they are in.
fn codes(built: &Built) -> BTreeMap<usize, Vec<Code>> {
    let mut codes: BTreeMap<usize, Vec<Code>> = BTreeMap::new();
    for found in &built.diagnostics {
        let path = built.sources.file(found.span().file).path();
        let number = path.strip_prefix("content/n").and_then(|path| path.split('/').next()?.parse().ok());
        codes.entry(number.unwrap_or_else(|| panic!("{found:?} in {path}"))).or_default().push(found.code);
    }
    codes
}

/// The treatment of a file below `content/`, which depends on its name.
#[derive(Clone, Copy, Debug)]
enum Is {
    /// A page at this address.
    Page(&'static str),
    /// A page that cannot be published, with the reason.
    Wrong(Code),
    /// A file that is probably meant to be a page, with its probable name without `.md`.
    NearPage(&'static str),
    /// A file that is copied if a page links to it.
    Asset,
    /// A file that is ignored.
    Hidden,
}

/// Names that every file system can store.
const NAMES: &[(&str, Is)] = &[
    // The third byte from the end is inside a character, with and without an extension.
    ("Größen", Is::Asset),
    ("ß", Is::Asset),
    ("€x", Is::Asset),
    ("🎁a", Is::Asset),
    ("🎁ab", Is::Asset),
    ("x.mdß", Is::Asset),
    ("x.m€d", Is::Asset),
    ("notes.md.größen", Is::NearPage("notes")),
    ("notes.md.ß", Is::NearPage("notes")),
    // Letters whose lower case is longer in bytes shift all that follows.
    ("İİ.md.größen", Is::NearPage("İİ")),
    ("İİİİİ.md.ß", Is::NearPage("İİİİİ")),
    ("ȺȺȺ.MARKDOWN", Is::NearPage("ȺȺȺ")),
    // Multi-byte characters, and combining characters.
    ("größen.md", Is::Page("größen.html")),
    ("e\u{301}.md", Is::Page("é.html")),
    ("a.md\u{301}", Is::Asset),
    ("𝒳-1.md", Is::Page("𝒳-1.html")),
    ("\u{feff}x.md", Is::Page("x.html")),
    ("\u{202e}x.md", Is::Page("x.html")),
    ("🎁.md", Is::Wrong(Code::NoAddress)),
    ("---.md", Is::Wrong(Code::NoAddress)),
    // Extensions in capitals, double extensions, and names that consist of an extension only.
    ("LOUD.MD", Is::Page("loud.html")),
    ("Größen.Md", Is::Page("größen.html")),
    ("a.md.md", Is::Page("amd.html")),
    ("x.MD.txt", Is::NearPage("x")),
    ("x.Mdx", Is::NearPage("x")),
    ("md", Is::Asset),
    ("amd", Is::Asset),
    (".md", Is::Hidden),
    ("..md", Is::Hidden),
    (".größen", Is::Hidden),
    ("größen.md~", Is::Hidden),
    // Names with a special meaning elsewhere.
    ("%ff.md", Is::Page("ff.html")),
    ("%+1.md", Is::Page("1.html")),
    ("#.md", Is::Wrong(Code::NoAddress)),
    ("INDEX.MD", Is::Page("index.html")),
    ("glossary.yaml", Is::Asset),
    ("glossary.yaml.md", Is::Page("glossaryyaml.html")),
];

/// Names that only some file systems can store.
#[cfg(unix)]
const NAMES_OF_UNIX: &[(&str, Is)] = &[
    ("aux.md", Is::Wrong(Code::ImpossibleName)),
    ("a\nb.md", Is::Page("ab.html")),
    ("a\tb.MD", Is::Page("ab.html")),
    (" .md", Is::Wrong(Code::NoAddress)),
    ("a.md.", Is::NearPage("a")),
    ("a:b?.md", Is::Page("ab.html")),
    ("\u{7f}ß", Is::Asset),
];

/// All names for this system, each with a folder of its own, because some differ only in case.
fn names() -> impl Iterator<Item = (usize, &'static str, Is)> {
    #[cfg(unix)]
    let all = NAMES.iter().chain(NAMES_OF_UNIX);
    #[cfg(not(unix))]
    let all = NAMES.iter();
    all.enumerate().map(|(number, &(name, is))| (number, name, is))
}

#[test]
fn files_with_unusual_names_are_read() {
    let (all, sound) = (small_site(), small_site());
    for (number, name, is) in names() {
        let path = format!("content/n{number}/{name}");
        lay(all.path(), &[(&path, PAGE)]);
        if !matches!(is, Is::Wrong(_)) {
            lay(sound.path(), &[(&path, PAGE)]);
        }
    }
    let built = judged(all.path());
    let mut found = codes(&built);
    for (number, name, is) in names() {
        let expected = match is {
            Is::Wrong(code) => vec![code],
            Is::NearPage(_) => vec![Code::NotAPage],
            // A glossary belongs into `content` itself.
            Is::Asset if name == "glossary.yaml" => vec![Code::MisnamedFile],
            Is::Page(_) if name == "a.md.md" => vec![Code::MisnamedFile],
            Is::Page(_) | Is::Asset | Is::Hidden => Vec::new(),
        };
        assert_eq!(found.remove(&number).unwrap_or_default(), expected, "{name:?}");
        if let Is::NearPage(stem) = is {
            let help = format!("rename it to `{stem}.md`");
            assert!(built.diagnostics.iter().any(|found| found.help.iter().any(|cure| cure.text == help)), "{help}");
        }
    }
    let output = judged(sound.path()).output.unwrap();
    let pages = names().filter_map(|(number, _, is)| match is {
        Is::Page(address) => Some(format!("n{number}/{address}")),
        _ => None,
    });
    let missing: Vec<String> = pages.filter(|address| output.get(address).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?} of {:?}", output.iter().map(|(path, _)| path).collect::<Vec<_>>());
}

#[test]
fn folders_with_unusual_names_are_read() {
    let dir = small_site();
    for (number, name, _) in names() {
        let folder = format!("content/n{number}/{name}");
        lay(dir.path(), &[(&format!("{folder}/page.md"), PAGE), (&format!("{folder}/Größen"), "")]);
    }
    // A folder's name, including its extension, is part of its address.
    let built = judged(dir.path());
    assert_eq!(codes(&built), BTreeMap::new());
    let output = built.output.unwrap();
    for (number, name, is) in names() {
        let folder = format!("n{number}/");
        let pages = output.iter().filter(|(path, _)| path.starts_with(&folder) && path.ends_with("/page.html"));
        assert_eq!(pages.count(), usize::from(!matches!(is, Is::Hidden)), "{name:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_with_unusual_names_are_left_out() {
    for target in ["/", "nowhere", "../index.md"] {
        let dir = small_site();
        for (number, name, _) in names() {
            link(target, &dir.path().join(format!("content/n{number}")), OsStr::new(name));
        }
        let mut found = codes(&judged(dir.path()));
        for (number, name, is) in names() {
            let expected: &[Code] = if matches!(is, Is::Hidden) { &[] } else { &[Code::SymbolicLink] };
            assert_eq!(found.remove(&number).unwrap_or_default(), expected, "{name:?} to {target}");
        }
    }
}

#[cfg(unix)]
fn link(target: &str, folder: &Path, name: &OsStr) {
    fs::create_dir_all(folder).unwrap();
    std::os::unix::fs::symlink(target, folder.join(name)).unwrap();
}

#[cfg(unix)]
#[test]
fn names_with_a_backslash_are_left_out() {
    let dir = small_site();
    // On Windows, the first two would be one file.
    let all = [("n0/a/b.md", None), ("n0/a\\b.md", Some(0)), ("n1/c\\d/e.md", Some(1)), ("n2/f\\g.pdf", Some(2))];
    lay(dir.path(), &all.map(|(path, _)| format!("content/{path}")).each_ref().map(|path| (path.as_str(), PAGE)));
    let expected = all.iter().filter_map(|(_, number)| Some(((*number)?, vec![Code::ImpossibleName]))).collect();
    assert_eq!(codes(&judged(dir.path())), expected);
}

/// macOS file systems only store names that are UTF-8.
#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn names_that_are_not_utf8_are_left_out() {
    use std::os::unix::ffi::OsStrExt as _;
    let names: [&[u8]; 8] = [
        b"caf\xe9s",
        b"\xff",
        b"\xffab",
        b"caf\xe9.md",
        b"x.md.\xe9",
        b"\xc3.MD",
        b"gr\xc3\xb6\xdf.md",
        b"\xf0\x9f\x8e.markdown",
    ];
    let dir = small_site();
    for (number, name) in names.map(OsStr::from_bytes).into_iter().enumerate() {
        let folder = |kind: usize| dir.path().join(format!("content/n{}", number * 3 + kind));
        fs::create_dir_all(folder(0)).unwrap();
        fs::write(folder(0).join(name), PAGE).unwrap();
        fs::create_dir_all(folder(1).join(name)).unwrap();
        fs::write(folder(1).join(name).join("page.md"), PAGE).unwrap();
        link("/", &folder(2), name);
    }
    let expected = (0..names.len() * 3).map(|number| (number, vec![Code::NotUtf8])).collect();
    assert_eq!(codes(&judged(dir.path())), expected);
}

/// Names as a Mac stores them (NFD) and as other systems type them (NFC), in both directions.
#[test]
fn names_are_the_same_in_both_unicode_forms() {
    let (composed, apart) = ("über größe", "u\u{308}ber gro\u{308}ße");
    for (stored, typed) in [(composed, apart), (apart, composed)] {
        let dir = small_site();
        lay(
            dir.path(),
            &[
                (
                    &format!("content/{stored}/{stored}.md"),
                    &format!("---\ntitle: T\ntags: [{stored}]\n---\n## {stored}\n"),
                ),
                (&format!("content/{stored}/{stored}.pdf"), "x"),
                ("content/glossary.yaml", &format!("{stored}: The size.\n")),
                (
                    "content/a.md",
                    &format!(
                        "---\ntitle: A\ntags: [{typed}]\n---\n[a](<{typed}/{typed}.md#{}>) [b](<{typed}/{typed}.pdf>) \
                         [c](glossary.html#{})\n",
                        typed.replace(' ', "-"),
                        typed.replace(' ', "-"),
                    ),
                ),
            ],
        );
        let built = judged(dir.path());
        assert_eq!(built.diagnostics, [], "stored as {stored:?}");
        let output = built.output.unwrap();
        assert_eq!(support::links::problems(&output), [""; 0], "stored as {stored:?}");
        let tags = output.iter().filter(|(path, _)| path.starts_with("tags/")).count();
        assert_eq!(tags, 2, "one tag and the list of tags");
    }
}

#[cfg(not(target_os = "macos"))]
#[test]
fn two_names_that_differ_only_in_unicode_form_are_an_error() {
    let dir = small_site();
    let titled = |title: &str, form: &str| format!("---\ntitle: {title} {}\n---\n", form.len());
    for form in ["é", "e\u{301}"] {
        lay(
            dir.path(),
            &[
                (&format!("content/n0/{form}.md"), &titled("zero", form)),
                (&format!("content/n1/{form}/x.md"), &titled("one", form)),
                (&format!("content/n2/{form}.pdf"), "x"),
                (
                    &format!("content/n2/{form}x.md"),
                    &format!("---\ntitle: X{0}\nslug: x{0}\n---\n[x]({form}.pdf)\n", form.len()),
                ),
            ],
        );
    }
    let expected = (0..3).map(|number| (number, vec![Code::AddressTaken])).collect();
    assert_eq!(codes(&judged(dir.path())), expected);
}

#[test]
fn file_extensions_are_case_insensitive() {
    let dir = small_site();
    lay(
        dir.path(),
        &[
            ("CASEBOOK.YAML", "title: Loud site\n"),
            (
                "content/cases/LOUD.MD",
                "---\ntitle: Loud\npractises: [../playbooks/OWN.MD#own-it]\naliases: [old/A.MD, old/B.HTML]\n---\nSee [it](../guide/INDEX.MD#part), [it](../README.Md).\n",
            ),
            (
                "content/playbooks/OWN.MD",
                "---\ntitle: Own\nwhen: [It rains]\nsteps:\n  - title: Own it\n    do: Do it.\n---\n",
            ),
            (
                "content/guide/INDEX.MD",
                "---\ntitle: Guide\n---\n## Part\n\nSee [it](../cases/LOUD.MD), [it](more.md).\n",
            ),
            ("content/guide/more.md", "---\ntitle: More\n---\nSee [it](INDEX.MD).\n"),
            ("content/README.Md", "---\ntitle: Read me\n---\nA second fix.\n"),
            ("content/Glossary.YAML", "second fix:\n  means: The next customer is spared.\n"),
        ],
    );
    let output = built(dir.path(), &Options::default());
    for (page, holds) in [
        ("cases/loud.html", "href=\"../guide/index.html#part\""),
        ("cases/loud.html", "href=\"../readme.html\""),
        ("cases/loud.html", "href=\"../playbooks/own.html#own-it\""),
        ("guide/index.html", "href=\"../cases/loud.html\""),
        ("guide/index.html", "href=\"more.html\""),
        ("guide/more.html", "href=\"index.html\""),
        ("readme.html", "glossary.html#second-fix"),
        ("glossary.html", "The next customer is spared."),
        ("index.html", "Loud site"),
        ("old/a.html", "../cases/loud.html"),
        ("old/B.HTML", "../cases/loud.html"),
    ] {
        let html = output.text(page).unwrap_or_else(|| panic!("{page} is missing"));
        assert!(html.contains(holds), "{page} does not contain `{holds}`");
    }
    assert_eq!(support::links::problems(&output), [""; 0]);
    let pages = support::pages(&output).map(|(path, _)| path);
    let named = pages.filter(|path| path.to_lowercase().contains("md"));
    assert_eq!(named.collect::<Vec<_>>(), [""; 0], "no address contains the file extension");
}

#[test]
fn a_name_in_another_case_is_found_with_its_extension() {
    let dir = small_site();
    lay(
        dir.path(),
        &[
            ("content/cases/LOUD.MD", "---\ntitle: Loud\n---\n"),
            ("content/guide/INDEX.MD", "---\ntitle: Guide\n---\nSee [it](../cases/loud.md).\n"),
            (
                "content/more.md",
                "---\ntitle: More\n---\nSee [it](guide), [it](cases/LOUD.HTML), [[loud]], [it](/guide).\n",
            ),
        ],
    );
    let built = casebook::check(dir.path(), &Options::default()).unwrap();
    let cures = built.diagnostics.iter().flat_map(|found| &found.help);
    let cures: Vec<&str> = cures.filter_map(|help| Some(&*help.replacement.as_ref()?.text)).collect();
    let expected = ["../cases/LOUD.MD", "guide/INDEX.MD", "cases/LOUD.MD", "[loud](cases/LOUD.MD)", "guide/INDEX.MD"];
    assert_eq!(cures, expected, "{:#?}", built.diagnostics);
}

#[test]
fn the_name_of_a_theme_is_that_of_a_folder_and_not_a_path() {
    let all = [
        "..",
        ".",
        "./ours",
        "ours/",
        "ours/.",
        "../content",
        "../themes/ours",
        "a/b",
        "a\\b",
        "C:\\x",
        "C:",
        "/",
        "//",
        "Ours",
        "ours ",
        "öurs",
        ".hidden",
        "left~",
        "file.css",
        "linked",
        "default/..",
        "con",
    ];
    let dir = small_site();
    let absolute = dir.path().join("themes/ours").to_str().unwrap().to_owned();
    lay(
        dir.path(),
        &[
            ("themes/ours/ours.css", ""),
            ("themes/a/b/b.css", ""),
            ("themes/.hidden/x.css", ""),
            ("themes/left~/x.css", ""),
            ("themes/file.css", ""),
        ],
    );
    #[cfg(unix)]
    std::os::unix::fs::symlink("ours", dir.path().join("themes/linked")).unwrap();
    for name in all.into_iter().chain([&*absolute, "\u{202e}"]) {
        lay(dir.path(), &[("casebook.yaml", &format!("title: T\ntheme: '{name}'\n"))]);
        let built = casebook::check(dir.path(), &Options::default()).unwrap();
        let mut unknown = built.diagnostics.iter().filter(|found| found.code == Code::UnknownTheme);
        let found = unknown.next();
        if name == "ours " {
            assert!(found.is_none(), "spaces at the ends of a value are ignored");
            continue;
        }
        let found = found.unwrap_or_else(|| panic!("`{name}` is accepted as a theme: {:?}", built.diagnostics));
        assert_eq!((found.severity, unknown.next().is_none()), (Severity::Error, true), "{name}");
        assert_eq!(built.sources.text(found.span()), format!("'{name}'"), "the finding points to the value");
        let meant = found.help.iter().find_map(|help| Some(help.replacement.as_ref()?.text.as_str()));
        let wanted = if name.contains("ours") || matches!(name, "Ours" | "öurs") { Some("ours") } else { None };
        assert!(wanted.is_none() || meant == wanted, "{name}: {meant:?}");
    }
    for name in ["ours", "a", "default"] {
        lay(dir.path(), &[("casebook.yaml", &format!("title: T\ntheme: {name}\n"))]);
        let built = casebook::check(dir.path(), &Options::default()).unwrap();
        assert!(
            built.diagnostics.iter().all(|found| found.code != Code::UnknownTheme),
            "{name} is not accepted as a theme"
        );
    }
}

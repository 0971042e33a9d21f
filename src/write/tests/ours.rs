//! Ownership of files in an output: Casebook's own stale files are removed and never block a build, and all other files
//! are left alone, whether or not earlier builds finished.

use super::*;

/// The files of a site, with their texts.
type Files = &'static [(&'static str, &'static str)];

/// A change to an output, and its description.
type Accident = (&'static str, fn(&Site));

/// Sites in which paths change between file and folder, with one page that stays.
const SHAPES: &[Files] = &[
    &[("a", "file"), ("index.html", "home")],
    &[("a/b", "file in a"), ("index.html", "home")],
    &[("a/b/c", "file in b"), ("a/b/d.html", "page in b"), ("a/e.html", "page in a"), ("index.html", "home")],
    &[("a/b/c/d/e.html", "far below"), ("index.html", "home")],
    &[("index.html", "home")],
];

#[test]
fn own_files_and_folders_make_room_for_each_other() {
    for old in SHAPES {
        for new in SHAPES {
            let site = Site::new();
            site.write(old).expect("the build succeeds");
            let done = site.write(new).unwrap_or_else(|error| panic!("{old:?} → {new:?}: {error}"));
            assert_eq!(files(&site), expected(new), "{old:?} → {new:?}");
            let gone = old.iter().filter(|(path, _)| !new.iter().any(|(other, _)| other == path)).count();
            assert_eq!(done.removed, gone, "{old:?} → {new:?}");
            assert_eq!(
                site.write(new).expect("the build succeeds"),
                Written { unchanged: new.len(), ..Written::default() }
            );
        }
    }
}

#[test]
fn a_build_stopped_while_clearing_paths_leaves_complete_files() {
    for pair in SHAPES.windows(2) {
        stop_everywhere(pair[0], pair[1], Fault::From);
        stop_everywhere(pair[1], pair[0], Fault::From);
    }
    stop_everywhere(SHAPES[0], SHAPES[2], Fault::Step);
    stop_everywhere(SHAPES[2], SHAPES[0], Fault::Step);
}

#[test]
fn a_disk_error_before_the_claim_moves_nothing() {
    let site = Site::new();
    site.write(SHAPES[0]).expect("the build succeeds");
    let before = site.tree();
    for step in 0..5 {
        arm(Fault::Step(step));
        site.write(SHAPES[2]).expect_err("the full disk stops the build");
        arm(Fault::None);
        assert_eq!(site.tree(), before, "step {step}");
    }
}

#[test]
fn files_written_or_changed_by_others_do_not_make_room() {
    let cases: &[(&str, Files, Files)] = &[
        ("a", &[("index.html", "home")], SHAPES[1]),
        ("a", SHAPES[0], SHAPES[1]),
        ("a/b", SHAPES[1], SHAPES[0]),
        ("a/mine.txt", SHAPES[1], SHAPES[0]),
        ("a/b/mine.txt", SHAPES[2], SHAPES[1]),
        ("a/b/c", SHAPES[2], SHAPES[0]),
    ];
    for (theirs, old, new) in cases {
        let site = Site::new();
        site.write(old).expect("the build succeeds");
        site.put(&format!("public/{theirs}"), "somebody's");
        let before = site.tree();
        let error = site.write(new).expect_err("the foreign file stops the build");
        assert!(matches!(error, WriteError::InTheWay { .. }), "{theirs}: {error}");
        assert_eq!(site.tree(), before, "{theirs}");
    }
}

/// A build that was killed after its claim has not written the file, so the file at the path is somebody else's.
#[test]
fn a_foreign_file_at_a_claimed_path_is_left_alone() {
    let new: Files = &[("index.html", "home"), ("new.html", "new")];
    let mut claimed_and_missing = 0;
    for step in 0.. {
        let site = Site::new();
        site.write(SHAPES[4]).expect("the build succeeds");
        arm(Fault::From(step));
        let done = site.write(new);
        arm(Fault::None);
        if done.is_ok() {
            break;
        }
        if site.path("public/new.html").exists() {
            continue;
        }
        claimed_and_missing += 1;
        site.put("public/new.html", "somebody's");
        assert!(matches!(site.write(new), Err(WriteError::Foreign { .. })), "step {step}");
        assert_eq!(fs::read_to_string(site.path("public/new.html")).expect("the file exists"), "somebody's");
    }
    assert!(claimed_and_missing > 2, "{claimed_and_missing}");
}

#[test]
fn an_empty_folder_makes_room() {
    let site = Site::new();
    site.write(SHAPES[4]).expect("the build succeeds");
    fs::create_dir_all(site.path("public/a/empty")).expect("the folder can be created");
    site.write(SHAPES[0]).expect("the empty folder does not stop the build");
    assert_eq!(files(&site), expected(SHAPES[0]));
}

#[cfg(unix)]
#[test]
fn a_link_in_an_own_folder_counts_as_foreign() {
    let site = Site::new();
    site.write(SHAPES[1]).expect("the build succeeds");
    std::os::unix::fs::symlink(site.path("content"), site.path("public/a/link")).expect("the link can be created");
    assert!(matches!(site.write(SHAPES[0]), Err(WriteError::InTheWay { .. })));
    assert_eq!(fs::read_to_string(site.path("public/a/b")).expect("the file exists"), "file in a");
}

#[test]
fn a_path_that_is_both_file_and_folder_stops_the_build_before_anything_moves() {
    let site = Site::new();
    for old in SHAPES {
        site.write(old).expect("the build succeeds");
        let before = site.tree();
        for both in [&[("a", "1"), ("a/b", "2")], &[("a/b", "1"), ("a/b/c/d", "2")]] {
            let error = site.write(both).expect_err("a path cannot be both file and folder");
            assert!(matches!(error, WriteError::FileAndFolder { .. } | WriteError::InTheWay { .. }), "{error}");
            assert_eq!(site.tree(), before);
        }
    }
}

/// The author's files in folders that Casebook also uses, some of them with names like Casebook's.
const AUTHORS: &[(&str, &str)] = &[
    ("assets/plan-0123456789.css", "a deleted word"),
    ("assets/salaries.pdf", "a deleted word"),
    ("search/0123456789/f0.js", "a deleted word"),
    ("search/mine.txt", "a deleted word"),
    ("cases/picture-0123456789.png", "a deleted word"),
    ("cases/page.html", "a deleted word"),
    ("feed.xml", "a deleted word"),
];

/// A site with the author's files, with or without a built-in style.
fn authors(with_style: bool, with: &[(&str, &str)]) -> Output {
    let mut output = Output::default();
    output.put("index.html", Content::Bytes(b"home".to_vec()));
    if with_style {
        output.put("assets/style-0123456789.css", Content::BuiltIn(b"css".to_vec()));
    }
    for (path, text) in with {
        output.put(*path, Content::Bytes(text.as_bytes().to_vec()));
    }
    output
}

#[test]
fn deleted_files_of_the_author_are_removed_and_a_built_in_style_kept_once() {
    let site = Site::new();
    write(&authors(true, AUTHORS), &site.target(), &()).expect("the build succeeds");
    let done = write(&authors(false, &[]), &site.target(), &()).expect("the build succeeds");
    assert_eq!(done.removed, AUTHORS.len());
    assert_eq!(files(&site), expected(&[("index.html", "home"), ("assets/style-0123456789.css", "css")]));
    write(&authors(false, &[]), &site.target(), &()).expect("the build succeeds");
    assert_eq!(files(&site), expected(&[("index.html", "home")]));
}

#[test]
fn a_stale_copied_file_is_removed_at_once() {
    let site = Site::new();
    site.put("content/assets/salaries.pdf", "secret");
    let mut output = authors(true, &[]);
    let from = site.path("content/assets/salaries.pdf");
    let sha256 = Sha256::digest("secret").into();
    output.put("assets/salaries.pdf", Content::Copy { from, edits: Edits::default(), len: 6, sha256 });
    write(&output, &site.target(), &()).expect("the build succeeds");
    assert_eq!(site.tree()["assets/salaries.pdf"], "secret");
    write(&authors(true, &[]), &site.target(), &()).expect("the build succeeds");
    assert_eq!(files(&site), expected(&[("index.html", "home"), ("assets/style-0123456789.css", "css")]));
}

/// A text is written, changed in builds that stop at any step, and deleted: no version of it survives the next build.
#[test]
fn deleted_texts_are_removed_even_after_stopped_builds() {
    const WITHOUT: &[(&str, &str)] = &[("index.html", "home")];
    const FIRST: &[(&str, &str)] = &[("cases/x.html", "first"), ("index.html", "home")];
    const SECOND: &[(&str, &str)] = &[("cases/new.html", "new"), ("cases/x.html", "second"), ("index.html", "home")];
    const THIRD: &[(&str, &str)] = &[("cases/x.html", "third"), ("index.html", "home")];
    // The second build stops before the claim, after it, after the first rename, or not at all.
    for (fault, agains) in [(Fault::From as fn(usize) -> Fault, &[4, 6, 7, 99][..]), (Fault::Step, &[99][..])] {
        for step in 0..20 {
            for &again in agains {
                let site = Site::new();
                site.write(FIRST).expect("the build succeeds");
                for (at, files) in [(step, SECOND), (again, THIRD)] {
                    arm(fault(at));
                    site.write(files).ok();
                    arm(Fault::None);
                }
                site.write(WITHOUT).unwrap_or_else(|error| panic!("step {step}, then {again}: {error}"));
                assert_eq!(files(&site), expected(WITHOUT), "step {step}, then {again}");
            }
        }
    }
}

#[test]
fn a_file_changed_after_a_killed_build_is_left_alone() {
    let site = Site::new();
    site.write(ONE).expect("the build succeeds");
    arm(Fault::From(9));
    site.write(TWO).expect_err("the build is killed");
    arm(Fault::None);
    site.put("public/cases/x.html", "edited");
    site.write(&[("index.html", "home")]).expect("the build succeeds");
    assert_eq!(site.tree()["cases/x.html"], "edited");
}

#[test]
fn a_record_of_version_1_is_read() {
    let site = Site::new();
    site.write(ONE).expect("the build succeeds");
    let record = site.target().record();
    let text = fs::read_to_string(&record).expect("the record can be read");
    assert!(text.starts_with("casebook output 2\n") && text.contains(" lasting assets/a-1.css\n"), "{text}");
    let earlier = text.replace("casebook output 2", "casebook output 1").replace(" lasting ", " current ");
    let line = earlier.lines().find(|line| line.ends_with("cases/y.html")).expect("the record contains the file");
    let retired = line.replace(" current ", " retired ").replace("cases/y.html", "assets/old.css");
    fs::rename(site.path("public/cases/y.html"), site.path("public/assets/old.css")).expect("the files can be moved");
    fs::write(&record, earlier.replace(line, &retired)).expect("the record can be replaced");
    // No file is foreign. The retired file is removed, and so is the style, which version 1 does not distinguish from
    // the author's files.
    assert_eq!(site.write(TWO).expect("the files are known").removed, 2);
    assert_eq!(files(&site), expected(TWO));
    let text = fs::read_to_string(&record).expect("the record can be read");
    assert!(text.starts_with("casebook output 2\n") && text.contains(" lasting assets/a-2.css\n"), "{text}");
}

#[test]
fn a_whole_site_is_recognised_only_while_it_is_unchanged() {
    const FINGERPRINT: [u8; 32] = [7; 32];
    let spoilt: &[Accident] = &[
        ("a file is gone", |site| fs::remove_file(site.path("public/cases/x.html")).expect("the files can be removed")),
        ("a file is longer", |site| site.put("public/cases/x.html", "longer than it was")),
        ("a file has another time", |site| {
            let old = SystemTime::now() - Duration::from_secs(1000);
            File::open(site.path("public/index.html"))
                .and_then(|file| file.set_modified(old))
                .expect("the time of the file can be set");
        }),
        ("a folder has replaced a file", |site| {
            fs::remove_file(site.path("public/index.html")).expect("the files can be removed");
            fs::create_dir(site.path("public/index.html")).expect("the folder can be created");
        }),
        ("a file is retired", |site| finish(site, TWO, Some(FINGERPRINT))),
        ("another site was written", |site| finish(site, ONE, Some([8; 32]))),
        ("a site was written without a fingerprint", |site| finish(site, ONE, None)),
        ("a build was killed before the claim", |site| stopped(site, Fault::From(3))),
        ("a build was killed after the claim", |site| stopped(site, Fault::From(8))),
        ("a build was killed after the first rename", |site| stopped(site, Fault::From(9))),
        ("a build failed when its new files were in place", |site| stopped(site, Fault::Step(11))),
        ("a new site was killed beside it", |site| {
            fs::create_dir(site.target().staging()).expect("the folder can be created");
        }),
        ("the record is gone", |site| fs::remove_file(site.target().record()).expect("the files can be removed")),
    ];
    for (why, spoil) in spoilt {
        let site = Site::new();
        finish(&site, ONE, Some(FINGERPRINT));
        assert_eq!(site.target().holds(&FINGERPRINT), Some(3));
        assert_eq!(site.target().holds(&[6; 32]), None);
        spoil(&site);
        assert_eq!(site.target().holds(&FINGERPRINT), None, "{why}");
    }
}

fn finish(site: &Site, files: &[(&str, &str)], fingerprint: Option<[u8; 32]>) {
    let mut writer = Writer::begin(&site.target()).expect("the build begins");
    for (path, content) in output(files).iter() {
        writer.put(path, content).expect("the writer accepts the file");
    }
    writer.finish(fingerprint.map(|fingerprint| Stamp { fingerprint, pages: 3 })).expect("the build succeeds");
}

/// Runs a build of [`TWO`] that fails.
fn stopped(site: &Site, fault: Fault) {
    arm(fault);
    site.write(TWO).expect_err("the fault stops the build");
    arm(Fault::None);
}

/// The files of the output, without its folders.
fn files(site: &Site) -> Tree {
    site.tree().into_iter().filter(|(path, _)| !path.ends_with('/')).collect()
}

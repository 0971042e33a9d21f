//! The order of disk operations, on which all guarantees about failed and killed builds depend.

use super::*;

/// The disk operations of a build of `files`, in order, with paths relative to the site's folder.
fn steps(site: &Site, files: &[(&str, &str)]) -> Vec<String> {
    arm(Fault::None);
    site.write(files).expect("the build succeeds");
    let named = |path: &Path| {
        let path =
            path.strip_prefix(site.dir.path()).expect("the path is inside the site").to_string_lossy().into_owned();
        let hash = path.rfind("casebook-").map(|at| at + "casebook-".len());
        let hash = hash.or_else(|| path.find("output-").map(|at| at + "output-".len()));
        hash.map_or_else(|| path.clone(), |at| format!("{}N{}", path.slice(..at), path.slice(at + 16..)))
    };
    arm(Fault::None).iter().map(|step| format!("{} {}", step.doing, named(&step.path))).collect()
}

#[test]
fn a_new_site_is_written_beside_its_folder_recorded_and_then_renamed() {
    let site = Site::new();
    assert_eq!(
        steps(&site, ONE),
        [
            "create .casebook",
            "create .public.casebook-N",
            "create .public.casebook-N/assets",
            "write .public.casebook-N/assets/a-1.css",
            "create .public.casebook-N/cases",
            "write .public.casebook-N/cases/x.html",
            "write .public.casebook-N/cases/y.html",
            "create .public.casebook-N",
            "write .public.casebook-N/index.html",
            "write .casebook/output-N.new",
            "rename .casebook/output-N",
            "rename public",
        ]
    );
}

#[test]
fn an_existing_site_is_changed_in_the_promised_order() {
    let site = Site::new();
    let old = [
        ("assets/again.txt", "1"),
        ("assets/style.css", "css"),
        ("cases/old.html", "old"),
        ("index.html", "home"),
        ("search/1/f0.js", "1"),
        ("search/root.js", "1"),
    ];
    let new = [
        ("assets/again.txt", "2"),
        ("assets/new.css", "css"),
        ("cases/picture-1.png", "png"),
        ("index.html", "home 2"),
        ("new.html", "new"),
        ("search/2/f0.js", "2"),
        ("search/root.js", "2"),
    ];
    site.write(&old).expect("the build succeeds");
    assert_eq!(
        steps(&site, &new),
        [
            "create .casebook",
            "create public/.casebook-N",
            "write public/.casebook-N/0",
            "write public/.casebook-N/1",
            "write public/.casebook-N/2",
            "write public/.casebook-N/3",
            "write public/.casebook-N/4",
            "write public/.casebook-N/5",
            "write public/.casebook-N/6",
            // The claim: from here on, the next build recognises every new file.
            "write .casebook/output-N.new",
            "rename .casebook/output-N",
            // Files that pages load, new before replaced.
            "rename public/assets/new.css",
            "rename public/cases/picture-1.png",
            "create public/search/2",
            "rename public/search/2/f0.js",
            "rename public/assets/again.txt",
            "rename public/search/root.js",
            // Pages, new before replaced.
            "rename public/new.html",
            "rename public/index.html",
            // Removals.
            "remove public/cases/old.html",
            "remove public/search/1/f0.js",
            "remove folder public/search/1",
            "remove folder public/search",
            "remove folder public/cases",
            "write .casebook/output-N.new",
            "rename .casebook/output-N",
            "remove all of public/.casebook-N",
        ]
    );
}

#[test]
fn a_build_that_only_replaces_files_claims_them_too() {
    let site = Site::new();
    site.write(&[("index.html", "home")]).expect("the build succeeds");
    assert_eq!(
        steps(&site, &[("index.html", "home 2")]),
        [
            "create .casebook",
            "create public/.casebook-N",
            "write public/.casebook-N/0",
            "write .casebook/output-N.new",
            "rename .casebook/output-N",
            "rename public/index.html",
            "write .casebook/output-N.new",
            "rename .casebook/output-N",
            "remove all of public/.casebook-N",
        ]
    );
}

#[test]
fn a_build_that_only_removes_files_claims_nothing() {
    let site = Site::new();
    site.write(&[("index.html", "home"), ("old.html", "old")]).expect("the build succeeds");
    assert_eq!(
        steps(&site, &[("index.html", "home")]),
        ["create .casebook", "remove public/old.html", "write .casebook/output-N.new", "rename .casebook/output-N"]
    );
}

#[test]
fn files_in_the_way_are_removed_between_the_claim_and_the_first_new_file() {
    let site = Site::new();
    site.write(&[("a", "file"), ("b/x/y.html", "folder"), ("index.html", "home")]).expect("the build succeeds");
    assert_eq!(
        steps(&site, &[("a/x.html", "folder"), ("b", "file"), ("index.html", "home")]),
        [
            "create .casebook",
            "create public/.casebook-N",
            "write public/.casebook-N/0",
            "write public/.casebook-N/1",
            "write .casebook/output-N.new",
            "rename .casebook/output-N",
            "remove public/a",
            "remove public/b/x/y.html",
            "remove folder public/b/x",
            "remove folder public/b",
            "rename public/b",
            "create public/a",
            "rename public/a/x.html",
            "write .casebook/output-N.new",
            "rename .casebook/output-N",
            "remove all of public/.casebook-N",
        ]
    );
}

//! Tests of refreshing a site's folder: changed files are read again, all others are reused.

use std::fs::{self, File, FileTimes};

use tempfile::TempDir;

use super::*;

const FILES: &[(&str, &str)] = &[
    ("casebook.yaml", "title: A\n"),
    ("content/a.md", "---\ntitle: A\n---\n"),
    ("content/b.md", "---\ntitle: B\n---\n"),
    ("content/empty.md", ""),
    ("content/photo.png", "no image"),
    ("content/more/c.md", "---\ntitle: C\n---\n"),
    ("themes/own/own.css", "p { margin: 0 }\n"),
    ("themes/own/assets/a.woff2", "wOF2"),
];

/// A change to a file between two reads.
#[derive(Clone, Copy)]
enum Change {
    Write(&'static [u8]),
    /// Replaces the file by another one with the same length and modification time.
    Swap(&'static [u8]),
    /// Sets a different modification time.
    Age,
    Remove,
    RemoveFolder,
    Rename(&'static str),
    /// Replaces the file by a link to another file.
    #[cfg(unix)]
    Link(&'static str),
    /// Creates a folder at this path with a page in it.
    Folder,
}

#[cfg(unix)]
use Change::Link;
use Change::{Age, Folder as NewFolder, Remove, RemoveFolder, Rename, Swap, Write};

struct Row {
    name: &'static str,
    path: &'static str,
    change: Change,
    /// The expected result of the refresh: true if anything has changed.
    changed: bool,
    /// The paths whose texts or other contents are expected to be new.
    reread: &'static [&'static str],
}

const ROWS: &[Row] = &[
    Row {
        name: "a longer text",
        path: "content/a.md",
        change: Write(b"---\ntitle: AA\n---\n"),
        changed: true,
        reread: &["content/a.md"],
    },
    Row {
        name: "the same text",
        path: "content/a.md",
        change: Write(b"---\ntitle: A\n---\n"),
        changed: false,
        reread: &[],
    },
    Row { name: "another time", path: "content/a.md", change: Age, changed: false, reread: &[] },
    Row {
        name: "a text of the same length and time",
        path: "content/a.md",
        change: Swap(b"---\ntitle: X\n---\n"),
        changed: true,
        reread: &["content/a.md"],
    },
    Row {
        name: "the same text in another file",
        path: "content/a.md",
        change: Swap(b"---\ntitle: A\n---\n"),
        changed: false,
        reread: &[],
    },
    Row {
        name: "an asset of the same length and time",
        path: "content/photo.png",
        change: Swap(b"no photo"),
        changed: true,
        reread: &["content/photo.png"],
    },
    Row { name: "the same asset", path: "content/photo.png", change: Swap(b"no image"), changed: false, reread: &[] },
    Row {
        name: "a style of the same length and time",
        path: "themes/own/own.css",
        change: Swap(b"p { margin: 1 }\n"),
        changed: true,
        reread: &["themes/own/own.css"],
    },
    Row {
        name: "a file of the theme that is no text",
        path: "themes/own/assets/a.woff2",
        change: Swap(b"wOFF"),
        changed: true,
        reread: &["themes/own/assets/a.woff2"],
    },
    Row {
        name: "settings of the same length and time",
        path: "casebook.yaml",
        change: Swap(b"title: B\n"),
        changed: true,
        reread: &["casebook.yaml"],
    },
    // Both are read as an empty text; only the second is a mistake.
    Row {
        name: "an empty text that is saved as UTF-16",
        path: "content/empty.md",
        change: Write(b"\xff\xfe"),
        changed: true,
        reread: &["content/empty.md"],
    },
    Row { name: "a file that goes", path: "content/a.md", change: Remove, changed: true, reread: &[] },
    Row {
        name: "another name",
        path: "content/a.md",
        change: Rename("content/c.md"),
        changed: true,
        reread: &["content/c.md"],
    },
    Row {
        name: "a page that becomes an asset",
        path: "content/a.md",
        change: Rename("content/a.txt"),
        changed: true,
        reread: &["content/a.txt"],
    },
    Row {
        name: "a file that comes behind all others",
        path: "themes/own/zzz.css",
        change: Write(b"p { margin: 2 }\n"),
        changed: true,
        reread: &["themes/own/zzz.css"],
    },
    Row { name: "the last file goes", path: "themes/own/own.css", change: Remove, changed: true, reread: &[] },
    Row { name: "a folder that goes", path: "content/more", change: RemoveFolder, changed: true, reread: &[] },
    Row {
        name: "a folder that comes",
        path: "content/other",
        change: NewFolder,
        changed: true,
        reread: &["content/other/new.md"],
    },
    Row {
        name: "a page that becomes a folder",
        path: "content/a.md",
        change: NewFolder,
        changed: true,
        reread: &["content/a.md/new.md"],
    },
    #[cfg(unix)]
    Row {
        name: "an empty page that becomes a link",
        path: "content/empty.md",
        change: Link("content/a.md"),
        changed: true,
        reread: &["content/empty.md"],
    },
];

fn site() -> (TempDir, Folder) {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in FILES {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let folder = Folder::open(dir.path()).unwrap();
    (dir, folder)
}

fn carry_out(dir: &Path, row: &Row) -> BTreeSet<PathBuf> {
    let path = dir.join(row.path);
    let times = |path: &Path| FileTimes::new().set_modified(fs::metadata(path).unwrap().modified().unwrap());
    match row.change {
        Write(bytes) => fs::write(&path, bytes).unwrap(),
        Swap(bytes) => {
            assert_eq!(bytes.len() as u64, fs::metadata(&path).unwrap().len(), "{}", row.name);
            // The other file is created while the first one exists, so that they cannot have the same inode.
            let other = dir.join("other");
            fs::write(&other, bytes).unwrap();
            File::options().write(true).open(&other).unwrap().set_times(times(&path)).unwrap();
            fs::rename(&other, &path).unwrap();
        }
        Age => {
            let times = FileTimes::new().set_modified(SystemTime::UNIX_EPOCH);
            File::options().write(true).open(&path).unwrap().set_times(times).unwrap();
        }
        Remove => fs::remove_file(&path).unwrap(),
        RemoveFolder => fs::remove_dir_all(&path).unwrap(),
        #[cfg(unix)]
        Link(to) => {
            fs::remove_file(&path).unwrap();
            std::os::unix::fs::symlink(dir.join(to), &path).unwrap();
        }
        NewFolder => {
            fs::remove_file(&path).ok();
            fs::create_dir(&path).unwrap();
            fs::write(path.join("new.md"), "---\ntitle: New\n---\n").unwrap();
        }
        Rename(to) => {
            fs::rename(&path, dir.join(to)).unwrap();
            return BTreeSet::from([path, dir.join(to)]);
        }
    }
    BTreeSet::from([path])
}

/// The paths whose contents `now` does not share with `before`, or that differ.
fn reread(before: &Folder, now: &Folder) -> Vec<String> {
    let is_new = |(path, file): &(&String, &ReadFile)| {
        let Some(before) = before.files.get(*path) else { return true };
        let shared = match (&file.text, &before.text) {
            (Some(own), Some(other)) => Arc::ptr_eq(&own.file, &other.file) && own.trouble == other.trouble,
            (own, other) => own.is_none() && other.is_none(),
        };
        !shared || file.asset != before.asset || file.theme != before.theme
    };
    now.files.iter().filter(is_new).map(|(path, _)| path.clone()).collect()
}

#[test]
fn changed_files_are_read_again_and_the_rest_is_shared() {
    for row in ROWS {
        for told in [true, false] {
            let (dir, before) = site();
            let paths = carry_out(dir.path(), row);
            let mut now = before.clone();
            let changes = if told { Changes::At(paths) } else { Changes::Anywhere };
            assert_eq!(now.refresh(&changes).unwrap(), row.changed, "{}, {changes:?}", row.name);
            assert_eq!(reread(&before, &now), row.reread, "{}, {changes:?}", row.name);
            let (inputs, found) = now.inputs();
            let (fresh, fresh_found) = Folder::open(dir.path()).unwrap().inputs();
            assert_eq!(found, fresh_found, "{}", row.name);
            assert_eq!(inputs.fingerprint(""), fresh.fingerprint(""), "{}", row.name);
            assert!(
                !now.refresh(&changes).unwrap(),
                "{}: a change is reported though nothing has changed since",
                row.name
            );
        }
    }
}

#[test]
fn a_stamp_compares_length_times_and_inode() {
    let (dir, _) = site();
    let path = dir.path().join("content/a.md");
    let found = fs::symlink_metadata(&path).unwrap();
    let stamp = Stamp::of(&path).unwrap();
    assert_eq!(stamp, Stamp { len: found.len(), modified: found.modified().ok(), node: node(&found) });
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        assert_eq!(node(&found), Node { inode: found.ino(), changed: found.ctime(), nanoseconds: found.ctime_nsec() });
    }
    let node = stamp.node;
    for other in [
        Stamp { len: stamp.len + 1, ..stamp },
        Stamp { modified: Some(SystemTime::UNIX_EPOCH), ..stamp },
        Stamp { modified: None, ..stamp },
        Stamp { node: Node { inode: node.inode + 1, ..node }, ..stamp },
        Stamp { node: Node { changed: node.changed + 1, ..node }, ..stamp },
        Stamp { node: Node { nanoseconds: node.nanoseconds + 1, ..node }, ..stamp },
    ] {
        assert_ne!(stamp, other);
    }
}

/// A file whose metadata is unknown is read every time.
#[test]
fn a_file_without_a_stamp_is_read_again() {
    let (dir, mut folder) = site();
    let file = folder.files.get_mut("content/a.md").unwrap();
    file.stamp = None;
    assert!(!file.stands());
    let gone = Entry { from: dir.path().join("content/gone.md"), ..file.entry.clone() };
    assert!(!ReadFile { entry: gone, ..file.clone() }.stands());
}

/// A file with unchanged metadata is not read again unless a watcher names it; that also holds if a new file is named
/// with it.
#[test]
fn a_named_file_is_read_again_even_if_its_metadata_is_unchanged() {
    let (dir, mut folder) = site();
    let (changed, new) = (dir.path().join("content/a.md"), dir.path().join("content/d.md"));
    fs::write(&changed, "---\ntitle: Z\n---\n").unwrap();
    folder.files.get_mut("content/a.md").unwrap().stamp = Stamp::of(&changed);
    let mut others = folder.clone();
    assert!(!others.refresh(&Changes::Anywhere).unwrap());
    assert!(folder.clone().refresh(&Changes::At(BTreeSet::from([changed.clone()]))).unwrap());
    fs::write(&new, "---\ntitle: D\n---\n").unwrap();
    let before = folder.clone();
    assert!(folder.refresh(&Changes::At(BTreeSet::from([changed, new]))).unwrap());
    assert_eq!(reread(&before, &folder), ["content/a.md", "content/d.md"]);
}

/// The file exists when the folder is listed, but not when it is read.
#[test]
fn a_file_that_disappears_while_it_is_read_is_removed() {
    let (dir, mut folder) = site();
    fs::remove_file(dir.path().join("content/a.md")).unwrap();
    assert!(folder.look_at(&BTreeSet::from(["content/a.md".to_owned()])).unwrap());
    assert!(!folder.files.contains_key("content/a.md"));
}

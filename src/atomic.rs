//! Writes single files atomically: to a temporary file beside the target, which is then renamed. Other processes see
//! the old contents or the new ones, never a part.
//!
//! Used for the files that authors go on editing (`scaffold`, `fix`) and for the writer's record of its output
//! (`write`). The files of a finished site are not written one by one: `write` renames them in an order of its own.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::fault::disk as fault;

/// Writes a new file, and creates the folders that it needs.
///
/// # Errors
/// [`ErrorKind::AlreadyExists`] if something exists at `path`; otherwise any error from the file system.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let (file, aside) = temporary(path)?;
    finish(file, bytes).and_then(|()| link(&aside, path)).inspect_err(|_| forget(&aside))
}

/// Replaces the contents of the existing file at `path`. The file keeps its permissions.
///
/// # Errors
/// If the file is read-only, or cannot be written.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let permissions = fs::metadata(path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(ErrorKind::PermissionDenied, "the file is protected against writing"));
    }
    let (file, aside) = temporary(path)?;
    let done = finish(file, bytes).and_then(|()| fs::set_permissions(&aside, permissions));
    done.and_then(|()| rename(&aside, path)).inspect_err(|_| forget(&aside))
}

/// Replaces the text of the file at `path`, unless it is no longer `old`. A byte order mark is kept. Returns true if
/// the file was replaced.
///
/// # Errors
/// If the file cannot be read, or see [`replace`].
pub fn exchange(path: &Path, old: &str, new: &str) -> io::Result<bool> {
    let there = fs::read(path)?;
    let (mark, text) = without_mark(&there);
    let is_old = text == old.as_bytes();
    if is_old {
        replace(path, &[mark, new.as_bytes()].concat())?;
    }
    Ok(is_old)
}

/// Splits the byte order mark, which may be absent, from the text of a file.
#[must_use]
pub fn without_mark(bytes: &[u8]) -> (&[u8], &[u8]) {
    bytes.split_at(if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 })
}

/// Creates or replaces the file at `path`, which only the holder of a lock writes. A temporary file that a killed
/// process left is therefore overwritten by the next one.
///
/// The contents are not synchronised: after a power failure, the file may be empty. Use this for files that a caller
/// can do without.
///
/// # Errors
/// If the file cannot be written.
pub fn replace_locked(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let aside = path.with_extension("new");
    fault::strike("write", &aside)
        .and_then(|()| fs::write(&aside, bytes))
        .and_then(|()| rename(&aside, path))
        .inspect_err(|_| forget(&aside))
}

/// Moves a file or folder, replacing an existing file.
///
/// # Errors
/// If the file system refuses.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fault::strike("rename", to).and_then(|()| fs::rename(from, to))
}

/// Creates a temporary file next to `path`. It is hidden: its name begins with a dot.
fn temporary(path: &Path) -> io::Result<(File, PathBuf)> {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.new", std::process::id()));
    let aside = path.with_file_name(name);
    match OpenOptions::new().write(true).create_new(true).open(&aside) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            // Left behind by a process that was killed. No other process with this id can be running.
            fs::remove_file(&aside)?;
            OpenOptions::new().write(true).create_new(true).open(&aside).map(|file| (file, aside))
        }
        opened => opened.map(|file| (file, aside)),
    }
}

fn finish(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    // Without this, the name could survive a power failure without the contents.
    file.sync_all()
}

/// Gives the finished file its name. A hard link fails if something already exists there; a rename would replace it.
fn link(aside: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(aside, path) {
        Ok(()) => {
            forget(aside);
            Ok(())
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // Some file systems have no hard links. There, a file that has been created since the check in `create` is
        // replaced.
        Err(_) => rename(aside, path),
    }
}

fn forget(aside: &Path) {
    // A leftover file is harmless.
    fault::strike("remove", aside).and_then(|()| fs::remove_file(aside)).ok();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::disk::{Fault, arm};

    #[test]
    fn existing_files_are_not_overwritten_and_no_temporary_file_is_left() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b.md");
        create(&path, b"one").unwrap();
        assert_eq!(create(&path, b"two").unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        replace(&path, b"three").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(fs::read_dir(dir.path().join("a")).unwrap().count(), 1);
    }

    #[test]
    fn a_temporary_file_of_a_killed_process_with_the_same_id_makes_room() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("b.md");
        fs::write(dir.path().join(format!(".b.md.{}.new", std::process::id())), "half of a file, and longer").unwrap();
        create(&path, b"one").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_under_a_lock_is_created_and_replaced_and_each_failed_step_keeps_the_old_contents() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("record");
        fs::write(dir.path().join("record.new"), "half of a file, and longer").unwrap();
        replace_locked(&path, b"one").unwrap();
        for step in 0..2 {
            arm(Fault::Step(step));
            assert!(replace_locked(&path, b"two").is_err());
            arm(Fault::None);
            assert_eq!(fs::read(&path).unwrap(), b"one", "step {step}");
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "step {step}");
        }
        replace_locked(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_kept() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("b.md");
        create(&path, b"one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}

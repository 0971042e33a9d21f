//! One file into its place: whole or not at all, and a new one never over one that stands there.
//!
//! For the leaves that write what authors go on with (`scaffold`, `fix`). The finished site has its own writer.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes a file that does not yet stand, and the folders that it needs.
///
/// # Errors
/// With [`ErrorKind::AlreadyExists`] when something stands there, else when the disk refuses.
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

/// Puts `bytes` in the place of the file at `path`, which keeps its permissions.
///
/// # Errors
/// When the file is protected against writing, or the disk refuses.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let permissions = fs::metadata(path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(ErrorKind::PermissionDenied, "the file is protected against writing"));
    }
    let (file, aside) = temporary(path)?;
    let done = finish(file, bytes).and_then(|()| fs::set_permissions(&aside, permissions));
    done.and_then(|()| fs::rename(&aside, path)).inspect_err(|_| forget(&aside))
}

/// A file beside `path` that nobody looks at: its name begins with a dot.
fn temporary(path: &Path) -> io::Result<(File, PathBuf)> {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.new", std::process::id()));
    let aside = path.with_file_name(name);
    match OpenOptions::new().write(true).create_new(true).open(&aside) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            // Left behind by a run that was killed; another one with this number cannot be alive.
            fs::remove_file(&aside)?;
            OpenOptions::new().write(true).create_new(true).open(&aside).map(|file| (file, aside))
        }
        opened => opened.map(|file| (file, aside)),
    }
}

fn finish(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    // Without this, a power cut may keep the name and lose the text.
    file.sync_all()
}

/// Gives the finished file its name. A link fails where something stands, a rename would go over it.
fn link(aside: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(aside, path) {
        Ok(()) => {
            forget(aside);
            Ok(())
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // Some disks know no links.
        Err(_) => fs::rename(aside, path),
    }
}

fn forget(aside: &Path) {
    // A leftover is hidden and harms nobody.
    fs::remove_file(aside).ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_over_and_nothing_left_behind() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b.md");
        create(&path, b"one").unwrap();
        assert_eq!(create(&path, b"two").unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        replace(&path, b"three").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(fs::read_dir(dir.path().join("a")).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("b.md");
        create(&path, b"one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}

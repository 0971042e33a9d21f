//! Disk operations, with the path in each error. Knows nothing of sites.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::{Result, WriteError};
use crate::atomic;
use crate::fault::disk as fault;
use crate::media::Edits;
use crate::output::Content;

/// The number of bytes that are copied at once.
const BUFFER: usize = 64 << 10;

/// The metadata of `path` without following links; `None` if nothing exists there.
pub(super) fn stat(path: &Path) -> Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(WriteError::disk("read", path, error)),
    }
}

/// Creates a new file and returns its metadata.
pub(super) fn create(path: &Path, content: &Content) -> Result<Metadata> {
    let open = |()| OpenOptions::new().write(true).create_new(true).open(path);
    let written = fault::strike("write", path).and_then(open).and_then(|mut file| {
        match content {
            Content::Bytes(bytes) | Content::BuiltIn(bytes) => file.write_all(bytes)?,
            Content::Copy { from, edits, sha256, .. } => {
                return copy(from, edits, sha256, &mut file).map(|done| (done, file));
            }
        }
        Ok((Ok(()), file))
    });
    let (copied, file) = written.map_err(|error| WriteError::disk("write", path, error))?;
    copied?;
    file.metadata().map_err(|error| WriteError::disk("write", path, error))
}

/// The outer error concerns the new file, the inner one the file being copied. The copy must have the hash `sha256`:
/// the edits belong to the file that was inspected, not to another one of the same length.
fn copy(from: &Path, edits: &Edits, sha256: &[u8; 32], to: &mut File) -> io::Result<Result<()>> {
    let changed = || Ok(Err(WriteError::Changed { path: from.to_owned() }));
    let source = match File::open(from) {
        Ok(source) => source,
        Err(error) => return Ok(Err(WriteError::disk("read", from, error))),
    };
    let Ok(mut source) = edits.apply(source) else { return changed() };
    let mut hash = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = match source.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => &buffer[..read],
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Ok(Err(WriteError::disk("read", from, error))),
        };
        hash.update(read);
        to.write_all(read)?;
    }
    if hash.finalize()[..] == sha256[..] { Ok(Ok(())) } else { changed() }
}

/// True if the file at `path` has exactly this content.
pub(super) fn holds(path: &Path, found: &Metadata, content: &Content) -> Result<bool> {
    let same = match content {
        Content::Bytes(bytes) | Content::BuiltIn(bytes) if bytes.len() as u64 == found.len() => {
            fs::read(path).map(|there| there == *bytes)
        }
        Content::Copy { len, sha256, .. } if *len == found.len() => {
            let mut hash = Sha256::new();
            let hashed = File::open(path).and_then(|mut there| io::copy(&mut there, &mut hash));
            hashed.map(|_| hash.finalize()[..] == sha256[..])
        }
        _ => Ok(false),
    };
    same.map_err(|error| WriteError::disk("read", path, error))
}

/// Creates `folder` and all its parents. Returns those that did not exist, deepest first.
pub(super) fn create_folders(folder: &Path) -> Result<Vec<PathBuf>> {
    let made = folder.ancestors().take_while(|path| !path.exists()).map(Path::to_owned).collect();
    fault::strike("create", folder)
        .and_then(|()| fs::create_dir_all(folder))
        .map_err(|error| WriteError::disk("create the folder", folder, error))?;
    Ok(made)
}

/// Moves a file or folder, replacing an existing file.
pub(super) fn rename(from: &Path, to: &Path) -> Result<()> {
    atomic::rename(from, to).map_err(|error| WriteError::disk("write", to, error))
}

/// Creates or replaces the file at `path` atomically. The build holds the lock of the output folder.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    atomic::replace_locked(path, bytes).map_err(|error| WriteError::disk("write", path, error))
}

pub(super) fn remove_file(path: &Path) -> Result<()> {
    fault::strike("remove", path)
        .and_then(|()| fs::remove_file(path))
        .map_err(|error| WriteError::disk("remove", path, error))
}

/// Removes a folder of temporary files, if it exists.
pub(super) fn remove_tree(path: &Path) -> Result<()> {
    if stat(path)?.is_none() {
        return Ok(());
    }
    fault::strike("remove all of", path)
        .and_then(|()| fs::remove_dir_all(path))
        .map_err(|error| WriteError::disk("remove", path, error))
}

/// Errors are ignored: a folder that is not empty, or cannot be removed, does no harm.
pub(super) fn remove_folder_if_empty(path: &Path) {
    fault::strike("remove folder", path).and_then(|()| fs::remove_dir(path)).ok();
}

/// The sorted names in the folder at `path`; `None` for a name that is not UTF-8.
pub(super) fn names(path: &Path) -> Result<Vec<Option<String>>> {
    let name = |entry: io::Result<fs::DirEntry>| entry.map(|entry| entry.file_name().into_string().ok());
    let names = fs::read_dir(path).and_then(|entries| entries.map(name).collect::<io::Result<Vec<_>>>());
    let mut names = names.map_err(|error| WriteError::disk("read", path, error))?;
    names.sort();
    Ok(names)
}

/// True if two paths name the same file.
pub(super) fn is_one_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

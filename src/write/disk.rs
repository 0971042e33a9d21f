//! Disk operations, with the path in each error. Knows nothing of sites.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use super::{Result, WriteError, fault};
use crate::media::Edits;
use crate::output::Content;

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
            Content::Copy { from, edits, len, .. } => {
                return copy(from, edits, *len, &mut file).map(|done| (done, file));
            }
        }
        Ok((Ok(()), file))
    });
    let (copied, file) = written.map_err(|error| WriteError::disk("write", path, error))?;
    copied?;
    file.metadata().map_err(|error| WriteError::disk("write", path, error))
}

/// The outer error concerns the new file, the inner one the file being copied.
fn copy(from: &Path, edits: &Edits, len: u64, to: &mut File) -> io::Result<Result<()>> {
    let mut source = match File::open(from) {
        Ok(source) => source,
        Err(error) => return Ok(Err(WriteError::disk("read", from, error))),
    };
    let copied = match edits.apply(&mut source) {
        // The system can copy a whole file faster than we can through a buffer.
        Ok(_) if edits.is_empty() => io::copy(&mut source, to)?,
        Ok(mut edited) => io::copy(&mut edited, to)?,
        Err(_) => return Ok(Err(WriteError::Changed { path: from.to_owned() })),
    };
    Ok(if copied == len { Ok(()) } else { Err(WriteError::Changed { path: from.to_owned() }) })
}

/// True if the file at `path` has exactly this content.
pub(super) fn holds(path: &Path, found: &Metadata, content: &Content) -> Result<bool> {
    let same = match content {
        Content::Bytes(bytes) | Content::BuiltIn(bytes) if bytes.len() as u64 == found.len() => {
            fs::read(path).map(|there| there == *bytes)
        }
        Content::Copy { from, edits, len, .. } if *len == found.len() => {
            let source = File::open(from).and_then(|source| edits.apply(source));
            let source = source.map_err(|error| WriteError::disk("read", from, error))?;
            File::open(path).and_then(|there| equal(source, there))
        }
        _ => Ok(false),
    };
    same.map_err(|error| WriteError::disk("read", path, error))
}

fn equal(one: impl Read, other: File) -> io::Result<bool> {
    let (mut one, mut other) = (BufReader::new(one).bytes(), BufReader::new(other).bytes());
    loop {
        match (one.next().transpose()?, other.next().transpose()?) {
            (None, None) => return Ok(true),
            (a, b) if a == b => {}
            _ => return Ok(false),
        }
    }
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
    fault::strike("rename", to)
        .and_then(|()| fs::rename(from, to))
        .map_err(|error| WriteError::disk("write", to, error))
}

/// Replaces the file at `path` atomically.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let temporary = path.with_extension("new");
    fault::strike("write", &temporary)
        .and_then(|()| fs::write(&temporary, bytes))
        .map_err(|error| WriteError::disk("write", &temporary, error))?;
    rename(&temporary, path)
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

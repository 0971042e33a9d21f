//! Writes the schemas as files. Replaces files that Casebook wrote, and never any other.

use std::fs;
use std::path::Path;

use super::{Made, Refusal};
use crate::atomic;
use crate::config::{self, Config};
use crate::read;
use crate::schema::{self, MARK};
use crate::source::FileId;

/// Writes the schemas of the site in `dir` to `folder`.
///
/// # Errors
/// Fails if a file of the same name is not a schema written by Casebook, or on a disk error.
pub fn schemas(dir: &Path, folder: &Path) -> Result<Made, Refusal> {
    let schemas = schema::all(&settings(dir));
    for schema in &schemas {
        let path = folder.join(&schema.name);
        if fs::symlink_metadata(&path).is_ok() && !is_ours(&path) {
            return Err(Refusal::Foreign(path));
        }
    }
    let mut made = Made::default();
    for schema in schemas {
        write(&folder.join(&schema.name), schema.text.as_bytes())
            .map_err(|source| Refusal::Disk { path: folder.join(&schema.name), source })?;
        made.files.push(schema.name);
    }
    Ok(made)
}

/// Does not touch a file that is up to date, so that editors do not reload it.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    match fs::read(path) {
        Ok(there) if there == bytes => Ok(()),
        Ok(_) => atomic::replace(path, bytes),
        Err(_) => atomic::create(path, bytes),
    }
}

fn is_ours(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| text.contains(MARK))
}

/// The site's settings, or the defaults. Mistakes in them are left to `check`.
fn settings(dir: &Path) -> Config {
    let text = read::settings_file(dir).and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
    config::read(FileId(0), text.trim_start_matches('\u{feff}')).0
}

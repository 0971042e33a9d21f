//! The schemas as files. Those that Casebook wrote are written anew, everybody else's stay.

use std::fs;
use std::path::Path;

use super::{Made, Refusal};
use crate::config::{self, Config};
use crate::place;
use crate::read;
use crate::schema::{self, MARK};
use crate::source::FileId;

/// Writes the schemas of the site in `dir` into `folder`.
///
/// # Errors
/// When a file that is no schema of Casebook's stands in the way, or the disk refuses.
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

/// A file that holds the same already is left alone, so that no editor is woken for nothing.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    match fs::read(path) {
        Ok(there) if there == bytes => Ok(()),
        Ok(_) => place::replace(path, bytes),
        Err(_) => place::create(path, bytes),
    }
}

fn is_ours(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| text.contains(MARK))
}

/// The site's settings; the defaults where there are none. What is wrong with them is for `check` to say.
fn settings(dir: &Path) -> Config {
    let text = read::settings_file(dir).and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
    config::read(FileId(0), text.trim_start_matches('\u{feff}')).0
}

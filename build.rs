//! Generates the table of the built-in theme's files, which are embedded in the binary.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("themes/default");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    list(&root, &mut files)?;
    let name = |file: &PathBuf| file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
    // Sorted by the characters of the path, not by folder, because lookups are by binary search.
    files.sort_by_key(name);
    let mut table = String::from("/// Path inside the theme (with `/`) and content of every file, in path order.\n");
    table.push_str("pub static FILES: &[(&str, &[u8])] = &[\n");
    for file in &files {
        let _ = writeln!(table, "    ({:?}, include_bytes!({:?})),", name(file), file.display().to_string());
    }
    table.push_str("];\n");
    println!("cargo::rustc-env=CASEBOOK_SOURCES={:016x}", sources()?);
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("default_theme.rs"), table)
}

/// A hash of the program's sources and dependency versions. A site that another version wrote is written again.
fn sources() -> io::Result<u64> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    // A library that is built as a dependency comes without a lock file.
    let mut files: Vec<PathBuf> =
        ["Cargo.toml", "Cargo.lock"].map(|name| root.join(name)).into_iter().filter(|file| file.exists()).collect();
    list(&root.join("src"), &mut files)?;
    files.sort();
    for watched in ["src", "Cargo.toml", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let mut hash = DefaultHasher::new();
    for file in files {
        hash.write(&fs::read(file)?);
    }
    Ok(hash.finish())
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

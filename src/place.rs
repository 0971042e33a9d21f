//! Part of the program: finds the site that a command is about, and names its files as they are seen from the current
//! folder.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, bail};
use casebook::layout::{CONTENT, INCIDENTS, SCHEMAS, SETTINGS, THEMES};
use casebook::report::Base;

use crate::shown;

/// A site, as seen from the current folder.
pub struct Place {
    /// The folder of the site.
    pub dir: PathBuf,
    /// The current folder, if that is a folder of the site.
    inside: Option<String>,
    /// True if the site's folder was typed, so that other commands must be given it too.
    typed: bool,
}

impl Place {
    /// The site in `dir`. The current folder may also be a folder of the site. `command` is the command that was typed,
    /// for the message if there is no site.
    pub fn find(dir: &Path, command: &str) -> Result<Self> {
        if dir.join(CONTENT).is_dir() {
            return Ok(Self { dir: dir.to_owned(), inside: None, typed: !is_here(dir) });
        }
        let above = site_above(dir);
        match above {
            Some(found) if is_here(dir) => Ok(found.seen_from_inside()),
            _ => bail!("{}", no_site(dir, above.as_ref(), command)),
        }
    }

    /// The site with the file or folder at `path`, and the path from the site's folder; empty for the whole site.
    pub fn of(path: &Path, command: &str) -> Result<(Self, String)> {
        if path.join(CONTENT).is_dir() || is_here(path) {
            return Self::find(path, command).map(|place| (place, String::new()));
        }
        if fs::symlink_metadata(path).is_err() {
            bail!("there is no file or folder `{}`\n  help: the path is as seen from the current folder", shown(path));
        }
        let Some(above) = site_above(path) else {
            if let Some(name) = misnamed_content(path) {
                bail!(
                    "there is no folder `content` in `{0}`\n  help: rename the folder `{name}` in it to `content`",
                    shown(path)
                );
            }
            bail!("`{}` belongs to no site\n  help: a site is a folder with a folder `content` in it", shown(path))
        };
        let inside = above.below.clone();
        let place = match site_above(Path::new(".")).filter(|here| here.root == above.root) {
            Some(here) => here.seen_from_inside(),
            None => above.seen_from_outside(),
        };
        Ok((place, inside))
    }

    /// The folder as an argument of a command, preceded by a space; empty if the command finds the site without it.
    pub fn behind(&self) -> String {
        match shown(&self.dir) {
            _ if !self.typed => String::new(),
            name if name.contains(' ') => format!(" \"{name}\""),
            name => format!(" {name}"),
        }
    }

    /// A path as typed in the current folder, from the site's folder. A path that is already written from there, or from
    /// `content`, stays as it is.
    pub fn in_site(&self, typed: &str) -> String {
        let (path, anchor) =
            typed.split_once('#').map_or((typed, ""), |(path, _)| (path, typed.get(path.len()..).unwrap_or("")));
        let here = fs::canonicalize(path).or_else(|_| {
            let folder = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = fs::canonicalize(folder.unwrap_or(Path::new(".")))?;
            Ok::<_, std::io::Error>(folder.join(Path::new(path).file_name().unwrap_or_default()))
        });
        let root = fs::canonicalize(&self.dir);
        let inside = here.ok().zip(root.ok()).and_then(|(here, root)| Some(here.strip_prefix(root).ok()?.to_owned()));
        match inside.filter(|inside| inside.starts_with(CONTENT)) {
            Some(inside) => format!("{}{anchor}", inside.to_string_lossy().replace('\\', "/")),
            None => typed.to_owned(),
        }
    }

    /// The path of a file of the site, from the current folder.
    pub fn below(&self, file: &str) -> String {
        self.base().path(file)
    }

    /// The current folder in relation to the site's folder.
    pub fn base(&self) -> Base {
        match (&self.inside, shown(&self.dir)) {
            (Some(inside), _) => Base::Inside(inside.clone()),
            (None, dir) if dir == "." || dir.is_empty() => Base::default(),
            (None, dir) => Base::Outside(format!("{}/", dir.trim_end_matches('/'))),
        }
    }
}

/// A site above a path.
struct Above {
    /// The absolute path of the site's folder.
    root: PathBuf,
    /// The path below it, with `/`; empty for the site's folder itself.
    below: String,
}

impl Above {
    /// The site as seen from the path below it, which is the current folder.
    fn seen_from_inside(self) -> Place {
        let up = vec![".."; self.below.split('/').filter(|part| !part.is_empty()).count()].join("/");
        let dir = PathBuf::from(if up.is_empty() { "." } else { &up });
        Place { dir, inside: Some(self.below).filter(|below| !below.is_empty()), typed: false }
    }

    /// The site as seen from a current folder that is not in it.
    fn seen_from_outside(&self) -> Place {
        let here = fs::canonicalize(".").ok();
        let from_here = here.and_then(|here| self.root.strip_prefix(here).ok().map(Path::to_owned));
        let typed = from_here.as_ref().is_none_or(|path| !path.as_os_str().is_empty());
        let dir = from_here.unwrap_or_else(|| self.root.clone());
        Place { dir: if typed { dir } else { PathBuf::from(".") }, inside: None, typed }
    }
}

/// The nearest site above `path`. A folder that happens to have a folder `content` counts only if it has settings, or
/// if the path leads through one of the folders that a site has.
fn site_above(path: &Path) -> Option<Above> {
    let as_link = link(path).and_then(|path| site_of(&path));
    as_link.or_else(|| site_of(&fs::canonicalize(path).ok()?))
}

/// As [`site_above`], for an absolute path.
fn site_of(path: &Path) -> Option<Above> {
    path.ancestors().find_map(|root| {
        let below = path.strip_prefix(root).ok()?;
        let parts: Vec<String> =
            below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        let own = [CONTENT, THEMES, INCIDENTS, SCHEMAS];
        let through = parts.first().is_some_and(|first| own.contains(&first.as_str()));
        let is_site = root.join(CONTENT).is_dir() && (through || root.join(SETTINGS).is_file());
        is_site.then(|| Above { root: root.to_owned(), below: parts.join("/") })
    })
}

/// The absolute path of a symbolic link itself, which belongs to the site in which it lies; `None` for anything else.
fn link(path: &Path) -> Option<PathBuf> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
    let (parent, name) = (path.parent()?, path.file_name().filter(|_| is_link)?);
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    Some(fs::canonicalize(parent).ok()?.join(name))
}

fn is_here(dir: &Path) -> bool {
    dir.components().all(|part| part == Component::CurDir)
}

/// The message if there is no site in `dir`.
fn no_site(dir: &Path, above: Option<&Above>, command: &str) -> String {
    let name = if is_here(dir) { "this folder".to_owned() } else { format!("`{}`", shown(dir)) };
    let help = match above {
        Some(above) => {
            let site = above.seen_from_outside();
            match shown(&site.dir).as_str() {
                "." => format!("it belongs to the site in this folder: `{command}`"),
                dir => format!("it belongs to the site `{dir}`: `{command}{}`", site.behind()),
            }
        }
        None => match site_in(dir) {
            None if misnamed_content(dir).is_some() => {
                format!("rename the folder `{}` in it to `content`", misnamed_content(dir).unwrap_or_default())
            }
            Some(site) => format!("`{0}` is a site: `{command} {0}`", shown(&site)),
            None => format!(
                "go to the folder of your site, or name it: `{command} path/to/site`; `casebook new site NAME` makes a new \
                 one"
            ),
        },
    };
    let what = if !dir.exists() {
        format!("there is no folder {name}")
    } else if dir.is_file() {
        format!("{name} is a file, and this command is about a whole site")
    } else if is_here(dir) {
        "there is no folder `content` in this folder, and no site above it".to_owned()
    } else {
        format!("there is no folder `content` in {name}, so this is not a site")
    };
    format!("{what}\n  help: {help}")
}

/// The name of a folder in `dir` that was probably meant to be called `content`.
fn misnamed_content(dir: &Path) -> Option<String> {
    let names = fs::read_dir(dir).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let is_like = |name: &String| {
        let name = name.trim().to_lowercase();
        [CONTENT, "contents", "contend", "contenido", "inhalt"].contains(&name.as_str())
    };
    names.filter(is_like).filter(|name| name != CONTENT && dir.join(name).is_dir()).min()
}

/// The only site among the folders in `dir`.
fn site_in(dir: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(dir).ok()?.filter_map(Result::ok).map(|entry| dir.join(entry.file_name()));
    let mut sites = entries.filter(|path| path.join(CONTENT).is_dir() && path.join(SETTINGS).is_file());
    sites.next().filter(|_| sites.next().is_none())
}

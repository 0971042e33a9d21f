//! A change as a unified diff, for people, `patch` and `git apply`. The only module that uses the `similar` crate.

use std::io::{self, Write};

use similar::TextDiff;

use super::Change;

/// The form of a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffStyle {
    /// Exact, for files and for `patch`.
    Plain,
    /// For a terminal: without control characters.
    Terminal,
    /// For a terminal with colours.
    Coloured,
}

/// Writes the change as a unified diff.
///
/// # Errors
/// Returns only errors of `out`.
pub fn write_diff(change: &Change, style: DiffStyle, out: &mut dyn Write) -> io::Result<()> {
    let diff = TextDiff::from_lines(&change.old, &change.new);
    let mut unified = diff.unified_diff();
    let (from, to) = (change.path.as_str(), change.to.as_deref().unwrap_or(&change.path));
    let (old, new) = (format!("a/{from}"), format!("b/{to}"));
    if change.to.is_some() {
        writeln!(out, "diff --git {old} {new}\nrename from {from}\nrename to {to}")?;
    }
    let text = unified.context_radius(2).header(&old, &new).to_string();
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        if style == DiffStyle::Plain {
            write!(out, "{line}{end}")?;
            continue;
        }
        let shown: String = line.chars().filter(|c| *c == '\t' || !c.is_control()).collect();
        match paint(line).filter(|_| style == DiffStyle::Coloured) {
            Some(paint) => write!(out, "\u{1b}[{paint}m{shown}\u{1b}[0m{end}")?,
            None => write!(out, "{shown}{end}")?,
        }
    }
    Ok(())
}

fn paint(line: &str) -> Option<&'static str> {
    Some(match line {
        line if line.starts_with("--- ") || line.starts_with("+++ ") => "1",
        line if line.starts_with("@@") => "36",
        line if line.starts_with('-') => "31",
        line if line.starts_with('+') => "32",
        _ => return None,
    })
}

//! Lists whose items begin with a number or with a sign other than the hyphen.

use std::ops::Range;

use super::line::Line;
use super::{Advice, Trap};
use crate::diagnostic::Code;
use crate::text::Slice;
use crate::yaml::Known;

/// A line that begins like an item in another notation.
#[derive(Debug)]
struct Bullet<'t> {
    line: Line<'t>,
    /// The sign, such as `•` or `1.`.
    sign: &'t str,
    /// The text after the sign and the spaces.
    item: &'t str,
}

/// The items of a list that begin with `•`, `*`, a long dash or a number. All items of the first such list are corrected
/// at once. Only lists of keys and of paths are certain: elsewhere the sign may belong to a text.
pub(in crate::yaml) fn bullets(text: &str, known: Known<'_>) -> Option<Trap> {
    let mut opens = false;
    let mut start = 0;
    let lines: Vec<Line<'_>> = text
        .split_inclusive('\n')
        .map(|line| {
            let here = start;
            start += line.len();
            Line::new(here, line.trim_end_matches(['\n', '\r']))
        })
        .filter(|line| !line.text.trim().is_empty())
        .collect();
    for (number, line) in lines.iter().enumerate() {
        if opens && let Some(bullet) = bullet(*line).filter(|bullet| is_certain(bullet, known)) {
            return Some(corrected(&bullet, &lines[number..]));
        }
        opens = line.value().is_empty() && line.key.is_some_and(|key| known().contains(&key));
    }
    None
}

fn bullet(line: Line<'_>) -> Option<Bullet<'_>> {
    let written = line.text.slice(line.indent..);
    let sign = sign(written)?;
    let item = written.slice(sign.len()..).trim_start();
    (item.len() < written.len() - sign.len() && !item.is_empty()).then_some(Bullet { line, sign, item })
}

/// The sign with which an item begins in another notation.
pub(in crate::yaml) fn sign(item: &str) -> Option<&str> {
    let first = item.chars().next()?;
    if matches!(first, '•' | '·' | '*' | '–' | '—' | '‣' | '▪') {
        return Some(item.slice(..first.len_utf8()));
    }
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    ((1..=2).contains(&digits) && item.slice(digits..).starts_with(['.', ')'])).then(|| item.slice(..=digits))
}

fn is_certain(bullet: &Bullet<'_>, known: Known<'_>) -> bool {
    let key = bullet.item.split(':').next().filter(|key| key.len() < bullet.item.len());
    let is_path = bullet.item.contains(".md") && !bullet.item.contains(' ');
    is_path || key.is_some_and(|key| known().contains(&key))
}

/// Writes a hyphen in the first line and in those below that begin in the same way.
fn corrected(first: &Bullet<'_>, lines: &[Line<'_>]) -> Trap {
    let indent = first.line.indent;
    let inside = lines.iter().take_while(|line| line.indent >= indent);
    let edits: Vec<(Range<usize>, String)> = inside
        .enumerate()
        .filter(|(_, line)| line.indent == indent)
        .map_while(|(number, line)| Some((number, bullet(*line)?)))
        .map(|(number, bullet)| {
            // Its other keys begin below the first one.
            let below = lines.get(number + 1).map_or(0, |line| line.indent);
            let blanks = " ".repeat(below.saturating_sub(indent + 1).max(1));
            (bullet.line.whole(), format!("{}-{blanks}{}", " ".repeat(indent), bullet.item))
        })
        .collect();
    let message = format!("the items of a list begin with a hyphen, not with `{}`", first.sign);
    let help = match edits.len() {
        1 => "write a hyphen and a space",
        _ => "write a hyphen and a space, here and in the lines below",
    };
    let mark = first.line.range(indent..indent + first.sign.len());
    Trap::new(Code::YamlDash, mark, Advice::new(message, help), edits)
}

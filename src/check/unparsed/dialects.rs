//! Markup of wikis, forums, LaTeX and word processors: headings, bold text, boxes to tick, numbering, marks of changes.

use super::Source;
use super::lines::{Line, by_block};
use super::runs::Run;
use crate::diagnostic::Diagnostic;
use crate::text::Slice;

/// Marks around words, with the Markdown that says the same.
const AROUND: [(&str, &str, &str); 12] = [
    ("'''", "'''", "**"),
    ("[b]", "[/b]", "**"),
    ("[B]", "[/B]", "**"),
    ("[i]", "[/i]", "*"),
    ("[u]", "[/u]", "*"),
    ("{++", "++}", ""),
    ("{==", "==}", ""),
    ("{--", "--}", "~~"),
    ("{info}", "{info}", ""),
    ("{note}", "{note}", ""),
    ("{tip}", "{tip}", ""),
    ("{warning}", "{warning}", ""),
];
/// Commands of LaTeX and word processors that break a page.
const PAGE_BREAKS: [&str; 4] = ["\\pagebreak", "\\newpage", "\\clearpage", "{pagebreak}"];
/// Boxes that are characters.
const BOXES: [(char, &str); 4] = [('☐', "- [ ] "), ('☑', "- [x] "), ('☒', "- [x] "), ('⬜', "- [ ] ")];

/// Reports marks around words.
pub(super) fn words(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    for (open, close, sign) in AROUND {
        let mut rest = 0;
        while let Some(from) = run.text.slice(rest..).find(open).map(|at| rest + at) {
            let begin = from + open.len();
            let Some(length) = run.text.slice(begin..).find(close) else { break };
            rest = begin + length + close.len();
            let inside = run.text.slice(begin..begin + length);
            if inside.trim().is_empty() || from == 0 && run.escaped {
                continue;
            }
            let right = format!("{sign}{}{sign}", inside.trim());
            let slip = run
                .source
                .foreign(run.range(from..rest), &format!("`{open}` is a mark of another tool, and is shown as text"));
            found.push(slip.suggest(format!("write `{right}`"), run.span(from..rest), right));
        }
    }
    comment_mark(run, found);
}

/// Reports `[MO1]`, the mark of a comment in Word.
fn comment_mark(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    for (open, _) in run.text.match_indices('[') {
        let Some((label, _)) = run.text.slice(open + 1..).split_once(']') else { break };
        let digits = label.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let letters = label.len() - digits.len();
        let is_mark =
            (1..=3).contains(&letters) && (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        let glued = run.text.slice(..open).ends_with(char::is_alphabetic);
        if is_mark && glued {
            let whole = open..open + label.len() + 2;
            let slip = run.source.foreign(
                run.range(whole.clone()),
                "this looks like the mark of a comment in Word, and is shown as text",
            );
            found.push(slip.suggest("remove it", run.span(whole), ""));
        }
    }
}

/// Reports what is foreign by the beginning of its line.
pub(super) fn lines(source: Source<'_>, lines: &[Line<'_>], found: &mut Vec<Diagnostic>) {
    for block in by_block(lines) {
        for line in block {
            let slip = heading(source, *line, block.len() == 1)
                .or_else(|| page_break(source, *line))
                .or_else(|| quotes(source, *line))
                .or_else(|| tick(source, *line));
            found.extend(slip);
        }
        lettered(source, block, found);
        late_number(source, block, found);
        last_backslash(source, block, found);
    }
}

/// Reports `h2. At night`, `== At night ==` and `# At night` in the forms of wikis.
fn heading(source: Source<'_>, line: Line<'_>, alone: bool) -> Option<Diagnostic> {
    if !line.plain || line.in_item {
        return None;
    }
    let numbered = line.text.strip_prefix('h').and_then(|rest| {
        let (level, title) = rest.split_once(". ")?;
        ["1", "2", "3", "4", "5", "6"].contains(&level).then_some(title)
    });
    let between = || {
        let inside = line.text.trim_start_matches('=');
        let level = line.text.len() - inside.len();
        let title = inside.strip_suffix(&"=".repeat(level))?;
        ((1..=6).contains(&level) && title.starts_with(' ') && title.ends_with(' ')).then_some(title.trim())
    };
    let title = numbered.or_else(|| between().filter(|_| alone)).filter(|title| title.contains(char::is_alphabetic))?;
    let right = format!("## {title}");
    let whole = source.span(line.start..line.end());
    let slip = source.foreign(line.start..line.end(), "this makes a heading in other tools, and is shown as text");
    Some(slip.replace(format!("write `{right}`"), whole, right))
}

fn page_break(source: Source<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let written = source.text.slice(..line.end()).rsplit('\n').next().unwrap_or_default().trim_start();
    PAGE_BREAKS.contains(&written).then_some(())?;
    let start = line.end() - written.len();
    let slip = source.foreign(start..line.end(), "this breaks the page in other tools, and is shown as text");
    Some(slip.suggest("remove it: a page on the web has no end", source.span(start..line.end()), ""))
}

/// Reports `´´´` and `'''` in the place of the signs around code.
fn quotes(source: Source<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let is_fence = matches!(line.text, "´´´" | "'''" | "’’’" | "‘‘‘");
    let slip = || source.shown(line.start..line.end(), "code stands between two lines of backticks");
    is_fence.then(|| slip().suggest("write three backticks", source.span(line.start..line.end()), "```"))
}

/// Reports `☐ task` and `- [x ] task`.
fn tick(source: Source<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let first = line.text.chars().next().filter(|_| line.plain)?;
    if let Some((_, right)) = BOXES.iter().find(|(sign, _)| *sign == first) {
        let rest = line.text.slice(first.len_utf8()..).trim_start();
        let sign = line.start..line.end() - rest.len();
        let right = if line.in_item { right.trim_start_matches("- ") } else { right };
        let slip = source.shown(sign.clone(), &format!("`{first}` makes no box to tick"));
        return (!rest.is_empty())
            .then(|| slip.replace(format!("write `{}`", right.trim_end()), source.span(sign), right));
    }
    let (inside, rest) = line.text.strip_prefix('[').filter(|_| line.in_item && line.first)?.split_once(']')?;
    let ticked = matches!(inside.trim(), "x" | "X" | "v" | "V" | "✓" | "✔" | "✗");
    let right = if inside.trim().is_empty() { "[ ]" } else { "[x]" };
    if !ticked && !inside.trim().is_empty() || !rest.starts_with(' ') || inside.is_empty() {
        return None;
    }
    let sign = line.start..line.start + inside.len() + 2;
    let slip = source.shown(sign.clone(), "a box to tick is `[ ]`, and a ticked one `[x]`");
    Some(slip.replace(format!("write `{right}`"), source.span(sign), right))
}

/// Reports several lines that begin with `a)` or `(1)`.
fn lettered(source: Source<'_>, block: &[Line<'_>], found: &mut Vec<Diagnostic>) {
    let sign = |line: &Line<'_>| {
        let text = line.text.strip_prefix('(').unwrap_or(line.text);
        let (label, rest) = text.split_once(')')?;
        let letter = label.len() == 1 && label.bytes().all(|b| b.is_ascii_lowercase());
        let number = label.len() < 3
            && !label.is_empty()
            && label.bytes().all(|b| b.is_ascii_digit())
            && text.len() < line.text.len();
        let is_sign = line.plain && rest.starts_with(' ') && (letter || number);
        is_sign.then(|| line.text.len() - rest.len())
    };
    if block.len() < 2 || !block.iter().all(|line| sign(line).is_some()) {
        return;
    }
    for (number, line) in block.iter().enumerate() {
        let Some(length) = sign(line) else { continue };
        let place = line.start..line.start + length;
        let right = format!("{}.", number + 1);
        let slip = source.shown(place.clone(), &format!("`{}` makes no list", line.text.slice(..length)));
        found.push(slip.suggest(format!("write `{right}`"), source.span(place), right));
    }
}

/// Reports a list below a sentence that begins with another number than 1: Markdown reads it as part of the sentence.
fn late_number(source: Source<'_>, block: &[Line<'_>], found: &mut Vec<Diagnostic>) {
    let number = |line: &Line<'_>| {
        let (digits, rest) = line.text.split_once(". ")?;
        let is_number =
            (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !rest.is_empty();
        is_number.then(|| digits.parse::<u32>().ok()).flatten().filter(|_| line.plain)
    };
    for pair in block.windows(2).filter(|pair| pair.iter().all(|line| !line.first)) {
        let [first, second] = pair else { continue };
        if number(first).zip(number(second)).is_some_and(|(first, second)| first > 1 && second == first + 1) {
            let why = "a list below a sentence begins with 1, or needs an empty line above it";
            let slip = source.shown(first.start..first.end(), why);
            let indent = source.text.slice(..first.start).rsplit('\n').next().unwrap_or_default().len();
            let place = source.span(first.start - indent..first.start - indent);
            found.push(slip.suggest("leave an empty line above it", place, "\n"));
            return;
        }
    }
}

/// Reports a backslash at the end of a paragraph, where no line follows that it could break.
fn last_backslash(source: Source<'_>, block: &[Line<'_>], found: &mut Vec<Diagnostic>) {
    let Some(last) = block.last().filter(|last| last.text.ends_with('\\') && !last.text.ends_with("\\\\")) else {
        return;
    };
    let place = last.end() - 1..last.end();
    let slip = source.shown(place.clone(), "`\\` breaks a line only if another line of the paragraph follows");
    found.push(slip.replace("remove it", source.span(place), ""));
}

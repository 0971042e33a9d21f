//! Converts text typed by people to YAML and Markdown with the same meaning.

use crate::text::single_spaced;

/// Replaces each `{{name}}` in the template. Replacements are not searched for further placeholders.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        text.push_str(before);
        let (name, behind) = after.split_once("}}").unwrap_or((after, ""));
        text.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = behind;
    }
    text + rest
}

/// The words of `text` with single spaces between them, without control characters.
pub(super) fn one_line(text: &str) -> String {
    let seen: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    single_spaced(&seen)
}

/// Escapes `text` for one line of Markdown.
pub(super) fn inline(text: &str) -> String {
    let text = one_line(text);
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~' | '&' | '^') {
            safe.push('\\');
        }
        safe.push(c);
    }
    let rest = safe.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = safe.len() - rest.len();
    match rest.chars().next() {
        Some('.' | ')') if number > 0 => safe.insert(number, '\\'),
        Some('#' | '>' | '-' | '+' | '=' | ':') if number == 0 => safe.insert(0, '\\'),
        _ => {}
    }
    safe
}

/// The paragraphs of `text`, which are separated by blank lines.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in text.lines() {
        match (line.trim().is_empty(), paragraphs.last_mut()) {
            (false, Some(last)) => {
                last.push(' ');
                last.push_str(line);
            }
            _ => paragraphs.push(String::new()),
        }
    }
    paragraphs.iter().map(|paragraph| inline(paragraph)).filter(|paragraph| !paragraph.is_empty()).collect()
}

/// `text` as a Markdown quotation with its speaker.
pub(super) fn quote(text: &str, speaker: &str, mood: Option<&str>) -> String {
    let lines: Vec<String> = paragraphs(text).iter().map(|line| format!("> {line}\n>\n")).collect();
    let mood = mood.map_or_else(String::new, |mood| format!(", {mood}"));
    format!("{}> — {speaker}{mood}\n", lines.concat())
}

/// The first sentence of `text`, shortened at a word if it is very long.
pub(super) fn first_sentence(text: &str) -> String {
    const LONGEST: usize = 160;
    let text = one_line(text);
    let sentence = text.split_inclusive(['.', '!', '?', '。']).next().unwrap_or_default();
    if sentence.chars().count() <= LONGEST {
        return sentence.to_owned();
    }
    let mut short = String::new();
    for word in sentence.split(' ') {
        if short.chars().count() + word.chars().count() >= LONGEST {
            break;
        }
        short.push_str(word);
        short.push(' ');
    }
    format!("{} …", short.trim_end())
}

//! Quotations of someone speaking, whose last line names the speaker and the mood.
//!
//! `> — Dana, upset` ends such a quotation. Moods are not checked here.

use std::ops::Range;

use super::markdown::{Body, Element, Event};

/// The maximum length of a line that names a speaker, in bytes. A longer line is a sentence that begins with a dash.
const LONGEST_LINE: usize = 120;

/// A quotation with its speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The number of the quotation's `Start` event.
    pub quote: usize,
    /// The number of the event after the quotation's `End`.
    pub after: usize,
    /// The events of the spoken words, from after the `Start` to before the line with the name.
    pub words: Range<usize>,
    /// True if the line with the name is in the last paragraph of the words, so that `words` ends inside that
    /// paragraph.
    pub open_paragraph: bool,
    /// The speaker, without markup.
    pub name: String,
    /// The mood: the text after the last comma.
    pub mood: Option<String>,
    /// The events of the line with the name.
    pub line: Range<usize>,
}

/// The quotations with a speaker in a range of events, in order.
#[must_use]
pub fn voices(body: &Body, source: &str, range: Range<usize>) -> Vec<Voice> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for at in range {
        match body.event(at) {
            Some((Event::Start(Element::Quote), _)) => open.push(at),
            Some((Event::End(Element::Quote), _)) => {
                found.extend(open.pop().and_then(|quote| voice(body, source, quote, at)));
            }
            _ => {}
        }
    }
    found.sort_by_key(|voice| voice.quote);
    found
}

fn voice(body: &Body, source: &str, quote: usize, end: usize) -> Option<Voice> {
    let close = before_comments(body, source, end)?;
    if !matches!(body.event(close)?.0, Event::End(Element::Paragraph)) {
        return None;
    }
    let before = line_before(body, close, quote)?;
    let line = body.plain(source, before + 1..close);
    let Speaker { name, mood } = speaker(&line)?;
    let open_paragraph = !matches!(body.event(before)?.0, Event::Start(_));
    let words = quote + 1..before;
    (!words.is_empty()).then(|| Voice {
        quote,
        after: end + 1,
        words,
        open_paragraph,
        name,
        mood,
        line: before + 1..close,
    })
}

/// The last event before `end` that is not part of a comment. Authors put allow comments below the speaker's line.
fn before_comments(body: &Body, source: &str, end: usize) -> Option<usize> {
    let mut last = end.checked_sub(1)?;
    while body.event(last)?.0 == Event::End(Element::HtmlBlock) {
        let start = (0..last)
            .rev()
            .find(|&at| body.event(at).is_some_and(|(event, _)| event == Event::Start(Element::HtmlBlock)))?;
        let html = source.get(body.event(start)?.1.range())?.trim();
        if !(html.starts_with("<!--") && html.find("-->") == html.len().checked_sub("-->".len())) {
            break;
        }
        last = start.checked_sub(1)?;
    }
    Some(last)
}

/// The line break, or the start of the paragraph, before the last line of the paragraph that ends at `close`. `None` if
/// the line contains anything but text and emphasis, or emphasis that began before it.
fn line_before(body: &Body, close: usize, quote: usize) -> Option<usize> {
    let mut unopened = 0_usize;
    for at in (quote + 1..close).rev() {
        match body.event(at)?.0 {
            Event::SoftBreak | Event::HardBreak | Event::Start(Element::Paragraph) => {
                return (unopened == 0).then_some(at);
            }
            Event::End(Element::Emphasis | Element::Strong) => unopened += 1,
            Event::Start(Element::Emphasis | Element::Strong) => unopened = unopened.checked_sub(1)?,
            Event::Text(_) | Event::Code(_) => {}
            _ => return None,
        }
    }
    None
}

/// The speaker of a quotation.
#[derive(Debug)]
struct Speaker {
    name: String,
    mood: Option<String>,
}

/// Reads the name and mood in a line such as `— Dana, upset`. It begins with an em dash, an en dash or `--`.
fn speaker(line: &str) -> Option<Speaker> {
    let line = line.trim();
    let rest = line.strip_prefix('—').or_else(|| line.strip_prefix('–')).or_else(|| line.strip_prefix("--"))?;
    if line.len() > LONGEST_LINE || rest.starts_with('-') {
        return None;
    }
    let (name, mood) = match rest.rsplit_once(',') {
        Some((name, mood)) => (name.trim(), Some(mood.trim()).filter(|mood| !mood.is_empty())),
        None => (rest.trim(), None),
    };
    (!name.is_empty()).then(|| Speaker { name: name.to_owned(), mood: mood.map(ToOwned::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown::parse;
    use crate::source::FileId;

    fn seen(text: &str) -> Vec<(String, Option<String>)> {
        let (body, _) = parse(FileId(0), text, 0, "");
        voices(&body, text, 0..body.len()).into_iter().map(|voice| (voice.name, voice.mood)).collect()
    }

    fn of(name: &str, mood: Option<&str>) -> Vec<(String, Option<String>)> {
        vec![(name.to_owned(), mood.map(ToOwned::to_owned))]
    }

    #[test]
    fn the_last_line_names_the_speaker_and_the_mood() {
        assert_eq!(seen("> No!\n>\n> — Dana, upset\n"), of("Dana", Some("upset")));
        assert_eq!(seen("> No!\n> -- Dana, a regular, *very* upset\n"), of("Dana, a regular", Some("very upset")));
        assert_eq!(seen("> No!\n>\n> – Dana\n"), of("Dana", None));
        assert_eq!(seen("> No!\n>\n> — Dana\n>\n> <!-- allow it: why -->\n"), of("Dana", None));
    }

    #[test]
    fn quotations_without_a_name_or_without_words_have_no_speaker() {
        for text in
            ["> No!", "> — Dana", "> a\n> - b", "> a\n> — [b](c)", "> a\n>\n> —", "> a\n>\n> --- b", "> *a\n> — b*"]
        {
            assert_eq!(seen(text), [], "{text}");
        }
    }
}

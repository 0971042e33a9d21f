//! Divides the text of a scenario into sections, and checks their headings.

use std::collections::HashMap;
use std::ops::Range;

use super::context::Context;
use super::section::{Outline, Section};
use super::{meant_debrief, meant_ending};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::{Element, Event, Heading};
use crate::parse::scenario::words::Keyword;
use crate::parse::slug::slug;
use crate::source::Span;
use crate::text::clip;

/// Finds the scenes and the debrief.
pub(super) fn read(cx: &mut Context<'_>, front: Span) -> Outline {
    let mut outline = Outline { briefing: 0..cx.body.len(), ..Outline::default() };
    let mut sections: Vec<Section> = Vec::new();
    let mut at = 0;
    while let Some((event, _)) = cx.body.event(at) {
        let after = cx.body.after(at);
        if let Event::Start(Element::Heading(number)) = event
            && (is_scene_heading(cx, &cx.body.headings[number as usize])
                || meant_debrief::is_heading(cx, number as usize))
        {
            let end = at;
            sections.last_mut().map_or(&mut outline.briefing, |section| &mut section.events).end = end;
            sections.push(section(cx, number as usize, at..after));
        }
        at = after;
    }
    same_headings(cx, &sections);
    let last = sections.len();
    for (number, mut section) in sections.into_iter().enumerate() {
        if !cx.words.is(&cx.body.headings[section.heading].text, Keyword::Debrief)
            && outline.debrief.is_none()
            && meant_debrief::report(cx, &section, number + 1 == last)
        {
            outline.debrief = Some(section);
            continue;
        }
        outline.renamed.extend(meant_ending::correct(cx, &mut section));
        if cx.words.is(&cx.body.headings[section.heading].text, Keyword::Debrief) {
            debrief_size(cx, &section);
            outline.debrief.get_or_insert(section);
        } else {
            outline.scenes.push(section);
        }
    }
    check_start(cx, front, &outline);
    outline
}

/// Reports a heading of the debrief that is not written with `##`.
fn debrief_size(cx: &mut Context<'_>, section: &Section) {
    let heading = &cx.body.headings[section.heading];
    let written = cx.source.get(heading.span.range()).unwrap_or_default();
    let signs = written.len() - written.trim_start_matches('#').len();
    // A heading with one `#` is reported as a second title, with the same fix.
    if signs <= 2 {
        return;
    }
    let right = format!("## {}", cx.words.title(Keyword::Debrief));
    let message = format!("the heading of the debrief has two `#`, but this one has {signs}");
    let found = Diagnostic::new(Code::NoDebrief, section.span, message);
    let start = heading.span.range().start;
    let signs = Span::new(heading.span.file, start..start + signs);
    cx.report(found.replace(format!("write `{right}`"), signs, "##"));
}

fn section(cx: &Context<'_>, heading: usize, events: Range<usize>) -> Section {
    let Heading { text, span, .. } = &cx.body.headings[heading];
    let written = cx.text(events.start + 1..events.end - 1, *span);
    let ending = text.split_once([':', '：']).filter(|(word, _)| cx.words.is(word, Keyword::Ending));
    Section {
        heading,
        events: events.end..cx.body.len(),
        span: if text.trim().is_empty() { *span } else { written.phrase().span() },
        ending: ending.map(|(_, name)| name.trim().to_owned()),
    }
}

/// Returns true if a heading is written with `##`. A stray first-level heading is treated as text.
fn is_scene_heading(cx: &Context<'_>, heading: &Heading) -> bool {
    let written = cx.source.get(heading.span.range()).unwrap_or_default().trim_start();
    let first = match written.strip_prefix('#') {
        Some(rest) => !rest.starts_with('#'),
        None => written.trim_end().ends_with('='),
    };
    heading.level == 2 && !first
}

fn same_headings(cx: &mut Context<'_>, sections: &[Section]) {
    let mut first: HashMap<String, Span> = HashMap::new();
    for section in sections {
        let heading = &cx.body.headings[section.heading];
        let address = slug(&heading.text);
        if let Some(&earlier) = first.get(&address) {
            let message = format!("two scenes have the heading `{}`", clip(&heading.text));
            let found = Diagnostic::new(Code::SameHeading, section.span, message)
                .because("the second one")
                .label(earlier, "the first one")
                .help("give one of them other words, and change the links that lead to it");
            cx.report(found);
        } else {
            odd_address(cx, heading, &address, section.span);
            first.insert(address, section.span);
        }
    }
}

fn odd_address(cx: &mut Context<'_>, heading: &Heading, plain: &str, span: Span) {
    let (address, words) = (&heading.slug, clip(&heading.text));
    let odd = Diagnostic::new(Code::OddAddress, span, format!("the address of this heading is `#{}`", clip(address)));
    if plain.is_empty() {
        cx.report(odd.because("none of its characters can be used in an address").help("use words that have letters"));
    } else if address != plain {
        let found = odd.because(format!("an earlier heading of this page already has `#{}`", clip(plain)));
        cx.report(found.help(format!("use other words than `{words}`")));
    } else if plain.contains("--") || plain.starts_with('-') || plain.ends_with('-') {
        let found = odd.because("a character between spaces or at the end leaves a hyphen of its own");
        cx.report(found.help("use words, single spaces, and commas or colons directly after a word"));
    }
}

fn check_start(cx: &mut Context<'_>, front: Span, outline: &Outline) {
    let help = "write a heading such as `## The call` above what happens first";
    match outline.scenes.first() {
        None => {
            let message = "this scenario has no scene";
            let line = cx.source.get(front.range()).and_then(|keys| keys.lines().next()).unwrap_or_default();
            let first = Span { end: front.start + u32::try_from(line.len()).unwrap_or_default(), ..front };
            cx.report(Diagnostic::new(Code::NoStart, first, message).help(help));
        }
        Some(section) if section.ending.is_some() => {
            let message = "the story would begin with an ending";
            let found = Diagnostic::new(Code::NoStart, section.span, message).because("the first heading is the start");
            cx.report(found.help(help));
        }
        Some(_) => {}
    }
}

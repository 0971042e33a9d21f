//! HTML from Markdown without a surrounding site.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use casebook::parse::markdown::{Body, parse};
use casebook::render::html::glossary::{Entry, Glossary};
use casebook::render::html::rewrite::Rewriter;
use casebook::render::html::{Href, Links, Medium, PageState, Settings, Size, Strings, Terms, Text};
use casebook::source::FileId;

/// Resolves links by the extension of their destination.
pub struct ByEnding<'a>(pub &'a Body);

impl Links for ByEnding<'_> {
    fn href(&self, number: u32) -> Href<'_> {
        let to = self.0.links[number as usize].destination.as_str();
        let ending = to.rsplit('.').next().unwrap_or_default();
        let media = |medium| Href::Media {
            url: to.into(),
            medium,
            captions: to.starts_with("subtitled").then(|| to.replace(".mp4", ".vtt").into()),
        };
        match ending {
            _ if to.starts_with("missing") || to == "Wiki page" => Href::Broken,
            _ if to.starts_with("http") => Href::To { url: to.into(), external: true },
            _ if to.contains('@') => Href::To { url: format!("mailto:{to}").into(), external: false },
            "png" => Href::Image { url: to.into(), size: Some(Size { width: 640, height: 480 }) },
            "svg" => Href::Image { url: to.into(), size: None },
            "mp4" => media(Medium::Video),
            "mp3" => media(Medium::Audio),
            _ => Href::To { url: to.replace(".md", ".html").into(), external: false },
        }
    }
}

/// Returns the English strings that HTML from Markdown needs.
pub fn english() -> Strings {
    Strings::new(|key| {
        match key {
            "anchor" => "Link to “{title}”",
            "task_done" => "done",
            "task_open" => "to do",
            "table" => "Table {n}",
            "footnotes" => "Footnotes",
            "footnote_back" => "Back to the text",
            "video" => "Video: {title}",
            "audio" => "Recording: {title}",
            "note" => "Note",
            "tip" => "Tip",
            "important" => "Important",
            "warning" => "Warning",
            "caution" => "Caution",
            unknown => unreachable!("unknown string {unknown}"),
        }
        .to_owned()
    })
}

static TERMS: LazyLock<Glossary> = LazyLock::new(|| {
    Glossary::new(&[
        Entry { id: "fan", means: "tells \"friends\"", forms: vec!["fan", "raving fan", "Raving fans"] },
        Entry { id: "goodbye", means: "a good end", forms: vec!["goodbye", "farewell"] },
        Entry { id: "fix-it-twice", means: "for them & for the next", forms: vec!["fix it twice"] },
        Entry { id: "lead-question", means: "what would help?", forms: vec!["lead question"] },
    ])
});

/// Returns the HTML of a text. A first line `<!-- test: … -->` turns on `raw-html`, `glossary` or `handbook`.
pub fn html(text: &str) -> String {
    let strings = english();
    let mut settings = Settings::new(&strings);
    let chapters = BTreeMap::new();
    let mut chapter = None;
    match text.strip_prefix("<!-- test: ").and_then(|rest| rest.split_once(' ')) {
        Some(("raw-html", _)) => settings.raw_html = true,
        Some(("glossary", _)) => {
            settings.terms = Some(Terms { glossary: &TERMS, href: "../glossary.html#".to_owned() });
        }
        Some(("handbook", _)) => {
            settings.part = Some("The \"wallet\" seam");
            chapter = Some(Rewriter { prefix: "cases.seam:", lower: 2, chapters: &chapters });
        }
        _ => {}
    }
    let (body, _) = parse(FileId(0), text, 0, "The title");
    let mut out = String::new();
    Text::new(&body, text, &ByEnding(&body)).all(&mut PageState::new(settings), &mut out);
    match chapter {
        Some(chapter) => chapter.run(&out),
        None => out,
    }
}

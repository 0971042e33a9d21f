//! Writes the HTML of Markdown texts, for the test that compares it with the CommonMark specification.
//!
//! `cargo run --example markdown`. Reads JSON strings from standard input, one text a line, and writes the HTML of each
//! as a JSON string. Links keep their destinations, because there is no site in which they could be looked up.

use std::io::{BufRead as _, Write as _};

use casebook::parse::markdown::{Body, LinkForm, parse};
use casebook::render::html::{Href, Links, PageState, Settings, Strings, Text};
use casebook::source::FileId;

/// Links that lead where their text says.
struct AsWritten<'a>(&'a Body);

impl Links for AsWritten<'_> {
    fn href(&self, number: u32) -> Href<'_> {
        let Some(link) = self.0.links.get(number as usize) else { return Href::Broken };
        let url = link.destination.as_str();
        match link.form {
            LinkForm::Image => Href::Image { url: url.into(), size: None },
            LinkForm::Email => Href::To { url: format!("mailto:{url}").into(), external: false },
            LinkForm::Link => Href::To { url: url.into(), external: false },
            LinkForm::Wiki | LinkForm::WikiImage | LinkForm::Step => Href::Broken,
        }
    }
}

fn main() -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let text: String = serde_json::from_str(&line?)?;
        let html = serde_json::to_string(&html(&text))?;
        writeln!(out, "{html}")?;
    }
    Ok(())
}

fn html(text: &str) -> String {
    let strings = Strings::new(str::to_owned);
    let mut settings = Settings::new(&strings);
    settings.raw_html = true;
    // No heading of the specification repeats this title, so none is left out.
    let (body, _) = parse(FileId(0), text, 0, "\u{0}");
    let mut html = String::new();
    Text::new(&body, text, &AsWritten(&body)).all(&mut PageState::new(settings), &mut html);
    html
}

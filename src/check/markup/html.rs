//! Says which Markdown does the work of an HTML tag.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::text::Slice;

/// Elements of HTML that Markdown needs nothing for.
const PLAIN: [&str; 10] = ["u", "font", "span", "center", "p", "div", "big", "small", "section", "article"];
/// A tag at the beginning of a text.
struct Tag<'a> {
    /// From `<` to `>`.
    written: &'a str,
    /// In small letters.
    name: String,
    closes: bool,
    /// The attributes as written.
    attributes: &'a str,
    /// The length of `written`.
    length: usize,
    /// The text up to the closing tag, if that is on the same line and there is no markup between.
    inner: Option<&'a str>,
}

impl<'a> Tag<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let end = text.find('>')?;
        let inside = text.slice(..end).strip_prefix('<')?;
        let closes = inside.starts_with('/');
        let inside = inside.trim_start_matches('/');
        let written: &str = inside.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        let rest = text.slice(end + 1..).split('\n').next().unwrap_or_default();
        let close = rest.find("</").filter(|&close| {
            let after = rest.slice(close + 2..);
            after.get(..written.len()).is_some_and(|name| name.eq_ignore_ascii_case(written))
        });
        let inner = close.map(|close| rest.slice(..close)).filter(|inner| !inner.contains('<'));
        let attributes = inside.slice(written.len()..).trim();
        let whole = text.slice(..=end);
        Some(Self { written: whole, name: written.to_ascii_lowercase(), closes, attributes, length: end + 1, inner })
    }

    /// The value of an attribute; empty if it has none.
    fn value(&self, name: &str) -> Option<&'a str> {
        let lower = self.attributes.to_ascii_lowercase();
        let at = lower.find(&format!("{name}="))?;
        let value = self.attributes.get(at + name.len() + 1..)?;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        match quote {
            Some(quote) => value.slice(1..).split(quote).next(),
            None => value.split([' ', '/']).next(),
        }
    }

    /// True for words in angle brackets that are to be replaced, such as `<Name>` and `<your name>`.
    fn is_placeholder(&self) -> bool {
        let starts = self.written.trim_start_matches('<').starts_with(char::is_uppercase);
        let shouts = !self.written.contains(char::is_lowercase);
        !self.attributes.contains('=') && (starts && !shouts || !self.attributes.trim_end_matches('/').is_empty())
    }

    /// The number of bytes from `<` to the end of the closing tag.
    fn whole(&self) -> Option<usize> {
        Some(self.length + self.inner?.len() + self.name.len() + "</>".len())
    }
}

/// Adds advice about the tag at `span`.
pub(super) fn in_words(found: Diagnostic, span: Span, source: &str) -> Diagnostic {
    let written = source.slice(span.range().start..);
    let Some(tag) = Tag::read(written).filter(|_| written.starts_with('<')) else {
        return found
            .help("say it in Markdown: `**bold**`, `*emphasis*`, `[words](page.md)`, `![what it shows](picture.jpg)`");
    };
    if let Some((right, length)) = markdown(&tag) {
        let whole = Span::new(span.file, span.range().start..span.range().start + length);
        return found.suggest(format!("write `{right}`"), whole, right);
    }
    found.help(match tag.name.as_str() {
        "b" | "strong" => "write `**` before and behind the words, without `<b>` and `</b>`".to_owned(),
        "i" | "em" => "write `*` before and behind the words, without `<i>` and `</i>`".to_owned(),
        "a" => "write `[words](page.md)`, or `[words](https://…)` for another website".to_owned(),
        "img" => "write `![what it shows](picture.jpg)`".to_owned(),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "write `##` and a space before the words of the heading".to_owned(),
        "ul" | "ol" | "li" => "write `- ` before each item of the list, on a line of its own".to_owned(),
        "table" | "tr" | "td" | "th" | "thead" | "tbody" => {
            "write each row on a line, with `|` between the cells, and below the first row `|---|---|`".to_owned()
        }
        "iframe" | "embed" | "object" | "video" | "audio" => match tag.value("src") {
            Some(to) if to.starts_with("http") => format!("link to it instead: `[what happens]({to})`"),
            _ => "save the film beside this page, and write `![what happens](film.mp4)`".to_owned(),
        },
        "aside" => "for a box, write `> [!NOTE]`, and begin each line below with `> `".to_owned(),
        "blockquote" => "begin each line of the quotation with `> `".to_owned(),
        "code" | "tt" => "write a backtick before and behind the words".to_owned(),
        "pre" => "write a line ``` above and below the code".to_owned(),
        "mark" => "write `**` before and behind the words".to_owned(),
        name if PLAIN.contains(&name) => {
            format!("remove `<{name}>` and `</{name}>`: the theme decides how text looks, and an empty line begins a paragraph")
        }
        name => format!("remove `<{name}>`, or write `\\<{name}>` to show it as it stands"),
    })
}

/// The Markdown for a tag and what it encloses, with the number of bytes that it replaces.
fn markdown(tag: &Tag<'_>) -> Option<(String, usize)> {
    let between = |sign: &str| {
        let inner = tag.inner.map(str::trim).filter(|inner| !inner.is_empty() && !inner.contains(['*', '_', '`']))?;
        Some((format!("{sign}{inner}{sign}"), tag.whole()?))
    };
    match tag.name.as_str() {
        _ if tag.closes => None,
        "b" | "strong" | "mark" => between("**"),
        "i" | "em" => between("*"),
        "s" | "del" | "strike" => between("~~"),
        name if PLAIN.contains(&name) => between(""),
        "a" => Some((format!("[{}]({})", tag.inner?.trim(), tag.value("href")?), tag.whole()?)),
        "img" => {
            let alt = tag.value("alt").filter(|alt| !alt.trim().is_empty()).unwrap_or("what it shows");
            Some((format!("![{alt}]({})", tag.value("src")?), tag.length))
        }
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let level = tag.name.slice(1..).parse().unwrap_or(2).max(2);
            Some((format!("{} {}", "#".repeat(level), tag.inner?.trim()), tag.whole()?))
        }
        "hr" => Some(("---".to_owned(), tag.length)),
        "blockquote" => Some((format!("> {}", tag.inner?.trim()), tag.whole()?)),
        "li" => Some((format!("- {}", tag.inner?.trim()), tag.whole()?)),
        _ if tag.is_placeholder() => Some((format!("\\{}", tag.written), tag.length)),
        _ => None,
    }
}

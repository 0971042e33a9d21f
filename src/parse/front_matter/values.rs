//! The value types that only front matter has: links, sums, and the words of cases.

use std::ops::Deref;

use crate::diagnostic::{Code, Diagnostic};
use crate::layout;
use crate::source::Span;
use crate::text::{Slice, rounded};
use crate::word_enum;
use crate::yaml::typed::read_text;
use crate::yaml::{FromYaml, Node, Reader, Shape, Text, Value};

/// A path to a `.md` file, relative to the file that contains it, with an optional `#` and anchor; or just `#` and an
/// anchor in the same file. `check` verifies that the target exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link(pub Text);

impl Link {
    /// The path before the `#`; empty for an anchor of the same file.
    #[must_use]
    pub fn path(&self) -> &str {
        self.split_once('#').map_or(&*self.0, |(path, _)| path)
    }

    /// The anchor without its `#`.
    #[must_use]
    pub fn anchor(&self) -> Option<&str> {
        self.split_once('#').map(|(_, anchor)| anchor)
    }
}

impl Deref for Link {
    type Target = Text;

    fn deref(&self) -> &Text {
        &self.0
    }
}

impl FromYaml for Link {
    const WANTS: &'static str = "the path of a page, which ends in `.md`";
    const WANTS_MANY: &'static str = "a list of paths of pages, which end in `.md`";

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        let node = match in_brackets(&node) {
            Some(name) if name.to_ascii_lowercase().contains(".md") => {
                let found = Diagnostic::new(Code::LinkForm, reader.input.first_line(node.span), BRACKETS);
                reader.report(found.replace(format!("write `{name}`"), node.span, name));
                return None;
            }
            // The page with that name can be found only when all pages are known.
            Some(name) => return Some(Self(Text { text: format!("[[{name}]]"), span: node.span })),
            None => node,
        };
        let text = read_text::<Self>(node, key, reader)?;
        // A title: the page or step can be found only when all pages are known.
        if text.contains(' ') && !text.contains(['/', '\\', '#', '[', ':']) && !text.to_lowercase().contains(".md") {
            return Some(Self(Text { text: format!("[[{}]]", text.text), span: text.span }));
        }
        match mistake(&text) {
            None => Some(Self(text)),
            Some(LinkMistake { message, corrected }) => {
                // The same brackets may have caused a YAML diagnostic, and one is enough.
                let start = text.span.start;
                reader.found.retain(|found| found.code != Code::YamlFirstSign || found.span().start != start);
                let found = Diagnostic::new(Code::LinkForm, text.span, message);
                reader.report(match corrected {
                    Some(right) => found.replace(format!("write `{right}`"), text.span, right),
                    None => found.help(format!("write {}, as seen from this file", Self::WANTS)),
                });
                None
            }
        }
    }

    fn stand_in(at: Span) -> Option<Self> {
        Text::stand_in(at).map(Self)
    }

    fn example() -> String {
        "../folder/page.md".to_owned()
    }

    fn shape() -> Shape {
        Shape::Link
    }
}

const BRACKETS: &str = "only the path belongs here, without brackets";

/// The only text in nested lists, which is how YAML reads `[[name]]` and `[name]`.
fn in_brackets(node: &Node<'_>) -> Option<String> {
    match &node.value {
        Value::List(items) => match items.as_slice() {
            [Node { value: Value::Scalar { text, .. }, .. }] => Some(text.trim().to_owned()),
            [inner] => in_brackets(inner),
            _ => None,
        },
        _ => None,
    }
}

/// A malformed link.
#[derive(Debug)]
struct LinkMistake {
    message: String,
    /// The corrected link, if it is certain.
    corrected: Option<String>,
}

impl LinkMistake {
    fn new(message: impl Into<String>, corrected: Option<String>) -> Self {
        Self { message: message.into(), corrected }
    }
}

/// Returns what is wrong with the form of a link; `None` if nothing is.
fn mistake(link: &str) -> Option<LinkMistake> {
    if link.starts_with("[[") && link.ends_with("]]") {
        return None;
    }
    if let Some(inner) = link.strip_prefix('[').and_then(|rest| rest.split_once("](")) {
        let path = inner.1.trim_end_matches(')');
        return Some(LinkMistake::new("only the path belongs here, not a whole Markdown link", Some(path.to_owned())));
    }
    if link.contains("://") || link.starts_with("mailto:") {
        return Some(LinkMistake::new(
            "this links to another site, but only a page of this site can be named here",
            None,
        ));
    }
    if link.contains('\\') {
        return Some(LinkMistake::new("folders in a path are separated by `/`", Some(link.replace('\\', "/"))));
    }
    if link.starts_with('/') {
        // The page that is meant can be found only when all pages are known.
        return None;
    }
    let (path, anchor) = link.split_at(link.find('#').unwrap_or(link.len()));
    if path.is_empty() && anchor.len() > 1 || layout::is_page(path) && anchor != "#" {
        return None;
    }
    let stem = layout::html_stem(path).unwrap_or(path);
    let anchor = if anchor == "#" { "" } else { anchor };
    let spaced = stem.is_empty() || stem.contains(' ') || stem.ends_with(['/', '.']);
    let page = if layout::is_page(stem) { stem.to_owned() } else { format!("{stem}.md") };
    let corrected = (!spaced).then(|| format!("{page}{anchor}"));
    Some(LinkMistake::new(format!("`{link}` is not the path of a page: pages end in `.md`"), corrected))
}

/// A sum with its unit: `$85`, `40 euros`, `120 kr`, `£12.50`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The sum as written.
    pub text: Text,
    /// The number, rounded to a whole one.
    pub amount: i64,
    /// The rest of the text; empty for a bare number.
    pub unit: String,
}

impl Sum {
    /// The sum as a whole number with its unit.
    #[must_use]
    pub fn whole(&self) -> String {
        rounded(&self.text).unwrap_or_else(|| self.text.text.clone())
    }
}

impl FromYaml for Sum {
    const WANTS: &'static str = "a sum such as `$85`";
    const WANTS_MANY: &'static str = "a list of sums such as `$85`";

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        let text = read_text::<Self>(node, key, reader)?;
        read_sum(text, key, Decimals::Allowed, reader)
    }

    fn example() -> String {
        "$85".to_owned()
    }

    fn shape() -> Shape {
        Shape::Sum
    }
}

/// A sum without decimal places, because a story calculates with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeSum(pub Sum);

impl Deref for WholeSum {
    type Target = Sum;

    fn deref(&self) -> &Sum {
        &self.0
    }
}

impl FromYaml for WholeSum {
    const WANTS: &'static str = Sum::WANTS;
    const WANTS_MANY: &'static str = Sum::WANTS_MANY;

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        let text = read_text::<Self>(node, key, reader)?;
        read_sum(text, key, Decimals::Rounded, reader).map(Self)
    }

    fn example() -> String {
        Sum::example()
    }

    fn shape() -> Shape {
        Shape::WholeSum
    }
}

/// The treatment of decimal places in a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decimals {
    Allowed,
    /// They are a mistake, and the rounded sum is suggested.
    Rounded,
}

fn read_sum(text: Text, key: &str, decimals: Decimals, reader: &mut Reader<'_>) -> Option<Sum> {
    match sum(&text, decimals) {
        Ok(Money { amount, unit }) => Some(Sum { text, amount, unit }),
        Err(NoSum { wants, cure, help }) => {
            let message = format!("`{key}` needs {wants}, but this is `{}`", text.text);
            let found = Diagnostic::new(Code::WrongSum, text.span, message);
            reader.report(match cure {
                Some(Cure { right, certain }) => {
                    found.replace_if(certain, format!("{help}: `{right}`"), text.span, right)
                }
                None => found.help(help),
            });
            None
        }
    }
}

/// The reason why a text is not a sum.
#[derive(Debug)]
struct NoSum {
    wants: &'static str,
    cure: Option<Cure>,
    help: &'static str,
}

/// The sum to write instead.
#[derive(Debug)]
struct Cure {
    right: String,
    certain: bool,
}

/// A number, rounded to a whole one, and its unit.
#[derive(Debug)]
struct Money {
    amount: i64,
    unit: String,
}

/// Splits a sum into its number and its unit.
fn sum(text: &str, decimals: Decimals) -> Result<Money, NoSum> {
    let no = |wants, cure, help| Err(NoSum { wants, cure, help });
    let is_digit = |c: char| c.is_ascii_digit();
    let Some(start) = text.find(is_digit) else {
        return no("a sum such as `$85`", None, "write the number in digits, with its unit");
    };
    let end = text.slice(start..).find(|c| !is_digit(c)).map_or(text.len(), |length| start + length);
    let (before, after) = (text.slice(..start).trim(), text.slice(end..));
    if after.starts_with(MARKS) && after.chars().nth(1).is_some_and(is_digit) {
        return with_marks(text, start, decimals);
    }
    if after.contains(is_digit) {
        return no("one number", None, "write one number with its unit, and put the rest into the text or a comment");
    }
    if decimals == Decimals::Rounded && is_vague(before, after) {
        let right = format!(
            "{}{}",
            before.split_whitespace().last().filter(|unit| !is_word(unit)).unwrap_or(""),
            text.slice(start..)
        );
        let cure = Cure { right: right.trim().to_owned(), certain: false };
        return no("one number with its unit", Some(cure), "write the sum alone");
    }
    let (sign, unit) = match before.strip_prefix(['-', '−', '–']) {
        Some(rest) => (-1, rest.trim()),
        None => (1, before.strip_prefix('+').unwrap_or(before).trim()),
    };
    let Ok(amount) = text.slice(start..end).parse::<i64>() else {
        return no("a smaller number", None, "use fewer digits");
    };
    let unit = if unit.is_empty() { after.trim() } else { unit };
    Ok(Money { amount: sign * amount, unit: unit.to_owned() })
}

/// Returns true if there are words before a number: `about $900`, `up to 40 euros`. One word alone may be the unit.
fn is_vague(before: &str, after: &str) -> bool {
    let words: Vec<&str> = before.split_whitespace().collect();
    words.len() > 1
        || words.first().is_some_and(|word| is_word(word) && !after.trim().is_empty())
        || before.starts_with(['~', '≈', '<', '>'])
}

/// Returns true for a word that is no code of a currency: `about`, but not `USD` or `kr`.
fn is_word(word: &str) -> bool {
    word.chars().count() > 3 && word.chars().all(char::is_alphabetic)
}

/// Characters between the digits of one number.
const MARKS: [char; 6] = [',', '.', '\'', '’', ' ', '\u{a0}'];

/// Reads a sum whose number, which begins at `start`, has marks between its digits.
fn with_marks(text: &str, start: usize, decimals: Decimals) -> Result<Money, NoSum> {
    let no = |wants, cure, help| Err(NoSum { wants, cure, help });
    let last = text.rfind(|c: char| c.is_ascii_digit()).map_or(text.len(), |last| last + 1);
    let number = text.slice(start..last);
    let (groups, places) = match number.rfind([',', '.']).map(|at| (number.slice(..at), number.slice(at..))) {
        Some((groups, places)) if (2..=3).contains(&places.len()) => (groups, places),
        _ => (number, ""),
    };
    let digits: Vec<&str> = groups.split(MARKS).collect();
    let is_group = |part: &&str| part.len() == 3 && part.chars().all(|c| c.is_ascii_digit());
    let sound = digits.iter().skip(1).all(is_group) && places.chars().skip(1).all(|c| c.is_ascii_digit());
    if !sound {
        return no("one number", None, "write one number with its unit, and put the rest into the text or a comment");
    }
    let joined = format!("{}{}{places}{}", text.slice(..start), digits.concat(), text.slice(last..));
    match (decimals, rounded(&joined)) {
        (Decimals::Allowed, Some(whole)) if digits.len() == 1 => sum(&whole, decimals),
        (Decimals::Rounded, Some(right)) => no("one whole number", Some(Cure { right, certain: false }), "round it"),
        _ => {
            // `1.234` may be a number with decimal places.
            let certain = digits.len() > 2 || !number.contains('.');
            let cure = Cure { right: joined, certain };
            no("a number without marks between the thousands", Some(cure), "write it in one piece")
        }
    }
}

word_enum! {
    /// The kind of failure in a case.
    pub enum Failure {
        /// The service was poor or missing.
        Service = "service",
        /// The product was faulty.
        Product = "product",
        /// The tone hurt the customer, not the facts.
        Attitude = "attitude",
        /// The delivery was late, damaged, or at the wrong address.
        Delivery = "delivery",
        /// A promise was not kept.
        Promise = "promise",
        /// Something was not said, or was misunderstood.
        Communication = "communication",
    }
}

word_enum! {
    /// An assessment of the customer in hindsight.
    pub enum CustomerWas {
        /// They were right.
        Right = "right",
        /// They were wrong, but honest.
        Mistaken = "mistaken",
        /// They knew that they were wrong.
        Dishonest = "dishonest",
        /// Nothing would have satisfied them.
        Delusional = "delusional",
    }
}

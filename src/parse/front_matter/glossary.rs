//! `content/glossary.yaml`: the terms that a site explains.

use super::Shared;
use crate::diagnostic::{Code, Diagnostic};
use crate::record;
use crate::source::{FileId, Span};
use crate::text::Slice;
use crate::yaml::{self, FromYaml, Input, Map, Node, Reader, Record, Shape, Text, Value, Word, typed};

/// The terms, in the order of the file.
pub type Glossary = Map<Term>;

/// A term of the glossary.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Its meaning, in inline Markdown.
    pub means: Text,
    /// Other forms of the term, which are marked on pages too.
    pub also: Vec<Text>,
}

record! {
    /// The long form of a term.
    struct LongTerm, "a", "term" {
        /// The meaning of the term, in one or two sentences.
        "means" => means: Text,
        /// Other forms of the term, such as its plural.
        "also" => also: Vec<Word>,
    }
}

/// A term is either a group with `means` and `also`, or just a text: its meaning.
impl FromYaml for Term {
    const WANTS: &'static str = "its meaning";
    const WANTS_MANY: &'static str = "a list of terms";

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        if let Value::Scalar { .. } = node.value {
            return Text::from_yaml(node, key, reader).map(|means| Self { means, also: Vec::new() });
        }
        let long: LongTerm = typed::read_record(node, key, reader)?;
        Some(Self { means: long.means, also: long.also.into_iter().map(|word| word.0).collect() })
    }

    fn example() -> String {
        "what it means".to_owned()
    }

    fn shape() -> Shape {
        Shape::TextOr(Box::new(LongTerm::shape()))
    }
}

/// The shape of a glossary, for completion in editors.
#[must_use]
pub fn glossary_shape() -> Shape {
    Glossary::shape()
}

/// The byte at which the terms begin, if front matter with keys of a page precedes them.
fn front_matter_end(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let mut end = text.len() - inside.len();
    for line in inside.split_inclusive('\n') {
        end += line.len();
        if line.trim_end() == "---" {
            return (!text.slice(end..).trim().is_empty()).then_some(end);
        }
        let key = line.split(':').next().unwrap_or_default();
        if !line.trim().is_empty() && !Shared::KEYS.contains(&key) {
            return None;
        }
    }
    None
}

/// Reads the glossary in `text`.
#[must_use]
pub fn read_glossary(file: FileId, text: &str) -> (Glossary, Vec<Diagnostic>) {
    let mut reader = Reader::new(Input { file, text });
    let start = front_matter_end(text).inspect(|&end| {
        let span = Span::new(file, 0..end);
        let message = "a glossary has no front matter: every key in it is a term";
        let first = Diagnostic::new(Code::YamlSecondDocument, reader.input.first_line(span), message);
        reader.report(first.replace("remove these lines", span, ""));
    });
    let document = yaml::parse(reader.input, start.unwrap_or(0)..text.len(), &mut reader.found);
    if document.root.is_empty() {
        return (Glossary::default(), reader.found);
    }
    let glossary = Glossary::from_yaml(document.root, "glossary.yaml", &mut reader).unwrap_or_default();
    (glossary, reader.found)
}

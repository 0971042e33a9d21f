//! `content/glossary.yaml`: the terms that a site explains.

use crate::diagnostic::Diagnostic;
use crate::record;
use crate::source::FileId;
use crate::yaml::{self, FromYaml, Input, Map, Node, Reader, Shape, Text, Value, Word, typed};

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

/// Reads the glossary in `text`.
#[must_use]
pub fn read_glossary(file: FileId, text: &str) -> (Glossary, Vec<Diagnostic>) {
    let mut reader = Reader::new(Input { file, text });
    let document = yaml::parse(reader.input, 0..text.len(), &mut reader.found);
    if document.root.is_empty() {
        return (Glossary::default(), reader.found);
    }
    let glossary = Glossary::from_yaml(document.root, "glossary.yaml", &mut reader).unwrap_or_default();
    (glossary, reader.found)
}

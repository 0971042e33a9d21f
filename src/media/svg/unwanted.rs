//! Finds what a browser does not show: elements and attributes of other namespaces, metadata, comments, instructions.

use std::collections::HashMap;
use std::ops::Range;

use super::markup::{self, Attribute, DocumentType, Kind, Tag};
use crate::media::bytes::Error;

/// Namespaces that browsers read in a drawing; the empty one stands for none.
const SHOWN: &[&[u8]] = &[
    b"",
    b"http://www.w3.org/2000/svg",
    b"http://www.w3.org/1999/xlink",
    b"http://www.w3.org/XML/1998/namespace",
    b"http://www.w3.org/1999/xhtml",
    b"http://www.w3.org/1998/Math/MathML",
    b"http://www.w3.org/2001/xml-events",
];
/// Prefixes that drawings use without a declaration, because the document type of SVG 1.1 declares them.
const UNDECLARED: &[&[u8]] = &[b"xml", b"xlink", b"svg"];
/// Elements that are metadata in every namespace.
const METADATA: &[&[u8]] = &[b"metadata", b"xmpmeta", b"xapmeta", b"RDF"];
/// Instructions that browsers follow.
const INSTRUCTIONS: &[&[u8]] = &[b"xml", b"xml-stylesheet"];

/// Ranges of the text, each list in order.
#[derive(Default)]
pub(super) struct Found {
    pub dropped: Vec<Range<usize>>,
    /// CDATA sections that stay.
    pub verbatim: Vec<Range<usize>>,
}

/// Finds what is to be left out of a drawing.
pub(super) fn find(text: &[u8]) -> Result<Found, Error> {
    let mut reader = Reader::default();
    let mut at = 0;
    while let Some(offset) = markup::find(&text[at..], b"<") {
        let start = at + offset;
        let markup = markup::read(text, start)?;
        at = markup.end;
        reader.take(markup.kind, start..at)?;
    }
    match reader {
        Reader { skipped: Some(_), .. } => Err(Error::CutShort),
        Reader { is_drawing: false, .. } => Err(Error::Malformed),
        Reader { found, .. } => Ok(found),
    }
}

#[derive(Default)]
struct Reader<'t> {
    found: Found,
    namespaces: Namespaces<'t>,
    /// Number of elements that are open.
    depth: usize,
    skipped: Option<Skipped<'t>>,
    is_drawing: bool,
}

/// The part of the drawing that is being left out.
#[derive(Clone, Copy)]
struct Skipped<'t> {
    start: usize,
    /// Number of elements around it.
    depth: usize,
    /// The name of the element; `None` for a packet of XMP.
    name: Option<&'t [u8]>,
}

impl<'t> Reader<'t> {
    fn take(&mut self, markup: Kind<'t>, range: Range<usize>) -> Result<(), Error> {
        match markup {
            Kind::Open(tag) => {
                self.element(&tag, &range, false);
                self.depth += 1;
            }
            Kind::Empty(tag) => {
                self.element(&tag, &range, true);
                self.namespaces.leave(self.depth);
            }
            Kind::Close(name) => self.close(name, range.end)?,
            Kind::Instruction(b"xpacket", content) => self.packet(content, range)?,
            Kind::Instruction(name, _) if INSTRUCTIONS.contains(&name) => {}
            Kind::Comment | Kind::Instruction(..) => self.drop(range),
            Kind::Verbatim if self.skipped.is_none() => self.found.verbatim.push(range),
            Kind::Verbatim => {}
            Kind::DocumentType(found) => self.document_type(found)?,
        }
        Ok(())
    }

    /// Drops a range that lies in nothing that is being left out.
    fn drop(&mut self, range: Range<usize>) {
        if self.skipped.is_none() {
            self.found.dropped.push(range);
        }
    }

    fn element(&mut self, tag: &Tag<'t>, range: &Range<usize>, is_empty: bool) {
        self.namespaces.enter(self.depth + 1, &tag.attributes);
        if self.skipped.is_some() {
            return;
        }
        let (prefix, name) = split(tag.name);
        if METADATA.contains(&name) || !self.namespaces.is_shown(prefix.unwrap_or_default()) {
            if is_empty {
                self.drop(range.clone());
            } else {
                self.skipped = Some(Skipped { start: range.start, depth: self.depth, name: Some(tag.name) });
            }
            return;
        }
        let is_drawing = name == b"svg";
        self.is_drawing |= is_drawing;
        for attribute in &tag.attributes {
            let is_shown = match split(attribute.name) {
                (Some(b"xmlns"), prefix) | (Some(prefix), _) => self.namespaces.is_shown(prefix),
                // diagrams.net keeps its own copy of the drawing there, with dates and its user's browser.
                (None, name) => !(is_drawing && name == b"content"),
            };
            if !is_shown {
                self.drop(attribute.range.clone());
            }
        }
    }

    fn close(&mut self, name: &[u8], end: usize) -> Result<(), Error> {
        self.depth = self.depth.saturating_sub(1);
        self.namespaces.leave(self.depth);
        match self.skipped {
            Some(Skipped { start, depth, name: Some(open) }) if self.depth == depth => {
                if name != open {
                    return Err(Error::Malformed);
                }
                self.skipped = None;
                self.drop(start..end);
            }
            Some(Skipped { depth, name: None, .. }) if self.depth < depth => return Err(Error::Malformed),
            _ => {}
        }
        Ok(())
    }

    /// A packet of XMP goes from one instruction to another.
    fn packet(&mut self, content: &[u8], range: Range<usize>) -> Result<(), Error> {
        let is_start = content.trim_ascii_start().starts_with(b"begin");
        match self.skipped {
            Some(Skipped { start, depth, name: None }) if !is_start => {
                if self.depth != depth {
                    return Err(Error::Malformed);
                }
                self.skipped = None;
                self.drop(start..range.end);
            }
            None if is_start => {
                self.skipped = Some(Skipped { start: range.start, depth: self.depth, name: None });
            }
            _ => self.drop(range),
        }
        Ok(())
    }

    fn document_type(&mut self, found: DocumentType<'t>) -> Result<(), Error> {
        for comment in found.comments {
            self.drop(comment);
        }
        for entity in found.entities {
            let value = expanded(entity.value, &HashMap::new());
            // Elements that are written where the entity is named would be found nowhere.
            if value.contains(&b'<') {
                return Err(Error::Unsupported);
            }
            self.namespaces.entities.entry(entity.name).or_insert(value);
        }
        Ok(())
    }
}

/// The prefix of a name, and the name in its namespace.
fn split(name: &[u8]) -> (Option<&[u8]>, &[u8]) {
    match name.iter().position(|&byte| byte == b':') {
        Some(colon) => (Some(&name[..colon]), &name[colon + 1..]),
        None => (None, name),
    }
}

/// The value of an attribute, with what its references stand for.
fn expanded(value: &[u8], entities: &HashMap<&[u8], Vec<u8>>) -> Vec<u8> {
    let mut expanded = Vec::with_capacity(value.len());
    let mut at = 0;
    while let Some(&byte) = value.get(at) {
        let rest = &value[at..];
        let name = rest[1..].iter().position(|&byte| byte == b';').map(|end| &rest[1..=end]);
        at += match (byte, markup::reference(rest), name.and_then(|name| Some((name.len() + 2, entities.get(name)?)))) {
            (b'&', Some(reference), _) => {
                expanded.extend_from_slice(reference.character.encode_utf8(&mut [0; 4]).as_bytes());
                reference.len
            }
            (b'&', None, Some((len, entity))) => {
                expanded.extend_from_slice(entity);
                len
            }
            _ => {
                expanded.push(byte);
                1
            }
        };
    }
    expanded
}

/// The namespaces that prefixes stand for.
#[derive(Default)]
struct Namespaces<'t> {
    entities: HashMap<&'t [u8], Vec<u8>>,
    /// For each prefix its declarations from the outer to the inner: true if browsers read that namespace.
    declared: HashMap<&'t [u8], Vec<bool>>,
    open: Vec<Declaration<'t>>,
}

struct Declaration<'t> {
    prefix: &'t [u8],
    /// Number of elements that are open in the one that has it.
    depth: usize,
}

impl<'t> Namespaces<'t> {
    fn enter(&mut self, depth: usize, attributes: &[Attribute<'t>]) {
        for attribute in attributes {
            let prefix = match split(attribute.name) {
                (None, b"xmlns") => &b""[..],
                (Some(b"xmlns"), prefix) => prefix,
                _ => continue,
            };
            let namespace = expanded(attribute.value, &self.entities);
            self.declared.entry(prefix).or_default().push(SHOWN.contains(&namespace.as_slice()));
            self.open.push(Declaration { prefix, depth });
        }
    }

    fn leave(&mut self, depth: usize) {
        while let Some(Declaration { prefix, .. }) = self.open.pop_if(|declaration| declaration.depth > depth) {
            self.declared.get_mut(prefix).map(Vec::pop);
        }
    }

    /// Returns true if browsers read what has this prefix; the empty one is that of elements without a prefix.
    fn is_shown(&self, prefix: &[u8]) -> bool {
        match self.declared.get(prefix).and_then(|declarations| declarations.last()) {
            Some(is_shown) => *is_shown,
            None => prefix.is_empty() || UNDECLARED.contains(&prefix),
        }
    }
}

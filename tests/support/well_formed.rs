//! Checks that HTML is well-formed, correctly nested and has unique ids. It covers only elements that Casebook
//! writes; whole pages are validated elsewhere.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

const VOID: &[&str] = &["br", "hr", "img", "input", "track"];
const INSIDE_A_LINE: &[&str] =
    &["a", "audio", "br", "code", "del", "em", "img", "input", "kbd", "span", "strong", "sub", "sup", "track", "video"];

/// Returns the first problem in `html` as an error.
pub fn check(html: &str) -> Result<(), String> {
    let mut reader = Reader::from_str(html);
    reader.config_mut().check_end_names = false;
    let (mut open, mut ids) = (Vec::<String>::new(), BTreeSet::new());
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => {
                let name = name_of(tag.name().as_ref());
                allowed(&name, &open)?;
                attributes(&tag, &mut ids)?;
                if !VOID.contains(&name.as_str()) {
                    open.push(name);
                }
            }
            Event::End(tag) => {
                let (name, expected) = (name_of(tag.name().as_ref()), open.pop());
                if expected.as_deref() != Some(&name) {
                    return Err(format!("</{name}> closes {expected:?}"));
                }
            }
            Event::Text(text) => characters(&String::from_utf8_lossy(&text))?,
            Event::GeneralRef(entity) if matches!(&*entity, b"amp" | b"lt" | b"gt" | b"quot") => {}
            Event::Eof if open.is_empty() => return Ok(()),
            other => return Err(format!("{other:?} with {open:?} open")),
        }
    }
}

fn name_of(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

fn allowed(name: &str, open: &[String]) -> Result<(), String> {
    let within = |element: &str| open.iter().any(|other| other == element);
    let parent = open.last().map_or("", String::as_str);
    let wrong = match name {
        "li" => !matches!(parent, "ul" | "ol"),
        "dt" | "dd" => parent != "dl",
        "tr" => !matches!(parent, "thead" | "tbody"),
        "th" | "td" => parent != "tr",
        "figcaption" => parent != "figure",
        "summary" => parent != "details",
        "a" | "audio" | "video" if within("a") => true,
        "table" => within("table"),
        _ => matches!(parent, "ul" | "ol" | "dl" | "tr" | "thead" | "tbody"),
    };
    let line = [
        "p", "dt", "td", "th", "h2", "h3", "h4", "h5", "h6", "pre", "em", "strong", "del", "code", "a", "kbd", "sub",
        "sup", "summary",
    ];
    let block_in_line = line.contains(&parent) && !INSIDE_A_LINE.contains(&name);
    if wrong || block_in_line { Err(format!("<{name}> in {open:?}")) } else { Ok(()) }
}

fn attributes(tag: &BytesStart<'_>, ids: &mut BTreeSet<String>) -> Result<(), String> {
    for attribute in tag.html_attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = name_of(&attribute.value);
        characters(&value)?;
        match attribute.key.as_ref() {
            b"style" => return Err("a style attribute".to_owned()),
            b"id" if !ids.insert(value.clone()) => return Err(format!("id {value} twice")),
            b"href" | b"src" if value.contains([' ', '\n', '"']) => return Err(format!("address {value:?}")),
            _ => {}
        }
    }
    Ok(())
}

fn characters(text: &str) -> Result<(), String> {
    let forbidden = |c: char| (c.is_control() && !matches!(c, '\t' | '\n')) || u32::from(c) & 0xfffe == 0xfffe;
    if text.contains(forbidden) { Err(format!("a forbidden character in {text:?}")) } else { Ok(()) }
}

//! Every diagnostic code with its explanation, in groups as in the table of codes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use casebook::diagnostic::{Code, Severity};

/// The groups: the name, and the first code in table order.
const FAMILIES: [(&str, Code); 8] = [
    ("reading", Code::NotUtf8),
    ("yaml", Code::YamlSyntax),
    ("keys", Code::UnknownKey),
    ("links", Code::UnknownLink),
    ("site", Code::AddressTaken),
    ("scenario-form", Code::UnknownScene),
    ("scenario-runs", Code::UnreachedScene),
    ("theme", Code::ThemeTemplate),
];

/// The topics that the manual must have.
pub fn topics() -> Vec<String> {
    FAMILIES.iter().map(|(name, _)| *name).chain(["list"]).map(|name| format!("codes {name}")).collect()
}

/// A group with its explanations, or the list of all codes.
pub fn made(name: &str, page: &str, topics: &BTreeMap<String, String>) -> String {
    if name == "list" {
        return list(page, topics);
    }
    let codes = Code::ALL.iter().filter(|code| family(**code) == name);
    codes.map(|&code| entry(code)).collect::<Vec<_>>().join("\n")
}

fn family(code: Code) -> &'static str {
    FAMILIES.iter().rev().find(|(_, first)| *first <= code).expect("the first family begins with the first code").0
}

fn entry(code: Code) -> String {
    let part = |heading: &str| {
        let lines = code.explanation().lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        let own = lines.skip_while(|line| *line != format!("# {heading}")).skip(1);
        own.take_while(|line| !line.starts_with("# ")).collect::<Vec<_>>().join("\n")
    };
    let (means, example, cure) = (part("What it means"), part("Example"), part("Fix"));
    assert!([&means, &example, &cure].iter().all(|part| !part.is_empty()), "{}: a part is missing", code.name());
    let (name, severity) = (code.name(), severity(code));
    format!("## `{name}`\n\n*This is {severity}.*\n\n{means}\n\n**Example:** {example}\n\n**Fix:** {cure}\n")
}

fn severity(code: Code) -> &'static str {
    match code.severity() {
        Severity::Error => "an error",
        Severity::Warning => "a warning",
        Severity::Note => "a note",
    }
}

/// All codes by name, each linked to its explanation.
fn list(page: &str, topics: &BTreeMap<String, String>) -> String {
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.name());
    let mut out = String::new();
    for code in codes {
        let target = super::values::relative(page, &topics[&format!("codes {}", family(code))]);
        let name = code.name();
        writeln!(out, "- [`{name}`]({target}#{name}), {}: {}", severity(code), first_sentence(code)).unwrap();
    }
    out
}

fn first_sentence(code: Code) -> String {
    let lines = code.explanation().lines().map(str::trim);
    let text = lines.skip(1).take_while(|line| !line.starts_with("# ")).collect::<Vec<_>>().join(" ");
    let end = text.match_indices(". ").map(|(at, _)| at).find(|&at| text[..at].matches('`').count() % 2 == 0);
    format!("{}.", text[..end.unwrap_or(text.len())].trim_end_matches('.'))
}

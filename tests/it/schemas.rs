//! The parser's verdict on the values in `tests/schemas/values.tsv`. `tests/browser/schemas.test.mjs` compares the
//! schemas' verdict, using an independent validator.

use std::fs;
use std::path::Path;

use casebook::config::{self, Config};
use casebook::diagnostic::{Code, Diagnostic};
use casebook::i18n::Messages;
use casebook::incident;
use casebook::parse::front_matter;
use casebook::parse::kind::ContentKind;
use casebook::source::FileId;
use casebook::yaml::{Field, Input, Record, derived};

fn found(kind: &str, yaml: &str) -> Vec<Diagnostic> {
    let file = FileId(0);
    match kind {
        // A site should have an `id`, but need not.
        "settings" => {
            let found = config::read(file, yaml).1;
            found.into_iter().filter(|found| found.code != Code::MissingId).collect()
        }
        "glossary" => front_matter::read_glossary(file, yaml).1,
        "incident" => incident::read(file, &format!("title: A title\n{yaml}"), &Config::default()).1,
        _ => {
            let kind = ContentKind::ALL.into_iter().find(|known| known.word() == kind).expect("the kind is known");
            let text = format!("---\ntitle: A title\n{yaml}---\n\nText.\n");
            front_matter::read(kind, file, &text, &Config::default()).1
        }
    }
}

#[test]
fn the_parser_agrees_with_the_list_on_each_value() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas/values.tsv");
    let list = fs::read_to_string(list).unwrap();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for line in list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let parts: Vec<&str> = line.splitn(3, '\t').collect();
        let [kind, verdict, yaml] = parts[..] else { panic!("{line}") };
        count += 1;
        let found = found(kind, &format!("{}\n", yaml.replace('⏎', "\n")));
        if found.is_empty() != (verdict == "good") {
            let said: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
            wrong.push(format!("{line}\n    {said:?}"));
        }
    }
    assert!(count > 120, "the list was not found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The theme's English texts equal those of the declaration, so that page, file and schema ask the same questions.
#[test]
fn the_page_asks_the_same_questions_as_the_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/i18n/en.yaml");
    let text = fs::read_to_string(path).unwrap();
    let messages: Messages = derived::read(Input { file: FileId(0), text: &text }, None).unwrap();
    let of = |group: &str| -> Vec<(String, String)> {
        messages.texts(group).map(|(key, text)| (key.to_owned(), text.to_owned())).collect()
    };
    let fields = incident::Incident::fields();
    let asked = |part: fn(&Field) -> String| -> Vec<(String, String)> {
        fields.iter().map(|field| (field.key.to_owned(), part(field))).filter(|(_, text)| !text.is_empty()).collect()
    };
    assert_eq!(of("incident.questions"), asked(Field::about));
    assert_eq!(of("incident.hints"), asked(Field::more));
    let columns = of("incident.columns");
    for field in incident::Event::fields().iter().chain(&incident::Promise::fields()) {
        assert!(columns.contains(&(field.key.to_owned(), field.about())), "{}", field.key);
    }
}

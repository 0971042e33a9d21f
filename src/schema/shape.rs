//! Converts a shape to its part of a schema. Each part is flat, because keywords that do not apply to a value's type
//! are ignored; an editor can then show one clear message instead of "none of these".

use serde_json::{Map, Value, json};

use crate::yaml::{Field, Form, Shape};

/// Data of the site on which the conversion depends.
pub(super) struct Shapes<'a> {
    /// The site's outcomes, best first.
    pub outcomes: &'a [String],
}

/// The JSON types that YAML may have made of a text.
const TEXT: [&str; 3] = ["string", "number", "boolean"];
/// A text that is not blank.
const SOMETHING: &str = r"\S";
/// A single text in place of a list: no commas between items, and no dash without a space after it.
const ONE: &str = r"^(?!-\S)[^,]*[^\s,][^,]*$";
/// A relative path to a page, or an anchor in the same file.
const LINK: &str = r"^(?!.*://)(?!mailto:)(?!\[)(#[\s\S]+|[^\\#]*\.[mM][dD](#[\s\S]+)?)$";
/// A single link in place of a list.
const ONE_LINK: &str = r"^(?!.*://)(?!mailto:)(?!\[)(#[^,]+|[^\\#,]*\.[mM][dD](#[^,]+)?)$";
/// A whole number, with any text around it.
const SUM: &str = r"^[^0-9]*[0-9]{1,18}([.,][0-9]{1,2})?[^0-9]*$";
const WHOLE_SUM: &str = r"^[^0-9]*[0-9]{1,18}[^0-9]*$";
/// A whole number in quotes.
const WHOLE: &str = r"^[+−–-]?[0-9]{1,18}$";
const DATE: &str = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const URL: &str = r"^https?://[^/\s]\S*$";

impl Shapes<'_> {
    /// A record with fixed keys.
    pub fn record(&self, fields: &[Field]) -> Value {
        let properties: Map<String, Value> =
            fields.iter().map(|field| (field.key.to_owned(), self.field(field))).collect();
        let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.key).collect();
        let mut record = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        if !required.is_empty() {
            record["required"] = required.into();
        }
        record
    }

    fn field(&self, field: &Field) -> Value {
        let mut value = self.value(&field.shape, field.form);
        let parts = [field.about(), field.more()];
        value["description"] =
            parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ").into();
        if let (Some(example), None) = (example(field), value.get("examples")) {
            value["examples"] = json!([example]);
        }
        value
    }

    /// A value; `form` is a further constraint of its key.
    pub fn value(&self, shape: &Shape, form: Option<Form>) -> Value {
        let mut value = match shape {
            Shape::Any => json!({}),
            Shape::Text | Shape::Word => text(&TEXT, SOMETHING, "write something, or remove the line"),
            Shape::Bool => json!({ "type": "boolean" }),
            Shape::Whole { within } => whole(*within),
            Shape::Date => {
                let mut date = text(&["string"], DATE, "write year, month and day: 2027-11-01");
                date["format"] = "date".into();
                date
            }
            Shape::Link => text(&["string"], LINK, "write the path of a page as seen from this file; it ends in .md"),
            Shape::Sum => text(&["string", "number"], SUM, "write one number with its unit, such as $85"),
            Shape::WholeSum => {
                text(&["string", "integer"], WHOLE_SUM, "write one whole number with its unit, such as $85")
            }
            Shape::Url => text(&["string"], URL, "write an address that begins with https://"),
            Shape::OneOf(words) => one_of(words),
            Shape::List { of, some } => return self.list(of, *some, form),
            Shape::Blank(of) => return self.or_nothing(of, form),
            Shape::TextOr(of) => json!({ "anyOf": [self.value(&Shape::Text, None), self.value(of, form)] }),
            Shape::Map(of) => json!({ "type": "object", "additionalProperties": self.value(of, form) }),
            Shape::Record { fields, .. } => self.record(fields),
        };
        self.apply(form, &mut value);
        value
    }

    fn apply(&self, form: Option<Form>, value: &mut Value) {
        match form {
            Some(Form::Pattern { matches, wants }) => {
                value["pattern"] = matches.into();
                value["patternErrorMessage"] = format!("write {wants}").into();
            }
            Some(Form::AtLeast(least)) => {
                value["minimum"] = least.into();
                // A number in quotes is accepted too.
                value["pattern"] = r"^\+?0*[1-9][0-9]{0,17}$".into();
            }
            Some(Form::Outcome) => value["examples"] = json!(self.outcomes),
            Some(Form::Long) | None => {}
        }
    }

    /// A list, or a single item in place of one.
    fn list(&self, of: &Shape, some: bool, form: Option<Form>) -> Value {
        let item = self.value(of, form);
        let mut list = match of {
            Shape::Record { .. } => json!({ "type": "array" }),
            _ => {
                let mut one = item.clone();
                let types = one["type"].take();
                let types = types.as_array().cloned().unwrap_or_else(|| vec![types]);
                one["type"] = [vec![json!("array")], types].concat().into();
                let alone = match of {
                    Shape::Word => Some(ONE),
                    Shape::Link => Some(ONE_LINK),
                    _ => None,
                };
                if let Some(alone) = alone {
                    one["pattern"] = alone.into();
                    one["patternErrorMessage"] = "write a list, each item on a line of its own after a dash".into();
                }
                one
            }
        };
        list["items"] = item;
        if some {
            list["minItems"] = 1.into();
        }
        list
    }

    fn or_nothing(&self, of: &Shape, form: Option<Form>) -> Value {
        let mut value = self.value(of, form);
        let types = value["type"].take();
        let types = types.as_array().cloned().unwrap_or_else(|| vec![types]);
        value["type"] = [types, vec![json!("null")]].concat().into();
        if let Some(words) = value.get_mut("enum").and_then(Value::as_array_mut) {
            words.push(Value::Null);
        }
        // A blank text counts as empty.
        if let Some(pattern) = value["pattern"].as_str() {
            value["pattern"] = format!(r"^\s*$|{pattern}").into();
        }
        value
    }
}

fn text(types: &[&str], pattern: &str, wants: &str) -> Value {
    json!({ "type": types, "pattern": pattern, "patternErrorMessage": wants })
}

fn whole(within: Option<(i64, i64)>) -> Value {
    let mut value = text(&["integer", "string"], WHOLE, "write digits only");
    if let Some((least, most)) = within {
        value["minimum"] = least.into();
        value["maximum"] = most.into();
        let bare: Vec<String> = (least..=most).map(|number| number.abs().to_string()).collect();
        value["pattern"] = format!("^[+−–-]?0*({})$", bare.join("|")).into();
    }
    value
}

fn one_of(words: &[(&str, &str)]) -> Value {
    let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let meanings: Vec<&str> = words.iter().map(|(_, meaning)| meaning.trim()).collect();
    json!({ "type": "string", "enum": names, "enumDescriptions": meanings })
}

/// An example that is a value by itself and more informative than the type.
fn example(field: &Field) -> Option<&str> {
    let inner = if let Shape::Blank(inner) = &field.shape { inner } else { &field.shape };
    let speaks = matches!(inner, Shape::Date | Shape::Link | Shape::Sum | Shape::WholeSum | Shape::Url);
    (speaks && !matches!(field.form, Some(Form::Pattern { .. }))).then_some(field.example.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(shape: &Shape, form: Option<Form>) -> Value {
        let outcomes = ["fan".to_owned(), "lost".to_owned()];
        Shapes { outcomes: &outcomes }.value(shape, form)
    }

    fn list(of: Shape, some: bool) -> Shape {
        Shape::List { of: Box::new(of), some }
    }

    #[test]
    fn a_value_that_may_be_blank_has_the_type_null_too() {
        let date = converted(&Shape::Blank(Box::new(Shape::Date)), None);
        assert_eq!(date["type"], json!(["string", "null"]));
        assert_eq!(date["pattern"], format!(r"^\s*$|{DATE}"));
        let text = converted(&Shape::Blank(Box::new(Shape::Text)), None);
        assert_eq!(text["type"], json!(["string", "number", "boolean", "null"]));
        let word =
            converted(&Shape::Blank(Box::new(Shape::OneOf(&[("right", "It was."), ("wrong", "It was not.")]))), None);
        assert_eq!(word["enum"], json!(["right", "wrong", null]));
        let texts = converted(&Shape::Blank(Box::new(list(Shape::Text, false))), None);
        assert_eq!(texts["type"], json!(["array", "string", "number", "boolean", "null"]));
    }

    #[test]
    fn a_form_is_a_constraint_of_the_value() {
        let pattern = Form::Pattern { matches: "^[a-z]+$", wants: "lower-case letters" };
        let text = converted(&Shape::Text, Some(pattern));
        assert_eq!(
            (&text["pattern"], &text["patternErrorMessage"]),
            (&json!("^[a-z]+$"), &json!("write lower-case letters"))
        );
        assert_eq!(converted(&Shape::Whole { within: None }, Some(Form::AtLeast(1)))["minimum"], 1);
        assert_eq!(converted(&Shape::Word, Some(Form::Outcome))["examples"], json!(["fan", "lost"]));
        assert_eq!(converted(&Shape::Text, Some(Form::Long)), converted(&Shape::Text, None));
    }

    #[test]
    fn one_item_may_stand_for_a_list() {
        let words = converted(&list(Shape::Word, true), None);
        assert_eq!(words["type"], json!(["array", "string", "number", "boolean"]));
        assert_eq!((&words["minItems"], &words["pattern"]), (&json!(1), &json!(ONE)));
        assert_eq!(words["items"], converted(&Shape::Word, None));
        let links = converted(&list(Shape::Link, false), None);
        assert_eq!((links.get("minItems"), &links["pattern"]), (None, &json!(ONE_LINK)));
        let records = converted(&list(Shape::Record { noun: "a fix", fields: Vec::new() }, false), None);
        assert_eq!(records["type"], "array");
    }
}

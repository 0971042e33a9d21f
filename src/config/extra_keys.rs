//! The names in `extra-keys`: their form. `parse` finds those that are keys of Casebook, which are declared there.

use super::{is_name_like, name_like};
use crate::diagnostic::{Code, Diagnostic};
use crate::yaml::{Form, Reader, Text, Word};

/// The form of `extra-keys`; see [`is_name`].
pub(super) const NAME: Form = Form::Pattern {
    matches: r"^[\p{Ll}\p{Lm}\p{Lo}\p{N}_-]*[\p{Ll}\p{Lm}\p{Lo}\p{N}][\p{Ll}\p{Lm}\p{Lo}\p{N}_-]*$",
    wants: "a name of lower-case letters, digits, hyphens and underscores",
};

/// Returns true if `name` can be a key of a site.
pub(crate) fn is_name(name: &str) -> bool {
    is_name_like(name) && name.contains(char::is_alphanumeric)
}

/// The name of an own key in templates, which cannot have hyphens after a dot.
#[must_use]
pub fn name_in_templates(name: &str) -> String {
    name.replace('-', "_")
}

/// Returns the names that can be keys, each once, and reports the others.
pub(super) fn checked(names: Vec<Word>, reader: &mut Reader<'_>) -> Vec<Text> {
    let mut good: Vec<Text> = Vec::new();
    for Word(name) in names {
        let in_templates = name_in_templates(&name);
        if !is_name(&name) {
            reader.report(no_name(&name));
        } else if let Some(other) = good.iter().find(|other| name_in_templates(other) == in_templates) {
            // A name that is written twice does no harm.
            if other.text != name.text {
                let message = format!("`{}` and `{}` have the same name in templates", other.text, name.text);
                let found = Diagnostic::new(Code::ExtraKey, name.span, message);
                reader.report(found.because(format!("`page.extra.{in_templates}`")).help("keep one of the two"));
            }
        } else {
            good.push(name);
        }
    }
    good
}

fn no_name(name: &Text) -> Diagnostic {
    let message = format!(
        "`extra-keys` wants names of small letters, digits, hyphens and underscores, and this is `{}`",
        name.text
    );
    let found = Diagnostic::new(Code::ExtraKey, name.span, message);
    let right = name_like(name);
    match right.is_empty() {
        true => found.help("write a name such as `ticket-volume`, or remove it"),
        false => found.suggest(format!("write `{right}`, here and on the pages that have it"), name.span, right),
    }
}

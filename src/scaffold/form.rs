//! An empty incident form as a file: the questions of [`Incident`], in order.

use std::fmt::Write as _;
use std::path::Path;

use super::around::Around;
use super::name::of_title;
use super::{Made, Refusal, lay};
use crate::config::Config;
use crate::incident::{Answer, Incident, answer};
use crate::layout::INCIDENTS;
use crate::schema;
use crate::yaml::{Field, Record, scalar};

/// Number of empty rows in a list.
const ROWS: usize = 3;

/// Creates an empty form in the site in `dir`.
///
/// # Errors
/// Fails if the title is not valid, if the file exists, or on a disk error.
pub fn incident(title: &str, dir: &Path) -> Result<Made, Refusal> {
    let around = Around::look(dir)?;
    let (title, name) = of_title(title, "incident")?;
    let path = format!("{INCIDENTS}/{name}.yaml");
    lay(dir, &path, &form(&title, &path, around.site.config()))?;
    Ok(Made { files: vec![path] })
}

fn form(title: &str, path: &str, config: &Config) -> String {
    let mut form = format!("# yaml-language-server: $schema={}\n", Around::schema(path, schema::INCIDENT));
    form.push_str(
        "#\n\
         # What happened, written down while it is fresh. What stands behind a # is a note for you.\n\
         # Write your answers behind the colons. Where a line ends with |, write below it, two blanks from the edge.\n\
         # Leave blank what you do not know. This file lies beside content/ and is never published.\n\
         #\n",
    );
    let _ = writeln!(form, "# When it is filled in: casebook new case --from {path}");
    for field in Incident::fields() {
        question(&mut form, &field, title, config);
    }
    form
}

fn question(form: &mut String, field: &Field, title: &str, config: &Config) {
    // Writing to a string cannot fail.
    let _ = writeln!(form, "\n# {}", field.about());
    if !field.more().is_empty() {
        let _ = writeln!(form, "# {}", field.more());
    }
    let key = field.key;
    match answer(field) {
        _ if key == "title" => {
            let _ = writeln!(form, "{key}: {}", scalar(title));
        }
        Answer::Short => {
            let _ = writeln!(form, "{key}:");
        }
        Answer::Long => {
            let _ = writeln!(form, "{key}: |\n  ");
        }
        Answer::Choice(words) => {
            let width = words.iter().map(|(word, _)| word.len()).max().unwrap_or(0);
            for (word, meaning) in words {
                let _ = writeln!(form, "#   {word:width$}  {}", meaning.trim());
            }
            let _ = writeln!(form, "{key}:");
        }
        Answer::Outcome => {
            let _ = writeln!(form, "# One of these, best first: {}.\n{key}:", config.outcomes.join(", "));
        }
        Answer::Rows(columns) => {
            let _ = writeln!(form, "{key}:");
            for _ in 0..ROWS {
                rows(form, &columns);
            }
        }
    }
}

fn rows(form: &mut String, columns: &[Field]) {
    for (number, column) in columns.iter().enumerate() {
        let sign = if number == 0 { '-' } else { ' ' };
        let words = match answer(column) {
            Answer::Choice(words) => {
                format!("  # {}", words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", "))
            }
            _ => String::new(),
        };
        let _ = writeln!(form, "  {sign} {}:{words}", column.key);
    }
}

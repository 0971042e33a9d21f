//! Meters, the effects on them, and their amounts as shown to readers.

use crate::source::Span;
use crate::text::fold_name;

/// A quantity that is counted during a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meter {
    /// The name as written in the front matter, with single spaces.
    pub name: String,
    /// The span of the name.
    pub span: Span,
    /// The definition as written in the front matter: `4 of 10`.
    pub text: String,
    /// The value at the start.
    pub start: i32,
    /// The range of values, and which of them are good.
    pub kind: MeterKind,
}

/// The range of a meter, and which values are good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeterKind {
    /// `4 of 10`: more is better, from 0 to `most`.
    Scale {
        /// The highest value.
        most: i32,
    },
    /// `$0`, `0 days`: less is better, from 0 up.
    Total {
        /// The text before a number, including white space; often empty.
        before: String,
        /// The text after a number, including white space; often empty.
        after: String,
    },
    /// `5 of 10, best 4 to 6`: values near either end are bad, from 0 to `most`.
    Band {
        /// The highest value.
        most: i32,
        /// The lowest good value.
        low: i32,
        /// The highest good value.
        high: i32,
    },
}

impl Meter {
    /// The highest value; `None` for a running total.
    #[must_use]
    pub fn most(&self) -> Option<i32> {
        match self.kind {
            MeterKind::Scale { most } | MeterKind::Band { most, .. } => Some(most),
            MeterKind::Total { .. } => None,
        }
    }

    /// The unit or currency of a running total, without white space; empty if there is none.
    #[must_use]
    pub fn unit(&self) -> &str {
        match &self.kind {
            MeterKind::Total { before, after } if before.is_empty() => after.trim(),
            MeterKind::Total { before, .. } => before.trim(),
            _ => "",
        }
    }

    /// A value with its unit: `6`, `$60`, `7 days`.
    #[must_use]
    pub fn amount(&self, value: i32) -> String {
        self.written(if value < 0 { "−" } else { "" }, value.unsigned_abs())
    }

    /// A change with its sign and unit: `+2`, `−$15`, `+1 days`.
    #[must_use]
    pub fn change(&self, by: i32) -> String {
        self.written(if by < 0 { "−" } else { "+" }, by.unsigned_abs())
    }

    /// The name as shown beside a value. A unit that is a word becomes part of it, because we cannot derive the
    /// singular `evening` from `evenings` in every language: `time (evenings)`, but just `days` for a meter called
    /// `days`, and `cost` for `$`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.word() {
            Some(word) if fold_name(word) != fold_name(&self.name) => format!("{} ({word})", self.name),
            _ => self.name.clone(),
        }
    }

    /// A value or change as shown beside the label. A unit that the label contains is omitted: `days 7`, but
    /// `cost $60`.
    #[must_use]
    pub fn beside_label(&self, written: String) -> String {
        match self.word().and_then(|word| written.strip_suffix(word)) {
            Some(number) => number.trim_end().to_owned(),
            None => written,
        }
    }

    /// The text before and after a value that is shown beside the label.
    #[must_use]
    pub fn around(&self) -> (&str, &str) {
        match &self.kind {
            MeterKind::Total { before, after } if self.word().is_none() => (before, after),
            _ => ("", ""),
        }
    }

    /// The unit after the number, if it is a word.
    fn word(&self) -> Option<&str> {
        match &self.kind {
            MeterKind::Total { before, after } if before.is_empty() => {
                Some(after.trim()).filter(|unit| unit.starts_with(char::is_alphabetic))
            }
            _ => None,
        }
    }

    fn written(&self, sign: &str, value: u32) -> String {
        match &self.kind {
            MeterKind::Total { before, after } => format!("{sign}{before}{value}{after}"),
            _ => format!("{sign}{value}"),
        }
    }
}

/// The effect of a choice or route on a meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The index of the meter.
    pub meter: usize,
    /// The amount to add.
    pub by: i32,
    /// The span of the effect.
    pub span: Span,
}

/// An effect as shown to readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectText {
    /// The label of the meter.
    pub meter: String,
    /// The change with its sign; with its unit unless the label contains it.
    pub change: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn a_unit_that_is_a_word_is_shown_only_in_the_label() {
        for (name, before, after, label, one) in [
            ("evenings", "", "", "evenings", "1"),
            ("Days", "", " days", "Days", "1"),
            ("time", "", " evenings", "time (evenings)", "1"),
            ("cost", "$", "", "cost", "$1"),
            ("Kosten", "", " €", "Kosten", "1 €"),
        ] {
            let kind = MeterKind::Total { before: before.to_owned(), after: after.to_owned() };
            let (name, span) = (name.to_owned(), Span::start_of(FileId(0)));
            let meter = Meter { name, span, text: String::new(), start: 0, kind };
            assert_eq!((meter.label(), meter.beside_label(meter.amount(1))), (label.to_owned(), one.to_owned()));
        }
    }
}

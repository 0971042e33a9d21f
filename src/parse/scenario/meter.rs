//! Meters, such as `trust: 4 of 10`, `cost: $0` and `firmness: 5 of 10, best 4 to 6`, and the effects on them.

use super::allow::clip;
use super::amount::{self, Amount, Misread};
use super::names::{self, Named};
use super::reader::{Reader, shown};
use super::text::{Phrase, Text};
use super::words::Keyword;
use crate::diagnostic::{Code, Diagnostic};
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

    /// Applies a change to a value. The result is at least 0, and at most the highest value if there is one.
    #[must_use]
    pub fn changed(&self, value: i32, by: i32) -> i32 {
        value.saturating_add(by).clamp(0, self.most().unwrap_or(i32::MAX))
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

/// A placeholder for the kind of a meter that could not be read, so that its uses can still be read.
const UNREAD: MeterKind = MeterKind::Total { before: String::new(), after: String::new() };

impl Reader<'_> {
    /// Reads the meters of the front matter.
    pub fn meters(&mut self) {
        let setup = self.setup;
        for (name, value) in &setup.front.meters.entries {
            self.meter_name(name);
            let text = Text::of_value(&value.text, value.span, self.source);
            let read = self.meter_kind(text.phrase());
            let sound = read.is_ok();
            let (start, kind) = read.unwrap_or_else(|help| {
                self.no_meter(value, text.phrase().span(), help);
                (0, UNREAD)
            });
            let shown = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let meter = Meter { name: shown, span: name.span, text: value.text.clone(), start, kind };
            self.names.add_meter(meter, sound);
        }
    }

    /// Reports a meter that cannot be read, with a correction if there is an obvious one: `4 of 10` for `4/10`.
    fn no_meter(&mut self, value: &crate::yaml::Text, place: Span, help: String) {
        let message = format!("`{}` is no way to write a meter", clip(&value.text));
        let found = Diagnostic::new(Code::MeterForm, place, message);
        let (of, to) = (self.words.show(Keyword::Of), self.words.show(Keyword::To));
        let (scale, range) = value.text.split_once(',').unwrap_or((&value.text, ""));
        let scale = scale.split('/').map(str::trim).collect::<Vec<_>>().join(&format!(" {of} "));
        let range = range.split(['-', '–', '—', '−']).map(str::trim).collect::<Vec<_>>().join(&format!(" {to} "));
        let right = if range.is_empty() { scale } else { format!("{scale}, {range}") };
        let text = Text::of_value(&right, place, "");
        let mended = right != value.text && self.meter_kind(text.phrase()).is_ok();
        self.report(match mended {
            true => found.replace(format!("write `{right}`"), place, right),
            false => found.help(help),
        });
    }

    fn meter_name(&mut self, name: &crate::yaml::Text) {
        let text = Text::of_value(&name.text, name.span, self.source);
        let found = names::mistake(text.phrase(), &self.words, name.span).or_else(|| {
            let earlier = self.names.meter(name)?;
            let message = format!("two meters have the name `{}`", clip(name));
            let found = Diagnostic::new(Code::SameName, name.span, message).label(earlier.span, "the first one");
            Some(found.help("give one of them another name"))
        });
        self.found.extend(found);
    }

    /// Reads the start value and the kind of a meter. The error says what to write instead.
    fn meter_kind(&self, text: Phrase<'_>) -> Result<(i32, MeterKind), String> {
        let (of, best) = (self.words.show(Keyword::Of), self.words.show(Keyword::Best));
        let forms = format!(
            "write `4 {of} 10` (more is better), `$0` or `0 days` (less is better), or `5 {of} 10, {best} 4 {} 6`",
            self.words.show(Keyword::To)
        );
        let Some((word, rest)) = text
            .words()
            .skip(1)
            .find_map(|word| self.words.split(text.starting_at(word), Keyword::Of).map(|(_, rest)| (word, rest)))
        else {
            return total(text.as_str()).ok_or(forms);
        };
        let (most, range) = rest.split_once(&[',']).map_or((rest, None), |(most, range)| (most, Some(range)));
        let start = whole(text.ending_before(word)).ok_or_else(|| forms.clone())?;
        let most = whole(most).ok_or_else(|| forms.clone())?;
        if start > most || most == 0 {
            return Err(format!("the first number lies between 0 and the second: `4 {of} 10`"));
        }
        let Some(range) = range else { return Ok((start, MeterKind::Scale { most })) };
        let (low, high) = self.best(range).ok_or(forms)?;
        if low > high || high > most {
            return Err(format!("the good values lie between 0 and {most}, the lower one first"));
        }
        Ok((start, MeterKind::Band { most, low, high }))
    }

    /// Reads the two numbers of `best 4 to 6`.
    fn best(&self, range: Phrase<'_>) -> Option<(i32, i32)> {
        let (_, numbers) = self.words.split(range, Keyword::Best)?;
        let (low, to) = numbers.words().skip(1).find_map(|word| {
            self.words
                .split(numbers.starting_at(word), Keyword::To)
                .map(|(_, rest)| (numbers.ending_before(word), rest))
        })?;
        Some((whole(low)?, whole(to)?))
    }

    /// Reads the number after a meter's name in a tail or condition. The meter's own unit may be repeated.
    pub fn amount<'t>(&mut self, code: Code, named: Named<'t>) -> Option<Amount<'t>> {
        let (written, name) = (named.rest.trim(), shown(named.name));
        let number = match amount::read(written.as_str()) {
            Ok(number) => number,
            Err(why) => {
                let message = match why {
                    Misread::NoNumber => format!("`{}` is no number for `{name}`", shown(written)),
                    Misread::NotWhole => format!("`{}` is not one whole number", shown(written)),
                    Misread::TooLong => format!("`{}` is larger than any meter", shown(written)),
                };
                let found = Diagnostic::new(code, written.span(), message);
                let close: String = written.as_str().split_whitespace().collect();
                let certain = why == Misread::NotWhole && amount::read(&close).is_ok();
                self.report(match certain {
                    true => found.replace(format!("write `{close}`"), written.span(), close),
                    false => found.help("numbers are whole, in digits, without blanks or marks inside: `+2`, `1000`"),
                });
                return None;
            }
        };
        let meter = &self.names.meters[named.meter];
        let own = fold_name(meter.unit());
        let foreign =
            [number.before, number.after].into_iter().find(|unit| !unit.trim().is_empty() && fold_name(unit) != own);
        if let Some(unit) = foreign.filter(|_| self.names.is_sound(named.meter)) {
            let message = format!("`{}` is not the unit of `{name}`", clip(unit.trim()));
            let help = if own.is_empty() {
                format!("`{name}` has no unit: write the number alone")
            } else {
                format!("its unit is `{}`: write that, or the number alone", meter.unit())
            };
            self.report(Diagnostic::new(code, written.span(), message).help(help));
            return None;
        }
        Some(number)
    }
}

/// Reads a whole number without sign and unit.
fn whole(text: Phrase<'_>) -> Option<i32> {
    let number = amount::read(text.as_str()).ok()?;
    let bare = !number.signed && number.before.trim().is_empty() && number.after.trim().is_empty();
    bare.then_some(number.value)
}

/// Reads a running total with its unit.
fn total(text: &str) -> Option<(i32, MeterKind)> {
    let number = amount::read(text).ok()?;
    let one_unit = number.before.trim().is_empty() || number.after.trim().is_empty();
    let plain = |unit: &str| unit.chars().all(|c| !c.is_ascii_punctuation() || "$%.".contains(c)) && unit.len() <= 24;
    let fits = !number.signed && one_unit && plain(number.before) && plain(number.after);
    let (before, after) = (number.before.to_owned(), number.after.to_owned());
    fits.then_some((number.value, MeterKind::Total { before, after }))
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

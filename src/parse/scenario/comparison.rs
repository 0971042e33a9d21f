//! Corrections for tests of meters in the wrong form: `trust above 6`, `3 trust`, `not trust 3 or more`.

use super::amount::{self, Amount};
use super::names::Named;
use super::reader::{Reader, shown};
use super::text::Phrase;
use super::words::Keyword;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Slice, fold_name};

/// Comparison words, their meanings, and the amount to be added to their number.
const WORDS: [(&str, Keyword, i32); 18] = [
    ("above", Keyword::More, 1),
    ("over", Keyword::More, 1),
    ("more than", Keyword::More, 1),
    ("greater than", Keyword::More, 1),
    ("is above", Keyword::More, 1),
    (">", Keyword::More, 1),
    (">=", Keyword::More, 0),
    ("≥", Keyword::More, 0),
    ("at least", Keyword::More, 0),
    ("below", Keyword::Less, -1),
    ("under", Keyword::Less, -1),
    ("less than", Keyword::Less, -1),
    ("fewer than", Keyword::Less, -1),
    ("is below", Keyword::Less, -1),
    ("<", Keyword::Less, -1),
    ("<=", Keyword::Less, 0),
    ("≤", Keyword::Less, 0),
    ("at most", Keyword::Less, 0),
];

impl Reader<'_> {
    /// Reports a test of a meter without `or more` or `or less`.
    pub fn no_direction(&mut self, named: Named<'_>) {
        let name = shown(named.name);
        let [or, more, less] = [Keyword::Or, Keyword::More, Keyword::Less].map(|word| self.words.show(word).to_owned());
        let message = format!("a test of `{name}` wants a number and `{or} {more}` or `{or} {less}`");
        let place = if named.rest.is_blank() { named.name.span() } else { named.rest.span() };
        let found = Diagnostic::new(Code::ConditionForm, place, message);
        if let Some(right) = self.compared(named.rest) {
            self.report(found.replace(format!("write `{name} {right}`"), place, right));
            return;
        }
        let value = named.rest.words().find_map(|word| amount::read(word.as_str()).ok()).map_or(6, |read| read.value);
        self.report(found.help(format!("write `{name} {value} {or} {more}` or `{name} {value} {or} {less}`")));
    }

    /// Corrects `above 6` to `7 or more`.
    fn compared(&self, rest: Phrase<'_>) -> Option<String> {
        let number =
            rest.words().find(|word| amount::begins(word.as_str().trim_start_matches(['<', '>', '=', '≤', '≥'])))?;
        let split = number.as_str().find(|c: char| !"<>=≤≥".contains(c))?;
        let word = format!("{} {}", rest.ending_before(number).as_str(), number.as_str().slice(..split));
        let word = fold_name(&word);
        let &(_, direction, add) = WORDS.iter().find(|(known, _, _)| *known == word)?;
        let written = rest.starting_at(number).as_str().get(split..)?;
        let amount = amount::read(written).ok()?;
        self.directed(&amount, add, direction)
    }

    /// Reports `not trust 3 or more` and suggests `trust 2 or less`.
    pub fn not_meter(&mut self, not: Phrase<'_>, named: Named<'_>, written: Phrase<'_>) {
        let found = Diagnostic::new(Code::ConditionForm, not.span(), "`not` stands before memories only");
        let turned = self.direction(named.rest).and_then(|(number, direction)| {
            let amount = amount::read(number.as_str()).ok()?;
            match direction {
                Keyword::More => self.directed(&amount, -1, Keyword::Less),
                _ => self.directed(&amount, 1, Keyword::More),
            }
        });
        self.report(match turned {
            Some(turned) => {
                let right = format!("{} {turned}", shown(named.name));
                found.replace(format!("turn the test round: write `{right}`"), written.span(), right)
            }
            None => found.help("turn the test round: instead of `not trust 6 or more` write `trust 5 or less`"),
        });
    }

    /// Reports `3 trust` and suggests `trust 3 or more`. Returns false if the test does not have that form.
    pub fn number_first(&mut self, written: Phrase<'_>) -> bool {
        let Some(number) = written.words().next().filter(|word| amount::begins(word.as_str())) else { return false };
        let (_, rest) = written.divide_after(number);
        let Some(named) = self.names.meter_before(rest).filter(|named| named.rest.is_blank()) else { return false };
        let Some(right) = amount::read(number.as_str()).ok().and_then(|read| self.directed(&read, 0, Keyword::More))
        else {
            return false;
        };
        let (name, span) = (shown(named.name), written.span());
        let found = Diagnostic::new(Code::ConditionForm, span, format!("the name of the meter `{name}` comes first"));
        self.report(found.suggest(format!("write `{name} {right}`"), span, format!("{name} {right}")));
        true
    }

    /// Writes an amount, changed by `add`, with a direction: `7 or more`. `None` if the result is negative.
    fn directed(&self, amount: &Amount<'_>, add: i32, direction: Keyword) -> Option<String> {
        let value = amount.value.checked_add(add).filter(|value| *value >= 0)?;
        let (before, after) = (amount.before.trim_start(), amount.after.trim_end());
        let [or, direction] = [Keyword::Or, direction].map(|word| self.words.show(word));
        Some(format!("{before}{value}{after} {or} {direction}"))
    }
}

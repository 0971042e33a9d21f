//! Meters: `trust: 4 of 10`, `cost: $0`, `firmness: 5 of 10, best 4 to 6`, and what effects do to them.

use crate::source::Span;

/// Something that is counted during a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meter {
    /// As the front matter writes it, with single spaces.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// What the front matter says about it: `4 of 10`.
    pub text: String,
    /// Its value at the start.
    pub start: i32,
    /// What is good and what it can be.
    pub kind: MeterKind,
}

/// What is good for a meter, and what it can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeterKind {
    /// `4 of 10`: more is better, from 0 to `most`.
    Scale {
        /// The highest value.
        most: i32,
    },
    /// `$0`, `0 days`: less is better, from 0 up.
    Total {
        /// What stands before a number, blanks included; often empty.
        before: String,
        /// What stands after a number, blanks included; often empty.
        after: String,
    },
    /// `5 of 10, best 4 to 6`: both ends are bad, from 0 to `most`.
    Band {
        /// The highest value.
        most: i32,
        /// The least of the good values.
        low: i32,
        /// The largest of the good values.
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

    /// The unit or currency of a running total, without blanks; empty where there is none.
    #[must_use]
    pub fn unit(&self) -> &str {
        match &self.kind {
            MeterKind::Total { before, after } if before.is_empty() => after.trim(),
            MeterKind::Total { before, .. } => before.trim(),
            _ => "",
        }
    }

    /// A value after a change: it stops at 0, and at the highest value where there is one.
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

    fn written(&self, sign: &str, value: u32) -> String {
        match &self.kind {
            MeterKind::Total { before, after } => format!("{sign}{before}{value}{after}"),
            _ => format!("{sign}{value}"),
        }
    }
}

/// What a choice or route does to a meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Number of the meter.
    pub meter: usize,
    /// What is added.
    pub by: i32,
    /// Where it is written.
    pub span: Span,
}

/// An effect as readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectText<'a> {
    /// The meter's name.
    pub meter: &'a str,
    /// The change with its sign and unit.
    pub change: String,
}

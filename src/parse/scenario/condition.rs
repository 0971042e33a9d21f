//! Conditions: `trust 6 or more and not fixed twice`.

use crate::source::Span;

/// Tests that must all hold. A test that could not be read is left out, with a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// The tests in order.
    pub tests: Vec<Test>,
}

/// One test of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Test {
    /// What is tested.
    pub kind: TestKind,
    /// Where it is written.
    pub span: Span,
}

/// What a test asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TestKind {
    /// `trust 6 or more`
    AtLeast {
        /// Number of the meter.
        meter: usize,
        /// The least value that will do.
        value: i32,
    },
    /// `cost $60 or less`
    AtMost {
        /// Number of the meter.
        meter: usize,
        /// The largest value that will do.
        value: i32,
    },
    /// `fixed twice`: the memory with this number is set.
    Remembers(usize),
    /// `not fixed twice`: it is not set.
    Forgets(usize),
}

/// A test as readers see it. The words between the parts come from the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestText<'a> {
    /// The name of the meter or memory.
    pub name: &'a str,
    /// The value with its unit, for meters.
    pub amount: Option<String>,
    /// What is asked of it.
    pub kind: TestKind,
}

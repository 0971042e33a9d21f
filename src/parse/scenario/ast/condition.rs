//! Conditions and their tests: `trust 6 or more and not fixed twice`.

use crate::source::Span;

/// Tests that must all hold. A test that could not be read is reported and left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// The tests in order.
    pub tests: Vec<Test>,
}

/// One test of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Test {
    /// The test itself.
    pub kind: TestKind,
    /// The span of the test.
    pub span: Span,
}

/// The kinds of tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TestKind {
    /// `trust 6 or more`
    AtLeast {
        /// The index of the meter.
        meter: usize,
        /// The lowest value that passes.
        value: i32,
    },
    /// `cost $60 or less`
    AtMost {
        /// The index of the meter.
        meter: usize,
        /// The highest value that passes.
        value: i32,
    },
    /// `fixed twice`: the memory with this index is set.
    Remembers(usize),
    /// `not fixed twice`: the memory with this index is not set.
    Forgets(usize),
}

/// A test as shown to readers. The words between the parts come from the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestText {
    /// The label of the meter, or the name of the memory.
    pub name: String,
    /// The value, for meters; with its unit unless the label contains it.
    pub amount: Option<String>,
    /// The kind of the test.
    pub kind: TestKind,
}

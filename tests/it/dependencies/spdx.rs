//! Evaluates SPDX licence expressions against a list of allowed licences.
//!
//! Supports `OR`, `AND`, `WITH`, parentheses, and the slash that older crates use for `OR`. Licences are compared by
//! name: `WITH` and its exception are part of the name, and no licence implies a later version of itself.

use std::iter::Peekable;
use std::str::SplitWhitespace;

/// True if a choice of allowed licences satisfies `expression`. The error says what cannot be parsed.
pub fn is_satisfied(expression: &str, allows: &dyn Fn(&str) -> bool) -> Result<bool, String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut reader = Reader { words: spaced.split_whitespace().peekable(), allows };
    let satisfied = reader.any()?;
    match reader.words.next() {
        None => Ok(satisfied),
        Some(word) => Err(format!("`{word}` is unexpected")),
    }
}

struct Reader<'a> {
    words: Peekable<SplitWhitespace<'a>>,
    allows: &'a dyn Fn(&str) -> bool,
}

impl<'a> Reader<'a> {
    /// Parses `all OR all …`.
    fn any(&mut self) -> Result<bool, String> {
        let mut satisfied = self.all()?;
        while self.words.next_if_eq(&"OR").is_some() {
            satisfied |= self.all()?;
        }
        Ok(satisfied)
    }

    /// Parses `one AND one …`, which binds more tightly than `OR`.
    fn all(&mut self) -> Result<bool, String> {
        let mut satisfied = self.one()?;
        while self.words.next_if_eq(&"AND").is_some() {
            satisfied &= self.one()?;
        }
        Ok(satisfied)
    }

    /// Parses a licence, optionally `WITH` an exception, or an expression in parentheses.
    fn one(&mut self) -> Result<bool, String> {
        if self.words.next_if_eq(&"(").is_some() {
            let satisfied = self.any()?;
            return match self.words.next() {
                Some(")") => Ok(satisfied),
                _ => Err("a parenthesis is not closed".to_owned()),
            };
        }
        let licence = self.name()?;
        if self.words.next_if_eq(&"WITH").is_some() {
            let exception = self.name()?;
            return Ok((self.allows)(&format!("{licence} WITH {exception}")));
        }
        Ok((self.allows)(licence))
    }

    fn name(&mut self) -> Result<&'a str, String> {
        match self.words.next() {
            Some(word) if !["(", ")", "OR", "AND", "WITH"].contains(&word) => Ok(word),
            Some(word) => Err(format!("`{word}` stands where a licence is expected")),
            None => Err("a licence is missing at the end".to_owned()),
        }
    }
}

mod tests {
    use super::is_satisfied;

    fn satisfied(expression: &str) -> bool {
        is_satisfied(expression, &|licence| ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].contains(&licence))
            .unwrap()
    }

    #[test]
    fn one_alternative_is_enough_and_every_part_of_a_conjunction_is_needed() {
        assert!(satisfied("MIT") && !satisfied("GPL-3.0-only"));
        assert!(satisfied("GPL-3.0-only OR MIT") && satisfied("MIT OR GPL-3.0-only"));
        assert!(satisfied("MIT AND ISC") && !satisfied("MIT AND GPL-3.0-only"));
        assert!(satisfied("MIT/GPL-3.0-only") && satisfied("GPL-3.0-only / MIT"));
    }

    #[test]
    fn and_binds_more_tightly_than_or() {
        assert!(satisfied("MIT OR ISC AND GPL-3.0-only"));
        assert!(!satisfied("(MIT OR ISC) AND GPL-3.0-only"));
        assert!(satisfied("(MIT OR GPL-3.0-only) AND ISC"));
        assert!(satisfied("GPL-3.0-only AND MIT OR ISC"));
    }

    #[test]
    fn an_exception_makes_a_different_licence() {
        assert!(satisfied("Apache-2.0 WITH LLVM-exception") && !satisfied("Apache-2.0"));
        assert!(!satisfied("MIT WITH LLVM-exception"));
        assert!(satisfied("Apache-2.0 WITH LLVM-exception OR GPL-3.0-only"));
    }

    #[test]
    fn an_expression_that_cannot_be_parsed_is_an_error() {
        for expression in ["", "MIT OR", "OR MIT", "(MIT", "MIT)", "MIT ISC", "MIT WITH", "MIT AND (ISC OR)", "()"] {
            assert!(is_satisfied(expression, &|_| true).is_err(), "{expression}");
        }
    }
}

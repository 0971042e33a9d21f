//! No function takes a tuple apart in its signature: `fn area((width, height): (u32, u32))`. A struct names what its
//! parts are, at the call too.

use super::{Finding, compare, texts};

/// The code; this file is not among it, because of the examples below.
const ROOTS: &[&str] = &[
    "src",
    "tests/fixtures",
    "tests/growth",
    "tests/it",
    "tests/layering",
    "tests/layering.rs",
    "tests/style.rs",
    "tests/support",
    "benches",
    "examples",
    "build.rs",
];

#[test]
fn no_function_takes_a_tuple_apart_in_its_signature() {
    let mut found = Vec::new();
    for (path, text) in texts(ROOTS, &["rs"]) {
        let lines = patterns(&text).into_iter();
        found.extend(lines.map(|(line, what)| Finding { path: path.clone(), line, what }));
    }
    compare(&found, &[], "name a struct instead of a tuple pattern in these signatures");
}

/// The functions with tuple patterns, each with its line.
fn patterns(text: &str) -> Vec<(usize, String)> {
    let code = without_comments(text);
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + 3..];
        let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        let parameters = parameters(&rest[name.len()..]);
        if !name.is_empty() && parameters.iter().any(|parameter| is_pattern(parameter)) {
            found.push((code[..at].matches('\n').count() + 1, format!("fn {name}")));
        }
    }
    found
}

/// True for `(a, b): (A, B)`. `(a, b) in strategy` is an argument of proptest's macro.
fn is_pattern(parameter: &str) -> bool {
    parameter.trim_start_matches('&').starts_with('(') && !parameter.contains(") in ")
}

/// The text with each comment line empty, so that lines keep their numbers.
fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

/// The parameters of a function, from the text after its name. Brackets of types are skipped as a whole.
fn parameters(after: &str) -> Vec<&str> {
    let (mut depth, mut angles, mut start, mut parameters) = (0_usize, 0_usize, 0, Vec::new());
    let mut previous = ' ';
    for (at, c) in after.char_indices() {
        match c {
            '<' => angles += 1,
            '>' if previous != '-' => angles = angles.saturating_sub(1),
            '(' | '[' | '{' => {
                if depth == 0 && angles == 0 {
                    start = at + 1;
                }
                depth += usize::from(angles == 0);
            }
            ')' | ']' | '}' if angles == 0 => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    parameters.push(after[start..at].trim());
                    break;
                }
            }
            ',' if depth == 1 && angles == 0 => {
                parameters.push(after[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
        previous = c;
    }
    parameters
}

#[test]
fn tuple_patterns_are_found_and_nothing_else() {
    let source = "\
// fn comment((a, b): (u8, u8)) {}
fn plain(a: (u8, u8), b: &[(u8, u8)]) {}
pub fn generic<F: Fn((u8, u8)) -> Vec<u8>>(f: F, [a, b]: [u8; 2]) {}
fn first((a, b): (u8, u8)) {}
fn method<'a, T: Into<&'a str>>(&self, map: Map<u8, (u8, u8)>, &(a, b): &(T, u8)) -> u8 { 0 }
fn long(
    a: impl Fn(u8, (u8, u8)) -> Option<u8>,
    (b, c): (u8, u8),
) {}
fn unit() { call(|(a, b)| a) }
fn property((a, b) in any::<(u8, u8)>()) {}
";
    let named = [(4, "fn first".to_owned()), (5, "fn method".to_owned()), (6, "fn long".to_owned())];
    assert_eq!(patterns(source), named);
}

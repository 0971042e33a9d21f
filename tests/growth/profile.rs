//! Parser for callgrind's files, as far as the gate needs: the cost of each function itself, without the functions it
//! calls.

use std::collections::BTreeMap;

/// Instructions by function and in total.
#[derive(Debug, Default)]
pub struct Profile {
    /// Instructions by mangled function name.
    pub functions: BTreeMap<String, u64>,
    /// The sum over all functions.
    pub total: u64,
}

impl Profile {
    /// Parses a file without compressed positions.
    pub fn read(text: &str) -> Self {
        let mut profile = Self::default();
        let mut names = BTreeMap::new();
        let mut function = None;
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some(name) = line.strip_prefix("fn=") {
                function = named(name, &mut names);
            } else if let Some(name) = line.strip_prefix("cfn=") {
                named(name, &mut names);
            } else if line.starts_with("calls=") {
                // The next line is the inclusive cost of the callee, whose own cost is counted where the callee is
                // listed.
                lines.next();
            } else if let (Some(name), Some(cost)) = (function, own_cost(line)) {
                *profile.functions.entry(name.to_owned()).or_default() += cost;
                profile.total += cost;
            }
        }
        profile
    }
}

/// Resolves the name of a function. The first occurrence contains number and name, later ones only the number: `(7)
/// main`, `(7)`.
fn named<'t>(written: &'t str, names: &mut BTreeMap<&'t str, &'t str>) -> Option<&'t str> {
    match written.split_once(' ') {
        Some((number, name)) => {
            names.insert(number, name);
            Some(name)
        }
        None => names.get(written).copied(),
    }
}

/// Parses a line with a position and a cost.
fn own_cost(line: &str) -> Option<u64> {
    let (place, cost) = line.split_once(' ')?;
    place.parse::<u64>().ok()?;
    cost.parse().ok()
}

/// Returns the readable form of a mangled name, without its hash.
pub fn readable(mangled: &str) -> String {
    let Some(mut rest) = mangled.strip_prefix("_ZN") else { return mangled.to_owned() };
    let mut parts = Vec::new();
    while let Some(digits) = rest.find(|sign: char| !sign.is_ascii_digit()).filter(|&digits| digits > 0) {
        let length: usize = rest.split_at(digits).0.parse().unwrap();
        let (part, behind) = rest.split_at(digits).1.split_at(length);
        parts.push(part.replace("..", "::").replace("$u20$", " "));
        rest = behind;
    }
    parts.pop_if(|last| last.len() == 17 && last.starts_with('h'));
    let signs = [("$LT$", "<"), ("$GT$", ">"), ("$RF$", "&"), ("$C$", ","), ("$LP$", "("), ("$RP$", ")")];
    let more = [("$u7b$", "{"), ("$u7d$", "}"), ("$u5b$", "["), ("$u5d$", "]"), ("$BP$", "*"), ("$u27$", "'")];
    signs.iter().chain(&more).fold(parts.join("::"), |name, (sign, letter)| name.replace(sign, letter))
}

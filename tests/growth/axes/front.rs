//! Pages with growing front matter, both valid and invalid, and growing settings.

use super::{Axis, Files, each, with_keys};

pub const AXES: &[Axis] = &[
    Axis::check("tags of one page", 128, |n| keys(&format!("tags: [a, {}]\n", each(n, |i| format!("tag{i:04}, "))))),
    Axis::check("items in lines", 128, |n| {
        keys(&format!("tags:\n  - a\n{}", each(n, |i| format!("  - tag {i:04}\n"))))
    }),
    Axis::check("earlier addresses", 128, |n| {
        keys(&format!("aliases:\n  - a.md\n{}", each(n, |i| format!("  - old/p{i:04}.md\n"))))
    }),
    Axis::check("earlier addresses, twice", 32, |n| keys(&format!("aliases: [a.md, {}]\n", "b.md, ".repeat(n)))),
    Axis::check("lines of a text", 256, |n| {
        keys(&format!("source: |\n  a\n{}", each(n, |i| format!("  line {i:04}\n"))))
    }),
    Axis::check("comments", 256, |n| keys(&each(n, |i| format!("# comment {i:04}\n")))),
    Axis::check("unknown keys", 12, |n| keys(&each(n, |i| format!("smmary{i:04}: a\n")))),
    Axis::check("keys twice", 32, |n| keys(&"tagline: a\n".repeat(n))),
    Axis::check("items of a wrong type", 12, |n| {
        keys(&format!("tags:\n  - a\n{}", each(n, |i| format!("  - [a{i:04}]\n"))))
    }),
    Axis::check("traps of YAML", 16, |n| {
        keys(&each(n, |i| {
            format!(
                "a{i:04}: b: c\nd{i:04}: “e”\n\tf{i:04}: g\nh{i:04} i\nj{i:04}: @k\nl{i:04}: \"m\" n\no{i:04}: [p\n"
            )
        }))
    }),
    Axis::check("brackets of YAML", 256, |n| keys(&format!("tags: {}\n", "[".repeat(n)))),
    Axis::check("moments of a case", 48, |n| {
        let moments = each(n, |i| format!("  - when: Day {i:04}\n    what: It was.\n    mood: angry\n"));
        vec![with_keys("cases/c", "Case", &format!("timeline:\n  - when: Day\n    what: It is.\n{moments}"), "Text.")]
    }),
    Axis::check("settings", 24, |n| {
        let words = each(n, |i| format!("  w{i:04}: [x{i:04}, y{i:04}]\n"));
        let moods = each(n, |i| format!("  mood{i:04}: 1\n"));
        let outcomes = each(n, |i| format!(", o{i:04}"));
        let text = format!("title: T\nsynonyms:\n  w: [x]\n{words}moods:\n  m: 1\n{moods}outcomes: [kept{outcomes}]\n");
        let mut all = super::one(&each(n, |i| format!("> Text\n>\n> — Ann, mood{i:04}\n\n")));
        all.push(("casebook.yaml".to_owned(), text));
        all
    }),
];

/// A site with one page that has these keys.
fn keys(keys: &str) -> Files {
    vec![with_keys("home", "Home", keys, "Text.")]
}

//! Pages with growing texts: all Markdown elements, repeated and nested.

use super::{Axis, Files, each, one};

pub const AXES: &[Axis] = &[
    Axis::check("headings", 128, |n| one(&each(n, |i| format!("## Heading {i:04}\n\nText.\n\n")))),
    Axis::check("headings: alike", 128, |n| one(&each(n, |_| "## Heading\n\nText.\n\n".to_owned()))),
    Axis::check("links", 128, |n| {
        one(&each(n, |i| format!("See [this](https://example.org/{i:04}) and [home](home.md).\n")))
    }),
    Axis::check("links: to anchors", 128, |n| {
        one(&each(n, |i| format!("## Heading {i:04}\n\n[To](#heading-{:04}).\n\n", n - 1 - i)))
    }),
    Axis::check("links: by reference", 128, |n| {
        one(&format!("{}\n\n{}", each(n, |i| format!("[To][r{i:04}]\n")), each(n, |i| format!("[r{i:04}]: home.md\n"))))
    }),
    Axis::check("blocks of all kinds", 32, blocks),
    Axis::check("marks in one line", 16, marks),
    Axis::check("rows of a table", 256, |n| one(&format!("| a | b |\n| --- | --- |\n{}", "| c | d |\n".repeat(n)))),
    Axis::check("columns of a table", 128, |n| {
        one(&format!("|{}\n|{}\n|{}\n", " a |".repeat(n + 1), " --- |".repeat(n + 1), " c |".repeat(n + 1)))
    }),
    Axis::check("footnotes", 128, |n| {
        one(&format!(
            "{}\n{}",
            each(n, |i| format!("Text.[^{i:04}]\n")),
            each(n, |i| format!("[^{i:04}]: Note {i:04}.\n\n"))
        ))
    }),
    Axis::check("one footnote, many times", 256, |n| one(&format!("{}\n\n[^a]: Note.[^a]\n", "Text.[^a]\n".repeat(n)))),
    Axis::check("lists in lists", 64, |n| one(&each(n, |i| format!("{}- a\n", "  ".repeat(i % 24))))),
    Axis::check("one line of words", 256, |n| one(&each(n, |i| format!("word{i:04} ")))),
    Axis::check("brackets left open", 256, |n| one(&"[a](b [".repeat(n))),
    Axis::check("addresses left open", 256, |n| one(&"[a](<b".repeat(n))),
    Axis::check("brackets closed twice", 256, |n| one(&"](b.md ".repeat(n))),
    Axis::check("brackets after an address", 256, |n| one(&format!("https://a.example{}", ")".repeat(n)))),
    Axis::check("semicolons after an address", 256, |n| one(&format!("https://a.example{}", "&a;".repeat(n)))),
    Axis::check("parts that open, joined", 128, |n| {
        one(&format!("<details><summary>a</summary>\n\n{}", "</details>\n<details><summary>a</summary>\n\n".repeat(n)))
    }),
    Axis::check("emphasis left open", 256, |n| one(&"*a **b ~~c _d ".repeat(n))),
    Axis::check("ticks of all lengths", 128, |n| one(&each(n, |i| format!("{}a ", "`".repeat(i % 40 + 1))))),
    Axis::check("HTML left open", 128, |n| one(&"a <!-- <b <? <![CDATA[ ".repeat(n))),
    Axis::build("built: a long page", 6, long_page),
    Axis::build("built: words of the search", 64, |n| {
        one(&each(n, |i| format!("{}ing of w{i:04}.\n", ["b", "ch", "d", "st"].concat().repeat(1 + i % 3) + &word(i))))
    }),
];

/// Returns a distinct word for each number.
fn word(mut number: usize) -> String {
    let mut word = String::new();
    for _ in 0..4 {
        word.push(char::from(b"aeioubcdfglmnprst"[number % 17]));
        number /= 17;
    }
    word
}

/// Paragraphs, lists, quotations, code, tasks, definitions, alerts, voices and tables.
fn blocks(n: usize) -> Files {
    one(&each(n, |i| {
        format!(
            "Paragraph {i:04}.\n\n- one\n- two\n  - inside\n\n1. first\n2. second\n\n> Quoted\n>\n> — Ann, upset\n\n\
             ```text\ncode\n```\n\n- [ ] open\n- [x] done\n\nTerm {i:04}\n: its meaning\n\n> [!NOTE]\n> Noted.\n\n\
             | a | b |\n| --- | --- |\n| c | d |\n\n---\n\n"
        )
    }))
}

fn marks(n: usize) -> Files {
    one(&each(n, |i| {
        format!("*a* **b** ~~c~~ `d` &amp; \\* [e](home.md) ![f](https://a.example) <https://b.example> g{i:04}. ")
    }))
}

/// A page of elements that need special treatment when it is rendered.
fn long_page(n: usize) -> Files {
    one(&each(n, |i| {
        format!(
            "## Part {i:04}\n\nA paragraph of *words*, [linked](#part-{:04}) and noted.[^{i:04}]\n\n- one\n- two\n\n\
             > Quoted\n>\n> — Ann, upset\n\n| a | b |\n| --- | --- |\n| c | d |\n\n[^{i:04}]: Note.\n\n",
            n - 1 - i
        )
    }))
}

//! Sites with growing numbers of mistakes and suggestions, and the reports of them.

use super::{Axis, Files, each, files, one, page, with_keys};
use crate::judge::Expected;
use crate::measured::Work;

pub const AXES: &[Axis] = &[
    Axis::check("findings: files that are not there", 16, |n| {
        one(&each(n, |i| format!("- [To](nowhere-{i:04}.md)\n")))
    }),
    Axis::check("findings: one per page", 12, |n| {
        files(n, |i| {
            page(
                &format!("a/page-{i:04}"),
                &format!("Page {i:04}"),
                &format!("See [it](apge-{i:04}.md) and [it](gone.md)."),
            )
        })
    }),
    Axis::check("findings: a folder that was renamed", 12, |n| {
        files(n, |i| {
            page(
                &format!("new/page-{i:04}"),
                &format!("Page {i:04}"),
                &format!("See [it](../old/page-{:04}.md).", (i + 1) % n),
            )
        })
    }),
    Axis::check("findings: wiki links", 12, |n| {
        files(n, |i| {
            page(
                &format!("a/page-{i:04}"),
                &format!("Page {i:04}"),
                &format!("See [[Page {:04}]] and [[gone]].", (i + 1) % n),
            )
        })
    }),
    Axis::check("findings: anchors", 12, |n| {
        one(&each(n, |i| {
            format!("## Heading number {i:04}\n\n[To](#haeding-number-{i:04}), [to](#number-{i:04}), [to](#gone).\n\n")
        }))
    }),
    Axis::check("findings: terms", 12, |n| {
        let terms = each(n, |i| format!("term {i:04}:\n  means: Meaning {i:04}.\n"));
        let mut all = one(&each(n, |i| format!("- [Term](glossary.html#tern-{i:04})\n")));
        all.push(("content/glossary.yaml".to_owned(), format!("first:\n  means: A word.\n{terms}")));
        all
    }),
    Axis::check("findings: pictures", 12, |n| {
        let mut all = files(n, |i| (format!("content/photos/photo-{i:04}.png"), format!("picture {i:04}")));
        all.push(page(
            "album",
            "Album",
            &each(n, |i| format!("![](photos/photo-{i:04}.png) ![A](photos/phtoo-{i:04}.png)\n\n")),
        ));
        all
    }),
    Axis::check("findings: in one line", 64, |n| {
        one(&each(n, |i| format!("Text <b>bold</b> and [[page {i:04}]] here. ")))
    }),
    Axis::check("findings: of writing", 8, |n| {
        let say = each(n, |i| format!("      - Calm down, number {i:04}.\n"));
        let steps = format!("steps:\n  - title: Step\n    do: Do it.\n    say:\n      - Yes.\n{say}");
        let long =
            each(n, |i| format!("This sentence, which has the number {i:04}, has more than ten words in it.\n\n"));
        strict(with_keys("playbooks/book", "Book", &steps, &long))
    }),
    Axis::check("findings: accepted", 24, |n| {
        let meant = "<!-- allow long-sentence: meant -->";
        let long = each(n, |i| format!("{meant}\n\nThis sentence, number {i:04}, has more than ten words in it.\n\n"));
        strict(page("home", "Home", &long))
    }),
    Axis::check("findings: accepted, and not there", 16, |n| {
        one(&each(n, |_| "<!-- allow long-sentence: meant -->\n\nText.\n\n".to_owned()))
    }),
    Axis::check("findings: shown as text", 16, |n| {
        one(&each(n, |_| "See [it] (#it) and [it](my page.md).\n\n".to_owned()))
    }),
    Axis::check("findings: tools", 16, |n| {
        one(&each(n, |i| format!("<!-- tool: reste{i:04} -->\n\n<!-- tool: reset -->\n\n")))
    }),
    Axis {
        name: "fix",
        n: 6,
        work: Work::Fix,
        expected: Expected::Right,
        site: |n| files(n, |i| page(&format!("a/p{i:04}"), &format!("Page {i:04}"), "See [the hub] (../home.md).")),
    },
];

/// A site of one page whose settings limit sentence length and forbid inflaming words.
fn strict(page: (String, String)) -> Files {
    let settings = "title: T\nwriting:\n  sentence-words: 10\n  inflaming-words: [calm down]\n";
    vec![page, ("casebook.yaml".to_owned(), settings.to_owned())]
}

//! Sites with growing numbers of files: pages of each kind, folders, tags, aliases and images.

use super::{Axis, Files, each, files, page, with_keys};

pub const AXES: &[Axis] = &[
    Axis::check("pages", 16, pages),
    Axis::check("folders", 32, folders),
    Axis::check("links: to many pages", 16, hub),
    Axis::check("pictures", 24, pictures),
    Axis::check("downloads", 24, downloads),
    Axis::check("glossary: brackets", 24, brackets),
    Axis::check("cases", 16, cases),
    Axis::check("paths", 16, paths),
    Axis::check("decision: questions", 24, questions),
    Axis::check("playbook: steps", 24, steps),
    Axis::check("glossary: terms", 24, glossary),
    Axis::check("terms linked", 24, terms_linked),
    Axis::build("built: pages", 4, pages_of_all_kinds),
    Axis::build("built: cases", 8, cases),
    Axis::build("built: a path", 8, path),
    Axis::build("built: a playbook", 8, steps),
];

fn pages(n: usize) -> Files {
    files(n, |i| {
        page(&format!("a/p{i:04}"), &format!("Page {i:04}"), &format!("See [the next](p{:04}.md).", (i + 1) % n))
    })
}

fn folders(n: usize) -> Files {
    files(n, |i| page(&format!("folder-{i:04}/index"), &format!("Folder {i:04}"), "Text."))
}

fn hub(n: usize) -> Files {
    let mut all = files(n, |i| page(&format!("a/p{i:04}"), &format!("Page {i:04}"), "See [the hub](../hub.md)."));
    all.push(page("hub", "Hub", &each(n, |i| format!("- [To {i:04}](a/p{i:04}.md)\n"))));
    all
}

fn pictures(n: usize) -> Files {
    let mut all = files(n, |i| (format!("content/photos/p{i:04}.png"), format!("picture {i:04}")));
    all.push(page("album", "Album", &each(n, |i| format!("![Photo {i:04}](photos/p{i:04}.png)\n\n"))));
    all
}

/// A page that offers as many files as the site has pages with an old address.
fn downloads(n: usize) -> Files {
    let keys = |i: usize| format!("aliases: [old/p{i:04}.md]\n");
    let mut all = files(n, |i| with_keys(&format!("a/p{i:04}"), &format!("Page {i:04}"), &keys(i), "Text."));
    all.extend((0..n).map(|i| (format!("content/forms/f{i:04}.csv"), format!("form {i:04}"))));
    all.push(page("forms", "Forms", &each(n, |i| format!("- [Form {i:04}](forms/f{i:04}.csv)\n"))));
    all
}

/// A glossary whose meanings contain what may be references to other terms.
fn brackets(n: usize) -> Files {
    let terms = each(n, |i| format!("term{i:04}:\n  means: Like [this](#term {i:04} here) one.\n"));
    let mut all = super::one("Text.");
    all.push(("content/glossary.yaml".to_owned(), format!("first:\n  means: A word.\n{terms}")));
    all
}

/// Pages that differ in tag and owner, each with an alias, linked in a cycle.
fn pages_of_all_kinds(n: usize) -> Files {
    files(n, |i| {
        let keys = format!(
            "tags: [tag {i:04}, all]\nowner: Owner {i:04}\ndate: 2026-01-01\nreview-by: 2026-03-01\naliases: [old/p{i:04}.md]\n"
        );
        let text = format!("## Part {i:04}\n\nWord{i:04} of [the next](p{:04}.md) page.\n", (i + 1) % n);
        with_keys(&format!("a/p{i:04}"), &format!("Page {i:04}"), &keys, &text)
    })
}

/// Cases that each have a different trade and all practise the same step.
fn cases(n: usize) -> Files {
    let mut all = files(n, |i| {
        let keys = format!("trade: trade {i:04}\noutcome: kept\npractises:\n  - ../playbooks/book.md#step-0000\n");
        with_keys(&format!("cases/c{i:04}"), &format!("Case {i:04}"), &keys, "It broke.")
    });
    all.extend(steps(1));
    all
}

fn paths(n: usize) -> Files {
    files(n, |i| {
        let keys = "modules:\n  - title: Read\n    items:\n      - ../home.md\n";
        with_keys(&format!("paths/p{i:04}"), &format!("Path {i:04}"), keys, "Text.")
    })
}

/// A single path with all pages.
fn path(n: usize) -> Files {
    let items = each(n, |i| format!("      - ../a/p{i:04}.md\n"));
    let keys = format!("modules:\n  - title: Read\n    items:\n      - ../home.md\n{items}");
    let mut all = files(n, |i| page(&format!("a/p{i:04}"), &format!("Page {i:04}"), "Text."));
    all.push(with_keys("paths/all", "All", &keys, "Text."));
    all
}

/// A playbook with a section of text for each step, and a case that practises all steps.
fn steps(n: usize) -> Files {
    let steps = each(n, |i| format!("  - title: Step {i:04}\n    do: Do it.\n    say: [Line {i:04}.]\n"));
    let text = each(n, |i| format!("## Step {i:04}\n\nText of the step.\n\n"));
    let practises = each(n, |i| format!("  - ../playbooks/book.md#step-{i:04}\n"));
    vec![
        with_keys("playbooks/book", "Book", &format!("steps:\n  - title: Begin\n    do: Begin.\n{steps}"), &text),
        with_keys("cases/all", "All", &format!("practises:\n  - ../playbooks/book.md#begin\n{practises}"), "Text."),
    ]
}

/// A decision whose questions lead from one to the next.
fn questions(n: usize) -> Files {
    let question = |i: usize| {
        let answers = "      - answer: Yes\n        to: book.md\n      - answer: No\n        to: ";
        format!("  - title: Question {i:04}\n    answers:\n{answers}\"#question-{:04}\"\n", i + 1)
    };
    let last = format!("  - title: Question {n:04}\n    answers:\n      - answer: Yes\n        to: book.md\n");
    let mut all = steps(1);
    all.push(with_keys("playbooks/asked", "Asked", &format!("questions:\n{}{last}", each(n, question)), "Text."));
    all
}

/// A glossary, and a text that uses every term.
fn glossary(n: usize) -> Files {
    let terms = each(n, |i| format!("term{i:04}:\n  means: Meaning {i:04}.\n  also: [terms{i:04}]\n"));
    let mut all = super::one(&each(n, |i| format!("Here is term{i:04} in use.\n\n")));
    all.push(("content/glossary.yaml".to_owned(), format!("first:\n  means: A word.\n{terms}")));
    all
}

fn terms_linked(n: usize) -> Files {
    let mut all = glossary(n);
    all.push(page("terms", "Terms", &each(n, |i| format!("- [Term](glossary.html#term{i:04})\n"))));
    all
}

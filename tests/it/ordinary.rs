//! Sentences that people write for their own sake: none of them was meant as markup, so no finding may say so.

use casebook::diagnostic::Code;

use crate::support;

/// The codes that report text as meant for something else.
const MEANT: [Code; 6] = [
    Code::ShownAsText,
    Code::ForeignSyntax,
    Code::HiddenRemark,
    Code::UnclosedBlock,
    Code::SecondFrontMatter,
    Code::LostText,
];

#[test]
fn ordinary_sentences_are_not_taken_for_markup() {
    let sentences: Vec<&str> = include_str!("ordinary.txt").lines().collect();
    assert!(sentences.len() >= 200);
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("content")).unwrap();
    for (number, sentence) in sentences.iter().enumerate() {
        // Alone, as a second line, in a list and as a quotation.
        let text = format!(
            "---\ntitle: T\n---\n\nText.\n\n{sentence}\n\nText,\n{sentence}\n\n- {sentence}\n\nText.\n\n> {sentence}\n"
        );
        std::fs::write(dir.path().join(format!("content/s{number:03}.md")), text).unwrap();
    }
    let built = support::mistaken(dir.path());
    let wrong: Vec<String> = built
        .diagnostics
        .iter()
        .filter(|found| MEANT.contains(&found.code))
        .map(|found| {
            let place = built.sources.file(found.span().file).place(found.span().start);
            format!("{}:{}: {}", built.sources.text(found.span()), place.line, found.message)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

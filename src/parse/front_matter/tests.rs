//! Tests of reading valid front matter. The mistakes are tested by the files in `tests/front-matter/`.

use super::*;
use crate::text::Slice;
use crate::yaml::Shape;

fn read_as(kind: ContentKind, keys: &str) -> (FrontMatter, String) {
    let text = format!("---\n{keys}---\nText.\n");
    let (front, found) = read(kind, FileId(0), &text, &Config::default());
    assert!(found.is_empty(), "{found:?}");
    assert!(front.sound);
    (front, text)
}

#[test]
fn values_are_kept_as_written_and_have_exact_spans() {
    let keys = "title: No\nsummary: |\n  One.\n  Two.\ntags: [1.50, 'a b', null]\nowner: 2027-11-01  # a date\n";
    let (front, text) = read_as(ContentKind::Page, keys);
    let shared = &front.shared;
    assert_eq!((&*shared.title, shared.summary.as_deref()), ("No", Some("One.\nTwo.")));
    assert_eq!(shared.tags.iter().map(|tag| tag.text.as_str()).collect::<Vec<_>>(), ["1.50", "a b", "null"]);
    assert_eq!(text.slice(shared.tags[1].span.range()), "'a b'");
    assert_eq!(shared.owner.as_ref().map(|owner| text.slice(owner.span.range())), Some("2027-11-01"));
    assert_eq!(text.slice(front.body.range()), "Text.\n");
    assert_eq!(text.slice(shared.span.range()).lines().count(), 6);
}

#[test]
fn a_single_text_is_read_as_a_list_of_one() {
    let (front, _) =
        read_as(ContentKind::Case, "title: T\npractises: ../playbooks/x.md#own-it\ndiscuss: Why, and when?\n");
    let Details::Case(case) = front.details else { panic!("not a case") };
    assert_eq!((case.practises[0].path(), case.practises[0].anchor()), ("../playbooks/x.md", Some("own-it")));
    assert_eq!(&*case.discuss[0], "Why, and when?");
}

#[test]
fn a_blank_second_fix_differs_from_a_missing_one() {
    let fix = |keys: &str| match read_as(ContentKind::Case, keys).0.details {
        Details::Case(case) => case.fixed_for_the_next.map(|fix| fix.text.clone()),
        _ => panic!("not a case"),
    };
    assert_eq!(fix("title: T\nfixed-for-the-next:\n"), Some(String::new()));
    assert_eq!(fix("title: T\nfixed-for-the-next: \"\"\n"), Some(String::new()));
    assert_eq!(fix("title: T\n"), None);
}

#[test]
fn sums_are_split_into_number_and_unit() {
    let stakes = "title: T\nrole: R\ncustomer: C\nstakes:\n  a: $85\n  b: 40 euros\n  c: −3 kr\n  d: US$ 7\n  e: 9\n";
    let Details::Scenario(scenario) = read_as(ContentKind::Scenario, stakes).0.details else { panic!("no scenario") };
    let sums: Vec<_> = scenario.stakes.entries.iter().map(|(_, sum)| (sum.amount, sum.unit.as_str())).collect();
    assert_eq!(sums, [(85, "$"), (40, "euros"), (-3, "kr"), (7, "US$"), (9, "")]);
}

#[test]
fn a_broken_value_does_not_affect_the_others() {
    let text = "---\ntitle: The wallet: a seam\nsummary: {a b: c: [d}\ntags: [gifts]\nowner: me\n---\nText.\n";
    let (front, found) = read(ContentKind::Page, FileId(0), text, &Config::default());
    assert!(!front.sound && found.len() > 1, "{found:?}");
    assert_eq!(&*front.shared.title, "The wallet: a seam");
    assert_eq!(text.slice(front.shared.tags[0].span.range()), "gifts");
    assert_eq!(front.shared.owner.as_deref(), Some("me"));
}

#[test]
fn every_key_has_a_description_for_editors() {
    for kind in ContentKind::ALL {
        let fields = fields(kind);
        assert_eq!(fields.len(), known_keys(kind).len());
        fields.iter().for_each(|field| described(field.key, field.doc, &field.shape));
        assert_eq!(fields.iter().find(|field| field.key == "title").map(|field| field.required), Some(true));
    }
}

fn described(key: &str, doc: &str, shape: &Shape) {
    assert!(doc.trim().ends_with('.'), "`{key}`: {doc}");
    match shape {
        Shape::Record { fields, .. } => fields.iter().for_each(|field| described(field.key, field.doc, &field.shape)),
        Shape::List { of, .. } | Shape::Map(of) | Shape::Blank(of) | Shape::TextOr(of) => described(key, doc, of),
        Shape::OneOf(words) => assert!(words.iter().all(|(word, doc)| !word.is_empty() && !doc.trim().is_empty())),
        _ => {}
    }
}

//! Settings against the content of a site: whether the currency and the language fit.

use std::path::Path;

use crate::support::{checked, lay};

/// The codes, messages and lines of the findings about a site.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    lay(dir.path(), files);
    of(dir.path())
}

fn of(dir: &Path) -> Vec<String> {
    let built = checked(dir);
    let shown = built.diagnostics.iter().map(|found| {
        let path = built.sources.file(found.span().file).path();
        format!("{path}: {}: {}", found.code.name(), found.message)
    });
    shown.collect()
}

fn case(sum: &str) -> String {
    format!("---\ntitle: The kettle\ncost: {sum}\n---\n\nIt was recalled.\n")
}

const HOME: (&str, &str) = ("content/index.md", "---\ntitle: Home\n---\n\nText.\n");

const SCENARIO: &str = "---
title: The cake
role: You
customer: Ben
meters:
  trust: 4 of 10
  cost: $0
stakes:
  his orders: $240
  his patience: 3
goal: trust 5 or more, cost $20 or less
playbooks:
  - ../playbooks/p.md
---

Ben waits.

## It begins

- [Blame the other shift for the delay](#the-end) — trust -2
  - Breaks [Own it](../playbooks/p.md#own-it): to him it is one desk, and he called there twice.
- [Say that it was our own mistake](#the-end) — trust +2, cost 1
  - Follows [Own it](../playbooks/p.md#own-it): one sentence, and the talk is about him.
- [Say nothing at all and wait](#the-end) — cost 5
  - Bends [Own it](../playbooks/p.md#own-it): he still has no word from you.

## The end

- When trust 5 or more: [Good](#ending-good)
- Otherwise: [Bad](#ending-bad)

## Ending: good

Outcome: kept. Well.

## Ending: bad

Outcome: lost. Not so well.

## Debrief

- What now?
";

const PLAYBOOK: &str = "---\ntitle: P\nsteps:\n  - title: Own it\n    do: Say that it was ours.\n---\n";

fn of_currency(settings: &str, case: &str, scenario: &str) -> Vec<String> {
    let files = [
        HOME,
        ("casebook.yaml", settings),
        ("content/cases/a.md", case),
        ("content/playbooks/p.md", PLAYBOOK),
        ("content/scenarios/s.md", scenario),
    ];
    found(&files).into_iter().filter(|found| found.contains("currency")).collect()
}

#[test]
fn a_site_without_a_sum_in_its_currency_is_one_finding() {
    let (dollars, pounds) = (case("$85"), SCENARIO.replace('$', "£"));
    let at_setting = "casebook.yaml: other-currency: the currency of this site is `£`, and all its 3 sums are in `$`";
    assert_eq!(of_currency("currency: £\n", &dollars, SCENARIO), [at_setting]);
    // Without the setting, the finding is at the first sum.
    let by_default =
        "content/cases/a.md: other-currency: the currency of this site is `$`, and all its 3 sums are in `£`";
    assert_eq!(of_currency("title: T\n", &case("£85"), &pounds), [by_default]);
}

#[test]
fn sums_in_another_currency_are_found_in_every_place() {
    let found = of_currency("currency: £\n", &case("£85"), SCENARIO);
    let expected = "content/scenarios/s.md: other-currency: `$` is not the currency of this site, which is `£`";
    assert_eq!(found, [expected, expected], "the meter and the stake");
}

#[test]
fn sums_in_the_currency_of_the_site_are_silent() {
    assert!(of_currency("title: T\n", &case("$85"), SCENARIO).is_empty());
    assert!(of_currency("title: T\n", &case("85 $ a year"), SCENARIO).is_empty());
    assert!(of_currency("currency: £\n", &case("£85"), &SCENARIO.replace('$', "£")).is_empty());
    // Units that are no money, and a currency that is a word.
    let hours = SCENARIO.replace("cost: $0", "cost: 0 hours").replace("$20", "20").replace("$240", "240 kr");
    assert!(of_currency("currency: kr\n", &case("85 kr"), &hours).is_empty());
}

#[test]
fn a_language_needs_words_in_the_theme() {
    let of = |language: &str, theme: &[(&str, &str)]| {
        let settings = format!("id: ours\ntheme: ours\nlanguage: {language}\n");
        let site = [HOME, ("casebook.yaml", &settings), ("themes/ours/ours.css", "")];
        found(&[&site, theme].concat())
    };
    let missing = "casebook.yaml: language-without-words: there are no words in `es` for buttons and headings, so these will be English";
    assert_eq!(of("es", &[]), [missing]);
    assert_eq!(of("es-MX", &[]), [missing]);
    assert!(of("es-MX", &[("themes/ours/i18n/es.yaml", "home:\n  now: Ahora\n")]).is_empty());
    for known in ["en", "en-GB", "de", "de-CH"] {
        assert!(of(known, &[]).is_empty(), "{known}");
    }
}

//! The anchors of a page, indexed for fast look-up: by anchor, by step or question, by similarity to a misspelt anchor.
//!
//! Created when the first link needs it. The links themselves are checked elsewhere.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::markdown::{Body, Heading, OldAnchor};
use crate::diagnostic::Names;

/// The anchors of one page.
#[derive(Debug)]
pub struct Anchors {
    /// The anchors that may be linked to, in the order of the page: headings, then steps or questions, then those in
    /// HTML.
    list: Vec<String>,
    known: HashSet<String>,
    /// The anchors of the title at the top of the page.
    tops: HashSet<String>,
    /// The present anchor of what had each old anchor.
    now: HashMap<String, String>,
    /// The old anchors that lead to each present one, in the order in which they are written.
    old: HashMap<String, Vec<String>>,
    /// The number of the first step or question with each anchor, present or old.
    numbers: HashMap<String, usize>,
    /// For each heading, the number of the step or question to which it and the text below it belong.
    steps: Vec<Option<usize>>,
    /// The headings of each step or question, in the order of the page.
    headings: HashMap<usize, Vec<usize>>,
    names: OnceLock<Names>,
    words: OnceLock<Words>,
}

/// The anchors by the words in them, as indices into [`Anchors::list`].
#[derive(Debug, Default)]
struct Words {
    /// All anchors that contain the word.
    with: HashMap<String, Vec<usize>>,
    /// The anchors whose rarest word it is.
    by_rarest: HashMap<String, Vec<usize>>,
}

/// A step or question of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct StepAnchors<'a> {
    /// The anchor of each.
    pub slugs: &'a [String],
    /// The old anchors of each.
    pub was: &'a [Vec<OldAnchor>],
}

impl Anchors {
    pub(super) fn new(body: &Body, steps: StepAnchors<'_>) -> Self {
        Self::of(&body.headings, steps, &body.html_ids)
    }

    fn of(headings: &[Heading], steps: StepAnchors<'_>, html_ids: &[String]) -> Self {
        let (tops, others): (Vec<&Heading>, Vec<&Heading>) = headings.iter().partition(|heading| heading.repeats_title);
        let list: Vec<String> =
            others.iter().map(|heading| &heading.slug).chain(steps.slugs).chain(html_ids).cloned().collect();
        let of_step = steps_of(headings, &numbers(steps));
        let mut headings_of: HashMap<usize, Vec<usize>> = HashMap::new();
        for (heading, step) in of_step.iter().enumerate() {
            step.iter().for_each(|&step| headings_of.entry(step).or_default().push(heading));
        }
        let mut anchors = Self {
            known: list.iter().cloned().collect(),
            list,
            tops: tops.iter().map(|heading| heading.slug.clone()).collect(),
            now: HashMap::new(),
            old: HashMap::new(),
            numbers: numbers(steps),
            steps: of_step,
            headings: headings_of,
            names: OnceLock::new(),
            words: OnceLock::new(),
        };
        for (slug, was) in steps.slugs.iter().zip(steps.was) {
            anchors.keep(slug, was);
        }
        for heading in others {
            anchors.keep(&heading.slug, &heading.was);
        }
        anchors
    }

    /// Keeps old anchors, unless they belong to something else now.
    fn keep(&mut self, slug: &str, was: &[OldAnchor]) {
        for OldAnchor { id, .. } in was {
            let is_taken = |id: &String| match self.numbers.get(id) {
                // A heading may still have the old words of its step.
                Some(step) => self.numbers.get(slug) != Some(step),
                None => self.known.contains(id),
            };
            if id != slug && !is_taken(id) && !self.now.contains_key(id) {
                self.now.insert(id.clone(), slug.to_owned());
                self.old.entry(slug.to_owned()).or_default().push(id.clone());
            }
        }
    }

    /// Returns true if `anchor` is on the page, other than at the title.
    #[must_use]
    pub fn has(&self, anchor: &str) -> bool {
        self.current(anchor).is_some()
    }

    /// The present form of an anchor: an old one is that of the heading or step that had it. `None` if the page has no such
    /// anchor.
    #[must_use]
    pub fn current(&self, anchor: &str) -> Option<&str> {
        self.now.get(anchor).or_else(|| self.known.get(anchor)).map(String::as_str)
    }

    /// The old anchors that lead to a present one, oldest first.
    #[must_use]
    pub fn old(&self, anchor: &str) -> &[String] {
        self.old.get(anchor).map_or(&[], Vec::as_slice)
    }

    /// Returns true if `anchor` is that of the title.
    #[must_use]
    pub fn is_top(&self, anchor: &str) -> bool {
        self.tops.contains(anchor)
    }

    /// The number of the step or question that has this anchor, or had it before.
    #[must_use]
    pub fn number(&self, slug: &str) -> Option<usize> {
        self.numbers.get(slug).copied()
    }

    /// The number of the step or question to which a heading and the text below it belong. A heading with the slug of a
    /// step starts a section, which ends at the next heading of the same or a higher level.
    #[must_use]
    pub fn step_of(&self, heading: usize) -> Option<usize> {
        self.steps.get(heading).copied().flatten()
    }

    /// The numbers of the headings that belong to a step or question.
    #[must_use]
    pub fn headings_of(&self, step: usize) -> &[usize] {
        self.headings.get(&step).map_or(&[], Vec::as_slice)
    }

    /// The anchor most similar to a misspelt one.
    #[must_use]
    pub fn nearest(&self, anchor: &str) -> Option<&str> {
        self.names().nearest(anchor).map(|number| self.list[number].as_str())
    }

    /// Returns true if `anchor` can only mean `near`.
    #[must_use]
    pub fn is_only_near(&self, anchor: &str, near: &str) -> bool {
        self.names().is_only_near(anchor, near)
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(self.list.iter().map(String::as_str)))
    }

    /// Finds a heading that has gained or lost words: the only one on the page that contains all words of the old
    /// anchor in order, or whose words all occur in the old anchor in order. A single word is not enough.
    #[must_use]
    pub fn renamed(&self, anchor: &str) -> Option<&str> {
        let old = words(anchor);
        let by_word = self.words.get_or_init(|| Words::new(&self.list));
        let mut like = by_word.candidates(&old).into_iter().map(|number| self.list[number].as_str()).filter(|known| {
            let new = words(known);
            let (few, many) = if old.len() <= new.len() { (&old, &new) } else { (&new, &old) };
            let mut rest = many.iter();
            few.len() > 1 && few.iter().all(|word| rest.any(|other| other == word))
        });
        like.next().filter(|_| like.next().is_none())
    }
}

/// The number of the first step or question with each anchor; present anchors come before old ones.
fn numbers(steps: StepAnchors<'_>) -> HashMap<String, usize> {
    let mut numbers = HashMap::new();
    for (number, slug) in steps.slugs.iter().enumerate() {
        numbers.entry(slug.clone()).or_insert(number);
    }
    for (number, old) in steps.was.iter().enumerate().flat_map(|(number, was)| was.iter().map(move |old| (number, old)))
    {
        numbers.entry(old.id.clone()).or_insert(number);
    }
    numbers
}

/// The step or question of each heading.
fn steps_of(headings: &[Heading], numbers: &HashMap<String, usize>) -> Vec<Option<usize>> {
    let mut below: Option<(usize, u8)> = None;
    let step = |heading: &Heading| {
        if heading.repeats_title {
            return None;
        }
        if below.is_some_and(|(_, level)| heading.level <= level) {
            below = None;
        }
        if below.is_none() {
            below = numbers.get(&heading.slug).map(|&step| (step, heading.level));
        }
        below.map(|(step, _)| step)
    };
    headings.iter().map(step).collect()
}

impl Words {
    fn new(list: &[String]) -> Self {
        let mut all = Self::default();
        for (number, anchor) in list.iter().enumerate() {
            for word in words(anchor) {
                let with = all.with.entry(word.to_owned()).or_default();
                if with.last() != Some(&number) {
                    with.push(number);
                }
            }
        }
        for (number, anchor) in list.iter().enumerate() {
            if let Some(rarest) = words(anchor).into_iter().min_by_key(|word| all.with[*word].len()) {
                all.by_rarest.entry(rarest.to_owned()).or_default().push(number);
            }
        }
        all
    }

    /// The anchors that contain all words of `old`, and those whose words may all occur in `old`. The result may
    /// contain other anchors, but lacks none of these.
    fn candidates(&self, old: &[&str]) -> Vec<usize> {
        let with = |word: &&str| self.with.get(*word).map_or(&[][..], Vec::as_slice);
        let longer = old.iter().map(with).min_by_key(|with| with.len()).unwrap_or_default();
        let shorter = old.iter().filter_map(|word| self.by_rarest.get(*word)).flatten();
        let mut numbers: Vec<usize> = longer.iter().chain(shorter).copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

fn words(anchor: &str) -> Vec<&str> {
    anchor.split('-').filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn anchors(slugs: &[&str]) -> Anchors {
        let slugs: Vec<String> = slugs.iter().map(|slug| (*slug).to_owned()).collect();
        Anchors::of(&[], StepAnchors { slugs: &slugs, was: &[] }, &[])
    }

    #[test]
    fn a_heading_that_gained_or_lost_words_is_found_if_it_is_the_only_match() {
        let page = anchors(&["own-the-slip", "own-it-today", "say-when", "say-it", "say-it-now", "it"]);
        for (old, new) in [
            ("own-slip", Some("own-the-slip")),
            ("own-the-slip-at-once", Some("own-the-slip")),
            ("own-today-it", None),
            ("own", None),
            ("say-when-it-is-done", None),
            ("say-when-is-done", Some("say-when")),
            ("say-it-now-please", None),
            ("", None),
        ] {
            assert_eq!(page.renamed(old), new, "{old}");
        }
    }

    #[test]
    fn old_anchors_lead_to_the_present_one_unless_something_else_has_them() {
        let old = |id: &str| OldAnchor { id: id.to_owned(), span: Span::start_of(FileId(0)) };
        let slugs = ["take-the-blame", "say-when"].map(str::to_owned);
        let was = [vec![old("own-it"), old("say-when"), old("own")], vec![old("own-it"), old("when")]];
        let page = Anchors::of(&[], StepAnchors { slugs: &slugs, was: &was }, &[]);
        let current = ["own-it", "own", "say-when", "when", "what"].map(|anchor| page.current(anchor));
        assert_eq!(current, [Some("take-the-blame"), Some("take-the-blame"), Some("say-when"), Some("say-when"), None]);
        assert_eq!(
            (page.old("take-the-blame").len(), page.old("say-when"), page.old("x").len()),
            (2, &["when".to_owned()][..], 0)
        );
        assert_eq!((page.number("own"), page.number("when"), page.nearest("onw")), (Some(0), Some(1), None));
    }

    #[test]
    fn of_two_steps_with_the_same_slug_the_first_is_found() {
        let page = anchors(&["own-it", "say-when", "own-it"]);
        assert_eq!((page.number("own-it"), page.number("say-when"), page.number("it")), (Some(0), Some(1), None));
        assert!(page.has("own-it") && !page.has("it") && !page.is_top("own-it"));
        assert_eq!((page.nearest("onw-it"), page.is_only_near("say-whne", "say-when")), (Some("own-it"), true));
    }
}

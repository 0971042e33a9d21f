//! The addresses of the scenes, which links lead to.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::section::{Outline, Renamed};
use crate::diagnostic;
use crate::parse::markdown::Body;

/// The addresses to which links of one scenario may lead.
#[derive(Debug)]
pub(super) struct SceneAddresses<'a> {
    /// The index of the scene at each address, present or old.
    numbers: HashMap<&'a str, usize>,
    /// The addresses in the order of the scenes.
    ordered: Vec<&'a str>,
    debrief: Option<&'a str>,
    renamed: Vec<Renamed>,
    body: &'a Body,
    /// The scene to which no link leads. Searched for on first use.
    orphan: OnceCell<Option<&'a str>>,
    /// The addresses for suggestions. Created on first use.
    near: OnceCell<diagnostic::Names>,
}

impl<'a> SceneAddresses<'a> {
    pub fn new(body: &'a Body, outline: &Outline) -> Self {
        let slug = |heading: usize| body.headings[heading].slug.as_str();
        let ordered: Vec<&str> = outline.scenes.iter().map(|section| slug(section.heading)).collect();
        let mut numbers: HashMap<&str, usize> =
            ordered.iter().enumerate().map(|(number, &slug)| (slug, number)).collect();
        for (number, section) in outline.scenes.iter().enumerate() {
            for old in &body.headings[section.heading].was {
                numbers.entry(&old.id).or_insert(number);
            }
        }
        Self {
            numbers,
            ordered,
            debrief: outline.debrief.as_ref().map(|section| slug(section.heading)),
            renamed: outline.renamed.clone(),
            body,
            orphan: OnceCell::new(),
            near: OnceCell::new(),
        }
    }

    /// The index of the scene with this address. Also finds a misspelt ending by the address that it will have once
    /// corrected.
    pub fn find(&self, address: &str) -> Option<usize> {
        let renamed = self.renamed.iter().find(|renamed| renamed.corrected == address);
        self.numbers.get(renamed.map_or(address, |renamed| renamed.current.as_str())).copied()
    }

    /// Returns true if this is the present or an old address of a scene.
    pub fn contains(&self, address: &str) -> bool {
        self.numbers.contains_key(address)
    }

    /// The address of a scene, if there is one with this address.
    pub fn known(&self, address: &str) -> Option<&'a str> {
        self.numbers.get(address).map(|&number| self.ordered[number])
    }

    /// The address of the scene after this one, or of the first scene, for examples.
    pub fn after(&self, address: &str) -> &'a str {
        let next = self.numbers.get(address).and_then(|&number| self.ordered.get(number + 1));
        next.or(self.ordered.first()).copied().unwrap_or("the-scene")
    }

    /// The only address that ends with these words, such as that of an ending without `ending-`.
    pub fn ending(&self, words: &str) -> Option<&'a str> {
        let ends = |address: &&&str| address.strip_suffix(words).is_some_and(|rest| rest.ends_with('-'));
        let mut found = self.ordered.iter().filter(ends);
        let only = found.next().filter(|_| !words.is_empty())?;
        found.next().is_none().then_some(*only)
    }

    pub fn is_debrief(&self, address: &str) -> bool {
        self.debrief == Some(address)
    }

    /// The only scene after the first one to which no link leads. A link to an unknown scene may mean it.
    pub fn orphan(&self) -> Option<&'a str> {
        *self.orphan.get_or_init(|| {
            let linked: HashSet<&str> =
                self.body.links.iter().filter_map(|link| link.destination.strip_prefix('#')).collect();
            let renamed = |address: &str| {
                self.renamed
                    .iter()
                    .any(|renamed| renamed.current == address && linked.contains(renamed.corrected.as_str()))
            };
            // The second of two equal headings is reported as such.
            let second = |address: &str| {
                address
                    .rsplit_once('-')
                    .is_some_and(|(first, number)| number.chars().all(|c| c.is_ascii_digit()) && self.contains(first))
            };
            let mut orphans = self
                .ordered
                .iter()
                .skip(1)
                .filter(|address| !linked.contains(**address) && !renamed(address) && !second(address));
            let only = orphans.next().copied();
            only.filter(|_| orphans.next().is_none())
        })
    }

    /// The address that a misspelt address probably means.
    pub fn nearest(&self, address: &str) -> Option<&'a str> {
        let names = self.near.get_or_init(|| diagnostic::Names::new(self.ordered.iter().copied()));
        names.nearest(address).map(|number| self.ordered[number])
    }
}

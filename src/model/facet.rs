//! Facets: the properties by which lists of one kind can be filtered, and tags, which apply to all kinds.

use std::collections::BTreeMap;

use super::{PageId, Site, address};
use crate::parse::front_matter::Details;
use crate::parse::kind::ContentKind;
use crate::parse::slug::slug;
use crate::text::capital;
use crate::yaml::{Text, Words as _};

/// A property that pages can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The trade of a case.
    Trade,
    /// The channel of a case.
    Channel,
    /// The failure that a case is about.
    Failure,
    /// The customer in a case: right, mistaken, dishonest or delusional.
    CustomerWas,
    /// The outcome of a case.
    Outcome,
    /// The difficulty of a scenario.
    Level,
    /// A step that a case shows or a scenario practises.
    Step,
    /// A tag; the page of a tag lists all kinds.
    Tag,
}

impl Facet {
    /// Returns its name in addresses, front matter and i18n.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Trade => "trade",
            Self::Channel => "channel",
            Self::Failure => "failure",
            Self::CustomerWas => "customer-was",
            Self::Outcome => "outcome",
            Self::Level => "level",
            Self::Step => "step",
            Self::Tag => "tag",
        }
    }

    /// Returns the value that the author wrote for this property; `None` if there is none. Steps and tags are not values of
    /// a kind: they are found with [`Page::facets`](super::Page::facets).
    #[must_use]
    pub fn written(self, details: &Details) -> Option<&str> {
        match (details, self) {
            (Details::Case(case), Self::Trade) => case.trade.as_deref(),
            (Details::Case(case), Self::Channel) => case.channel.as_deref(),
            (Details::Case(case), Self::Outcome) => case.outcome.as_deref(),
            (Details::Case(case), Self::Failure) => case.failure.as_ref().map(|word| word.value.word()),
            (Details::Case(case), Self::CustomerWas) => case.customer_was.as_ref().map(|word| word.value.word()),
            (Details::Scenario(scenario), Self::Level) => scenario.level.as_deref(),
            _ => None,
        }
    }

    /// Returns all properties that the author wrote a value for, with the values.
    pub fn all_written(details: &Details) -> impl Iterator<Item = (Self, &str)> {
        let all = [Self::Trade, Self::Channel, Self::Outcome, Self::Failure, Self::CustomerWas, Self::Level];
        all.into_iter().filter_map(|facet| Some((facet, facet.written(details)?)))
    }

    /// Returns all values that the author is free to choose, with their facets.
    pub fn all_free(details: &Details) -> impl Iterator<Item = (Self, &Text)> {
        let (case, level) = match details {
            Details::Case(case) => (Some(case), None),
            Details::Scenario(scenario) => (None, scenario.level.as_ref()),
            _ => (None, None),
        };
        let of_case = case.into_iter().flat_map(|case| {
            [(Self::Trade, &case.trade), (Self::Channel, &case.channel), (Self::Outcome, &case.outcome)]
        });
        let of_case = of_case.filter_map(|(facet, value)| Some((facet, value.as_ref()?)));
        of_case.chain(level.map(|level| (Self::Level, level)))
    }

    /// Returns the address of the list of pages of this kind with this value.
    #[must_use]
    pub fn address(self, kind: ContentKind, value: &str) -> String {
        match self {
            Self::Tag => format!("{}/{value}.html", address::TAG_FOLDER),
            _ => {
                format!("{}/{}/{}/{value}.html", address::FILTER_FOLDER, kind.folder().unwrap_or("pages"), self.name())
            }
        }
    }
}

/// A value of a facet with its pages.
#[derive(Clone, Debug)]
pub struct FacetValue {
    /// Its title, as readers see it.
    pub title: String,
    /// Its slug in addresses.
    pub slug: String,
    /// The pages that have it, in reading order.
    pub pages: Vec<PageId>,
}

/// Maximum length of a value's slug, in bytes: the limit of file systems, less room for a number and an extension.
const LONGEST_NAME: usize = 200;

type Values = BTreeMap<String, FacetValue>;

/// All filters of a site.
pub(super) struct Facets {
    /// The values of each facet of each kind, sorted by title.
    pub facets: BTreeMap<(ContentKind, Facet), Vec<FacetValue>>,
    /// All tags, sorted by title.
    pub tags: Vec<FacetValue>,
    /// The filters of each page, by page number: each a facet and the slug of the value.
    pub of_pages: Vec<Vec<(Facet, String)>>,
}

/// Gathers the filters from the front matter and the relations of all pages.
pub(super) fn gather(site: &Site) -> Facets {
    let mut facets: BTreeMap<(ContentKind, Facet), Values> = BTreeMap::new();
    let mut tags = Values::new();
    let mut of_pages = vec![Vec::new(); site.pages.len()];
    for &id in site.reading_order() {
        let mut own = Vec::new();
        for Value { facet, name, title } in values(site, id) {
            let values = facets.entry((site.page(id).kind(), facet)).or_default();
            add(values, &name, &title, id);
            if facet == Facet::Tag {
                add(&mut tags, &name, &title, id);
            }
            own.push((facet, name));
        }
        of_pages[id.index()] = own;
    }
    let mut pages_of: BTreeMap<ContentKind, usize> = BTreeMap::new();
    for page in &site.pages {
        *pages_of.entry(page.kind()).or_default() += 1;
    }
    let facets = facets
        .into_iter()
        .filter(|((kind, facet), values)| narrows(*facet, values, pages_of[kind]))
        .map(|(key, values)| (key, sorted(values)))
        .collect();
    Facets { facets, tags: sorted(tags), of_pages }
}

fn add(values: &mut Values, name: &str, title: &str, id: PageId) {
    let value = values.entry(name.to_owned()).or_insert_with(|| FacetValue {
        title: title.to_owned(),
        slug: name.to_owned(),
        pages: Vec::new(),
    });
    if value.pages.last() != Some(&id) {
        value.pages.push(id);
    }
}

fn sorted(values: Values) -> Vec<FacetValue> {
    let mut values: Vec<FacetValue> = values.into_values().collect();
    values.sort_by_cached_key(|value| (value.title.to_lowercase(), value.slug.clone()));
    values
}

/// Returns whether choosing one of `values` can exclude any of a kind's `pages`. Steps are kept anyway, because their
/// playbook links to the lists of pages that show them.
fn narrows(facet: Facet, values: &Values, pages: usize) -> bool {
    let some = facet == Facet::Step || values.len() > 1 || values.values().any(|value| value.pages.len() < pages);
    some && pages > 1
}

/// Returns the slug of a value: one that any file system allows and that does not collide with the list of all values.
#[must_use]
pub fn value_name(title: &str) -> String {
    let mut name = slug(title);
    if name == "index" || address::reserved_on_windows(&name) {
        name.push('_');
    }
    while name.len() > LONGEST_NAME {
        name.pop();
    }
    name
}

/// A value by which a page can be filtered.
struct Value {
    facet: Facet,
    /// The slug of the value.
    name: String,
    title: String,
}

/// Returns everything that a page can be filtered by.
fn values(site: &Site, id: PageId) -> Vec<Value> {
    let page = site.page(id);
    let mut values = Vec::new();
    let mut add = |facet, title: &str| {
        let name = value_name(title);
        if !name.is_empty() {
            values.push(Value { facet, name, title: title.to_owned() });
        }
    };
    Facet::all_written(&page.document.front.details).for_each(|(facet, text)| add(facet, text));
    page.document.front.shared.tags.iter().for_each(|tag| add(Facet::Tag, tag));
    let steps = site.relations().steps_of.get(&id).into_iter().flatten().map(|&step| {
        let title = site.page(step.playbook).document.step_title(step.step).unwrap_or_default();
        Value { facet: Facet::Step, name: value_name(&site.step_slug(step)), title: title.to_owned() }
    });
    values.extend(steps);
    values
}

/// Returns the index of a value among those of its facet, which are sorted by title.
#[must_use]
pub fn position(values: &[FacetValue], value: &FacetValue) -> Option<usize> {
    values.binary_search_by(|known| order(known).cmp(&order(value))).ok()
}

fn order(value: &FacetValue) -> (String, &str) {
    (value.title.to_lowercase(), &value.slug)
}

impl Site {
    /// Returns the title of a value: the theme's word for it, or else the author's own word.
    #[must_use]
    pub fn value_title(&self, facet: Facet, text: &str) -> String {
        let group = match facet {
            Facet::Outcome => "outcomes",
            Facet::Failure => "failures",
            Facet::CustomerWas => "customers",
            // Authors write values as they would within a sentence.
            _ => return capital(text),
        };
        let path = format!("{group}.{text}");
        let word = self.messages().text(&path);
        if word == path { capital(text) } else { word.to_owned() }
    }
}

//! Folders of a kind with a wrong name, and lists that would be written to one address: folders, tags, values of a filter,
//! steps. Pages and former
//! addresses are compared in `addresses`, files that pages offer in `assets`.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::layout;
use crate::model::facet::value_name;
use crate::model::{Facet, Section, Site, StepRef, address};
use crate::parse::kind::ContentKind;
use crate::source::Span;
use crate::text::nfc;
use crate::yaml::Text;

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut found = misnamed(site);
    found.extend(content_in_content(site));
    found.extend(folders(site));
    found.extend(folder_pages(site));
    found.extend(values(site));
    found.extend(steps(site));
    found
}

/// Reports folders that are evidently meant for a kind of page: `Cases`, `playbook`.
fn misnamed(site: &Site) -> Vec<Diagnostic> {
    let found = site.sections().iter().filter_map(|section| {
        let kind = ContentKind::meant_by(&section.path)?;
        let (right, noun) = (kind.folder()?, kind.word());
        let message =
            format!("the folder of {noun}s must be called `{right}`, but this one is called `{}`", section.path);
        let found = Diagnostic::new(Code::KindFolder, first_page(site, section)?, message);
        let is_copy = layout::copied_from(&format!("{}.md", section.path)).is_some();
        let help = match site.sections().iter().any(|other| other.path == right) {
            true if is_copy => {
                format!("compare the two folders, keep what you need in `{right}`, and delete `{}`", section.path)
            }
            true => format!("move its pages into the folder `{right}`"),
            false => format!("rename the folder `{}` to `{right}`", section.path),
        };
        Some(found.because(format!("one of its pages; all of them are checked as {noun}s")).help(help))
    });
    found.collect()
}

/// Reports a folder `content` inside `content`, as unpacking an archive makes it.
fn content_in_content(site: &Site) -> Option<Diagnostic> {
    let inner = format!("{}/", layout::CONTENT);
    let page = site.pages.iter().find(|page| page.document.path.starts_with(&inner))?;
    let has_kind = site.sections().iter().any(|section| {
        let folder = section.path.strip_prefix(&inner);
        folder.is_some_and(|folder| ContentKind::ALL.iter().any(|kind| kind.folder() == Some(folder)))
    });
    let message = "there is a folder `content` inside the folder `content`";
    let found = Diagnostic::new(Code::KindFolder, Span::start_of(page.document.file), message);
    has_kind.then(|| found.because("one of its pages").help("move everything in the inner folder into the outer one"))
}

/// Reports pages whose name makes them the page of their folder in other programs, if the folder has no `index.md`.
fn folder_pages(site: &Site) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for section in site.sections().iter().filter(|section| section.index.is_none()) {
        for page in section.pages.iter().map(|&id| site.page(id)) {
            let name = layout::name(&page.document.path);
            let stem = layout::page_stem(name).unwrap_or(name);
            let is_home =
                section.path.is_empty() && ["home", "start", "default"].contains(&stem.to_lowercase().as_str());
            if !is_home && !["readme", "_index"].iter().any(|known| stem.eq_ignore_ascii_case(known)) {
                continue;
            }
            let folder = if section.path.is_empty() { layout::CONTENT } else { &section.path };
            let message = format!("`{name}` is an ordinary page here, not the page of the folder `{folder}`");
            let span = Span::start_of(page.document.file);
            let found_here = Diagnostic::new(Code::FolderPage, span, message);
            found.push(found_here.help(format!("rename `{name}` to `index.md`")));
        }
    }
    found
}

/// Reports folders whose lists have the same address, outermost first. Folders inside them are not reported again.
fn folders(site: &Site) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, &Section> = BTreeMap::new();
    let mut found = Vec::new();
    for section in site.sections().iter().filter(|section| !section.address.is_empty()) {
        let Some(other) = first.insert(section.address.to_lowercase(), section) else { continue };
        first.insert(section.address.to_lowercase(), other);
        let parents = [other, section].map(|folder| folder.parent.map(|id| site.section_of(id).path.as_str()));
        let is_misnamed = [other, section].into_iter().any(|folder| ContentKind::meant_by(&folder.path).is_some());
        if parents[0] == parents[1] && !is_misnamed {
            found.extend(same_list(site, section, other));
        }
    }
    found
}

/// Returns the beginning of the first page in a folder, where findings about the folder are reported.
fn first_page(site: &Site, folder: &Section) -> Option<Span> {
    let inside = format!("{}/", folder.path);
    let page = site.pages.iter().find(|page| page.document.path.starts_with(&inside))?;
    Some(Span::start_of(page.document.file))
}

fn same_list(site: &Site, section: &Section, other: &Section) -> Option<Diagnostic> {
    let address = section.address.trim_end_matches(address::INDEX);
    let message = if nfc(&section.path) == nfc(&other.path) {
        format!("two folders are called `{}`: their names look the same, but are stored in two forms", other.path)
    } else {
        format!("the folders `{}` and `{}` would have one address, `{address}`", other.path, section.path)
    };
    let found = Diagnostic::new(Code::AddressTaken, first_page(site, section)?, message);
    let found = found.label(first_page(site, other)?, "a page in the other folder");
    Some(found.help("move the pages of one folder into the other, or rename it"))
}

/// A list of the pages with one value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ValueList {
    /// The kind of the pages; `None` for tags, which apply to all kinds.
    kind: Option<ContentKind>,
    facet: Facet,
    name: String,
}

/// Reports tags and values without a letter or digit, and those that differ only in characters that addresses omit.
fn values(site: &Site) -> Vec<Diagnostic> {
    let mut first: BTreeMap<ValueList, &Text> = BTreeMap::new();
    let mut found = Vec::new();
    for page in &site.pages {
        let tags = page.document.front.shared.tags.iter().map(|tag| (Facet::Tag, &tag.0));
        for (facet, value) in tags.chain(Facet::all_free(&page.document.front.details)) {
            let name = value_name(value);
            if !name.contains(char::is_alphanumeric) {
                found.push(nameless(facet, value));
                continue;
            }
            let kind = (facet != Facet::Tag).then(|| page.kind());
            let other = *first.entry(ValueList { kind, facet, name }).or_insert(value);
            if written(other) != written(value) {
                found.push(same_value(facet, value, other));
            }
        }
    }
    found
}

/// Returns the form in which spellings of one value are equal: `Late parcel` and `late-parcel`.
fn written(value: &str) -> String {
    nfc(value.trim()).to_lowercase().replace(' ', "-")
}

fn nameless(facet: Facet, value: &Text) -> Diagnostic {
    let what = if facet == Facet::Tag { "tag" } else { "value" };
    let message = format!("the {what} `{}` has no letter or digit, so it gives no address", value.text);
    let help = format!("write it in words: each {what} has a list of its own, whose address is made from them");
    Diagnostic::new(Code::NoAddress, value.span, message).help(help)
}

fn same_value(facet: Facet, value: &Text, other: &Text) -> Diagnostic {
    let what = if facet == Facet::Tag { "tags".to_owned() } else { format!("values of `{}`", facet.name()) };
    let message = format!("the {what} `{}` and `{}` would have one list", other.text, value.text);
    let found = Diagnostic::new(Code::AddressTaken, value.span, message)
        .because("addresses keep only letters, digits, `-` and `_`")
        .label(other.span, "the other one");
    found.help("spell both alike if they mean the same, or write one of them out in words")
}

/// Reports steps of two playbooks whose lists of cases and scenarios have the same address: `a.md#b-c` and `a-b.md#c`.
fn steps(site: &Site) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, StepRef> = BTreeMap::new();
    let mut found = Vec::new();
    for step in site.all_steps() {
        let other = *first.entry(value_name(&site.step_slug(step))).or_insert(step);
        // Two steps of one playbook are reported as `repeated-step`.
        if other.playbook == step.playbook {
            continue;
        }
        let titles = [other, step].map(|step| site.page(step.playbook).document.step(step.step));
        if let [Some(first), Some(second)] = titles {
            let message =
                format!("the lists of the steps `{}` and `{}` would have one address", first.text, second.text);
            let found_here = Diagnostic::new(Code::AddressTaken, second.span, message);
            let help = "give one of the steps another title, or one of the playbooks a `slug` of its own";
            found.push(found_here.label(first.span, "the other step").help(help));
        }
    }
    found
}

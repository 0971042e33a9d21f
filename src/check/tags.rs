//! Tags that have a new name in `renamed-tags`.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Site;
use crate::model::facet::value_name;
use crate::yaml::Text;

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let renamed = &site.config().renamed_tags;
    if renamed.is_empty() {
        return Vec::new();
    }
    let new: HashMap<String, &Text> = renamed.iter().map(|(old, new)| (value_name(old), new)).collect();
    let mut found: Vec<Diagnostic> =
        renamed.iter().filter(|(_, new)| site.tag(&value_name(new)).is_none()).map(|(_, new)| unused(new)).collect();
    for tag in site.pages.iter().flat_map(|page| &page.document.front.shared.tags) {
        if let Some(new) = new.get(&value_name(tag)).filter(|new| value_name(new) != value_name(tag)) {
            let message = format!("the tag `{}` is called `{}` now", tag.0.text, new.text);
            let found_here = Diagnostic::new(Code::RenamedTag, tag.0.span, message).label(new.span, "here");
            found.push(found_here.replace(format!("write `{}`", new.text), tag.0.span, new.text.clone()));
        }
    }
    found
}

fn unused(new: &Text) -> Diagnostic {
    let message = format!("no page has the tag `{}`, so the old address leads nowhere", new.text);
    Diagnostic::new(Code::RenamedTag, new.span, message).help("write a tag that pages have, or remove this line")
}

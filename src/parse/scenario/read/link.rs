//! Links from one scene to another, with their labels.

use super::addresses::SceneAddresses;
use super::context::Context;
use super::item::link_at;
use super::message::meant;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::scenario::ast::Passage;
use crate::parse::scenario::words::Keyword;
use crate::parse::slug::slug;
use crate::text::clip;
use crate::text::{nfc, percent_decode};

/// A link to a scene, with its label.
#[derive(Debug)]
pub(super) struct SceneLink {
    pub label: Passage,
    /// The label without markup.
    pub text: String,
    /// The index of the link in the body.
    pub link: usize,
    /// The index of the scene; `None` if there is no such scene.
    pub target: Option<usize>,
}

/// Reads the link to a scene that begins at an event. `kind` names the line that contains it, for messages.
pub(super) fn read(cx: &mut Context<'_>, addresses: &SceneAddresses<'_>, kind: &str, at: usize) -> SceneLink {
    let label = Passage::whole(at + 1..cx.body.after(at) - 1);
    let text = label.plain(cx.body, cx.source);
    let link = link_at(cx.body, at).unwrap_or_default();
    if label.is_empty(cx.body, cx.source) {
        let span = cx.body.links[link].whole;
        let found = Diagnostic::new(Code::EmptyLabel, span, "this link has no words");
        cx.report(found.help("write between the brackets what is said or done"));
    }
    SceneLink { label, text, link, target: target(cx, addresses, kind, link) }
}

fn target(cx: &mut Context<'_>, addresses: &SceneAddresses<'_>, kind: &str, link: usize) -> Option<usize> {
    let link = &cx.body.links[link];
    let address = percent_decode(link.destination.trim_start_matches('#'));
    let address = nfc(&address).into_owned();
    if let Some(scene) = addresses.find(&address) {
        return Some(scene);
    }
    if address.is_empty() {
        let found = Diagnostic::new(Code::UnknownScene, link.whole, "this link has no address after `#`");
        cx.report(
            found.help(format!("write the address of the scene that it leads to, such as `#{}`", addresses.after(""))),
        );
        return None;
    }
    let message = format!("{kind} leads to `#{}`, and no scene has that heading", clip(&address));
    let found = Diagnostic::new(Code::UnknownScene, link.span, message);
    if addresses.is_debrief(&address) {
        cx.report(found.help("the debrief comes by itself after every ending: lead to an ending"));
        return None;
    }
    if let Some(heading) = cx.body.heading(&address) {
        let text = clip(&heading.text);
        cx.report(
            found.help(format!("`{text}` is a heading of another size, and scenes have two `#`: write `## {text}`")),
        );
        return None;
    }
    let ending = format!("{}-{address}", slug(&cx.words.title(Keyword::Ending)));
    let near = if addresses.contains(&ending) { Some(ending.as_str()) } else { addresses.nearest(&address) };
    let near = near.or_else(|| addresses.ending(&address)).or_else(|| addresses.orphan());
    let near = near.map(|near| format!("#{near}"));
    let exact = cx.source.get(link.span.range()) == Some(link.destination.as_str());
    cx.report(match near {
        Some(near) if exact => meant(found, &near, link.span),
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help("use the address of a scene's heading: lower-case letters, hyphens for spaces"),
    });
    None
}

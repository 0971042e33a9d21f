//! The outcomes that a scenario may use.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::clip;
use crate::yaml::Word;

/// The maximum number of outcomes that a scenario may list if the site has fewer. Limits the work for a misspelt
/// outcome, which is compared with each of them.
const MOST_OUTCOMES: usize = 80;

/// The outcomes of the scenario and of the site, both best first.
#[derive(Debug)]
pub(super) struct Outcomes<'a> {
    /// Those that the scenario may use.
    pub own: Vec<String>,
    /// Those of the whole site.
    pub site: &'a [String],
}

impl<'a> Outcomes<'a> {
    /// Takes the scenario's list, or the site's if the scenario has none. Reports outcomes that are listed twice;
    /// outcomes that the site does not have have been reported with the front matter.
    pub fn read(cx: &mut Context<'_>, listed: &[Word], site: &'a [String]) -> Self {
        if listed.is_empty() {
            return Self { own: site.to_vec(), site };
        }
        let mut own: Vec<String> = Vec::with_capacity(listed.len());
        for outcome in listed.iter().take(site.len().max(MOST_OUTCOMES)) {
            if own.contains(&outcome.text) {
                let message = format!("`{}` is listed twice in `outcomes`", clip(&outcome.text));
                let found = Diagnostic::new(Code::SameName, outcome.span, message);
                cx.report(found.help("list each outcome once, best first"));
            } else {
                own.push(outcome.text.clone());
            }
        }
        Self { own, site }
    }
}

//! Lists.
use super::context::Link;
use crate::model::Site;
pub(super) fn has_feed(site: &Site) -> bool { site.config.base_url.is_some() }
pub(super) fn footer(_site: &Site) -> Vec<Link> { Vec::new() }

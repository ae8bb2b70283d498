//! What a desk file says of words that the desk gave up: the ones that replace them.

use super::spanned::Spanned;
use crate::value::{ChoiceId, StatusId, TopicId};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The IDs that the desk no longer has, each with the one that replaces it. A ticket that still has an old one
/// counts as having the new one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Replaced {
    /// Statuses.
    pub statuses: BTreeMap<StatusId, Spanned<StatusId>>,
    /// Topics.
    pub topics: BTreeMap<TopicId, Spanned<TopicId>>,
    /// Priorities.
    pub priorities: BTreeMap<ChoiceId, Spanned<ChoiceId>>,
}

/// Returns the ID that replaces `id`, or `id` itself if nothing does.
pub(super) fn current<'a, K: Ord>(map: &'a BTreeMap<K, Spanned<K>>, id: &'a K) -> &'a K {
    map.get(id).map_or(id, |new| &**new)
}

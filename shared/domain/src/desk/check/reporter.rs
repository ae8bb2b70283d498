//! Helpers of the checks: they look up IDs, and record a mistake with its place in the desk file.

use crate::desk::definition::Desk;
use crate::desk::mistake::DeskMistake;
use crate::desk::spanned::Spanned;
use crate::value::StatusId;
use std::collections::BTreeMap;
use std::fmt::Display;

/// A check that is under way, with the mistakes found so far.
pub(super) struct Check<'a> {
    pub(super) desk: &'a Desk,
    pub(super) source: &'a str,
    pub(super) mistakes: Vec<DeskMistake>,
}

/// Joins names for a message: each in backticks, separated by commas, or `none`.
pub(super) fn list<T: Display>(items: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = items.into_iter().map(|item| format!("`{item}`")).collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

impl<'a> Check<'a> {
    /// Records a mistake at the place of `at`.
    pub(super) fn say<T>(&mut self, at: &Spanned<T>, message: impl Into<String>) {
        self.mistakes.push(DeskMistake::at(
            self.source,
            at.span().start,
            message.into(),
        ));
    }

    /// Records a mistake for each ID that is there more than once. `what` names the kind of thing.
    pub(super) fn unique<T: PartialEq + Display + 'a>(
        &mut self,
        what: &str,
        ids: impl IntoIterator<Item = &'a Spanned<T>>,
    ) {
        let mut seen: Vec<&Spanned<T>> = Vec::new();
        for id in ids {
            if seen.iter().any(|other| ***other == **id) {
                self.say(
                    id,
                    format!("{what} `{}` stands here twice: rename or remove one", **id),
                );
            }
            seen.push(id);
        }
    }

    /// Records a mistake if `id` is not in `all`. `what` names the kind of thing.
    pub(super) fn known<T: PartialEq + Display + 'a>(
        &mut self,
        what: &str,
        id: &Spanned<T>,
        all: impl Iterator<Item = &'a Spanned<T>> + Clone,
    ) {
        if !all.clone().any(|other| **other == **id) {
            let known = list(all.map(|id| &**id));
            self.say(
                id,
                format!(
                    "there is no {what} `{}`: write one of {known}, or add it",
                    **id
                ),
            );
        }
    }

    /// Records a mistake for each ID that is replaced and still there, and for each that shall replace one and is not there.
    pub(super) fn replaced<T: Ord + Display + 'a>(
        &mut self,
        what: &str,
        map: &'a BTreeMap<T, Spanned<T>>,
        all: impl Iterator<Item = &'a Spanned<T>> + Clone,
    ) {
        for (old, new) in map {
            if all.clone().any(|id| **id == *old) {
                self.say(
                    new,
                    format!("the desk has the {what} `{old}`: remove it, or do not replace it"),
                );
            }
            self.known(what, new, all.clone());
        }
    }

    /// Records a mistake if the desk has no such status.
    pub(super) fn known_status(&mut self, id: &Spanned<StatusId>) {
        let statuses = self.desk.statuses.iter().map(|status| &status.id);
        self.known("status", id, statuses);
    }

    /// Records a mistake if `url` is not an `https://` or `mailto:` address.
    pub(super) fn web_address(&mut self, url: &Spanned<String>) {
        let rest = ["https://", "mailto:"]
            .iter()
            .find_map(|scheme| url.strip_prefix(scheme));
        let plain = |rest: &str| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_graphic());
        if !rest.is_some_and(plain) {
            self.say(
                url,
                format!(
                    "`{}` is not an address: write `https://…` or `mailto:…`",
                    **url
                ),
            );
        }
    }
}

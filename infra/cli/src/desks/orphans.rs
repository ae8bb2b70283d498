//! Says in sentences what tickets have and desk files do not.

use docket_app::desks::Comparison;
use docket_domain::desk::{Orphan, OrphanKind};

/// Returns the sentences, a line each, with what to write into the file.
pub(super) fn sentences(comparisons: &[Comparison], removes: bool) -> String {
    let each = comparisons.iter().flat_map(|comparison| {
        let desk = &comparison.desk;
        let orphans = comparison.orphans.iter();
        orphans.map(move |orphan| format!("{desk}: {}\n", sentence(orphan, removes)))
    });
    each.collect()
}

fn sentence(orphan: &Orphan, removes: bool) -> String {
    let Orphan { id, .. } = orphan;
    let tickets = count(orphan);
    let (what, list, stays) = match orphan.kind {
        OrphanKind::Status => (
            "status",
            "statuses",
            "keep its label, its phase and the ways out of it",
        ),
        OrphanKind::Topic => ("topic", "topics", "keep its label"),
        OrphanKind::Priority => (
            "priority",
            "priorities",
            "keep its label and their place in the queue",
        ),
        OrphanKind::Person => {
            let gone = format!(
                "{id} is no longer among its people, and sees no ticket but their own; what they wrote stays"
            );
            return match orphan.tickets {
                0 => gone,
                _ => format!("{gone}. {tickets} that they work on are nobody's now"),
            };
        }
        OrphanKind::Prefix => {
            let new = orphan.replaced_by.as_deref().unwrap_or_default();
            return format!(
                "{tickets} keep their IDs that begin with `{id}-`; new ones begin with `{new}-`"
            );
        }
        OrphanKind::Desk if removes => {
            return format!(
                "no file in the folder: it is removed. {tickets} are kept, nobody reaches them, and its people are signed out, \
                 until its file is applied again"
            );
        }
        OrphanKind::Desk => {
            return format!(
                "{id} is in the table and not in the folder: it stays as it is, with {tickets}. --remove removes it"
            );
        }
    };
    match &orphan.replaced_by {
        Some(new) => format!("{tickets} with the {what} `{id}` count as `{new}`"),
        None => format!(
            "the file has no {what} `{id}`, and {tickets} have it: they {stays}. To count them as another, write `{id} = \"…\"` \
             under `[replaced.{list}]`"
        ),
    }
}

fn count(orphan: &Orphan) -> String {
    let tickets = match orphan.tickets {
        1 => "1 ticket".to_owned(),
        many => format!("{many} tickets"),
    };
    format!("{tickets} ({} not done)", orphan.unfinished)
}

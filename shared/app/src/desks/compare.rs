//! Compares desk files with the tickets that are there.

use docket_cloud::{Store, StoreError};
use docket_domain::DeskId;
use docket_domain::desk::{Desk, Orphan, orphans, whole_desk};
use serde::{Deserialize, Serialize};

/// What tickets of a desk have and its file does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The desk's ID.
    pub desk: String,
    /// What the file lacks.
    pub orphans: Vec<Orphan>,
}

/// What to compare with the tickets that are there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompareOrder {
    /// The texts of desk files. One with mistakes is left out.
    pub files: Vec<String>,
    /// The IDs of desks that have no file.
    pub without_file: Vec<DeskId>,
}

/// Compares desks with their tickets. It reads the lists of all tickets of these desks.
///
/// # Errors
/// When the table cannot be read.
pub async fn compare(store: &Store, order: &CompareOrder) -> Result<Vec<Comparison>, StoreError> {
    let mut comparisons = Vec::new();
    for desk in order
        .files
        .iter()
        .filter_map(|source| Desk::parse(source).ok())
    {
        // A stored desk that this version cannot read is one without people.
        let before = store.desk(&desk.id).await.ok().flatten();
        let tickets = store.ticket_words(&desk.id).await?;
        comparisons.push(Comparison {
            desk: desk.id.to_string(),
            orphans: orphans(&tickets, before.as_deref(), &desk),
        });
    }
    for id in &order.without_file {
        let tickets = store.ticket_words(id).await?;
        comparisons.push(Comparison {
            desk: id.to_string(),
            orphans: vec![whole_desk(&tickets, id.as_str())],
        });
    }
    Ok(comparisons)
}

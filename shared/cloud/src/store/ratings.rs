//! How a desk is rated: the newest ratings, and their numbers by month.
//!
//! Both are written with the change of the ticket, so they are right after a crash.

use super::attributes::{number, text};
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::into_update;
use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use docket_domain::ticket::{Change, Event, Ticket};
use docket_domain::{DeskId, EmailAddress, Prose, TicketId};
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A rating in the list of a desk's ratings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ListedRating {
    /// The ticket.
    pub ticket: TicketId,
    /// The mark.
    pub score: u8,
    /// What the requester wrote.
    #[serde(default)]
    pub comment: Option<Prose>,
    /// The time at which it was given first.
    pub given_at: Timestamp,
    /// Who worked on the ticket. `None` if nobody in particular did.
    #[serde(default)]
    pub assignee: Option<EmailAddress>,
}

/// The ratings of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatedMonth {
    /// The month in UTC, such as `2026-11`.
    pub month: String,
    /// The number of ratings with each mark.
    pub marks: BTreeMap<u8, u64>,
}

impl RatedMonth {
    /// Returns the number of ratings.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.marks.values().sum()
    }

    /// Returns the sum of the marks.
    #[must_use]
    pub fn sum(&self) -> u64 {
        let marks = self.marks.iter();
        marks.map(|(mark, count)| u64::from(*mark) * count).sum()
    }

    /// Returns the average mark. Returns `None` if there are no ratings.
    #[must_use]
    pub fn average(&self) -> Option<f64> {
        Self::average_of(self.sum(), self.count())
    }

    /// Returns the average of marks with this sum, to two decimals.
    #[must_use]
    pub fn average_of(sum: u64, count: u64) -> Option<f64> {
        // In hundredths, rounded half up.
        let hundredths = (sum * 200 + count).checked_div(count * 2)?;
        u32::try_from(hundredths)
            .ok()
            .map(|it| f64::from(it) / 100.0)
    }
}

/// The attribute that counts the ratings of a month with this mark.
fn counted(score: u8) -> String {
    format!("mark_{score}")
}

impl Store {
    /// Makes the writes of a rating for the lists of its desk. Returns none for other events.
    pub(super) fn rating_writes(
        &self,
        event: &Event,
        ticket: &Ticket,
    ) -> Result<Vec<TransactWriteItem>, StoreError> {
        let Change::Rated {
            score,
            comment,
            given_at,
            replaces,
        } = &event.change
        else {
            return Ok(Vec::new());
        };
        let desk = &event.desk;
        let mut listed: Vec<(&str, AttributeValue)> = vec![
            ("ticket", text(event.ticket.to_string())),
            ("score", number(score)),
            ("given_at", text(given_at.to_string())),
        ];
        if let Some(email) = &ticket.assignee {
            listed.push(("assignee", text(email.to_string())));
        }
        // What was written before stays with a mark that is changed alone.
        if let Some(words) = comment {
            listed.push(("comment", text(words.as_str())));
        }
        let sets = listed.iter().map(|(name, _)| format!("#{name} = :{name}"));
        let sets: Vec<String> = sets.collect();
        let key = keys::rating(desk, *given_at, &event.ticket).item();
        let mut list = self
            .update()
            .set_key(Some(key))
            .update_expression(format!("SET {}", sets.join(", ")));
        for (name, value) in listed {
            list = list
                .expression_attribute_names(format!("#{name}"), name)
                .expression_attribute_values(format!(":{name}"), value);
        }
        let mut writes = vec![into_update(list)?];
        let taken = replaces.filter(|replaced| replaced != score);
        if replaces.is_none() || taken.is_some() {
            let month = given_at.strftime("%Y-%m").to_string();
            let mut update = self
                .update()
                .set_key(Some(keys::rated_month(desk, &month).item()))
                .expression_attribute_names("#given", counted(*score))
                .expression_attribute_values(":one", number(1));
            let mut counts = "ADD #given :one".to_owned();
            if let Some(taken) = taken {
                counts.push_str(", #taken :less");
                update = update
                    .expression_attribute_names("#taken", counted(taken))
                    .expression_attribute_values(":less", number(-1));
            }
            writes.push(into_update(update.update_expression(counts))?);
        }
        Ok(writes)
    }

    /// Returns the newest ratings of a desk, the newest first: at most `most`.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn newest_ratings(
        &self,
        desk: &DeskId,
        most: i32,
    ) -> Result<Vec<ListedRating>, StoreError> {
        let items = self.ratings_of(desk, keys::RATINGS, most).await?;
        Ok(serde_dynamo::from_items(items)?)
    }

    /// Returns the numbers of a desk's ratings in the newest months that have any, the newest first: at most `most`.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn rated_months(
        &self,
        desk: &DeskId,
        most: i32,
    ) -> Result<Vec<RatedMonth>, StoreError> {
        let items = self.ratings_of(desk, keys::RATED_MONTHS, most).await?;
        Ok(items.iter().filter_map(month_of).collect())
    }

    async fn ratings_of(
        &self,
        desk: &DeskId,
        prefix: &str,
        most: i32,
    ) -> Result<Vec<Item>, StoreError> {
        let found = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND begins_with(sk, :prefix)")
            .expression_attribute_values(":pk", text(keys::ratings(desk)))
            .expression_attribute_values(":prefix", text(prefix))
            .scan_index_forward(false)
            .limit(most)
            .send()
            .await?;
        Ok(found.items.unwrap_or_default())
    }
}

fn month_of(item: &Item) -> Option<RatedMonth> {
    let sk = item.get("sk")?.as_s().ok()?;
    let marks = item.iter().filter_map(|(name, value)| {
        let score = name.strip_prefix("mark_")?.parse().ok()?;
        let number = value.as_n().ok()?.parse().ok()?;
        Some((score, number))
    });
    Some(RatedMonth {
        month: sk.strip_prefix(keys::RATED_MONTHS)?.to_owned(),
        marks: marks.collect(),
    })
}

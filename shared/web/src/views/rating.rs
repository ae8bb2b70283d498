//! Ratings, as the API shows them.

use docket_app::ratings::Ratings;
use docket_cloud::store::{ListedRating, RatedMonth};
use docket_domain::access::Action;
use docket_domain::actor::Actor;
use docket_domain::ticket::Ticket;
use serde::Serialize;
use std::collections::BTreeMap;

/// The rating of a ticket.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Rating"))]
pub(super) struct RatingAnswer {
    /// The mark.
    score: u8,
    /// The time at which it was given first. It can be changed for 7 days from then.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    given_at: String,
}

impl RatingAnswer {
    /// Makes the answer for the rating of a ticket. Returns `None` if there is none, or the reader may not know.
    pub(super) fn of(ticket: &Ticket, reader: &Actor) -> Option<Self> {
        let is_seen = reader.may(Action::Rate) || reader.may(Action::SeeInternal);
        let given = ticket.given_rating().filter(|_| is_seen)?;
        Some(Self {
            score: given.score,
            given_at: given.given_at.to_string(),
        })
    }
}

/// How a desk is rated.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Ratings"))]
pub struct RatingsAnswer {
    /// The highest mark. The lowest is 1.
    scale: Option<u8>,
    /// The average of the last 12 months that have ratings. `null` if nobody has rated.
    average: Option<f64>,
    /// The number of ratings in these months.
    count: u64,
    /// These months, the newest first.
    months: Vec<RatedMonthAnswer>,
    /// The newest ratings, the newest first: 50 at most.
    ratings: Vec<ListedRatingAnswer>,
}

/// The ratings of a month.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "RatedMonth"))]
struct RatedMonthAnswer {
    /// The month in UTC, such as `2026-11`.
    month: String,
    /// The average. `null` if all were taken back.
    average: Option<f64>,
    /// The number of ratings.
    count: u64,
    /// The number with each mark.
    marks: BTreeMap<u8, u64>,
}

/// A rating in a list.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ListedRating"))]
struct ListedRatingAnswer {
    /// The ID of the ticket.
    ticket: String,
    /// The mark.
    score: u8,
    /// What the requester wrote.
    comment: Option<String>,
    /// The time at which it was given first.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    given_at: String,
    /// The address of the person who worked on the ticket.
    assignee: Option<String>,
}

impl RatingsAnswer {
    /// Makes the answer.
    #[must_use]
    pub fn new(ratings: &Ratings, scale: Option<u8>) -> Self {
        Self {
            scale,
            average: ratings.average(),
            count: ratings.count(),
            months: ratings.months.iter().map(RatedMonthAnswer::new).collect(),
            ratings: ratings.newest.iter().map(ListedRatingAnswer::new).collect(),
        }
    }
}

impl RatedMonthAnswer {
    fn new(month: &RatedMonth) -> Self {
        Self {
            month: month.month.clone(),
            average: month.average(),
            count: month.count(),
            marks: month.marks.clone(),
        }
    }
}

impl ListedRatingAnswer {
    fn new(rating: &ListedRating) -> Self {
        Self {
            ticket: rating.ticket.to_string(),
            score: rating.score,
            comment: rating.comment.as_ref().map(ToString::to_string),
            given_at: rating.given_at.to_string(),
            assignee: rating.assignee.as_ref().map(ToString::to_string),
        }
    }
}

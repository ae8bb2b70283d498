//! How a desk is rated.

use docket_cloud::store::{ListedRating, RatedMonth};
use docket_cloud::{Store, StoreError};
use docket_domain::DeskId;

/// The months that are counted together.
const MONTHS: i32 = 12;
/// The newest ratings that are listed.
const NEWEST: i32 = 50;

/// How a desk is rated.
#[derive(Debug)]
pub struct Ratings {
    /// The numbers of the last 12 months that have ratings, the newest first.
    pub months: Vec<RatedMonth>,
    /// The newest ratings, the newest first.
    pub newest: Vec<ListedRating>,
}

impl Ratings {
    /// Returns the number of ratings in these months.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.months.iter().map(RatedMonth::count).sum()
    }

    /// Returns the average mark of these months. Returns `None` if there are no ratings.
    #[must_use]
    pub fn average(&self) -> Option<f64> {
        let sum = self.months.iter().map(RatedMonth::sum).sum();
        RatedMonth::average_of(sum, self.count())
    }
}

/// Reads how a desk is rated.
///
/// # Errors
/// When the table cannot be read.
pub async fn of_desk(store: &Store, desk: &DeskId) -> Result<Ratings, StoreError> {
    let (months, newest) = tokio::try_join!(
        store.rated_months(desk, MONTHS),
        store.newest_ratings(desk, NEWEST)
    )?;
    Ok(Ratings { months, newest })
}

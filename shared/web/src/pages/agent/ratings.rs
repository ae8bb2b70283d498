//! The page of how a desk is rated, for its leads.

use crate::pages::frame::Frame;
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_app::links::Access;
use docket_app::ratings::Ratings;
use docket_cloud::store::{ListedRating, RatedMonth};
use docket_domain::EmailAddress;
use docket_domain::desk::Desk;
use http::StatusCode;

#[derive(Template)]
#[template(path = "ratings.html")]
struct RatingsPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    ratings: &'a Ratings,
}

impl RatingsPage<'_> {
    /// Returns the average in words. Returns `None` if nobody has rated.
    fn average(&self) -> Option<String> {
        let average = format!("{:.2}", self.ratings.average()?);
        let highest = self.desk.rating.as_ref().map_or(5, |rating| *rating.scale);
        let values = [
            ("average", &*average),
            ("highest", &highest.to_string()),
            ("count", &self.ratings.count().to_string()),
        ];
        Some(self.frame.texts.with("ratings-average", &values))
    }

    fn average_of(&self, month: &RatedMonth) -> String {
        let average = month.average();
        average.map_or_else(String::new, |average| format!("{average:.2}"))
    }

    fn ticket(&self, rating: &ListedRating) -> String {
        self.frame
            .links(self.desk)
            .ticket(&rating.ticket, Access::Staff)
    }

    fn name(&self, email: &EmailAddress) -> String {
        let person = self.desk.person(email);
        person.map_or_else(|| email.to_string(), |person| person.name.clone())
    }

    fn words(&self, rating: &ListedRating) -> Option<String> {
        let comment = rating.comment.as_ref()?;
        Some(docket_texts::html(comment.as_str()))
    }
}

/// Makes the page.
#[must_use]
pub fn ratings(call: &Call, desk: &Desk, ratings: &Ratings) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    frame.is_wide = true;
    frame.address = frame.links(desk).ratings();
    let template = RatingsPage {
        frame,
        desk,
        ratings,
    };
    page(StatusCode::OK, &template)
}

//! Problems, as in RFC 9457. `respond.rs` turns them into answers.
//!
//! Handlers return a [`Problem`] by its named constructors, or by `?` from a
//! [`docket_domain::Refusal`], a [`docket_app::AppError`], a [`docket_cloud::StoreError`] or a
//! [`docket_cloud::FilesError`]. The text of a 500 is fixed. Its cause goes to the log.

mod from;
mod sent;
mod state;
mod types;

pub use types::Problem;

//! Docket's texts for people, in their languages. Pages and mails are made elsewhere, from these
//! texts: this crate knows no HTTP and no mail.
//!
//! - [`Texts`]: Docket's own texts in one language, from the Fluent files in `languages/<code>/`.
//! - [`local_time`]: an instant in a desk's time zone.
//! - [`html`]: what somebody wrote, as HTML.
//! - [`FieldMessage`]: the message about a field that is wrong.

mod field;
mod headline;
mod layout;
mod names;
mod reasons;
mod size;
mod texts;
mod times;

pub use field::FieldMessage;
pub use layout::html;
pub use texts::Texts;
pub use times::local_time;

//! What Docket says to people, in their languages. No HTTP and no mail: pages and mails are made elsewhere, with these words.
//!
//! - [`Texts`]: Docket's own texts in one language, from the Fluent files in `languages/<code>/`.
//! - [`FieldMessage`]: what is wrong with a field.

mod field;
mod headline;
mod names;
mod reasons;
mod size;
mod texts;

pub use field::FieldMessage;
pub use texts::Texts;

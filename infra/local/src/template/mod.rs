//! Reads `template.yaml` as far as one machine needs it, with one module for each of its parts.

mod cors;
mod error;
mod function;
mod parse;
mod pattern;
mod retries;
mod role;
mod route;
mod rule;
mod schedule;
mod stream;
mod table;
mod yaml;

pub(crate) use cors::CorsRule;
pub use error::TemplateError;
pub(crate) use function::FunctionResource;
pub(crate) use parse::Template;
pub(crate) use pattern::Pattern;
pub(crate) use retries::Retries;
pub(crate) use route::{Part, Route};
pub(crate) use schedule::Schedule;
pub(crate) use stream::StreamSource;
pub(crate) use table::Table;

//! The people whom a desk knows, and the companies that they work for.

mod company;
mod import;
mod notices;
mod person;

pub use company::{Company, CompanyDraft};
pub use import::{COLUMNS, ImportMistake, ImportProblem, ImportRow, import, table_of};
pub use notices::NoticeTopic;
pub use person::{Account, AccountChange, AccountDraft, AccountRole, Joined};

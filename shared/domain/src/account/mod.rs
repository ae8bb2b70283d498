//! The people whom a desk knows, the companies that they work for, and what these lend to the desk.

mod access_draft;
mod access_record;
mod company;
mod grant_id;
mod import;
mod notices;
mod person;
mod support_access;

pub use access_draft::{AccessDraft, AccessWanted, Lasting};
pub use access_record::{AccessEvent, AccessPerson, AccessRecord};
pub use company::{Company, CompanyDraft};
pub use grant_id::{GrantId, GrantIdError};
pub use import::{COLUMNS, ImportMistake, ImportProblem, ImportRow, import, table_of};
pub use notices::NoticeTopic;
pub use person::{Account, AccountChange, AccountDraft, AccountRole, Joined};
pub use support_access::{AccessAct, AccessState, SupportAccess};

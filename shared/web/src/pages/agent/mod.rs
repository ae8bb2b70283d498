//! Pages for the desk's people.

mod from_list;
mod people;
mod queue;
mod support_access;

pub(super) use from_list::what_was_done;
pub use from_list::{FromList, Left};
pub use people::{AccountForm, CompanyForm, account, accounts, companies, company, import};
pub use queue::queue;
pub use support_access::company_access;

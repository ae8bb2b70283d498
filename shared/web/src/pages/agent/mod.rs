//! Pages for the desk's people.

mod console_context;
mod incidents;
mod on_call;
mod paging;
mod people;
mod queue;
mod ratings;
mod support_access;

pub(super) use console_context::what_was_done;
pub use console_context::{ConsoleContext, Left};
pub use incidents::{IncidentForms, console_incident, incidents};
pub use on_call::on_call;
pub use paging::paging;
pub use people::{AccountForm, CompanyForm, account, accounts, companies, company, import};
pub use queue::queue;
pub use ratings::ratings;
pub use support_access::company_access;

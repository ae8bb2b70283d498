//! The pages: HTML that works without JavaScript. A script only makes sending files easier. Each
//! page is a template in `templates/` with a struct that fills it. There is one folder for each
//! kind of reader.

mod access;
mod act;
mod agent;
mod assets;
mod course;
mod frame;
mod kept;
mod messages;
mod page;
mod parts;
mod policy;
mod problem;
mod public;
mod requester;
mod ticket;

pub use agent::{
    AccountForm, CompanyForm, ConsoleContext, IncidentForms, Left, account, accounts, companies,
    company, company_access, console_incident, import, incidents, on_call, paging, queue, ratings,
};
pub use assets::{desk_style, icon, logo, mail_logo, page_script, script, style};
pub(crate) use kept::kept;
pub use parts::parts;
pub(crate) use problem::problem;
pub use public::{
    Following, FormPage, SignInFor, SignInForm, api, desks, draft_sent, form, incident, openapi,
    sign_in, sign_in_confirm, sign_in_sent, status, topics,
};
pub(crate) use requester::{KnownOf, profile};
pub use requester::{own_access, own_tickets, upload};
pub use ticket::{CommentDraft, ticket, ticket_language};

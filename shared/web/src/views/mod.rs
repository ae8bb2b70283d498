//! The JSON answers of the API, in the reader's language.

mod account;
mod actor;
mod assignee;
mod attachment;
mod counts;
mod desk;
mod event;
mod incident;
mod list;
mod moves;
mod notices;
mod oncall;
mod problem;
mod rating;
mod service_level;
mod sign_in;
mod support_access;
mod ticket;

pub use account::{
    AccountAnswer, AccountsAnswer, CompaniesAnswer, CompanyAnswer, ImportAnswer, ImportErrorAnswer,
    ListedSessionAnswer, MeAnswer, SessionsAnswer,
};
pub use actor::RequesterAnswer;
pub use attachment::{AttachmentAnswer, PartAnswer, SignedAnswer, UploadAnswer};
pub use counts::CountsAnswer;
pub use desk::{
    DeskAnswer, FieldAnswer, LabelAnswer, LinkAnswer, StatusAnswer, TopicAnswer, WordingAnswer,
};
pub use event::EventAnswer;
pub use incident::{DeskStatusAnswer, IncidentAnswer, IncidentUpdateAnswer, ShownIncidentAnswer};
pub use list::{ListAnswer, SummaryAnswer};
pub use moves::{MoveAnswer, moves};
pub use notices::{DeliveryAnswer, NoticesAnswer};
pub use oncall::{
    CallAnswer, EscalationStepAnswer, OnCallAnswer, OnCallPersonAnswer, OverrideAnswer, PageAnswer,
    PageEventAnswer, PagesAnswer, PolicyAnswer, ScheduleAnswer, WatchAnswer,
};
pub(crate) use problem::ProblemAnswer;
pub use rating::RatingsAnswer;
pub use service_level::ServiceLevelAnswer;
pub use sign_in::{MessageAnswer, SessionAnswer};
pub use support_access::{
    AccessActAnswer, AccessPersonAnswer, AccessRecordAnswer, CompanyPortalAnswer, PortalAnswer,
    SupportAccessAnswer, SupportAccessListAnswer,
};
pub use ticket::{ChangedAnswer, CreatedAnswer, TicketAnswer, TimelineAnswer};

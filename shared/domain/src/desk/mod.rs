//! A support portal, as its desk file describes it.
//!
//! `docs/DESKS.md` explains every key. Only [`Desk::parse`] makes a [`Desk`], so that every ID in
//! it refers to something that exists.

mod access;
mod assignment;
mod brand;
mod check;
mod definition;
mod field;
mod former;
mod holidays;
mod hours;
mod labels;
mod limits;
mod mistake;
mod notices;
mod orphans;
mod parse;
mod people;
mod queue;
mod rating;
mod replaced;
mod settings;
mod spanned;
mod topic;
mod workflow;

pub use access::{Access, AccountOwner, Hosts, MayOpen, MaySee};
pub use assignment::{Assignment, AutomaticAssignment, Candidate};
pub use brand::{Brand, DARK_GROUND, LIGHT_GROUND, TEXT_CONTRAST};
pub use definition::{Desk, Life};
pub use field::{Choice, Field, FieldType, When};
pub use former::memory;
pub use holidays::{HolidayFiles, Holidays};
pub use hours::{Hours, OpenSpan};
pub use limits::Limits;
pub use mistake::DeskMistake;
pub use notices::{NobodyNamed, NoticeChannel, NoticeRule, Occasion, Told};
pub use orphans::{Displaced, Orphan, OrphanKind, TicketWords, displaced, orphans, whole_desk};
pub use people::{ContactRule, Person, Team};
pub use queue::{QueueOrder, QueueSettings};
pub use rating::Rating;
pub use replaced::Replaced;
pub use settings::{
    Attachments, Cc, CcWho, Contract, MailSettings, RemoteSession, Sharing, SupportAccess,
};
pub use spanned::Spanned;
pub(crate) use spanned::all_or_named;
pub use topic::{
    Asks, Category, Contact, Context, EntryLink, OutOfScope, Redirect, Resource, Topic, TopicKind,
    Wording,
};
pub use workflow::{
    AutoClose, Move, MoveComment, Mover, Period, Phase, Reaction, Start, Status, Trigger, Workflow,
};

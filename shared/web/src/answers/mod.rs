//! The JSON that the API answers with, in the reader's language.

mod attachment;
mod desk;
mod ticket;

pub use attachment::{AttachmentAnswer, PartAnswer, SignedAnswer, UploadAnswer, download_path};
pub use desk::{
    DeskAnswer, DeskName, FieldAnswer, LabelAnswer, LinkAnswer, StatusAnswer, TopicAnswer,
    WordingAnswer,
};
pub(crate) use ticket::status;
pub use ticket::{
    CreatedAnswer, EventAnswer, ListAnswer, MoveAnswer, SummaryAnswer, TicketAnswer, actor_name,
};

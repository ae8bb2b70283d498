//! The kinds of mails, each with its folder in `templates/`.

use super::view::View;
use askama::Template;
use docket_domain::desk::Occasion;
use docket_domain::notice::NoticeKind;

/// A mail's subject and its two parts.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// Renders the three files of a folder.
macro_rules! folder {
    ($mail:ident, $subject:tt, $text:tt, $html:tt) => {{
        #[derive(Template)]
        #[template(path = $subject)]
        struct Subject<'a> {
            mail: &'a View<'a>,
        }
        #[derive(Template)]
        #[template(path = $text)]
        struct Text<'a> {
            mail: &'a View<'a>,
        }
        #[derive(Template)]
        #[template(path = $html)]
        struct Html<'a> {
            mail: &'a View<'a>,
        }
        Ok(Words {
            subject: Subject { mail: $mail }.render()?,
            text: Text { mail: $mail }.render()?,
            html: Html { mail: $mail }.render()?,
        })
    }};
}

/// A kind of mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MailKind {
    Acknowledgement,
    Copied,
    Introduction,
    Comment,
    RatingRequest,
    StatusChange,
    ClosingReminder,
    ClosedBySilence,
    Change,
    Digest,
    FileRefused,
    FileInfected,
    RemoteSession,
    StaffOpened,
    StaffCommented,
    StaffMoved,
    StaffEntered,
    StaffDueSoon,
    StaffBreached,
    StaffAssigned,
    StaffRated,
    Draft,
    SignIn,
    ConfirmAccount,
    Invitation,
    Page,
    ProjectManager,
    IncidentUpdate,
    IncidentQuestion,
    TestCall,
}

impl MailKind {
    /// Renders the files of the kind's folder.
    #[rustfmt::skip] // One line for each folder.
    pub(crate) fn render(self, mail: &View<'_>) -> askama::Result<Words> {
        match self {
            Self::Acknowledgement => folder!(mail, "acknowledgement/subject.txt", "acknowledgement/body.txt", "acknowledgement/body.html"),
            Self::Copied => folder!(mail, "copied/subject.txt", "copied/body.txt", "copied/body.html"),
            Self::Introduction => folder!(mail, "introduction/subject.txt", "introduction/body.txt", "introduction/body.html"),
            Self::RatingRequest => folder!(mail, "rating_request/subject.txt", "rating_request/body.txt", "rating_request/body.html"),
            Self::Comment => folder!(mail, "comment/subject.txt", "comment/body.txt", "comment/body.html"),
            Self::StatusChange => folder!(mail, "status_change/subject.txt", "status_change/body.txt", "status_change/body.html"),
            Self::ClosingReminder => folder!(mail, "closing_reminder/subject.txt", "closing_reminder/body.txt", "closing_reminder/body.html"),
            Self::ClosedBySilence => folder!(mail, "closed_by_silence/subject.txt", "closed_by_silence/body.txt", "closed_by_silence/body.html"),
            Self::Change => folder!(mail, "change/subject.txt", "change/body.txt", "change/body.html"),
            Self::Digest => folder!(mail, "digest/subject.txt", "digest/body.txt", "digest/body.html"),
            Self::FileRefused => folder!(mail, "file_refused/subject.txt", "file_refused/body.txt", "file_refused/body.html"),
            Self::FileInfected => folder!(mail, "file_infected/subject.txt", "file_infected/body.txt", "file_infected/body.html"),
            Self::StaffMoved => folder!(mail, "staff_moved/subject.txt", "staff_moved/body.txt", "staff_moved/body.html"),
            Self::StaffCommented => folder!(mail, "staff_commented/subject.txt", "staff_commented/body.txt", "staff_commented/body.html"),
            Self::RemoteSession => folder!(mail, "remote_session/subject.txt", "remote_session/body.txt", "remote_session/body.html"),
            Self::StaffOpened => folder!(mail, "staff_opened/subject.txt", "staff_opened/body.txt", "staff_opened/body.html"),
            Self::StaffEntered => folder!(mail, "staff_entered/subject.txt", "staff_entered/body.txt", "staff_entered/body.html"),
            Self::StaffDueSoon => folder!(mail, "staff_due_soon/subject.txt", "staff_due_soon/body.txt", "staff_due_soon/body.html"),
            Self::StaffBreached => folder!(mail, "staff_breached/subject.txt", "staff_breached/body.txt", "staff_breached/body.html"),
            Self::StaffAssigned => folder!(mail, "staff_assigned/subject.txt", "staff_assigned/body.txt", "staff_assigned/body.html"),
            Self::StaffRated => folder!(mail, "staff_rated/subject.txt", "staff_rated/body.txt", "staff_rated/body.html"),
            Self::Draft => folder!(mail, "draft/subject.txt", "draft/body.txt", "draft/body.html"),
            Self::SignIn => folder!(mail, "sign_in/subject.txt", "sign_in/body.txt", "sign_in/body.html"),
            Self::ConfirmAccount => folder!(mail, "confirm_account/subject.txt", "confirm_account/body.txt", "confirm_account/body.html"),
            Self::ProjectManager => folder!(mail, "project_manager/subject.txt", "project_manager/body.txt", "project_manager/body.html"),
            Self::IncidentUpdate => folder!(mail, "incident_update/subject.txt", "incident_update/body.txt", "incident_update/body.html"),
            Self::IncidentQuestion => folder!(mail, "incident_question/subject.txt", "incident_question/body.txt", "incident_question/body.html"),
            Self::TestCall => folder!(mail, "test_call/subject.txt", "test_call/body.txt", "test_call/body.html"),
            Self::Page => folder!(mail, "page/subject.txt", "page/body.txt", "page/body.html"),
            Self::Invitation => folder!(mail, "invitation/subject.txt", "invitation/body.txt", "invitation/body.html"),
        }
    }
}

impl From<NoticeKind> for MailKind {
    fn from(kind: NoticeKind) -> Self {
        match kind {
            NoticeKind::Acknowledgement => Self::Acknowledgement,
            NoticeKind::Copied => Self::Copied,
            NoticeKind::Introduction => Self::Introduction,
            NoticeKind::RatingRequest => Self::RatingRequest,
            NoticeKind::Comment => Self::Comment,
            NoticeKind::StatusChange => Self::StatusChange,
            NoticeKind::ClosingReminder => Self::ClosingReminder,
            NoticeKind::ClosedBySilence => Self::ClosedBySilence,
            NoticeKind::Change => Self::Change,
            NoticeKind::FileRefused => Self::FileRefused,
            NoticeKind::FileInfected => Self::FileInfected,
            NoticeKind::RemoteSession => Self::RemoteSession,
            NoticeKind::ProjectManager => Self::ProjectManager,
            NoticeKind::ForStaff(Occasion::Opened) => Self::StaffOpened,
            NoticeKind::ForStaff(Occasion::Commented) => Self::StaffCommented,
            NoticeKind::ForStaff(Occasion::Moved) => Self::StaffMoved,
            NoticeKind::ForStaff(Occasion::Entered) => Self::StaffEntered,
            NoticeKind::ForStaff(Occasion::DueSoon) => Self::StaffDueSoon,
            NoticeKind::ForStaff(Occasion::Breached) => Self::StaffBreached,
            NoticeKind::ForStaff(Occasion::Assigned) => Self::StaffAssigned,
            NoticeKind::ForStaff(Occasion::Rated) => Self::StaffRated,
        }
    }
}

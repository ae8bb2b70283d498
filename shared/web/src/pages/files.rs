//! The files on a page: those that are there, and what the script needs to send more.

use crate::answers::download_path;
use crate::call::Call;
use crate::change::Seen;
use crate::texts::Texts;
use docket_domain::attachment::{Attachment, FileState, FilesOnTicket, Quarantine, Scan, Shown};
use docket_domain::desk::{Attachments, Desk};
use serde_json::{Map, Value, json};

/// The messages that the script says, one ID a line.
const SCRIPT_TEXTS: &str = include_str!("../../templates/upload.texts");

/// The values that the script fills in.
const SCRIPT_VALUES: [&str; 7] = ["left", "max", "most", "reason", "status", "types", "value"];

/// The files of a page.
pub(super) struct FilesView<'a> {
    texts: &'static Texts,
    limits: &'a Attachments,
    /// The API of the ticket and the key; nothing on the form for a new one.
    ticket: Option<(String, String)>,
    /// Without files on their way: whoever goes on with one of those is not held up here.
    used: FilesOnTicket,
    rows: Vec<FileRow>,
}

/// A file in the list.
pub(super) struct FileRow {
    pub(super) name: String,
    pub(super) size_text: String,
    pub(super) url: Option<String>,
    pub(super) inline_kind: Option<&'static str>,
    pub(super) show_url: String,
    pub(super) state_text: String,
    pub(super) bad: bool,
}

impl<'a> FilesView<'a> {
    /// The files of a form for a new ticket; `None` where the desk takes none.
    pub(super) fn of_form(desk: &'a Desk, texts: &'static Texts) -> Option<Self> {
        Some(Self {
            texts,
            limits: desk.attachments.as_ref()?,
            ticket: None,
            used: FilesOnTicket::default(),
            rows: Vec::new(),
        })
    }

    /// The files of a ticket, as its page's reader sees them.
    pub(super) fn of_ticket(
        call: &Call,
        desk: &'a Desk,
        seen: &Seen,
        texts: &'static Texts,
    ) -> Option<Self> {
        let query = call.key_query();
        let api = format!("/api/desks/{}/tickets/{}", *desk.id, seen.ticket.id);
        let rows = seen
            .files_seen()
            .map(|file| FileRow::new(file, &query, texts));
        Some(Self {
            texts,
            limits: desk.attachments.as_ref()?,
            rows: rows.collect(),
            ticket: Some((api, query)),
            used: FilesOnTicket::of(seen.files.iter().filter(|file| !file.is_pending())),
        })
    }

    pub(super) fn list(&self) -> &[FileRow] {
        &self.rows
    }

    pub(super) fn api(&self) -> String {
        let ticket = self.ticket.as_ref();
        ticket
            .map(|(api, query)| format!("{api}/attachments{query}"))
            .unwrap_or_default()
    }

    pub(super) fn ticket_api(&self) -> String {
        let ticket = self.ticket.as_ref();
        ticket
            .map(|(api, query)| format!("{api}{query}"))
            .unwrap_or_default()
    }

    pub(super) fn accept(&self) -> String {
        self.limits.types.join(",")
    }

    pub(super) fn limits_json(&self) -> String {
        let limits = self.limits;
        json!({
            "max_bytes": limits.max_bytes,
            "max_total_bytes": limits.max_total_bytes,
            "max_count": limits.max_count,
            "types": limits.types,
            "part_bytes": limits.part_bytes,
        })
        .to_string()
    }

    pub(super) fn used_json(&self) -> String {
        json!({ "count": self.used.count, "bytes": self.used.bytes }).to_string()
    }

    pub(super) fn texts_json(&self) -> String {
        let ids = SCRIPT_TEXTS.lines().filter(|id| !id.is_empty());
        // The script fills in what it alone knows: `%most%` in place of `{ $most }`.
        let open = SCRIPT_VALUES.map(|name| (name, format!("%{name}%")));
        let open = open.each_ref().map(|(name, text)| (*name, text.as_str()));
        let texts: Map<String, Value> = ids
            .map(|id| (id.to_owned(), self.texts.with(id, &open).into()))
            .collect();
        Value::from(texts).to_string()
    }
}

impl FileRow {
    fn new(file: &Attachment, query: &str, texts: &Texts) -> Self {
        let path = download_path(file);
        let joint = if query.is_empty() { "?" } else { "&" };
        let state = match (file.state, file.scan, &file.reason) {
            (_, _, Some(reason)) => texts.with(
                "files-set-aside",
                &[("reason", &why_refused(reason, texts))],
            ),
            (FileState::Uploading | FileState::Checking, _, _) => texts.get("files-on-its-way"),
            (_, Scan::Infected, _) => texts.get("files-infected"),
            (_, Scan::Scanned, _) => texts.get("files-scanned"),
            (_, Scan::NotScanned, _) => texts.get("files-not-scanned"),
        };
        Self {
            name: file.name.to_string(),
            // How long a file from a form is shows when it is there.
            size_text: match file.checksum {
                None if file.is_pending() => String::new(),
                _ => texts.size(file.size),
            },
            url: file.is_open().then(|| format!("{path}{query}")),
            inline_kind: file.shown().map(|shown| match shown {
                Shown::Image => "image",
                Shown::Video => "video",
                Shown::Text => "text",
            }),
            show_url: format!("{path}{query}{joint}show=inline"),
            state_text: state,
            bad: file.reason.is_some() || file.scan == Scan::Infected,
        }
    }
}

/// Why a file was set aside, in words.
#[must_use]
pub fn why_refused(reason: &Quarantine, texts: &Texts) -> String {
    match reason {
        Quarantine::Type { found } => texts.with("refused-type", &[("found", found.as_str())]),
        Quarantine::Different => texts.get("refused-different"),
        Quarantine::Empty => texts.get("refused-empty"),
        Quarantine::TooLarge => texts.get("refused-too-large"),
        Quarantine::SecondByForm => texts.get("refused-second-by-form"),
    }
}

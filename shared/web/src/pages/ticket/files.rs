//! The files on a page: the list of files, and the data that the upload script needs.

use crate::request::Call;
use docket_app::links::with_query;
use docket_app::{Links, TicketView};
use docket_domain::attachment::{Attachment, FileId, FileState, FilesOnTicket, Scan};
use docket_domain::desk::{Attachments, Desk};
use docket_domain::value::{ENDINGS, Inline};
use docket_texts::Texts;
use serde_json::{Map, Value, json};

/// The IDs of the messages that the script shows, one a line.
const SCRIPT_TEXTS: &str = include_str!("../../../templates/upload/texts");

/// The values that the script puts into its messages.
const SCRIPT_VALUES: [&str; 7] = ["left", "max", "most", "reason", "status", "types", "value"];

/// The files of a page.
pub(in crate::pages) struct FilesView<'a> {
    texts: &'static Texts,
    limits: &'a Attachments,
    /// The ticket's address in the API and its query; `None` on the form for a new ticket.
    ticket: Option<(String, String)>,
    /// The count and bytes of the files, without unfinished uploads, which the sender may continue.
    used: FilesOnTicket,
    rows: Vec<FileRow>,
}

/// A file in the list.
pub(in crate::pages) struct FileRow {
    id: FileId,
    pub(in crate::pages) name: String,
    pub(in crate::pages) size_text: String,
    pub(in crate::pages) url: Option<String>,
    pub(in crate::pages) inline_kind: Option<&'static str>,
    pub(in crate::pages) show_url: String,
    pub(in crate::pages) state_text: String,
    pub(in crate::pages) bad: bool,
}

impl<'a> FilesView<'a> {
    /// Makes the file input of a form for a new ticket. Returns `None` when the desk takes no
    /// files.
    pub(in crate::pages) fn of_form(desk: &'a Desk, texts: &'static Texts) -> Option<Self> {
        Some(Self {
            texts,
            limits: desk.attachments.as_ref()?,
            ticket: None,
            used: FilesOnTicket::default(),
            rows: Vec::new(),
        })
    }

    /// Makes the files of a ticket as the reader of its page sees them. Returns `None` when the
    /// desk takes no files.
    pub(in crate::pages) fn of_ticket(
        call: &Call,
        desk: &'a Desk,
        view: &TicketView,
        texts: &'static Texts,
    ) -> Option<Self> {
        let query = call.access(&view.actor).query();
        let api = Links::new(&desk.id).api_ticket(&view.ticket.id);
        let rows = view
            .visible_files()
            .map(|file| FileRow::new(file, &query, texts));
        Some(Self {
            texts,
            limits: desk.attachments.as_ref()?,
            rows: rows.collect(),
            ticket: Some((api, query)),
            // What the reader may not see is no part of it.
            used: FilesOnTicket::of(view.visible_files().filter(|file| !file.is_pending())),
        })
    }

    /// Returns the file with that ID.
    pub(in crate::pages) fn find(&self, id: FileId) -> Option<&FileRow> {
        self.rows.iter().find(|row| row.id == id)
    }

    pub(in crate::pages) fn list(&self) -> &[FileRow] {
        &self.rows
    }

    pub(in crate::pages) fn api(&self) -> String {
        let ticket = self.ticket.as_ref();
        ticket
            .map(|(api, query)| format!("{api}/attachments{query}"))
            .unwrap_or_default()
    }

    pub(in crate::pages) fn ticket_api(&self) -> String {
        let ticket = self.ticket.as_ref();
        ticket
            .map(|(api, query)| format!("{api}{query}"))
            .unwrap_or_default()
    }

    pub(in crate::pages) fn accept(&self) -> String {
        self.limits.types.join(",")
    }

    pub(in crate::pages) fn limits_json(&self) -> String {
        let limits = self.limits;
        json!({
            "max_bytes": limits.max_bytes,
            "max_total_bytes": limits.max_total_bytes,
            "max_count": limits.max_count,
            "types": limits.types,
            "part_bytes": limits.part_bytes,
            "endings": ENDINGS.as_slice(),
        })
        .to_string()
    }

    pub(in crate::pages) fn used_json(&self) -> String {
        json!({ "count": self.used.count, "bytes": self.used.bytes }).to_string()
    }

    pub(in crate::pages) fn texts_json(&self) -> String {
        let ids = SCRIPT_TEXTS.lines().filter(|id| !id.is_empty());
        // The script puts in the values itself: `%most%` stands for `{ $most }`.
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
        let path = Links::new(&file.desk).api_attachment(&file.ticket, file.id);
        let state = match (file.state, file.scan, &file.reason) {
            (_, _, Some(reason)) => texts.with(
                "files-set-aside",
                &[("reason", &texts.quarantine_reason(reason))],
            ),
            (FileState::Uploading | FileState::Checking, _, _) => texts.get("files-on-its-way"),
            (FileState::Removed, _, _) => texts.get("files-removed"),
            (_, Scan::Infected, _) => texts.get("files-infected"),
            (_, Scan::Clean, _) => texts.get("files-clean"),
            (_, Scan::NotScanned, _) => texts.get("files-not-scanned"),
        };
        Self {
            id: file.id,
            name: file.name.to_string(),
            // The size of a file from a form is known only after its upload.
            size_text: match file.checksum {
                None if file.is_pending() => String::new(),
                _ => texts.size(file.size),
            },
            url: file.is_downloadable().then(|| format!("{path}{query}")),
            inline_kind: file.inline().map(|inline| match inline {
                Inline::Image => "image",
                Inline::Video => "video",
                Inline::Text => "text",
            }),
            show_url: with_query(&format!("{path}{query}"), "show=inline"),
            state_text: state,
            bad: file.reason.is_some() || file.scan == Scan::Infected,
        }
    }
}

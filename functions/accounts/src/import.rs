//! The import of accounts from a table, for an admin.

use docket_app::accounts::{self, ImportOutcome};
use docket_domain::desk::Desk;
use docket_domain::{FieldError, FieldProblem};
use docket_texts::Texts;
use docket_web::views::ImportAnswer;
use docket_web::{Call, Problem, Response, json, pages};
use http::StatusCode;

/// The media type of a table.
const CSV: &str = "text/csv";

pub(crate) async fn import(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let (table, dry_run) = match call.body_of_type(CSV) {
        Some(table) => (table.to_vec(), call.query("dry_run") == Some("true")),
        None => {
            let mut input = call.input()?;
            let table = input.text("table");
            let dry_run = input.flag("dry_run") || call.query("dry_run") == Some("true");
            let given = match table.trim().is_empty() {
                true => Err(vec![FieldError::new("table", FieldProblem::Missing)]),
                false => Ok(table),
            };
            match input.finish_with(given) {
                Ok(table) => (table.into_bytes(), dry_run),
                Err(refusal) => return refuse(call, desk, refusal.into()),
            }
        }
    };
    let texts = Texts::of(&call.language(desk));
    let (status, answer) =
        match accounts::import(&call.cloud.store, desk, &table, dry_run, call.now).await? {
            ImportOutcome::Done(done) => (StatusCode::OK, ImportAnswer::done(&done, dry_run)),
            ImportOutcome::Refused(mistakes) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                ImportAnswer::refused(&mistakes, dry_run, texts),
            ),
        };
    if call.wants_html() {
        // What was done is in the table, and need not be sent again.
        let is_done = status == StatusCode::OK && !dry_run;
        let table = String::from_utf8_lossy(&table);
        let table = if is_done { "" } else { &*table };
        return Ok(pages::import(
            call,
            desk,
            status,
            table,
            Some(&answer),
            Vec::new(),
        ));
    }
    Ok(json(status, &answer))
}

fn refuse(call: &Call, desk: &Desk, problem: Problem) -> Result<Response, Problem> {
    let messages = call.form_messages(&call.language(desk), problem)?;
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(pages::import(call, desk, status, "", None, messages))
}

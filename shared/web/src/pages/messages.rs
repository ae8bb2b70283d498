//! What a page says about a form that cannot be taken as it was sent.

use docket_texts::FieldMessage;
use http::StatusCode;

/// Returns the messages as a summary: each with the ID of its input.
pub(super) fn summary(messages: &[FieldMessage]) -> Vec<(String, String)> {
    let each = |message: &FieldMessage| (message.field.clone(), message.message.clone());
    messages.iter().map(each).collect()
}

/// Returns the status of a page with a form: whether something is wrong with what was sent.
pub(super) fn form_status(messages: &[FieldMessage]) -> StatusCode {
    match messages.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Returns the message about a field, if there is one.
pub(super) fn message<'m>(messages: &'m [FieldMessage], field: &str) -> Option<&'m str> {
    messages
        .iter()
        .find(|message| message.field == field)
        .map(|message| message.message.as_str())
}

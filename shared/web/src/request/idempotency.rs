//! Idempotency keys: `Idempotency-Key`, or the field `idempotency_key` of a form.

use super::call::Call;
use super::input::Input;
use crate::problem::Problem;
use docket_app::links::hex;
use docket_cloud::store::IdempotentRequest;
use docket_domain::DeskId;
use sha2::{Digest, Sha256};

const RULE: &str = "1 to 100 letters, digits and `-_.:`";

/// The request as one that is to be carried out once, if it has an idempotency key.
///
/// # Errors
/// 400 when the key cannot be one.
pub fn idempotent_request(
    call: &Call,
    desk: &DeskId,
    input: &mut Input,
) -> Result<Option<IdempotentRequest>, Problem> {
    let wrong = || Problem::header("Idempotency-Key", RULE);
    let in_form = input.key_field();
    let key = match call.headers().get("idempotency-key") {
        Some(value) => Some(value.to_str().map_err(|_| wrong())?.to_owned()),
        None => in_form,
    };
    let Some(key) = key else { return Ok(None) };
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:".contains(c);
    if key.is_empty() || key.len() > 100 || !key.chars().all(plain) {
        return Err(wrong());
    }
    let mut digest = Sha256::new();
    // Whoever sends the same words as somebody else is not that somebody: the credentials are part of the request.
    let parts = [
        call.method().as_str().as_bytes(),
        call.path().as_bytes(),
        call.query("key").unwrap_or("").as_bytes(),
        call.caller().token().unwrap_or("").as_bytes(),
        call.body(),
    ];
    for part in parts {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    Ok(Some(IdempotentRequest {
        desk: desk.clone(),
        key,
        fingerprint: hex(&digest.finalize()),
    }))
}

//! Idempotency keys: the header `Idempotency-Key`, or the form field `idempotency_key`.

use super::call::Call;
use super::input::Input;
use crate::problem::Problem;
use docket_app::links::hex;
use docket_cloud::store::IdempotentRequest;
use docket_domain::DeskId;
use sha2::{Digest, Sha256};

const RULE: &str = "1 to 100 letters, digits and `-_.:`";

/// Returns the request's idempotency key with a fingerprint of the request. Returns `None` when the
/// request has no key.
///
/// # Errors
/// 400 when the key does not match its rule: 1 to 100 letters, digits and `-_.:`.
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
    // The credentials are part of the fingerprint. So the same words from another person are
    // another request.
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

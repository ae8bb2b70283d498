//! Idempotency keys: `Idempotency-Key`, or the field `idempotency_key` of a form.

use crate::call::Call;
use crate::input::Input;
use crate::problem::Problem;
use docket_cloud::store::Once;
use docket_domain::DeskId;
use sha2::{Digest, Sha256};

const RULE: &str = "1 to 100 letters, digits and `-_.:`";

/// The request as one that is to be carried out once, if it has an idempotency key.
///
/// # Errors
/// 400 when the key cannot be one.
pub fn once_from(call: &Call, desk: &DeskId, input: &mut Input) -> Result<Option<Once>, Problem> {
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
        call.session_token(desk).unwrap_or("").as_bytes(),
        call.body(),
    ];
    for part in parts {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    Ok(Some(Once {
        desk: desk.clone(),
        key,
        fingerprint: hex(&digest.finalize()),
    }))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

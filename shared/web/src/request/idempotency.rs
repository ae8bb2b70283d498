//! Idempotency keys: the header `Idempotency-Key`, or the form field `idempotency_key`.

use super::call::Call;
use super::input::Input;
use crate::problem::Problem;
use docket_app::links::hex;
use docket_cloud::store::IdempotentRequest;
use docket_domain::DeskId;
use sha2::{Digest, Sha256};

const RULE: &str = "1 to 100 letters, digits and `-_.:`";

fn is_key(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:".contains(c);
    (1..=100).contains(&text.len()) && text.chars().all(plain)
}

/// Returns the request's idempotency key with a fingerprint of the request. Returns `None` when the
/// request has no key.
///
/// # Errors
/// 400 when the header does not match its rule: 1 to 100 letters, digits and `-_.:`. A mistake in the
/// form's field is told when the input is finished.
pub fn idempotent_request(
    call: &Call,
    desk: &DeskId,
    input: &mut Input,
) -> Result<Option<IdempotentRequest>, Problem> {
    let wrong = || Problem::header("Idempotency-Key", RULE);
    let in_form = input.key_field(is_key);
    let key = match call.headers().get("idempotency-key") {
        Some(value) => {
            let key = value.to_str().map_err(|_| wrong())?;
            let key = Some(key).filter(|key| is_key(key));
            key.ok_or_else(wrong)?.to_owned()
        }
        None => match in_form {
            Some(key) => key,
            None => return Ok(None),
        },
    };
    let mut digest = Sha256::new();
    // Who asks is no part of it: a key belongs to its sender, who may have signed in again.
    let parts = [
        call.method().as_str().as_bytes(),
        call.path().as_bytes(),
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

//! What PagerDuty tells of a page.

use super::act::act;
use crate::error::AppError;
use crate::links::{hex, same};
use docket_cloud::Cloud;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::oncall::{ChannelKind, PageCommand, PageId};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde::Deserialize;
use sha2::Sha256;

/// A webhook of version 3. Source: "Webhook Payload" at <https://developer.pagerduty.com/docs/webhooks/v3-overview/>.
#[derive(Debug, Deserialize)]
struct Webhook {
    event: WebhookEvent,
}

#[derive(Debug, Deserialize)]
struct WebhookEvent {
    event_type: String,
    #[serde(default)]
    agent: Option<Agent>,
    #[serde(default)]
    data: Incident,
}

/// Who did it there. Its own rules resolve as well, and mean nothing here.
#[derive(Debug, Deserialize)]
struct Agent {
    #[serde(default, rename = "type")]
    kind: String,
}

/// What it calls an incident: here, a page. Its key is the `dedup_key` of the event that made it.
#[derive(Debug, Default, Deserialize)]
struct Incident {
    incident_key: Option<String>,
}

/// What is signed by a channel of a desk, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It is signed, and what it tells was done. What it tells of nothing here was left.
    Signed,
    /// No channel of the desk signed it.
    NotSigned,
}

/// Does with a page what somebody did with it in PagerDuty. `signatures` is the value of the header `X-PagerDuty-Signature`.
///
/// # Errors
/// When the table fails.
pub async fn hear_pagerduty(
    cloud: &Cloud,
    desk: &Desk,
    body: &[u8],
    signatures: &str,
    now: Timestamp,
) -> Result<Heard, AppError> {
    if !is_signed(cloud, desk, body, signatures).await? {
        return Ok(Heard::NotSigned);
    }
    // A test, or what a later version tells: nothing is to be done, and nothing is to be sent again.
    let Ok(Webhook { event }) = serde_json::from_slice(body) else {
        return Ok(Heard::Signed);
    };
    let is_user = event
        .agent
        .is_some_and(|agent| agent.kind == "user_reference");
    let command = match event.event_type.as_str() {
        _ if !is_user => return Ok(Heard::Signed),
        "incident.acknowledged" => PageCommand::Acknowledge,
        "incident.resolved" => PageCommand::Resolve,
        _ => return Ok(Heard::Signed),
    };
    let page: Option<PageId> = event.data.incident_key.and_then(|key| key.parse().ok());
    if let Some(page) = page {
        act(cloud, desk, page, command, &Actor::System, now).await?;
    }
    Ok(Heard::Signed)
}

/// Returns `true` if one of the signatures is made with the secret of a channel of the desk: `v1=` and an HMAC-SHA-256 of the body in hexadecimal
/// digits. Source: "Verifying Signatures" at <https://developer.pagerduty.com/docs/webhooks/webhook-signatures/>.
async fn is_signed(
    cloud: &Cloud,
    desk: &Desk,
    body: &[u8],
    signatures: &str,
) -> Result<bool, AppError> {
    let channels = desk.channels.iter();
    let secrets = channels
        .filter(|channel| channel.kind == ChannelKind::PagerDuty)
        .filter_map(|channel| channel.webhook_secret.as_ref());
    for name in secrets {
        if let Some(secret) = cloud.store.secret(name).await?
            && signs(&secret, body, signatures)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn signs(secret: &str, body: &[u8], signatures: &str) -> bool {
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return false;
    };
    let given = signatures.split(',').map(str::trim);
    let mut given = given.filter_map(|one| one.strip_prefix("v1="));
    let right = hex(&mac.chain_update(body).finalize().into_bytes());
    !secret.is_empty() && given.any(|one| same(&right, one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_of_this_secret_and_this_body() {
        // RFC 4231, test case 2.
        let (secret, body) = ("Jefe", b"what do ya want for nothing?");
        let right = "v1=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert!(signs(secret, body, right));
        assert!(signs(secret, body, &format!("v1=00, {right}")));
        for (secret, body, given) in [
            ("other", &body[..], right),
            (secret, b"another body".as_slice(), right),
            (secret, &body[..], ""),
            (secret, &body[..], "v1="),
            (secret, &body[..], "v1=5bdc"),
            (secret, &body[..], "v1=zz"),
            (
                "",
                b"".as_slice(),
                "v1=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad",
            ),
        ] {
            assert!(!signs(secret, body, given), "{given}");
        }
    }
}

//! What the stand-in for SES tells of a mail that it took. As with SES, the mailbox simulator's addresses return it, or call it spam; every other
//! mail is delivered.

use serde_json::{Value, json};

/// The domain of the mailbox simulator. Source: "Using the mailbox simulator" in the developer guide of SES.
const SIMULATOR: &str = "simulator.amazonses.com";

/// Returns the event about a mail with this name, as SES puts it on the bus.
pub(super) fn report(name: &str, to: &str, configuration_set: &str) -> Value {
    let (kind, more) = match simulated(to) {
        Some("bounce") => bounce(to, ["Permanent", "General"], "smtp; 550 5.1.1 user unknown"),
        Some("suppressionlist") => bounce(to, ["Permanent", "Suppressed"], ""),
        Some("ooto") => bounce(to, ["Transient", "General"], "smtp; 452 4.2.2 mailbox full"),
        Some("complaint") => (
            "Complaint",
            json!({ "complaint": {
                "complainedRecipients": [{ "emailAddress": to }],
                "complaintFeedbackType": "abuse",
            } }),
        ),
        _ => ("Delivery", json!({ "delivery": { "recipients": [to] } })),
    };
    event(name, to, configuration_set, kind, more)
}

/// Returns the event about a mail whose address a mail server does not know, as SES puts it on the bus.
pub(super) fn returned(name: &str, to: &str, configuration_set: &str, said: &str) -> Value {
    let (kind, more) = bounce(to, ["Permanent", "NoEmail"], said);
    event(name, to, configuration_set, kind, more)
}

fn event(name: &str, to: &str, configuration_set: &str, kind: &str, more: Value) -> Value {
    let mut detail = json!({
        "eventType": kind,
        "mail": {
            "destination": [to],
            "tags": { "notice": [name], "ses:configuration-set": [configuration_set] },
        },
    });
    if let (Some(detail), Value::Object(more)) = (detail.as_object_mut(), more) {
        detail.extend(more);
    }
    json!({ "source": "aws.ses", "detail-type": format!("Email {kind}"), "detail": detail })
}

fn bounce(to: &str, [kind, sub]: [&str; 2], said: &str) -> (&'static str, Value) {
    let recipient = json!({ "emailAddress": to, "action": "failed", "diagnosticCode": said });
    let more = json!({ "bounce": {
        "bounceType": kind,
        "bounceSubType": sub,
        "bouncedRecipients": [recipient],
    } });
    ("Bounce", more)
}

/// Returns the name of the simulator's mailbox, without a label.
fn simulated(to: &str) -> Option<&str> {
    let (name, domain) = to.split_once('@')?;
    let name = name.split_once('+').map_or(name, |(name, _)| name);
    (domain == SIMULATOR).then_some(name)
}

//! What SES tells of a mail after it took it: delivered, returned, or called spam. Source: "Examples of event data that Amazon SES publishes"
//! in its developer guide.

use crate::{Notify, NotifyError};
use docket_app::links::cause_of_notice;
use docket_cloud::store::AddressMark;
use docket_domain::notice::{DeliveryReport, is_about_address};
use docket_domain::ticket::EventId;
use docket_domain::{EmailAddress, clean};
use serde::Deserialize;
use serde_json::Value;

/// The most characters that are kept of what a mail server says.
const LONGEST: usize = 300;

/// Returns `true` for an event in which SES tells something.
pub(crate) fn is_report(event: &Value) -> bool {
    event.get("source").and_then(Value::as_str) == Some("aws.ses")
}

#[derive(Debug, Deserialize)]
struct Event {
    detail: Detail,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    event_type: String,
    mail: Mail,
    #[serde(default)]
    bounce: Bounce,
    #[serde(default)]
    complaint: Complaint,
    #[serde(default)]
    reject: Reject,
}

#[derive(Debug, Deserialize)]
struct Mail {
    destination: Vec<String>,
    #[serde(default)]
    tags: Tags,
}

#[derive(Debug, Default, Deserialize)]
struct Tags {
    #[serde(default)]
    notice: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Bounce {
    bounce_type: String,
    bounce_sub_type: String,
    bounced_recipients: Vec<BouncedRecipient>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct BouncedRecipient {
    diagnostic_code: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Complaint {
    complaint_feedback_type: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Reject {
    reason: String,
}

impl Detail {
    /// Returns what is told, and in which words. `None` for what says nothing about a delivery.
    fn told(&self) -> Option<(DeliveryReport, String)> {
        Some(match self.event_type.as_str() {
            "Delivery" => (DeliveryReport::Delivered, String::new()),
            "Bounce" => {
                let report = match self.bounce.bounce_type.as_str() {
                    "Permanent" => DeliveryReport::Bounced,
                    // A full mailbox, a server that is down, and what SES cannot tell.
                    _ => DeliveryReport::Deferred,
                };
                let said = self.bounce.bounced_recipients.iter();
                let said = said.map(|recipient| recipient.diagnostic_code.as_str());
                let mut said = said.chain([self.bounce.bounce_sub_type.as_str()]);
                let said = said.find(|said| !clean::is_blank(said));
                (report, said.unwrap_or_default().to_owned())
            }
            "Complaint" => {
                let kind = &self.complaint.complaint_feedback_type;
                // A mail that was taken out of the spam folder is reported as well.
                if kind == "not-spam" {
                    return None;
                }
                (DeliveryReport::Complained, kind.clone())
            }
            "Reject" => (DeliveryReport::Refused, self.reject.reason.clone()),
            _ => return None,
        })
    }
}

impl Notify {
    /// Keeps what SES tells: with the ticket, and if the address takes no mail, as its mark.
    pub(crate) async fn report(&self, event: Value) -> Result<(), NotifyError> {
        let Event { detail } = serde_json::from_value(event)?;
        let Some((report, words)) = detail.told() else {
            return Ok(());
        };
        // Docket sends each mail to one address.
        let [to] = detail.mail.destination.as_slice() else {
            return Ok(());
        };
        let (Ok(to), Some(name)) = (to.parse::<EmailAddress>(), detail.mail.tags.notice.first())
        else {
            return Ok(());
        };
        let cloud = &self.outbox.cloud;
        let keys = cloud.store.keyring().await?;
        let Some(cause) = cause_of_notice(&keys, name, &to) else {
            tracing::warn!("SES tells of a mail that this stack did not send");
            return Ok(());
        };
        let why: String = clean::line(&words).chars().take(LONGEST).collect();
        let now = cloud.clock.now();
        let event = cause.parse::<EventId>();
        if event.is_err() && report == DeliveryReport::Delivered {
            // It was sent in spite of the mark, if there was one.
            cloud.store.unmark_address(&to).await?;
        }
        if let Ok(event) = event {
            cloud
                .store
                .note_report(&event, &to, report, &why, now)
                .await?;
        }
        let is_marked = match report {
            DeliveryReport::Complained => true,
            DeliveryReport::Bounced => is_about_address(&why),
            _ => false,
        };
        if is_marked {
            let state = report.state();
            let mark = AddressMark {
                state,
                at: now,
                why,
            };
            cloud.store.mark_address(&to, &mark).await?;
            tracing::warn!(%state, "an address is written to no more");
        }
        Ok(())
    }
}

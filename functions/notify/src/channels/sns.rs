//! Messages to topics of SNS.

use super::Call;
use crate::deliver::DeliveryError;
use docket_cloud::{TopicError, TopicMessage, Topics};
use docket_domain::oncall::TopicArn;

/// The most characters of what an SMS says beside the link: each further 160, or 70 that are not of the Latin alphabet alone, are one more SMS.
const SMS: usize = 100;

/// Tells a topic that somebody is needed.
pub(super) async fn tell(
    topics: &Topics,
    topic: Option<&TopicArn>,
    call: &Call,
) -> Result<(), DeliveryError> {
    let topic = topic.ok_or_else(|| DeliveryError::Channel("it has no topic".to_owned()))?;
    let (text, sms) = texts(call);
    let message = TopicMessage {
        topic,
        subject: &call.title,
        text: &text,
        sms: &sms,
    };
    let told = topics.tell(message).await;
    told.map_err(|error| match error {
        TopicError::Refused(_) => DeliveryError::Channel(error.to_string()),
        TopicError::Later(_) => DeliveryError::ChannelBusy(error.to_string()),
    })
}

/// Returns the text of a mail and of an SMS.
fn texts(call: &Call) -> (String, String) {
    let short: String = match call.message.char_indices().nth(SMS) {
        Some((end, _)) => format!("{}…", call.message.get(..end).unwrap_or_default()),
        None => call.message.clone(),
    };
    (
        format!("{}\n\n{}\n", call.message, call.page),
        format!("{short}\n{}", call.page),
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::call;
    use super::*;

    #[test]
    fn an_sms_is_cut_and_keeps_its_link() {
        let mut call = call();
        let (text, sms) = texts(&call);
        assert_eq!(
            (text.as_str(), sms.as_str()),
            (
                "SOS-1: <b>Down</b> & out\n\nhttps://support.example.com/spaceos/pages/1\n",
                "SOS-1: <b>Down</b> & out\nhttps://support.example.com/spaceos/pages/1",
            )
        );
        call.message = "ж".repeat(300);
        let (text, sms) = texts(&call);
        let wanted = format!("{}…\n{}", "ж".repeat(SMS), call.page);
        assert_eq!(sms, wanted);
        assert!(text.starts_with(&call.message));
    }
}

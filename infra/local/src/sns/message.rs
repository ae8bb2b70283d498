//! A message to a topic.

use crate::query::Query;
use docket_domain::oncall::TopicArn;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most bytes of a message, and characters of a subject and of an SMS. Source: `Publish` in the API reference of SNS.
const MESSAGE: usize = 262_144;
const SUBJECT: usize = 99;
const SMS: usize = 1_600;

/// A message to a topic, as its subscribers would get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Message {
    /// The ARN of the topic.
    pub(crate) topic: String,
    /// The subject of mails.
    pub(crate) subject: String,
    /// The text of mails, and of whatever has no text of its own.
    pub(crate) text: String,
    /// The text of an SMS.
    pub(crate) sms: String,
}

impl Message {
    /// Reads a request that publishes a message.
    ///
    /// # Errors
    /// What SNS would refuse.
    pub(super) fn read(query: &Query) -> Result<Self, &'static str> {
        if query.get("Action") != "Publish" {
            return Err("this stand-in for SNS publishes messages, and does nothing else");
        }
        let topic = query.get("TopicArn");
        let is_topic = topic.parse::<TopicArn>().is_ok();
        let subject = query.get("Subject");
        if !is_topic {
            return Err("TopicArn");
        }
        if subject.chars().count() > SUBJECT || subject.chars().any(char::is_control) {
            return Err("Subject");
        }
        let message = query.get("Message");
        if message.is_empty() || message.len() > MESSAGE {
            return Err("Message");
        }
        let texts: BTreeMap<String, String> = match query.get("MessageStructure") {
            "json" => serde_json::from_str(message).map_err(|_| "Message Structure")?,
            "" => [("default".to_owned(), message.to_owned())].into(),
            _ => return Err("MessageStructure"),
        };
        let text = texts.get("default").ok_or("Message Structure")?;
        let sms = texts.get("sms").unwrap_or(text);
        if sms.chars().count() > SMS {
            return Err("Message too long for an SMS");
        }
        Ok(Self {
            topic: topic.to_owned(),
            subject: subject.to_owned(),
            text: text.clone(),
            sms: sms.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOPIC: &str = "arn:aws:sns:eu-central-1:123456789012:docket-calls-night";

    fn read(more: &[(&str, &str)]) -> Result<Message, &'static str> {
        let given = [("Action", "Publish"), ("TopicArn", TOPIC), ("Message", "a")];
        let given = given.iter().chain(more);
        let given: Vec<(String, String)> = given
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Message::read(&Query(given.into_iter().collect()))
    }

    #[test]
    fn what_sns_refuses_is_refused() {
        let read_well = read(&[]).unwrap();
        assert_eq!(
            (read_well.text.as_str(), read_well.sms.as_str()),
            ("a", "a")
        );
        let json = r#"{"default": "a", "sms": "b"}"#;
        let read_json = read(&[("MessageStructure", "json"), ("Message", json)]).unwrap();
        assert_eq!(read_json.sms, "b");
        let long = "a".repeat(100);
        for wrong in [
            &[("TopicArn", "night")][..],
            &[("Subject", "a\nb")],
            &[("Subject", &long)],
            &[("Message", "")],
            &[("MessageStructure", "json")],
            &[("MessageStructure", "json"), ("Message", r#"{"sms": "a"}"#)],
            &[("Message", &"a".repeat(1_601))],
            &[("Action", "CreateTopic")],
        ] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}

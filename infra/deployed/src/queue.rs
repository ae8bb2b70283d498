//! What Lambda and EventBridge gave up, in the stack's queue `SetAside`.

use crate::error::of;
use crate::failed_event::{Content, FailedEvent};
use crate::parts::{Reader, mailer};
use crate::{Deployed, DeployedError};
use aws_sdk_sqs::types::{Message, MessageSystemAttributeName};
use docket_cloud::Invoker;
use docket_cloud::stream::again;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;

/// The time for which nobody else sees a message that was read, in seconds. All messages are read within it.
const HIDDEN_FOR: i32 = 30;
/// The most messages of one request.
const AT_ONCE: i32 = 10;
/// The most messages that are read. A queue with more is a flood, which is handled in several runs.
const MOST: usize = 1000;

/// An event in the queue.
#[derive(Debug, Clone)]
pub struct InQueue {
    /// The ID of its message.
    pub id: String,
    /// The name of the function that was to handle it.
    pub function: String,
    /// Why it was given up.
    pub why: String,
    /// When it was put into the queue.
    pub at: Timestamp,
    event: FailedEvent,
    receipt: String,
    /// The address of the queue.
    queue: String,
}

impl InQueue {
    fn read(queue: &str, message: &Message) -> Option<Self> {
        let event = FailedEvent::read(message);
        Some(Self {
            id: message.message_id()?.to_owned(),
            function: name_of(&event.function).to_owned(),
            why: event.why.clone(),
            at: event.at,
            event,
            receipt: message.receipt_handle()?.to_owned(),
            queue: queue.to_owned(),
        })
    }
}

/// Returns the name of a function in its ARN, which may end with a version.
fn name_of(arn: &str) -> &str {
    let name = arn.split_once(":function:").map_or(arn, |(_, name)| name);
    name.split(':').next().unwrap_or_default()
}

impl Deployed {
    /// Returns what is in the queue, the oldest first. For half a minute nobody else can read it.
    ///
    /// # Errors
    /// When the queue cannot be found or read.
    pub async fn set_aside(&self) -> Result<Vec<InQueue>, DeployedError> {
        let readers = self.readers().await?;
        let queue = readers.iter().find_map(|reader| reader.queue.clone());
        let queue = queue
            .ok_or_else(|| DeployedError::Missing("the stack has no queue SetAside".to_owned()))?;
        let sqs = aws_sdk_sqs::Client::new(&self.aws.others());
        let name = queue.rsplit(':').next().unwrap_or_default();
        let found = sqs.get_queue_url().queue_name(name).send().await;
        let found = found.map_err(of("sqs:GetQueueUrl"))?;
        let url = found.queue_url().unwrap_or_default();
        // A queue delivers a message twice now and then.
        let mut all = BTreeMap::new();
        while all.len() < MOST {
            let asked = sqs
                .receive_message()
                .queue_url(url)
                .max_number_of_messages(AT_ONCE)
                .visibility_timeout(HIDDEN_FOR)
                .message_attribute_names("All")
                .message_system_attribute_names(MessageSystemAttributeName::SentTimestamp);
            let received = asked.send().await.map_err(of("sqs:ReceiveMessage"))?;
            let before = all.len();
            for message in received
                .messages()
                .iter()
                .filter_map(|message| InQueue::read(url, message))
            {
                all.insert(message.id.clone(), message);
            }
            if all.len() == before {
                break;
            }
        }
        let mut all: Vec<InQueue> = all.into_values().collect();
        all.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        Ok(all)
    }

    /// Hands an event over again and removes it from the queue. Returns why that was not done, if so. Lambda calls the function
    /// later: what it cannot handle is set aside once more.
    ///
    /// # Errors
    /// When a service fails. The event may have been handed over, and stays; nobody gets a mail twice.
    pub async fn hand_over(&self, aside: &InQueue) -> Result<Option<String>, DeployedError> {
        let (function, events) = match &aside.event.content {
            Content::Event(event) => (aside.event.function.clone(), vec![event.clone()]),
            Content::Records(batch) => {
                let readers = self.readers().await?;
                let records = self.records(batch).await?;
                if records.is_empty() {
                    return Ok(Some(
                        "the stream has forgotten its records, as it does after a day".to_owned(),
                    ));
                }
                (
                    mailer(&readers)?.function.clone(),
                    records.iter().map(again).collect(),
                )
            }
            Content::Unknown => return Ok(Some(aside.why.clone())),
        };
        if let Err(why) = self.call(function, &events).await {
            return Ok(Some(why));
        }
        let sqs = aws_sdk_sqs::Client::new(&self.aws.others());
        let delete = sqs
            .delete_message()
            .queue_url(&aside.queue)
            .receipt_handle(&aside.receipt);
        delete.send().await.map_err(of("sqs:DeleteMessage"))?;
        Ok(None)
    }

    async fn call(&self, function: String, events: &[Value]) -> Result<(), String> {
        let function = Invoker::new(self.aws.lambda(), function);
        for event in events {
            function
                .hand_over(event)
                .await
                .map_err(|error| error.to_string())?;
        }
        Ok(())
    }
}

/// Returns the names of the functions that read the stream and do not.
pub(crate) fn stopped(readers: &[Reader]) -> impl Iterator<Item = (&str, &str)> {
    let stopped = readers.iter().filter(|reader| {
        !["Enabled", "Creating", "Enabling", "Updating"].contains(&reader.state.as_str())
    });
    stopped.map(|reader| (name_of(&reader.function), reader.state.as_str()))
}

//! Reads the records of the table's stream, as Lambda delivers them.

use docket_cloud::StoreError;
use docket_cloud::store::{
    CallAgain, Invitation, KeptDraft, PUT_BACK_AT, Ripe, SignInLink, Telling, call_again_of,
    event_of, follower_of, page_event_of, ripe_of, telling_of, test_call_of,
};
use docket_cloud::stream::{partition, sort_key};
use docket_domain::EmailAddress;
use docket_domain::incident::Follower;
use docket_domain::oncall::{PageEvent, PageId, TestCall};
use docket_domain::ticket::{Event, EventId};
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize)]
struct Record {
    #[serde(rename = "eventName")]
    name: String,
    dynamodb: Change,
}

#[derive(Debug, Deserialize)]
struct Change {
    #[serde(rename = "NewImage", default)]
    new: serde_dynamo::Item,
}

/// The content of a record.
#[derive(Debug)]
pub(crate) enum StreamRecord {
    /// A new event of a ticket.
    Event(Event),
    /// A notice to that person that is to be sent now.
    Ripe(EventId, EmailAddress, Ripe),
    /// A new event of a page.
    Page(PageEvent),
    /// Calls of a page that are made again now.
    CallAgain(CallAgain),
    /// A call that tries whether somebody can be reached.
    TestCall(TestCall),
    /// An update of an incident that is being told.
    Telling(Telling),
    /// Somebody who is to be asked whether they want to be told of an incident.
    Asked(Follower),
    /// A form that is kept until its sender confirms it.
    Draft(KeptDraft),
    /// Somebody who is to be told of their account.
    Invitation(Invitation),
    /// A sign-in link that was requested.
    SignInLink(SignInLink),
    /// Any other record. No mail follows from it.
    Nothing,
}

/// Reads a record. The filters in `template.yaml` pass only new events, kept forms, invitations and what is told of incidents here, and sign-in links and the events of pages to `relay`. Any
/// other record is read as [`StreamRecord::Nothing`].
pub(crate) fn read(record: &Value) -> Result<StreamRecord, StoreError> {
    let record = Record::deserialize(record)?;
    let item = record.dynamodb.new;
    // Everybody was told of it before it was lost.
    if item.contains_key(PUT_BACK_AT) {
        return Ok(StreamRecord::Nothing);
    }
    let kind = match item.get("sk") {
        Some(serde_dynamo::AttributeValue::S(sk)) => sk.as_str(),
        _ => return Ok(StreamRecord::Nothing),
    };
    match record.name.as_str() {
        "INSERT" if kind.starts_with("EVENT#") => event_of(item).map(StreamRecord::Event),
        "INSERT" if kind.starts_with("COURSE#") => page_event_of(item).map(StreamRecord::Page),
        "MODIFY" if is_of(&item, "CALL_AGAIN#") => call_again_of(item).map(StreamRecord::CallAgain),
        "INSERT" | "MODIFY" if kind.starts_with("TELLING#") => {
            telling_of(item).map(StreamRecord::Telling)
        }
        "INSERT" | "MODIFY" if is_of(&item, "FOLLOWER#") => {
            follower_of(item).map(StreamRecord::Asked)
        }
        "INSERT" if kind == "TEST_CALL" => test_call_of(item).map(StreamRecord::TestCall),
        "INSERT" if kind == "DRAFT" => Ok(StreamRecord::Draft(serde_dynamo::from_item(item)?)),
        "INSERT" if kind == "INVITATION" => {
            Ok(StreamRecord::Invitation(serde_dynamo::from_item(item)?))
        }
        // A link takes the place of one that has expired.
        "INSERT" | "MODIFY" if kind == "SIGN_IN_LINK" => {
            Ok(StreamRecord::SignInLink(serde_dynamo::from_item(item)?))
        }
        "MODIFY" => Ok(match ripe_of(&item) {
            Some((event, to, ripe)) => StreamRecord::Ripe(event, to, ripe),
            None => StreamRecord::Nothing,
        }),
        _ => Ok(StreamRecord::Nothing),
    }
}

/// Returns `true` if the partition of an item begins so.
fn is_of(item: &serde_dynamo::Item, partition: &str) -> bool {
    matches!(item.get("pk"), Some(serde_dynamo::AttributeValue::S(pk)) if pk.starts_with(partition))
}

/// Returns `true` for a record of a page's calls.
pub(crate) fn is_of_a_page(record: &Value) -> bool {
    let is_event = sort_key(record).is_some_and(|key| key.starts_with("COURSE#"));
    is_event || partition(record).is_some_and(|key| key.starts_with("CALL_AGAIN#"))
}

/// Returns the page and the number of the event of a record of calls that are made again, whatever else it holds.
pub(crate) fn unreadable_call_again(record: &Value) -> Option<(PageId, u64)> {
    let page = partition(record)?.strip_prefix("CALL_AGAIN#")?;
    Some((page.parse().ok()?, sort_key(record)?.parse().ok()?))
}

//! People and agents at a desk, through the API.

use serde_json::{Value, json};
use std::time::Duration;
use xtask_client::{
    AGENT, Ask, Connection, Ticket, ask_for_link, begin_session, link_token, opening,
};

/// The time that an answer may take which waits until all mails have been sent.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60 * 60);

/// Opens a ticket at that desk.
pub(crate) async fn open(
    client: &mut Connection,
    desk: &'static str,
    form: &Value,
) -> Result<Ticket, String> {
    let answer = client.send(opening(desk, form), 201).await?;
    Ticket::opened(desk, &answer)
}

/// Makes a bug report to spaceOS of about 1 KB, such as its form asks for; each person writes about 20 of 100,000.
pub(crate) fn bug_report(number: u64) -> Value {
    let person = number % 5_000;
    let priority = match number % 3 {
        0 => "high",
        1 => "medium",
        _ => "low",
    };
    json!({
        "topic": "bug",
        "requester": {
            "email": format!("person-{person}@customer-a.example.com"),
            "name": format!("Person {person}"),
        },
        "subject": format!("Meeting room bookings show the wrong floor ({number})"),
        "description": "Since the update of last Tuesday, the list of bookings shows the floor of the room that was booked \
            before, not of the one that is booked now. The calendar itself is right. It happens for every building that \
            has more than one floor, to people who change a booking, never to those who make a new one.",
        "priority": priority,
        "impact": "all-end-users",
        "fields": {
            "where": "browser",
            "symptoms": "The list says “2nd floor, Elbe”; the room Elbe is on the 4th floor. No error message is shown, and \
                the console has none either.",
            "steps_taken": "Signed out and in again, emptied the cache, tried Firefox 133 and Chrome 131: always the same.",
            "how_to_reproduce": "1. Book the room Spree, 2nd floor. 2. Change the booking to the room Elbe, 4th floor. \
                3. Open the list of bookings.",
        },
    })
}

/// Makes a suggestion to SmartPlayer.
pub(crate) fn suggestion(number: u64) -> Value {
    let description =
        "In the list of devices we would like to see the last picture that each screen has shown.";
    suggestion_of(number, description)
}

/// Makes a suggestion to SmartPlayer in those words.
pub(crate) fn suggestion_of(number: u64, description: &str) -> Value {
    json!({
        "topic": "suggest-a-feature",
        "requester": {
            "email": format!("person-{number}@customer-b.example.com"),
            "name": format!("Person {number}"),
        },
        "subject": format!("Show a screen's last picture ({number})"),
        "description": description,
        "language": "en",
    })
}

/// Makes the report of a fault to the demo desk.
pub(crate) fn fault(number: u64) -> Value {
    json!({
        "topic": "fault",
        "requester": { "email": format!("person-{number}@customer.example.com") },
        "subject": format!("The doors of building 4 do not open ({number})"),
        "description": "Since a quarter of an hour, no card opens a door. People stand outside.",
    })
}

/// Signs the desk's first agent in and returns the access token.
///
/// The link is in the mailbox, and to look there waits until all mails have been sent, and reads all of them.
pub(crate) async fn sign_in(client: &mut Connection, desk: &str) -> Result<String, String> {
    let email = format!("{AGENT}@{desk}.example.com");
    client.send(ask_for_link(desk, &email), 202).await?;
    let ask = Ask::get("/_local/mail").within(PATIENCE);
    let mails = client.send(ask, 200).await?.json()?;
    let token = newest_link(&mails, &email)
        .ok_or_else(|| format!("{email} got no mail with a link to sign in"))?;
    let session = client.send(begin_session(desk, token), 201).await?;
    session.text_at("/access_token")
}

/// Finds the token in the newest mail to that address that has one; the newest mail is the last.
fn newest_link<'m>(mails: &'m Value, email: &str) -> Option<&'m str> {
    let to = |mail: &&Value| mail.get("to").and_then(Value::as_str) == Some(email);
    let mails = mails.as_array()?.iter().rev().filter(to);
    let mut texts = mails.filter_map(|mail| mail.get("text")?.as_str());
    texts.find_map(link_token)
}

/// Waits until all that is due has happened and all mails have been sent.
pub(crate) async fn settle(client: &mut Connection) -> Result<(), String> {
    let ask = Ask::post("/_local/settle").within(PATIENCE);
    client.send(ask, 204).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_link_to_the_address_counts() {
        let mails = json!([
            { "to": "a@example.com", "text": "http://x/d/sign-in?token=old\n" },
            { "to": "a@example.com", "text": "Open\n\nhttp://x/d/sign-in?token=new.er\n\nand" },
            { "to": "a@example.com", "text": "A new ticket" },
            { "to": "b@example.com", "text": "http://x/d/sign-in?token=other" },
        ]);
        assert_eq!(newest_link(&mails, "a@example.com"), Some("new.er"));
        assert_eq!(newest_link(&mails, "c@example.com"), None);
    }

    #[test]
    fn a_bug_report_has_about_a_kilobyte() {
        let size = bug_report(12_345).to_string().len();
        assert!((900..1_400).contains(&size), "{size}");
    }
}

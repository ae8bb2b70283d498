//! What people and support do at a desk, through the API.

use super::client::{Ask, Client};
use serde_json::{Value, json};

/// A new ticket, as the API's answer names it.
#[derive(Clone)]
pub(crate) struct Ticket {
    id: String,
    desk: &'static str,
    key: String,
}

impl Ticket {
    /// To read it, as its requester.
    pub(crate) fn read(&self) -> Ask {
        Ask::get(self.api(""))
    }

    /// Its ID.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// To read its page, as its requester.
    pub(crate) fn page(&self) -> Ask {
        let Self { id, desk, key } = self;
        Ask::get(format!("/{desk}/tickets/{id}?key={key}"))
    }

    /// To say something on it, as its requester.
    pub(crate) fn comment(&self, text: &str) -> Ask {
        Ask::post(self.api("/comments"), &json!({ "body": text }))
    }

    /// To announce a file, as its requester.
    pub(crate) fn announce(&self, announcement: &Value) -> Ask {
        Ask::post(self.api("/attachments"), announcement)
    }

    /// To be led to the file with that ID, as its requester.
    pub(crate) fn download(&self, file: &str) -> Ask {
        Ask::get(self.api(&format!("/attachments/{file}")))
    }

    /// To give up the file with that ID, which is on its way, as its requester.
    pub(crate) fn cancel(&self, file: &str) -> Ask {
        Ask::delete(self.api(&format!("/attachments/{file}")))
    }

    /// What of it the API has under that path, for its requester.
    fn api(&self, rest: &str) -> String {
        let Self { id, desk, key } = self;
        format!("/api/desks/{desk}/tickets/{id}{rest}?key={key}")
    }

    /// To move it to that status, as support.
    pub(crate) fn change_to(&self, status: &str, token: &str) -> Ask {
        let Self { id, desk, .. } = self;
        let path = format!("/api/desks/{desk}/tickets/{id}/status");
        Ask::post(path, &json!({ "status": status })).bearer(token)
    }
}

/// Opens a ticket at that desk.
///
/// # Errors
/// When the desk refuses it.
pub(crate) async fn open(
    client: &mut Client,
    desk: &'static str,
    form: &Value,
) -> Result<Ticket, String> {
    send(client, desk, opening(desk, form)).await
}

/// To open a ticket at that desk.
pub(crate) fn opening(desk: &str, form: &Value) -> Ask {
    Ask::post(format!("/api/desks/{desk}/tickets"), form)
}

/// Sends what opens a ticket at that desk.
///
/// # Errors
/// When the desk refuses it.
pub(crate) async fn send(
    client: &mut Client,
    desk: &'static str,
    opening: Ask,
) -> Result<Ticket, String> {
    let answer = client.json(opening, 201).await?;
    let text = |name: &str| {
        let value = answer.get(name).and_then(Value::as_str);
        value
            .map(str::to_owned)
            .ok_or_else(|| format!("a new ticket has no `{name}`"))
    };
    Ok(Ticket {
        id: text("id")?,
        desk,
        key: text("key")?,
    })
}

/// A bug report to spaceOS of about 1 KB, such as its form asks for; each person writes about 20 of 100,000.
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

/// A suggestion to SmartPlayer.
pub(crate) fn suggestion(number: u64) -> Value {
    let description =
        "In the list of devices we would like to see the last picture that each screen has shown.";
    suggestion_of(number, description)
}

/// A suggestion to SmartPlayer in those words.
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

/// Signs the desk's first agent in and returns the access token.
///
/// The link is in the mailbox, and to look there waits until all mails have been sent, and reads all of them.
///
/// # Errors
/// When the desk refuses, or no mail with a link comes.
pub(crate) async fn sign_in(client: &mut Client, desk: &str) -> Result<String, String> {
    let email = format!("agent-1@{desk}.example.com");
    let ask = Ask::post(
        format!("/api/desks/{desk}/sign-in"),
        &json!({ "email": email }),
    );
    client.send(ask, 202).await?;
    let mails = client
        .json(Ask::get("/_local/mail").patiently(), 200)
        .await?;
    let token = newest_link(&mails, &email)
        .ok_or_else(|| format!("{email} got no mail with a link to sign in"))?;
    let ask = Ask::post(
        format!("/api/desks/{desk}/session"),
        &json!({ "token": token }),
    );
    let session = client.json(ask, 201).await?;
    let token = session.get("access_token").and_then(Value::as_str);
    token
        .map(str::to_owned)
        .ok_or_else(|| "a session has no `access_token`".to_owned())
}

/// The token in the newest mail to that address that has one; the newest mail is the last.
fn newest_link<'m>(mails: &'m Value, email: &str) -> Option<&'m str> {
    let to = |mail: &&Value| mail.get("to").and_then(Value::as_str) == Some(email);
    let mails = mails.as_array()?.iter().rev().filter(to);
    mails
        .filter_map(|mail| mail.get("text")?.as_str())
        .find_map(|text| {
            let (_, rest) = text.split_once("/sign-in?token=")?;
            rest.split_whitespace().next()
        })
}

/// Waits until all that is due has happened and all mails have been sent.
///
/// # Errors
/// When that takes too long.
pub(crate) async fn settle(client: &mut Client) -> Result<(), String> {
    let ask = Ask::post("/_local/settle", &Value::Null).patiently();
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

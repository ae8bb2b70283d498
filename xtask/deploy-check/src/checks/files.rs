//! Files go up to the bucket and come down from it.

use super::opening::Mails;
use super::refusals::is_problem;
use crate::bucket::Bucket;
use crate::mailbox::Mailbox;
use crate::requests;
use crate::site::Site;
use crate::stack::Stack;
use crate::uploads::{self, Stored, announce, at, awaited, text_at};
use crate::wait::eventually;
use bytes::Bytes;
use serde_json::{Value, json};
use std::time::Duration;
use xtask_client::{Ask, Ticket};
use xtask_kit::Function;

const DESK: &str = "spotme";
/// How often it is looked whether all that has arrived was looked at, and how long in between.
const ATTEMPTS: usize = 60;
const PAUSE: Duration = Duration::from_millis(250);

/// Opens a ticket for files, and notes the mail about it.
pub(crate) async fn ticket(site: &Site, email: &str, mails: &mut Mails) -> Result<Ticket, String> {
    let request = requests::request(DESK, "access", email);
    let ticket = site.open(DESK, &request).await?;
    mails.insert(email.to_owned(), 1);
    Ok(ticket)
}

/// Without TLS, the bucket's policy lets nobody in; as the emulator does not speak it, it lets everybody in from here on.
pub(crate) async fn by_tls_alone(
    site: &Site,
    bucket: &Bucket<'_>,
    mails: &mut Mails,
) -> Result<(), String> {
    let ticket = ticket(site, "plain@customer.example.com", mails).await?;
    let image = uploads::image("First I did this plainly.png");
    let announced = announce(site, &ticket, &image, 201).await?;
    let signed = at(&announced, "/upload")?;
    let refused = bucket.send(signed, &image.bytes).await?.expect(403)?;
    if !refused.text().contains("explicit deny") {
        return Err(refused.unlike("the bucket's policy to refuse it"));
    }
    bucket.let_plain_in().await?;
    bucket.send(signed, &image.bytes).await?.expect(200)?;
    let id = text_at(&announced, "/id")?;
    awaited(site, &ticket, id, "/state", "stored")
        .await
        .map(drop)
}

/// An image goes up as it was announced and not otherwise, once; the event that tells of it may come twice. It comes down as it was.
pub(crate) async fn as_announced(
    stack: &Stack,
    site: &Site,
    bucket: &Bucket<'_>,
    mails: &mut Mails,
) -> Result<Stored, String> {
    bucket.is_distrusted().await?;
    let ticket = ticket(site, "files@customer.example.com", mails).await?;
    let image = uploads::image("First I did this.png");
    let announced = announce(site, &ticket, &image, 201).await?;
    let again = announce(site, &ticket, &image, 200).await?;
    let id = text_at(&announced, "/id")?.to_owned();
    if text_at(&again, "/id")? != id {
        return Err(format!("expected the file {id} again; got {again}"));
    }
    let signed = at(&announced, "/upload")?;
    // Without the rule nobody is told, and the file stays where it has arrived.
    let arrived = format!("{}Arrived", Function::StoreAttachment.name());
    let rule = json!({ "Name": stack.physical(&arrived)? });
    stack.aws.events("DisableRule", &rule).await?;
    let longer: Bytes = [&image.bytes[..], b"x"].concat().into();
    let mut other = image.bytes.to_vec();
    other.reverse();
    bucket.send(signed, &longer).await?.expect(403)?;
    bucket.send(signed, &other.into()).await?.expect(400)?;
    bucket.send(signed, &image.bytes).await?.expect(200)?;
    bucket.send(signed, &image.bytes).await?.expect(412)?;
    stack.aws.events("EnableRule", &rule).await?;
    is_problem(site.send(ticket.download(&id)).await?, 409)?;
    for _ in 0..2 {
        let event = arrival(bucket, &format!("incoming/{}/{id}", ticket.id));
        stack.invoke(Function::StoreAttachment, &event).await?;
    }
    let found = uploads::shown(site, &ticket, &id).await?;
    if text_at(&found, "/state")? != "stored" {
        return Err(format!("expected a file that is stored; got {found}"));
    }
    let stored = Stored {
        ticket,
        id,
        bytes: image.bytes,
    };
    comes_down(site, bucket, &stored).await?;
    Ok(stored)
}

/// What S3 says of an upload.
fn arrival(bucket: &Bucket<'_>, key: &str) -> Value {
    json!({
        "version": "0",
        "source": "aws.s3",
        "detail-type": "Object Created",
        "detail": { "version": "0", "bucket": { "name": bucket.name }, "object": { "key": key }, "reason": "PutObject" },
    })
}

/// The file comes down as it went up: to be saved, or to be shown where that is asked for.
pub(crate) async fn comes_down(
    site: &Site,
    bucket: &Bucket<'_>,
    stored: &Stored,
) -> Result<(), String> {
    let Stored { ticket, id, bytes } = stored;
    let saved = ticket.file(id, "");
    let shown = format!("{saved}&show=inline");
    for (path, wanted) in [(saved, "attachment"), (shown, "inline")] {
        let answer = site.send(Ask::get(path)).await?.expect(302)?;
        let file = bucket.download(answer.header("location")).await?;
        let file = file.expect(200)?;
        if file.body != *bytes {
            let length = file.body.len();
            return Err(format!(
                "expected the {} bytes of the file; got {length}",
                bytes.len()
            ));
        }
        let disposition = file.header("content-disposition");
        if !disposition.starts_with(wanted) || !disposition.contains("filename=") {
            return Err(format!(
                "expected `{wanted}` with a name; got `{disposition}`"
            ));
        }
    }
    let path = format!(
        "/api/desks/{}/tickets/{}/attachments/{id}",
        ticket.desk, ticket.id
    );
    is_problem(site.send(Ask::get(path)).await?, 401)
}

/// A file that is longer than a part goes up in parts, in any order; announced again, it goes on where it was.
pub(crate) async fn in_parts(
    site: &Site,
    bucket: &Bucket<'_>,
    mails: &mut Mails,
) -> Result<Stored, String> {
    let ticket = ticket(site, "parts@customer.example.com", mails).await?;
    let desk = site.send(Ask::get(format!("/api/desks/{DESK}"))).await?;
    let desk = desk.expect(200)?.json()?;
    let part = at(&desk, "/attachments/part_bytes")?.as_u64();
    let part = part.and_then(|part| usize::try_from(part).ok());
    let part = part.ok_or("the length of a part is no number")?;
    let image = uploads::large_image("large.png", part);
    let announced = announce(site, &ticket, &image, 201).await?;
    let id = text_at(&announced, "/id")?.to_owned();
    let parts = image.parts();
    let [first, second] = parts.as_slice() else {
        return Err(format!("expected two parts; got {}", parts.len()));
    };
    let signed = at(&announced, "/upload/parts/1")?;
    bucket.send(signed, second).await?.expect(200)?;
    let complete = ticket.file(&id, "/complete");
    is_problem(site.send(Ask::post(complete.as_str())).await?, 409)?;
    let again = announce(site, &ticket, &image, 200).await?;
    if again.pointer("/upload/parts/1").is_some() {
        return Err(format!("expected one part that is missing; got {again}"));
    }
    let signed = at(&again, "/upload/parts/0")?;
    bucket.send(signed, second).await?.expect(403)?;
    bucket.send(signed, first).await?.expect(200)?;
    site.send(Ask::post(complete)).await?.expect(200)?;
    awaited(site, &ticket, &id, "/state", "stored").await?;
    let stored = Stored {
        ticket,
        id,
        bytes: image.bytes,
    };
    comes_down(site, bucket, &stored).await?;
    Ok(stored)
}

/// A page that is said to be an image is set aside, and its sender is told.
pub(crate) async fn pretended(
    site: &Site,
    bucket: &Bucket<'_>,
    mailbox: &Mailbox<'_>,
    mails: &mut Mails,
) -> Result<(), String> {
    let email = "pretends@customer.example.com";
    let ticket = ticket(site, email, mails).await?;
    let page = b"<!doctype html><html><body><script>alert(1)</script></body></html>";
    let page = uploads::claimed_image("page.png", page);
    let found = uploads::put(site, bucket, &ticket, &page, "quarantined").await?;
    told(mailbox, mails, email, "page.png").await?;
    if text_at(&found, "/reason")? != "type" || found.get("url").is_some() {
        return Err(format!("expected a file that is set aside; got {found}"));
    }
    let id = text_at(&found, "/id")?;
    is_problem(site.send(ticket.download(id)).await?, 409)?;
    let key = format!("quarantine/{}/{id}", ticket.id);
    bucket.object(&key).await?.expect(200).map(drop)
}

/// That person has got one mail more than before, which names that file.
pub(crate) async fn told(
    mailbox: &Mailbox<'_>,
    mails: &mut Mails,
    email: &str,
    file: &str,
) -> Result<(), String> {
    let count = mails.entry(email.to_owned()).or_default();
    *count += 1;
    let mail = mailbox.newest(email, *count).await?;
    if mail.text.contains(file) {
        return Ok(());
    }
    Err(format!("expected a mail about {file}; got\n{}", mail.text))
}

/// An upload that is cancelled is gone, and what comes after all reaches no ticket.
pub(crate) async fn cancelled(
    site: &Site,
    bucket: &Bucket<'_>,
    mails: &mut Mails,
) -> Result<(), String> {
    let ticket = ticket(site, "cancels@customer.example.com", mails).await?;
    let image = uploads::image("not this one.png");
    let announced = announce(site, &ticket, &image, 201).await?;
    let id = text_at(&announced, "/id")?;
    let cancel = || site.send(ticket.cancel(id));
    cancel().await?.expect(204)?;
    is_problem(cancel().await?, 404)?;
    let signed = at(&announced, "/upload")?;
    bucket.send(signed, &image.bytes).await?.expect(200)?;
    match uploads::shown(site, &ticket, id).await? {
        Value::Null => Ok(()),
        found => Err(format!("expected no file; got {found}")),
    }
}

/// Nothing stays where files arrive.
pub(crate) async fn all_looked_at(bucket: &Bucket<'_>) -> Result<(), String> {
    let look = async || match bucket.keys("incoming").await?.as_slice() {
        [] => Ok(()),
        left => Err(format!(
            "expected nothing in `incoming/`; got {}",
            left.join(", ")
        )),
    };
    eventually(ATTEMPTS, PAUSE, look).await
}

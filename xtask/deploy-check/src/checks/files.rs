//! Files go up to the bucket and come down from it.

use super::refusals::is_problem;
use crate::aws::EVENTS;
use crate::bucket::Bucket;
use crate::check::Check;
use crate::uploads::{self, Stored, announce, at, awaited, text_at};
use crate::wait::eventually;
use bytes::Bytes;
use serde_json::{Value, json};
use std::time::Duration;
use xtask_client::{Ask, Ticket, object_created};
use xtask_kit::Function;

pub(super) const DESK: &str = "spotme";
/// The attempts to find that all arrivals were looked at, and the pause in between.
const ATTEMPTS: usize = 60;
const PAUSE: Duration = Duration::from_millis(250);

/// Opens a ticket for files, and notes the mail about it.
pub(crate) async fn ticket(check: &mut Check, email: &str) -> Result<Ticket, String> {
    check.open(DESK, "access", email).await
}

/// Without TLS, the bucket's policy lets nobody in; as the emulator does not speak it, it lets everybody in from here on.
pub(crate) async fn by_tls_alone(check: &mut Check) -> Result<(), String> {
    let ticket = ticket(check, "plain@customer.example.com").await?;
    let image = uploads::image("First I did this plainly.png");
    let announced = announce(&check.site, &ticket, &image, 201).await?;
    let signed = at(&announced, "/upload")?;
    let refused = check.bucket.send(signed, &image.bytes).await?.expect(403)?;
    if !refused.text().contains("explicit deny") {
        return Err(refused.unlike("the bucket's policy to refuse it"));
    }
    check.bucket.let_plain_in().await?;
    check.bucket.send(signed, &image.bytes).await?.expect(200)?;
    let id = text_at(&announced, "/id")?;
    awaited(&check.site, &ticket, id, "/state", "stored")
        .await
        .map(drop)
}

/// An image goes up as it was announced and not otherwise, once; the event that tells of it may come twice. It comes down as it was.
pub(crate) async fn as_announced(check: &mut Check) -> Result<Stored, String> {
    check.bucket.is_distrusted().await?;
    let ticket = ticket(check, "files@customer.example.com").await?;
    let image = uploads::image("First I did this.png");
    let announced = announce(&check.site, &ticket, &image, 201).await?;
    let again = announce(&check.site, &ticket, &image, 200).await?;
    let id = text_at(&announced, "/id")?.to_owned();
    if text_at(&again, "/id")? != id {
        return Err(format!("expected the file {id} again; got {again}"));
    }
    let signed = at(&announced, "/upload")?;
    // Without the rule nobody is told, and the file stays where it has arrived.
    let arrived = format!("{}Arrived", Function::StoreAttachment.name());
    let rule = json!({ "Name": check.stack.physical(&arrived)? });
    check.stack.aws.call(EVENTS, "DisableRule", &rule).await?;
    let longer: Bytes = [&image.bytes[..], b"x"].concat().into();
    let mut other = image.bytes.to_vec();
    other.reverse();
    check.bucket.send(signed, &longer).await?.expect(403)?;
    let refused = check.bucket.send(signed, &other.into()).await?;
    refused.expect(400)?;
    check.bucket.send(signed, &image.bytes).await?.expect(200)?;
    check.bucket.send(signed, &image.bytes).await?.expect(412)?;
    check.stack.aws.call(EVENTS, "EnableRule", &rule).await?;
    is_problem(check.site.send(ticket.download(&id)).await?, 409)?;
    let key = format!("incoming/{}/{id}", ticket.id);
    let arrived = object_created(&check.bucket.name, &key);
    for _ in 0..2 {
        let stack = &check.stack;
        stack.invoke(Function::StoreAttachment, &arrived).await?;
    }
    let found = uploads::shown(&check.site, &ticket, &id).await?;
    if text_at(&found, "/state")? != "stored" {
        return Err(format!("expected a file that is stored; got {found}"));
    }
    let stored = Stored {
        ticket,
        id,
        bytes: image.bytes,
    };
    comes_down(check, &stored).await?;
    Ok(stored)
}

/// The file comes down as it went up: to be saved, or to be shown where that is asked for.
pub(crate) async fn comes_down(check: &Check, stored: &Stored) -> Result<(), String> {
    let Stored { ticket, id, bytes } = stored;
    let saved = ticket.file(id, "");
    let shown = format!("{saved}&show=inline");
    for (path, wanted) in [(saved, "attachment"), (shown, "inline")] {
        let answer = check.site.send(Ask::get(path)).await?.expect(302)?;
        let file = check.bucket.download(answer.header("location")).await?;
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
    is_problem(check.site.send(Ask::get(path)).await?, 401)
}

/// A file that is longer than a part goes up in parts, in any order; announced again, it goes on where it was.
pub(crate) async fn in_parts(check: &mut Check) -> Result<Stored, String> {
    let ticket = ticket(check, "parts@customer.example.com").await?;
    let desk = Ask::get(format!("/api/desks/{DESK}"));
    let desk = check.site.send(desk).await?.expect(200)?.json()?;
    let part = at(&desk, "/attachments/part_bytes")?.as_u64();
    let part = part.and_then(|part| usize::try_from(part).ok());
    let part = part.ok_or("the length of a part is no number")?;
    let image = uploads::large_image("large.png", part);
    let announced = announce(&check.site, &ticket, &image, 201).await?;
    let id = text_at(&announced, "/id")?.to_owned();
    let parts = image.parts();
    let [first, second] = parts.as_slice() else {
        return Err(format!("expected two parts; got {}", parts.len()));
    };
    let signed = at(&announced, "/upload/parts/1")?;
    check.bucket.send(signed, second).await?.expect(200)?;
    let complete = ticket.file(&id, "/complete");
    is_problem(check.site.send(Ask::post(complete.as_str())).await?, 409)?;
    let again = announce(&check.site, &ticket, &image, 200).await?;
    if again.pointer("/upload/parts/1").is_some() {
        return Err(format!("expected one part that is missing; got {again}"));
    }
    let signed = at(&again, "/upload/parts/0")?;
    check.bucket.send(signed, second).await?.expect(403)?;
    check.bucket.send(signed, first).await?.expect(200)?;
    check.site.send(Ask::post(complete)).await?.expect(200)?;
    awaited(&check.site, &ticket, &id, "/state", "stored").await?;
    let stored = Stored {
        ticket,
        id,
        bytes: image.bytes,
    };
    comes_down(check, &stored).await?;
    Ok(stored)
}

/// A page that is said to be an image is set aside, and its sender is told.
pub(crate) async fn pretended(check: &mut Check) -> Result<(), String> {
    let email = "pretends@customer.example.com";
    let ticket = check.open_confirmed(DESK, "access", email).await?;
    let page = b"<!doctype html><html><body><script>alert(1)</script></body></html>";
    let page = uploads::claimed_image("page.png", page);
    let found = uploads::put(&check.site, &check.bucket, &ticket, &page, "quarantined").await?;
    told(check, email, "page.png").await?;
    if text_at(&found, "/reason")? != "type" || found.get("url").is_some() {
        return Err(format!("expected a file that is set aside; got {found}"));
    }
    let id = text_at(&found, "/id")?;
    is_problem(check.site.send(ticket.download(id)).await?, 409)?;
    let key = format!("quarantine/{}/{id}", ticket.id);
    check.bucket.object(&key).await?.expect(200).map(drop)
}

/// Checks that a person has got one mail more than before, which names that file.
pub(crate) async fn told(check: &mut Check, email: &str, file: &str) -> Result<(), String> {
    let count = check.mails.entry(email.to_owned()).or_default();
    *count += 1;
    let mail = check.mailbox.newest(email, *count).await?;
    if mail.text.contains(file) {
        return Ok(());
    }
    Err(format!("expected a mail about {file}; got\n{}", mail.text))
}

/// An upload that is cancelled is gone, and what comes after all reaches no ticket.
pub(crate) async fn cancelled(check: &mut Check) -> Result<(), String> {
    let ticket = ticket(check, "cancels@customer.example.com").await?;
    let image = uploads::image("not this one.png");
    let announced = announce(&check.site, &ticket, &image, 201).await?;
    let id = text_at(&announced, "/id")?;
    let cancel = || check.site.send(ticket.cancel(id));
    cancel().await?.expect(204)?;
    is_problem(cancel().await?, 404)?;
    let signed = at(&announced, "/upload")?;
    check.bucket.send(signed, &image.bytes).await?.expect(200)?;
    match uploads::shown(&check.site, &ticket, id).await? {
        Value::Null => Ok(()),
        found => Err(format!("expected no file; got {found}")),
    }
}

/// Nothing stays where files arrive.
pub(crate) async fn all_looked_at(bucket: &Bucket) -> Result<(), String> {
    let look = async || match bucket.keys("incoming").await?.as_slice() {
        [] => Ok(()),
        left => Err(format!(
            "expected nothing in `incoming/`; got {}",
            left.join(", ")
        )),
    };
    eventually(ATTEMPTS, PAUSE, look).await
}

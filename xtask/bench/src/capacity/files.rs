//! The operations about a file, from its announcement on.

use super::found::{Operation, operation};
use super::took::{Took, asked, took};
use crate::attach::{Announced, BUCKET, announce, picture, video};
use crate::desk;
use crate::sweep::DESK;
use serde_json::json;
use xtask_client::{Ask, Connection, File, Ticket, event};

/// More bytes than go in one piece; so many are three parts.
const IN_PARTS: usize = 20_000_000;

/// Measures a file on a new ticket; the files carry that number.
pub(crate) async fn measure(
    client: &mut Connection,
    number: u64,
) -> Result<Vec<Operation>, String> {
    let ticket = desk::open(client, DESK, &desk::suggestion(number)).await?;
    let picture = picture(number);
    let (announce, whole) = announced(client, &ticket, &picture).await?;
    let id = whole.id.clone();
    let send = async |client: &mut Connection| whole.send(client, &picture).await;
    let (stored, ()) = took(client, send).await?;
    let key = format!("files/{}/{id}", ticket.id);
    let verdict = json!({ "bucket": BUCKET, "key": key, "result": "clean" });
    let report = event("docket.scanner", "File Scanned", &verdict);
    let scanned = asked(client, Ask::post("/_local/events").json(&report), 204).await?;
    let downloaded = asked(client, ticket.download(&id), 302).await?;
    let (announce_parts, in_parts) = announced(client, &ticket, &video(IN_PARTS)).await?;
    let cancelled = asked(client, ticket.cancel(&in_parts.id), 204).await?;
    Ok(vec![
        operation("announce", "Announce a file", announce.answer),
        operation(
            "announce_parts",
            "Announce a file of three parts",
            announce_parts.answer,
        ),
        operation(
            "store",
            "Put a file that has arrived on its ticket",
            stored.store,
        ),
        // To find out that nobody is to be told of that.
        operation("attached", "", stored.notify),
        operation("scan", "Note what a scanner says of a file", scanned.store),
        operation("download", "Lead to a file", downloaded.answer),
        operation("cancel", "Give up a file of three parts", cancelled.answer),
    ])
}

async fn announced(
    client: &mut Connection,
    ticket: &Ticket,
    file: &File,
) -> Result<(Took, Announced), String> {
    took(client, async |client: &mut Connection| {
        announce(client, ticket, file).await
    })
    .await
}

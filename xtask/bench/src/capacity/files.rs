//! What a file takes of the table's capacity, from its announcement on.

use super::taken::Taken;
use super::took::took;
use crate::attach::{Announced, BUCKET, announce, picture, video};
use crate::desk;
use crate::sweep::DESK;
use serde_json::json;
use xtask_client::{Ask, Connection, File, Ticket};

/// More bytes than go in one piece; so many are three parts.
const IN_PARTS: usize = 20_000_000;

/// What a file takes on a ticket that has only been opened.
pub(crate) struct OfFile {
    /// To announce it, in one piece.
    pub(crate) announce: Taken,
    /// To announce it, in parts.
    pub(crate) announce_parts: Taken,
    /// To put it on its ticket once it has arrived.
    pub(crate) store: Taken,
    /// To find out that nobody is to be told of that.
    pub(crate) attached: Taken,
    /// To note that a scanner has found nothing in it.
    pub(crate) scan: Taken,
    /// To lead somebody to it.
    pub(crate) download: Taken,
    /// To give it up while it is on its way.
    pub(crate) cancel: Taken,
}

/// Measures it on a new ticket, with files that carry that number.
///
/// # Errors
/// As soon as something is not answered as it should be.
pub(crate) async fn measure(client: &mut Connection, number: u64) -> Result<OfFile, String> {
    let ticket = desk::open(client, DESK, &desk::suggestion(number)).await?;
    let picture = picture(number);
    let (announce, whole) = announced(client, &ticket, &picture).await?;
    let id = whole.id.clone();
    let (stored, ()) = took(client, async |client: &mut Connection| {
        whole.send(client, &picture).await
    })
    .await?;
    let report = json!({
        "source": "docket.scanner",
        "detail-type": "File Scanned",
        "detail": {
            "bucket": BUCKET,
            "key": format!("files/{}/{id}", ticket.id),
            "result": "clean",
        },
    });
    let (scanned, ()) = took(client, async |client: &mut Connection| {
        let ask = Ask::post("/_local/events").json(&report);
        client.send(ask, 204).await.map(drop)
    })
    .await?;
    let (downloaded, ()) = took(client, async |client: &mut Connection| {
        client.send(ticket.download(&id), 302).await.map(drop)
    })
    .await?;
    let (announce_parts, in_parts) = announced(client, &ticket, &video(IN_PARTS)).await?;
    let (cancelled, ()) = took(client, async |client: &mut Connection| {
        client
            .send(ticket.cancel(&in_parts.id), 204)
            .await
            .map(drop)
    })
    .await?;
    Ok(OfFile {
        announce,
        announce_parts,
        store: stored.store,
        attached: stored.notify,
        scan: scanned.store,
        download: downloaded.answer,
        cancel: cancelled.answer,
    })
}

async fn announced(
    client: &mut Connection,
    ticket: &Ticket,
    file: &File,
) -> Result<(Taken, Announced), String> {
    let action = async |client: &mut Connection| announce(client, ticket, file).await;
    let (took, announced) = took(client, action).await?;
    Ok((took.answer, announced))
}

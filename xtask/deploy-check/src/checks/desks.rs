//! Desk files that change on a deployed stack, while tickets have what the files lose.

use super::{accounts, topics};
use crate::check::Check;
use serde_json::json;
use std::path::PathBuf;
use xtask_client::{Ask, Ticket};
use xtask_kit::{opened, root};

/// A small desk, which is changed here.
const DEMO: &str = include_str!("../../../../tests/data/demo.toml");

/// Puts the desk files of the repository into the table, as whoever deploys Docket does. Their doors are open: most of this check is about what
/// comes after them. [`super::accounts`] has a desk of its own with a closed one.
pub(crate) fn apply(check: &Check) -> Result<(), String> {
    let folder = folder(&[])?;
    check
        .stack
        .docket(&format!("desks apply {} --yes", folder.display()))
}

/// Puts three more desks beside those of the repository, and opens a ticket on each. Returns the one on the desk that is to stay,
/// in a status that is to go.
pub(crate) async fn with_tickets(check: &mut Check) -> Result<Ticket, String> {
    let ended = DEMO
        .replace("id = \"demo\"", "id = \"ended\"")
        .replace("\"DEMO\"", "\"ENDED\"");
    let members = DEMO
        .replace("id = \"demo\"", "id = \"members\"")
        .replace("\"DEMO\"", "\"MEMB\"")
        + accounts::SETTINGS;
    let folder = folder(&[("demo", DEMO), ("ended", &ended), ("members", &members)])?;
    check
        .stack
        .docket(&format!("desks apply {} --yes", folder.display()))?;
    check
        .open("ended", "question", "ended@customer.example.com")
        .await?;
    let email = "demo@customer.example.com";
    let ticket = check.open_confirmed("demo", "question", email).await?;
    let agent = check.site.sign_in("demo", &check.mailbox).await?;
    check
        .site
        .send(ticket.change_to("asked", &agent))
        .await?
        .expect(200)?;
    check.mails.insert(email.to_owned(), 2);
    Ok(ticket)
}

/// Applies files of which one lacks that status and takes the prefix of the other, which has no file any more.
pub(crate) fn change(check: &Check) -> Result<(), String> {
    let changed = DEMO
        .replace("\"asked\"", "\"waiting\"")
        .replace("\"DEMO\"", "\"ENDED\"");
    let folder = folder(&[("demo", &changed)])?;
    check
        .stack
        .docket(&format!("desks apply {} --yes --remove", folder.display()))
}

/// The ticket is where it was, the prefix works at once, and the desk without a file says that it has ended.
pub(crate) async fn break_no_ticket(check: &mut Check, ticket: &Ticket) -> Result<(), String> {
    let read = check.site.read(ticket).await?;
    let found = [
        read.text_at("/status/label")?,
        read.text_at("/status/phase")?,
    ];
    if found != ["We asked you", "waiting"] {
        return Err(read.unlike("the label and the phase of the status that is gone"));
    }
    let agent = check.site.sign_in("demo", &check.mailbox).await?;
    let queue = Ask::get("/api/desks/demo/tickets?phase=waiting").bearer(&agent);
    let queue = check.site.send(queue).await?.expect(200)?;
    if queue.text_at("/tickets/0/id")? != ticket.id {
        return Err(queue.unlike("the ticket in its place"));
    }
    let new = check
        .open("demo", "question", "prefix@customer.example.com")
        .await?;
    if !new.id.starts_with("ENDED-") || new.id == "ENDED-1" {
        return Err(format!("expected a number behind ENDED-1; got {}", new.id));
    }
    let ended = check
        .site
        .send(Ask::get("/api/desks/ended"))
        .await?
        .expect(410)?;
    match ended.json()?.pointer("/errors/0/field") == Some(&json!("desk")) {
        true => Ok(()),
        false => Err(ended.unlike("the field `desk`")),
    }
}

/// Makes a folder of the repository's desk files and these.
fn folder(more: &[(&str, &str)]) -> Result<PathBuf, String> {
    let folder = root().join("target/deploy-check/desks");
    let write = || {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        for file in std::fs::read_dir(root().join("desks"))? {
            let file = file?;
            let text = opened(&std::fs::read_to_string(file.path())?);
            let text = topics::called_by(&text);
            std::fs::write(folder.join(file.file_name()), text)?;
        }
        for (desk, text) in more {
            std::fs::write(folder.join(format!("{desk}.toml")), text)?;
        }
        Ok(())
    };
    let written: std::io::Result<()> = write();
    written.map_err(|error| format!("the desk files cannot be written: {error}"))?;
    Ok(folder)
}

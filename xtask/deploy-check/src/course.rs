//! The course of the check on a deployed stack, each step with the time that it took.

use crate::bucket::Bucket;
use crate::checks::{files, forms, keeping, odd, opening, pages, refusals, repeats};
use crate::checks::{opening::Mails, roles as own_roles, scans, silence, talking};
use crate::mailbox::Mailbox;
use crate::site::Site;
use crate::stack::Stack;
use crate::uploads::Stored;
use crate::{gateway, roles};
use std::time::Instant;
use xtask_kit::say;

/// Does something, and says how long it took.
pub(crate) async fn step<T>(
    what: &str,
    doing: impl Future<Output = Result<T, String>>,
) -> Result<T, String> {
    let start = Instant::now();
    let done = doing.await.map_err(|error| format!("{what}: {error}"))?;
    say(format!(
        "    {what}: {:.1} s",
        start.elapsed().as_secs_f64()
    ));
    Ok(done)
}

/// Runs the whole course on that stack, and deletes the stack at its end.
pub(crate) async fn run(stack: &Stack) -> Result<(), String> {
    stack.apply_desks()?;
    let site = &Site::of(stack)?;
    let mailbox = &Mailbox::new(&stack.aws.address);
    let mut mails = Mails::new();

    say("==> what the emulator does not do by itself");
    step("the routes of the template", gateway::import(stack)).await?;
    step("the sender, who may send here", roles::let_mail_out(stack)).await?;

    say("==> the deployed stack, as its clients meet it");
    let what = "the front page, and each desk with its form";
    step(what, pages::front(site)).await?;
    // First of all the ticket that the sweep is to close, so that the rest is checked while the minute of its schedule passes.
    let what = "a requester and an agent, who signed in by mail, talk on a ticket";
    let talk = talking::both_ways(site, mailbox, &mut mails);
    let silent = step(what, talk).await?;
    let what = "their mails have come, and the ticket is made to be silent since long ago";
    step(what, async {
        mailbox.exactly(&mails).await?;
        silence::since_long_ago(stack, &silent).await
    })
    .await?;
    let what = "tickets on each desk, by JSON and by form";
    let tickets = step(what, opening::on_each_desk(site, &mut mails)).await?;
    let what = "a ticket with somebody copied";
    step(what, opening::with_a_copy(site, &mut mails)).await?;
    let what = "a requester closes their own ticket";
    step(what, talking::own_move(site)).await?;
    let stored = with_files(stack, site, mailbox, &mut mails).await?;
    let what = "a repeated request opens one ticket";
    step(what, repeats::of_a_client(site, &mut mails)).await?;
    let what = "bad requests are told what is wrong";
    step(what, refusals::are_told(site)).await?;
    let what = "events of another kind are refused";
    step(what, odd::are_refused(stack, site)).await?;
    let what = "a form on another site may be sent";
    step(what, pages::preflight(site)).await?;
    let what = "a function with another one's permissions is refused";
    step(what, own_roles::hold(stack, site)).await?;
    let what = "the scheduler's sweep closes the silent ticket";
    step(what, silence::ends(site, &silent, &mut mails)).await?;
    let what = "everybody has got each mail once";
    step(what, mailbox.exactly(&mails)).await?;
    let what = "the log has what happened, and nothing personal";
    step(what, odd::are_logged(stack)).await?;
    let what = "the stream's records, handed over again, send nothing";
    step(what, repeats::of_the_stream(stack, mailbox, &mut mails)).await?;
    let what = "an update keeps all tickets and files, and the stack goes on";
    let update = keeping::through_an_update(stack, site, &tickets, &stored, &mut mails);
    step(what, update).await?;
    let what = "nobody has got a mail again";
    step(what, mailbox.exactly(&mails)).await?;
    let what =
        "without the stack, its table is there with all tickets, and its bucket with all files";
    step(what, keeping::through_the_end(stack, &tickets, &stored)).await
}

/// The part of it that is about files. Returns those that are on tickets.
async fn with_files(
    stack: &Stack,
    site: &Site,
    mailbox: &Mailbox<'_>,
    mails: &mut Mails,
) -> Result<Vec<Stored>, String> {
    let bucket = &Bucket::of(stack).await?;
    let what = "the bucket lets nobody in without TLS, but here it has to";
    step(what, files::by_tls_alone(site, bucket, mails)).await?;
    let what = "a file goes up as it was announced and not otherwise, once, and comes down";
    let small = step(what, files::as_announced(stack, site, bucket, mails)).await?;
    let what = "a long file goes up in parts, and goes on where it was broken off";
    let large = step(what, files::in_parts(site, bucket, mails)).await?;
    let what = "a page that is said to be an image is set aside";
    step(what, files::pretended(site, bucket, mailbox, mails)).await?;
    let what = "a file goes up by a form, without JavaScript";
    step(what, forms::send_files(site, bucket, mails)).await?;
    let what = "an upload is cancelled";
    step(what, files::cancelled(site, bucket, mails)).await?;
    let what = "a scanner finds nothing in a file";
    let found = scans::nothing_found(stack, site, bucket, &small);
    step(what, found).await?;
    let what = "what GuardDuty tags as harmful is closed by the bucket itself";
    step(what, scans::tags_close(site, bucket, &small)).await?;
    let what = "a scanner finds something in a file, and nobody gets it any more";
    let found = scans::something_found(stack, site, bucket, mailbox, mails);
    step(what, found).await?;
    let what = "a report that nobody understands is set aside";
    let report = scans::nonsense_is_set_aside(stack, bucket, &small);
    step(what, report).await?;
    let what = "all that arrived was looked at";
    step(what, files::all_looked_at(bucket)).await?;
    Ok(vec![small, large])
}

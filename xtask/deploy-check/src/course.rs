//! The course of the check on a deployed stack, each step with the time that it took.

use crate::check::Check;
use crate::checks::{
    accounts, assignment, desks, doctor, files, forms, incidents, keeping, late, notices, odd,
    oncall, opening, pages, poison, refusals, repeats,
};
use crate::checks::{
    roles as own_roles, scans, service_levels, silence, talking, timelines, trust, typed,
};
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
pub(crate) async fn run(check: &mut Check) -> Result<(), String> {
    desks::apply(check)?;

    say("==> what the emulator does not do by itself");
    step("the routes of the template", gateway::import(&check.stack)).await?;
    step(
        "the sender, who may send here",
        roles::let_mail_out(&check.stack),
    )
    .await?;

    say("==> the deployed stack, as its clients meet it");
    let what = "the front page, and each desk with its form";
    step(what, pages::front(&check.site)).await?;
    let what = "the API's document, and the page that shows it";
    step(what, pages::described(&check.site)).await?;
    // First of all the ticket that the sweep is to close, so that the rest is checked while the minute of its schedule passes.
    let what = "a requester and an agent, who signed in by mail, talk on a ticket";
    let silent = step(what, talking::both_ways(check)).await?;
    let what = "their mails have come, and the ticket is made to be silent since long ago";
    step(what, async {
        check.mailbox.exactly(&check.mails).await?;
        silence::since_long_ago(&check.stack, &silent).await
    })
    .await?;
    let what = "tickets on each desk, by JSON and by form";
    let tickets = step(what, opening::on_each_desk(check)).await?;
    let what = "a ticket with somebody copied";
    step(what, opening::with_a_copy(check)).await?;
    let what = "two desks more, with a ticket in a status that its desk is to lose";
    let asked = step(what, desks::with_tickets(check)).await?;
    let what = "people with accounts are let in, see their company's tickets, and share them";
    step(what, accounts::are_let_in(check)).await?;
    let what = "an agent takes a ticket, and corrects what it is about";
    let taken = step(what, assignment::is_taken(check)).await?;
    let what = "its requester is asked for a mark, and a lead sees it";
    step(what, assignment::is_rated(check, &taken)).await?;
    let what = "a requester is waited for since eleven days";
    let waited = step(what, late::is_waited_for(check)).await?;
    let what = "an agent offers a remote session";
    step(what, talking::remote_session(check)).await?;
    let what = "a mail comes back, its address is left alone, and an agent has it sent again";
    step(what, notices::come_back(check)).await?;
    let what = "what happens on a desk whose mails wait waits";
    step(what, notices::wait(check)).await?;
    let what = "a customer's service level counts, and its ticket is made to be old";
    let late = step(what, service_levels::run(check)).await?;
    let what = "a large-scale problem calls the first of the people on call";
    let page = step(what, oncall::are_called(check)).await?;
    let what = "an incident is declared, and everybody whom it affects is told once";
    let affected = step(what, incidents::are_told(check)).await?;
    let what = "a requester signs in, and has a list of their own tickets";
    step(what, talking::signed_in(check)).await?;
    let what = "a requester closes their own ticket";
    step(what, talking::own_move(&check.site)).await?;
    let what = "a long timeline comes in parts";
    step(what, timelines::come_in_parts(check)).await?;
    let what = "what people type is mended and kept";
    step(what, typed::is_kept(check)).await?;
    let what = "whoever opens a ticket in another's name reads no answer";
    step(what, trust::in_mailboxes_alone(check)).await?;
    let what = "a form that is kept is sent by the link in the mail";
    step(what, trust::kept_and_sent_by_mail(check)).await?;
    let what = "a limit is told, and when it ends";
    step(what, trust::limits_hold(check)).await?;
    let stored = with_files(check).await?;
    let what = "a repeated request opens one ticket";
    step(what, repeats::of_a_client(check)).await?;
    let what = "bad requests are told what is wrong";
    step(what, refusals::are_told(&check.site)).await?;
    let what = "events of another kind are refused";
    step(what, odd::are_refused(check)).await?;
    let what = "a form on another site may be sent";
    step(what, pages::preflight(&check.site)).await?;
    let what = "a record that cannot be handled is set aside, and holds up nobody";
    step(what, poison::is_set_aside(check)).await?;
    let what = "a function with another one's permissions is refused";
    step(what, own_roles::hold(check)).await?;
    let what = "the scheduler's sweep closes the silent ticket";
    step(what, silence::ends(check, &silent)).await?;
    let what = "the sweep records that the targets of the old ticket have passed";
    step(what, service_levels::are_missed(check, &late)).await?;
    let what = "the sweep has what waited sent, in one mail";
    step(what, notices::are_one_mail(check)).await?;
    let what = "the sweep calls the next of them, who acknowledge by the link in the mail";
    step(what, oncall::acknowledge(check, &page)).await?;
    let what = "the sweep has the requester reminded who is waited for";
    step(what, late::is_reminded(check)).await?;
    let what = "a reply long after the closing opens a ticket that follows";
    step(what, late::opens_another(check, &waited)).await?;
    let what = "a missed target calls those on call";
    step(what, late::calls_people(check)).await?;
    let what = "the sweep closes the tickets of the incident";
    step(what, incidents::close(check, &affected)).await?;
    let what = "the doctor names what is wrong with the stack";
    step(what, async { doctor::names_what_is_wrong(check) }).await?;
    let what = "everybody has got each mail once";
    step(what, check.mailbox.exactly(&check.mails)).await?;
    let what = "the log has what happened, and nothing personal";
    step(what, odd::are_logged(&check.stack)).await?;
    let what = "the stream's records, handed over again, send nothing";
    step(what, repeats::of_the_stream(check)).await?;
    let what = "a desk file loses the status, takes a prefix, and a desk loses its file";
    step(what, async { desks::change(check) }).await?;
    let what = "an update keeps all tickets and files, and the stack goes on";
    step(what, keeping::through_an_update(check, &tickets, &stored)).await?;
    let what = "the changed desk files have broken no ticket";
    step(what, desks::break_no_ticket(check, &asked)).await?;
    let what = "a ticket that was lost comes back from point-in-time recovery";
    let ticket = tickets.first().ok_or("no ticket was opened")?;
    step(what, keeping::through_recovery(check, ticket)).await?;
    let what = "nobody has got a mail again";
    step(what, check.mailbox.exactly(&check.mails)).await?;
    let what =
        "without the stack, its table is there with all tickets, and its bucket with all files";
    step(
        what,
        keeping::through_the_end(&check.stack, &tickets, &stored),
    )
    .await
}

/// The part of it that is about files. Returns those that are on tickets.
async fn with_files(check: &mut Check) -> Result<Vec<Stored>, String> {
    let what = "the bucket lets nobody in without TLS, but here it has to";
    step(what, files::by_tls_alone(check)).await?;
    let what = "a file goes up as it was announced and not otherwise, once, and comes down";
    let small = step(what, files::as_announced(check)).await?;
    let what = "a long file goes up in parts, and goes on where it was broken off";
    let large = step(what, files::in_parts(check)).await?;
    let what = "a page that is said to be an image is set aside";
    step(what, files::pretended(check)).await?;
    let what = "a file goes up by a form, without JavaScript";
    step(what, forms::send_files(check)).await?;
    let what = "an upload is cancelled";
    step(what, files::cancelled(check)).await?;
    let what = "a scanner finds nothing in a file";
    step(what, scans::nothing_found(check, &small)).await?;
    let what = "what GuardDuty tags as harmful is closed by the bucket itself";
    step(what, scans::tags_close(check, &small)).await?;
    let what = "a scanner finds something in a file, and nobody gets it any more";
    step(what, scans::something_found(check)).await?;
    let what = "a report that nobody understands is set aside";
    step(what, scans::nonsense_is_set_aside(check, &small)).await?;
    let what = "all that arrived was looked at";
    step(what, files::all_looked_at(&check.bucket)).await?;
    Ok(vec![small, large])
}

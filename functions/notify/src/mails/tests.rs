//! Every kind of mail in every language, as files that a review can read.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test -p docket-notify` writes the files in `snapshots/` again.

use super::templates::MailKind;
use super::{About, Addressee, Composer, Mail};
use docket_cloud::Settings;
use docket_cloud::store::{Invitation, KeptDraft, Keyring, SignInLink};
use docket_domain::desk::{Desk, Occasion};
use docket_domain::form::Draft;
use docket_domain::incident::{Incident, IncidentEvent};
use docket_domain::notice::{Notice, NoticeKind};
use docket_domain::oncall::{Page, PageEvent, TestCall};
use docket_domain::ticket::{Change, Event, Ticket};
use docket_domain::{EmailAddress, Language};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const DESK: &str = r#"
id = "example"
name = "Example"
ticket_prefix = "EX"
languages = ["en", "pt", "ru"]
time_zone = "UTC"

[hours]
monday = ["09:00-18:00"]

[[categories]]
id = "all"
label = { en = "All", pt = "Tudo", ru = "Всё" }

[[topics]]
id = "problem"
category = "all"
label = { en = "Problem", pt = "Problema", ru = "Проблема" }
resources = ["guide"]

[[resources]]
id = "guide"
label = { en = "Guide", pt = "Guia", ru = "Руководство" }
url = "https://help.example.com/guide"

[[statuses]]
id = "open"
label = { en = "Open", pt = "Aberta", ru = "Открыта" }
phase = "open"

[[statuses]]
id = "waiting"
label = { en = "Waiting for you", pt = "Aguardando você", ru = "Ждёт вас" }
help = { en = "We need your reply.", pt = "Precisamos da sua resposta.", ru = "Нам нужен ваш ответ." }
phase = "waiting"

[[statuses]]
id = "closed"
label = { en = "Closed", pt = "Encerrada", ru = "Закрыта" }
help = { en = "Not shown with a silence.", pt = "Not shown with a silence.", ru = "Not shown with a silence." }
phase = "done"

[[people]]
email = "bob@example.com"
name = "Bob"
role = "agent"

[workflow]
initial = "open"

[[moves]]
from = "any"
to = "closed"
by = ["requester", "agent"]

[[moves]]
from = "any"
to = "waiting"
by = ["agent"]

[[moves]]
from = "any"
to = "open"
by = ["agent"]

[rating]
scale = 5
ask_on = ["closed"]
"#;

/// The beginnings of message IDs, which a mail shows when the message is missing. `{` shows that a
/// value is missing.
const LEAKS: [&str; 5] = ["mail-", "quarantine-", "size-", "who-", "{"];

fn at() -> Timestamp {
    // A Sunday, on which the desk is closed.
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn settings() -> Settings {
    Settings {
        stack: "docket".to_owned(),
        function: "docket-notify".to_owned(),
        table: "docket".to_owned(),
        site: "https://support.example.com".to_owned(),
        sender: "support@example.com".parse().unwrap(),
        configuration_set: None,
        bucket: "files".to_owned(),
        uploads: "https://uploads.example.com".to_owned(),
        downloads: "https://downloads.example.com".to_owned(),
        client_address_header: None,
        front_page: true,
        allowed_networks: Vec::new(),
        send_lease: SignedDuration::from_secs(60),
    }
}

fn event(sequence: u64, actor: &Value, change: &Value) -> Event {
    serde_json::from_value(json!({
        "id": format!("01890a5d-ac96-774b-bcce-b302099a800{sequence}"),
        "ticket": "EX-7",
        "desk": "example",
        "sequence": sequence,
        "at": at(),
        "actor": actor,
        "change": change,
    }))
    .unwrap()
}

fn opening(language: &Language) -> Event {
    let requester = json!({ "email": "ann@example.com", "name": "Ann" });
    let mut actor = requester.clone();
    actor["role"] = "opener".into();
    let change = json!({
        "kind": "opened",
        "topic": "problem",
        "status": "open",
        "requester": requester,
        "subject": "The map is white",
        "description": "I open the map.\n\nIt stays <b>white</b>.",
        "cc": ["copied@example.com"],
        "language": language,
    });
    event(1, &actor, &change)
}

/// Returns notices of all kinds, each with the name of its snapshot, its event and its recipient.
fn notices(language: &Language) -> Vec<(&'static str, NoticeKind, Event, &'static str)> {
    let agent =
        json!({ "role": "agent", "email": "bob@example.com", "name": "Bob", "rank": "agent" });
    let other_agent =
        json!({ "role": "agent", "email": "eve@example.com", "name": "Eve", "rank": "agent" });
    let system = json!({ "role": "system" });
    let file = "01890a5d-ac96-774b-bcce-b302099a8057";
    let moved = json!({ "kind": "status_changed", "from": "open", "to": "waiting", "cause": "move", "comment": "Which version?" });
    let waits =
        json!({ "kind": "status_changed", "from": "open", "to": "waiting", "cause": "silence" });
    let closed =
        json!({ "kind": "status_changed", "from": "waiting", "to": "closed", "cause": "silence" });
    let comment =
        json!({ "kind": "commented", "body": "Which version?\n1.2 or 1.3?", "internal": false });
    let attached = json!({ "kind": "attached", "file": file, "name": "guide.pdf", "size": 1_572_864, "content_type": "application/pdf" });
    let refused = json!({ "kind": "attachment_refused", "file": file, "name": "page.png", "reason": { "kind": "type", "found": "text/html" }, "sender": "ann@example.com" });
    let infected = json!({ "kind": "attachment_infected", "file": file, "name": "map.zip", "sender": "ann@example.com" });
    let session = json!({ "kind": "remote_session_offered", "address": "https://meet.example.com/7", "ends_at": "2026-03-01T13:00:00Z" });
    let incident = "01890a5d-ac96-774b-bcce-b302099a8058";
    let paged = json!({ "kind": "paged", "page": file, "policy": "on-call" });
    let linked =
        json!({ "kind": "incident_linked", "incident": incident, "title": "All plans are blank" });
    let reminded = json!({ "kind": "requester_reminded", "closes_at": "2026-03-08T12:00:00Z" });
    let near = json!({ "kind": "service_level_reminded", "metric": "first_response", "target_at": "2026-03-01T13:00:00Z" });
    let passed = json!({ "kind": "service_level_breached", "metric": "resolution", "target_at": "2026-03-01T12:00:00Z" });
    let done = json!({ "kind": "status_changed", "from": "open", "to": "closed", "cause": "move" });
    let rated = json!({ "kind": "rated", "score": 4, "comment": "It took a day.", "given_at": "2026-03-01T12:00:00Z" });
    let given = json!({ "kind": "assigned", "to": { "email": "bob@example.com", "name": "Bob" }, "handed": "to_person", "introduces": true });
    let given_with_words = json!({ "kind": "assigned", "to": { "email": "bob@example.com", "name": "Bob" }, "handed": "to_person", "introduces": true, "comment": "Which version do you use?" });
    let given_to_another = json!({ "kind": "assigned", "to": { "email": "eve@example.com", "name": "Eve" }, "handed": "to_person" });
    let requester = json!({ "role": "requester", "email": "ann@example.com", "name": "Ann" });
    let confirmed = event(2, &requester, &json!({ "kind": "confirmed" }));
    let (ann, copied, bob) = ("ann@example.com", "copied@example.com", "bob@example.com");
    let manager = "manager@example.com";
    vec![
        (
            "project_manager",
            NoticeKind::ProjectManager,
            event(2, &system, &paged),
            manager,
        ),
        (
            "project_manager_incident",
            NoticeKind::ProjectManager,
            event(2, &agent, &linked),
            manager,
        ),
        (
            "acknowledgement",
            NoticeKind::Acknowledgement,
            opening(language),
            ann,
        ),
        ("copied", NoticeKind::Copied, confirmed, copied),
        (
            "comment",
            NoticeKind::Comment,
            event(2, &agent, &comment),
            ann,
        ),
        (
            "status_change",
            NoticeKind::StatusChange,
            event(2, &agent, &moved),
            ann,
        ),
        (
            "status_change_by_system",
            NoticeKind::StatusChange,
            event(2, &system, &waits),
            ann,
        ),
        (
            "closing_reminder",
            NoticeKind::ClosingReminder,
            event(2, &system, &reminded),
            ann,
        ),
        (
            "closed_by_silence",
            NoticeKind::ClosedBySilence,
            event(2, &system, &closed),
            ann,
        ),
        (
            "change",
            NoticeKind::Change,
            event(2, &agent, &attached),
            ann,
        ),
        (
            "file_refused",
            NoticeKind::FileRefused,
            event(2, &system, &refused),
            ann,
        ),
        (
            "file_infected",
            NoticeKind::FileInfected,
            event(2, &system, &infected),
            copied,
        ),
        (
            "remote_session",
            NoticeKind::RemoteSession,
            event(2, &agent, &session),
            ann,
        ),
        (
            "staff_opened",
            NoticeKind::ForStaff(Occasion::Opened),
            opening(language),
            bob,
        ),
        (
            "staff_commented",
            NoticeKind::ForStaff(Occasion::Commented),
            event(2, &requester, &comment),
            bob,
        ),
        (
            "staff_moved",
            NoticeKind::ForStaff(Occasion::Moved),
            event(2, &requester, &moved),
            bob,
        ),
        (
            "staff_entered",
            NoticeKind::ForStaff(Occasion::Entered),
            event(2, &other_agent, &moved),
            bob,
        ),
        (
            "staff_due_soon",
            NoticeKind::ForStaff(Occasion::DueSoon),
            event(2, &system, &near),
            bob,
        ),
        (
            "staff_breached",
            NoticeKind::ForStaff(Occasion::Breached),
            event(2, &system, &passed),
            bob,
        ),
        (
            "rating_request",
            NoticeKind::RatingRequest,
            event(2, &requester, &done),
            ann,
        ),
        (
            "staff_rated",
            NoticeKind::ForStaff(Occasion::Rated),
            event(2, &requester, &rated),
            bob,
        ),
        (
            "introduction",
            NoticeKind::Introduction,
            event(2, &other_agent, &given),
            ann,
        ),
        (
            "introduction_with_words",
            NoticeKind::Introduction,
            event(2, &other_agent, &given_with_words),
            ann,
        ),
        (
            "staff_assigned",
            NoticeKind::ForStaff(Occasion::Assigned),
            event(2, &other_agent, &given),
            bob,
        ),
        (
            "staff_assigned_told",
            NoticeKind::ForStaff(Occasion::Assigned),
            event(2, &agent, &given_to_another),
            bob,
        ),
        (
            "staff_moved_by_system",
            NoticeKind::ForStaff(Occasion::Moved),
            event(2, &system, &closed),
            bob,
        ),
    ]
}

/// Renders every kind of mail in every language, and calls the check with each and the name of its
/// snapshot.
fn for_each_mail(check: impl FnMut(&str, &Mail<'_>, &Composer<'_>)) {
    for_each_mail_of(Some(at()), check);
}

/// The same for a ticket whose requester proved their address then, or never did.
fn for_each_mail_of(
    confirmed_at: Option<Timestamp>,
    mut check: impl FnMut(&str, &Mail<'_>, &Composer<'_>),
) {
    let (settings, desk) = (settings(), Desk::parse(DESK).unwrap());
    let keys = Keyring::new("secret".to_owned(), Vec::new());
    let composer = Composer {
        settings: &settings,
        keys: &keys,
        desk: &desk,
        now: at(),
    };
    for code in Language::SUPPORTED {
        let language: Language = code.parse().unwrap();
        let ticket = Ticket {
            confirmed_at,
            ..Ticket::opened(&opening(&language)).unwrap()
        };
        for (name, kind, event, to) in notices(&language) {
            let to = to.parse().unwrap();
            let notice = Notice { to, kind };
            let opening = opening(&language);
            let earlier = match event.sequence {
                1 => Vec::new(),
                _ => vec![opening],
            };
            let mut ticket = ticket.clone();
            if let Change::StatusChanged { to, .. } = &event.change {
                ticket.status = to.clone();
            }
            let about = About {
                event: &event,
                ticket: &ticket,
                earlier: &earlier,
                is_confirmed: confirmed_at.is_some(),
            };
            let mail = composer.notice(&about, &notice, &language);
            check(&format!("{name}.{code}.txt"), &mail, &composer);
        }
        let told: Vec<(Event, Notice)> = notices(&language)
            .into_iter()
            .filter(|(name, ..)| ["comment", "change", "status_change"].contains(name))
            .enumerate()
            .map(|(place, (_, kind, event, to))| {
                let to = to.parse().unwrap();
                let sequence = place as u64 + 2;
                (Event { sequence, ..event }, Notice { to, kind })
            })
            .collect();
        let mail = composer.digest(&ticket, &told, &[], &language).unwrap();
        check(&format!("digest.{code}.txt"), &mail, &composer);
        let link = SignInLink {
            id: "01890a5d".to_owned(),
            desk: "example".parse().unwrap(),
            email: "bob@example.com".parse().unwrap(),
            language: language.clone(),
            expires_at: at().as_second() + 900,
            return_to: None,
        };
        let mail = composer.sign_in(&link, &language, false);
        check(&format!("sign_in.{code}.txt"), &mail, &composer);
        let mail = composer.sign_in(&link, &language, true);
        check(&format!("confirm_account.{code}.txt"), &mail, &composer);
        let invitation = Invitation {
            id: "01890a5d-0000-7000-8000-000000000000".to_owned(),
            desk: "example".parse().unwrap(),
            email: "bob@example.com".parse().unwrap(),
            language: language.clone(),
            expires_at: at().as_second() + 900,
        };
        let mail = composer.invitation(&invitation, &language);
        check(&format!("invitation.{code}.txt"), &mail, &composer);
        let page = json!({
            "id": "01890a5d-ac96-774b-bcce-b302099a8057", "desk": "example", "policy": "on-call", "ticket": "EX-7",
            "started_at": at(), "state": "open", "version": 3, "updated_at": at(),
        });
        let page: Page = serde_json::from_value(page).unwrap();
        let bob: EmailAddress = "bob@example.com".parse().unwrap();
        for (name, minutes) in [("page", 0), ("page_late", 30)] {
            let change = json!({
                "kind": "called", "step": { "kind": "level", "round": 0, "level": 0 }, "due_at": at() - SignedDuration::from_mins(minutes),
                "contacts": [{ "to": bob, "at": at() }], "next": null,
            });
            let called = json!({
                "page": page.id, "desk": "example", "sequence": 2, "at": at(), "actor": { "role": "system" }, "change": change,
            });
            let called: PageEvent = serde_json::from_value(called).unwrap();
            let opening = opening(&language);
            let mail = composer.page(&called, &page, &ticket, &opening, &bob, &language);
            check(&format!("{name}.{code}.txt"), &mail, &composer);
        }
        incident_mails(&composer, &language, &mut check);
        let kept = KeptDraft {
            id: "01890a5d-0000-7000-8000-000000000000".to_owned(),
            desk: "example".parse().unwrap(),
            email: "bob@example.com".parse().unwrap(),
            language: language.clone(),
            draft: Draft {
                subject: "Cheap pills".to_owned(),
                ..Draft::default()
            },
            expires_at: at().as_second() + 900,
        };
        let mail = composer.draft(&kept, &language);
        check(&format!("draft.{code}.txt"), &mail, &composer);
    }
}

/// The same for the mails about an incident, and for a call that tries whether somebody can be reached.
fn incident_mails(
    composer: &Composer<'_>,
    language: &Language,
    check: &mut impl FnMut(&str, &Mail<'_>, &Composer<'_>),
) {
    let agent =
        json!({ "role": "agent", "email": "bob@example.com", "name": "Bob", "rank": "agent" });
    let incident: Incident = serde_json::from_value(json!({
        "id": "01890a5d-ac96-774b-bcce-b302099a8058", "desk": "example", "title": "All plans are blank",
        "declared_at": at(), "version": 2, "updated_at": at(),
    }))
    .unwrap();
    let bob: EmailAddress = "bob@example.com".parse().unwrap();
    let ticket = "EX-7".parse().unwrap();
    let news = json!({ "kind": "updated", "body": "We print new ones.\nIt takes an hour." });
    let over = json!({ "kind": "closed", "body": "They are back.", "closes_tickets": true });
    for (name, change, to) in [
        (
            "incident_update",
            &news,
            Addressee::Requester("0a1b", &ticket),
        ),
        ("incident_followed", &news, Addressee::Follower("0a1b")),
        ("incident_of_customer", &news, Addressee::Manager("0a1b")),
        (
            "incident_closed",
            &over,
            Addressee::Requester("0a1b", &ticket),
        ),
    ] {
        let event: IncidentEvent = serde_json::from_value(json!({
            "incident": incident.id, "desk": "example", "sequence": 2, "at": at(), "actor": agent, "change": change,
        }))
        .unwrap();
        let mail = composer.incident_update(&incident, &event, (&bob, to), language);
        check(&format!("{name}.{language}.txt"), &mail, composer);
    }
    let test: TestCall = serde_json::from_value(json!({
        "id": incident.id, "desk": "example", "person": "bob@example.com", "at": at(), "contacts": [],
    }))
    .unwrap();
    let mail = composer.test_call(&test, language);
    check(&format!("test_call.{language}.txt"), &mail, composer);
    let mail = composer.incident_question(&incident, &bob, 1, language);
    check(
        &format!("incident_question.{language}.txt"),
        &mail,
        composer,
    );
}

#[test]
fn mails_read_as_their_snapshots() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    if update {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
    }
    let mut names = BTreeSet::new();
    for_each_mail(|name, mail, _| {
        let words = mail.words().unwrap();
        let mut files = vec![(
            name.to_owned(),
            format!("{}\n\n{}\n", words.subject, words.text),
        )];
        // The HTML differs between languages in its words alone.
        if let Some(name) = name.strip_suffix(".en.txt") {
            files.push((format!("{name}.html"), words.html));
        }
        for (name, rendered) in files {
            let path = folder.join(&name);
            if update {
                fs::write(&path, &rendered).unwrap();
            }
            let kept = fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(rendered, kept, "{name}: UPDATE_SNAPSHOTS=1 writes it anew");
            names.insert(name);
        }
    });
    let kept = fs::read_dir(&folder).unwrap();
    let kept: BTreeSet<String> = kept
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(kept, names, "a snapshot without its mail");
}

#[test]
fn a_stranger_s_words_are_in_no_mail_until_the_address_is_confirmed() {
    let words_of = |mail: &Mail<'_>, composer: &Composer<'_>| {
        let words = mail.words().unwrap();
        let mime = String::from_utf8(mail.to_mime(composer).unwrap()).unwrap();
        format!("{}{}{}{mime}", words.subject, words.text, words.html)
    };
    // Ann's name, her subject, her description.
    let strange = |text: &str| {
        ["Ann", "The map", "I open", "white"]
            .iter()
            .any(|words| text.contains(words))
    };
    let mut told = 0;
    for_each_mail_of(None, |name, mail, composer| {
        // No mail is sent about these before: `notices` of the domain leaves them out. The desk's people see strangers' words.
        if !["copied", "file", "staff", "page", "project"]
            .iter()
            .any(|kind| name.starts_with(kind))
        {
            told += 1;
            assert!(!strange(&words_of(mail, composer)), "{name}");
        }
    });
    assert_eq!(told, 22 * Language::SUPPORTED.len());
    for_each_mail(|name, mail, composer| {
        let is_known = strange(&words_of(mail, composer));
        let has_none = [
            "acknowledgement",
            "draft",
            "sign_in",
            "confirm_account",
            "invitation",
            "incident",
            "test",
        ]
        .iter()
        .any(|kind| name.starts_with(kind));
        assert_eq!(is_known, !has_none, "{name}");
    });
}

#[test]
fn every_mail_has_its_link_and_words_for_everything() {
    let mut kinds = BTreeSet::new();
    for_each_mail(|name, mail, _| {
        let (words, link) = (mail.words().unwrap(), &mail.view.link);
        assert!(
            link.starts_with("https://support.example.com/example/"),
            "{link}"
        );
        assert!(words.text.contains(link.as_str()), "{name}: {}", words.text);
        assert!(
            words.html.contains(&format!("href=\"{link}\"")),
            "{name}: {}",
            words.html
        );
        assert!(!words.subject.contains('\n'), "{name}: {}", words.subject);
        assert!(!words.text.contains("\n\n\n"), "{name}: {}", words.text);
        assert!(!words.html.contains("<b>"), "{name}: {}", words.html);
        let (head, body) = words.html.split_once("<style>").unwrap();
        let (_, body) = body.split_once("</style>").unwrap();
        let html = format!("{head}{body}")
            .replace(link.as_str(), "")
            .replace("font-size:", "");
        let text = words.text.replace(link.as_str(), "");
        for leak in LEAKS {
            for part in [&words.subject, &text, &html] {
                assert!(!part.contains(leak), "{name}: {leak} in {part}");
            }
        }
        kinds.insert(mail.kind);
    });
    // Each kind of mail has one folder.
    let folders = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates")).unwrap();
    let folders = folders.filter(|entry| entry.as_ref().unwrap().path().is_dir());
    assert_eq!(kinds.len(), folders.count());
}

#[test]
fn text_and_html_say_the_same() {
    for_each_mail(|name, mail, _| {
        let words = mail.words().unwrap();
        let (mut tags, mut html) = (false, String::new());
        for c in words.html.chars() {
            match c {
                '<' => tags = true,
                '>' => tags = false,
                c if !tags => html.push(c),
                _ => html.push(' '),
            }
        }
        let html = html.replace("&#60;", "<").replace("&#62;", ">");
        let html = html
            .replace("&#38;", "&")
            .replace("&#39;", "'")
            .replace("&#34;", "\"");
        let html = html.split_whitespace().collect::<Vec<_>>().join(" ");
        for line in words.text.lines() {
            // A quoted line starts with a mark. A helpful page stands as label and address.
            let line = line.trim_start_matches("> ").trim_start_matches("- ");
            let said = line.split(": https://").next().unwrap().trim();
            assert!(
                said == "--" || said == ">" || html.contains(said),
                "{name}: {said} in {html}"
            );
        }
    });
}

#[test]
fn only_the_acknowledgement_tells_of_hours_and_helpful_pages() {
    for_each_mail(|name, mail, _| {
        let text = mail.words().unwrap().text;
        let acknowledges = mail.kind == MailKind::Acknowledgement;
        let closed = mail.view.say("mail-acknowledgement-closed");
        assert_eq!(text.contains("help.example.com"), acknowledges, "{name}");
        assert_eq!(text.contains(&closed), acknowledges, "{name}");
    });
}

#[test]
fn headers_show_what_was_typed() {
    let typed = "=?utf-8?q?x?=, \"quoted\" <b@example.com>";
    for_each_mail(|name, mail, composer| {
        let mut envelope = mail.envelope.clone();
        envelope.name = Some(typed);
        let mut mail = Mail {
            envelope,
            kind: mail.kind,
            view: composer.view(mail.view.language, String::new()),
        };
        for value in ["id", "subject", "desk", "title"] {
            mail.view.set(value, typed);
        }
        let mime = mail.to_mime(composer).unwrap();
        let read = mail_parser::MessageParser::default().parse(&mime).unwrap();
        let to = read.to().unwrap();
        assert_eq!(to.iter().count(), 1, "{name}");
        let to = to.first().unwrap();
        assert_eq!(to.name(), Some(typed), "{name}");
        assert_eq!(to.address(), Some(mail.envelope.to.as_str()), "{name}");
        assert!(read.subject().unwrap().contains(typed), "{name}");
    });
}

#[test]
fn every_message_for_mails_is_used_by_a_template() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut templates = String::new();
    let mut folders = vec![here.join("templates")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                templates += &fs::read_to_string(path).unwrap();
            }
        }
    }
    let messages = include_str!("../../../../shared/texts/languages/en/mails.ftl");
    for line in messages.lines().filter(|line| line.starts_with("mail-")) {
        let (id, _) = line.split_once(" =").unwrap();
        // What stands in a value of a template.
        let is_in_code = id == "mail-note";
        assert!(
            is_in_code || templates.contains(&format!("\"{id}\"")),
            "no template says {id}"
        );
    }
}

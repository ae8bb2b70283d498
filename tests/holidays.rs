//! Holidays from an iCalendar file beside the desk file.

use crate::support::hours::every_day;
use crate::support::{Folder, Site, program::Place};
use docket::{check_folder, read_folder};
use jiff::Timestamp;
use jiff::civil::{Date, date};

const DEMO: &str = include_str!("data/demo.toml");

/// The desk, open from nine to five on each day but those of the calendar.
fn desk(holidays_from: &str) -> String {
    let days = every_day("09:00-17:00");
    let lead = "[[people]]\nemail = \"lead@demo.example.com\"\nname = \"Lead\"\nrole = \"lead\"\n";
    let file = DEMO.replace(
        "always_open = true",
        &format!("{days}holidays_from = {holidays_from}"),
    );
    format!("{file}\n{lead}")
}

/// A folder with the desk and one calendar.
fn folder(calendar: &str) -> Folder {
    let folder = Folder::new();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("demo.toml", &desk("\"days off.ics\""));
    write("days off.ics", calendar);
    folder
}

/// A calendar with these events, its lines ended as the standard says.
fn calendar(events: &[&str]) -> String {
    let events = events
        .iter()
        .map(|event| format!("BEGIN:VEVENT\n{event}\nEND:VEVENT\n"));
    let events: String = events.collect();
    let text = format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//example.com//Days off//EN\n{events}END:VCALENDAR\n"
    );
    text.replace('\n', "\r\n")
}

const THEN: Timestamp = Timestamp::constant(1_780_000_000, 0);

/// The dates of 2026 to 2030 on which the desk of a folder is closed.
fn closed(folder: &Folder) -> Vec<Date> {
    let files = read_folder(folder.path()).unwrap();
    let hours = &files[0].desk.hours;
    let days = date(2026, 1, 1).series(jiff::ToSpan::day(1));
    let days = days.take_while(|day| day.year() < 2031);
    days.filter(|day| hours.on_date(*day).is_empty()).collect()
}

fn refused(calendar: &str) -> String {
    let folder = folder(calendar);
    let refused = check_folder(folder.path(), THEN).unwrap_err().to_string();
    refused.replace(folder.path().to_str().unwrap(), "")
}

#[test]
fn each_kind_of_event_is_a_date_that_is_closed() {
    let events = [
        "UID:one\nDTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261227\nSUMMARY:Two da\n ys\\, folded\nTRANSP:TRANSPARENT",
        "UID:two\nDTSTART:20260501\nSUMMARY:Without an end",
        "UID:three\nDTSTART;TZID=Europe/Zurich:20260801T000000\nDTEND;TZID=Europe/Zurich:20260802T000000",
        "UID:four\nDTSTART;VALUE=DATE:20260403\nDURATION:P1W",
        "UID:five\nDTSTART;VALUE=DATE:20261031\nDTEND;VALUE=DATE:20261031",
        "UID:utc\nDTSTART:20261108T230000Z\nDTEND:20261109T230000Z",
        "UID:last-minute\ndtstart:20261110T000000\ndtend:20261110T235959",
        "UID:alarm\nDTSTART;VALUE=DATE:20261111\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nEND:VALARM",
        "UID:off\nDTSTART;VALUE=DATE:20260601\nSTATUS:CANCELLED",
    ];
    let mut expected = vec![date(2026, 5, 1), date(2026, 8, 1), date(2026, 10, 31)];
    expected.extend((3..10).map(|day| date(2026, 4, day)));
    expected.extend((9..12).map(|day| date(2026, 11, day)));
    expected.extend([date(2026, 12, 25), date(2026, 12, 26)]);
    expected.sort();
    assert_eq!(closed(&folder(&calendar(&events))), expected);
    // As other programs write it, and as people add to it.
    let other = calendar(&events).replace("\r\n", "\n");
    assert_eq!(closed(&folder(&format!("\u{feff}{other}"))), expected);
    let own = "BEGIN:VEVENT\nSUMMARY:Ours\nDTSTART:20261224\nEND:VEVENT\nBEGIN:VEVENT\r\n";
    let added = calendar(&events).replacen("BEGIN:VEVENT\r\n", own, 1);
    expected.push(date(2026, 12, 24));
    expected.sort();
    assert_eq!(closed(&folder(&added)), expected);
    let small = calendar(&["DTSTART:20261225"]).to_lowercase();
    assert_eq!(closed(&folder(&small)), [date(2026, 12, 25)]);
    // A fold within a character.
    let folded = folder("");
    let mut bytes = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:F\xc3\r\n \xaate\r\n".to_vec();
    bytes.extend(b"DTSTART:20261225\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    std::fs::write(folded.path().join("days off.ics"), bytes).unwrap();
    assert_eq!(closed(&folded), [date(2026, 12, 25)]);
}

#[test]
fn an_event_that_recurs_has_its_dates_without_those_taken_out_and_moved() {
    let events = [
        "UID:new-year\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;UNTIL=20290101T000000Z\nEXDATE;VALUE=DATE:20270101\nRDATE;VALUE=DATE:20270102",
        "UID:new-year\nRECURRENCE-ID;VALUE=DATE:20280101\nDTSTART;VALUE=DATE:20280103",
        "UID:fourth-thursday\nDTSTART;VALUE=DATE:20261126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3",
        "UID:fourth-thursday\nRECURRENCE-ID;VALUE=DATE:20271125\nDTSTART;VALUE=DATE:20271125\nSTATUS:CANCELLED",
        "UID:leap\nDTSTART;VALUE=DATE:20280229\nRRULE:FREQ=YEARLY;COUNT=2;",
        // In UTC, as RFC 5545 wants the end of what begins in a zone: it is the next day in Zurich.
        "UID:utc\nDTSTART;TZID=Europe/Zurich:20280802T000000\nRRULE:FREQ=YEARLY;UNTIL=20290801T220000Z",
        "UID:cut-off\nDTSTART;VALUE=DATE:20300606\nRRULE:FREQ=YEARLY;UNTIL=20290101",
    ];
    let expected = [
        date(2026, 1, 1),
        date(2026, 11, 26),
        date(2027, 1, 2),
        date(2028, 1, 3),
        date(2028, 2, 29),
        date(2028, 8, 2),
        date(2028, 11, 23),
        date(2029, 1, 1),
        date(2029, 8, 2),
        date(2030, 6, 6),
    ];
    assert_eq!(closed(&folder(&calendar(&events))), expected);
}

#[test]
fn the_end_of_a_rule_is_a_date_where_its_start_is_one() {
    let folder = folder(&calendar(&[
        "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;UNTIL=20290101T000000Z",
    ]));
    let west = desk("\"days off.ics\"").replace("Europe/Zurich", "America/New_York");
    std::fs::write(folder.path().join("demo.toml"), west).unwrap();
    assert_eq!(closed(&folder).len(), 4);
}

#[test]
fn a_list_over_several_lines_keeps_the_lines_of_what_follows() {
    let folder = folder(&calendar(&["DTSTART:20261225"]));
    let check = |calendar: &str| {
        let file = desk(&format!("[\n  \"{calendar}\",\n]"));
        let file = file.replace("category = \"all\"", "category = \"none\"");
        std::fs::write(folder.path().join("demo.toml"), &file).unwrap();
        let said = check_folder(folder.path(), THEN).unwrap_err().to_string();
        let before = file.split("category = \"none\"").next().unwrap();
        let line = before.matches('\n').count() + 1;
        assert!(
            said.contains(&format!("demo.toml:{line}:")),
            "{line}: {said}"
        );
    };
    check("days off.ics");
    check("gone.ics");
}

#[test]
fn what_is_no_calendar_of_holidays_is_refused_with_its_line() {
    let file = "/days off.ics";
    for (text, line, told) in [
        (String::new(), 1, "begins with `BEGIN:VCALENDAR`"),
        ("Christmas\n".to_owned(), 1, "begins with `BEGIN:VCALENDAR`"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n".to_owned(), 1, "no event"),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\n".to_owned(),
            2,
            "END:",
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nSUMMARY:Long\n er\nEND:VTODO\n"
                .to_owned(),
            6,
            "END:",
        ),
        (
            "BEGIN:VCALENDAR\n".to_owned() + &"BEGIN:VEVENT\n".repeat(9_000),
            11,
            "begins with",
        ),
        (
            calendar(&["DTSTART:20261225"]).repeat(2),
            8,
            "a second calendar",
        ),
        (
            "BEGIN:VCALENDAR\n".to_owned() + &"BEG\n IN:VEVENT\n".repeat(9_000),
            20,
            "begins with",
        ),
        (calendar(&["SUMMARY:No date"]), 4, "has no date"),
        (
            calendar(&[
                "DTSTART:20261225",
                "SUMMARY:x\n y\nDTSTART;VALUE=DATE:20261325",
            ]),
            10,
            "`20261325` is no date",
        ),
        (calendar(&["DTSTART:99999999"]), 5, "is no date"),
        (
            calendar(&["DTSTART:20261224T130000\nDTEND:20261224T180000"]),
            5,
            "exceptions = ",
        ),
        (
            calendar(&["DTSTART:20261225\nDTEND:20261224"]),
            6,
            "ends before it begins",
        ),
        (
            calendar(&["DTSTART:20261225\nDTEND:99991231"]),
            6,
            "a year after it",
        ),
        (
            calendar(&["DTSTART:20261225\nDURATION:PT4H"]),
            6,
            "within a day",
        ),
        (
            calendar(&["DTSTART:20261225\nRRULE:FREQ=YEARLY"]),
            6,
            "recurs for ever",
        ),
        (
            calendar(&["DTSTART:20261225\nRRULE:FREQ=YEARLY;UNTIL=99991231"]),
            6,
            "more than 500 times",
        ),
        (
            calendar(&["DTSTART:20261225\nRRULE:FREQ=SECONDLY;COUNT=65000"]),
            6,
            "more than 500 times",
        ),
        (
            calendar(&["DTSTART:20261225\nRRULE:FREQ=FORTNIGHTLY;COUNT=3"]),
            6,
            "no rule of iCalendar",
        ),
        (
            calendar(&["DTSTART:20261225\nRRULE:FREQ=YEARLY;COUNT=many"]),
            6,
            "no rule of iCalendar",
        ),
        (calendar(&["DTSTART:20261225\nRDATE:soon"]), 6, "is no date"),
    ] {
        let said = refused(&text);
        let place = format!("{file}:{line}:1: ");
        assert!(
            said.starts_with(&place) && said.contains(told),
            "{place}{told}: {said}"
        );
    }
    // All of a file at once.
    let two = refused(&calendar(&[
        "DTSTART:x",
        "DTSTART:20261225\nRRULE:FREQ=YEARLY",
    ]));
    assert_eq!(two.lines().count(), 2, "{two}");
    let latin = folder("");
    std::fs::write(
        latin.path().join("days off.ics"),
        b"BEGIN:VCALENDAR\nX:\xe9\n",
    )
    .unwrap();
    let said = check_folder(latin.path(), THEN).unwrap_err().to_string();
    assert!(
        said.contains("days off.ics:1:1: is not text in UTF-8"),
        "{said}"
    );
}

#[test]
fn a_file_that_is_not_beside_the_desk_file_is_refused_where_it_is_named() {
    let check = |named: &str| {
        let folder = folder(&calendar(&["DTSTART:20261225"]));
        std::fs::write(folder.path().join("demo.toml"), desk(named)).unwrap();
        check_folder(folder.path(), THEN).unwrap_err().to_string()
    };
    for (named, told) in [
        ("\"gone.ics\"", "`gone.ics` cannot be read"),
        ("\"\"", "is not beside this file"),
        ("\"../secret.ics\"", "is not beside this file"),
        ("\"/etc/hostname\"", "is not beside this file"),
        ("[]", "no file is named"),
        ("3", "the name of an iCalendar file"),
        ("[3]", "expected a string"),
        ("{ file = \"days off.ics\" }", "unknown field `file`"),
    ] {
        let said = check(named);
        assert!(
            said.contains("demo.toml:18:1") && said.contains(told),
            "{named}: {said}"
        );
    }
}

/// What recurs on each of these dates of 2026 for so many years.
fn recurring(years: usize, dates: &[&str]) -> Vec<String> {
    let event = |date: &&str| format!("DTSTART:2026{date}\nRRULE:FREQ=YEARLY;COUNT={years}");
    dates.iter().map(event).collect()
}

fn calendar_of(events: &[String]) -> String {
    calendar(&events.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn the_years_that_are_covered_are_told_and_their_end_before_it_comes() {
    let mut events = recurring(3, &["0501", "1225", "1226"]);
    // The first day of 2029 is there, and its other holidays are not.
    events.extend(recurring(4, &["0101"]));
    let folder = folder(&calendar_of(&events));
    let check = |at: &str| check_folder(folder.path(), at.parse().unwrap());
    let lines = check("2028-10-31T12:00Z").unwrap();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].contains("holidays of `days off.ics` until 2028-12-31"),
        "{lines:?}"
    );
    for near in ["2028-11-01T12:00Z", "2028-12-31T22:00Z"] {
        let lines = check(near).unwrap();
        assert!(
            lines[1].contains("demo.toml: the holidays of `days off.ics` end with 2028-12-31"),
            "{lines:?}"
        );
    }
    // It is 2029 in Zurich.
    let over = check("2028-12-31T23:30Z").unwrap_err().to_string();
    assert!(
        over.contains("demo.toml:18:17: the holidays of `days off.ics` end with 2028-12-31"),
        "{over}"
    );
    let early = check("2025-12-31T12:00Z").unwrap_err().to_string();
    assert!(
        early.contains("demo.toml:18:17: the holidays of `days off.ics` begin with 2026-01-01"),
        "{early}"
    );
}

#[test]
fn a_year_is_covered_by_as_many_events_as_others_have() {
    let until = |events: &[String]| {
        let folder = folder(&calendar_of(events));
        let lines = check_folder(folder.path(), THEN).unwrap();
        let (_, until) = lines[0].split_once("days off.ics` until ").unwrap();
        until.to_owned()
    };
    // Fixed dates are known for ever, movable ones for three years.
    let fixed = recurring(10, &["0101", "0501", "1003", "1225", "1226"]);
    let movable = recurring(3, &["0403", "0406", "0514", "0525"]);
    assert_eq!(until(&[fixed.clone(), movable].concat()), "2028-12-31");
    // A long closure is one event of its year.
    let closure = vec!["DTSTART:20260803\nDTEND:20260824".to_owned()];
    assert_eq!(until(&[fixed, closure].concat()), "2035-12-31");
    // A date of 9999 covers no year before it.
    let far = ["DTSTART:20261225", "DTSTART:99991231"].map(str::to_owned);
    assert_eq!(until(&far), "2026-12-31");
}

#[test]
fn the_files_of_two_years_count_together() {
    let folder = folder(&calendar_of(&recurring(1, &["0101", "1225"])));
    let next = calendar(&["DTSTART:20270101", "DTSTART:20271225"]);
    std::fs::write(folder.path().join("2027.ics"), next).unwrap();
    let named = desk("[\"days off.ics\", \"2027.ics\"]");
    std::fs::write(folder.path().join("demo.toml"), named).unwrap();
    let lines = check_folder(folder.path(), THEN).unwrap();
    assert!(
        lines[0].contains("holidays of `days off.ics` and `2027.ics` until 2027-12-31"),
        "{lines:?}"
    );
    assert_eq!(closed(&folder).len(), 4);
    // What is wrong in each, and with the rest of the desk file, is told at once.
    let wrong = std::fs::read_to_string(folder.path().join("demo.toml")).unwrap();
    let wrong = wrong.replace("default_priority = \"low\"", "default_priority = \"none\"");
    std::fs::write(folder.path().join("demo.toml"), wrong).unwrap();
    for name in ["days off.ics", "2027.ics"] {
        std::fs::write(folder.path().join(name), calendar(&["DTSTART:x"])).unwrap();
    }
    let said = check_folder(folder.path(), THEN).unwrap_err().to_string();
    for part in ["days off.ics:5:1", "2027.ics:5:1", "no priority `none`"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn applied_holidays_close_the_desk_and_its_leads_see_when_they_end() {
    let site = Site::start_with_desk(&desk(
        "{ files = [], from = \"0001-01-01\", until = \"9999-12-31\", dates = [] }",
    ))
    .await;
    let today = site.now().await.in_tz("Europe/Zurich").unwrap();
    site.advance(&format!("PT{}H", 36 - today.hour())).await;
    let open = async || site.get("/api/desks/demo").await.json["open_now"].clone();
    let noon = site.now().await.in_tz("Europe/Zurich").unwrap();
    assert_eq!(open().await, true, "{noon}");
    // Its own year, and the one in which this test runs.
    let years = [noon.year(), Timestamp::now().in_tz("UTC").unwrap().year()];
    let events = years.map(|year| {
        let off = noon.date().with().year(year).build().unwrap();
        format!("DTSTART:{}", off.strftime("%Y%m%d"))
    });
    let folder = folder(&calendar(&events.each_ref().map(String::as_str)));
    let (desks, data) = (
        folder.path().to_str().unwrap(),
        site.folder().to_str().unwrap(),
    );
    let apply = |yes: &[&str]| {
        let words = [&["desks", "apply", desks, "--data", data], yes].concat();
        Place::new().command(&words)
    };
    let (done, said) = apply(&["--yes"]);
    assert!(done, "{said}");
    // What counts is shown before it does.
    let date = noon.date().to_string();
    assert!(
        said.contains("+holidays_from = { files = [\"days off.ics\"]") && said.contains(&date),
        "{said}"
    );
    assert_eq!(open().await, false, "{noon}");
    let (done, said) = apply(&["--yes"]);
    assert!(
        done && said.contains("The table has these desks already."),
        "{said}"
    );
    // Its year ends soon, or is over.
    site.advance("P365D").await;
    let queue = site.agent("demo").await.page("/demo/console").await;
    assert!(
        !queue.text.contains("The holidays that this desk knows"),
        "{}",
        queue.text
    );
    let lead = site.sign_in("demo", "lead@demo.example.com").await;
    let queue = lead.page("/demo/console").await;
    assert!(
        queue
            .text
            .contains("The holidays that this desk knows end with"),
        "{}",
        queue.text
    );
}

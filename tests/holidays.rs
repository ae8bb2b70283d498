//! Holidays from an iCalendar file beside the desk file.

use crate::support::{Folder, Site, program::Place};
use docket::{check_folder, read_folder};
use jiff::Timestamp;
use jiff::civil::{Date, date};

const DEMO: &str = include_str!("data/demo.toml");

/// The desk, open from nine to five on each day but those of the calendar.
fn desk(holidays_from: &str) -> String {
    let days = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let days = days
        .map(|day| format!("{day} = [\"09:00-17:00\"]\n"))
        .concat();
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
        "UID:off\nDTSTART;VALUE=DATE:20260601\nSTATUS:CANCELLED",
    ];
    let mut expected = vec![date(2026, 5, 1), date(2026, 8, 1), date(2026, 10, 31)];
    expected.extend((3..10).map(|day| date(2026, 4, day)));
    expected.extend([date(2026, 12, 25), date(2026, 12, 26)]);
    expected.sort();
    assert_eq!(closed(&folder(&calendar(&events))), expected);
    // As other programs write it.
    let other = calendar(&events).replace("\r\n", "\n");
    assert_eq!(closed(&folder(&format!("\u{feff}{other}"))), expected);
}

#[test]
fn an_event_that_recurs_has_its_dates_without_those_taken_out_and_moved() {
    let events = [
        "UID:new-year\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;UNTIL=20290101T000000Z\nEXDATE;VALUE=DATE:20270101\nRDATE;VALUE=DATE:20270102",
        "UID:new-year\nRECURRENCE-ID;VALUE=DATE:20280101\nDTSTART;VALUE=DATE:20280103",
        "UID:fourth-thursday\nDTSTART;VALUE=DATE:20261126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3",
        "UID:fourth-thursday\nRECURRENCE-ID;VALUE=DATE:20271125\nDTSTART;VALUE=DATE:20271125\nSTATUS:CANCELLED",
        "UID:leap\nDTSTART;VALUE=DATE:20280229\nRRULE:FREQ=YEARLY;COUNT=2",
    ];
    let expected = [
        date(2026, 1, 1),
        date(2026, 11, 26),
        date(2027, 1, 2),
        date(2028, 1, 3),
        date(2028, 2, 29),
        date(2028, 11, 23),
        date(2029, 1, 1),
    ];
    assert_eq!(closed(&folder(&calendar(&events))), expected);
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
        ("3", "write the name of an iCalendar file"),
        ("[\"days off.ics\"]", "write the name of an iCalendar file"),
    ] {
        let said = check(named);
        assert!(
            said.contains("demo.toml:18:17: ") && said.contains(told),
            "{named}: {said}"
        );
    }
}

#[test]
fn the_years_that_are_covered_are_told_and_their_end_before_it_comes() {
    let years = calendar(&[
        "DTSTART:20260101\nRRULE:FREQ=YEARLY;COUNT=4",
        "DTSTART:20261225\nRRULE:FREQ=YEARLY;COUNT=3",
        "DTSTART:20260501\nRRULE:FREQ=YEARLY;COUNT=3",
    ]);
    let folder = folder(&years);
    let check = |at: &str| check_folder(folder.path(), at.parse().unwrap());
    // The first day of 2029 is there, and its other holidays are not.
    let lines = check("2028-10-31T12:00Z").unwrap();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].contains("holidays of days off.ics until 2028-12-31"),
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
    // A date of 9999 covers no year before it.
    let far = crate::holidays::folder(&calendar(&["DTSTART:20261225", "DTSTART:99991231"]));
    let lines = check_folder(far.path(), THEN).unwrap();
    assert!(lines[0].contains("until 2026-12-31"), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn applied_holidays_close_the_desk_and_its_leads_see_when_they_end() {
    let site = Site::start_with_desk(&desk(
        "{ file = \"a\", until = \"9999-12-31\", dates = [] }",
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
        said.contains("+holidays_from = { file = \"days off.ics\"") && said.contains(&date),
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

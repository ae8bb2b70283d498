//! Numbers, dates, web addresses and choices.

use super::Right::{Kept, Nothing, Refused};
use super::{Right, TICKETS, are_right, body, open, start};
use serde_json::{Value, json};

/// Each number as it is written, and as the API has it.
const NUMBERS: &[(&str, Right)] = &[
    ("42", Kept("42")),
    ("3.5", Kept("3.5")),
    ("12,5", Kept("12.5")),
    ("0,123", Kept("0.123")),
    ("1.234", Kept("1.234")),
    ("1,234,567", Kept("1234567")),
    ("1.234.567", Kept("1234567")),
    ("1,234.56", Kept("1234.56")),
    ("1.234,56", Kept("1234.56")),
    ("1 234 567", Kept("1234567")),
    ("1\u{a0}234,5", Kept("1234.5")),
    ("1\u{202f}234", Kept("1234")),
    ("1'234.5", Kept("1234.5")),
    ("1’234", Kept("1234")),
    ("-7", Kept("-7")),
    ("\u{2212}7", Kept("-7")),
    ("+7", Kept("7")),
    ("007", Kept("7")),
    ("\u{200b}42\u{200b}", Kept("42")),
    ("", Nothing),
    ("1,234", Refused("1234 or 1.234")),
    ("12,345", Refused("12345 or 12.345")),
    ("-1,000", Refused("-1000 or -1.000")),
    ("many", Refused("number")),
    ("1e3", Refused("number")),
    ("0x10", Refused("number")),
    ("1.2.3", Refused("number")),
    ("12,34,567", Refused("number")),
    ("1 2", Refused("number")),
    ("NaN", Refused("number")),
    ("Infinity", Refused("number")),
    ("--1", Refused("number")),
    ("٣", Refused("number")),
    ("1234567890123456", Refused("number")),
];

const DATES: &[(&str, Right)] = &[
    ("2026-12-31", Kept("2026-12-31")),
    (" 2026-12-31\u{200b}", Kept("2026-12-31")),
    ("2024-02-29", Kept("2024-02-29")),
    ("", Nothing),
    ("2026-02-29", Refused("2026-12-31")),
    ("2026-13-01", Refused("2026-12-31")),
    ("31.12.2026", Refused("2026-12-31")),
    ("12/31/2026", Refused("2026-12-31")),
    ("tomorrow", Refused("2026-12-31")),
    ("2026-1-2", Refused("2026-12-31")),
    ("2026-12-31T23:00:00-05:00", Refused("2026-12-31")),
    ("2026-12-31 10:00:00", Refused("2026-12-31")),
    ("-000001-01-01", Refused("2026-12-31")),
];

const ADDRESSES: &[(&str, Right)] = &[
    ("https://example.com", Kept("https://example.com")),
    ("Https://example.com/a", Kept("https://example.com/a")),
    ("HTTP://EXAMPLE.com/A", Kept("http://EXAMPLE.com/A")),
    (
        "https://пример.example/путь",
        Kept("https://пример.example/путь"),
    ),
    ("https://[::1]:8080/", Kept("https://[::1]:8080/")),
    (
        "\u{200b}https://example.com\u{200b}",
        Kept("https://example.com"),
    ),
    ("", Nothing),
    ("example.com", Refused("https://")),
    ("javascript:alert(1)", Refused("https://")),
    ("ftp://example.com", Refused("https://")),
    ("https://", Refused("https://")),
    ("https:///path", Refused("https://")),
    ("https://a b", Refused("https://")),
    ("data:text/html,x", Refused("https://")),
];

const CHOICES: &[(&str, Right)] = &[
    ("a", Kept("a")),
    ("", Nothing),
    ("c", Refused("a, b")),
    ("A", Refused("a, b")),
];

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_35_a_number_is_asked_about_and_never_guessed() {
    let site = start().await;
    let number: fn(&Value) -> Value = |ticket| match &ticket["fields"]["number"] {
        Value::Number(number) => number.to_string().into(),
        other => other.clone(),
    };
    let mut values = are_right(&site, "fields.number", NUMBERS, number).await;
    values += are_right(&site, "fields.date", DATES, |ticket| {
        ticket["fields"]["date"].clone()
    })
    .await;
    values += are_right(&site, "fields.url", ADDRESSES, |ticket| {
        ticket["fields"]["url"].clone()
    })
    .await;
    values += are_right(&site, "fields.one_of", CHOICES, |ticket| {
        ticket["fields"]["one_of"].clone()
    })
    .await;
    println!("{values} numbers, dates, addresses and choices");
    // The page shows what was written.
    for written in ["12,5", "1.234,56", "1 234 567", "3.50"] {
        let ticket = open(&site, "fields.number", written).await.unwrap();
        let page = site.page(&ticket.page()).await;
        let shown = format!("<dt>Number</dt><dd><div dir=\"auto\">{written}</div></dd>");
        assert!(page.text.contains(&shown), "{written}: {}", page.text);
    }
    // A number in JSON loses no digits.
    for (sent, kept) in [
        (json!(42), Some(json!(42))),
        (json!(-7.25), Some(json!(-7.25))),
        (json!(1e2), Some(json!(100))),
        (json!(9_007_199_254_740_993_u64), None),
    ] {
        let answer = site.post(TICKETS, &body("fields.number", &sent)).await;
        match kept {
            Some(kept) => assert_eq!(answer.json["fields"]["number"], kept, "{sent}"),
            None => answer.is_problem(422, "fields.number"),
        }
    }
    let long = r#"{"topic":"form","requester":{"email":"r@example.com"},"subject":"s","description":"d","fields":{"line":123456789012345678901234}}"#;
    let headers = [("content-type", "application/json")];
    let answer = site
        .send(reqwest::Method::POST, TICKETS, &headers, long)
        .await;
    answer.is_problem(422, "fields.line");
    let account = site
        .post(TICKETS, &body("fields.line", &json!(77001)))
        .await;
    assert_eq!(account.json["fields"]["line"], "77001");
}

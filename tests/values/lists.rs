//! Addresses, alone and in lists.

use super::Right::{Kept, Nothing, Refused};
use super::{Right, TICKETS, are_right, body, start};
use serde_json::json;

const ADDRESSES: &[(&str, Right)] = &[
    ("r@example.com", Kept("r@example.com")),
    (" r@example.com ", Kept("r@example.com")),
    ("\u{200b}r@example.com", Kept("r@example.com")),
    ("r@example.com\u{feff}", Kept("r@example.com")),
    ("r@exam\u{ad}ple.com", Kept("r@example.com")),
    ("R@Example.COM", Kept("r@example.com")),
    ("<r@example.com>", Kept("r@example.com")),
    ("Anna Roe <r@example.com>", Kept("r@example.com")),
    ("\"Roe, Anna\" <r@example.com>", Kept("r@example.com")),
    ("Roe, Anna <r@example.com>", Kept("r@example.com")),
    ("r@example.com <r@example.com>", Kept("r@example.com")),
    ("mailto:r@example.com", Kept("r@example.com")),
    ("mailto:r@example.com?subject=x", Kept("r@example.com")),
    ("r@example.com.", Kept("r@example.com")),
    ("r@example.com,", Kept("r@example.com")),
    ("(r@example.com)", Kept("r@example.com")),
    ("'r@example.com'", Kept("r@example.com")),
    ("\u{201c}r@example.com\u{201d}", Kept("r@example.com")),
    ("r@example.com (Anna)", Kept("r@example.com")),
    (
        "first.last+tag@sub.example.co.uk",
        Kept("first.last+tag@sub.example.co.uk"),
    ),
    ("o'neil@example.com", Kept("o'neil@example.com")),
    ("info@bücher.example", Kept("info@xn--bcher-kva.example")),
    ("info@BÜCHER.example", Kept("info@xn--bcher-kva.example")),
    ("p@пример.example", Kept("p@xn--e1afmkfd.example")),
    ("p@例え.example", Kept("p@xn--r8jz45g.example")),
    ("p@example。com", Kept("p@example.com")),
    ("", Refused("fill this in")),
    ("Jane (r@example.com at work)", Kept("r@example.com")),
    ("r@old.example <r@example.com>", Kept("r@example.com")),
    ("Jane [mailto:r@example.com]", Kept("r@example.com")),
    ("r@example.com<mailto:r@example.com>", Kept("r@example.com")),
    (
        "mailto:first%2Blast@example.com",
        Kept("first+last@example.com"),
    ),
    ("r＠example.com", Kept("r@example.com")),
    ("nobody", Refused("name@example.com")),
    ("a@example", Refused("name@example.com")),
    ("a@b@example.com", Refused("name@example.com")),
    ("a b@example.com", Refused("name@example.com")),
    ("a@example.com b@example.com", Refused("name@example.com")),
    (
        "a@example.com\nBcc: b@example.com",
        Refused("name@example.com"),
    ),
    ("a@-example.com", Refused("name@example.com")),
    ("a@example..com", Refused("name@example.com")),
    ("a..b@example.com", Refused("name@example.com")),
    ("@example.com", Refused("name@example.com")),
    ("a@", Refused("name@example.com")),
    ("почта@example.com", Refused("name@example.com")),
    ("a@[127.0.0.1]", Refused("name@example.com")),
    ("\"a b\"@example.com", Refused("name@example.com")),
];

const LISTS: &[(&str, Right)] = &[
    ("jane@example.com", Kept("jane@example.com")),
    (
        "jane@example.com, bob@example.com",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        "jane@example.com; bob@example.com",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        "jane@example.com bob@example.com",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        "jane@example.com\tbob@example.com",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        "jane@example.com\u{a0}bob@example.com",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        "jane@example.com\nbob@example.com",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        "jane@example.com\r\nbob@example.com\r\n",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        "jane@example.com,bob@example.com,",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        ",;jane@example.com;;,bob@example.com",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        "Jane Doe <jane@example.com>; Bob Roe <bob@example.com>",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        "Doe, Jane <jane@example.com>; Roe, Bob <bob@example.com>",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        "\"Doe, Jane\" <jane@example.com>, \"Roe; Bob\" <bob@example.com>",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        "Jane (jane@example.com), Bob (bob@example.com)",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        "jane@example.com، bob@example.com",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        "jane@example.com、bob@example.com",
        Kept("jane@example.com bob@example.com"),
    ),
    (
        "JANE@example.com, jane@EXAMPLE.com",
        Kept("jane@example.com"),
    ),
    (
        "jane@example.com, requester@example.com",
        Kept("jane@example.com"),
    ),
    (
        "mailto:jane@example.com, mailto:bob@example.com",
        Kept("jane@example.com bob@example.com"),
    ),
    ("\u{200b}", Nothing),
    (" , ; ", Nothing),
    ("jane", Refused("“jane”")),
    ("jane@example.com, bob", Refused("“bob”")),
    ("jane@example.com, @bob", Refused("“@bob”")),
    ("Jane Doe; bob@example.com", Refused("“Jane”")),
    (
        "a@x.com,b@x.com,c@x.com,d@x.com,e@x.com,f@x.com,g@x.com,h@x.com,i@x.com,j@x.com,k@x.com",
        Refused("10"),
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_34_addresses_come_as_people_paste_them() {
    let site = start().await;
    let values = are_right(&site, "requester.email", ADDRESSES, |ticket| {
        ticket["requester"]["email"].clone()
    })
    .await;
    let required = |(typed, _): &&(&str, Right)| !typed.is_empty();
    let fields: Vec<(&str, Right)> = ADDRESSES.iter().filter(required).copied().collect();
    let values = values
        + are_right(&site, "fields.email", &fields, |ticket| {
            ticket["fields"]["email"].clone()
        })
        .await;
    let values = values
        + are_right(&site, "cc", LISTS, |ticket| {
            let watchers = ticket["watchers"].as_array().unwrap();
            let watchers: Vec<&str> = watchers
                .iter()
                .map(|email| email.as_str().unwrap())
                .collect();
            match watchers.is_empty() {
                true => serde_json::Value::Null,
                false => watchers.join(" ").into(),
            }
        })
        .await;
    println!("{values} addresses and lists");
    // A list in JSON has entries of the same kinds.
    let list = body(
        "cc",
        &json!([
            "Jane <jane@example.com>",
            "bob@example.com; eve@example.com",
            ""
        ]),
    );
    let answer = site.post(TICKETS, &list).await;
    assert_eq!(
        answer.json["watchers"],
        json!(["jane@example.com", "bob@example.com", "eve@example.com"])
    );
    // Signing in reads an address as any form does.
    let email = "agent-1@kinds.example.com";
    for typed in [
        "Agent <agent-1@kinds.example.com>",
        "\u{200b}AGENT-1@kinds.example.com.",
        "mailto:agent-1@kinds.example.com",
    ] {
        let before = site.mails_to(email).await.len();
        let asked = site
            .post("/api/desks/kinds/sign-in", &json!({ "email": typed }))
            .await;
        assert_eq!(asked.status, 202, "{typed}");
        assert_eq!(site.mails_to(email).await.len(), before + 1, "{typed}");
    }
}

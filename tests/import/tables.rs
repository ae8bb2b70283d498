//! What tables hold, and how they are written.

use super::{Admin, counts, member};
use crate::support::Site;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_taken_as_programs_write_them() {
    let site = Site::start_as_shipped().await;
    let admin = Admin::of(&site).await;
    let mut expected = Vec::new();
    for (number, table) in [
        "email,name\nONE,Ada L\nTWO,\"B, \"\"the second\"\"\"\n",
        "\u{feff}email,name\nONE,Ada L\nTWO,\"B, \"\"the second\"\"\"",
        "email;name\r\nONE;Ada L\r\nTWO;\"B, \"\"the second\"\"\"\r\n;\r\n\r\n",
        "name\temail\nAda L\tONE\n\"B, \"\"the second\"\"\"\tTWO\n",
        "NAME,Email\rAda L,ONE\r\"B, \"\"the second\"\"\",TWO\r",
        "\n\r\n email , name \n\"ONE\",\" Ada  L\"\nTWO ,\"B, \"\"the second\"\"\"\n,\n",
    ]
    .into_iter()
    .enumerate()
    {
        let email = |who: &str| format!("{who}-{number}@example.com");
        let table = table.replace("ONE", &email("one"));
        let table = table.replace("TWO", &email("two"));
        let done = admin.import(table.clone()).await;
        assert_eq!(done, counts(2, 0, 0, 0), "{table}");
        let name = if table.contains("Ada  L") {
            "Ada  L"
        } else {
            "Ada L"
        };
        expected.push(member(&email("one"), name, ""));
        expected.push(member(&email("two"), "B, \"the second\"", ""));
    }
    expected.sort();
    assert_eq!(admin.accounts().await, expected);
    for nothing in [
        "email",
        "email,name\n",
        "email\r\n\r\n,\r\n".trim_end_matches(",\r\n"),
    ] {
        assert_eq!(
            admin.import(nothing).await,
            counts(0, 0, 0, 0),
            "{nothing:?}"
        );
    }
}

/// A table that is refused, the lines with mistakes, and what is said of the first.
fn refused() -> Vec<(Vec<u8>, Vec<u64>, &'static str)> {
    let utf16 = |mark: &str, table: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let text = format!("{mark}{table}");
        text.encode_utf16().flat_map(bytes).collect()
    };
    let (little, big) = (u16::to_le_bytes, u16::to_be_bytes);
    let plain = "email,name\nada@example.com,Ada\n";
    let long = format!("email,company\nada@example.com,{}\n", "x".repeat(10_000));
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        (text(""), vec![1], "name the columns"),
        (
            text("ada@example.com,Ada\n"),
            vec![1],
            "There is no column `ada@example.com`",
        ),
        (text("name\nAda\n"), vec![1], "`email` among them"),
        (
            text("email,phone\nada@example.com,1\n"),
            vec![1],
            "There is no column `phone`",
        ),
        (
            text("email,name,email\na@example.com,A,b@example.com\n"),
            vec![1],
            "twice",
        ),
        (
            b"email,name\na@example.com,A\nb@example.com,Jos\xe9\n".to_vec(),
            vec![3],
            "not UTF-8",
        ),
        (utf16("\u{feff}", plain, little), vec![1], "not UTF-8"),
        (utf16("\u{feff}", plain, big), vec![1], "not UTF-8"),
        (utf16("", plain, little), vec![1], "not UTF-8"),
        (
            text("email,name\rada@example.com,A\0da\r"),
            vec![2],
            "not UTF-8",
        ),
        (
            text("email,name\na@example.com,A\nb@example.com,\"B\nc@example.com,C\n"),
            vec![3],
            "none closes it",
        ),
        (
            text("email,name\na@example.com\nb@example.com,B,C\n"),
            vec![2, 3],
            "1 cells",
        ),
        (
            text("email,name\na@example.com,\"A\r\nBcc: eve@example.com\"\nnobody,B\n"),
            vec![2, 4],
            "name: ",
        ),
        (
            text("email,company\na@example.com,\"A\r\nBcc: eve@example.com\"\n"),
            vec![2],
            "company: ",
        ),
        (
            text("email,name\n\"a@example.com\r\nBcc: eve@example.com\",A\n"),
            vec![2],
            "email: ",
        ),
        (text(&long), vec![2], "At most 100 characters"),
        (
            text("email\na@example.com\n\nA@EXAMPLE.com\na@example.com\n"),
            vec![4, 5],
            "Line 2",
        ),
        (
            text("email,role\na@example.com,boss\n"),
            vec![2],
            "sub_administrator",
        ),
        (
            text("email,language\na@example.com,tlh\n"),
            vec![2],
            "language: ",
        ),
        (
            text("email,portal\na@example.com,not a domain\n"),
            vec![2],
            "portal: ",
        ),
        (
            text("email,name\na@example.com,A\nnobody,B\n"),
            vec![3],
            "email: ",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_row_is_wrong_nothing_is_written_and_its_line_is_told() {
    let site = Site::start_as_shipped().await;
    let admin = Admin::of(&site).await;
    for (table, lines, words) in refused() {
        let shown = String::from_utf8_lossy(&table);
        for query in ["?dry_run=true", ""] {
            let answer = admin.send(query, table.clone()).await;
            assert_eq!(answer.status, 422, "{shown:.200}: {}", answer.text);
            assert_eq!(answer.json["added"], 0);
            let errors = answer.json["errors"].as_array().unwrap();
            let told: Vec<u64> = errors
                .iter()
                .map(|error| error["line"].as_u64().unwrap())
                .collect();
            assert_eq!(told, lines, "{shown:.200}: {}", answer.text);
            let message = errors[0]["message"].as_str().unwrap();
            assert!(message.contains(words), "{shown:.200}: {message}");
        }
    }
    assert!(admin.accounts().await.is_empty() && admin.companies().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_cell_holds_is_text() {
    let site = Site::start_as_shipped().await;
    let admin = Admin::of(&site).await;
    let names = [
        "=cmd|' /C calc'!A0",
        "+1+1 and more",
        "@SUM(1+1)*cmd",
        "-2+3+cmd|' /C calc'!D2",
        "👩‍🔬 Zoë 🦀",
        "أهلا وسهلا",
        "<script>alert(1)</script>",
        "{{ 7 * 7 }} ${jndi:ldap://example.com}",
    ];
    let email = |number: usize| format!("person-{number}@example.com");
    let rows = names.iter().enumerate();
    let rows = rows.map(|(number, name)| format!("{},\"{name}\",\"{name}\"\n", email(number)));
    let table = format!("email,name,company\n{}", rows.collect::<String>());
    let count = names.len() as u64;
    assert_eq!(admin.import(table).await, counts(count, 0, 0, count));
    let accounts = admin.all("accounts").await;
    let stored: Vec<&str> = accounts
        .iter()
        .map(|account| account["name"].as_str().unwrap())
        .collect();
    assert_eq!(stored, names);
    let mut companies = admin.companies().await;
    companies.sort();
    let mut sorted = names;
    sorted.sort_unstable();
    assert_eq!(companies, sorted);
    for page in ["accounts", "companies"] {
        let page = admin
            .staff
            .page(&format!("/smartplayer/console/{page}"))
            .await;
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(
            page.text.contains("alert(1)") && !page.text.contains("<script>alert"),
            "{}",
            page.text
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_is_one_in_whatever_case_and_row_it_is_named() {
    let site = Site::start_as_shipped().await;
    let admin = Admin::of(&site).await;
    let table = "email,company,role,portal\n\
        a@example.com,Acme,,\n\
        b@example.com,acme,sub_administrator,sub.acme.example.com\n\
        c@example.com,ACME,administrator,acme.example.com\n\
        d@example.com,Other GmbH,,\n";
    assert_eq!(admin.import(table).await, counts(4, 0, 0, 2));
    assert_eq!(admin.companies().await, ["Acme", "Other GmbH"]);
    let companies = admin.all("companies").await;
    assert_eq!(
        companies[0]["portals"],
        json!(["acme.example.com", "sub.acme.example.com"])
    );
    let accounts = admin.all("accounts").await;
    let of: Vec<&Value> = accounts.iter().map(|account| &account["company"]).collect();
    assert!(
        of[..3]
            .iter()
            .all(|company| **company == companies[0]["id"]),
        "{of:?}"
    );
    // By its name and by its ID, later too.
    let id = companies[0]["id"].as_str().unwrap();
    let table = format!("email,company\ne@example.com,aCmE\nf@example.com,{id}\n");
    assert_eq!(admin.import(table).await, counts(2, 0, 0, 0));
    assert_eq!(
        admin.import("email,company\ng@example.com,acme\n").await,
        counts(1, 0, 0, 0)
    );
}

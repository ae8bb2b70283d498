//! Imports at the same time, and imports that are broken off.

use super::{Admin, counts, member, send};
use crate::support::Site;
use serde_json::json;
use std::ops::Range;

fn email(number: usize) -> String {
    format!("person-{number:03}@example.com")
}

fn name(number: usize) -> String {
    format!("Person {number}")
}

fn company(number: usize) -> String {
    format!("company-{}", number % 7)
}

fn table(numbers: Range<usize>) -> String {
    let row = |number| format!("{},{},{}\n", email(number), name(number), company(number));
    format!(
        "email,name,company\n{}",
        numbers.map(row).collect::<String>()
    )
}

fn stored(numbers: Range<usize>) -> Vec<[String; 6]> {
    let row = |number| member(&email(number), &name(number), &company(number));
    numbers.map(row).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_imports_at_once_leave_what_one_leaves() {
    let site = Site::start_as_shipped().await;
    let admin = Admin::of(&site).await;
    // Two say the same of many, and two more say each a half of all: nobody's half may be lost.
    let half = |head: &str, cell: fn(usize) -> String| {
        let row = |number| format!("{},{}\n", email(number), cell(number));
        format!("email,{head}\n{}", (0..300).map(row).collect::<String>())
    };
    let answers = tokio::join!(
        admin.send("", table(0..250)),
        admin.send("", table(50..300)),
        admin.send("", half("name", name)),
        admin.send("", half("company", company)),
    );
    for answer in <[_; 4]>::from(answers) {
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    assert_eq!(admin.accounts().await, stored(0..300));
    assert_eq!(admin.companies().await.len(), 7);
    assert_eq!(admin.import(table(0..300)).await, counts(0, 0, 300, 0));
    // The halves alone, with nothing that could make good what they lose.
    let other = |table: String| table.replace("person-", "other-");
    let answers = tokio::join!(
        admin.send("", other(half("name", name))),
        admin.send("", other(half("company", company))),
    );
    for answer in <[_; 2]>::from(answers) {
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    let mut all: Vec<_> = stored(0..300)
        .into_iter()
        .map(|row| row.map(|cell| cell.replace("person-", "other-")))
        .collect();
    all.extend(stored(0..300));
    assert_eq!(admin.accounts().await, all);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_breaks_off_is_finished_by_the_same_again() {
    let site = Site::start_as_shipped_with_probe().await;
    let admin = Admin::of(&site).await;
    let set = async |percent: u32| {
        let answer = site
            .post("/_local/faults", &json!({ "percent": percent }))
            .await;
        assert_eq!(answer.status, 204, "{}", answer.text);
    };
    let mut broken_off = 0;
    set(40).await;
    loop {
        let answer = send(&site, &admin.staff.bearer, "", table(0..250).into()).await;
        if answer.status == 200 {
            break;
        }
        answer.is_problem(503, "");
        broken_off += 1;
        assert!(broken_off < 200, "it never ends: {}", answer.text);
    }
    set(0).await;
    assert!(broken_off > 0, "no fault reached the import");
    assert_eq!(admin.accounts().await, stored(0..250));
    assert_eq!(admin.companies().await.len(), 7);
    assert_eq!(admin.import(table(0..250)).await, counts(0, 0, 250, 0));
}

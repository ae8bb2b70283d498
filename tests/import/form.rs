//! The form in the console.

use super::{Admin, PATH, member};
use crate::support::Site;

#[tokio::test(flavor = "multi_thread")]
async fn the_form_comes_back_with_the_table_and_what_is_wrong_or_would_change() {
    let site = Site::start_as_shipped().await;
    let admin = Admin::of(&site).await;
    let form = admin.staff.page("/smartplayer/console/import").await;
    assert_eq!(form.status, 200, "{}", form.text);
    assert!(
        form.text.contains(&format!("action=\"{PATH}\"")),
        "{}",
        form.text
    );
    let submit = async |table: &str, dry_run: &str| {
        admin
            .staff
            .submit(PATH, &[("table", table), ("dry_run", dry_run)])
            .await
    };

    let wrong = "email,name\nada@example.com,\"Ada </textarea>\"\nnobody,B\n";
    for dry_run in ["true", "false"] {
        let page = submit(wrong, dry_run).await;
        assert_eq!(page.status, 422, "{}", page.text);
        let words = page.words();
        assert!(
            words.contains("Nothing is imported") && words.contains("Line 3: email: "),
            "{words}"
        );
        assert!(
            words.contains("email,name ada@example.com,\"Ada"),
            "{words}"
        );
        assert_eq!(page.text.matches("</textarea>").count(), 1, "{}", page.text);
    }
    for nothing in ["", " \n "] {
        let page = submit(nothing, "true").await;
        assert_eq!(page.status, 422, "{}", page.text);
        assert!(page.text.contains("is-wrong"), "{}", page.text);
    }
    assert!(admin.accounts().await.is_empty());

    let right = "email,name,company\r\nada@example.com,Ada,acme\r\nben@example.com,Ben,acme\r\n";
    let tried = submit(right, "true").await;
    let words = tried.words();
    assert_eq!(tried.status, 200, "{words}");
    let told = "Nothing is written yet. New: 2. Changed: 0. As before: 0. New companies: 1.";
    assert!(
        words.contains(told) && words.contains("ben@example.com,Ben,acme"),
        "{words}"
    );
    assert!(admin.accounts().await.is_empty());

    let done = submit(right, "false").await;
    let words = done.words();
    assert_eq!(done.status, 200, "{words}");
    assert!(
        words.contains("Imported. New: 2. Changed: 0. As before: 0. New companies: 1."),
        "{words}"
    );
    assert!(
        !words.contains("ben@example.com,Ben"),
        "what is done need not be sent again: {words}"
    );
    let expected = [
        member("ada@example.com", "Ada", "acme"),
        member("ben@example.com", "Ben", "acme"),
    ];
    assert_eq!(admin.accounts().await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_is_for_admins_and_for_their_own_pages() {
    let site = Site::start_as_shipped().await;
    let lead = site
        .sign_in("smartplayer", "lead@smartplayer.example.com")
        .await;
    let fields = [("table", "email\nada@example.com\n")];
    assert_eq!(lead.submit(PATH, &fields).await.status, 403);
    assert_eq!(lead.page("/smartplayer/console/import").await.status, 403);
    assert_eq!(site.submit(PATH, &fields).await.status, 401);
    assert!(Admin::of(&site).await.accounts().await.is_empty());
}

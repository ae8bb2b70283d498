//! People without a ticket who are told of an incident, and those who want to hear no more of it.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_form_shows_a_known_incident_and_one_click_is_told_once_the_mailbox_confirms() {
    let site = Site::start().await;
    let declared = declare(
        &site,
        json!({ "title": "Video stops", "topics": ["streaming"], "body": "We look into it." }),
    )
    .await;
    for address in ["/spotme", "/spotme/new?topic=streaming", "/spotme/status"] {
        let page = site.page(address).await;
        let words = page.words();
        assert!(
            words.contains("Video stops") && words.contains("We look into it."),
            "{address}: {words}"
        );
    }
    let other = site.page("/spotme/new?topic=access").await;
    assert!(!other.words().contains("Video stops"));
    let form = site.page("/spotme/new?topic=streaming").await;
    assert!(form.words().contains("This is it: tell me"));
    let follow = path(&declared, "/followers");
    assert!(form.text.contains(&format!("action=\"{follow}\"")));
    // A typed address gets a question, and nothing of what is new until it answers.
    let asked = site.submit(&follow, &[("email", "eve@example.com")]).await;
    assert_eq!(asked.status, 303, "{}", asked.text);
    let page = site.page(asked.header("location")).await;
    assert!(
        page.words().contains("Open the link in the email"),
        "{}",
        page.words()
    );
    let agent = site.agent("spotme").await;
    agent
        .post(
            &path(&declared, "/updates"),
            &json!({ "body": "First news." }),
        )
        .await;
    assert!(
        updates(&site, "eve@example.com", "Video stops")
            .await
            .is_empty()
    );
    let mails = site.mails_to("eve@example.com").await;
    assert_eq!(mails.len(), 1);
    let question = mails[0]["text"].as_str().unwrap();
    // A scanner that opens the link confirms nothing.
    let page = site.page(&link(question)).await;
    assert!(
        page.words()
            .contains("Do you want each update sent to eve@example.com?"),
        "{}",
        page.words()
    );
    let confirmed = site
        .submit(&format!("{follow}/confirm"), &[("token", &token(question))])
        .await;
    assert_eq!(confirmed.status, 303, "{}", confirmed.text);
    let page = site.page(confirmed.header("location")).await;
    assert!(
        page.words().contains("You will get each update by email."),
        "{}",
        page.words()
    );
    agent
        .post(
            &path(&declared, "/updates"),
            &json!({ "body": "Second news." }),
        )
        .await;
    let told = updates(&site, "eve@example.com", "Video stops").await;
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("Second news.") && told[0].contains("you asked to be told"),
        "{}",
        told[0]
    );
    // Each mail stops them.
    let stopped = site
        .post(
            &format!("{follow}/stop"),
            &json!({ "token": token(&told[0]) }),
        )
        .await;
    assert_eq!(stopped.status, 200, "{}", stopped.text);
    agent
        .post(
            &path(&declared, "/updates"),
            &json!({ "body": "Third news." }),
        )
        .await;
    assert_eq!(
        updates(&site, "eve@example.com", "Video stops").await.len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_42_nobody_makes_the_desk_write_to_a_stranger_again_and_again() {
    let site = Site::start().await;
    let declared = declare(&site, json!({ "title": "Video stops" })).await;
    let follow = path(&declared, "/followers");
    for _ in 0..8 {
        let asked = site
            .post(&follow, &json!({ "email": "victim@example.com" }))
            .await;
        assert_eq!(asked.status, 202, "{}", asked.text);
    }
    let mails = site.mails_to("victim@example.com").await;
    assert_eq!(
        mails.len(),
        3,
        "the same answer, and no mail past the third"
    );
    // Another's token, a changed one, and none.
    let right = token(mails[0]["text"].as_str().unwrap());
    for wrong in ["", "x", "x.y", &right[1..], &format!("{right}x")] {
        for act in ["confirm", "stop"] {
            let refused = site
                .post(&format!("{follow}/{act}"), &json!({ "token": wrong }))
                .await;
            refused.is_problem(422, "token");
        }
    }
    let another = declare(&site, json!({ "title": "Chat stops" })).await;
    let refused = site
        .post(
            &path(&another, "/followers/confirm"),
            &json!({ "token": right }),
        )
        .await;
    refused.is_problem(422, "token");
    // What is no address, and a program that fills in everything.
    site.post(&follow, &json!({ "email": "no address" }))
        .await
        .is_problem(422, "email");
    site.post(&follow, &json!({}))
        .await
        .is_problem(422, "email");
    let trapped = site
        .submit(&follow, &[("email", "a@example.com"), ("confirm_url", "x")])
        .await;
    assert_eq!(trapped.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_signed_in_follows_with_one_click() {
    let site = Site::start().await;
    ticket(&site, "access", "ada@example.com").await;
    let declared = declare(
        &site,
        json!({ "title": "Video stops", "topics": ["streaming"] }),
    )
    .await;
    let ada = site.sign_in("spotme", "ada@example.com").await;
    let form = ada.page("/spotme/new?topic=streaming").await;
    let follow = path(&declared, "/followers");
    let known = form
        .text
        .split_once(&follow)
        .unwrap()
        .1
        .split_once("</form>")
        .unwrap()
        .0;
    assert!(!known.contains("name=\"email\""), "{known}");
    let told = ada.submit(&follow, &[]).await;
    assert_eq!(told.status, 303, "{}", told.text);
    let agent = site.agent("spotme").await;
    agent
        .post(&path(&declared, "/updates"), &json!({ "body": "News." }))
        .await;
    assert_eq!(
        updates(&site, "ada@example.com", "Video stops").await.len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_no_updates_gets_none_for_further_tickets_either_and_can_ask_again() {
    let site = Site::start().await;
    let first = ticket(&site, "streaming", "eve@example.com").await;
    let declared = declare(
        &site,
        json!({ "title": "Video stops", "tickets": [first.id], "body": "We look into it." }),
    )
    .await;
    let agent = site.agent("spotme").await;
    let told = updates(&site, "eve@example.com", "Video stops").await;
    let (follow, token) = (path(&declared, "/followers"), token(&told[0]));
    let page = site.page(&link(&told[0])).await;
    assert!(
        page.words()
            .contains("We send each update to your address."),
        "{}",
        page.words()
    );
    let stopped = site
        .submit(&format!("{follow}/stop"), &[("token", &token)])
        .await;
    let page = site.page(stopped.header("location")).await;
    assert!(
        page.words().contains("You get no more emails about this."),
        "{}",
        page.words()
    );
    let second = ticket(&site, "streaming", "eve@example.com").await;
    agent
        .post(
            &path(&declared, "/tickets"),
            &json!({ "tickets": [second.id] }),
        )
        .await;
    agent
        .post(&path(&declared, "/updates"), &json!({ "body": "More." }))
        .await;
    assert_eq!(
        updates(&site, "eve@example.com", "Video stops").await.len(),
        1
    );
    // Whoever types the address anew changes nothing: its holder has said so, and takes it back by the link.
    let asked = site
        .post(&follow, &json!({ "email": "eve@example.com" }))
        .await;
    assert_eq!(asked.status, 202);
    let got = site.mails_to("eve@example.com").await.len();
    assert_eq!(got, 3, "two acknowledgements and the first update");
    let again = site
        .post(&format!("{follow}/confirm"), &json!({ "token": token }))
        .await;
    assert_eq!(again.status, 200, "{}", again.text);
    agent
        .post(&path(&declared, "/updates"), &json!({ "body": "At last." }))
        .await;
    assert_eq!(
        updates(&site, "eve@example.com", "Video stops").await.len(),
        2
    );
    // Stopped once more: but that her tickets are closed is told.
    site.post(&format!("{follow}/stop"), &json!({ "token": token }))
        .await;
    agent
        .post(
            &path(&declared, "/close"),
            &json!({ "body": "Over.", "close_tickets": true }),
        )
        .await;
    assert_eq!(
        updates(&site, "eve@example.com", "Video stops").await.len(),
        3
    );
}

//! LearnUpon: administrators only, in Portuguese and English.

use crate::support::Site;
use crate::support::files::File;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn lu_7_the_request_takes_cc_subject_and_description() {
    let site = Site::start().await;
    let form = site.page("/learnupon/new?topic=technical-problem").await;
    for input in ["cc", "subject", "description"] {
        assert!(form.inputs().contains(&input.to_owned()), "{input}");
    }
    for asked in ["portal", "cursos", "usuário"] {
        assert!(form.words().to_lowercase().contains(asked), "{asked}");
    }
    let copied = json!({ "cc": ["second-admin@example.com", "requester@example.com", "second-admin@example.com"] });
    let ticket = site.ticket("learnupon", "technical-problem", copied).await;
    assert_eq!(ticket.body["watchers"], json!(["second-admin@example.com"]));
    assert_eq!(site.mails_to("second-admin@example.com").await.len(), 0);
    site.confirmed(&ticket).await;
    assert_eq!(site.mails_to("second-admin@example.com").await.len(), 1);
    assert_eq!(site.mails_to("requester@example.com").await.len(), 1);
    let wrong = crate::support::ticket_body(
        "learnupon",
        "technical-problem",
        json!({ "cc": ["nobody"] }),
    );
    site.post("/api/desks/learnupon/tickets", &wrong)
        .await
        .is_problem(422, "cc");
}

#[tokio::test(flavor = "multi_thread")]
async fn lu_9_the_knowledge_base_and_the_identifiers_stand_by_every_form() {
    let site = Site::start().await;
    let desk = site.get("/api/desks/learnupon").await.json;
    for topic in desk["categories"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|c| c["topics"].as_array().unwrap())
    {
        let form = site
            .page(&format!(
                "/learnupon/new?topic={}",
                topic["id"].as_str().unwrap()
            ))
            .await;
        let resources = topic["resources"].as_array().unwrap();
        assert!(resources.len() >= 2);
        for resource in resources {
            assert!(
                form.text.contains(resource["url"].as_str().unwrap()),
                "{resource}"
            );
        }
        assert!(
            form.words().to_lowercase().contains("identificadores"),
            "{}",
            form.words()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lu_7_the_request_takes_attachments() {
    let site = Site::start().await;
    site.takes_files("learnupon", "technical-problem").await;
    let ticket = site
        .ticket("learnupon", "technical-problem", json!({}))
        .await;
    let files = [
        File::png("curso.png"),
        File::new(
            "certificado.pdf",
            "application/pdf",
            "%PDF-1.7\n%\n1 0 obj\n",
        ),
        File::new("usuários.csv", "text/csv", "e-mail\nuser@example.com\n"),
        // A SCORM package, as Windows calls it.
        File::new(
            "scorm.zip",
            "application/x-zip-compressed",
            b"PK\x03\x04\x14\0\0\0\x08\0imsmanifest.xml",
        ),
    ];
    site.carries(&ticket, &files).await;
}

//! The pages, and the preflights of other sites' forms.

use crate::requests::DESKS;
use crate::site::Site;
use hyper::Method;
use xtask_client::{Answer, Ask};

/// The front page names each desk, and each desk has its page and its answer in the API.
pub(crate) async fn front(site: &Site) -> Result<(), String> {
    let front = page(site, "/").await?;
    for (desk, topic) in DESKS {
        contains(&front, &format!("/{desk}"))?;
        contains(&page(site, &format!("/{desk}")).await?, "<html")?;
        let form = format!("/{desk}/new?topic={topic}");
        contains(&page(site, &form).await?, "<form")?;
        let api = Ask::get(format!("/api/desks/{desk}"));
        let answer = site.send(api).await?.expect(200)?;
        if answer.text_at("/id")? != desk {
            return Err(answer.unlike(&format!("the desk `{desk}`")));
        }
    }
    Ok(())
}

/// The API is described, for programs and for people.
pub(crate) async fn described(site: &Site) -> Result<(), String> {
    let document = site.send(Ask::get("/openapi.json")).await?.expect(200)?;
    if document.text_at("/openapi")? != "3.1.0" {
        return Err(document.unlike("OpenAPI 3.1.0"));
    }
    contains(&page(site, "/docs/api").await?, "openTicket")
}

/// Reads a page as a browser.
pub(crate) async fn page(site: &Site, path: &str) -> Result<Answer, String> {
    let ask = Ask::get(path).header("accept", "text/html");
    let answer = site.send(ask).await?.expect(200)?;
    if answer.header("content-type").starts_with("text/html") {
        return Ok(answer);
    }
    Err(answer.unlike("a page"))
}

/// Checks that a page shows that text.
pub(crate) fn contains(page: &Answer, text: &str) -> Result<(), String> {
    if page.text().contains(text) {
        return Ok(());
    }
    Err(page.unlike(&format!("a page with `{text}`")))
}

/// A browser that asks whether a form on another site may be sent is told that it may, with the headers that it has.
pub(crate) async fn preflight(site: &Site) -> Result<(), String> {
    let ask = Ask::new(Method::OPTIONS, "/api/desks/spotme/tickets")
        .header("origin", "https://event.example.com")
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "content-type,idempotency-key",
        );
    let answer = site.send(ask).await?.expect(204)?;
    for (header, wanted) in [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "POST"),
        ("access-control-allow-methods", "DELETE"),
        ("access-control-allow-headers", "idempotency-key"),
    ] {
        if !answer
            .header(header)
            .to_lowercase()
            .contains(&wanted.to_lowercase())
        {
            let got = answer.header(header);
            return Err(answer.unlike(&format!("`{header}` with `{wanted}`, not `{got}`")));
        }
    }
    Ok(())
}

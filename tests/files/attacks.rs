//! What storage is held to, and what it holds others to.

use crate::support::files::{File, PART, PNG};
use crate::support::{Created, Site};
use docket_cloud::Clock;
use docket_domain::attachment::Content;
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

async fn announced(site: &Site) -> (Created, File, Value) {
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let file = File::png("screen.png");
    let answer = site.announce(&ticket, &file).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    (ticket, file, answer.json)
}

/// Nothing has come of it, and the file can still be sent as it was announced.
async fn is_still_awaited(site: &Site, ticket: &Created, file: &File, answer: &Value) {
    site.settle().await;
    let id = answer["id"].as_str().unwrap();
    assert_eq!(site.file(ticket, id).await["state"], "uploading");
    let put = site.put(&answer["upload"], &file.bytes).await;
    assert_eq!(put.status, 200, "{}", put.text);
    site.settle().await;
    assert_eq!(site.file(ticket, id).await["state"], "stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_content_than_was_announced_is_refused_by_storage() {
    let site = Site::start().await;
    let (ticket, file, answer) = announced(&site).await;
    let upload = &answer["upload"];
    let longer = [PNG, b"!"].concat();
    assert_eq!(site.put(upload, &longer).await.status, 403);
    assert_eq!(site.put(upload, &PNG[..20]).await.status, 403);
    let mut other = PNG.to_vec();
    other[20] ^= 1;
    assert_eq!(site.put(upload, &other).await.status, 400);

    for (header, value) in [
        ("content-type", json!("text/html")),
        (
            "x-amz-checksum-sha256",
            json!("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        ),
    ] {
        let mut changed = upload.clone();
        changed["headers"][header] = value;
        assert_eq!(site.put(&changed, PNG).await.status, 403, "{header}");
        changed["headers"].as_object_mut().unwrap().remove(header);
        assert_eq!(
            site.put(&changed, PNG).await.status,
            403,
            "without {header}"
        );
    }
    is_still_awaited(&site, &ticket, &file, &answer).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_held_to_its_length_and_its_content() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let file = File::video("screen.mp4", PART + 100);
    let answer = site.announce(&ticket, &file).await.json;
    let last = &answer["upload"]["parts"][1];
    let mut other = file.bytes[PART..].to_vec();
    other[0] ^= 1;
    assert_eq!(site.put(last, &other).await.status, 400);
    assert_eq!(site.put(last, &other[..50]).await.status, 403);
    let again = site.announce(&ticket, &file).await.json;
    assert_eq!(again["upload"]["parts"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_good_for_one_file_once_and_not_for_long() {
    let site = Site::start().await;
    let (ticket, file, answer) = announced(&site).await;
    let upload = &answer["upload"];
    let url = upload["url"].as_str().unwrap();
    let id = answer["id"].as_str().unwrap();
    let (_, signature) = url.split_once("X-Amz-Signature=").unwrap();
    for (part, other) in [
        ("/incoming/", "/files/"),
        (id, "0190a0b1-0000-7000-8000-000000000000"),
        ("X-Amz-Expires=900", "X-Amz-Expires=9000"),
        (signature, &"0".repeat(64)),
    ] {
        assert!(url.contains(part), "{part} in {url}");
        let mut edited = upload.clone();
        edited["url"] = url.replacen(part, other, 1).into();
        let put = site.put(&edited, PNG).await;
        assert_eq!(put.status, 403, "{part}: {}", put.text);
    }
    let plain = json!({ "method": "PUT", "url": url.split('?').next().unwrap(), "headers": {} });
    assert_eq!(site.put(&plain, PNG).await.status, 403);

    // As if it had been signed an hour ago.
    let cloud = site.stack.cloud();
    let kept = cloud
        .store
        .file(&ticket.id.parse().unwrap(), id.parse().unwrap())
        .await;
    let kept = kept.unwrap().unwrap();
    let Some(Content::Whole { sha256 }) = &kept.content else {
        panic!("{kept:?}");
    };
    let earlier = Clock::system();
    earlier.advance(SignedDuration::from_hours(-1));
    let files = site.stack.files().clone().signing_at(earlier);
    let old = files.upload(&kept, sha256).await.unwrap();
    let old = json!({ "method": old.method, "url": old.url, "headers": old.headers });
    let expired = site.put(&old, PNG).await;
    assert_eq!(expired.status, 403);
    assert!(expired.text.contains("expired"), "{}", expired.text);

    is_still_awaited(&site, &ticket, &file, &answer).await;
    // Sent once more, it lands where nothing is any more, and is cleared away.
    let before = site.read(&ticket).await;
    site.put(upload, PNG).await;
    site.settle().await;
    assert_eq!(site.read(&ticket).await, before);
    let incoming = site
        .folder()
        .join(format!("files/objects/docket-files/incoming/{}", ticket.id));
    assert_eq!(std::fs::read_dir(incoming).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_26_the_content_decides_what_a_file_is() {
    let site = Site::start().await;
    let ticket = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let ticket = site.confirmed(&ticket).await;
    let html = "<!DOCTYPE html><html><script>alert(1)</script></html>";
    let page = File::new("holiday.png", "image/png", html);
    let id = site.attach(&ticket, &page).await;
    let aside = site.file(&ticket, &id).await;
    assert_eq!(
        (&aside["state"], &aside["reason"]),
        (&json!("quarantined"), &json!("type"))
    );
    let way = site.get(&ticket.api(&format!("/attachments/{id}"))).await;
    way.is_problem(409, "file");
    let mails = site.mails_to("requester@example.com").await;
    let told = mails.last().unwrap()["text"].as_str().unwrap();
    assert!(
        told.contains("holiday.png") && told.contains("text/html"),
        "{told}"
    );
    let words = site.page(&ticket.page()).await.words();
    assert!(
        words.contains("holiday.png") && words.contains("text/html"),
        "{words}"
    );

    // A picture with a script in it may come, and is only ever saved.
    let svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let id = site
        .attach(&ticket, &File::new("a.svg", "image/svg+xml", svg))
        .await;
    assert_eq!(site.file(&ticket, &id).await["inline"], false);
    for more in ["", "&show=inline"] {
        let (headers, _) = site.download(&ticket, &id, more).await;
        assert_eq!(headers["content-type"], "application/octet-stream");
        let disposition = headers["content-disposition"].to_str().unwrap();
        assert!(disposition.starts_with("attachment;"), "{disposition}");
    }

    // A bomb of an archive is an archive: nobody unpacks it here.
    let mut bomb = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
    bomb.extend(std::iter::repeat_n(0, 100_000));
    let id = site
        .attach(&ticket, &File::new("bomb.zip", "application/zip", bomb))
        .await;
    assert_eq!(site.file(&ticket, &id).await["state"], "stored");
    // A picture that is called a text is a picture.
    let id = site
        .attach(&ticket, &File::new("notes.txt", "text/plain", PNG))
        .await;
    assert_eq!(site.file(&ticket, &id).await["content_type"], "image/png");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_kept_as_far_as_it_does_no_harm() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    for (place, (given, kept)) in [
        ("../../etc/passwd.png", "passwd.png"),
        ("a\r\nX-Header: b\0.png", "aX-Header: b.png"),
        ("photo_\u{202e}gpj.png", "photo_gpj.png"),
        ("Снимок экрана 1.png", "Снимок экрана 1.png"),
        ("\"quoted\"; x=1.png", "\"quoted\"; x=1.png"),
        (
            "<img src=x onerror=alert(1)>.png",
            "<img src=x onerror=alert(1)>.png",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        // The same content under other names is another file.
        let bytes = [PNG, &[place as u8]].concat();
        let id = site
            .attach(&ticket, &File::new(given, "image/png", bytes.clone()))
            .await;
        assert_eq!(site.file(&ticket, &id).await["name"], kept);
        let (headers, down) = site.download(&ticket, &id, "").await;
        assert_eq!(down, bytes);
        let disposition = headers["content-disposition"].to_str().unwrap();
        assert!(
            !disposition.contains('\r') && disposition.matches('"').count() == 2,
            "{disposition}"
        );
    }
    let page = site.page(&ticket.page()).await;
    assert!(!page.text.contains("<img src=x"), "names are escaped");
    let long = format!("{}.png", "ж".repeat(1_000));
    let id = site.attach(&ticket, &File::png(&long)).await;
    let name = site.file(&ticket, &id).await["name"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        name.chars().count() <= 120 && name.ends_with(".png"),
        "{name}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_announcements_hold_as_many_places_as_the_desk_gives() {
    let site = Site::start().await;
    let ticket = site.ticket("spotme", "technical-problem", json!({})).await;
    let mut tasks = tokio::task::JoinSet::new();
    for worker in 0..20 {
        let (client, ticket) = (site.client().clone(), ticket.clone());
        tasks.spawn(async move {
            let mut taken = 0;
            for number in 0..500 {
                let bytes = [PNG, format!("{worker} {number}").as_bytes()].concat();
                let answer = client
                    .announce(&ticket, &File::new("x.png", "image/png", bytes))
                    .await;
                match answer.status {
                    201 => taken += 1,
                    // Many at once meet; whoever comes back gets in or is told why not.
                    503 => {}
                    _ => answer.is_problem(422, "name"),
                }
            }
            taken
        });
    }
    let taken: usize = tasks.join_all().await.into_iter().sum();
    assert_eq!(taken, 5);
    let used = site
        .stack
        .cloud()
        .store
        .files_on(&ticket.id.parse().unwrap())
        .await;
    assert_eq!(used.unwrap().count, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_refuses_costs_nobody_anything() {
    let site = Site::start_with_probe().await;
    let (ticket, file, answer) = announced(&site).await;
    let refuse = async |refuses: bool| {
        let body = json!({ "bucket_refuses": refuses });
        assert_eq!(site.post("/_local/faults", &body).await.status, 204);
    };
    refuse(true).await;
    assert_eq!(site.put(&answer["upload"], &file.bytes).await.status, 503);
    let video = File::video("a.mp4", PART + 1);
    let busy = site.announce(&ticket, &video).await;
    busy.is_problem(503, "");
    assert_eq!(busy.header("retry-after"), "2");
    refuse(false).await;
    let used = site
        .stack
        .cloud()
        .store
        .files_on(&ticket.id.parse().unwrap())
        .await
        .unwrap();
    assert_eq!(
        used.count, 1,
        "no place is held for what could not be begun"
    );
    is_still_awaited(&site, &ticket, &file, &answer).await;
    let id = site.attach(&ticket, &video).await;

    // It refuses when the file has arrived: the event is tried again, and then set aside; the sweep has it told once more.
    let late = File::png("late.png");
    let answer = site.announce(&ticket, &late).await.json;
    assert_eq!(site.put(&answer["upload"], &late.bytes).await.status, 200);
    refuse(true).await;
    site.settle().await;
    refuse(false).await;
    site.advance("PT25H").await;
    site.settle().await;
    assert_eq!(site.file(&ticket, &id).await["state"], "stored");
    assert_eq!(
        site.file(&ticket, answer["id"].as_str().unwrap()).await["state"],
        "stored"
    );
}

/// Sends a part of what was promised, and hangs up.
async fn cut(request: &Value, bytes: &[u8], sent: usize) {
    let url = request["url"]
        .as_str()
        .unwrap()
        .strip_prefix("http://")
        .unwrap();
    let (host, path) = url.split_once('/').unwrap();
    let mut head = format!(
        "PUT /{path} HTTP/1.1\r\nhost: {host}\r\ncontent-length: {}\r\n",
        bytes.len()
    );
    for (name, value) in request["headers"].as_object().unwrap() {
        if name != "host" {
            head.push_str(&format!("{name}: {}\r\n", value.as_str().unwrap()));
        }
    }
    let mut stream = TcpStream::connect(host).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(b"\r\n").await.unwrap();
    stream.write_all(&bytes[..sent]).await.unwrap();
    stream.flush().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_cut_at_every_tenth_of_fifty_megabytes_costs_one_part_each() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let file = File::video("long.mp4", 50_000_000);
    let announcement = file.announcement(PART);
    let mut sent = 0;
    for tenth in 1..10 {
        let until = file.bytes.len() / 10 * tenth;
        let answer = site.post(&ticket.api("/attachments"), &announcement).await;
        let answer = answer.json;
        for part in answer["upload"]["parts"].as_array().unwrap() {
            let start = (part["number"].as_u64().unwrap() as usize - 1) * PART;
            let bytes = file.bytes.chunks(PART).nth(start / PART).unwrap();
            if start + bytes.len() <= until {
                assert_eq!(site.put(part, bytes).await.status, 200);
                sent += bytes.len();
            } else if start < until {
                cut(part, bytes, until - start).await;
                sent += until - start;
            }
        }
    }
    let last = site.announce(&ticket, &file).await.json;
    assert_eq!(last["upload"]["parts"].as_array().unwrap().len(), 1);
    let joined = site.put_parts(&last, &file).await;
    assert_eq!(joined.status, 200, "{}", joined.text);
    site.settle().await;
    let (_, bytes) = site
        .download(&ticket, last["id"].as_str().unwrap(), "")
        .await;
    assert!(bytes == file.bytes);
    assert!(sent < file.bytes.len() + 9 * PART, "{sent}");

    // In one piece: nothing is there until all is there.
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let whole = File::video("short.mp4", 1_000_000);
    let answer = site.announce(&ticket, &whole).await.json;
    for tenth in 0..10 {
        cut(
            &answer["upload"],
            &whole.bytes,
            whole.bytes.len() / 10 * tenth,
        )
        .await;
    }
    is_still_awaited(&site, &ticket, &whole, &answer).await;
    let wrong = site
        .send(Method::DELETE, &ticket.api("/attachments/x"), &[], "")
        .await;
    wrong.is_problem(404, "file");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_files_that_arrive_at_once_are_all_on_the_ticket() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let store = &site.stack.cloud().store;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..10u8 {
        let file = File::new(
            &format!("{number}.png"),
            "image/png",
            [PNG, &[number]].concat(),
        );
        let answer = site.announce(&ticket, &file).await.json;
        assert_eq!(site.put(&answer["upload"], &file.bytes).await.status, 200);
        let key = format!("incoming/{}/{}", ticket.id, answer["id"].as_str().unwrap());
        let event = json!({
            "source": "aws.s3", "detail-type": "Object Created",
            "detail": { "bucket": { "name": "docket-files" }, "object": { "key": key } },
        });
        // Beside the bucket's own event, and twice.
        for _ in 0..2 {
            let (function, event) = (site.store_attachment(), event.clone());
            tasks.spawn(async move { function.handle(event).await });
        }
    }
    tasks.join_all().await;
    site.settle().await;
    let read = site.read(&ticket).await;
    let files = read["attachments"].as_array().unwrap();
    assert_eq!(files.len(), 10);
    assert!(
        files.iter().all(|file| file["state"] == "stored"),
        "{files:?}"
    );
    assert_eq!(read["version"], 11);
    let used = store.files_on(&ticket.id.parse().unwrap()).await.unwrap();
    assert_eq!(used.count, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sends_files_that_do_not_fit_without_end() {
    let site = Site::start().await;
    let ticket = site.ticket("spotme", "technical-problem", json!({})).await;
    for number in 0..15 {
        let page = format!("<html><script>{number}</script></html>");
        site.attach(&ticket, &File::new("page.png", "image/png", page))
            .await;
    }
    let one_more = site.announce(&ticket, &File::png("fits.png")).await;
    one_more.is_problem(422, "name");
}

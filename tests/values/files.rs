//! Files by their first bytes.

use super::start;
use crate::support::files::File;
use serde_json::{Value, json};

/// The beginning of a file in the ISO base media format, with these brands.
fn ftyp(brands: &[&str]) -> Vec<u8> {
    let mut bytes = u32::try_from(12 + 4 * brands.len())
        .unwrap()
        .to_be_bytes()
        .to_vec();
    bytes.extend(b"ftyp");
    for (place, brand) in brands.iter().enumerate() {
        bytes.extend(brand.as_bytes());
        if place == 0 {
            bytes.extend([0; 4]);
        }
    }
    bytes
}

/// A name, the type that the browser says, the first bytes, and the type that is kept. An empty one means that the file is
/// set aside.
fn files() -> Vec<(&'static str, &'static str, Vec<u8>, &'static str)> {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        ("a.png", "image/png", png.clone(), "image/png"),
        ("a.png", "image/jpeg", png.clone(), "image/png"),
        ("a.txt", "text/plain", png.clone(), "image/png"),
        (
            "a.jpg",
            "image/pjpeg",
            b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(),
            "image/jpeg",
        ),
        (
            "a.gif",
            "image/gif",
            b"GIF89a\x01\0\x01\0".to_vec(),
            "image/gif",
        ),
        (
            "a.webp",
            "image/webp",
            b"RIFF\x24\0\0\0WEBPVP8 ".to_vec(),
            "image/webp",
        ),
        (
            "a.heic",
            "image/heic",
            ftyp(&["heic", "mif1", "heic"]),
            "image/heif",
        ),
        (
            "a.heic",
            "image/heif",
            ftyp(&["heix", "mif1"]),
            "image/heif",
        ),
        (
            "a.heif",
            "image/heif",
            ftyp(&["mif1", "mif1", "heic"]),
            "image/heif",
        ),
        (
            "a.avif",
            "image/avif",
            ftyp(&["mif1", "avif", "miaf"]),
            "image/avif",
        ),
        (
            "a.mp4",
            "video/mp4",
            ftyp(&["isom", "iso2", "avc1"]),
            "video/mp4",
        ),
        ("a.m4v", "video/x-m4v", ftyp(&["M4V ", "mp42"]), "video/mp4"),
        (
            "a.mov",
            "video/quicktime",
            ftyp(&["qt  "]),
            "video/quicktime",
        ),
        ("a.m4a", "audio/x-m4a", ftyp(&["M4A ", "mp42"]), "audio/mp4"),
        ("a.3gp", "video/3gpp", ftyp(&["3gp5", "isom"]), "video/3gpp"),
        (
            "a.mp3",
            "audio/mpeg",
            b"ID3\x04\0\0\0\0\0\0".to_vec(),
            "audio/mpeg",
        ),
        (
            "a.mp3",
            "audio/mp3",
            b"\xff\xfb\x90\x64\0".to_vec(),
            "audio/mpeg",
        ),
        (
            "a.mp3",
            "audio/mpeg",
            b"\xff\xf3\x84\xc4".to_vec(),
            "audio/mpeg",
        ),
        (
            "a.mp3",
            "audio/mpeg",
            b"\xff\xfa\x90\x64".to_vec(),
            "audio/mpeg",
        ),
        (
            "a.mp3",
            "audio/mpeg",
            b"\xff\xe3\x18\xc4".to_vec(),
            "audio/mpeg",
        ),
        (
            "a.mp3",
            "audio/mpeg",
            b"\0\0\0\0\xff\xfb".to_vec(),
            "audio/mpeg",
        ),
        (
            "a.wav",
            "audio/x-wav",
            b"RIFF\x24\0\0\0WAVEfmt ".to_vec(),
            "audio/wav",
        ),
        (
            "a.ogg",
            "audio/ogg",
            b"OggS\0\x02\0\0\0\0\0\0\0\0".to_vec(),
            "audio/ogg",
        ),
        (
            "a.pdf",
            "application/pdf",
            text("%PDF-1.7\n"),
            "application/pdf",
        ),
        (
            "a.pdf",
            "application/pdf",
            text("\r\n%PDF-1.7\n"),
            "application/pdf",
        ),
        (
            "a.pdf",
            "application/pdf",
            text("\u{feff}%PDF-1.4\n"),
            "application/pdf",
        ),
        (
            "a.pdf",
            "application/x-pdf",
            b"\0\0junk\0%PDF-1.5".to_vec(),
            "application/pdf",
        ),
        (
            "a.log",
            "text/plain",
            text("12:00 cannot draw <svg width=1>\n"),
            "text/plain",
        ),
        (
            "a.log",
            "",
            text("12:00 cannot draw <svg width=1>\n"),
            "text/plain",
        ),
        ("a.log", "text/x-log", text("plain"), "text/plain"),
        (
            "a.log",
            "text/plain",
            text("<?xml version=\"1.0\"?>\n<log/>\n"),
            "text/plain",
        ),
        (
            "a.log",
            "text/plain",
            text("#!/bin/sh\necho x\n"),
            "text/plain",
        ),
        (
            "a.log",
            "text/plain",
            text("<!-- made by a tool --> 12:00 started\n"),
            "text/plain",
        ),
        (
            "a.log",
            "text/plain",
            text("BM starts this line\n"),
            "text/plain",
        ),
        (
            "a.log",
            "application/octet-stream",
            text("MZ starts this line\n"),
            "text/plain",
        ),
        (
            "a.log",
            "text/plain",
            b"\xff\xfeW\0i\0n\0".to_vec(),
            "text/plain",
        ),
        (
            "a.log",
            "text/plain",
            b"\xcf\xf0\xe8\xe2\xe5\xf2\r\n".to_vec(),
            "text/plain",
        ),
        (
            "a.xml",
            "text/xml",
            text("<?xml version=\"1.0\"?><a/>"),
            "application/xml",
        ),
        ("a.csv", "text/csv", text("a,b\n1,2\n"), "text/csv"),
        (
            "a.csv",
            "application/vnd.ms-excel",
            text("a;b\n1;2\n"),
            "application/vnd.ms-excel",
        ),
        (
            "a.csv",
            "text/comma-separated-values",
            text("a;b\n"),
            "text/csv",
        ),
        ("a.csv", "application/x-unknown", text("a;b\n"), "text/csv"),
        (
            "a.json",
            "application/json",
            text("{\"a\": 1}"),
            "application/json",
        ),
        ("a.har", "", text("{\"log\": {}}"), "application/json"),
        (
            "a.eml",
            "message/rfc822",
            text("From: a@example.com\r\n\r\nx"),
            "message/rfc822",
        ),
        (
            "a.zip",
            "application/x-zip-compressed",
            b"PK\x03\x04\x14\0\0\0\x08\0".to_vec(),
            "application/zip",
        ),
        (
            "a.xlsx",
            sheet,
            b"PK\x03\x04\x14\0\0\0\x08\0".to_vec(),
            sheet,
        ),
        (
            "a.xls",
            "application/vnd.ms-excel",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec(),
            "application/vnd.ms-excel",
        ),
        (
            "a.doc",
            "application/msword",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec(),
            "application/msword",
        ),
        ("a.m4a", "audio/mp4", ftyp(&["mp42", "isom"]), "audio/mp4"),
        ("a.m4a", "audio/x-m4a", ftyp(&["isom"]), "audio/mp4"),
        (
            "a.webm",
            "audio/webm",
            b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm".to_vec(),
            "audio/webm",
        ),
        (
            "a.log",
            "text/plain",
            b"12:00 started \x08\x08 and went on for some time\n".to_vec(),
            "text/plain",
        ),
        (
            "a.log",
            "text/plain",
            b"1\x002\x00:\x000\x000\x00 \x00x\x00".to_vec(),
            "text/plain",
        ),
        (
            "a.log",
            "text/plain",
            text("<b>ERROR</b> in line 7\n"),
            "text/plain",
        ),
        // A browser would draw it, or the desk does not take it.
        (
            "a.png",
            "image/png",
            text("<!doctype html><script>x</script>"),
            "",
        ),
        ("a.txt", "text/plain", text("<html><body>x"), ""),
        ("a.png", "image/png", b"\x01\x02\x03\x04".to_vec(), ""),
        (
            "a.zip",
            "application/zip",
            b"MZ\x90\0\x03\0\0\0".to_vec(),
            "",
        ),
        (
            "a.pdf",
            "application/pdf",
            b"MZ\x90\0\x03\0\0\0".to_vec(),
            "",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_40_files_are_judged_as_devices_make_them() {
    let site = start().await;
    let files = files();
    println!("{} files", files.len());
    let ticket = site.ticket("kinds", "form", json!({})).await;
    for (place, (name, declared, bytes, kept)) in files.iter().enumerate() {
        // Two files with one content are one declaration.
        let mut bytes = bytes.clone();
        if bytes.len() > 12 {
            bytes.extend(place.to_string().bytes());
        }
        let name = format!("{place}-{name}");
        let id = site
            .attach(&ticket, &File::new(&name, declared, bytes))
            .await;
        let read = site.read(&ticket).await;
        let attachments = read["attachments"].as_array().unwrap();
        let file = attachments.iter().find(|file| file["id"] == *id).unwrap();
        if kept.is_empty() {
            assert_eq!(file["state"], "quarantined", "{name} {declared}: {file}");
            continue;
        }
        assert_eq!(
            (&file["state"], &file["content_type"]),
            (&json!("stored"), &json!(kept)),
            "{name} {declared}"
        );
        // What is not shown is saved.
        let shown = [
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "image/avif",
            "video/mp4",
            "video/quicktime",
        ];
        let is_text = ["text/plain", "text/csv", "application/json"].contains(kept);
        assert_eq!(
            file["inline"],
            Value::Bool(shown.contains(kept) || is_text),
            "{name}"
        );
    }
}

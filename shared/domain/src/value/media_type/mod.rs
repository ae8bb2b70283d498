//! Media types of files, recognised by their content.
//!
//! A file's name and the type that a browser declares can be wrong. The first bytes of the file
//! decide which type it is served as.

mod content;
mod endings;

pub use endings::ENDINGS;

use content::{Found, found};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A media type such as `image/png`, in lower case and without parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MediaType(String);

/// The way in which a browser may show a file on the page, instead of saving it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inline {
    /// As an image.
    Image,
    /// As a video.
    Video,
    /// As plain text.
    Text,
}

/// The media type of unknown content.
const BYTES: &str = "application/octet-stream";
const TEXT: &str = "text/plain";
const ZIP: &str = "application/zip";
const PDF: &str = "application/pdf";
/// How `infer` calls the container of older documents of Office.
const COMPOUND_FILE: &str = "application/x-ole-storage";

/// Image types that browsers show without running anything. SVG is left out, since it can hold
/// scripts.
const IMAGES: [&str; 5] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
];
const VIDEOS: [&str; 3] = ["video/mp4", "video/webm", "video/quicktime"];

/// Prefixes of types whose files are ZIP archives with a defined content.
const ZIPPED: [&str; 4] = [
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.",
    "application/epub+zip",
    "application/java-archive",
];

/// Text types that the first bytes cannot tell from other text.
const TEXTS: [&str; 5] = [
    "text/plain",
    "text/csv",
    "text/markdown",
    "text/tab-separated-values",
    "application/json",
];

impl MediaType {
    /// Parses a media type, drops its parameters, and replaces an alias by the usual name.
    ///
    /// Returns `None` if the text is not a media type, or has more than 100 characters without the
    /// parameters.
    ///
    /// ```
    /// use docket_domain::MediaType;
    /// let png = MediaType::parse("Image/PNG; x=y");
    /// assert_eq!(png.as_ref().map(MediaType::as_str), Some("image/png"));
    /// assert_eq!(MediaType::parse("png"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let essence = text.split(';').next().unwrap_or(text);
        let essence = essence.trim().to_ascii_lowercase();
        let (kind, subtype) = essence.split_once('/')?;
        let token = |part: &str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "!#$&-^_.+".contains(c))
        };
        let good = essence.len() <= 100 && token(kind) && token(subtype);
        good.then(|| Self(alias(&essence).to_owned()))
    }

    /// Returns `application/octet-stream`, the type of unknown content.
    #[must_use]
    pub fn octet_stream() -> Self {
        Self(BYTES.to_owned())
    }

    /// Returns the type that the extension of a file name stands for. Returns `None` if the name
    /// has no extension, or one that is not in Docket's list.
    ///
    /// It serves where a browser declares no type because its system does not know the extension.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        endings::of_name(name).map(|known| Self(known.to_owned()))
    }

    /// Returns `true` for `application/octet-stream`, which says nothing about the content.
    #[must_use]
    pub fn is_octet_stream(&self) -> bool {
        self.0 == BYTES
    }

    /// Returns the type as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns `true` if one of `types` covers this type: `image/png` by its name, or `image/*` by
    /// its kind.
    ///
    /// ```
    /// use docket_domain::MediaType;
    /// let png = MediaType::parse("image/png");
    /// assert!(png.is_some_and(|png| png.is_among(&["image/*".to_owned()])));
    /// ```
    #[must_use]
    pub fn is_among(&self, types: &[String]) -> bool {
        types.iter().any(|known| match known.strip_suffix('*') {
            Some(kind) => self.0.starts_with(kind),
            None => alias(known) == self.0,
        })
    }

    /// Returns the type of a file that begins with these bytes.
    ///
    /// The declared type counts only where the bytes leave a choice: which kind of text the file is,
    /// which kind of document a ZIP archive is, or what content is that nothing is known of. Nothing
    /// that a browser would draw is taken on trust.
    #[must_use]
    pub fn of_content(begin: &[u8], declared: &Self) -> Self {
        let is = |types: &[&str]| types.iter().any(|known| declared.0.starts_with(known));
        // What is only saved harms nobody on the page.
        let is_saved = declared.inline().is_none() && !declared.is_active();
        let is_document = is_saved && declared.0 != PDF && !declared.is_octet_stream();
        match found(begin, &declared.0) {
            Found::Is(ZIP) if is(&ZIPPED) => declared.clone(),
            // Many kinds of documents are archives inside.
            Found::Is(ZIP | COMPOUND_FILE) if is(&["application/"]) && is_document => {
                declared.clone()
            }
            // Containers for video hold sound alone as well.
            Found::Is("video/mp4" | "video/3gpp" | "video/webm" | "video/x-ms-asf")
                if is(&["audio/"]) =>
            {
                declared.clone()
            }
            Found::Is(found) => Self(alias(found).to_owned()),
            Found::Text if is(&TEXTS) || is_saved => declared.clone(),
            Found::Text => Self(TEXT.to_owned()),
            Found::Unknown if is_saved => declared.clone(),
            Found::Unknown => Self(BYTES.to_owned()),
        }
    }

    /// Returns `true` for types that a browser would run.
    fn is_active(&self) -> bool {
        let active = ["text/html", "image/svg+xml", "application/xhtml+xml"];
        active.contains(&self.0.as_str()) || self.0.contains("script")
    }

    /// Returns how a browser may show a file of this type on the page. Returns `None` if the
    /// browser may only save it.
    #[must_use]
    pub fn inline(&self) -> Option<Inline> {
        let is = |types: &[&str]| types.contains(&self.0.as_str());
        if is(&IMAGES) {
            Some(Inline::Image)
        } else if is(&VIDEOS) {
            Some(Inline::Video)
        } else if is(&TEXTS) {
            Some(Inline::Text)
        } else {
            None
        }
    }

    /// Returns the type to send in the `Content-Type` header. It is never one that a browser would
    /// run: types that cannot be shown on the page are sent as `application/octet-stream`, and all
    /// text as `text/plain`.
    #[must_use]
    pub fn content_type_header(&self) -> &str {
        match self.inline() {
            Some(Inline::Text) => "text/plain; charset=utf-8",
            Some(Inline::Image | Inline::Video) => &self.0,
            None => BYTES,
        }
    }
}

/// Returns the usual name of a type that has several names.
fn alias(media_type: &str) -> &str {
    match media_type {
        "application/x-zip-compressed" | "application/x-zip" => ZIP,
        "application/x-gzip" => "application/gzip",
        "image/jpg" | "image/pjpeg" => "image/jpeg",
        "audio/x-wav" | "audio/vnd.wave" | "audio/wave" => "audio/wav",
        "audio/mp3" | "audio/x-mpeg" | "audio/mpeg3" | "audio/x-mp3" => "audio/mpeg",
        "audio/m4a" | "audio/x-m4a" | "audio/mp4a-latm" => "audio/mp4",
        "audio/x-flac" => "audio/flac",
        "application/ogg" | "audio/opus" => "audio/ogg",
        "video/x-m4v" => "video/mp4",
        "image/heic" => "image/heif",
        "image/x-ms-bmp" => "image/bmp",
        "text/xml" => "application/xml",
        "text/json" => "application/json",
        "text/comma-separated-values" | "application/csv" | "text/x-csv" => "text/csv",
        "text/x-log" | "text/log" => TEXT,
        "application/x-pdf" => "application/pdf",
        "application/x-rar-compressed" | "application/x-rar" => "application/vnd.rar",
        other => other,
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(begin: &[u8], declared: &str) -> String {
        let declared = MediaType::parse(declared).unwrap();
        MediaType::of_content(begin, &declared).to_string()
    }

    #[test]
    fn content_decides() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        assert_eq!(of(png, "image/png"), "image/png");
        assert_eq!(of(png, "text/plain"), "image/png");
        assert_eq!(of(b"<!DOCTYPE html><script>", "image/png"), "text/html");
        assert_eq!(of(b"hello", "image/png"), "text/plain");
        assert_eq!(of(b"a,b\n1,2\n", "text/csv"), "text/csv");
        assert_eq!(
            of("жжж".as_bytes().get(..5).unwrap(), "text/plain"),
            "text/plain"
        );
        assert_eq!(of(b"\x01\x02\x03\x04", "text/plain"), BYTES);
        assert_eq!(of(b"\x01\x02\x03\x04", "image/png"), BYTES);
        assert_eq!(of(b"\x01\x02\x03\x04", "audio/mpeg"), "audio/mpeg");
        assert_eq!(
            of(b"<?xml version='1.0'?><log/>", "text/plain"),
            "text/plain"
        );
        assert_eq!(of(b"#!/bin/sh\n", "text/plain"), "text/plain");
        assert_eq!(of(b"<html>", "application/zip"), "text/html");
        assert_eq!(of(b"\xcf\xf0\xe8\xe2\xe5\xf2", "text/plain"), "text/plain");
        assert_eq!(of(b"\xff\xfea\0b\0", "text/plain"), "text/plain");
        assert_eq!(of(b"BMW is slow\nMZ too\n", "text/plain"), "text/plain");
        assert_eq!(
            of(b"MZ\x90\0", "image/png"),
            "application/vnd.microsoft.portable-executable"
        );
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        assert_eq!(of(svg, "image/png"), "image/svg+xml");
        assert_eq!(
            of(b"<?xml version=\"1.0\"?><svg>", "image/svg+xml"),
            "image/svg+xml"
        );
        let zip = b"PK\x03\x04\x14\0\0\0\x08\0";
        assert_eq!(of(zip, "application/x-zip-compressed"), ZIP);
        let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        assert_eq!(of(zip, sheet), sheet);
        assert_eq!(of(zip, "image/png"), ZIP);
    }

    #[test]
    fn nothing_that_a_browser_runs_is_served_as_such() {
        for (kind, served) in [
            ("image/svg+xml", BYTES),
            ("text/html", BYTES),
            ("application/pdf", BYTES),
            ("image/png", "image/png"),
            ("application/json", "text/plain; charset=utf-8"),
        ] {
            assert_eq!(
                MediaType::parse(kind).unwrap().content_type_header(),
                served
            );
        }
    }

    #[test]
    fn a_type_has_one_spelling() {
        assert_eq!(
            MediaType::parse("Image/PNG; a=b").unwrap().as_str(),
            "image/png"
        );
        for bad in [
            "",
            "png",
            "/",
            "a/",
            "a/b/c",
            "a b/c",
            "é/é",
            &format!("a/{}", "b".repeat(200)),
        ] {
            assert_eq!(MediaType::parse(bad), None, "{bad}");
        }
        let types = ["image/*".to_owned(), "text/plain".to_owned()];
        assert!(MediaType::parse("image/webp").unwrap().is_among(&types));
        assert!(!MediaType::parse("text/html").unwrap().is_among(&types));
    }
}

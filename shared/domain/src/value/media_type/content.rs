//! Recognises the type of a file by its first bytes, as people's devices make files.

/// How sure the first bytes are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The content is of this type, whatever was declared.
    Is(&'static str),
    /// The content is text, and nothing more is known of it.
    Text,
    /// Nothing is known.
    Unknown,
}

/// The bytes in which readers look for the header of a PDF: its own rule, in the implementation notes of
/// the PDF reference, 1.7, appendix H.
const PDF_HEADER_WITHIN: usize = 1024;
/// The elements that a page begins with. A log can begin with any other.
const DRAWN: [&str; 6] = ["html", "head", "body", "script", "iframe", "style"];
const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Returns the type of a file that begins with these bytes. `declared` decides where the same bytes
/// can begin files of two types.
pub(super) fn found(begin: &[u8], declared: &str) -> Found {
    if let Some(media_type) = of_container(begin) {
        return Found::Is(media_type);
    }
    match declared {
        "audio/mpeg" if has_mpeg_frame(begin) => return Found::Is("audio/mpeg"),
        "application/pdf" if has_pdf_header(begin) => return Found::Is("application/pdf"),
        "application/msword"
        | "application/vnd.ms-excel"
        | "application/vnd.ms-powerpoint"
        | "application/vnd.ms-outlook"
            if begin.starts_with(COMPOUND_FILE) =>
        {
            return Found::Unknown;
        }
        _ => {}
    }
    let known = infer::get(begin).map(|found| found.mime_type());
    if is_text(begin) {
        let element = first_element(begin);
        return match known {
            _ if element.as_deref() == Some("svg") => Found::Is("image/svg+xml"),
            Some("text/html") if element.is_some_and(|name| DRAWN.contains(&name.as_str())) => {
                Found::Is("text/html")
            }
            Some(found @ ("application/pdf" | "application/rtf" | "application/postscript")) => {
                Found::Is(found)
            }
            // The marks of other types can be as short as two letters, with which a text can begin too.
            _ => Found::Text,
        };
    }
    match known {
        Some(known) => Found::Is(known),
        None if declared.starts_with("text/") && is_almost_text(begin) => Found::Text,
        None => Found::Unknown,
    }
}

/// Returns `true` for a text with few controls, as terminals log them, or in UTF-16 without a mark.
fn is_almost_text(begin: &[u8]) -> bool {
    let is_control = |byte: &&u8| **byte < 0x20 && !b"\t\n\r".contains(byte);
    let zeros = |from: usize| {
        let every_other = begin.iter().skip(from).step_by(2);
        every_other.filter(|byte| **byte == 0).count()
    };
    let most = begin.len() * 3 / 8;
    let is_utf_16 = begin.len() > 4 && (zeros(0) > most) != (zeros(1) > most);
    let controls = begin.iter().filter(is_control).count();
    is_utf_16 || (begin.len() > 16 && controls * 10 < begin.len())
}

/// Returns the type of a file in the ISO base media format, by its brands. The first brand that says
/// something decides: `mif1` alone is an image of any codec. Source: the registry at mp4ra.org.
fn of_container(begin: &[u8]) -> Option<&'static str> {
    if begin.get(4..8)? != b"ftyp" {
        return None;
    }
    let length = u32::from_be_bytes(begin.get(..4)?.try_into().ok()?);
    let end = begin
        .len()
        .min(usize::try_from(length).unwrap_or(usize::MAX));
    let major = begin.get(8..12)?;
    // The minor version stands between the major brand and the others.
    let others = begin.get(16..end).unwrap_or_default().chunks_exact(4);
    let brands: Vec<&[u8]> = std::iter::once(major).chain(others).collect();
    let exact = brands.iter().find_map(|brand| match *brand {
        b"avif" | b"avis" => Some("image/avif"),
        b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"hevm" | b"hevs" => {
            Some("image/heif")
        }
        b"qt  " => Some("video/quicktime"),
        b"M4A " | b"M4B " | b"M4P " => Some("audio/mp4"),
        brand if brand.starts_with(b"3g") => Some("video/3gpp"),
        _ => None,
    });
    let general = brands.iter().find_map(|brand| match *brand {
        b"mif1" | b"msf1" => Some("image/heif"),
        _ => None,
    });
    // A video may say that it can also be read as QuickTime or 3GP: its major brand counts.
    match (major, exact) {
        (
            b"isom" | b"iso2" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1" | b"M4V ",
            _,
        ) => Some("video/mp4"),
        (_, Some(exact)) => Some(exact),
        (_, None) => Some(general.unwrap_or("video/mp4")),
    }
}

/// Returns `true` for the beginning of a frame of MPEG audio, layer II or III, of MPEG 1, 2 or 2.5, with
/// or without a checksum. Files without a tag begin so. Source: ISO/IEC 11172-3, 2.4.1.3.
fn has_mpeg_frame(begin: &[u8]) -> bool {
    let [0xff, second, third, ..] = begin else {
        return false;
    };
    let is_sync = second & 0xe0 == 0xe0;
    let is_version = second & 0x18 != 0x08;
    let is_layer = matches!(second & 0x06, 0x02 | 0x04);
    let is_rate = third & 0xf0 != 0xf0 && third & 0x0c != 0x0c;
    is_sync && is_version && is_layer && is_rate
}

fn has_pdf_header(begin: &[u8]) -> bool {
    let within = begin.get(..PDF_HEADER_WITHIN).unwrap_or(begin);
    within.windows(5).any(|bytes| bytes == b"%PDF-")
}

/// Returns `true` if the bytes are text, in any encoding: Windows writes logs in many.
///
/// Text has none of the bytes that the WHATWG calls binary (MIME Sniffing Standard, 4), or begins
/// with the byte order mark of UTF-16.
pub(super) fn is_text(begin: &[u8]) -> bool {
    let is_binary = |byte: &u8| matches!(byte, 0x00..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f);
    let utf_16 = begin.starts_with(b"\xff\xfe") || begin.starts_with(b"\xfe\xff");
    utf_16 || (!begin.is_empty() && !begin.iter().any(is_binary))
}

/// Returns the name of the first element of a document, without its prefix and in lower case: what a
/// browser would take it for. A log that only mentions an element has none at its beginning. A type of
/// document counts as its element.
fn first_element(begin: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(begin);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else {
            break;
        };
        let (_, after) = rest.split_once(end)?;
        rest = after.trim_start();
    }
    let element = rest.strip_prefix('<')?;
    let doctype = element
        .get(..8)
        .filter(|start| start.eq_ignore_ascii_case("!doctype"));
    let element = match doctype {
        Some(_) => element.get(8..)?.trim_start(),
        None => element,
    };
    let name = element
        .split(|c: char| c.is_whitespace() || "/>[".contains(c))
        .next()?;
    let local = name.rsplit(':').next().unwrap_or(name);
    let is_name = local.starts_with(|c: char| c.is_ascii_alphabetic());
    is_name.then(|| local.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ftyp(brands: &[&[u8; 4]]) -> Vec<u8> {
        let mut bytes = u32::try_from(12 + 4 * brands.len())
            .unwrap()
            .to_be_bytes()
            .to_vec();
        bytes.extend(b"ftyp");
        for (place, brand) in brands.iter().enumerate() {
            bytes.extend(*brand);
            if place == 0 {
                bytes.extend([0; 4]);
            }
        }
        bytes
    }

    #[test]
    fn brands_decide() {
        for (brands, media_type) in [
            (&[b"heic", b"mif1"][..], "image/heif"),
            (&[b"heix", b"mif1", b"heix"], "image/heif"),
            (&[b"mif1", b"mif1", b"heic"], "image/heif"),
            (&[b"mif1", b"mif1", b"avif", b"miaf"], "image/avif"),
            (&[b"mif1"], "image/heif"),
            (&[b"msf1", b"hevc"], "image/heif"),
            (&[b"avif", b"mif1"], "image/avif"),
            (&[b"qt  "], "video/quicktime"),
            (&[b"M4A ", b"mp42", b"isom"], "audio/mp4"),
            (&[b"isom", b"iso2", b"avc1", b"mp41"], "video/mp4"),
            (&[b"mp42", b"mp41", b"qt  "], "video/mp4"),
            (&[b"M4V ", b"M4A "], "video/mp4"),
            (&[b"3gp5", b"isom"], "video/3gpp"),
            (&[b"dash"], "video/mp4"),
        ] {
            assert_eq!(
                found(&ftyp(brands), ""),
                Found::Is(media_type),
                "{brands:?}"
            );
        }
        assert_eq!(of_container(b"\0\0\0\x10ftyp"), None);
        assert_eq!(
            of_container(b"\xff\xff\xff\xffftypheic"),
            Some("image/heif")
        );
    }

    #[test]
    fn audio_without_a_tag_begins_with_a_frame() {
        for begin in [
            b"\xff\xf3\x84\xc4", // MPEG 2
            b"\xff\xfb\x90\x00", // MPEG 1
            b"\xff\xfa\x90\x00", // with a checksum
            b"\xff\xe3\x18\xc4", // MPEG 2.5
            b"\xff\xfd\x90\x00", // layer II
        ] {
            assert_eq!(
                found(begin, "audio/mpeg"),
                Found::Is("audio/mpeg"),
                "{begin:?}"
            );
        }
        for begin in [
            b"\xff\xfea\0",
            b"\xff\xd8\xff\xe0",
            b"\xff\xff\xff\xff",
            b"\xff\xf1\x50\x80",
        ] {
            assert!(!has_mpeg_frame(begin), "{begin:?}");
        }
    }

    #[test]
    fn an_image_of_svg_is_told_from_a_text_about_one() {
        for svg in [
            "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "<?xml version=\"1.0\"?>\n<!-- made -->\n<!DOCTYPE svg>\n<svg>",
            "\u{feff}  <SVG ",
            "<s:svg xmlns:s='http://www.w3.org/2000/svg'>",
        ] {
            assert_eq!(
                found(svg.as_bytes(), "text/plain"),
                Found::Is("image/svg+xml"),
                "{svg}"
            );
        }
        for text in [
            "12:00 loading <svg> failed",
            "<?xml version=\"1.0\"?><log><svg/></log>",
            "#!/bin/sh\necho '<svg>'",
            "<svgx>",
            "<!-- never ends <svg>",
            "<!-- a log --> 12:00 started",
            "<12> a line of syslog",
        ] {
            assert_eq!(found(text.as_bytes(), "text/plain"), Found::Text, "{text}");
        }
    }

    #[test]
    fn a_pdf_may_begin_late() {
        let late = [&b"\r\n"[..], b"%PDF-1.7\n"].concat();
        assert_eq!(
            found(&late, "application/pdf"),
            Found::Is("application/pdf")
        );
        let mentioned = b"the header is %PDF-1.7 there";
        assert_eq!(found(mentioned, "text/plain"), Found::Text);
        let too_late = [&[b' '; 1100][..], b"%PDF-1.7"].concat();
        assert_eq!(found(&too_late, "application/pdf"), Found::Text);
    }
}

//! The name under which a browser saves a file.

use docket_domain::attachment::FileName;

/// Returns the value of `Content-Disposition` as in RFC 6266. It holds the name twice: in ASCII for
/// old clients, and in UTF-8 for all others. `in_place` makes it `inline` instead of `attachment`.
pub(super) fn disposition(name: &FileName, in_place: bool) -> String {
    let kind = if in_place { "inline" } else { "attachment" };
    let encoded: String = name
        .as_str()
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    format!(
        "{kind}; filename=\"{}\"; filename*=UTF-8''{encoded}",
        name.ascii()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_can_be_said_in_a_header() {
        for (name, header) in [
            (
                "a b.png",
                "attachment; filename=\"a b.png\"; filename*=UTF-8''a%20b.png",
            ),
            (
                "ж\".txt",
                "attachment; filename=\"__.txt\"; filename*=UTF-8''%D0%B6%22.txt",
            ),
        ] {
            assert_eq!(disposition(&FileName::new(name), false), header);
        }
    }
}

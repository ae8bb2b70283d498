//! What a file is to be called where it is saved.

use docket_domain::attachment::FileName;

/// `Content-Disposition` as in RFC 6266: the name in ASCII for those who read no more, and as it is for all others.
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

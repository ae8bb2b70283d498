//! Chooses the format and the language of an answer.

use docket_domain::Language;

/// Returns `true` when the client accepts HTML and does not name JSON before it. Browsers do so.
pub(crate) fn wants_html(accept: &str) -> bool {
    let place = |kind: &str| accept.split(',').position(|part| media_type(part) == kind);
    match (place("text/html"), place("application/json")) {
        (Some(html), Some(json)) => html < json,
        (html, _) => html.is_some(),
    }
}

/// Returns the media type without its parameters, in lower case.
pub(crate) fn media_type(header: &str) -> String {
    let essence = header.split(';').next().unwrap_or(header);
    essence.trim().to_ascii_lowercase()
}

/// Returns the languages in an `Accept-Language` header, the most wanted first.
pub(crate) fn languages(header: &str) -> Vec<Language> {
    let mut wanted: Vec<(u16, Language)> = header
        .split(',')
        .take(20)
        .filter_map(|part| {
            let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
            let quality = parameters
                .trim()
                .strip_prefix("q=")
                .map_or(Some(1.0), |q| q.parse::<f32>().ok())?;
            // RFC 9110 allows three decimal places.
            let thousandths = (quality.clamp(0.0, 1.0) * 1000.0) as u16;
            Some((thousandths, tag.trim().parse().ok()?))
        })
        .filter(|(quality, _)| *quality > 0)
        .collect();
    wanted.sort_by_key(|(quality, _)| std::cmp::Reverse(*quality));
    wanted.into_iter().map(|(_, language)| language).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_get_pages() {
        assert!(wants_html(
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
        ));
        assert!(!wants_html("*/*"));
        assert!(!wants_html("application/json"));
        assert!(!wants_html("application/json, text/html;q=0.5"));
        assert!(!wants_html(""));
    }

    #[test]
    fn the_most_wanted_language_comes_first() {
        let codes: Vec<String> = languages("en;q=0.5, pt-BR, ru;q=0.9, *;q=0.1, de;q=0")
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(codes, ["pt", "ru", "en"]);
        assert!(languages("\u{1}nonsense;;q=,").is_empty());
    }
}

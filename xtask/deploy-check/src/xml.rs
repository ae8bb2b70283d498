//! The XML of some of AWS's answers, as far as they need it.

/// The texts of all elements of that name that hold nothing but text, in their order.
pub(crate) fn texts<'x>(xml: &'x str, name: &str) -> impl Iterator<Item = String> + use<'x> {
    let (begin, end) = (format!("<{name}>"), format!("</{name}>"));
    let mut rest = xml;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once(&begin)?;
        let (text, after) = after.split_once(&end)?;
        rest = after;
        Some(unescaped(text))
    })
}

/// A text as it was before its marks were spelled out, for XML or for HTML.
pub(crate) fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&#60;", "<")
        .replace("&gt;", ">")
        .replace("&#62;", ">")
        .replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&apos;", "'")
        // The last ones, so that nothing is taken for another character that was an escaped `&`.
        .replace("&amp;", "&")
        .replace("&#38;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_in_order_and_unescaped() {
        let xml = "<a><b>1 &lt; 2</b><c>x</c><b>&amp;lt;</b></a>";
        let found: Vec<String> = texts(xml, "b").collect();
        assert_eq!(found, ["1 < 2", "&lt;"]);
        assert_eq!(texts(xml, "d").count(), 0);
    }
}

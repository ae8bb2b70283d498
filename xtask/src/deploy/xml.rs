//! As much XML as some of AWS's answers need.

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

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&apos;", "'")
        // The last one, so that nothing is taken for another character that was an escaped `&`.
        .replace("&amp;", "&")
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

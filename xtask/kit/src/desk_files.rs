//! The desks that come with Docket, as checks and benchmarks use them.

/// Returns a desk's file with its doors open: most of what is checked and measured comes after them, and whoever does it is nobody's
/// customer.
#[must_use]
pub fn opened(desk: &str) -> String {
    ["accounts", "administrators"]
        .iter()
        .fold(desk.to_owned(), |desk, who| {
            ["open", "who"].iter().fold(desk, |desk, key| {
                let closed = format!("\n{key} = \"{who}\"");
                desk.replace(&closed, &format!("\n{key} = \"anyone\""))
            })
        })
}

//! Descriptions of several kinds: what is written costs by its size, and how small it can be packed depends on what it says.

use fastrand::Rng;

/// The most characters that a description may have.
const LONG: usize = 10_000;
/// The characters that most have.
const SHORT: usize = 300;

/// English prose, of the kind that nobody changes.
const PROSE: &str = include_str!("../../../../LICENSE");

/// A description.
pub(crate) struct Text {
    /// The name in the report.
    pub(crate) name: &'static str,
    /// The description itself.
    pub(crate) text: String,
}

/// One of each kind, the short one first.
pub(crate) fn texts() -> [Text; 4] {
    [
        Text {
            name: "300 characters",
            text: prose(SHORT),
        },
        Text {
            name: "10,000 of prose",
            text: prose(LONG),
        },
        Text {
            name: "10,000 of a log",
            text: log(),
        },
        Text {
            name: "10,000 at random",
            text: random(),
        },
    ]
}

fn prose(length: usize) -> String {
    PROSE.trim().chars().take(length).collect()
}

/// Lines such as a program writes, each with a time, an ID and a number of its own.
fn log() -> String {
    let mut chance = Rng::with_seed(1);
    let mut log = String::new();
    let mut millisecond = 0;
    while log.len() < LONG {
        millisecond += chance.u64(..4_000);
        let (second, rest) = (millisecond / 1_000, millisecond % 1_000);
        let (minute, second) = (second / 60, second % 60);
        let (level, event) = match chance.u64(..4) {
            0 => ("WARN ", "the screen has not answered, trying again"),
            1 => (
                "ERROR",
                "the playlist could not be loaded: connection reset by peer",
            ),
            _ => ("INFO ", "the screen has been given its playlist"),
        };
        let (screen, took) = (chance.u64(..), chance.u64(..900));
        log += &format!(
            "2026-03-14 09:{minute:02}:{second:02}.{rest:03} {level} [player] {event} screen={screen:016x} took={took}ms\n"
        );
    }
    log.chars().take(LONG).collect()
}

/// A text that nothing can pack: each character any of the 94 that can be printed.
fn random() -> String {
    let mut chance = Rng::with_seed(2);
    (0..LONG).map(|_| chance.char('!'..='~')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_are_as_long_as_they_say() {
        let lengths = texts().map(|text| text.text.chars().count());
        assert_eq!(lengths, [SHORT, LONG, LONG, LONG]);
    }

    #[test]
    fn each_run_has_the_same_texts() {
        assert_eq!(texts().map(|t| t.text), texts().map(|t| t.text));
    }
}

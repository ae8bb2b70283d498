//! Descriptions of several kinds: what is written costs by its size, and how small it can be packed depends on what it says.

/// The most characters that a description may have.
const LONG: usize = 10_000;
/// As many as most have.
const SHORT: usize = 300;

/// English prose, of the kind that nobody changes.
const PROSE: &str = include_str!("../../../../LICENSE");

/// A description.
pub(crate) struct Text {
    /// What it is called in the report.
    pub(crate) name: &'static str,
    /// What it says.
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
    let mut chance = Chance(1);
    let mut log = String::new();
    let mut millisecond = 0;
    while log.len() < LONG {
        millisecond += chance.below(4_000);
        let (second, rest) = (millisecond / 1_000, millisecond % 1_000);
        let (minute, second) = (second / 60, second % 60);
        let (level, event) = match chance.below(4) {
            0 => ("WARN ", "the screen has not answered, trying again"),
            1 => (
                "ERROR",
                "the playlist could not be loaded: connection reset by peer",
            ),
            _ => ("INFO ", "the screen has been given its playlist"),
        };
        let (screen, took) = (chance.below(u64::MAX), chance.below(900));
        log += &format!(
            "2026-03-14 09:{minute:02}:{second:02}.{rest:03} {level} [player] {event} screen={screen:016x} took={took}ms\n"
        );
    }
    log.chars().take(LONG).collect()
}

/// What nothing can pack: each character any of the 94 that can be printed.
fn random() -> String {
    let mut chance = Chance(2);
    let characters: Vec<char> = ('!'..='~').collect();
    let count = u64::try_from(characters.len()).unwrap_or(u64::MAX);
    let mut any = || {
        let at = usize::try_from(chance.below(count)).unwrap_or_default();
        characters.get(at).copied().unwrap_or_default()
    };
    (0..LONG).map(|_| any()).collect()
}

/// Numbers that look like chance and are the same in each run: splitmix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
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

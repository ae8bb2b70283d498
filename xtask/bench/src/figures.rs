//! Figures as people read them: three digits that count, and the unit.

use std::time::Duration;

/// `1,234,567`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1.23 ms`, or `1.23 s` from one second on.
pub(crate) fn time(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1_000.0;
    if milliseconds < 1_000.0 {
        format!("{} ms", rounded(milliseconds))
    } else {
        format!("{} s", rounded(milliseconds / 1_000.0))
    }
}

/// `12.3 MiB`.
pub(crate) fn memory(bytes: u64) -> String {
    format!("{} MiB", rounded(as_float(bytes) / 1_048_576.0))
}

/// `1,234/s`.
pub(crate) fn rate(per_second: f64) -> String {
    format!("{}/s", rounded(per_second))
}

/// `123 MB/s`, in millions of bytes.
pub(crate) fn speed(bytes_per_second: f64) -> String {
    format!("{} MB/s", rounded(bytes_per_second / 1e6))
}

/// `1.02`, or a dash where there is nothing to compare with.
pub(crate) fn ratio(of: f64, to: f64) -> String {
    if to > 0.0 {
        rounded(of / to)
    } else {
        "–".to_owned()
    }
}

/// Converts a number to a float; exact far beyond anything that is measured here.
pub(crate) fn as_float(number: u64) -> f64 {
    number as f64
}

/// `1.02`, of two times.
pub(crate) fn time_ratio(of: Duration, to: Duration) -> String {
    ratio(of.as_secs_f64(), to.as_secs_f64())
}

fn rounded(number: f64) -> String {
    match number {
        ..10.0 => format!("{number:.2}"),
        ..100.0 => format!("{number:.1}"),
        _ => count(number.round() as u64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_separators() {
        let texts = [0, 999, 1_000, 100_000, 1_234_567].map(count);
        assert_eq!(texts, ["0", "999", "1,000", "100,000", "1,234,567"]);
    }

    #[test]
    fn three_digits_count() {
        assert_eq!(time(Duration::from_micros(1_234)), "1.23 ms");
        assert_eq!(time(Duration::from_micros(56_789)), "56.8 ms");
        assert_eq!(time(Duration::from_millis(2_346)), "2.35 s");
        assert_eq!(memory(52_428_800), "50.0 MiB");
        assert_eq!(rate(1_234.4), "1,234/s");
        assert_eq!(speed(123_456_789.0), "123 MB/s");
        assert_eq!(ratio(3.0, 2.0), "1.50");
        assert_eq!(ratio(3.0, 0.0), "–");
    }
}

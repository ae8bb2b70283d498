//! Decimal numbers as people write them.

/// The reason for which a text is not read as a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// It is no number.
    #[error("not a number such as `42` or `3.5`")]
    NotANumber,
    /// It can be read in two ways: its one comma separates thousands in some countries, and decimals
    /// in others.
    #[error("either `{thousands}` or `{decimals}`")]
    Ambiguous {
        /// The number, if the comma separates thousands.
        thousands: String,
        /// The number, if the comma separates decimals.
        decimals: String,
    },
}

/// The most digits before the point, and after it.
const MAX_DIGITS: usize = 15;

/// Reads a decimal number, and returns it with a point before its decimals and nothing between its
/// thousands.
///
/// A point separates decimals, and so does a comma. Where one of them separates thousands, the rest of
/// the text has to show it: `1,234,567`, `1,234.5`, `1.234,5`. Spaces and apostrophes separate
/// thousands.
///
/// ```
/// use docket_domain::decimal;
/// assert_eq!(decimal("12,5").as_deref(), Ok("12.5"));
/// assert_eq!(decimal("1.234,56").as_deref(), Ok("1234.56"));
/// assert!(decimal("1,234").is_err());
/// ```
///
/// # Errors
/// When the text is no number, has more than 15 digits before the point or after it, or can be read
/// in two ways.
pub fn decimal(text: &str) -> Result<String, DecimalError> {
    let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let grouped = without_spaces(digits).ok_or(DecimalError::NotANumber)?;
    let (commas, points) = (count(&grouped, ','), count(&grouped, '.'));
    let (whole, decimals) = match (commas, points) {
        (0, 0) => (grouped.clone(), None),
        (0, 1) => split(&grouped, '.'),
        (1, 0) => {
            let (whole, decimals) = split(&grouped, ',');
            if is_thousand(&whole, decimals.as_deref()) {
                let decimals = decimals.unwrap_or_default();
                return Err(DecimalError::Ambiguous {
                    thousands: format!("{sign}{whole}{decimals}"),
                    decimals: format!("{sign}{whole}.{decimals}"),
                });
            }
            (whole, decimals)
        }
        // The last sign separates decimals if it stands once, and the other thousands.
        (_, 1) if grouped.rfind('.') > grouped.rfind(',') => {
            let (whole, decimals) = split(&grouped, '.');
            (groups(&whole, ',')?, decimals)
        }
        (1, _) if grouped.rfind(',') > grouped.rfind('.') => {
            let (whole, decimals) = split(&grouped, ',');
            (groups(&whole, '.')?, decimals)
        }
        (_, 0) => (groups(&grouped, ',')?, None),
        (0, _) => (groups(&grouped, '.')?, None),
        _ => return Err(DecimalError::NotANumber),
    };
    let is_number = |digits: &str| {
        (1..=MAX_DIGITS).contains(&digits.len()) && digits.bytes().all(|c| c.is_ascii_digit())
    };
    if !is_number(&whole) || !decimals.as_deref().is_none_or(is_number) {
        return Err(DecimalError::NotANumber);
    }
    // A number in JSON begins with no zero but its only one.
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    Ok(match decimals {
        Some(decimals) => format!("{sign}{whole}.{decimals}"),
        None => format!("{sign}{whole}"),
    })
}

/// Removes spaces and apostrophes between groups of three digits.
fn without_spaces(text: &str) -> Option<String> {
    let is_space = |c: char| c.is_whitespace() || "'\u{2019}".contains(c);
    if !text.contains(is_space) {
        return Some(text.to_owned());
    }
    let (whole, rest) = text.split_at(text.find(['.', ',']).unwrap_or(text.len()));
    if rest.contains(is_space) {
        return None;
    }
    let groups: Vec<&str> = whole.split(is_space).collect();
    are_groups(&groups).then(|| groups.concat() + rest)
}

fn groups(text: &str, separator: char) -> Result<String, DecimalError> {
    let groups: Vec<&str> = text.split(separator).collect();
    match are_groups(&groups) {
        true => Ok(groups.concat()),
        false => Err(DecimalError::NotANumber),
    }
}

/// Returns `true` if the first has one to three digits, and all others three.
fn are_groups(groups: &[&str]) -> bool {
    let mut groups = groups.iter();
    groups
        .next()
        .is_some_and(|first| (1..=3).contains(&first.len()))
        && groups.all(|group| group.len() == 3)
}

/// Returns `true` if what a comma separates may be thousands.
fn is_thousand(whole: &str, decimals: Option<&str>) -> bool {
    (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && decimals.is_some_and(|decimals| decimals.len() == 3)
}

fn split(text: &str, separator: char) -> (String, Option<String>) {
    match text.split_once(separator) {
        Some((whole, decimals)) => (whole.to_owned(), Some(decimals.to_owned())),
        None => (text.to_owned(), None),
    }
}

fn count(text: &str, sign: char) -> usize {
    text.matches(sign).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (written, read) in [
            ("42", "42"),
            ("3.5", "3.5"),
            ("12,5", "12.5"),
            ("1,23", "1.23"),
            ("0,123", "0.123"),
            ("1.234", "1.234"),
            ("1,234,567", "1234567"),
            ("1.234.567", "1234567"),
            ("1,234.56", "1234.56"),
            ("1.234,56", "1234.56"),
            ("1,234,567.8", "1234567.8"),
            ("1 234,5", "1234.5"),
            ("1\u{202f}234\u{a0}567", "1234567"),
            ("1'234.50", "1234.50"),
            ("1234,567", "1234.567"),
            ("-7", "-7"),
            ("\u{2212}7,5", "-7.5"),
            ("+7", "7"),
            ("007", "7"),
            ("0", "0"),
            ("-0.0", "-0.0"),
        ] {
            assert_eq!(decimal(written).as_deref(), Ok(read), "{written}");
        }
    }

    #[test]
    fn one_comma_before_three_digits_is_asked_about() {
        for (written, thousands, decimals) in [
            ("1,234", "1234", "1.234"),
            ("-12,345", "-12345", "-12.345"),
            ("999,000", "999000", "999.000"),
        ] {
            let (thousands, decimals) = (thousands.to_owned(), decimals.to_owned());
            let asked = DecimalError::Ambiguous {
                thousands,
                decimals,
            };
            assert_eq!(decimal(written), Err(asked), "{written}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for written in [
            "",
            "-",
            "many",
            "1e3",
            "0x10",
            "1.2.3",
            "1,2,3",
            "12,34,567",
            ".5",
            "5.",
            "1 2",
            "NaN",
            "Infinity",
            "1,234,56",
            "1.234,567.8",
            "--1",
            "1234567890123456",
            "٣",
            "1..2",
            " 1",
        ] {
            assert_eq!(decimal(written), Err(DecimalError::NotANumber), "{written}");
        }
    }
}

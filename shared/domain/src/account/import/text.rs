//! The text of a table, before its cells are read: its encoding, its lines, its quotes, the sign between its cells.

/// Returns the line of the first byte that is no text in UTF-8. A NUL is none either: UTF-16 and the files of spreadsheet programs
/// themselves have them.
pub(super) fn line_without_text(table: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(table);
    let bad = text.err().map(|error| error.valid_up_to());
    let nul = table.iter().position(|byte| *byte == 0);
    let first = bad.into_iter().chain(nul).min()?;
    Some(1 + breaks(table.get(..first).unwrap_or_default()))
}

/// Returns the sign between cells: the one that the first line has most of.
pub(super) fn delimiter(table: &[u8]) -> u8 {
    let mut lines = table.split(|byte| is_break(*byte));
    let first = lines.find(|line| !line.is_empty()).unwrap_or_default();
    let count = |sign: &u8| first.iter().filter(|byte| *byte == sign).count();
    // Of equals the last one counts.
    *b"\t;,"
        .iter()
        .max_by_key(|sign| count(sign))
        .unwrap_or(&b',')
}

/// Returns the place of a quotation mark that begins a cell which never ends. All that follows it would be one cell.
pub(super) fn open_quote(table: &[u8], delimiter: u8) -> Option<usize> {
    let mut open = None;
    let mut is_start = true;
    let mut bytes = table.iter().enumerate().peekable();
    while let Some((place, byte)) = bytes.next() {
        match (open, byte) {
            (Some(_), b'"') => {
                // Two are one, and the cell goes on.
                if bytes.next_if(|(_, next)| **next == b'"').is_none() {
                    open = None;
                }
            }
            (Some(_), _) => {}
            (None, b'"') if is_start => open = Some(place),
            (None, _) => {}
        }
        is_start = open.is_none() && (*byte == delimiter || is_break(*byte));
    }
    open
}

/// Counts the lines of a table from its beginning.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    table: &'t [u8],
    place: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    pub(super) fn of(table: &'t [u8]) -> Self {
        let (place, line) = (0, 1);
        Self { table, place, line }
    }

    /// Returns the line of what stands at a place, or behind the empty lines there. A place must not stand before the one of the last
    /// call.
    pub(super) fn at(&mut self, place: usize) -> u64 {
        let rest = self.table.get(place..).unwrap_or_default();
        let empty = rest.iter().take_while(|byte| is_break(**byte)).count();
        let place = place.saturating_add(empty);
        self.line += breaks(self.table.get(self.place..place).unwrap_or_default());
        self.place = place;
        self.line
    }
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// Counts line breaks: `\n`, `\r\n`, and the `\r` alone of old spreadsheets.
fn breaks(text: &[u8]) -> u64 {
    let before = std::iter::once(&0).chain(text);
    let count = text
        .iter()
        .zip(before)
        .filter(|(byte, before)| match byte {
            b'\r' => true,
            b'\n' => **before != b'\r',
            _ => false,
        })
        .count();
    count as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_line_breaks_count_once() {
        for (text, lines) in [
            ("", 0),
            ("a", 0),
            ("a\nb\n", 2),
            ("a\r\nb\r\n", 2),
            ("a\rb\r", 2),
            ("\n\r\n\r\r\n", 4),
        ] {
            assert_eq!(breaks(text.as_bytes()), lines, "{text:?}");
        }
    }

    #[test]
    fn the_place_of_a_line_is_behind_the_empty_ones() {
        let table = b"a\r\n\r\nb\rc";
        let mut lines = Lines::of(table);
        assert_eq!([0, 1, 5, 7].map(|place| lines.at(place)), [1, 3, 3, 4]);
    }

    #[test]
    fn a_quote_that_is_not_closed_is_found() {
        for (table, place) in [
            ("a,\"b\"\n", None),
            ("a,\"b\"\"c\"\n", None),
            ("a,b\"c\n", None),
            ("a,\"b\nc,d", Some(2)),
            ("a,\"b\"\"", Some(2)),
            ("\"a\"b,\"", Some(5)),
            ("a;\"b;", None),
        ] {
            assert_eq!(open_quote(table.as_bytes(), b','), place, "{table:?}");
        }
    }
}

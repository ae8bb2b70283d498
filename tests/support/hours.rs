//! Opening hours of desks that tests write.

use jiff::civil::Weekday;

/// The keys of hours that are open on each day of the week for that part of it.
pub(crate) fn every_day(span: &str) -> String {
    let week = Weekday::Monday.cycle_forward().take(7);
    let day = |day: Weekday| format!("{day:?} = [\"{span}\"]\n").to_lowercase();
    week.map(day).collect()
}

//! The four figures of `README.md`, from those that were kept.

use crate::figures::{count, rate};
use crate::kept::Kept;
use crate::marked;
use crate::part::Part;
use crate::table::{row, table};
use serde_json::Value;

/// The place in `README.md`.
pub(crate) const PLACE: &str = "figures";

/// Writes them.
pub(crate) fn write() -> Result<(), String> {
    marked::write(marked::README, PLACE, &markdown(&Kept::read()?)?)
}

fn markdown(kept: &Kept) -> Result<String, String> {
    let tickets = kept.figure(Part::Load, "tickets", "count")?;
    let opened = kept.figure(Part::Load, "open", "rate")?;
    let read = kept.figure(Part::Load, "read", "p50_ms")?;
    let units = kept.figure(Part::Capacity, "open", "write")?;
    let ratios = kept.all(Part::ColdStart);
    let ratios = ratios.filter_map(|figures| figures.get("ratio").and_then(Value::as_f64));
    let ratio = ratios.fold(0.0, f64::max);
    let head = format!("With {} tickets in the table", count(tickets as u64));
    Ok(table(
        &[&head, ""],
        [
            row(&["Tickets opened, on 16 connections", &rate(opened)]),
            row(&["Reading a ticket, p50", &format!("{read:.2} ms")]),
            row(&[
                "Processor time of the slowest cold start, compared with the smallest Rust function",
                &format!("{ratio:.2} ×"),
            ]),
            row(&[
                "Write units of DynamoDB to open a ticket",
                &units.to_string(),
            ]),
        ],
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_slowest_cold_start_counts() {
        let mut figures = json!({
            "load": {
                "tickets": { "count": 1_000.0 }, "open": { "rate": 1_234.5 }, "read": { "p50_ms": 0.333 },
            },
            "capacity": { "open": { "write": 9.0 } },
            "cold-start": { "SignIn": { "ratio": 1.9 }, "Notify": { "ratio": 2.592 } },
        });
        let text = markdown(&Kept::of(figures.clone())).unwrap();
        for wanted in [
            "1,000 tickets",
            "| 1,235/s |",
            "| 0.33 ms |",
            "| 2.59 × |",
            "| 9 |",
        ] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
        figures["load"] = json!({});
        markdown(&Kept::of(figures)).unwrap_err();
    }
}

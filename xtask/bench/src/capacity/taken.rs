//! Units of the table's capacity.

use serde_json::Value;
use std::collections::BTreeMap;

/// The place of the counters of limits, which the probe tells apart from the rest of the table.
const LIMITS: &str = "limits";

/// Capacity units of the table and of each index.
pub(crate) type Units = BTreeMap<String, f64>;

/// Units that were taken.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Taken {
    /// The number of requests.
    pub(crate) requests: f64,
    /// Units that were read.
    pub(crate) read: Units,
    /// Units that were written.
    pub(crate) write: Units,
}

impl Taken {
    /// Sums up what those functions have taken so far, by all operations together, as `/_local/table` tells it.
    pub(crate) fn by(functions: &dyn Fn(&str) -> bool, answer: &Value) -> Self {
        let mut taken = Self::default();
        let all = answer.get("asked").and_then(Value::as_object);
        let operations = all
            .into_iter()
            .flatten()
            .filter(|(function, _)| functions(function))
            .filter_map(|(_, operations)| operations.as_object())
            .flatten();
        let number =
            |value: &Value, name| value.get(name).and_then(Value::as_f64).unwrap_or_default();
        for (_, asked) in operations {
            taken.requests += number(asked, "requests");
            let places = asked.get("units").and_then(Value::as_object);
            for (place, units) in places.into_iter().flatten() {
                for (name, sum) in [("read", &mut taken.read), ("write", &mut taken.write)] {
                    *sum.entry(place.clone()).or_default() += number(units, name);
                }
            }
        }
        taken
    }

    /// Returns what was taken since.
    pub(crate) fn since(&self, before: &Self) -> Self {
        let differ = |after: &Units, before: &Units| {
            let earlier = |place| before.get(place).copied().unwrap_or_default();
            after
                .iter()
                .map(|(place, units)| (place.clone(), units - earlier(place)))
                .filter(|(_, units)| *units > 0.0)
                .collect()
        };
        Self {
            requests: self.requests - before.requests,
            read: differ(&self.read, &before.read),
            write: differ(&self.write, &before.write),
        }
    }

    /// Returns both together.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let sum = |one: &Units, other: &Units| {
            let mut sum = one.clone();
            for (place, units) in other {
                *sum.entry(place.clone()).or_default() += units;
            }
            sum
        };
        Self {
            requests: self.requests + other.requests,
            read: sum(&self.read, &other.read),
            write: sum(&self.write, &other.write),
        }
    }

    /// Returns the share of one of so many.
    pub(crate) fn each_of(&self, count: f64) -> Self {
        let share = |units: &Units| {
            let shares = units
                .iter()
                .map(|(place, units)| (place.clone(), units / count));
            shares.collect()
        };
        Self {
            requests: self.requests / count,
            read: share(&self.read),
            write: share(&self.write),
        }
    }
}

/// Returns what the counters of limits take of it.
pub(crate) fn counters(units: &Units) -> f64 {
    units.get(LIMITS).copied().unwrap_or_default()
}

/// Sums all units up.
pub(crate) fn total(units: &Units) -> f64 {
    // Not `sum`, by which nothing is -0.
    units.values().fold(0.0, |all, units| all + units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_taken_is_told_apart() {
        let before = json!({ "asked": { "a": {
            "GetItem": { "requests": 1, "units": { "table": { "read": 1.0, "write": 0.0 } } },
        }}});
        let after = json!({ "asked": { "a": {
            "GetItem": { "requests": 3, "units": { "table": { "read": 2.5, "write": 0.0 } } },
            "PutItem": { "requests": 1, "units": {
                "table": { "read": 0.0, "write": 4.0 },
                "queue": { "read": 0.0, "write": 1.0 },
            }},
        }, "b": {} }});
        let of = |name: &str, told| Taken::by(&|function| function == name, told);
        let taken = of("a", &after).since(&of("a", &before));
        let units = |pairs: &[(&str, f64)]| -> Units {
            pairs
                .iter()
                .map(|(place, units)| ((*place).to_owned(), *units))
                .collect()
        };
        assert_eq!(taken.requests, 3.0);
        assert_eq!(taken.read, units(&[("table", 1.5)]));
        assert_eq!(taken.write, units(&[("queue", 1.0), ("table", 4.0)]));
        assert_eq!(total(&taken.each_of(2.0).write), 2.5);
        assert_eq!(of("b", &after), Taken::default());
    }
}

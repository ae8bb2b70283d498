//! The costs of a month, from the figures that were kept and the prices that are known: the page `docs/COST.md`.

mod prices;
mod report;
mod usage;
mod worst;

use super::kept::Kept;
use prices::Prices;
use usage::{Size, month};
use xtask_kit::{read, say};

const FILE: &str = "docs/COST.md";
const TEMPLATE: &str = "template.yaml";

/// The fewer there are, the more often a function has been ended for want of work when the next request comes.
const SIZES: [Size; 3] = [
    Size {
        tickets: 1_000.0,
        starts: 50.0,
    },
    Size {
        tickets: 100_000.0,
        starts: 5.0,
    },
    Size {
        tickets: 10_000_000.0,
        starts: 0.5,
    },
];

/// Writes the page.
pub(crate) fn write() -> Result<(), String> {
    let (template, kept, prices) = (read(TEMPLATE)?, Kept::read()?, Prices::read()?);
    let of = |size| month(&kept, &template, size).map(|usage| (size, usage));
    let idle = Size {
        tickets: 0.0,
        starts: 0.0,
    };
    let months = SIZES.into_iter().map(of).collect::<Result<Vec<_>, _>>()?;
    let hour = worst::hour(&kept, &template)?;
    let page = report::markdown(&prices, &of(idle)?.1, &months, &hour);
    xtask_kit::write(FILE, &page)?;
    say(format!("{FILE} has these figures now."));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_used_has_a_price() {
        let prices = Prices::read().unwrap();
        let [size, ..] = SIZES;
        for name in month(&Kept::read().unwrap(), &read(TEMPLATE).unwrap(), size)
            .unwrap()
            .keys()
        {
            assert!(
                prices.prices.iter().any(|price| price.is_of(name)),
                "{name}"
            );
        }
    }

    #[test]
    fn the_anonymous_routes_take_less_than_half_of_what_the_table_may_write() {
        let hour = worst::hour(&Kept::read().unwrap(), &read(TEMPLATE).unwrap()).unwrap();
        let [writes, reads] = ["writes", "reads"].map(|name| hour.get(name).copied().unwrap());
        assert!(writes > 0.0 && writes < 4_000.0 * 3_600.0 / 2.0, "{writes}");
        assert!(reads <= 4_000.0 * 3_600.0, "{reads}");
    }
}

//! Desks whose files change: what would be orphaned, and the tickets that stand elsewhere after it.

mod compare;
mod rearrange;

pub use compare::{CompareOrder, Comparison, compare};
pub use rearrange::{count_anew, put_all_right, rearrange};

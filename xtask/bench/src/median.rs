//! The middle of what was measured: what one slow run of many cannot move.

/// The value in the middle, the larger one of two.
pub(crate) fn median<T: Ord + Copy + Default>(values: impl IntoIterator<Item = T>) -> T {
    let mut values: Vec<T> = values.into_iter().collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_values_are_smaller() {
        assert_eq!(median([5, 1, 9]), 5);
        assert_eq!(median([4, 1, 9, 5]), 5);
        assert_eq!(median::<u64>([]), 0);
    }
}

//! Least privilege. That a role allows all that its function does, every test shows: the stack on one machine holds the
//! functions to their roles. That it allows no more shows once all tests have run.

use crate::support::permissions;

/// Run after all others, by `cargo xtask test`: a permission that no test has needed is one too many, or lacks a test.
#[test]
#[ignore = "it looks back at the run of all other tests"]
fn no_role_allows_more_than_its_function_needs() {
    let (never, stacks) = permissions::never_needed();
    assert!(stacks > 50, "run all end-to-end tests first");
    let never: Vec<String> = never.into_iter().collect();
    assert!(
        never.is_empty(),
        "never needed by any test:\n{}",
        never.join("\n")
    );
}

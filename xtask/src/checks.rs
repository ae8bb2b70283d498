//! `cargo xtask test`: everything that has to hold before a change is merged, the quick and the likely to fail first.

use crate::step::{Step, root};
use crate::{deploy, tools};

/// Runs the checks up to the first that fails; `quick` runs the tests alone.
///
/// # Errors
/// When a check fails.
pub(crate) fn run(quick: bool) -> Result<(), String> {
    if !quick {
        Step::cargo("formatting", ["fmt", "--all", "--check"]).run()?;
        lints()?;
        dependencies()?;
        template()?;
    }
    tests()?;
    if quick { Ok(()) } else { deploy::run(false) }
}

/// All tests, those in a browser, and then the one that looks back at them: whether there is a permission that no test has needed.
fn tests() -> Result<(), String> {
    // Where the tests leave what they have not needed; an older run says nothing about this one.
    let _ = std::fs::remove_dir_all(root().join("target/tmp/permissions"));
    let all = ["test", "--workspace", "--locked"];
    Step::cargo("tests", all).run()?;
    let ignored = ["--test", "end-to-end", "--", "--quiet", "--ignored"];
    let browser = all.iter().chain(&ignored).chain(&["browser::"]);
    Step::cargo("pages in a browser", browser).run()?;
    let last = all.iter().chain(&ignored).chain(&["permissions::"]);
    Step::cargo("permissions", last).run()
}

fn lints() -> Result<(), String> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--locked"];
    let deny = ["--", "-D", "warnings"];
    Step::cargo("lints", arguments.iter().chain(&deny)).run()
}

fn dependencies() -> Result<(), String> {
    let cargo_deny = tools::cargo_deny()?;
    // Those of other systems too, which no build here brings in: cargo-deny reads them all, and may not ask the network.
    Step::cargo("fetching all dependencies", ["fetch", "--locked"]).run()?;
    let arguments = ["--offline", "check", "bans", "licenses", "sources"];
    Step::new("dependencies", cargo_deny, arguments).run()
}

fn template() -> Result<(), String> {
    let bin = tools::template_tools()?;
    let template = "template.yaml";
    Step::new("template", bin.join("cfn-lint"), [template]).run()?;
    // Without asking its maker's server for anything.
    let arguments = ["--config-file", ".checkov.yaml", "--skip-download"];
    Step::new("template's safety", tools::checkov()?, arguments).run()?;
    let arguments = ["validate", "--lint", "--template", template];
    let region = ["--region", "eu-central-1"];
    Step::new(
        "template as SAM",
        bin.join("sam"),
        arguments.iter().chain(&region),
    )
    .env("SAM_CLI_TELEMETRY", "0")
    .run()
}

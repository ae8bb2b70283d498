//! What each part runs.

use crate::dependencies;
use crate::part::Part;
use xtask_kit::{Step, root, tools};

/// Runs the part. `long` makes the tests search longer.
pub(crate) fn run(part: Part, long: bool) -> Result<(), String> {
    match part {
        Part::Format => Step::cargo("formatting", ["fmt", "--all", "--check"]).run(),
        Part::Lints => lints(),
        Part::Dependencies => dependencies::check(),
        Part::Template => template(),
        Part::Tests => {
            // Where the tests leave what they have not needed; an older run says nothing about this one.
            let _ = std::fs::remove_dir_all(root().join("target/tmp/permissions"));
            tests("tests", &[], long)
        }
        Part::Pages => tests("pages in a browser", &ignored("browser::"), long),
        Part::Permissions => tests("permissions", &ignored("permissions::"), long),
        Part::DeployCheck => Step::cargo("deploy check", ["xtask", "deploy-check"]).run(),
    }
}

fn lints() -> Result<(), String> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--locked"];
    let deny = ["--", "-D", "warnings"];
    Step::cargo("lints", arguments.iter().chain(&deny)).run()
}

fn tests(what: &'static str, more: &[&str], long: bool) -> Result<(), String> {
    let arguments = ["test", "--workspace", "--locked"];
    let step = Step::cargo(what, arguments.iter().chain(more));
    let step = if long {
        step.env("DOCKET_LONG", "1")
    } else {
        step
    };
    step.run()
}

/// Picks those of the end-to-end tests that `cargo test` alone leaves out.
fn ignored(module: &str) -> [&str; 6] {
    ["--test", "end-to-end", "--", "--quiet", "--ignored", module]
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
    let arguments = arguments.iter().chain(&region);
    Step::new("template as SAM", bin.join("sam"), arguments)
        .env("SAM_CLI_TELEMETRY", "0")
        .run()
}

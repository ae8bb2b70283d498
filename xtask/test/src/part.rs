//! The parts of the test, each of which can be run alone.

use crate::dependencies;
use crate::setup::Need;
use xtask_kit::{Step, root, tools};

/// A part of the test.
pub(crate) struct Part {
    /// The name on the command line.
    pub(crate) name: &'static str,
    /// The part in one line, for whoever chooses.
    about: &'static str,
    /// The programs that the part does not bring along itself.
    pub(crate) needs: &'static [Need],
    /// Runs the part. `true` makes the tests search longer.
    pub(crate) run: fn(bool) -> Result<(), String>,
}

/// All parts in the order in which they run: the quick and the likely to fail first.
pub(crate) const PARTS: [Part; 10] = [
    Part {
        name: "format",
        about: "rustfmt, without a change",
        needs: &[],
        run: |_| Step::cargo("formatting", "fmt --all --check").run(),
    },
    Part {
        name: "lints",
        about: "clippy, without a warning",
        needs: &[Need::Compiler],
        run: |_| {
            let arguments = "clippy --workspace --all-targets --locked -- -D warnings";
            Step::cargo("lints", arguments).run()
        },
    },
    Part {
        name: "dependencies",
        about: "cargo-deny: bans, licences, sources, and advisories where they can be fetched",
        needs: &[Need::Compiler],
        run: |_| dependencies::check(),
    },
    Part {
        name: "template",
        about: "cfn-lint, checkov and SAM's own check of template.yaml",
        needs: &[Need::Python],
        run: |_| template(),
    },
    Part {
        name: "tests",
        about: "all tests but those in a browser",
        needs: &[Need::Compiler, Need::Tracer],
        run: |long| {
            // What the tests leave here for later parts; an older run says nothing about this one.
            for left in ["permissions", "mails"] {
                let _ = std::fs::remove_dir_all(root().join("target/tmp").join(left));
            }
            tests("tests", "", long)
        },
    },
    Part {
        name: "pages",
        about: "the tests of the pages in Chromium",
        needs: &[Need::Compiler, Need::Browser, Need::Driver, Need::Npm],
        run: |long| {
            tools::axe()?;
            tests(
                "pages in a browser",
                "--test end-to-end -- --quiet --ignored browser::",
                long,
            )
        },
    },
    Part {
        name: "api",
        about: "schemathesis compares the API with its OpenAPI document",
        needs: &[Need::Compiler, Need::Python],
        run: api,
    },
    Part {
        name: "mails",
        about: "a strict reader reads every mail that the tests made; run the part tests before",
        needs: &[Need::Python],
        run: |_| Step::new("mails", "python3", "tests/strict_mail.py target/tmp/mails").run(),
    },
    Part {
        name: "permissions",
        about: "no role of the template allows more than the tests needed; run the part tests before",
        needs: &[Need::Compiler],
        run: |long| {
            tests(
                "permissions",
                "--test end-to-end -- --quiet --ignored permissions::",
                long,
            )
        },
    },
    Part {
        name: "deploy-check",
        about: "deploys the stack to an emulator of AWS, and uses it there",
        needs: &[Need::Compiler, Need::Python],
        run: |_| Step::cargo("deploy check", "xtask deploy-check").run(),
    },
];

/// The names of the parts that are tests.
pub(crate) const QUICK: [&str; 4] = ["tests", "pages", "mails", "permissions"];

/// Lists all parts, one a line.
pub(crate) fn list() -> String {
    let lines = PARTS.map(|part| format!("  {:13}{}", part.name, part.about));
    lines.join("\n")
}

fn tests(what: &'static str, more: &str, long: bool) -> Result<(), String> {
    test_step(what, more, long).run()
}

fn test_step(what: &'static str, more: &str, long: bool) -> Step {
    let step = Step::cargo(what, &format!("test --workspace --locked {more}"));
    if long {
        step.env("DOCKET_LONG", "1")
    } else {
        step
    }
}

fn api(long: bool) -> Result<(), String> {
    let arguments = "--test end-to-end -- --nocapture --ignored schemathesis::";
    test_step("API", arguments, long)
        .env("DOCKET_SCHEMATHESIS", tools::schemathesis()?)
        .run()
}

fn template() -> Result<(), String> {
    let bin = tools::template_tools()?;
    Step::new("template", bin.join("cfn-lint"), "template.yaml").run()?;
    // Without asking its maker's server for anything.
    let arguments = "--config-file .checkov.yaml --skip-download";
    Step::new("template's safety", tools::checkov()?, arguments).run()?;
    let arguments = "validate --lint --template template.yaml --region eu-central-1";
    let step = Step::new("template as SAM", bin.join("sam"), arguments);
    step.env("SAM_CLI_TELEMETRY", "0").run()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_parts_are_there() {
        let names = PARTS.map(|part| part.name);
        assert!(QUICK.iter().all(|name| names.contains(name)));
    }
}

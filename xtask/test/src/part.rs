//! The parts of the test, each of which can be run alone.

use crate::setup::Need;
use std::str::FromStr;

/// A part of the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Format,
    Lints,
    Dependencies,
    Template,
    Tests,
    Pages,
    Permissions,
    DeployCheck,
}

impl Part {
    /// All parts in the order in which they run.
    pub(crate) const ALL: [Self; 8] = [
        Self::Format,
        Self::Lints,
        Self::Dependencies,
        Self::Template,
        Self::Tests,
        Self::Pages,
        Self::Permissions,
        Self::DeployCheck,
    ];

    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lints => "lints",
            Self::Dependencies => "dependencies",
            Self::Template => "template",
            Self::Tests => "tests",
            Self::Pages => "pages",
            Self::Permissions => "permissions",
            Self::DeployCheck => "deploy-check",
        }
    }

    /// The part in one line, for whoever chooses.
    fn about(self) -> &'static str {
        match self {
            Self::Format => "rustfmt, without a change",
            Self::Lints => "clippy, without a warning",
            Self::Dependencies => {
                "cargo-deny: bans, licences, sources, and advisories where they can be fetched"
            }
            Self::Template => "cfn-lint, checkov and SAM's own check of template.yaml",
            Self::Tests => "all tests but those in a browser",
            Self::Pages => "the tests of the pages in Chromium",
            Self::Permissions => {
                "no role of the template allows more than the tests needed; run the part tests before"
            }
            Self::DeployCheck => "deploys the stack to an emulator of AWS, and uses it there",
        }
    }

    /// The programs that the part does not bring along itself.
    pub(crate) fn needs(self) -> &'static [Need] {
        match self {
            Self::Format => &[],
            Self::Lints | Self::Dependencies | Self::Tests | Self::Permissions => &[Need::Compiler],
            Self::Template => &[Need::Python],
            Self::Pages => &[Need::Compiler, Need::Browser, Need::Driver],
            Self::DeployCheck => &[Need::Compiler, Need::Python],
        }
    }
}

/// Lists all parts, one a line.
pub(crate) fn list() -> String {
    let lines = Part::ALL.map(|part| format!("  {:13}{}", part.name(), part.about()));
    lines.join("\n")
}

impl FromStr for Part {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|part| part.name() == name);
        found.ok_or_else(|| format!("there is no part `{name}`; take one of\n\n{}", list()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_found_by_its_name_and_a_wrong_name_lists_them() {
        for part in Part::ALL {
            assert_eq!(part.name().parse(), Ok(part));
        }
        let error = "page".parse::<Part>().unwrap_err();
        assert!(Part::ALL.iter().all(|part| error.contains(part.name())));
    }
}

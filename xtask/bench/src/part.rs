//! The parts of the benchmark.

/// A part of the benchmark, which can be run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The stack on one machine: its time and memory, and what grows with its tickets.
    Load,
    /// Links to sign in: whom their answers tell, and how long the mail takes behind a flood.
    SignIn,
    /// Notices: what each takes by how many are told, and how fast they leave.
    Notices,
    /// Pages: how long the first call takes, and what a page takes.
    Pages,
    /// Incidents: the status page in a rush, and an update that thousands are told of.
    Incidents,
    /// A sweep of many tickets that are due at once.
    Sweep,
    /// The clocks of service levels: the time of their calculations.
    Clocks,
    /// Files: how many can be announced, and what a large one takes.
    Files,
    /// The start of each function.
    ColdStart,
    /// The table's capacity that each operation takes.
    Capacity,
    /// The costs of a month, from the figures that the other parts have left.
    Cost,
}

impl Part {
    /// All of them; those that `Cost` needs come before it.
    pub(crate) const ALL: [Self; 11] = [
        Self::Load,
        Self::SignIn,
        Self::Notices,
        Self::Pages,
        Self::Incidents,
        Self::Sweep,
        Self::Clocks,
        Self::Files,
        Self::ColdStart,
        Self::Capacity,
        Self::Cost,
    ];

    /// Finds the part of that name.
    pub(crate) fn named(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|part| part.name() == name);
        found.ok_or_else(|| format!("there is no part `{name}` of the benchmark"))
    }

    /// The name on the command line, and in the marks of its place in `docs/BENCH.md`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::SignIn => "sign-in",
            Self::Notices => "notices",
            Self::Pages => "pages",
            Self::Incidents => "incidents",
            Self::Sweep => "sweep",
            Self::Clocks => "clocks",
            Self::Files => "files",
            Self::ColdStart => "cold-start",
            Self::Capacity => "capacity",
            Self::Cost => "cost",
        }
    }
}

//! Pages for the desk's people.

mod queue;

pub use queue::queue;

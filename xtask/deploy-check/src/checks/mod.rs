//! The checks of the deployed stack, by idea.

pub(crate) mod accounts;
pub(crate) mod assignment;
pub(crate) mod desks;
pub(crate) mod doctor;
pub(crate) mod files;
pub(crate) mod forms;
pub(crate) mod incidents;
pub(crate) mod keeping;
pub(crate) mod late;
pub(crate) mod notices;
pub(crate) mod odd;
pub(crate) mod oncall;
pub(crate) mod opening;
pub(crate) mod pages;
pub(crate) mod poison;
pub(crate) mod refusals;
pub(crate) mod repeats;
pub(crate) mod roles;
pub(crate) mod scans;
pub(crate) mod service_levels;
pub(crate) mod silence;
pub(crate) mod talking;
pub(crate) mod timelines;
pub(crate) mod topics;
pub(crate) mod trust;
pub(crate) mod typed;

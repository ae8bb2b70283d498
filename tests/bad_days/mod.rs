//! Bad days: records that nobody can handle, services that are away, machines that stop.

mod folder;
mod poison;
mod slow_clients;

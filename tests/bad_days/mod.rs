//! Bad days: records that nobody can handle, services that are away, disks that are full, machines that stop.

mod backup;
mod clock;
mod doctor;
mod folder;
mod killed;
mod poison;
mod power_cut;
mod put_back;
mod slow_clients;
mod storage;

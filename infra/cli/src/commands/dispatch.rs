//! Runs the command that the command line names.

use super::{
    apply_desks, backup, check_desks, examine, import_accounts, keys, notices, on_call, put_back,
    run, secrets, set_aside,
};
use crate::command_line::{Command, USAGE, command};
use crate::log;
use crate::terminal::{fail, say};
use docket_local::Between;
use std::error::Error;
use std::process::ExitCode;

/// Runs the command in the arguments of this process. If it runs a stack, `between` is placed
/// between its functions and the services.
pub async fn main(between: impl Between) -> ExitCode {
    log::start();
    let done = match command() {
        Ok(command) => carry_out(command, between).await,
        Err(error) => return fail(&format!("{error}\n\n{USAGE}")),
    };
    done.unwrap_or_else(|error| fail(&error.to_string()))
}

async fn carry_out(command: Command, between: impl Between) -> Result<ExitCode, Box<dyn Error>> {
    match command {
        Command::Run { config, desks } => Ok(run::run(config, &desks, between).await),
        Command::CheckDesks { folder, of, named } => check_desks::check(&folder, of, named).await,
        Command::ApplyDesks {
            folder,
            to,
            remove,
            yes,
        } => apply_desks::apply(&folder, to, remove, yes).await,
        Command::ImportAccounts {
            file,
            desk,
            to,
            dry_run,
        } => import_accounts::import(&file, &desk, to, dry_run).await,
        Command::Examine { of, template } => examine::examine(of, &template).await,
        Command::BackUp { data, file } => backup::back_up(&data, &file).await,
        Command::Restore {
            data,
            file,
            template,
        } => backup::make_folder(&file, &data, &template).await,
        Command::PutBack { table, copy } => put_back::put_back(&table, &copy).await,
        Command::Keys { of, rotate } => keys::keys(of, rotate).await,
        Command::ListAside { of } => set_aside::list(of).await,
        Command::RetryAside { of, ids } => set_aside::retry(of, &ids).await,
        Command::ListNotices { of, order } => notices::list(of, order).await,
        Command::SendNoticesAgain { of, order } => notices::retry(of, order).await,
        Command::AllowAddress { of, order } => notices::allow(of, &order).await,
        Command::OnCall { of, order } => on_call::who(of, order).await,
        Command::TestCall { of, order } => on_call::test(of, order).await,
        Command::SetSecret { of, name } => secrets::set(of, name).await,
        Command::RemoveSecret { of, name } => secrets::remove(of, name).await,
        Command::Help => Ok(say(USAGE)),
    }
}

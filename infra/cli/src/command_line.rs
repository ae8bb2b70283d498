//! The command line.

use docket_domain::{EmailAddress, SecretName, TicketId};
use docket_local::{Config, MailServer, NoticesOrder, OnCallOrder, TestCallOrder};
use jiff::{SignedDuration, Timestamp};
use lexopt::ValueExt;
use lexopt::prelude::{Long, Short, Value};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// The variable with the address of a mail server, and the password there.
const SMTP: &str = "DOCKET_SMTP";

/// The help text.
pub(crate) const USAGE: &str = "Docket, a support desk with no servers, on one machine.

  docket [--listen 127.0.0.1:8080] [--data .docket] [--desks desks] [--template template.yaml]
         [--front-page on|off] [--smtp URL --sender ADDRESS] [--site URL] [--allow-network NETWORK]...
      runs the whole stack; without the front page, only those who know a desk's address find it. Mails land in the mailbox, or
      leave by a mail server: smtps://USER:PASSWORD@HOST, or smtp://USER:PASSWORD@HOST:587?tls=required, which is
      better set as DOCKET_SMTP than written here. --site is the address that people have, such as https://support.example.com.
      Calls by channels go to public addresses; --allow-network 10.1.0.0/16 names a network of one's own
  docket desks check [FOLDER] [--data .docket | --table NAME]
      checks the desk files in FOLDER (`desks` unless told), tells what each offers, and what tickets have that they do not
  docket desks apply [FOLDER] [--data .docket | --table NAME] [--remove] [--yes]
      shows how the desk files differ from those of the stack that runs on the data folder, and what that means to its
      tickets, asks, and puts them there; with --table, from those in that deployed table. --remove removes desks that have no
      file; their tickets are kept. --yes asks nothing.
  docket accounts import FILE.csv --desk ID [--dry-run] [--data .docket | --table NAME]
      makes and changes the accounts of a desk by a table: its first line names the columns, of email, name, company, role, portal
      and language, and only email is needed. An empty cell leaves what is there. While a row is wrong, nothing is written. Shows
      what changes, and with --dry-run no more; broken off, it is finished by running it again
  docket doctor [--data .docket | --table NAME]
      checks that what is stored fits together, whether a stack runs on the folder or not, and changes none of it: tickets and their
      timelines, files, numbers, what is due; on one machine the table's file and each stored file too, and of a deployed
      stack the sender, who hears alarms, the schedule, keys and what was set aside
  docket backup FILE [--data .docket]
      writes all that the stack on the data folder holds into FILE, while it runs
  docket restore FILE [--data .docket] [--template template.yaml]
      makes a data folder, which is not there yet, from a backup
  docket restore COPY --table NAME
      puts back into that deployed table what it lacks and COPY has, a table that point-in-time recovery made of it, and
      changes nothing that is there; nobody is mailed again
  docket keys [list | rotate] [--data .docket | --table NAME]
      shows the keys that links are signed with; `rotate` adds one, which signs after two minutes, and old links work on
  docket set-aside [list | retry [ID]...] [--data .docket | --table NAME]
      shows what could not be handled, such as a mail that was refused; `retry` hands it over again, all of it unless told which
  docket notices [list [TICKET [ADDRESS]] | retry TICKET [ADDRESS] | allow ADDRESS] [--data .docket | --table NAME]
      shows what became of a ticket's notices, or all that did not reach their receivers; `retry` has those of a ticket sent
      again, and writes to their addresses again; `allow` does that for one address, whatever came back from it
  docket oncall [who] [--at TIME] [--desk ID] [--data .docket | --table NAME]
      says who is on call, now or at a time such as 2026-12-24T03:00+01:00, and whom each policy would call then
  docket oncall test ADDRESS [--desk ID] [--data .docket | --table NAME]
      calls one of the desk's people in each of their ways, with a test, and says what became of each
  docket secrets [set NAME | remove NAME] [--data .docket | --table NAME]
      keeps what a channel of a desk file names as `url_secret`, `token_secret` or `webhook_secret`; `set` reads it from the standard input

  Region and credentials for a table come from AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and
  AWS_SESSION_TOKEN, which `eval \"$(aws configure export-credentials --format env)\"` sets from whatever the AWS
  command line uses.
";

/// A command with its settings.
pub(crate) enum Command {
    /// Run the stack with the desks of a folder.
    Run { config: Config, desks: PathBuf },
    /// Check a folder of desk files, also against tickets. `named` says that somebody named the stack.
    CheckDesks {
        folder: PathBuf,
        of: Target,
        named: bool,
    },
    /// Store a folder of desk files in a table or a running stack.
    ApplyDesks {
        folder: PathBuf,
        to: Target,
        remove: bool,
        yes: bool,
    },
    /// Import a table of accounts.
    ImportAccounts {
        file: PathBuf,
        desk: String,
        to: Target,
        dry_run: bool,
    },
    /// Check what a table or a data folder holds.
    Examine { of: Target, template: PathBuf },
    /// Back a running stack up.
    BackUp { data: PathBuf, file: PathBuf },
    /// Make a data folder from a backup.
    Restore {
        data: PathBuf,
        file: PathBuf,
        template: PathBuf,
    },
    /// Put back what a table lacks from a copy of it.
    PutBack { table: String, copy: String },
    /// Show the signing keys, or add one.
    Keys { of: Target, rotate: bool },
    /// Show what was set aside.
    ListAside { of: Target },
    /// Hand over again what was set aside: these, or all.
    RetryAside { of: Target, ids: Vec<String> },
    /// Show what became of notices.
    ListNotices { of: Target, order: NoticesOrder },
    /// Have notices sent again.
    SendNoticesAgain { of: Target, order: NoticesOrder },
    /// Write to an address again.
    AllowAddress { of: Target, order: NoticesOrder },
    /// Say who is on call.
    OnCall { of: Target, order: OnCallOrder },
    /// Try whether somebody can be reached.
    TestCall { of: Target, order: TestCallOrder },
    /// Store a secret.
    SetSecret { of: Target, name: SecretName },
    /// Remove a secret.
    RemoveSecret { of: Target, name: SecretName },
    /// Show the help text.
    Help,
}

/// The stack that a command is about.
pub(crate) enum Target {
    /// The deployed table with this name.
    Table(String),
    /// The stack that runs on this data folder.
    Data(PathBuf),
}

/// Reads the command from the arguments of this process.
pub(crate) fn command() -> Result<Command, lexopt::Error> {
    let mut arguments = lexopt::Parser::from_env();
    let mut config = Config {
        listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
        data: ".docket".into(),
        desks: Vec::new(),
        template: "template.yaml".into(),
        send_lease: SignedDuration::ZERO,
        mails_per_second: 10_000,
        mail_server: None,
        sender: None,
        site: None,
        front_page: true,
        allowed_networks: Vec::new(),
        client_patience: Duration::from_secs(20),
    };
    let mut desks = PathBuf::from("desks");
    let mut words: Vec<PathBuf> = Vec::new();
    let (mut table, mut named) = (None, false);
    let (mut remove, mut yes) = (false, false);
    let (mut desk, mut dry_run, mut at) = (None, false, None);
    // A password in the arguments can be read by whoever lists the processes of the machine.
    let mut smtp = std::env::var(SMTP).ok();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("listen") => config.listen = arguments.value()?.parse()?,
            Long("data") => {
                config.data = arguments.value()?.into();
                named = true;
            }
            Long("desks") => desks = arguments.value()?.into(),
            Long("template") => config.template = arguments.value()?.into(),
            Long("table") => {
                table = Some(arguments.value()?.string()?);
                named = true;
            }
            Long("front-page") => {
                config.front_page = arguments.value()?.parse_with(|word| match word {
                    "on" => Ok(true),
                    "off" => Ok(false),
                    _ => Err("write on or off"),
                })?;
            }
            Long("smtp") => smtp = Some(arguments.value()?.string()?),
            Long("sender") => config.sender = Some(arguments.value()?.parse()?),
            Long("site") => config.site = Some(arguments.value()?.parse_with(site)?),
            Long("remove") => remove = true,
            Long("yes") => yes = true,
            Long("desk") => desk = Some(arguments.value()?.string()?),
            Long("dry-run") => dry_run = true,
            Long("allow-network") => config.allowed_networks.push(arguments.value()?.parse()?),
            Long("at") => at = Some(arguments.value()?.parse_with(instant)?),
            Long("help") | Short('h') => return Ok(Command::Help),
            Value(word) => words.push(word.into()),
            other => return Err(other.unexpected()),
        }
    }
    let names: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let (names, folder) = match names.as_slice() {
        ["desks", command, folder] => (vec!["desks", *command], PathBuf::from(folder)),
        names => (names.to_vec(), desks.clone()),
    };
    // Who tries another command and would see it carried out is told before.
    let takes_desk = matches!(names.first(), Some(&("accounts" | "oncall")));
    if desk.is_some() && !takes_desk || dry_run && names.first() != Some(&"accounts") {
        return Err("--desk and --dry-run are for `docket accounts import`, and --desk for `docket oncall` too".into());
    }
    if at.is_some() && names.first() != Some(&"oncall") {
        return Err("--at is for `docket oncall`".into());
    }
    let data = config.data.clone();
    let target = || {
        let table = table.clone();
        table.map_or(Target::Data(data), Target::Table)
    };
    match names.as_slice() {
        [] => {
            if let Some(url) = &smtp {
                config.mail_server = Some(mail_server(url, &config)?);
            }
            Ok(Command::Run { config, desks })
        }
        ["desks", "check"] => Ok(Command::CheckDesks {
            folder,
            of: target(),
            named,
        }),
        ["desks", "apply"] => Ok(Command::ApplyDesks {
            folder,
            to: target(),
            remove,
            yes,
        }),
        ["accounts", "import", file] => match desk {
            Some(desk) => Ok(Command::ImportAccounts {
                file: file.into(),
                desk,
                to: target(),
                dry_run,
            }),
            None => Err("name the desk: docket accounts import FILE.csv --desk ID".into()),
        },
        ["accounts"] | ["accounts", "import"] => {
            Err("name the table: docket accounts import FILE.csv --desk ID".into())
        }
        ["doctor"] => {
            let (of, template) = (target(), config.template);
            Ok(Command::Examine { of, template })
        }
        ["backup" | "restore"] => Err("name the file of the backup: docket backup FILE".into()),
        ["backup", file] => Ok(Command::BackUp {
            data: config.data,
            file: file.into(),
        }),
        ["restore", copy] if table.is_some() => Ok(Command::PutBack {
            copy: (*copy).to_owned(),
            table: table.unwrap_or_default(),
        }),
        ["restore", file] => Ok(Command::Restore {
            data: config.data,
            file: file.into(),
            template: config.template,
        }),
        ["keys", rest @ ..] if [&[][..], &["list"], &["rotate"]].contains(&rest) => {
            let (of, rotate) = (target(), rest == ["rotate"]);
            Ok(Command::Keys { of, rotate })
        }
        ["set-aside"] | ["set-aside", "list"] => Ok(Command::ListAside { of: target() }),
        ["set-aside", "retry", ids @ ..] => {
            let ids = ids.iter().map(|id| (*id).to_owned()).collect();
            Ok(Command::RetryAside { of: target(), ids })
        }
        ["oncall"] | ["oncall", "who"] => {
            let desk = desk.map(|desk| desk.parse()).transpose();
            let desk = desk.map_err(|error| format!("--desk names no desk: {error}"))?;
            let order = OnCallOrder { desk, at };
            Ok(Command::OnCall {
                of: target(),
                order,
            })
        }
        ["oncall", "test", person] => {
            let person = person.parse().map_err(|error| {
                format!("`{person}` is no address of one of the desk's people: {error}")
            })?;
            let desk = desk.map(|desk| desk.parse()).transpose();
            let desk = desk.map_err(|error| format!("--desk names no desk: {error}"))?;
            Ok(Command::TestCall {
                of: target(),
                order: TestCallOrder { desk, person },
            })
        }
        ["oncall", "test", ..] => Err("name the person: docket oncall test ADDRESS".into()),
        ["secrets", command @ ("set" | "remove"), name] => {
            let name = name
                .parse()
                .map_err(|error| format!("`{name}` is {error}"))?;
            let of = target();
            Ok(match *command {
                "set" => Command::SetSecret { of, name },
                _ => Command::RemoveSecret { of, name },
            })
        }
        ["secrets", ..] => {
            Err("name the secret: docket secrets set NAME, or docket secrets remove NAME".into())
        }
        ["notices"] => notices(target(), &["list"]),
        ["notices", rest @ ..] => notices(target(), rest),
        other => Err(format!("there is no command `{}`", other.join(" ")).into()),
    }
}

/// Reads a time with its offset.
fn instant(text: &str) -> Result<Timestamp, String> {
    let at = text.parse();
    at.map_err(|_| "write a time with its offset, such as 2026-12-24T03:00+01:00".to_owned())
}

/// Reads what follows `docket notices`.
fn notices(of: Target, words: &[&str]) -> Result<Command, lexopt::Error> {
    let (retry, named) = match words {
        ["list", named @ ..] => (false, named),
        ["retry", named @ ..] if !named.is_empty() => (true, named),
        ["retry"] => return Err("name the ticket: docket notices retry TICKET [ADDRESS]".into()),
        ["allow", named @ ..] => return allow(of, named),
        [other, ..] => return Err(format!("there is no command `notices {other}`").into()),
        [] => (false, words),
    };
    let (ticket, to) = match named {
        [] => (None, None),
        [ticket] => (Some(*ticket), None),
        [ticket, to] => (Some(*ticket), Some(*to)),
        [_, _, more, ..] => return Err(format!("`{more}` is too much").into()),
    };
    let read = |ticket: &str| {
        TicketId::pasted(ticket).ok_or_else(|| format!("`{ticket}` is not the ID of a ticket"))
    };
    let ticket = ticket.map(read).transpose()?;
    let read = |to: &str| {
        let email = EmailAddress::pasted(to);
        email.map_err(|error| format!("`{to}` is {error}"))
    };
    let to = to.map(read).transpose()?;
    let order = NoticesOrder { ticket, to, retry };
    Ok(match retry {
        true => Command::SendNoticesAgain { of, order },
        false => Command::ListNotices { of, order },
    })
}

/// Reads what follows `docket notices allow`.
fn allow(of: Target, named: &[&str]) -> Result<Command, lexopt::Error> {
    let [to] = named else {
        return Err("name one address: docket notices allow ADDRESS".into());
    };
    let to = EmailAddress::pasted(to).map_err(|error| format!("`{to}` is {error}"))?;
    let order = NoticesOrder {
        ticket: None,
        to: Some(to),
        retry: true,
    };
    Ok(Command::AllowAddress { of, order })
}

/// Reads the address of a mail server, which takes mails from an address of one's own alone.
fn mail_server(url: &str, config: &Config) -> Result<MailServer, lexopt::Error> {
    let server = MailServer::at(url).map_err(|error| error.to_string())?;
    match config.sender {
        Some(_) => Ok(server),
        None => Err("name the address that mails come from: --sender support@example.com".into()),
    }
}

/// Reads the address of the site.
fn site(text: &str) -> Result<String, &'static str> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|rest| rest.trim_end_matches('/'));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err("write an address without a path, such as https://support.example.com"),
    }
}

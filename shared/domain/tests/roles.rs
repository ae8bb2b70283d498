//! `docs/ROLES.md` says what the table of roles and actions says.
#![allow(clippy::unwrap_used, clippy::panic)]

use docket_domain::access::{Action, Role, Rule, Scope, rule};
use std::fmt::Write;
use std::path::Path;

const INTRODUCTION: &str = "# Roles

This page is made from `shared/domain/src/access/table.rs`, which alone decides. `UPDATE_SNAPSHOTS=1 cargo test
-p docket-domain --test roles` makes it anew.

- **nobody**: somebody without a key of the ticket and without a session at the desk. The key of
  another ticket and a session at another desk count for nothing.
- **account**: somebody who is signed in with an address, and neither works at the desk nor is on the
  ticket.
- **sub-administrator**, **administrator**: the same, with an account that administers a sub-portal or a
  top-level portal.
- **opener**: whoever opened the ticket. The key in the answer to the form lets them in. Nobody knows
  whether the address that they gave is theirs.
- **requester**: the person who asked. The key in their mails lets them in, and so does a session with
  their address.
- **colleague**: a person of the company that the ticket is of, and is signed in, at a desk that shows people the
  tickets of their company. Where all addresses of a company are one account, they are the requester.
- **watcher**: a person who is copied on the ticket. The key in their mails or a session lets them in.
- **agent**: a person who works at the desk, and is signed in.
- **lead**: an agent whom the desk file calls a lead.
- **admin**: a lead whom the desk file calls an admin.

In the table, *own* means: with what they sent themselves. *desk* means: as the desk file says. Its
moves name who may make them, its `[access]` says who may open tickets, its `[sharing]` whether tickets are shared, its
`[support_access]` whether there is any, and its `[remote_session]` whether one can be offered.
";

fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for (scope, title) in [
        (Scope::Site, "The site"),
        (Scope::Desk, "A desk"),
        (Scope::Ticket, "A ticket"),
        (Scope::Page, "A page of the people on call"),
    ] {
        let roles: Vec<String> = Role::ALL.iter().map(ToString::to_string).collect();
        write!(
            page,
            "\n## {title}\n\n| | {} |\n|{}\n",
            roles.join(" | "),
            "---|".repeat(roles.len() + 1)
        )
        .unwrap();
        for action in Action::ALL.iter().filter(|action| action.scope() == scope) {
            let rules = Role::ALL.map(|role| match rule(role, *action) {
                Rule::Yes => "yes",
                Rule::No => "-",
                Rule::Own => "own",
                Rule::AsDeskSays => "desk",
            });
            writeln!(page, "| {} | {} |", action.words(), rules.join(" | ")).unwrap();
        }
    }
    page
}

#[test]
fn the_page_about_roles_is_what_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/ROLES.md");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page(),
        "docs/ROLES.md is out of date: UPDATE_SNAPSHOTS=1 cargo test -p docket-domain --test roles"
    );
}

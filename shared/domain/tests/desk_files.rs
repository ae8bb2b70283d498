//! The five desk files that come with Docket have no mistakes, and mistakes in a desk file are
//! reported with their line.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice)]

use docket_domain::desk::Desk;

fn desk_files() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../desks");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn the_five_desks_are_whole() {
    let files = desk_files();
    assert_eq!(files.len(), 5);
    for (name, source) in files {
        let desk = Desk::parse(&source).unwrap_or_else(|mistakes| {
            let lines: Vec<String> = mistakes
                .iter()
                .map(|m| format!("{name}.toml:{m}"))
                .collect();
            panic!("{}", lines.join("\n"))
        });
        assert_eq!(desk.id.as_str(), name);
    }
}

fn mistakes(source: &str) -> Vec<String> {
    Desk::parse(source)
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// Returns a desk file with a part replaced, and the line of the replacement.
fn with(part: &str, replacement: &str) -> (String, usize) {
    let (_, source) = desk_files()
        .into_iter()
        .find(|(name, _)| name == "smartplayer")
        .unwrap();
    let at = source
        .find(part)
        .unwrap_or_else(|| panic!("{part} is not in the desk file"));
    let line = source[..at].matches('\n').count() + 1;
    (source.replacen(part, replacement, 1), line)
}

#[test]
fn each_mistake_is_told_with_its_line_and_what_to_write() {
    for (part, replacement, told) in [
        (
            "ticket_prefix = \"SPSUP\"",
            "ticket_prefix = \"spsup\"",
            "2 to 10 capital letters",
        ),
        (
            "ticket_prefix = \"SPSUP\"",
            "ticket_prefox = \"SPSUP\"",
            "unknown field `ticket_prefox`",
        ),
        (
            "time_zone = \"Europe/Moscow\"",
            "time_zone = \"Moscow\"",
            "such as `Europe/Berlin`",
        ),
        (
            "languages = [\"en\", \"ru\"]",
            "languages = [\"en\", \"ru\", \"eo\"]",
            "do not come in `eo`",
        ),
        (
            "languages = [\"en\", \"ru\"]",
            "languages = []",
            "`languages = [\"en\"]`",
        ),
        (
            "initial = \"work-in-progress\"",
            "initial = \"new\"",
            "there is no status `new`: write one of `work-in-progress`",
        ),
        (
            "after = \"P14D\"",
            "after = \"14 days\"",
            "`P14D` or `PT4H30M`",
        ),
        (
            "after = \"P14D\"",
            "after = \"P0D\"",
            "close every ticket at once",
        ),
        (
            "remind_before = \"P4D\"",
            "remind_before = \"P14D\"",
            "shorter than `after`",
        ),
        (
            "remind_before = \"P4D\"",
            "remind_before = \"PT0S\"",
            "longer than none",
        ),
        (
            "reopen_within = \"P30D\"",
            "reopen_within = \"PT59M\"",
            "write an hour, `PT1H`, or longer",
        ),
        (
            "reopen_within = \"P30D\"",
            "reopen_within = \"a month\"",
            "is not a length of time",
        ),
        (
            "type = \"long_text\"",
            "type = \"essay\"",
            "unknown variant `essay`",
        ),
        (
            "open = \"accounts\"",
            "open = \"robots\"",
            "unknown variant `robots`",
        ),
    ] {
        let (source, line) = with(part, replacement);
        let found = mistakes(&source);
        let fits = |m: &String| m.starts_with(&format!("{line}:")) && m.contains(told);
        assert!(
            found.iter().any(fits),
            "{replacement} on line {line}: {found:?}"
        );
    }
}

#[test]
fn mistakes_are_told_together() {
    let (source, _) = with("initial = \"work-in-progress\"", "initial = \"new\"");
    let source = source.replacen("time_zone = \"Europe/Moscow\"", "time_zone = \"Moscow\"", 1);
    let found = mistakes(&source);
    assert!(
        found.iter().any(|mistake| mistake.contains("`Moscow`")),
        "{found:?}"
    );
    assert!(
        found.iter().any(|mistake| mistake.contains("`new`")),
        "{found:?}"
    );
}

#[test]
fn nonsense_is_refused_and_never_panics() {
    for source in [
        "",
        "[",
        "id = 7",
        "id = \"x\"",
        "\u{0}",
        "a = 1\r\nb = 2",
        "[[topics]]\nid = \"é\"",
    ] {
        assert!(!mistakes(source).is_empty(), "{source:?}");
    }
}

#[test]
fn a_scope_of_support_access_stands_for_portals() {
    let files = desk_files().into_iter();
    let (_, source) = files.last().unwrap();
    let scopes = |id: &str| {
        format!("{source}\n[support_access]\nscopes = [{{ id = \"{id}\", label = \"A\" }}]\n")
    };
    assert!(Desk::parse(&scopes("sub-portals")).is_ok());
    let found = mistakes(&scopes("everything"));
    let told = "there is no scope `everything`: write one of `top-level-portal`, `sub-portals`";
    assert!(found.iter().any(|it| it.contains(told)), "{found:?}");
}

#[test]
fn a_logo_for_mails_is_a_picture_that_mail_programs_show() {
    let (_, spotme) = desk_files()
        .into_iter()
        .find(|(name, _)| name == "spotme")
        .unwrap();
    let with =
        |logo: &str| spotme.replace("[brand]\n", &format!("[brand]\nmail_logo = \"{logo}\"\n"));
    for good in [
        "https://example.com/logo.png",
        "https://example.com/a.GIF?v=2",
    ] {
        assert!(Desk::parse(&with(good)).is_ok(), "{good}");
    }
    for wrong in [
        "https://example.com/logo.svg",
        "http://example.com/logo.png",
        "logo.png",
        "https://example.com/a b.png",
        "javascript:x.png",
    ] {
        let found = mistakes(&with(wrong)).join("\n");
        assert!(
            found.contains("write the `https://` address of a PNG"),
            "{wrong}: {found}"
        );
    }
}

#[test]
fn a_rule_that_tells_nobody_and_a_person_who_is_told_of_nothing_are_mistakes() {
    let (_, spotme) = desk_files()
        .into_iter()
        .find(|(name, _)| name == "spotme")
        .unwrap();
    let start = spotme.find("[[notices]]").unwrap();
    let end = spotme.find("# ---- Who is on call").unwrap();
    let (before, after) = (&spotme[..start], &spotme[end..]);
    let all_of = |source: &str| match Desk::parse(source) {
        Ok(_) => String::new(),
        Err(_) => mistakes(source).join("\n"),
    };
    let told = |rules: &str| all_of(&format!("{before}{rules}\n{after}"));
    let rule = |when: &str, rest: &str| format!("[[notices]]\nwhen = \"{when}\"\n{rest}\n");
    let all = r#"who = ["agents", "leads", "admins"]"#;
    assert_eq!(told(""), "");
    assert_eq!(told(&rule("opened", all)), "");
    for (rules, wanted) in [
        (
            rule("opened", "who = []"),
            "the rule tells nobody: write `who`",
        ),
        (
            rule("opened", "who = [\"everyone\"]"),
            "`everyone` names nobody: write one of `team`",
        ),
        (
            rule("opened", "who = [\"eve@example.com\"]"),
            "there is no person `eve@example.com`",
        ),
        (rule("sometimes", all), "sometimes"),
        (
            rule("opened", r#"who = ["Every one"]"#),
            "`Every one` names nobody",
        ),
        (
            rule("entered", all),
            "write the `statuses` that tickets get",
        ),
        (
            rule("entered", &format!("{all}\nstatuses = [\"nowhere\"]")),
            "there is no status `nowhere`",
        ),
        (
            rule("commented", &format!("{all}\nstatuses = [\"new\"]")),
            "`statuses` are for `moved` and `entered`",
        ),
        (
            rule("opened", &format!("{all}\ntopics = [\"nothing\"]")),
            "there is no topic `nothing`",
        ),
        (
            rule("opened", &format!("{all}\npriorities = [\"no\"]")),
            "there is no priority `no`",
        ),
        (
            rule("opened", &format!("{all}\nchannel = \"pigeon\"")),
            "pigeon",
        ),
        (
            rule("opened", r#"who = ["agents", "leads"]"#),
            "no `[[notices]]` rule tells `admin@spotme.example.com`",
        ),
        (
            rule("opened", r#"who = ["team"]"#),
            "no `[[notices]]` rule tells `on-call-1@spotme.example.com`",
        ),
        (
            format!(
                "[[teams]]\nid = \"more\"\nlabel = \"More\"\npeople = []\nrest = true\n{}",
                rule("opened", all)
            ),
            "another team answers the rest already",
        ),
    ] {
        let found = told(&rules);
        assert!(found.contains(wanted), "{rules}: {found}");
    }
    // Who is named as quiet is told of nothing on purpose.
    let quiet = spotme.replace(
        "email = \"admin@spotme.example.com\"",
        "quiet = true\nemail = \"admin@spotme.example.com\"",
    );
    let start = quiet.find("[[notices]]").unwrap();
    let rules = rule("opened", r#"who = ["agents", "leads"]"#);
    let quiet = format!("{}{rules}\n{after}", &quiet[..start]);
    assert_eq!(all_of(&quiet), "");
    // A desk whose tickets only its people move tells of no moves; one without companies knows no project manager.
    let demo = include_str!("../../../tests/data/demo.toml").replace(
        "[[auto_close]]\nstatus = \"asked\"\nafter = \"P7D\"\nto = \"done\"\n",
        "",
    );
    for (rules, wanted) in [
        (
            rule("moved", r#"who = ["agents"]"#),
            "so this never happens: remove the rule",
        ),
        (
            rule("opened", r#"who = ["agents", "project_manager"]"#),
            "knows no companies",
        ),
        (
            rule("opened", r#"who = ["agents", "leads"]"#),
            "nobody of the desk is of `leads`",
        ),
    ] {
        let found = mistakes(&format!("{demo}\n{rules}")).join("\n");
        assert!(found.contains(wanted), "{rules}: {found}");
    }
}

#[test]
fn teams_and_hosts_are_checked() {
    let (_, smartplayer) = desk_files()
        .into_iter()
        .find(|(name, _)| name == "smartplayer")
        .unwrap();
    let told = |more: &str| mistakes(&format!("{smartplayer}\n{more}")).join("\n");
    let team = |people: &str, topics: &str| {
        format!(
            "[[teams]]\nid = \"first\"\nlabel = \"First\"\npeople = [{people}]\ntopics = [{topics}]\n"
        )
    };
    let agent = "\"agent-1@smartplayer.example.com\"";
    let good = format!("{smartplayer}\n{}", team(agent, "\"quote\""));
    let desk = Desk::parse(&good).unwrap();
    let quote = "quote".parse().unwrap();
    assert_eq!(
        desk.team_of(&quote).map(|team| team.id.as_str()),
        Some("first")
    );
    for (more, wanted) in [
        (team("\"nobody@example.com\"", ""), "there is no person"),
        (team(agent, "\"nothing\""), "there is no topic"),
        (team(&format!("{agent}, {agent}"), ""), "stands here twice"),
        (
            format!("{}{}", team(agent, "\"quote\""), team(agent, "\"quote\"").replace("first", "second")),
            "topic `quote` stands here twice",
        ),
        (
            "[hosts]\nwhite_label = [\"https://x.example.com\"]\nhome = \"https://a.example.com\"\ntext = \"There\"\n".to_owned(),
            "is not a host",
        ),
        (
            "[hosts]\nwhite_label = [\"*.example.com\"]\nhome = \"https://a.example.com\"\ntext = \"There\"\n".to_owned(),
            "support is not available at this address",
        ),
    ] {
        let found = told(&more);
        assert!(found.contains(wanted), "{more}: {found}");
    }
    // What earlier versions had in a file, without effect, is left aside.
    let old = "[accounts]\nrequired = true\nkind = \"person\"\n[white_label]\nhome = \"x\"\n";
    let desk = Desk::parse(&format!("{smartplayer}\n{old}")).unwrap();
    let former = [("accounts", "access"), ("white_label", "hosts")];
    assert_eq!(desk.former_tables(), former);
}

//! The data that the templates of a mail can use.

use super::Composer;
use docket_domain::Language;
use docket_texts::Texts;

/// What somebody wrote on the ticket before.
#[derive(Debug)]
pub(crate) struct Said {
    /// Their name.
    pub(crate) who: String,
    /// When, in the desk's time zone.
    pub(crate) at: String,
    /// Their words, or the beginning of them.
    pub(crate) words: String,
}

/// One of the things that a mail tells of.
#[derive(Debug)]
pub(crate) struct DigestEntry<'a> {
    /// What happened, in a sentence.
    pub(crate) headline: String,
    /// When, in the desk's time zone.
    pub(crate) at: String,
    /// What the person wrote.
    pub(crate) words: Option<&'a str>,
}

/// The data that the templates of a mail can use. Its name in `templates/` is `mail`.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub(crate) language: &'a Language,
    /// The desk's name, as its pages have it.
    pub(crate) desk: &'a str,
    /// The desk's colour, `#rrggbb`.
    pub(crate) colour: String,
    /// The same for dark mail programs.
    pub(crate) dark_colour: String,
    /// The address of the desk's logo as a picture that mail programs show.
    pub(crate) logo: Option<String>,
    /// The words at the foot of the desk's pages.
    pub(crate) desk_footer: Option<&'a str>,
    /// The address of the ticket's page, or of the page that signs in.
    pub(crate) link: String,
    /// The address that the mail is for, if that is another one than the link.
    pub(crate) action: Option<&'a str>,
    /// True if whoever has the link gets in by it. The desk's people sign in.
    pub(crate) link_lets_in: bool,
    /// What happened, the newest last, in a mail about several events.
    pub(crate) entries: Vec<DigestEntry<'a>>,
    /// What was written on the ticket before, the newest first.
    pub(crate) earlier: Vec<Said>,
    /// The text of the person that the mail is about.
    pub(crate) quote: Option<&'a str>,
    /// The label and the address of each helpful page of the desk.
    pub(crate) resources: Vec<(&'a str, &'a str)>,
    /// The desk's explanation of the ticket's status.
    pub(crate) status_help: Option<&'a str>,
    /// True if the desk was closed when the event happened.
    pub(crate) is_closed: bool,
    /// The marks from which the receiver is asked to choose one, each with its address.
    pub(crate) marks: Vec<(u8, String)>,
    /// True if a rule or a timer of the desk acted, and no person.
    pub(crate) is_by_system: bool,
    /// True for a project manager who does not work at the desk.
    pub(crate) is_for_outsider: bool,
    /// True if the requester has not proven the address.
    pub(crate) is_unconfirmed: bool,
    values: Vec<(&'static str, String)>,
}

impl Composer<'_> {
    /// Returns the view of a mail in this language, whose button leads to this address.
    pub(super) fn view<'m>(&'m self, language: &'m Language, link: String) -> View<'m> {
        let brand = &self.desk.brand;
        let footer = brand.footer.as_deref();
        let logo = match &brand.mail_logo {
            Some(elsewhere) => Some(elsewhere.to_string()),
            None => (brand.logo.as_ref()).map(|_| self.address(&self.links().mail_logo())),
        };
        View {
            language,
            desk: self.desk.display_name().in_language(language),
            colour: brand.light().to_string(),
            dark_colour: brand.dark().to_string(),
            logo,
            desk_footer: footer.map(|words| words.in_language(language)),
            link,
            action: None,
            link_lets_in: true,
            entries: Vec::new(),
            earlier: Vec::new(),
            quote: None,
            resources: Vec::new(),
            status_help: None,
            is_closed: false,
            marks: Vec::new(),
            is_by_system: false,
            is_for_outsider: false,
            is_unconfirmed: false,
            values: Vec::new(),
        }
    }
}

impl<'a> View<'a> {
    /// Sets a value that every Fluent message may use by this name. `mails.ftl` lists the names.
    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.values.push((name, value.into()));
    }

    /// Returns the address that its button leads to.
    pub(crate) fn target(&self) -> &str {
        self.action.unwrap_or(&self.link)
    }

    /// Returns true if the mail has a value of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(known, _)| *known == name)
    }

    /// Asks the receiver for one of these marks, if there are any.
    pub(crate) fn ask_for(&mut self, marks: Vec<(u8, String)>) {
        if let Some((highest, _)) = marks.last() {
            self.set("highest", highest.to_string());
        }
        self.marks = marks;
    }

    /// Returns the HTML of what somebody wrote.
    pub(crate) fn laid_out(&self, text: &str) -> String {
        docket_texts::html(text)
    }

    /// Returns the Fluent message with this ID, with the mail's values filled in.
    pub(crate) fn say(&self, message: &str) -> String {
        let values: Vec<(&str, &str)> = self
            .values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        Texts::of(self.language).with(message, &values)
    }
}

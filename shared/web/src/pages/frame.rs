//! The frame of every page: header, languages and footer.

use super::assets;
use crate::request::Call;
use docket_app::Links;
use docket_app::links::{PAGE_SCRIPT, SCRIPT, STYLE, with_query};
use docket_domain::access::Action;
use docket_domain::actor::Actor;
use docket_domain::clock::Openness;
use docket_domain::desk::Desk;
use docket_domain::{Language, TopicId, Words};
use docket_texts::{Texts, local_time};
use jiff::Timestamp;

/// The data for the frame of a page.
pub(super) struct Frame<'a> {
    pub(super) texts: &'static Texts,
    pub(super) language: Language,
    /// The desk that the page belongs to, if any.
    pub(super) desk: Option<&'a Desk>,
    /// The name of the person who is signed in.
    pub(super) signed_in: Option<String>,
    /// `true` if that person works at the desk.
    pub(super) is_staff: bool,
    /// `true` if they manage accounts and companies as well.
    pub(super) is_admin: bool,
    /// `true` for one of the desk who may see how it is rated.
    pub(super) is_lead: bool,
    /// The page's own address, without a language. Empty for a page that is in one language only.
    pub(super) address: String,
    /// The ID of the form whose content a change of the language keeps.
    pub(super) form: Option<&'static str>,
    /// Where the Enter key sends that form, if it is another address than the form's own.
    pub(super) enter: Option<String>,
    /// The ID of the text on the unseen button that the Enter key presses.
    pub(super) enter_text: &'static str,
    /// `true` if the page tells of mistakes. Its title begins with that.
    pub(super) has_errors: bool,
    /// `true` if there is a front page to lead to.
    pub(super) has_front: bool,
    /// `true` for a page that uses the width of the window.
    pub(super) is_wide: bool,
    pub(in crate::pages) now: Timestamp,
}

/// An instant, however many references a template has to it.
pub(super) trait Instant {
    fn instant(&self) -> Timestamp;
}

impl Instant for Timestamp {
    fn instant(&self) -> Timestamp {
        *self
    }
}

impl<T: Instant> Instant for &T {
    fn instant(&self) -> Timestamp {
        (*self).instant()
    }
}

/// An instant for a reader.
pub(super) struct When {
    /// As programs read it.
    pub(super) exact: String,
    /// In the desk's time zone.
    pub(super) local: String,
    /// How long ago, or the day if that is long ago.
    pub(super) ago: String,
}

impl<'a> Frame<'a> {
    pub(super) fn of_desk(call: &Call, desk: &'a Desk, language: Language) -> Self {
        let person = call.caller().known_signed_in();
        let staff = person.and_then(|person| person.staff.as_ref());
        let signed_in = match staff {
            Some(Actor::Agent { name, .. }) => Some(name.clone()),
            _ => person.map(|person| person.email.to_string()),
        };
        Self {
            desk: Some(desk),
            signed_in,
            is_staff: staff.is_some(),
            is_admin: staff.is_some_and(|staff| staff.may(Action::ManageAccounts)),
            is_lead: staff.is_some_and(|staff| staff.may(Action::SeeRatings)),
            now: call.now,
            ..Self::of_site(&language)
        }
    }

    pub(super) fn of_site(language: &Language) -> Self {
        Self {
            texts: Texts::of(language),
            language: language.clone(),
            desk: None,
            signed_in: None,
            is_staff: false,
            is_admin: false,
            is_lead: false,
            address: String::new(),
            form: None,
            enter: None,
            enter_text: "form-submit",
            has_errors: false,
            has_front: true,
            is_wide: false,
            now: Timestamp::UNIX_EPOCH,
        }
    }

    /// The frame of a page of no desk.
    pub(super) fn of_no_desk(call: &Call, language: &Language) -> Self {
        Self {
            has_front: call.cloud.settings.front_page,
            ..Self::of_site(language)
        }
    }

    /// The frame of a page about a problem: in the desk's face, if there is a desk.
    pub(super) fn of_problem(call: &Call, desk: Option<&'a Desk>, language: &Language) -> Self {
        match desk {
            Some(desk) => Self::of_desk(call, desk, call.language(desk)),
            None => Self::of_no_desk(call, language),
        }
    }

    /// Returns `true` if the page leads to how the desk is rated.
    pub(super) fn sees_ratings(&self) -> bool {
        self.is_lead && self.desk.is_some_and(|desk| desk.rating.is_some())
    }

    /// Returns the name of the desk, as titles have it.
    pub(super) fn name(&self) -> Option<&str> {
        self.desk.map(|desk| self.w(desk.display_name()))
    }

    /// Returns `true` if the header has more than the way to the desk.
    pub(super) fn has_nav(&self) -> bool {
        let speaks = self.form.is_some() || !self.address.is_empty();
        self.signed_in.is_some() || (speaks && !self.other_languages().is_empty())
    }

    /// Returns the address of the desk's logo, if it has one.
    pub(super) fn logo_address(&self) -> Option<String> {
        let desk = self.desk?;
        let logo = desk.brand.logo.as_deref()?;
        Some(format!(
            "{}?v={}",
            self.links(desk).logo(),
            assets::picture_version(logo)
        ))
    }

    /// Returns the address of the page's picture in tabs and bookmarks.
    pub(super) fn icon_address(&self) -> String {
        match self.desk {
            Some(desk) => format!(
                "{}?v={}",
                self.links(desk).icon(),
                assets::picture_version(&assets::icon_of(desk))
            ),
            None => assets::ICON.to_owned(),
        }
    }

    /// Returns the class and the words of the mark that says whether the desk is open, and when that changes.
    pub(super) fn openness(&self, desk: &Desk) -> (&'static str, String) {
        let openness = desk.openness(self.now);
        let class = match openness {
            Openness::ClosedUntil(_) => "no",
            _ => "yes",
        };
        (class, self.texts.openness(&openness, self.now))
    }

    /// Returns an instant for the reader.
    pub(super) fn when(&self, at: &impl Instant) -> When {
        let at = at.instant();
        let local = self.desk.map(|desk| local_time(desk, at));
        let local = local.unwrap_or_else(|| at.to_string());
        When {
            exact: at.to_string(),
            ago: self
                .texts
                .ago(at, self.now)
                .unwrap_or_else(|| local.clone()),
            local,
        }
    }

    /// Reads an instant of a JSON answer.
    pub(super) fn instant(&self, at: &str) -> Option<Timestamp> {
        at.parse().ok()
    }

    /// Returns one of Docket's own texts.
    pub(super) fn t(&self, id: &str) -> String {
        self.texts.get(id)
    }

    /// Returns one of Docket's own texts, with one value filled in.
    pub(super) fn t1(&self, id: &str, name: &str, value: &str) -> String {
        self.texts.with(id, &[(name, value)])
    }

    /// Returns the address of the script of pages that people write on, with its version.
    pub(super) fn page_script_address(&self) -> String {
        format!("{PAGE_SCRIPT}?v={}", assets::page_script_version())
    }

    /// Returns the address of the script that uploads files with its version, so that browsers may cache it.
    pub(super) fn script_address(&self) -> String {
        format!("{SCRIPT}?v={}", assets::script_version())
    }

    /// Returns the address of the style sheet with its version, in the desk's colour if it has one.
    pub(super) fn style_address(&self) -> String {
        match self.desk.filter(|desk| desk.brand.colour.is_some()) {
            Some(desk) => format!(
                "{}?v={}",
                self.links(desk).style(),
                assets::desk_style_version(desk)
            ),
            None => format!("{STYLE}?v={}", assets::style_version()),
        }
    }

    /// Returns the addresses of a desk.
    pub(super) fn links<'d>(&self, desk: &'d Desk) -> Links<'d> {
        Links::new(&desk.id)
    }

    /// Returns a text of the desk file, in the page's language.
    pub(super) fn w<'w>(&self, words: &'w Words) -> &'w str {
        words.in_language(&self.language)
    }

    /// Returns the labels of these topics of a desk, in the language of the page. Empty for none.
    pub(super) fn topic_labels(&self, desk: &Desk, topics: &[TopicId]) -> String {
        let labels = topics.iter().filter_map(|id| desk.topic_label(id));
        let labels: Vec<&str> = labels.map(|label| self.w(label)).collect();
        labels.join(", ")
    }

    /// Returns the page's own address in another language.
    pub(super) fn in_language(&self, code: &str) -> String {
        with_query(&self.address, &format!("language={code}"))
    }

    /// Returns the other languages of the desk, each as its code and its name.
    pub(super) fn other_languages(&self) -> Vec<(String, String)> {
        let languages = self
            .desk
            .map(|desk| desk.languages.to_vec())
            .unwrap_or_default();
        languages
            .into_iter()
            .filter(|language| *language != self.language)
            .map(|language| {
                (
                    language.to_string(),
                    Texts::of(&language).get("language-name"),
                )
            })
            .collect()
    }
}

//! What is promised about a route.

use super::answer::Content;
use super::field::Field;
use super::inputs;

/// The promise of a route: what it takes and what it answers.
#[derive(Debug)]
pub struct Promise {
    /// What the route is for. The first line is its title.
    pub about: &'static str,
    /// The parameters of the query that the route knows.
    pub query: &'static [Field],
    /// The headers of the request that the route knows, beside those of every route.
    pub headers: &'static [Field],
    /// The fields of the body. `None` when no body is read.
    pub body: Option<&'static [Field]>,
    /// The answers to a request that succeeds, by their statuses.
    pub answers: &'static [(u16, Content)],
    /// The refusals that few routes have, by their statuses.
    pub refusals: &'static [u16],
}

impl Promise {
    /// Promises a page.
    pub(super) const fn new(about: &'static str) -> Self {
        Self {
            about,
            query: &[],
            headers: &[],
            body: None,
            answers: &[(200, Content::Page)],
            refusals: &[],
        }
    }

    /// Returns the title: the first line, without the full stop of a sentence.
    #[must_use]
    pub fn title(&self) -> &'static str {
        let line = self.about.lines().next().unwrap_or_default();
        line.trim().trim_end_matches('.')
    }

    /// Sets the parameters of the query.
    pub(super) const fn query(mut self, fields: &'static [Field]) -> Self {
        self.query = fields;
        self
    }

    /// Sets the fields of the body.
    pub(super) const fn body(mut self, fields: &'static [Field]) -> Self {
        self.body = Some(fields);
        self
    }

    /// Makes the route take effect once for each idempotency key.
    pub(super) const fn idempotent(mut self) -> Self {
        self.headers = &[inputs::IDEMPOTENCY_KEY];
        self
    }

    /// Makes the route do the same, and refuse a version that is not the ticket's.
    pub(super) const fn changes_ticket(mut self) -> Self {
        self.headers = &[inputs::IDEMPOTENCY_KEY, inputs::IF_MATCH];
        self.refusals = &[403, 412];
        self
    }

    /// Sets the answers to a request that succeeds.
    pub(super) const fn answers(mut self, answers: &'static [(u16, Content)]) -> Self {
        self.answers = answers;
        self
    }

    /// Sets the refusals that few routes have.
    pub(super) const fn refuses(mut self, statuses: &'static [u16]) -> Self {
        self.refusals = statuses;
        self
    }
}

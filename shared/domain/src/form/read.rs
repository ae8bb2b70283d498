//! The checks of single values of a form.

use crate::desk::{Asks, Choice};
use crate::refusal::FieldProblem;
use crate::value::{ChoiceId, EmailAddress, Language, Line, Prose, clean};

/// Trims a text and reads it. An empty one is a mistake.
pub(crate) fn required<T>(
    text: &str,
    read: impl Fn(&str) -> Result<T, FieldProblem>,
) -> Result<T, FieldProblem> {
    match clean::trimmed(text) {
        "" => Err(FieldProblem::Missing),
        text => read(text),
    }
}

/// Trims a text and reads it. Returns `None` for an empty one.
pub(crate) fn optional<T>(
    text: &str,
    read: impl Fn(&str) -> Result<T, FieldProblem>,
) -> Result<Option<T>, FieldProblem> {
    match clean::trimmed(text) {
        "" => Ok(None),
        text => read(text).map(Some),
    }
}

pub(super) fn address(text: &str) -> Result<EmailAddress, FieldProblem> {
    EmailAddress::pasted(text).map_err(|_| FieldProblem::NotAnAddress)
}

pub(super) fn line(text: &str, max: usize) -> Result<Line, FieldProblem> {
    Ok(Line::new(text, max)?)
}

pub(crate) fn prose(text: &str) -> Result<Prose, FieldProblem> {
    Ok(Prose::new(text, Prose::MAX)?)
}

/// Reads the code of a language. Returns `None` for an empty text.
pub(super) fn language(text: &str) -> Result<Option<Language>, FieldProblem> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|_| FieldProblem::NotAChoice {
            choices: Language::SUPPORTED.map(str::to_owned).into(),
        })
}

/// Reads the ID of a choice. Returns the default for an empty text, or `None` without a default.
pub(super) fn choice(
    given: &str,
    choices: &[Choice],
    asks: Asks,
    default: Option<&ChoiceId>,
) -> Result<Option<ChoiceId>, FieldProblem> {
    match given {
        "" if asks == Asks::Required && default.is_none() => Err(FieldProblem::Missing),
        "" => Ok(default.cloned()),
        given => one_of(given, choices).map(Some),
    }
}

/// Reads the ID of one of these choices.
pub(super) fn one_of(given: &str, choices: &[Choice]) -> Result<ChoiceId, FieldProblem> {
    choices
        .iter()
        .find(|choice| *choice.id == *given)
        .map(|choice| choice.id.clone())
        .ok_or_else(|| FieldProblem::choices(choices.iter().map(|choice| &*choice.id)))
}

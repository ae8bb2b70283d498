//! The companies that a desk works for.

use crate::desk::Desk;
use crate::form::MAX_NAME;
use crate::refusal::{FieldError, FieldProblem};
use crate::value::{ChoiceId, CompanyId, DeskId, DomainName, EmailAddress, Format, Line, clean};
use serde::{Deserialize, Serialize};

/// The most domains of a company. All stand in one transaction with it.
const MAX_DOMAINS: usize = 20;

/// A company that a desk works for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// The desk.
    pub desk: DeskId,
    /// The ID.
    pub id: CompanyId,
    /// The name.
    pub name: Line,
    /// The domains of its people's addresses. A domain is of one company.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<DomainName>,
    /// The contract, one of the desk file's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ChoiceId>,
    /// The address of the project manager, who is told of large problems.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_manager: Option<EmailAddress>,
    /// The addresses of its portals. The first is the top-level one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub portals: Vec<DomainName>,
    /// The number of its changes. A change is only stored if this is still the one that it was decided on.
    #[serde(default)]
    pub revision: u64,
    /// The format of the item that it was read from.
    #[serde(default, skip_serializing_if = "Format::is_first")]
    pub format: Format,
}

impl Company {
    /// The most portals of a company. All stand in its item.
    pub const MAX_PORTALS: usize = 500;

    /// Returns a company of which only the ID and the name are known.
    #[must_use]
    pub fn new(desk: DeskId, id: CompanyId, name: Line) -> Self {
        Self {
            desk,
            id,
            name,
            domains: Vec::new(),
            contract: None,
            project_manager: None,
            portals: Vec::new(),
            revision: 0,
            format: Format::CURRENT,
        }
    }

    /// Returns `true` if the company says the same as another one.
    #[must_use]
    pub fn is_as(&self, other: &Self) -> bool {
        let said = |company: &Self| Self {
            revision: 0,
            format: Format::CURRENT,
            ..company.clone()
        };
        said(self) == said(other)
    }

    /// Returns the name in lower case, by which companies are sorted and compared.
    #[must_use]
    pub fn folded(name: &Line) -> String {
        name.as_str().to_lowercase()
    }
}

/// A company as somebody typed it, before [`CompanyDraft::check`]. An empty text is a missing value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompanyDraft {
    /// The ID. Made from the name, if there is none.
    pub id: String,
    /// The name.
    pub name: String,
    /// The domains, one an entry, or several in one.
    pub domains: Vec<String>,
    /// The ID of the contract.
    pub contract: String,
    /// The address of the project manager.
    pub project_manager: String,
    /// The addresses of the portals, the top-level one first.
    pub portals: Vec<String>,
}

impl CompanyDraft {
    /// Checks what was typed, and returns the company as it is to be.
    ///
    /// # Errors
    /// With every mistake found, each under the field's name.
    pub fn check(&self, desk: &Desk) -> Result<Company, Vec<FieldError>> {
        let mut mistakes = Vec::new();
        let mut refuse = |field: &str, problem| mistakes.push(FieldError::new(field, problem));
        let name = match Line::new(&self.name, MAX_NAME) {
            Ok(name) => Some(name),
            Err(error) => {
                refuse("name", error.into());
                None
            }
        };
        let id = match (self.id.as_str(), &name) {
            ("", name) => name.as_ref().map(CompanyId::of_name),
            (id, _) => match id.parse() {
                Ok(id) => Some(id),
                Err(_) => {
                    refuse("id", FieldProblem::NotAnId);
                    None
                }
            },
        };
        let domains = names(&self.domains, MAX_DOMAINS);
        let portals = names(&self.portals, Company::MAX_PORTALS);
        let domains = domains
            .map_err(|problem| refuse("domains", problem))
            .unwrap_or_default();
        let portals = portals
            .map_err(|problem| refuse("portals", problem))
            .unwrap_or_default();
        if let Some(public) = domains.iter().find(|domain| domain.is_public()) {
            let entry = public.to_string();
            refuse("domains", FieldProblem::PublicDomain { entry });
        }
        let contract = match clean::trimmed(&self.contract) {
            "" => None,
            given => {
                let mut known = desk.contracts.iter();
                let found = known.find(|contract| *contract.id == *given);
                if found.is_none() {
                    let ids = desk.contracts.iter().map(|contract| &*contract.id);
                    refuse("contract", FieldProblem::choices(ids));
                }
                found.map(|contract| (*contract.id).clone())
            }
        };
        let project_manager = match clean::trimmed(&self.project_manager) {
            "" => None,
            given => {
                let email = EmailAddress::pasted(given);
                email
                    .map_err(|_| refuse("project_manager", FieldProblem::NotAnAddress))
                    .ok()
            }
        };
        match (id, name) {
            (Some(id), Some(name)) if mistakes.is_empty() => Ok(Company {
                domains,
                contract,
                project_manager,
                portals,
                ..Company::new(desk.id.clone(), id, name)
            }),
            _ => Err(mistakes),
        }
    }
}

/// Reads domain names, each once. One entry can have several, as people paste them.
fn names(entries: &[String], max: usize) -> Result<Vec<DomainName>, FieldProblem> {
    let separators = |c: char| c.is_whitespace() || c == ',' || c == ';';
    let mut all: Vec<DomainName> = Vec::new();
    for entry in entries.iter().flat_map(|entry| entry.split(separators)) {
        let entry = clean::trimmed(entry);
        if entry.is_empty() {
            continue;
        }
        let name = super::person::host(entry).parse();
        let name = name.map_err(|_| FieldProblem::NotADomain)?;
        if !all.contains(&name) {
            all.push(name);
        }
        if all.len() > max {
            return Err(FieldProblem::TooMany { max });
        }
    }
    Ok(all)
}

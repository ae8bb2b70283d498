//! The support access of a company, for the API and for the HTML pages.

use super::call::Call;
use super::parameters::only_known;
use crate::problem::Problem;
use docket_app::support_access::{AccessTrail, trail};
use docket_domain::account::Company;
use docket_domain::desk::Desk;
use docket_domain::{CompanyId, FieldProblem, Refusal};

impl Call {
    /// Checks that the desk has support access.
    ///
    /// # Errors
    /// 404 when its file says nothing of it.
    pub fn require_support_access(&self, desk: &Desk) -> Result<(), Problem> {
        match desk.support_access {
            Some(_) => Ok(()),
            None => Err(Problem::not_found()),
        }
    }

    /// Returns the company of the person who is signed in.
    ///
    /// # Errors
    /// 401 when no person is signed in. 403 when their account belongs to no company.
    pub async fn own_company(&self, desk: &Desk) -> Result<Company, Problem> {
        let person = self.require_signed_in(desk).await?;
        let id = person.company().ok_or(Refusal::NeedsCompany)?;
        let company = self.cloud.store.company(&desk.id, id).await?;
        Ok(company.ok_or(Refusal::NeedsCompany)?)
    }
}

/// Loads the support access that the query asks for: of `company`, which an administrator may leave out. `cursor` is the `next` of the
/// page before.
///
/// # Errors
/// 400 for a parameter that is unknown. 403 for an administrator without a company. 404 when the desk has no support access, and for a
/// company that there is not, or that is another one than an administrator's. 422 when one of the desk's people names no company, and for
/// a cursor that no answer gave out.
pub async fn access_page(call: &Call, desk: &Desk) -> Result<AccessTrail, Problem> {
    only_known(call)?;
    call.require_support_access(desk)?;
    let is_staff = call.staff(desk).await?.is_some();
    let asked = call.query("company");
    let company = match (is_staff, asked) {
        (true, None) => return Err(Refusal::field("company", FieldProblem::Missing).into()),
        (true, Some(asked)) => {
            let id: CompanyId = asked.parse().map_err(|_| Problem::no_company())?;
            let company = call.cloud.store.company(&desk.id, &id).await?;
            company.ok_or_else(Problem::no_company)?
        }
        (false, asked) => {
            let own = call.own_company(desk).await?;
            if asked.is_some_and(|asked| own.id != *asked) {
                return Err(Problem::no_company());
            }
            own
        }
    };
    let cursor = call.query("cursor");
    Ok(trail(&call.cloud, company, cursor, call.now).await?)
}

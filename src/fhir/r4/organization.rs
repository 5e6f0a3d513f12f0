//! The contained Organization: the institution that provided the care.
//!
//! Must not know claim types.

use super::R4;
use super::resource::{Contained, Identifier, Organization, Party, Profile, US_NPI, Url, Value};
use super::rows::Rows;
use crate::measure::Text;

/// The institution of a PRVDR_NUM and an ORG_NPI_NUM; none when both are blank.
pub fn organization<'r>(r: &'r R4<'r>, number: &'r Text, npi: &'r Text) -> Option<Contained<'r>> {
    let identifier = Rows([provider_number(r, number), npi_identifier(r, npi)]);
    if identifier.is_empty() {
        return None;
    }
    Some(Contained::Organization(Organization {
        resource_type: "Organization",
        id: "provider-org",
        meta: Profile { profile: &r.fragments.organization_profile },
        identifier,
        active: true,
        name: r.context.codes.lookups.npi.get(npi.as_str()),
    }))
}

/// `provider`: the reference to it.
pub fn provider() -> Party<'static> {
    Party { reference: Some(Url("#provider-org")), ..Party::default() }
}

/// Its type has no display, and it has no system.
fn provider_number<'r>(r: &'r R4<'r>, number: &'r Text) -> Option<Identifier<'r>> {
    let value = Some(Value::Text(number.filled()?));
    Some(Identifier { kind: Some(&r.fragments.provider_number), value, ..Identifier::default() })
}

fn npi_identifier<'r>(r: &'r R4<'r>, npi: &'r Text) -> Option<Identifier<'r>> {
    let value = Some(Value::Text(npi.filled()?));
    let system = Some(US_NPI);
    Some(Identifier { kind: Some(&r.fragments.organization_npi), system, value, ..Identifier::default() })
}

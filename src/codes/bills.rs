//! What institutional claims say of themselves: bill type, frequency, discharge, admission, and the condition,
//! occurrence, span and value codes.

use super::scope::ByKind;
use super::{ClaimKinds, LoadError, Source, Table};
use crate::measure::Text;

/// A code of a claim's frame with its share by claim type.
#[derive(Debug)]
pub struct BillCode {
    pub code: Text,
    /// What it stands for, in one word of those that `clinical/bills.csv` lists; may be blank.
    pub role: String,
    /// Parts per million of the claims of each type.
    pub share: ByKind,
}

/// The frames of institutional claims.
#[derive(Debug, Default)]
pub struct Bills {
    /// Facility type and service class, two characters.
    pub types: Vec<BillCode>,
    /// Frequency: `whole`, `first`, `continuing`, `last`, `late`, `replacement`, `void`, `unpaid`.
    pub frequencies: Vec<BillCode>,
    /// Discharge status: `home`, `acute`, `post_acute`, `died`, `patient`, `left`, `other`.
    pub statuses: Vec<BillCode>,
    /// `emergency`, `urgent`, `elective`.
    pub admission_types: Vec<BillCode>,
    /// `home`, `hospital`, `facility`.
    pub admission_sources: Vec<BillCode>,
}

impl Bills {
    /// The codes of a field and the roles that they may have.
    fn field(&mut self, name: &str) -> Option<(&mut Vec<BillCode>, &'static str)> {
        match name {
            "bill" => Some((&mut self.types, "")),
            "frequency" => Some((&mut self.frequencies, "whole first continuing last late replacement void unpaid")),
            "status" => Some((&mut self.statuses, "home acute post_acute died patient left other")),
            "admission_type" => Some((&mut self.admission_types, "emergency urgent elective")),
            "admission_source" => Some((&mut self.admission_sources, "home hospital facility")),
            _ => None,
        }
    }
}

pub(super) fn bills(source: &Source) -> Result<Bills, LoadError> {
    let mut table = Table::open(source, "clinical/bills.csv")?;
    let [field, code, role] = table.columns(["field", "code", "role"])?;
    let shares = table.columns(["inpatient", "outpatient", "snf", "hha", "hospice"])?;
    let mut all = Bills::default();
    while table.advance()? {
        let share = ByKind::read(&table, shares, "parts per million")?;
        let (list, roles) = all
            .field(table.text(field))
            .ok_or_else(|| table.bad(field, "bill, frequency, status, admission_type or admission_source"))?;
        let name = table.text(role);
        if !name.is_empty() && !roles.split(' ').any(|known| known == name) {
            return Err(table.bad(role, &format!("one of: {roles}; or nothing")));
        }
        list.push(BillCode { code: Text::from(table.text(code)), role: name.to_owned(), share });
    }
    Ok(all)
}

/// What kind of code of the uniform bill it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimCodeKind {
    Condition,
    Occurrence,
    Span,
    Value,
}

/// A condition, occurrence, occurrence span or value code.
#[derive(Debug)]
pub struct ClaimCode {
    pub kind: ClaimCodeKind,
    pub code: Text,
    pub kinds: ClaimKinds,
    /// Chance that a claim of these types has it, parts per million.
    pub chance: u32,
}

pub(super) fn claim_codes(source: &Source) -> Result<Vec<ClaimCode>, LoadError> {
    let mut table = Table::open(source, "clinical/claim_codes.csv")?;
    let [kind, code, types, chance] = table.columns(["kind", "code", "types", "chance"])?;
    let mut all = Vec::with_capacity(100);
    while table.advance()? {
        all.push(ClaimCode {
            kind: match table.text(kind) {
                "condition" => ClaimCodeKind::Condition,
                "occurrence" => ClaimCodeKind::Occurrence,
                "span" => ClaimCodeKind::Span,
                "value" => ClaimCodeKind::Value,
                _ => return Err(table.bad(kind, "condition, occurrence, span or value")),
            },
            code: Text::from(table.text(code)),
            kinds: ClaimKinds::read(&table, types)?,
            chance: table.parse(chance, "parts per million")?,
        });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::ClaimKind;

    #[test]
    fn the_shares_of_every_field_make_a_million_of_each_claim_type_that_has_it() {
        let bills = bills(&Source::embedded()).unwrap();
        let everywhere = &ClaimKind::INSTITUTIONAL[..];
        let stays = &[ClaimKind::Inpatient, ClaimKind::Snf][..];
        for (codes, kinds) in [
            (&bills.types, everywhere),
            (&bills.frequencies, everywhere),
            (&bills.statuses, everywhere),
            (&bills.admission_types, stays),
            (&bills.admission_sources, stays),
        ] {
            for &kind in kinds {
                assert_eq!(codes.iter().map(|own| own.share.on(kind)).sum::<u32>(), 1_000_000, "{kind:?}");
            }
        }
    }

    #[test]
    fn hospice_patients_die_by_codes_of_their_own() {
        let bills = bills(&Source::embedded()).unwrap();
        for own in bills.statuses.iter().filter(|own| own.role == "died") {
            let hospice = own.share.on(ClaimKind::Hospice) > 0;
            assert_eq!(hospice, own.code.as_str() != "20", "{}", own.code);
            assert_eq!(own.share.on(ClaimKind::Inpatient) > 0, own.code.as_str() == "20", "{}", own.code);
        }
    }
}

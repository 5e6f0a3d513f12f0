//! Where in a record the columns of a table are filled from.

use crate::claim::{ClaimType, Column, Value};
use crate::measure::Decimal;
use crate::seed::cell::Cell;
use crate::seed::schema::{Kind, Of, Table};

/// Where one column comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum At {
    Nowhere,
    Place(usize, Kind),
    Sum(Vec<usize>),
}

impl At {
    /// The cell of a record whose values stand in file order.
    pub fn cell<'a>(&self, values: &[&'a dyn Value]) -> Cell<'a> {
        match self {
            At::Nowhere => Cell::Null,
            At::Place(at, kind) => Cell::of(values[*at], *kind),
            At::Sum(all) => {
                let cents = all.iter().filter_map(|at| values[*at].as_decimal()).map(|amount| amount.cents().0).sum();
                Cell::Decimal(Decimal::scaled(cents, 2))
            }
        }
    }
}

/// Where a table's filled columns are in a record.
pub(super) fn ats(table: &Table, record: &[Column]) -> Vec<At> {
    let place = |name: &str| record.iter().position(|column| column.name == name);
    let at = |column: &crate::seed::schema::Column| {
        let found = column.from.iter().find_map(|from| from.split('+').map(place).collect::<Option<Vec<_>>>());
        match found.as_deref() {
            None => At::Nowhere,
            Some([one]) => At::Place(*one, column.kind),
            Some(several) => At::Sum(several.to_vec()),
        }
    };
    table.filled().map(at).collect()
}

/// A numbered code of a header.
#[derive(Debug)]
pub(super) struct Coded {
    pub kind: &'static str,
    pub number: i64,
    pub code: usize,
    pub version: Option<usize>,
    /// Present on admission of a diagnosis, the day of a procedure.
    pub more: Option<usize>,
}

/// A column that names a provider.
#[derive(Debug)]
pub(super) struct Names {
    pub at: usize,
    pub is_ccn: bool,
    /// Where the same record says what the provider is: specialty, state, ZIP.
    pub says: [Option<usize>; 3],
}

/// Everything of one claim type.
#[derive(Debug)]
pub(super) struct Places {
    pub claim: Vec<At>,
    pub line: Vec<At>,
    /// Filled for Part D events alone.
    pub event: Vec<At>,
    pub drug: Option<usize>,
    pub diagnoses: Vec<Coded>,
    pub procedures: Vec<Coded>,
    /// Amounts that `claims` has no column for.
    pub amounts: Vec<(String, usize)>,
    pub header_names: Vec<Names>,
    pub line_names: Vec<Names>,
}

impl Places {
    pub fn of(claim_type: ClaimType) -> Places {
        let (header, line) = claim_type.columns();
        let is_event = claim_type == ClaimType::Pde;
        let claim = ats(Of::Claims.table(), &header);
        let event = if is_event { ats(Of::DrugEvents.table(), &header) } else { Vec::new() };
        let amounts = if is_event { Vec::new() } else { amounts(&claim, &header) };
        let tables: &[Of] = if is_event { &[Of::Claims, Of::DrugEvents] } else { &[Of::Claims] };
        Places {
            line: ats(Of::ClaimLines.table(), &line),
            drug: header.iter().position(|column| column.name == "PROD_SRVC_ID"),
            diagnoses: diagnoses(&header),
            procedures: procedures(&header),
            header_names: names(tables, &header),
            line_names: names(&[Of::ClaimLines], &line),
            claim,
            event,
            amounts,
        }
    }
}

fn amounts(claim: &[At], header: &[Column]) -> Vec<(String, usize)> {
    let wide = |place: usize| claim.iter().any(|at| matches!(at, At::Place(own, _) if *own == place));
    let is_money = |column: &Column| column.layout.starts_with("decimal") && column.layout.ends_with(",2)");
    let all = header.iter().enumerate().filter(|(place, column)| is_money(column) && !wide(*place));
    all.map(|(place, column)| (column.name.to_ascii_lowercase(), place)).collect()
}

/// A code's column with its version's and one more, by the part of the name before the number.
struct Family(&'static str, &'static str, &'static str, &'static str);

fn coded(families: &[Family], header: &[Column]) -> Vec<Coded> {
    let place = |name: &str| header.iter().position(|column| column.name == name);
    let mut all = Vec::new();
    for Family(kind, code, version, more) in families {
        for number in 0..=25 {
            let named = |stem: &str| if number == 0 { stem.to_owned() } else { format!("{stem}{number}") };
            if let Some(at) = place(&named(code)) {
                let (version, more) = (place(&named(version)), place(&named(more)));
                all.push(Coded { kind, number: number.max(1), code: at, version, more });
            }
        }
    }
    all
}

fn diagnoses(header: &[Column]) -> Vec<Coded> {
    let families = [
        Family("principal", "PRNCPAL_DGNS_CD", "PRNCPAL_DGNS_VRSN_CD", ""),
        Family("admitting", "ADMTG_DGNS_CD", "ADMTG_DGNS_VRSN_CD", ""),
        Family("diagnosis", "ICD_DGNS_CD", "ICD_DGNS_VRSN_CD", "CLM_POA_IND_SW"),
        Family("external_cause_first", "FST_DGNS_E_CD", "FST_DGNS_E_VRSN_CD", ""),
        Family("external_cause", "ICD_DGNS_E_CD", "ICD_DGNS_E_VRSN_CD", "CLM_E_POA_IND_SW"),
        Family("visit_reason", "RSN_VISIT_CD", "RSN_VISIT_VRSN_CD", ""),
    ];
    coded(&families, header)
}

fn procedures(header: &[Column]) -> Vec<Coded> {
    coded(&[Family("procedure", "ICD_PRCDR_CD", "ICD_PRCDR_VRSN_CD", "PRCDR_DT")], header)
}

/// The columns of a record from which tables' keys lead to providers.
fn names(tables: &[Of], record: &[Column]) -> Vec<Names> {
    let place = |name: &str| record.iter().position(|column| column.name == name);
    let mut all = Vec::new();
    for table in tables.iter().map(|of| of.table()) {
        let keys = table.foreign_keys.iter().filter(|key| key.table == "providers");
        for column in keys.filter_map(|key| table.columns.iter().find(|column| column.name == key.columns[0])) {
            let Some((from, at)) = column.from.iter().find_map(|from| Some((*from, place(from)?))) else { continue };
            let is_ccn = from == "PRVDR_NUM";
            // A line is about who rendered it; a header's state is the institution's.
            let renders = matches!(from, "PRF_PHYSN_NPI" | "PRVDR_NPI");
            let says = match (is_ccn, renders) {
                (true, _) => [None, place("PRVDR_STATE_CD"), None],
                (_, true) => [place("PRVDR_SPCLTY"), place("PRVDR_STATE_CD"), place("PRVDR_ZIP")],
                _ => [None; 3],
            };
            all.push(Names { at, is_ccn, says });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_each_type_tells_is_found_in_its_record() {
        let of = |claim_type| Places::of(claim_type);
        let inpatient = of(ClaimType::Inpatient);
        assert_eq!((inpatient.diagnoses.len(), inpatient.procedures.len()), (2 + 25 + 1 + 12, 25));
        assert!(inpatient.diagnoses.iter().all(|own| own.version.is_some()));
        assert!(inpatient.amounts.iter().any(|(name, _)| name == "nch_ip_tot_ddctn_amt"));
        assert!(inpatient.amounts.iter().all(|(name, _)| name != "clm_pmt_amt"));
        assert_eq!(of(ClaimType::Outpatient).diagnoses.len(), 1 + 25 + 1 + 12 + 3);
        let carrier = of(ClaimType::Carrier);
        assert_eq!((carrier.diagnoses.len(), carrier.line_names.len()), (13, 1));
        let event = of(ClaimType::Pde);
        assert_eq!((event.header_names.len(), event.amounts.len(), event.diagnoses.len()), (2, 0, 0));
        assert!(event.event.iter().all(|at| *at != At::Nowhere), "every column of drug_events");
        let paid = Of::Claims.table().filled().position(|column| column.name == "clm_pmt_amt").unwrap();
        assert!(matches!(&event.claim[paid], At::Sum(three) if three.len() == 3));
    }
}

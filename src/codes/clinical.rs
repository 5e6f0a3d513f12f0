//! Clinical code systems and payment parameters: what may be coded, how often, when, and what it costs.
//!
//! Responsible for `codesystems/clinical/` and `codesystems/payment/`. Must not know claims or any profile's
//! rules. Figures are integers: parts per million, cents, thousandths; each table's header names the unit.

use std::collections::BTreeMap;

use super::drg::{self, Drg};
use super::icd::{self, Diagnosis, Procedure};
use super::ndc::{self, Drug};
use super::payment::{self, MedicareYear, PartDYear};
use super::service::{self, RevenueCentre, Service};
use super::{LoadError, Source};

/// All clinical tables.
pub struct Clinical {
    /// ICD-9-CM diagnoses in code order.
    pub icd9: Vec<Diagnosis>,
    /// ICD-10-CM diagnoses in code order.
    pub icd10: Vec<Diagnosis>,
    pub procedures: Vec<Procedure>,
    /// Groups of discharges to September 2007.
    pub cms_drgs: Vec<Drg>,
    /// Groups of discharges from October 2007.
    pub ms_drgs: Vec<Drg>,
    pub services: Vec<Service>,
    /// (specialty, share of claims in parts per million), in code order.
    pub specialties: Vec<(String, u32)>,
    pub drugs: Vec<Drug>,
    pub revenue: Vec<RevenueCentre>,
    pub medicare: Vec<MedicareYear>,
    pub part_d: Vec<PartDYear>,
    /// Names of condition groups; positions are what the tables above hold.
    pub groups: Groups,
}

impl Clinical {
    /// Reads all tables.
    pub fn load(source: &Source) -> Result<Clinical, LoadError> {
        let mut groups = Groups::default();
        let icd9 = icd::diagnoses(source, "clinical/icd9.csv", &mut groups)?;
        let icd10 = icd::diagnoses(source, "clinical/icd10.csv", &mut groups)?;
        Ok(Clinical {
            procedures: icd::procedures(source, &mut groups)?,
            cms_drgs: drg::cms(source, &icd9)?,
            ms_drgs: drg::ms(source, &icd9, &icd10)?,
            services: service::services(source, &mut groups)?,
            specialties: service::specialties(source)?,
            drugs: ndc::drugs(source)?,
            revenue: service::revenue(source)?,
            medicare: payment::medicare(source)?,
            part_d: payment::part_d(source)?,
            icd9,
            icd10,
            groups,
        })
    }

    /// The diagnoses of an ICD version.
    pub fn diagnoses(&self, icd10: bool) -> &[Diagnosis] {
        if icd10 { &self.icd10 } else { &self.icd9 }
    }
}

/// Names of condition groups, numbered as met.
#[derive(Debug, Default)]
pub struct Groups(BTreeMap<String, u8>);

impl Groups {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The numbers of names that spaces part.
    pub(super) fn numbers(&mut self, names: &str) -> Vec<u8> {
        names.split_ascii_whitespace().map(|name| self.number(name)).collect()
    }

    fn number(&mut self, name: &str) -> u8 {
        if let Some(&number) = self.0.get(name) {
            return number;
        }
        // More names than numbers: the last ones share one.
        let number = self.0.len().min(usize::from(u8::MAX)) as u8;
        self.0.insert(name.to_owned(), number);
        number
    }
}

/// First and last year of validity, both included; a blank end is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    first: u16,
    last: u16,
}

impl Years {
    pub(super) fn read(table: &super::Table, first: usize, last: usize) -> Result<Years, LoadError> {
        let year = |column: usize, open: u16| match table.text(column) {
            "" => Ok(open),
            _ => table.parse(column, "a year, or nothing"),
        };
        Ok(Years { first: year(first, 0)?, last: year(last, u16::MAX)? })
    }

    /// Whether a year lies between.
    pub fn contain(self, year: i32) -> bool {
        (i32::from(self.first)..=i32::from(self.last)).contains(&year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_reads_and_diagnoses_stand_in_code_order() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        for diagnoses in [&clinical.icd9, &clinical.icd10] {
            assert!(diagnoses.windows(2).all(|pair| pair[0].code < pair[1].code));
        }
        assert!(clinical.groups.len() < 255, "groups are numbered in a byte");
        assert!(clinical.drugs.iter().all(|drug| drug.ndc.as_str().len() == 11));
        assert!(clinical.services.iter().all(|service| service.code.as_str().len() == 5));
    }
}

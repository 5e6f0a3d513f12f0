//! Clinical code systems and payment parameters: what may be coded, how often, when, and what it costs.
//!
//! Responsible for `codesystems/clinical/` and `codesystems/payment/`. Must not know claims or any profile's
//! rules. Figures are integers: parts per million, cents, thousandths; each table's header names the unit.

use super::dme::{self, Equipment};
use super::drg::{self, Drg};
use super::external::{self, ExternalCause};
use super::facility::{self, FacilityService};
use super::groups::Groups;
use super::icd::{self, Diagnosis, Procedure};
use super::modifier::{self, Modifier};
use super::ndc::{self, Drug};
use super::payment::{self, MedicareYear, PartDYear};
use super::place::{self, Place};
use super::service::{self, RevenueCentre, Service};
use super::specialty::{self, Specialty};
use super::{LoadError, Source};

/// All clinical tables.
pub struct Clinical {
    /// ICD-9-CM diagnoses in code order.
    pub icd9: Vec<Diagnosis>,
    /// ICD-10-CM diagnoses in code order.
    pub icd10: Vec<Diagnosis>,
    pub procedures: Vec<Procedure>,
    /// What did the harm, and where: never a principal diagnosis.
    pub causes: Vec<ExternalCause>,
    /// Groups of discharges to September 2007.
    pub cms_drgs: Vec<Drg>,
    /// Groups of discharges from October 2007.
    pub ms_drgs: Vec<Drg>,
    pub services: Vec<Service>,
    /// Services that only facilities bill.
    pub facility: Vec<FacilityService>,
    /// In code order.
    pub specialties: Vec<Specialty>,
    pub places: Vec<Place>,
    pub modifiers: Vec<Modifier>,
    /// Equipment and supplies of DME claims, in code order.
    pub dme: Vec<Equipment>,
    pub drugs: Vec<Drug>,
    pub revenue: Vec<RevenueCentre>,
    pub medicare: Vec<MedicareYear>,
    pub part_d: Vec<PartDYear>,
    /// Condition groups; their numbers are what the tables above hold.
    pub groups: Groups,
}

impl Clinical {
    /// Reads all tables.
    pub fn load(source: &Source) -> Result<Clinical, LoadError> {
        let groups = Groups::load(source)?;
        let icd9 = icd::diagnoses(source, "clinical/icd9.csv", &groups)?;
        let icd10 = icd::diagnoses(source, "clinical/icd10.csv", &groups)?;
        let specialties = specialty::specialties(source)?;
        let places = place::places(source)?;
        Ok(Clinical {
            procedures: icd::procedures(source, &groups)?,
            causes: external::causes(source)?,
            cms_drgs: drg::cms(source, &icd9)?,
            ms_drgs: drg::ms(source, &icd9, &icd10)?,
            services: service::services(source, &groups, &specialties, &places)?,
            facility: facility::facility(source, &groups)?,
            dme: dme::dme(source, &groups, &places)?,
            modifiers: modifier::modifiers(source)?,
            specialties,
            places,
            drugs: ndc::drugs(source, &groups)?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Sex;

    #[test]
    fn every_table_reads_and_diagnoses_stand_in_code_order() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        for diagnoses in [&clinical.icd9, &clinical.icd10] {
            assert!(diagnoses.windows(2).all(|pair| pair[0].code < pair[1].code));
        }
        assert!(clinical.drugs.iter().all(|drug| drug.ndc.as_str().len() == 11));
        assert!(clinical.services.iter().all(|service| service.code.as_str().len() == 5));
    }

    #[test]
    fn modifiers_name_categories_that_services_or_equipment_have() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        for name in clinical.modifiers.iter().flat_map(|own| &own.categories) {
            let services = clinical.services.iter().any(|own| own.category == *name);
            assert!(services || clinical.dme.iter().any(|own| own.category == *name), "{name}");
        }
    }

    #[test]
    fn what_only_one_sex_can_have_is_marked_so() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        let service = |code: &str| clinical.services.iter().find(|own| own.code.as_str() == code).unwrap().patients;
        let diagnosis = |code: &str| clinical.icd10.iter().find(|own| own.code.as_str() == code).unwrap().patients;
        for (code, patients, sex) in [
            ("77067", service("77067"), Sex::Female),
            ("84153", service("84153"), Sex::Male),
            ("C61", diagnosis("C61"), Sex::Male),
            ("Z1231", diagnosis("Z1231"), Sex::Female),
        ] {
            assert_eq!(patients.sex, Some(sex), "{code}");
        }
    }
}

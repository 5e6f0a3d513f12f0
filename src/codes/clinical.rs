//! Clinical code systems and payment parameters: what may be coded, how often, when, and what it costs.
//!
//! Responsible for `codesystems/clinical/` and `codesystems/payment/`. Must not know claims or any profile's
//! rules. Figures are integers: parts per million, cents, thousandths; each table's header names the unit.

use super::bills::{self, Bills, ClaimCode};
use super::dme::{self, Equipment};
use super::drg::{self, Drg};
use super::external::{self, ExternalCause};
use super::facility::{self, FacilityService};
use super::groups::Groups;
use super::hipps::{self, HippsPart};
use super::icd::{self, Diagnosis, Procedure};
use super::injection::{self, Injection};
use super::modifier::{self, Modifier};
use super::ndc::{self, Drug};
use super::payment::{self, MedicareYear, PartDYear};
use super::place::{self, Place};
use super::rates::Rates;
use super::revenue::{self, RevenueCentre};
use super::service::{self, Service};
use super::specialty::{self, Specialty};
use super::told::{self, ToldCode, ToldSystem};
use super::{LoadError, Source};
use crate::measure::Cents;

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
    /// Usual products of drugs that services bill, in code order.
    pub injections: Vec<Injection>,
    /// Services that only facilities bill.
    pub facility: Vec<FacilityService>,
    /// In code order.
    pub specialties: Vec<Specialty>,
    pub places: Vec<Place>,
    pub modifiers: Vec<Modifier>,
    /// Equipment and supplies of DME claims, in code order.
    pub dme: Vec<Equipment>,
    /// In NDC order.
    pub drugs: Vec<Drug>,
    /// Revenue centres of institutional claims.
    pub revenue: Vec<RevenueCentre>,
    /// Those that the faithful deck puts on stays.
    pub stay_revenue: Vec<RevenueCentre>,
    /// Bill types, frequencies, discharges and admissions of institutional claims.
    pub bills: Bills,
    /// Condition, occurrence, span and value codes.
    pub claim_codes: Vec<ClaimCode>,
    /// What HIPPS codes are built of.
    pub hipps: Vec<HippsPart>,
    /// Rates of payment systems by year.
    pub rates: Rates,
    /// What stories use and no card deals.
    pub told: Vec<ToldCode>,
    pub medicare: Vec<MedicareYear>,
    pub part_d: Vec<PartDYear>,
    /// What pharmacies are paid for dispensing: first year, then cents a fill of each year (generic, brand).
    dispensing: (i32, Vec<[u32; 2]>),
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
        let revenue = revenue::revenue(source)?;
        Ok(Clinical {
            procedures: icd::procedures(source, &groups)?,
            causes: external::causes(source)?,
            cms_drgs: drg::cms(source, &icd9)?,
            ms_drgs: drg::ms(source, &icd9, &icd10, &groups)?,
            services: service::services(source, &groups, &specialties, &places)?,
            injections: injection::injections(source)?,
            facility: facility::facility(source, &groups)?,
            dme: dme::dme(source, &groups, &places)?,
            modifiers: modifier::modifiers(source)?,
            specialties,
            places,
            drugs: ndc::drugs(source, &groups)?,
            stay_revenue: revenue.iter().filter(|own| own.faithful).cloned().collect(),
            revenue,
            bills: bills::bills(source)?,
            claim_codes: bills::claim_codes(source)?,
            hipps: hipps::hipps(source)?,
            rates: Rates::load(source)?,
            told: told::told(source)?,
            medicare: payment::medicare(source)?,
            part_d: payment::part_d(source)?,
            dispensing: payment::dispensing(source)?,
            icd9,
            icd10,
            groups,
        })
    }

    /// A code that stories use and no card deals.
    pub fn told(&self, system: ToldSystem, code: &str) -> Option<&ToldCode> {
        self.told.iter().find(|own| own.system == system && own.code.as_str() == code)
    }

    /// The usual product of a HCPCS code for a drug.
    pub fn injection(&self, code: &str) -> Option<&Injection> {
        self.injections.binary_search_by(|own| own.code.as_str().cmp(code)).ok().map(|at| &self.injections[at])
    }

    /// The diagnoses of an ICD version.
    pub fn diagnoses(&self, icd10: bool) -> &[Diagnosis] {
        if icd10 { &self.icd10 } else { &self.icd9 }
    }

    /// The drug with an NDC of eleven digits.
    pub fn drug(&self, ndc: &str) -> Option<&Drug> {
        self.drug_at(ndc).map(|at| &self.drugs[at])
    }

    /// Where the drug with an NDC of eleven digits stands.
    pub fn drug_at(&self, ndc: &str) -> Option<usize> {
        self.drugs.binary_search_by(|drug| drug.ndc.as_str().cmp(ndc)).ok()
    }

    /// What a fill of a drug costs in a year: its price that year times the quantity (thousandths of a unit), rounded to the
    /// cent, and what the pharmacy is paid for dispensing it.
    pub fn fill_cost(&self, drug: &Drug, quantity: u64, year: i32) -> Cents {
        drug.ingredient_cost(quantity, year) + self.dispensing_fee(drug.brand, year)
    }

    /// What a pharmacy is paid for dispensing a drug; of the nearest year that the table has.
    pub fn dispensing_fee(&self, brand: bool, year: i32) -> Cents {
        let (first, fees) = &self.dispensing;
        let at = (year - first).clamp(0, fees.len() as i32 - 1) as usize;
        Cents(i64::from(fees[at][usize::from(brand)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{ClaimKind, Sex};
    use crate::measure::Text;

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

    #[test]
    fn every_line_of_a_facility_has_a_known_revenue_centre() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        let known = |code: &Text| clinical.revenue.iter().any(|own| own.code == *code);
        let outpatient = clinical.services.iter().filter(|own| own.kinds.contain(ClaimKind::Outpatient));
        for service in outpatient {
            assert!(service.revenue.as_ref().is_some_and(known), "{}", service.code);
        }
        assert!(clinical.facility.iter().all(|own| known(&own.revenue)));
    }

    #[test]
    fn procedures_and_drgs_know_each_other() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        for code in clinical.procedures.iter().flat_map(|own| &own.drgs) {
            assert!(clinical.ms_drgs.iter().any(|drg| drg.code == *code), "{code}");
        }
        for code in clinical.ms_drgs.iter().flat_map(|own| &own.procedures) {
            assert!(clinical.procedures.iter().any(|own| own.icd10 && own.code == *code), "{code}");
        }
    }

    #[test]
    fn recent_shares_of_stays_add_up_to_nearly_all_and_every_frequent_one_can_be_drawn() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        for year in [2012, 2018, 2022, 2023, 2024, 2025, 2026] {
            let valid = clinical.ms_drgs.iter().filter(|drg| drg.years.contain(year));
            let sum = valid.clone().map(|drg| drg.share_recent).sum::<u32>();
            assert!((940_000..=1_060_000).contains(&sum), "{year}: {sum}");
            for drg in valid.filter(|drg| drg.share_recent > 1_000) {
                assert!(drg.gmlos > 0 && drg.gmlos <= drg.amlos && !drg.groups.is_empty(), "{}", drg.code);
            }
        }
    }

    #[test]
    fn a_fill_costs_price_times_quantity_and_the_fee() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        let lantus = clinical.drug("00088221905").unwrap();
        // 15 ml at 24.8283 dollars in 2015 are 372.4245, and a dollar for dispensing.
        assert_eq!((lantus.product.as_str(), lantus.price(2015)), ("Lantus SoloStar", 24_828_300));
        assert_eq!(clinical.fill_cost(lantus, 15_000, 2015), Cents(37_242 + 100));
        assert_eq!(clinical.dispensing_fee(false, 2006), Cents(230));
        assert_eq!(clinical.dispensing_fee(true, 2030), clinical.dispensing_fee(true, 2026));
        assert!(clinical.drug("99999999999").is_none());
    }
}

//! A line of a carrier card: the service, its place, units, modifiers, and what is charged and allowed for it.
//!
//! What Medicare and others pay of the allowed amount is the ledger's to say.

use super::carrier_drugs::Packages;
use super::carrier_fee::{Anesthesia, Fees, charge};
use super::carrier_modifiers::{ANEMIA, Marked, Marks, Modifiers};
use super::carrier_place::{Component, Setting, Site, Sites, of};
use super::carrier_provider::Biller;
use super::carrier_services::Work;
use super::carrier_verdict::Verdict;
use crate::claim::carrier::CarrierLine;
use crate::codes::{Clinical, Counts, Desk, Fee, Service, Units};
use crate::deck::money::part;
use crate::draw::Stream;
use crate::measure::{Cents, Decimal, Text};

/// What the lines of one year are made with.
pub struct Year {
    pub fees: Fees,
    pub sites: Sites,
    pub modifiers: Modifiers,
}

/// What all lines of a claim share.
pub struct Bill<'a> {
    pub clinical: &'a Clinical,
    pub year: &'a Year,
    pub packages: &'a Packages,
    pub desk: &'a Desk,
    pub specialty: &'a str,
    pub biller: Biller,
    pub verdict: Verdict,
    /// Drawn once a claim, 0 to 999: below a service's office chance, it is done in an office.
    pub setting: u32,
    /// How anesthesia was supervised.
    pub anesthesia: &'static str,
    pub works: &'a [Work],
    /// `0` or `9`.
    pub version: &'static str,
}

/// Streams of a card.
pub struct Draws {
    pub lines: Stream,
    pub amounts: Stream,
}

/// What a line counts.
struct Count {
    services: i64,
    /// CARR_LINE_MTUS_CNT and CARR_LINE_MTUS_CD.
    counted: i64,
    kind: &'static str,
    anesthesia: Option<Anesthesia>,
}

/// Physician assistants and nurses are paid 85 percent of the fee schedule.
const NON_PHYSICIANS: [&str; 3] = ["50", "89", "97"];

impl Bill<'_> {
    /// Reads the line at a place of the claim's works; its diagnosis is given.
    pub fn line(&self, at: usize, diagnosis: Text, draws: &mut Draws) -> CarrierLine {
        let work = self.works[at];
        let service = &self.clinical.services[usize::from(work.service)];
        let (indicator, denied) = self.indicator(at, service, draws);
        let Site { code: place, facility } =
            self.year.sites.site(self.clinical, self.setting(service), &mut draws.lines);
        let component = Component::of(self.setting(service), facility, &mut draws.lines);
        let marks = self.marks(at, &place, component, denied.then_some(indicator), draws);
        let count = self.count(service, &mut draws.lines);
        let mut line = self.described(service, component, &marks, &count);
        line.LINE_NUM = Some(at as i64 + 1);
        line.LINE_PLACE_OF_SRVC_CD = place;
        line.LINE_1ST_EXPNS_DT = Some(work.day);
        line.LINE_LAST_EXPNS_DT = Some(work.day);
        line.LINE_PRCSG_IND_CD = Text::of(indicator);
        line.LINE_ICD_DGNS_VRSN_CD = if diagnosis.is_blank() { Text::default() } else { Text::of(self.version) };
        line.LINE_ICD_DGNS_CD = diagnosis;
        self.price(&mut line, service, (facility, component), &marks, &count, denied, &mut draws.amounts);
        self.fill(&mut line, service, &mut draws.lines);
        self.biller.write(&mut line);
        line
    }

    fn setting<'b>(&'b self, service: &'b Service) -> Setting<'b> {
        Setting { service, specialty: self.specialty, part: self.desk.part, place: self.setting }
    }

    /// Quality measures and what Medicare never covers are no more than noted.
    fn indicator(&self, at: usize, service: &Service, draws: &mut Draws) -> (&'static str, bool) {
        let told = self.verdict.line(at + 1, service.category == "lab", &mut draws.amounts);
        let unpriced = service.allowed_2022.office == 0 && service.allowed_2022.facility == 0;
        if unpriced && !told.1 { ("C", true) } else { told }
    }

    fn marks(
        &self,
        at: usize,
        place: &Text,
        component: Component,
        denied: Option<&'static str>,
        draws: &mut Draws,
    ) -> Marks {
        let work = self.works[at];
        let category = |own: &Work| self.clinical.services[usize::from(own.service)].category.as_str();
        let marked = Marked {
            service: &self.clinical.services[usize::from(work.service)],
            specialty: self.specialty,
            place: place.as_str(),
            component,
            beside: self.works.iter().any(|own| own.day == work.day && is_procedure(category(own))),
            repeated: self.works[..at].iter().any(|own| own.service == work.service && own.day == work.day),
            denied,
            anesthesia: self.anesthesia,
        };
        self.year.modifiers.of(self.clinical, &marked, &mut draws.lines)
    }

    fn count(&self, service: &Service, stream: &mut Stream) -> Count {
        let services = match (service.units, service.category.as_str()) {
            (Units::About(0 | 1), _) => 1,
            (Units::About(about), _) => 1 + i64::from(stream.below(2 * u32::from(about) - 1)),
            (Units::Many, "drug") => 1 + i64::from(stream.below(3) * stream.below(3)),
            (Units::Many, "pt") => 1 + i64::from(stream.below(5) / 2),
            (Units::Many, _) => 1 + i64::from(stream.chance(40_000)),
        };
        let counted = |kind| Count { services, counted: services, kind, anesthesia: None };
        match service.counts {
            Counts::Miles => counted("1"),
            Counts::Blood => counted("5"),
            Counts::Services => counted("3"),
            Counts::Anesthesia => {
                let units = self.year.fees.anesthesia_units(service, stream);
                Count { services: 1, counted: units.time, kind: "2", anesthesia: Some(units) }
            }
        }
    }

    fn described(&self, service: &Service, component: Component, marks: &Marks, count: &Count) -> CarrierLine {
        let paid_in_full = if service.paid_in_full { "1" } else { "0" };
        CarrierLine {
            PRVDR_SPCLTY: Text::from(self.specialty),
            CARR_LINE_RDCD_PMT_PHYS_ASTN_C: Text::of(if self.reduced(service) { "3" } else { "0" }),
            LINE_SRVC_CNT: Decimal::whole(count.services),
            LINE_CMS_TYPE_SRVC_CD: match component {
                Component::SurgeryCentre => Text::of("F"),
                _ => service.kind.clone(),
            },
            HCPCS_CD: service.code.clone(),
            HCPCS_1ST_MDFR_CD: marks.codes[0].clone(),
            HCPCS_2ND_MDFR_CD: marks.codes[1].clone(),
            BETOS_CD: service.betos.clone(),
            LINE_PMT_80_100_CD: Text::of(paid_in_full),
            LINE_SERVICE_DEDUCTIBLE: Text::of(paid_in_full),
            CARR_LINE_MTUS_CNT: Decimal::whole(count.counted),
            CARR_LINE_MTUS_CD: Text::of(count.kind),
            CARR_LINE_ANSTHSA_UNIT_CNT: Decimal::whole(count.anesthesia.map_or(0, |own| own.base)),
            LINE_HCT_HGB_RSLT_NUM: Decimal::whole(0),
            HPSA_SCRCTY_IND_CD: Text::of(if marks.codes.iter().any(|own| own.as_str() == "AQ") { "1" } else { "" }),
            ..CarrierLine::default()
        }
    }

    fn reduced(&self, service: &Service) -> bool {
        NON_PHYSICIANS.contains(&self.specialty) && service.fee == Fee::Physician && !service.paid_in_full
    }

    /// Charge and allowed amount, and another insurer's part.
    #[allow(clippy::too_many_arguments)]
    fn price(
        &self,
        line: &mut CarrierLine,
        service: &Service,
        (facility, component): (bool, Component),
        marks: &Marks,
        count: &Count,
        denied: bool,
        stream: &mut Stream,
    ) {
        let local = matches!(service.fee, Fee::Physician | Fee::Anesthesia) || service.category == "amb";
        let locality = if local { u64::from(self.biller.price) } else { 1_000 };
        let reduction = if self.reduced(service) { 850 } else { 1_000 };
        let unit = match count.anesthesia {
            Some(units) => self.year.fees.anesthesia(units),
            None => self.year.fees.unit(service, facility, component),
        };
        let shared =
            if matches!(self.anesthesia, "QK" | "QX" | "QY") && count.anesthesia.is_some() { 500 } else { 1_000 };
        let unit = part(unit, locality * reduction, 1_000_000);
        let fee = part(Cents(unit.0 * count.services), u64::from(marks.pays) * shared, 1_000_000);
        let percent = u64::from(service.charge) * self.biller.charges * u64::from(92 + stream.below(17)) / 10_000;
        let submitted = if fee.0 == 0 { Cents(1) } else { charge(fee, percent) };
        let allowed = if denied { Cents(0) } else { fee };
        line.LINE_SBMTD_CHRG_AMT = money(submitted);
        line.LINE_ALOWD_CHRG_AMT = money(allowed);
        if let Some(payer) = self.verdict.payer.filter(|_| !denied) {
            line.LINE_BENE_PRMRY_PYR_CD = Text::of(payer.code);
            line.LINE_BENE_PRMRY_PYR_PD_AMT = money(payer.part(allowed));
        }
    }

    /// Columns that some services have.
    fn fill(&self, line: &mut CarrierLine, service: &Service, stream: &mut Stream) {
        match service.category.as_str() {
            "lab" | "path" if !matches!(line.LINE_PLACE_OF_SRVC_CD.as_str(), "21" | "22") => {
                line.CARR_LINE_CLIA_LAB_NUM = self.biller.clia();
            }
            "drug" => self.drug(line, service, stream),
            _ => {}
        }
    }

    fn drug(&self, line: &mut CarrierLine, service: &Service, stream: &mut Stream) {
        let code = service.code.as_str();
        if ANEMIA.contains(&code) {
            let hemoglobin = stream.chance(600_000);
            line.LINE_HCT_HGB_TYPE_CD = Text::of(if hemoglobin { "R1" } else { "R2" });
            let tenths = if hemoglobin { stream.between(78, 112) } else { stream.between(240, 340) };
            line.LINE_HCT_HGB_RSLT_NUM = Decimal::scaled(i64::from(tenths), 1);
        }
        if stream.chance(20_000) {
            line.CARR_LINE_RX_NUM = Text::from(format!("{:07}", stream.below(10_000_000)));
        }
        let year = line.LINE_1ST_EXPNS_DT.map_or(0, |day| day.year());
        if stream.chance(300_000) {
            line.LINE_NDC_CD = self.packages.draw(self.clinical, code, year, stream).unwrap_or_default();
        }
    }
}

/// How anesthesia is supervised, by whose claim it is.
pub fn anesthesia(specialty: &str, stream: &mut Stream) -> &'static str {
    match specialty {
        "05" => of(stream, &[("AA", 450), ("QK", 450), ("QY", 100)]),
        _ => of(stream, &[("QX", 600), ("QZ", 400)]),
    }
}

/// Whether a service is a procedure beside which a visit is told apart.
fn is_procedure(category: &str) -> bool {
    matches!(category, "derm" | "ortho" | "eyesurg" | "gi" | "pod" | "pain" | "uro" | "onc" | "ent" | "cardio" | "pulm")
}

/// An amount as RIF writes it.
pub const fn money(amount: Cents) -> Decimal {
    Decimal::scaled(amount.0, 2)
}

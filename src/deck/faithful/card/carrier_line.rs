//! A line of a carrier card: the service, its units and its money.

use super::carrier::{Desk, Provider};
use super::carrier_shares::CarrierShares;
use super::desks::Traits;
use crate::claim::carrier::CarrierLine;
use crate::codes::{MedicareYear, Service, Units};
use crate::deck::money::{ZERO, part, rounded};
use crate::draw::Stream;
use crate::measure::{Cents, Decimal, Text};

/// The claim's account, line by line.
pub struct Bill {
    pub submitted: Cents,
    pub allowed: Cents,
    pub paid: Cents,
    pub deductible: Cents,
    /// What an insurer before Medicare paid.
    pub primary: Cents,
    /// What the patient still owes of the year's deductible.
    owed: Cents,
    /// Whether every line is denied.
    denied: bool,
    /// What of the payment is left after sequestration, per mille.
    sequestered: u64,
}

impl Bill {
    /// Begins a claim: a few patients still owe some of the year's deductible.
    pub fn new(shares: &CarrierShares, year: &MedicareYear, denied: bool, stream: &mut Stream) -> Bill {
        let owes = stream.chance(shares.owing);
        let owed = if owes { 1 + i64::from(stream.below(year.part_b_deductible.max(1))) } else { 0 };
        Bill {
            submitted: Cents(0),
            allowed: Cents(0),
            paid: Cents(0),
            deductible: Cents(0),
            primary: Cents(0),
            owed: Cents(owed),
            denied,
            sequestered: if year.year >= 2013 { 980 } else { 1_000 },
        }
    }
}

/// A line to be read.
pub struct Line {
    /// Position in the service table.
    pub service: usize,
    pub traits: Traits,
    /// LINE_NUM.
    pub number: i64,
}

/// What became of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Allowed,
    /// Allowed, but another insurer pays first.
    Secondary,
    Denied,
}

/// One line's money in cents, before rounding.
#[derive(Default)]
struct Amounts {
    submitted: Cents,
    allowed: Cents,
    deductible: Cents,
    coinsurance: Cents,
    primary: Cents,
    paid: Cents,
}

/// Units of a line: services, and what CARR_LINE_MTUS_CNT counts.
struct Count {
    services: i64,
    counted: i64,
    /// CARR_LINE_MTUS_CD.
    kind: Text,
}

impl Line {
    /// Reads the line and adds it to the bill.
    pub fn read(
        &self,
        desk: &Desk,
        provider: &Provider,
        bill: &mut Bill,
        lines: &mut Stream,
        money: &mut Stream,
    ) -> CarrierLine {
        let service = &desk.clinical.services[self.service];
        // The first line of a claim that is not denied as a whole stands.
        let denied = bill.denied || (self.number > 1 && money.chance(desk.shares.denied_line));
        let processed = if denied { desk.shares.denials.draw(money) } else { desk.shares.approvals.draw(money) };
        let count = self.count(desk.shares, service, denied, lines);
        let verdict = match processed.as_str() {
            _ if denied => Verdict::Denied,
            "S" => Verdict::Secondary,
            _ => Verdict::Allowed,
        };
        let amounts = self.amounts(desk, provider, bill, count.services, verdict, money);
        let mut line = CarrierLine {
            LINE_NUM: Some(self.number),
            LINE_SRVC_CNT: Decimal::whole(count.services),
            LINE_CMS_TYPE_SRVC_CD: service.kind.clone(),
            HCPCS_CD: service.code.clone(),
            BETOS_CD: service.betos.clone(),
            PRTCPTNG_IND_CD: participation(provider, amounts.deductible > Cents(0)),
            LINE_PRCSG_IND_CD: processed,
            LINE_PMT_80_100_CD: flag(service.paid_in_full),
            LINE_SERVICE_DEDUCTIBLE: flag(service.paid_in_full),
            CARR_LINE_MTUS_CNT: Decimal::whole(count.counted),
            CARR_LINE_MTUS_CD: count.kind,
            LINE_ICD_DGNS_CD: Text::of("9999999"),
            LINE_ICD_DGNS_VRSN_CD: desk.version.clone(),
            ..masked(provider)
        };
        self.fill(&mut line, desk, lines);
        amounts.write(&mut line, provider.assigned);
        line
    }

    fn count(&self, shares: &CarrierShares, service: &Service, denied: bool, stream: &mut Stream) -> Count {
        // Denied lines mostly lose their units.
        if denied && stream.chance(shares.uncounted) {
            return Count { services: 0, counted: 0, kind: Text::of("0") };
        }
        if self.traits.miles {
            let miles = shares.miles.draw(stream);
            return Count { services: miles, counted: miles, kind: Text::of("1") };
        }
        let services = match service.units {
            Units::Many => shares.services.draw(stream),
            Units::About(0 | 1) => 1,
            Units::About(about) => 1 + i64::from(stream.below(2 * u32::from(about) - 1)),
        };
        if self.traits.anesthesia {
            return Count { services, counted: shares.anesthesia.draw(stream), kind: Text::of("2") };
        }
        Count { services, counted: services, kind: if self.traits.blood { Text::of("5") } else { Text::of("3") } }
    }

    fn amounts(
        &self,
        desk: &Desk,
        provider: &Provider,
        bill: &mut Bill,
        services: i64,
        verdict: Verdict,
        stream: &mut Stream,
    ) -> Amounts {
        if self.traits.quality {
            return Amounts::default();
        }
        let service = &desk.clinical.services[self.service];
        let unit = desk.desks.allowed(self.service);
        let unit = if provider.setting < service.office { unit.office } else { unit.facility };
        let reduction = match provider.reduced.as_str() {
            "1" => 650,
            "2" => 850,
            _ => 1_000,
        };
        let full = Cents(i64::from(unit) * services.max(1));
        let allowed = part(full, provider.locality * reduction, 1_000_000);
        let charge = u64::from(service.charge) * provider.charges * u64::from(90 + stream.below(21));
        let mut amounts = Amounts { submitted: part(full, charge, 1_000_000), ..Amounts::default() };
        if verdict != Verdict::Denied {
            amounts.allowed = allowed;
            amounts.pay(bill, service.paid_in_full, verdict == Verdict::Secondary);
        }
        bill.submitted = bill.submitted + amounts.submitted;
        bill.allowed = bill.allowed + amounts.allowed;
        bill.paid = bill.paid + amounts.paid;
        bill.deductible = bill.deductible + amounts.deductible;
        bill.primary = bill.primary + amounts.primary;
        amounts
    }

    /// Columns that are filled on some lines.
    fn fill(&self, line: &mut CarrierLine, desk: &Desk, stream: &mut Stream) {
        let modifiers = stream.below(1_000_000);
        if modifiers < desk.shares.first_modifier {
            line.HCPCS_1ST_MDFR_CD = Text::of("99999");
        }
        if modifiers < desk.shares.second_modifier {
            line.HCPCS_2ND_MDFR_CD = Text::of("99999");
        }
        if self.traits.laboratory {
            line.CARR_LINE_CLIA_LAB_NUM = Text::of("9999999999");
        }
        if self.traits.drug && stream.chance(150_000) {
            line.LINE_NDC_CD = Text::of("99999999999");
        }
        if self.traits.anemia_drug && desk.window.year() >= 2008 {
            line.LINE_HCT_HGB_TYPE_CD = Text::of("99");
        }
    }
}

impl Amounts {
    /// The patient's deductible and 20 percent, an earlier payer's part, Medicare's payment.
    fn pay(&mut self, bill: &mut Bill, in_full: bool, secondary: bool) {
        if !in_full {
            self.deductible = bill.owed.min(self.allowed);
            bill.owed = bill.owed - self.deductible;
            self.coinsurance = part(self.allowed - self.deductible, 1, 5);
        }
        let mut due = self.allowed - self.deductible - self.coinsurance;
        if secondary {
            self.primary = part(self.submitted.min(self.allowed), 4, 5);
            due = Cents((self.allowed - self.primary).0.clamp(0, due.0));
        }
        self.paid = part(due, bill.sequestered, 1_000);
    }

    fn write(&self, line: &mut CarrierLine, assigned: bool) {
        let paid = rounded(self.paid);
        line.LINE_NCH_PMT_AMT = paid;
        (line.LINE_PRVDR_PMT_AMT, line.LINE_BENE_PMT_AMT) = if assigned { (paid, ZERO) } else { (ZERO, paid) };
        line.LINE_BENE_PTB_DDCTBL_AMT = rounded(self.deductible);
        line.LINE_BENE_PRMRY_PYR_PD_AMT = rounded(self.primary);
        line.LINE_COINSRNC_AMT = rounded(self.coinsurance);
        line.LINE_SBMTD_CHRG_AMT = rounded(self.submitted);
        line.LINE_ALOWD_CHRG_AMT = rounded(self.allowed);
    }
}

/// The provider's columns: fillers as wide as their columns, and what the set kept.
fn masked(provider: &Provider) -> CarrierLine {
    CarrierLine {
        CARR_PRFRNG_PIN_NUM: Text::of("999999999999999"),
        PRF_PHYSN_UPIN: provider.upin.clone(),
        PRF_PHYSN_NPI: provider.npi.clone(),
        ORG_NPI_NUM: provider.group.clone(),
        CARR_LINE_PRVDR_TYPE_CD: provider.kind.clone(),
        TAX_NUM: Text::of("9999999999"),
        PRVDR_STATE_CD: Text::of("99"),
        PRVDR_ZIP: Text::of("999999999"),
        PRVDR_SPCLTY: Text::of("999"),
        CARR_LINE_RDCD_PMT_PHYS_ASTN_C: provider.reduced.clone(),
        LINE_PLACE_OF_SRVC_CD: Text::of("99"),
        CARR_LINE_PRCNG_LCLTY_CD: Text::of("99"),
        LINE_HCT_HGB_RSLT_NUM: Decimal::whole(0),
        CARR_LINE_ANSTHSA_UNIT_CNT: Decimal::whole(0),
        ..CarrierLine::default()
    }
}

/// PRTCPTNG_IND_CD: participation and assignment, and whether the deductible took from the line.
const fn participation(provider: &Provider, deductible: bool) -> Text {
    match (provider.participating, provider.assigned, deductible) {
        (true, true, false) => Text::of("1"),
        (true, true, true) => Text::of("2"),
        (false, true, false) => Text::of("3"),
        (false, true, true) => Text::of("5"),
        (false, false, false) => Text::of("4"),
        (false, false, true) => Text::of("6"),
        (true, false, _) => Text::of("7"),
    }
}

const fn flag(set: bool) -> Text {
    if set { Text::of("1") } else { Text::of("0") }
}

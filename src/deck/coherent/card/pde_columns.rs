//! The coded columns of Part D events: where a drug was dispensed, how it was prescribed, what is special about the fill.
//!
//! Responsible for columns that go together: the setting (pharmacy, mail order, long-term care) gives pharmacy type,
//! residence and clarification. Must not know money.

use crate::claim::Pde;
use crate::codes::{Counted, Drug, EventShares, LoadError};
use crate::deck::choice::Choice;
use crate::deck::coherent::providers::{Kind, Provider};
use crate::deck::coherent::seat::{Place, Version};
use crate::draw::Stream;
use crate::measure::{Decimal, Text};

/// Where a drug is dispensed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Setting {
    Retail,
    Mail,
    LongTerm,
}

impl Setting {
    const ALL: [Setting; 3] = [Setting::Retail, Setting::Mail, Setting::LongTerm];

    const fn name(self) -> &'static str {
        match self {
            Setting::Retail => "retail",
            Setting::Mail => "mail",
            Setting::LongTerm => "long-term",
        }
    }

    /// The numbers, first and how many, of the pharmacies of a state that serve it.
    const fn pharmacies(self) -> (u32, u32) {
        match self {
            Setting::Retail => (0, 400),
            Setting::Mail => (9_000, 4),
            Setting::LongTerm => (8_000, 30),
        }
    }
}

/// What Part D never covers, vitamins and cough medicine: only supplemental coverage pays.
const EXCLUDED: [&str; 3] = ["BENZONATATE", "CYANOCOBALAMIN", "FOLIC ACID"];
/// What it does not cover before 2013.
const SEDATIVES: [&str; 5] = ["ALPRAZOLAM", "CLONAZEPAM", "DIAZEPAM", "LORAZEPAM", "TEMAZEPAM"];
const SEDATIVES_FROM: i32 = 2013;
/// What is sold over the counter too: some plans pay for that instead.
const OVER_THE_COUNTER: [&str; 7] = [
    "ESOMEPRAZOLE",
    "FAMOTIDINE",
    "FLUTICASONE PROPIONATE",
    "LANSOPRAZOLE",
    "LEVOCETIRIZINE",
    "NAPROXEN",
    "OMEPRAZOLE",
];
/// Codes of short cycles in long-term care, with the days that they stand for: the rule is of 2013.
const CYCLES: [(&str, u16); 3] = [("22", 7), ("27", 7), ("34", 14)];
const CYCLES_FROM: i32 = 2013;

/// Whether Part D does not cover a drug in a year.
pub fn is_excluded(drug: &Drug, year: i32) -> bool {
    let substance = drug.substance.as_str();
    EXCLUDED.contains(&substance) || year < SEDATIVES_FROM && SEDATIVES.contains(&substance)
}

/// Shares of the coded columns, ready to be drawn from.
pub struct Columns {
    setting: Choice,
    pharmacy: [Choice; 3],
    residence: [Choice; 3],
    clarification: [Choice; 3],
    clarification_of_brands: Choice,
    clarification_of_compounds: Choice,
    qualifier: Choice,
    over_the_counter: Choice,
    compound: Choice,
    /// Of generics and of brands.
    written: [Choice; 2],
    dispensed: Choice,
    format: Choice,
    pricing: Choice,
    pricing_by_patient: Choice,
    /// Since each of these years.
    origin: Vec<(i32, Choice)>,
    fills: [Choice; 3],
    /// What others offer to pay of the patient's part: so that it counts as the patient's, and so that it does not.
    offers: [Choice; 2],
}

/// What the columns say of a fill's size.
pub struct Size {
    /// Days of a cycle in long-term care.
    pub cycle: Option<u16>,
    /// Whether it is one of two halves.
    pub half: bool,
}

impl Columns {
    /// Reads the shares.
    pub fn new(shares: &EventShares) -> Result<Columns, LoadError> {
        let choice = |column, given| shares.values(column, given).map(|values| Choice::filtered(values, |_| true));
        let by_setting = |column| -> Result<[Choice; 3], LoadError> {
            let [retail, mail, long_term] = Setting::ALL.map(|setting| choice(column, setting.name()));
            Ok([retail?, mail?, long_term?])
        };
        let origin = shares.since("RX_ORGN_CD")?;
        Ok(Columns {
            setting: choice("setting", "")?,
            pharmacy: by_setting("PHRMCY_SRVC_TYPE_CD")?,
            residence: by_setting("PTNT_RSDNC_CD")?,
            clarification: by_setting("SUBMSN_CLR_CD")?,
            clarification_of_brands: choice("SUBMSN_CLR_CD", "long-term brand")?,
            clarification_of_compounds: choice("SUBMSN_CLR_CD", "compound")?,
            qualifier: choice("SRVC_PRVDR_ID_QLFYR_CD", "")?,
            over_the_counter: choice("DRUG_CVRG_STUS_CD", "sold without prescription too")?,
            compound: choice("CMPND_CD", "")?,
            written: [choice("DAW_PROD_SLCTN_CD", "generic")?, choice("DAW_PROD_SLCTN_CD", "brand")?],
            dispensed: choice("DSPNSNG_STUS_CD", "")?,
            format: choice("NSTD_FRMT_CD", "")?,
            pricing: choice("PRCNG_EXCPTN_CD", "")?,
            pricing_by_patient: choice("PRCNG_EXCPTN_CD", "by the patient")?,
            origin: origin.into_iter().map(|(year, values)| (year, Choice::filtered(values, |_| true))).collect(),
            fills: [choice("FILL_NUM", "course")?, choice("FILL_NUM", "30 days")?, choice("FILL_NUM", "90 days")?],
            offers: [choice("OTHR_TROOP_AMT", "")?, choice("PLRO_AMT", "")?],
        })
    }

    /// Writes what is coded of a fill; the quantity is the caller's to write.
    pub fn write(
        &self,
        event: &mut Pde,
        drug: &Drug,
        year: i32,
        place: &Place,
        (stream, provider): (&mut Stream, Option<&mut Stream>),
    ) -> Size {
        let setting = self.setting.draw(stream);
        let setting = Setting::ALL.into_iter().find(|own| own.name() == setting.as_str()).unwrap_or(Setting::Retail);
        let of = setting as usize;
        match provider {
            Some(own) => self.pharmacy_and_prescriber(event, setting, place, own),
            None => self.pharmacy_and_prescriber(event, setting, place, stream),
        }
        event.PHRMCY_SRVC_TYPE_CD = self.pharmacy[of].draw(stream);
        event.PTNT_RSDNC_CD = self.residence[of].draw(stream);
        let compound = self.compound.draw(stream).as_str() == "2";
        event.CMPND_CD = Some(if compound { 2 } else { 1 });
        event.SUBMSN_CLR_CD = self.clarification(setting, drug, compound, year, stream);
        event.DAW_PROD_SLCTN_CD = self.written[usize::from(drug.brand)].draw(stream);
        event.BRND_GNRC_CD = Text::of(if drug.brand { "B" } else { "G" });
        event.DSPNSNG_STUS_CD = self.dispensed.draw(stream);
        event.DRUG_CVRG_STUS_CD = self.coverage(drug, year, stream);
        event.NSTD_FRMT_CD = self.format.draw(stream);
        let by_patient = event.NSTD_FRMT_CD.as_str() == "B";
        event.PRCNG_EXCPTN_CD = if by_patient { &self.pricing_by_patient } else { &self.pricing }.draw(stream);
        let since = self.origin.partition_point(|(from, _)| *from <= year).max(1) - 1;
        event.RX_ORGN_CD = self.origin[since].1.draw(stream);
        let cycle = CYCLES.iter().find(|(code, _)| *code == event.SUBMSN_CLR_CD.as_str()).map(|(_, days)| *days);
        Size { cycle, half: !event.DSPNSNG_STUS_CD.is_blank() }
    }

    /// The number of a fill: 0 for the first of a prescription.
    pub fn fill_number(&self, course: bool, days: u16, stream: &mut Stream) -> Decimal {
        let fills = &self.fills[if course { 0 } else { 1 + usize::from(days >= 60) }];
        Decimal::read(fills.draw(stream).as_str()).unwrap_or(Decimal::whole(0))
    }

    /// What others offer to pay of the patient's part, in cents: as patients' assistance (it counts as paid by the
    /// patient) and as other insurance. The ledger takes no more of it than the patient owes.
    pub fn offers(&self, event: &Pde, cost: i64, stream: &mut Stream) -> [i64; 2] {
        let [mut assistance, mut insurance] = [0, 1].map(|at: usize| match self.offers[at].draw(stream).as_str() {
            "all" => cost,
            "part" => cost / 8,
            _ => 0,
        });
        if event.PRCNG_EXCPTN_CD.as_str() == "M" {
            (assistance, insurance) = (0, cost);
        }
        [assistance, insurance]
    }

    fn pharmacy_and_prescriber(&self, event: &mut Pde, setting: Setting, place: &Place, stream: &mut Stream) {
        let (first, count) = setting.pharmacies();
        let number = first + stream.below(count);
        event.SRVC_PRVDR_ID_QLFYR_CD = self.qualifier.draw(stream);
        event.SRVC_PRVDR_ID = match event.SRVC_PRVDR_ID_QLFYR_CD.as_str() {
            "01" => Provider::npi_of(Kind::Pharmacy, place, number),
            // Of the pharmacists' register, and the state's: no state's numbers begin like that.
            "07" => Text::from(format!("00{number:05}")),
            "08" => Text::from(format!("PX{number:05}")),
            "06" => Provider::of(Kind::Pharmacy, place, number).upin,
            _ => Provider::of(Kind::Pharmacy, place, number).tax_number,
        };
        event.PRSCRBR_ID_QLFYR_CD = Text::of("01");
        event.PRSCRBR_ID = Provider::npi_of(Kind::Practitioner, place, stream.below(2_500));
        event.RX_SRVC_RFRNC_NUM = Decimal::whole(1_000_000 + i64::from(stream.below(89_000_000)));
    }

    fn clarification(&self, setting: Setting, drug: &Drug, compound: bool, year: i32, stream: &mut Stream) -> Text {
        let choice = match setting {
            _ if compound => &self.clarification_of_compounds,
            // Tablets that last a month, so many a day.
            Setting::LongTerm if drug.brand && year >= CYCLES_FROM && is_daily(drug) => &self.clarification_of_brands,
            _ => &self.clarification[setting as usize],
        };
        choice.draw(stream)
    }

    fn coverage(&self, drug: &Drug, year: i32, stream: &mut Stream) -> Text {
        match drug.substance.as_str() {
            _ if is_excluded(drug, year) => Text::of("E"),
            substance if OVER_THE_COUNTER.contains(&substance) => self.over_the_counter.draw(stream),
            _ => Text::of("C"),
        }
    }
}

fn is_daily(drug: &Drug) -> bool {
    drug.days == 30 && drug.counted == Counted::Piece && drug.quantity.is_multiple_of(30_000)
}

/// What a corrected event says of it: an adjustment, or a deletion.
pub fn adjustment(version: Version) -> Text {
    Text::of(match version {
        Version::Final | Version::Superseded => "",
        Version::Replaces(_) => "A",
        Version::Cancels(_) => "D",
    })
}

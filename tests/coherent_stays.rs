//! Hospital stays and skilled nursing of the coherent profile as they are dealt: groups that their diagnoses make, bills
//! that add up, benefit periods that are counted anew here, day by day.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use bluedeck::claim::inpatient::InpatientHeader;
use bluedeck::claim::{Claim, ClaimType, Columns, Inpatient, Snf};
use bluedeck::codes::{Asked, Codes, Level, MedicareYear, Source, StayTables};
use bluedeck::deck::coherent::Deck;
use bluedeck::deck::coherent::card::{Card, Cards};
use bluedeck::deck::coherent::class::Ending;
use bluedeck::deck::coherent::ledger::Ledger;
use bluedeck::deck::coherent::seat::{Place, Seat};
use bluedeck::draw::{Seed, Streams};
use bluedeck::mapping::{Fhir, Mapping, Subject};
use bluedeck::measure::{Day, Decimal};
use bluedeck::roster::{AccountNumber, Life, Roster, Span};

/// A person with stays, in the order of their days.
struct Patient {
    life: Life,
    stays: Vec<(Seat, Claim)>,
}

struct World {
    codes: Codes,
    tables: StayTables,
    /// By span: the default one, one with the change to ICD-10, one of ICD-9.
    spans: [Vec<Patient>; 3],
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let (source, codes) = (Source::embedded(), Codes::embedded().unwrap());
    let cards = Cards::new(&source, &codes).unwrap();
    let tables = StayTables::load(&source, &codes.clinical).unwrap();
    let spans = [(2025, 3), (2016, 23), (2014, 29)];
    let spans = spans.map(|(year, step)| patients(&source, &codes, &cards, Day::of(year, 12, 31), step));
    World { codes, tables, spans }
});

/// Stays alone, as the deck deals and the ledger settles them: no other claim moves what Part A pays.
fn patients(source: &Source, codes: &Codes, cards: &Cards, as_of: Day, step: usize) -> Vec<Patient> {
    let (streams, span) = (Streams::new(1, Seed(1)), Span::ending(as_of));
    let roster = Roster::coherent(source, &streams, span, None).unwrap();
    let deck = Deck::new(&streams, source, codes, span).unwrap();
    let of = |number: AccountNumber| {
        let life = roster.life(number)?;
        let mut dealt = deck.dealt(&roster, number);
        dealt.retain(|(seat, _)| matches!(seat.class.claim_type, ClaimType::Inpatient | ClaimType::Snf));
        dealt.sort_by_key(|(seat, _)| (seat.thru, seat.from, seat.class.claim_type, seat.number));
        let place = Place { state: life.person.state.clone(), zip: life.home.zip.clone() };
        let mut ledger = Ledger::new(&codes.clinical, &life, span);
        let settle = |(seat, dealt): (Seat, bluedeck::deck::coherent::Dealt)| {
            let index = dealt.class.card_index(dealt.card);
            let mut claim = cards.read(&seat, &place, &Card { streams: &streams, index, services: None, ask: None });
            ledger.settle(&seat, &mut claim);
            (seat, claim)
        };
        let stays: Vec<(Seat, Claim)> = dealt.into_iter().map(settle).collect();
        (!stays.is_empty()).then_some(Patient { life, stays })
    };
    (0..30_000).step_by(step).map(AccountNumber).filter_map(of).collect()
}

fn people() -> impl Iterator<Item = &'static Patient> {
    WORLD.spans.iter().flatten()
}

fn inpatient() -> impl Iterator<Item = (&'static Seat, &'static Inpatient)> {
    people().flat_map(|patient| &patient.stays).filter_map(|(seat, claim)| match claim {
        Claim::Inpatient(own) => Some((seat, &**own)),
        _ => None,
    })
}

fn snf() -> impl Iterator<Item = (&'static Seat, &'static Snf)> {
    people().flat_map(|patient| &patient.stays).filter_map(|(seat, claim)| match claim {
        Claim::Snf(own) => Some((seat, &**own)),
        _ => None,
    })
}

fn cents(amount: Decimal) -> i64 {
    amount.cents().0
}

fn year(of: i32) -> &'static MedicareYear {
    WORLD.codes.clinical.medicare.iter().find(|own| own.year == of).unwrap()
}

fn days(seat: &Seat) -> i32 {
    seat.thru.number() - seat.from.number()
}

#[test]
fn every_mapped_column_of_stays_is_filled_in_some_of_them() {
    // What ids and days of filing are, the stamp writes.
    let stamped = ["BENE_ID", "CLM_ID", "CLM_GRP_ID", "FINAL_ACTION", "NCH_WKLY_PROC_DT"];
    let filed = ["FI_CLM_PROC_DT", "FI_DOC_CLM_CNTL_NUM", "FI_ORIG_CLM_CNTL_NUM"];
    for claim_type in [ClaimType::Inpatient, ClaimType::Snf] {
        let mut filled: BTreeSet<String> = stamped.into_iter().chain(filed).map(str::to_owned).collect();
        let stays = WORLD.spans[0].iter().flat_map(|patient| &patient.stays);
        for (_, claim) in stays.filter(|(seat, _)| seat.class.claim_type == claim_type) {
            let mut see = |record: &dyn Columns| {
                record.visit(None, &mut |column, value| {
                    let nothing = value.is_blank() || value.as_decimal().is_some_and(|number| number.is_zero());
                    if !nothing {
                        filled.insert(column.name.into_owned());
                    }
                });
            };
            see(claim.header());
            claim.lines().for_each(&mut see);
        }
        for fhir in [Fhir::Stu3, Fhir::R4] {
            let shown = Mapping::embedded().shown(Subject::Claim(claim_type), fhir);
            let missing: Vec<_> = shown.iter().filter(|column| !filled.contains(*column)).collect();
            assert!(missing.is_empty(), "{}: {missing:?}", claim_type.name());
        }
    }
}

/// The greatest complication among a stay's further diagnoses, as the tables tell them.
fn complication(seat: &Seat, header: &InpatientHeader) -> Level {
    let (icd10, clinical) = (seat.class.window.is_icd10(), &WORLD.codes.clinical);
    let table = clinical.diagnoses(icd10);
    let at = |code: &str| table.binary_search_by(|own| own.code.as_str().cmp(code)).unwrap();
    let principal = at(header.PRNCPAL_DGNS_CD.as_str()) as u16;
    let further = header.ICD_DGNS[1..].iter().map(|own| own.ICD_DGNS_CD.as_str()).filter(|code| !code.is_empty());
    let counts = |code: &&str| {
        let gone = seat.ends_in_death() && ["I469", "R570", "4275", "78551"].contains(code);
        let covid = *code == "J1282" && seat.class.window.fiscal_year() >= 2024;
        !gone && !covid && !WORLD.tables.is_excluded(icd10, principal, at(code) as u16)
    };
    further.filter(counts).map(|code| table[at(code)].level).max().unwrap_or(Level::Nothing)
}

#[test]
fn the_group_of_a_stay_is_of_its_year_and_made_by_its_diagnoses_and_procedures() {
    let clinical = &WORLD.codes.clinical;
    for (seat, claim) in inpatient() {
        let (header, window) = (&claim.header, seat.class.window);
        let code = header.CLM_DRG_CD.as_str();
        let stay = WORLD.tables.stays.iter().find(|own| clinical.ms_drgs[usize::from(own.drg)].code.as_str() == code);
        let stay = stay.unwrap_or_else(|| panic!("{code} is no group"));
        let drg = &clinical.ms_drgs[usize::from(stay.drg)];
        assert!(drg.years.contain(window.fiscal_year()), "{code} in {}", window.fiscal_year());
        let base = &WORLD.tables.bases[WORLD.tables.base(stay.base).unwrap()];
        let table = clinical.diagnoses(window.is_icd10());
        let done = |at: &u16| {
            let code = &clinical.procedures[usize::from(*at)].code;
            header.ICD_PRCDR.iter().any(|own| own.ICD_PRCDR_CD == *code)
        };
        let makes = |case: &&bluedeck::codes::Case| {
            case.icd10 == window.is_icd10()
                && table[usize::from(case.principal)].code == header.PRNCPAL_DGNS_CD
                && case.procedures.iter().all(done)
        };
        assert!(base.cases.iter().any(|case| makes(&case)), "{code}: {}", header.PRNCPAL_DGNS_CD);
        let found = complication(seat, header);
        let asked = match stay.asked {
            Asked::Anything => true,
            Asked::None => found == Level::Nothing,
            Asked::NoMajor => found < Level::MajorComplication,
            Asked::Complication => found == Level::Complication,
            Asked::Either => found > Level::Nothing,
            Asked::Major => found == Level::MajorComplication,
        };
        assert!(asked, "{code} asks for {:?}, there is {found:?}", stay.asked);
    }
}

#[test]
fn no_further_diagnosis_makes_another_group() {
    for (seat, claim) in inpatient() {
        let header = &claim.header;
        let all: Vec<&str> = header.ICD_DGNS.iter().map(|own| own.ICD_DGNS_CD.as_str()).collect();
        let drg = WORLD.codes.clinical.ms_drgs.iter().find(|own| own.code == header.CLM_DRG_CD).unwrap();
        let infarction = |code: &&str| ["I21", "I22", "410"].iter().any(|start| code.starts_with(start));
        assert!(drg.mdc.as_str() != "05" || !all[1..].iter().any(infarction), "{all:?}");
        let injury = |code: &&str| match seat.class.window.is_icd10() {
            true => code.starts_with('S'),
            false => ("800".."960").contains(code),
        };
        let regions: BTreeSet<char> =
            all.iter().filter(|code| injury(code)).filter_map(|code| code.chars().nth(1)).collect();
        let limb = ["456", "789"].iter().any(|limb| regions.iter().all(|region| limb.contains(*region)));
        let injuries = all.iter().filter(|code| injury(code)).count();
        assert!(injuries <= 1 || limb && seat.class.window.is_icd10(), "{all:?}");
        assert!(!all.contains(&"J1282") || all.contains(&"U071"), "{all:?}");
    }
}

#[test]
fn what_only_follows_from_something_else_is_no_principal_diagnosis() {
    let hospital = inpatient().map(|(_, claim)| &claim.header.PRNCPAL_DGNS_CD);
    for code in snf().map(|(_, claim)| &claim.header.PRNCPAL_DGNS_CD).chain(hospital) {
        assert!(!["R6520", "R6521", "J1282", "99591", "99592"].contains(&code.as_str()), "{code}");
    }
}

#[test]
fn the_last_line_is_the_total_and_the_others_add_up_to_it() {
    let of_hospital = inpatient().map(|(seat, claim)| {
        let line = |own: &bluedeck::claim::inpatient::InpatientLine| {
            (own.REV_CNTR.clone(), cents(own.REV_CNTR_TOT_CHRG_AMT), cents(own.REV_CNTR_NCVRD_CHRG_AMT))
        };
        let header = [claim.header.CLM_TOT_CHRG_AMT, claim.header.NCH_IP_NCVRD_CHRG_AMT].map(cents);
        (seat, header, claim.lines.iter().map(line).collect::<Vec<_>>())
    });
    let of_nursing = snf().map(|(seat, claim)| {
        let line = |own: &bluedeck::claim::snf::SnfLine| {
            (own.REV_CNTR.clone(), cents(own.REV_CNTR_TOT_CHRG_AMT), cents(own.REV_CNTR_NCVRD_CHRG_AMT))
        };
        let header = [claim.header.CLM_TOT_CHRG_AMT, claim.header.NCH_IP_NCVRD_CHRG_AMT].map(cents);
        (seat, header, claim.lines.iter().map(line).collect::<Vec<_>>())
    });
    for (seat, header, mut lines) in of_hospital.chain(of_nursing) {
        assert_eq!(lines.len(), usize::from(seat.class.lines));
        let Some((centre, charged, uncovered)) = lines.pop() else { panic!("a claim has lines") };
        assert_eq!((centre.as_str(), [charged, uncovered]), ("0001", header));
        assert!(lines.iter().all(|(centre, all, part)| centre.as_str() != "0001" && (0..=*all).contains(part)));
        if !lines.is_empty() {
            let sum = |of: fn(&(bluedeck::measure::Text, i64, i64)) -> i64| lines.iter().map(of).sum::<i64>();
            assert_eq!([sum(|line| line.1), sum(|line| line.2)], header, "{seat:?}");
        }
    }
}

#[test]
fn skilled_nursing_follows_a_hospital_stay_of_three_days_that_its_claims_name() {
    let mut seen = 0;
    for patient in people() {
        for (seat, claim) in &patient.stays {
            let Claim::Snf(own) = claim else { continue };
            let (from, thru) = (own.header.NCH_QLFYD_STAY_FROM_DT, own.header.NCH_QLFYD_STAY_THRU_DT);
            let named = patient.stays.iter().find(|(other, _)| {
                let hospital = other.class.claim_type == ClaimType::Inpatient;
                hospital && (Some(other.from), Some(other.thru)) == (from, thru)
            });
            let (hospital, _) = named.unwrap_or_else(|| panic!("{from:?} to {thru:?} is no stay"));
            assert!(days(hospital) >= 3 && own.header.CLM_ADMSN_DT == Some(hospital.thru));
            assert_eq!(hospital.class.fit.ending, Ending::ToSnf);
            assert!(seat.from >= hospital.thru);
            seen += 1;
        }
    }
    assert!(seen > 1_000, "{seen}");
}

/// Part A counted again: a day of care after another.
#[derive(Default)]
struct Period {
    begun: Option<Day>,
    last: Option<Day>,
    hospital: u32,
    nursing: u32,
    deductible: i64,
}

/// What days of a claim are: coinsurance days, days of the reserve, and what they cost.
fn counted(period: &mut Period, reserve: &mut u32, seat: &Seat, covered: i64, hospital: bool) -> (u32, u32, i64) {
    let (mut coinsurance, mut used, mut owed) = (0, 0, 0);
    for at in 0..covered as i32 {
        let of = year(seat.from.plus(at).year());
        let day = if hospital { &mut period.hospital } else { &mut period.nursing };
        *day += 1;
        match (hospital, *day) {
            (true, ..=60) | (false, ..=20) => {}
            (true, 61..=90) => (coinsurance, owed) = (coinsurance + 1, owed + i64::from(of.part_a_coinsurance)),
            (true, _) => (used, owed) = (used + 1, owed + i64::from(of.reserve_coinsurance)),
            (false, ..=100) => (coinsurance, owed) = (coinsurance + 1, owed + i64::from(of.snf_coinsurance)),
            (false, _) => panic!("day {day} of nursing is covered"),
        }
    }
    *reserve += used;
    (coinsurance, used, owed)
}

#[test]
fn days_and_deductible_are_those_of_the_benefit_period_and_a_life_gives_sixty_days_of_reserve() {
    let (mut reserves, mut exhausted, mut nursing) = (0, 0, 0);
    for patient in people() {
        let (mut period, mut reserve) = (Period::default(), u32::from(patient.life.reserve_used));
        for (seat, claim) in patient.stays.iter().filter(|(seat, _)| seat.counts()) {
            if period.last.is_none_or(|last| seat.from.number() - last.number() > 60) {
                period = Period { begun: Some(seat.from), ..Period::default() };
            }
            period.last = period.last.max(Some(seat.thru));
            let (told, owed, deductible, covered, paid, exhaust) = match claim {
                Claim::Inpatient(own) => {
                    let own = &own.header;
                    let told = [own.BENE_TOT_COINSRNC_DAYS_CNT, own.BENE_LRD_USED_CNT];
                    let exhaust = own.NCH_BENE_MDCR_BNFTS_EXHTD_DT_I;
                    let covered = own.CLM_UTLZTN_DAY_CNT.whole_part();
                    let owed = own.NCH_BENE_PTA_COINSRNC_LBLTY_AM;
                    (told, owed, own.NCH_BENE_IP_DDCTBL_AMT, covered, own.CLM_PMT_AMT, exhaust)
                }
                Claim::Snf(own) => {
                    let own = &own.header;
                    let told = [own.BENE_TOT_COINSRNC_DAYS_CNT, Decimal::whole(0)];
                    let exhaust = own.NCH_BENE_MDCR_BNFTS_EXHTD_DT_I;
                    let covered = own.CLM_UTLZTN_DAY_CNT.whole_part();
                    let owed = own.NCH_BENE_PTA_COINSRNC_LBLTY_AM;
                    (told, owed, own.NCH_BENE_IP_DDCTBL_AMT, covered, own.CLM_PMT_AMT, exhaust)
                }
                _ => continue,
            };
            let hospital = seat.class.claim_type == ClaimType::Inpatient;
            let (coinsurance, used, due) = counted(&mut period, &mut reserve, seat, covered, hospital);
            assert_eq!(told.map(|count| count.whole_part()), [coinsurance, used].map(i64::from), "{seat:?}");
            // Nobody owes more than what is allowed: then nothing is left to pay.
            assert!(cents(owed) == due || cents(owed) < due && cents(paid) == 0, "{seat:?}: {owed}, {due}");
            assert!(reserve <= 60 && cents(paid) >= 0);
            period.deductible += cents(deductible);
            assert!(period.deductible <= i64::from(year(period.begun.unwrap().year()).part_a_deductible));
            assert!(exhaust.is_none_or(|day| (seat.from..=seat.thru).contains(&day)));
            reserves += u32::from(used > 0);
            exhausted += u32::from(hospital && exhaust.is_some());
            nursing += u32::from(!hospital && coinsurance > 0);
        }
    }
    assert!(reserves > 5 && exhausted > 5 && nursing > 200, "{reserves}, {exhausted}, {nursing}");
}

#[test]
fn an_outlier_is_paid_by_two_parts_and_mostly_a_long_stay() {
    let (mut all, mut outliers, mut long, mut long_outliers) = (0, 0, 0, 0);
    for (seat, claim) in inpatient().filter(|(_, claim)| claim.header.CLM_MDCR_NON_PMT_RSN_CD.is_blank()) {
        let header = &claim.header;
        let is_outlier = header.CLM_DRG_OUTLIER_STAY_CD.as_str() == "2";
        assert_eq!(is_outlier, cents(header.NCH_DRG_OUTLIER_APRVD_PMT_AMT) > 0);
        let of_capital = cents(header.CLM_PPS_CPTL_OUTLIER_AMT);
        assert!(of_capital <= cents(header.NCH_DRG_OUTLIER_APRVD_PMT_AMT));
        assert_eq!(of_capital > 0, is_outlier && !header.CLM_PPS_IND_CD.is_blank());
        let drg = WORLD.codes.clinical.ms_drgs.iter().find(|own| own.code == header.CLM_DRG_CD).unwrap();
        let is_long = 10 * days(seat) > 3 * drg.amlos as i32;
        (all, outliers) = (all + 1, outliers + u32::from(is_outlier));
        (long, long_outliers) = (long + u32::from(is_long), long_outliers + u32::from(is_outlier && is_long));
    }
    assert!((all / 200..all / 30).contains(&outliers), "{outliers} of {all}");
    assert!(long_outliers * 5 > long && long > 20, "{long_outliers} of {long}");
}

#[test]
fn hospitals_that_are_paid_prospectively_tell_what_was_there_on_admission() {
    let mut blank = 0;
    for (_, claim) in inpatient() {
        let reports = !claim.header.ICD_DGNS[0].CLM_POA_IND_SW.is_blank();
        blank += u32::from(!reports);
        assert!(reports || claim.header.CLM_PPS_IND_CD.is_blank());
        for own in &claim.header.ICD_DGNS {
            assert_eq!(!own.CLM_POA_IND_SW.is_blank(), reports && !own.ICD_DGNS_CD.is_blank());
            assert!(["", "Y", "N", "U", "W", "1"].contains(&own.CLM_POA_IND_SW.as_str()));
        }
        for own in &claim.header.ICD_DGNS_E {
            assert_eq!(!own.CLM_E_POA_IND_SW.is_blank(), reports && !own.ICD_DGNS_E_CD.is_blank());
        }
        assert!(["Y", "1", ""].contains(&claim.header.ICD_DGNS[0].CLM_POA_IND_SW.as_str()));
        assert_eq!(claim.header.FST_DGNS_E_CD, claim.header.ICD_DGNS_E[0].ICD_DGNS_E_CD);
    }
    assert!(blank > 0);
}

#[test]
fn who_dies_has_no_stay_after_and_the_last_claim_says_so() {
    let mut died = 0;
    for patient in people() {
        for (seat, claim) in &patient.stays {
            let (status, indicator, left) = match claim {
                Claim::Inpatient(own) => {
                    let own = &own.header;
                    (&own.PTNT_DSCHRG_STUS_CD, &own.NCH_PTNT_STATUS_IND_CD, own.NCH_BENE_DSCHRG_DT)
                }
                Claim::Snf(own) => {
                    let own = &own.header;
                    (&own.PTNT_DSCHRG_STUS_CD, &own.NCH_PTNT_STATUS_IND_CD, own.NCH_BENE_DSCHRG_DT)
                }
                _ => continue,
            };
            assert_eq!([status.as_str() == "20", indicator.as_str() == "B"], [seat.ends_in_death(); 2]);
            assert_eq!(left, (indicator.as_str() != "C").then_some(seat.thru));
            if seat.ends_in_death() {
                died += 1;
                assert_eq!(patient.life.death, Some(seat.thru));
                assert!(patient.stays.iter().all(|(other, _)| other.thru <= seat.thru));
            }
        }
    }
    assert!(died > 50, "{died}");
}

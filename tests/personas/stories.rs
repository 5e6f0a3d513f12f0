//! What the stories promise: drugs that start and stop, care that leads to care, coverage that opens and closes, lives that end.

use std::path::Path;

use bluedeck::claim::{Claim, ClaimType, Columns};
use bluedeck::codes::{Codes, Source};
use bluedeck::measure::{Day, Decimal};
use bluedeck::persona::Personas;

use super::{Table, table};

/// Last days of data sets in which stories that move must hold.
const ALL_AS_OF: [Day; 4] = [Day::of(2014, 12, 31), Day::of(2016, 12, 31), Day::of(2024, 6, 30), Day::of(2026, 12, 31)];

/// Name, NDC, and between which days it is dispensed.
const COURSES: [(&str, &str, Day, Day); 9] = [
    ("Jack", "00378718505", Day::of(2014, 1, 15), Day::of(2015, 2, 28)),
    ("Jack", "16729000201", Day::of(2015, 3, 16), Day::of(2016, 12, 31)),
    ("Lucille2014", "00904722461", Day::of(2014, 6, 2), Day::of(2014, 9, 30)),
    ("Lucille2014", "00406051201", Day::of(2015, 1, 16), Day::of(2016, 2, 28)),
    ("Walter", "00406051201", Day::of(2024, 8, 29), Day::of(2024, 9, 21)),
    ("Henry", "00378021601", Day::of(2022, 1, 23), Day::of(2025, 7, 21)),
    ("Henry", "00591040501", Day::of(2022, 1, 23), Day::of(2025, 7, 21)),
    ("George", "00003089421", Day::of(2022, 1, 20), Day::of(2024, 12, 31)),
    ("George", "00002143380", Day::of(2023, 1, 10), Day::of(2024, 12, 31)),
];

fn from(claim: &Claim) -> Day {
    claim.service_days().0.unwrap()
}

fn thru(claim: &Claim) -> Day {
    claim.service_days().1.unwrap()
}

fn text(record: &dyn Columns, name: &str) -> String {
    record.text(name).unwrap_or_else(|| panic!("there is no {name}"))
}

fn amount(record: &dyn Columns, name: &str) -> i64 {
    Decimal::read(&text(record, name)).unwrap().cents().0
}

fn of_type(hand: &[Claim], claim_type: ClaimType) -> Vec<&Claim> {
    let mut all: Vec<&Claim> = hand.iter().filter(|claim| claim.claim_type() == claim_type).collect();
    all.sort_by_key(|claim| (claim.service_days(), claim.processing_day()));
    all
}

fn fills(hand: &[Claim], ndc: &str) -> Vec<Day> {
    let all = of_type(hand, ClaimType::Pde);
    all.into_iter().filter(|claim| text(claim.header(), "PROD_SRVC_ID") == ndc).map(from).collect()
}

#[test]
fn no_drug_is_dispensed_before_its_start_or_after_its_stop() {
    let table = table();
    for (name, ndc, first, last) in COURSES {
        let days = fills(&table.hand(name), ndc);
        assert_eq!(days.first(), Some(&first), "{name} {ndc}");
        assert!(days.iter().all(|day| (first..=last).contains(day)), "{name} {ndc}: {days:?}");
    }
}

#[test]
fn no_drug_is_dispensed_to_somebody_who_lies_in_a_hospital_or_a_nursing_facility() {
    let table = table();
    for persona in table.personas.iter() {
        let hand = persona.hand(&table.deck);
        let stays = hand.iter().filter(|claim| matches!(claim, Claim::Inpatient(_) | Claim::Snf(_)));
        // Who is still there when a month's bill ends lies there on its last day too.
        let still = |stay: &Claim| text(stay.header(), "PTNT_DSCHRG_STUS_CD") == "30";
        let stays: Vec<(Day, Day)> = stays.map(|stay| (from(stay), thru(stay).plus(i32::from(still(stay))))).collect();
        for fill in of_type(&hand, ClaimType::Pde) {
            let inside = stays.iter().find(|(first, last)| *first < from(fill) && from(fill) < *last);
            assert_eq!(inside, None, "{}: a drug on {}", persona.name(), from(fill));
        }
    }
}

#[test]
fn a_hospice_cares_for_somebody_at_one_place() {
    let table = table();
    for name in ["Henry", "Lucille2014"] {
        let hand = table.hand(name);
        let lines = of_type(&hand, ClaimType::Hospice).into_iter().flat_map(|claim| claim.lines());
        let home = lines.filter(|line| ["0651", "0652"].contains(&text(*line, "REV_CNTR").as_str()));
        let places: Vec<String> = home.map(|line| text(line, "HCPCS_CD")).collect();
        assert!(places.len() >= 3 && places.iter().all(|place| place == "Q5001"), "{name}: {places:?}");
    }
}

#[test]
fn jack_takes_glimepiride_only_after_metformin_has_ended() {
    let hand = table().hand("Jack");
    let (metformin, glimepiride) = (fills(&hand, "00378718505"), fills(&hand, "16729000201"));
    // Thirty days' supply of the last fill are used up as well.
    assert!(metformin.last().unwrap().plus(28) < *glimepiride.first().unwrap());
}

/// The diagnoses of a claim, the principal one first.
fn illnesses(claim: &Claim) -> Vec<String> {
    let columns = (1..=25).map(|at| claim.header().text(&format!("ICD_DGNS_CD{at}")).unwrap_or_default());
    columns.filter(|code| !code.is_empty()).collect()
}

/// Carrier lines at a place of service, with the claim that each is of.
fn lines_at<'a>(hand: &'a [Claim], place: &'a str) -> impl Iterator<Item = (&'a Claim, &'a dyn Columns)> {
    let lines = hand.iter().filter(|own| own.claim_type() == ClaimType::Carrier);
    let lines = lines.flat_map(|claim| claim.lines().map(move |line| (claim, line)));
    lines.filter(move |(_, line)| text(*line, "LINE_PLACE_OF_SRVC_CD") == place)
}

#[test]
fn stays_and_the_claims_of_their_professionals_match_in_days_place_and_diagnoses() {
    let table = table();
    let mut met = 0;
    for persona in table.personas.iter() {
        let hand = persona.hand(&table.deck);
        for (place, claim_type) in [("21", ClaimType::Inpatient), ("31", ClaimType::Snf), ("23", ClaimType::Outpatient)]
        {
            let stays = of_type(&hand, claim_type);
            for (claim, line) in lines_at(&hand, place) {
                let within = |stay: &&&Claim| from(stay) <= from(claim) && thru(claim) <= thru(stay);
                let stay = stays.iter().find(within);
                let stay = stay.unwrap_or_else(|| panic!("{}: nobody lies there on {}", persona.name(), from(claim)));
                assert_eq!(
                    text(line, "PRVDR_STATE_CD"),
                    text(stay.header(), "PRVDR_STATE_CD"),
                    "{}, {}",
                    persona.name(),
                    from(claim)
                );
                let (own, whole) = (illnesses(claim), illnesses(stay));
                assert!(
                    own.first() == whole.first() && own.iter().all(|code| whole.contains(code)),
                    "{}, {}: {own:?} of {whole:?}",
                    persona.name(),
                    from(claim)
                );
                met += 1;
            }
        }
        for stay in of_type(&hand, ClaimType::Inpatient) {
            let within = |(claim, _): &(&Claim, _)| (from(stay)..=thru(stay)).contains(&from(claim));
            let treated = lines_at(&hand, "21").any(|own| within(&own));
            assert!(treated || persona.name() == "Lucille", "{}: nobody treats {}", persona.name(), from(stay));
        }
    }
    assert!(met >= 12, "{met}");
}

#[test]
fn hospice_ends_with_death_and_nothing_follows_death() {
    let table = table();
    for name in ["Henry", "Lucille2014"] {
        let (death, hand) = (table.persona(name).life().death.unwrap(), table.hand(name));
        let hospice = of_type(&hand, ClaimType::Hospice);
        let last = hospice.last().unwrap();
        assert_eq!(thru(last), death, "{name}");
        let status = |claim: &Claim| text(claim.header(), "PTNT_DSCHRG_STUS_CD");
        assert!(["40", "41", "42"].contains(&status(last).as_str()), "{name}: {}", status(last));
        assert!(hospice[..hospice.len() - 1].iter().all(|claim| status(claim) == "30"), "{name}");
    }
    for persona in table.personas.iter() {
        let Some(death) = persona.life().death else { continue };
        assert!(persona.hand(&table.deck).iter().all(|claim| thru(claim) <= death), "{}", persona.name());
    }
}

#[test]
fn dialysis_counts_thirteen_or_fourteen_treatments_a_month_on_days_of_their_own() {
    let hand = table().hand("Dolores");
    let treatments = |claim: &Claim| -> Vec<Day> {
        let lines = claim.lines().filter(|line| text(*line, "REV_CNTR") == "0821");
        lines.map(|line| Day::read(&text(line, "REV_CNTR_DT")).unwrap()).collect()
    };
    let months: Vec<Vec<Day>> =
        of_type(&hand, ClaimType::Outpatient).into_iter().map(treatments).filter(|days| !days.is_empty()).collect();
    assert_eq!(months.len(), 36);
    for days in &months {
        assert!((13..=14).contains(&days.len()), "{days:?}");
        assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "{days:?}");
    }
    let nephrologist = lines_at(&hand, "65").filter(|(_, line)| text(*line, "HCPCS_CD") == "90960");
    let units: Vec<i64> = nephrologist.map(|(_, line)| amount(line, "LINE_SRVC_CNT")).collect();
    assert_eq!(units, [100; 36], "one payment a month");
}

#[test]
fn george_goes_through_every_phase_of_2023_and_begins_again_in_january() {
    let hand = table().hand("George");
    let year = |year: i32| -> Vec<&Claim> {
        of_type(&hand, ClaimType::Pde).into_iter().filter(|claim| from(claim).year() == year).collect()
    };
    let cost = |claim: &Claim| amount(claim.header(), "TOT_RX_CST_AMT");
    let plan = |claim: &Claim| amount(claim.header(), "CVRD_D_PLAN_PD_AMT");
    let phase = |claim: &Claim| text(claim.header(), "CTSTRPHC_CVRG_CD");
    for own in [year(2023), year(2024)] {
        // The plan pays less than its three quarters of the first fill: the deductible is taken of it.
        assert!(plan(own[0]) * 100 < cost(own[0]) * 74);
        assert!(
            own.iter().any(|claim| phase(claim).is_empty() && (74..77).contains(&(plan(claim) * 100 / cost(claim))))
        );
        let gap = |claim: &&&Claim| amount(claim.header(), "RPTD_GAP_DSCNT_NUM") > 0 && phase(claim).is_empty();
        assert!(own.iter().filter(gap).count() > 3);
        let phases: Vec<String> = own.iter().map(|claim| phase(claim)).collect();
        let mut told = phases.clone();
        told.dedup();
        assert_eq!(told, ["", "A", "C"], "{phases:?}");
    }
}

#[test]
fn ruth_has_nothing_but_drugs_in_the_months_of_her_plan_whatever_the_last_day() {
    for as_of in ALL_AS_OF {
        let table = Table::ending(as_of);
        let hand = table.hand("Ruth");
        let drugs = of_type(&hand, ClaimType::Pde);
        let plans = drugs.iter().filter(|claim| text(claim.header(), "PLAN_CNTRCT_REC_ID") == "HX010");
        let months: Vec<Day> = plans.map(|claim| from(claim).first_of_month()).collect();
        assert_eq!(months.len(), 4, "{as_of}");
        // The plan's year begins with the month of its first fill.
        let (first, end) = (months[0], months[0].plus(366).first_of_month());
        let others: Vec<Day> = hand.iter().filter(|claim| claim.claim_type() != ClaimType::Pde).map(from).collect();
        assert!(others.iter().all(|day| *day < first || *day >= end), "{as_of}: {others:?}");
        assert!(others.iter().any(|day| *day < first) && others.iter().any(|day| *day >= end), "{as_of}");
        assert!(table.hand("Nora").is_empty(), "{as_of}");
    }
}

#[test]
fn every_persona_stands_whatever_the_last_day_of_the_data_set() {
    let codes = Codes::embedded().unwrap();
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("personas");
    for as_of in ALL_AS_OF {
        let all = Personas::load(&Source::embedded(), &codes, Some(&directory), as_of);
        assert!(all.unwrap_or_else(|error| panic!("{as_of}: {error}")).len() >= 11);
    }
}

#[test]
fn frank_has_what_is_denied_replaced_taken_back_and_paid_by_others() {
    let hand = table().hand("Frank");
    let carrier = of_type(&hand, ClaimType::Carrier);
    let denied = |claim: &Claim| text(claim.header(), "CARR_CLM_PMT_DNL_CD") == "0";
    let refused = |line: &dyn Columns| !["A", "R", "S"].contains(&text(line, "LINE_PRCSG_IND_CD").as_str());
    assert_eq!(carrier.iter().filter(|claim| denied(claim)).count(), 1);
    assert_eq!(carrier.iter().filter(|claim| !denied(claim) && claim.lines().any(refused)).count(), 1);
    let former: Vec<&Claim> = hand.iter().filter(|claim| text(claim.header(), "FINAL_ACTION") == "N").collect();
    let kinds = |claim_type: ClaimType| former.iter().filter(|claim| claim.claim_type() == claim_type).count();
    assert_eq!([ClaimType::Carrier, ClaimType::Outpatient, ClaimType::Dme].map(kinds), [2, 1, 2]);
    let secondary = carrier.iter().filter(|claim| amount(claim.header(), "CARR_CLM_PRMRY_PYR_PD_AMT") > 0);
    assert_eq!(secondary.count(), 5, "the employer's plan four times, the car's insurance once");
    let stay = of_type(&hand, ClaimType::Inpatient)[0].header();
    assert_eq!(text(stay, "NCH_PRMRY_PYR_CD"), "L");
    assert!(amount(stay, "NCH_PRMRY_PYR_CLM_PD_AMT") > 0);
    // A replacement says what it replaces, but for the charge.
    let pair: Vec<&&Claim> =
        carrier.iter().filter(|claim| claim.lines().any(|own| text(own, "HCPCS_CD") == "45385")).collect();
    assert_eq!(pair.len(), 2);
    for name in ["LINE_ALOWD_CHRG_AMT", "HCPCS_1ST_MDFR_CD", "PRF_PHYSN_NPI"] {
        let [one, other] = [0, 1].map(|at| text(pair[at].line(0).unwrap(), name));
        assert_eq!(one, other, "{name}");
    }
}

#[test]
fn walters_stay_leads_to_the_facility_then_to_care_at_home() {
    let hand = table().hand("Walter");
    let [stay, facility] = [ClaimType::Inpatient, ClaimType::Snf].map(|own| of_type(&hand, own)[0]);
    assert!(thru(stay).number() - from(stay).number() >= 3, "three nights qualify");
    let qualifying = ["NCH_QLFYD_STAY_FROM_DT", "NCH_QLFYD_STAY_THRU_DT"].map(|name| text(facility.header(), name));
    assert_eq!(qualifying.map(|own| Day::read(&own).unwrap()), [from(stay), thru(stay)]);
    assert_eq!(thru(stay), from(facility));
    assert_eq!(text(stay.header(), "PTNT_DSCHRG_STUS_CD"), "03", "to skilled nursing");
    let home = of_type(&hand, ClaimType::Hha);
    assert_eq!((home.len(), from(home[0])), (2, thru(facility).plus(1)));
    let walker = of_type(&hand, ClaimType::Dme)[0];
    assert_eq!((from(walker), text(walker.line(0).unwrap(), "HCPCS_CD")), (from(home[0]), "E0143".to_owned()));
}

#[test]
fn maria_is_entitled_by_disability_and_dolores_by_her_kidneys_at_first() {
    let table = table();
    let reasons = ["Maria", "Dolores"].map(|name| {
        let (record, _) = table.persona(name).beneficiary_and_history(&table.roster).unwrap();
        ["BENE_ENTLMT_RSN_ORIG", "BENE_ENTLMT_RSN_CURR", "BENE_ESRD_IND"].map(|column| text(&record, column))
    });
    assert_eq!(reasons[0], ["1", "1", "0"]);
    assert_eq!((reasons[1][0].as_str(), reasons[1][2].as_str()), ("2", "Y"));
}

//! What the sample that validators judge promises: that most of it is believable claims, and that it has of everything.

use std::collections::BTreeSet;

use bluedeck::claim::{Claim, ClaimType};
use bluedeck::mapping::{Fhir, Mapping, Subject};

#[path = "support/sample.rs"]
mod sample;

use sample::{Origin, PUBLISHED, Person, Sample, count};

/// As many as the gate of a change has.
const CLAIMS: usize = 64;

fn coherent(person: &&Person) -> bool {
    matches!(person.origin, Origin::Coherent(_))
}

fn of_type<'a>(people: impl Iterator<Item = &'a Person>, claim_type: ClaimType) -> Vec<&'a Claim> {
    people.flat_map(|person| &person.claims).filter(|claim| claim.claim_type() == claim_type).collect()
}

/// Visits each filled column of these claims, header and lines, with its text.
fn each(claims: &[&Claim], mut f: impl FnMut(&str, &str)) {
    for record in claims.iter().flat_map(|claim| std::iter::once(claim.header()).chain(claim.lines())) {
        record.visit(None, &mut |column, value| {
            let mut text = String::new();
            value.write(&mut text);
            if !text.is_empty() {
                f(&column.name, &text);
            }
        });
    }
}

/// What a column of these claims says.
fn said(claims: &[&Claim], column: &str) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    each(claims, |name, text| {
        if name == column {
            said.insert(text.to_owned());
        }
    });
    said
}

#[test]
fn the_sample_is_mostly_believable_claims_of_many_accounts_and_fills_everything_that_is_shown() {
    let sample = Sample::of(CLAIMS, &PUBLISHED).unwrap();
    let mut wrong = Vec::new();
    for claim_type in ClaimType::ALL {
        shares(&sample, claim_type, &mut wrong);
        everything_that_a_version_shows_is_filled(&sample, claim_type, &mut wrong);
        rare_claims_are_among_the_believable_ones(&sample, claim_type, &mut wrong);
    }
    published_personas_are_there_whole(&sample, &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each has a Patient and every claim of the account, of as many types as the story is of.
fn published_personas_are_there_whole(sample: &Sample, wrong: &mut Vec<String>) {
    let data_set = sample.data_set(Origin::Coherent(0));
    for ((name, types), person) in PUBLISHED.iter().zip([4, 7, 8]).zip(&sample.whole) {
        let hand = data_set.hand(data_set.personas.find(name).unwrap().number());
        let own: BTreeSet<ClaimType> = person.claims.iter().map(Claim::claim_type).collect();
        if !person.shown || person.beneficiary != hand.beneficiary || person.claims != hand.claims || own.len() != types
        {
            wrong.push(format!(
                "{name}: {} of {} claims, of {} types",
                person.claims.len(),
                hand.claims.len(),
                own.len()
            ));
        }
    }
    if sample.whole.len() != PUBLISHED.len() {
        wrong.push(format!("{} personas whole", sample.whole.len()));
    }
}

fn shares(sample: &Sample, claim_type: ClaimType, wrong: &mut Vec<String>) {
    let all = count(&sample.people, claim_type);
    let believable = of_type(sample.people.iter().filter(coherent), claim_type).len();
    let has = |person: &&Person| !of_type(std::iter::once(*person), claim_type).is_empty();
    let accounts = sample.people.iter().filter(coherent).filter(has).count();
    let faithful = sample.people.iter().filter(|person| person.origin == Origin::Faithful);
    let faithful = of_type(faithful, claim_type).len();
    let dealt = [ClaimType::Carrier, ClaimType::Inpatient, ClaimType::Pde].contains(&claim_type);
    let wanted = [CLAIMS, CLAIMS * 70 / 100, if dealt { CLAIMS * 15 / 100 } else { 0 }];
    if [all, believable, faithful] != wanted || accounts * 3 < believable {
        wrong.push(format!(
            "{claim_type:?}: {all} claims, {believable} coherent ones of {accounts} accounts, {faithful} faithful"
        ));
    }
}

fn everything_that_a_version_shows_is_filled(sample: &Sample, claim_type: ClaimType, wrong: &mut Vec<String>) {
    let mut filled = BTreeSet::new();
    each(&of_type(sample.people.iter(), claim_type), |name, _| {
        filled.insert(name.to_owned());
    });
    for fhir in [Fhir::Stu3, Fhir::R4] {
        let shown = Mapping::embedded().shown(Subject::Claim(claim_type), fhir);
        let missing = shown.iter().filter(|column| !filled.contains(*column));
        wrong.extend(missing.map(|column| format!("{claim_type:?}: {column} is filled nowhere")));
    }
}

/// Columns and how many different codes coherent claims have in them at least: denied, replaced and cancelled claims and
/// lines, payers before Medicare.
const RARE: [(ClaimType, &str, usize); 17] = [
    (ClaimType::Carrier, "CARR_CLM_PMT_DNL_CD", 2),
    (ClaimType::Carrier, "CARR_CLM_ENTRY_CD", 3),
    (ClaimType::Carrier, "LINE_PRCSG_IND_CD", 3),
    (ClaimType::Carrier, "LINE_BENE_PRMRY_PYR_CD", 1),
    (ClaimType::Dme, "CARR_CLM_PMT_DNL_CD", 2),
    (ClaimType::Dme, "CARR_CLM_ENTRY_CD", 2),
    (ClaimType::Dme, "LINE_PRCSG_IND_CD", 3),
    (ClaimType::Dme, "LINE_BENE_PRMRY_PYR_CD", 1),
    (ClaimType::Hha, "CLM_MDCR_NON_PMT_RSN_CD", 1),
    (ClaimType::Hha, "CLM_FREQ_CD", 2),
    (ClaimType::Hospice, "CLM_FREQ_CD", 2),
    (ClaimType::Inpatient, "NCH_PRMRY_PYR_CD", 1),
    (ClaimType::Inpatient, "CLM_MDCR_NON_PMT_RSN_CD", 1),
    (ClaimType::Inpatient, "CLM_FREQ_CD", 2),
    (ClaimType::Outpatient, "NCH_PRMRY_PYR_CD", 1),
    (ClaimType::Outpatient, "CLM_FREQ_CD", 2),
    (ClaimType::Snf, "CLM_FREQ_CD", 2),
];

fn rare_claims_are_among_the_believable_ones(sample: &Sample, claim_type: ClaimType, wrong: &mut Vec<String>) {
    let claims = of_type(sample.people.iter().filter(coherent), claim_type);
    let days = claims.iter().filter_map(|claim| claim.service_days().1);
    let years: BTreeSet<i32> = days.map(|day| day.civil().0).collect();
    if years.len() < 9 {
        wrong.push(format!("{claim_type:?}: years {years:?}"));
    }
    if claim_type != ClaimType::Pde && said(&claims, "ICD_DGNS_VRSN_CD1").len() != 2 {
        wrong.push(format!("{claim_type:?}: one version of ICD"));
    }
    for (_, column, codes) in RARE.iter().filter(|(of, ..)| *of == claim_type) {
        let said = said(&claims, column);
        if said.len() < *codes {
            wrong.push(format!("{claim_type:?} {column}: {said:?}, {codes} codes expected"));
        }
    }
}

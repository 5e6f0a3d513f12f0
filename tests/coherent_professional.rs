//! Carrier and DME claims of the coherent profile: properties over hundreds of accounts' hands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use bluedeck::claim::{Beneficiary, Carrier, Claim, ClaimType, Columns, Dme};
use bluedeck::dataset::{DataSet, Options, Profile};
use bluedeck::measure::{Cents, Day};
use bluedeck::roster::AccountNumber;

#[path = "support/verdict.rs"]
mod verdict;

/// Accounts between those that are looked at, and how many these are.
const STEP: u32 = 37;
const LOOKED_AT: u32 = 800;

struct Hands {
    carrier: Vec<Carrier>,
    dme: Vec<Dme>,
}

fn data_set() -> &'static DataSet {
    static SET: OnceLock<DataSet> = OnceLock::new();
    SET.get_or_init(|| DataSet::open(&Options { profile: Profile::Coherent, ..Options::default() }).unwrap())
}

fn hands() -> &'static Hands {
    static HANDS: OnceLock<Hands> = OnceLock::new();
    HANDS.get_or_init(|| {
        let mut hands = Hands { carrier: Vec::new(), dme: Vec::new() };
        for number in (0..LOOKED_AT).map(|at| at * STEP) {
            for claim in data_set().hand(AccountNumber(number)).claims {
                match claim {
                    Claim::Carrier(claim) => hands.carrier.push(*claim),
                    Claim::Dme(claim) => hands.dme.push(*claim),
                    _ => {}
                }
            }
        }
        hands
    })
}

fn sum(amounts: impl Iterator<Item = Cents>) -> Cents {
    amounts.sum()
}

#[test]
fn no_rule_is_broken_by_carrier_and_dme_claims() {
    let set = data_set();
    let hands = (0..LOOKED_AT).map(|at| set.hand(AccountNumber(at * STEP + 5))).map(|hand| {
        let professional = |claim: &Claim| matches!(claim.claim_type(), ClaimType::Carrier | ClaimType::Dme);
        let claims = hand.claims.into_iter().filter(professional).collect();
        // Rules of people are tried elsewhere.
        (Beneficiary { BENE_ID: hand.beneficiary.BENE_ID, ..Beneficiary::default() }, claims)
    });
    let report = verdict::judged(&set.codes, hands);
    assert_eq!(report.broken(), Vec::<&str>::new(), "{}", verdict::told(&report));
}

#[test]
fn specialties_bill_their_published_share_of_lines() {
    let mut lines: BTreeMap<String, f64> = BTreeMap::new();
    let mut all = 0.0;
    for claim in &hands().carrier {
        for line in &claim.lines {
            *lines.entry(line.PRVDR_SPCLTY.to_string()).or_default() += 1.0;
            all += 1.0;
        }
    }
    for specialty in &data_set().codes.clinical.specialties {
        // Smaller ones have too few lines here to tell; the whole set's are told in its characteristics.
        if specialty.claims < 20_000 {
            continue;
        }
        let share = lines.get(specialty.code.as_str()).copied().unwrap_or(0.0) / all * 1e6;
        let of_published = share / f64::from(specialty.claims);
        assert!((0.8..1.2).contains(&of_published), "{}: {share} of {}", specialty.code, specialty.claims);
    }
}

#[test]
fn amounts_and_denials_are_about_what_they_are_in_medicare() {
    let lines = || hands().carrier.iter().flat_map(|claim| &claim.lines);
    let (count, denied) =
        (lines().count() as i64, lines().filter(|line| line.LINE_ALOWD_CHRG_AMT.cents().0 == 0).count());
    let allowed = sum(lines().map(|line| line.LINE_ALOWD_CHRG_AMT.cents())).0;
    let submitted = sum(lines().map(|line| line.LINE_SBMTD_CHRG_AMT.cents())).0;
    assert!((6_000..9_000).contains(&(allowed / count)), "allowed a line: {}", allowed / count);
    assert!((270..330).contains(&(submitted * 100 / allowed)), "charged: {} percent", submitted * 100 / allowed);
    let per_mille = denied as i64 * 1_000 / count;
    assert!((45..85).contains(&per_mille), "denied: {per_mille} per mille");
    let whole = hands().carrier.iter().filter(|claim| claim.header.CARR_CLM_PMT_DNL_CD.as_str() == "0").count();
    assert!((25..70).contains(&(whole * 1_000 / hands().carrier.len())));
    let allowed = sum(hands().dme.iter().map(|claim| claim.header.NCH_CARR_CLM_ALOWD_AMT.cents())).0;
    let mean = allowed / hands().dme.len() as i64;
    assert!((9_000..40_000).contains(&mean), "allowed a DME claim: {mean}");
}

/// Columns that no record fills; a number of nothing is none.
fn lacking<'a, T: Columns + Default + 'a>(records: impl Iterator<Item = &'a T>) -> Vec<String> {
    let mut lacking: BTreeSet<String> = T::columns().into_iter().map(|column| column.name.into_owned()).collect();
    for record in records {
        record.visit(None, &mut |column, value| {
            let filled = match value.as_decimal() {
                Some(number) => number.to_f64() != 0.0,
                None => !value.is_blank(),
            };
            if filled {
                lacking.remove(column.name.as_ref());
            }
        });
    }
    lacking.into_iter().collect()
}

#[test]
fn services_fit_the_day_the_person_and_the_diagnoses() {
    let clinical = &data_set().codes.clinical;
    let by_code: BTreeMap<&str, usize> =
        clinical.services.iter().enumerate().map(|(at, own)| (own.code.as_str(), at)).collect();
    let icd10: BTreeMap<&str, usize> =
        clinical.icd10.iter().enumerate().map(|(at, own)| (own.code.as_str(), at)).collect();
    let any = clinical.groups.number("any");
    let (mut fitting, mut all) = (0_u32, 0_u32);
    for claim in &hands().carrier {
        for line in &claim.lines {
            let service = &clinical.services[by_code[line.HCPCS_CD.as_str()]];
            assert!(service.years.contain(line.LINE_1ST_EXPNS_DT.unwrap().year()), "{}", service.code);
            let diagnosis = &clinical.icd10[icd10[line.LINE_ICD_DGNS_CD.as_str()]];
            if service.category == "vaccine" {
                assert_eq!(diagnosis.code.as_str(), "Z23", "{}", service.code);
            } else if !service.groups.is_empty() && !service.groups.iter().any(|&own| Some(own) == any) {
                all += 1;
                fitting += u32::from(service.groups.iter().any(|group| diagnosis.groups.contains(group)));
            }
        }
    }
    assert!(fitting * 100 >= all * 98, "{fitting} of {all}");
}

#[test]
fn nobody_is_visited_twice_a_day_and_miles_follow_a_trip() {
    let clinical = &data_set().codes.clinical;
    let category = |code: &str| {
        let found = clinical.services.binary_search_by(|own| own.code.as_str().cmp(code));
        clinical.services[found.unwrap()].category.as_str()
    };
    let mut trips = 0;
    for claim in &hands().carrier {
        let mut visited: Vec<Day> = Vec::new();
        for line in claim.lines.iter().filter(|line| category(line.HCPCS_CD.as_str()).starts_with("em_")) {
            let day = line.LINE_1ST_EXPNS_DT.unwrap();
            assert!(!visited.contains(&day), "{} twice on {day}", line.HCPCS_CD);
            visited.push(day);
        }
        for (at, line) in claim.lines.iter().enumerate().filter(|(_, line)| line.CARR_LINE_MTUS_CD.as_str() == "1") {
            trips += 1;
            assert!(at > 0 && category(line.HCPCS_CD.as_str()) == "amb");
            assert_eq!(claim.lines[at - 1].PRVDR_SPCLTY.as_str(), "59");
        }
    }
    assert!(trips > 50);
}

#[test]
fn every_supplier_supplies_what_it_has() {
    let clinical = &data_set().codes.clinical;
    let mut lines: BTreeMap<&str, u32> = BTreeMap::new();
    for line in hands().dme.iter().flat_map(|claim| &claim.lines) {
        *lines.entry(line.PRVDR_SPCLTY.as_str()).or_default() += 1;
        let rented = line.HCPCS_1ST_MDFR_CD.as_str() == "RR";
        let item = clinical.dme.iter().find(|own| own.code == line.HCPCS_CD).unwrap();
        assert_eq!(rented, item.modifier.as_str() == "RR", "{}", item.code);
        assert!(!rented || line.LINE_SRVC_CNT.whole_part() == 1);
        let months = ["KH", "KI", "KJ"].contains(&line.HCPCS_2ND_MDFR_CD.as_str());
        assert_eq!(months, rented && !["oxygen", "vent"].contains(&item.category.as_str()), "{}", item.code);
    }
    for specialty in clinical.specialties.iter().filter(|own| own.dme > 0) {
        assert!(lines.contains_key(specialty.code.as_str()), "{}", specialty.code);
    }
}

#[test]
fn the_deductible_is_paid_once_a_year() {
    let set = data_set();
    for number in (0..200).map(|at| at * 149) {
        let mut paid: BTreeMap<i32, i64> = BTreeMap::new();
        for claim in set.hand(AccountNumber(number)).claims {
            let (header_thru, final_action, amount) = match &claim {
                Claim::Carrier(own) => {
                    (own.header.CLM_THRU_DT, &own.header.FINAL_ACTION, own.header.CARR_CLM_CASH_DDCTBL_APLD_AMT)
                }
                Claim::Dme(own) => {
                    (own.header.CLM_THRU_DT, &own.header.FINAL_ACTION, own.header.CARR_CLM_CASH_DDCTBL_APLD_AMT)
                }
                _ => continue,
            };
            if final_action.as_str() == "F" {
                *paid.entry(header_thru.unwrap().year()).or_default() += amount.cents().0;
            }
        }
        for (year, amount) in paid {
            let most = set.codes.clinical.medicare.iter().find(|own| own.year == year).unwrap().part_b_deductible;
            assert!(amount <= i64::from(most), "account {number}: {amount} of {most} in {year}");
        }
    }
}

#[test]
fn every_column_is_filled_somewhere() {
    let (carrier, dme) = (&hands().carrier, &hands().dme);
    assert_eq!(lacking(carrier.iter().map(|claim| &claim.header)), NONE);
    assert_eq!(lacking(carrier.iter().flat_map(|claim| &claim.lines)), NONE);
    assert_eq!(lacking(dme.iter().map(|claim| &claim.header)), NONE);
    assert_eq!(lacking(dme.iter().flat_map(|claim| &claim.lines)), NONE);
}

const NONE: [String; 0] = [];

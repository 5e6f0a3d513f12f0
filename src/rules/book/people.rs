//! What a beneficiary's record says by itself: birth, death, entitlement and counts of months.

use crate::claim::Beneficiary;
use crate::measure::{Day, Decimal};
use crate::rules::person::Person;
use crate::rules::rule::{Check, RULE, Rule, Sees};
use crate::rules::sink::Sink;

use super::enrolment::{advantage, drug_plan, entitled};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "birth-before-death",
        says: "Nobody dies before birth.",
        reason: "The published documentation prints a person born in 2014 who died in 1981.",
        person: &["BENE_BIRTH_DT", "DEATH_DT"],
        check: Check::Person(birth_before_death),
        ..RULE
    },
    Rule {
        name: "age-fits-birth",
        says: "AGE is the age at the end of the reference year, or at death.",
        reason: "CCW's files define it so.",
        person: &["AGE", "BENE_BIRTH_DT", "RFRNC_YR"],
        check: Check::Person(age_fits_birth),
        ..RULE
    },
    Rule {
        name: "status-fits-age",
        says: "Medicare status 10 and 11 (aged) is of people who are 65 by the end of the reference year, 20, 21 and 31 of \
               people younger than 65 at its beginning.",
        reason: "The aged are entitled by age; from 65 on the disabled are too.",
        person: &["BENE_MDCR_STATUS_CD", "BENE_BIRTH_DT", "RFRNC_YR"],
        check: Check::Person(status_fits_age),
        ..RULE
    },
    Rule {
        name: "entitlement-fits-age",
        says: "Current entitlement by old age (0) is of people who are 65 by the end of the reference year.",
        reason: "Old age and survivors' insurance entitles to Medicare from 65 on.",
        person: &["BENE_ENTLMT_RSN_CURR", "BENE_BIRTH_DT", "RFRNC_YR"],
        check: Check::Person(entitlement_fits_age),
        ..RULE
    },
    Rule {
        name: "kidney-disease-fits-status",
        says: "The indicator of end-stage renal disease agrees with the Medicare status (11, 21 and 31 have it).",
        reason: "Both tell the same.",
        person: &["BENE_ESRD_IND", "BENE_MDCR_STATUS_CD"],
        check: Check::Person(kidney_disease_fits_status),
        ..RULE
    },
    Rule {
        name: "termination-fits-death",
        says: "Parts A and B end by death (termination code 1) for the dead, and for nobody else.",
        reason: "Death ends entitlement; it is the reason even of those who had paid.",
        person: &["BENE_PTA_TRMNTN_CD", "BENE_PTB_TRMNTN_CD", "DEATH_DT"],
        check: Check::Person(termination_fits_death),
        ..RULE
    },
    Rule {
        name: "death-day-verified",
        says: "V_DOD_SW says V for those with a day of death, and for nobody else.",
        reason: "It tells that the day was verified.",
        person: &["V_DOD_SW", "DEATH_DT"],
        check: Check::Person(death_day_verified),
        ..RULE
    },
    Rule {
        name: "reference-year-not-after-death",
        says: "The dead have no record of a later year.",
        reason: "A year's file lists who was enrolled in it.",
        person: &["RFRNC_YR", "DEATH_DT"],
        check: Check::Person(reference_year_not_after_death),
        ..RULE
    },
    Rule {
        name: "no-months-after-death",
        says: "Nobody is enrolled in a month after that of death.",
        reason: "Entitlement ends with the month of death.",
        person: &["RFRNC_YR", "DEATH_DT", "MDCR_ENTLMT_BUYIN_1_IND"],
        check: Check::Person(no_months_after_death),
        ..RULE
    },
    Rule {
        name: "month-counts-fit-months",
        says: "Counts of months (A_MO_CNT, B_MO_CNT, HMO_MO_CNT …) are the numbers of such months.",
        reason: "They are counted from the monthly columns.",
        person: &["A_MO_CNT", "MDCR_ENTLMT_BUYIN_1_IND"],
        sees: Sees::Rif,
        check: Check::Person(month_counts_fit_months),
        ..RULE
    },
    Rule {
        name: "coverage-days-in-order",
        says: "A part's coverage does not end before it begins.",
        reason: "It is a span of days.",
        person: &["PTA_CVRG_STRT_DT|PTB_CVRG_STRT_DT|PTD_CVRG_STRT_DT"],
        check: Check::Person(coverage_days_in_order),
        ..RULE
    },
    Rule {
        name: "person-codes-in-codebook",
        says: "Every coded column of a beneficiary holds a code that the CCW codebooks list.",
        reason: "A code that no codebook knows has no meaning and no display.",
        person: &["BENE_SEX_IDENT_CD"],
        check: Check::Person(person_codes_in_codebook),
        ..RULE
    },
];

fn birth_before_death(person: &Person<'_>, out: &mut Sink) {
    if let (Some(born), Some(died)) = (person.born(), person.died()) {
        out.holds(born <= died, || format!("born on {born}, died on {died}"));
    }
}

/// A row's reference year.
fn year(row: &Beneficiary) -> Option<i32> {
    (!row.RFRNC_YR.is_blank()).then(|| row.RFRNC_YR.whole_part() as i32)
}

/// Whether somebody is 65 on a day. The law counts the day before the birthday.
fn aged(born: Day, day: Day) -> bool {
    let (year, month, date) = born.plus(-1).civil();
    day >= Day::checked(year + 65, month, date).unwrap_or(Day::of(year + 65, month, 28))
}

/// Calls `each` for every row with birth and reference year.
fn each_row(person: &Person<'_>, mut each: impl FnMut(&Beneficiary, Day, i32)) {
    for row in person.rows {
        if let (Some(born), Some(year)) = (row.BENE_BIRTH_DT, year(row)) {
            each(row, born, year);
        }
    }
}

fn age_fits_birth(person: &Person<'_>, out: &mut Sink) {
    each_row(person, |row, born, year| {
        if !row.AGE.is_blank() {
            let last = row.DEATH_DT.filter(|died| died.year() == year).unwrap_or(Day::of(year, 12, 31));
            let (then, first) = (last.civil(), born.civil());
            let age = then.0 - first.0 - i32::from((then.1, then.2) < (first.1, first.2));
            let holds = [age, year - first.0].map(i64::from).contains(&row.AGE.whole_part());
            out.holds(holds, || format!("AGE {} in {year}, born on {born}", row.AGE));
        }
    });
}

fn status_fits_age(person: &Person<'_>, out: &mut Sink) {
    each_row(person, |row, born, year| {
        let holds = match row.BENE_MDCR_STATUS_CD.as_str() {
            "10" | "11" => aged(born, Day::of(year, 12, 31)),
            "20" | "21" | "31" => !aged(born, Day::of(year, 1, 1)),
            _ => return,
        };
        out.holds(holds, || format!("BENE_MDCR_STATUS_CD {} in {year}, born on {born}", row.BENE_MDCR_STATUS_CD));
    });
}

fn entitlement_fits_age(person: &Person<'_>, out: &mut Sink) {
    each_row(person, |row, born, year| {
        if row.BENE_ENTLMT_RSN_CURR.as_str() == "0" {
            let holds = aged(born, Day::of(year, 12, 31));
            out.holds(holds, || format!("BENE_ENTLMT_RSN_CURR 0 in {year}, born on {born}"));
        }
    });
}

fn kidney_disease_fits_status(person: &Person<'_>, out: &mut Sink) {
    for row in person.rows {
        let (indicator, status) = (row.BENE_ESRD_IND.as_str(), row.BENE_MDCR_STATUS_CD.as_str());
        if !indicator.is_empty() && !status.is_empty() {
            let has = matches!(status, "11" | "21" | "31");
            let holds = (indicator == "Y") == has;
            out.holds(holds, || format!("BENE_ESRD_IND {indicator} with BENE_MDCR_STATUS_CD {status}"));
        }
    }
}

fn termination_fits_death(person: &Person<'_>, out: &mut Sink) {
    let Some(row) = person.row() else { return };
    for (name, code) in
        [("BENE_PTA_TRMNTN_CD", &row.BENE_PTA_TRMNTN_CD), ("BENE_PTB_TRMNTN_CD", &row.BENE_PTB_TRMNTN_CD)]
    {
        if !code.is_blank() {
            // Somebody may have left a part before dying.
            let dead = row.DEATH_DT.is_some();
            let holds = if dead { code.as_str() != "0" } else { code.as_str() != "1" };
            out.holds(holds, || format!("{name} {code}, {}", if dead { "who is dead" } else { "who is alive" }));
        }
    }
}

fn death_day_verified(person: &Person<'_>, out: &mut Sink) {
    for row in person.rows {
        let holds = (row.V_DOD_SW.as_str() == "V") == row.DEATH_DT.is_some();
        out.holds(holds, || match row.DEATH_DT {
            Some(died) => format!("DEATH_DT {died}, V_DOD_SW `{}`", row.V_DOD_SW),
            None => "V_DOD_SW V without DEATH_DT".into(),
        });
    }
}

fn reference_year_not_after_death(person: &Person<'_>, out: &mut Sink) {
    let Some(died) = person.died() else { return };
    for year in person.rows.iter().filter_map(year) {
        out.holds(year <= died.year(), || format!("RFRNC_YR {year}, died on {died}"));
    }
}

fn no_months_after_death(person: &Person<'_>, out: &mut Sink) {
    let Some((row, month)) = person.died().and_then(|died| person.month_of(died)) else { return };
    for after in month + 1..12 {
        let (entitled_to, plan) = (row.MDCR_ENTLMT_BUYIN_IND[after].as_str(), row.PTD_CNTRCT_ID[after].as_str());
        if !entitled_to.is_empty() {
            let (a, b) = entitled(entitled_to);
            out.holds(!a && !b && !drug_plan(plan), || format!("enrolled in month {} of the year of death", after + 1));
        }
    }
}

fn month_counts_fit_months(person: &Person<'_>, out: &mut Sink) {
    for row in person.rows {
        if row.MDCR_ENTLMT_BUYIN_IND[0].is_blank() {
            continue;
        }
        let count = |is: &dyn Fn(usize) -> bool| (0..12).filter(|&month| is(month)).count() as i64;
        let buyin = |month: usize| row.MDCR_ENTLMT_BUYIN_IND[month].as_str();
        let counts: [(&str, Decimal, i64); 6] = [
            ("A_MO_CNT", row.A_MO_CNT, count(&|month| entitled(buyin(month)).0)),
            ("B_MO_CNT", row.B_MO_CNT, count(&|month| entitled(buyin(month)).1)),
            ("BUYIN_MO_CNT", row.BUYIN_MO_CNT, count(&|month| matches!(buyin(month), "A" | "B" | "C"))),
            ("HMO_MO_CNT", row.HMO_MO_CNT, count(&|month| advantage(row.HMO_IND[month].as_str()))),
            ("RDS_MO_CNT", row.RDS_MO_CNT, count(&|month| row.RDS_IND[month].as_str() == "Y")),
            ("PLAN_CVRG_MO_CNT", row.PLAN_CVRG_MO_CNT, count(&|month| drug_plan(row.PTD_CNTRCT_ID[month].as_str()))),
        ];
        for (name, told, months) in counts.into_iter().filter(|(_, told, _)| !told.is_blank()) {
            out.holds(told.whole_part() == months, || format!("{name} {told}, the year has {months} such months"));
        }
    }
}

fn coverage_days_in_order(person: &Person<'_>, out: &mut Sink) {
    for row in person.rows {
        let parts = [
            ("A", row.PTA_CVRG_STRT_DT, row.PTA_CVRG_END_DT),
            ("B", row.PTB_CVRG_STRT_DT, row.PTB_CVRG_END_DT),
            ("D", row.PTD_CVRG_STRT_DT, row.PTD_CVRG_END_DT),
        ];
        for (part, first, last) in parts {
            if let (Some(first), Some(last)) = (first, last) {
                out.holds(first <= last, || format!("part {part} from {first} to {last}"));
            }
        }
    }
}

fn person_codes_in_codebook(person: &Person<'_>, out: &mut Sink) {
    use crate::codes::Variable as V;
    let codes = &person.known.codes.ccw;
    for row in person.rows {
        let mut columns: Vec<(&str, V, &str)> = vec![
            ("BENE_RACE_CD", V::RACE, row.BENE_RACE_CD.as_str()),
            ("BENE_ENTLMT_RSN_ORIG", V::OREC, row.BENE_ENTLMT_RSN_ORIG.as_str()),
            ("BENE_ENTLMT_RSN_CURR", V::CREC, row.BENE_ENTLMT_RSN_CURR.as_str()),
            ("BENE_ESRD_IND", V::ESRD_IND, row.BENE_ESRD_IND.as_str()),
            ("BENE_MDCR_STATUS_CD", V::MS_CD, row.BENE_MDCR_STATUS_CD.as_str()),
            ("BENE_PTA_TRMNTN_CD", V::A_TRM_CD, row.BENE_PTA_TRMNTN_CD.as_str()),
            ("BENE_PTB_TRMNTN_CD", V::B_TRM_CD, row.BENE_PTB_TRMNTN_CD.as_str()),
        ];
        for month in 0..12 {
            // The months' variables list the same codes as January's.
            columns.push(("MDCR_ENTLMT_BUYIN_IND", V::BUYIN01, row.MDCR_ENTLMT_BUYIN_IND[month].as_str()));
            columns.push(("HMO_IND", V::HMO_IND_01, row.HMO_IND[month].as_str()));
            columns.push(("META_DUAL_ELGBL_STUS_CD", V::DUAL_01, row.META_DUAL_ELGBL_STUS_CD[month].as_str()));
            columns.push(("CST_SHR_GRP_CD", V::CSTSHR01, row.CST_SHR_GRP_CD[month].as_str()));
            columns.push(("RDS_IND", V::RDSIND01, row.RDS_IND[month].as_str()));
        }
        for (name, variable, code) in columns.into_iter().filter(|(_, _, code)| !code.is_empty()) {
            let known = codes.entry(variable).display(code).is_some();
            out.holds(known, || format!("{name} `{code}`"));
        }
        let sex = row.BENE_SEX_IDENT_CD.as_str();
        if !sex.is_empty() {
            out.holds(matches!(sex, "0" | "1" | "2"), || format!("BENE_SEX_IDENT_CD `{sex}`"));
        }
    }
}

//! A hand's answer to a question, reckoned from the columns by their names alone.

use bluedeck::claim::{Beneficiary, Claim, ClaimType, Columns};
use bluedeck::dataset::Hand;
use bluedeck::find::{County, Pattern, Question, System};
use bluedeck::measure::{Cents, Day, Decimal};

/// What a hand tells.
pub struct Facts {
    pub record: Beneficiary,
    pub today: Day,
    pub claims: Vec<ClaimFacts>,
}

pub struct ClaimFacts {
    pub claim_type: ClaimType,
    pub from: Day,
    pub thru: Day,
    pub codes: Vec<(System, String)>,
    corrected: bool,
    denied: bool,
    secondary: bool,
    paid: i64,
}

/// Every column of a record that is filled: name and text.
fn filled(record: &dyn Columns) -> Vec<(String, String)> {
    let mut all = Vec::new();
    record.visit(None, &mut |column, value| {
        let mut text = String::new();
        value.write(&mut text);
        if !text.is_empty() {
            all.push((column.name.to_string(), text));
        }
    });
    all
}

fn system(name: &str) -> Option<System> {
    let ends_as_code = name.trim_end_matches(|last: char| last.is_ascii_digit()).ends_with("_CD");
    match name {
        _ if name.contains("VRSN") || name.contains("POA") => None,
        _ if name.contains("DGNS") && ends_as_code => Some(System::Diagnosis),
        _ if name.starts_with("RSN_VISIT_CD") => Some(System::Diagnosis),
        _ if name.starts_with("ICD_PRCDR_CD") => Some(System::Procedure),
        "HCPCS_CD" => Some(System::Hcpcs),
        "PROD_SRVC_ID" | "LINE_NDC_CD" | "REV_CNTR_IDE_NDC_UPC_NUM" => Some(System::Ndc),
        "CLM_DRG_CD" => Some(System::Drg),
        "REV_CNTR" => Some(System::Revenue),
        _ => None,
    }
}

impl ClaimFacts {
    fn of(claim: &Claim) -> ClaimFacts {
        let header = filled(claim.header());
        let lines: Vec<(String, String)> = claim.lines().flat_map(filled).collect();
        let of = |name: &str| header.iter().find(|(own, _)| own == name).map_or("", |(_, text)| text.as_str());
        let all = header.iter().chain(&lines);
        let codes = all.filter_map(|(name, text)| Some((system(name)?, text.clone()))).collect();
        let (from, thru) = claim.service_days();
        let superseded = of("FINAL_ACTION") == "N";
        let cents = |name: &&str| Decimal::read(of(name)).unwrap().cents().0;
        let paid = match claim.claim_type() {
            ClaimType::Pde => ["CVRD_D_PLAN_PD_AMT", "NCVRD_PLAN_PD_AMT", "LICS_AMT"].iter().map(cents).sum(),
            _ => cents(&"CLM_PMT_AMT"),
        };
        ClaimFacts {
            claim_type: claim.claim_type(),
            from: from.unwrap(),
            thru: thru.unwrap(),
            codes,
            corrected: superseded
                || ["3", "5"].contains(&of("CARR_CLM_ENTRY_CD"))
                || !["", "0", "1", "2", "3", "4", "5", "9"].contains(&of("CLM_FREQ_CD"))
                || !of("ADJSTMT_DLTN_CD").is_empty(),
            denied: !["", "P"].contains(&of("CLM_MDCR_NON_PMT_RSN_CD"))
                || !["", "1", "2", "3", "4", "5", "6", "7", "8", "9", "A", "B"].contains(&of("CARR_CLM_PMT_DNL_CD")),
            secondary: !["", "Z"].contains(&of("NCH_PRMRY_PYR_CD"))
                || of("PRCNG_EXCPTN_CD") == "M"
                || lines.iter().any(|(name, code)| name == "LINE_BENE_PRMRY_PYR_CD" && code != "Z"),
            paid: if superseded { 0 } else { paid },
        }
    }

    fn has_any(&self, patterns: &[Pattern]) -> bool {
        patterns.iter().any(|pattern| {
            let (asked, beginning) = (pattern.text.as_str(), pattern.prefix);
            let own =
                |code: &str| code == asked || (beginning && code.len() >= asked.len() && code[..asked.len()] == *asked);
            self.codes.iter().any(|(system, code)| *system == pattern.system && own(code))
        })
    }
}

impl Facts {
    pub fn of(hand: &Hand, today: Day) -> Facts {
        let claims = hand.claims.iter().map(ClaimFacts::of).collect();
        Facts { record: hand.beneficiary.clone(), today, claims }
    }

    pub fn age(&self) -> Option<u32> {
        let birth = self.record.BENE_BIRTH_DT.unwrap();
        let day = match self.record.DEATH_DT {
            Some(death) if death >= birth && death < self.today => death,
            _ => self.today,
        };
        // Birthdays on 29 February are completed on 1 March.
        (0..130_u32).rev().find(|years| {
            let (year, month, of_month) = birth.civil();
            let year = year + *years as i32;
            day >= Day::checked(year, month, of_month).unwrap_or_else(|| Day::of(year, 3, 1))
        })
    }

    fn person(&self, question: &Question) -> bool {
        let (asked, record) = (&question.person, &self.record);
        let any = |months: &[bluedeck::measure::Text], is: &dyn Fn(&str) -> bool| {
            months.iter().any(|month| is(month.as_str()))
        };
        let text = |name: &str| record.text(name).unwrap();
        let facts = [
            (asked.died, record.DEATH_DT.is_some()),
            (
                asked.dual,
                any(&record.META_DUAL_ELGBL_STUS_CD, &|code| "01 02 03 04 05 06 08".contains(code) && code.len() == 2),
            ),
            (
                asked.esrd,
                text("BENE_ESRD_IND") == "Y" || ["11", "21", "31"].contains(&text("BENE_MDCR_STATUS_CD").as_str()),
            ),
            (asked.disabled, ["1", "3"].contains(&text("BENE_ENTLMT_RSN_CURR").as_str())),
            (asked.advantage, any(&record.HMO_IND, &|code| code.len() == 1 && "12ABC".contains(code))),
            (asked.part_d, any(&record.PTD_CNTRCT_ID, &|code| code.len() == 5)),
        ];
        let county = |county: &County| match county {
            County::Ssa(code) => *code == record.BENE_COUNTY_CD,
            County::Fips(code) => {
                let told: Vec<_> = record.FIPS_STATE_CNTY_CD.iter().filter(|month| !month.is_blank()).collect();
                told.last() == Some(&code)
            }
        };
        let born = record.BENE_BIRTH_DT.unwrap();
        facts.iter().all(|(asked, is)| asked.is_none_or(|asked| asked == *is))
            && asked.sex.is_none_or(|sex| sex.code() == text("BENE_SEX_IDENT_CD"))
            && asked.age.is_none_or(|range| self.age().is_some_and(|age| range.contains(age)))
            && asked.born.is_none_or(|range| range.contains(born))
            && (asked.races.is_empty() || asked.races.contains(&record.BENE_RACE_CD))
            && (asked.states.is_empty() || asked.states.contains(&record.STATE_CODE))
            && (asked.counties.is_empty() || asked.counties.iter().any(county))
    }

    /// The claims that are looked at; with `same_claim` those with codes of all options.
    fn looked_at<'a>(&'a self, question: &'a Question) -> impl Iterator<Item = &'a ClaimFacts> {
        let asked = &question.claims;
        self.claims.iter().filter(move |claim| {
            asked.from.is_none_or(|day| day <= claim.from)
                && asked.to.is_none_or(|day| claim.thru <= day)
                && (!asked.corrected || claim.corrected)
                && (!asked.denied || claim.denied)
                && (!asked.secondary || claim.secondary)
                && (!asked.same_claim || asked.codes.iter().all(|option| claim.has_any(option)))
        })
    }

    fn matches<'a>(&'a self, question: &'a Question) -> impl Iterator<Item = &'a ClaimFacts> {
        let asked = &question.claims;
        self.looked_at(question).filter(|claim| {
            (asked.types.is_empty() || asked.types.contains(&claim.claim_type))
                && (asked.codes.is_empty() || asked.codes.iter().any(|option| claim.has_any(option)))
        })
    }

    /// How many claims match, and what was paid for them.
    pub fn matching(&self, question: &Question) -> (u32, Cents) {
        (self.matches(question).count() as u32, Cents(self.matches(question).map(|claim| claim.paid).sum()))
    }

    /// Whether the hand answers.
    pub fn answer(&self, question: &Question) -> bool {
        let asked = &question.claims;
        let looked_at: Vec<&ClaimFacts> = self.looked_at(question).collect();
        let of_type = |asked: ClaimType| looked_at.iter().filter(|claim| claim.claim_type == asked).count() as u32;
        let (matching, paid) = self.matching(question);
        let chosen = asked.from.is_some() || asked.to.is_some() || asked.corrected || asked.denied || asked.secondary;
        let anything = asked.types.is_empty() && asked.counts.is_empty() && asked.codes.is_empty();
        self.person(question)
            && asked.types.iter().all(|claim_type| of_type(*claim_type) > 0)
            && asked
                .counts
                .iter()
                .all(|count| count.range.contains(count.claim_type.map_or(looked_at.len() as u32, of_type)))
            && asked.codes.iter().all(|option| self.matches(question).any(|claim| claim.has_any(option)))
            && asked.paid.is_none_or(|range| range.contains(paid))
            && (!(chosen && anything) || matching > 0)
    }
}

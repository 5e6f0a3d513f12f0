//! What Part A allows for days in a skilled nursing facility: by the patient's payment group and the day of the stay.
//!
//! From October 2019 the patient-driven model (42 CFR 413.337): components of a day by case mix, therapies falling from
//! day 21, other ancillaries threefold on days 1 to 3. Before, a rate a day by resource group, told anew by each
//! assessment. Must not know columns.

use crate::codes::{Clinical, Hipps};
use crate::deck::choice::Pool;
use crate::deck::money::part;
use crate::draw::Stream;
use crate::measure::{Cents, Text};

/// The first federal fiscal year of the patient-driven model.
const PATIENT_DRIVEN: i32 = 2020;
/// The year of the table's resource group rates.
const RESOURCE_YEAR: i32 = 2019;
/// Assessments of the resource groups: the last day that each pays, and the characters that tell it.
const ASSESSMENTS: [(u32, &str); 5] = [(14, "10"), (30, "20"), (60, "30"), (90, "40"), (u32::MAX, "50")];

/// The parts of payment groups, ready to be drawn from.
pub struct Nursing {
    /// Of the patient-driven model, by position of the code; then the resource groups. Positions in the table of parts.
    positions: [Pool; 5],
    groups: Pool,
}

/// The payment group of a stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Group {
    /// Positions in the table of parts, by position of the code.
    PatientDriven([u16; 5]),
    Resource(u16),
}

/// A day's components before wages, in cents: physical, occupational, speech therapy, nursing, other ancillaries, the
/// rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Components([u64; 6]);

impl Components {
    fn of(clinical: &Clinical, fiscal: i32) -> Components {
        let rate = |item| u64::from(clinical.rates.at("snf", fiscal, item).unwrap_or(0));
        Components([
            rate("pdpm_urban_pt_component"),
            rate("pdpm_urban_ot_component"),
            rate("pdpm_urban_slp_component"),
            rate("pdpm_urban_nursing_component"),
            rate("pdpm_urban_nta_component"),
            rate("pdpm_urban_non_case_mix_component"),
        ])
    }
}

/// Therapies on a day of the stay, counted from 1, per mille: two of a hundred less for each week from day 21.
const fn therapies(day: u32) -> u64 {
    if day <= 20 { 1_000 } else { 1_000 - 20 * ((day - 21) / 7 + 1) as u64 }
}

/// Other ancillaries on a day of the stay: threefold on the first three.
const fn ancillaries(day: u32) -> u64 {
    if day <= 3 { 3_000 } else { 1_000 }
}

impl Nursing {
    /// Prepares the pools.
    pub fn new(clinical: &Clinical) -> Nursing {
        let pool = |system: Hipps, position: u8| {
            let all = clinical.hipps.iter().enumerate();
            let own = all.filter(|(_, part)| part.system == system && part.position == position);
            Pool::new(own.map(|(at, part)| (at, part.share)))
        };
        Nursing { positions: [1, 2, 3, 4, 5].map(|position| pool(Hipps::Pdpm, position)), groups: pool(Hipps::Rug, 1) }
    }

    /// The group of a stay in a fiscal year. Either model's is drawn, so that what is drawn next does not depend on it.
    pub fn draw(&self, fiscal: i32, stream: &mut Stream) -> Group {
        let parts = [0, 1, 2, 3, 4].map(|at: usize| self.positions[at].draw(stream).unwrap_or(0) as u16);
        let group = self.groups.draw(stream).unwrap_or(0) as u16;
        if fiscal >= PATIENT_DRIVEN { Group::PatientDriven(parts) } else { Group::Resource(group) }
    }
}

impl Group {
    /// The HIPPS code on a day of the stay, and the last day on which it holds.
    pub fn code(&self, clinical: &Clinical, day: u32) -> (Text, u32) {
        match self {
            Group::PatientDriven(parts) => {
                let letters: String = parts.iter().map(|&at| clinical.hipps[usize::from(at)].code.as_str()).collect();
                (Text::from(letters), u32::MAX)
            }
            Group::Resource(group) => {
                let (last, assessment) =
                    ASSESSMENTS.into_iter().find(|(last, _)| day <= *last).unwrap_or(ASSESSMENTS[4]);
                let group = clinical.hipps[usize::from(*group)].code.as_str();
                (Text::from(format!("{group}{assessment}")), last)
            }
        }
    }

    /// What Part A allows for the days of a stay from the `first` one (counted from 1), `days` of them, in a fiscal year,
    /// where wages are so many per mille of the nation's.
    pub fn allowed(&self, clinical: &Clinical, fiscal: i32, first: u32, days: u32, wages: u32) -> Cents {
        let components = Components::of(clinical, fiscal);
        let sum = (first..first + days).map(|day| self.day(clinical, components, fiscal, day)).sum();
        // Seven tenths of the rate follow wages.
        part(sum, u64::from(300 + wages * 7 / 10), 1_000)
    }

    /// A day's rate before wages.
    fn day(&self, clinical: &Clinical, components: Components, fiscal: i32, day: u32) -> Cents {
        let mix = |at: u16| &clinical.hipps[usize::from(at)];
        match self {
            Group::PatientDriven([first, second, third, fourth, _]) => {
                let Components([physical, occupational, speech, nursing, other, rest]) = components;
                let cases = |at: &u16| u64::from(mix(*at).factor);
                let therapy = physical * cases(first) + occupational * u64::from(mix(*first).second.unwrap_or(1_000));
                let by_mix = therapy * therapies(day)
                    + (speech * cases(second) + nursing * cases(third)) * 1_000
                    + other * cases(fourth) * ancillaries(day);
                Cents((rest + (by_mix + 500_000) / 1_000_000) as i64)
            }
            Group::Resource(group) => {
                let mean = |year| u64::from(clinical.rates.at("snf", year, "average_total_per_diem").unwrap_or(1));
                part(Cents(i64::from(mix(*group).factor)), mean(fiscal), mean(RESOURCE_YEAR).max(1))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Source;
    use crate::draw::{Domain, Seed, Streams};

    fn clinical() -> Clinical {
        Clinical::load(&Source::embedded()).unwrap()
    }

    fn patient_driven(clinical: &Clinical, code: &str) -> Group {
        let at = |position: u8, letter: char| {
            let mut all = clinical.hipps.iter();
            let found = all.position(|own| {
                own.system == Hipps::Pdpm && own.position == position && own.code.as_str() == letter.to_string()
            });
            found.unwrap() as u16
        };
        let letters: Vec<char> = code.chars().collect();
        Group::PatientDriven([0, 1, 2, 3, 4].map(|place: usize| at(place as u8 + 1, letters[place])))
    }

    #[test]
    fn a_day_is_the_sum_of_its_components_by_case_mix() {
        let clinical = clinical();
        let group = patient_driven(&clinical, "KBED1");
        assert_eq!(group.code(&clinical, 5).0.as_str(), "KBED1");
        // FY2025 urban: 73.25, 68.18, 27.35, 127.68, 96.33, 114.34. Case mix: 1.52 and 1.54, 1.82, 1.99, 1.34.
        let fixed = 27.35 * 1.82 + 127.68 * 1.99 + 114.34;
        let therapy = 73.25 * 1.52 + 68.18 * 1.54;
        let other = 96.33 * 1.34;
        let near = |day: u32, dollars: f64| {
            let cents = group.allowed(&clinical, 2025, day, 1, 1_000).0;
            assert!((cents as f64 - dollars * 100.0).abs() <= 1.0, "day {day}: {cents}, {dollars}");
        };
        near(1, fixed + therapy + 3.0 * other);
        near(3, fixed + therapy + 3.0 * other);
        near(4, fixed + therapy + other);
        near(20, fixed + therapy + other);
        near(21, fixed + therapy * 0.98 + other);
        near(28, fixed + therapy * 0.96 + other);
        near(100, fixed + therapy * 0.76 + other);
        let ten = group.allowed(&clinical, 2025, 1, 10, 1_000).0;
        let each: i64 = (1..=10).map(|day| group.allowed(&clinical, 2025, day, 1, 1_000).0).sum();
        assert_eq!(ten, each);
    }

    #[test]
    fn before_october_2019_a_day_is_paid_by_resource_group_and_told_by_assessment() {
        let clinical = clinical();
        let group = clinical.hipps.iter().position(|own| own.code.as_str() == "RUB").unwrap() as u16;
        let group = Group::Resource(group);
        let codes: Vec<Text> = [1, 14, 15, 31, 61, 91].map(|day| group.code(&clinical, day).0).to_vec();
        assert_eq!(
            codes.iter().map(Text::as_str).collect::<Vec<_>>(),
            ["RUB10", "RUB10", "RUB20", "RUB30", "RUB40", "RUB50"]
        );
        // 642 dollars in FY2019; in FY2015 455 / 500 of it.
        assert_eq!(group.allowed(&clinical, 2019, 1, 2, 1_000), Cents(128_400));
        assert_eq!(group.allowed(&clinical, 2015, 1, 1, 1_000), Cents(58_422));
        assert_eq!(group.allowed(&clinical, 2019, 1, 1, 1_100), Cents(68_694), "seven tenths follow wages");
    }

    #[test]
    fn days_of_all_stays_cost_about_what_the_year_says() {
        let clinical = clinical();
        let nursing = Nursing::new(&clinical);
        for (fiscal, mean) in [(2014, 440), (2019, 500), (2022, 555), (2025, 635)] {
            let mut stream = Streams::new(1, Seed(1)).stream(Domain::Amounts, fiscal as u64);
            let all = (0..2_000).map(|_| nursing.draw(fiscal, &mut stream).allowed(&clinical, fiscal, 1, 25, 1_000).0);
            let dollars = all.sum::<i64>() / 2_000 / 25 / 100;
            assert!((mean * 90 / 100..mean * 118 / 100).contains(&dollars), "{fiscal}: {dollars}");
        }
    }
}

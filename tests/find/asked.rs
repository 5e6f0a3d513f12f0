//! Random questions about what some hands hold: near the truth, so that some answer and some do not.

use bluedeck::claim::ClaimType;
use bluedeck::codes::Sex;
use bluedeck::find::{Claims, Count, County, Pattern, PersonAsked, Question, Range, System};
use bluedeck::measure::{Cents, Day, Text};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::brute::Facts;

/// A value now and then.
fn rarely<T: Strategy>(of_hundred: u32, strategy: T) -> impl Strategy<Value = Option<T::Value>>
where
    T::Value: Clone,
{
    proptest::option::weighted(f64::from(of_hundred) / 100.0, strategy)
}

fn numbers(most: u32) -> impl Strategy<Value = Range<u32>> {
    let end = proptest::option::of(0..=most);
    (end.clone(), end).prop_map(|(least, most)| match (least, most) {
        (Some(least), Some(most)) => Range { least: Some(least.min(most)), most: Some(least.max(most)) },
        (None, None) => Range { least: Some(1), most: None },
        (least, most) => Range { least, most },
    })
}

fn person(hands: &[&Facts]) -> impl Strategy<Value = PersonAsked> + use<> {
    let all = |of: fn(&Facts) -> Text| hands.iter().map(|own| of(own)).collect::<Vec<Text>>();
    let states = subsequence(all(|own| own.record.STATE_CODE.clone()), 1..12);
    let races = subsequence(all(|own| own.record.BENE_RACE_CD.clone()), 1..3);
    let fips = all(|own| own.record.FIPS_STATE_CNTY_CD[0].clone());
    let counties = subsequence(fips, 1..40).prop_map(|all| all.into_iter().map(County::Fips).collect::<Vec<_>>());
    let ssa = all(|own| own.record.BENE_COUNTY_CD.clone());
    let ssa = subsequence(ssa, 1..5).prop_map(|all| all.into_iter().map(County::Ssa).collect::<Vec<_>>());
    let born: Vec<Day> = hands.iter().map(|own| own.record.BENE_BIRTH_DT.unwrap()).collect();
    let born = select(born).prop_map(|least| Range { least: Some(least), most: None });
    let ages: Vec<u32> = hands.iter().filter_map(|own| own.age()).collect();
    let ages = (select(ages), 0..30_u32).prop_map(|(age, more)| Range { least: Some(age), most: Some(age + more) });
    let who = (
        rarely(12, select(vec![Sex::Female, Sex::Male])),
        rarely(12, ages),
        rarely(6, born),
        rarely(6, races),
        rarely(8, states),
        rarely(6, prop_oneof![counties, ssa]),
    );
    let is = || rarely(7, any::<bool>());
    (who, (is(), is(), is(), is(), is(), is())).prop_map(|((sex, age, born, races, states, counties), is)| {
        PersonAsked {
            sex,
            age,
            born,
            races: races.unwrap_or_default(),
            states: states.unwrap_or_default(),
            counties: counties.unwrap_or_default(),
            died: is.0,
            dual: is.1,
            esrd: is.2,
            disabled: is.3,
            advantage: is.4,
            part_d: is.5,
        }
    })
}

/// Codes of the hands' claims, or their beginnings.
fn codes(hands: &[&Facts]) -> impl Strategy<Value = Vec<Vec<Pattern>>> + use<> {
    let option = |system: System| {
        let all = hands.iter().flat_map(|own| &own.claims).flat_map(|claim| &claim.codes);
        let mut all: Vec<String> = all.filter(|(own, _)| *own == system).map(|(_, code)| code.clone()).collect();
        all.push("99999".into());
        let pattern = (select(all), any::<bool>(), 1..4_usize).prop_map(move |(code, prefix, length)| {
            let text = if prefix { &code[..length.min(code.len())] } else { &code };
            Pattern { system, text: Text::from(text), prefix }
        });
        proptest::collection::vec(pattern, 1..4)
    };
    let options = System::ALL.map(|system| rarely(12, option(system)));
    let any_system =
        rarely(6, (option(System::Drg), option(System::Hcpcs)).prop_map(|(one, other)| [one, other].concat()));
    (options, any_system).prop_map(|(options, any_system)| options.into_iter().flatten().chain(any_system).collect())
}

fn claims(hands: &[&Facts]) -> impl Strategy<Value = Claims> + use<> {
    let days: Vec<Day> = hands.iter().flat_map(|own| own.claims.iter().map(|claim| claim.from)).collect();
    let types = ClaimType::ALL.to_vec();
    let count = (proptest::option::of(select(types.clone())), numbers(60))
        .prop_map(|(claim_type, range)| Count { claim_type, range });
    let paid = (0..3_000_000_i64).prop_map(|least| Range { least: Some(Cents(least)), most: None });
    let flag = || proptest::bool::weighted(0.06);
    let what = (
        rarely(25, subsequence(types, 1..3)),
        rarely(20, proptest::collection::vec(count, 1..3)),
        codes(hands),
        rarely(15, select(days.clone())),
        rarely(15, select(days)),
        rarely(10, paid),
    );
    (what, (flag(), flag(), flag(), any::<bool>())).prop_map(|(what, flags)| {
        let (types, counts, codes, from, to, paid) = what;
        Claims {
            types: types.unwrap_or_default(),
            counts: counts.unwrap_or_default(),
            codes,
            from,
            to,
            corrected: flags.0,
            denied: flags.1,
            secondary: flags.2,
            paid,
            same_claim: flags.3,
        }
    })
}

/// A question.
pub fn question(hands: &[&Facts]) -> impl Strategy<Value = Question> + use<> {
    (person(hands), claims(hands)).prop_map(|(person, claims)| Question { person, claims })
}

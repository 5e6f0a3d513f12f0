//! The sample that validators judge: which people and which of their claims are in it.
//!
//! Of each type most claims are dealt by the coherent profile, in three spans that reach from 2013 to 2025 and so
//! have both versions of ICD; then come faithful ones, and specimens for the rest. Two thirds of the coherent ones are
//! taken for what they show that no other in the sample does (a column filled or left blank, a code, a year, a number
//! of lines): so the sample has denied and replaced claims, other payers and whatever else is rare, however small it is.
//! The others are spread over the accounts, so that what is usual is seen as well. Beside them stand personas, whole: whoever
//! is named has every claim in the sample. The same call gives the same sample.
#![allow(dead_code)]

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::error::Error;

use bluedeck::claim::{Beneficiary, BeneficiaryHistory, Claim, ClaimType, Column, Columns};
use bluedeck::codes::{Codes, Variable};
use bluedeck::dataset::{DataSet, Hand, Options, Profile};
use bluedeck::measure::Day;
use bluedeck::roster::AccountNumber;

#[path = "specimen.rs"]
pub mod specimen;

/// The spans of the coherent profile by their last day, each with how many accounts are looked at.
pub const SPANS: [(Day, usize); 3] =
    [(Day::of(2025, 12, 31), 260), (Day::of(2016, 12, 31), 150), (Day::of(2020, 12, 31), 90)];

/// Percent of the claims of a type that are coherent and faithful.
const COHERENT: usize = 70;
const FAITHFUL: usize = 15;

/// Accounts with a printed record, always looked at.
const DOCUMENTED: [u32; 4] = [28_324, 20_023, 29_999, 20_000];

/// A stride without a factor in common with the size of the roster visits every account once.
const STRIDE: usize = 3_779;

/// The account of each profile whose searchsets are in the sample.
const SEARCHED: AccountNumber = AccountNumber(20_023);

/// The personas that a change's gate judges whole: those that CMS's developer pages tell.
pub const PUBLISHED: [&str; 3] = ["Jack", "Lucille", "Lucille2014"];

/// A searchset has so many claims of a type at most: what is in entries is judged one by one as well.
const MOST_SEARCHED: usize = 1;

/// No account has more claims of a type among those that are looked at, so that many accounts are.
const MOST_OF_ONE: usize = 5;

/// So many claims or lines of a fate are looked at wherever they are.
const FEW: u32 = 5;

/// How many people of each kind have their Patient and Coverage resources in the sample. The faithful profile's
/// differ little, and the specimens' degrees of fullness and lengths of history repeat beyond.
const COHERENT_PEOPLE: usize = 32;
const FAITHFUL_PEOPLE: usize = 8;
const SPECIMEN_PEOPLE: usize = 16;

/// What became of a claim or a line: denied, replaced, cancelled, paid by another first, and where the patient went.
const FATE: [&str; 14] = [
    "CARR_CLM_PMT_DNL_CD",
    "CARR_CLM_ENTRY_CD",
    "LINE_PRCSG_IND_CD",
    "LINE_BENE_PRMRY_PYR_CD",
    "NCH_PRMRY_PYR_CD",
    "CLM_FREQ_CD",
    "CLM_MDCR_NON_PMT_RSN_CD",
    "CLM_DISP_CD",
    "FINAL_ACTION",
    "PTNT_DSCHRG_STUS_CD",
    "ADJSTMT_DLTN_CD",
    "CTSTRPHC_CVRG_CD",
    "DRUG_CVRG_STUS_CD",
    "NSTD_FRMT_CD",
];

/// Where somebody comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Dealt by the coherent profile, in the span of this number.
    Coherent(usize),
    Faithful,
    /// Made for the sample.
    Specimen,
}

/// Somebody and their claims.
pub struct Person {
    pub origin: Origin,
    /// Whether Patient and Coverage are in the sample.
    pub shown: bool,
    pub beneficiary: Beneficiary,
    pub history: Vec<BeneficiaryHistory>,
    pub claims: Vec<Claim>,
}

pub struct Sample {
    /// The data sets of [`SPANS`].
    pub coherent: Vec<DataSet>,
    pub faithful: DataSet,
    pub people: Vec<Person>,
    /// Personas with all that they have.
    pub whole: Vec<Person>,
    /// Those whose searchsets are in the sample: an account of each profile, the personas, and specimens of all types
    /// together.
    pub searched: Vec<Person>,
}

impl Sample {
    /// The sample of so many claims of each type, and the personas of these names, whole; `all` is all of them.
    pub fn of(claims: usize, whole: &[&str]) -> Result<Sample, Box<dyn Error>> {
        let open = |as_of| DataSet::open(&Options { as_of: Some(as_of), ..Options::default() });
        let coherent = SPANS.iter().map(|(as_of, _)| open(*as_of)).collect::<Result<Vec<_>, _>>()?;
        let faithful = DataSet::open(&Options { profile: Profile::Faithful, ..Options::default() })?;
        let mut people = coherent_people(&coherent, claims * COHERENT / 100);
        people.extend(faithful_people(&faithful, claims * FAITHFUL / 100));
        people.extend(specimens(&coherent[0].codes, claims, &people));
        let told = &coherent[0].personas;
        let named = |name: &&str| told.find(name).map(|persona| persona.number()).ok_or(format!("no persona {name}"));
        let numbers = match whole {
            ["all"] => told.iter().map(|persona| persona.number()).collect(),
            names => names.iter().map(named).collect::<Result<Vec<AccountNumber>, String>>()?,
        };
        let of = |number| kept(coherent[0].hand(number), Origin::Coherent(0), true, |_| true);
        let whole = numbers.into_iter().map(of).collect();
        let personas = told.iter().map(|persona| persona.number());
        let mut found: Vec<Person> =
            personas.chain([SEARCHED]).map(|number| searched(&coherent[0], number, Origin::Coherent(0))).collect();
        found.extend([searched(&faithful, SEARCHED, Origin::Faithful), all_types(&coherent[0].codes)]);
        Ok(Sample { coherent, faithful, people, whole, searched: found })
    }

    /// The data set by whose codes and ids somebody is rendered.
    pub fn data_set(&self, origin: Origin) -> &DataSet {
        match origin {
            Origin::Coherent(span) => &self.coherent[span],
            Origin::Faithful => &self.faithful,
            Origin::Specimen => &self.coherent[0],
        }
    }
}

/// How many claims of a type these people have.
pub fn count(people: &[Person], claim_type: ClaimType) -> usize {
    people.iter().flat_map(|person| &person.claims).filter(|claim| claim.claim_type() == claim_type).count()
}

/// Something that can be taken into the sample, and what it shows.
struct Candidate {
    span: usize,
    number: AccountNumber,
    /// Which claim of the hand; of a person nothing.
    at: usize,
    shows: Vec<u32>,
}

/// What can be shown, numbered, each with what showing it is worth.
///
/// A claim has more columns and codes than a small sample has claims, so what a claim's fate is told by is worth as much
/// as a column that is filled, and the other codes little.
struct Traits {
    /// The names of the columns that have a variable of the codebooks.
    coded: BTreeSet<&'static str>,
    numbers: BTreeMap<String, u32>,
    worth: Vec<u32>,
}

impl Traits {
    const FILLED: u32 = 200;
    const BLANK: u32 = 50;
    const CODE: u32 = 5;
    const ALSO: u32 = 20;

    fn new() -> Traits {
        let coded = Variable::ALL.iter().map(|variable| variable.name()).collect();
        Traits { coded, numbers: BTreeMap::new(), worth: Vec::new() }
    }

    /// What a code in the column is worth; `None` for a column without codes.
    fn code(&self, column: &Column) -> Option<u32> {
        let name = column.name.as_ref();
        if FATE.contains(&name) {
            return Some(Traits::FILLED);
        }
        let coded = matches!(column.layout, "char(1)" | "char(2)") || self.coded.contains(name);
        coded.then_some(Traits::CODE)
    }

    /// What some records show together: columns that are filled, or blank, and the codes in them.
    fn of<'a>(&mut self, records: impl Iterator<Item = &'a dyn Columns>, also: &[String]) -> Vec<u32> {
        let mut shows: BTreeSet<u32> = also.iter().map(|text| self.number(text, Traits::ALSO)).collect();
        let mut text = String::new();
        for record in records {
            record.visit(None, &mut |column, value| {
                if value.is_blank() {
                    shows.insert(self.number(&format!("{} blank", column.name), Traits::BLANK));
                    return;
                }
                shows.insert(self.number(&column.name, Traits::FILLED));
                if let Some(worth) = self.code(&column) {
                    text.clear();
                    value.write(&mut text);
                    shows.insert(self.number(&format!("{}={text}", column.name), worth));
                }
            });
        }
        shows.into_iter().collect()
    }

    fn of_claim(&mut self, claim: &Claim) -> Vec<u32> {
        let year = claim.service_days().1.map_or(0, |day| day.civil().0);
        // One line, two or three, four to seven and so on.
        let also =
            [format!("year {year}"), format!("lines by doubling: {}", claim.line_count().checked_ilog2().unwrap_or(0))];
        self.of(std::iter::once(claim.header()).chain(claim.lines()), &also)
    }

    fn number(&mut self, text: &str, worth: u32) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.worth.len() as u32;
        self.worth.push(worth);
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// The candidates that show the most between them: one after another, the one that shows most of what those
    /// before it did not; `most` of them, fewer where nothing is left to show.
    fn choose(&self, candidates: &[Candidate], most: usize) -> BTreeSet<usize> {
        let mut shown = BTreeSet::new();
        let worth = |candidate: &Candidate, shown: &BTreeSet<u32>| -> u32 {
            let new = candidate.shows.iter().filter(|shows| !shown.contains(shows));
            new.map(|shows| self.worth[*shows as usize]).sum()
        };
        // What a candidate is worth only falls, so it need be counted anew only when it is the best of the old counts.
        let whole = |(at, candidate)| (worth(candidate, &shown), std::cmp::Reverse(at));
        let mut heap: BinaryHeap<_> = candidates.iter().enumerate().map(whole).collect();
        let mut chosen = BTreeSet::new();
        while chosen.len() < most
            && let Some((said, std::cmp::Reverse(at))) = heap.pop()
            && said > 0
        {
            let now = worth(&candidates[at], &shown);
            if now < said {
                heap.push((now, std::cmp::Reverse(at)));
            } else {
                shown.extend(&candidates[at].shows);
                chosen.insert(at);
            }
        }
        chosen
    }
}

/// The accounts of a data set that are looked at: personas, documented ones, and others spread over the roster.
fn accounts(data_set: &DataSet, most: usize) -> impl Iterator<Item = AccountNumber> + '_ {
    let all = data_set.roster.numbers();
    let spread = (0..all.len()).map(|at| all[at * STRIDE % all.len()]);
    let spread = spread.filter(|number| !DOCUMENTED.contains(&number.0));
    let personas = data_set.personas.iter().map(|persona| persona.number());
    personas.chain(DOCUMENTED.into_iter().map(AccountNumber).chain(spread).take(most))
}

/// The positions of the claims of a type, so many at most, spread over the hand.
fn positions(claims: &[Claim], claim_type: ClaimType, most: usize) -> impl Iterator<Item = usize> + use<> {
    let of_type = claims.iter().enumerate().filter(|(_, claim)| claim.claim_type() == claim_type);
    let all: Vec<usize> = of_type.map(|(at, _)| at).collect();
    let taken = all.len().min(most);
    (0..taken).map(move |at| all[at * all.len() / taken])
}

/// The positions of claims of a fate that few before them had; `fates` counts them by type and code.
fn unusual(claims: &[Claim], fates: &mut BTreeMap<(ClaimType, String), u32>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for (at, claim) in claims.iter().enumerate() {
        for record in std::iter::once(claim.header()).chain(claim.lines()) {
            record.visit(None, &mut |column, value| {
                if !value.is_blank() && FATE.contains(&column.name.as_ref()) {
                    let mut fate = format!("{}=", column.name);
                    value.write(&mut fate);
                    let count = fates.entry((claim.claim_type(), fate)).or_default();
                    *count += 1;
                    if *count <= FEW {
                        found.insert(at);
                    }
                }
            });
        }
    }
    found
}

/// Accounts of the coherent profile, each with the claims that were chosen; `wanted` of each type.
fn coherent_people(data_sets: &[DataSet], wanted: usize) -> Vec<Person> {
    let (mut traits, mut of_people) = (Traits::new(), Traits::new());
    let mut claims: BTreeMap<ClaimType, Vec<Candidate>> = BTreeMap::new();
    let (mut people, mut fates) = (Vec::new(), BTreeMap::new());
    for (span, data_set) in data_sets.iter().enumerate() {
        for number in accounts(data_set, SPANS[span].1) {
            let hand = data_set.hand(number);
            let records = std::iter::once(&hand.beneficiary as &dyn Columns);
            let shows = of_people.of(records, &[format!("{} entries", hand.history.len())]);
            people.push(Candidate { span, number, at: 0, shows });
            let mut looked_at = unusual(&hand.claims, &mut fates);
            for claim_type in ClaimType::ALL {
                looked_at.extend(positions(&hand.claims, claim_type, MOST_OF_ONE));
            }
            for at in looked_at {
                let claim = &hand.claims[at];
                let shows = traits.of_claim(claim);
                claims.entry(claim.claim_type()).or_default().push(Candidate { span, number, at, shows });
            }
        }
    }
    // By account: whether the person is shown, and the claims.
    let mut taken: BTreeMap<(usize, AccountNumber), (bool, BTreeSet<usize>)> = BTreeMap::new();
    for at in of_people.choose(&people, COHERENT_PEOPLE) {
        taken.entry((people[at].span, people[at].number)).or_default().0 = true;
    }
    for candidates in claims.values() {
        for at in chosen(&traits, candidates, wanted) {
            let Candidate { span, number, at, .. } = candidates[at];
            taken.entry((span, number)).or_default().1.insert(at);
        }
    }
    let person = |((span, number), (shown, positions)): (_, (bool, BTreeSet<usize>))| {
        let data_set: &DataSet = &data_sets[span];
        kept(data_set.hand(number), Origin::Coherent(span), shown, |at| positions.contains(&at))
    };
    taken.into_iter().map(person).collect()
}

/// Two thirds of them for what they show, the others spread over all.
fn chosen(traits: &Traits, candidates: &[Candidate], wanted: usize) -> BTreeSet<usize> {
    let mut chosen = traits.choose(candidates, wanted * 2 / 3);
    let mut at = 0;
    while chosen.len() < wanted.min(candidates.len()) {
        // Odd steps from a place to one far from it: every candidate is come to at last.
        let place = at * STRIDE % candidates.len();
        let free = (place..candidates.len()).chain(0..place).find(|place| !chosen.contains(place));
        chosen.extend(free);
        at += 1;
    }
    chosen
}

fn kept(hand: Hand, origin: Origin, shown: bool, keep: impl Fn(usize) -> bool) -> Person {
    let Hand { beneficiary, history, claims, .. } = hand;
    let claims = claims.into_iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, claim)| claim).collect();
    Person { origin, shown, beneficiary, history, claims }
}

/// Accounts of the faithful profile, two claims of a type each, until there are as many as wanted of its types.
fn faithful_people(data_set: &DataSet, wanted: usize) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for number in accounts(data_set, wanted * DOCUMENTED.len()) {
        let hand = data_set.hand(number);
        let mut positions_taken = BTreeSet::new();
        for claim_type in ClaimType::ALL {
            let left = wanted - count(&people, claim_type);
            positions_taken.extend(positions(&hand.claims, claim_type, left.min(2)));
        }
        if !positions_taken.is_empty() {
            let shown = people.len() < FAITHFUL_PEOPLE;
            people.push(kept(hand, Origin::Faithful, shown, |at| positions_taken.contains(&at)));
        }
    }
    people
}

/// Specimens that fill what the dealt claims leave open of each type.
fn specimens(codes: &Codes, claims: usize, dealt: &[Person]) -> Vec<Person> {
    let open = ClaimType::ALL.map(|claim_type| (claim_type, claims - count(dealt, claim_type)));
    let most = open.iter().map(|(_, open)| *open).max().unwrap_or(0);
    let person = |number: usize| Person {
        origin: Origin::Specimen,
        shown: number < SPECIMEN_PEOPLE,
        beneficiary: specimen::beneficiary(codes, number as u32),
        history: specimen::history(codes, number as u32),
        claims: open
            .iter()
            .filter(|(_, open)| number < *open)
            .map(|(claim_type, _)| specimen::claim(codes, *claim_type, number as u32))
            .collect(),
    };
    (0..most).map(person).collect()
}

/// An account whose searchsets are looked at, with a few claims of each type.
fn searched(data_set: &DataSet, number: AccountNumber, origin: Origin) -> Person {
    let hand = data_set.hand(number);
    let taken: BTreeSet<usize> =
        ClaimType::ALL.into_iter().flat_map(|claim_type| positions(&hand.claims, claim_type, MOST_SEARCHED)).collect();
    kept(hand, origin, true, |at| taken.contains(&at))
}

/// A specimen with a claim of each type, all columns filled.
fn all_types(codes: &Codes) -> Person {
    let mut claims = ClaimType::ALL.map(|claim_type| specimen::claim(codes, claim_type, 0)).to_vec();
    claims.sort_by_cached_key(Claim::api_order);
    let (beneficiary, history) = (specimen::beneficiary(codes, 0), specimen::history(codes, 0));
    Person { origin: Origin::Specimen, shown: true, beneficiary, history, claims }
}

//! What can be asked for, as flags.

use clap::Args;

use crate::claim::ClaimType;
use crate::cli::Failure;
use crate::codes::Sex;
use crate::find::{Claims, Count, County, Pattern, PersonAsked, RACES, Range, System, nearest};
use crate::measure::{Cents, Day, Text};
use crate::roster::Roster;

/// Questions about the person.
#[derive(Args)]
#[command(next_help_heading = "Person")]
pub(super) struct PersonFlags {
    /// F or M
    #[arg(long, value_name = "SEX", value_parser = sex)]
    sex: Option<Sex>,
    /// Years completed on the data set's last day (--as-of), or at death
    #[arg(long, value_name = "A..B", value_parser = numbers)]
    age: Option<Range<u32>>,
    /// Days of birth
    #[arg(long, value_name = "DAY..DAY", value_parser = days)]
    born: Option<Range<Day>>,
    /// White, black, hispanic, asian, native, other, unknown, or a BENE_RACE_CD
    #[arg(long, value_name = "RACE,…", value_delimiter = ',', value_parser = race)]
    race: Vec<Text>,
    /// Postal abbreviation (KS) or SSA code (17) of the state
    #[arg(long, value_name = "STATE,…", value_delimiter = ',')]
    state: Vec<String>,
    /// County: five digits of FIPS (20173), or three of SSA within the state
    #[arg(long, value_name = "COUNTY,…", value_delimiter = ',', value_parser = county)]
    county: Vec<County>,
    /// Has died (in `faithful` everybody has, in 1981, as published)
    #[arg(long, conflicts_with = "alive")]
    died: bool,
    /// Has not died
    #[arg(long)]
    alive: bool,
    /// Has Medicaid too in a month of the record, which tells the last year or that of death; `=no`: in none
    #[arg(long, value_name = "yes|no", num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_parser = yes_or_no)]
    dual: Option<bool>,
    /// Has end-stage renal disease; `=no`: has not
    #[arg(long, value_name = "yes|no", num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_parser = yes_or_no)]
    esrd: Option<bool>,
    /// Is entitled by disability; `=no`: is not
    #[arg(long, value_name = "yes|no", num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_parser = yes_or_no)]
    disabled: Option<bool>,
    /// Is in Medicare Advantage in a month of the record; `=no`: in none
    #[arg(long, value_name = "yes|no", num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_parser = yes_or_no)]
    medicare_advantage: Option<bool>,
    /// Is in a drug plan in a month of the record; `=no`: in none
    #[arg(long, value_name = "yes|no", num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_parser = yes_or_no)]
    part_d: Option<bool>,
}

/// Questions about claims.
#[derive(Args)]
#[command(next_help_heading = "Claims")]
pub(super) struct ClaimFlags {
    /// Has a claim of each of these types
    #[arg(long = "type", value_name = "TYPE,…", value_delimiter = ',', value_parser = claim_type)]
    types: Vec<ClaimType>,
    /// How many claims: of a type (inpatient=2.., pde=0, 'hha>=3') or in all (100..200); each must hold
    #[arg(long, value_name = "[TYPE=]A..B,…", value_delimiter = ',', value_parser = count)]
    claims: Vec<Count>,
    /// Has a code of any system: ICD, HCPCS, NDC, DRG or revenue centre; `E11*` is all that begin so
    #[arg(long, value_name = "CODE,…", value_delimiter = ',', value_parser = any_code)]
    code: Vec<Written>,
    /// Has an ICD-9 or ICD-10 diagnosis
    #[arg(long, value_name = "ICD,…", value_delimiter = ',', value_parser = |text: &str| code(System::Diagnosis, text))]
    diagnosis: Vec<Written>,
    /// Has an ICD procedure
    #[arg(long, value_name = "ICD,…", value_delimiter = ',', value_parser = |text: &str| code(System::Procedure, text))]
    procedure: Vec<Written>,
    /// Has a service or supply
    #[arg(long, value_name = "HCPCS,…", value_delimiter = ',', value_parser = |text: &str| code(System::Hcpcs, text))]
    hcpcs: Vec<Written>,
    /// Has a drug: eleven digits, or with the hyphens of the package
    #[arg(long, value_name = "NDC,…", value_delimiter = ',', value_parser = |text: &str| code(System::Ndc, text))]
    ndc: Vec<Written>,
    /// Has a stay of a diagnosis-related group
    #[arg(long, value_name = "DRG,…", value_delimiter = ',', value_parser = |text: &str| code(System::Drg, text))]
    drg: Vec<Written>,
    /// Has a line of a revenue centre
    #[arg(long, value_name = "CENTRE,…", value_delimiter = ',', value_parser = |text: &str| code(System::Revenue, text))]
    revenue: Vec<Written>,
    /// Codes of all options must be on one claim
    #[arg(long)]
    same_claim: bool,
    /// Claims that begin on this day or later
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Day>,
    /// Claims that end on this day or earlier
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Day>,
    /// Claims that were corrected or taken back, and corrections
    #[arg(long)]
    adjusted: bool,
    /// Claims denied as a whole
    #[arg(long)]
    denied: bool,
    /// Claims that another insurer pays before Medicare
    #[arg(long)]
    secondary_payer: bool,
    /// What Medicare and drug plans paid for the claims that match, in dollars
    #[arg(long, value_name = "A..B", value_parser = dollars)]
    cost: Option<Range<Cents>>,
}

/// A code as it was written, as whatever systems it can be of.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub patterns: Vec<Pattern>,
}

impl PersonFlags {
    /// What is asked, with the states of a roster.
    pub fn read(&self, roster: &Roster) -> Result<PersonAsked, Failure> {
        let states = self.state.iter().map(|text| state(roster, text)).collect::<Result<_, _>>()?;
        Ok(PersonAsked {
            sex: self.sex,
            age: self.age,
            born: self.born,
            races: self.race.clone(),
            states,
            counties: self.county.clone(),
            died: (self.died || self.alive).then_some(self.died),
            dual: self.dual,
            esrd: self.esrd,
            disabled: self.disabled,
            advantage: self.medicare_advantage,
            part_d: self.part_d,
        })
    }
}

impl ClaimFlags {
    /// What is asked.
    pub fn read(&self) -> Claims {
        let options = self.options().into_iter().filter(|option| !option.is_empty());
        let patterns = |option: &[Written]| option.iter().flat_map(|written| written.patterns.clone()).collect();
        Claims {
            types: self.types.clone(),
            counts: self.claims.clone(),
            codes: options.map(patterns).collect(),
            from: self.since,
            to: self.until,
            corrected: self.adjusted,
            denied: self.denied,
            secondary: self.secondary_payer,
            paid: self.cost,
            same_claim: self.same_claim,
        }
    }

    /// All codes as they were written.
    pub fn written(&self) -> impl Iterator<Item = &Written> {
        self.options().into_iter().flatten()
    }

    fn options(&self) -> [&[Written]; 7] {
        [&self.code, &self.diagnosis, &self.procedure, &self.hcpcs, &self.ndc, &self.drg, &self.revenue]
    }
}

/// Which was meant, in a few words.
fn meant<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(text, names).map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

fn claim_type(text: &str) -> Result<ClaimType, String> {
    ClaimType::named(&text.to_ascii_lowercase()).ok_or_else(|| {
        let names = ClaimType::ALL.map(ClaimType::name);
        format!("there is no such claim type, expected {}{}", names.join(", "), meant(text, names))
    })
}

/// `inpatient=2..`, `inpatient>=2`, `2..`.
fn count(text: &str) -> Result<Count, String> {
    let sign = text.find(['=', '<', '>']);
    let (name, rest) = sign.map_or((None, text), |at| (Some(&text[..at]), &text[at..]));
    let claim_type = name.filter(|name| !name.trim().is_empty()).map(|name| claim_type(name.trim())).transpose()?;
    let range = match rest.strip_prefix(">=") {
        Some(least) => format!("{}..", least.trim()),
        None => match rest.strip_prefix("<=") {
            Some(most) => format!("..{}", most.trim()),
            None => rest.strip_prefix('=').unwrap_or(rest).trim().to_owned(),
        },
    };
    Ok(Count { claim_type, range: numbers(&range)? })
}

fn any_code(text: &str) -> Result<Written, String> {
    Pattern::read_any(text).map(|patterns| Written { patterns }).map_err(|bad| bad.to_string())
}

fn code(system: System, text: &str) -> Result<Written, String> {
    let one = Pattern::read(system, text).map_err(|bad| bad.to_string())?;
    Ok(Written { patterns: vec![one] })
}

fn numbers(text: &str) -> Result<Range<u32>, String> {
    Range::numbers(text).map_err(|bad| bad.to_string())
}

fn days(text: &str) -> Result<Range<Day>, String> {
    Range::days(text).map_err(|bad| bad.to_string())
}

fn dollars(text: &str) -> Result<Range<Cents>, String> {
    Range::dollars(text).map_err(|bad| bad.to_string())
}

fn day(text: &str) -> Result<Day, String> {
    let day = if text.len() == 10 { Day::read(text) } else { None };
    day.ok_or_else(|| format!("found `{text}`, expected a date like 2025-12-31"))
}

fn sex(text: &str) -> Result<Sex, String> {
    match text.to_ascii_lowercase().as_str() {
        "f" | "female" | "2" => Ok(Sex::Female),
        "m" | "male" | "1" => Ok(Sex::Male),
        _ => Err(format!("found `{text}`, expected F or M")),
    }
}

fn race(text: &str) -> Result<Text, String> {
    let own = RACES.iter().find(|(code, name)| *code == text || name.eq_ignore_ascii_case(text));
    own.map(|(code, _)| Text::of(code)).ok_or_else(|| {
        let names = RACES.map(|(_, name)| name);
        format!("there is no such race code, expected {} or 0 to 6{}", names.join(", "), meant(text, names))
    })
}

fn county(text: &str) -> Result<County, String> {
    match (text.len(), text.bytes().all(|byte| byte.is_ascii_digit())) {
        (5, true) => Ok(County::Fips(Text::from(text))),
        (3, true) => Ok(County::Ssa(Text::from(text))),
        _ => Err(format!("found `{text}`, expected five digits (FIPS) or three (SSA)")),
    }
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(format!("found `{text}`, expected yes or no")),
    }
}

/// The SSA code of a state, by that or by its postal abbreviation.
fn state(roster: &Roster, text: &str) -> Result<Text, Failure> {
    let codes = (0..100).map(|code| format!("{code:02}"));
    let states: Vec<(String, String)> =
        codes.filter_map(|code| roster.postal(&code).map(str::to_owned).map(|postal| (code, postal))).collect();
    let own = states.iter().find(|(code, postal)| code == text || postal.eq_ignore_ascii_case(text));
    own.map(|(code, _)| Text::from(code.as_str())).ok_or_else(|| {
        let near = meant(text, states.iter().map(|(_, postal)| postal.as_str()));
        Failure::Usage(format!("--state: there is no state `{text}`, expected a postal abbreviation or SSA code{near}"))
    })
}

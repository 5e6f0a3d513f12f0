//! A data set: what format version, seed, profile, hands, code systems and so on give.
//!
//! Responsible for putting the stages together and for the data set's id, a hash of all that it follows
//! from. Must not know how documents are rendered or stored.

pub mod check;
mod identity;
mod open;

pub use identity::{Described, Identity};

use std::fmt;
use std::fs::File;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::claim::{Beneficiary, BeneficiaryHistory, Claim};
use crate::codes::{CodeSet, Codes, LoadError, Source, Tables};
use crate::deck::{self, Deck, Planned, coherent, faithful};
use crate::draw::{Seed, Streams};
use crate::measure::{Day, Text};
use crate::persona::{Persona, PersonaError, Personas};
use crate::roster::{AccountNumber, Hands, HandsError, Life, Roster, Span};

/// The version of the data's format: golden digests belong to it, and changing them takes a new one.
pub const FORMAT_VERSION: u32 = 1;

/// The last day of the coherent profile's claims where none is given.
pub const DEFAULT_AS_OF: Day = Day::of(2025, 12, 31);

/// First and last day that claims may be made to reach: the payment tables know the four years before each.
pub const AS_OF: RangeInclusive<Day> = Day::of(2014, 12, 31)..=Day::of(2026, 12, 31);

/// The seed where none is given.
pub const DEFAULT_SEED: Seed = Seed(1);

/// The rules of a data set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Believable claims of all eight types over four years.
    #[default]
    Coherent,
    /// The original set of 2017 as published.
    Faithful,
}

impl Profile {
    /// The name that flags and manifests use.
    pub const fn name(self) -> &'static str {
        match self {
            Profile::Faithful => "faithful",
            Profile::Coherent => "coherent",
        }
    }

    /// The code systems that a data set of the profile follows from.
    const fn tables(self) -> Tables {
        match self {
            Profile::Faithful => Tables::Faithful,
            Profile::Coherent => Tables::All,
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(name: &str) -> Result<Profile, UnknownProfile> {
        match name {
            "faithful" => Ok(Profile::Faithful),
            "coherent" => Ok(Profile::Coherent),
            _ => Err(UnknownProfile(name.to_owned())),
        }
    }
}

/// A profile that this program does not make.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no profile `{0}`; expected `coherent` or `faithful`")]
pub struct UnknownProfile(String);

/// What a data set is made from.
#[derive(Clone, Debug)]
pub struct Options {
    pub seed: Seed,
    pub profile: Profile,
    /// A file in the published CSV layout: its accounts, with its counts, are then the roster.
    pub hands: Option<PathBuf>,
    pub codesystems: Source,
    /// Who stands beside the roster in the coherent profile.
    pub personas: Beside,
    /// Which codes stand where somebody owns a code system.
    pub codes: CodeSet,
    /// The last day that claims may reach, [`DEFAULT_AS_OF`] where none is given; `faithful` has no such day and
    /// refuses one.
    pub as_of: Option<Day>,
    /// What the data set must turn out to be (`--from`).
    pub expected: Option<Identity>,
}

/// Which personas stand beside the roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Beside {
    /// The embedded ones; in the faithful profile nobody.
    #[default]
    Embedded,
    /// The embedded ones and those of a directory, whose files replace others of the same name.
    Directory(PathBuf),
    Nobody,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            seed: DEFAULT_SEED,
            profile: Profile::default(),
            hands: None,
            codesystems: Source::embedded(),
            personas: Beside::default(),
            codes: CodeSet::Cms,
            as_of: None,
            expected: None,
        }
    }
}

impl Options {
    /// The options of the data set that the manifest in `directory` names.
    ///
    /// A manifest holds digests, no paths: code systems and hands that are not the embedded ones are given again, and so
    /// are other personas ([`Options::personas`]), and [`DataSet::open`] checks that they are the same.
    pub fn from_manifest(
        directory: &Path,
        codesystems: Source,
        hands: Option<PathBuf>,
    ) -> Result<Options, DataSetError> {
        let identity = Identity::of_manifest(directory)?;
        Ok(Options {
            seed: Seed(identity.seed),
            profile: identity.profile,
            hands,
            codesystems,
            personas: if identity.personas.is_some() { Beside::Embedded } else { Beside::Nobody },
            codes: identity.codes,
            as_of: identity.as_of.as_deref().and_then(Day::read),
            expected: Some(identity),
        })
    }
}

/// Why there is no data set.
#[derive(Debug, thiserror::Error)]
pub enum DataSetError {
    #[error(transparent)]
    Table(#[from] LoadError),
    #[error(transparent)]
    Hands(#[from] HandsError),
    #[error(transparent)]
    Persona(#[from] PersonaError),
    #[error("--personas: profile `{profile}` has the people of the published set, so leave --personas out")]
    Personas { profile: Profile },
    #[error("cannot read {}: {source}", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("--as-of {day}: profile `{profile}` has the dates of the published set, so leave --as-of out")]
    AsOf { day: Day, profile: Profile },
    #[error("--as-of {day}: expected a day from {} to {}, for which prices and benefits are known", AS_OF.start(), AS_OF.end())]
    AsOfRange { day: Day },
    #[error("{}: found no description of a data set ({found}), expected a manifest that `generate` wrote", path.display())]
    Manifest { path: PathBuf, found: String },
    #[error("{}: found a data set of format version {found}, expected {FORMAT_VERSION}, the one that this program makes", path.display())]
    FormatVersion { path: PathBuf, found: u32 },
    #[error("{}: found data set id {found}, expected {expected} by what the data set is said to follow from", path.display())]
    Id { path: PathBuf, found: String, expected: String },
    #[error(
        "the {input} are not those of the data set: found {found}, expected {expected}; name the same ones with {flag}, or leave it out where there were none"
    )]
    Differs { input: &'static str, found: String, expected: String, flag: &'static str },
}

impl DataSetError {
    /// Whether the command line is at fault, rather than a file that it names.
    pub fn is_usage(&self) -> bool {
        matches!(self, DataSetError::AsOf { .. } | DataSetError::AsOfRange { .. } | DataSetError::Personas { .. })
    }
}

/// A data set, ready to give any of its accounts alone.
pub struct DataSet {
    pub codes: Codes,
    pub roster: Roster,
    /// Who stands beside the roster.
    pub personas: Personas,
    deck: Deck,
    identity: Identity,
}

/// A beneficiary's record, and what it said before.
type Record = (Beneficiary, Vec<BeneficiaryHistory>);

/// An account's hand: the person and the claims, in the API's order.
pub struct Hand {
    pub number: AccountNumber,
    /// `BBUser20023`, `BBLucille`.
    pub user_name: Text,
    pub beneficiary: Beneficiary,
    /// What the beneficiary's record said before; empty in the faithful profile.
    pub history: Vec<BeneficiaryHistory>,
    pub claims: Vec<Claim>,
}

impl DataSet {
    /// Loads the tables, calls the roster and counts the seats.
    pub fn open(options: &Options) -> Result<DataSet, DataSetError> {
        let as_of = as_of(options)?;
        let streams = Streams::new(FORMAT_VERSION, options.seed);
        let source = &options.codesystems;
        let mut codes = Codes::load(source, options.profile.tables())?.with(options.codes)?;
        if options.profile == Profile::Faithful {
            for (variable, filler) in deck::FILLERS {
                codes.ccw.also(*variable, filler);
            }
        }
        let hands = options.hands.as_deref().map(read_hands).transpose()?;
        let personas = personas(options, &codes, as_of)?;
        let identity = Identity {
            format_version: FORMAT_VERSION,
            seed: options.seed.0,
            profile: options.profile,
            hands: hands.as_ref().map(|hands| hands.digest().to_hex().to_string()),
            code_systems: codes.digest().to_hex().to_string(),
            personas: (!personas.is_empty()).then(|| personas.digest().to_hex().to_string()),
            as_of: as_of.map(|day| day.to_string()),
            codes: options.codes,
        };
        if let Some(expected) = &options.expected {
            identity.must_be(expected)?;
        }
        let (mut roster, deck) = deal(options.profile, source, &streams, &codes, hands, as_of)?;
        roster.tell(personas.iter().map(|persona| (persona.number(), persona.name().to_owned())));
        Ok(DataSet { codes, roster, personas, deck, identity })
    }

    /// The hand of an account of the roster or beside it.
    pub fn hand(&self, number: AccountNumber) -> Hand {
        let ((beneficiary, history), mut claims) = match self.told(number) {
            Some(told) => told,
            None => (self.roster.beneficiary_and_history(number), self.deck.hand(&self.roster, number)),
        };
        if let Some(invented) = self.codes.invented() {
            // What the documentation prints is printed.
            claims.iter_mut().filter(|claim| !self.deck.prints(claim)).for_each(|claim| open::tell(claim, invented));
        }
        Hand { number, user_name: self.roster.account(number).user_name, beneficiary, history, claims }
    }

    /// What a file tells of an account, where one does.
    fn told(&self, number: AccountNumber) -> Option<(Record, Vec<Claim>)> {
        let persona = self.personas.of_number(number)?;
        let Deck::Coherent(deck) = &self.deck else { return None };
        Some((persona.beneficiary_and_history(&self.roster)?, persona.hand(deck)))
    }

    /// The record of the person behind an account, without the claims.
    pub fn beneficiary(&self, number: AccountNumber) -> Beneficiary {
        let told = self.personas.of_number(number).and_then(|persona| persona.beneficiary_and_history(&self.roster));
        told.map_or_else(|| self.roster.beneficiary(number), |(beneficiary, _)| beneficiary)
    }

    /// The life behind an account and the four years that it is told of; `None` in the faithful profile.
    pub fn life(&self, number: AccountNumber) -> Option<(Life, Span)> {
        match self.personas.of_number(number) {
            Some(persona) => Some((persona.life().clone(), persona.span())),
            None => Some((self.roster.life(number)?, self.roster.span()?)),
        }
    }

    /// What is known of an account's claims before their cards are read ([`Deck::planned`]).
    pub fn planned(&self, number: AccountNumber) -> Option<Planned> {
        self.deck.planned(&self.roster, number)
    }

    /// The codes of one planned claim ([`Deck::card`]), as the hand tells them.
    pub fn card(&self, number: AccountNumber, planned: &Planned, at: usize) -> Option<Claim> {
        let mut claim = self.deck.card(number, planned, at)?;
        if let Some(invented) = self.codes.invented() {
            open::tell(&mut claim, invented);
        }
        Some(claim)
    }

    /// The day on which people are as old as they are: the last one of the profile's claims, or of the cohort's, or of
    /// a story with absolute dates.
    pub fn today(&self, number: AccountNumber) -> Day {
        let told = self.personas.of_number(number).map(Persona::span);
        let span = told.or(self.roster.span());
        span.map_or_else(|| Day::of(number.cohort().year() + 2, 12, 31), |span| span.last)
    }

    /// What the data set follows from.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The data set's id: 64 hexadecimal digits, a hash of its identity.
    pub fn id(&self) -> String {
        self.identity.id()
    }

    /// The namespace of the UUIDs that stand for ids the reference server makes at random: a version-5 UUID
    /// of the data set's id without personas, since none may change what anybody else's documents say.
    pub fn namespace(&self) -> uuid::Uuid {
        let roster = Identity { personas: None, ..self.identity.clone() };
        let name = format!("urn:bluedeck:data-set:{}", roster.id());
        uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, name.as_bytes())
    }
}

/// The last day of the profile's claims, where it has one.
fn as_of(options: &Options) -> Result<Option<Day>, DataSetError> {
    match (options.profile, options.as_of) {
        (Profile::Faithful, None) => Ok(None),
        (Profile::Faithful, Some(day)) => Err(DataSetError::AsOf { day, profile: options.profile }),
        (Profile::Coherent, day) => {
            let day = day.unwrap_or(DEFAULT_AS_OF);
            if AS_OF.contains(&day) { Ok(Some(day)) } else { Err(DataSetError::AsOfRange { day }) }
        }
    }
}

/// Who stands beside the roster.
fn personas(options: &Options, codes: &Codes, as_of: Option<Day>) -> Result<Personas, DataSetError> {
    let (source, profile) = (&options.codesystems, options.profile);
    match (&options.personas, as_of) {
        (Beside::Directory(_), None) => Err(DataSetError::Personas { profile }),
        (Beside::Nobody, _) | (_, None) => Ok(Personas::default()),
        (Beside::Embedded, Some(day)) => Ok(Personas::load(source, codes, None, day)?),
        (Beside::Directory(directory), Some(day)) => Ok(Personas::load(source, codes, Some(directory), day)?),
    }
}

/// Calls the roster and lays out the deck.
fn deal(
    profile: Profile,
    source: &Source,
    streams: &Streams,
    codes: &Codes,
    hands: Option<Hands>,
    as_of: Option<Day>,
) -> Result<(Roster, Deck), DataSetError> {
    if profile == Profile::Coherent {
        let span = Span::ending(as_of.unwrap_or(DEFAULT_AS_OF));
        let roster = Roster::coherent(source, streams, span, hands)?;
        let deck = coherent::Deck::new(streams, source, codes, span)?;
        return Ok((roster, Deck::Coherent(Box::new(deck))));
    }
    let roster = match hands {
        Some(hands) => Roster::from_hands(source, streams, hands)?,
        None => Roster::published(source, streams)?,
    };
    let deck = faithful::Deck::new(streams, source, codes, &roster)?;
    Ok((roster, Deck::Faithful(Box::new(deck))))
}

fn read_hands(path: &Path) -> Result<Hands, DataSetError> {
    let unreadable = |source| DataSetError::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    Ok(Hands::read(file, &path.display().to_string())?)
}

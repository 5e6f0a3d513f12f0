//! Personas: people whose lives and claims are told in files, beside those that are dealt.
//!
//! Responsible for reading personas/*.toml, for checking them against the code systems, and for turning a story into a life
//! and its claims: what an event asks for is written over cards of the coherent deck, so that a told claim has the same
//! columns as a dealt one. Must not know FHIR, nor how files are stored.
//!
//! ```text
//! file ─► story ─► life, requests (seat, ask) ─► the deck's cards, ledger and ids ─► claims
//! ```

mod embedded;
mod expand;
mod fields;
mod life;
mod problem;
mod read;
mod read_event;
mod story;
mod when;

use std::path::{Path, PathBuf};

pub use problem::Problem;

use crate::claim::{Beneficiary, BeneficiaryHistory, Claim};
use crate::codes::{LoadError, Source};
use crate::deck::coherent::Deck;
use crate::measure::Day;
use crate::roster::{Account, AccountNumber, Life, PERSONAS, Places, Roster, Span};
use expand::Expanding;
use life::Times;
use problem::Findings;
use story::Story;

/// Why there are no personas.
#[derive(Debug, thiserror::Error)]
pub enum PersonaError {
    #[error("cannot read {}: {source}", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Table(#[from] LoadError),
    /// What is wrong with files, each with its place.
    #[error("{}", told(.0))]
    Wrong(Vec<Problem>),
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n\n")
}

/// One persona.
#[derive(Clone, Debug)]
pub struct Persona {
    name: String,
    number: AccountNumber,
    story: Story,
    times: Times,
    life: Life,
}

/// The personas of a data set, by name.
#[derive(Clone, Debug)]
pub struct Personas {
    all: Vec<Persona>,
    digest: blake3::Hash,
}

impl Default for Personas {
    /// Nobody.
    fn default() -> Personas {
        Personas { all: Vec::new(), digest: blake3::hash(&[]) }
    }
}

/// The number that a name stands for.
fn number_of(name: &str) -> u32 {
    let hash = blake3::hash(name.as_bytes());
    let [first, second, third, fourth, ..] = *hash.as_bytes();
    u32::from_le_bytes([first, second, third, fourth])
}

/// The account of a persona by its name, whatever its case: adding one moves nobody else's.
fn account_of(name: &str) -> AccountNumber {
    let count = PERSONAS.end() - PERSONAS.start() + 1;
    AccountNumber(PERSONAS.start() + number_of(&name.to_lowercase()) % count)
}

impl Personas {
    /// The personas embedded at build time, and those of a directory, whose files replace others of the same name; stories
    /// with relative dates end on a day.
    pub fn load(source: &Source, directory: Option<&Path>, as_of: Day) -> Result<Personas, PersonaError> {
        let mut files: Vec<(String, String)> =
            embedded::FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        for path in directory.map(toml_files).transpose()?.unwrap_or_default() {
            let text = std::fs::read_to_string(&path)
                .map_err(|source| PersonaError::Unreadable { path: path.clone(), source })?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.retain(|(own, _)| *own != name);
            files.push((name, text));
        }
        files.sort();
        Personas::of(source, &files, as_of)
    }

    /// The personas of some files (name, text).
    pub fn of(source: &Source, files: &[(String, String)], as_of: Day) -> Result<Personas, PersonaError> {
        let places = Places::load(source)?;
        let (mut all, mut problems, mut hasher) = (Vec::new(), Vec::new(), blake3::Hasher::new());
        for (file, text) in files {
            hasher.update(file.as_bytes()).update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
            let findings = Findings::new(file, text);
            let persona = read(file, text, &findings, &places, as_of);
            let mut own = findings.finish();
            match persona {
                Some(persona) if own.is_empty() => all.push(persona),
                _ => problems.append(&mut own),
            }
        }
        match problems.is_empty() {
            true => Ok(Personas { all, digest: hasher.finalize() }),
            false => Err(PersonaError::Wrong(problems)),
        }
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Persona> {
        self.all.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The persona with a name, a user name or a FHIR id, whatever its case.
    pub fn find(&self, name: &str) -> Option<&Persona> {
        self.all.iter().find(|own| {
            own.name.eq_ignore_ascii_case(name)
                || own.user_name().eq_ignore_ascii_case(name)
                || own.number.bene_id().to_string() == name
        })
    }

    /// The persona with an account.
    pub fn of_number(&self, number: AccountNumber) -> Option<&Persona> {
        self.all.iter().find(|own| own.number == number)
    }

    /// BLAKE3 over the names and bytes of the files, in name order: part of a data set's id.
    pub fn digest(&self) -> blake3::Hash {
        self.digest
    }
}

/// Reads a file; none when something is wrong, which the findings tell.
fn read(file: &str, text: &str, findings: &Findings, places: &Places, as_of: Day) -> Option<Persona> {
    let name = file.strip_suffix(".toml").unwrap_or(file).to_owned();
    let story = read::story(text, findings)?;
    if !findings.is_empty() {
        return None;
    }
    let number = story.account.as_ref().map_or(account_of(&name), |at| AccountNumber(at.value));
    let times = Times::of(&story, as_of);
    let life = life::life(&story, &times, number, places);
    Some(Persona { name, number, story, times, life })
}

/// The TOML files of a directory, in name order.
fn toml_files(directory: &Path) -> Result<Vec<PathBuf>, PersonaError> {
    let unreadable = |source| PersonaError::Unreadable { path: directory.to_owned(), source };
    let entries = std::fs::read_dir(directory).map_err(unreadable)?;
    let paths =
        entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>().map_err(unreadable)?;
    let mut paths: Vec<PathBuf> =
        paths.into_iter().filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    paths.sort();
    Ok(paths)
}

impl Persona {
    /// The name: the file's.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A sentence that tells what the persona is for.
    pub fn about(&self) -> &str {
        &self.story.about
    }

    /// The account's number.
    pub fn number(&self) -> AccountNumber {
        self.number
    }

    /// `BBLucille`.
    pub fn user_name(&self) -> String {
        format!("BB{}", self.name)
    }

    /// `PWLucille!`.
    pub fn password(&self) -> String {
        format!("PW{}!", self.name)
    }

    /// The four years that the story lies in: those of the data set, or for a story with absolute dates those that end
    /// with the year of its last day.
    pub fn span(&self) -> Span {
        self.times.span
    }

    /// The life that the story tells.
    pub fn life(&self) -> &Life {
        &self.life
    }

    /// Log-in and identifiers.
    pub fn account(&self, roster: &Roster) -> Account {
        roster.told_account(self.number, &self.name)
    }

    /// The RIF record; what it said before is not told. `None` in the faithful profile, whose records tell no life.
    pub fn beneficiary_and_history(&self, roster: &Roster) -> Option<(Beneficiary, Vec<BeneficiaryHistory>)> {
        let record = roster.told_record(&self.life, &self.times.span, &self.account(roster))?;
        Some((record, Vec::new()))
    }

    /// The claims of the story, in the API's order.
    pub fn hand(&self, deck: &Deck) -> Vec<Claim> {
        let expanding = Expanding { story: &self.story, times: &self.times, life: &self.life };
        let told: Vec<_> = expanding.requests().into_iter().map(|own| (own.seat, own.ask)).collect();
        deck.told(&self.life, self.times.span, &told)
    }
}

//! Personas: people whose lives and claims are told in files, beside those that are dealt.
//!
//! Responsible for reading personas/*.toml, for checking them against the code systems, and for turning a story into a life
//! and its claims: what an event asks for is written over cards of the coherent deck, so that a told claim has the same
//! columns as a dealt one. Must not know FHIR, nor how files are stored.
//!
//! ```text
//! file ─► story ─► life, requests (seat, ask) ─► the deck's cards, ledger and ids ─► claims
//! ```

mod check;
mod embedded;
mod expand;
mod fields;
mod life;
mod problem;
mod read;
mod read_event;
mod scaffold;
mod story;
mod timeline;
mod when;

use std::path::{Path, PathBuf};

pub use problem::Problem;
pub use scaffold::scaffold;
pub use timeline::Moment;

use crate::claim::{Beneficiary, BeneficiaryHistory, Claim};
use crate::codes::{Codes, LoadError, Source};
use crate::deck::coherent::Deck;
use crate::measure::Day;
use crate::roster::{Account, AccountNumber, Life, PERSONAS, Places, Roster, Span};
use check::Checking;
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
    pub fn load(
        source: &Source,
        codes: &Codes,
        directory: Option<&Path>,
        as_of: Day,
    ) -> Result<Personas, PersonaError> {
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
        Personas::of(source, codes, &files, as_of)
    }

    /// The personas of some files (name, text).
    pub fn of(
        source: &Source,
        codes: &Codes,
        files: &[(String, String)],
        as_of: Day,
    ) -> Result<Personas, PersonaError> {
        let places = Places::load(source)?;
        let (mut all, mut problems, mut hasher): (Vec<Persona>, _, _) = (Vec::new(), Vec::new(), blake3::Hasher::new());
        for (file, text) in files {
            hasher.update(file.as_bytes()).update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
            let findings = Findings::new(file, text);
            let persona = read(file, text, &findings, (codes, &places), as_of);
            if let Some((own, other)) =
                persona.as_ref().and_then(|own| Some((own, all.iter().find(|other| other.number == own.number)?)))
            {
                let span = own.story.account.as_ref().map_or(0..0, |at| at.span.clone());
                let found = format!("account {}, which is {}'s too", own.number.0, other.name);
                findings.expect(&span, found, "an account of its own: `account = 30000` to `65535`");
            }
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
fn read(
    file: &str,
    text: &str,
    findings: &Findings,
    (codes, places): (&Codes, &Places),
    as_of: Day,
) -> Option<Persona> {
    let name = Path::new(file).file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if !is_name(&name) {
        findings.expect(
            &(0..0),
            format!("the name `{name}`"),
            "a file named like a user: a capital, then up to 29 letters and digits, not `User` and digits",
        );
    }
    let story = read::story(text, findings)?;
    let number = story.account.as_ref().map_or(account_of(&name), |at| AccountNumber(at.value));
    let times = Times::of(&story, as_of);
    let life = life::life(&story, &times, number, places);
    Checking::new(findings, codes, places, (&story, &times, &life)).run();
    Some(Persona { name, number, story, times, life })
}

/// Whether a name can be a user's: `BB` goes before it.
pub fn is_name(name: &str) -> bool {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let of_the_set = name.strip_prefix("User").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    plain && (1..=30).contains(&name.len()) && name.starts_with(|first: char| first.is_ascii_uppercase()) && !of_the_set
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

    /// The RIF record, and what it said before. `None` in the faithful profile, whose records tell no life.
    pub fn beneficiary_and_history(&self, roster: &Roster) -> Option<(Beneficiary, Vec<BeneficiaryHistory>)> {
        let papers = life::papers(&self.story.who, &self.times);
        roster.told_record(&self.life, &self.times.span, &self.account(roster), &papers)
    }

    /// The claims of the story, in the API's order.
    pub fn hand(&self, deck: &Deck) -> Vec<Claim> {
        let expanding =
            Expanding { story: &self.story, times: &self.times, life: &self.life, clinical: deck.clinical() };
        let told: Vec<_> = expanding.requests().into_iter().map(|own| (own.seat, own.ask)).collect();
        deck.told(&self.life, self.times.span, &told)
    }
}

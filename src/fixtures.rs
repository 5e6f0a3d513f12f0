//! Fixtures in memory: what a test of a program that uses bluedeck as a dev-dependency asks for.
//!
//! Responsible for the shortest way from a selection of accounts to people, claims and FHIR documents. Must not know files or
//! databases. Nothing is made before it is asked for; each account costs milliseconds.
//!
//! ```
//! use bluedeck::Fixtures;
//! use bluedeck::fhir::Version;
//!
//! let fixtures = Fixtures::builder().accounts("tiny").build()?;
//! let hand = fixtures.hand("BBUser20023")?;
//! assert_eq!(hand.beneficiary.BENE_ID, Some(-20140000000024));
//! assert_eq!(hand.claims.len(), 148);
//! let bundle = fixtures.claims(Version::R4, &hand);
//! assert!(bundle.starts_with(r#"{"resourceType":"Bundle""#) && bundle.contains(r#""total":148"#));
//! # Ok::<(), bluedeck::fixtures::FixturesError>(())
//! ```

use std::path::PathBuf;

use crate::codes::Source;
use crate::dataset::{Beside, DataSet, DataSetError, Hand, Options, Profile};
use crate::draw::Seed;
use crate::fhir::{self, Context, Include, Renderer, Shape, Version, renderer};
use crate::measure::Day;
use crate::roster::{Account, AccountNumber, SelectError, Selection};

/// Why there are no fixtures.
#[derive(Debug, thiserror::Error)]
pub enum FixturesError {
    #[error(transparent)]
    DataSet(#[from] DataSetError),
    #[error(transparent)]
    Select(#[from] SelectError),
    #[error("found the date `{0}`, expected one like 2025-12-31")]
    Date(String),
}

/// What fixtures are to be; see [`Fixtures::builder`].
#[derive(Clone, Debug)]
pub struct Builder {
    options: Options,
    accounts: String,
    as_of: Option<String>,
    shape: Shape,
    include: Include,
    base_url: String,
}

impl Builder {
    /// Which accounts: `tiny` (10 and the personas), `small` (100), `medium`, `large`, `full`, a number, `A..B` with both ends,
    /// or user names, personas and FHIR ids with commas. Default: `tiny`.
    pub fn accounts(mut self, selection: &str) -> Builder {
        selection.clone_into(&mut self.accounts);
        self
    }

    /// The number that everything drawn follows from; the same one, the same bytes. Default: 1.
    pub fn seed(mut self, seed: u64) -> Builder {
        self.options.seed = Seed(seed);
        self
    }

    /// The rules of the data set. Default: [`Profile::Coherent`].
    pub fn profile(mut self, profile: Profile) -> Builder {
        self.options.profile = profile;
        self
    }

    /// The last day of the claims' four years, YYYY-MM-DD. Default: 2025-12-31.
    pub fn as_of(mut self, day: &str) -> Builder {
        self.as_of = Some(day.to_owned());
        self
    }

    /// A directory of personas that stand beside the embedded ones.
    pub fn personas(mut self, directory: impl Into<PathBuf>) -> Builder {
        self.options.personas = Beside::Directory(directory.into());
        self
    }

    /// A directory whose tables replace those of the same name below codesystems/.
    pub fn code_systems(mut self, directory: impl Into<PathBuf>) -> Builder {
        self.options.codesystems = Source::with_directory(directory);
        self
    }

    /// How claims are printed. Default: [`Shape::Served`].
    pub fn shape(mut self, shape: Shape) -> Builder {
        self.shape = shape;
        self
    }

    /// What the API tells only when a request header asks for it. Default: nothing of it.
    pub fn include(mut self, include: Include) -> Builder {
        self.include = include;
        self
    }

    /// Scheme and host of the links in bundles, without a slash at the end.
    pub fn base_url(mut self, url: &str) -> Builder {
        url.clone_into(&mut self.base_url);
        self
    }

    /// Loads the tables and calls the roster; makes no claim yet.
    pub fn build(mut self) -> Result<Fixtures, FixturesError> {
        if let Some(text) = self.as_of.take() {
            self.options.as_of = Some(Day::read(&text).ok_or(FixturesError::Date(text))?);
        }
        let selection = Selection::parse(&self.accounts)?;
        let data_set = DataSet::open(&self.options)?;
        let mut accounts = data_set.roster.select(&selection)?;
        accounts.sort_unstable();
        accounts.dedup();
        Ok(Fixtures { data_set, accounts, shape: self.shape, include: self.include, base_url: self.base_url })
    }
}

/// Some accounts of a data set, in memory.
pub struct Fixtures {
    data_set: DataSet,
    accounts: Vec<AccountNumber>,
    shape: Shape,
    include: Include,
    base_url: String,
}

impl Fixtures {
    /// Ten accounts and the personas of the default data set, unless it is told otherwise.
    pub fn builder() -> Builder {
        Builder {
            options: Options::default(),
            accounts: "tiny".into(),
            as_of: None,
            shape: Shape::Served,
            include: Include::default(),
            base_url: "https://sandbox.bluebutton.cms.gov".into(),
        }
    }

    /// The data set that they are of.
    pub fn data_set(&self) -> &DataSet {
        &self.data_set
    }

    /// The numbers of the accounts, in order: what [`crate::seed::Plan`] takes.
    pub fn numbers(&self) -> &[AccountNumber] {
        &self.accounts
    }

    /// The log-ins, in order.
    pub fn accounts(&self) -> impl Iterator<Item = Account> {
        self.accounts.iter().map(|number| self.data_set.roster.account(*number))
    }

    /// Each account's person and claims, in order, made when asked for.
    pub fn hands(&self) -> impl Iterator<Item = Hand> {
        self.accounts.iter().map(|number| self.data_set.hand(*number))
    }

    /// The hand of any account of the data set, by user name, FHIR id or persona.
    pub fn hand(&self, account: &str) -> Result<Hand, FixturesError> {
        Ok(self.data_set.hand(self.data_set.roster.find(account)?))
    }

    fn renderer(&self, version: Version) -> Box<dyn Renderer + '_> {
        let context = Context {
            codes: &self.data_set.codes,
            shape: self.shape,
            include: self.include,
            base_url: &self.base_url,
            namespace: self.data_set.namespace(),
        };
        renderer(version, context)
    }

    /// The Patient resource, compact JSON.
    pub fn patient(&self, version: Version, hand: &Hand) -> String {
        text(|out| self.renderer(version).patient(&hand.beneficiary, &hand.history, out))
    }

    /// The searchset Bundle of the four Coverages.
    pub fn coverage(&self, version: Version, hand: &Hand) -> String {
        text(|out| self.renderer(version).coverage(&hand.beneficiary, out))
    }

    /// The searchset Bundle of the claims, as the API answers for them.
    pub fn claims(&self, version: Version, hand: &Hand) -> String {
        text(|out| self.renderer(version).claims(&hand.beneficiary, &hand.claims, out))
    }

    /// Patient, Coverages and ExplanationOfBenefits, each by itself.
    pub fn resources(&self, version: Version, hand: &Hand) -> Vec<String> {
        let renderer = self.renderer(version);
        let coverage = self.coverage(version, hand);
        let coverages = fhir::resources(coverage.as_bytes()).expect("a renderer writes a Bundle");
        let coverages = coverages.into_iter().map(|own| own.get().to_owned());
        let claims = hand.claims.iter().map(|claim| text(|out| renderer.claim(claim, out)));
        std::iter::once(self.patient(version, hand)).chain(coverages).chain(claims).collect()
    }
}

fn text(render: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    render(&mut out);
    String::from_utf8(out).expect("JSON is UTF-8")
}

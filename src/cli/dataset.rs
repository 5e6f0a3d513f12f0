//! The flags that say which data set is meant, the same for every command that makes one.

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use crate::codes::{CodeSet, Source};
use crate::dataset::{Beside, DataSet, Options, Profile};
use crate::draw::Seed;
use crate::measure::Day;

/// Which data set.
#[derive(Args)]
#[command(next_help_heading = "Data set")]
pub(crate) struct DataSetArgs {
    /// The number that everything drawn follows from
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// The rules of the data set: `coherent`, believable claims of all eight types; `faithful`, the 2017 set as published
    #[arg(long, value_name = "PROFILE", value_parser = profile)]
    profile: Option<Profile>,
    /// A CSV in the layout of synthetic_users_by_claim_count_full.csv: its accounts are made, with its counts
    #[arg(long, value_name = "CSV")]
    hands: Option<PathBuf>,
    /// The last day of the four years of claims, YYYY-MM-DD, 2025-12-31 where not given (`faithful` refuses it)
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Day>,
    /// A directory whose tables replace those of the same name below codesystems/
    #[arg(long, value_name = "DIR")]
    codesystems: Option<PathBuf>,
    /// A directory of personas that stand beside the roster with the embedded ones, and replace those of the same name;
    /// `none`: nobody stands beside it
    #[arg(long, value_name = "DIR|none")]
    personas: Option<PathBuf>,
    /// Where somebody owns a code system: `cms`, the bare codes of CMS's public samples, or `open`, plainly invented
    /// ones in their place (`bluedeck codes list` tells) [default: cms]
    #[arg(long, value_name = "SET", value_parser = code_set)]
    codes: Option<CodeSet>,
    /// The data set that the manifest in this directory names; the other data-set flags then do not apply
    #[arg(long, value_name = "DIR", conflicts_with_all = ["seed", "profile", "as_of", "codes"])]
    from: Option<PathBuf>,
}

fn profile(text: &str) -> Result<Profile, String> {
    text.parse::<Profile>().map_err(|error| error.to_string())
}

pub(super) fn code_set(text: &str) -> Result<CodeSet, String> {
    text.parse::<CodeSet>().map_err(|error| error.to_string())
}

pub(super) fn day(text: &str) -> Result<Day, String> {
    match text.len() {
        10 => Day::read(text),
        _ => None,
    }
    .ok_or_else(|| format!("found `{text}`, expected a date like 2025-12-31"))
}

impl DataSetArgs {
    /// Opens the data set.
    pub fn open(&self) -> Result<DataSet, Failure> {
        Ok(DataSet::open(&self.options()?)?)
    }

    /// The flags that open the same data set again, none that says what the default does; files and directories go by
    /// their names alone, wherever they are.
    #[cfg(feature = "publish")]
    pub fn flags(&self, data_set: &DataSet) -> String {
        use crate::dataset::{DEFAULT_AS_OF, DEFAULT_SEED};
        let identity = data_set.identity();
        let name = |path: &PathBuf| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let nobody = identity.profile == Profile::Coherent && identity.personas.is_none();
        let personas = if nobody { Some("none".to_owned()) } else { self.personas.as_ref().map(name) };
        let given = [
            ("seed", Some(identity.seed).filter(|seed| *seed != DEFAULT_SEED.0).map(|seed| seed.to_string())),
            ("profile", Some(identity.profile).filter(|profile| *profile != Profile::default()).map(|p| p.to_string())),
            ("as-of", identity.as_of.clone().filter(|day| *day != DEFAULT_AS_OF.to_string())),
            ("hands", self.hands.as_ref().map(name)),
            ("codesystems", self.codesystems.as_ref().map(name)),
            ("personas", personas),
            ("codes", Some(identity.codes).filter(|codes| *codes != CodeSet::default()).map(|c| c.name().to_owned())),
        ];
        given.into_iter().filter_map(|(flag, value)| Some(format!(" --{flag} {}", value?))).collect()
    }

    fn beside(&self) -> Beside {
        match &self.personas {
            None => Beside::Embedded,
            Some(none) if none.as_os_str() == "none" => Beside::Nobody,
            Some(directory) => Beside::Directory(directory.clone()),
        }
    }

    /// Where the code systems are read from.
    pub fn source(&self) -> Source {
        self.codesystems.as_ref().map_or_else(Source::embedded, Source::with_directory)
    }

    fn options(&self) -> Result<Options, Failure> {
        let codesystems = self.source();
        if let Some(directory) = &self.from {
            let mut options = Options::from_manifest(directory, codesystems, self.hands.clone())?;
            if self.personas.is_some() {
                options.personas = self.beside();
            }
            return Ok(options);
        }
        let mut options =
            Options { codesystems, hands: self.hands.clone(), personas: self.beside(), ..Options::default() };
        if let Some(seed) = self.seed {
            options.seed = Seed(seed);
        }
        if let Some(profile) = self.profile {
            options.profile = profile;
        }
        if let Some(codes) = self.codes {
            options.codes = codes;
        }
        options.as_of = self.as_of;
        Ok(options)
    }
}

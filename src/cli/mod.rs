//! The command line: one file a command.
//!
//! Responsible for flags, progress, tables on the terminal, messages and exit codes (0 done, 1 failed or an
//! input file refused, 2 a wrong command line; `find` as grep: 1 nothing found, 2 an error; a pipe that closes early is no
//! error). Must hold no logic that a user of the library would miss.

mod characteristics;
mod codes;
mod convert;
mod dataset;
#[cfg(feature = "publish")]
mod diff;
mod failure;
#[cfg(feature = "publish")]
mod fetch;
mod find;
mod generate;
mod mapping;
mod merge;
mod output;
mod pages;
mod personas;
mod progress;
#[cfg(feature = "publish")]
mod publish;
mod rules;
mod seed;
#[cfg(feature = "seed-fhir")]
mod seed_fhir;
mod show;
mod stream;
mod table;
mod verify;

use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand};

pub(crate) use failure::Failure;

/// Re-creates, from one seed, the synthetic data set behind CMS's Blue Button 2.0 sandbox.
///
/// 30,000 accounts (BBUser00000/PW00000! to BBUser29999/PW29999!) with their Medicare claims, as the FHIR
/// documents that the API answers: STU3 (API v1) and R4 (API v2). Same inputs, same bytes. All of it is
/// synthetic: no real person is in it.
#[derive(Parser)]
#[command(
    name = "bluedeck",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  \
        bluedeck generate                                the 30,000 accounts, both versions, into output/\n  \
        bluedeck generate --accounts small --out demo    the first 100 of the fixed order\n  \
        bluedeck show BBUser20023                        one account's claims on the terminal\n  \
        bluedeck find --type hospice,pde --died          which accounts have what, in seconds\n  \
        bluedeck seed sqlite:demo.db --accounts small    a test database, ready to query\n  \
        bluedeck verify output                           every size, digest and count of the manifest\n  \
        bluedeck publish --to site --version 1.0.0       a release, with checksums; fetch gets a part of one\n  \
        bluedeck verify claims/ --rules                  whether anybody's claims hang together"
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// Flags of every command.
#[derive(Args, Clone, Copy)]
pub(crate) struct Common {
    /// Print no progress and no summary; errors still go to standard error
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Print a machine-readable result (one JSON document) on standard output
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    Generate(generate::Generate),
    Characteristics(characteristics::Characteristics),
    Codes(codes::Codes),
    Convert(convert::Convert),
    #[cfg(feature = "publish")]
    Diff(diff::Diff),
    #[cfg(feature = "publish")]
    Fetch(Box<fetch::Fetch>),
    Find(Box<find::Find>),
    Mapping(mapping::Mapping),
    Merge(merge::Merge),
    Personas(personas::PersonasCommand),
    Seed(Box<seed::Seed>),
    #[cfg(feature = "publish")]
    Publish(Box<publish::Publish>),
    Show(show::Show),
    Verify(verify::Verify),
    Completions(pages::Completions),
    Man(pages::Man),
}

/// Parses the command line, runs the command and tells how it went.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let common = cli.common;
    let done = match cli.command {
        Command::Generate(command) => command.run(common),
        Command::Characteristics(command) => command.run(common),
        Command::Codes(command) => command.run(common),
        Command::Convert(command) => command.run(common),
        #[cfg(feature = "publish")]
        Command::Diff(command) => command.run(common),
        #[cfg(feature = "publish")]
        Command::Fetch(command) => command.run(common),
        Command::Find(command) => command.run(common),
        Command::Mapping(command) => command.run(common),
        Command::Merge(command) => command.run(common),
        Command::Personas(command) => command.run(common),
        Command::Seed(command) => command.run(common),
        #[cfg(feature = "publish")]
        Command::Publish(command) => command.run(common),
        Command::Show(command) => command.run(common),
        Command::Verify(command) => command.run(common),
        Command::Completions(command) => command.run(&mut Cli::command()),
        Command::Man(command) => command.run(Cli::command()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_has_a_help_text() {
        Cli::command().help_expected(true).debug_assert();
    }
}

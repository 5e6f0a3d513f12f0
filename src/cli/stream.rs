//! `generate --out -`: one stream on standard output instead of a directory.

use std::io;
use std::time::Instant;

use super::generate::Generate;
use super::progress::Bar;
use super::table::{grouped, size};
use super::{Common, Failure};
use crate::claim::ClaimType;
use crate::fhir::Version;
use crate::press::{self, Compress, Emit, Form, StreamError, StreamPlan, Streamed};
use crate::rif::Kind;

/// Streams what the flags of `generate` ask for.
pub(super) fn run(command: Generate, common: Common, emit: Emit) -> Result<(), Failure> {
    #[allow(clippy::disallowed_methods)]
    let started = Instant::now();
    refuse_flags_of_a_directory(&command, common)?;
    let versions: Vec<Version> = command.fhir.iter().map(|&name| name.into()).collect();
    let form = form(emit, &versions, &command.types)?;
    let data_set = command.data_set.open()?;
    let plan = StreamPlan {
        form,
        accounts: data_set.roster.select(&command.accounts)?,
        shape: command.shape.shape.into(),
        include: command.shape.include(),
        base_url: command.shape.base_url,
        compress: command.compress.unwrap_or(Compress::None),
        threads: command.threads,
        shard: command.shard,
    };
    let bar = Bar::new(common, "generate");
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout());
    let done = press::stream(&data_set, &plan, &mut out, &bar);
    bar.finish();
    let Streamed { accounts, uncompressed_bytes, bytes } = done?;
    if !common.quiet {
        let stored = if bytes == uncompressed_bytes { String::new() } else { format!(" in {}", size(bytes)) };
        let (accounts, content) = (grouped(accounts), size(uncompressed_bytes));
        eprintln!("{accounts} accounts, {content}{stored}, {:.1} s", started.elapsed().as_secs_f64());
    }
    Ok(())
}

fn refuse_flags_of_a_directory(command: &Generate, common: Common) -> Result<(), Failure> {
    let flags = [("--resume", command.resume), ("--force", command.force), ("--layout", command.layout.is_some())];
    if let Some((flag, _)) = flags.into_iter().find(|(_, given)| *given) {
        return Err(Failure::Usage(format!("{flag} belongs to a directory: leave it out with --out -")));
    }
    if common.json {
        let sentence = "--json and --out - would both write to standard output: leave one of them out";
        return Err(Failure::Usage(sentence.into()));
    }
    Ok(())
}

/// The one thing that the stream holds.
fn form(emit: Emit, versions: &[Version], types: &[Kind]) -> Result<Form, Failure> {
    let usage = |sentence: String| Err(Failure::Usage(sentence));
    let listed = types.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(",");
    match emit.names()[..] {
        ["ndjson"] => {
            let [version] = versions else {
                return usage(
                    "--out -: a stream of NDJSON holds one FHIR version: name it with --fhir stu3 or --fhir r4".into(),
                );
            };
            let types: Option<Vec<ClaimType>> = types.iter().map(|kind| claim_type(*kind)).collect();
            match types {
                Some(types) => Ok(Form::Ndjson { version: *version, types }),
                None => usage(format!(
                    "--type {listed}: NDJSON takes claim types here; Patient and Coverage come where --type is left out"
                )),
            }
        }
        ["rif"] => match types {
            [kind] => Ok(Form::Rif(*kind)),
            _ => {
                let kinds = Kind::ALL.map(Kind::name).join(", ");
                usage(format!(
                    "--out -: rows of several kinds cannot share the header of one RIF stream: name one with --type ({kinds})"
                ))
            }
        },
        ["csv"] if types.is_empty() => Ok(Form::Csv),
        ["csv"] => usage(format!("--type {listed}: accounts.csv counts all types: leave --type out")),
        _ => usage(format!("--out - streams one thing, found --emit {emit}: name ndjson, rif or csv")),
    }
}

fn claim_type(kind: Kind) -> Option<ClaimType> {
    match kind {
        Kind::Claims(claim_type) => Some(claim_type),
        Kind::Beneficiary | Kind::BeneficiaryHistory => None,
    }
}

/// A pipe that closes early is no error.
impl From<StreamError> for Failure {
    fn from(error: StreamError) -> Failure {
        match error {
            StreamError::Press(error) => error.into(),
            StreamError::Write(error) => error.into(),
        }
    }
}

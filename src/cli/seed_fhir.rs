//! `seed http(s)://…`: a data set onto a FHIR server.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::progress::Bar;
use super::seed::Seed;
use super::table::{Grid, grouped};
use super::{Common, Failure};
use crate::fhir::{Shape, Version};
use crate::seed::fhir::{self, FhirPlan, FhirSeeded};
use crate::seed::{self, Plan};

/// The variable that is read where none is named.
const AUTHORIZATION: &str = "BLUEDECK_AUTHORIZATION";

/// How resources are sent.
#[derive(Args)]
#[command(next_help_heading = "FHIR server")]
pub(crate) struct ServerArgs {
    /// The most entries of a transaction bundle
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    batch: u32,
    /// Bundles under way at once
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=64))]
    parallel: u32,
    /// Note here which accounts the server has, to go on from after an interruption; gone when all are there
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// The environment variable that holds what the Authorization header says [default: BLUEDECK_AUTHORIZATION]
    #[arg(long, value_name = "VARIABLE")]
    authorization_from: Option<String>,
}

pub(super) fn run(command: &Seed, common: Common, base: &str) -> Result<(), Failure> {
    #[allow(clippy::disallowed_methods)]
    let started = Instant::now();
    let version: Version = match command.fhir[..] {
        [one] => one.into(),
        _ => {
            return Err(Failure::Usage(
                "a FHIR server speaks one version: name it with --fhir stu3 or --fhir r4".into(),
            ));
        }
    };
    let flags = &command.server;
    let data_set = command.data_set.open()?;
    let plan = FhirPlan {
        accounts: data_set.roster.select(&command.accounts)?,
        version,
        shape: command.shape.map_or(Shape::Valid, Into::into),
        base: base.to_owned(),
        batch: flags.batch as usize,
        parallel: flags.parallel as usize,
        authorization: authorization(flags)?,
        journal: flags.journal.clone(),
        pause: 250,
    };
    let bar = Bar::new(common, "seed");
    let done = fhir::run(&data_set, &plan, &bar);
    bar.finish();
    let seeded = done?;
    report(common, &seeded, started.elapsed().as_millis() as f64 / 1000.0)?;
    if let Some(path) = &command.answers {
        let all = Plan { accounts: plan.accounts.clone(), ..Plan::default() };
        super::seed::write(path, &seed::answers(&data_set, &all, &crate::press::Silent)?)?;
    }
    if seeded.refused.is_empty() {
        return Ok(());
    }
    let refused =
        seeded.refused.iter().map(|own| format!("\n  {}: status {}: {}", own.resource, own.status, own.outcome));
    let count = seeded.refused.len();
    Err(Failure::Failed(format!("{base}: the server refused {count} resources:{}", refused.collect::<String>())))
}

fn authorization(flags: &ServerArgs) -> Result<Option<String>, Failure> {
    match &flags.authorization_from {
        None => Ok(std::env::var(AUTHORIZATION).ok().filter(|own| !own.is_empty())),
        Some(name) => match std::env::var(name) {
            Ok(own) => Ok(Some(own)),
            Err(_) => {
                Err(Failure::Usage(format!("--authorization-from {name}: there is no such environment variable")))
            }
        },
    }
}

fn report(common: Common, seeded: &FhirSeeded, seconds: f64) -> Result<(), Failure> {
    if common.json {
        let mut result = serde_json::to_value(seeded).expect("plain JSON");
        result["seconds"] = seconds.into();
        writeln!(io::stdout(), "{result}")?;
    }
    if !common.quiet {
        // Nobody to tell is no reason to fail.
        let _ = tell(seeded, seconds, &mut io::stderr().lock());
    }
    Ok(())
}

fn tell(seeded: &FhirSeeded, seconds: f64, out: &mut dyn Write) -> io::Result<()> {
    let mut grid = Grid::new(&["resource", "put"], 1);
    for (resource, count) in &seeded.resources {
        grid.row(vec![(*resource).to_owned(), grouped(*count)]);
    }
    grid.print(out)?;
    let (accounts, created, bundles) = (grouped(seeded.accounts), grouped(seeded.created), grouped(seeded.bundles));
    let already = if seeded.already > 0 { format!(", {} were there", grouped(seeded.already)) } else { String::new() };
    let retries = if seeded.retries > 0 { format!(", {} sent again", grouped(seeded.retries)) } else { String::new() };
    writeln!(out, "\n{accounts} accounts{already}, {created} resources new, {bundles} bundles{retries}, {seconds:.1} s")
}

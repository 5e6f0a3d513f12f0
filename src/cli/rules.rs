//! `verify --rules`: flags, the table of rules and violations, exit codes.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::progress::Bytes;
use super::table::{Grid, grouped, size};
use super::{Common, Failure};
use crate::codes::{Codes, Source, Tables};
use crate::press::rules::{Asked, Tried, Unread, try_rules};
use crate::rules::{self as book, RuleReport, Severity, pages};

/// Flags of the rules.
#[derive(Args)]
pub(crate) struct RuleArgs {
    /// Try the rules instead of checking a manifest
    #[arg(long)]
    rules: bool,
    /// Try only these rules
    #[arg(long = "rule", value_name = "NAME,…", value_delimiter = ',')]
    only: Vec<String>,
    /// Print so many examples of each violated rule
    #[arg(long, value_name = "N", default_value_t = 1)]
    limit: usize,
    /// The data must look as this program makes it: negative ids, invalid NPIs, codes of codesystems/ (implied by a
    /// manifest of `generate`)
    #[arg(long, conflicts_with = "not_ours")]
    ours: bool,
    /// Do not ask for that even where a manifest of `generate` is there
    #[arg(long)]
    not_ours: bool,
    /// A directory whose tables replace those of the same name below codesystems/
    #[arg(long, value_name = "DIR")]
    codesystems: Option<PathBuf>,
    /// Print every rule, its reason and what it needs: as text, or as markdown (docs/rules.md)
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT",
        num_args = 0..=1,
        default_missing_value = "text",
        require_equals = true
    )]
    pub list_rules: Option<Listing>,
}

/// How the list of rules is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listing {
    Text,
    Markdown,
}

impl RuleArgs {
    /// Whether the rules are asked for.
    pub fn asked(&self) -> bool {
        self.rules || !self.only.is_empty()
    }
}

/// Lists the rules, or tries them: each directory by itself, files together.
pub(crate) fn run(arguments: &RuleArgs, paths: &[PathBuf], common: Common) -> Result<(), Failure> {
    if let Some(listing) = arguments.list_rules {
        return list(listing, common);
    }
    for name in &arguments.only {
        if !book::all().any(|rule| rule.name == name) {
            return Err(Failure::Usage(format!("there is no rule `{name}`{}; --list-rules prints all", nearest(name))));
        }
    }
    let source = arguments.codesystems.as_ref().map_or_else(Source::embedded, Source::with_directory);
    let codes = Codes::load(&source, Tables::All).map_err(|error| Failure::Failed(error.to_string()))?;
    let (directories, files): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(|path| path.is_dir());
    let sets = directories.into_iter().map(|directory| vec![directory.clone()]);
    let together = (!files.is_empty()).then(|| files.into_iter().cloned().collect::<Vec<_>>());
    let (mut violated, mut problems) = (0, 0);
    for paths in sets.chain(together) {
        let asked = Asked {
            paths,
            ours: if arguments.ours { Some(true) } else { arguments.not_ours.then_some(false) },
            only: arguments.only.clone(),
            examples: arguments.limit,
        };
        let bar = Bytes::new(common, "try");
        let done = try_rules(&codes, &asked, &bar);
        bar.finish();
        let tried = done?;
        tell(common, &asked.paths, &tried)?;
        let of = |rule: &&RuleReport| rule.severity == Severity::Error && rule.violated > 0;
        violated += tried.report.rules.iter().filter(of).count();
        problems += tried.problems.iter().map(|problem| problem.count).sum::<u64>();
    }
    let count = |count: u64, one: &str, more: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{} {more}", grouped(n))),
    };
    let parts = [
        count(violated as u64, "rule is violated", "rules are violated"),
        count(problems, "thing could not be read", "things could not be read"),
    ];
    let sentence = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if sentence.is_empty() { Ok(()) } else { Err(Failure::Failed(sentence)) }
}

/// The rule whose name is nearest, in a few words.
fn nearest(name: &str) -> String {
    let shared = |other: &str| name.split('-').filter(|word| other.split('-').any(|own| own == *word)).count();
    let best = book::all().map(|rule| (shared(rule.name), rule.name)).max_by_key(|(shared, _)| *shared);
    best.filter(|(shared, _)| *shared > 0).map_or(String::new(), |(_, name)| format!(" (did you mean `{name}`?)"))
}

fn list(listing: Listing, common: Common) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    if common.json {
        let rules: Vec<serde_json::Value> = book::all()
            .map(|rule| {
                serde_json::json!({
                    "rule": rule.name,
                    "says": rule.says,
                    "reason": rule.reason,
                    "severity": rule.severity,
                    "types": rule.types.iter().map(|kind| kind.name()).collect::<Vec<_>>(),
                    "needs": rule.needs,
                    "person": rule.person,
                    "ours": rule.ours,
                })
            })
            .collect();
        writeln!(out, "{}", serde_json::Value::from(rules))?;
    } else if listing == Listing::Markdown {
        write!(out, "{}", pages::page())?;
    } else {
        for rule in book::all() {
            writeln!(
                out,
                "{}\n    {}\n    Why: {}\n    {}.",
                rule.name,
                rule.says,
                rule.reason,
                pages::facts(rule).join("; ")
            )?;
        }
    }
    Ok(out.flush()?)
}

/// The report: for people a table, what could not be read and a sentence; for programs JSON.
fn tell(common: Common, paths: &[PathBuf], tried: &Tried) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    if common.json {
        let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        let mut json = serde_json::to_value(tried).expect("a report is plain JSON");
        json["paths"] = paths.into();
        writeln!(out, "{json}")?;
        return Ok(out.flush()?);
    }
    for problem in &tried.problems {
        eprintln!("{}{}", problem.sentence, further(problem));
    }
    if !common.quiet {
        table(tried, &mut out)?;
        for unread in &tried.passed_over {
            writeln!(out, "not tried: {}{}", unread.sentence, further(unread))?;
        }
        writeln!(out, "{}", summary(paths, tried))?;
    }
    Ok(out.flush()?)
}

/// How many more there are of what could not be read.
fn further(unread: &Unread) -> String {
    match unread.count {
        1 => String::new(),
        n => format!(" ({} more like it)", grouped(n - 1)),
    }
}

fn table(tried: &Tried, out: &mut dyn Write) -> io::Result<()> {
    let applied = || tried.report.rules.iter().filter(|rule| rule.applied > 0);
    let mut grid = Grid::new(&["rule", "", "applied", "violated"], 2);
    for rule in applied() {
        let mark = match (rule.violated, rule.severity) {
            (0, _) => "",
            (_, Severity::Error) => "!",
            (_, Severity::Warning) => "?",
        };
        grid.row(vec![rule.rule.into(), mark.into(), grouped(rule.applied), grouped(rule.violated)]);
    }
    grid.print(out)?;
    let silent: Vec<&str> = tried.report.rules.iter().filter(|rule| rule.applied == 0).map(|rule| rule.rule).collect();
    if !silent.is_empty() {
        writeln!(out, "\nNothing to try these on: {}.", silent.join(", "))?;
    }
    for rule in applied().filter(|rule| rule.violated > 0) {
        writeln!(out, "\n{} ({}): {}", rule.rule, rule.severity.name(), rule.says)?;
        for example in &rule.examples {
            writeln!(out, "  {example}")?;
        }
    }
    writeln!(out)
}

fn summary(paths: &[PathBuf], tried: &Tried) -> String {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let name = if names.len() > 3 { format!("{} and {} more", names[0], names.len() - 1) } else { names.join(", ") };
    let forms: Vec<String> = (tried.report.forms.iter())
        .map(|form| {
            let claims: u64 = form.claims.values().sum();
            format!("{} people and {} claims as {}", grouped(form.people), grouped(claims), form.form)
        })
        .collect();
    let forms = if forms.is_empty() { "no claims".to_owned() } else { forms.join("; ") };
    let (rules, trials) = (tried.report.rules.iter().filter(|rule| rule.applied > 0).count(), trials(tried));
    let (errors, warnings) = (tried.report.violated(Severity::Error), tried.report.violated(Severity::Warning));
    format!(
        "{name}: {} files, {}, {forms}; {rules} rules, {} trials, {} errors, {} warnings",
        grouped(tried.files),
        size(tried.bytes),
        grouped(trials),
        grouped(errors),
        grouped(warnings)
    )
}

fn trials(tried: &Tried) -> u64 {
    tried.report.rules.iter().map(|rule| rule.applied).sum()
}

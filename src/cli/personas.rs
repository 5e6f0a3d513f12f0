//! `personas`: people whose stories files tell: listed, shown, checked, begun.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::table::{Grid, grouped, shortened};
use super::{Common, Failure};
use crate::codes::{Codes, Source, Tables};
use crate::dataset::{Beside, DEFAULT_AS_OF, DEFAULT_SEED, DataSet, FORMAT_VERSION, Options};
use crate::deck::coherent::Deck;
use crate::draw::{Seed, Streams};
use crate::measure::{Cents, Day, Decimal};
use crate::persona::{Moment, Persona, PersonaError, Personas, is_name, scaffold};
use crate::roster::Span;

/// List, show, check and begin personas: people whose lives and claims files tell
#[derive(Args)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  \
    bluedeck personas list                      who there is, and what for\n  \
    bluedeck personas show Jack                 what happened to whom, claim by claim\n  \
    bluedeck personas new Rosa                  a file to begin with, Rosa.toml\n  \
    bluedeck personas check Rosa.toml           everything that is wrong with it, by line and column"
)]
pub(crate) struct PersonasCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    List(List),
    Show(Show),
    Check(Check),
    New(New),
}

/// Which personas, and by which tables.
#[derive(Args)]
struct Which {
    /// A directory of files that add personas, or replace those of the same name
    #[arg(long, value_name = "DIR")]
    personas: Option<PathBuf>,
    /// A directory whose tables replace those of the same name below codesystems/
    #[arg(long, value_name = "DIR")]
    codesystems: Option<PathBuf>,
    /// The last day of stories that move, YYYY-MM-DD [default: 2025-12-31]
    #[arg(long, value_name = "DATE", value_parser = super::dataset::day)]
    as_of: Option<Day>,
}

/// List the personas with their accounts and what they are for
#[derive(Args)]
#[command(after_help = "Examples:\n  bluedeck personas list\n  bluedeck personas list --personas mine --json")]
struct List {
    #[command(flatten)]
    which: Which,
}

/// Print a persona's claims in the order of their days
#[derive(Args)]
#[command(after_help = "Examples:\n  bluedeck personas show Jack\n  bluedeck personas show BBLucille --json\n  \
    bluedeck personas show Lucille --format html > lucille.html")]
struct Show {
    /// The name, the user name or the FHIR id
    #[arg(value_name = "NAME", allow_hyphen_values = true)]
    name: String,
    #[command(flatten)]
    which: Which,
    /// The number that everything drawn follows from
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// text: a row a claim; html: one page with the claims drawn over the years, which needs no network
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// How a persona is shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Html,
}

/// Check files: every error with line, column and what was expected, all at once
#[derive(Args)]
#[command(after_help = "Examples:\n  bluedeck personas check Rosa.toml\n  bluedeck personas check mine/*.toml")]
struct Check {
    /// Files of personas
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// A directory whose tables replace those of the same name below codesystems/
    #[arg(long, value_name = "DIR")]
    codesystems: Option<PathBuf>,
    /// The last day of stories that move, YYYY-MM-DD [default: 2025-12-31]
    #[arg(long, value_name = "DATE", value_parser = super::dataset::day)]
    as_of: Option<Day>,
}

/// Write a commented file to begin with, which passes the check as it is
#[derive(Args)]
#[command(after_help = "Examples:\n  bluedeck personas new Rosa\n  bluedeck personas new Rosa --out mine")]
struct New {
    /// The name: a capital, then letters and digits
    #[arg(value_name = "NAME")]
    name: String,
    /// The directory to write NAME.toml into
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
}

impl From<PersonaError> for Failure {
    fn from(error: PersonaError) -> Failure {
        Failure::Failed(error.to_string())
    }
}

impl PersonasCommand {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        match self.command {
            Command::List(command) => command.run(common),
            Command::Show(command) => command.run(common),
            Command::Check(command) => command.run(common),
            Command::New(command) => command.run(common),
        }
    }
}

fn tables(codesystems: Option<&Path>) -> Result<(Source, Codes), Failure> {
    let source = codesystems.map_or_else(Source::embedded, Source::with_directory);
    let codes = Codes::load(&source, Tables::All).map_err(|error| Failure::Failed(error.to_string()))?;
    Ok((source, codes))
}

impl Which {
    fn as_of(&self) -> Day {
        self.as_of.unwrap_or(DEFAULT_AS_OF)
    }

    fn load(&self) -> Result<(Source, Codes, Personas), Failure> {
        let (source, codes) = tables(self.codesystems.as_deref())?;
        let personas = Personas::load(&source, &codes, self.personas.as_deref(), self.as_of())?;
        Ok((source, codes, personas))
    }
}

/// A persona, for programs.
#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    user_name: String,
    password: String,
    fhir_id: String,
    first_day: Day,
    last_day: Day,
    about: &'a str,
}

impl<'a> Row<'a> {
    fn of(own: &'a Persona) -> Row<'a> {
        Row {
            name: own.name(),
            user_name: own.user_name(),
            password: own.password(),
            fhir_id: own.number().bene_id().to_string(),
            first_day: own.span().first,
            last_day: own.span().last,
            about: own.about(),
        }
    }
}

impl List {
    fn run(self, common: Common) -> Result<(), Failure> {
        let (_, _, personas) = self.which.load()?;
        let rows: Vec<Row> = personas.iter().map(Row::of).collect();
        let mut out = io::BufWriter::new(io::stdout().lock());
        if common.json {
            serde_json::to_writer_pretty(&mut out, &rows).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            let mut grid = Grid::new(&["user", "password", "FHIR id", "years", "about"], 5);
            for row in &rows {
                let years = format!("{}-{}", row.first_day.year(), row.last_day.year());
                let about = shortened(row.about, 90);
                grid.row(vec![row.user_name.clone(), row.password.clone(), row.fhir_id.clone(), years, about]);
            }
            grid.print(&mut out)?;
        }
        Ok(out.flush()?)
    }
}

/// A claim, for programs.
#[derive(Serialize)]
struct MomentRow<'a> {
    from: Day,
    thru: Day,
    claim_type: &'static str,
    id: i64,
    title: &'a str,
    codes: &'a [String],
    charged: Decimal,
    paid: Decimal,
    stands: bool,
}

impl<'a> MomentRow<'a> {
    fn of(own: &'a Moment) -> MomentRow<'a> {
        MomentRow {
            from: own.from,
            thru: own.thru,
            claim_type: own.claim_type.name(),
            id: own.id,
            title: &own.title,
            codes: &own.codes,
            charged: own.charged.into(),
            paid: own.paid.into(),
            stands: own.stands,
        }
    }
}

impl Show {
    /// The timeline as a page.
    fn page(&self, codesystems: Source, persona: &Persona) -> Result<(), Failure> {
        let personas = self.which.personas.clone().map_or(Beside::Embedded, Beside::Directory);
        let seed = self.seed.map_or(DEFAULT_SEED, Seed);
        let as_of = Some(self.which.as_of());
        let data_set = DataSet::open(&Options { seed, codesystems, personas, as_of, ..Options::default() })?;
        let page = super::show::page(&data_set, &data_set.hand(persona.number()));
        Ok(io::stdout().write_all(page.as_bytes())?)
    }

    fn run(self, common: Common) -> Result<(), Failure> {
        let (source, codes, personas) = self.which.load()?;
        let Some(persona) = personas.find(&self.name) else {
            let names: Vec<&str> = personas.iter().map(Persona::name).collect();
            let found = format!("there is no persona `{}`; expected one of {}", self.name, names.join(", "));
            return Err(Failure::Usage(found));
        };
        if self.format == Format::Html && !common.json {
            return self.page(source, persona);
        }
        let streams = Streams::new(FORMAT_VERSION, self.seed.map_or(DEFAULT_SEED, Seed));
        let span = Span::ending(self.which.as_of());
        let deck = Deck::new(&streams, &source, &codes, span).map_err(|error| Failure::Failed(error.to_string()))?;
        let moments = persona.timeline(&deck);
        let mut out = io::BufWriter::new(io::stdout().lock());
        match common.json {
            true => list(&moments, &mut out)?,
            false => {
                head(persona, &mut out)?;
                print(&moments, &mut out)?;
            }
        }
        Ok(out.flush()?)
    }
}

/// The claims for programs.
fn list(moments: &[Moment], out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<MomentRow> = moments.iter().map(MomentRow::of).collect();
    serde_json::to_writer_pretty(&mut *out, &rows)?;
    writeln!(out)
}

/// The claims for people.
fn print(moments: &[Moment], out: &mut dyn Write) -> io::Result<()> {
    let mut grid = Grid::new(&["day", "type", "what", "codes", "charged", "paid"], 4);
    for own in moments {
        let last = if own.from == own.thru { String::new() } else { format!(" to {}", &own.thru.to_string()[5..]) };
        grid.row(vec![
            format!("{}{last}", own.from),
            own.claim_type.name().to_owned(),
            shortened(&own.title, 52),
            shortened(&own.codes.join(" "), 44),
            dollars(own.charged),
            dollars(own.paid),
        ]);
    }
    grid.print(out)?;
    let paid: Cents = moments.iter().filter(|own| own.stands).map(|own| own.paid).sum();
    writeln!(out, "\n{} claims, {} paid in the end", grouped(moments.len() as u64), dollars(paid))
}

fn head(persona: &Persona, out: &mut dyn Write) -> io::Result<()> {
    let (life, span) = (persona.life(), persona.span());
    let who = &life.person;
    let died = life.death.map_or(String::new(), |day| format!(", died {day}"));
    writeln!(out, "{}  {}  {}", persona.user_name(), persona.password(), persona.number().bene_id())?;
    writeln!(out, "{} {}, {}, born {}{died}", who.given, who.family, who.sex.name(), who.birth)?;
    writeln!(out, "{}\nclaims from {} to {}\n", persona.about(), span.first, span.last)
}

fn dollars(amount: Cents) -> String {
    Decimal::from(amount).to_string()
}

impl Check {
    fn run(self, common: Common) -> Result<(), Failure> {
        let (source, codes) = tables(self.codesystems.as_deref())?;
        let mut files = Vec::new();
        for path in &self.files {
            let text = std::fs::read_to_string(path)
                .map_err(|source| PersonaError::Unreadable { path: path.clone(), source })?;
            files.push((path.display().to_string(), text));
        }
        let personas = Personas::of(&source, &codes, &files, self.as_of.unwrap_or(DEFAULT_AS_OF));
        match personas {
            Ok(personas) if !common.quiet => {
                for own in personas.iter() {
                    println!("{}: {} is fine", own.name(), own.user_name());
                }
                Ok(())
            }
            Ok(_) => Ok(()),
            Err(PersonaError::Wrong(problems)) => {
                let mut out = io::stderr().lock();
                for problem in &problems {
                    writeln!(out, "{problem}\n")?;
                }
                let files = if self.files.len() == 1 { "the file" } else { "the files" };
                let errors = if problems.len() == 1 { "1 error" } else { &format!("{} errors", problems.len()) };
                Err(Failure::Failed(format!("{errors} in {files}")))
            }
            Err(error) => Err(error.into()),
        }
    }
}

impl New {
    fn run(self, common: Common) -> Result<(), Failure> {
        if !is_name(&self.name) {
            let expected = "a capital, then up to 29 letters and digits, not `User` and digits";
            return Err(Failure::Usage(format!("found the name `{}`, expected {expected}", self.name)));
        }
        let path = self.out.join(format!("{}.toml", self.name));
        let mut file = std::fs::File::create_new(&path)
            .map_err(|error| Failure::Failed(format!("cannot write {}: {error}", path.display())))?;
        file.write_all(scaffold(&self.name).as_bytes())?;
        if !common.quiet {
            println!("{}", path.display());
        }
        Ok(())
    }
}

//! `mapping`: every RIF column beside its STU3 and its R4 element.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::output::VersionName;
use super::table::{Grid, shortened};
use super::{Common, Failure};
use crate::codes::{Ccw, Source};
use crate::fhir::Version;
use crate::mapping::{Fhir, Line, Mapping as Statement, Selection, Subject, Used, pages};

/// Print where each RIF column stands in API v1 (STU3) and v2 (R4), and the code systems used
///
/// The notation of places and conditions is told in src/mapping/tables/README.md; docs/mapping holds the same as
/// pages.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    bluedeck mapping --type carrier                          every column of carrier claims, both versions\n  \
    bluedeck mapping --column CLM_PMT_AMT                    one column, in all claim types\n  \
    bluedeck mapping --type pde,patient --fhir r4\n  \
    bluedeck mapping --format csv > mapping.csv              for a spreadsheet: v1 and v2 side by side\n  \
    bluedeck mapping --format html > mapping.html            one searchable page\n  \
    bluedeck mapping --systems                               code systems and identifiers, owners, licences")]
pub(crate) struct Mapping {
    /// FHIR versions
    #[arg(long, value_enum, value_name = "VERSION,…", value_delimiter = ',', default_value = "stu3,r4")]
    fhir: Vec<VersionName>,
    /// Only these claim types, patient or coverage
    #[arg(long = "type", value_name = "TYPE,…", value_delimiter = ',', value_parser = subject)]
    types: Vec<Subject>,
    /// Only this RIF column
    #[arg(long, value_name = "NAME")]
    column: Option<String>,
    /// table: for people; csv: for spreadsheets; html: one searchable page; json: for programs
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Print the code systems, identifier systems and extensions instead
    #[arg(long, conflicts_with = "column")]
    systems: bool,
    /// Write all pages of docs/mapping into this directory instead
    #[arg(long, value_name = "DIR", conflicts_with_all = ["types", "column", "systems", "format"])]
    out: Option<PathBuf>,
}

/// How it is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Csv,
    Html,
    Json,
}

fn subject(text: &str) -> Result<Subject, String> {
    Subject::named(text).ok_or_else(|| {
        let names: Vec<&str> = Subject::all().into_iter().map(Subject::name).collect();
        format!("found `{text}`, expected one of {}", names.join(", "))
    })
}

impl Mapping {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        let failed = |error: &dyn std::fmt::Display| Failure::Failed(error.to_string());
        let statement = Statement::read().map_err(|error| failed(&error))?;
        let ccw = Ccw::load(&Source::embedded()).map_err(|error| failed(&error))?;
        if let Some(folder) = &self.out {
            return write(folder, &pages::docs(&statement, &ccw));
        }
        let selection = self.selection();
        let format = if common.json { Format::Json } else { self.format };
        let mut out = io::BufWriter::new(io::stdout().lock());
        if format == Format::Html {
            out.write_all(pages::page(&statement, &ccw, &selection).as_bytes())?;
        } else if self.systems {
            systems(&statement.used(&selection, &ccw), format, &mut out)?;
        } else {
            let lines = match format {
                Format::Csv | Format::Json => statement.compare_each(&selection, &ccw),
                _ => statement.compare(&selection, &ccw),
            };
            if let (true, Some(column)) = (lines.is_empty(), &self.column) {
                return Err(unknown(&statement, &selection, column));
            }
            columns(&lines, format, &mut out)?;
        }
        Ok(out.flush()?)
    }

    fn selection(&self) -> Selection {
        let of = |name: &VersionName| match Version::from(*name) {
            Version::Stu3 => Fhir::Stu3,
            Version::R4 => Fhir::R4,
        };
        Selection {
            subjects: if self.types.is_empty() { Subject::all() } else { self.types.clone() },
            fhir: self.fhir.iter().map(of).collect(),
            column: self.column.clone(),
        }
    }
}

/// Writes the pages; other files in the directory are left alone.
fn write(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let failed = |path: &Path, error: io::Error| Failure::Failed(format!("cannot write {}: {error}", path.display()));
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| failed(&path, error))?;
    }
    Ok(())
}

/// A column that nothing has: names like it, if there are any.
fn unknown(statement: &Statement, selection: &Selection, column: &str) -> Failure {
    let wanted = column.to_uppercase();
    let mut like: Vec<String> = Vec::new();
    for row in selection.subjects.iter().flat_map(|subject| statement.rows(*subject)) {
        if like.len() < 5 && row.column.contains(&wanted) && !like.contains(&row.column) {
            like.push(row.column);
        }
    }
    let hint =
        if like.is_empty() { "see bluedeck mapping".to_owned() } else { format!("like it: {}", like.join(", ")) };
    Failure::Usage(format!("--column: found `{column}`, expected a RIF column of the types asked for ({hint})"))
}

fn json(value: &impl serde::Serialize, out: &mut dyn Write) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).expect("texts are plain JSON");
    Ok(writeln!(out, "{text}")?)
}

fn columns(lines: &[Line], format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    match format {
        Format::Csv => return Ok(out.write_all(pages::csv(lines).as_bytes())?),
        Format::Json => return json(&lines, out),
        _ => {}
    }
    for (at, of) in lines.chunk_by(|one, other| one.subject == other.subject).enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", of[0].subject)?;
        let mut grid = Grid::new(&["column", "api", "element", "what", "system", "when"], 6);
        for line in of {
            grid_rows(line, &mut grid);
        }
        grid.print(out)?;
    }
    Ok(())
}

/// The rows of a column: its name once, then place by place.
fn grid_rows(line: &Line, grid: &mut Grid) {
    let mut name = if line.column.is_empty() { "-".to_owned() } else { line.column.clone() };
    let places = Fhir::ALL.into_iter().flat_map(|fhir| line.told(fhir).iter().map(move |told| (fhir, told)));
    for (fhir, told) in places {
        let value = if told.value.is_empty() { String::new() } else { format!(": {}", told.value.replace('|', " ")) };
        grid.row(vec![
            std::mem::take(&mut name),
            if fhir == Fhir::Stu3 { "v1 stu3" } else { "v2 r4" }.to_owned(),
            told.path.clone(),
            format!("{}{}", told.kind, shortened(&value, 40)),
            told.system.clone(),
            told.when.clone(),
        ]);
    }
    if !name.is_empty() {
        let cells = [name.as_str(), "-", "shows in neither version", "", "", ""];
        grid.row(cells.map(str::to_owned).to_vec());
    }
}

fn systems(used: &[Used], format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    match format {
        Format::Csv => return Ok(out.write_all(pages::systems_csv(used).as_bytes())?),
        Format::Json => return json(&used, out),
        _ => {}
    }
    let mut grid = Grid::new(&["address", "what", "v1 stu3", "v2 r4", "owner", "licence"], 6);
    let places = |names: &[&str]| match names.len() {
        0 => "-".to_owned(),
        10 => "everywhere".to_owned(),
        _ => names.join(" "),
    };
    for used in used {
        let (stu3, r4) = (places(&used.stu3), places(&used.r4));
        let cells = [&used.url, &used.what, &stu3, &r4, &used.owner, &shortened(&used.licence, 60)];
        grid.row(cells.into_iter().cloned().collect());
    }
    Ok(grid.print(out)?)
}

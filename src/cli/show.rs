//! `show`: one account on standard output, made alone.

mod listing;
mod rif;

use std::io::{self, IsTerminal, Write};

use clap::{Args, ValueEnum};

use super::dataset::DataSetArgs;
use super::output::{ShapeArgs, VersionName};
use super::{Common, Failure};
use crate::claim::{Claim, ClaimType};
use crate::dataset::{DataSet, Hand};
use crate::fhir::pretty;
use crate::fhir::{self, Context, Shape, renderer};
use crate::persona::Persona;
use crate::rif::Kind;
use crate::roster::UserInfo;
use crate::timeline;

/// Print one account: its bundle of claims, Patient, Coverage, userinfo or a table
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    bluedeck show BBUser20023                              a bundle of 148 claims (R4)\n  \
    bluedeck show BBUser20023 --format table               the claims, one a row\n  \
    bluedeck show -20140000008325 --fhir stu3 --resource patient\n  \
    bluedeck show BBUser28324 --type pde --format ndjson   one ExplanationOfBenefit a line\n  \
    bluedeck show BBUser28324 --type carrier --format rif  a header row and the claims' rows, as in CMS's files\n  \
    bluedeck show BBUser28324 --format rif                 all kinds: each under its own header, after an empty line\n  \
    bluedeck show Jack --format html > jack.html           the claims drawn over the years, each to open")]
pub(crate) struct Show {
    /// User name (BBUser20023), FHIR id (-20140000000024) or persona (Jack)
    #[arg(value_name = "ACCOUNT", allow_negative_numbers = true)]
    account: String,
    #[command(flatten)]
    data_set: DataSetArgs,
    /// FHIR version
    #[arg(long, value_enum, default_value = "r4")]
    fhir: VersionName,
    #[command(flatten)]
    shape: ShapeArgs,
    /// What to print: bundle = the search result of all claims, eob = the claims one by one
    #[arg(long, value_enum, default_value = "bundle")]
    resource: Resource,
    /// Only claims of these types
    #[arg(long = "type", value_name = "TYPE,…", value_delimiter = ',', value_parser = claim_type)]
    types: Vec<ClaimType>,
    /// json: indented on a terminal, compact in a pipe; ndjson: one resource a line; rif: CMS's rows, each kind
    /// under its own header (--resource patient: the beneficiary's alone, eob: the claims' alone); table: for people;
    /// html: one page with the claims drawn over the years, which needs no network
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
}

/// What of the account is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Resource {
    Bundle,
    Patient,
    Coverage,
    Eob,
    Userinfo,
}

/// How it is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Ndjson,
    Rif,
    Table,
    Html,
}

fn claim_type(text: &str) -> Result<ClaimType, String> {
    ClaimType::named(text).ok_or_else(|| {
        let names = ClaimType::ALL.map(ClaimType::name).join(", ");
        format!("found `{text}`, expected one of {names}")
    })
}

impl Show {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        let data_set = self.data_set.open()?;
        let number = data_set.roster.find(&self.account)?;
        let mut hand = data_set.hand(number);
        if !self.types.is_empty() {
            hand.claims.retain(|claim| self.types.contains(&claim.claim_type()));
        }
        if self.format == Format::Table && !common.json {
            return Ok(listing::print(&data_set, &hand, &mut io::stdout().lock())?);
        }
        if self.format == Format::Html {
            return Ok(io::stdout().write_all(page(&data_set, &hand).as_bytes())?);
        }
        if self.format == Format::Rif {
            return rif::print(&self.kinds()?, &hand, &mut io::stdout().lock());
        }
        let documents = self.documents(&data_set, &hand);
        self.print(&documents)
    }

    /// The kinds of RIF asked for, in the order in which CMS's loader takes them.
    fn kinds(&self) -> Result<Vec<Kind>, Failure> {
        let people = [Kind::Beneficiary, Kind::BeneficiaryHistory];
        let claims = |kind: &Kind| !people.contains(kind);
        match self.resource {
            Resource::Userinfo => Err(Failure::Usage("--format rif: userinfo is not in CMS's claim files".into())),
            Resource::Patient | Resource::Coverage => Ok(people.to_vec()),
            Resource::Bundle if self.types.is_empty() => Ok(Kind::ALL.to_vec()),
            Resource::Bundle | Resource::Eob => Ok(Kind::ALL.into_iter().filter(claims).collect()),
        }
    }

    /// The documents asked for, each compact.
    fn documents(&self, data_set: &DataSet, hand: &Hand) -> Vec<Vec<u8>> {
        let shape = Shape::from(self.shape.shape);
        if self.resource == Resource::Userinfo {
            return vec![userinfo(data_set, hand, shape)];
        }
        let context = Context {
            codes: &data_set.codes,
            shape,
            include: self.shape.include(),
            base_url: &self.shape.base_url,
            namespace: data_set.namespace(),
        };
        let renderer = renderer(self.fhir.into(), context);
        let one_by_one = self.format == Format::Ndjson;
        match self.resource {
            Resource::Patient => vec![document(|out| renderer.patient(&hand.beneficiary, &hand.history, out))],
            Resource::Coverage => {
                let bundle = document(|out| renderer.coverage(&hand.beneficiary, out));
                if one_by_one { resources(&bundle) } else { vec![bundle] }
            }
            Resource::Bundle if !one_by_one => {
                vec![document(|out| renderer.claims(&hand.beneficiary, &hand.claims, out))]
            }
            _ => hand.claims.iter().map(|claim: &Claim| document(|out| renderer.claim(claim, out))).collect(),
        }
    }

    fn print(&self, documents: &[Vec<u8>]) -> Result<(), Failure> {
        let out = io::stdout();
        let indent = self.format == Format::Json && out.is_terminal();
        let mut out = io::BufWriter::new(out.lock());
        for document in documents {
            if indent {
                out.write_all(&pretty(document))?;
            } else {
                out.write_all(document)?;
            }
            out.write_all(b"\n")?;
        }
        Ok(out.flush()?)
    }
}

/// An account's timeline as one page of HTML.
pub(super) fn page(data_set: &DataSet, hand: &Hand) -> String {
    let about = data_set.personas.of_number(hand.number).map_or("", Persona::about);
    let who = timeline::Who { user_name: hand.user_name.as_str(), about, beneficiary: &hand.beneficiary };
    timeline::page(&who, &hand.claims, &data_set.codes.lookups)
}

fn document(render: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::new();
    render(&mut out);
    out
}

/// The account as the userinfo endpoint answers.
fn userinfo(data_set: &DataSet, hand: &Hand, shape: Shape) -> Vec<u8> {
    let account = data_set.roster.account(hand.number);
    let answer = match shape {
        Shape::Served | Shape::Valid => UserInfo::served(&account, &hand.beneficiary),
        Shape::Documented => UserInfo::documented(&account, &hand.beneficiary),
    };
    serde_json::to_vec(&answer).expect("an answer is plain JSON")
}

/// The resources of a bundle, each by itself, their text untouched.
fn resources(bundle: &[u8]) -> Vec<Vec<u8>> {
    let resources = fhir::resources(bundle).expect("a renderer writes a bundle");
    resources.into_iter().map(|resource| resource.get().as_bytes().to_vec()).collect()
}

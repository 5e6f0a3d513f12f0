//! What a file of lines holds, counted line by line: NDJSON from the JSON itself, RIF from its key columns.
//!
//! One line is held at a time. An error is a sentence's "found".

use std::io::BufRead;

use serde::Deserialize;

use super::{Contents, claim_type_of, expect_kind, tell_account};
use crate::press::Progress;
use crate::press::ndjson::Topic;
use crate::rif::Kind;
use crate::roster::AccountNumber;

/// Counts the resources of an NDJSON file.
pub(super) fn read_ndjson(stream: &mut dyn BufRead, topic: Topic, progress: &dyn Progress) -> Result<Contents, String> {
    let mut contents = Contents { records: Some(0), ..Contents::default() };
    each_line(stream, |at, line| {
        let found = |found: String| format!("in line {at} {found}");
        count_resource(&mut contents, topic, line, progress).map_err(found)
    })?;
    Ok(contents)
}

// Not flattened: that would hold every element of the line.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(rename = "resourceType")]
    resource_type: &'a str,
    #[serde(default)]
    id: Option<&'a str>,
    #[serde(borrow, default)]
    patient: Option<Reference<'a>>,
    #[serde(borrow, default)]
    beneficiary: Option<Reference<'a>>,
}

#[derive(Deserialize)]
struct Reference<'a> {
    reference: &'a str,
}

fn count_resource(contents: &mut Contents, topic: Topic, line: &str, progress: &dyn Progress) -> Result<(), String> {
    let line: Line = serde_json::from_str(line).map_err(|error| format!("JSON with an error ({error})"))?;
    expect_kind(line.resource_type, topic.resource_type())?;
    let id = match topic {
        Topic::Patient => line.id,
        Topic::Coverage => line.beneficiary.map(|to| to.reference),
        Topic::ExplanationOfBenefit(_) => line.patient.map(|to| to.reference),
    };
    let number = owner(id.unwrap_or_default())?;
    let mut claims = [0; 8];
    if let Topic::ExplanationOfBenefit(expected) = topic {
        let found = claim_type_of(line.id)?;
        if found != expected {
            return Err(format!("a claim of type {}", found.name()));
        }
        claims[found as usize] = 1;
    }
    if topic == Topic::Patient {
        tell_account(number, progress);
    }
    topic.count(1, &mut contents.resources);
    contents.records = contents.records.map(|records| records + 1);
    contents.add_number(number, claims);
    Ok(())
}

/// The account of `Patient/-20140000008325` or the id alone.
fn owner(reference: &str) -> Result<AccountNumber, String> {
    let id = reference.strip_prefix("Patient/").unwrap_or(reference);
    let number = id.parse().ok().and_then(AccountNumber::of_bene_id);
    number.ok_or_else(|| format!("the patient `{id}`, who has no account"))
}

/// Counts the claims of a RIF file, or its beneficiaries.
pub(super) fn read_rif(stream: &mut dyn BufRead, kind: Kind, progress: &dyn Progress) -> Result<Contents, String> {
    let names: Vec<_> = kind.columns().into_iter().map(|column| column.name).collect();
    let place = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_ref()));
    let bene_id = place(&["BENE_ID"]).unwrap_or(0);
    let claim_id = place(&["CLM_ID", "PDE_ID"]);
    let mut contents = Contents { records: Some(0), ..Contents::default() };
    let mut last_claim = String::new();
    each_line(stream, |at, line| {
        let fields: Vec<&str> = line.split('|').collect();
        if fields.len() != names.len() {
            return Err(format!("{} columns in line {at} where {} should be", fields.len(), names.len()));
        }
        if at == 1 {
            let wrong = names.iter().zip(&fields).find(|(name, field)| name != *field);
            return wrong.map_or(Ok(()), |(name, field)| Err(format!("the column {field} where {name} should be")));
        }
        let number = owner(fields[bene_id]).map_err(|found| format!("in line {at} {found}"))?;
        let mut claims = [0; 8];
        if let (Kind::Claims(claim_type), Some(claim_id)) = (kind, claim_id) {
            contents.rows[claim_type as usize] += 1;
            if fields[claim_id] != last_claim {
                fields[claim_id].clone_into(&mut last_claim);
                claims[claim_type as usize] = 1;
                contents.resources.ExplanationOfBenefit += 1;
            }
        } else if kind == Kind::Beneficiary {
            contents.resources.Patient += 1;
            tell_account(number, progress);
        }
        contents.records = contents.records.map(|records| records + 1);
        contents.add_number(number, claims);
        Ok(())
    })?;
    Ok(contents)
}

/// Calls `f` with each line's number, from 1, and its text without the line end, which none may lack.
fn each_line(stream: &mut dyn BufRead, mut f: impl FnMut(u64, &str) -> Result<(), String>) -> Result<(), String> {
    let mut line = Vec::new();
    for at in 1.. {
        line.clear();
        stream.read_until(b'\n', &mut line).map_err(|error| error.to_string())?;
        if line.is_empty() {
            break;
        }
        let Some(text) = line.strip_suffix(b"\n") else { return Err(format!("line {at} without an end")) };
        f(at, std::str::from_utf8(text).map_err(|error| format!("line {at} with {error}"))?)?;
    }
    Ok(())
}

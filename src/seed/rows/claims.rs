//! Rows of claims, their lines, Part D events, diagnoses, procedures and amounts.

use super::places::{Coded, Names, Places};
use super::{Batch, Seen};
use crate::claim::{Claim, ClaimType, Columns, Value};
use crate::seed::cell::{Cell, Sheet};
use crate::seed::schema::{Kind, Of};

/// What the rows of one claim begin with.
#[derive(Clone, Copy)]
struct Key(Cell<'static>, Cell<'static>);

/// Adds all rows of a claim.
pub(super) fn claim(claim: &Claim, places: &Places, batch: &mut Batch) {
    let claim_type = claim.claim_type();
    let key = Key(Cell::Text(claim_type.name()), Cell::Integer(claim.id()));
    let mut values = Vec::with_capacity(256);
    gather(claim.header(), &mut values);
    header(key, claim, &values, places, batch.to(Of::Claims));
    name(&places.header_names, &values, &mut batch.seen);
    if claim_type == ClaimType::Pde {
        event(key, &values, places, batch.to(Of::DrugEvents));
        if let Some(ndc) = places.drug.and_then(|at| values[at].as_text()).filter(|ndc| !ndc.is_empty()) {
            batch.seen.drug(ndc);
        }
    }
    diagnoses(key, &values, &places.diagnoses, batch.to(Of::Diagnoses));
    procedures(key, &values, &places.procedures, batch.to(Of::Procedures));
    amounts(key, &values, &places.amounts, batch.to(Of::ClaimAmounts));
    for (number, own) in (1..).zip(claim.lines()) {
        gather(own, &mut values);
        line(key, number, &values, places, batch.to(Of::ClaimLines));
        name(&places.line_names, &values, &mut batch.seen);
    }
}

fn gather<'a>(record: &'a dyn Columns, values: &mut Vec<&'a dyn Value>) {
    values.clear();
    record.values(&mut |value| values.push(value));
}

fn header(key: Key, claim: &Claim, values: &[&dyn Value], places: &Places, out: &mut Sheet) {
    out.cells([key.0, key.1, Cell::Integer(claim.line_count() as i64)]);
    out.row(places.claim.iter().map(|at| at.cell(values)));
}

fn line(key: Key, number: i64, values: &[&dyn Value], places: &Places, out: &mut Sheet) {
    out.cells([key.0, key.1, Cell::Integer(number)]);
    out.row(places.line.iter().map(|at| at.cell(values)));
}

fn event(key: Key, values: &[&dyn Value], places: &Places, out: &mut Sheet) {
    out.cell(key.0);
    out.row(places.event.iter().map(|at| at.cell(values)));
}

fn diagnoses(key: Key, values: &[&dyn Value], all: &[Coded], out: &mut Sheet) {
    for own in all.iter().filter(|own| !values[own.code].is_blank()) {
        let cell = |at: Option<usize>| at.map_or(Cell::Null, |at| Cell::of(values[at], Kind::Text));
        let code = cell(Some(own.code));
        out.row([
            key.0,
            key.1,
            Cell::Text(own.kind),
            Cell::Integer(own.number),
            code,
            cell(own.version),
            cell(own.more),
        ]);
    }
}

fn procedures(key: Key, values: &[&dyn Value], all: &[Coded], out: &mut Sheet) {
    for own in all.iter().filter(|own| !values[own.code].is_blank()) {
        let cell = |at: Option<usize>| at.map_or(Cell::Null, |at| Cell::of(values[at], Kind::Text));
        out.row([key.0, key.1, Cell::Integer(own.number), cell(Some(own.code)), cell(own.version), cell(own.more)]);
    }
}

fn amounts(key: Key, values: &[&dyn Value], all: &[(String, usize)], out: &mut Sheet) {
    for (name, at) in all {
        if let Some(amount) = values[*at].as_decimal().filter(|amount| !amount.is_blank() && !amount.is_zero()) {
            out.row([key.0, key.1, Cell::Text(name), Cell::of_decimal(amount, Kind::Money)]);
        }
    }
}

/// Remembers who is named.
fn name(all: &[Names], values: &[&dyn Value], seen: &mut Seen) {
    for own in all {
        let Some(id) = values[own.at].as_text().filter(|id| !id.is_empty()) else { continue };
        let says = own.says.map(|at| at.and_then(|at| values[at].as_text()).unwrap_or_default());
        seen.provider(id, own.is_ccn, says);
    }
}

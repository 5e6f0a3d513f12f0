//! `supportingInfo`: one entry a row, numbered as they come.
//!
//! Responsible for the five ways in which an entry says what it says. Must not know which column gives what.

use serde_json::value::RawValue;

use super::R4;
use super::codings::Slice;
use super::resource::SupportingInfo;
use crate::codes::{Concept, Variable};
use crate::fhir::element::{Period, Quantity, Reference};
use crate::measure::{Day, Text};

/// The entries so far. Every method adds one, or none when its column is blank.
pub struct SupportingInfos<'r> {
    r: &'r R4<'r>,
    pub list: Vec<SupportingInfo<'r>>,
}

impl<'r> SupportingInfos<'r> {
    /// None yet; about so many will come.
    pub fn new(r: &'r R4<'r>, capacity: usize) -> SupportingInfos<'r> {
        SupportingInfos { r, list: Vec::with_capacity(capacity) }
    }

    fn next(&self) -> u32 {
        self.list.len() as u32 + 1
    }

    /// A column's code, told as what its own variable is.
    pub fn information(&mut self, variable: Variable, column: &'r Text) {
        self.code(self.r.information(variable), variable, column);
    }

    /// A column's code.
    pub fn code(&mut self, category: &'r RawValue, variable: Variable, column: &'r Text) {
        if !column.is_blank() {
            self.concept(category, self.r.concept(variable, column));
        }
    }

    /// A code.
    pub fn concept(&mut self, category: &'r RawValue, code: Concept<'r>) {
        self.list.push(SupportingInfo::Code { sequence: self.next(), category, code });
    }

    /// A day.
    pub fn date(&mut self, category: &'r RawValue, day: Option<Day>) {
        if let Some(timing_date) = day {
            self.list.push(SupportingInfo::Date { sequence: self.next(), category, timing_date });
        }
    }

    /// A time from a day to a day, either of which may be unknown.
    pub fn period(&mut self, category: &'r RawValue, start: Option<Day>, end: Option<Day>) {
        if let Some(timing_period) = (Period { start, end }).filled() {
            self.list.push(SupportingInfo::Period { sequence: self.next(), category, timing_period });
        }
    }

    /// A quantity.
    pub fn quantity(&mut self, category: &'r RawValue, value_quantity: Quantity<'r>) {
        self.list.push(SupportingInfo::Quantity { sequence: self.next(), category, value_quantity });
    }

    /// A reference to a contained resource; gives the entry's sequence, for lines to refer to.
    pub fn reference(&mut self, category: &'r RawValue, value_reference: Reference) -> u32 {
        let sequence = self.next();
        self.list.push(SupportingInfo::Reference { sequence, category, value_reference });
        sequence
    }
}

/// Categories.
impl R4<'_> {
    /// Information that is no slice of CARIN's: only the variable says what it is.
    pub(super) fn information(&self, variable: Variable) -> &RawValue {
        self.slice_of(Slice::Information, variable)
    }

    /// A slice, and the variable that fills it.
    pub(super) fn slice_of(&self, slice: Slice, variable: Variable) -> &RawValue {
        self.fragments.supporting_info(&self.context.codes.ccw, slice, variable)
    }

    /// A slice alone.
    pub(super) fn slice(&self, slice: Slice) -> &RawValue {
        self.fragments.supporting_info_alone(slice)
    }
}

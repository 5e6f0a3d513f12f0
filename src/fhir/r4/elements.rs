//! Elements that a single column gives: what every resource draws on.
//!
//! Must not know which column fills which element. `…_if` emits when the column is filled, the others always.

use serde_json::value::RawValue;

use super::R4;
use super::resource::{Extension, Meta, Money, Url};
use crate::claim::Beneficiary;
use crate::codes::{CodeExtension, Coding, Concept, PlainCoding, Variable};
use crate::fhir::Context;
use crate::fhir::element::{Date, Instant};
use crate::measure::{Day, Decimal, Text};

const HCPCS: &str = "https://bluebutton.cms.gov/resources/codesystem/hcpcs";
const NDC: &str = "http://hl7.org/fhir/sid/ndc";

impl R4<'_> {
    /// `meta` of what came with the load of a processing day; without one, with the first.
    pub(super) fn meta<'r>(&'r self, profile: &'r RawValue, processed: Option<Day>) -> Meta<'r> {
        Meta { last_updated: Instant(Context::load_day(processed)), profile }
    }

    /// A variable's system, which is its url but for two.
    pub(super) fn url(&self, variable: Variable) -> Url<'_> {
        Url(&self.context.codes.ccw.entry(variable).system)
    }

    /// A code as a Coding.
    pub(super) fn coding<'r>(&'r self, variable: Variable, column: &'r Text) -> Coding<'r> {
        self.context.codes.ccw.coding(variable, column.as_str())
    }

    /// A code as a CodeableConcept.
    pub(super) fn concept<'r>(&'r self, variable: Variable, column: &'r Text) -> Concept<'r> {
        self.context.codes.ccw.concept(variable, column.as_str())
    }

    /// A code as an extension.
    pub(super) fn code<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Extension<'r>> {
        Some(Extension::code(&self.context.codes.ccw, variable, column.as_str()))
    }

    /// A code as an extension, if there is one.
    pub(super) fn code_if<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Extension<'r>> {
        if column.is_blank() { None } else { self.code(variable, column) }
    }

    /// An identifier as an extension.
    pub(super) fn identifier<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Extension<'r>> {
        Some(Extension::identifier(&self.context.codes.ccw, variable, column.as_str()))
    }

    /// An identifier as an extension, if there is one.
    pub(super) fn identifier_if<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Extension<'r>> {
        if column.is_blank() { None } else { self.identifier(variable, column) }
    }

    /// An amount as an extension, if there is one.
    pub(super) fn money_if(&self, variable: Variable, column: Decimal) -> Option<Extension<'_>> {
        (!column.is_blank()).then(|| Extension::money(&self.context.codes.ccw, variable, Money::of(column)))
    }

    /// A day as an extension, if there is one.
    pub(super) fn date_if(&self, variable: Variable, column: Option<Day>) -> Option<Extension<'_>> {
        Some(Extension::date(&self.context.codes.ccw, variable, Date::Day(column?)))
    }

    /// A count as an extension.
    pub(super) fn quantity(&self, variable: Variable, column: Decimal) -> Extension<'_> {
        Extension::quantity(&self.context.codes.ccw, variable, column)
    }

    /// A count as an extension, if there is one.
    pub(super) fn quantity_if(&self, variable: Variable, column: Decimal) -> Option<Extension<'_>> {
        (!column.is_blank()).then(|| self.quantity(variable, column))
    }

    /// The tax number of a line, for a caller who asked for it.
    pub(super) fn tax_number_if_asked<'r>(&'r self, column: &'r Text) -> Option<Extension<'r>> {
        if self.context.include.tax_numbers { self.code(Variable::TAX_NUM, column) } else { None }
    }

    /// A HCPCS code, which never has a display; the code `NULL` stands for a blank.
    pub(super) fn hcpcs<'r>(&'r self, column: &'r Text) -> Coding<'r> {
        match column.filled() {
            Some(code) => Coding::Plain(PlainCoding { system: HCPCS, version: None, code, display: None }),
            None => Coding::Rendered(&self.fragments.absent_hcpcs),
        }
    }

    /// A HCPCS modifier, if there is one.
    pub(super) fn modifier<'r>(&self, column: &'r Text) -> Option<Concept<'r>> {
        Some(Concept::Plain(PlainCoding { system: HCPCS, version: None, code: column.filled()?, display: None }))
    }

    /// A HCPCS modifier, if there is one, in the code system's version of a year.
    pub(super) fn hcpcs_modifier<'r>(&self, year: &'r Text, column: &'r Text) -> Option<Concept<'r>> {
        let code = column.filled()?;
        Some(Concept::Plain(PlainCoding { system: HCPCS, version: year.filled(), code, display: None }))
    }

    /// A drug by its NDC.
    pub(super) fn ndc<'r>(&'r self, column: &'r Text) -> Coding<'r> {
        Coding::Plain(self.plain_ndc(column.as_str()))
    }

    /// A drug by its NDC as an extension; a reason for its absence stands for a blank.
    pub(super) fn ndc_extension<'r>(&'r self, column: &'r Text) -> Extension<'r> {
        match column.filled() {
            Some(code) => Extension::Code(CodeExtension::Plain { url: NDC, coding: self.plain_ndc(code) }),
            None => Extension::Fixed(&self.fragments.absent_ndc),
        }
    }

    fn plain_ndc<'r>(&'r self, code: &'r str) -> PlainCoding<'r> {
        PlainCoding { system: NDC, version: None, code, display: self.context.codes.lookups.ndc(code) }
    }

    /// The filled months of an enrolment column; none without RFRNC_YR.
    pub(super) fn monthly<'r>(
        &'r self,
        beneficiary: &Beneficiary,
        january: Variable,
        columns: &'r [Text; 12],
        extension: &mut Vec<Extension<'r>>,
    ) {
        if !beneficiary.RFRNC_YR.is_blank() {
            let months = january.twelve().iter().zip(columns);
            extension.extend(months.filter_map(|(&variable, column)| self.code_if(variable, column)));
        }
    }

    /// The reference year and the dual eligibility of its months, which Patient and all Coverages tell.
    pub(super) fn reference_year<'r>(&'r self, beneficiary: &'r Beneficiary, extension: &mut Vec<Extension<'r>>) {
        if !beneficiary.RFRNC_YR.is_blank() {
            let year = Date::Year(beneficiary.RFRNC_YR.whole_part());
            extension.push(Extension::date(&self.context.codes.ccw, Variable::RFRNC_YR, year));
            self.monthly(beneficiary, Variable::DUAL_01, &beneficiary.META_DUAL_ELGBL_STUS_CD, extension);
        }
    }
}

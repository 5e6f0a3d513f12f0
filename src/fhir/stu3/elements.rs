//! The elements that single columns give: extensions, informations, adjudications, identifiers.
//!
//! Responsible for how a column becomes an element; which columns a list has is said in the claim types' files.
//! Functions whose name ends in `_if` emit when the column is filled, the others always (a blank number is 0).
//! All return what `rows!` takes.

use super::Stu3;
use super::resource::{
    Adjudication, ExtendedConcept, Extension, Financial, Identifier, IdentifierReference, Information, Money,
    NumberIdentifier, Payment,
};
use crate::codes::{CodeExtension, Coding, Concept, PlainCoding, Variable};
use crate::fhir::element::{Period, Quantity};
use crate::fhir::label::Label;
use crate::measure::{Day, Decimal, Text};

/// The system of National Provider Identifiers.
pub const NPI: &str = "http://hl7.org/fhir/sid/us-npi";
/// The system of National Drug Codes.
pub const NDC: &str = "http://hl7.org/fhir/sid/ndc";

/// Codings.
impl Stu3<'_> {
    /// A coding of a CCW variable.
    pub(super) fn coding<'r>(&'r self, variable: Variable, column: &'r Text) -> Coding<'r> {
        self.context.codes.ccw.coding(variable, column.as_str())
    }

    /// A concept of a CCW variable.
    pub(super) fn concept<'r>(&'r self, variable: Variable, column: &'r Text) -> Concept<'r> {
        self.context.codes.ccw.concept(variable, column.as_str())
    }

    /// A concept of a CCW variable, when the column is filled.
    pub(super) fn concept_if<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Concept<'r>> {
        column.filled().map(|text| self.context.codes.ccw.concept(variable, text))
    }

    /// A concept of a CCW variable that carries extensions.
    pub(super) fn extended<'r>(
        &'r self,
        variable: Variable,
        column: &'r Text,
        extension: Vec<Extension<'r>>,
    ) -> ExtendedConcept<'r> {
        ExtendedConcept { extension, coding: Some([self.coding(variable, column)]) }
    }

    /// A HCPCS code or modifier, of a year where the claim tells it; never with a display.
    pub(super) fn hcpcs<'r>(&self, code: &'r str, version: Option<&'r str>) -> PlainCoding<'r> {
        PlainCoding { system: self.documented.hcpcs_system(), version, code, display: None }
    }

    /// A line's service, if the column is filled.
    pub(super) fn service_if<'r>(&'r self, column: &'r Text, version: Option<&'r str>) -> Option<[Coding<'r>; 1]> {
        column.filled().map(|code| [Coding::Plain(self.hcpcs(code, version))])
    }

    /// A list of HCPCS modifiers, one a filled column.
    pub(super) fn modifiers<'r, const N: usize>(
        &'r self,
        columns: [&'r Text; N],
        version: Option<&'r str>,
    ) -> Vec<Concept<'r>> {
        let filled = columns.into_iter().filter_map(Text::filled);
        filled.map(|code| Concept::Plain(self.hcpcs(code, version))).collect()
    }

    /// A drug with the name of its product.
    pub(super) fn ndc<'r>(&'r self, code: &'r str) -> PlainCoding<'r> {
        PlainCoding { system: NDC, version: None, code, display: self.context.codes.lookups.ndc(code) }
    }

    /// A provider by identifier, with the name behind it; the look-up is tried whatever the identifier's kind.
    pub(super) fn provider<'r>(&'r self, identifier: Identifier<'r>) -> IdentifierReference<'r> {
        let display = self.context.codes.lookups.npi.get(&identifier.value);
        IdentifierReference { extension: None, identifier: Some(identifier), display }
    }

    /// A provider by NPI.
    pub(super) fn npi<'r>(&'r self, npi: &'r str) -> IdentifierReference<'r> {
        self.provider(Identifier::of(NPI, npi))
    }
}

/// Extensions.
impl Stu3<'_> {
    /// `{url, valueCoding}`, where nothing but a code can stand.
    pub(super) fn coded<'r>(&'r self, variable: Variable, column: &'r Text) -> CodeExtension<'r> {
        self.context.codes.ccw.extension(variable, column.as_str())
    }

    /// The same, when the column is filled.
    pub(super) fn coded_if<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<CodeExtension<'r>> {
        (!column.is_blank()).then(|| self.coded(variable, column))
    }

    /// `{url, valueCoding}`
    pub(super) fn code<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Extension<'r>> {
        Some(Extension::Code(self.coded(variable, column)))
    }

    /// `{url, valueCoding}`, when the column is filled.
    pub(super) fn code_if<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Extension<'r>> {
        self.coded_if(variable, column).map(Extension::Code)
    }

    /// The NPI of a group or organization as a coded value, with its name.
    pub(super) fn group_npi_if<'r>(&'r self, column: &'r Text) -> Option<CodeExtension<'r>> {
        let code = column.filled()?;
        let display = self.context.codes.lookups.npi.get(code);
        Some(CodeExtension::Plain { url: NPI, coding: PlainCoding { system: NPI, version: None, code, display } })
    }

    /// `{url, valueMoney}`
    pub(super) fn money(&self, variable: Variable, column: Decimal) -> Option<Extension<'_>> {
        Some(Extension::money(&self.context.codes.ccw, variable, Money::of(column)))
    }

    /// `{url, valueMoney}`, when the column is filled.
    pub(super) fn money_if(&self, variable: Variable, column: Decimal) -> Option<Extension<'_>> {
        if column.is_blank() { None } else { self.money(variable, column) }
    }

    /// `{url, valueIdentifier}`
    pub(super) fn identifier<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Extension<'r>> {
        Some(Extension::identifier(&self.context.codes.ccw, variable, column.as_str()))
    }

    /// `{url, valueIdentifier}`, when the column is filled.
    pub(super) fn identifier_if<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Extension<'r>> {
        if column.is_blank() { None } else { self.identifier(variable, column) }
    }

    /// `{url, valueQuantity: {value}}`
    pub(super) fn quantity(&self, variable: Variable, column: Decimal) -> Option<Extension<'_>> {
        Some(Extension::quantity(&self.context.codes.ccw, variable, column))
    }
}

/// Informations, adjudications, balances, amounts.
impl Stu3<'_> {
    fn information(&self, variable: Variable) -> Information<'_> {
        Information {
            sequence: 0,
            category: self.fragments.information(variable),
            code: None,
            timing_date: None,
            timing_period: None,
            value_quantity: None,
        }
    }

    /// An information that is a code.
    pub(super) fn information_code<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Information<'r>> {
        Some(Information { code: Some(self.concept(variable, column)), ..self.information(variable) })
    }

    /// An information that is a code, when the column is filled.
    pub(super) fn information_code_if<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Information<'r>> {
        if column.is_blank() { None } else { self.information_code(variable, column) }
    }

    /// An information that is a date.
    pub(super) fn information_date(&self, variable: Variable, column: Option<Day>) -> Option<Information<'_>> {
        Some(Information { timing_date: column, ..self.information(variable) })
    }

    /// An information that is a date, when the column is filled.
    pub(super) fn information_date_if(&self, variable: Variable, column: Option<Day>) -> Option<Information<'_>> {
        if column.is_none() { None } else { self.information_date(variable, column) }
    }

    /// An information that is a period, when one of its bounds is filled.
    pub(super) fn information_period_if(
        &self,
        variable: Variable,
        start: Option<Day>,
        end: Option<Day>,
    ) -> Option<Information<'_>> {
        let period = Period { start, end }.filled()?;
        Some(Information { timing_period: Some(period), ..self.information(variable) })
    }

    /// An information that is a quantity in a unit of UCUM.
    pub(super) fn information_quantity(
        &self,
        variable: Variable,
        column: Decimal,
        unit: &'static str,
        code: &'static str,
    ) -> Option<Information<'_>> {
        let value_quantity = Some(ucum(column, Some(unit), code));
        Some(Information { value_quantity, ..self.information(variable) })
    }

    /// An adjudication that is an amount.
    pub(super) fn amount(&self, variable: Variable, column: Decimal) -> Option<Adjudication<'_>> {
        let category = self.fragments.adjudication(variable);
        Some(Adjudication { extension: None, category, reason: None, amount: Some(Money::of(column)) })
    }

    /// An adjudication that is an amount, when the column is filled.
    pub(super) fn amount_if(&self, variable: Variable, column: Decimal) -> Option<Adjudication<'_>> {
        if column.is_blank() { None } else { self.amount(variable, column) }
    }

    /// An adjudication that is a reason without an amount.
    pub(super) fn reason<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Adjudication<'r>> {
        let category = self.fragments.adjudication(variable);
        Some(Adjudication { extension: None, category, reason: Some(self.concept(variable, column)), amount: None })
    }

    /// The same, when the column is filled.
    pub(super) fn reason_if<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Adjudication<'r>> {
        if column.is_blank() { None } else { self.reason(variable, column) }
    }

    /// A count of days or visits in the balance: the integer part of the column.
    pub(super) fn balance(&self, variable: Variable, column: Decimal) -> Financial<'_> {
        Financial { kind: self.fragments.balance(variable), used_unsigned_int: column.whole_part() }
    }

    /// What Medicare paid for the claim.
    pub(super) fn payment(&self, amount: Decimal) -> Option<Payment> {
        Some(Payment { date: None, amount: Some(Money::of(amount)) })
    }

    /// An identifier of the claim whose value is a number; blank is 0.
    pub(super) fn number(&self, system: Variable, value: i64) -> NumberIdentifier<'_> {
        NumberIdentifier { system: self.url(system), value: Label::new().number(value) }
    }
}

/// A quantity whose unit is said by UCUM, or by a code that is given out as UCUM's.
pub(super) fn ucum<'r>(value: Decimal, unit: Option<&'static str>, code: &'r str) -> Quantity<'r> {
    Quantity { value, unit, system: Some("http://unitsofmeasure.org"), code: Some(code) }
}

/// Numbers informations by their place, from 1.
pub(super) fn numbered(mut information: Vec<Information<'_>>) -> Vec<Information<'_>> {
    for (at, entry) in information.iter_mut().enumerate() {
        entry.sequence = at + 1;
    }
    information
}

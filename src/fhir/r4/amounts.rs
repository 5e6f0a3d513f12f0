//! Money and counts: `item.adjudication`, `total` and `benefitBalance`.
//!
//! Responsible for their categories, which name the variable that an amount comes from. Must not know which
//! column gives what. Amounts that CMS's layout requires are printed as 0.0 when blank.

use super::R4;
use super::codings::Adjudicated;
use super::resource::{Adjudication, BenefitBalance, Financial, Money, Total};
use super::rows::Rows;
use crate::codes::Variable;
use crate::measure::{Decimal, Text};

impl R4<'_> {
    /// An amount of a line.
    pub(super) fn amount(&self, kind: Adjudicated, variable: Variable, column: Decimal) -> Option<Adjudication<'_>> {
        let category = self.fragments.adjudication(&self.context.codes.ccw, kind, variable);
        Some(Adjudication::Amount { extension: None, category, amount: Money::of(column) })
    }

    /// An amount of a line, if there is one.
    pub(super) fn amount_if(&self, kind: Adjudicated, variable: Variable, column: Decimal) -> Option<Adjudication<'_>> {
        if column.is_blank() { None } else { self.amount(kind, variable, column) }
    }

    /// An amount of a line, with a code that qualifies it.
    pub(super) fn amount_with<'r>(
        &'r self,
        kind: Adjudicated,
        variable: Variable,
        column: Decimal,
        (qualifier, code): (Variable, &'r Text),
    ) -> Option<Adjudication<'r>> {
        let category = self.fragments.adjudication(&self.context.codes.ccw, kind, variable);
        let extension = self.code_if(qualifier, code).map(|extension| [extension]);
        Some(Adjudication::Amount { extension, category, amount: Money::of(column) })
    }

    /// Why a line was paid less or not.
    pub(super) fn denial_reason<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Adjudication<'r>> {
        let category = self.fragments.adjudication_alone(Adjudicated::DenialReason);
        Some(Adjudication::Reason { category, reason: self.concept(variable, column) })
    }

    /// The same, if a reason is told.
    pub(super) fn denial_reason_if<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Adjudication<'r>> {
        if column.is_blank() { None } else { self.denial_reason(variable, column) }
    }

    /// An amount of the claim.
    pub(super) fn total(&self, kind: Adjudicated, variable: Variable, column: Decimal) -> Option<Total<'_>> {
        let category = self.fragments.adjudication(&self.context.codes.ccw, kind, variable);
        Some(Total { category, amount: Money::of(column) })
    }

    /// An amount of the claim that names no variable.
    pub(super) fn total_alone(&self, kind: Adjudicated, column: Decimal) -> Option<Total<'_>> {
        Some(Total { category: self.fragments.adjudication_alone(kind), amount: Money::of(column) })
    }

    /// An amount used.
    pub(super) fn used(&self, variable: Variable, column: Decimal) -> Option<Financial<'_>> {
        Some(Financial::Amount { kind: self.fragments.financial(variable), used_money: Money::of(column) })
    }

    /// An amount used, if there is one.
    pub(super) fn used_if(&self, variable: Variable, column: Decimal) -> Option<Financial<'_>> {
        if column.is_blank() { None } else { self.used(variable, column) }
    }

    /// A count, truncated to a whole number.
    pub(super) fn count(&self, variable: Variable, column: Decimal) -> Option<Financial<'_>> {
        let used_unsigned_int = column.whole_part();
        Some(Financial::Count { kind: self.fragments.financial(variable), used_unsigned_int })
    }

    /// A count, if there is one.
    pub(super) fn count_if(&self, variable: Variable, column: Decimal) -> Option<Financial<'_>> {
        if column.is_blank() { None } else { self.count(variable, column) }
    }

    /// `benefitBalance`: one, of medical care, for all that was used.
    pub(super) fn benefit_balance<'r, const N: usize>(
        &'r self,
        financial: [Option<Financial<'r>>; N],
    ) -> Option<[BenefitBalance<'r, N>; 1]> {
        let financial = Rows(financial);
        (!financial.is_empty()).then_some([BenefitBalance { category: &self.fragments.medical_care, financial }])
    }
}

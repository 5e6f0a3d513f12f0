//! Claims of a visit or a few: carrier, DME, outpatient, Part D.

use super::Plan;
use super::time::Days;
use crate::claim::ClaimType;
use crate::deck::coherent::class::Ending;
use crate::measure::Day;

impl Plan<'_> {
    /// All claims of a type, each on a day of its own drawing.
    pub(super) fn visits(&mut self, claim_type: ClaimType) {
        let days = self.visit_days(claim_type);
        for _ in 0..self.count(claim_type, days.months()) {
            let from = days.draw(&mut self.stream);
            let lines = self.planner.tables.lines(claim_type).draw(&mut self.stream);
            let thru = self.last_visit(claim_type, days, from, lines);
            let seat = self.seat(claim_type, from, thru, lines, Ending::Discharged);
            self.seats.push(seat);
        }
    }

    /// Where claims of a type may lie: drugs whenever a drug plan covers, the rest where Medicare itself pays.
    pub(super) fn visit_days(&self, claim_type: ClaimType) -> Days {
        match claim_type {
            ClaimType::Pde => self.days(self.life.enrolment.part_d),
            _ => self.fee_for_service(),
        }
    }

    /// The last day of a claim that begins on a day: seldom another, and then of the same month, so that coverage and
    /// code sets stand still.
    pub(super) fn last_visit(&mut self, claim_type: ClaimType, days: Days, from: Day, lines: u16) -> Day {
        let name = match claim_type {
            ClaimType::Carrier => "carrier claims of several days",
            ClaimType::Outpatient => "outpatient claims of several days",
            _ => return from,
        };
        if lines < 2 || !self.stream.chance(self.planner.tables.share(name)) {
            return from;
        }
        let (_, end) = days.of(self.planner.span.month_of(from).expect("the day was drawn from the span's months"));
        let most = match claim_type {
            ClaimType::Carrier => 6,
            // A claim of most of a month would be one of dialysis.
            _ if self.life.entitlement.esrd => 18,
            _ => 27,
        };
        let room = (end.number() - from.number()).min(most);
        from.plus(self.stream.below(room as u32 + 1) as i32)
    }

    /// Months of dialysis in a centre: a claim for each, of a person whose kidneys have failed and who has no graft.
    pub(super) fn dialysis(&mut self) {
        let Some(treated) = self.dialysis_days() else { return };
        for month in treated.set().iter() {
            let (first, last) = treated.of(month);
            if last.number() - first.number() < 20 {
                continue;
            }
            let lines = self.planner.tables.lines(ClaimType::Outpatient).draw(&mut self.stream).max(DIALYSIS_LINES);
            let seat = self.seat(ClaimType::Outpatient, first, last, lines, Ending::StillThere);
            self.seats.push(seat);
        }
    }

    fn dialysis_days(&mut self) -> Option<Days> {
        let on_dialysis =
            self.life.entitlement.esrd && self.stream.chance(self.planner.tables.share("dialysis in a centre"));
        let days = self.fee_for_service();
        (on_dialysis && !days.is_empty()).then_some(days)
    }
}

/// A month of dialysis: thirteen treatments and the total.
const DIALYSIS_LINES: u16 = 14;

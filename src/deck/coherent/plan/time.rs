//! Days that fit: of a set of months, within the span and the person's life.

use super::Plan;
use crate::draw::Stream;
use crate::measure::Day;
use crate::roster::{Months, Span};

/// The days of some months on which the person is alive.
#[derive(Clone, Copy)]
pub(super) struct Days {
    span: Span,
    months: Months,
    /// The first day that counts: of the entitlement, which may begin within a month, with a birth.
    begin: Day,
    /// The last day that counts: the span's or that of death.
    end: Day,
}

impl Days {
    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.months.is_empty()
    }

    /// How many months have such days.
    pub fn months(self) -> u32 {
        self.months.count()
    }

    /// The months themselves.
    pub fn set(self) -> Months {
        self.months
    }

    /// One of the days: any month alike, then any day of it alike. There must be a month.
    pub fn draw(self, stream: &mut Stream) -> Day {
        let month = self.months.nth(stream.below(self.months.count())).expect("there are as many months as counted");
        let (first, last) = self.of(month);
        first.plus(stream.below((last.number() - first.number()) as u32 + 1) as i32)
    }

    /// First and last day of one of the months.
    pub fn of(self, month: u32) -> (Day, Day) {
        (self.span.first_day(month).max(self.begin), self.span.last_day(month).min(self.end))
    }

    /// Whether a day is one of these.
    pub fn contains(self, day: Day) -> bool {
        (self.begin..=self.end).contains(&day)
            && self.span.month_of(day).is_some_and(|month| self.months.contains(month))
    }

    /// The first day of the unbroken run of months that a day lies in.
    pub fn run_start(self, day: Day) -> Day {
        let Some(mut month) = self.span.month_of(day) else { return day };
        while month > 0 && self.months.contains(month - 1) {
            month -= 1;
        }
        self.span.first_day(month).max(self.begin)
    }

    /// The last day of the unbroken run of months that a day lies in.
    pub fn run_end(self, day: Day) -> Day {
        let Some(mut month) = self.span.month_of(day) else { return day };
        while self.months.contains(month + 1) {
            month += 1;
        }
        self.span.last_day(month).min(self.end)
    }
}

impl Plan<'_> {
    /// The days of some months on which the person lives.
    pub(super) fn days(&self, months: Months) -> Days {
        let span = self.planner.span;
        let begin = self.life.entitlement.start.max(self.life.person.birth);
        Days { span, months, begin, end: self.life.death.unwrap_or(span.last).min(span.last) }
    }

    /// Days on which Medicare itself pays for both parts.
    pub(super) fn fee_for_service(&self) -> Days {
        self.days(self.life.enrolment.fee_for_service())
    }
}

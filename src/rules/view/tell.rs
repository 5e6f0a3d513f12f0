//! How a column's value is told to rules: blank is absent, or 0 where CMS's loader reads it so.

use crate::measure::{Cents, Day, Decimal, Text};

/// How a column's value is told.
pub(super) trait Tell<'a, T> {
    fn tell(&'a self, whole: bool) -> T;
}

impl<'a> Tell<'a, &'a str> for Text {
    fn tell(&'a self, _: bool) -> &'a str {
        self.as_str()
    }
}
impl Tell<'_, Option<Day>> for Option<Day> {
    fn tell(&self, _: bool) -> Option<Day> {
        *self
    }
}
impl Tell<'_, Option<i64>> for Option<i64> {
    fn tell(&self, whole: bool) -> Option<i64> {
        if whole { Some(self.unwrap_or(0)) } else { *self }
    }
}
impl Tell<'_, Option<Cents>> for Decimal {
    fn tell(&self, whole: bool) -> Option<Cents> {
        (whole || !self.is_blank()).then(|| self.cents())
    }
}
impl Tell<'_, Option<i64>> for Decimal {
    fn tell(&self, whole: bool) -> Option<i64> {
        (whole || !self.is_blank()).then(|| self.whole_part())
    }
}
impl Tell<'_, Option<Decimal>> for Decimal {
    fn tell(&self, whole: bool) -> Option<Decimal> {
        if self.is_blank() { whole.then_some(Decimal::whole(0)) } else { Some(*self) }
    }
}
impl Tell<'_, Option<Decimal>> for Option<i64> {
    fn tell(&self, whole: bool) -> Option<Decimal> {
        self.or(whole.then_some(0)).map(Decimal::whole)
    }
}

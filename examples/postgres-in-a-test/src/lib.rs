//! What is tested: a query of a program over its PostgreSQL database.

/// What Medicare paid in a year by claim type, as text.
pub const SPENDING: &str =
    "SELECT clm_type, clm_pmt_amt::text FROM spending_by_year_and_type WHERE year = $1 ORDER BY clm_type";

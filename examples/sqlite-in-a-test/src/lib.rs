//! What is tested: a query of a program over its SQLite database.

/// Each account's drugs by product name that are still being taken.
pub const ACTIVE_DRUGS: &str = "SELECT product FROM active_drugs WHERE user_name = ?1 ORDER BY product";

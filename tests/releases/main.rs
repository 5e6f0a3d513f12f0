//! Releases as people meet them: published by the program, fetched over a real connection, attacked, interrupted.

#[path = "../support/mod.rs"]
mod support;

mod attacks;
mod common;
mod database;
mod diff;
mod fetch;
mod page;
mod previous;
mod publish;
mod s3;
mod server;

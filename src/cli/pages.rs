//! `completions` and `man`: what shells and manual readers need, made from the command line itself.

use std::io::{self, Write};

use clap::Args;
use clap_complete::Shell;

use super::Failure;

/// Print the completion script of a shell
#[derive(Args)]
#[command(after_help = "Example:\n  bluedeck completions bash > ~/.local/share/bash-completion/completions/bluedeck")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub fn run(self, cli: &mut clap::Command) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, cli, "bluedeck", &mut script);
        Ok(io::stdout().write_all(&script)?)
    }
}

/// Print the manual page (roff): of the program, or of one command
#[derive(Args)]
#[command(after_help = "Examples:\n  bluedeck man | man -l -\n  bluedeck man generate > bluedeck-generate.1")]
pub(crate) struct Man {
    /// A command, for its own page
    command: Option<String>,
}

impl Man {
    pub fn run(self, mut cli: clap::Command) -> Result<(), Failure> {
        cli.build();
        let page = match &self.command {
            None => cli,
            Some(name) => cli
                .find_subcommand(name)
                .cloned()
                .ok_or_else(|| Failure::Usage(format!("there is no command `{name}`: see bluedeck --help")))?,
        };
        let mut roff = Vec::new();
        clap_mangen::Man::new(page).render(&mut roff)?;
        Ok(io::stdout().write_all(&roff)?)
    }
}

//! PostgreSQL: a schema of bluedeck's own, filled by COPY in one transaction.

use std::io::Write;
use std::str::FromStr;
use std::time::Duration;

use postgres::error::SqlState;
use postgres::{Client, Config, NoTls, SimpleQueryMessage};

use super::dump::quoted;
use super::{Begun, Mark, Sink, Source};
use crate::measure::Day;
use crate::seed::cell::{Layout, Sheet};
use crate::seed::schema::{DATA_SET, Dialect, Table, objects};
use crate::seed::{SeedError, Target};

/// A connection.
pub struct Postgres {
    name: String,
    schema: String,
    user: String,
    client: Client,
}

impl Postgres {
    /// Connects; `url` may hold a password, which no error tells.
    pub fn connect(url: &str, schema: &str) -> Result<Postgres, SeedError> {
        let name = Target::Postgres(url.to_owned()).to_string();
        let unconnected = |reason: String| SeedError::Connect { target: name.clone(), reason };
        let mut config = Config::from_str(url).map_err(|error| unconnected(format!("the URL is wrong: {error}")))?;
        if config.get_password().is_none()
            && let Ok(password) = std::env::var("PGPASSWORD")
        {
            config.password(password);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(20));
        }
        config.application_name("bluedeck");
        let user = config.get_user().unwrap_or("").to_owned();
        let client = config.connect(NoTls).map_err(|error| unconnected(reason(&error, &user)))?;
        Ok(Postgres { name, schema: schema.to_owned(), user, client })
    }

    /// Connects to look at what is there: one moment of it, and nothing can be changed.
    pub fn look(url: &str, schema: &str) -> Result<Postgres, SeedError> {
        let mut own = Postgres::connect(url, schema)?;
        own.run("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        own.run(&format!("SET LOCAL search_path = {}", quoted(schema)))?;
        Ok(own)
    }

    fn told(&self, error: &postgres::Error) -> SeedError {
        SeedError::Refused { target: self.name.clone(), reason: reason(error, &self.user) }
    }

    fn run(&mut self, sql: &str) -> Result<(), SeedError> {
        self.client.batch_execute(sql).map_err(|error| self.told(&error))
    }

    /// Tables, views and the like in the schema: name and kind.
    fn relations(&mut self) -> Result<Vec<(String, &'static str)>, SeedError> {
        let sql = "SELECT c.relname::text, c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                   WHERE n.nspname = $1 AND c.relkind NOT IN ('i', 'I', 't', 'c')";
        let rows = self.client.query(sql, &[&self.schema]).map_err(|error| self.told(&error))?;
        let kind = |kind: &str| match kind {
            "v" => "a view",
            "m" => "a materialized view",
            "S" => "a sequence",
            "f" => "a foreign table",
            _ => "a table",
        };
        Ok(rows.iter().map(|row| (row.get(0), kind(row.get(1)))).collect())
    }

    /// The mark that is there.
    fn mark(&mut self) -> Result<Mark, SeedError> {
        let columns: Vec<String> = DATA_SET.columns.iter().map(|column| format!("{}::text", column.name)).collect();
        let sql = format!("SELECT {} FROM {}.{}", columns.join(", "), quoted(&self.schema), DATA_SET.name);
        let row = match self.client.query_opt(&sql, &[]) {
            Ok(row) => row,
            Err(error) if error.code() == Some(&SqlState::UNDEFINED_COLUMN) => None,
            Err(error) => return Err(self.told(&error)),
        };
        let Some(row) = row else { return Err(self.foreign("a table", DATA_SET.name)) };
        let text = |at: usize| row.get::<_, Option<String>>(at).unwrap_or_default();
        Ok(Mark {
            data_set_id: text(0),
            selection_id: text(1),
            schema_version: text(2).parse().unwrap_or(0),
            format_version: text(3).parse().unwrap_or(0),
            profile: text(4),
            seed: text(5).parse().unwrap_or(0),
            as_of: Day::read(&text(6)),
            accounts: text(7).parse().unwrap_or(0),
            documents: text(8),
            fhir_versions: text(9),
            shape: text(10),
            program: text(11),
            objects: text(12),
        })
    }

    fn foreign(&self, kind: &'static str, name: &str) -> SeedError {
        let advice = "name another schema with --schema, or another database";
        SeedError::Foreign { target: self.name.clone(), kind, name: format!("{}.{name}", self.schema), advice }
    }

    fn drop_own(&mut self, there: &Mark, relations: &[(String, &'static str)]) -> Result<(), SeedError> {
        for name in there.objects.split(',') {
            if let Some((_, kind)) = relations.iter().find(|(own, _)| own == name) {
                let kind = if *kind == "a view" { "VIEW" } else { "TABLE" };
                self.run(&format!("DROP {kind} {name}"))?;
            }
        }
        Ok(())
    }
}

impl Sink for Postgres {
    fn layout(&self) -> Layout {
        Layout::Copy
    }

    fn begin(&mut self, mark: &Mark, replace: bool) -> Result<Begun, SeedError> {
        // Two runs at once: the later one waits, and then finds what the earlier one left.
        let schema = quoted(&self.schema);
        let lock = format!("SELECT pg_advisory_xact_lock(hashtext('bluedeck ' || {}))", literal(&self.schema));
        self.run(&format!("BEGIN; {lock}; SET LOCAL client_min_messages = warning"))?;
        let relations = self.relations()?;
        if relations.iter().any(|(name, _)| name == DATA_SET.name) {
            let there = self.mark()?;
            if there.id() == mark.id() && !replace {
                self.run("ROLLBACK")?;
                return Ok(Begun::Already);
            }
            if !replace {
                return Err(SeedError::Other { target: self.name.clone(), found: there.told(), expected: mark.told() });
            }
            self.run(&format!("SET LOCAL search_path = {schema}"))?;
            self.drop_own(&there, &relations)?;
        }
        let left = self.relations()?;
        if let Some((name, kind)) = left.iter().find(|(name, _)| objects().contains(&name.as_str())) {
            return Err(self.foreign(kind, name));
        }
        let sql = "SELECT count(*) FROM pg_namespace WHERE nspname = $1";
        let there = self.client.query_one(sql, &[&self.schema]).map_err(|error| self.told(&error))?;
        if there.get::<_, i64>(0) == 0 {
            self.run(&format!("CREATE SCHEMA {schema}"))?;
        }
        self.run(&format!("SET LOCAL search_path = {schema}"))?;
        Dialect::Postgres.ddl().before.iter().try_for_each(|statement| self.run(statement))?;
        Ok(Begun::Ready)
    }

    fn write(&mut self, table: &'static Table, sheets: &[&Sheet]) -> Result<(), SeedError> {
        // The tables are of this transaction, so their rows can be frozen as they come.
        let sql = format!("COPY {} ({}) FROM STDIN WITH (FREEZE)", table.name, table.list());
        let copied = self.client.copy_in(&sql).and_then(|mut copy| {
            for sheet in sheets {
                // What went wrong is told when the COPY is finished.
                if copy.write_all(sheet.bytes()).is_err() {
                    break;
                }
            }
            copy.finish()
        });
        copied.map(drop).map_err(|error| self.told(&error))
    }

    fn finish(&mut self, mark: &Mark) -> Result<(), SeedError> {
        Dialect::Postgres.ddl().after.iter().try_for_each(|statement| self.run(statement))?;
        let mut sheet = Sheet::new(Layout::Copy, DATA_SET.columns);
        mark.row(&mut sheet);
        self.write(DATA_SET, &[&sheet])?;
        if let Err(error) = self.client.batch_execute("COMMIT") {
            // Whoever loses the connection now does not learn what became of it.
            let is_unknown = error.as_db_error().is_none();
            let unsure = || SeedError::Unsure { target: self.name.clone(), reason: reason(&error, &self.user) };
            return Err(if is_unknown { unsure() } else { self.told(&error) });
        }
        Ok(())
    }
}

impl Source for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn mark(&mut self) -> Result<Option<Mark>, SeedError> {
        let there = self.relations()?.iter().any(|(name, _)| name == DATA_SET.name);
        there.then(|| Postgres::mark(self)).transpose()
    }

    fn rows(&mut self, sql: &str) -> Result<Vec<Vec<String>>, SeedError> {
        let told = self.client.simple_query(sql).map_err(|error| self.told(&error))?;
        let texts = |message: &SimpleQueryMessage| match message {
            SimpleQueryMessage::Row(row) => {
                Some((0..row.len()).map(|at| row.get(at).unwrap_or_default().to_owned()).collect())
            }
            _ => None,
        };
        Ok(told.iter().filter_map(texts).collect())
    }
}

/// A text in a statement.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What went wrong, and what to do.
fn reason(error: &postgres::Error, user: &str) -> String {
    let Some(told) = error.as_db_error() else {
        let (mut text, mut is_io) = (error.to_string(), error.is_closed());
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            is_io |= cause.is::<std::io::Error>();
            let more = cause.to_string();
            if !text.contains(&more) {
                text = format!("{text}: {more}");
            }
            source = cause.source();
        }
        let is_connected = !text.starts_with("error connecting");
        let lost = is_io && is_connected;
        return if lost { format!("lost the connection ({text}): look at the server and run it again") } else { text };
    };
    let message = told.message();
    match told.code() {
        code if *code == SqlState::INVALID_PASSWORD || *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            format!(
                "the server does not let user `{user}` in ({message}): look at user and password of the URL, or at PGPASSWORD"
            )
        }
        code if *code == SqlState::INVALID_CATALOG_NAME => format!("{message}: create it first (createdb)"),
        code if *code == SqlState::INSUFFICIENT_PRIVILEGE => {
            format!(
                "user `{user}` lacks a permission ({message}): GRANT CREATE ON DATABASE, or name a schema that it owns with --schema"
            )
        }
        code if *code == SqlState::DISK_FULL => {
            format!("the server's disk is full ({message}): make room, or seed fewer accounts or documents")
        }
        code if *code == SqlState::DEPENDENT_OBJECTS_STILL_EXIST => {
            let detail = told.detail().unwrap_or_default().replace('\n', ", ");
            format!("something that bluedeck did not make needs its tables ({message}: {detail}): drop that first")
        }
        code if *code == SqlState::ADMIN_SHUTDOWN || *code == SqlState::CRASH_SHUTDOWN => {
            format!("lost the connection ({message}): look at the server and run it again")
        }
        _ => match (told.detail(), told.where_()) {
            (Some(detail), _) => format!("{message} ({detail})"),
            (None, Some(place)) => format!("{message} ({place})"),
            (None, None) => message.to_owned(),
        },
    }
}

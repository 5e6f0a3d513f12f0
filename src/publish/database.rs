//! The SQLite form: what `seed sqlite:bluedeck.db` makes of a size, as one file that is ready to be asked.
//!
//! The bytes follow from data set, size and options alone: rows are written in one order by one transaction into a new file,
//! whatever the number of threads, by the SQLite that is compiled into this program. Must not know tables.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::PublishError;
use super::pack::Pack;
use super::plan::{PublishPlan, Size};
use crate::press::Progress;
use crate::seed::{self, Documents, Plan, SeedError, Target};

/// The file, where it is made and in the archive.
const NAME: &str = "bluedeck.db";

/// Where the database of a size is made: beside what the press made of it, which lets no strangers in.
fn directory(stage: &Path) -> PathBuf {
    stage.with_added_extension("database")
}

/// Makes the database of a size.
pub(super) fn make(plan: &PublishPlan, size: Size, stage: &Path, progress: &dyn Progress) -> Result<(), PublishError> {
    // What a run that was stopped left is half of one.
    remove(stage)?;
    let directory = directory(stage);
    std::fs::create_dir_all(&directory).map_err(PublishError::io("create", &directory))?;
    let accounts = plan.data_set.roster.select(&size.selection());
    let seeding = Plan {
        accounts: accounts.map_err(|error| PublishError::Usage(error.to_string()))?,
        documents: if plan.versions.is_empty() { Documents::None } else { documents(size) },
        versions: plan.versions.clone(),
        shape: plan.shape,
        include: plan.include,
        base_url: plan.base_url.clone(),
        threads: plan.threads,
        ..Plan::default()
    };
    match seed::run(plan.data_set, &seeding, &Target::Sqlite(directory.join(NAME)), progress) {
        Ok(_) => Ok(()),
        Err(SeedError::Stopped) => Err(crate::press::PressError::Stopped.into()),
        Err(error) => Err(error.into()),
    }
}

/// Claims' documents are 98 bytes of 100 of a database: where there are many, bundles and NDJSON are the better place for
/// them, and rows say the same.
fn documents(size: Size) -> Documents {
    if size <= Size::Small { Documents::All } else { Documents::Patients }
}

/// Adds the database to its archive.
pub(super) fn add(stage: &Path, pack: &mut Pack) -> Result<(), PublishError> {
    let path = directory(stage).join(NAME);
    let mut file = File::open(&path).map_err(PublishError::io("read", &path))?;
    let bytes = file.metadata().map_err(PublishError::io("read", &path))?.len();
    pack.add_stream(NAME, bytes, &mut file)?;
    pack.flush()
}

/// Removes the database of a size, if there is one.
pub(super) fn remove(stage: &Path) -> Result<(), PublishError> {
    let directory = directory(stage);
    match directory.exists() {
        true => std::fs::remove_dir_all(&directory).map_err(PublishError::io("remove", &directory)),
        false => Ok(()),
    }
}

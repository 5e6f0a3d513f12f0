//! Makes a release under the work directory: presses each size, packs its archives, and then writes what is told of them.
//!
//! ```text
//! work/lock, plan.json          who works here, and on what
//!      stage/tiny/              what the press made of a size; gone when its archives are packed
//!      stage/tiny.database/     its database, likewise
//!      records/<archive>.json   a finished archive; records/tiny.json: what the size holds
//!      release/                 the release itself
//! ```
//!
//! A run that was stopped goes on from the records. Must not know where the release goes.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::figures::Figures;
use super::pack::{Pack, Packed};
use super::plan::{Form, Packing, PublishPlan, Size, Slot};
use super::previous::{Earlier, Previous};
use super::release::{Kind, Listed, OfVersion, SizeTotals};
use super::{Pages, PublishError, bulk, database, members, package};
use crate::fhir::{Shape, Version};
use crate::press::aside::write_whole;
use crate::press::pool::in_pool;
use crate::press::{
    Compress, Compressor, Emit, FileRecord, Layout, Manifest, OnExisting, Plan, PressError, Progress, Silent, run,
};

/// Where a release is made.
pub(super) struct Workshop {
    pub root: PathBuf,
    // Held open: the operating system ends the lock with the process, however it ends.
    _lock: File,
}

/// What identifies the release being made; a stopped run goes on only where it is the same.
#[derive(Serialize)]
struct Settings<'a> {
    version: String,
    data_set: String,
    program: &'static str,
    sizes: &'a [Size],
    forms: &'a [Form],
    fhir: Vec<&'static str>,
    packings: &'a [Packing],
    shape: &'static str,
    include: Vec<String>,
    base_url: &'a str,
    flags: &'a str,
    /// SHA-256 of the manifest of the version that it is compared with.
    previous: Option<&'a str>,
}

/// What all archives of a release came to.
pub(super) struct Made {
    pub sizes: Vec<SizeTotals>,
    pub files: Vec<Listed>,
    pub compressors: Vec<Compressor>,
    pub figures: Option<Figures>,
}

impl Workshop {
    /// Locks the work directory for this plan.
    pub fn open(plan: &PublishPlan, earlier: Option<&Earlier>) -> Result<Workshop, PublishError> {
        let root = plan.work.clone();
        for directory in ["stage", "records", "release"] {
            let path = root.join(directory);
            std::fs::create_dir_all(&path).map_err(PublishError::io("create", &path))?;
        }
        let path = root.join("lock");
        let lock = File::create(&path).map_err(PublishError::io("create", &path))?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(PublishError::Busy { work: root }),
            // A file system without locks: two at a time are the user's to avoid.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        let workshop = Workshop { root, _lock: lock };
        workshop.settle(&Settings::of(plan, earlier))?;
        Ok(workshop)
    }

    fn settle(&self, settings: &Settings) -> Result<(), PublishError> {
        let path = self.root.join("plan.json");
        let wanted = serde_json::to_value(settings).expect("settings are plain JSON");
        if let Ok(bytes) = std::fs::read(&path) {
            let found: Value = serde_json::from_slice(&bytes).unwrap_or_default();
            let differs = |key: &String| found.get(key) != wanted.get(key);
            let keys: Vec<String> = wanted.as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default();
            return match keys.into_iter().find(differs) {
                None => Ok(()),
                Some(key) => {
                    let text = |value: &Value| value.get(&key).cloned().unwrap_or_default().to_string();
                    let difference = format!("{key}: found {}, expected {}", text(&found), text(&wanted));
                    Err(PublishError::OtherWork { work: self.root.clone(), difference })
                }
            };
        }
        self.keep("plan.json", &wanted)
    }

    fn keep<T: Serialize>(&self, name: &str, value: &T) -> Result<(), PublishError> {
        let bytes = serde_json::to_vec_pretty(value).expect("a record is plain JSON");
        write_whole(&self.root, name, &bytes, 0, &Silent)?;
        Ok(())
    }

    fn kept<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Option<T> {
        let bytes = std::fs::read(self.root.join(format!("records/{name}.json"))).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Where the files of the release are.
    pub fn release(&self) -> PathBuf {
        self.root.join("release")
    }

    /// Removes everything: the release is published.
    pub fn remove(self) -> Result<(), PublishError> {
        std::fs::remove_dir_all(&self.root).map_err(PublishError::io("remove", &self.root))
    }

    /// Makes all archives, packages and single files.
    pub fn make(&self, plan: &PublishPlan, pages: &Pages, progress: &dyn Progress) -> Result<Made, PublishError> {
        in_pool(plan.threads, || self.make_all(plan, pages, progress)).map_err(PressError::from)?
    }

    fn make_all(&self, plan: &PublishPlan, pages: &Pages, progress: &dyn Progress) -> Result<Made, PublishError> {
        let mut made = Made { sizes: Vec::new(), files: Vec::new(), compressors: Vec::new(), figures: None };
        for &size in &plan.sizes {
            let (totals, files) = self.make_size(plan, size, pages, progress)?;
            made.sizes.push(totals);
            made.files.extend(files);
        }
        made.files.extend(self.make_packages(plan, pages, progress)?);
        made.files.sort_by(|one, other| one.path.cmp(&other.path));
        made.compressors = compressors(plan);
        made.figures = plan.sizes.last().map(|&size| self.make_figures(plan, size)).transpose()?;
        Ok(made)
    }

    fn make_size(
        &self,
        plan: &PublishPlan,
        size: Size,
        pages: &Pages,
        progress: &dyn Progress,
    ) -> Result<(SizeTotals, Vec<Listed>), PublishError> {
        let slots = plan.slots(size);
        let archives: Vec<(Slot, Packing)> =
            slots.iter().flat_map(|&slot| plan.packings.iter().map(move |&packing| (slot, packing))).collect();
        let name = |&(slot, packing): &(Slot, Packing)| format!("{}{}", slot.stem(&pages.version), packing.suffix());
        let bulk_name = format!("bulk-{}", size.name());
        let with_bulk = size.loads_alone() && plan.forms.contains(&Form::Ndjson);
        let done: Vec<Option<Listed>> = archives.iter().map(|archive| self.finished(&name(archive))).collect();
        let bulk_done: Option<Vec<Listed>> = if with_bulk {
            self.kept(&bulk_name).filter(|files: &Vec<Listed>| self.all_there(files))
        } else {
            Some(Vec::new())
        };
        let totals: Option<SizeTotals> = self.kept(size.name());
        if let (Some(totals), true, Some(bulk)) = (totals, done.iter().all(Option::is_some), &bulk_done) {
            return Ok((totals, done.into_iter().flatten().chain(bulk.iter().cloned()).collect()));
        }
        let stage = self.root.join("stage").join(size.name());
        let manifest = self.press(plan, size, &stage, plan.shape, plan.emit(), progress)?;
        let totals = totals_of(size, &manifest);
        self.keep(&format!("records/{}.json", size.name()), &totals)?;
        let wanted = |(at, archive): (usize, &(Slot, Packing))| archive.0.form == Form::Sqlite && done[at].is_none();
        if archives.iter().enumerate().any(wanted) {
            database::make(plan, size, &stage, progress)?;
        }
        let make = |(at, archive): (usize, &(Slot, Packing))| match &done[at] {
            Some(listed) => Ok(listed.clone()),
            None => self.pack(plan, archive.0, archive.1, &stage, &manifest, pages, progress),
        };
        let packed: Result<Vec<Listed>, PublishError> = archives.par_iter().enumerate().map(make).collect();
        let mut files = packed?;
        let bulk = match bulk_done {
            Some(files) => files,
            None => {
                let made = bulk::make(plan, size, &stage, &manifest, &self.release(), &pages.version, progress)?;
                self.keep(&format!("records/{bulk_name}.json"), &made)?;
                made
            }
        };
        files.extend(bulk);
        database::remove(&stage)?;
        std::fs::remove_dir_all(&stage).map_err(PublishError::io("remove", &stage))?;
        Ok((totals, files))
    }

    fn make_figures(&self, plan: &PublishPlan, size: Size) -> Result<Figures, PublishError> {
        if let Some(kept) = self.kept("figures") {
            return Ok(kept);
        }
        let accounts = plan.data_set.roster.select(&size.selection());
        let accounts = accounts.map_err(|error| PublishError::Usage(error.to_string()))?;
        let figures = Figures::of(plan.data_set, size, &accounts);
        self.keep("records/figures.json", &figures)?;
        Ok(figures)
    }

    /// What differs from the version before.
    pub fn compare(&self, earlier: &Earlier, made: &Made) -> Result<Previous, PublishError> {
        if let Some(kept) = self.kept("previous") {
            return Ok(kept);
        }
        let previous = earlier.compare(&made.sizes, &made.files, self)?;
        self.keep("records/previous.json", &previous)?;
        Ok(previous)
    }

    /// An archive that an earlier run finished and that is still there.
    fn finished(&self, name: &str) -> Option<Listed> {
        self.kept(name).filter(|listed: &Listed| self.all_there(std::slice::from_ref(listed)))
    }

    /// Sizes are compared here; the digests when everything is published.
    fn all_there(&self, files: &[Listed]) -> bool {
        let there = |file: &Listed| std::fs::metadata(self.release().join(&file.path)).map(|data| data.len());
        files.iter().all(|file| there(file).is_ok_and(|bytes| bytes == file.bytes))
    }

    fn press(
        &self,
        plan: &PublishPlan,
        size: Size,
        stage: &Path,
        shape: Shape,
        emit: Emit,
        progress: &dyn Progress,
    ) -> Result<Manifest, PublishError> {
        let accounts = plan.data_set.roster.select(&size.selection());
        let press = Plan {
            out: stage.to_path_buf(),
            emit,
            versions: if plan.versions.is_empty() { vec![Version::R4] } else { plan.versions.clone() },
            shape,
            include: plan.include,
            base_url: plan.base_url.clone(),
            layout: Layout::Tar,
            compress: Compress::default(),
            threads: plan.threads,
            shard: None,
            on_existing: OnExisting::Resume,
            accounts: accounts.map_err(|error| PublishError::Usage(error.to_string()))?,
        };
        run(plan.data_set, &press, progress)?;
        Ok(Manifest::read(&stage.join("manifest.json"))?)
    }

    #[allow(clippy::too_many_arguments, reason = "what an archive is made of")]
    fn pack(
        &self,
        plan: &PublishPlan,
        slot: Slot,
        packing: Packing,
        stage: &Path,
        manifest: &Manifest,
        pages: &Pages,
        progress: &dyn Progress,
    ) -> Result<Listed, PublishError> {
        let top = slot.stem(&pages.version);
        let mut pack = Pack::create(&self.release(), &top, packing, progress)?;
        pages.front(plan, slot, manifest, &mut pack)?;
        members::add(slot, stage, manifest, &mut pack)?;
        let Packed { file, members } = pack.finish(manifest.accounts)?;
        let listed = Listed {
            size: Some(slot.size),
            form: Some(slot.form),
            fhir: slot.fhir.map(|fhir| fhir.name().to_owned()),
            packing: Some(packing),
            members: Some(members),
            ..listed(file, Kind::Archive)
        };
        self.keep(&format!("records/{}.json", listed.path), &listed)?;
        Ok(listed)
    }

    fn make_packages(
        &self,
        plan: &PublishPlan,
        pages: &Pages,
        progress: &dyn Progress,
    ) -> Result<Vec<Listed>, PublishError> {
        if plan.versions.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(made) = self.kept("packages").filter(|files: &Vec<Listed>| self.all_there(files)) {
            return Ok(made);
        }
        let stage = self.root.join("stage/packages");
        let emit = Emit { ndjson: true, ..Emit::NOTHING };
        let manifest = self.press(plan, Size::Tiny, &stage, Shape::Valid, emit, progress)?;
        let make = |&fhir: &Version| package::make(plan, fhir, &stage, &manifest, &self.release(), pages, progress);
        let made = plan.versions.iter().map(make).collect::<Result<Vec<Listed>, PublishError>>()?;
        self.keep("records/packages.json", &made)?;
        std::fs::remove_dir_all(&stage).map_err(PublishError::io("remove", &stage))?;
        Ok(made)
    }
}

impl Settings<'_> {
    fn of<'a>(plan: &'a PublishPlan, earlier: Option<&'a Earlier>) -> Settings<'a> {
        Settings {
            version: plan.version.to_string(),
            data_set: plan.data_set.id(),
            program: env!("CARGO_PKG_VERSION"),
            sizes: &plan.sizes,
            forms: &plan.forms,
            fhir: plan.versions.iter().map(|version| version.name()).collect(),
            packings: &plan.packings,
            shape: plan.shape.name(),
            include: plan.include.names(),
            base_url: &plan.base_url,
            flags: &plan.flags,
            previous: earlier.map(|earlier| earlier.manifest.as_str()),
        }
    }
}

/// A file's record as a release lists it.
pub(super) fn listed(file: FileRecord, kind: Kind) -> Listed {
    Listed {
        uncompressed_bytes: Some(file.uncompressed_bytes),
        blake3: Some(file.blake3),
        accounts: Some(file.accounts),
        records: file.records,
        bytes: file.bytes,
        sha256: file.sha256,
        kind,
        ..Listed::page(&file.path, &[])
    }
}

fn totals_of(size: Size, manifest: &Manifest) -> SizeTotals {
    let of =
        |version: &crate::press::VersionTotals| OfVersion { fhir: version.fhir.clone(), resources: version.resources };
    let versions = manifest.versions.iter().map(of).collect();
    SizeTotals { size, accounts: manifest.accounts, claims: manifest.claims, versions }
}

/// What the stored bytes depend on beside the content: zlib-rs always, since packages are gzip.
fn compressors(plan: &PublishPlan) -> Vec<Compressor> {
    let mut methods: Vec<Compress> = plan.packings.iter().map(|packing| packing.compress()).collect();
    if !methods.contains(&Compress::Gzip) {
        methods.push(Compress::Gzip);
    }
    methods.into_iter().filter_map(Compressor::of).collect()
}

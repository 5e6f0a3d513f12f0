//! The whole of a publish: made in the work directory, then uploaded. And what it would do.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Serialize;

use super::make::{Made, Workshop};
use super::pages::{program, rebuild};
use super::plan::NAME;
use super::release::{Documents, Kind, Listed, MANIFEST, Named, Rebuild, Release};
use super::store::Store;
use super::sums::{self, SUMS, Sums};
use super::upload::{self, Uploaded};
use super::{Pages, PublishError, PublishPlan, metadata, page, previous, sign};
use crate::press::Progress;
use crate::press::Silent;
use crate::press::aside::write_whole;
use crate::press::manifest::{LICENCE, NOTICE};

/// Hears of a publish's advance.
pub trait Watch: Progress {
    /// What begins now: one line.
    fn step(&self, _what: &str) {}
}

impl Watch for Silent {}

/// What was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Published {
    pub place: String,
    pub version: String,
    pub data_set: String,
    /// Files of the release, manifest and sums among them.
    pub files: u64,
    pub bytes: u64,
    /// Files that an interrupted publish had left there, found to have the same bytes.
    pub kept: u64,
    /// SHA-256 of SHA256SUMS: the release in 64 digits.
    pub sha256sums: String,
    pub signed: bool,
    /// Whether the pointer was moved to it.
    pub latest: bool,
}

/// What would be published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Preview {
    pub place: String,
    pub version: String,
    pub data_set: String,
    /// What already stands there under that version: nothing, an unfinished publish, a release.
    pub found: &'static str,
    pub latest: Option<String>,
    /// The version that it would be compared with.
    pub previous: Option<String>,
    pub archives: Vec<String>,
    pub accounts: Vec<(String, u64)>,
    pub command: String,
}

/// Makes a release and publishes it at `to`: a directory, `file://` or `s3://`.
pub fn publish(mut plan: PublishPlan, to: &str, watch: &dyn Watch) -> Result<Published, PublishError> {
    plan.checked()?;
    let store = Store::open(to, true)?;
    let version = plan.version.to_string();
    upload::refuse_published(&store, &version)?;
    let earlier = previous::settle(&mut plan, to)?;
    let workshop = Workshop::open(&plan, earlier.as_ref())?;
    let pages = Pages::of(&plan);
    watch.step(&format!("making {} archives", archives(&plan).len()));
    let progress: &dyn Progress = watch;
    let made = workshop.make(&plan, &pages, progress)?;
    let previous = earlier.map(|earlier| workshop.compare(&earlier, &made)).transpose()?;
    let release = Release { previous, ..release_of(&plan, made) };
    let (files, sha256sums) = write_beside(&workshop, &plan, &pages, release)?;
    watch.step(&format!("publishing {} files in {}", files.len(), store.shown()));
    let Uploaded { kept, latest } =
        upload::upload(&store, &plan.version, &workshop.release(), &files, &sha256sums, progress)?;
    let bytes = files.iter().map(|file| file.bytes).sum();
    let published = Published {
        place: store.shown().to_owned(),
        version,
        data_set: plan.data_set.id(),
        files: files.len() as u64,
        bytes,
        kept,
        sha256sums,
        signed: plan.signer.is_some(),
        latest,
    };
    workshop.remove()?;
    Ok(published)
}

/// What [`publish`] would do; writes nothing.
pub fn preview(mut plan: PublishPlan, to: &str) -> Result<Preview, PublishError> {
    plan.checked()?;
    let store = Store::open(to, false)?;
    let version = plan.version.to_string();
    let earlier = previous::settle(&mut plan, to)?;
    let accounts = plan.sizes.iter().map(|&size| {
        let accounts = plan.data_set.roster.select(&size.selection());
        let accounts = accounts.map_err(|error| PublishError::Usage(error.to_string()))?;
        Ok((size.name().to_owned(), accounts.len() as u64))
    });
    Ok(Preview {
        place: store.shown().to_owned(),
        found: upload::found(&store, &version)?,
        latest: upload::releases(&store)?.latest,
        previous: earlier.map(|earlier| earlier.version().to_owned()),
        archives: archives(&plan),
        accounts: accounts.collect::<Result<_, PublishError>>()?,
        data_set: plan.data_set.id(),
        command: rebuild(&plan),
        version,
    })
}

fn archives(plan: &PublishPlan) -> Vec<String> {
    let version = plan.version.to_string();
    let slots = plan.sizes.iter().flat_map(|&size| plan.slots(size));
    let names = slots.flat_map(|slot| plan.packings.iter().map(move |&packing| (slot, packing)));
    names.map(|(slot, packing)| format!("{}{}", slot.stem(&version), packing.suffix())).collect()
}

/// Writes what is told of the archives, the sums, their signature and the manifest; all files in the order of publishing.
fn write_beside(
    workshop: &Workshop,
    plan: &PublishPlan,
    pages: &Pages,
    mut release: Release,
) -> Result<(Vec<Listed>, String), PublishError> {
    let directory = workshop.release();
    let write = |name: &str, bytes: &[u8]| -> Result<Listed, PublishError> {
        write_whole(&directory, name, bytes, 0, &Silent)?;
        Ok(Listed::page(name, bytes))
    };
    for (name, text) in pages.beside(&release) {
        let page = write(name, text.as_bytes())?;
        release.files.push(page);
    }
    let samples = samples(&directory, &release);
    // The metadata lists all files but itself; the page, which lists the metadata too, all but itself.
    release.files.sort_by(|one, other| one.path.cmp(&other.path));
    for (name, text) in
        [("croissant.json", metadata::croissant(&release)), ("datapackage.json", metadata::datapackage(&release))]
    {
        let file = write(name, text.as_bytes())?;
        release.files.push(file);
    }
    release.files.sort_by(|one, other| one.path.cmp(&other.path));
    let index = write("index.html", page::page(&release, &samples).as_bytes())?;
    release.files.push(index);
    release.files.sort_by(|one, other| one.path.cmp(&other.path));
    let manifest = write(MANIFEST, release.text().as_bytes())?;
    let all = release.files.iter().chain([&manifest]);
    let sums: Sums = all.map(|file| (file.path.clone(), file.sha256.clone())).collect();
    let text = sums::text(&sums);
    let mut files = release.files;
    let listed = write(SUMS, text.as_bytes())?;
    let sha256sums = listed.sha256.clone();
    files.push(listed);
    if let Some(signer) = &plan.signer {
        let trusted = format!("{NAME} {} data set {}", plan.version, plan.data_set.id());
        let name = format!("{SUMS}{}", sign::ENDING);
        // Nothing else depends on the key, so that everybody who makes the release again has the same sums.
        files.push(write(sign::PUBLIC, signer.public().as_bytes())?);
        files.push(write(&name, signer.sign(text.as_bytes(), &trusted).as_bytes())?);
    }
    files.push(manifest);
    Ok((files, sha256sums))
}

/// A Patient and a claim of the smallest size, from the single files that lie in the release.
fn samples(directory: &Path, release: &Release) -> Vec<page::Sample> {
    let first = |file: &Listed| -> Option<page::Sample> {
        let stream = flate2::read::MultiGzDecoder::new(File::open(directory.join(&file.path)).ok()?);
        let line = BufReader::new(stream).lines().next()?.ok()?;
        let json = String::from_utf8(crate::fhir::pretty(line.as_bytes())).ok()?;
        Some((format!("the first resource of {}", file.path), json))
    };
    let shown = |file: &&Listed| file.path.ends_with("-Patient.ndjson.gz") || file.path.ends_with(".pde.ndjson.gz");
    let smallest = release.sizes.first().map(|size| size.size);
    release.files.iter().filter(|file| file.size == smallest).filter(shown).filter_map(first).collect()
}

fn release_of(plan: &PublishPlan, made: Made) -> Release {
    let Made { sizes, files, compressors, figures } = made;
    let mut content = blake3::Hasher::new();
    for file in files.iter().filter(|file| file.kind == Kind::Archive) {
        let (name, _) = file.path.split_once(".tar").unwrap_or((&file.path, ""));
        content.update(format!("{name} {}\n", file.blake3.as_deref().unwrap_or_default()).as_bytes());
    }
    Release {
        notice: NOTICE.to_owned(),
        licence: LICENCE.to_owned(),
        release: Named { name: NAME.to_owned(), version: plan.version.to_string() },
        data_set: plan.data_set.identity().described(),
        program: program(),
        compressors,
        documents: Documents {
            shape: plan.shape.name().to_owned(),
            include: plan.include.names(),
            base_url: plan.base_url.clone(),
        },
        rebuild: Rebuild {
            command: rebuild(plan),
            commit: option_env!("BLUEDECK_COMMIT").map(str::to_owned),
            content: content.finalize().to_hex().to_string(),
        },
        sizes,
        figures,
        previous: None,
        files,
    }
}

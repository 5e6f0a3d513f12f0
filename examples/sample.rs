//! Writes a sample for validators to judge: so many claims of each type, in both FHIR versions, with the Patient and
//! Coverage resources of some of their people. `tests/support/sample.rs` says which.
//!
//!     cargo run --example sample -- DIR [CLAIMS] [--shape served|documented|valid]... [--whole=all|PERSONA]...
//!
//! leaves under DIR, for each shape that is asked for (all of them where none is) and for each of `stu3` and `r4`:
//! `patient.ndjson`, `coverage.ndjson`, `eob.<type>.ndjson`, a resource a line, and `bundles.ndjson`, searchsets.
//! CLAIMS, by default 40, is how many of each type. A persona that is named after `--whole` is there with all claims besides,
//! in the same files. Specimens are rendered with everything that `--include` adds. The
//! same call gives the same sample.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use bluedeck::dataset::DataSet;
use bluedeck::fhir::{Context, Include, Renderer, Shape, Version, renderer};
use serde_json::Value;

#[path = "../tests/support/sample.rs"]
mod sample;

use sample::{Origin, Person, Sample};

struct Arguments {
    directory: PathBuf,
    claims: usize,
    shapes: Vec<Shape>,
    whole: Vec<String>,
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    const USAGE: &str = "usage: sample DIR [CLAIMS] [--shape served|documented|valid]... [--whole=all|PERSONA]...";
    let (mut shapes, mut plain, mut whole) = (Vec::new(), Vec::new(), Vec::new());
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--shape" => {
                let name = words.next();
                let named = |shape: &Shape| name.as_deref() == Some(shape.name());
                shapes.push(Shape::ALL.into_iter().find(named).ok_or(USAGE)?);
            }
            _ => match word.strip_prefix("--whole=") {
                Some(name) => whole.push(name.to_owned()),
                None => plain.push(word),
            },
        }
    }
    if shapes.is_empty() {
        shapes.extend(Shape::ALL);
    }
    match plain.as_slice() {
        [directory] => Ok(Arguments { directory: directory.into(), claims: 40, shapes, whole }),
        [directory, claims] => Ok(Arguments { directory: directory.into(), claims: claims.parse()?, shapes, whole }),
        _ => Err(USAGE.into()),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { directory, claims, shapes, whole } = arguments()?;
    let sample = Sample::of(claims, &whole.iter().map(String::as_str).collect::<Vec<_>>())?;
    for shape in shapes {
        for version in Version::ALL {
            write(&directory.join(shape.name()).join(version.name()), &sample, shape, version)?;
        }
    }
    let told: usize = sample.whole.iter().map(|person| person.claims.len()).sum();
    eprintln!(
        "{claims} claims of each type, {} people, {} personas whole with {told} claims, in {}",
        sample.people.len(),
        sample.whole.len(),
        directory.display()
    );
    Ok(())
}

fn context(data_set: &DataSet, shape: Shape, include: Include) -> Context<'_> {
    let base_url = "https://sandbox.bluebutton.cms.gov";
    Context { codes: &data_set.codes, shape, include, base_url, namespace: data_set.namespace() }
}

/// A renderer for each data set, and one for specimens.
fn renderers(sample: &Sample, shape: Shape, version: Version) -> BTreeMap<Origin, Box<dyn Renderer + '_>> {
    let everything = Include { tax_numbers: true, identifiers: true, address: true };
    let spans = (0..sample.coherent.len()).map(Origin::Coherent);
    let of = |origin| {
        let include = if origin == Origin::Specimen { everything } else { Include::default() };
        (origin, renderer(version, context(sample.data_set(origin), shape, include)))
    };
    spans.chain([Origin::Faithful, Origin::Specimen]).map(of).collect()
}

fn write(folder: &Path, sample: &Sample, shape: Shape, version: Version) -> Result<(), Box<dyn Error>> {
    let renderers = renderers(sample, shape, version);
    let of = |person: &Person| renderers[&person.origin].as_ref();
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut add = |file: String, render: &dyn Fn(&mut Vec<u8>)| {
        let lines = files.entry(file).or_default();
        render(lines);
        lines.push(b'\n');
    };
    for person in sample.people.iter().chain(&sample.whole) {
        let renderer = of(person);
        for claim in &person.claims {
            add(format!("eob.{}", claim.claim_type().name()), &|out| renderer.claim(claim, out));
        }
        if person.shown {
            add("patient".to_owned(), &|out| renderer.patient(&person.beneficiary, &person.history, out));
            let mut bundle = Vec::new();
            renderer.coverage(&person.beneficiary, &mut bundle);
            for resource in resources(&bundle)? {
                add("coverage".to_owned(), &|out| out.extend(resource.to_string().bytes()));
            }
        }
    }
    for person in &sample.searched {
        let renderer = of(person);
        add("bundles".to_owned(), &|out| renderer.coverage(&person.beneficiary, out));
        add("bundles".to_owned(), &|out| renderer.claims(&person.beneficiary, &person.claims, out));
    }
    fs::create_dir_all(folder)?;
    for (file, lines) in files {
        fs::write(folder.join(format!("{file}.ndjson")), lines)?;
    }
    Ok(())
}

/// The resources of a searchset.
fn resources(bundle: &[u8]) -> Result<Vec<Value>, Box<dyn Error>> {
    let mut bundle: Value = serde_json::from_slice(bundle)?;
    let entries = bundle["entry"].take();
    Ok(entries.as_array().into_iter().flatten().map(|entry| entry["resource"].clone()).collect())
}

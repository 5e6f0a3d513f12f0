//! How fast documents are rendered, by FHIR version and kind, beside copying the same bytes.
//!
//! Method: one thread. The claims are those of the last accounts of the default data set, from the last account on, until
//! 200 of a type are there; Patients and Coverages are those of 200 accounts. A sample renders all of them, one
//! after another, into one buffer that is emptied and kept, as `generate` does for an account. What is measured is
//! claim to JSON; making the claims is not. `copy` copies the bytes of the same documents, one `memcpy` a document:
//! what no renderer can pass. Bytes are bytes of JSON; MB = 10^6.
//!
//! Run `cargo bench --bench render`, with nothing else on the machine; `cargo bench --bench render -- pde` runs one
//! kind. The goal is 1 GB/s for every kind.

use std::fmt;
use std::sync::LazyLock;

use bluedeck::claim::{Beneficiary, Claim, ClaimType};
use bluedeck::dataset::{DataSet, Options};
use bluedeck::fhir::{Context, Include, Renderer, Shape, Version, renderer};
use divan::Bencher;
use divan::counter::BytesCount;

/// Documents of a kind that a sample renders.
const DOCUMENTS: usize = 200;

#[derive(Clone, Copy)]
enum Kind {
    Patient,
    Coverage,
    Claim(ClaimType),
}

/// One line of the result.
#[derive(Clone, Copy)]
struct Case {
    version: Version,
    kind: Kind,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            Kind::Patient => "patient",
            Kind::Coverage => "coverage",
            Kind::Claim(claim_type) => claim_type.name(),
        };
        write!(f, "{} {kind}", self.version.name())
    }
}

/// Every version and kind of document that the data set holds.
fn cases() -> Vec<Case> {
    let claims = ClaimType::ALL.into_iter().filter(|claim_type| !claims(*claim_type).is_empty()).map(Kind::Claim);
    let kinds: Vec<Kind> = [Kind::Patient, Kind::Coverage].into_iter().chain(claims).collect();
    Version::ALL.into_iter().flat_map(|version| kinds.iter().map(move |&kind| Case { version, kind })).collect()
}

/// What is rendered.
struct Material {
    data_set: DataSet,
    beneficiaries: Vec<Beneficiary>,
    claims: Vec<Claim>,
}

static MATERIAL: LazyLock<Material> = LazyLock::new(|| {
    let data_set = DataSet::open(&Options::default()).expect("the embedded tables load");
    let mut material = Material { beneficiaries: Vec::new(), claims: Vec::new(), data_set };
    let mut counts = [0; 8];
    // The last cohort comes first: only it has Part D events.
    for &number in material.data_set.roster.numbers().iter().rev() {
        let hand = material.data_set.hand(number);
        material.beneficiaries.push(hand.beneficiary);
        for claim in hand.claims {
            let count = &mut counts[claim.claim_type() as usize];
            *count += 1;
            if *count <= DOCUMENTS {
                material.claims.push(claim);
            }
        }
        let accounts = material.beneficiaries.len();
        if accounts >= 4_000 || accounts >= DOCUMENTS && counts[ClaimType::Inpatient as usize] >= DOCUMENTS {
            break;
        }
    }
    material.beneficiaries.truncate(DOCUMENTS);
    material
});

fn claims(claim_type: ClaimType) -> Vec<&'static Claim> {
    MATERIAL.claims.iter().filter(|claim| claim.claim_type() == claim_type).collect()
}

fn renderer_of(version: Version) -> Box<dyn Renderer> {
    let base_url = "https://sandbox.bluebutton.cms.gov";
    let (codes, namespace) = (&MATERIAL.data_set.codes, MATERIAL.data_set.namespace());
    renderer(version, Context { codes, shape: Shape::Served, include: Include::default(), base_url, namespace })
}

/// Renders every document of a kind, calling `done` after each.
fn render_all(
    renderer: &dyn Renderer,
    kind: Kind,
    claims: &[&Claim],
    out: &mut Vec<u8>,
    mut done: impl FnMut(&mut Vec<u8>),
) {
    match kind {
        Kind::Patient => MATERIAL.beneficiaries.iter().for_each(|beneficiary| {
            renderer.patient(beneficiary, &[], out);
            done(out);
        }),
        Kind::Coverage => MATERIAL.beneficiaries.iter().for_each(|beneficiary| {
            renderer.coverage(beneficiary, out);
            done(out);
        }),
        Kind::Claim(_) => claims.iter().for_each(|claim| {
            renderer.claim(claim, out);
            done(out);
        }),
    }
}

fn claims_of(kind: Kind) -> Vec<&'static Claim> {
    match kind {
        Kind::Claim(claim_type) => claims(claim_type),
        Kind::Patient | Kind::Coverage => Vec::new(),
    }
}

#[divan::bench(args = cases())]
fn render(bencher: Bencher<'_, '_>, case: Case) {
    let (renderer, claims) = (renderer_of(case.version), claims_of(case.kind));
    let mut out = Vec::new();
    let mut bytes = 0;
    render_all(&*renderer, case.kind, &claims, &mut out, |out| {
        bytes += out.len();
        out.clear();
    });
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        render_all(&*renderer, case.kind, &claims, &mut out, |out| {
            divan::black_box(&out[..]);
            out.clear();
        });
    });
}

#[divan::bench(args = cases())]
fn copy(bencher: Bencher<'_, '_>, case: Case) {
    let (renderer, claims) = (renderer_of(case.version), claims_of(case.kind));
    let mut out = Vec::new();
    let mut documents = Vec::new();
    render_all(&*renderer, case.kind, &claims, &mut out, |out| {
        documents.push(out.clone());
        out.clear();
    });
    let bytes: usize = documents.iter().map(Vec::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for document in &documents {
            out.extend_from_slice(divan::black_box(document));
            divan::black_box(&out[..]);
            out.clear();
        }
    });
}

/// Making a renderer: what `show` pays before its first byte.
#[divan::bench(args = Version::ALL.map(Version::name))]
fn make_renderer(version: &str) -> Box<dyn Renderer> {
    renderer_of(Version::ALL.into_iter().find(|known| known.name() == version).expect("one of the two"))
}

fn main() {
    divan::main();
}

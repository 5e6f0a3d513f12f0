//! Which codes the tables of a data set hold, so that a code that no claim can carry is doubted.
//!
//! Responsible for the lists by code system, and for the nearest code of one that is not listed. Claims of other origin may
//! carry other codes: a doubt is no refusal.

use std::collections::BTreeSet;
use std::fmt;

use super::code::{Pattern, System};
use super::near::nearest_code;
use crate::codes::{Codes, HOSPICE_SITES, Hipps, HippsPart, Invented, LoadError, Source, Table, UNLISTED, is_owned};
use crate::measure::Text;

/// The revenue centre of a bill's total.
const TOTAL: &str = "0001";

/// What the set of 2017 has where codes were masked.
const FILLERS: [(System, &str); 2] = [(System::Diagnosis, "9999999"), (System::Ndc, "99999999999")];

/// The codes of the tables, by system.
pub struct KnownCodes<'a> {
    codes: [BTreeSet<Text>; 6],
    hipps: &'a [HippsPart],
    invented: Option<&'a Invented>,
}

/// A code that the tables do not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// What was asked for.
    asked: String,
    /// What it could be.
    systems: Vec<System>,
    nearest: Option<String>,
    /// What a data set without owned codes tells in its place.
    told: Option<String>,
}

impl<'a> KnownCodes<'a> {
    /// The lists of a data set's tables; `source` is what they were read from.
    pub fn load(codes: &'a Codes, source: &Source) -> Result<KnownCodes<'a>, LoadError> {
        let clinical = &*codes.clinical;
        let mut known = KnownCodes { codes: Default::default(), hipps: &clinical.hipps, invented: codes.invented() };
        known.add(System::Diagnosis, clinical.icd9.iter().chain(&clinical.icd10).map(|own| &own.code));
        known.add(System::Diagnosis, clinical.causes.iter().map(|own| &own.code));
        known.add(System::Procedure, clinical.procedures.iter().map(|own| &own.code));
        known.add(System::Hcpcs, clinical.services.iter().map(|own| &own.code));
        known.add(System::Hcpcs, clinical.dme.iter().map(|own| &own.code));
        known.add(System::Hcpcs, clinical.facility.iter().map(|own| &own.code));
        known.add(System::Hcpcs, clinical.injections.iter().map(|own| &own.code));
        known.add(System::Hcpcs, &HOSPICE_SITES.map(Text::of));
        known.add(System::Ndc, clinical.drugs.iter().map(|own| &own.ndc));
        known.add(System::Ndc, clinical.injections.iter().map(|own| &own.ndc));
        known.add(System::Drg, clinical.cms_drgs.iter().chain(&clinical.ms_drgs).map(|own| &own.code));
        known.add(System::Revenue, clinical.revenue.iter().map(|own| &own.code));
        known.add(System::Revenue, [&Text::of(TOTAL)]);
        FILLERS.iter().for_each(|(system, filler)| known.add(*system, [&Text::of(filler)]));
        known.read_lines(source)?;
        if let Some(invented) = codes.invented() {
            let services = &mut known.codes[System::Hcpcs as usize];
            services.retain(|code| !is_owned(code.as_str()));
            services.extend(invented.services().map(|(_, new)| Text::from(new)));
            services.insert(Text::of(UNLISTED));
        }
        Ok(known)
    }

    fn add<'t>(&mut self, system: System, codes: impl IntoIterator<Item = &'t Text>) {
        self.codes[system as usize].extend(codes.into_iter().cloned());
    }

    /// Services and revenue centres that only the tables of outpatient lines name.
    fn read_lines(&mut self, source: &Source) -> Result<(), LoadError> {
        let mut table = Table::open(source, "coherent/outpatient_lines.csv")?;
        let [what, revenue] = table.columns(["what", "revenue"])?;
        let centre = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        while table.advance()? {
            let what = table.text(what);
            if let Some(services) = what.strip_prefix('=') {
                let services = services.split(|sign: char| !sign.is_ascii_alphanumeric()).map(Text::from);
                self.codes[System::Hcpcs as usize].extend(services.filter(|code| !code.is_blank()));
            }
            let centres = what.split('/').chain([table.text(revenue)]).filter(|text| centre(text));
            self.codes[System::Revenue as usize].extend(centres.map(Text::from));
        }
        let mut table = Table::open(source, "coherent/dialysis.csv")?;
        let [code, revenue] = table.columns(["code", "revenue"])?;
        while table.advance()? {
            self.codes[System::Hcpcs as usize].insert(Text::from(table.text(code)));
            self.codes[System::Revenue as usize].insert(Text::from(table.text(revenue)));
        }
        Ok(())
    }

    /// Whether a code, or one that begins so, is listed.
    pub fn has(&self, pattern: &Pattern) -> bool {
        let mut after = self.codes[pattern.system as usize].range(&pattern.text..);
        let listed = after.next().is_some_and(|next| pattern.matches(next.as_str()));
        listed || (pattern.system == System::Hcpcs && self.is_hipps(pattern))
    }

    /// What is to be said of a code that was asked for, as whatever systems it can be of; nothing where one of them has it.
    pub fn doubt(&self, patterns: &[Pattern]) -> Option<Doubt> {
        let first = patterns.first()?;
        if patterns.iter().any(|pattern| self.has(pattern)) {
            return None;
        }
        let told = patterns.iter().filter(|own| own.system == System::Hcpcs && !own.prefix);
        let told = told.filter_map(|own| Some(self.invented?.service(&own.text)?.to_string())).next();
        // Of several systems, the one that has the code that begins most alike.
        let shared = |near: &str| near.bytes().zip(first.text.as_str().bytes()).take_while(|(a, b)| a == b).count();
        let near =
            |own: &Pattern| nearest_code(own.text.as_str(), self.codes[own.system as usize].iter().map(Text::as_str));
        let nearest = patterns.iter().filter_map(near).rev().max_by_key(|near| shared(near));
        Some(Doubt {
            asked: first.to_string(),
            systems: patterns.iter().map(|own| own.system).collect(),
            nearest: nearest.map(str::to_owned),
            told,
        })
    }

    /// Whether a payment group of home health or skilled nursing could have the code.
    fn is_hipps(&self, pattern: &Pattern) -> bool {
        let text = pattern.text.as_str();
        let mut systems: Vec<_> = Vec::new();
        for part in self.hipps {
            if !systems.contains(&part.system) {
                systems.push(part.system);
            }
        }
        systems.into_iter().any(|system| {
            let own = || self.hipps.iter().filter(move |part| part.system == system);
            let at = |part: &HippsPart| usize::from(part.position) - 1;
            // At every position that the table tells of, one of its parts; nothing is told of the others.
            let fits = |part: &HippsPart| {
                let rest = text.get(at(part)..).unwrap_or_default();
                rest.starts_with(part.code.as_str()) || (pattern.prefix && part.code.as_str().starts_with(rest))
            };
            let mut positions = own().map(at).collect::<Vec<_>>();
            positions.dedup();
            // The last character of an episode is a digit where supplies were not given.
            let no_supplies = |position: usize| {
                let digit = text.as_bytes().get(position).is_some_and(|last| (b'1'..=b'6').contains(last));
                system == Hipps::HomeEpisode && position == 4 && digit
            };
            let one = |position: usize| own().filter(|part| at(part) == position).any(fits) || no_supplies(position);
            positions.into_iter().all(one)
        })
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let systems = match self.systems.as_slice() {
            [one] => one.name().to_owned(),
            _ => "code".to_owned(),
        };
        match self.asked.ends_with('*') {
            true => write!(f, "no {systems} of the tables begins like `{}`", self.asked)?,
            false => write!(f, "no table holds the {systems} `{}`", self.asked)?,
        }
        match (&self.told, &self.nearest) {
            (Some(told), _) => write!(f, "; with --codes open it is told as `{told}`"),
            (None, Some(nearest)) => write!(f, "; the nearest is `{nearest}`"),
            (None, None) => Ok(()),
        }
    }
}

//! Reading an event of a persona's file.
//!
//! Responsible for the keys of each kind of event, and for lines written short (`"0450 99284 25 x2"`). Must not know code
//! systems.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::fields::{At, Fields, shown};
use super::story::{Drug, Event, Every, Kind, Line, Payer, Procedure, Professional, ROLES};
use super::when::{When, length};
use crate::measure::Decimal;

const LINES: &str = "lines: `\"99214\"`, `\"99214 25 x1\"`, `\"0450 99284\"`, or `{ code = \"99214\", … }`";
const CODE: &str = "a code without a dot, or the name of a condition";

fn owned(text: Option<At<&str>>) -> Option<At<String>> {
    text.map(|at| at.map(str::to_owned))
}

/// Reads an event; none when what it is or when it was cannot be told.
pub fn event(fields: Fields) -> Option<Event> {
    let kind = fields.word("kind", &Kind::NAMES);
    let expected = super::fields::one_of(&Kind::NAMES);
    let kind = Kind::ALL[fields.need("kind", kind, &expected)?.value];
    let on = match kind.is_course() {
        true => fields.need("from", fields.when("from"), When::EXPECTED),
        false => fields.need("on", fields.when("on"), When::EXPECTED),
    };
    let mut event = Event {
        title: fields.text("title", "a title").map(|at| at.value.to_owned()).unwrap_or_default(),
        until: fields.when("until"),
        provider: fields.text("provider", "a name").map(|at| at.value.to_owned()),
        denied: denied(&fields),
        payer: fields.table("payer", "`{ code = \"A\", share = 0.8 }`").and_then(payer),
        replaced: fields.flag("replaced"),
        cancelled: fields.flag("cancelled"),
        columns: columns(&fields),
        ..Event::bare(kind, fields.span())
    };
    recur(&fields, &mut event);
    if kind == Kind::Prescription {
        event.drug = drug(&fields);
    } else {
        claim(&fields, &mut event);
    }
    fields.finish();
    event.on = on?;
    Some(event)
}

/// What tells how often.
fn recur(fields: &Fields, event: &mut Event) {
    if !matches!(event.kind, Kind::Stay | Kind::Dialysis | Kind::HomeHealth | Kind::Snf | Kind::Hospice) {
        event.every = every(fields);
        event.times = fields.number("times", 1..=1_000);
    }
}

/// What claims of a kind can say.
fn claim(fields: &Fields, event: &mut Event) {
    event.diagnoses = fields.texts("diagnoses", CODE).into_iter().map(|at| at.map(str::to_owned)).collect();
    if event.kind != Kind::Dialysis {
        event.lines = lines(fields);
    }
    match event.kind {
        Kind::Visit | Kind::Lab | Kind::Equipment => {
            event.specialty = owned(fields.text("specialty", "a CMS specialty"));
            event.place = owned(fields.text("place", "a place of service of two digits"));
            return;
        }
        Kind::Stay | Kind::Snf | Kind::HomeHealth => event.allowed = fields.money("allowed"),
        Kind::Hospice => event.place = owned(fields.text("place", "where the patient lives, like `Q5001`, at home")),
        _ => {}
    }
    event.discharge = owned(fields.text("discharge", "a discharge status of two digits"));
    if matches!(event.kind, Kind::Stay | Kind::Snf | Kind::Outpatient | Kind::Emergency) {
        event.admitting = owned(fields.text("admitting", CODE));
        event.procedures = procedures(fields);
        let physicians = fields.tables("professionals", "tables: `{ role = \"surgeon\", lines = [\"32096\"] }`");
        event.professionals = physicians.into_iter().filter_map(professional).collect();
    }
    if event.kind == Kind::Stay {
        event.drg = owned(fields.text("drg", "a DRG of three digits"));
    }
}

fn every(fields: &Fields) -> Option<At<Every>> {
    const EXPECTED: &str = "`day`, `week`, `month`, `quarter`, `year`, or a length like `2 weeks`";
    let text = fields.text("every", EXPECTED)?;
    let (months, days) = match text.value {
        "day" => (0, 1),
        "week" => (0, 7),
        "month" => (1, 0),
        "quarter" => (3, 0),
        "year" => (12, 0),
        other => length(other).unwrap_or((0, 0)),
    };
    if (months, days) == (0, 0) {
        fields.findings().expect(&text.span, format!("`{}`", text.value), EXPECTED);
        return None;
    }
    Some(At { value: Every { months, days }, span: text.span })
}

/// `true`, or the code of a reason.
fn denied(fields: &Fields) -> Option<At<String>> {
    let value = fields.list("denied").into_iter().next()?;
    match Spanned::get_ref(value) {
        DeValue::Boolean(true) => Some(At { value: "N".to_owned(), span: value.span() }),
        DeValue::Boolean(false) => None,
        _ => owned(
            fields.as_text(value, "true, or a reason's code: of a line's processing, or of a claim's non-payment"),
        ),
    }
}

fn drug(fields: &Fields) -> Option<Drug> {
    let expected = "an NDC of eleven digits";
    let ndc = fields.need("ndc", owned(fields.text("ndc", expected)), expected);
    let quantity = fields.decimal("quantity", "how many units are dispensed at once");
    let days = fields.number("days", 1..=365);
    let cost = fields.money("cost");
    Some(Drug { ndc: ndc?, quantity, days, cost })
}

fn payer(fields: Fields) -> Option<Payer> {
    let expected = "a primary payer's code, like `A`";
    let code = fields.need("code", owned(fields.text("code", expected)), expected);
    let share = fields.decimal("share", "the part that it pays, from 0 to 1").map_or(800, |at| {
        let per_mille = at.value.cents().0 * 10;
        if !(0..=1_000).contains(&per_mille) {
            fields.findings().expect(&at.span, format!("`{}`", at.value), "the part that it pays, from 0 to 1");
        }
        per_mille.clamp(0, 1_000) as u32
    });
    fields.finish();
    Some(Payer { code: code?, share })
}

fn professional(fields: Fields) -> Option<Professional> {
    let role = fields.word("role", &ROLES);
    let role = fields.need("role", role, &super::fields::one_of(&ROLES));
    let own = Professional {
        role: At { value: 0, span: 0..0 },
        specialty: owned(fields.text("specialty", "a CMS specialty")),
        lines: lines(&fields),
        day: fields.number("day", 0..=365).map_or(0, |at| at.value),
        columns: columns(&fields),
    };
    if !fields.has("lines") {
        fields.findings().expect(&fields.span(), "no `lines`", format!("`lines`: {LINES}"));
    }
    fields.finish();
    Some(Professional { role: role?, ..own })
}

fn procedures(fields: &Fields) -> Vec<Procedure> {
    let expected = "an ICD procedure without a dot, or `{ code = \"3328\", day = 1 }`";
    let read = |value| match Spanned::get_ref(value) {
        DeValue::Table(_) => {
            let own = fields.as_table(value, expected)?;
            let code = own.need("code", owned(own.text("code", expected)), expected);
            let day = own.number("day", 0..=365).map_or(0, |at| at.value);
            own.finish();
            Some(Procedure { code: code?, day })
        }
        _ => Some(Procedure { code: owned(fields.as_text(value, expected))?, day: 0 }),
    };
    fields.list("procedures").into_iter().filter_map(read).collect()
}

/// Columns by name: a table, or some of them.
fn columns(fields: &Fields) -> Vec<(At<String>, At<String>)> {
    let tables = fields.tables("columns", "RIF columns by name: `{ CARR_NUM = \"99999\" }`, or a list of such tables");
    tables.iter().flat_map(named).collect()
}

fn named(own: &Fields) -> Vec<(At<String>, At<String>)> {
    let read = |(name, value): (At<&str>, _)| {
        let text = match Spanned::get_ref(value) {
            DeValue::Integer(number) if number.radix() == 10 => {
                Some(At { value: number.as_str().to_owned(), span: value.span() })
            }
            DeValue::Float(number) => Some(At { value: number.as_str().to_owned(), span: value.span() }),
            DeValue::Datetime(day) => Some(At { value: day.to_string(), span: value.span() }),
            _ => owned(own.as_text(value, "the column's text, as RIF writes it")),
        };
        Some((name.map(str::to_owned), text?))
    };
    own.entries().into_iter().filter_map(read).collect()
}

fn lines(fields: &Fields) -> Vec<Line> {
    let read = |value| match Spanned::get_ref(value) {
        DeValue::String(text) => Some(short(fields, value, text)),
        DeValue::Table(_) => fields.as_table(value, LINES).map(long),
        _ => {
            fields.findings().expect(&value.span(), shown(fields.findings(), value), LINES);
            None
        }
    };
    fields.list("lines").into_iter().filter_map(read).collect()
}

fn long(fields: Fields) -> Line {
    let modifiers = fields.texts("modifiers", "modifiers of two characters");
    let modifiers = fields.has("modifiers").then(|| modifiers.into_iter().map(|at| at.map(str::to_owned)).collect());
    let line = Line {
        span: fields.span(),
        code: owned(fields.text("code", "a HCPCS code")),
        revenue: owned(fields.text("revenue", "a revenue centre of four digits")),
        modifiers,
        units: fields.decimal("units", "a number of units"),
        day: fields.number("day", 0..=365),
        diagnosis: owned(fields.text("diagnosis", CODE)),
        charge: fields.money("charge"),
        allowed: fields.money("allowed"),
        rate: fields.money("rate"),
        ndc: owned(fields.text("ndc", "an NDC of eleven digits")),
        denied: fields.flag("denied"),
        columns: columns(&fields),
    };
    if line.code.is_none() && line.revenue.is_none() && !fields.has("code") && !fields.has("revenue") {
        fields.findings().expect(
            &fields.span(),
            "neither `code` nor `revenue`",
            "a HCPCS code, a revenue centre or both",
        );
    }
    fields.finish();
    line
}

/// A line written short: a revenue centre, a code, modifiers, `x` and units, in this order; each may be left out, but not
/// both of the first.
fn short(fields: &Fields, value: &Spanned<DeValue>, text: &str) -> Line {
    let start = value.span().start + 1;
    let mut line = Line { span: value.span(), ..Line::default() };
    let mut modifiers = Vec::new();
    for word in text.split_ascii_whitespace() {
        let offset = start + (word.as_ptr() as usize - text.as_ptr() as usize);
        let span: Range<usize> = offset..offset + word.len();
        let at = At { value: word.to_owned(), span: span.clone() };
        let digits = word.bytes().all(|byte| byte.is_ascii_digit());
        match word.strip_prefix('x').map(Decimal::read) {
            Some(Ok(units)) if !units.is_blank() => line.units = Some(At { value: units, span }),
            _ if word.len() == 4 && digits && line.revenue.is_none() && line.code.is_none() => line.revenue = Some(at),
            _ if word.len() == 5 && line.code.is_none() => line.code = Some(at),
            _ if word.len() == 2 => modifiers.push(at),
            _ => fields.findings().expect(&span, format!("`{word}`"), LINES),
        }
    }
    if line.code.is_none() && line.revenue.is_none() {
        fields.findings().expect(&value.span(), shown(fields.findings(), value), LINES);
    }
    if !modifiers.is_empty() {
        line.modifiers = Some(modifiers);
    }
    line
}

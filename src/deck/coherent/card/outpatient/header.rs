//! The header of an outpatient claim: bill, providers, diagnoses, external causes, reasons for the visit, procedures.

use super::system::{System, is_home};
use super::{Desk, Outpatients, Visit};
use crate::claim::outpatient::OutpatientHeader;
use crate::deck::coherent::card::institution::{
    Listed, NONE, day_within, frequency, how_many, primary_payer, provider, trace, write_causes,
};
use crate::deck::coherent::card::{Card, Cards};
use crate::deck::coherent::conditions::Fitting;
use crate::deck::coherent::providers::{Kind, Provider};
use crate::deck::coherent::seat::{Place, Seat};
use crate::draw::{Domain, Stream};
use crate::measure::Text;

/// Physicians of a state that bills name.
const PHYSICIANS: u32 = 900;
/// Hospitals and other facilities of a state.
const FACILITIES: u32 = 90;
/// UPINs are as rare as mistakes.
const TRACE: u32 = 1_500;

/// Writes a header, its amounts apart.
pub fn write(
    cards: &Cards,
    seat: &Seat,
    place: &Place,
    card: &Card,
    visit: &Visit,
    stream: &mut Stream,
    header: &mut OutpatientHeader,
) {
    common(cards, seat, place, &visit.bill, header, (stream, card.provider().as_mut()));
    let usual = match visit.verdict.refused {
        Some(_) if stream.chance(250_000) => "0",
        _ if seat.class.days > 6 => interim(stream),
        _ if stream.chance(2_000) => "5",
        _ => "1",
    };
    (header.CLM_FREQ_CD, header.CLAIM_QUERY_CODE) = frequency(seat, usual, stream);
    header.PTNT_DSCHRG_STUS_CD = discharge(header.CLM_FREQ_CD.as_str(), visit.kind.name.as_str(), stream);
    header.CLM_MDCR_NON_PMT_RSN_CD = match visit.verdict.refused {
        Some(code) => Text::of(code),
        None if stream.chance(500) => Text::of("P"),
        None => Text::default(),
    };
    let operating =
        stream.chance(visit.kind.operating).then(|| provider(Kind::Practitioner, place, PHYSICIANS, stream));
    if let Some(operating) = operating {
        header.OP_PHYSN_UPIN = trace(&operating, TRACE, stream);
        header.OP_PHYSN_NPI = operating.npi;
    }
    let mut findings = card.stream(Domain::Findings);
    diagnose(cards, seat, visit, header, &mut findings);
    let injured = !header.FST_DGNS_E_CD.is_blank();
    if visit.verdict.secondary {
        header.NCH_PRMRY_PYR_CD = primary_payer(&seat.class, injured, stream);
    } else if stream.chance(1_000) {
        // Another payer was thought of, and is not the first.
        header.NCH_PRMRY_PYR_CD = Text::of(if stream.chance(500_000) { "M" } else { "N" });
    }
}

/// What all outpatient claims say of themselves and of who bills.
pub fn common(
    cards: &Cards,
    seat: &Seat,
    place: &Place,
    [facility, class]: &[Text; 2],
    header: &mut OutpatientHeader,
    (stream, provider_stream): (&mut Stream, Option<&mut Stream>),
) {
    let kind = match (facility.as_str(), class.as_str()) {
        ("2", _) => Kind::Snf,
        ("3", _) => Kind::HomeHealth,
        ("7", "2") => Kind::DialysisCentre,
        ("7", _) => Kind::Clinic,
        _ => Kind::Hospital,
    };
    let who = |stream: &mut Stream| {
        let biller = provider(kind, place, FACILITIES, stream);
        (biller, provider(Kind::Practitioner, place, PHYSICIANS, stream))
    };
    let (biller, attending) = match provider_stream {
        Some(own) => who(own),
        None => who(stream),
    };
    let other = provider(Kind::Practitioner, place, PHYSICIANS, stream);
    header.NCH_NEAR_LINE_REC_IDENT_CD = Text::of("W");
    header.NCH_CLM_TYPE_CD = Text::of("40");
    (header.CLM_FROM_DT, header.CLM_THRU_DT) = (Some(seat.from), Some(seat.thru));
    header.CLM_FAC_TYPE_CD = facility.clone();
    header.CLM_SRVC_CLSFCTN_TYPE_CD = class.clone();
    header.FI_NUM = match is_home(facility) {
        true => cards.contractors.home(&biller.state),
        false => cards.contractors.hospital(&biller.state),
    };
    named(biller, attending, header, stream);
    if stream.chance(60_000) {
        header.OT_PHYSN_UPIN = trace(&other, TRACE, stream);
        header.OT_PHYSN_NPI = other.npi;
    }
    header.CLM_MCO_PD_SW = if stream.chance(100_000) { Text::of("0") } else { Text::default() };
    owe_nothing(header);
}

/// No amounts yet.
fn owe_nothing(header: &mut OutpatientHeader) {
    for amount in [
        &mut header.CLM_PMT_AMT,
        &mut header.NCH_PRMRY_PYR_CLM_PD_AMT,
        &mut header.CLM_TOT_CHRG_AMT,
        &mut header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM,
        &mut header.NCH_PROFNL_CMPNT_CHRG_AMT,
        &mut header.NCH_BENE_PTB_DDCTBL_AMT,
        &mut header.NCH_BENE_PTB_COINSRNC_AMT,
        &mut header.CLM_OP_PRVDR_PMT_AMT,
        &mut header.CLM_OP_BENE_PMT_AMT,
    ] {
        *amount = NONE;
    }
}

fn named(biller: Provider, attending: Provider, header: &mut OutpatientHeader, stream: &mut Stream) {
    header.PRVDR_NUM = biller.ccn;
    header.PRVDR_STATE_CD = biller.state;
    header.ORG_NPI_NUM = biller.npi;
    header.AT_PHYSN_UPIN = trace(&attending, TRACE, stream);
    header.AT_PHYSN_NPI = attending.npi;
}

/// The frequency of a bill of many days.
fn interim(stream: &mut Stream) -> &'static str {
    match stream.below(100) {
        ..4 => "2",
        4..9 => "3",
        9..13 => "4",
        _ => "1",
    }
}

/// Where the patient goes: home, most often.
fn discharge(frequency: &str, kind: &str, stream: &mut Stream) -> Text {
    let acute = matches!(kind, "emergency" | "observation");
    Text::of(match (frequency, stream.below(1_000)) {
        ("2" | "3", _) => "30",
        (_, ..880) => "01",
        (_, 880..915) if acute => "03",
        (_, 915..940) if acute => "02",
        (_, 940..970) if acute => "06",
        (_, 970..982) if acute => "07",
        (_, 982..990) if acute => "65",
        (_, 990..994) if acute => "04",
        (_, 994..996) if acute => "21",
        (_, 990..992) => "03",
        (_, 992..994) => "06",
        (_, 994..996) => "70",
        _ => "01",
    })
}

/// Diagnoses of the groups that the lines are for, causes of injuries, reasons for the visit, procedures.
fn diagnose(cards: &Cards, seat: &Seat, visit: &Visit, header: &mut OutpatientHeader, stream: &mut Stream) {
    let (clinical, tables, class) = (&*cards.clinical, &cards.outpatients, &seat.class);
    let fitting = cards.conditions.of(class);
    let groups = &visit.choice.groups;
    let another = match visit.kind.name.as_str() {
        "laboratory" | "imaging" | "vaccine" => 520_000,
        "emergency" | "observation" | "infusion" | "radiation" => 830_000,
        _ => 680_000,
    };
    let wanted = how_many(stream, another, 1_200).max(groups.len());
    let listed = Listed { fitting, clinical, list: fitting.diagnoses(stream, groups, wanted) };
    (header.PRNCPAL_DGNS_CD, header.PRNCPAL_DGNS_VRSN_CD) = listed.write(&mut header.ICD_DGNS);
    if listed.any_of(&tables.injuries) && stream.chance(600_000) {
        let causes = cards.causes.draw(class.window, 5_000, stream);
        (header.FST_DGNS_E_CD, header.FST_DGNS_E_VRSN_CD) =
            write_causes(causes, fitting.version(), &mut header.ICD_DGNS_E);
    }
    let unplanned = matches!(visit.kind.name.as_str(), "emergency" | "observation");
    if unplanned || (visit.kind.name == "clinic" && stream.chance(60_000)) {
        reasons(tables, &listed, header, stream);
    }
    if visit.system == System::Hospital && visit.kind.operating > 0 && stream.chance(15_000) {
        let desk = tables.desk(clinical, class.window);
        operate(cards, desk, seat, (fitting, groups), header, stream);
    }
}

/// What the patient came with: the diagnosis itself, or a symptom.
fn reasons(tables: &Outpatients, listed: &Listed, header: &mut OutpatientHeader, stream: &mut Stream) {
    let wanted = match stream.below(100) {
        ..72 => 1,
        72..92 => 2,
        _ => 3,
    };
    let mut taken: Vec<u16> = Vec::with_capacity(wanted);
    if stream.chance(450_000) {
        taken.extend(listed.list.first());
    }
    for _ in 0..12 {
        if taken.len() >= wanted {
            break;
        }
        let group = *stream.pick(&tables.symptoms);
        taken.extend(listed.fitting.another(stream, group, &taken));
    }
    for (reason, &at) in header.RSN_VISIT.iter_mut().zip(&taken) {
        reason.RSN_VISIT_CD = listed.code(at);
        reason.RSN_VISIT_VRSN_CD = Text::of(listed.fitting.version());
    }
}

/// ICD procedures, which hospitals seldom report of outpatients: of the claim's groups, then of others that fit.
fn operate(
    cards: &Cards,
    desk: &Desk,
    seat: &Seat,
    (fitting, groups): (&Fitting, &[u8]),
    header: &mut OutpatientHeader,
    stream: &mut Stream,
) {
    let wanted = match stream.below(1_000) {
        ..700 => 1,
        700..880 => 2,
        880..950 => 3,
        950..985 => 4 + stream.below(4) as usize,
        _ => header.ICD_PRCDR.len(),
    };
    let mut taken: Vec<u16> = Vec::with_capacity(wanted);
    for tries in 0..8 * wanted {
        if taken.len() >= wanted {
            break;
        }
        let own = tries % 4 == 0 && !groups.is_empty();
        let group = if own { *stream.pick(groups) } else { fitting.group(stream) };
        taken.extend(desk.procedures[usize::from(group)].draw_other(stream, &taken).map(|at| at as u16));
    }
    for (procedure, &at) in header.ICD_PRCDR.iter_mut().zip(&taken) {
        procedure.ICD_PRCDR_CD = cards.clinical.procedures[usize::from(at)].code.clone();
        procedure.ICD_PRCDR_VRSN_CD = Text::of(fitting.version());
        procedure.PRCDR_DT = Some(day_within(seat, stream));
    }
}

//! Specimens: claims of all eight types and people, made to be judged, converted, measured or broken.
//!
//! A specimen is well-formed and well-coded, no more: coded columns hold codes of codesystems/, dates are in order, totals
//! are the sums of the lines, ids are negative and differ; what the codes say does not hang together. It follows from
//! its kind and number alone. Numbers 0, 8, 16 … fill every column and 1, 9, 17 … only those that a record must
//! have by its layout or has in life (`ALWAYS`); between them are all degrees of fullness. Beneficiary n has the
//! claims n of each type.
#![allow(dead_code)]

use bluedeck::claim::{Beneficiary, BeneficiaryHistory, Blank, Claim, ClaimType, Column, Columns, Value};
use bluedeck::codes::{Codes, Variable};
use bluedeck::measure::Day;

/// The first numbers of the ids; specimen n of a type has the n-th id below.
const CLAIM_IDS: i64 = -700_000_000_000;
const BENEFICIARY_IDS: i64 = -70_000_000_000_000;

/// Columns whose blank the layout allows and life does not: a line's number, a claim's diagnosis, a stay's admission, a
/// professional line's service, a person's Medicare number. No CARIN-valid resource can be made without them.
pub const ALWAYS: [&str; 10] = [
    "LINE_NUM",
    "CLM_LINE_NUM",
    "PRNCPAL_DGNS_CD",
    "PRNCPAL_DGNS_VRSN_CD",
    "ICD_DGNS_CD1",
    "ICD_DGNS_VRSN_CD1",
    "CLM_ADMSN_DT",
    "CLM_HOSPC_START_DT_ID",
    "HCPCS_CD",
    "MBI_NUM",
];

/// Revenue centres by type, the total's aside.
const REVENUE: [(ClaimType, &[&str]); 5] = [
    (ClaimType::Hha, &["0023", "0270", "0421", "0431", "0441", "0551", "0561", "0571"]),
    (ClaimType::Hospice, &["0551", "0561", "0571", "0651", "0652", "0655", "0656", "0657"]),
    (ClaimType::Inpatient, &["0120", "0200", "0250", "0270", "0300", "0320", "0360", "0450", "0730"]),
    (ClaimType::Outpatient, &["0250", "0260", "0300", "0320", "0360", "0450", "0510", "0636", "0761"]),
    (ClaimType::Snf, &["0022", "0120", "0250", "0270", "0300", "0420", "0430", "0440"]),
];
const EQUIPMENT: [&str; 8] = ["A4253", "A7034", "B4035", "E0431", "E0601", "E1390", "K0001", "L1832"];
const HOME: [&str; 8] = ["G0151", "G0152", "G0153", "G0155", "G0156", "G0299", "G0300", "Q5001"];
const MODIFIERS: [&str; 10] = ["25", "26", "59", "GA", "GN", "GP", "LT", "NU", "RR", "RT"];
const EXTERNAL: [[&str; 3]; 2] = [["E8490", "E8859", "E8889"], ["W1830XA", "W19XXXA", "Y92009"]];
const TEXTS: [(&str, &[&str]); 24] = [
    ("DML_IND", &["INSERT"]),
    ("FINAL_ACTION", &["F", "F", "F", "F", "F", "F", "F", "N"]),
    ("BENE_GVN_NAME", &["JANE", "JOHN", "MARY", "JOSE"]),
    ("BENE_SRNM_NAME", &["DOE", "ROE", "SPECIMEN"]),
    ("BENE_SEX_IDENT_CD", &["0", "1", "2"]),
    ("CITY_NAME", &["BALTIMORE", "SPRINGFIELD"]),
    ("STATE_CD", &["MD", "IL", "OH"]),
    ("CLM_DISP_CD", &["1", "01", "02", "3"]),
    ("CLM_DRG_OUTLIER_STAY_CD", &["0", "1", "2"]),
    ("CMPND_CD", &["0", "1", "2"]),
    ("CRNT_BIC", &["A", "B", "C1", "D"]),
    ("ENRL_SRC", &["EDB", "CME"]),
    ("LINE_HCT_HGB_TYPE_CD", &["R1", "R2"]),
    ("PRSCRBR_ID_QLFYR_CD", &["01"]),
    ("SRVC_PRVDR_ID_QLFYR_CD", &["01", "01", "01", "06", "07", "08", "11", "99"]),
    ("PTD_CNTRCT", &["S5601", "H1234", "R0001", "E0002"]),
    ("PTC_CNTRCT", &["H1234", "R5678"]),
    ("PLAN_CNTRCT_REC_ID", &["S5601", "H1234", "R0001", "E0002"]),
    ("PRVDR_STATE_CD", &["05", "10", "21", "33", "36", "45"]),
    ("STATE_CODE", &["05", "10", "21", "33", "36", "45"]),
    ("REV_CNTR_NDC_QTY_QLFR_CD", &["F2", "GR", "ME", "ML", "UN"]),
    ("REV_CNTR_APC_HIPPS_CD", &["0", "00260", "1AFKS", "05071"]),
    ("REV_CNTR_PMT_MTHD_IND_CD", &["1", "2", "3", "4"]),
    ("REV_CNTR_OTAF_PMT_CD", &["Y", "N"]),
];
/// The variables of columns that are named otherwise; `#` stands for a month's two digits.
const VARIABLES: [(&str, &str); 16] = [
    ("CARR_CLM_PRVDR_ASGNMT_IND_SW", "ASGMNTCD"),
    ("CLAIM_QUERY_CODE", "CLAIM_QUERY_CD"),
    ("NCH_PTNT_STATUS_IND_CD", "NCH_PTNT_STUS_IND_CD"),
    ("BENE_RACE_CD", "RACE"),
    ("BENE_ENTLMT_RSN_ORIG", "OREC"),
    ("BENE_ENTLMT_RSN_CURR", "CREC"),
    ("BENE_ESRD_IND", "ESRD_IND"),
    ("BENE_MDCR_STATUS_CD", "MS_CD"),
    ("BENE_PTA_TRMNTN_CD", "A_TRM_CD"),
    ("BENE_PTB_TRMNTN_CD", "B_TRM_CD"),
    ("MDCR_ENTLMT_BUYIN", "BUYIN01"),
    ("HMO", "HMO_IND_01"),
    ("PTC_PLAN_TYPE", "PTC_PLAN_TYPE_CD_01"),
    ("RDS", "RDSIND01"),
    ("META_DUAL_ELGBL_STUS", "DUAL_01"),
    ("CST_SHR_GRP", "CSTSHR01"),
];

/// The claim of a type with this number.
pub fn claim(codes: &Codes, claim_type: ClaimType, number: u32) -> Claim {
    let mut maker = Maker::new(codes, Some(claim_type), number);
    let mut claim = Claim::blank(claim_type);
    maker.fill(claim.header_mut());
    // One to four lines; every 32nd specimen, a full one, has twelve.
    maker.lines = if number.is_multiple_of(32) { 12 } else { 1 + maker.dice.below(1 + maker.fullness / 30) };
    for line in 1..=maker.lines {
        maker.line = line;
        let Some(record) = claim.add_line() else { break };
        maker.fill(record);
    }
    for (total, part) in [
        ("CLM_TOT_CHRG_AMT", "REV_CNTR_TOT_CHRG_AMT"),
        ("NCH_CARR_CLM_SBMTD_CHRG_AMT", "LINE_SBMTD_CHRG_AMT"),
        ("NCH_CARR_CLM_ALOWD_AMT", "LINE_ALOWD_CHRG_AMT"),
    ] {
        add_up(&mut claim, total, part);
    }
    claim
}

/// The beneficiary with this number.
pub fn beneficiary(codes: &Codes, number: u32) -> Beneficiary {
    let mut beneficiary = Beneficiary::default();
    Maker::new(codes, None, number).fill(&mut beneficiary);
    beneficiary
}

/// What the record of that beneficiary said before: none to three entries.
pub fn history(codes: &Codes, number: u32) -> Vec<BeneficiaryHistory> {
    let entry = |line: u64| {
        let mut entry = BeneficiaryHistory::default();
        Maker { line, ..Maker::new(codes, None, number) }.fill(&mut entry);
        entry
    };
    (1..=u64::from(number % 4)).map(entry).collect()
}

/// splitmix64: numbers that follow from a seed, enough for specimens.
#[derive(Clone)]
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }
}

/// Makes the columns of one record.
struct Maker<'a> {
    codes: &'a Codes,
    claim_type: Option<ClaimType>,
    number: u32,
    dice: Dice,
    /// Percent of the optional columns that are filled.
    fullness: u64,
    from: Day,
    /// Days after `from` on which the service ended.
    days: i32,
    line: u64,
    lines: u64,
}

impl<'a> Maker<'a> {
    fn new(codes: &'a Codes, claim_type: Option<ClaimType>, number: u32) -> Maker<'a> {
        let kind = claim_type.map_or(0, |claim_type| claim_type as u64 + 1);
        let mut dice = Dice(kind << 32 | u64::from(number));
        let fullness = [100, 0, 90, 20, 75, 50, 35, 60][number as usize % 8];
        // 1999 to 2021, both ICD versions.
        let from = Day::of(1999, 1, 1).plus(dice.below(8_300) as i32);
        let longest = match claim_type {
            Some(ClaimType::Hha | ClaimType::Hospice | ClaimType::Snf) => 30,
            Some(ClaimType::Inpatient) => 12,
            _ => 2,
        };
        Maker { codes, claim_type, number, fullness, from, days: dice.below(longest) as i32, dice, line: 0, lines: 0 }
    }

    fn full(&self) -> bool {
        self.fullness == 100
    }

    fn fill(&mut self, record: &mut dyn Columns) {
        let salt = self.dice.next();
        record.visit_mut(None, &mut |column, value| {
            if self.wanted(&column, salt) {
                let text = self.text(&column);
                let read = value.read(&text);
                read.unwrap_or_else(|bad| panic!("{}: {bad}", column.name));
            }
        });
    }

    /// Whether a column is filled. Columns that belong together are filled together: their `group` decides.
    fn wanted(&self, column: &Column, salt: u64) -> bool {
        let institutional = !matches!(self.claim_type, Some(ClaimType::Carrier | ClaimType::Dme));
        let always = ALWAYS.contains(&column.name.as_ref()) && !(column.name == "HCPCS_CD" && institutional);
        if self.full() || always || matches!(column.blank, Blank::Reject | Blank::Empty) {
            return true;
        }
        let (group, place) = group(&column.name);
        let salted = group.bytes().fold(salt, |seed, byte| Dice(seed ^ u64::from(byte)).next());
        // Of a numbered list the first places are filled; a second modifier needs a first one.
        Dice(salted).below(100) < self.fullness / place
    }

    fn text(&mut self, column: &Column) -> String {
        let name = column.name.as_ref();
        if let Some(text) = self.particular(name) {
            return text;
        }
        let length = column.layout.strip_prefix("char(").and_then(|length| length.strip_suffix(')'));
        match (column.layout, length) {
            ("date", _) => rif(self.day(name)),
            (_, Some(length)) => {
                let length: usize = length.parse().expect("a length");
                self.coded(name, length).unwrap_or_else(|| self.digits(length.min(10)))
            }
            ("decimal(12,2)" | "decimal(8,2)" | "decimal(38,2)", _) => match self.dice.below(5) {
                0 => "0.00".to_owned(),
                _ => format!("{}.{:02}", self.dice.below(900), self.dice.below(100)),
            },
            ("decimal(12,3)" | "decimal(10,3)", _) => format!("{}.{:03}", 1 + self.dice.below(200), 0),
            ("decimal(6,1)" | "decimal(4,1)" | "decimal(3,1)", _) => format!("{}.{}", 1 + self.dice.below(60), 0),
            ("decimal(7,4)", _) => format!("{}.{:04}", 1 + self.dice.below(4), self.dice.below(10_000)),
            _ => (1 + self.dice.below(12)).to_string(),
        }
    }

    /// What columns hold that neither their layout nor their variable tells.
    fn particular(&mut self, name: &str) -> Option<String> {
        let (number, kind) = (i64::from(self.number), self.claim_type);
        let plain = name.trim_end_matches(|digit: char| digit.is_ascii_digit());
        let line = self.line;
        Some(match plain {
            "BENE_ID" => (BENEFICIARY_IDS - number).to_string(),
            "CLM_ID" | "PDE_ID" | "CLM_GRP_ID" | "CARR_CLM_CNTL_NUM" | "FI_DOC_CLM_CNTL_NUM" | "RX_SRVC_RFRNC_NUM" => {
                let kind = kind.map_or(0, |claim_type| claim_type as i64);
                let id = CLAIM_IDS - kind * 1_000_000_000 - number;
                if plain == "RX_SRVC_RFRNC_NUM" { (-id).to_string() } else { id.to_string() }
            }
            "LINE_NUM" | "CLM_LINE_NUM" => line.to_string(),
            "BENE_CRNT_HIC_NUM" => format!("T{:08}A", number * 10 + line as i64),
            "MBI_NUM" => format!("1S{:02}E{:02}AA{:02}", number / 10_000 % 100, number / 100 % 100, number % 100),
            "RFRNC_YR" => self.from.civil().0.to_string(),
            "AGE" => (65 + self.dice.below(30)).to_string(),
            "V_DOD_SW" => "V".to_owned(),
            "NCH_CLM_TYPE_CD" | "NCH_NEAR_LINE_REC_IDENT_CD" => {
                let (types, record) = record_codes(kind?);
                let at = self.number as usize;
                if plain == "NCH_CLM_TYPE_CD" { types[at % types.len()] } else { record[at % record.len()] }.to_owned()
            }
            "CLM_FAC_TYPE_CD" | "CLM_SRVC_CLSFCTN_TYPE_CD" => {
                let bills = bills(kind?);
                bills[self.number as usize % bills.len()][usize::from(plain != "CLM_FAC_TYPE_CD")].to_owned()
            }
            "PRNCPAL_DGNS_CD" | "ADMTG_DGNS_CD" | "LINE_ICD_DGNS_CD" | "ICD_DGNS_CD" | "RSN_VISIT_CD" => {
                self.dice.pick(self.codes.clinical.diagnoses(self.icd10())).code.as_str().to_owned()
            }
            "ICD_DGNS_E_CD" | "FST_DGNS_E_CD" => (*self.dice.pick(&EXTERNAL[usize::from(self.icd10())])).to_owned(),
            "ICD_PRCDR_CD" => {
                let icd10 = self.icd10();
                let all = self.codes.clinical.procedures.iter().filter(|procedure| procedure.icd10 == icd10);
                self.dice.pick(&all.collect::<Vec<_>>()).code.as_str().to_owned()
            }
            _ if plain.ends_with("_VRSN_CD") => if self.icd10() { "0" } else { "9" }.to_owned(),
            "CLM_DRG_CD" => self.dice.pick(&self.codes.clinical.ms_drgs).code.as_str().to_owned(),
            "HCPCS_CD" => match kind {
                Some(ClaimType::Dme) => (*self.dice.pick(&EQUIPMENT)).to_owned(),
                Some(ClaimType::Hha | ClaimType::Hospice) => (*self.dice.pick(&HOME)).to_owned(),
                _ => self.dice.pick(&self.codes.clinical.services).code.as_str().to_owned(),
            },
            _ if plain.starts_with("HCPCS_") => (*self.dice.pick(&MODIFIERS)).to_owned(),
            "PROD_SRVC_ID" | "LINE_NDC_CD" | "REV_CNTR_IDE_NDC_UPC_NUM" => {
                self.dice.pick(&self.codes.clinical.drugs).ndc.as_str().to_owned()
            }
            "REV_CNTR" if line == self.lines && line > 1 => "0001".to_owned(),
            "REV_CNTR" => {
                let (_, centres) = REVENUE.iter().find(|(of, _)| Some(*of) == kind)?;
                (*self.dice.pick(centres)).to_owned()
            }
            "PRVDR_NUM" => self.digits(6),
            "BENE_COUNTY_CD" | "PTD_SGMT" => self.digits(3),
            "BENE_ZIP_CD" => self.digits(5),
            "BENE_MDL_NAME" => "S".to_owned(),
            "STATE_CNTY_ZIP_CD" => self.digits(9),
            _ if plain.starts_with("DRVD_LINE_") => format!("{} SPECIMEN STREET", 1 + self.dice.below(999)),
            _ if plain.ends_with("_NPI")
                || plain.contains("_NPI_")
                || plain == "SRVC_PRVDR_ID"
                || plain == "PRSCRBR_ID" =>
            {
                format!("9999{:06}", self.dice.below(1_000_000))
            }
            "CARR_LINE_CLIA_LAB_NUM" => format!("00D{}", self.digits(7)),
            "CARR_LINE_PRCNG_LCLTY_CD" => format!("{:02}", self.dice.below(89)),
            "HPSA_SCRCTY_IND_CD" => (1 + self.dice.below(2)).to_string(),
            "REV_CNTR_DSCNT_IND_CD" => (1 + self.dice.below(8)).to_string(),
            "REV_CNTR_PACKG_IND_CD" => self.dice.below(4).to_string(),
            "QTY_DSPNSD_NUM" => format!("{}.000", 10 * (1 + self.dice.below(9))),
            "DAYS_SUPLY_NUM" => (30 * (1 + self.dice.below(3))).to_string(),
            _ => {
                let (_, texts) =
                    TEXTS.iter().find(|(of, _)| *of == plain || of.contains("_CNTRCT") && name.starts_with(of))?;
                (*self.dice.pick(texts)).to_owned()
            }
        })
    }

    /// A code of the column's variable that the column has room for.
    fn coded(&mut self, name: &str, length: usize) -> Option<String> {
        let alias =
            |(of, _): &&(&str, &str)| name == *of || (self.claim_type.is_none() && name.starts_with(&format!("{of}_")));
        let name = VARIABLES.iter().find(alias).map_or(name, |(_, variable)| variable);
        let variable = Variable::ALL.iter().find(|variable| variable.name() == name)?;
        let usable =
            |code: &&str| code.len() <= length && !code.contains(['-', '/', ' ']) && !matches!(*code, "Blank" | "Null");
        let usable: Vec<&str> = self.codes.ccw.entry(*variable).values().map(|(code, _)| code).filter(usable).collect();
        (!usable.is_empty()).then(|| (*self.dice.pick(&usable)).to_owned())
    }

    /// Digits that begin with a nine.
    fn digits(&mut self, length: usize) -> String {
        (0..length).map(|at| if at == 0 { '9' } else { char::from(b'0' + self.dice.below(10) as u8) }).collect()
    }

    fn icd10(&self) -> bool {
        self.from.plus(self.days) >= Day::of(2015, 10, 1)
    }

    /// A day in its order: stay, qualifying stay before it, processing after it; a life for people.
    fn day(&mut self, name: &str) -> Day {
        let (from, thru) = (self.from, self.from.plus(self.days));
        let within = from.plus(self.dice.below(self.days as u64 + 1) as i32);
        match name.trim_end_matches(|digit: char| digit.is_ascii_digit()) {
            "CLM_FROM_DT" | "CLM_ADMSN_DT" | "SRVC_DT" | "NCH_VRFD_NCVRD_STAY_FROM_DT" | "LINE_1ST_EXPNS_DT" => from,
            "PRCDR_DT" | "REV_CNTR_DT" => within,
            "NCH_QLFYD_STAY_FROM_DT" => from.plus(-9),
            "NCH_QLFYD_STAY_THRU_DT" => from.plus(-2),
            "CLM_HOSPC_START_DT_ID" => from.plus(-60),
            "FI_CLM_PROC_DT" | "PD_DT" => thru.plus(10),
            // A Friday.
            "NCH_WKLY_PROC_DT" => thru.plus(14 + (11 - thru.plus(14).weekday() as i32) % 7),
            "BENE_BIRTH_DT" => from.plus(-25_000),
            "COVSTART" | "PTA_CVRG_STRT_DT" | "PTB_CVRG_STRT_DT" | "PTD_CVRG_STRT_DT" => from.plus(-1_000),
            "EFCTV_BGN_DT" => from.plus(-100 * self.line as i32),
            "EFCTV_END_DT" => from.plus(99 - 100 * self.line as i32),
            "DEATH_DT" | "PTA_CVRG_END_DT" | "PTB_CVRG_END_DT" | "PTD_CVRG_END_DT" => from.plus(400),
            _ => thru,
        }
    }
}

/// The columns that are filled when this one is, and the place among the numbered ones (1 when not numbered).
fn group(name: &str) -> (String, u64) {
    let plain = name.trim_end_matches(|digit: char| digit.is_ascii_digit());
    let place = name[plain.len()..].parse().unwrap_or(1);
    let plain =
        plain.replace("_VRSN_CD", "_CD").replace("_FROM_DT", "_THRU_DT").replace("_1ST_EXPNS_DT", "_LAST_EXPNS_DT");
    let (group, place) = match plain.as_str() {
        "CLM_POA_IND_SW" | "PRNCPAL_DGNS_CD" => ("ICD_DGNS_CD", place),
        "CLM_E_POA_IND_SW" | "FST_DGNS_E_CD" => ("ICD_DGNS_E_CD", place),
        "PRCDR_DT" => ("ICD_PRCDR_CD", place),
        "HCPCS_1ST_MDFR_CD" | "BETOS_CD" => ("HCPCS_CD", 1),
        "HCPCS_2ND_MDFR_CD" => ("HCPCS_CD", 2),
        "HCPCS_3RD_MDFR_CD" => ("HCPCS_CD", 3),
        "HCPCS_4TH_MDFR_CD" => ("HCPCS_CD", 4),
        "REV_CNTR_NDC_QTY_QLFR_CD" | "REV_CNTR_IDE_NDC_UPC_NUM" => ("REV_CNTR_NDC_QTY", 1),
        "LINE_HCT_HGB_TYPE_CD" => ("LINE_HCT_HGB_RSLT_NUM", 1),
        "CARR_LINE_MTUS_CD" => ("CARR_LINE_MTUS_CNT", 1),
        "DMERC_LINE_MTUS_CD" => ("DMERC_LINE_MTUS_CNT", 1),
        "V_DOD_SW" => ("DEATH_DT", 1),
        other => (other, place),
    };
    (group.to_owned(), place)
}

/// NCH_CLM_TYPE_CD and NCH_NEAR_LINE_REC_IDENT_CD of a type's claims.
fn record_codes(claim_type: ClaimType) -> (&'static [&'static str], &'static [&'static str]) {
    match claim_type {
        ClaimType::Carrier => (&["71", "72"], &["O"]),
        ClaimType::Dme => (&["81", "82"], &["M"]),
        ClaimType::Hha => (&["10"], &["V", "W", "U"]),
        ClaimType::Hospice => (&["50"], &["V"]),
        ClaimType::Inpatient => (&["60"], &["V"]),
        ClaimType::Outpatient => (&["40"], &["W"]),
        ClaimType::Snf => (&["20", "30"], &["V"]),
        ClaimType::Pde => (&[], &[]),
    }
}

/// Facility type and classification of a type's bills.
fn bills(claim_type: ClaimType) -> &'static [[&'static str; 2]] {
    match claim_type {
        ClaimType::Hha => &[["3", "2"], ["3", "3"], ["3", "4"]],
        ClaimType::Hospice => &[["8", "1"], ["8", "2"]],
        ClaimType::Outpatient => &[["1", "3"], ["1", "4"], ["7", "1"], ["7", "2"], ["8", "5"]],
        ClaimType::Snf => &[["2", "1"], ["1", "8"]],
        _ => &[["1", "1"], ["4", "1"]],
    }
}

/// Sets a total that the claim has to the sum of what its lines say, a total line's aside.
fn add_up(claim: &mut Claim, total: &str, part: &str) {
    let of_total_line = |line: &&dyn Columns| line.text("REV_CNTR").is_some_and(|centre| centre == "0001");
    let lines = claim.lines().filter(|line| !of_total_line(line)).filter_map(|line| line.text(part));
    let cents: i64 = lines.filter_map(|amount| amount.replace('.', "").parse::<i64>().ok()).sum();
    let sum = format!("{}.{:02}", cents / 100, cents % 100);
    if claim.header().text(total).is_some_and(|amount| !amount.is_empty()) {
        claim.header_mut().set(total, &sum).expect("the column was found").expect("a sum is an amount");
    }
}

fn rif(day: Day) -> String {
    let mut text = String::new();
    Value::write(&Some(day), &mut text);
    text
}

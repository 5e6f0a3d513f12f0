//! Part D events of the coherent profile: real drugs at the day's price, for people who can take them, in plans that cover
//! them, through the phases of each year's benefit.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bluedeck::claim::{Claim, Pde};
use bluedeck::codes::{Clinical, Drug, Variable as V};
use bluedeck::dataset::{DataSet, Options, Profile};
use bluedeck::measure::{Day, Decimal};
use bluedeck::roster::{AccountNumber, Life, Span};

/// A data set and the events of some of its accounts.
struct Events {
    set: DataSet,
    span: Span,
    people: Vec<(Life, Vec<Pde>)>,
}

impl Events {
    fn of(as_of: Day) -> Events {
        let options = Options { profile: Profile::Coherent, as_of: Some(as_of), ..Options::default() };
        let set = DataSet::open(&options).unwrap();
        let people = (0..30_000).step_by(60).map(AccountNumber).map(|number| {
            let life = set.roster.life(number).unwrap();
            let mut events: Vec<Pde> = set.hand(number).claims.into_iter().filter_map(event).collect();
            events.sort_by_key(|event| event.SRVC_DT);
            (life, events)
        });
        let people = people.collect();
        Events { set, span: Span::ending(as_of), people }
    }

    fn all(&self) -> impl Iterator<Item = (&Life, &Pde)> {
        self.people.iter().flat_map(|(life, events)| events.iter().map(move |event| (life, event)))
    }

    fn drug(&self, event: &Pde) -> &Drug {
        self.clinical().drug(event.PROD_SRVC_ID.as_str()).expect("the NDC is in the table")
    }

    fn clinical(&self) -> &Clinical {
        &self.set.codes.clinical
    }
}

fn event(claim: Claim) -> Option<Pde> {
    if let Claim::Pde(event) = claim { Some(*event) } else { None }
}

/// The default span, and one that has 2015, of which the published costs are.
static SETS: LazyLock<[Events; 2]> = LazyLock::new(|| [Day::of(2025, 12, 31), Day::of(2016, 12, 31)].map(Events::of));

fn all() -> impl Iterator<Item = (&'static Events, &'static Life, &'static Pde)> {
    SETS.iter().flat_map(|set| set.all().map(move |(life, event)| (set, life, event)))
}

fn cents(amount: Decimal) -> i64 {
    assert!(!amount.is_blank() && amount.rounded(2) == amount);
    amount.cents().0
}

fn thousandths(number: Decimal) -> u64 {
    number.with_scale(3).to_string().replace('.', "").parse().unwrap()
}

fn year(event: &Pde) -> i32 {
    event.SRVC_DT.unwrap().year()
}

#[test]
fn a_drug_costs_its_price_on_the_day_times_the_quantity_and_the_fee() {
    let mut antidiabetics = 0;
    for (set, _, event) in all() {
        let (drug, quantity) = (set.drug(event), thousandths(event.QTY_DSPNSD_NUM));
        assert!(drug.years.contain(year(event)), "{} in {}", drug.product, year(event));
        // In ten-millionths of a cent; half of one either way is rounding.
        let exact = i128::from(drug.price(year(event))) * i128::from(quantity);
        let fee = set.clinical().dispensing_fee(drug.brand, year(event)).0;
        let off = i128::from(cents(event.TOT_RX_CST_AMT) - fee) * 10_000_000 - exact;
        assert!(off.abs() <= 5_000_000, "{}: {} for {}", drug.product, event.TOT_RX_CST_AMT, event.QTY_DSPNSD_NUM);
        antidiabetics += usize::from(["METFORMIN", "GLIMEPIRIDE"].contains(&drug.substance.as_str()));
    }
    assert!(antidiabetics > 200, "{antidiabetics}");
}

#[test]
fn what_everybody_pays_adds_up_to_the_cost() {
    for (_, _, event) in all() {
        let paid = [
            event.PTNT_PAY_AMT,
            event.OTHR_TROOP_AMT,
            event.LICS_AMT,
            event.PLRO_AMT,
            event.CVRD_D_PLAN_PD_AMT,
            event.NCVRD_PLAN_PD_AMT,
            event.RPTD_GAP_DSCNT_NUM,
        ];
        assert!(paid.iter().all(|amount| cents(*amount) >= 0));
        assert_eq!(paid.into_iter().map(cents).sum::<i64>(), cents(event.TOT_RX_CST_AMT), "{:?}", event.PDE_ID);
        let covered = event.DRUG_CVRG_STUS_CD.as_str() == "C";
        let gross = cents(event.GDC_BLW_OOPT_AMT) + cents(event.GDC_ABV_OOPT_AMT);
        assert_eq!(gross, if covered { cents(event.TOT_RX_CST_AMT) } else { 0 });
        assert!(covered || cents(event.CVRD_D_PLAN_PD_AMT) + cents(event.LICS_AMT) == 0);
        assert!(cents(event.TOT_RX_CST_AMT) < 100_000_000, "more than the column holds");
    }
}

#[test]
fn phases_follow_each_other_within_each_persons_years() {
    let (mut reached, mut years) = (0, 0);
    for set in SETS.iter() {
        let part_d: BTreeMap<i32, i64> =
            set.clinical().part_d.iter().map(|own| (own.year, own.threshold.into())).collect();
        for (_, events) in &set.people {
            let mut by_year: BTreeMap<i32, Vec<&Pde>> = BTreeMap::new();
            let counts = |event: &&Pde| event.FINAL_ACTION.as_str() == "F" && event.DRUG_CVRG_STUS_CD.as_str() == "C";
            for event in events.iter().filter(counts) {
                by_year.entry(year(event)).or_default().push(event);
            }
            for (year, events) in by_year {
                years += 1;
                reached += usize::from(add_up(year, part_d[&year], &events));
            }
        }
    }
    assert!(years > 2_000 && reached > 50, "{reached} of {years}");
}

/// Whether the threshold is reached; up to it just the threshold is paid, else less. Within a day the order is not told.
fn add_up(year: i32, threshold: i64, events: &[&Pde]) -> bool {
    let of = |code: &'static str| events.iter().filter(move |event| event.CTSTRPHC_CVRG_CD.as_str() == code);
    let counted = |event: &&Pde| {
        let paid = [event.PTNT_PAY_AMT, event.OTHR_TROOP_AMT, event.LICS_AMT];
        let other = if year < 2025 { event.RPTD_GAP_DSCNT_NUM } else { event.NCVRD_PLAN_PD_AMT };
        paid.into_iter().chain([other]).map(cents).sum::<i64>()
    };
    let below: i64 = of("").map(counted).sum();
    let reaching: Vec<&&Pde> = of("A").collect();
    assert!(
        of("").all(|event| cents(event.GDC_ABV_OOPT_AMT) == 0)
            && of("C").all(|event| cents(event.GDC_BLW_OOPT_AMT) == 0)
    );
    let [reaching] = reaching[..] else {
        assert!(reaching.is_empty() && of("C").next().is_none() && below < threshold, "{below} in {year}");
        return false;
    };
    assert!(below < threshold && below + counted(reaching) >= threshold, "{below} in {year}");
    assert!(
        of("").all(|event| event.SRVC_DT <= reaching.SRVC_DT) && of("C").all(|event| event.SRVC_DT >= reaching.SRVC_DT)
    );
    true
}

#[test]
fn drugs_fit_the_person_and_the_plan_is_that_of_the_month() {
    for (set, life, event) in all() {
        let (day, drug) = (event.SRVC_DT.unwrap(), set.drug(event));
        let can_have = |&group: &u8| {
            let group = set.clinical().groups.get(group);
            group.patients.include(life.person.sex, life.age_on(day)) && (group.name != "esrd" || life.entitlement.esrd)
        };
        assert!(drug.groups.iter().any(can_have), "{} for {:?}", drug.product, life.person);
        let plan = life.enrolment.drug_plan(set.span.month_of(day).unwrap()).unwrap();
        assert_eq!((&event.PLAN_CNTRCT_REC_ID, &event.PLAN_PBP_REC_NUM), (&plan.contract, &plan.package));
    }
}

#[test]
fn an_event_of_2015_costs_what_it_did_and_most_are_generic() {
    for (set, cost) in SETS.iter().zip([None, Some(9_484)]) {
        let (mut events, mut generics, mut of_2015) = (0, 0, Vec::new());
        for (_, event) in set.all() {
            events += 1;
            generics += usize::from(event.BRND_GNRC_CD.as_str() == "G");
            of_2015.extend((year(event) == 2015).then(|| cents(event.TOT_RX_CST_AMT)));
        }
        let rate = generics * 1_000 / events;
        assert!((850..=900).contains(&rate), "{rate} per mille are generic");
        let Some(cost) = cost else { continue };
        let mean = of_2015.iter().sum::<i64>() / of_2015.len() as i64;
        assert!((mean - cost).abs() * 4 < cost, "{mean} of {} events", of_2015.len());
    }
}

#[test]
fn coded_columns_hold_values_of_the_codebook_and_each_column_is_filled_somewhere() {
    let mut filled: BTreeMap<&str, bool> = BTreeMap::new();
    for (set, _, event) in all() {
        let coded = [
            (V::DAW_PROD_SLCTN_CD, &event.DAW_PROD_SLCTN_CD),
            (V::DSPNSNG_STUS_CD, &event.DSPNSNG_STUS_CD),
            (V::DRUG_CVRG_STUS_CD, &event.DRUG_CVRG_STUS_CD),
            (V::ADJSTMT_DLTN_CD, &event.ADJSTMT_DLTN_CD),
            (V::NSTD_FRMT_CD, &event.NSTD_FRMT_CD),
            (V::PRCNG_EXCPTN_CD, &event.PRCNG_EXCPTN_CD),
            (V::CTSTRPHC_CVRG_CD, &event.CTSTRPHC_CVRG_CD),
            (V::RX_ORGN_CD, &event.RX_ORGN_CD),
            (V::BRND_GNRC_CD, &event.BRND_GNRC_CD),
            (V::PHRMCY_SRVC_TYPE_CD, &event.PHRMCY_SRVC_TYPE_CD),
            (V::PTNT_RSDNC_CD, &event.PTNT_RSDNC_CD),
            (V::SUBMSN_CLR_CD, &event.SUBMSN_CLR_CD),
        ];
        for (variable, value) in coded {
            *filled.entry(variable.name()).or_default() |= !value.is_blank();
            let known = value.is_blank() || set.set.codes.ccw.entry(variable).display(value.as_str()).is_some();
            assert!(known, "{}: {value}", variable.name());
        }
        let amounts = [
            ("troop", event.OTHR_TROOP_AMT),
            ("subsidy", event.LICS_AMT),
            ("plro", event.PLRO_AMT),
            ("enhanced", event.NCVRD_PLAN_PD_AMT),
            ("discount", event.RPTD_GAP_DSCNT_NUM),
            ("above", event.GDC_ABV_OOPT_AMT),
            ("fill", event.FILL_NUM),
        ];
        amounts.into_iter().for_each(|(name, amount)| *filled.entry(name).or_default() |= amount.whole_part() > 0);
    }
    assert!(filled.values().all(|filled| *filled), "{filled:?}");
}

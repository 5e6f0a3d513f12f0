//! What outpatient services are paid in a window.
//!
//! Responsible for the payment group, status and allowed amount of every service: hospital outpatient groups from
//! `coherent/apc.csv` moved to the year by the conversion factor, other fee schedules from the table of services, drugs by
//! the unit. Must not know claims: what is packaged on a claim is its lines' to say.

use crate::codes::{ClaimKind, Clinical, Fee, LoadError, MedicareYear, Service, Source, Table};
use crate::deck::window::Window;
use crate::measure::Text;

const APC: &str = "coherent/apc.csv";
/// The year whose amounts `apc.csv` and `facility.csv` tell.
const GROUPS_OF: i32 = 2023;
/// The year whose amounts the table of services tells.
const FEES_OF: i32 = 2022;
/// Groups were renumbered in 2016.
const RENUMBERED: i32 = 2016;
/// One payment for the whole claim since 2015.
const COMPREHENSIVE: i32 = 2015;

/// How Medicare pays a service of an outpatient bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// A visit.
    Visit,
    /// A procedure.
    Procedure,
    /// A procedure that is paid half beside a dearer one.
    Discounted,
    /// The whole claim is paid by it.
    Comprehensive,
    /// Packaged into the payment of others.
    Packaged,
    /// By a fee schedule of its own.
    Fee,
    /// A laboratory test: by a fee schedule, packaged beside others since 2014.
    Laboratory,
    /// A drug: by the unit, packaged where it is cheap.
    Drug,
    /// A vaccine.
    Vaccine,
    /// Not on outpatient bills.
    Never,
}

/// The price of an item.
#[derive(Clone, Debug)]
pub struct Price {
    /// REV_CNTR_APC_HIPPS_CD; blank where no group pays.
    pub apc: Text,
    pub status: Status,
    /// Allowed for a unit, in cents.
    pub allowed: u32,
    /// What a unit costs where nothing is allowed for it: charges follow from it.
    pub cost: u32,
}

/// A row of the table of groups.
struct Group {
    code: Text,
    apc: Text,
    before: Text,
    status: Text,
    amount: u32,
}

/// The table of groups.
pub struct Groups(Vec<Group>);

impl Groups {
    /// Reads the table.
    pub fn load(source: &Source) -> Result<Groups, LoadError> {
        let mut table = Table::open(source, APC)?;
        let [code, apc, before, status] = table.columns(["code", "apc", "apc_before_2016", "status"])?;
        let amount = table.column("amount")?;
        let mut all: Vec<Group> = Vec::with_capacity(450);
        while table.advance()? {
            let own = table.text(code);
            if all.last().is_some_and(|previous: &Group| previous.code.as_str() >= own) {
                return Err(table.bad(code, "codes in ascending order, each once"));
            }
            if !["V", "S", "T", "J1", "N", "C", "M"].contains(&table.text(status)) {
                return Err(table.bad(status, "V, S, T, J1, N, C or M"));
            }
            all.push(Group {
                code: Text::from(own),
                apc: Text::from(table.text(apc)),
                before: Text::from(table.text(before)),
                status: Text::from(table.text(status)),
                amount: table.parse(amount, "an amount in cents")?,
            });
        }
        Ok(Groups(all))
    }

    fn of(&self, code: &str) -> Option<&Group> {
        self.0.binary_search_by(|own| own.code.as_str().cmp(code)).ok().map(|at| &self.0[at])
    }
}

/// The prices of all items of a window: services, then facility services.
pub fn prices(clinical: &Clinical, groups: &Groups, window: Window) -> Vec<Price> {
    let year = |of: i32| clinical.medicare.iter().find(|own| own.year == of);
    let last = &clinical.medicare[clinical.medicare.len() - 1];
    let own = year(window.year()).unwrap_or(last);
    let years = Years {
        own,
        groups: year(GROUPS_OF).unwrap_or(own).outpatient_factor,
        fees: year(FEES_OF).unwrap_or(own).physician_factor,
    };
    let services = clinical.services.iter().map(|service| {
        let valid = service.kinds.contain(ClaimKind::Outpatient) && service.years.contain(window.year());
        let Some(revenue) = service.revenue.as_ref().filter(|_| valid) else { return never() };
        match groups.of(service.code.as_str()) {
            Some(group) => years.grouped(group, service.allowed_2022.facility.max(3_000)),
            None => years.scheduled(service, revenue),
        }
    });
    let facility = clinical.facility.iter().map(|own| {
        if !own.kinds.contain(ClaimKind::Outpatient) || !own.years.contain(window.year()) {
            return never();
        }
        match groups.of(own.code.as_str()) {
            Some(group) => years.grouped(group, own.allowed.max(5_000)),
            None => Price { apc: Text::default(), status: Status::Packaged, allowed: 0, cost: cost(&own.category) },
        }
    });
    services.chain(facility).collect()
}

/// The cost of a unit of a device or supply, in cents (estimated).
fn cost(category: &str) -> u32 {
    match category {
        "device" => 45_000,
        "supply" => 30,
        _ => 5_000,
    }
}

const fn never() -> Price {
    Price { apc: Text::of(""), status: Status::Never, allowed: 0, cost: 0 }
}

/// The factors of a year and of those whose amounts the tables tell.
struct Years<'a> {
    own: &'a MedicareYear,
    groups: u32,
    fees: u32,
}

impl Years<'_> {
    /// A service that a group pays.
    fn grouped(&self, group: &Group, cost: u32) -> Price {
        let year = self.own.year;
        let moved = scaled(group.amount, self.own.outpatient_factor, self.groups);
        let status = match group.status.as_str() {
            "V" => Status::Visit,
            "S" => Status::Procedure,
            "T" => Status::Discounted,
            "J1" if year >= COMPREHENSIVE => Status::Comprehensive,
            "J1" => Status::Discounted,
            "N" => Status::Packaged,
            _ => return never(),
        };
        let number = if year >= RENUMBERED { &group.apc } else { &group.before };
        let apc = if number.is_blank() { Text::default() } else { Text::from(format!("{:0>5}", number.as_str())) };
        Price { apc, status, allowed: moved, cost }
    }

    /// A service that another fee schedule pays.
    fn scheduled(&self, service: &Service, revenue: &Text) -> Price {
        let fee = |cents: u32| match service.fee {
            Fee::Physician => scaled(cents, self.own.physician_factor, self.fees),
            _ => cents,
        };
        let office = service.allowed_2022.office;
        let (status, allowed) = match service.category.as_str() {
            "lab" => (Status::Laboratory, fee(office)),
            "drug" => (Status::Drug, fee(office)),
            "vaccine" if revenue.as_str() == "0636" => (Status::Vaccine, fee(office)),
            _ => (Status::Fee, fee(service.technical.unwrap_or(office))),
        };
        let status = if allowed == 0 { Status::Packaged } else { status };
        Price { apc: Text::default(), status, allowed, cost: office.max(1_500) }
    }
}

/// An amount of one year's factor moved to another's.
fn scaled(amount: u32, to: u32, from: u32) -> u32 {
    ((u64::from(amount) * u64::from(to) + u64::from(from) / 2) / u64::from(from.max(1))) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(code: &str, window: Window) -> Price {
        let source = Source::embedded();
        let clinical = Clinical::load(&source).unwrap();
        let all = prices(&clinical, &Groups::load(&source).unwrap(), window);
        let service = clinical.services.iter().position(|own| own.code.as_str() == code);
        let facility = clinical.facility.iter().position(|own| own.code.as_str() == code);
        all[service.unwrap_or_else(|| clinical.services.len() + facility.unwrap())].clone()
    }

    #[test]
    fn groups_are_paid_by_the_conversion_factor_of_the_year() {
        let clinic = |year| price("G0463", Window::of(year, 1));
        assert_eq!((clinic(2023).allowed, clinic(2023).apc.as_str()), (12_086, "05012"));
        // 120.86 x 89.169 / 85.585 = 125.92.
        assert_eq!(clinic(2025).allowed, 12_592);
        assert_eq!((clinic(2015).apc.as_str(), clinic(2012).status), ("00634", Status::Never));
    }

    #[test]
    fn cataract_surgery_pays_for_the_whole_claim_since_2015() {
        assert_eq!(price("66984", Window::of(2016, 1)).status, Status::Comprehensive);
        assert_eq!(price("66984", Window::of(2014, 1)).status, Status::Discounted);
    }

    #[test]
    fn what_only_physicians_or_stays_bill_is_never_billed() {
        for code in ["93010", "77427", "33533", "99442"] {
            assert_eq!(price(code, Window::of(2020, 1)).status, Status::Never, "{code}");
        }
    }

    #[test]
    fn laboratory_tests_and_drugs_keep_schedules_of_their_own() {
        assert_eq!(price("80053", Window::of(2022, 1)).status, Status::Laboratory);
        assert_eq!(price("J0897", Window::of(2022, 1)).status, Status::Drug);
        assert_eq!(price("97110", Window::of(2022, 1)).status, Status::Fee);
        assert_eq!(price("90662", Window::of(2022, 1)).status, Status::Vaccine);
    }
}

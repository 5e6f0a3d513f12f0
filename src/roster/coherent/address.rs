//! Mailing addresses that nobody lives at: plain invented street and town names.
//!
//! A town follows from its ZIP code alone, so that neighbours agree on it. Must not know people.

use super::life::Home;
use crate::measure::Text;

/// What stands on an envelope.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) lines: [Text; 6],
    pub(super) town: Text,
    /// Nine digits.
    pub(super) zip: Text,
}

const STREETS: [&str; 40] = [
    "Alder", "Aspen", "Beech", "Birch", "Bridge", "Brook", "Cedar", "Center", "Cherry", "Chestnut", "Church", "Clover",
    "College", "Cypress", "Dogwood", "Elm", "Forest", "Garden", "Grove", "Hickory", "High", "Hill", "Juniper", "Lake",
    "Laurel", "Locust", "Magnolia", "Main", "Maple", "Meadow", "Mill", "Oak", "Orchard", "Pine", "Poplar", "River",
    "Spring", "Spruce", "Sycamore", "Walnut",
];

const WAYS: [&str; 10] = ["St", "St", "St", "Ave", "Ave", "Rd", "Dr", "Ln", "Ct", "Pl"];

const TOWN_STARTS: [&str; 32] = [
    "Alder", "Amber", "Ash", "Bell", "Birch", "Black", "Brae", "Bright", "Brook", "Cedar", "Clear", "Cold", "Elder",
    "Fair", "Fern", "Glen", "Gray", "Green", "Hazel", "High", "Holly", "Lark", "Long", "Maple", "Mill", "North", "Oak",
    "Rock", "Stone", "Thorn", "West", "Willow",
];

const TOWN_ENDS: [&str; 24] = [
    "bridge", "brook", "bury", "dale", "field", "ford", "gate", "grove", "ham", "haven", "hollow", "hurst", "land",
    "ley", "mead", "mont", "port", "ridge", "side", "ton", "vale", "view", "wood", "worth",
];

/// The address of a home, written to somebody of this name.
pub(super) fn address(home: &Home, family: &Text) -> Address {
    let mut door = Door(home.door);
    let number = 1 + door.below(9_899);
    let street = format!("{number} {} {}", STREETS[door.below(40) as usize], WAYS[door.below(10) as usize]);
    let unit = door.below(200) + 1;
    let (way_of_living, box_number, extension) = (door.below(1_000), door.below(9_000) + 100, door.below(10_000));
    let lines: [String; 6] = match way_of_living {
        // Post that a relative takes in, at an institution.
        0..6 => [
            format!("C/O {family} Family"),
            format!("{} Care Center", STREETS[(unit % 40) as usize]),
            format!("Room {unit}"),
            format!("Building {}", unit % 9 + 1),
            street,
            format!("PO Box {box_number}"),
        ],
        6..40 => lines([format!("C/O {family} Family"), street, String::new()]),
        40..280 => lines([street, format!("Apt {unit}"), String::new()]),
        280..300 => lines([street, format!("PO Box {box_number}"), String::new()]),
        _ => lines([street, String::new(), String::new()]),
    };
    Address {
        lines: lines.map(Text::from),
        town: town(home.zip.as_str()),
        zip: Text::from(format!("{}{extension:04}", home.zip)),
    }
}

fn lines([first, second, third]: [String; 3]) -> [String; 6] {
    [first, second, third, String::new(), String::new(), String::new()]
}

/// The town of a ZIP code.
fn town(zip: &str) -> Text {
    let mut door = Door(zip.parse::<u32>().unwrap_or(0).wrapping_mul(0x9e37_79b1));
    let (start, end) = (TOWN_STARTS[door.below(32) as usize], TOWN_ENDS[door.below(24) as usize]);
    Text::from(format!("{start}{end}"))
}

/// Small numbers out of one word, mixed anew for each.
struct Door(u32);

impl Door {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = (self.0 ^ (self.0 >> 15)).wrapping_mul(0x2c1b_3c6d);
        self.0 = (self.0 ^ (self.0 >> 12)).wrapping_mul(0x297a_2d39);
        self.0 ^= self.0 >> 15;
        ((u64::from(self.0) * u64::from(n)) >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(door: u32) -> Address {
        let home = Home { county: Text::of("200"), fips: Text::of("06037"), zip: Text::of("90017"), door };
        address(&home, &Text::of("Abernathy-Longworthington"))
    }

    #[test]
    fn every_line_is_used_by_somebody_and_fits_its_column() {
        let mut used = [false; 6];
        for door in 0..20_000 {
            let address = at(door);
            for (line, used) in address.lines.iter().zip(&mut used) {
                *used |= !line.is_blank();
                assert!(line.as_str().len() <= 40, "{line}");
            }
            assert_eq!((address.zip.as_str().len(), address.zip.as_str().starts_with("90017")), (9, true));
        }
        assert_eq!(used, [true; 6]);
    }

    #[test]
    fn neighbours_live_in_the_same_town() {
        assert_eq!(at(1).town, at(2).town);
        assert_ne!(town("90017"), town("90018"));
    }
}

//! Where a record came from: a file of the command line and a line in it, in eight bytes.

/// The file's number in the upper 24 bits, the line in the lower 40.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Origin(pub u64);

/// Bits of a line's number: enough for a file of 10^12 lines.
const LINE: u32 = 40;

impl Origin {
    /// The line of the file that stands at `file` among the inputs.
    pub fn new(file: usize, line: u64) -> Origin {
        Origin((file as u64) << LINE | line & ((1 << LINE) - 1))
    }

    /// The file's place among the inputs.
    pub fn file(self) -> usize {
        (self.0 >> LINE) as usize
    }

    /// The line, counted from 1.
    pub fn line(self) -> u64 {
        self.0 & ((1 << LINE) - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_and_line_come_back() {
        let origin = Origin::new(1_000_000, 1_000_000_000_000);
        assert_eq!((origin.file(), origin.line()), (1_000_000, 1_000_000_000_000));
    }
}

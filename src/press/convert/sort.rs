//! An external sort: any number of records in a bounded buffer.
//!
//! Records go into a buffer; a full one is sorted and written as a run to a temporary file, compressed with
//! zstd; at the end the runs and what is left in memory are merged. Runs lie in nameless files below TMPDIR,
//! which the operating system removes however the program ends. What never fills the buffer meets no disk.
//!
//! Must not know what a record says: it has a key of N words and bytes, and comes out in the order of the keys,
//! and of the bytes where keys are equal.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use zstd::stream::read::Decoder;
use zstd::stream::write::Encoder;

/// Runs merged at a time, each with a decoder's memory: more are first merged into fewer.
const FAN_IN: usize = 64;
/// A fast level: runs are written and read once.
const LEVEL: i32 = 1;
/// log2 of a run's window: 512 kB a decoder.
const WINDOW_LOG: u32 = 19;

/// Where a record of the buffer is.
#[derive(Clone, Copy)]
struct Entry<const N: usize> {
    key: [u64; N],
    offset: usize,
    length: u32,
}

/// Takes records in any order.
pub(in crate::press) struct Sorter<const N: usize> {
    /// Bytes that buffer and entries may take.
    limit: usize,
    bytes: Vec<u8>,
    entries: Vec<Entry<N>>,
    runs: Vec<Run<N>>,
}

impl<const N: usize> Sorter<N> {
    /// A sorter whose buffer takes about `limit` bytes.
    pub fn new(limit: usize) -> Sorter<N> {
        Sorter { limit, bytes: Vec::new(), entries: Vec::new(), runs: Vec::new() }
    }

    /// Takes a record: its bytes are what `write` appends.
    pub fn push(&mut self, key: [u64; N], write: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        let offset = self.bytes.len();
        write(&mut self.bytes);
        let length = u32::try_from(self.bytes.len() - offset).map_err(io::Error::other)?;
        self.entries.push(Entry { key, offset, length });
        if self.bytes.len() + self.entries.len() * size_of::<Entry<N>>() >= self.limit { self.spill() } else { Ok(()) }
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        let content = |entry: &Entry<N>| &bytes[entry.offset..entry.offset + entry.length as usize];
        self.entries
            .sort_unstable_by(|one, other| one.key.cmp(&other.key).then_with(|| content(one).cmp(content(other))));
    }

    /// Sorts the buffer and writes it as a run.
    fn spill(&mut self) -> io::Result<()> {
        self.sort();
        let mut run = RunWriter::create()?;
        for entry in &self.entries {
            run.append(&entry.key, &self.bytes[entry.offset..entry.offset + entry.length as usize])?;
        }
        self.runs.push(run.finish()?);
        self.bytes.clear();
        self.entries.clear();
        Ok(())
    }

    /// All records of some sorters, in order.
    pub fn merge(sorters: impl IntoIterator<Item = Sorter<N>>) -> io::Result<Merge<N>> {
        let (mut runs, mut memory) = (Vec::new(), Vec::new());
        for mut sorter in sorters {
            sorter.sort();
            runs.append(&mut sorter.runs);
            if !sorter.entries.is_empty() {
                let Sorter { bytes, entries, .. } = sorter;
                memory.push(Source::Memory { bytes, entries, next: 0 });
            }
        }
        while runs.len() > FAN_IN {
            let rest = runs.split_off(FAN_IN);
            let merged = Merge::of(runs.into_iter().map(Source::Run).collect())?.into_run()?;
            runs = rest;
            runs.push(merged);
        }
        Merge::of(runs.into_iter().map(Source::Run).chain(memory).collect())
    }
}

/// Writes a run: for each record its key, its length and its bytes, little-endian.
struct RunWriter {
    out: Encoder<'static, BufWriter<File>>,
    records: u64,
}

impl RunWriter {
    fn create() -> io::Result<RunWriter> {
        let mut out = Encoder::new(BufWriter::with_capacity(1 << 18, tempfile::tempfile()?), LEVEL)?;
        out.window_log(WINDOW_LOG)?;
        // A disk that loses bits must not lose claims.
        out.include_checksum(true)?;
        Ok(RunWriter { out, records: 0 })
    }

    fn append<const N: usize>(&mut self, key: &[u64; N], content: &[u8]) -> io::Result<()> {
        for word in key {
            self.out.write_all(&word.to_le_bytes())?;
        }
        self.out.write_all(&(content.len() as u32).to_le_bytes())?;
        self.out.write_all(content)?;
        self.records += 1;
        Ok(())
    }

    fn finish<const N: usize>(self) -> io::Result<Run<N>> {
        let mut file = self.out.finish()?.into_inner().map_err(|error| error.into_error())?;
        file.rewind()?;
        let input = Decoder::with_buffer(BufReader::with_capacity(1 << 16, file))?;
        Ok(Run { input: BufReader::with_capacity(1 << 16, input), left: self.records })
    }
}

/// A run being read.
struct Run<const N: usize> {
    input: BufReader<Decoder<'static, BufReader<File>>>,
    left: u64,
}

impl<const N: usize> Run<N> {
    fn next(&mut self, content: &mut Vec<u8>) -> io::Result<Option<[u64; N]>> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let mut key = [0; N];
        for word in &mut key {
            let mut bytes = [0; 8];
            self.input.read_exact(&mut bytes)?;
            *word = u64::from_le_bytes(bytes);
        }
        let mut length = [0; 4];
        self.input.read_exact(&mut length)?;
        content.resize(u32::from_le_bytes(length) as usize, 0);
        self.input.read_exact(content)?;
        Ok(Some(key))
    }
}

enum Source<const N: usize> {
    Run(Run<N>),
    Memory { bytes: Vec<u8>, entries: Vec<Entry<N>>, next: usize },
}

impl<const N: usize> Source<N> {
    /// The next record: its bytes replace those of `content`.
    fn next(&mut self, content: &mut Vec<u8>) -> io::Result<Option<[u64; N]>> {
        match self {
            Source::Run(run) => run.next(content),
            Source::Memory { bytes, entries, next } => {
                let Some(entry) = entries.get(*next) else { return Ok(None) };
                *next += 1;
                content.clear();
                content.extend_from_slice(&bytes[entry.offset..entry.offset + entry.length as usize]);
                Ok(Some(entry.key))
            }
        }
    }
}

/// The next record of a source.
struct Head<const N: usize> {
    key: [u64; N],
    content: Vec<u8>,
    source: usize,
}

impl<const N: usize> Ord for Head<N> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.key, &self.content, self.source).cmp(&(other.key, &other.content, other.source))
    }
}

impl<const N: usize> PartialOrd for Head<N> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<const N: usize> PartialEq for Head<N> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<const N: usize> Eq for Head<N> {}

/// All records in order.
pub(in crate::press) struct Merge<const N: usize> {
    sources: Vec<Source<N>>,
    heads: BinaryHeap<Reverse<Head<N>>>,
    /// A buffer at rest.
    spare: Vec<u8>,
}

impl<const N: usize> Merge<N> {
    fn of(mut sources: Vec<Source<N>>) -> io::Result<Merge<N>> {
        let mut heads = BinaryHeap::with_capacity(sources.len());
        for (at, source) in sources.iter_mut().enumerate() {
            let mut content = Vec::new();
            if let Some(key) = source.next(&mut content)? {
                heads.push(Reverse(Head { key, content, source: at }));
            }
        }
        Ok(Merge { sources, heads, spare: Vec::new() })
    }

    /// The key of the next record.
    pub fn peek(&self) -> Option<[u64; N]> {
        self.heads.peek().map(|Reverse(head)| head.key)
    }

    /// The next record: its bytes are appended to `out`.
    pub fn next(&mut self, out: &mut Vec<u8>) -> io::Result<Option<[u64; N]>> {
        let Some(mut first) = self.heads.peek_mut() else { return Ok(None) };
        let (key, source) = (first.0.key, first.0.source);
        out.extend_from_slice(&first.0.content);
        match self.sources[source].next(&mut self.spare)? {
            Some(key) => {
                first.0.key = key;
                std::mem::swap(&mut first.0.content, &mut self.spare);
            }
            None => drop(std::collections::binary_heap::PeekMut::pop(first)),
        }
        Ok(Some(key))
    }

    /// All that is left, as one run.
    fn into_run(mut self) -> io::Result<Run<N>> {
        let mut run = RunWriter::create()?;
        let mut content = Vec::new();
        while let Some(key) = self.next(&mut content)? {
            run.append(&key, &content)?;
            content.clear();
        }
        run.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(records: &[(u64, Vec<u8>)], limit: usize, sorters: usize) -> Vec<(u64, Vec<u8>)> {
        let mut all: Vec<Sorter<1>> = (0..sorters).map(|_| Sorter::new(limit)).collect();
        for (at, (key, content)) in records.iter().enumerate() {
            all[at % sorters].push([*key], |out| out.extend_from_slice(content)).unwrap();
        }
        let mut merge = Sorter::merge(all).unwrap();
        let mut found = Vec::new();
        loop {
            let (peeked, mut content) = (merge.peek(), Vec::new());
            let next = merge.next(&mut content).unwrap();
            assert_eq!(peeked, next);
            match next {
                Some([key]) => found.push((key, content)),
                None => return found,
            }
        }
    }

    proptest! {
        #[test]
        fn any_records_come_out_in_order_from_memory_and_from_disk(
            records in prop::collection::vec((0_u64..9, prop::collection::vec(any::<u8>(), 0..20)), 0..120),
        ) {
            let mut expected = records.clone();
            expected.sort();
            for (limit, sorters) in [(1 << 20, 1), (200, 1), (200, 3)] {
                prop_assert_eq!(&sorted(&records, limit, sorters), &expected);
            }
        }
    }

    #[test]
    fn more_runs_than_are_merged_at_a_time_are_merged_in_steps() {
        let records: Vec<(u64, Vec<u8>)> = (0..300).map(|n| (n * 7 % 300, vec![n as u8])).collect();
        let mut expected = records.clone();
        expected.sort();
        assert_eq!(sorted(&records, 1, 2), expected);
    }
}

//! Frames: what one account (or one document) is compressed to, on its own.
//!
//! A frame's bytes depend on its content, the level and the compressor's version, never on what the same
//! context compressed before. zstd: the content's size and a checksum are in the frame, and no window is
//! wider than 2 MiB, so that every reader needs little memory. Never zstd's own threads: they change bytes.

use std::io::Write;

use flate2::write::GzEncoder;
use zstd::zstd_safe::{CParameter, compress_bound};

use super::{Compress, header};

/// log2 of the widest window.
const WINDOW_LOG: u32 = 21;

/// Compresses frames one after another, reusing its memory.
pub(crate) struct Framer {
    method: Method,
    frame: Vec<u8>,
}

enum Method {
    Zstd(Box<zstd::bulk::Compressor<'static>>),
    Gzip,
    None,
}

impl Framer {
    /// A framer for a checked level.
    pub fn new(compress: Compress) -> std::io::Result<Framer> {
        let method = match compress {
            Compress::Zstd { level } => {
                let mut zstd = zstd::bulk::Compressor::new(level)?;
                zstd.set_parameter(CParameter::WindowLog(WINDOW_LOG))?;
                zstd.set_parameter(CParameter::ChecksumFlag(true))?;
                zstd.set_parameter(CParameter::ContentSizeFlag(true))?;
                Method::Zstd(Box::new(zstd))
            }
            Compress::Gzip => Method::Gzip,
            Compress::None => Method::None,
        };
        Ok(Framer { method, frame: Vec::new() })
    }

    /// The frame of `content`, good until the next call.
    pub fn frame<'a>(&'a mut self, content: &'a [u8]) -> std::io::Result<&'a [u8]> {
        self.frame.clear();
        match &mut self.method {
            Method::None => return Ok(content),
            Method::Zstd(zstd) => {
                self.frame.reserve(compress_bound(content.len()));
                zstd.compress_to_buffer(content, &mut self.frame)?;
            }
            Method::Gzip => {
                let mut gzip = GzEncoder::new(&mut self.frame, flate2::Compression::new(header::GZIP_LEVEL));
                gzip.write_all(content)?;
                gzip.finish()?;
            }
        }
        Ok(&self.frame)
    }
}

//! Threads that work is shared among.
//!
//! Must not know what the work is. A job within a job (a release presses its sizes, packs and seeds them) takes the threads
//! that are there: what threads have held stays with the process when they end, so that a pool a step would hold several
//! times what one does.

use rayon::{ThreadPool, ThreadPoolBuilder};

/// The operating system gives no more threads.
#[derive(Debug, thiserror::Error)]
#[error("cannot start {threads} threads: {reason}")]
pub struct NoThreads {
    /// As asked for; 0: one a core.
    pub threads: usize,
    pub reason: String,
}

/// So many threads; 0: one a core.
pub(crate) fn pool(threads: usize) -> Result<ThreadPool, NoThreads> {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| NoThreads { threads, reason: error.to_string() })
}

/// Does work that so many threads share; within a pool those of the pool. What it took goes back to the system.
pub(crate) fn in_pool<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> Result<R, NoThreads> {
    let done = if rayon::current_thread_index().is_some() { work() } else { pool(threads)?.install(work) };
    give_back();
    Ok(done)
}

/// Hands back what millions of small pieces have left free. glibc keeps it for more of their kind, while the next step of a
/// release needs quite other pieces.
fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: malloc_trim takes a number of bytes to keep and touches free memory alone, under the allocator's own locks.
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_within_a_job_takes_the_threads_that_are_there() {
        let alone = in_pool(3, rayon::current_num_threads).unwrap();
        let within = in_pool(2, || in_pool(3, rayon::current_num_threads).unwrap()).unwrap();
        assert_eq!((alone, within), (3, 2));
    }
}

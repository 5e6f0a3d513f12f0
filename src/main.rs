//! The program: parse, run, exit code. Everything else is in the library.

fn main() -> std::process::ExitCode {
    give_memory_back();
    bluedeck::cli::main()
}

/// A person's documents are tens of megabytes for a moment. glibc, once it has seen such a size freed, keeps as much for every
/// thread from then on, for good; a fixed threshold hands each large piece back when it is freed, at no cost that shows.
fn give_memory_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        const LARGE: libc::c_int = 1 << 20;
        for setting in [libc::M_MMAP_THRESHOLD, libc::M_TRIM_THRESHOLD] {
            // SAFETY: mallopt takes two numbers; no other thread runs yet. A refusal leaves the defaults.
            unsafe { libc::mallopt(setting, LARGE) };
        }
    }
}

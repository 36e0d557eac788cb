use std::time::Instant;

/// The most memory that this process ever held, where the system tells.
pub(crate) fn peak() -> String {
    told("VmHWM").map_or_else(
        || "a peak nobody tells".to_owned(),
        |size| format!("peak {size} MB"),
    )
}

/// Steps of one run, each with its time, its peak and what stays afterwards.
pub(crate) struct Phases;

impl Phases {
    pub(crate) fn step<T>(&self, name: &str, run: impl FnOnce() -> T) -> T {
        forget_peak();
        let start = Instant::now();
        let done = run();
        let took = start.elapsed().as_secs_f64();
        let size = |key| told(key).map_or_else(|| "?".to_owned(), |size: u64| size.to_string());
        println!(
            "  {name:<28} {took:>7.3} s  {:>6} MB at most, {:>6} MB after",
            size("VmHWM"),
            size("VmRSS")
        );
        done
    }
}

/// From here on the peak counts anew: 5 resets it (Linux, proc(5)).
fn forget_peak() {
    // Elsewhere there is no peak to forget.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// In MB.
fn told(key: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024 / 1_000_000)
}

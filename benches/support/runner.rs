use std::time::{Duration, Instant};

/// Whether only a short run was asked for.
pub(crate) fn is_smoke() -> bool {
    std::env::args().any(|argument| argument == "--smoke")
}

/// Something to measure, and what to call it.
pub(crate) struct Side<'a> {
    pub(crate) name: &'a str,
    pub(crate) run: Box<dyn FnMut() + 'a>,
}

impl<'a> Side<'a> {
    pub(crate) fn new(name: &'a str, run: impl FnMut() + 'a) -> Self {
        Self {
            name,
            run: Box::new(run),
        }
    }
}

/// Runs its sides in turn, A B A B, so that a busy machine slows all alike.
pub(crate) struct Runner {
    rounds: usize,
}

impl Runner {
    /// As many rounds as asked for; two with `--smoke` on the command line.
    pub(crate) fn new(rounds: usize) -> Self {
        Self {
            rounds: if is_smoke() { 2 } else { rounds },
        }
    }

    /// The median time of each side, after one round that does not count.
    pub(crate) fn medians(&self, sides: &mut [Side<'_>]) -> Vec<Duration> {
        let mut times: Vec<Vec<Duration>> = vec![Vec::new(); sides.len()];
        for round in 0..=self.rounds {
            for (side, times) in sides.iter_mut().zip(&mut times) {
                let start = Instant::now();
                (side.run)();
                let took = start.elapsed();
                if round > 0 {
                    times.push(took);
                }
            }
        }
        times.into_iter().map(median).collect()
    }

    /// Prints each side's median, and how many times the first one's it is; gives
    /// them.
    pub(crate) fn compare(&self, title: &str, sides: &mut [Side<'_>]) -> Vec<Duration> {
        println!("{title}, medians of {}", self.rounds);
        let medians = self.medians(sides);
        let first = medians.first().copied().unwrap_or_default();
        for (side, took) in sides.iter().zip(&medians) {
            let ratio = took.as_secs_f64() / first.as_secs_f64();
            println!("  {:<28} {:>9}  {ratio:>6.2}x", side.name, millis(*took));
        }
        medians
    }
}

/// How long it took.
pub(crate) fn seconds(run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64()
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

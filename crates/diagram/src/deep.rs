use super::Exhausted;

/// Runs work whose recursion goes `levels` deep on a stack that is deep enough.
pub(super) fn deep<T: Send>(
    levels: usize,
    work: impl FnOnce() -> Result<T, Exhausted> + Send,
) -> Result<T, Exhausted> {
    /// Levels that any thread's stack has room for.
    const SHALLOW: usize = 1_000;
    /// Bytes of stack for a level, with room to spare in an unoptimised build.
    const FRAME: usize = 4_096;
    if levels <= SHALLOW {
        return work();
    }
    std::thread::scope(|scope| {
        let stack = (levels + SHALLOW) * FRAME;
        let thread = std::thread::Builder::new().stack_size(stack);
        let Ok(running) = thread.spawn_scoped(scope, work) else {
            return Err(Exhausted);
        };
        running.join().unwrap_or(Err(Exhausted))
    })
}

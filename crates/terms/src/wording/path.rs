use crate::units::Duration;

/// "zone -> db -> checkout"; of more than `most` steps the ends: "zone -> (7 more) ->
/// checkout". `left_out` of them have been left out in the middle already.
pub fn chain<T: AsRef<str>>(steps: &[T], left_out: usize, most: usize) -> String {
    let words: Vec<&str> = steps.iter().map(AsRef::as_ref).collect();
    if left_out == 0 && words.len() <= most {
        return words.join(" -> ");
    }
    let (before, after) = words.split_at(words.len() / 2);
    let first = &before[..before.len().min(most / 2)];
    let last = &after[after.len() - after.len().min(most / 2)..];
    let more = words.len() + left_out - first.len() - last.len();
    let middle = format!("({more} more)");
    let all: Vec<&str> = first
        .iter()
        .chain([&middle.as_str()])
        .chain(last)
        .copied()
        .collect();
    all.join(" -> ")
}

/// The time since the start of something: "+20m".
pub fn since_start(time: Duration) -> String {
    format!("+{time}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_chains_keep_their_ends() {
        assert_eq!(chain(&["a", "b", "c"], 0, 4), "a -> b -> c");
        let five = ["a", "b", "c", "d", "e"];
        assert_eq!(chain(&five, 0, 4), "a -> b -> (1 more) -> d -> e");
        assert_eq!(chain(&five, 9, 12), "a -> b -> (9 more) -> c -> d -> e");
        assert_eq!(chain(&["a"], 2, 4), "(2 more) -> a");
    }
}

use jurymast_terms::vocabulary::Symptom;

/// What a server that fails answers: all of them make `5xx`.
const SERVER_ERRORS: [u16; 4] = [500, 502, 503, 504];

/// Symptoms that one status shows.
const SINGLE: [(u16, Symptom); 7] = [
    (429, Symptom::TooManyRequests),
    (402, Symptom::PaymentRequired),
    (401, Symptom::Unauthorized),
    (403, Symptom::Forbidden),
    (404, Symptom::NotFound),
    (400, Symptom::BadRequest),
    // Providers refuse an input that does not fit with 400.
    (400, Symptom::TooLong),
];

/// The failures that a gateway turns away on which goes by statuses. `5xx` only where it
/// turns away on all of them: an outage shows any.
pub(crate) fn covered(fires: impl Fn(u16) -> bool) -> Vec<Symptom> {
    let server = SERVER_ERRORS.into_iter().all(&fires);
    let server = server.then_some(Symptom::ServerError);
    let single = SINGLE.into_iter().filter(|(status, _)| fires(*status));
    server
        .into_iter()
        .chain(single.map(|(_, symptom)| symptom))
        .collect()
}

/// The failures that statuses show, and a call that hangs.
pub(crate) const SEEN: [Symptom; 9] = [
    Symptom::ServerError,
    Symptom::TooManyRequests,
    Symptom::PaymentRequired,
    Symptom::Unauthorized,
    Symptom::Forbidden,
    Symptom::NotFound,
    Symptom::BadRequest,
    Symptom::TooLong,
    Symptom::Timeout,
];

/// What an overloaded server of Anthropic answers.
const OVERLOADED: u16 = 529;

/// The statuses that show these failures, in order; a call that hangs shows none. Where server
/// errors are meant all are that providers answer, not only those that make `5xx`.
pub(crate) fn statuses_of(failures: &[Symptom]) -> Vec<u16> {
    let is_server = failures.contains(&Symptom::ServerError);
    let server = SERVER_ERRORS.into_iter().chain([OVERLOADED]);
    let server = server.filter(|_| is_server);
    let single = SINGLE.into_iter();
    let single = single.filter(|(_, symptom)| failures.contains(symptom));
    let mut all: Vec<u16> = single.map(|(status, _)| status).chain(server).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What to say where a gateway turns away on some server errors and not on others: 529 too,
/// which Anthropic answers when it is overloaded.
pub(crate) fn missed_server_errors(fires: impl Fn(u16) -> bool) -> Option<String> {
    let all = SERVER_ERRORS.into_iter().chain([OVERLOADED]);
    let (some, missed): (Vec<u16>, Vec<u16>) = all.partition(|status| fires(*status));
    if some.is_empty() || missed.is_empty() {
        return None;
    }
    let words: Vec<String> = missed.iter().map(u16::to_string).collect();
    let so = match missed == [OVERLOADED] {
        true => "",
        false => ", so a plan does not count on `5xx`",
    };
    let missed = jurymast_terms::wording::and(&words);
    Some(format!(
        "not all server errors: {missed} go back to the caller{so}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_server_errors_is_not_all_of_them() {
        let words = |codes: &[u16]| {
            let found = covered(|code| codes.contains(&code));
            found.iter().map(|one| one.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(words(&[429, 500]), ["429"]);
        assert_eq!(
            words(&[500, 502, 503, 504, 400]),
            ["5xx", "400", "too-long"]
        );
        let missed = |codes: &[u16]| missed_server_errors(|code| codes.contains(&code));
        assert!(missed(&[500, 503]).is_some_and(|one| one.contains("502, 504 and 529")));
        assert!(missed(&[500, 502, 503, 504]).is_some_and(|one| !one.contains("so a plan")));
        assert_eq!(missed(&[429]), None);
        assert_eq!(missed(&[500, 502, 503, 504, 529]), None);
    }
}

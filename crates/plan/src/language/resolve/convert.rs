//! Said scalars to meant ones.

use crate::language::said::{self, Said};
use crate::model::{Contract, Demand};
use jurymast_terms::source::{At, FileId, Span};
use jurymast_terms::units::Duration;

pub(super) fn at<T>(file: FileId, said: Option<Said<T>>) -> Option<At<T>> {
    said.map(|said| At::new(said.value, Span::new(file, said.range)))
}

pub(super) fn map<T, U>(at: At<T>, f: impl FnOnce(T) -> U) -> At<U> {
    At::new(f(at.value), at.span)
}

pub(super) fn length(file: FileId, said: Option<Said<said::Length>>) -> Option<At<Duration>> {
    at(file, said).map(|at| map(at, |length| length.0))
}

pub(super) fn rate(rate: said::Rate) -> Demand {
    let said::Rate { rpm, tpm } = rate;
    Demand { rpm, tpm }
}

pub(super) fn contract_of(file: FileId, said: said::Contract) -> Contract {
    let said::Contract {
        reference,
        rto,
        notice,
        substitutability,
        exit_plan,
        exit_tested,
    } = said;
    Contract {
        reference,
        rto: length(file, rto),
        notice: notice.map(|length| length.0),
        substitutability,
        exit_plan,
        exit_tested: exit_tested.map(|day| day.0),
    }
}

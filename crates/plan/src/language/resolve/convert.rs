//! Said scalars to meant ones.

use std::num::NonZeroU64;

use crate::language::said::{self, Said};
use crate::model::{Confidence, Contract, Demand, Evidence};
use jurymast_terms::source::{At, FileId, Span};

/// The value as meant, with its place.
pub(super) fn at<S: Into<T>, T>(file: FileId, said: Option<Said<S>>) -> Option<At<T>> {
    said.map(|said| At::new(said.value.into(), Span::new(file, said.range)))
}

pub(super) fn rate(rate: said::RateEntry) -> Demand {
    let said::RateEntry { rpm, tpm } = rate;
    Demand {
        rpm: rpm.map(NonZeroU64::get),
        tpm: tpm.map(NonZeroU64::get),
    }
}

pub(super) fn rate_at(file: FileId, said: Said<said::RateEntry>) -> At<Demand> {
    At::new(rate(said.value), Span::new(file, said.range))
}

/// What the plan says with a source: as sure as one who read it there.
pub(super) fn declared(source: String) -> Evidence {
    Evidence {
        confidence: Confidence::Secondary,
        why: source,
    }
}

pub(super) fn contract_of(file: FileId, said: said::ContractEntry) -> Contract {
    let said::ContractEntry {
        reference,
        rto,
        notice,
        substitutability,
        exit_plan,
        exit_tested,
    } = said;
    Contract {
        reference,
        rto: at(file, rto),
        notice: notice.map(Into::into),
        substitutability,
        exit_plan,
        exit_tested: exit_tested.map(Into::into),
    }
}

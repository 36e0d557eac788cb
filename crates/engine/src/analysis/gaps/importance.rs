use std::cmp::Ordering;

use jurymast_plan::model::ComponentId;

use super::ProbabilityBounds;

/// Importance measures of one basic fault (NUREG-0492; Vesely et al. 1983). Where
/// faults of unknown availability have a part in them, they lie between bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Importance {
    /// The component whose own failure it is.
    pub component: ComponentId,
    /// The chance that it has failed by itself at any moment, between 0 and 1; `None` where
    /// its availability is not known.
    pub unavailability: Option<f64>,
    /// Birnbaum: how much the chance grows from this never failing to it always
    /// failing.
    pub birnbaum: ProbabilityBounds,
    /// Fussell-Vesely: the share of the chance that goes away when this never
    /// fails. `None` where the chance is 0.
    pub fussell_vesely: Option<ProbabilityBounds>,
    /// Risk achievement worth: how many times likelier when this has failed; without
    /// end where the chance may be 0. `None` where it is 0.
    pub risk_achievement_worth: Option<ProbabilityBounds>,
}

/// The chance with one fault never there, and how much it grows with it always there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub(super) never: f64,
    pub(super) rate: f64,
}

impl Ends {
    fn always(self) -> f64 {
        (self.never + self.rate).min(1.0)
    }
}

impl Importance {
    /// `low` and `high` are the chances with every other unknown fault never there
    /// and always there.
    ///
    /// The chance only grows with each fault, so that for any availabilities of the
    /// unknown ones each end lies between its two values. Share and worth depend on
    /// the ratio of the ends alone, and shrink as it grows.
    pub(super) fn of(
        component: ComponentId,
        unavailability: Option<f64>,
        (low, high): (Ends, Ends),
    ) -> Self {
        let apart = high.never - low.never;
        let birnbaum = ProbabilityBounds {
            low: (low.rate - apart).max(0.0),
            high: (high.rate + apart).clamp(0.0, 1.0),
        };
        // Of the chance with it always there: what is there without it, and the rest.
        let of = |part: f64, whole: f64| (part / whole).min(1.0);
        let least = low.always();
        let ratio = (high.always() > 0.0).then(|| ProbabilityBounds {
            low: of(low.never, high.always()),
            high: if least > 0.0 {
                of(high.never, least)
            } else {
                1.0
            },
        });
        let rest = ProbabilityBounds {
            low: if least > 0.0 {
                of(birnbaum.low, least)
            } else {
                0.0
            },
            high: of(birnbaum.high, high.always()),
        };
        let own = unavailability.map_or((0.0, 1.0), |down| (down, down));
        let with = |down: f64, ratio: f64| down + (1.0 - down) * ratio;
        let share = |down: f64, rest: f64, ratio: f64| {
            if down == 0.0 {
                0.0
            } else {
                down * rest / with(down, ratio)
            }
        };
        Self {
            component,
            unavailability,
            birnbaum,
            fussell_vesely: ratio
                .map(|ratio| ProbabilityBounds {
                    low: share(own.0, rest.low, ratio.high),
                    high: share(own.1, rest.high, ratio.low),
                })
                .or_else(|| (own.1 == 0.0).then_some(ProbabilityBounds::NONE)),
            risk_achievement_worth: ratio.filter(|ratio| own.1 > 0.0 || ratio.high > 0.0).map(
                |ratio| ProbabilityBounds {
                    low: 1.0 / with(own.1, ratio.high),
                    high: 1.0 / with(own.0, ratio.low),
                },
            ),
        }
    }

    /// The same from every corner of what is unknown: the ends, and how likely this fault
    /// is, with each unknown fault never and always there, in every combination.
    ///
    /// The chances are linear in each of them, so that what a measure is anywhere lies
    /// between what it is in two corners; those in which it would be nothing of nothing
    /// add nothing.
    pub(super) fn of_corners(
        component: ComponentId,
        unavailability: Option<f64>,
        corners: impl Iterator<Item = (Ends, f64)>,
    ) -> Self {
        let (mut rates, mut shares, mut worths) = (None, None, None);
        let mut has_worth = false;
        for (ends, down) in corners {
            let (always, chance) = (ends.always(), ends.never + down * ends.rate);
            widen(&mut rates, ends.rate);
            if chance > 0.0 {
                widen(&mut shares, (down * ends.rate / chance).min(1.0));
                has_worth = true;
            }
            if always > 0.0 {
                widen(&mut worths, always / chance);
            }
        }
        let never_fails = unavailability == Some(0.0);
        let none = (never_fails || worths.is_some()).then_some(ProbabilityBounds::NONE);
        Self {
            component,
            unavailability,
            birnbaum: rates.unwrap_or(ProbabilityBounds::NONE),
            fussell_vesely: shares.or(none),
            risk_achievement_worth: worths.filter(|_| has_worth),
        }
    }

    /// Most first: by what is sure, then by what may be; what differs by the noise of
    /// the sums only is in the order of components.
    pub(super) fn most_first(&self, other: &Self) -> Ordering {
        let key = |one: &Self| {
            let share = one.fussell_vesely.unwrap_or(ProbabilityBounds::NONE);
            [share.low, share.high, one.birnbaum.low, one.birnbaum.high].map(rounded)
        };
        let (a, b) = (key(self), key(other));
        let pairs = a.iter().zip(&b);
        let by_value = pairs.map(|(a, b)| b.total_cmp(a));
        by_value
            .fold(Ordering::Equal, Ordering::then)
            .then(self.component.cmp(&other.component))
    }
}

fn widen(bounds: &mut Option<ProbabilityBounds>, value: f64) {
    let known = bounds.unwrap_or(ProbabilityBounds {
        low: value,
        high: value,
    });
    *bounds = Some(ProbabilityBounds {
        low: known.low.min(value),
        high: known.high.max(value),
    });
}

/// Nine significant digits.
fn rounded(value: f64) -> f64 {
    format!("{value:.8e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_hold_whatever_is_unknown() {
        // b or (c and d), with d unknown; seen from b.
        let (b, c) = (0.001, 0.2);
        let ends = |d: f64| Ends {
            never: c * d,
            rate: 1.0 - c * d,
        };
        let found = Importance::of(ComponentId(0), Some(b), (ends(0.0), ends(1.0)));
        for step in 0..=100 {
            let d = f64::from(step) / 100.0;
            let chance = b + (1.0 - b) * c * d;
            let within = |bounds: ProbabilityBounds, value: f64| {
                assert!(bounds.low <= value + 1e-12 && value <= bounds.high + 1e-12);
            };
            within(found.birnbaum, 1.0 - c * d);
            within(found.fussell_vesely.unwrap(), b * (1.0 - c * d) / chance);
            within(found.risk_achievement_worth.unwrap(), 1.0 / chance);
        }
        assert_eq!(found.fussell_vesely.unwrap().high, 1.0);
        assert_eq!(found.risk_achievement_worth.unwrap().high, 1000.0);
    }

    #[test]
    fn noise_does_not_order() {
        let with = |at, never| {
            let ends = Ends { never, rate: 0.2 };
            Importance::of(ComponentId(at), Some(0.1), (ends, ends))
        };
        let (a, b) = (with(0, 0.1 + 0.2), with(1, 0.3));
        assert_eq!(a.most_first(&b), Ordering::Less);
        assert_eq!(b.most_first(&a), Ordering::Greater);
    }
}

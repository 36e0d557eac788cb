use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_terms::wording;

rule! {
    /// A backup from which nobody has restored, or not for a long time.
    ///
    /// ## What it finds
    /// A backup without the day of its last trial (`verified`), or with one longer ago
    /// than `lint.restore_tested_within` (365 days when left out), or in the future.
    ///
    /// ## Why it matters
    /// A backup is a restore that has not been tried. Of five ways of saving, GitLab
    /// had none that worked on the day (2017-01-31).
    ///
    /// ## Fails
    /// ```toml
    /// [resource.orders-db]
    /// backup = { every = "1d", restore = "2h" }
    /// ```
    ///
    /// ```toml
    /// [resource.orders-db]
    /// backup = { every = "1d", restore = "2h", verified = 2019-01-01 }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [resource.orders-db]
    /// backup = { every = "1d", restore = "2h", verified = 2026-10-01 }
    /// ```
    ///
    /// ## What to do
    /// Restore it for real onto another machine, look whether the data are whole, and
    /// write down the day and how long it took.
    ///
    /// ## False alarms
    /// None: an untried restore is a hope.
    ///
    /// ## Ask
    /// Who restored last, from which copy, and what was missing?
    ///
    /// ## Sources
    /// Regulation (EU) 2022/2554, article 12(2) and (6); NIST SP 800-34 rev. 1, section
    /// 3.4.1; NIST SP 800-53, CP-9(1).
    "untested-restore", Recovery, Warning, check,
    says &["backup", "verified"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let within = cx.settings.restore_tested_within;
    for (id, component) in cx.plan.enumerate() {
        for (at, backup) in component.backups.iter().enumerate() {
            let of = match component.backups.len() {
                1 => format!("the backup of `{}`", component.id),
                _ => format!("backup {} of `{}`", at + 1, component.id),
            };
            let (message, label) = match backup.verified.map(|day| day.value) {
                None => (
                    format!("nobody ever restored from {of}"),
                    "no `verified` day".to_owned(),
                ),
                Some(day) if day > cx.today => (
                    format!("the trial of {of} has not happened yet"),
                    format!(
                        "{} from now",
                        wording::days(cx.today.days_until(day).unsigned_abs())
                    ),
                ),
                Some(day) => {
                    let days = day.days_until(cx.today).unsigned_abs();
                    if days * 86_400 <= within.seconds() {
                        continue;
                    }
                    let message =
                        format!("{of} was last restored from {} ago", wording::days(days));
                    (message, format!("longer ago than {within}"))
                }
            };
            let place = backup.verified.map_or(backup.place, |day| day.span);
            found.about(cx.plan, id, place, message, |finding| {
                finding
                    .detail(format!("backup {}", at + 1))
                    .label(label)
                    .help("restore from it for real, then write the day: verified = 2026-01-31")
            });
        }
    }
}

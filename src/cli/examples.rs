//! What each `--help` ends with: commands that run as they stand, in the folder of a plan
//! with `compose.yaml`, `litellm.yaml` and their like beside it.

pub(super) const PROGRAM: &str = "\
Examples:
  jurymast init plans                  a first plan, in a folder of its own
  jurymast check                       what is wrong with the nearest plan
  jurymast gaps checkout               what takes it down
  jurymast simulate --recorded         the outages that were, on this plan
  jurymast render                      the site, with every runbook";

pub(super) const INIT: &str = "\
Examples:
  jurymast init plans                          a first plan, in its own folder
  jurymast init assistants --template coding-assistants
  jurymast init --from compose.yaml drafted    drafted from what is deployed";

pub(super) const CHECK: &str = "\
Examples:
  jurymast check                          the nearest plan at or above here
  jurymast check services/ordering.toml   the whole plan of this part
  jurymast check -f github -f sarif=found.sarif --fail-on warning
  jurymast check --fix                    mend what needs no decision
  jurymast check --write-baseline         from now on only what is new counts
  jurymast check --baseline --changed=main  of a branch, what nobody knows yet
  jurymast check - --stdin-filename jurymast.toml < jurymast.toml";

pub(super) const FMT: &str = "\
Examples:
  jurymast fmt                        every file of the nearest plan
  jurymast fmt --check                whether all is laid out so
  jurymast fmt services/ordering.toml --diff
  jurymast fmt - < jurymast.toml";

pub(super) const DIGEST: &str = "\
Examples:
  jurymast digest                          of the nearest plan
  jurymast digest --plan jurymast.toml

What it prints goes into the plan:
  approved = { by = \"COO\", on = 2026-09-01, digest = \"sha256:...\" }
and `jurymast check` says when the plan is another (changed-since-approval). Comments, layout,
the order of tables and their files do not count, nor do records of exercises and trials; a
comment that accepts a finding does.";

pub(super) const EXPLAIN: &str = "\
Examples:
  jurymast explain no-fallback
  jurymast explain unknown-id              what a code of reading a plan means
  jurymast explain no-fallback --format json";

pub(super) const RULES: &str = "\
Examples:
  jurymast rules
  jurymast rules --format json
  jurymast rules --out rules               a page in Markdown for each";

pub(super) const BLAST: &str = "\
Examples:
  jurymast blast kafka
  jurymast blast astronomy-db valkey-cart  both at once
  jurymast blast --all --top 5             which losses take most with them";

pub(super) const GAPS: &str = "\
Examples:
  jurymast gaps                            of every service of tier 1 or 2
  jurymast gaps checkout --max-order 3
  jurymast gaps checkout --probability     how likely, and what to mend first";

pub(super) const SIMULATE: &str = "\
Examples:
  jurymast simulate                        every scenario of the plan
  jurymast simulate region-lost --explain
  jurymast simulate --what-if astronomy-db:timeout:2h
  jurymast simulate --recorded             every recorded outage";

pub(super) const EXERCISE: &str = "\
Examples:
  jurymast exercise broker-lost
  jurymast exercise broker-lost --format html --out packet.html";

pub(super) const RECORD: &str = "\
Examples:
  jurymast exercise record broker-lost --on 2026-11-20 --by platform \\
    --result passed --seen \"orders went on\"";

pub(super) const INCIDENT: &str = "\
Examples:
  jurymast incident kafka --since -20m
  jurymast incident kafka --symptom timeout --format markdown
  jurymast incident --all                  the order to bring all back";

pub(super) const ADVISE: &str = "\
Examples:
  jurymast advise                          for every service of tier 1 or 2
  jurymast advise --tier 1 --max-changes 3
  jurymast advise checkout --toml          the lines to paste";

pub(super) const RENDER: &str = "\
Examples:
  jurymast render                          the site, in jurymast-site
  jurymast render --out public/continuity";

pub(super) const EXPORT: &str = "\
Examples:
  jurymast export ics --out continuity.ics
  jurymast export litellm --into litellm.yaml > litellm-new.yaml";

pub(super) const IMPORT: &str = "\
Examples:
  jurymast import compose compose.yaml > draft.toml
  jurymast import compose compose.yaml --into jurymast.toml
  jurymast import litellm litellm.yaml --report left.json > draft.toml";

pub(super) const DIFF: &str = "\
Examples:
  jurymast diff main                       what this branch changes
  jurymast diff v1.2 HEAD --format markdown
  jurymast diff HEAD --fail-on new-gap,broken-target";

pub(super) const DRIFT: &str = "\
Examples:
  jurymast drift compose.yaml litellm.yaml
  jurymast drift --observed calls.json --fail-on warning";

pub(super) const SCAN: &str = "\
Examples:
  jurymast scan
  jurymast scan --format sarif=found.sarif
  jurymast scan --write                    write what the plan lacks";

pub(super) const CATALOGUE: &str = "\
Examples:
  jurymast catalogue list outages
  jurymast catalogue show openai
  jurymast catalogue ends --within 90d";

pub(super) const CATALOGUE_LIST: &str = "\
Examples:
  jurymast catalogue list
  jurymast catalogue list outages --format json";

pub(super) const CATALOGUE_ENDS: &str = "\
Examples:
  jurymast catalogue ends                  of the models that the plan calls
  jurymast catalogue ends --all --within 90d";

pub(super) const CATALOGUE_SHOW: &str = "\
Examples:
  jurymast catalogue show openai
  jurymast catalogue show openai-2024-12-26
  jurymast catalogue show model gpt-5.2";

pub(super) const SCHEMA: &str = "\
Examples:
  jurymast schema > jurymast.schema.json   for an editor
  jurymast schema check                    of `check --format json`
  jurymast schema --check jurymast.schema.json";

pub(super) const COMPLETIONS: &str = "\
Examples:
  jurymast completions bash > jurymast.bash
  jurymast completions zsh > _jurymast";

pub(super) const MAN: &str = "\
Examples:
  jurymast man > jurymast.1
  jurymast man man1                        a page for every command";

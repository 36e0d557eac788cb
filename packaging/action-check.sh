#!/usr/bin/env sh
# What the action runs: annotations in the pull request, SARIF where it is asked for. Exit
# codes are those of `jurymast check`: 1 findings, 2 a plan that cannot be read, 3 no plan.
set -eu
set -- check --plan "${PLAN:-.}" --fail-on "${FAIL_ON:-error}" --format github
if [ -n "${SARIF:-}" ]; then
  set -- "$@" --format "sarif=$SARIF"
fi
exec jurymast "$@"

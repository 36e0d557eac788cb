#!/usr/bin/env sh
# What the action runs: annotations in the pull request, SARIF where it is asked for. BASELINE
# is the file of a baseline, or true for the one beside the plan. Exit codes are those of
# `jurymast check`: 1 findings, 2 a plan that cannot be read, 3 no plan.
set -eu
set -- check --plan "${PLAN:-.}" --fail-on "${FAIL_ON:-error}" --format github
if [ -n "${SARIF:-}" ]; then
  set -- "$@" --format "sarif=$SARIF"
fi
case "${BASELINE:-}" in
  "" | false) ;;
  true) set -- "$@" --baseline ;;
  *) set -- "$@" --baseline="$BASELINE" ;;
esac
exec jurymast "$@"

#!/usr/bin/env sh
# What the action says of a pull request: what changes for continuity, as one comment that is
# written anew with every push, and in the summary of the run. BASE is the branch it goes to,
# PULL_REQUEST its number, REPOSITORY owner/name; gh posts with GH_TOKEN.
set -eu
marker='<!-- jurymast diff -->'
git fetch --quiet --depth=1 origin "$BASE"
body="$(mktemp)"
jurymast diff --plan "${PLAN:-.}" FETCH_HEAD --format markdown >"$body"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat "$body" >>"$GITHUB_STEP_SUMMARY"
fi
comments="repos/$REPOSITORY/issues/$PULL_REQUEST/comments"
known="$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$marker\")) | .id" | head -n 1)"
if [ -n "$known" ]; then
  gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$known" --field "body=@$body"
else
  gh api --silent --method POST "$comments" --field "body=@$body"
fi

#!/usr/bin/env sh
# What the action says of a pull request: what changes for continuity, as one comment that is
# written anew with every push, and in the summary of the run. BASE is the branch it goes to,
# PULL_REQUEST its number, REPOSITORY owner/name; gh posts with GH_TOKEN.
#
# It never stops the job, whose outcome is that of `check` behind it: what cannot be compared
# (the first plan, a base that is broken) or posted (the token of a fork) is said and left.
set -u
marker='<!-- jurymast diff -->'
body="$(mktemp)"
said="$(mktemp)"

# warn WORDS: an annotation, with the last sentence of what went wrong.
warn() {
  printf '::warning title=jurymast::%s: %s\n' "$1" "$(grep '^[a-z]' "$said" | tail -n 1)"
}

compare() {
  git fetch --quiet --depth=1 origin "+refs/heads/$BASE:refs/remotes/origin/$BASE" &&
    jurymast diff --plan "${PLAN:-.}" "origin/$BASE" --format markdown
}

if ! compare >"$body" 2>"$said"; then
  cat "$said" >&2
  warn "not compared with $BASE"
  {
    printf '%s\n# What changes for continuity\n\n' "$marker"
    printf 'This was not compared with `%s`; `jurymast check` judges the plan as it is here.\n\n' "$BASE"
    sed 's/^/    /' "$said"
  } >"$body"
fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat "$body" >>"$GITHUB_STEP_SUMMARY"
fi

post() {
  comments="repos/$REPOSITORY/issues/$PULL_REQUEST/comments"
  known="$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$marker\")) | .id")" || return
  known="$(printf '%s\n' "$known" | head -n 1)"
  if [ -n "$known" ]; then
    gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$known" --field "body=@$body"
  else
    gh api --silent --method POST "$comments" --field "body=@$body"
  fi
}

if ! post 2>"$said"; then
  cat "$said" >&2
  warn "no comment was written, what changes stands in the summary of the run"
fi
exit 0

#!/usr/bin/env bash
# Keeps one issue up to date: opened with the first findings, edited, closed when none are left.
set -euo pipefail

report="$RUNNER_TEMP/roadmaplint/reports/summary.md"
limit=60000 # GitHub takes bodies of up to 65,536 characters

case "$EXIT_CODE" in
  0 | 1) ;;
  *) exit 0 ;; # no report: the step before has said why
esac

export TITLE="$INPUT_ISSUE"
number="$(gh issue list --repo "$GITHUB_REPOSITORY" --state open --limit 1000 \
  --json number,title --jq 'map(select(.title == env.TITLE)) | first | .number // empty')"

if [ "$EXIT_CODE" = 0 ]; then
  if [ -n "$number" ]; then
    gh issue close "$number" --repo "$GITHUB_REPOSITORY" --comment 'Nothing is left to report.'
  fi
  exit 0
fi

body="$RUNNER_TEMP/roadmaplint/reports/issue.md"
if [ "$(wc -c <"$report")" -gt "$limit" ]; then
  head -c "$limit" -- "$report" | sed '$d' >"$body" # whole lines only
  printf '\n… the rest is in the job summary.\n' >>"$body"
else
  cat -- "$report" >"$body"
fi
printf '\n[The run that wrote this](%s/%s/actions/runs/%s)\n' \
  "$GITHUB_SERVER_URL" "$GITHUB_REPOSITORY" "$GITHUB_RUN_ID" >>"$body"

if [ -n "$number" ]; then
  gh issue edit "$number" --repo "$GITHUB_REPOSITORY" --body-file "$body"
else
  gh issue create --repo "$GITHUB_REPOSITORY" --title "$TITLE" --body-file "$body"
fi

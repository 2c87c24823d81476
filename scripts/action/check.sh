#!/usr/bin/env bash
# Runs `roadmaplint check` once: annotations, job summary, SARIF file and counts from one report.
set -euo pipefail
set -f # patterns in inputs are not for this shell

fail() {
  printf '::error title=roadmaplint::%s\n' "$1"
  printf 'exit-code=2\n' >>"$GITHUB_OUTPUT"
  exit 2
}

# switch NAME VALUE: true for `true`, false for `false` and nothing, else the end.
switch() {
  case "$2" in
    true) return 0 ;;
    false | '') return 1 ;;
    *) fail "$1 must be true or false" ;;
  esac
}

absolute() {
  case "$1" in
    /* | [A-Za-z]:*) printf '%s' "$1" ;;
    *) printf '%s/%s' "$GITHUB_WORKSPACE" "$1" ;;
  esac
}

# Isolated: modules lying in the checked folder are never imported.
python() {
  "$ROADMAPLINT_BIN/python" -I -X utf8 "$@"
}

reports="$RUNNER_TEMP/roadmaplint/reports"
rm -rf -- "$reports"
mkdir -p -- "$reports"
format="${INPUT_FORMAT:-github}"

arguments=(check "--output-format=$format" "--output-file=$reports/report.txt")
arguments+=("--also=json=$reports/report.json" "--also=markdown=$reports/summary.md")
arguments+=("--cache-dir=$RUNNER_TEMP/roadmaplint/cache" --color=never)
if [ -n "${INPUT_SARIF_FILE:-}" ]; then
  sarif="$(absolute "$INPUT_SARIF_FILE")"
  mkdir -p -- "$(dirname -- "$sarif")"
  arguments+=("--also=sarif=$sarif")
fi
if switch links "${INPUT_LINKS:-}"; then arguments+=(--links); fi
if switch fix "${INPUT_FIX:-}"; then arguments+=(--fix); fi
if [ -n "${INPUT_CONFIG:-}" ]; then arguments+=("--config=$INPUT_CONFIG"); fi
if [ -n "${INPUT_PROFILE:-}" ]; then arguments+=("--profile=$INPUT_PROFILE"); fi
if [ -n "${INPUT_FAIL_ON:-}" ]; then arguments+=("--fail-on=$INPUT_FAIL_ON"); fi
if [ -n "${INPUT_BASELINE:-}" ]; then arguments+=("--baseline=$INPUT_BASELINE"); fi
if switch changed-only "${INPUT_CHANGED_ONLY:-}" && [ -n "${BASE_COMMIT:-}" ]; then
  # A checkout is shallow, so that the base may have to be brought first.
  if ! git -C "$GITHUB_WORKSPACE" cat-file -e "$BASE_COMMIT^{commit}" 2>/dev/null; then
    git -C "$GITHUB_WORKSPACE" fetch --quiet --no-tags --depth=1 origin "$BASE_COMMIT" ||
      fail "the base commit $BASE_COMMIT cannot be fetched"
  fi
  arguments+=("--changed-since=$BASE_COMMIT")
fi

# Further arguments are quoted as for a shell, but nothing in them is expanded or run.
split='import os, shlex, sys
try:
    words = shlex.split(os.environ.get("INPUT_ARGS", ""))
except ValueError:
    sys.exit(1)
sys.stdout.write("".join(word + "\0" for word in words))'
python -c "$split" >"$reports/arguments" || fail 'args has a quote that is not closed'
while IFS= read -r -d '' word; do
  arguments+=("$word")
done <"$reports/arguments"

cd -- "$(absolute "${INPUT_WORKING_DIRECTORY:-.}")" || fail 'working-directory does not exist'

# One path a line; a line that is no path is several, with spaces between.
arguments+=(--)
while IFS= read -r line || [ -n "$line" ]; do
  line="${line%$'\r'}"
  if [ -e "$line" ]; then
    arguments+=("$line")
  else
    for word in $line; do arguments+=("$word"); done
  fi
done <<<"${INPUT_PATHS:-.}"

# Messages quote documents, which must not give the runner commands; only our annotations may.
token="$(python -c 'import secrets; print(secrets.token_hex(16))')"
printf '::stop-commands::%s\n' "$token"
code=0
python -m roadmaplint "${arguments[@]}" || code=$?
if [ "$format" != github ] && [ -f "$reports/report.txt" ]; then cat -- "$reports/report.txt"; fi
printf '::%s::\n' "$token"
if [ "$format" = github ] && [ -f "$reports/report.txt" ]; then cat -- "$reports/report.txt"; fi

if [ -f "$reports/summary.md" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat -- "$reports/summary.md" >>"$GITHUB_STEP_SUMMARY"
fi
printf 'exit-code=%s\n' "$code" >>"$GITHUB_OUTPUT"
if [ -f "$reports/report.json" ]; then
  count='import json, sys
with open(sys.argv[1], encoding="utf-8") as report:
    summary = json.load(report)["summary"]
print("errors=%d" % summary["errors"])
print("warnings=%d" % summary["warnings"])'
  python -c "$count" "$reports/report.json" | tr -d '\r' >>"$GITHUB_OUTPUT"
  printf 'report-file=%s\n' "$reports/report.json" >>"$GITHUB_OUTPUT"
fi
exit "$code"

#!/usr/bin/env bash
# Installs roadmaplint into an environment of its own; says where in the step's output `bin`.
set -euo pipefail

fail() {
  printf '::error title=roadmaplint::%s\n' "$1"
  exit 2
}

find_python() {
  local name
  for name in python3 python; do
    if "$name" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s' "$name"
      return
    fi
  done
}

# What pip installs: a release by number, the newest, or the checkout that the action came with.
case "${INPUT_VERSION:-}" in
  '') package="$ACTION_PATH" ;;
  latest) package=roadmaplint ;;
  [0-9]*)
    case "$INPUT_VERSION" in
      *[!0-9A-Za-z.+!]*) fail 'version must be the number of a release, or latest' ;;
    esac
    package="roadmaplint==$INPUT_VERSION"
    ;;
  *) fail 'version must be the number of a release, or latest' ;;
esac

python="$(find_python)"
[ -n "$python" ] || fail 'this runner has no Python 3.11 or newer; run actions/setup-python first'

# Isolated (-I): modules lying in the checked folder are never imported.
home="$RUNNER_TEMP/roadmaplint/environment"
"$python" -I -m venv "$home"
bin="$home/bin"
[ -d "$bin" ] || bin="$home/Scripts"
"$bin/python" -I -m pip install --quiet --disable-pip-version-check "$package"
printf 'bin=%s\n' "$bin" >>"$GITHUB_OUTPUT"

"""What `init` writes: an entry for pre-commit, put into a file that may exist, and a workflow."""

from __future__ import annotations

import re
from typing import NamedTuple

from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import NEWLINE

CONFIG = "roadmaplint.toml"
HOOKS = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/roadmaplint.yml"
REPOSITORY = "https://github.com/roadmaplint/roadmaplint"

_ENTRY = """\
- repo: {repository}
  rev: v{version}
  hooks:
    - id: roadmaplint
"""
_WORKFLOW = """\
# Checks what a pull request changes; findings appear on its lines and in the job's summary.
name: roadmaplint
on:
  pull_request:
    paths: ["**.md"]

permissions: {{}}

concurrency:
  group: roadmaplint-${{{{ github.ref }}}}
  cancel-in-progress: true

jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - uses: roadmaplint/roadmaplint@v{version}
        with:
          changed-only: true
"""

_OURS = lazy(r"^[ -]*(?:repo|id)[ ]*:.*\broadmaplint\b", re.MULTILINE)
_TOP_KEY = lazy(r"[A-Za-z_][\w-]*[ \t]*:(?:[ \t]|$)")
_REPOS = lazy(r"repos[ \t]*:[ \t]*(?:#.*)?$")
_ITEM = lazy(r"([ ]*)-[ ]")


def workflow_text(version: str) -> str:
    """The workflow for pull requests."""
    return _WORKFLOW.format(version=version)


def hook_entry(version: str, indent: str = "") -> str:
    """The entry of a pre-commit configuration's list of repositories."""
    lines = _ENTRY.format(repository=REPOSITORY, version=version).split("\n")
    return "\n".join(indent + line if line else line for line in lines)


class Merged(NamedTuple):
    """A pre-commit configuration with our entry; `text` None where it cannot be put in safely."""

    text: str | None
    reason: str = ""


def with_hook(text: str | None, version: str) -> Merged:
    """Put our entry at the end of a configuration's `repos`; None stands for no file.

    Only the plain form is changed: one document, a top-level `repos:` with a block list. The
    text before and behind the entry stays as it is, byte for byte.
    """
    if text is None or not text.strip():
        return Merged(f"repos:\n{hook_entry(version, '  ')}")
    if _OURS.search(text):
        return Merged(text, "has an entry already")
    lines = NEWLINE.split(text)
    found = _repos_block(lines)
    if isinstance(found, str):
        return Merged(None, found)
    last, indent = found
    ends = list(NEWLINE.finditer(text))
    end = ends[0][0] if ends else "\n"
    at = ends[last].end() if last < len(ends) else len(text)
    entry = hook_entry(version, indent).replace("\n", end)
    return Merged(text[:at] + ("" if last < len(ends) else end) + entry + text[at:])


def _repos_block(lines: list[str]) -> tuple[int, str] | str:
    """The last line of the list of repositories and its indent, or why it is left alone."""
    if any("\t" in line[: len(line) - len(line.lstrip())] for line in lines):
        return "it is indented with tabs"
    if any(line.startswith(("---", "...", "%")) for line in lines[1:]):
        return "it holds more than one document"
    heads = [at for at, line in enumerate(lines) if _TOP_KEY.match(line)]
    starts = [at for at in heads if _REPOS.match(lines[at])]
    if len(starts) != 1:
        return "it has no plain list of repositories"
    start = starts[0]
    stop = next((at for at in heads if at > start), len(lines))
    block = [at for at in range(start + 1, stop) if lines[at].strip()]
    written = [at for at in block if not lines[at].lstrip().startswith("#")]
    first = _ITEM.match(lines[written[0]]) if written else None
    if first is None:
        return "it has no plain list of repositories"
    indent = first[1]
    if any(not lines[at].startswith((f"{indent}- ", f"{indent} ")) for at in written):
        return "its list of repositories is not indented evenly"
    return written[-1], indent

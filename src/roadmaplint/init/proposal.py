"""Sets a repository up: a profile with its evidence, settings, a hook and a workflow."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct, field

from roadmaplint import __version__, data
from roadmaplint.errors import UsageError, nearest
from roadmaplint.files.discover import FoundFile, discover
from roadmaplint.files.project_tree import folder_of, repository_root
from roadmaplint.files.read import FileProblem, read
from roadmaplint.files.write import names_in, plant, standing
from roadmaplint.init.importers import FILES, Carried, carry_over
from roadmaplint.init.profile_evidence import Evidence, Survey, weigh
from roadmaplint.report.escape import visible
from roadmaplint.roadmap.nodes import Document
from roadmaplint.run.request import Overrides
from roadmaplint.run.workspace import Workspace, open_workspace
from roadmaplint.text.decode import decode
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import NEWLINE

#: So many pages, and so many bytes of them, are read for evidence.
_MOST_PAGES, _MOST_BYTES = 20, 1024 * 1024
#: Where our settings may stand already, beside the file that is written.
_OTHER_CONFIGS = (".roadmaplint.toml", ".config/roadmaplint.toml")
_CHECKERS = ("awesome-lint", "free-programming-books-lint")
_PACKAGE, _WORKFLOWS = "package.json", ".github/workflows"
_GIT_URL = lazy(r"^\s*url\s*=\s*(\S+)", re.MULTILINE)


class Wanted(Struct, frozen=True):
    """What the command line asks for; `profile` None for the one that fits best."""

    profile: str | None = None
    carry: bool = False
    force: bool = False
    hook: bool = True
    workflow: bool = True


class Change(Struct, frozen=True):
    """A file to write: `before` is what stands there, None for nothing."""

    path: str
    before: bytes | None
    after: bytes


class Setup(Struct):
    """What is proposed: evidence, files to write, notes, and snippets to put in by hand."""

    root: str
    evidence: tuple[Evidence, ...]
    profile: str
    carried: Carried | None = None
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    snippets: list[tuple[str, str]] = field(default_factory=list)


def propose(folder: str, wanted: Wanted, today: date) -> Setup:
    """Look at a repository and say what would be written. Raises UsageError."""
    folder = folder_of(folder)
    root = repository_root(folder) or folder
    profiles = data.profile_names()
    if wanted.profile is not None and wanted.profile not in profiles:
        hint = nearest(wanted.profile, profiles) or f"; there are {', '.join(profiles)}"
        raise UsageError(f'unknown profile "{wanted.profile}"{hint}')
    workspace = open_workspace([root], Overrides(isolated=True), {}, today)
    found = discover([root], workspace.settings)
    tools = _tools(root)
    pages = _pages(found, workspace)
    survey = Survey(Path(root).name, [file.path for file in found], pages, tools)
    evidence = weigh(survey, profiles)
    setup = Setup(root, evidence, wanted.profile or evidence[0].profile)
    if wanted.carry:
        files = {name: text for name in FILES if (text := _bytes(root, name)) is not None}
        setup.carried = carry_over(files, pages, tools, workspace.cards, _options_of(workspace))
    _config(setup, wanted)
    if not any(change.path == CONFIG for change in setup.changes):
        setup.notes += _said_already(setup, today)
    if wanted.hook:
        _hook(setup)
    if wanted.workflow:
        _workflow(setup, wanted)
    return setup


def write(setup: Setup) -> None:
    """Write what is proposed. Raises UsageError, naming what was written before."""
    done: list[str] = []
    for change in setup.changes:
        try:
            plant(setup.root, change.path, change.after, change.before)
        except FileProblem as problem:
            before = f"; written before: {', '.join(done)}" if done else "; nothing was written"
            raise UsageError(f"{change.path} {problem}{before}") from problem
        done.append(change.path)


def _options_of(workspace: Workspace) -> Callable[[str], type]:
    from roadmaplint.core.registry import load

    return lambda name: load(workspace.rules.by_name[name]).options


def _bytes(root: str, name: str) -> bytes | None:
    """What a settings file of the repository holds; None for what is missing or no file."""
    try:
        return standing(root, name)
    except FileProblem:
        return None


def _tools(root: str) -> dict[str, str]:
    """Other checkers by name, with the file that runs them."""
    names = [_PACKAGE, *(f"{_WORKFLOWS}/{name}" for name in names_in(root, _WORKFLOWS)[:50])]
    found: dict[str, str] = {}
    for name in names:
        text = _bytes(root, name) or b""
        for checker in _CHECKERS:
            if checker.encode() in text:
                found.setdefault(checker, name)
    return found


def _pages(found: Sequence[FoundFile], workspace: Workspace) -> list[Document]:
    """The README and a few pages near the root, parsed; what cannot be read is passed over."""
    from roadmaplint.markdown.parser import parse
    from roadmaplint.roadmap.build import build

    pages: list[Document] = []
    left = _MOST_BYTES
    for file in sorted(found, key=_nearness)[:_MOST_PAGES]:
        try:
            text = read(file.location, workspace.settings.root, limit=max(left, 1))
        except FileProblem:
            continue
        left -= len(text)
        source = decode(text, file.path)
        pages.append(build(source, parse(source)))
    return pages


def _nearness(file: FoundFile) -> tuple[int, int, str]:
    """The README first, its translations last, other pages by their depth."""
    name = file.path.casefold()
    if "/" not in name and name.startswith("readme"):
        return (0 if name == "readme.md" else 2, 0, name)
    return 1, file.path.count("/"), name


def _config(setup: Setup, wanted: Wanted) -> None:
    """The settings file, unless one is there that must stay."""
    text = config_text(setup)
    other = next((n for n in _OTHER_CONFIGS if _bytes(setup.root, n) is not None), None)
    pyproject = _bytes(setup.root, "pyproject.toml") or b""
    if other is None and b"[tool.roadmaplint" in pyproject:
        other = "pyproject.toml"
    before = _old(setup, CONFIG)
    if other is not None and before is None:
        setup.notes.append(f"{other} holds settings already; it stays as it is")
        setup.snippets.append((f"settings for {other}", text))
    elif before is not None and not wanted.force:
        setup.notes.append(f"{CONFIG} is there already and stays as it is (--force overwrites it)")
        if setup.carried is not None and setup.carried.settings:
            setup.snippets.append((f"settings for {CONFIG}", text))
    else:
        _change(setup, CONFIG, before, text)


def config_text(setup: Setup) -> str:
    """The settings as TOML with a word on where they come from."""
    reasons = next((e.reasons for e in setup.evidence if e.profile == setup.profile), ())
    lines = ["# Settings of roadmaplint; `roadmaplint config` shows all of them with their origin."]
    lines += [f"# {visible(reason)}" for reason in reasons]
    settings: dict[str, Any] = {"profile": setup.profile}
    if setup.carried is not None:
        settings |= setup.carried.settings
    return "\n".join(lines) + "\n" + toml_text(settings)


def _said_already(setup: Setup, today: date) -> Iterator[str]:
    """What is to be known of the settings that are there and stay."""
    try:
        there = open_workspace([setup.root], Overrides(), {}, today).settings.values["profile"]
    except UsageError as problem:
        yield f"the settings that are there cannot be used: {problem}"
        return
    if there.value != setup.profile:
        yield f'the settings that are there ask for the profile "{there.value}"; that holds'


def _hook(setup: Setup) -> None:
    before = _old(setup, HOOKS)
    try:
        text = None if before is None else before.decode("utf-8")
    except UnicodeDecodeError:
        merged_text, reason = None, "it is not UTF-8"
    else:
        merged_text, reason = with_hook(text, __version__)
    if merged_text is None:
        setup.notes.append(f"{HOOKS} stays as it is: {reason}")
        setup.snippets.append((f"entry for {HOOKS}", hook_entry(__version__, "  ")))
    elif reason:
        setup.notes.append(f"{HOOKS} {reason}")
    else:
        _change(setup, HOOKS, before, merged_text)


def _workflow(setup: Setup, wanted: Wanted) -> None:
    host = _foreign_host(setup.root)
    before = _old(setup, WORKFLOW)
    if host:
        setup.notes.append(f"no workflow: the repository is on {visible(host)}, not on GitHub")
    elif before is not None and not wanted.force:
        setup.notes.append(f"{WORKFLOW} is there already and stays as it is")
    else:
        _change(setup, WORKFLOW, before, workflow_text(__version__))


def _foreign_host(root: str) -> str:
    """The host of the repository's remotes if none is GitHub; empty where nothing is known."""
    text = (_bytes(root, ".git/config") or b"").decode("utf-8", "replace")
    urls: list[str] = _GIT_URL.findall(text)
    if not urls or any("github" in url.casefold() for url in urls):
        return ""
    return re.sub(r"^[a-z+]+://|^[^@/]*@", "", urls[0]).replace(":", "/").split("/")[0]


def _old(setup: Setup, path: str) -> bytes | None:
    try:
        return standing(setup.root, path)
    except FileProblem as problem:
        raise UsageError(f"{path} {problem}; nothing was written") from problem


def _change(setup: Setup, path: str, before: bytes | None, text: str) -> None:
    after = text.encode("utf-8")
    if after == before:
        setup.notes.append(f"{path} is as it should be")
    else:
        setup.changes.append(Change(path, before, after))


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


_BARE = lazy(r"[A-Za-z0-9_-]+")
_WIDE = 90


def toml_text(table: Mapping[str, Any]) -> str:
    """Settings as TOML: plain keys first, then a table for each nested one, one line a rule.

    Values are strings, booleans, numbers, lists of these and mappings.
    """
    plain = {key: value for key, value in table.items() if not _is_nested(value)}
    parts = ["".join(f"{key_text(key)} = {_value(value)}\n" for key, value in plain.items())]
    for key, value in table.items():
        if key not in plain:
            parts.append("".join(_nested(key, value)))
    return "\n".join(part for part in parts if part)


def _is_nested(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(one, Mapping) for one in value)
    return isinstance(value, Mapping)


def _nested(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"[{key_text(key)}]\n"
        for name, inner in value.items():
            yield f"{key_text(name)} = {_value(inner)}\n"
        return
    for place, one in enumerate(value):
        yield f"{chr(10) if place else ''}[[{key_text(key)}]]\n"
        for name, inner in one.items():
            yield f"{key_text(name)} = {_value(inner)}\n"


def key_text(key: str) -> str:
    """A key, in quotes where it needs them."""
    return key if _BARE.fullmatch(key) else string_text(key)


def string_text(text: str) -> str:
    """A string in double quotes; what no TOML can hold becomes a question mark."""
    clean = "".join("?" if "\ud800" <= char <= "\udfff" else char for char in text)
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, str):
        return string_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key_text(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, Sequence):
        return _list([_value(one) for one in value])
    return str(value)


def _list(values: Sequence[str]) -> str:
    line = f"[{', '.join(values)}]"
    if len(line) <= _WIDE:
        return line
    return "[\n" + "".join(f"    {value},\n" for value in values) + "]"

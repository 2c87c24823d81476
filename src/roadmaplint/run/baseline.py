"""Known findings: a baseline read, subtracted, written."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from msgspec import Struct

from roadmaplint.core.finding import IN_ORDER, Diagnostic
from roadmaplint.errors import UsageError
from roadmaplint.run.workspace import BASELINE, Workspace


class Known(Struct, frozen=True):
    """What is left to report after a baseline; `notes` are for the person at the terminal."""

    diagnostics: tuple[Diagnostic, ...]
    notes: tuple[str, ...] = ()


def subtract_baseline(
    diagnostics: tuple[Diagnostic, ...],
    files: Collection[str],
    workspace: Workspace,
    *,
    write: bool = False,
    web: bool = False,
) -> Known:
    """Leave out what the baseline knows and report its stale entries; with `write`, renew it.

    `web` tells that rules on web links have run: only then their entries can be stale. Raises
    UsageError if the baseline cannot be read or written.
    """
    place = workspace.settings.baseline
    if write:
        return Known((), (write_baseline(diagnostics, workspace),))
    if place is None:
        return Known(diagnostics)
    from roadmaplint.core.baseline import from_json, stale, stale_events, subtract
    from roadmaplint.core.plan import NETWORK
    from roadmaplint.core.project import announce

    text, shown = _read(place), _shown(place, workspace)
    baseline = from_json(text, shown)
    new, known = subtract(diagnostics, baseline)
    plan = workspace.plan_at("")
    ran = plan.names if web else plan.names - plan.rules_in(NETWORK)
    gone = stale(baseline, known, files, ran)
    events = announce(stale_events(gone, shown, text), plan)
    ordered = sorted((*new, *events), key=IN_ORDER)
    return Known(tuple(ordered))


def baselined(diagnostics: Iterable[Diagnostic], workspace: Workspace) -> tuple[Diagnostic, ...]:
    """Those that the baseline knows. Raises UsageError if it cannot be read."""
    from roadmaplint.core.baseline import from_json, subtract

    place = workspace.settings.baseline
    if place is None:
        return ()
    return subtract(diagnostics, from_json(_read(place), _shown(place, workspace)))[1]


def write_baseline(diagnostics: Iterable[Diagnostic], workspace: Workspace) -> str:
    """Accept findings as known; says what was written. Raises UsageError."""
    from roadmaplint.core.baseline import baseline_of, to_json

    place = workspace.settings.baseline or workspace.settings.root / BASELINE
    baseline = baseline_of(diagnostics)
    _write(place, to_json(baseline))
    count = sum(entry.times for entry in baseline.entries)
    return f"{count} known finding{'' if count == 1 else 's'} written to {_shown(place, workspace)}"


def prune_baseline(
    diagnostics: Iterable[Diagnostic], files: Collection[str], workspace: Workspace
) -> str:
    """Drop entries that are gone from an existing baseline; says how many. Raises UsageError."""
    from roadmaplint.core.baseline import from_json, prune, stale, subtract, to_json
    from roadmaplint.core.plan import NETWORK

    place = workspace.settings.baseline or workspace.settings.root / BASELINE
    baseline = from_json(_read(place), _shown(place, workspace))
    _, known = subtract(diagnostics, baseline)
    plan = workspace.plan_at("")
    gone = stale(baseline, known, files, plan.names - plan.rules_in(NETWORK))
    if gone:
        _write(place, to_json(prune(baseline, gone)))
    count = sum(entry.times for entry in gone)
    return f"{count} {'entry' if count == 1 else 'entries'} dropped from {_shown(place, workspace)}"


def _read(place: Path) -> str:
    from roadmaplint.files.read import FileProblem, read

    try:
        return read(place).decode("utf-8")
    except FileProblem as problem:
        raise UsageError(f"the baseline {place} {problem}") from problem
    except UnicodeDecodeError as problem:
        raise UsageError(f"the baseline {place} is not UTF-8") from problem


def _write(place: Path, text: str) -> None:
    from roadmaplint.files.read import FileProblem
    from roadmaplint.files.write import create

    try:
        create(place, text.encode("utf-8", "surrogatepass"))
    except FileProblem as problem:
        raise UsageError(f"the baseline {place} {problem}") from problem


def _shown(place: Path, workspace: Workspace) -> str:
    try:
        return place.relative_to(workspace.settings.root).as_posix()
    except ValueError:
        return os.fspath(place)

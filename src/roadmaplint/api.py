"""What scripts and the command line can ask for: check, fix, links, stats, init.

Every function takes a typed request or keywords and returns a typed result; nothing is printed.
Wrong settings, paths and files raise `roadmaplint.errors.UsageError`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.core.finding import Diagnostic, Safety
from roadmaplint.errors import UsageError
from roadmaplint.files.discover import FoundFile, discover
from roadmaplint.run.baseline import subtract_baseline
from roadmaplint.run.check import Outcome
from roadmaplint.run.check import check as run_check
from roadmaplint.run.request import CheckRequest, FilesRequest, LinksRequest, Overrides
from roadmaplint.run.workspace import Workspace, open_workspace

if TYPE_CHECKING:  # a check of files loads neither git, nor the web, nor figures
    from roadmaplint.init.proposal import Setup, Wanted
    from roadmaplint.links import Progress
    from roadmaplint.report.figures import Figures
    from roadmaplint.report.model import LinkResult
    from roadmaplint.run.git_changes import Changes
    from roadmaplint.run.link_check import Web

__all__ = [
    "CheckRequest", "CheckResult", "FilesRequest", "LinksRequest", "LinksResult", "Listener",
    "Overrides", "Selection", "check", "fix", "init", "links", "select", "stats",
]  # fmt: skip


class Selection(Struct, frozen=True):
    """The files of a run with its settings; `changes` is None unless git was asked."""

    workspace: Workspace
    files: Sequence[FoundFile]
    changes: Changes | None = None


class Listener(Protocol):
    """Hears how far the checking of web links is, and what is to be said of it at the end."""

    def progress(self, at: Progress, /) -> None:
        """So many links are done."""

    def finished(self, notes: Iterable[str], /) -> None:
        """Nothing is asked any more; sentences for people."""


class CheckResult(Struct, frozen=True):
    """What a check found: `diagnostics` are what is left after the baseline, in report order.

    `outcome` holds every file's results and repairs, `notes` what else a person should know.
    `interrupted` is True after Ctrl-C while the web was asked.
    """

    selection: Selection
    outcome: Outcome
    diagnostics: tuple[Diagnostic, ...]
    notes: tuple[str, ...] = ()
    interrupted: bool = False


class LinksResult(Struct, frozen=True):
    """Every link with its verdict, in the order of the text."""

    selection: Selection
    links: Sequence[LinkResult]
    interrupted: bool = False


def select(request: FilesRequest) -> Selection:
    """Read the settings and find the files of a run. Raises UsageError."""
    overrides = request.overrides
    workspace = open_workspace(request.paths, overrides, os.environ, date.today())
    changes = None
    if request.changed or request.changed_since is not None:
        from roadmaplint.run.git_changes import changes_since

        with_links = isinstance(request, LinksRequest) or (
            isinstance(request, CheckRequest) and request.links
        )
        changes = changes_since(workspace, request.changed_since, links=with_links)
    files = discover(request.paths, workspace.settings)
    return Selection(workspace, files if changes is None else changes.of(files), changes)


def check(
    request: CheckRequest, selection: Selection | None = None, listener: Listener | None = None
) -> CheckResult:
    """Check files and, if the request says so, repair them. Raises UsageError.

    `selection` is what `select` gave for the same request.
    """
    chosen = selection or select(request)
    workspace, files = chosen.workspace, chosen.files
    interrupted = False
    if request.links:
        web = _web(request, chosen, listener)
        with _asking(web, listener):
            outcome = run_check(files, workspace, request, web.judge)
        interrupted = web.interrupted
    else:
        outcome = run_check(files, workspace, request)
    if request.fix is not None and not request.write:  # a diff: the baseline plays no part
        return CheckResult(chosen, outcome, outcome.diagnostics, (), interrupted)
    names = {file.path for file in files}
    known = subtract_baseline(
        outcome.diagnostics, names, workspace, write=request.write_baseline, web=request.links
    )
    return CheckResult(chosen, outcome, known.diagnostics, known.notes, interrupted)


def fix(request: CheckRequest, safety: Safety = Safety.SAFE, *, write: bool = True) -> CheckResult:
    """Repair files with fixes that reach `safety`, then check them. Raises UsageError.

    With `write` False nothing is written: `CheckResult.outcome.changes` holds the texts.
    """
    return check(replace(request, fix=safety, write=write))


def links(
    request: LinksRequest, selection: Selection | None = None, listener: Listener | None = None
) -> LinksResult:
    """Every link of the files with its verdict; the web is asked if `request.ask`.

    Raises UsageError, also where there is no network.
    """
    from roadmaplint.run.link_report import check_all_links, list_links

    chosen = selection or select(request)
    web = _web(request, chosen, listener)
    work = check_all_links if request.ask else list_links
    with _asking(web, listener):
        found = work(chosen.files, chosen.workspace, web)
    return LinksResult(chosen, found, web.interrupted)


def stats(
    request: FilesRequest,
    selection: Selection | None = None,
    clock: Callable[[], float] = time.time,
) -> Figures:
    """Figures of the roadmaps: their size, health, and the age of remembered verdicts.

    `clock` gives seconds since the epoch. Raises UsageError.
    """
    from roadmaplint.run.stats import figures_of

    chosen = selection or select(request)
    return figures_of(chosen.files, chosen.workspace, clock(), request.jobs)


def init(folder: str, wanted: Wanted, *, write: bool = True) -> Setup:
    """Set a repository up: profile, settings, hook and workflow. Raises UsageError."""
    from roadmaplint.init import proposal

    setup = proposal.propose(folder, wanted, date.today())
    if write:
        proposal.write(setup)
    return setup


def _web(request: FilesRequest, chosen: Selection, listener: Listener | None) -> Web:
    from roadmaplint.run.link_check import Scope, Web, shard_from

    named = request.shard if isinstance(request, LinksRequest) else None
    scope = Scope(chosen.changes, None if named is None else shard_from(named))
    progress = listener.progress if listener else None
    isolated = request.overrides.isolated
    return Web(chosen.workspace, time.time, os.environ, progress, scope, isolated)


@contextmanager
def _asking(web: Web, listener: Listener | None) -> Iterator[None]:
    """Tell the listener in any case what the web run has to say; no network is wrong usage."""
    from roadmaplint.run.link_check import NoNetwork

    try:
        yield
    except NoNetwork as problem:
        raise UsageError(str(problem)) from problem
    finally:
        if listener is not None:
            listener.finished(note for note in dict.fromkeys((*web.notes, web.stopped)) if note)

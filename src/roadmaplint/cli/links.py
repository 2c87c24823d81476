"""`roadmaplint links`, and the web links of `check --links`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import date

from roadmaplint.app.check import Outcome, Task, check
from roadmaplint.app.links import all_links
from roadmaplint.app.web import NoNetwork, Progress, Web
from roadmaplint.app.workspace import Workspace, open_workspace
from roadmaplint.cli.options import Parser, add_files, add_output, add_paths, add_web
from roadmaplint.cli.streams import emit, say, style_for
from roadmaplint.errors import UsageError, nearest
from roadmaplint.files.discover import FoundFile, discover
from roadmaplint.report.formats import LINK_FORMATS, link_renderer

#: Seconds between two lines of progress where no terminal shows it.
_PAUSE = 10.0


def add_options(parser: Parser) -> None:
    """The options of this command."""
    add_paths(parser)
    add_files(parser)
    add_output(parser, tuple(LINK_FORMATS))
    add_web(parser, with_switch=False)


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit code. Raises UsageError."""
    paths = options.paths or ["."]
    workspace = open_workspace(paths, vars(options), os.environ, date.today())
    form = workspace.settings.output_format
    if form not in LINK_FORMATS:
        hint = nearest(form, tuple(LINK_FORMATS))
        raise UsageError(f'links cannot be written as "{form}"{hint}')
    web = web_of(workspace, options)
    try:
        found = all_links(discover(paths, workspace.settings), workspace, web)
    except NoNetwork as problem:
        raise UsageError(str(problem)) from problem
    speak(web)
    style = style_for(options, to_file=options.output_file is not None)
    emit(link_renderer(form)(found, style), options.output_file)
    least = workspace.settings.fail_on
    failing = any(
        r.severity is not None and least is not None and r.severity >= least for r in found
    )
    return 1 if failing and not options.exit_zero else 0


def check_with_links(
    files: Sequence[FoundFile], workspace: Workspace, task: Task, options: argparse.Namespace
) -> Outcome:
    """A check that asks the web, too. Raises UsageError without a network."""
    web = web_of(workspace, options)
    try:
        outcome = check(files, workspace, task, web.judge)
    except NoNetwork as problem:
        raise UsageError(str(problem)) from problem
    speak(web)
    return outcome


def web_of(workspace: Workspace, options: argparse.Namespace) -> Web:
    """The web for a run, with progress on standard error unless it is quiet."""
    progress = None if options.quiet else _Progress()
    return Web(workspace, time.time, os.environ, progress)


def speak(web: Web) -> None:
    """Say what the run has to say beside its verdicts."""
    for note in (*web.notes, web.stopped):
        if note:
            say(note)


class _Progress:
    """How far the run is: one changing line on a terminal, a plain one now and then elsewhere."""

    def __init__(self) -> None:
        self._started = self._last = time.monotonic()
        self._terminal = sys.stderr.isatty()

    def __call__(self, at: Progress) -> None:
        now = time.monotonic()
        whole = at.links == at.all_links
        if not self._terminal and now - self._last < _PAUSE:
            return
        self._last = now
        left = ""
        if at.links and not whole:
            rest = (now - self._started) * (at.all_links - at.links) / at.links
            left = f", about {rest:.0f} s left"
        line = f"links {at.links}/{at.all_links}, hosts {at.hosts}/{at.all_hosts}{left}"
        if self._terminal:
            sys.stderr.write(f"\r\x1b[K{line}" + ("\r\x1b[K" if whole else ""))
            sys.stderr.flush()
        else:
            say(line)

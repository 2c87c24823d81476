"""`roadmaplint check --watch`: check again whenever a file or the configuration has changed."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from copy import copy
from datetime import date
from pathlib import Path
from typing import NoReturn

from roadmaplint.cli.console import say
from roadmaplint.cli.request import overrides_from
from roadmaplint.config.load import FILE_NAMES
from roadmaplint.errors import UsageError
from roadmaplint.files.discover import discover
from roadmaplint.files.read import stamps
from roadmaplint.report.summary import plural
from roadmaplint.run.watch import Look, Watcher
from roadmaplint.run.workspace import Workspace, open_workspace

#: Clears the screen and what has scrolled off it.
_CLEAR = "\x1b[H\x1b[2J\x1b[3J"
#: How many changed files a round names.
_NAMED = 3


def run_watch(options: argparse.Namespace, check: Callable[[argparse.Namespace], int]) -> NoReturn:
    """Check, then check again after every change until somebody interrupts; never returns.

    Wrong usage ends the first round only: later it is said, and the next change is waited for.
    Raises UsageError and KeyboardInterrupt.
    """
    _refuse_mixtures(options)
    once = copy(options)
    once.watch = False
    watched = _Watched(once)
    watcher = Watcher(watched.look, time.sleep, time.monotonic)
    _clear()
    check(once)
    while True:
        if options.fix or options.fix_only:
            watcher.accept()
        sys.stdout.flush()
        if not options.quiet:
            say(f"watching {plural(watched.count, 'file')}; Ctrl-C ends")
        changed = watcher.wait()
        _clear()
        if not options.quiet:
            say(f"{_when()} {_named(changed)} changed")
        try:
            watched.renew()
            check(once)
        except UsageError as problem:
            say(str(problem))


class _Watched:
    """The files of the run, and the files that say which those are."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._paths = options.paths or ["."]
        self._own = {Path(file).resolve() for file in _written(options)}
        self._workspace = self._opened()
        self.count = 0

    def look(self) -> Look:
        """Stamps of everything that a check would read."""
        settings = self._workspace.settings
        try:
            files = [file.location for file in discover(self._paths, settings)]
        except UsageError:
            files = list(self._paths)
        places = [f for f in files if Path(f).resolve() not in self._own] if self._own else files
        self.count = len(places)
        if not self._options.isolated:
            places = places + [str(settings.root / name) for name in FILE_NAMES]
        more = (settings.file, settings.baseline, settings.schema)
        return stamps([*places, *(str(place) for place in more if place is not None)])

    def renew(self) -> None:
        """Read the configuration again. Raises UsageError; then the one before stays."""
        self._workspace = self._opened()

    def _opened(self) -> Workspace:
        return open_workspace(self._paths, overrides_from(self._options), os.environ, date.today())


def _written(options: argparse.Namespace) -> list[str]:
    """The files that the run itself writes in every round."""
    named = [file for _, file in options.also]
    return [*named, options.output_file] if options.output_file else named


def _refuse_mixtures(options: argparse.Namespace) -> None:
    for flag in ("show_files", "write_baseline"):
        if getattr(options, flag):
            raise UsageError(f"--watch does not go with --{flag.replace('_', '-')}")
    if "-" in options.paths:
        raise UsageError("--watch needs files, not standard input")


def _clear() -> None:
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR)
        sys.stdout.flush()


def _when() -> str:
    return time.strftime("%H:%M:%S")


def _named(changed: frozenset[str]) -> str:
    names = [os.path.relpath(place) for place in sorted(changed)]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more

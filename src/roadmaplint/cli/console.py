"""The terminal: standard streams, how a report may look there, and progress of long work."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from roadmaplint.errors import UsageError
from roadmaplint.report.style import ColorChoice, Stream, Style, choose_style

if TYPE_CHECKING:  # loaded only where links are asked and a terminal shows it
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from roadmaplint.links import Progress


def style_for(options: argparse.Namespace, *, to_file: bool = False) -> Style:
    """The style of what a command prints, or of the file that it writes instead."""
    quiet, verbose = getattr(options, "quiet", False), getattr(options, "verbose", False)
    choice: ColorChoice = "never" if to_file and options.color == "auto" else options.color
    stream = Stream() if to_file else _standard_output()
    return choose_style(choice, os.environ, stream, verbose=verbose, summary=not quiet)


def _standard_output() -> Stream:
    terminal = sys.stdout.isatty()
    columns = shutil.get_terminal_size().columns if terminal else 100
    return Stream(terminal, sys.stdout.encoding or "utf-8", columns)


def emit(text: str, file: str | None) -> None:
    """Print a text, or write it to a file as UTF-8. Raises UsageError if that cannot be done."""
    if file is None:
        sys.stdout.write(text)
        return
    from roadmaplint.files.read import FileProblem
    from roadmaplint.files.write import create

    try:
        create(file, text.encode("utf-8", "surrogateescape"))
    except FileProblem as problem:
        raise UsageError(f"{file} {problem}") from problem


def emit_exact(text: str) -> None:
    """Print a document's own text with its bytes and line ends as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def say(message: str) -> None:
    """A note for the person at the terminal; never part of a report."""
    from roadmaplint.report.escape import visible

    sys.stderr.write(f"roadmaplint: {visible(message)}\n")


#: Seconds between two lines of progress where no terminal shows it.
PAUSE = 10.0


class Lines:
    """A line every ten seconds, with links and hosts done and the time that is left."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._started = self._last = clock()

    def __call__(self, at: Progress) -> None:
        """Say how far the run is, if it is time to."""
        now = self._clock()
        if now - self._last < PAUSE:
            return
        self._last = now
        left = ""
        if 0 < at.links < at.all_links:
            rest = (now - self._started) * (at.all_links - at.links) / at.links
            left = f", about {rest:.0f} s left"
        say(f"links {at.links}/{at.all_links}, hosts {at.hosts}/{at.all_hosts}{left}")

    def close(self) -> None:
        """Nothing is left behind."""


class TerminalBar:
    """A bar that is drawn over and gone at the end."""

    def __init__(self) -> None:
        """Draw nothing yet: a run that has nothing to ask shows no bar."""
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __call__(self, at: Progress) -> None:
        """Draw how far the run is."""
        if self._bar is None:
            self._bar = _new_bar()
            self._bar.start()
            self._task = self._bar.add_task("links", total=at.all_links, hosts="")
        if self._task is not None:
            hosts = f"{at.hosts}/{at.all_hosts} hosts"
            self._bar.update(self._task, completed=at.links, total=at.all_links, hosts=hosts)
            self._bar.refresh()

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = self._task = None


def _new_bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    return Bar(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[hosts]}"), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True, auto_refresh=False,
    )  # fmt: skip


def progress_for(*, quiet: bool) -> Lines | TerminalBar | None:
    """What fits the standard error of this run; None where nothing is wanted."""
    if quiet:
        return None
    return TerminalBar() if sys.stderr.isatty() else Lines()


class WebListener:
    """Shows the progress of a link check, unless it is quiet, and says its notes at the end."""

    def __init__(self, *, quiet: bool) -> None:
        """Show nothing yet."""
        self._shown = progress_for(quiet=quiet)

    def progress(self, at: Progress, /) -> None:
        """So many links are done."""
        if self._shown is not None:
            self._shown(at)

    def finished(self, notes: Iterable[str], /) -> None:
        """Take the progress away and say the notes."""
        if self._shown is not None:
            self._shown.close()
        for note in notes:
            say(note)
        sys.stderr.flush()

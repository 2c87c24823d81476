"""How far the link checker is: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from roadmaplint.cli.streams import say
from roadmaplint.links.request import Progress

if TYPE_CHECKING:  # loaded only where a terminal shows it
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

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

"""What a run of the link checker takes and gives: requests, progress, the resolution."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from roadmaplint.core.subjects import Verdict

#: Why a run stopped that somebody interrupted.
INTERRUPTED = "interrupted"


class LinkRequest(Struct, frozen=True):
    """A link to be checked: its target as written (decoded by Markdown) and what it is called."""

    target: str
    text: str = ""


class Progress(Struct, frozen=True):
    """How far a run is; links count each address once."""

    links: int
    all_links: int
    hosts: int
    all_hosts: int


Report = Callable[[Progress], None]
Clock = Callable[[], float]


class Resolution(Struct, frozen=True):
    """The verdicts by target as written, and what else there is to say of the run.

    `stopped` is "" for a whole run, else one sentence: interrupted, or out of time. `notices` are
    sentences for people (a cache set aside, a network in doubt). `hosts` counts those asked.
    """

    verdicts: Mapping[str, Verdict]
    stopped: str = ""
    notices: tuple[str, ...] = ()
    hosts: int = 0


class NoNetwork(Exception):
    """Nothing outside could be reached at all, so no link was judged; the text says why."""

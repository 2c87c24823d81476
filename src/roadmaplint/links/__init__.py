"""The link checker: whether web links are alive, asked politely, each address once.

`resolve` is the way in. Importing this package costs next to nothing; the network is loaded only
when something has to be requested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from roadmaplint.core.finding import Severity
from roadmaplint.core.subjects import Outcome, Verdict
from roadmaplint.links.exclusions import Ignore
from roadmaplint.links.settings import HostSettings, LinkSettings

if TYPE_CHECKING:
    from roadmaplint.links.cache import LinkCache

#: Why a run stopped that somebody interrupted.
INTERRUPTED = "interrupted"

#: How bad an outcome is by itself; the others are for information.
SEVERITIES: dict[Outcome, Severity] = {
    "dead": Severity.ERROR,
    "refused-target": Severity.ERROR,
    "invalid": Severity.ERROR,
    "failing": Severity.WARNING,
    "insecure": Severity.WARNING,
    "gone-soft": Severity.WARNING,
    "anchor-missing": Severity.WARNING,
}
_FAILURES_TO_ERROR = 3
_SECONDS_TO_ERROR = 3 * 86_400.0


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


def resolve(
    requests: Iterable[LinkRequest],
    settings: LinkSettings,
    cache: LinkCache | None,
    clock: Clock,
    progress: Report | None = None,
) -> Resolution:
    """The verdict of every link, by its target as written.

    Each address is requested once, whatever the order; `clock` gives seconds since the epoch.
    Ctrl-C and `max_time` keep what is known. Raises NoNetwork if nothing outside can be reached.
    """
    from roadmaplint.links.checker import LinkChecker

    return LinkChecker(settings, cache, clock).resolve(requests, progress)


def severity(verdict: Verdict) -> Severity:
    """The severity of a verdict: its outcome's, but error for what fails for days."""
    if verdict.outcome == "failing" and _keeps_failing(verdict):
        return Severity.ERROR
    return SEVERITIES.get(verdict.outcome, Severity.INFO)


def _keeps_failing(verdict: Verdict) -> bool:
    since = verdict.failing_since
    return (
        verdict.failures >= _FAILURES_TO_ERROR
        and since is not None
        and verdict.checked_at - since >= _SECONDS_TO_ERROR
    )


__all__ = [
    "INTERRUPTED", "Clock", "HostSettings", "Ignore", "LinkRequest", "LinkSettings", "NoNetwork",
    "Progress", "Report", "Resolution", "resolve", "severity",
]  # fmt: skip

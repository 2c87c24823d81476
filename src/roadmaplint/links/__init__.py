"""Links room: what a link points at, whether it lives, and how to ask politely.

`resolve` is the way in. Importing this room costs next to nothing; the network is loaded only
when something is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from roadmaplint.links.ignoring import Ignore
from roadmaplint.links.request import (
    INTERRUPTED,
    Clock,
    LinkRequest,
    NoNetwork,
    Progress,
    Report,
    Resolution,
)
from roadmaplint.links.settings import HostSettings, LinkSettings

if TYPE_CHECKING:
    from roadmaplint.links.cache import LinkCache


def resolve(
    requests: Iterable[LinkRequest],
    settings: LinkSettings,
    cache: LinkCache | None,
    clock: Clock,
    progress: Report | None = None,
) -> Resolution:
    """The verdict of every link, by its target as written; see `links.resolver`."""
    from roadmaplint.links.resolver import resolve as work

    return work(requests, settings, cache, clock, progress)


__all__ = [
    "INTERRUPTED",
    "Clock",
    "HostSettings",
    "Ignore",
    "LinkRequest",
    "LinkSettings",
    "NoNetwork",
    "Progress",
    "Report",
    "Resolution",
    "resolve",
]

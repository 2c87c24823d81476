"""Which links of a run are looked at: all, those that a change added, those of one shard."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from roadmaplint.app.changes import Changes
from roadmaplint.app.pages import asked, is_web
from roadmaplint.errors import UsageError
from roadmaplint.roadmap.nodes import Link


class Shard(NamedTuple):
    """One of `of` parts, from 1; a host is always in the same part."""

    number: int
    of: int


class Scope(Struct, frozen=True):
    """What a run looks at. Without a shard and without changes that is everything."""

    changes: Changes | None = None
    shard: Shard | None = None

    def holds(self, path: str, link: Link) -> bool:
        """True if a link of a file belongs to the run."""
        if self.changes is not None and not self.changes.has_added(path, link):
            return False
        return self.shard is None or _part(link, self.shard.of) == self.shard.number


def _part(link: Link, parts: int) -> int:
    """The shard of a link; what has no host is in the first one."""
    from roadmaplint.links.url import parse, shard_of

    url = parse(asked(link)) if is_web(link) else None
    return 1 if url is None or url.kind != "web" else shard_of(url.site, parts) + 1


def shard_from(text: str) -> Shard:
    """Read `2/5`. Raises UsageError for anything else."""
    first, slash, second = text.partition("/")
    numbers = (first, second)
    if slash and all(n.isascii() and n.isdigit() and len(n) < 6 for n in numbers):
        shard = Shard(int(first), int(second))
        if 1 <= shard.number <= shard.of:
            return shard
    raise UsageError(f'--shard "{text}" is not a part such as 2/5')

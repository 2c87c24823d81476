"""The cache as people see it: what is in it, and how to forget it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from roadmaplint.files.cache import Piece, analyses_in, pieces, remove

#: The memory of links inside the cache's folder.
LINKS = "links.sqlite"


class CacheState(Struct, frozen=True):
    """What a cache holds: numbers of things, and bytes on disk by kind of file.

    `fresh` counts the addresses whose verdict still holds, `outcomes` all of them by verdict.
    """

    folder: str
    exists: bool
    analyses: int = 0
    links: int = 0
    fresh: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of everything together."""
        return sum(self.sizes.values())


def state_of(folder: Path, now: float) -> CacheState:
    """What a cache holds; `now` in seconds since the epoch. Raises UsageError."""
    found = pieces(folder)
    name = os.fspath(folder)
    if not found:
        return CacheState(name, exists=False)
    sizes = _sizes(found)
    state = CacheState(name, True, analyses_in(folder), sizes=sizes)
    if not _has_links(found):
        return state
    from roadmaplint.links.cache import LinkCache

    with LinkCache(folder / LINKS) as cache:
        info = cache.info(now)
    return CacheState(name, True, state.analyses, info.entries, info.fresh, info.outcomes, sizes)


def clear(folder: Path, now: float) -> str:
    """Forget everything; one sentence on what is gone. Raises UsageError."""
    before = state_of(folder, now)
    gone = remove(pieces(folder))
    if not gone:
        return f"nothing is remembered in {before.folder}"
    return f"removed {_counted(before)} from {before.folder} ({_bytes(_total(gone))})"


def prune(folder: Path, now: float) -> str:
    """Forget what is of no use any more; one sentence on what is gone. Raises UsageError."""
    found = pieces(folder)
    old = 0
    if _has_links(found):
        from roadmaplint.links.cache import LinkCache

        with LinkCache(folder / LINKS) as cache:
            old = cache.prune(now)
    gone = remove([piece for piece in found if piece.kind == "damaged"])
    name = os.fspath(folder)
    if not old and not gone:
        return f"nothing to prune in {name}"
    parts = [f"{old} old link verdicts"] if old else []
    parts += [f"{len(gone)} damaged files"] if gone else []
    return f"removed {', '.join(parts)} from {name}"


def described(state: CacheState) -> str:
    """The state for people, some lines."""
    if not state.exists:
        return f"nothing is remembered in {state.folder}\n"
    sizes = state.sizes
    lines = [
        f"folder    {state.folder} ({_bytes(state.size)})",
        f"analyses  {state.analyses} ({_bytes(sizes.get('analyses', 0))})",
        f"links     {state.links}, {state.fresh} still hold ({_bytes(sizes.get('links', 0))})",
    ]
    if state.outcomes:
        ordered = sorted(state.outcomes.items(), key=lambda pair: (-pair[1], pair[0]))
        lines.append("          " + ", ".join(f"{count} {name}" for name, count in ordered))
    if sizes.get("damaged"):
        lines.append(
            f"damaged   {_bytes(sizes['damaged'])}; `roadmaplint cache prune` removes them"
        )
    return "\n".join(lines) + "\n"


def _has_links(found: Iterable[Piece]) -> bool:
    return any(Path(piece.path).name == LINKS for piece in found)


def _sizes(found: Iterable[Piece]) -> dict[str, int]:
    sizes: Counter[str] = Counter()
    for piece in found:
        sizes[piece.kind] += piece.size
    return dict(sizes)


def _total(found: Iterable[Piece]) -> int:
    return sum(piece.size for piece in found)


def _counted(state: CacheState) -> str:
    return f"{state.analyses} analyses and {state.links} link verdicts"


def _bytes(size: int) -> str:
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"

"""Writes the record of a run: what it looked at and what it said, for `files/replay.py`."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from roadmaplint.files import replay
from roadmaplint.files.atomic import swap
from roadmaplint.files.folder import claim
from roadmaplint.files.program import parts
from roadmaplint.files.replay import RACY, Sight, signature
from roadmaplint.files.witness import Witness

_LARGEST = 64 * 1024 * 1024
_MOST = 32
#: Some file systems keep times of two seconds only.
_MARGIN = 2_500_000_000


def save(
    witness: Witness, arguments: Sequence[str], version: str, begun: int, said: tuple[int, str, str]
) -> None:
    """Leave the record of a run that began at `begun` (nanoseconds); never raises.

    `said` are the exit code, what went to standard error, and to standard output. Nothing is
    written for a run that is not sure of what it saw, or whose folder is elsewhere.
    """
    if witness.unsure or not witness.cache or not claim(witness.cache):
        return
    with suppress(OSError, ValueError, AttributeError):
        made_of = (("M", _settled(sign, begun), "", path) for path, sign in parts())
        sights = [*_sights(witness, begun), *made_of]
        key = replay.key_of(list(arguments), version)
        error, output = (text.encode("utf-8", "backslashreplace") for text in said[1:])
        head = [replay.MAGIC, key, replay.home_of(witness.cache), replay.today()]
        head.append(f"{said[0]} {len(error)}")
        lines = ["\t".join(sight) for sight in sights]
        if any(line.count("\t") != 3 or "\n" in line for line in lines) or "\n" in key:
            return
        place = os.path.join(witness.cache, "runs", replay.name_of(key))
        _write(place, head, lines, error + output)


def refresh(
    place: str, head: list[str], sights: list[str], fresh: Mapping[int, str], body: bytes
) -> None:
    """Write a record again in which only signatures have changed; never raises."""
    now, renewed = time.time_ns(), False
    for number, new in fresh.items():
        kind, old, seen, path = sights[number].split("\t")
        new = _settled(new, now)  # noqa: PLW2901 - the same thing, judged
        renewed = renewed or new != old
        sights[number] = "\t".join((kind, new, seen, path))
    if renewed:
        with suppress(OSError, ValueError):
            _write(place, head, sights, body)


def _write(place: str, head: Sequence[str], sights: Sequence[str], body: bytes) -> None:
    lines = "\n".join((*head, *sights, "", "")).encode("utf-8", "surrogatepass")
    data = b"".join((b"%08x\n" % zlib.crc32(body, zlib.crc32(lines)), lines, body))
    if len(data) > _LARGEST:
        return
    folder = os.path.dirname(place)
    os.makedirs(folder, 0o700, exist_ok=True)
    swap(place, data)
    _prune(folder)


def _prune(folder: str) -> None:
    with os.scandir(folder) as entries:
        records = [(e.stat().st_mtime_ns, e.stat().st_size, e.path) for e in entries]
    size = 0
    for number, (_, own, path) in enumerate(sorted(records, reverse=True)):
        size += own
        if number and (number >= _MOST or size > _LARGEST):
            with suppress(OSError):
                os.unlink(path)


def _settled(sign: str, begun: int) -> str:
    """The signature if a later change must show in its times, else the mark of doubt."""
    changed, status_changed = sign.split(" ")[:2]
    return sign if max(int(changed), int(status_changed)) < begun - _MARGIN else RACY


def _sights(witness: Witness, begun: int) -> Iterator[Sight]:
    for path, (sign, digest) in witness.files.items():
        if not digest:
            raise ValueError("a file that was not read")
        yield "F", _settled(sign, begun), digest, path
    for path, sign in witness.folders.items():
        if signature(os.stat(path)) != sign:
            raise ValueError("a folder that changed while it was looked at")
        yield "D", _settled(sign, begun), replay.listing_of(path), path
    for (kind, path), seen in witness.facts.items():
        if kind == "R" or os.path.dirname(path) not in witness.folders:
            yield kind, "", seen, path

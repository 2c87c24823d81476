"""Gives again what an equal run printed, if nothing that it looked at has changed since.

A run may leave a record: its key (arguments, folder, terminal, environment), everything that it
looked at on the disk, and what it printed. This module reads records and must stay light: it is
all that a run on unchanged files imports. `files/record.py` writes them.
"""

from __future__ import annotations

import os
import sys

CACHE_FOLDER = ".roadmaplint_cache"
MAGIC = "roadmaplint run 2"
#: Variables that a run may look at, by how their names begin.
_VARIABLES = (
    "ROADMAPLINT", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "TERM", "COLORTERM", "COLUMNS", "LINES",
    "VTE_", "WT_", "KITTY_", "KONSOLE_", "WEZTERM_", "CI", "GITHUB_", "GITLAB_", "PYTHON", "LANG",
    "LC_", "SOURCE_DATE_EPOCH",
)  # fmt: skip
#: In the place of a signature: written too late to be told from a later change by its times.
RACY = "?"
#: Records that this process has set aside.
damaged: list[str] = []

#: What is printed again: the exit code, standard error and standard output in UTF-8.
Answer = tuple[int, bytes, bytes]
#: What was looked at: kind, signature, digest (or what else was seen there), path.
Sight = tuple[str, str, str, str]


def replay(arguments: list[str], version: str) -> Answer | None:
    """What an equal run said, or None if there was none or something has changed."""
    if arguments[:1] != ["check"]:
        return None
    try:
        key = key_of(arguments, version)
        place = _find(arguments, name_of(key))
        if place is None:
            return None
        head, sights, body = _read(place)
    except (OSError, ValueError, LookupError, AttributeError):
        return None
    return _answer(place, key, head, sights, body)


def _answer(place: str, key: str, head: list[str], sights: list[str], body: bytes) -> Answer | None:
    try:
        if head[:2] != [MAGIC, key] or head[2] != _home(place) or head[3] != today():
            return None
        code, size = head[4].split(" ")
        fresh = _look_again(sights)
    except (OSError, ValueError):
        return None  # gone, or not to be read any more
    if fresh is None:
        return None
    if fresh:
        from roadmaplint.files.record import refresh

        refresh(place, head, sights, fresh, body)
    return int(code), body[: int(size)], body[int(size) :]


def _read(place: str) -> tuple[list[str], list[str], bytes]:
    """Head, sights and what was printed of a record; a damaged one is set aside. Raises OSError."""
    import zlib

    with open(place, "rb") as file:
        check_sum, rest = file.readline(), file.read()
    if check_sum != b"%08x\n" % zlib.crc32(rest):
        os.replace(place, f"{place}.damaged")
        damaged.append(place)
        raise ValueError(place)
    head, _, body = rest.partition(b"\n\n")
    lines = head.decode("utf-8", "surrogatepass").split("\n")
    return lines[:5], lines[5:], body


def key_of(arguments: list[str], version: str) -> str:
    """All that decides, beside the disk and the day, what a run prints; one line."""
    stream = sys.stdout
    shape = ""
    if stream.isatty():
        shape = str(os.get_terminal_size(stream.fileno()))
    variables = [f"{n}={v}" for n, v in sorted(os.environ.items()) if n.startswith(_VARIABLES)]
    parts = [version, sys.version, sys.getfilesystemencoding(), stream.encoding, shape, os.getcwd()]
    return "\t".join(map(repr, (*parts, *arguments, "", *variables)))


def name_of(key: str) -> str:
    """The name of the record of a key; the record tells whether it is really its own."""
    import zlib

    return f"{zlib.crc32(key.encode('utf-8', 'surrogatepass')):08x}.run"


def cache_named(arguments: list[str]) -> str | None:
    """The cache folder that the arguments or the environment name."""
    for place, word in enumerate(arguments):
        if word == "--cache-dir":
            return arguments[place + 1]
        if word.startswith("--cache-dir="):
            return word.partition("=")[2]
    return os.environ.get("ROADMAPLINT_CACHE_DIR")


def _find(arguments: list[str], name: str) -> str | None:
    """The place of a record: in the named cache folder, or in one upward from the first path."""
    named = cache_named(arguments)
    if named:
        place = os.path.join(named, "runs", name)
        return place if os.path.isfile(place) else None
    first = next((word for word in arguments[1:] if not word.startswith("-")), "")
    for start in dict.fromkeys((os.path.abspath(first), os.getcwd())):
        folder = start
        while True:
            place = os.path.join(folder, CACHE_FOLDER, "runs", name)
            if os.path.isfile(place):
                return place
            above = os.path.dirname(folder)
            if above == folder:
                break
            folder = above
    return None


def _home(place: str) -> str:
    return home_of(os.path.dirname(os.path.dirname(place)))


def home_of(cache: str) -> str:
    """A word that ties a record to this very cache folder.

    The time of a file's last change of status can be set by nobody: a record that came with a
    repository, or from another machine, is none of ours.
    """
    status = os.stat(os.path.join(cache, "CACHEDIR.TAG"))
    return f"{status.st_ctime_ns} {status.st_ino} {status.st_dev}"


def today() -> str:
    """The local day: what a run says may depend on it."""
    import time

    return time.strftime("%Y-%m-%d")


def signature(status: os.stat_result) -> str:
    """What changes when a file or folder does, as far as its status tells."""
    times = f"{status.st_mtime_ns} {status.st_ctime_ns}"
    return f"{times} {status.st_size} {status.st_ino} {status.st_mode}"


def _look_again(sights: list[str]) -> dict[int, str] | None:
    """New signatures by line where only the signature has changed; None if anything else has."""
    fresh: dict[int, str] = {}
    stat = os.stat
    for number, line in enumerate(sights):
        kind, old, seen, path = line.split("\t")
        if kind in "FDM":
            status = stat(path)
            new = signature(status)
            if new == old:
                continue
            if kind == "M" or (digest_of(path) if kind == "F" else listing_of(path)) != seen:
                return None
            fresh[number] = new
        elif look(kind, path) != seen:
            return None
    return fresh


def look(kind: str, path: str) -> str:
    """A small fact: R where a path really leads, N whether it is a file, E whether it exists."""
    if kind == "R":
        return os.path.realpath(path)
    return str((os.path.isfile if kind == "N" else os.path.lexists)(path))


def digest_of(path: str) -> str:
    """The digest of a file's content as `text/decode.py` takes it. Raises OSError."""
    from hashlib import blake2b

    with open(path, "rb") as file:
        return blake2b(file.read(), digest_size=16).hexdigest()


def listing_of(path: str) -> str:
    """A digest of the names in a folder and of what they are, but for our own cache."""
    from hashlib import blake2b

    with os.scandir(path) as entries:
        names = sorted(
            f"{entry.name}/{entry.is_dir(follow_symlinks=False):d}{entry.is_symlink():d}"
            for entry in entries
            if entry.name != CACHE_FOLDER
        )
    return blake2b("\0".join(names).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

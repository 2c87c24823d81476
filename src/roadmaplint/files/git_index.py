"""Reads which paths git tracks from the index file itself, without starting git."""

from __future__ import annotations

import os

from roadmaplint.files.read import FileProblem, read

_LARGEST = 256 * 1024 * 1024
_HEADER = 12
#: Times, device, inode, mode, owner and size before the object's name.
_STATUS = 40
_FLAGS = 2
_EXTENDED = 0x4000
_HASHES = {"sha1": 20, "sha256": 32}


def tracked_paths(repository: str) -> tuple[str, ...]:
    """The paths in a repository's index, with `/`; empty where it cannot be understood."""
    folder = _git_folder(os.path.join(repository, ".git"))
    try:
        data = read(os.path.join(folder, "index"), limit=_LARGEST)
        hash_size = _HASHES[_object_format(folder)]
        return tuple(os.fsdecode(path) for path in _paths(data, hash_size))
    except (FileProblem, KeyError, ValueError, IndexError):
        return ()


def _git_folder(path: str) -> str:
    """The folder of git itself; in a linked work tree `.git` is a file that names it."""
    if os.path.isdir(path):
        return path
    try:
        text = os.fsdecode(read(path, limit=4096)).strip()
    except FileProblem:
        return path
    return os.path.join(os.path.dirname(path), text.removeprefix("gitdir: "))


def _object_format(folder: str) -> str:
    try:
        config = read(os.path.join(folder, "config"), limit=1 << 20).lower()
    except FileProblem:
        return "sha1"
    lines = (b"".join(line.split()) for line in config.split(b"\n"))
    return "sha256" if b"objectformat=sha256" in set(lines) else "sha1"


def _paths(data: bytes, hash_size: int) -> list[bytes]:
    """The paths of an index of version 2, 3 or 4. Raises ValueError or IndexError for another."""
    version = int.from_bytes(data[4:8], "big")
    if data[:4] != b"DIRC" or version not in {2, 3, 4}:
        raise ValueError("not an index")
    found: list[bytes] = []
    at, path = _HEADER, b""
    for _ in range(int.from_bytes(data[8:12], "big")):
        start = at
        at += _STATUS + hash_size
        flags = int.from_bytes(data[at : at + _FLAGS], "big")
        at += _FLAGS * (2 if flags & _EXTENDED else 1)
        kept = b""
        if version == 4:
            dropped, at = _number(data, at)
            kept = path[: len(path) - dropped]
        end = data.index(b"\0", at)
        path = kept + data[at:end]
        found.append(path)
        at = end + 1 if version == 4 else start + (end - start) // 8 * 8 + 8
    return found


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of variable length as pack files write it, and where it ends."""
    value = data[at] & 0x7F
    while data[at] & 0x80:
        at += 1
        value = ((value + 1) << 7) | (data[at] & 0x7F)
    return value, at + 1

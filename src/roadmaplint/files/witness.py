"""Notes what a run looks at on the disk, so that an equal run can tell if it would see the same."""

from __future__ import annotations

import os

from roadmaplint.files.folder import claim
from roadmaplint.files.replay import look, signature


class Witness:
    """What one run has looked at.

    `files` and `folders` map absolute paths to signature and digest as they were before they were
    read; `facts` maps kind and path to what was seen. `unsure` says why the run cannot be repeated
    from memory: it wrote something, or met something odd.
    """

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.files: dict[str, tuple[str, str]] = {}
        self.folders: dict[str, str] = {}
        self.facts: dict[tuple[str, str], str] = {}
        self.cache = ""
        self.unsure = ""


_current: list[Witness] = []


def begin() -> Witness:
    """Note everything from here on."""
    _current[:] = [Witness()]
    return _current[0]


def end() -> None:
    """Note nothing any more."""
    _current.clear()


def listens() -> bool:
    """True between `begin` and `end`."""
    return bool(_current)


def saw_file(path: str, status: os.stat_result, digest: str = "") -> None:
    """A file was read: its status before that, and the digest of its bytes if it is known."""
    for witness in _current:
        path = os.path.abspath(path)
        old, known = witness.files.get(path, (signature(status), digest))
        if digest and known not in {"", digest}:
            witness.unsure = "a file that changed while it was looked at"
        witness.files[path] = (old, digest or known)


def saw_content(path: str, digest: str) -> None:
    """The digest of a file whose status was noted before it was read elsewhere."""
    for witness in _current:
        path = os.path.abspath(path)
        if path in witness.files:
            sign, known = witness.files[path]
            witness.files[path] = (sign, digest if known in {"", digest} else "")
        else:
            witness.unsure = "a file without a status"


def saw_folder(path: str) -> None:
    """A folder is about to be listed."""
    for witness in _current:
        path = os.path.abspath(path)
        if path not in witness.folders:
            try:
                witness.folders[path] = signature(os.stat(path))
            except OSError:
                witness.unsure = "a folder that cannot be read"


def is_file(path: str) -> bool:
    """True if a path leads to a regular file."""
    return _fact("N", path)


def exists(path: str) -> bool:
    """True if there is anything under a path, be it a link to nothing."""
    return _fact("E", path)


def saw_link(path: str) -> None:
    """It counts where a path really leads."""
    for witness in _current:
        witness.facts["R", path] = look("R", path)


def be_unsure(reason: str) -> None:
    """This run cannot be repeated from memory."""
    for witness in _current:
        witness.unsure = reason


def remember_in(folder: str) -> None:
    """Name the cache folder of the run, and make it before folders are looked at."""
    for witness in _current:
        if claim(folder):
            witness.cache = folder


def _fact(kind: str, path: str) -> bool:
    seen = look(kind, path)
    for witness in _current:
        witness.facts[kind, os.path.abspath(path)] = seen
    return seen == "True"

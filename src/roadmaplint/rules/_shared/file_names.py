"""The file that a target which leads nowhere may have meant."""

from __future__ import annotations

import posixpath
import re
from difflib import get_close_matches
from functools import cached_property

from roadmaplint.roadmap.project import FileTree

#: Looking for the nearest name is dear; where more than these are missing, a folder has moved.
_MOST_ASKED = 300
#: In larger folders only names with the same first letter are compared.
_MANY = 500
_ALIKE = 0.75
#: Names that every folder may have: the only one left is not the one that was meant.
_COMMON = ("readme.", "index.", "_index.")
#: Signs of a path that mean something else in a link.
_ESCAPES = {ord(sign): f"%{ord(sign):02X}" for sign in " ()<>%#?"}


class FileNames:
    """The project's files by name, for finding what was moved or renamed."""

    def __init__(self, tree: FileTree) -> None:
        """Nothing is listed before something is asked for."""
        self._tree = tree
        self._asked: dict[str, str] = {}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self._tree.files):
            found.setdefault(posixpath.basename(path).casefold(), []).append(path)
        return found

    def nearest(self, missing: str) -> str:
        """The one file of this name in another folder, else the nearest name in its own folder."""
        if missing not in self._asked:
            dear = len(self._asked) >= _MOST_ASKED
            self._asked[missing] = self._moved(missing) or ("" if dear else self._renamed(missing))
        return self._asked[missing]

    def _moved(self, missing: str) -> str:
        name = posixpath.basename(missing).casefold()
        found = [] if name.startswith(_COMMON) else self._by_name.get(name, [])
        return found[0] if len(found) == 1 else ""

    def _renamed(self, missing: str) -> str:
        folder, name = posixpath.split(missing)
        stem, ending = posixpath.splitext(name)
        alike: dict[str, str] = {}
        for path in self._tree.in_folder(folder):
            other, other_ending = posixpath.splitext(posixpath.basename(path))
            if other_ending.casefold() == ending.casefold():
                alike.setdefault(other.casefold(), path)
        if len(alike) > _MANY:
            alike = {
                other: path for other, path in alike.items() if other[:1] == stem[:1].casefold()
            }
        return next((alike[o] for o in get_close_matches(stem.casefold(), alike, 1, _ALIKE)), "")


def target_of(written: str, path: str, near: str) -> str:
    """The target with another file in it, relative as before; what stood behind it is kept."""
    old = re.split(r"[?#]", written, maxsplit=1)[0]
    if old.startswith("/"):
        new = "/" + near
    else:
        new = posixpath.relpath(near, posixpath.dirname(path) or ".")
        new = "./" + new if old.startswith("./") and not new.startswith("..") else new
    return new.translate(_ESCAPES) + written[len(old) :]

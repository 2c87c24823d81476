"""Ignore files: what .gitignore and .ignore, at every level, keep out of a walk."""

from __future__ import annotations

import os

from roadmaplint.files.ignore_rules import IgnoreRules
from roadmaplint.files.locate import is_below, repository_root
from roadmaplint.files.read import FileProblem, read

#: Later names win over earlier ones.
_NAMES = (".gitignore", ".ignore")
_LARGEST = 1024 * 1024


class IgnoreFiles:
    """The ignore files that hold below a root, those of the repository above it included.

    Files are read when a folder is first asked about.
    """

    def __init__(self, root: str) -> None:
        """Take the absolute path of the project's root."""
        self._root = root
        self._top = repository_root(root) or root
        self._chains: dict[str, tuple[tuple[str, IgnoreRules], ...]] = {}

    def hides(self, location: str, *, folder: bool = False) -> bool:
        """True if the files say so of this path itself, its folders being visible.

        `location` is absolute; paths outside the repository are never hidden.
        """
        chain = self._chain(os.path.dirname(location))
        for base, rules in reversed(chain):
            path = location[len(base) :].lstrip(os.sep).replace(os.sep, "/")
            verdict = rules.verdict(path, folder=folder)
            if verdict is not None:
                return verdict
        return False

    def hides_deeply(self, location: str) -> bool:
        """True if a file, or a folder above it up to the top of the repository, is hidden."""
        if not is_below(location, self._top):
            return False
        parts = location[len(self._top) :].lstrip(os.sep).split(os.sep)
        place = self._top
        for part in parts[:-1]:
            place = os.path.join(place, part)
            if self.hides(place, folder=True):
                return True
        return self.hides(location)

    def _chain(self, folder: str) -> tuple[tuple[str, IgnoreRules], ...]:
        if folder in self._chains:
            return self._chains[folder]
        waiting = []
        place = folder
        while place not in self._chains and place != self._top and is_below(place, self._top):
            waiting.append(place)
            place = os.path.dirname(place)
        chain = self._chains.get(place)
        if chain is None:
            chain = self._own(place) if place == self._top else ()
            self._chains[place] = chain
        for place in reversed(waiting):
            chain += _rules(place, _NAMES)
            self._chains[place] = chain
        return chain

    def _own(self, top: str) -> tuple[tuple[str, IgnoreRules], ...]:
        return _rules(top, (os.path.join(".git", "info", "exclude"), *_NAMES))


def _rules(folder: str, names: tuple[str, ...]) -> tuple[tuple[str, IgnoreRules], ...]:
    found = ((folder, _read(os.path.join(folder, name))) for name in names)
    return tuple((base, rules) for base, rules in found if rules)


def _read(path: str) -> IgnoreRules:
    if not os.path.isfile(path):
        return IgnoreRules(())
    try:
        text = read(path, limit=_LARGEST).decode("utf-8", "surrogateescape")
    except FileProblem:
        return IgnoreRules(())
    return IgnoreRules(text.split("\n"))

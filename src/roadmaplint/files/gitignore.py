"""Reads .gitignore and .ignore files, at every level, with the meaning git gives them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from fnmatch import translate

from msgspec import Struct

from roadmaplint.files.project_tree import is_below, repository_root
from roadmaplint.files.read import FileProblem, read
from roadmaplint.text.glob import Segments, matches_whole
from roadmaplint.text.lazy import lazy

_ANYTHING = lazy("")
_LONGEST = 1024
_CLASSES = {
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "alnum": "a-zA-Z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "space": r" \\t",
    "xdigit": "0-9a-fA-F",
}
_NAMED_CLASS = lazy(r"\[:([a-z]+):\]")
_TOKEN = lazy(r"\\(.)|(\[(?:[!^])?\]?(?:\\.|\[:[a-z]+:\]|[^\]])*\])|(\*+)", re.DOTALL)


class _Rule(Struct, frozen=True):
    segments: Segments
    anchored: bool
    only_folders: bool
    hides: bool


class IgnoreRules:
    """Patterns of an ignore file; the last one that matches decides.

    Matching takes time linear in the pattern and the path, whatever they are.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the lines of the file; comments and what is no pattern are passed over."""
        found = (_rule(line) for line in lines)
        self._rules = tuple(reversed([rule for rule in found if rule is not None]))

    def __bool__(self) -> bool:
        """True if there is a pattern."""
        return bool(self._rules)

    def verdict(self, path: str, *, folder: bool) -> bool | None:
        """True for hidden, False for brought back, None where the file says nothing.

        `path` is relative to the ignore file's folder, with `/`.
        """
        parts = path.split("/")
        last = parts[-1:]
        for rule in self._rules:
            if rule.only_folders and not folder:
                continue
            if matches_whole(rule.segments, parts if rule.anchored else last):
                return rule.hides
        return None


def _rule(line: str) -> _Rule | None:
    text = _trimmed(line)
    if not text or text.startswith("#") or len(text) > _LONGEST:
        return None
    hides = not text.startswith("!")
    text = text if hides else text[1:]
    only_folders = text.endswith("/")
    text = text.removesuffix("/")
    anchored = "/" in text
    parts = text.removeprefix("/").split("/")
    if not all(parts):
        return None  # git finds nothing for a//b either
    segments: Segments = tuple(_segment(part) for part in parts)
    if segments[-1] is None:
        segments = (*segments[:-1], _ANYTHING, None) if len(segments) > 1 else (_ANYTHING, None)
    return _Rule(segments, anchored, only_folders, hides)


def _trimmed(line: str) -> str:
    """The line without its trailing spaces, but for one that a backslash keeps."""
    text = line.removesuffix("\r")
    bare = text.rstrip(" ")
    backslashes = len(bare) - len(bare.rstrip("\\"))
    return bare + " " if backslashes % 2 and len(bare) < len(text) else bare


def _segment(part: str) -> re.Pattern[str] | None:
    return None if part == "**" else re.compile(translate(_TOKEN.sub(_translated, part)))


def _translated(found: re.Match[str]) -> str:
    escaped, klass, _ = found.groups()
    if escaped is not None:
        return f"[{escaped}]" if escaped in "*?[" else escaped
    if klass is None:
        return "*"
    inner = klass[1:-1]
    negated = "!" if inner[:1] in {"!", "^"} else ""
    inner = _NAMED_CLASS.sub(lambda name: _CLASSES.get(name[1], ""), inner[len(negated) :])
    inner = re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL)
    if "]" in inner:  # fnmatch wants it first
        inner = "]" + inner.replace("]", "")
    return f"[{negated}{inner}]"


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

"""Lines of TOML keys: where every key and list element of a valid TOML text stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from contextlib import suppress

from roadmaplint.text.lazy import lazy

#: Keys and list indexes from the top of a document to a value.
KeyPath = tuple[str | int, ...]

_SPACE = lazy(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE_KEY = lazy(r"[A-Za-z0-9_-]+")
_BARE_VALUE = lazy(r"[^,\]}#\r\n]*")
_STRINGS = (
    lazy(r'"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}'),
    lazy(r"'''(?:[^']|'{1,2}(?!'))*'{3,5}"),
    lazy(r'"(?:[^"\\]|\\.)*"'),
    lazy(r"'[^']*'"),
)


def lines_of(text: str) -> Mapping[KeyPath, int]:
    """The 1-based line of every key path of a TOML text that a TOML parser has accepted.

    Tables, arrays of tables, dotted keys, inline tables and list elements are all found; a table
    that several headers extend stands where it is named first. For other text the answer is
    what was understood before the first surprise.
    """
    scanner = _Scanner(text)
    # A place is a comfort; its lack must not hide the real message.
    with suppress(ValueError, RecursionError):
        scanner.document()
    return scanner.lines


def line_at(lines: Mapping[KeyPath, int], path: KeyPath) -> int | None:
    """The line of a path, or of the nearest thing around it that has one."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def dotted(path: KeyPath) -> str:
    """A key path as people write it: `overrides[2].paths`, counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.lines: dict[KeyPath, int] = {}
        self.tables: dict[KeyPath, int] = {}  # arrays of tables: how many elements so far

    def document(self) -> None:
        prefix: KeyPath = ()
        self.space()
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                prefix = self.header(2)
            elif self.text[self.at] == "[":
                prefix = self.header(1)
            else:
                self.pair(prefix)
            self.space()

    def header(self, brackets: int) -> KeyPath:
        start = self.at
        self.at += brackets
        keys = self.key()
        self.take("]" * brackets)
        path: KeyPath = ()
        for place, key in enumerate(keys):
            path += (key,)
            if brackets == 2 and place == len(keys) - 1:
                self.note(path, start)
                self.tables[path] = self.tables.get(path, 0) + 1
            if path in self.tables:
                path += (self.tables[path] - 1,)
            self.note(path, start)
        return path

    def pair(self, prefix: KeyPath) -> None:
        start = self.at
        path = prefix
        for key in self.key():
            path += (key,)
            self.note(path, start)
        self.take("=")
        self.space()
        self.value(path)

    def key(self) -> list[str]:
        keys = []
        while True:
            self.space()
            found = _BARE_KEY.match(self.text, self.at)
            if found:
                self.at = found.end()
                keys.append(found[0])
            else:
                keys.append(self.quoted_key())
            self.space()
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def quoted_key(self) -> str:
        start = self.at
        if not self.string():
            raise ValueError("no key")
        text = self.text[start : self.at]
        if text[0] == "'" or "\\" not in text:
            return text[1:-1]
        from tomllib import loads

        name: str = loads(f"key = {text}")["key"]
        return name

    def value(self, path: KeyPath) -> None:
        if self.text.startswith("[", self.at):
            self.elements(path)
        elif self.text.startswith("{", self.at):
            self.inline_table(path)
        elif not self.string():
            found = _BARE_VALUE.match(self.text, self.at)
            self.at = found.end() if found else self.at

    def elements(self, path: KeyPath) -> None:
        self.at += 1
        index = 0
        while not self.closes("]"):
            self.note((*path, index), self.at)
            self.value((*path, index))
            index += 1
            self.comma()

    def inline_table(self, path: KeyPath) -> None:
        self.at += 1
        while not self.closes("}"):
            self.pair(path)
            self.comma()

    def string(self) -> bool:
        for pattern in _STRINGS:
            found = pattern.match(self.text, self.at)
            if found:
                self.at = found.end()
                return True
        return False

    def closes(self, bracket: str) -> bool:
        self.space()
        if self.at >= len(self.text):
            raise ValueError("no end")
        if self.text[self.at] != bracket:
            return False
        self.at += 1
        return True

    def comma(self) -> None:
        start = self.at
        self.space()
        if self.text.startswith(",", self.at):
            self.at += 1
        elif self.text[self.at : self.at + 1] not in {"]", "}"}:
            raise ValueError(f"no comma after {start}")

    def take(self, expected: str) -> None:
        self.space()
        if not self.text.startswith(expected, self.at):
            raise ValueError(f"no {expected}")
        self.at += len(expected)

    def space(self) -> None:
        found = _SPACE.match(self.text, self.at)
        if found:
            self.at = found.end()

    def note(self, path: KeyPath, offset: int) -> None:
        self.lines.setdefault(path, bisect_right(self.starts, offset))

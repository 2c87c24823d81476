"""What a project does not want asked: addresses, hosts and patterns, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from roadmaplint.links.target import Target, classify

#: Longer lines of a `.lycheeignore` are no patterns that somebody wrote by hand.
_LONGEST = 2000


class Ignore(Struct, frozen=True):
    """One thing not to ask.

    `text` is an address (kind url; without a fragment it means the page with all its anchors), a
    host name that stands for its subdomains too, or a regular expression that is searched in the
    address. `reason` is for people.
    """

    kind: Literal["url", "host", "pattern"]
    text: str
    reason: str = ""


class Ignored:
    """All that is not asked, ready to be looked up. Raises re.error for a pattern that is none."""

    def __init__(self, entries: Iterable[Ignore]) -> None:
        self._pages: dict[tuple[str, str | None], Ignore] = {}
        self._hosts: dict[str, Ignore] = {}
        self._patterns: list[tuple[re.Pattern[str], Ignore]] = []
        for entry in entries:
            if entry.kind == "host":
                self._hosts.setdefault(_host(entry.text), entry)
            elif entry.kind == "pattern":
                self._patterns.append((re.compile(entry.text), entry))
            else:
                target = classify(entry.text)
                self._pages.setdefault((target.key, target.fragment), entry)

    def why(self, target: Target, written: str) -> str | None:
        """Why an address is not asked, in one sentence; None if it may be."""
        found = self._find(target, written)
        if found is None:
            return None
        return f"ignored: {found.reason}" if found.reason else f"ignored by {found.text}"

    def _find(self, target: Target, written: str) -> Ignore | None:
        if self._pages:
            key = target.key
            page = self._pages.get((key, target.fragment)) or self._pages.get((key, None))
            if page is not None:
                return page
        if self._hosts:
            name = target.host
            while name:
                if name in self._hosts:
                    return self._hosts[name]
                name = name.partition(".")[2]
        for pattern, entry in self._patterns:
            if pattern.search(written) or (written != target.full and pattern.search(target.full)):
                return entry
        return None


def _host(text: str) -> str:
    """A host name as targets have it; what is no host name is left as it is."""
    found = classify(f"http://{text.strip().removeprefix('*.')}/")
    return found.host or text.strip().lower()


def from_lychee(text: str) -> tuple[tuple[Ignore, ...], tuple[int, ...]]:
    """The patterns of a `.lycheeignore`, and the numbers of the lines that are no pattern here.

    Every line is a regular expression; empty lines and those that begin with `#` say nothing.
    """
    found, strange = [], []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        try:
            re.compile(pattern[: _LONGEST + 1])
        except (re.error, OverflowError, RecursionError):
            strange.append(number)
            continue
        if len(pattern) > _LONGEST:
            strange.append(number)
        else:
            found.append(Ignore("pattern", pattern, f".lycheeignore:{number}"))
    return tuple(found), tuple(strange)

"""What is never requested: other targets than web addresses, and what a project excludes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from roadmaplint.core.subjects import Verdict
from roadmaplint.links.url import Url, parse

if TYPE_CHECKING:  # settings hold exclusions
    from roadmaplint.links.settings import LinkSettings

#: Longer lines of a `.lycheeignore` are no patterns that somebody wrote by hand.
_MAX_LENGTH = 2000


class Ignore(Struct, frozen=True):
    """One thing not to request.

    `text` is an address (kind url; without a fragment it means the page with all its anchors), a
    host name that stands for its subdomains too, or a regular expression that is searched in the
    address. `reason` is for people.
    """

    kind: Literal["url", "host", "pattern"]
    text: str
    reason: str = ""


class IgnoreList:
    """All that is ignored, ready to be looked up. Raises re.error for a bad pattern."""

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
                url = parse(entry.text)
                self._pages.setdefault((url.key, url.fragment), entry)

    def reason(self, url: Url, written: str) -> str | None:
        """Why an address is not requested, in one sentence; None if it may be."""
        found = self._find(url, written)
        if found is None:
            return None
        return f"ignored: {found.reason}" if found.reason else f"ignored by {found.text}"

    def _find(self, url: Url, written: str) -> Ignore | None:
        if self._pages:
            page = self._pages.get((url.key, url.fragment)) or self._pages.get((url.key, None))
            if page is not None:
                return page
        name = url.host if self._hosts else ""
        while name:
            if name in self._hosts:
                return self._hosts[name]
            name = name.partition(".")[2]
        for pattern, entry in self._patterns:
            if pattern.search(written) or (written != url.full and pattern.search(url.full)):
                return entry
        return None


class Prefilter:
    """Tells web addresses to request from targets that are judged as they stand."""

    def __init__(self, settings: LinkSettings) -> None:
        self._remap = [(re.compile(pattern), new) for pattern, new in settings.remap]
        self._exclude = [re.compile(pattern) for pattern in settings.exclude]
        self._ignored = IgnoreList(settings.ignore)

    def read(self, written: str, now: float) -> Verdict | Url:
        """A web address to request, or the verdict on a target that is not requested."""
        text = written
        for pattern, replacement in self._remap:
            text = pattern.sub(replacement, text)
        url = parse(text)
        if url.kind != "web":
            outcome: Literal["invalid", "skipped"] = (
                "invalid" if url.kind == "invalid" else "skipped"
            )
            return Verdict(written, outcome, url.reason or "not a web address", checked_at=now)
        excluded = next((p.pattern for p in self._exclude if p.search(text)), None)
        why = f"excluded by {excluded}" if excluded else self._ignored.reason(url, text)
        return Verdict(url.full, "skipped", why, checked_at=now) if why else url


def _host(text: str) -> str:
    """A host name as URLs have it; what is no host name is left as it is."""
    found = parse(f"http://{text.strip().removeprefix('*.')}/")
    return found.host or text.strip().lower()


def from_lychee(text: str) -> tuple[tuple[Ignore, ...], tuple[int, ...]]:
    """The patterns of a `.lycheeignore`, and the numbers of the lines that are no pattern here.

    Every line is a regular expression; empty lines and those that begin with `#` say nothing.
    """
    found, bad = [], []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        try:
            if len(pattern) > _MAX_LENGTH:
                raise OverflowError
            re.compile(pattern)
            found.append(Ignore("pattern", pattern, f".lycheeignore:{number}"))
        except (re.error, OverflowError, RecursionError):
            bad.append(number)
    return tuple(found), tuple(bad)

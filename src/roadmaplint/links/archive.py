"""Looks for archived copies of dead pages."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.core.finding import Safety
from roadmaplint.core.subjects import Outcome, Rewrite, Verdict
from roadmaplint.links.answer import Ask
from roadmaplint.links.asker import Asker
from roadmaplint.links.headers import plain
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.target import classify
from roadmaplint.text.lazy import lazy

#: Outcomes for which a copy is looked for.
GONE: frozenset[Outcome] = frozenset({"dead", "gone-soft"})
#: More dead pages than this are not looked up in one run.
MOST = 500
_FAILURES_TO_STOP = 3
_BODY = 64 * 1024
_STAMP = lazy(r"(\d{4})(\d\d)(\d\d)\d{0,6}\Z")


class Copy(Struct, frozen=True):
    """An archived copy: its address, and its day as YYYY-MM-DD or an empty text."""

    url: str
    day: str


class Archive:
    """The archive at one address."""

    def __init__(self, asker: Asker, settings: LinkSettings) -> None:
        """Take who asks, and the settings."""
        self._asker = asker
        self._settings = settings
        self._failures = 0
        self._asked = 0
        #: Why it was of no use, if so.
        self.problem = ""

    async def copy_of(self, url: str) -> Copy | None:
        """The best copy of a page, if the archive has one."""
        if self._failures >= _FAILURES_TO_STOP or self._asked >= MOST:
            return None
        self._asked += 1
        api = self._settings.archive_api
        target = classify(f"{api}{'&' if '?' in api else '?'}url={quote(url, safe='')}")
        if target.kind != "web":
            self.problem = f"{api[:80]} is no web address"
            self._failures = _FAILURES_TO_STOP
            return None
        headers = plain(self._settings.user_agent)
        ask = Ask(target, headers, _BODY, self._settings.body_timeout, any_type=True)
        answer = await self._asker.fetch(ask)
        if answer.status != 200:
            self._failures += 1
            self.problem = answer.detail or f"it answered {answer.status}"
            return None
        self._failures = 0
        return read_answer(answer.body)


def read_answer(body: bytes) -> Copy | None:
    """The copy that an answer of the archive names; None for none, and for nonsense."""
    try:
        closest: Any = json.loads(body)["archived_snapshots"]["closest"]
        url, stamp = closest["url"], str(closest.get("timestamp", ""))
        is_good = closest["available"] is True and str(closest.get("status", "200"))[:1] == "2"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not is_good or not isinstance(url, str):
        return None
    target = classify(url)
    if target.kind != "web" or target.credentials:
        return None
    if target.host == "web.archive.org" and target.scheme == "http":
        target = replace(target, scheme="https", port=443)
    match = _STAMP.match(stamp)
    return Copy(target.full, f"{match[1]}-{match[2]}-{match[3]}" if match else "")


def with_copy(verdict: Verdict, copy: Copy) -> Verdict:
    """The verdict on a dead page, with the copy as a proposal."""
    day = f" of {copy.day}" if copy.day else ""
    reason = f"{verdict.reason}; an archived copy{day} is at {copy.url}"
    return replace(verdict, reason=reason, rewrite=Rewrite(copy.url, Safety.SUGGESTION))

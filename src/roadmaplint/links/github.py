"""Asks GitHub's API about many repositories at once: which exist, were renamed, are archived."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from roadmaplint.core.finding import Safety
from roadmaplint.core.subjects import Rewrite, Verdict
from roadmaplint.links.answer import Ask
from roadmaplint.links.asker import Door
from roadmaplint.links.domains import is_address, words
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.target import Target, classify
from roadmaplint.text.lazy import lazy

#: How many repositories one query names.
AT_ONCE = 100
_PUBLIC = "api.github.com"
_PATH = lazy(r"/([A-Za-z0-9][A-Za-z0-9-]{0,99})/([A-Za-z0-9._-]{1,100}?)(\.git)?/?\Z")
#: First parts of paths on GitHub that are not owners.
_PAGES = words(
    """
    about apps collections contact customer-stories enterprise events explore features issues
    join login marketplace new notifications organizations orgs pricing pulls readme search
    security sessions settings site sponsors stars topics trending users
    """
)
_FIELDS = "{nameWithOwner isArchived archivedAt}"
_BODY = 4 << 20


class Found(Struct, frozen=True):
    """What GitHub says of a repository: its name today, and since when it is read-only.

    `archived` is a date, "yes" where the date is not told, or an empty text.
    """

    name: str
    archived: str = ""


class Answered(NamedTuple):
    """What is known of addresses by their keys, and why the API was not of use, if so."""

    found: Mapping[str, tuple[str, Found]]
    problem: str = ""


class Api:
    """GitHub's API at one address. The token is sent there and nowhere else."""

    def __init__(self, settings: LinkSettings) -> None:
        """Take address and token from the settings."""
        self._settings = settings
        self._target = classify(settings.github_api)
        #: Scheme and host of the pages that the API knows about.
        self.site = self._target.origin
        if self._target.host == _PUBLIC:
            self.site = "https://github.com"

    def repository(self, target: Target) -> str | None:
        """`owner/name`, if the address is the page of a repository and nothing deeper."""
        if target.origin != self.site:
            return None
        match = _PATH.match(target.path)
        if match is None or match[1].lower() in _PAGES or match[2] in {".", ".."}:
            return None
        return f"{match[1]}/{match[2]}"

    async def look_up(self, door: Door, targets: Iterable[Target]) -> Answered:
        """Ask about all repositories among these pages; what is not found is not in the answer."""
        if self._target.kind != "web":
            return Answered({}, f"{self._settings.github_api[:80]} is no web address")
        wanted = {
            target.key: name for target in targets if (name := self.repository(target)) is not None
        }
        if not wanted:
            return Answered({})
        refusal = self._refusal()
        if refusal:
            return Answered({}, refusal)
        names = list(dict.fromkeys(wanted.values()))
        found: dict[str, Found] = {}
        problem = ""
        for start in range(0, len(names), AT_ONCE):
            part = names[start : start + AT_ONCE]
            answer = await door.ask(self._question(part))
            problem = _problem(answer.status, answer.detail)
            if problem:
                break
            found |= read_answer(answer.body, part)
        return Answered({k: (n, found[n]) for k, n in wanted.items() if n in found}, problem)

    def verdict(self, target: Target, name: str, found: Found, now: float) -> Verdict:
        """The verdict on a repository's page; a renamed one has moved for good."""
        note = ""
        if found.archived:
            since = "" if found.archived == "yes" else f" since {found.archived}"
            note = f"the repository is archived{since}: nobody works on it any more"
        if found.name.casefold() == name.casefold():
            reason = f"the repository is there; {note}" if note else "the repository is there"
            return Verdict(target.full, "ok", reason, final=target.full, checked_at=now, note=note)
        tail = ".git" if target.path.rstrip("/").endswith(".git") else ""
        new = f"{self.site}/{found.name}{tail}"
        reason = f"the repository is {found.name} now" + (f"; {note}" if note else "")
        return Verdict(
            target.full, "moved", reason, final=new, permanent=new, checked_at=now,
            rewrite=Rewrite(new, Safety.UNSAFE), note=note,
        )  # fmt: skip

    def _refusal(self) -> str:
        host = self._target.host
        is_here = host == "localhost" or (is_address(host) and host in {"::1", "127.0.0.1"})
        if self._target.scheme != "https" and not is_here:
            return "its address is not https, and the token must not be read on the way"
        return ""

    def _question(self, names: Sequence[str]) -> Ask:
        headers = (
            ("User-Agent", self._settings.user_agent),
            ("Accept", "application/json"),
            ("Accept-Encoding", "gzip"),
            ("Content-Type", "application/json"),
            ("Authorization", f"bearer {self._settings.github_token}"),
        )
        query = json.dumps({"query": query_for(names)}).encode()
        return Ask(
            self._target, headers, _BODY, self._settings.timeout, fresh=True, any_type=True,
            content=query,
        )  # fmt: skip


def query_for(names: Sequence[str]) -> str:
    """One query for repositories that are named `owner/name`."""
    parts = []
    for number, name in enumerate(names):
        owner, _, repository = name.partition("/")
        which = f"owner: {json.dumps(owner)}, name: {json.dumps(repository)}"
        parts.append(f"r{number}: repository({which}, followRenames: true) {_FIELDS}")
    return f"query {{{' '.join(parts)}}}"


def read_answer(body: bytes, names: Sequence[str]) -> dict[str, Found]:
    """What an answer to `query_for(names)` says; nothing of what cannot be understood."""
    try:
        data: Any = json.loads(body)["data"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    found = {}
    for number, name in enumerate(names):
        row = data.get(f"r{number}") if isinstance(data, dict) else None
        if not isinstance(row, dict):
            continue
        today, since = row.get("nameWithOwner"), row.get("archivedAt")
        if isinstance(today, str) and _PATH.match(f"/{today}"):
            is_archived = row.get("isArchived") is True
            day = since[:10] if isinstance(since, str) and since else "yes"
            found[name] = Found(today, day if is_archived else "")
    return found


def _problem(status: int | None, detail: str) -> str:
    if status == 200:
        return ""
    if status == 401:
        return "it does not accept the token"
    return f"it answered {status}" if status is not None else detail or "it did not answer"

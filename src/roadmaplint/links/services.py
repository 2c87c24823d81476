"""Web services that know about many links: GitHub's API and the archive of dead pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.core.finding import Safety
from roadmaplint.core.subjects import Rewrite, Verdict
from roadmaplint.links.http import Request, default_headers
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.url import Url, names, parse
from roadmaplint.text.lazy import lazy

if TYPE_CHECKING:
    from roadmaplint.links.http.client import HttpClient
    from roadmaplint.links.schedule.fetcher import Fetcher

_REPOSITORIES_AT_ONCE = 100
_GITHUB_BODY = 4 << 20
_REPOSITORY_PATH = lazy(r"/([A-Za-z0-9][A-Za-z0-9-]{0,99})/([A-Za-z0-9._-]{1,100}?)(\.git)?/?\Z")
#: More dead pages than this are not looked up in one run.
_MAX_COPIES = 500
_ARCHIVE_FAILURES = 3
_ARCHIVE_BODY = 64 * 1024
_TIMESTAMP = lazy(r"(\d{4})(\d\d)(\d\d)\d{0,6}\Z")


class Repository(Struct, frozen=True):
    """What GitHub says of a repository: its name today, and since when it is read-only.

    `archived` is a date, "yes" where the date is not told, or an empty text.
    """

    name: str
    archived: str = ""


class GitHubApi:
    """GitHub's API: which of many repositories exist, were renamed, are archived.

    The token is sent to the API's address and nowhere else. `problem` says why the API was of no
    use, if so.
    """

    def __init__(self, client: HttpClient, settings: LinkSettings) -> None:
        self._client = client
        self._settings = settings
        self._url = parse(settings.github_api)
        is_public = self._url.host == "api.github.com"
        #: Scheme and host of the pages that the API knows about.
        self._site = "https://github.com" if is_public else self._url.origin
        self.problem = ""

    def name_of(self, url: Url) -> str | None:
        """`owner/name`, if the address is the page of a repository and nothing deeper."""
        match = _REPOSITORY_PATH.match(url.path) if url.origin == self._site else None
        if match is None or match[1].lower() in names("github-pages") or match[2] in {".", ".."}:
            return None
        return f"{match[1]}/{match[2]}"

    async def look_up(self, urls: Iterable[Url]) -> dict[str, tuple[str, Repository]]:
        """The repositories among these pages: by the page's key the written name and the answer.

        What is not found is not in the result.
        """
        wanted = {url.key: name for url in urls if (name := self.name_of(url)) is not None}
        if self._url.kind != "web":
            self.problem = f"{self._settings.github_api[:80]} is no web address"
        elif wanted and not self._is_safe():
            self.problem = "its address is not https, and the token must not be read on the way"
        names = list(dict.fromkeys(wanted.values()))
        found: dict[str, Repository] = {}
        for start in range(0, len(names), _REPOSITORIES_AT_ONCE):
            if self.problem:
                break
            found |= await self._ask(names[start : start + _REPOSITORIES_AT_ONCE])
        return {key: (name, found[name]) for key, name in wanted.items() if name in found}

    def _is_safe(self) -> bool:
        return self._url.scheme == "https" or self._url.host in {"localhost", "::1", "127.0.0.1"}

    async def _ask(self, names: Sequence[str]) -> dict[str, Repository]:
        headers = (
            ("User-Agent", self._settings.user_agent),
            ("Accept", "application/json"),
            ("Accept-Encoding", "gzip"),
            ("Content-Type", "application/json"),
            ("Authorization", f"bearer {self._settings.github_token}"),
        )
        request = Request(
            self._url, headers, _GITHUB_BODY, self._settings.timeout, fresh=True, any_type=True,
            content=json.dumps({"query": repositories_query(names)}).encode(),
        )  # fmt: skip
        response = await self._client.send(request)
        if response.status == 200:
            return read_repositories(response.body, names)
        if response.status == 401:
            self.problem = "it does not accept the token"
        elif response.status is not None:
            self.problem = f"it answered {response.status}"
        else:
            self.problem = response.detail or "it did not answer"
        return {}

    def verdict(self, url: Url, name: str, repository: Repository, now: float) -> Verdict:
        """The verdict on a repository's page; a renamed one has moved for good."""
        note = ""
        if repository.archived:
            since = "" if repository.archived == "yes" else f" since {repository.archived}"
            note = f"the repository is archived{since}: nobody works on it any more"
        reason = "; ".join(filter(None, ("the repository is there", note)))
        if repository.name.casefold() == name.casefold():
            return Verdict(url.full, "ok", reason, final=url.full, checked_at=now, note=note)
        tail = ".git" if url.path.rstrip("/").endswith(".git") else ""
        new = f"{self._site}/{repository.name}{tail}"
        reason = "; ".join(filter(None, (f"the repository is {repository.name} now", note)))
        return Verdict(
            url.full, "moved", reason, final=new, permanent=new, checked_at=now,
            rewrite=Rewrite(new, Safety.UNSAFE), note=note,
        )  # fmt: skip


def repositories_query(names: Sequence[str]) -> str:
    """One GraphQL query for repositories that are named `owner/name`."""
    parts = []
    for number, name in enumerate(names):
        owner, _, repository = name.partition("/")
        which = f"owner: {json.dumps(owner)}, name: {json.dumps(repository)}, followRenames: true"
        fields = "{nameWithOwner isArchived archivedAt}"
        parts.append(f"r{number}: repository({which}) {fields}")
    return f"query {{{' '.join(parts)}}}"


def read_repositories(body: bytes, names: Sequence[str]) -> dict[str, Repository]:
    """What an answer to `repositories_query(names)` says; what makes no sense is left out."""
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
        if isinstance(today, str) and _REPOSITORY_PATH.match(f"/{today}"):
            day = since[:10] if isinstance(since, str) and since else "yes"
            found[name] = Repository(today, day if row.get("isArchived") is True else "")
    return found


class ArchivedCopy(Struct, frozen=True):
    """An archived copy: its address, and its day as YYYY-MM-DD or an empty text."""

    url: str
    day: str


class Archive:
    """The archive of pages. `problem` says why it was of no use, if so."""

    def __init__(self, fetcher: Fetcher, settings: LinkSettings) -> None:
        self._fetcher = fetcher
        self._settings = settings
        self._failures = 0
        self._copies: dict[str, ArchivedCopy | None] = {}
        self.problem = ""

    async def copy_of(self, page: str) -> ArchivedCopy | None:
        """The best copy of a page, if the archive has one; each page is asked for once."""
        if page not in self._copies:
            if self._failures >= _ARCHIVE_FAILURES or len(self._copies) >= _MAX_COPIES:
                return None
            self._copies[page] = await self._ask(page)
        return self._copies[page]

    async def _ask(self, page: str) -> ArchivedCopy | None:
        api = self._settings.archive_api
        url = parse(f"{api}{'&' if '?' in api else '?'}url={quote(page, safe='')}")
        if url.kind != "web":
            self.problem = f"{api[:80]} is no web address"
            self._failures = _ARCHIVE_FAILURES
            return None
        headers = default_headers(self._settings.user_agent)
        seconds = self._settings.body_timeout
        response = await self._fetcher.send(
            Request(url, headers, _ARCHIVE_BODY, seconds, any_type=True)
        )
        if response.status != 200:
            self._failures += 1
            self.problem = response.detail or f"it answered {response.status}"
            return None
        self._failures = 0
        return read_copy(response.body)


def read_copy(body: bytes) -> ArchivedCopy | None:
    """The copy that an answer of the archive names; None for none, and for nonsense."""
    try:
        closest: Any = json.loads(body)["archived_snapshots"]["closest"]
        written, timestamp = closest["url"], str(closest.get("timestamp", ""))
        is_good = closest["available"] is True and str(closest.get("status", "200"))[:1] == "2"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not is_good or not isinstance(written, str):
        return None
    url = parse(written)
    if url.kind != "web" or url.credentials:
        return None
    if url.host == "web.archive.org" and url.scheme == "http":
        url = replace(url, scheme="https", port=443)
    match = _TIMESTAMP.match(timestamp)
    return ArchivedCopy(url.full, f"{match[1]}-{match[2]}-{match[3]}" if match else "")


def with_copy(verdict: Verdict, copy: ArchivedCopy) -> Verdict:
    """The verdict on a dead page, with the copy as a proposal."""
    day = f" of {copy.day}" if copy.day else ""
    reason = f"{verdict.reason}; an archived copy{day} is at {copy.url}"
    return replace(verdict, reason=reason, rewrite=Rewrite(copy.url, Safety.SUGGESTION))

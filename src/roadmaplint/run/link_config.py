"""Settings of the link checker from the configuration and the environment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from roadmaplint.errors import UsageError
from roadmaplint.links.exclusions import Ignore, from_lychee
from roadmaplint.links.settings import HostSettings, LinkSettings
from roadmaplint.run.workspace import Workspace
from roadmaplint.text.lazy import lazy

_SAME = {
    "timeout": "timeout",
    "max-time": "max_time",
    "max-retries": "retries",
    "max-concurrency": "concurrency",
    "host-concurrency": "host_concurrency",
    "host-request-interval": "interval",
    "max-redirects": "max_redirects",
    "anchors": "anchors",
    "upgrades": "upgrades",
}
_VARIABLE = lazy(r"\$\{(\w+)\}")
_DAY = 86_400.0
_KINDS = ("url", "host", "pattern")
#: The ignore file of another link checker, at the root of the project.
LYCHEE = ".lycheeignore"
_GITHUB = "https://api.github.com/graphql"
_ARCHIVE = "https://archive.org/wayback/available"


class Given(NamedTuple):
    """Settings for a run, and sentences about what of them does not count."""

    settings: LinkSettings
    notes: tuple[str, ...] = ()


def link_settings(
    workspace: Workspace, environ: Mapping[str, str], *, ignore_file: bool = True
) -> Given:
    """Settings from configured values, the ignore file and the environment.

    `GITHUB_TOKEN` and `GITHUB_GRAPHQL_URL` name the secret and the address of GitHub's API: a
    configuration file, which a stranger may propose a change to, must not send the one to another.
    Raises UsageError for what no schema can judge.
    """
    table = workspace.settings.links
    values: dict[str, Any] = {_SAME[k]: v for k, v in table.items() if k in _SAME}
    if "max-cache-age" in table:
        values["max_cache_age"] = table["max-cache-age"] * _DAY
    if "accept" in table:
        values["accept"] = frozenset(_codes(table["accept"]))
    values["exclude"] = tuple(_pattern(p, "links.exclude") for p in table.get("exclude", ()))
    values["remap"] = tuple(
        (_pattern(p, "links.remap"), new) for p, new in table.get("remap", {}).items()
    )
    values["allow_addresses"] = tuple(table.get("allow-addresses", ()))
    values["headers"] = {
        origin: {name: _filled(value, environ) for name, value in headers.items()}
        for origin, headers in table.get("headers", {}).items()
    }
    values["hosts"] = {
        host: HostSettings(own.get("concurrency"), own.get("interval"))
        for host, own in table.get("hosts", {}).items()
    }
    _judge_networks(values["allow_addresses"])
    ignored, notes = _ignored(workspace, table, ignore_file=ignore_file)
    values |= {"ignore": ignored, **_services(table, environ), **_proxies(environ)}
    return Given(LinkSettings(**values), notes)


def _ignored(
    workspace: Workspace, table: Mapping[str, Any], *, ignore_file: bool
) -> tuple[tuple[Ignore, ...], tuple[str, ...]]:
    found: list[Ignore] = []
    notes: list[str] = []
    for place, entry in enumerate(table.get("ignore", ())):
        ignore = _entry(entry, place)
        if _is_over(entry, place, workspace.today):
            notes.append(f'links.ignore: "{ignore.text}" holds no longer, since {entry["until"]}')
        else:
            found.append(ignore)
    text = _ignore_file(workspace) if ignore_file else ""
    patterns, strange = from_lychee(text)
    words = "no regular expression that Python knows; passed over"
    notes += [f"{LYCHEE}:{line}: {words}" for line in strange[:3]]
    return (*found, *patterns), tuple(notes)


def _entry(entry: Mapping[str, str], place: int) -> Ignore:
    kinds = [kind for kind in _KINDS if kind in entry]
    if len(kinds) != 1:
        raise UsageError(f'links.ignore.{place}: it needs one of "url", "host" and "pattern"')
    kind = kinds[0]
    if kind == "pattern":
        _pattern(entry[kind], f"links.ignore.{place}")
    return Ignore(kind, entry[kind], entry.get("reason", ""))  # type: ignore[arg-type]


def _is_over(entry: Mapping[str, str], place: int, today: date) -> bool:
    if "until" not in entry:
        return False
    try:
        return date.fromisoformat(entry["until"]) < today
    except ValueError as problem:
        words = f'"{entry["until"]}" is not a date of the form YYYY-MM-DD'
        raise UsageError(f"links.ignore.{place}: {words}") from problem


def _ignore_file(workspace: Workspace) -> str:
    from roadmaplint.files.read import FileProblem, read

    root = workspace.settings.root
    try:
        return read(root / LYCHEE, root, limit=1 << 20).decode("utf-8", "replace")
    except FileProblem:
        return ""


def _services(table: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """GitHub's API where a token is there, the archive's where it is wanted."""
    values: dict[str, Any] = {}
    token = environ.get("GITHUB_TOKEN", "").strip()
    if table.get("github", True) and token:
        values["github_token"] = token
        values["github_api"] = environ.get("GITHUB_GRAPHQL_URL") or _GITHUB
    if table.get("suggest-archive", False):
        values["archive_api"] = table.get("archive-api", _ARCHIVE)
    return values


def _proxies(environ: Mapping[str, str]) -> dict[str, Any]:
    """The proxies that the environment names, as other programs read it."""

    def named(*names: str) -> str:
        both = (spelling for name in names for spelling in (name, name.upper()))
        return next((environ[name].strip() for name in both if environ.get(name)), "")

    proxies = {
        scheme: _proxy(address)
        for scheme in ("http", "https")
        if (address := named(f"{scheme}_proxy", "all_proxy"))
    }
    direct = tuple(name.strip() for name in named("no_proxy").split(",") if name.strip())
    return {"proxies": proxies, "direct": direct} if proxies else {}


def _proxy(address: str) -> str:
    whole = address if "://" in address else f"http://{address}"
    if not whole.lower().startswith(("http://", "https://")):
        raise UsageError(f"the proxy {whole} cannot be used; only http and https ones can")
    return whole


def _judge_networks(networks: Iterable[str]) -> None:
    from roadmaplint.links.http.address import AddressPolicy

    try:
        AddressPolicy.of(networks)
    except ValueError as problem:
        raise UsageError(f"links.allow-addresses: {problem}") from problem


def _codes(accept: Iterable[int | str]) -> Iterable[int]:
    for entry in accept:
        match = re.fullmatch(r"(\d{3})(?:\.\.(=?)(\d{3}))?", str(entry).strip())
        if match is None:
            raise UsageError(f'"{entry}" is not a status code or a range such as 200..=299')
        first = int(match[1])
        last = int(match[3]) + (match[2] == "=") if match[3] else first + 1
        yield from range(first, last)


def _pattern(pattern: str, key: str) -> str:
    try:
        re.compile(pattern)
    except re.error as problem:
        raise UsageError(f'{key}: "{pattern}" is no regular expression: {problem}') from problem
    return pattern


def _filled(value: str, environ: Mapping[str, str]) -> str:
    def variable(match: re.Match[str]) -> str:
        if match[1] not in environ:
            raise UsageError(f"links.headers: the environment has no variable {match[1]}")
        return environ[match[1]]

    return _VARIABLE.sub(variable, value)

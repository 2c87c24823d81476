"""The `links` table of a configuration as settings of the link checker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from roadmaplint.errors import UsageError
from roadmaplint.links.settings import HostSettings, LinkSettings

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
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_DAY = 86_400.0


def link_settings(table: Mapping[str, Any], environ: Mapping[str, str]) -> LinkSettings:
    """Settings from configured values. Raises UsageError for what no schema can judge."""
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
    return LinkSettings(**values)


def _judge_networks(networks: Iterable[str]) -> None:
    from roadmaplint.links.guard import Guard

    try:
        Guard.of(networks)
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

"""Settings of the link checker lychee as ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from roadmaplint.app.init.carry import Carried, shown, strings
from roadmaplint.text.lazy import lazy

_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_TIME = lazy(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*")
_RANGE = lazy(r"(\d{3})?\.\.(=?)(\d{3})?")
_DAY = 86_400

#: Keys that are ours under another name, with the same meaning.
_SAME = {
    "timeout": "timeout",
    "max_retries": "max-retries",
    "max_redirects": "max-redirects",
    "max_concurrency": "max-concurrency",
    "host_concurrency": "host-concurrency",
    "include_fragments": "anchors",
}
#: What lychee is told that roadmaplint does by itself, or has no setting for.
_WHY = {
    "cache": "roadmaplint remembers verdicts by itself",
    "exclude_all_private": "addresses of private networks are never asked unless allowed",
    "exclude_private": "addresses of private networks are never asked unless allowed",
    "exclude_link_local": "addresses of private networks are never asked unless allowed",
    "exclude_loopback": "addresses of private networks are never asked unless allowed",
    "exclude_mail": "mail addresses are never asked",
    "github_token": "roadmaplint takes it from GITHUB_TOKEN",
    "header": 'headers belong to one origin here: [links.headers] "https://host" = {…}',
    "user_agent": "roadmaplint names itself to servers",
    "insecure": "certificates are always checked",
    "require_https": "the rule plain-http reports such links",
    "exclude_path": "these are regular expressions of paths; write globs under exclude",
    "offline": "roadmaplint check asks nobody without --links",
    "method": "roadmaplint asks for headers first and falls back by itself",
}


def carry_lychee(file: str, table: Mapping[str, Any], into: Carried) -> None:
    """Carry over a lychee.toml; every key is either taken or named."""
    for key, value in table.items():
        source = f"{file}: {shown(key)}"
        own = _CARRIERS.get(key)
        if key in _SAME and not isinstance(value, dict | list):
            into.take(source, ("links", _SAME[key]), value)
        elif own is not None:
            own(source, value, into)
        else:
            into.leave(source, _WHY.get(key, "there is no such setting here"))


def _exclude(source: str, value: Any, into: Carried) -> None:
    for pattern in strings(value) or ():
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError):
            into.leave(source, f'"{shown(pattern)}" is no regular expression of Python')
        else:
            into.take(source, ("links", "exclude"), [pattern])
    if strings(value) is None:
        into.leave(source, "it is no list of strings")


def _accept(source: str, value: Any, into: Carried) -> None:
    words = value.split(",") if isinstance(value, str) else value
    codes: list[int | str] = []
    for one in words if isinstance(words, list) else ():
        text = str(one).strip()
        if text.isascii() and text.isdigit():
            codes.append(int(text))
            continue
        found = _RANGE.fullmatch(text)
        if found is None:
            into.leave(source, f'"{shown(one)}" is no status code')
            continue
        last = int(found[3] or 599) - (found[3] is not None and not found[2])
        codes.append(f"{found[1] or 100}..={last}")
    if codes:
        into.take(source, ("links", "accept"), codes)


def _remap(source: str, value: Any, into: Carried) -> None:
    for line in strings(value) or ():
        pattern, _, new = line.strip().rpartition(" ")
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError):
            pattern = ""
        if not pattern:
            into.leave(source, f'"{shown(line)}" is no pattern with what takes its place')
        else:
            new = re.sub(r"\$(?:\{(\w+)\}|(\w+))", r"\\g<\1\2>", new)
            into.take(source, ("links", "remap"), {pattern.strip(): new})


def _age(source: str, value: Any, into: Carried) -> None:
    seconds = _seconds(value)
    if seconds is None:
        into.leave(source, f'"{shown(value)}" is no time')
    else:
        days = seconds / _DAY
        into.take(source, ("links", "max-cache-age"), int(days) if days % 1 == 0 else days)


def _interval(source: str, value: Any, into: Carried) -> None:
    seconds = _seconds(value)
    if seconds is None:
        into.leave(source, f'"{shown(value)}" is no time')
    else:
        into.take(source, ("links", "host-request-interval"), seconds)


def _hosts(source: str, value: Any, into: Carried) -> None:
    for host, table in value.items() if isinstance(value, dict) else ():
        place = f"{source}.{shown(host)}"
        for key, one in table.items() if isinstance(table, dict) else ():
            if key == "concurrency":
                into.take(f"{place}.{key}", ("links", "hosts", host, "concurrency"), one)
            elif key == "request_interval" and (seconds := _seconds(one)) is not None:
                into.take(f"{place}.{key}", ("links", "hosts", host, "interval"), seconds)
            else:
                into.leave(f"{place}.{shown(key)}", "there is no such setting for a host here")


def _seconds(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None or (match[2] or "s") not in _SECONDS:
        return None
    return round(float(match[1]) * _SECONDS[match[2] or "s"], 6)


_CARRIERS: Mapping[str, Callable[[str, Any, Carried], None]] = {
    "exclude": _exclude,
    "accept": _accept,
    "remap": _remap,
    "max_cache_age": _age,
    "host_request_interval": _interval,
    "hosts": _hosts,
}

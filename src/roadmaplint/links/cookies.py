"""Cookies of one chain of redirects: kept in memory, sent back as browsers do, then forgotten."""

from __future__ import annotations

import re

from roadmaplint.links.domains import is_address, site
from roadmaplint.links.target import Target
from roadmaplint.text.lazy import lazy

_MOST = 50
_LONGEST = 4096
_BAD = lazy(r"[\x00-\x1f\x7f;]")


class Jar:
    """Cookies by (host or domain, path, name). Expiry counts only where it deletes at once."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, bool, str, str], tuple[str, bool]] = {}

    def store(self, target: Target, lines: tuple[str, ...]) -> None:
        """Takes the Set-Cookie lines of an answer of `target`."""
        for line in lines[:_MOST]:
            self._store(target, line[:_LONGEST])

    def header(self, target: Target) -> str:
        """The Cookie header for a request, empty if there is nothing to send."""
        path = target.path.partition("?")[0]
        found = []
        for (domain, exact, root, name), (value, secure) in self._kept.items():
            is_host = target.host == domain or (not exact and target.host.endswith("." + domain))
            if is_host and _covers(root, path) and (target.scheme == "https" or not secure):
                found.append((-len(root), f"{name}={value}" if name else value))
        return "; ".join(text for _, text in sorted(found, key=lambda pair: pair[0]))

    def _store(self, target: Target, line: str) -> None:
        first, *rest = line.split(";")
        name, equals, value = first.partition("=")
        name, value = (name.strip(), value.strip()) if equals else ("", name.strip())
        if _BAD.search(name + value) or not (name or value):
            return
        options = {}
        for part in rest:
            key, _, option = part.partition("=")
            options[key.strip().lower()] = option.strip()
        domain, exact = target.host, True
        wanted = options.get("domain", "").lower().lstrip(".")
        if wanted and wanted != target.host:
            if is_address(target.host) or not target.host.endswith("." + wanted):
                return
            if not ("." + wanted).endswith("." + site(target.host)):
                return
        if wanted and not is_address(target.host):
            domain, exact = wanted, False
        path = options.get("path", "")
        if not path.startswith("/"):
            path = target.path.partition("?")[0].rpartition("/")[0] or "/"
        place = (domain, exact, path, name)
        if _is_over(options):
            self._kept.pop(place, None)
        elif place in self._kept or len(self._kept) < _MOST:
            self._kept[place] = (value, "secure" in options)


def _covers(root: str, path: str) -> bool:
    return path == root or (
        path.startswith(root) and (root.endswith("/") or path[len(root)] == "/")
    )


def _is_over(options: dict[str, str]) -> bool:
    age = options.get("max-age", "")
    if re.fullmatch(r"-?\d{1,12}", age):
        return int(age) <= 0
    year = re.search(r"\b(19[0-9]{2}|20[01][0-9])\b", options.get("expires", ""))
    return year is not None

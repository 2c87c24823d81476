"""Written link targets: what kind they are, and what exactly is asked for a web address."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.links.domains import site
from roadmaplint.links.hosts import host_and_port
from roadmaplint.text.lazy import lazy

Kind = Literal["web", "anchor", "file", "other", "invalid"]

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_LENGTH = 65_000

_SCHEME = lazy(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROL = lazy(r"[\x00-\x1f\x7f]")
_HTTP_TYPO = lazy(r"(?:h+t+p+|h?ttp?|htp|hhtp|hppt|hptt|http?s?|ttp)s*\Z", re.IGNORECASE)
_HOST_AND_PORT = lazy(r"[\w-]+(?:\.[\w-]+)*:\d{2,5}(?:[/?#]|\Z)")
_NUMBERED = frozenset({"tel", "sms", "urn", "callto"})
_WITH_HOST = lazy(r"https?://[\w.-]+[/?#]", re.IGNORECASE)
_TEMPLATE = lazy(r"\{\{|\{%|\$\{|<%")
_ESCAPED = lazy(r"%([0-9A-Fa-f]{2})")
_UNSAFE_PATH = lazy(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\\\]_a-z|~]+")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


class Target(Struct, frozen=True):
    """A link target, read once.

    `host` is ASCII and lower case, an IPv6 address without brackets; `path` is what stands in
    the request line, with its query; `fragment` is None where no `#` is written. `reason` says
    why a target is invalid or not asked.
    """

    kind: Kind
    written: str
    reason: str = ""
    scheme: str = ""
    host: str = ""
    port: int = 0
    path: str = ""
    fragment: str | None = None
    credentials: bool = False

    @property
    def authority(self) -> str:
        """Host and, unless it is the scheme's own, port: the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if DEFAULT_PORTS.get(self.scheme) == self.port else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The address as asked, without fragment and without credentials."""
        return self.origin + self.path

    @property
    def full(self) -> str:
        """The address as asked, with its fragment."""
        return self.url if self.fragment is None else f"{self.url}#{self.fragment}"

    @property
    def key(self) -> str:
        """One text for all spellings of the page: fragment gone, escapes in one form."""
        return self.origin + (
            _ESCAPED.sub(_plain_escape, self.path) if "%" in self.path else self.path
        )

    def at(self, fragment: str | None) -> Target:
        """The same page at another place."""
        return self if fragment == self.fragment else replace(self, fragment=fragment)

    @property
    def host_key(self) -> str:
        """The registrable domain, or the address: what is limited together."""
        return site(self.host)


def classify(written: str) -> Target:
    """What a target is. Never raises; relative files and anchors are told apart, not resolved.

    A bare `www.…` link has to be passed with the scheme its renderer adds.
    """
    text = written.strip(" \t\r\n\f")
    problem = _unreadable(text)
    if problem:
        return _invalid(written, problem)
    if text.startswith("#"):
        return Target("anchor", written, fragment=text[1:])
    if _TEMPLATE.search(text[:200]) and not _WITH_HOST.match(text):
        return Target("other", written, "a placeholder, not an address")
    if text[:2] in {"//", "\\\\"}:
        return _web(written, "https", text)
    match = _SCHEME.match(text)
    if match is None or (len(match[1]) == 1 and text[2:3] in {"\\", "/"}):
        return _relative(written, text)
    return _absolute(written, text, match[1].lower())


def join(base: Target, location: str) -> Target:
    """The target that a redirect or a refresh of `base` names; the fragment is inherited."""
    text = location.strip(" \t\r\n\f")
    if _SCHEME.match(text):
        found = classify(text)
    elif text[:2] in {"//", "\\\\", "/\\", "\\/"}:
        found = _web(text, base.scheme, text)
    else:
        found = _web(text, base.scheme, f"//{base.authority}" + _merged(base.path, text))
    if found.kind == "web" and found.fragment is None:
        return found.at(base.fragment)
    return found


def shard_of(host_key: str, shards: int) -> int:
    """Which of `shards` parts (from 0) a host belongs to, the same on every machine."""
    from zlib import crc32

    return crc32(host_key.encode("utf-8", "replace")) % max(1, shards)


def _unreadable(text: str) -> str:
    """Why a text cannot be an address whatever it says, or an empty text."""
    if _CONTROL.search(text):
        return "a control character stands in the address"
    if len(text) > MAX_LENGTH:
        return f"the address has {len(text):,} characters"
    return "" if text else "the target is empty"


def _invalid(written: str, reason: str) -> Target:
    return Target("invalid", written, reason)


def _relative(written: str, text: str) -> Target:
    if re.match(r"www\.[\w-]+\.\w", text, re.IGNORECASE):
        return _invalid(written, "the scheme is missing: https://")
    if re.match(r"https?(?://|;//|/{2})", text, re.IGNORECASE):
        return _invalid(written, "the colon after the scheme is missing")
    path, hash_, fragment = text.partition("#")
    return Target("file", written, path=path, fragment=fragment if hash_ else None)


def _absolute(written: str, text: str, scheme: str) -> Target:
    rest = text[len(scheme) + 1 :]
    if scheme in DEFAULT_PORTS:
        if rest[:1] in {"/", "\\"} and rest[1:2] in {"/", "\\"}:
            return _web(written, scheme, rest)
        return _invalid(written, f"the two slashes after {scheme}: are missing")
    if _HTTP_TYPO.match(scheme):
        return _invalid(written, f"{scheme}: is no scheme; https: is meant")
    if _HOST_AND_PORT.match(text) and scheme not in _NUMBERED:
        return _invalid(written, "the scheme is missing: https://")
    return Target("other", written, f"{scheme}: is not asked over the web", scheme=scheme)


def _merged(base: str, text: str) -> str:
    """A relative reference laid over a path with query."""
    path = base.partition("?")[0]
    if not text or text[0] == "#":
        return base + text
    if text[0] == "?":
        return path + text
    if text[0] in "/\\":
        return text
    return path.rpartition("/")[0] + "/" + text


def _web(written: str, scheme: str, rest: str) -> Target:
    body = rest.lstrip("/\\")
    match = re.search(r"[/\\?#]", body)
    authority, tail = (body[: match.start()], body[match.start() :]) if match else (body, "")
    userinfo, at, host_port = authority.rpartition("@")
    host, port, problem = host_and_port(host_port, DEFAULT_PORTS[scheme])
    if host in DEFAULT_PORTS and tail[:2] in {"//", "/"}:
        problem = "two schemes stand one after the other"
    if problem:
        return _invalid(written, problem)
    tail, hash_, fragment = tail.partition("#")
    path, mark, query = tail.partition("?")
    path = _encode(_without_dots(path.replace("\\", "/") or "/"))
    return Target(
        "web", written, scheme=scheme, host=host, port=port,
        path=path + (mark + _encode(query) if mark else ""),
        fragment=fragment if hash_ else None,
        credentials=bool(at and userinfo.strip(":")),
    )  # fmt: skip


def _without_dots(path: str) -> str:
    """`/a/../b` as `/b`, as every client sends it."""
    if "/." not in path and "%2e" not in path.lower():
        return path if path.startswith("/") else "/" + path
    kept: list[str] = []
    parts = path.split("/")[1:]
    for n, part in enumerate(parts):
        plain = part.lower().replace("%2e", ".")
        if plain == "..":
            del kept[-1:]
        elif plain != ".":
            kept.append(part)
            continue
        if n == len(parts) - 1:
            kept.append("")
    return "/" + "/".join(kept)


def _encode(text: str) -> str:
    """Percent escapes for what may not stand in a request line; escapes stay as written."""

    def one(match: re.Match[str]) -> str:
        return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))

    return _UNSAFE_PATH.sub(one, text)


def _plain_escape(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()

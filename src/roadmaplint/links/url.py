"""Link targets as written: what kind they are, and what exactly is requested for a web address."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.data import pack
from roadmaplint.text.lazy import lazy

Kind = Literal["web", "anchor", "file", "other", "invalid"]

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_LENGTH = 65_000

_BLANKS = " \t\r\n\f"
_SLASHES = {"//", "\\\\", "/\\", "\\/"}
_SCHEME = lazy(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROL = lazy(r"[\x00-\x1f\x7f]")
_HTTP_TYPO = lazy(r"(?:h+t+p+|h?ttp?|htp|hhtp|hppt|hptt|http?s?|ttp)s*\Z", re.IGNORECASE)
_HOST_AND_PORT = lazy(r"[\w-]+(?:\.[\w-]+)*:\d{2,5}(?:[/?#]|\Z)")
#: Schemes whose colon may be followed by a number.
_NUMBERED = frozenset({"tel", "sms", "urn", "callto"})
_WITH_HOST = lazy(r"https?://[\w.-]+[/?#]", re.IGNORECASE)
_TEMPLATE = lazy(r"\{\{|\{%|\$\{|<%")
_ESCAPE = lazy(r"%([0-9A-Fa-f]{2})")
_UNSAFE = lazy(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\\\]_a-z|~]+")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_AUTHORITY = lazy(r"(\[[^\]]*\]|[^:]*)(?::(.*))?\Z", re.DOTALL)
_HOST = lazy(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\Z")
_NUMBER = lazy(r"(?:0x[0-9a-f]*|\d+)\Z")


class Url(Struct, frozen=True):
    """A link target, parsed once.

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
    def page(self) -> str:
        """The address as requested, without fragment and without credentials."""
        return self.origin + self.path

    @property
    def full(self) -> str:
        """The address as requested, with its fragment."""
        return self.page if self.fragment is None else f"{self.page}#{self.fragment}"

    @property
    def key(self) -> str:
        """One text for all spellings of the page: without fragment, escapes in one form."""
        path = _ESCAPE.sub(_normal_escape, self.path) if "%" in self.path else self.path
        return self.origin + path

    @property
    def site(self) -> str:
        """The registrable domain, or the address: what is limited together."""
        return site_of(self.host)

    def with_fragment(self, fragment: str | None) -> Url:
        """The same page at another place."""
        return self if fragment == self.fragment else replace(self, fragment=fragment)


def parse(written: str) -> Url:  # noqa: PLR0911
    """What a target is. Never raises; relative files and anchors are told apart, not resolved.

    A bare `www.…` link has to be passed with the scheme its renderer adds.
    """
    text = written.strip(_BLANKS)
    if _CONTROL.search(text):
        return Url("invalid", written, "a control character stands in the address")
    if len(text) > MAX_LENGTH:
        return Url("invalid", written, f"the address has {len(text):,} characters")
    if not text:
        return Url("invalid", written, "the target is empty")
    if text.startswith("#"):
        return Url("anchor", written, fragment=text[1:])
    if _TEMPLATE.search(text[:200]) and not _WITH_HOST.match(text):
        return Url("other", written, "a placeholder, not an address")
    if text[:2] in {"//", "\\\\"}:
        return _web(written, "https", text)
    match = _SCHEME.match(text)
    if match is None or (len(match[1]) == 1 and text[2:3] in {"\\", "/"}):
        return _relative(written, text)
    return _absolute(written, text, match[1].lower())


def join(base: Url, location: str) -> Url:
    """The target that a redirect or a refresh of `base` names; the fragment is inherited."""
    text = location.strip(_BLANKS)
    if _SCHEME.match(text):
        found = parse(text)
    elif text[:2] in _SLASHES:
        found = _web(text, base.scheme, text)
    else:
        found = _web(text, base.scheme, f"//{base.authority}{_resolved_path(base.path, text)}")
    if found.kind == "web" and found.fragment is None:
        return found.with_fragment(base.fragment)
    return found


def shard_of(site: str, shards: int) -> int:
    """Which of `shards` parts (from 0) a site belongs to, the same on every machine."""
    from zlib import crc32

    return crc32(site.encode("utf-8", "replace")) % max(1, shards)


def is_address(host: str) -> bool:
    """True for an IPv4 or IPv6 literal in the form that `Url.host` has."""
    return ":" in host or (host[-1:].isdigit() and host.replace(".", "").isdigit())


@cache
def names(kind: str) -> frozenset[str]:
    """A list of names in the lexicon of the web, such as `registries`."""
    return frozenset(pack("web")[kind].split())


def site_of(host: str) -> str:
    """The registrable domain of a host; an address, and a host without one, is its own."""
    labels = host.split(".")
    if len(labels) <= 2 or is_address(host):
        return host
    last_two = ".".join(labels[-2:])
    is_registry = len(labels[-1]) == 2 and labels[-2] in names("registries")
    if is_registry or last_two in names("hosting"):
        return ".".join(labels[-3:])
    return last_two


def _relative(written: str, text: str) -> Url:
    if re.match(r"www\.[\w-]+\.\w", text, re.IGNORECASE):
        return Url("invalid", written, "the scheme is missing: https://")
    if re.match(r"https?(?://|;//|/{2})", text, re.IGNORECASE):
        return Url("invalid", written, "the colon after the scheme is missing")
    path, hash_, fragment = text.partition("#")
    return Url("file", written, path=path, fragment=fragment if hash_ else None)


def _absolute(written: str, text: str, scheme: str) -> Url:
    rest = text[len(scheme) + 1 :]
    if scheme in DEFAULT_PORTS:
        if rest[:2] in _SLASHES:
            return _web(written, scheme, rest)
        return Url("invalid", written, f"the two slashes after {scheme}: are missing")
    if _HTTP_TYPO.match(scheme):
        return Url("invalid", written, f"{scheme}: is no scheme; https: is meant")
    if _HOST_AND_PORT.match(text) and scheme not in _NUMBERED:
        return Url("invalid", written, "the scheme is missing: https://")
    return Url("other", written, f"{scheme}: is not asked over the web", scheme=scheme)


def _web(written: str, scheme: str, rest: str) -> Url:
    body = rest.lstrip("/\\")
    match = re.search(r"[/\\?#]", body)
    authority, tail = (body[: match.start()], body[match.start() :]) if match else (body, "")
    userinfo, at, host_port = authority.rpartition("@")
    try:
        host, port = _host_and_port(host_port, DEFAULT_PORTS[scheme])
        if host in DEFAULT_PORTS and tail[:2] in {"//", "/"}:
            raise ValueError("two schemes stand one after the other")
    except ValueError as problem:
        return Url("invalid", written, str(problem))
    tail, hash_, fragment = tail.partition("#")
    path, mark, query = tail.partition("?")
    path = _encode(_without_dots(path.replace("\\", "/") or "/"))
    return Url(
        "web", written, scheme=scheme, host=host, port=port,
        path=path + (mark + _encode(query) if mark else ""),
        fragment=fragment if hash_ else None,
        credentials=bool(at and userinfo.strip(":")),
    )  # fmt: skip


def _resolved_path(base: str, text: str) -> str:
    """A relative reference resolved against a path with query."""
    path = base.partition("?")[0]
    if not text or text[0] == "#":
        return base + text
    if text[0] == "?":
        return path + text
    if text[0] in "/\\":
        return text
    return path.rpartition("/")[0] + "/" + text


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

    return _UNSAFE.sub(one, text)


def _normal_escape(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()


def _host_and_port(text: str, default: int) -> tuple[str, int]:
    """Raises ValueError with a sentence for people."""
    match = _AUTHORITY.match(text)
    if match is None:
        raise ValueError("the host cannot be read")
    raw, written_port = match[1], match[2] or ""
    if written_port and not (written_port.isascii() and written_port.isdigit()):
        raise ValueError(f"{written_port[:20]!r} is no port")
    port = int(written_port[:9]) if written_port else default
    if not 0 < port < 65536:
        raise ValueError(f"port {port} does not exist")
    return _normal_host(raw), port


def _normal_host(raw: str) -> str:
    if raw.startswith("["):
        from ipaddress import AddressValueError, IPv6Address

        try:
            return str(IPv6Address(raw[1:-1].partition("%")[0]))
        except AddressValueError:
            raise ValueError(f"[{raw[1:-1][:60]}] is no address") from None
    text = raw
    if "%" in text:
        from urllib.parse import unquote

        text = unquote(text)
    text = (text.lower() if text.isascii() else _idna(text)).removesuffix(".")
    if not text:
        raise ValueError("the host is missing")
    if not _HOST.match(text) or len(text) > 253:
        raise ValueError(f"{raw[:60]!r} is no host name")
    return _ipv4(text) if _NUMBER.match(text.rpartition(".")[2]) else text


def _ipv4(text: str) -> str:
    """Every spelling that resolvers read as IPv4 (octal, hexadecimal, short) as four numbers."""
    import socket

    try:
        return socket.inet_ntoa(socket.inet_aton(text))
    except OSError:
        raise ValueError(f"{text[:60]!r} is no address") from None


def _idna(text: str) -> str:
    """The ASCII form of an international host; labels outside the standard (emoji) by punycode."""
    import idna

    labels = []
    for label in re.split(r"[.\u3002\uff0e\uff61]", text):
        try:
            labels.append(idna.encode(label, uts46=True).decode() if label else "")
        except (idna.IDNAError, UnicodeError):
            try:
                labels.append("xn--" + label.lower().encode("punycode").decode())
            except UnicodeError:
                return ""
    return ".".join(labels)

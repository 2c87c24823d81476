"""Web addresses: their hosts, and canonical forms in which two links to one thing are equal."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct

from roadmaplint.lexicon import words, words_below
from roadmaplint.text.lazy import lazy

#: scheme, authority, path, query, fragment; never fails on any text.
_PARTS = lazy(
    r"(?:(https?):)?//([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?\Z", re.IGNORECASE | re.DOTALL
)
_PORT = lazy(r":\d+\Z")
_USUAL_PORT = lazy(r":(?:80|443)?\Z")
_HOST_PREFIX = lazy(r"\A(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_SLASHES = lazy(r"/{2,}")
_PERCENT = lazy(r"%([0-9A-Fa-f]{2})")
_INDEX_PAGE = lazy(r"/(?:index|default)\.(?:html?|php|aspx?)\Z", re.IGNORECASE)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

#: Dropped for comparing, though a page may in rare cases depend on them.
_LOOSE = frozenset({"ref", "ref_src", "ref_url", "referrer", "si", "feature", "ab_channel"})

_YOUTUBE_ID = lazy(r"[\w-]{6,20}\Z")
_YOUTUBE_PATH = lazy(r"/(?:embed|shorts|live|v|e)/([\w-]{6,20})")
_ARXIV = lazy(
    r"/(?:abs|pdf|html|format)/((?:\d{4}\.\d{4,5}|[a-z.-]+/\d{7}))(?:v\d+)?", re.IGNORECASE
)
_ASIN = lazy(
    r"/(?:dp|gp/product|gp/aw/d|exec/obidos/asin|o/asin)/([A-Z0-9]{10})(?![A-Z0-9])", re.IGNORECASE
)
#: `/isbn/978-0-13-468599-1`, `?isbn=0134685997`.
_ISBN = lazy(r"[/?&]isbn(?:1[03])?[/=:]([0-9][0-9-]{8,15}[0-9Xx])(?![0-9A-Za-z])", re.IGNORECASE)
_AMAZON_HOST = lazy(r"(?:[a-z-]+\.)?amazon\.(?:com?\.)?[a-z]{2,3}\Z")
_ARCHIVED = lazy(
    r"/web/\d{4,14}(?:[a-z]{2}_)?/(https?:/{1,2}.+|[\w-]+\.[\w.-]+.*)\Z", re.IGNORECASE | re.DOTALL
)
_GITHUB_ROOT = lazy(
    r"/([^/]+)/([^/]+?)(?:\.git)?(?:/(?:tree|blob)/(?:main|master)(?:/readme\.md)?)?\Z",
    re.IGNORECASE,
)
_MAX_ARCHIVES = 4
#: A host without a scheme, by endings that hardly any file has; `.md`, `.sh`, `.py` are files.
_BARE_HOST = lazy(
    r"(?:www\.[a-z0-9-]+(?:\.[a-z0-9-]+)+|(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|edu|gov|info|app"
    r"|me|ai|co|tv|uk|de|fr|ru|cn|jp|br|in))(?::\d+)?(?=[/?#]|$)",
    re.IGNORECASE,
)
#: Beginnings and endings of hosts that other machines cannot reach.
_PRIVATE_STARTS = ("localhost", "127.", "0.0.0.0", "10.", "192.168.", "[::1]")  # noqa: S104
_PRIVATE_ENDS = (".local", ".test", ".localhost")


class Address(Struct, frozen=True):
    """A web address in parts: host lower case without `www` and default port, path as written."""

    host: str
    path: str
    query: str
    fragment: str


def split_url(url: str) -> Address | None:
    """The parts of an http(s) or scheme-relative address; None for everything else."""
    match = _PARTS.match(url.strip())
    if match is None:
        return None
    authority = match[2].rpartition("@")[2].casefold().rstrip(".")
    host = _USUAL_PORT.sub("", authority) if ":" in authority else authority
    host = _HOST_PREFIX.sub("", host, count=1)
    return Address(host, match[3], match[4] or "", match[5] or "") if host else None


def host_of(url: str) -> str:
    """The host without `www` and port, lower case; empty for what is no web address."""
    address = split_url(url)
    return _PORT.sub("", address.host) if address else ""


def host_matches(host: str, pattern: str) -> bool:
    """True if `host` is `pattern` or a subdomain of it."""
    return host == pattern or host.endswith("." + pattern)


def looks_like_host(target: str) -> bool:
    """True if a target without a scheme begins with a host name, as in `example.com/page`."""
    return _BARE_HOST.match(target) is not None


def is_private_host(host: str) -> bool:
    """True for the own machine and names and numbers of local networks."""
    return host.startswith(_PRIVATE_STARTS) or host.endswith(_PRIVATE_ENDS)


def is_tracking(host: str, name: str) -> bool:
    """True for a query parameter that only says where the reader came from."""
    low = name.casefold()
    if low.startswith("utm_") or low in words("url.tracking"):
        return True
    if _AMAZON_HOST.match(host):
        return low in words("url.tracking_amazon") or low.startswith(("pd_rd_", "pf_rd_"))
    by_host = words_below("url.tracking_on").items()
    return any(low in names and host_matches(host, known) for known, names in by_host)


@lru_cache(maxsize=16384)
def canonical_url(url: str) -> str | None:
    """One text for all spellings of a web address, None for what is no web address.

    Scheme, `www`, default ports, tracking parameters, trailing slashes, index pages and in-page
    fragments vanish; videos, papers, books, DOIs and repositories become their identifiers.
    Never raises.
    """
    address = split_url(url)
    if address is None:
        return None
    for _ in range(_MAX_ARCHIVES):
        address = _archived(address) or address
    identities = (reader(address) for reader in _READERS)
    found = next((identity for identity in identities if identity is not None), None)
    return _plain(address) if found is None else found


def _plain(address: Address) -> str:
    path = _percent(address.path)
    path = _SLASHES.sub("/", path) if "//" in path else path
    path = _INDEX_PAGE.sub("", path).rstrip("/")
    query = _query(address)
    fragment = address.fragment if address.fragment.startswith(("/", "!")) else ""
    return f"{address.host}{path}{'?' + query if query else ''}{'#' + fragment if fragment else ''}"


def _percent(path: str) -> str:
    if "%" not in path:
        return path

    def one(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else match[0].upper()

    return _PERCENT.sub(one, path)


def _parameters(query: str) -> list[tuple[str, str]]:
    parts = [part.partition("=") for part in query.replace("&amp;", "&").split("&")]
    return [(name, value) for name, _, value in parts if name or value]


def _query(address: Address) -> str:
    if not address.query:
        return ""
    kept = [
        f"{name}={_percent(value)}" if value else name
        for name, value in _parameters(address.query)
        if not is_tracking(address.host, name) and name.casefold() not in _LOOSE
    ]
    return "&".join(sorted(kept))


def _archived(address: Address) -> Address | None:
    if address.host != "web.archive.org":
        return None
    match = _ARCHIVED.match(address.path)
    if match is None:
        return None
    inner = re.sub(r"\Ahttps?:/{1,2}", "//", match[1], flags=re.IGNORECASE)
    inner = inner if inner.startswith("//") else "//" + inner
    query = f"?{address.query}" if address.query else ""
    return split_url(f"{inner}{query}#{address.fragment}")


def _youtube(address: Address) -> str | None:
    if address.host == "youtu.be":
        identity = address.path.strip("/")
    elif address.host in {"youtube.com", "youtube-nocookie.com", "music.youtube.com"}:
        match = _YOUTUBE_PATH.match(address.path)
        identity = match[1] if match else ""
    else:
        return None
    parameters = dict(_parameters(address.query))
    identity = identity or parameters.get("v", "")
    if _YOUTUBE_ID.match(identity):
        # Two places of one long video may be two entries, so the time stays part of the identity.
        time = parameters.get("t", parameters.get("start", "")).rstrip("s")
        return f"youtube:{identity}" + (f"@{time}" if time not in {"", "0"} else "")
    playlist = parameters.get("list")
    is_player = address.path.rstrip("/") in {"/playlist", "/watch", "/embed/videoseries"}
    return f"youtube:list:{playlist}" if playlist and is_player else None


def _paper(address: Address) -> str | None:
    if address.host in {"doi.org", "dx.doi.org"}:
        return f"doi:{_percent(address.path).strip('/').casefold()}"
    match = _ARXIV.match(address.path) if host_matches(address.host, "arxiv.org") else None
    return f"arxiv:{match[1].casefold()}" if match else None


def _book(address: Address) -> str | None:
    asin = _ASIN.search(address.path) if _AMAZON_HOST.match(address.host) else None
    match = asin or _ISBN.search(f"{address.path}?{address.query}")
    book = _isbn_core(match[1]) if match else ""
    if book:
        return f"isbn:{book}"
    return f"asin:{asin[1].upper()}" if asin else None


def _isbn_core(text: str) -> str:
    """The nine digits that name a book in an ISBN of ten or thirteen; empty for what is none."""
    signs = text.replace("-", "").upper()
    if len(signs) == 13 and signs.startswith("978") and signs.isdigit():
        total = sum(int(sign) * (3 if at % 2 else 1) for at, sign in enumerate(signs))
        return signs[3:12] if total % 10 == 0 else ""
    if len(signs) != 10 or not signs[:9].isdigit():
        return ""
    last = 10 if signs[9] == "X" else int(signs[9]) if signs[9].isdigit() else -1
    total = sum((10 - at) * int(sign) for at, sign in enumerate(signs[:9])) + last
    return signs[:9] if last >= 0 and total % 11 == 0 else ""


def _github(address: Address) -> str | None:
    if address.host != "github.com":
        return None
    path = _percent(address.path).rstrip("/")
    match = _GITHUB_ROOT.match(path)
    # ?tab=readme-ov-file is the front page of the repository.
    tab = dict(_parameters(address.query)).get("tab", "")
    if match and (not address.query or tab.startswith("readme")):
        return f"github:{match[1]}/{match[2]}".casefold()
    owner, _, rest = path.strip("/").partition("/")
    repository, _, deeper = rest.partition("/")
    if not deeper:
        return None
    head = f"github:{owner}/{repository.removesuffix('.git')}".casefold()
    query = _query(address)
    return f"{head}/{deeper}" + (f"?{query}" if query else "")


_READERS: tuple[Callable[[Address], str | None], ...] = (_youtube, _paper, _github, _book)

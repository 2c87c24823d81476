"""Deep links that end on a home page: content that is gone without saying so."""

from __future__ import annotations

import re
from zlib import crc32

from msgspec.structs import replace

from roadmaplint.links.domains import is_address, site
from roadmaplint.links.evidence import Evidence, View, words_of
from roadmaplint.links.target import Target
from roadmaplint.text.lazy import lazy

_ROOT = lazy(
    r"/(?:(?:[a-z]{2}(?:[-_][a-z]{2,4})?|home|index|default|main|welcome|start|www|web|site|intl|global)"
    r"(?:\.(?:html?|php|aspx?|jsp|do))?(?:/+|\Z))*\Z",
    re.IGNORECASE,
)
_NO_CONTENT = lazy(
    r"(?:[a-z]{2}(?:[-_][a-z]{2,4})?|home|index|default|main|welcome|start|www|web|site|docs?|latest"
    r"|stable|master|current|dev|v?\d+(?:\.[\dx]+)*|wiki|blog|about|Main_Page)?(?:\.(?:html?|php|aspx?|jsp|do))?\Z",
    re.IGNORECASE,
)
_HARMLESS_QUERY = lazy(
    r"(?:utm_\w+|ref|lang|hl|locale|from|source|redirect\w*|error|not[-_]?found|404|r|s|rd|_rdr)(?:=|&|\Z)",
    re.IGNORECASE,
)


def sent_home(view: View) -> Evidence | None:
    """Evidence that the way of a deep link ends at a home page that is not its content."""
    asked, final = view.asked, view.final
    if not view.was_sent_on or not is_root(final) or is_root(asked):
        return None
    parts = _content_parts(asked)
    if not parts:
        return None
    same_site = site(asked.host) == site(final.host)
    is_deep = len(parts) > 1 or _is_slug(parts[0])
    if not is_deep and not same_site:
        return None  # a short link to somebody's home
    if _knows(view, parts, same_site=same_site):
        return None
    where = "its home page" if same_site else f"the home page of {final.host}"
    return Evidence("gone-soft", f"a deep link is sent to {where}", sure=is_deep)


def is_root(target: Target) -> bool:
    """True for a home page: no path, or only a language or `index.html` in it."""
    path, _, query = target.path.partition("?")
    if target.fragment and target.fragment[:1] in {"/", "!"}:
        return False
    return bool(_ROOT.match(path)) and (not query or bool(_HARMLESS_QUERY.match(query)))


def sibling(target: Target) -> Target:
    """An address next to this one that nobody has ever published."""
    path = target.path.partition("?")[0].rstrip("/")
    folder = path.rpartition("/")[0]
    token = f"{crc32(target.key.encode('utf-8', 'replace')):08x}"
    return replace(target, path=f"{folder}/no-such-{token}", fragment=None, written="")


def _content_parts(target: Target) -> list[str]:
    """The parts of a path, and an id in the query, that name a content."""
    path, _, query = target.path.partition("?")
    parts = [part for part in path.split("/") if part and not _NO_CONTENT.match(part)]
    if re.search(r"(?:\A|&)(?:p|id|post|article|page_id|v|t|topic)=\w", query):
        parts.append(query)
    return parts


def _is_slug(part: str) -> bool:
    words = [word for word in re.split(r"[-_.+]|%20", part) if word]
    return len(words) > 2 or bool(re.search(r"\.(?:html?|php|aspx?|pdf)\Z", part)) or "=" in part


def _knows(view: View, parts: list[str], *, same_site: bool) -> bool:
    """True if the home page is about what was asked: its title, or its name, says so."""
    said = words_of(f"{view.page.title} {view.page.h1}")
    wanted = words_of(parts[-1].replace("%20", " ")) - {
        "html",
        "php",
        "htm",
        "the",
        "and",
        "for",
        "how",
    }
    if wanted and len(wanted & said) * 2 >= len(wanted):
        return True
    if same_site or is_address(view.final.host):
        return False
    labels = words_of(view.final.host.replace(site(view.final.host).rpartition(".")[2], ""))
    asked = words_of(" ".join((view.asked.host.rpartition(".")[0], *parts, *view.texts)))
    names = {word for word in labels | said if len(word) > 3} - {
        "home",
        "page",
        "welcome",
        "official",
    }
    return bool(names & asked)

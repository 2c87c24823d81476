"""What a page says of itself, read from bounded HTML by scanning, and its anchors."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property
from html import unescape
from typing import Literal, NamedTuple
from urllib.parse import unquote

from msgspec import Struct

from roadmaplint.data import pack
from roadmaplint.links.http import Response
from roadmaplint.text.lazy import lazy

_CUT = lazy(r"<!--|<(script|style|noscript|template|svg|textarea|iframe|object)\b", re.IGNORECASE)
_CODE = lazy(r"<!--|<(script|style|textarea)\b", re.IGNORECASE)
_CLOSE = {
    name: lazy(rf"</{name}\b[^<>]*>?", re.IGNORECASE)
    for name in ("script", "style", "noscript", "template", "svg", "textarea", "iframe", "object")
}
_SWALLOWS = {"script", "style", "textarea"}
_TAG = lazy(r"<([A-Za-z][A-Za-z0-9:-]*+)((?:[^\"'<>]++|\"[^\"]*+\"|'[^']*+')*+)")
_ATTRIBUTE = lazy(
    r"""(?:\A|[\s"'/])([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))"""
)
_ANY_TAG = lazy(r"<[^<>]*>")
_SPACE = lazy(r"\s+")
_INSIDE = r"""(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+>"""
_TITLE = lazy(rf"<title\b{_INSIDE}", re.IGNORECASE)
_H1 = lazy(rf"<h1\b{_INSIDE}", re.IGNORECASE)
_H1_END = lazy(r"</h1\b|<h2\b|<p\b", re.IGNORECASE)
_CHARSET = lazy(rb"""<meta\b[^<>]*?charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_HEADER_CHARSET = lazy(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
#: Python knows codecs that no page is written in, some of them slow on purpose-made input.
_CHARSETS = lazy(
    r"utf|iso|latin|windows|cp\d|koi8|gb|big5|hz|shift|sjis|ms_?kanji|euc|ks_c|us-?ascii|mac|tis",
    re.IGNORECASE,
)
_REFRESH = lazy(r"\s*([\d.]+)\s*(?:[;,]\s*(?:url\s*=\s*)?(.*))?\Z", re.IGNORECASE | re.DOTALL)
_DATA_SCRIPT = lazy(
    r"type\s*=\s*[\"']?"
    r"(?:application/(?:ld\+)?json|text/(?:x-)?template|text/html|speculationrules)",
    re.IGNORECASE,
)
_MAX_TEXT = 256 * 1024
_MAX_LINE = 400
_SHORT = 12_000


State = Literal["present", "missing", "unknown"]

_PREFIXES = ("", "user-content-", "markdown-header-", "readme-")
#: Fragments that scripts and viewers read: routes, line numbers, comments, places in media.
_BY_SCRIPT = lazy(
    r"[/!?~]|lines?-\d|(?:issue)?comment-?\d|discussion|diff-|pullrequestreview"
    r"|gid=|page=|slide=|t=|time=|xywh=|track=|search=|q=|id=slide|nameddest=|zoom=|map=|@?-?\d+\.\d+,"
)
#: Lines of a file on a code host: its viewer finds them, whatever the markup says.
_LINES = lazy(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?\Z")
_MAX_NAMES = 3000


class Refresh(NamedTuple):
    """A redirect written into the page: seconds to wait and where to."""

    delay: float
    url: str


def read_refresh(content: str) -> Refresh | None:
    """The redirect that a value like `0; url=/new` states, None without an address."""
    found = _REFRESH.match(content) if content else None
    url = (found[2] or "").strip().strip("\"'").strip() if found else ""
    return Refresh(_seconds(found[1]), url) if found and url else None


class Page:
    """A bounded HTML document. Everything is computed when first asked for, in linear time."""

    def __init__(self, html: str) -> None:
        self.html = html

    @classmethod
    def read(cls, body: bytes, content_type: str = "") -> Page:
        """The page in the bytes of a response; `content_type` is the whole header."""
        return cls(_decoded(body, content_type))

    @cached_property
    def lower(self) -> str:
        """The markup in lower case."""
        return self.html.lower()

    @cached_property
    def _bare(self) -> str:
        return _cut(self.html, _CUT)

    @cached_property
    def is_short(self) -> bool:
        """True if so little markup is left without scripts and styles that the text is short."""
        return len(self.html) < _SHORT or len(self._bare) < _SHORT

    @cached_property
    def title(self) -> str:
        """The title, folded to one line."""
        match = _TITLE.search(self.html)
        if match is None:
            return ""
        end = self.html.find("<", match.end())
        return _line(self.html[match.end() : end if end >= 0 else match.end() + _MAX_LINE])

    @cached_property
    def h1(self) -> str:
        """The first main heading, folded to one line."""
        match = _H1.search(self._bare)
        if match is None:
            return ""
        end = _H1_END.search(self._bare, match.end())
        stop = min(end.start() if end else match.end() + 2000, match.end() + 2000)
        return _line(_ANY_TAG.sub(" ", self._bare[match.end() : stop]))

    @cached_property
    def text(self) -> str:
        """The visible text without the title, folded to one line; of very long pages the start."""
        bare = self._bare
        title = _TITLE.search(bare)
        if title:
            end = bare.lower().find("</title", title.end())
            bare = bare[: title.start()] + bare[end if end >= 0 else title.end() :]
        return _SPACE.sub(" ", unescape(_ANY_TAG.sub(" ", bare[:_MAX_TEXT]))).strip()

    @cached_property
    def refresh(self) -> Refresh | None:
        """The first meta refresh that names an address."""
        if "refresh" not in self.lower:
            return None
        refreshes = (
            read_refresh(meta.get("content", ""))
            for meta in _metas(self._bare)
            if meta.get("http-equiv", "").strip().lower() == "refresh"
        )
        return next(filter(None, refreshes), None)

    @cached_property
    def description(self) -> str:
        """The meta description."""
        head = self._bare[: 64 * 1024]
        for meta in _metas(head) if "description" in head.lower() else ():
            if meta.get("name", "").lower() == "description":
                return _line(meta.get("content", ""))
        return ""

    @cached_property
    def _marks(self) -> tuple[frozenset[str], bool]:
        """Every id and anchor name, and whether some mark a place to read."""
        found: set[str] = set()
        layout = frozenset(pack("pages")["layout"]["elements"])
        boxes = 0
        in_content = False
        for match in _TAG.finditer(_cut(self.html, _CODE)):
            written = match[2]
            name = match[1].lower()
            low = written.lower()
            if "id" not in low and not (name == "a" and "name" in low):
                continue
            attributes = _attributes(written)
            keys = ("id", "name") if name == "a" else ("id",)
            values = [attributes[key] for key in keys if attributes.get(key)]
            found.update(values)
            in_content |= bool(values) and name not in layout
            boxes += bool(values) and name in {"div", "ul", "ol", "main"}
        return frozenset(found), in_content or (boxes >= 3 and len(self.text) > 1000)

    @property
    def ids(self) -> frozenset[str]:
        """Every id, and every name of an `a`."""
        return self._marks[0]

    @property
    def has_places(self) -> bool:
        """True if ids mark headings, paragraphs or other places to read."""
        return self._marks[1]

    @cached_property
    def has_scripts(self) -> bool:
        """True if a script may add content when the page is shown."""
        for match in re.finditer(r"<script\b([^<>]*)>", self.html, re.IGNORECASE):
            if not _DATA_SCRIPT.search(match[1]):
                return True
        return False


def _cut(html: str, opening: re.Pattern[str]) -> str:
    """The markup without comments and the elements that `opening` names."""
    parts: list[str] = []
    absent: set[str] = set()
    at = 0
    while match := opening.search(html, at):
        name = (match[1] or "").lower()
        if name in absent:
            parts.append(html[at : match.end()])
            at = match.end()
            continue
        parts.append(html[at : match.start()])
        at = _end_of(html, name, match.end())
        if at < 0:
            absent.add(name)
            parts.append(match[0])
            at = match.end()
    parts.append(html[at:])
    return " ".join(parts)


def _end_of(html: str, name: str, start: int) -> int:
    """Where a comment (empty name) or element ends; -1 if it is never closed and harmless."""
    if not name:
        if html.startswith((">", "->"), start):
            return html.index(">", start) + 1
        end = html.find("-->", start)
        return end + 3 if end >= 0 else len(html)
    found = _CLOSE[name].search(html, start)
    if found:
        return found.end()
    return len(html) if name in _SWALLOWS else -1


def _metas(html: str) -> Iterator[dict[str, str]]:
    """The attributes of every `meta`."""
    return (_attributes(tag[2]) for tag in _TAG.finditer(html) if tag[1].lower() == "meta")


def _attributes(text: str) -> dict[str, str]:
    """Attribute names in lower case with their values; the first of a name wins."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = match[2] if match[2] is not None else match[3] if match[3] is not None else match[4]
        found.setdefault(match[1].lower(), unescape(value) if "&" in value else value)
    return found


def _line(text: str) -> str:
    return _SPACE.sub(" ", unescape(text[: _MAX_LINE * 4])).strip()[:_MAX_LINE]


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _decoded(body: bytes, content_type: str) -> str:
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
                       (codecs.BOM_UTF16_BE, "utf-16-be")):  # fmt: skip
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    header = _HEADER_CHARSET.search(content_type)
    meta = None if header else _CHARSET.search(body, 0, 2048)
    named = header[1] if header else meta[1].decode("ascii", "replace") if meta else ""
    if not _CHARSETS.match(named):
        return _guessed(body)
    try:
        return body.decode(named, "replace")
    except (LookupError, ValueError):
        return _guessed(body)


def _guessed(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        was_cut = error.start > len(body) - 4
        return body.decode("utf-8" if was_cut else "cp1252", "replace")


class Anchor(Struct, frozen=True):
    """What is known of one fragment; `reason` is one sentence."""

    state: State
    reason: str = ""


def find_anchor(fragment: str, response: Response, page: Page | None) -> Anchor:
    """Whether the page that came back has the place a fragment names. Never raises."""
    wanted, directive, _ = fragment.partition(":~:")
    if directive and not wanted:
        return Anchor("unknown", "a text fragment is found by the browser only")
    if wanted.lower() in {"", "top"} or _LINES.match(wanted):
        return Anchor("present")
    if page is None or not response.is_page or not response.readable:
        how = "only web pages can be searched for anchors" if response.readable else "packed oddly"
        return Anchor("unknown", how)
    names = list(dict.fromkeys(_spellings(wanted)))
    if any(prefix + name in page.ids for name in names for prefix in _PREFIXES):
        return Anchor("present")
    return _absent(wanted, names, response, page)


def _absent(wanted: str, names: list[str], response: Response, page: Page) -> Anchor:
    composed = {unicodedata.normalize("NFC", name) for name in page.ids if not name.isascii()}
    if composed and any(unicodedata.normalize("NFC", name) in composed for name in names):
        return Anchor("present")
    doubt = _doubt(wanted, names, response, page)
    if doubt:
        return Anchor("unknown", doubt)
    return Anchor("missing", _nearest(names[-1], page.ids))


def _doubt(wanted: str, names: list[str], response: Response, page: Page) -> str:
    """Why an anchor that is not in the markup may be there all the same, or an empty text."""
    folded = {i.casefold() for i in page.ids}
    doubts = (
        (not response.complete, "the page could not be read to its end"),
        (bool(_BY_SCRIPT.match(wanted)), "this kind of anchor is made by a script or viewer"),
        ("<frameset" in page.html.lower(), "the page is made of frames"),
        (
            page.has_scripts and (not page.has_places or _in_scripts(names, page)),
            "the page is built by a script",
        ),
        (
            any(f"user-content-{name.casefold()}" in folded for name in names),
            "only the letter case differs, which this site may forgive",
        ),
    )
    return next((why for holds, why in doubts if holds), "")


def _spellings(fragment: str) -> Iterable[str]:
    yield fragment
    if "%" in fragment:
        yield unquote(fragment)


def _in_scripts(names: list[str], page: Page) -> bool:
    """True if the anchor stands quoted in data that a script lays out."""
    return any(
        f"{quote}{prefix}{name}{end}" in page.html
        for name in names
        for prefix in ("", "#", "user-content-")
        for quote, end in (('"', '"'), ('\\"', '\\"'), ("'", "'"))
        if f"href={quote}{prefix}{name}" not in page.html
    )


def _nearest(wanted: str, ids: frozenset[str]) -> str:
    lower = {name.lower(): name for name in sorted(ids, reverse=True)}
    same = lower.get(wanted.lower())
    if same:
        return f"no such anchor “#{wanted[:80]}”; “#{same}” differs in letter case"
    near = get_close_matches(wanted, sorted(ids)[:_MAX_NAMES], n=1, cutoff=0.75)
    hint = f"; nearest: “#{near[0][:80]}”" if near else ""
    return f"no such anchor “#{wanted[:80]}”{hint}"

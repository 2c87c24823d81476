"""Anchors on remote pages: there, missing, or not for a machine to know."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal
from urllib.parse import unquote

from msgspec import Struct

from roadmaplint.links.http import Response
from roadmaplint.links.judge.page import Page
from roadmaplint.text.lazy import lazy

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

"""Targets with a bare space in them, which keeps Markdown from making a link of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from roadmaplint.roadmap.slug import slug_of
from roadmaplint.text.lazy import lazy

_TARGET = lazy(r"\]\(([^()<>\n\"'\x00]++)(?:\"[^\"\n]*+\"|'[^'\n]*+')?+[ \t]*+\)")
_FILE = lazy(
    r"[^\s:*|][^:*|]*\.(?:md|markdown|mdx|html?|txt|rst|adoc|pdf|png|jpe?g|gif|svg|webp|ipynb"
    r"|docx?|pptx?|xlsx?|csv|json|ya?ml|py|js|ts|java|c|cpp|go|rs|rb|sh|sql|zip|mp4)(?:[?#]\S*)?\Z",
    re.IGNORECASE,
)


class Spaced(NamedTuple):
    """A target (`start` to `end` in the text); `right` is how to write it."""

    start: int
    end: int
    right: str
    is_web: bool


def spaced_targets(text: str, anchors: frozenset[str]) -> Iterator[Spaced]:
    """Targets in inline text that can only be meant as one; `anchors` are those of the file."""
    for match in _TARGET.finditer(text) if " " in text else ():
        target = match[1].strip()
        if " " not in target:
            continue
        start = match.start(1) + match[1].index(target)
        is_web = target.startswith(("https://", "http://"))
        if is_web or _FILE.match(target):
            right = target.replace(" ", "%20")
            yield Spaced(start, start + len(target), right, is_web)
        elif target.startswith("#"):
            slug = slug_of(target[1:].strip())
            if slug in anchors:
                yield Spaced(start, start + len(target), f"#{slug}", is_web)

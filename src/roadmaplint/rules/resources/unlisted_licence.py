"""A licence note that is not one of those the project lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.entries import entries
from roadmaplint.text.lazy import lazy

_GROUP = lazy(r"\(([^()]{2,80})\)")
_LICENCE = lazy(
    r"(?:CC(?:[ -](?:BY|0|NC|SA|ND)\b|0\b|\Z)|Creative Commons\b|GFDL\b|GNU (?:FDL|Free Doc|GPL)"
    r"|A?GPL(?:v\d|\b)|MIT Licen[cs]e|Apache(?: Licen[cs]e|-?2\.0)|BSD[ -](?:\d|Licen[cs]e)|WTFPL)",
    re.IGNORECASE,
)
_VERSION = lazy(r"[ -]?(?:v\.?)?\d(?:\.\d+)?\b")


class Options(Struct, frozen=True):
    """`licences`: the notes that may stand in brackets, as they are written."""

    licences: tuple[str, ...] = (
        "CC BY",
        "CC BY-NC",
        "CC BY-NC-ND",
        "CC BY-NC-SA",
        "CC BY-ND",
        "CC BY-SA",
        "GFDL",
    )


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per bracketed licence in another form."""
    licences = context.options.licences
    for entry in entries(document):
        for match in _GROUP.finditer(entry.tail):
            said = match[1].strip()
            parts = [part.strip() for part in said.split(",")]
            if not _LICENCE.match(said) or all(part in licences for part in parts):
                continue
            yield Finding(
                entry.place, f'"{said}" is no licence note of this list{_hint(said, licences)}'
            )


def _hint(said: str, licences: tuple[str, ...]) -> str:
    bare = _plain(_VERSION.sub("", said))
    near = next((one for one in licences if _plain(one) == bare), None)
    return f'; write "{near}"' if near else ""


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.casefold())

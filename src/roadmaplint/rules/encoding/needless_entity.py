"""An HTML entity where the character itself would do, or one that was escaped twice."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.rules._shared.characters import damage_of
from roadmaplint.rules._shared.code_places import literal_places
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span
from roadmaplint.text.spans import Spans

_NAME = "#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30}"
_ENTITY = lazy(f"&(?:amp;)+(?:{_NAME});|&(?:{_NAME});")
_TWICE = lazy(f"&(?:amp;)+((?:{_NAME});)")


@rule(on=Source)
def check(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per entity of a plain letter or mark, and per entity escaped twice."""
    text = source.text
    if "&" not in text:
        return
    found = [(match, edit) for match in _ENTITY.finditer(text) if (edit := _better(match))]
    if not found:
        return
    literal = literal_places(context.document)
    damaged = Spans([damage.span for damage in damage_of(text)])
    for match, (better, why) in found:
        span = Span(*match.span())
        if not literal.touch(span) and not damaged.touch(span):
            fix = Fix(f"Write {better}", (Edit(span, better),), Safety.UNSAFE)
            yield Finding(span, f"{match[0]} {why} {better}", fix)


def _better(match: re.Match[str]) -> tuple[str, str] | None:
    """What to write instead and why, None if the entity has its reason."""
    twice = _TWICE.fullmatch(match[0])
    if twice:
        meant = f"&{twice[1]}"
        return (meant, "is escaped twice and shows") if html.unescape(meant) != meant else None
    char = html.unescape(match[0])
    if len(char) != 1 or char.isascii() or match[0] == char:
        return None
    # Spaces, joiners and direction marks cannot be seen: there the entity is clearer.
    if unicodedata.category(char)[0] not in "LNPS":
        return None
    return char, "is simply"

"""Characters written in another way than they look: look-alikes, decomposed letters, entities."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from roadmaplint.core.finding import Finding, Fix, Safety
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.roadmap.prose import literal_places
from roadmaplint.text.display import damage_of, describe_char
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Line, Source, Span
from roadmaplint.text.spans import Spans

_CYRILLIC = dict(
    zip("АВЕЗКМНОРСТУХЅІЈԚԜаеорсухѕіјԛԝһԁ", "ABE3KMHOPCTYXSIJQWaeopcyxsijqwhd", strict=True)
)
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοινρυ", "ABEZHIKMNOPTYXoivpu", strict=True))
_LOOKS = {**_CYRILLIC, **_GREEK}
_FROM_LATIN = {latin: char for char, latin in reversed(_CYRILLIC.items())}
_FOREIGN = lazy("[\u0370-\u03ff\u0400-\u052f]")
_WORD = lazy("[A-Za-z\u0370-\u03ff\u0400-\u052f]+")
_MIXED = lazy("[A-Za-z][\u0370-\u03ff\u0400-\u052f]|[\u0370-\u03ff\u0400-\u052f][A-Za-z]")


@rule(on=Source)
def confusable_character(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per word of one script with letters of another that look alike."""
    text = source.text
    if not _FOREIGN.search(source.alphabet) or not _MIXED.search(text):
        return
    damaged = Spans([damage.span for damage in damage_of(text)])
    done = 0
    for seam in _MIXED.finditer(text):
        if seam.start() < done:
            continue
        start = seam.start()
        while start > done and _WORD.match(text[start - 1]):
            start -= 1
        match = _WORD.match(text, start)
        done = match.end() if match else seam.end()
        odd = _odd(text[start:done])
        if odd is not None and not damaged.touch(Span(start, done)):
            at = start + odd
            char = text[at]
            meant = _LOOKS.get(char) or _FROM_LATIN.get(char, "")
            like = f', which looks like "{meant}"' if meant else ""
            word = text[start:done][:40]
            yield Finding(Span(at, at + 1), f'"{word}" holds {describe_char(char)}{like}')


def _odd(word: str) -> int | None:
    """Index of the first letter that does not belong; None if the word may be meant so.

    The letters of the rarer script must all have a double in the other one, and at least two
    letters must be of the commoner script.
    """
    foreign = [i for i, char in enumerate(word) if not char.isascii()]
    latin = [i for i, char in enumerate(word) if char.isascii()]
    few, many = (foreign, latin) if len(foreign) <= len(latin) else (latin, foreign)
    doubles = _LOOKS if few is foreign else _FROM_LATIN
    if len(many) < 2 or len(few) == len(many) or any(word[i] not in doubles for i in few):
        return None
    return few[0]


#: A starter with marks that may compose with it: accents, Hangul letters, kana voice marks.
_COMPOSED = lazy(
    "[^\\s\u0300-\u036f][\u0300-\u036f]+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
    "|[\u3041-\u30ff][\u3099\u309a]"
)
_HINT = lazy("[\u0300-\u036f\u1161-\u1175\u3099\u309a]")


@rule(on=Source)
def not_nfc(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per line with letters that NFC would compose."""
    text = source.text
    if text.isascii() or _HINT.search(source.alphabet) is None:
        return
    literal: Spans | None = None
    for line in source.lines():
        if _HINT.search(line.text) is None:
            continue
        literal = literal or literal_places(context.document)
        edits = [edit for edit in _compose_edits(line) if not literal.touch(edit.span)]
        if edits:
            yield _composed_finding(source, edits)


def _compose_edits(line: Line) -> Iterator[Edit]:
    for match in _COMPOSED.finditer(line.text):
        composed = unicodedata.normalize("NFC", match[0])
        if len(composed) < len(match[0]):
            yield Edit(
                Span(line.span.start + match.start(), line.span.start + match.end()), composed
            )


def _composed_finding(source: Source, edits: list[Edit]) -> Finding:
    span = edits[0].span
    parts = " + ".join(f"U+{ord(char):04X}" for char in source.slice(span))
    letter = edits[0].text
    more = f" (and {len(edits) - 1} more on this line)" if len(edits) > 1 else ""
    message = f"{letter} is written as {parts}, not as U+{ord(letter[0]):04X}{more}"
    return Finding(span, message, Fix("Compose the letters (NFC)", tuple(edits), Safety.UNSAFE))


_NAME = "#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30}"
_ENTITY = lazy(f"&(?:amp;)+(?:{_NAME});|&(?:{_NAME});")
_TWICE = lazy(f"&(?:amp;)+((?:{_NAME});)")


@rule(on=Source)
def needless_entity(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
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

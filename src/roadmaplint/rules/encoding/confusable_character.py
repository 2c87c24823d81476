"""A letter of another script that looks like the one meant."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.rules._shared.characters import damage_of, named
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span
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
def check(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
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
            yield Finding(Span(at, at + 1), f'"{word}" holds {named(char)}{like}')


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

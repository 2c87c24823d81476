"""A file in UTF-16 or UTF-32."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.rules._shared.raw_bytes import raw
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Encoding, Source, Span

_NAMES = {"utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE"}
_NAMES |= {"utf-32-le": "UTF-32 LE", "utf-32-be": "UTF-32 BE"}
_ADVICE = "PowerShell 5.1 writes it by default; `-Encoding utf8` avoids that"


@rule(on=Source)
def check(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding for a file that is not in a byte encoding."""
    text = source.text
    if source.encoding.name in _NAMES:
        mark = Span(0, 1 if text.startswith("\ufeff") else 0)
        edits = (Edit(mark, ""),) if mark.end else ()
        # A NUL says that the form was guessed wrong, or that the text is damaged besides.
        is_whole = "\0" not in text
        fix = Fix("Write the file as UTF-8", edits, Safety.SAFE, Encoding("utf-8"))
        message = f"the file is {_NAMES[source.encoding.name]}; {_ADVICE}"
        yield Finding(mark, message, fix if is_whole else None)
        return
    name = _without_mark(text)
    if name:
        whole = Span(0, len(text))
        decoded = raw(text).decode(name)
        fix = Fix("Write the file as UTF-8", (Edit(whole, decoded),), Safety.UNSAFE)
        message = f"the file looks like {_NAMES[name]} without a byte order mark; {_ADVICE}"
        yield Finding(Span(0, 1), message, fix)


def _without_mark(text: str) -> str:
    """The form of UTF-16 that a text full of NULs was read from, "" if it is none."""
    head = text[:2000]
    if len(head) < 16 or head.count("\0") * 4 < len(head):
        return ""
    even, odd = head[::2].count("\0"), head[1::2].count("\0")
    if min(even, odd) * 10 > max(even, odd):
        return ""  # NULs on both sides are no letters of one alphabet
    name = "utf-16-le" if odd > even else "utf-16-be"
    try:
        decoded = raw(text).decode(name)
    except UnicodeDecodeError:
        return ""
    return name if "\0" not in decoded else ""

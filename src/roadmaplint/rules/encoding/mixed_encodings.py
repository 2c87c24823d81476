"""Lines of UTF-8 and lines of another code page in one file."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Related, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.rules._shared.raw_bytes import bad_bytes, has_bad_bytes, reading
from roadmaplint.text.edit import Edit
from roadmaplint.text.mojibake.codecs import LABELS
from roadmaplint.text.source import Source


@rule(on=Source)
def check(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding for the file: where its lines of another code page begin."""
    if not has_bad_bytes(source):
        return
    found = bad_bytes(source)
    known = reading(found.lines) if found.lines and found.good is not None else None
    if known is None or found.good is None:
        return
    page, texts = known
    name = LABELS[page.codec]
    first = found.lines[0]
    numbers = ", ".join(str(bad.line.number) for bad in found.lines[:5])
    more = ", …" if len(found.lines) > 5 else ""
    pairs = zip(found.lines, texts, strict=True)
    edits = tuple(Edit(bad.line.span, text) for bad, text in pairs)
    yield Finding(
        first.line.span,
        f"the file is UTF-8, but {name} from byte {first.at} on lines {numbers}{more}",
        Fix(f"Decode those lines as {name}", edits, Safety.SUGGESTION),
        (Related(found.good.span, "this line is UTF-8"),),
    )

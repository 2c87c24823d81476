"""One half of an emoji's surrogate pair, or both halves as two characters."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.rules._shared.characters import damage_of, hexadecimal, shown
from roadmaplint.rules._shared.raw_bytes import halves, has_bad_bytes, raw
from roadmaplint.text.edit import Edit
from roadmaplint.text.mojibake import Kind
from roadmaplint.text.mojibake.codecs import LABELS
from roadmaplint.text.mojibake.half import half_emoji
from roadmaplint.text.source import Source, Span


@rule(on=Source)
def check(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per half, misread or as raw bytes, and per pair of halves as raw bytes."""
    for damage in damage_of(source.text):
        if damage.kind is Kind.HALF_EMOJI:
            what = f"{shown(damage.before)} is half of an emoji: bytes {hexadecimal(damage.data)}"
            page = LABELS[damage.path[-1]]
            message = f"{what} were read as {page}; it was probably {damage.after}"
            fix = Fix("Put the likely emoji", (Edit(damage.span, damage.after),), Safety.SUGGESTION)
            yield Finding(damage.span, message, fix)
    if has_bad_bytes(source):
        for span, at, text in halves(source):
            yield _raw(span, at, raw(text))


def _raw(span: Span, at: int, data: bytes) -> Finding:
    """A finding for surrogates that were written as bytes."""
    where = f"byte {at}: {hexadecimal(data)}"
    if len(data) == 6:
        emoji = data.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
        char = emoji.decode("utf-16-le")
        fix = Fix("Write the emoji in UTF-8", (Edit(span, char),), Safety.UNSAFE)
        return Finding(span, f"{where} is {char} written as two halves (CESU-8)", fix)
    low = ord(data.decode("utf-8", "surrogatepass"))
    likely = half_emoji(low) if low >= 0xDC00 else ""
    if not likely:
        return Finding(span, f"{where} is one half of an emoji")
    guess = Fix("Put the likely emoji", (Edit(span, likely),), Safety.SUGGESTION)
    return Finding(span, f"{where} is one half of an emoji, probably of {likely}", guess)

"""Garbled characters: text read with a wrong encoding, two encodings, halves of emoji."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.core.finding import Finding, Fix, Related, Safety, Severity
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.roadmap.prose import code_places
from roadmaplint.rules.encoding.bytes import bad_bytes, halves, has_bad_bytes, raw, reading
from roadmaplint.text.display import damage_of, hexadecimal, quote
from roadmaplint.text.edit import Edit
from roadmaplint.text.mojibake.damage import LABELS, Confidence, Damage, Kind
from roadmaplint.text.source import Source, Span

#: Evidence in nats below which a finding is information only.
DOUBT = 10.5
#: Evidence after which legacy text is repaired on demand: other lines say the same.
POOLED = 60.0
#: Spans of one kind that make a file's story worth telling.
MANY = 3
_ADVICE = {
    "gbk": "an editor or terminal was set to Chinese (GBK)",
    "cp437": "a Windows console without `chcp 65001`, or PowerShell 5.1, does this",
    "cp850": "a Windows console without `chcp 65001`, or PowerShell 5.1, does this",
}


@rule(on=Source)
def mojibake(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per damaged place; the first tells how much of the file is damaged."""
    found = [damage for damage in damage_of(source.text) if damage.kind is not Kind.HALF_EMOJI]
    if not found:
        return
    code = code_places(context.document)
    story = _story(found)
    for index, damage in enumerate(found):
        severity = Severity.INFO if _doubtful(damage) else None
        message = _message(damage) + (story if index == 0 else "")
        fix = _fix(damage, in_code=code.touch(damage.span))
        yield Finding(damage.span, message, fix, severity=severity)


def _doubtful(damage: Damage) -> bool:
    """True if the place may as well be right as it stands."""
    unclear = damage.kind is Kind.LEGACY and damage.confidence is Confidence.AMBIGUOUS
    return damage.evidence < DOUBT or unclear


def _message(damage: Damage) -> str:
    """What stands there, what it should be, and which bytes were misread how."""
    before = quote(damage.before)
    if damage.kind is Kind.LOST:
        return f"{before} was UTF-8 read as {_pages(damage)}, and bytes of it are lost"
    after = f"{before} should be {quote(damage.after)}"
    if damage.kind is Kind.LEGACY:
        source, host = (LABELS[name] for name in damage.path)
        return f"{after}: {source} text was read as {host}"
    tail = {
        Kind.SPACED: ", and no-break spaces became spaces",
        Kind.ENTITIES: ", then written as HTML entities",
    }.get(damage.kind, "")
    return f"{after}: bytes {hexadecimal(damage.data)} were read as {_pages(damage)}{tail}"


def _pages(damage: Damage) -> str:
    """The misreadings in order, with pages that explain the last one as well."""
    names = [LABELS[name] for name in damage.path]
    if damage.path[-1] == "cp1252" and _latin(damage):
        names[-1] = "Latin-1"
    names[-1] = "/".join((names[-1], *(LABELS[name] for name in damage.alike[:2])))
    return ", then again as ".join(names)


def _latin(damage: Damage) -> bool:
    """True if C1 controls show that the page was Latin-1 and not Windows-1252."""
    undefined = "\x81\x8d\x8f\x90\x9d"
    return any("\x80" <= char <= "\x9f" and char not in undefined for char in damage.before)


def _story(found: list[Damage]) -> str:
    """A sentence on the whole file, if most of it was damaged the same way."""
    path = found[0].path
    alike = sum(damage.path == path for damage in found)
    if alike < MANY or 2 * alike < len(found):
        return ""
    advice = _ADVICE.get(path[-1], "some program read it so and saved it")
    pages = ", then as ".join(LABELS[name] for name in path)
    share = "all" if alike == len(found) else f"{alike}"
    return f" (the first of {len(found)} places, {share} read as {pages}: {advice})"


def _fix(damage: Damage, *, in_code: bool) -> Fix | None:
    """The repair, as safe as the evidence allows."""
    if damage.confidence is Confidence.LOSSY or not damage.after:
        return None
    safety = Safety.SUGGESTION
    if damage.confidence is Confidence.EXACT:
        safety = Safety.UNSAFE if in_code else Safety.SAFE
    elif damage.confidence is Confidence.LIKELY:
        settled = damage.kind is not Kind.LEGACY or damage.evidence >= POOLED
        safety = Safety.UNSAFE if settled else Safety.SUGGESTION
    return Fix("Restore the text", (Edit(damage.span, damage.after),), safety)


@rule(on=Source)
def mixed_encodings(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
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


@rule(on=Source)
def half_emoji(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per half, misread or as raw bytes, and per pair of halves as raw bytes."""
    for damage in damage_of(source.text):
        if damage.kind is Kind.HALF_EMOJI:
            what = f"{quote(damage.before)} is half of an emoji: bytes {hexadecimal(damage.data)}"
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
    from roadmaplint.text.mojibake.lost import find_half_emoji

    likely = find_half_emoji(low) if low >= 0xDC00 else ""
    if not likely:
        return Finding(span, f"{where} is one half of an emoji")
    guess = Fix("Put the likely emoji", (Edit(span, likely),), Safety.SUGGESTION)
    return Finding(span, f"{where} is one half of an emoji, probably of {likely}", guess)

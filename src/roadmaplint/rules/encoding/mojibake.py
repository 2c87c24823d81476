"""Text that was decoded with the wrong character set."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety, Severity
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.rules._shared.characters import damage_of, hexadecimal, shown
from roadmaplint.rules._shared.code_places import code_places
from roadmaplint.text.edit import Edit
from roadmaplint.text.mojibake import Confidence, Damage, Kind
from roadmaplint.text.mojibake.codecs import LABELS
from roadmaplint.text.source import Source

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
def check(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
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
    before = shown(damage.before)
    if damage.kind is Kind.LOST:
        return f"{before} was UTF-8 read as {_pages(damage)}, and bytes of it are lost"
    after = f"{before} should be {shown(damage.after)}"
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

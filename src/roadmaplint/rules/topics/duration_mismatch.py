"""A stage whose stated time does not fit the time of its parts."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Related, Severity
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document, Duration, Section

_DAYS = {"day": 1.0, "week": 7.0, "month": 30.5, "quarter": 91.0, "semester": 182.0, "year": 365.0}
#: Parts may add up to a little more or less than the whole.
_SLACK = 1.25


@rule(on=Document)
def check(document: Document, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per section that states a span and whose parts say another."""
    for section in document.sections:
        stated = _span(section)
        if stated is None:
            continue
        yield from _indexed(section, stated)
        yield from _summed(section, stated)


def _span(section: Section) -> Duration | None:
    """The one stretch of time in a section's title."""
    inside = [d for d in section.durations if section.span.contains(d.span) and d.kind == "span"]
    return inside[0] if len(inside) == 1 and inside[0].unit in _DAYS else None


def _indexed(section: Section, stated: Duration) -> Iterator[Finding]:
    """`3-6 months` over `Month 1` to `Month 3`."""
    parts = [
        (child, child.stage.index)
        for child in section.sections
        if child.stage is not None and child.stage.index is not None
    ]
    if len(parts) < 2 or any(index.unit != stated.unit for _, index in parts):
        return
    last = max(index.last or index.first for _, index in parts)
    first = min(index.first for _, index in parts)
    high = stated.high if stated.high is not None else float("inf")
    if first != 1 or last == high or (stated.high is None and last >= stated.low):
        return
    severity = Severity.INFO if stated.low <= last <= high else None
    yield Finding(
        stated.span,
        f"duration: the stage says {stated.raw}, its parts end at {stated.unit} {last}",
        related=tuple(Related(child.span, child.title) for child, _ in parts[-1:]),
        severity=severity,
    )


def _summed(section: Section, stated: Duration) -> Iterator[Finding]:
    """`4 weeks` over parts of three weeks each."""
    parts = [(child, _span(child)) for child in section.sections]
    known = [duration for _, duration in parts if duration is not None]
    if len(known) < 2 or len(known) < len(parts):
        return
    low = sum(d.low * _DAYS[d.unit] for d in known)
    high = sum((d.high if d.high is not None else d.low) * _DAYS[d.unit] for d in known)
    least = stated.low * _DAYS[stated.unit]
    most = (stated.high if stated.high is not None else float("inf")) * _DAYS[stated.unit]
    if low <= most * _SLACK and high * _SLACK >= least:
        return
    verb = "more" if low > most else "less"
    yield Finding(
        stated.span,
        f"duration: the stage says {stated.raw}, its {len(known)} parts take {verb}",
        related=tuple(Related(child.span, child.title) for child, _ in parts),
    )

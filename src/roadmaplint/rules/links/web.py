"""What the web answered: a rule for each outcome of a link."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Safety, Severity
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.core.subjects import CheckedLink
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span

#: With one of these at its end a bare address would end before it.
_NO_END = "?!.,:;*_~)'\""


def says(checked: CheckedLink, fix: Fix | None = None, severity: Severity | None = None) -> Finding:
    """A finding on the link's target with the verdict's own reason; the address leads."""
    link, verdict = checked.link, checked.verdict
    address = link.target if len(link.target) <= 200 else link.target[:200] + "…"
    place = link.target_span or link.span
    return Finding(place, f"{address}: {verdict.reason}", fix, severity=severity)


def rewritten(checked: CheckedLink, document: Document) -> Fix | None:
    """The fix that writes the address which the verdict proposes, if there is one to write."""
    new = checked.verdict.rewrite
    span = _place(checked.link, document)
    if new is None or span is None:
        return None
    before = document.source.text[span.start - 1 : span.start]
    address = _written(new.url, before)
    if checked.link.form == "bare" and address[-1] in _NO_END:
        return None
    return Fix(f"write {new.url[:120]}", (Edit(span, address),), new.safety)


def _place(link: Link, document: Document) -> Span | None:
    """Where the address is written: in the link itself, or in the definition of its label."""
    if link.label is None:
        return link.target_span
    wanted = " ".join(link.label.split()).casefold()
    for block in document.definitions:
        if " ".join(block.label.split()).casefold() == wanted:
            return block.target_span
    return None


def _written(address: str, before: str) -> str:
    """The address so that no character of it ends the link, or the cell of a table, early."""
    unsafe = ' <>"\\|'
    if before == "(" and not _is_balanced(address):
        unsafe += "()"
    if before == "'":
        unsafe += before
    return "".join(f"%{ord(char):02X}" if char in unsafe else char for char in address)


def _is_balanced(address: str) -> bool:
    depth = 0
    for char in address:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return not depth


@rule(on=CheckedLink)
def dead_link(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `dead`; an archived copy is proposed if one is known."""
    if checked.verdict.outcome == "dead":
        yield says(checked, rewritten(checked, context.document))


_DAY = 86_400


class FailingLinkOptions(Struct, frozen=True):
    """When failing counts as dead: after `failures` checks in a row over at least `days`."""

    failures: int = 3
    days: int = 3


@rule(on=CheckedLink, options=FailingLinkOptions)
def failing_link(checked: CheckedLink, context: Context[FailingLinkOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `failing`; an error once it has lasted."""
    verdict = checked.verdict
    if verdict.outcome != "failing":
        return
    since = verdict.failing_since
    lasted = since is not None and verdict.checked_at - since >= context.options.days * _DAY
    lasting = lasted and verdict.failures >= context.options.failures
    yield says(checked, severity=Severity.ERROR if lasting else None)


@rule(on=CheckedLink)
def blocked_link(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `blocked`."""
    del context
    if checked.verdict.outcome == "blocked":
        yield says(checked)


@rule(on=CheckedLink)
def moved_link(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `moved`, with the new address where it can be trusted."""
    if checked.verdict.outcome == "moved":
        yield says(checked, rewritten(checked, context.document))


@rule(on=CheckedLink)
def upgradable_link(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `upgradable`; the fix changes nothing but the scheme."""
    del context
    if checked.verdict.outcome != "upgradable":
        return
    link = checked.link
    fix = None
    if link.target_span is not None and link.target[:7].lower() == "http://":
        edit = Edit(link.target_span, "https://" + link.target[7:])
        fix = Fix("use https", (edit,), Safety.SAFE)
    yield says(checked, fix)


@rule(on=CheckedLink)
def insecure_link(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `insecure`."""
    del context
    if checked.verdict.outcome == "insecure":
        yield says(checked)


@rule(on=CheckedLink)
def soft_dead_link(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `gone-soft`, with an archived copy if one is known."""
    if checked.verdict.outcome == "gone-soft":
        yield says(checked, rewritten(checked, context.document))


@rule(on=CheckedLink)
def refused_target(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `refused-target`."""
    del context
    if checked.verdict.outcome == "refused-target":
        yield says(checked)


@rule(on=CheckedLink)
def missing_remote_anchor(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `anchor-missing`."""
    del context
    if checked.verdict.outcome == "anchor-missing":
        yield says(checked)


@rule(on=CheckedLink)
def unchecked_link(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `unchecked`."""
    del context
    if checked.verdict.outcome == "unchecked":
        yield says(checked)


@rule(on=CheckedLink)
def archived_repository(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict notes that a repository is archived."""
    del context
    note = checked.verdict.note
    if note:
        link = checked.link
        yield Finding(link.target_span or link.span, f"{link.target[:200]}: {note}")

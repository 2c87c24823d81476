"""What the web answered: a rule for each outcome of a link."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Safety, Severity
from roadmaplint.core.rule import Check, Context, NoOptions, rule
from roadmaplint.core.subjects import CheckedLink, Outcome
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.rules.links.syntax import fold_label
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span, shorten

#: With one of these at its end a bare address would end before it.
_NO_END = "?!.,:;*_~)'\""


def finding_for(
    checked: CheckedLink, fix: Fix | None = None, severity: Severity | None = None
) -> Finding:
    """A finding on the link's target with the verdict's own reason; the address leads."""
    link, verdict = checked.link, checked.verdict
    message = f"{shorten(link.target, 200)}: {verdict.reason}"
    return Finding(link.target_span or link.span, message, fix, severity=severity)


def rewrite(checked: CheckedLink, document: Document) -> Fix | None:
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
    wanted = fold_label(link.label)
    found = (block for block in document.definitions if fold_label(block.label) == wanted)
    return next((block.target_span for block in found), None)


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


def _to_https(checked: CheckedLink, document: Document) -> Fix | None:
    """The fix that changes nothing but the scheme."""
    del document
    link = checked.link
    if link.target_span is None or link.target[:7].lower() != "http://":
        return None
    edit = Edit(link.target_span, "https://" + link.target[7:])
    return Fix("use https", (edit,), Safety.SAFE)


def _outcome_rule(
    name: str, outcome: Outcome, fix: Callable[[CheckedLink, Document], Fix | None] | None = None
) -> Check:
    """A rule that reports every link with one outcome, in the words of its verdict."""

    def run(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
        if checked.verdict.outcome == outcome:
            yield finding_for(checked, fix(checked, context.document) if fix else None)

    return Check(name, CheckedLink, NoOptions, run)


dead_link = _outcome_rule("dead-link", "dead", rewrite)
soft_dead_link = _outcome_rule("soft-dead-link", "gone-soft", rewrite)
moved_link = _outcome_rule("moved-link", "moved", rewrite)
upgradable_link = _outcome_rule("upgradable-link", "upgradable", _to_https)
blocked_link = _outcome_rule("blocked-link", "blocked")
insecure_link = _outcome_rule("insecure-link", "insecure")
refused_target = _outcome_rule("refused-target", "refused-target")
missing_remote_anchor = _outcome_rule("missing-remote-anchor", "anchor-missing")
unchecked_link = _outcome_rule("unchecked-link", "unchecked")

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
    yield finding_for(checked, severity=Severity.ERROR if lasting else None)


@rule(on=CheckedLink)
def archived_repository(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict notes that a repository is archived."""
    del context
    note = checked.verdict.note
    if note:
        link = checked.link
        yield Finding(link.target_span or link.span, f"{shorten(link.target, 200)}: {note}")

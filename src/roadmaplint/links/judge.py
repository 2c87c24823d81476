"""Judging the end of a trail: outcome, reason and moves, from plain values."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.core.subjects import Hop, Outcome, Rewrite, Verdict
from roadmaplint.links import anchors, evidence, home, moves, policy
from roadmaplint.links.chain import Trail
from roadmaplint.links.domains import words
from roadmaplint.links.evidence import Evidence, View
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.target import Target

_DANGEROUS = words(
    """
    file ftp ftps sftp gopher dict ldap ldaps tftp smb nfs jar netdoc data javascript vbscript
    blob about view-source
    """
)


class Opinion(Struct, frozen=True):
    """What is thought of a page, whatever the anchor; `doubt` has to be confirmed first."""

    outcome: Outcome
    reason: str
    doubt: Evidence | None = None


def opinion(trail: Trail, texts: tuple[str, ...], settings: LinkSettings) -> Opinion:
    """The opinion on where a link leads. `texts` are what its links are called."""
    if trail.stop != "end":
        return _stopped(trail)
    status = trail.answer.status
    if status is not None and status in settings.accept:
        return _arrived(trail)
    if status is None or not (200 <= status < 300 or status in {300, 304}):
        return _unwell(trail)
    return _in_front(trail) or _content(trail, texts)


def _in_front(trail: Trail) -> Opinion | None:
    """What stands between a reader and the content: a bot wall, a login, consent."""
    what = evidence.wall(trail.answer, trail.page)
    if what is None and trail.page is not None:
        what = evidence.gate(View(trail.asked, trail.final, trail.page))
    return Opinion("blocked", f"{what}; a machine cannot tell whether it lives") if what else None


def _content(trail: Trail, texts: tuple[str, ...]) -> Opinion:
    """What the page itself says of its being alive."""
    arrived = _arrived(trail)
    if trail.page is None:
        return arrived
    view = View(trail.asked, trail.final, trail.page, texts)
    found = evidence.soft_death(view) or home.sent_home(view)
    if found is None:
        return arrived
    return Opinion(found.outcome, found.reason) if found.sure else replace(arrived, doubt=found)


def confirms(doubt: Evidence, trail: Trail, sibling: Trail) -> bool:
    """True if an address that cannot exist ends the same way: then the end says nothing."""
    if sibling.stop != "end" or sibling.page is None or trail.page is None:
        return False
    if doubt.reason.startswith("a deep link"):
        return sibling.final.key == trail.final.key
    return sibling.page.title == trail.page.title and bool(trail.page.title or trail.page.h1)


def verdict(
    trail: Trail, thought: Opinion, fragment: str | None, settings: LinkSettings, now: float
) -> Verdict:
    """The verdict on one written address: the page's opinion, its anchor, its move."""
    asked = trail.asked.at(fragment)
    steps = tuple(replace(s, target=_inherit(s.target, fragment)) for s in trail.steps)
    final = _inherit(trail.final, fragment)
    outcome, reason = thought.outcome, thought.reason
    if outcome in {"ok", "moved", "redirected"} and settings.anchors and final.fragment:
        anchor = anchors.find(final.fragment, trail.answer, trail.page)
        if anchor.state != "present":
            outcome = "anchor-missing" if anchor.state == "missing" else _unknown(outcome)
            reason = anchor.reason if anchor.state == "missing" else _and(reason, anchor.reason)
    new: Rewrite | None = None
    if outcome == "moved":
        new, why_not = moves.rewrite(asked, steps)
        reason = _and(reason, f"not rewritten: {why_not}") if why_not else reason
    run = moves.permanent_run(steps)
    return Verdict(
        url=asked.full,
        outcome=outcome,
        reason=reason,
        status=trail.answer.status,
        final=final.full if final.kind == "web" else final.written,
        permanent=run[-1].target.full if run else None,
        hops=tuple(Hop(step.status, step.target.full) for step in steps),
        checked_at=now,
        rewrite=new,
    )


def upgraded(verdict: Verdict, twin: Rewrite) -> Verdict:
    """The verdict on an http address whose https twin was seen to be the same page."""
    if verdict.outcome != "ok":
        return verdict
    return replace(
        verdict, outcome="upgradable", reason="https works too", final=twin.url, rewrite=twin
    )


def _inherit(target: Target, fragment: str | None) -> Target:
    return target if target.fragment is not None else target.at(fragment)


def _unknown(outcome: Outcome) -> Outcome:
    """A move is worth saying even where the anchor cannot be judged."""
    return "moved" if outcome == "moved" else "anchor-unknown"


def _and(first: str, second: str) -> str:
    return f"{first}; {second}" if first and second else first or second


def _arrived(trail: Trail) -> Opinion:
    """The opinion on a good end, by the way to it."""
    status = trail.answer.status
    words = f"{status} {policy.REASONS.get(status or 0, 'OK' if status == 200 else '')}".strip()
    notes = "" if trail.answer.complete or not trail.page else "; the page broke off"
    if not trail.steps:
        return Opinion("ok", words + notes)
    if trail.final.key == trail.asked.key:
        return Opinion("ok", f"{words}, after a detour for a cookie")
    codes = ", ".join("refresh" if step.by_page else str(step.status) for step in trail.steps[:5])
    if trail.steps[0].is_permanent:
        end = moves.permanent_run(trail.steps)[-1].target.full
        return Opinion("moved", f"moved to {end} ({codes})")
    return Opinion("redirected", f"sent to {trail.final.full} for now ({codes})")


def _unwell(trail: Trail) -> Opinion:
    """The opinion on an end that is no page: status or problem."""
    if trail.wall:
        text = f"{trail.answer.status} from {trail.wall}; a machine cannot tell whether it lives"
        return Opinion("blocked", text)
    outcome, words = policy.outcome_of(trail.answer)
    where = f"sent to {trail.final.url}: " if trail.steps else ""
    asked = (
        f" (asked {'twice' if trail.tries == 2 else f'{trail.tries} times'})"
        if trail.tries > 1
        else ""
    )
    return Opinion(outcome, f"{where}{words}{asked}")


def _stopped(trail: Trail) -> Opinion:
    match trail.stop:
        case "loop":
            return Opinion("dead", f"redirects go round in circles at {trail.final.url}")
        case "too-many":
            return Opinion("dead", f"more than {len(trail.steps)} redirects")
        case "malformed":
            return Opinion(
                "failing", f"it redirects to what is no address: {trail.final.written[:200]}"
            )
        case _:
            scheme = trail.final.scheme
            outcome: Outcome = "refused-target" if scheme in _DANGEROUS else "blocked"
            return Opinion(outcome, f"it redirects to {trail.final.written[:200]}")

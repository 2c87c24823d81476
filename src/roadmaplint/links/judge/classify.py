"""From the end of a redirect chain to a verdict: outcome, reason, rewrite."""

from __future__ import annotations

from http import HTTPStatus

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.core.subjects import Hop, Outcome, Rewrite, Verdict
from roadmaplint.links.http import Problem, Response
from roadmaplint.links.judge.page import find_anchor
from roadmaplint.links.judge.redirects import RedirectChain, permanent_steps, rewrite_of
from roadmaplint.links.judge.soft_404 import (
    Arrival,
    Suspicion,
    bot_wall,
    login_or_consent,
    soft_404,
)
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.url import Url, names

_BY_PROBLEM: dict[Problem, Outcome] = {
    "refused-target": "refused-target",
    "no-name": "dead",
    "refused": "dead",
    "reset": "dead",
    "not-http": "dead",
    "certificate": "insecure",
    "tls": "insecure",
    "certificate-wanted": "blocked",
    "internal": "unchecked",
    "proxy": "unchecked",
    "no-route": "unchecked",
}
#: What statuses mean that the standard library does not know.
_OTHER_STATUSES = {
    520: "from Cloudflare: unknown error", 521: "from Cloudflare: the server is down",
    522: "from Cloudflare: connection timed out", 523: "from Cloudflare: the server is unreachable",
    524: "from Cloudflare: the server timed out", 525: "from Cloudflare: TLS failed",
    526: "from Cloudflare: bad certificate", 530: "from Cloudflare: the name does not resolve",
    999: "Request Denied",
}  # fmt: skip


class Classification(Struct, frozen=True):
    """What a page is found to be, whatever the anchor; `doubt` has to be confirmed first."""

    outcome: Outcome
    reason: str
    doubt: Suspicion | None = None


def classify(
    chain: RedirectChain, texts: tuple[str, ...], settings: LinkSettings
) -> Classification:
    """What is at the end of a link. `texts` are what its links are called."""
    if chain.stop != "end":
        return _classify_stop(chain)
    status = chain.response.status
    if status is not None and status in settings.accept:
        return _classify_arrival(chain)
    if not (chain.response.is_success or status in {300, 304}):
        return _classify_failure(chain)
    return _classify_page(chain, texts)


def confirms(doubt: Suspicion, chain: RedirectChain, sibling: RedirectChain) -> bool:
    """True if an address that cannot exist ends the same way: then the end says nothing."""
    if sibling.stop != "end" or sibling.page is None or chain.page is None:
        return False
    if doubt.reason.startswith("a deep link"):
        return sibling.final.key == chain.final.key
    return sibling.page.title == chain.page.title and bool(chain.page.title or chain.page.h1)


def make_verdict(
    chain: RedirectChain,
    found: Classification,
    fragment: str | None,
    settings: LinkSettings,
    now: float,
) -> Verdict:
    """The verdict on one written address: the page's classification, its anchor, its move."""
    asked = chain.asked.with_fragment(fragment)
    steps = tuple(replace(step, url=_inherit(step.url, fragment)) for step in chain.steps)
    final = _inherit(chain.final, fragment)
    outcome, reason = found.outcome, found.reason
    if outcome in {"ok", "moved", "redirected"} and settings.anchors and final.fragment:
        anchor = find_anchor(final.fragment, chain.response, chain.page)
        if anchor.state == "missing":
            outcome, reason = "anchor-missing", anchor.reason
        elif anchor.state == "unknown":
            # A move is worth saying even where the anchor cannot be judged.
            outcome = "moved" if outcome == "moved" else "anchor-unknown"
            reason = _join(reason, anchor.reason)
    new: Rewrite | None = None
    if outcome == "moved":
        new, why_not = rewrite_of(asked, steps)
        reason = _join(reason, why_not and f"not rewritten: {why_not}")
    permanent = permanent_steps(steps)
    return Verdict(
        url=asked.full,
        outcome=outcome,
        reason=reason,
        status=chain.response.status,
        final=final.full if final.kind == "web" else final.written,
        permanent=permanent[-1].url.full if permanent else None,
        hops=tuple(Hop(step.status, step.url.full) for step in steps),
        checked_at=now,
        rewrite=new,
    )


def outcome_of(response: Response) -> tuple[Outcome, str]:
    """What a response that is final and neither good nor a redirect means, in one sentence."""
    if response.problem is not None:
        return _BY_PROBLEM.get(response.problem, "failing"), response.detail
    status = response.status or 0
    said = _describe(status)
    if status in {404, 405, 410, 501}:
        return "dead", said
    if status in {408, 425} or (500 <= status < 600 and status != 511):
        return "failing", said
    if 300 <= status < 400:
        return "failing", f"{said}, but no address to go to"
    return "blocked", f"{said}; a machine cannot tell whether it lives"


def _describe(status: int) -> str:
    """A status with its meaning: `404 Not Found`."""
    if status in _OTHER_STATUSES:
        return f"{status} {_OTHER_STATUSES[status]}"
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"status {status}"


def _unverifiable(wall: str) -> Classification:
    return Classification("blocked", f"{wall}; a machine cannot tell whether it lives")


def _classify_page(chain: RedirectChain, texts: tuple[str, ...]) -> Classification:
    """The classification of a good end by what it shows: a wall, a login, a page that is gone."""
    wall = bot_wall(chain.response, chain.page)
    suspicion = None
    if chain.page is not None:
        arrival = Arrival(chain.asked, chain.final, chain.page, texts)
        wall = wall or login_or_consent(arrival)
        suspicion = None if wall else soft_404(arrival)
    if wall:
        return _unverifiable(wall)
    if suspicion is not None and suspicion.sure:
        return Classification("gone-soft", suspicion.reason)
    return replace(_classify_arrival(chain), doubt=suspicion)


def _classify_arrival(chain: RedirectChain) -> Classification:
    """The classification of a good end, by the way to it."""
    said = _describe(chain.response.status or 0)
    if not chain.steps:
        is_cut = chain.page and not chain.response.complete
        return Classification("ok", said + ("; the page broke off" if is_cut else ""))
    if chain.final.key == chain.asked.key:
        return Classification("ok", f"{said}, after a detour for a cookie")
    codes = ", ".join("refresh" if step.by_page else str(step.status) for step in chain.steps[:5])
    if chain.steps[0].is_permanent:
        end = permanent_steps(chain.steps)[-1].url.full
        return Classification("moved", f"moved to {end} ({codes})")
    return Classification("redirected", f"sent to {chain.final.full} for now ({codes})")


def _classify_failure(chain: RedirectChain) -> Classification:
    """The classification of an end that is no page: status or problem."""
    if chain.wall:
        return _unverifiable(f"{chain.response.status} from {chain.wall}")
    outcome, said = outcome_of(chain.response)
    where = f"sent to {chain.final.page}: " if chain.steps else ""
    times = "twice" if chain.tries == 2 else f"{chain.tries} times"
    asked = f" (asked {times})" if chain.tries > 1 else ""
    return Classification(outcome, f"{where}{said}{asked}")


def _classify_stop(chain: RedirectChain) -> Classification:
    written = chain.final.written[:200]
    if chain.stop == "loop":
        return Classification("dead", f"redirects go round in circles at {chain.final.page}")
    if chain.stop == "too-many":
        return Classification("dead", f"more than {len(chain.steps)} redirects")
    if chain.stop == "malformed":
        return Classification("failing", f"it redirects to what is no address: {written}")
    is_dangerous = chain.final.scheme in names("dangerous-schemes")
    outcome: Outcome = "refused-target" if is_dangerous else "blocked"
    return Classification(outcome, f"it redirects to {written}")


def _inherit(url: Url, fragment: str | None) -> Url:
    return url if url.fragment is not None else url.with_fragment(fragment)


def _join(first: str, second: str) -> str:
    return "; ".join(part for part in (first, second) if part)

"""Moves: where a link should point instead, and how safe it is to write that."""

from __future__ import annotations

import re

from msgspec import Struct

from roadmaplint.core.finding import Safety
from roadmaplint.core.subjects import Rewrite
from roadmaplint.links.domains import site
from roadmaplint.links.target import Target
from roadmaplint.roadmap.urls import is_tracking
from roadmaplint.text.lazy import lazy

PERMANENT = frozenset({301, 308})
TEMPORARY = frozenset({302, 303, 307})
#: A refresh of at most so many seconds, written into a page, is its way to say it has moved.
MOST_REFRESH = 5.0

_SESSION = lazy(
    r"(?:\A|[&;/])(?:j?sessionid|phpsessid|aspsessionid\w*|sid|sessid|session|cfid|cftoken|zenid|osCsid"
    r"|token|ticket|nonce|state)=",
    re.IGNORECASE,
)
_LOCALE_PART = lazy(r"[a-z]{2}(?:[-_][a-z]{2,4})?\Z", re.IGNORECASE)
_LOCALE_QUERY = lazy(r"(?:\A|&)(?:hl|lang|locale|language|country|gl|region)=", re.IGNORECASE)


class Step(Struct, frozen=True):
    """One redirect: its status (200 for a refresh in the page) and where it led."""

    status: int
    target: Target
    by_page: bool = False

    @property
    def is_permanent(self) -> bool:
        """True if the old address is given up for good."""
        return self.by_page or self.status in PERMANENT


def permanent_run(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The leading steps that are permanent."""
    for n, step in enumerate(steps):
        if not step.is_permanent:
            return steps[:n]
    return steps


def rewrite(asked: Target, steps: tuple[Step, ...]) -> tuple[Rewrite | None, str]:
    """What to write instead after a living end, or None with the reason why not.

    Safe is the same path on the same site (https, `www`, a slash); unsafe another path there;
    a suggestion is another site, or a move that only a page's own refresh states.
    """
    run = permanent_run(steps)
    if not run:
        return None, ""
    new = run[-1].target
    why_not = _objection(asked, new, steps)
    if why_not:
        return None, why_not
    if any(step.by_page for step in run) or site(asked.host) != site(new.host):
        return Rewrite(new.full, Safety.SUGGESTION), ""
    same_path = asked.path.rstrip("/") == new.path.rstrip("/")
    same_place = same_path and asked.fragment == new.fragment
    return Rewrite(new.full, Safety.SAFE if same_place else Safety.UNSAFE), ""


def _objection(asked: Target, new: Target, steps: tuple[Step, ...]) -> str:
    if any(step.target.key == asked.key for step in steps):
        return "the way leads back to the address itself"
    if asked.scheme == "https" and new.scheme == "http":
        return "the new address gives up https"
    if _adds(_SESSION, asked.path, new.path):
        return "the new address holds a session"
    if _tracking(new) - _tracking(asked):
        return "the new address adds tracking"
    if _adds_locale(asked, new):
        return "the new address adds a language"
    return ""


def _adds(pattern: re.Pattern[str], old: str, new: str) -> bool:
    return bool(pattern.search(new.replace("?", "&"))) and not pattern.search(old.replace("?", "&"))


def _tracking(target: Target) -> set[str]:
    query = target.path.partition("?")[2]
    names = (part.partition("=")[0] for part in query.split("&") if part)
    return {name for name in names if is_tracking(target.host, name)}


def _adds_locale(asked: Target, new: Target) -> bool:
    old_path, _, old_query = asked.path.partition("?")
    new_path, _, new_query = new.path.partition("?")
    if _LOCALE_QUERY.search(new_query) and not _LOCALE_QUERY.search(old_query):
        return True
    old_parts = [part for part in old_path.split("/") if part]
    new_parts = [part for part in new_path.split("/") if part]
    if len(new_parts) != len(old_parts) + 1:
        return False
    extra = next(
        (n for n, part in enumerate(new_parts) if n >= len(old_parts) or part != old_parts[n])
    )
    rest = new_parts[:extra] + new_parts[extra + 1 :]
    return rest == old_parts and bool(_LOCALE_PART.match(new_parts[extra]))

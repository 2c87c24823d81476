"""Where a link that has moved should point instead, and how safe it is to write that."""

from __future__ import annotations

import re

from roadmaplint.links.judge.redirects import Step, permanent_steps
from roadmaplint.links.url import Url
from roadmaplint.lint.finding import Safety
from roadmaplint.lint.verdict import Rewrite
from roadmaplint.roadmap.urls import is_tracking
from roadmaplint.text.lazy import lazy

_SESSION = lazy(
    r"[?&;/](?:j?sessionid|phpsessid|aspsessionid\w*|sid|sessid|session|cfid|cftoken|zenid|osCsid"
    r"|token|ticket|nonce|state)=",
    re.IGNORECASE,
)
_LOCALE_PART = lazy(r"[a-z]{2}(?:[-_][a-z]{2,4})?\Z", re.IGNORECASE)
_LOCALE_QUERY = lazy(r"[?&](?:hl|lang|locale|language|country|gl|region)=", re.IGNORECASE)


def rewrite_of(asked: Url, steps: tuple[Step, ...]) -> tuple[Rewrite | None, str]:
    """What to write instead after a living end, or None with the reason why not.

    Safe is the same path on the same site (https, `www`, a slash); unsafe another path there;
    a suggestion is another site, or a move that only a page's own refresh states.
    """
    run = permanent_steps(steps)
    if not run:
        return None, ""
    new = run[-1].url
    why_not = _objection(asked, new, steps)
    if why_not:
        return None, why_not
    if any(step.by_page for step in run) or asked.site != new.site:
        return Rewrite(new.full, Safety.SUGGESTION), ""
    same_path = asked.path.rstrip("/") == new.path.rstrip("/")
    same_place = same_path and asked.fragment == new.fragment
    return Rewrite(new.full, Safety.SAFE if same_place else Safety.UNSAFE), ""


def _objection(asked: Url, new: Url, steps: tuple[Step, ...]) -> str:
    if any(step.url.key == asked.key for step in steps):
        return "the way leads back to the address itself"
    if asked.scheme == "https" and new.scheme == "http":
        return "the new address gives up https"
    if _SESSION.search(new.path) and not _SESSION.search(asked.path):
        return "the new address holds a session"
    if _tracking(new) - _tracking(asked):
        return "the new address adds tracking"
    if _adds_locale(asked, new):
        return "the new address adds a language"
    return ""


def _tracking(url: Url) -> set[str]:
    query = url.path.partition("?")[2]
    names = (part.partition("=")[0] for part in query.split("&") if part)
    return {name for name in names if is_tracking(url.host, name)}


def _adds_locale(asked: Url, new: Url) -> bool:
    if _LOCALE_QUERY.search(new.path) and not _LOCALE_QUERY.search(asked.path):
        return True
    old_parts = [part for part in asked.path.partition("?")[0].split("/") if part]
    new_parts = [part for part in new.path.partition("?")[0].split("/") if part]
    return any(
        new_parts[:n] + new_parts[n + 1 :] == old_parts and _LOCALE_PART.match(part)
        for n, part in enumerate(new_parts)
    )

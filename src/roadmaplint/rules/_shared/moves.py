"""Which permanent moves of an address may be written down, and how safe that is."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlsplit

from roadmaplint.lint.finding import Safety
from roadmaplint.lint.verdict import Verdict

_GATE = re.compile(
    r"(?:^|[/._-])(?:log-?in|sign-?in|sign-?up|sso|oauth2?|consent|cookies?|captcha|accounts?)"
    r"(?:$|[/._?-])",
    re.IGNORECASE,
)
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_PASSING = re.compile(
    r"utm_\w+|[gf]bclid|gclid|mc_[ce]id|ref|ref_src|si|source|.*sess(?:ion)?_?id|sid|token|locale|hl|lang",
    re.IGNORECASE,
)
#: Suffixes below which anybody can register a name; enough to tell two owners apart here.
_SECOND_LEVEL = {"ac", "co", "com", "edu", "gov", "net", "org", "github", "gitlab", "blogspot"}


def rewrite(verdict: Verdict) -> tuple[str, Safety] | None:
    """The address to write instead and the fix's safety, or None where nothing may be written.

    It ends the leading run of permanent redirects. None for a home page in place of a deep page,
    for log-in and consent pages, for added session, language or tracking parts, for a step down
    from https, and for chains that come back to where they began.
    """
    new = verdict.permanent
    if not new or not 200 <= (verdict.status or 0) < 300:
        return None
    try:
        old_parts, new_parts = urlsplit(verdict.url), urlsplit(new)
        ports = old_parts.port, new_parts.port
    except ValueError:
        return None
    if _suspicious(old_parts, new_parts) or any(hop.url == verdict.url for hop in verdict.hops):
        return None
    if old_parts.fragment and not new_parts.fragment:
        new = f"{new}#{old_parts.fragment}"
    if new == verdict.url:
        return None
    return new, _safety(old_parts, new_parts, ports)


def _suspicious(old: SplitResult, new: SplitResult) -> bool:
    if new.scheme not in {"http", "https"} or (old.scheme, new.scheme) == ("https", "http"):
        return True
    if old.path.strip("/") and not new.path.strip("/"):
        return True
    if _GATE.search(f"{new.netloc}{new.path}") and not _GATE.search(f"{old.netloc}{old.path}"):
        return True
    segments = set(new.path.split("/")) - set(old.path.split("/"))
    if any(_LOCALE.fullmatch(segment) for segment in segments):
        return True
    added = {key for key, _ in parse_qsl(new.query)} - {key for key, _ in parse_qsl(old.query)}
    return any(_PASSING.fullmatch(key) for key in added)


def _safety(old: SplitResult, new: SplitResult, ports: tuple[int | None, int | None]) -> Safety:
    if owner(old.hostname or "") != owner(new.hostname or ""):
        return Safety.SUGGESTION
    same_page = old.path.rstrip("/") == new.path.rstrip("/") and old.query == new.query
    default_ports = ports[0] in {None, 80, 443} and ports[1] in {None, 80, 443}
    return Safety.SAFE if same_page and (default_ports or ports[0] == ports[1]) else Safety.UNSAFE


def owner(host: str) -> str:
    """The part of a host name that one owner registered, as far as its form tells."""
    labels = host.lower().rstrip(".").split(".")
    if host.replace(".", "").isdigit() or len(labels) <= 2:
        return host.lower()
    count = 3 if labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-count:])

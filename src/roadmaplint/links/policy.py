"""Policy: what is asked again and when, what an end means, how long a verdict holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Literal
from zlib import crc32

from msgspec import Struct

from roadmaplint.core.subjects import Outcome
from roadmaplint.links.answer import Answer, Problem
from roadmaplint.links.settings import LinkSettings

Class = Literal[
    "fine",
    "elsewhere",
    "gone",
    "walled",
    "busy",
    "unavailable",
    "fault",
    "timeout",
    "refused",
    "later",
    "reset",
    "final",
]

DAY = 86_400.0
_MARGIN = 0.3
_LONGEST_503 = 30.0
_WAITS: dict[Class, tuple[float, ...]] = {
    "gone": (1.0,),
    "walled": (2.0,),
    "busy": (5.0, 15.0, 30.0),
    "unavailable": (2.0, 5.0, 10.0),
    "fault": (1.5, 4.0),
    "timeout": (1.0,),
    "refused": (3.0,),
    "later": (2.0, 5.0),
    "reset": (1.5, 4.0),
}
_OF_PROBLEM: dict[Problem, Class] = {
    "connect-timeout": "timeout",
    "read-timeout": "timeout",
    "refused": "refused",
    "no-name": "refused",
    "unreachable": "refused",
    "not-http": "refused",
    "tls": "refused",
    "name-later": "later",
    "reset": "reset",
    "proxy": "later",
}
_OF_STATUS: dict[int, Class] = {
    404: "gone",
    408: "fault",
    410: "final",
    425: "fault",
    429: "busy",
    501: "walled",
    503: "unavailable",
}
_OF_HUNDRED: dict[int, Class] = {1: "fine", 2: "fine", 3: "elsewhere", 5: "fault"}
_BUSY_WORDS = ("x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining")

#: Days a verdict is served from memory; what is missing here is always asked again.
LIFETIMES: dict[Outcome, float] = {
    "ok": 14 * DAY,
    "upgradable": 14 * DAY,
    "moved": 30 * DAY,
    "redirected": 7 * DAY,
    "blocked": 7 * DAY,
    "insecure": 3 * DAY,
    "gone-soft": 7 * DAY,
    "anchor-missing": 3 * DAY,
    "anchor-unknown": 7 * DAY,
}
PROVEN_LIFETIME = 30 * DAY
CHECKS_TO_PROVEN = 5


class Retry(Struct, frozen=True):
    """Ask again: after `wait` seconds, with a browser's headers or on a fresh connection.

    `host_wait` are seconds that nobody may ask the whole host.
    """

    wait: float
    browser: bool = False
    fresh: bool = False
    host_wait: float = 0.0


def class_of(answer: Answer) -> Class:
    """What kind of answer it is, for retries."""
    if answer.problem is not None:
        return _OF_PROBLEM.get(answer.problem, "final")
    status = answer.status or 0
    if status == 403 and _is_exhausted(answer):
        return "busy"
    return _OF_STATUS.get(status) or _OF_HUNDRED.get(status // 100, "walled")


def next_try(
    answers: Sequence[Answer], settings: LinkSettings, now: float, *, walled: bool
) -> Retry | None:
    """Whether the last of these answers to one question is asked again. `now`: seconds, UTC.

    `walled` says that a bot wall has shown itself: asking again would change nothing.
    """
    last = answers[-1]
    kind = class_of(last)
    waits = _WAITS.get(kind, ())
    before = sum(class_of(answer) == kind for answer in answers[:-1])
    most = min(len(waits), settings.retries + (kind in {"busy", "unavailable"}))
    if not settings.retries or before >= most or len(answers) > settings.retries + 3:
        return None
    if walled or (last.status == 401 and "www-authenticate" in last.headers):
        return None
    asked = retry_after(last, now)
    if asked is not None:
        longest = settings.max_wait if kind == "busy" else min(settings.max_wait, _LONGEST_503)
        if asked > longest:
            return None
        wait = max(asked, settings.backoff) + _MARGIN
        return Retry(wait, kind == "walled", host_wait=wait)
    wait = waits[before] * settings.backoff * spread(str(last.status) + str(before), 0.1)
    return Retry(
        wait,
        browser=kind in {"walled", "gone"},
        fresh=kind == "reset",
        host_wait=min(wait, 1.0) if kind == "busy" else 0.0,
    )


def closes_host(answer: Answer, settings: LinkSettings, now: float) -> float | None:
    """Seconds for which a host wants no requests at all, if that is longer than anybody waits."""
    if class_of(answer) != "busy":
        return None
    asked = retry_after(answer, now)
    return asked if asked is not None and asked > settings.max_wait else None


def retry_after(answer: Answer, now: float) -> float | None:
    """Seconds that the server asks to wait (a number or a date), None if it does not say."""
    if class_of(answer) not in {"busy", "unavailable", "fault", "walled"}:
        return None
    written = answer.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", written):
        return float(written)
    stated = _date(written)
    if stated is not None:
        # A date has whole seconds; the server's own clock, if it is told, is the one that counts.
        server = _date(answer.headers.get("date", "").strip())
        return max(0.0, stated - now if server is None else stated - server) + 1.0
    reset = answer.headers.get("x-ratelimit-reset", "").strip()
    if _is_exhausted(answer) and re.fullmatch(r"\d{1,11}", reset):
        moment = float(reset)
        return max(0.0, moment - now) if moment > 1e8 else moment
    return None


def outcome_of(answer: Answer) -> tuple[Outcome, str]:
    """What an answer that is final and neither good nor a redirect means, in one sentence."""
    if answer.problem is not None:
        return _outcome_of_problem(answer.problem), answer.detail
    status = answer.status or 0
    words = f"{status} {REASONS[status]}" if status in REASONS else f"status {status}"
    if status in {404, 405, 410, 501}:
        return "dead", words
    if status in {408, 425} or 500 <= status < 600:
        return ("blocked" if status == 511 else "failing"), words
    if 300 <= status < 400:
        return "failing", f"{words}, but no address to go to"
    return "blocked", f"{words}; a machine cannot tell whether it lives"


def _outcome_of_problem(problem: Problem) -> Outcome:
    match problem:
        case "refused-target":
            return "refused-target"
        case "no-name" | "refused" | "reset" | "not-http":
            return "dead"
        case "certificate" | "tls":
            return "insecure"
        case "certificate-wanted":
            return "blocked"
        case "internal" | "proxy" | "no-route":
            return "unchecked"
        case _:
            return "failing"


def lifetime(outcome: Outcome, status: int | None, good_checks: int, key: str) -> float | None:
    """Seconds for which a verdict is served from memory, ± 20 % by its key; None: never."""
    seconds = LIFETIMES.get(outcome)
    if seconds is None or status == 429:
        return None
    if outcome in {"ok", "upgradable"} and good_checks >= CHECKS_TO_PROVEN:
        seconds = PROVEN_LIFETIME
    return seconds * spread(key, 0.2)


def spread(key: str, share: float) -> float:
    """A factor around 1 that is always the same for a key, so that not all falls due at once."""
    return 1 + share * (crc32(key.encode("utf-8", "replace")) / 0x7FFFFFFF - 1)


def _is_exhausted(answer: Answer) -> bool:
    return any(answer.headers.get(name, "").strip() == "0" for name in _BUSY_WORDS)


def _date(text: str) -> float | None:
    if not text:
        return None
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


REASONS = {
    300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other",
    304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
    400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
    408: "Request Timeout", 409: "Conflict", 410: "Gone", 412: "Precondition Failed",
    414: "URI Too Long", 418: "I'm a Teapot", 421: "Misdirected Request",
    422: "Unprocessable Content", 423: "Locked", 425: "Too Early", 426: "Upgrade Required",
    429: "Too Many Requests", 431: "Headers Too Large", 451: "Unavailable For Legal Reasons",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout", 508: "Loop Detected",
    511: "Network Authentication Required", 520: "from Cloudflare: unknown error",
    521: "from Cloudflare: the server is down", 522: "from Cloudflare: connection timed out",
    523: "from Cloudflare: the server is unreachable", 524: "from Cloudflare: the server timed out",
    525: "from Cloudflare: TLS failed", 526: "from Cloudflare: bad certificate",
    530: "from Cloudflare: the name does not resolve", 999: "Request Denied",
}  # fmt: skip

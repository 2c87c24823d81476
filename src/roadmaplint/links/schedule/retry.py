"""Which responses are asked for again, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Literal
from zlib import crc32

from msgspec import Struct

from roadmaplint.links.http import Problem, Response
from roadmaplint.links.settings import LinkSettings

#: What kind of response it is. `final` and the good ones are never asked for again.
Class = Literal[
    "success", "redirect", "gone", "walled", "busy", "unavailable", "error", "timeout", "refused",
    "later", "reset", "final",
]  # fmt: skip

_MARGIN = 0.3
_MAX_503_WAIT = 30.0
#: Seconds before the first, second, … try again.
_WAITS: dict[Class, tuple[float, ...]] = {
    "gone": (1.0,),
    "walled": (2.0,),
    "busy": (5.0, 15.0, 30.0),
    "unavailable": (2.0, 5.0, 10.0),
    "error": (1.5, 4.0),
    "timeout": (1.0,),
    "refused": (3.0,),
    "later": (2.0, 5.0),
    "reset": (1.5, 4.0),
}
_BY_PROBLEM: dict[Problem, Class] = {
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
_BY_STATUS: dict[int, Class] = {
    404: "gone",
    408: "error",
    410: "final",
    425: "error",
    429: "busy",
    501: "walled",
    503: "unavailable",
}
_BY_HUNDRED: dict[int, Class] = {1: "success", 2: "success", 3: "redirect", 5: "error"}
_REMAINING = ("x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining")


class Retry(Struct, frozen=True):
    """Ask again: after `wait` seconds, with a browser's headers or on a fresh connection.

    `host_wait` are seconds in which nobody may ask the whole host.
    """

    wait: float
    browser: bool = False
    fresh: bool = False
    host_wait: float = 0.0


def class_of(response: Response) -> Class:
    """What kind of response it is, for retries."""
    if response.problem is not None:
        return _BY_PROBLEM.get(response.problem, "final")
    status = response.status or 0
    if status == 403 and _is_exhausted(response):
        return "busy"
    return _BY_STATUS.get(status) or _BY_HUNDRED.get(status // 100, "walled")


def next_try(
    responses: Sequence[Response], settings: LinkSettings, now: float, *, walled: bool
) -> Retry | None:
    """Whether the last of these responses to one request is asked for again. `now`: seconds, UTC.

    `walled` says that a bot wall has shown itself: asking again would change nothing.
    """
    last = responses[-1]
    kind = class_of(last)
    waits = _WAITS.get(kind, ())
    before = sum(class_of(response) == kind for response in responses[:-1])
    most = min(len(waits), settings.retries + (kind in {"busy", "unavailable"}))
    if not settings.retries or before >= most or len(responses) > settings.retries + 3:
        return None
    if walled or (last.status == 401 and "www-authenticate" in last.headers):
        return None
    wanted = retry_after(last, now)
    if wanted is not None:
        longest = settings.max_wait if kind == "busy" else min(settings.max_wait, _MAX_503_WAIT)
        if wanted > longest:
            return None
        wait = max(wanted, settings.backoff) + _MARGIN
        return Retry(wait, kind == "walled", host_wait=wait)
    wait = waits[before] * settings.backoff * spread(str(last.status) + str(before), 0.1)
    return Retry(
        wait,
        browser=kind in {"walled", "gone"},
        fresh=kind == "reset",
        host_wait=min(wait, 1.0) if kind == "busy" else 0.0,
    )


def closes_host(response: Response, settings: LinkSettings, now: float) -> float | None:
    """Seconds for which a host wants no requests at all, if that is longer than `max_wait`."""
    wanted = retry_after(response, now) if class_of(response) == "busy" else None
    return wanted if wanted is not None and wanted > settings.max_wait else None


def retry_after(response: Response, now: float) -> float | None:
    """Seconds that the server asks to wait (a number or a date), None if it does not say."""
    if class_of(response) not in {"busy", "unavailable", "error", "walled"}:
        return None
    written = response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", written):
        return float(written)
    stated = _seconds_of(written)
    if stated is not None:
        # A date has whole seconds; the server's own clock, if it is told, is the one that counts.
        server = _seconds_of(response.headers.get("date", "").strip())
        return max(0.0, stated - (now if server is None else server)) + 1.0
    reset = response.headers.get("x-ratelimit-reset", "").strip()
    if _is_exhausted(response) and re.fullmatch(r"\d{1,11}", reset):
        moment = float(reset)
        return max(0.0, moment - now) if moment > 1e8 else moment
    return None


def spread(key: str, share: float) -> float:
    """A factor around 1 that is always the same for a key, so that not all falls due at once."""
    return 1 + share * (crc32(key.encode("utf-8", "replace")) / 0x7FFFFFFF - 1)


def _is_exhausted(response: Response) -> bool:
    return any(response.headers.get(name, "").strip() == "0" for name in _REMAINING)


def _seconds_of(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp() if date else None
    except (TypeError, ValueError, OverflowError, IndexError):
        return None

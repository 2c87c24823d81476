"""How fast one host is asked, and when a server is given up."""

from __future__ import annotations

from typing import Literal

from roadmaplint.links.schedule.retry import spread

Reaction = Literal["good", "pushed-back", "broken", "other"]

_FIRST_SLOTS = 2
_GOOD_TO_GROW = 8
_GOOD_TO_REGROW = 24
#: Seconds between two starts, by how many links wait for the host.
_GAPS = ((20, 0.2), (100, 0.1))
_MIN_GAP = 0.06
_MAX_GAP = 3.0


class RateLimit:
    """The pace of one host. Times are seconds of one steady clock that is passed in.

    At most `max_slots` requests at once; two to begin with, more after good responses, half after
    a host pushes back. `interval` None adapts the gap between two starts to the number of links.
    """

    def __init__(self, max_slots: int, interval: float | None = None, links: int = 1) -> None:
        self._max_slots = max(1, max_slots)
        adaptive = next((gap for most, gap in _GAPS if links <= most), _MIN_GAP)
        self._min_gap = adaptive if interval is None else interval
        self._fixed = interval is not None
        self._active = 0
        self._starts = 0
        self._good = 0
        self._to_grow = _GOOD_TO_GROW
        self._next = 0.0
        #: Requests allowed at once, and seconds between two starts.
        self.slots = min(_FIRST_SLOTS, self._max_slots)
        self.gap = self._min_gap

    def wait(self, now: float) -> float | None:
        """Seconds until the next request may start, 0 for now; None while all slots are taken."""
        return None if self._active >= self.slots else max(0.0, self._next - now)

    def start(self, now: float) -> None:
        """A request starts."""
        self._active += 1
        self._starts += 1
        self.hold(now + self.gap * spread(str(self._starts), 0.2))

    def finish(self, reaction: Reaction) -> None:
        """A request has ended; how the host reacted sets the pace."""
        self._active -= 1
        if reaction == "good":
            self._good += 1
            if self._good >= self._to_grow:
                self.slots = min(self._max_slots, self.slots + 1)
                self.gap = max(self._min_gap, self.gap / 2)
                self._good = 0
        elif reaction in {"pushed-back", "broken"}:
            self._good = 0
            self._to_grow = _GOOD_TO_REGROW
            self.slots = max(1, self.slots // 2)
            if reaction == "pushed-back" and not self._fixed:
                self.gap = min(_MAX_GAP, self.gap * 2)

    def hold(self, until: float) -> None:
        """Nothing starts before this moment."""
        self._next = max(self._next, until)


class CircuitBreaker:
    """Gives a server up that answers nobody, so that not every link waits for it.

    It takes four different links in a row that get no answer, over `seconds` at least. Times are
    seconds of one steady clock that is passed in.
    """

    _LINKS_TO_OPEN = 4

    def __init__(self, seconds: float = 0.0) -> None:
        self._seconds = seconds
        self._failed: set[str] = set()
        self._since = 0.0
        self.is_open = False

    def succeed(self) -> None:
        """The server said something: all is forgotten."""
        self._failed.clear()
        self.is_open = False

    def fail(self, key: str, now: float) -> None:
        """A link got no answer."""
        if not self._failed:
            self._since = now
        self._failed.add(key)
        lasts = now - self._since >= self._seconds
        self.is_open = self.is_open or (lasts and len(self._failed) >= self._LINKS_TO_OPEN)

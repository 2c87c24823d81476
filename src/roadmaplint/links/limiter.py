"""How often one host is asked: slots, gaps, pauses it demands, and when it is given up."""

from __future__ import annotations

from typing import ClassVar, Literal

from roadmaplint.links.policy import spread

Reaction = Literal["good", "pushed-back", "broken", "other"]

_FIRST_SLOTS = 2
_GOOD_TO_GROW = 8
_GOOD_TO_REGROW = 24
#: Seconds between two starts, by how many links wait for the host.
_GAPS = ((20, 0.2), (100, 0.1))
_LEAST_GAP = 0.06
_MOST_GAP = 3.0


class HostLimiter:
    """The state of one host. Times are seconds of one steady clock that is passed in.

    At most `most` requests at once; two to begin with, more after good answers, half after a host
    pushes back. `interval` None adapts the gap between two starts to the number of links.
    """

    def __init__(self, most: int, interval: float | None = None, links: int = 1) -> None:
        self._most = max(1, most)
        self._slots = min(_FIRST_SLOTS, self._most)
        adaptive = next((gap for most_links, gap in _GAPS if links <= most_links), _LEAST_GAP)
        self._least_gap = self._gap = adaptive if interval is None else interval
        self._fixed = interval is not None
        self._active = 0
        self._starts = 0
        self._good = 0
        self._to_grow = _GOOD_TO_GROW
        self._next = 0.0
        self._not_before = 0.0

    @property
    def active(self) -> int:
        """Requests under way."""
        return self._active

    @property
    def slots(self) -> int:
        """Requests allowed at once."""
        return self._slots

    @property
    def gap(self) -> float:
        """Seconds between two starts."""
        return self._gap

    def wait(self, now: float) -> float | None:
        """Seconds until the next request may start, 0 for now; None while all slots are taken."""
        if self._active >= self._slots:
            return None
        return max(0.0, self._next - now, self._not_before - now)

    def start(self, now: float) -> None:
        """A request starts."""
        self._active += 1
        self._starts += 1
        self._next = now + self._gap * spread(str(self._starts), 0.2)

    def finish(self, reaction: Reaction) -> None:
        """A request has ended; what the host made of it sets the pace."""
        self._active -= 1
        if reaction == "good":
            self._good += 1
            if self._good >= self._to_grow:
                self._slots = min(self._most, self._slots + 1)
                self._gap = max(self._least_gap, self._gap / 2)
                self._good = 0
        elif reaction in {"pushed-back", "broken"}:
            self._good = 0
            self._to_grow = _GOOD_TO_REGROW
            self._slots = max(1, self._slots // 2)
            if reaction == "pushed-back" and not self._fixed:
                self._gap = min(_MOST_GAP, self._gap * 2)

    def hold(self, until: float) -> None:
        """Nothing starts before this moment: the host asked for it."""
        self._not_before = max(self._not_before, until)


class Circuit:
    """Gives a server up that answers nobody, so that not every link waits for it.

    Two timeouts or three other failures in a row, of different links, open it; after a pause two
    more links probe it. If they fail too, it is given up and all others share that answer. Times
    are seconds of one steady clock that is passed in.
    """

    _TO_OPEN: ClassVar[dict[str, int]] = {"timeout": 2}
    _OTHERS = 3
    _PROBES = 2

    def __init__(self, pause: float = 0.0) -> None:
        self._pause = pause
        self._failed: set[str] = set()
        self._probes: set[str] = set()
        self._closed_until = 0.0
        self.is_open = False
        self.is_given_up = False

    def admits(self, key: str, now: float) -> bool:
        """True if a link that was not asked yet may be asked now; while open only two probes."""
        if self.is_given_up:
            return False
        if not self.is_open or key in self._probes:
            return True
        if now < self._closed_until or len(self._probes) >= self._PROBES:
            return False
        self._probes.add(key)
        return True

    def answered(self) -> None:
        """The server said something: all is forgotten."""
        self._failed.clear()
        self._probes.clear()
        self.is_open = self.is_given_up = False

    def failed(self, key: str, kind: str, now: float) -> None:
        """A link got nothing; `kind` is the class of its failure."""
        self._failed.add(key)
        if not self.is_open:
            self.is_open = len(self._failed) >= self._TO_OPEN.get(kind, self._OTHERS)
            self._closed_until = now + self._pause
        elif len(self._probes & self._failed) >= self._PROBES:
            self.is_given_up = True

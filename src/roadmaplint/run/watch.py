"""Watching: looks at files again and again, and says when they have changed and come to rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from roadmaplint.files.read import Stamp

#: What was seen: a stamp for every place that matters.
Look = Mapping[str, Stamp]
#: Seconds between two looks, at least; seconds that nothing may change before a round begins.
PAUSE, SETTLE = 0.4, 0.1
#: A pause is at least so many times as long as a look took.
_EASE = 10
#: Looks after which a round begins though something still changes.
_PATIENCE = 30


class Watcher:
    """Knows what was seen last, and waits until that is no longer so."""

    def __init__(
        self,
        look: Callable[[], Look],
        rest: Callable[[float], None],
        clock: Callable[[], float],
    ) -> None:
        """Look for the first time. `rest` waits for some seconds, `clock` counts them."""
        self._look, self._rest, self._clock = look, rest, clock
        self._seen = look()

    def wait(self) -> frozenset[str]:
        """The places that have changed since the last look, as soon as there are some."""
        while True:
            begun = self._clock()
            now = self._look()
            if now == self._seen:
                self._rest(max(PAUSE, (self._clock() - begun) * _EASE))
                continue
            now = self._settled(now)
            before, self._seen = self._seen, now
            places = {**before, **now}
            if changed := frozenset(p for p in places if before.get(p) != now.get(p)):
                return changed

    def accept(self) -> None:
        """Take what is there now as seen: the changes are one's own."""
        self._seen = self._look()

    def _settled(self, now: Look) -> Look:
        for _ in range(_PATIENCE):
            self._rest(SETTLE)
            later = self._look()
            if later == now:
                break
            now = later
        return now

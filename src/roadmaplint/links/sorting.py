"""Sorts written targets: judged as they stand, or web addresses that have to be asked."""

from __future__ import annotations

import re

from roadmaplint.core.subjects import Verdict
from roadmaplint.links.ignoring import Ignored
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.target import Target, classify


class Sorting:
    """What settings say of targets before anything is asked."""

    def __init__(self, settings: LinkSettings) -> None:
        """Take the settings whose rewriting and ignoring counts."""
        self._remap = [(re.compile(pattern), new) for pattern, new in settings.remap]
        self._exclude = [re.compile(pattern) for pattern in settings.exclude]
        self._ignored = Ignored(settings.ignore)

    def read(self, written: str, now: float) -> Verdict | Target:
        """A web address to ask, or the verdict on a target that is not asked."""
        text = written
        for pattern, replacement in self._remap:
            text = pattern.sub(replacement, text)
        target = classify(text)
        if target.kind == "invalid":
            return Verdict(written, "invalid", target.reason, checked_at=now)
        if target.kind != "web":
            reason = target.reason or "not a web address"
            return Verdict(written, "skipped", reason, checked_at=now)
        excluded = next((p.pattern for p in self._exclude if p.search(text)), None)
        why = f"excluded by {excluded}" if excluded else self._ignored.why(target, text)
        return Verdict(target.full, "skipped", why, checked_at=now) if why else target

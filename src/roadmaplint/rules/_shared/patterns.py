"""Regular expressions from a configuration, compiled once."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, letter case ignored. Raises re.error for a pattern that is none."""
    return re.compile(pattern, re.IGNORECASE)

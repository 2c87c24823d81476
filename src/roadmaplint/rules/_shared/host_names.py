"""Telling host names from file names in targets that lack a scheme."""

from __future__ import annotations

import re

from roadmaplint.text.lazy import lazy

#: Endings that hardly any file has; `.md`, `.sh`, `.py`, `.rs`, `.zip` are files here.
_ENDINGS = "com|org|net|io|dev|edu|gov|info|app|me|ai|co|tv|uk|de|fr|ru|cn|jp|br|in"
_HOST = lazy(
    rf"(?:www\.[a-z0-9-]+(?:\.[a-z0-9-]+)+|(?:[a-z0-9-]+\.)+(?:{_ENDINGS}))(?::\d+)?(?=[/?#]|$)",
    re.IGNORECASE,
)


def looks_like_host(target: str) -> bool:
    """True if a target without a scheme begins with a host name, as in `example.com/page`."""
    return _HOST.match(target) is not None

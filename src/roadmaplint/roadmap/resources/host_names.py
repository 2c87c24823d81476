"""Host names in written addresses, told apart from file names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from roadmaplint.roadmap.targets import written_as
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


def host_of(target: str) -> str:
    """The host of a web address, lower case, without `www.`; empty for everything else."""
    if "//" not in target[:8]:
        return ""
    try:
        host = urlsplit(written_as(target)).hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.")


def on_host(host: str, hosts: Iterable[str]) -> bool:
    """True if `host` is one of `hosts` or a subdomain of one."""
    return any(host == known or host.endswith("." + known) for known in hosts)

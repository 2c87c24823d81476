"""The host of a written address, and whether it belongs to a listed one."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from roadmaplint.roadmap.targets import written_as


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

"""Settings of the web link checker: plain values with the defaults of a polite run."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from roadmaplint.links.exclusions import Ignore

#: Says who asks; the browser-compatible beginning is what many servers demand of anybody.
USER_AGENT = "Mozilla/5.0 (compatible; roadmaplint/1; link checker)"


class HostSettings(Struct, frozen=True):
    """What one host and its subdomains get instead of the general values."""

    concurrency: int | None = None
    interval: float | None = None


class LinkSettings(Struct, frozen=True):
    """Everything a run of the link checker needs; durations are seconds, sizes bytes.

    `timeout` is for the head of one answer, `body_timeout` for its body, `link_time` for all
    requests of one link together, `max_time` for the whole run. `interval` None adapts to the
    number of links on a host. `retries` counts further tries after a passing fault. `backoff`
    multiplies every wait between tries. `max_wait` is the longest Retry-After that is obeyed
    by waiting. `accept` are statuses taken as fine. `exclude` are regular expressions on the
    address, `remap` pairs of a regular expression and its replacement. `allow_addresses` are
    networks ("10.0.0.0/8") the address policy lets through. `headers` belong to one origin
    ("https://host:port") and are never sent to another. `hosts` is keyed by host name. `ignore`
    is not asked at all. `proxies` by scheme are used for all but the hosts of `direct`.
    `github_api` is asked about repositories where `github_token` is set, which goes nowhere else;
    `archive_api` is asked for copies of dead pages.
    """

    timeout: float = 15.0
    connect_timeout: float = 10.0
    body_timeout: float = 6.0
    link_time: float = 60.0
    max_time: float | None = None
    retries: int = 2
    backoff: float = 1.0
    max_wait: float = 60.0
    max_redirects: int = 20
    concurrency: int = 128
    host_concurrency: int = 4
    interval: float | None = None
    accept: frozenset[int] = frozenset()
    exclude: tuple[str, ...] = ()
    ignore: tuple[Ignore, ...] = ()
    remap: tuple[tuple[str, str], ...] = ()
    allow_addresses: tuple[str, ...] = ()
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hosts: Mapping[str, HostSettings] = field(default_factory=dict)
    user_agent: str = USER_AGENT
    max_body: int = 1 << 20
    max_cache_age: float | None = None
    proxies: Mapping[str, str] = field(default_factory=dict)
    direct: tuple[str, ...] = ()
    github_api: str = ""
    github_token: str = ""
    archive_api: str = ""
    anchors: bool = True
    upgrades: bool = True

    def __repr__(self) -> str:
        """Without its values: tokens and headers are secrets."""
        return "LinkSettings(...)"

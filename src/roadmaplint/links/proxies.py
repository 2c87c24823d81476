"""Which proxy stands between us and a host, if any."""

from __future__ import annotations

from roadmaplint.links.domains import is_address
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.target import Target


class Proxies:
    """The proxies of a run, by scheme, with the hosts that are asked directly."""

    def __init__(self, settings: LinkSettings) -> None:
        """Take the settings."""
        one = settings.proxy
        self._by_scheme = {"http": one, "https": one} if one else dict(settings.proxies)
        self._direct = tuple(name.lower().lstrip("*").lstrip(".") for name in settings.direct)
        #: Every way that is used, the direct one too.
        self.all = tuple(dict.fromkeys(("", *self._by_scheme.values())))

    def of(self, target: Target) -> str:
        """The proxy's address for a target; empty where it is asked directly.

        Private addresses and local names are never a proxy's business: whether they may be asked
        at all is checked here.
        """
        proxy = self._by_scheme.get(target.scheme)
        return "" if not proxy or _is_near(target.host) or self._is_direct(target) else proxy

    def _is_direct(self, target: Target) -> bool:
        host = target.host
        for name in self._direct:
            place = f"{host}:{target.port}" if ":" in name else host
            if not name or place == name or place.endswith(f".{name}"):
                return True
        return False


def without_login(proxy: str) -> tuple[str, tuple[str, str] | None]:
    """A proxy's address without its user and password, and these, percent-decoded."""
    from urllib.parse import unquote

    scheme, _, rest = proxy.rpartition("://")
    start = rest.partition("/")[0]
    login, at, _ = start.rpartition("@")
    if not at:
        return proxy, None
    user, _, word = login.partition(":")
    return f"{scheme}://{rest[len(login) + 1 :]}", (unquote(user), unquote(word))


def _is_near(host: str) -> bool:
    """True for this machine and for addresses that are not on the public internet."""
    from ipaddress import ip_address

    if is_address(host):
        return not ip_address(host).is_global
    return host == "localhost" or host.endswith(".localhost")

"""The server that the tests of the link checker start themselves."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.links.background import running
from tests.links.site import NOW, Check, Site, look

from roadmaplint.core.subjects import Verdict
from roadmaplint.links.cache import LinkCache


@pytest.fixture
def site() -> Iterator[Site]:
    """A running server on its own port of 127.0.0.1."""
    found = Site()

    async def start() -> list[asyncio.Server]:
        server = await asyncio.start_server(found.talk, found.host, 0)
        found.port = server.sockets[0].getsockname()[1]
        return [server]

    with running(start):
        yield found


@pytest.fixture
def check(site: Site) -> Check:
    """Resolves paths of the site (or whole addresses) and gives the verdicts by what was given."""

    def work(
        *targets: str, cache: LinkCache | None = None, now: float = NOW, **options: object
    ) -> dict[str, Verdict]:
        found = look(site, *targets, cache=cache, now=now, **options)
        urls = {t: site.url(t) if t.startswith("/") else t for t in targets}
        return {target: found.verdicts[url] for target, url in urls.items()}

    return work

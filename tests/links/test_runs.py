"""Runs as a whole: each address once, politeness, budgets, memory, no network."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.links.site import NOW, QUICK, Asked, Check, Site, answer, look, moved, page

from roadmaplint.links import LinkRequest, LinkSettings, NoNetwork, Progress, resolve
from roadmaplint.links.cache import LinkCache
from roadmaplint.links.checker import LinkChecker
from roadmaplint.links.http.address import AddressError, Addresses, Lookup

DAY = 86_400.0


def no_names(*, later: bool, known: tuple[str, ...] = ()) -> Lookup:
    """A name server that answers nothing, or says that nothing exists."""

    async def lookup(host: str) -> Addresses:
        await asyncio.sleep(0)
        if host in known:
            return ("192.0.2.1",)
        raise AddressError("name-later" if later else "no-name", "no such name")

    return lookup


def test_each_address_is_asked_once_however_it_is_written(site: Site) -> None:
    site.routes["/x"] = page(body="<h2 id=a>")
    port = site.port
    spellings = [
        f"http://127.0.0.1:{port}/x",
        f"HTTP://127.1:{port}/x",
        f"http://127.0.0.1:{port}/y/../x#a",
    ]
    found = look(site, *spellings, *spellings)
    assert [found.verdicts[spelling].outcome for spelling in spellings] == ["ok", "ok", "ok"]
    assert site.asked("/x") == 1


def test_the_order_of_requests_changes_nothing(site: Site) -> None:
    site.routes |= {"/a": moved(301, "/b"), "/b": page(), "/c": answer(500), "/d": answer(403)}
    paths = ["/a", "/b", "/c", "/d", "/e", "/b#x"]
    one = look(site, *paths).verdicts
    other = look(site, *reversed(paths)).verdicts
    assert one == other


def test_few_at_once_per_host(site: Site, check: Check) -> None:
    paths = [f"/{n}" for n in range(60)]
    site.routes |= {path: page(path) for path in paths}
    assert {v.outcome for v in check(*paths).values()} == {"ok"}
    assert site.most_at_once <= 4
    site.most_at_once = 0
    check(*paths, host_concurrency=1)
    assert site.most_at_once == 1


def test_retry_after_is_obeyed_by_the_whole_host(site: Site, check: Check) -> None:
    busy = answer(429, "", "Retry-After: 1")
    site.routes["/a"] = lambda asked: busy if asked.nth == 1 else page()
    site.routes |= {f"/{n}": page() for n in range(10)}
    found = check("/a", *(f"/{n}" for n in range(10)), interval=0.05)
    assert {v.outcome for v in found.values()} == {"ok"}
    paths = [asked.path for asked in site.log]
    assert paths.count("/a") == 2


def test_a_host_that_wants_no_requests_is_left_alone(site: Site, check: Check) -> None:
    site.routes |= {f"/{n}": answer(429, "", "Retry-After: 9999") for n in range(20)}
    found = check(*(f"/{n}" for n in range(20)))
    assert {v.outcome for v in found.values()} == {"blocked"}
    assert len(site.log) <= 4


def test_a_server_that_answers_nobody_is_given_up(site: Site, check: Check) -> None:
    paths = [f"/{n}" for n in range(30)]
    site.routes |= {path: lambda _: None for path in paths}
    found = check(*paths, timeout=0.1)
    assert {v.outcome for v in found.values()} == {"failing"}
    assert len(site.log) < 15


def test_a_few_silent_pages_do_not_condemn_the_others(site: Site, check: Check) -> None:
    site.routes |= {f"/{n}": (lambda _: None) if n < 3 else page() for n in range(12)}
    found = check(*(f"/{n}" for n in range(12)), timeout=0.15)
    assert [found[f"/{n}"].outcome for n in range(12)] == ["failing"] * 3 + ["ok"] * 9


def test_connections_that_the_server_closes_without_a_word(site: Site, check: Check) -> None:
    site.closes = True
    site.routes |= {f"/{n}": page() for n in range(12)}
    found = check(*(f"/{n}" for n in range(12)))
    assert {v.outcome for v in found.values()} == {"ok"}


def test_out_of_time_keeps_what_is_known(site: Site) -> None:
    site.routes |= {"/good": page(), "/slow": lambda _: None}
    found = look(site, "/good", "/slow", max_time=0.4, timeout=5.0)
    assert found.verdicts[site.url("/good")].outcome == "ok"
    assert found.verdicts[site.url("/slow")].outcome == "unchecked"
    assert "0.4 s" in found.stopped


def test_an_interruption_keeps_what_is_known(site: Site) -> None:
    site.routes |= {"/good": page(), "/slow": lambda _: None}
    reports: list[Progress] = []

    def progress(report: Progress) -> None:
        reports.append(report)
        if report.links:
            raise KeyboardInterrupt

    urls = [LinkRequest(site.url("/good")), LinkRequest(site.url("/slow"))]
    found = resolve(urls, replace(QUICK, timeout=5.0), None, lambda: NOW, progress)
    assert found.stopped == "interrupted"
    assert found.verdicts[site.url("/good")].outcome == "ok"
    assert found.verdicts[site.url("/slow")].outcome == "unchecked"


def test_progress_ends_complete(site: Site) -> None:
    site.routes["/x"] = page()
    reports: list[Progress] = []
    urls = [LinkRequest(site.url("/x")), LinkRequest(site.url("/y"))]
    resolve(urls, QUICK, None, lambda: NOW, reports.append)
    assert reports[-1] == Progress(2, 2, 1, 1)


def test_excluded_and_remapped(site: Site, check: Check) -> None:
    site.routes |= {"/new": page()}
    found = check("/old", "/secret", exclude=("secret",), remap=(("/old$", "/new"),))
    assert found["/old"].outcome == "ok"
    assert found["/secret"].outcome == "skipped"
    assert site.asked("/secret") == 0


def test_accepted_statuses_are_fine(site: Site, check: Check) -> None:
    site.routes["/x"] = answer(410)
    assert check("/x", accept=frozenset({410}))["/x"].outcome == "ok"


def test_good_news_is_remembered(site: Site, check: Check, tmp_path: Path) -> None:
    site.routes |= {"/x": page(body="<h2 id=a>"), "/m": moved(301, "/x")}
    targets = ("/x", "/x#a", "/x#b", "/m")
    with LinkCache(tmp_path / "links.db") as cache:
        first = check(*targets, cache=cache)
        asked = len(site.log)
        second = check(*targets, cache=cache, now=NOW + DAY)
        assert len(site.log) == asked
        assert [replace(v, cached=False) for v in second.values()] == list(first.values())
        assert all(v.cached for v in second.values())
        assert check("/x", cache=cache, now=NOW + DAY, max_cache_age=60.0)["/x"].cached is False


def test_bad_news_is_asked_again(site: Site, check: Check, tmp_path: Path) -> None:
    site.routes |= {"/x": answer(404), "/y": answer(500)}
    with LinkCache(tmp_path / "links.db") as cache:
        assert check("/x", "/y", cache=cache)["/x"].outcome == "dead"
        site.routes |= {"/x": page(), "/y": page()}
        found = check("/x", "/y", cache=cache)
        assert [v.outcome for v in found.values()] == ["ok", "ok"]


def test_failing_is_counted_over_runs(site: Site, check: Check, tmp_path: Path) -> None:
    site.routes["/x"] = answer(500)
    with LinkCache(tmp_path / "links.db") as cache:
        for day in range(4):
            verdict = check("/x", cache=cache, now=NOW + day * DAY)["/x"]
    assert (verdict.failures, verdict.failing_since) == (4, NOW)


def test_a_clock_that_went_backwards(site: Site, check: Check, tmp_path: Path) -> None:
    site.routes |= {"/good": page(), "/bad": answer(500)}
    with LinkCache(tmp_path / "links.db") as cache:
        for day in (40, 41, 0):
            found = check("/good", "/bad", cache=cache, now=NOW + day * DAY)
        assert found["/good"].cached is False, "what was seen in the future is asked again"
        assert (found["/bad"].failures, found["/bad"].failing_since) == (1, NOW)
        found = check("/good", "/bad", cache=cache, now=NOW + DAY)
        assert found["/good"].cached
        assert (found["/bad"].failures, found["/bad"].failing_since) == (2, NOW)


def test_validators_renew_a_memory(site: Site, check: Check, tmp_path: Path) -> None:
    def reply(asked: Asked) -> bytes:
        if asked.headers.get("if-none-match") == '"v1"':
            return b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n'
        return answer(200, "<title>x</title>", 'ETag: "v1"')

    site.routes["/x"] = reply
    with LinkCache(tmp_path / "links.db") as cache:
        check("/x", cache=cache)
        later = check("/x", cache=cache, now=NOW + 60 * DAY)["/x"]
        assert (later.outcome, later.checked_at) == ("ok", NOW + 60 * DAY)
        assert "if-none-match" in site.log[-1].headers
        assert site.asked("/x") == 2
        assert check("/x", cache=cache, now=NOW + 61 * DAY)["/x"].cached


@pytest.mark.parametrize("later", [True, False])
def test_no_network_is_said_and_nothing_is_judged(later: bool) -> None:
    checker = LinkChecker(QUICK, None, lambda: NOW, no_names(later=later))
    requests = [LinkRequest(f"https://host{n}.example/x") for n in range(4)]
    with pytest.raises(NoNetwork):
        checker.resolve(requests, None)


def test_a_name_that_does_not_exist_is_dead_where_others_do() -> None:
    lookup = no_names(later=False, known=("example.com",))
    checker = LinkChecker(QUICK, None, lambda: NOW, lookup)
    url = "https://roadmap-of-old.example/x"
    found = checker.resolve([LinkRequest(url)], None)
    assert found.verdicts[url].outcome == "dead"


def test_a_proxy_that_fails_is_no_network() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = replace(QUICK, proxies={"https": f"http://127.0.0.1:{port}"})
    with pytest.raises(NoNetwork, match="proxy"):
        resolve([LinkRequest("https://host.example/x")], settings, None, lambda: NOW)


def test_a_proxy_is_used_and_local_targets_stay_closed(site: Site) -> None:
    site.routes["http://host.example/x"] = page()
    proxy = f"http://127.0.0.1:{site.port}"
    settings = replace(
        QUICK, proxies={"http": proxy, "https": proxy}, allow_addresses=(), upgrades=False
    )
    urls = ["http://host.example/x", "http://127.0.0.1/x", "http://localhost/x", "http://10.1.1.1/"]
    found = resolve([LinkRequest(url) for url in urls], settings, None, lambda: NOW).verdicts
    assert [found[url].outcome for url in urls] == ["ok"] + ["refused-target"] * 3


def test_an_internal_fault_leaves_one_link_unchecked(
    site: Site, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    from roadmaplint.links import session
    from roadmaplint.links.judge import classify

    site.routes |= {"/good": page(), "/bad": page()}
    real = classify.classify

    def faulty(chain: object, *more: object) -> object:
        if "/bad" in str(chain):
            raise ZeroDivisionError
        return real(chain, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(session, "classify", faulty)
    found = check("/good", "/bad")
    assert [v.outcome for v in found.values()] == ["ok", "unchecked"]


def test_nothing_to_ask_asks_nothing() -> None:
    found = resolve([LinkRequest("#intro"), LinkRequest("a.md")], LinkSettings(), None, lambda: NOW)
    assert {v.outcome for v in found.verdicts.values()} == {"skipped"}
    assert found.hosts == 0

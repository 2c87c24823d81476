"""GitHub's API and the archive: a stand-in on loopback, and what their answers mean."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
from msgspec.structs import replace
from tests.links.site import NOW, QUICK, Asked, Site, answer, moved, page
from tests.links.test_mocked import book

from roadmaplint.core.finding import Safety
from roadmaplint.links import LinkRequest, Resolution, resolve
from roadmaplint.links.cache import LinkCache
from roadmaplint.links.checker import LinkChecker
from roadmaplint.links.http.client import HttpClient
from roadmaplint.links.services import (
    ArchivedCopy,
    GitHubApi,
    Repository,
    read_copy,
    read_repositories,
    repositories_query,
)
from roadmaplint.links.url import parse

TOKEN = "t0ken"


def graph(**rows: dict[str, Any] | None) -> bytes:
    return answer(200, json.dumps({"data": rows}), "Content-Type: application/json")


def row(name: str, *, archived: str = "") -> dict[str, Any]:
    return {
        "nameWithOwner": name, "isArchived": bool(archived), "archivedAt": archived or None
    }  # fmt: skip


def ask(site: Site, *paths: str, cache: LinkCache | None = None, **more: Any) -> Resolution:
    settings = replace(
        QUICK, github_api=site.url("/graphql"), github_token=TOKEN, **more
    )  # fmt: skip
    return resolve([LinkRequest(site.url(path)) for path in paths], settings, cache, lambda: NOW)


def test_repositories_are_asked_together(site: Site) -> None:
    site.routes["/graphql"] = graph(
        r0=row("own/one"), r1=row("new/two"), r2=row("own/old", archived="2021-05-04T00:00:00Z"),
        r3=None,
    )  # fmt: skip
    found = ask(site, "/own/one", "/own/two", "/own/old", "/own/gone", "/own/one/wiki").verdicts
    assert found[site.url("/own/one")].outcome == "ok"
    two = found[site.url("/own/two")]
    assert (two.outcome, two.rewrite) == ("moved", (site.url("/new/two"), Safety.UNSAFE))
    assert "since 2021-05-04" in found[site.url("/own/old")].note
    assert found[site.url("/own/gone")].outcome == "dead"
    paths = [request.path for request in site.log]
    assert paths.count("/graphql") == 1
    assert not {"/own/one", "/own/two", "/own/old"} & set(paths)
    assert {"/own/gone", "/own/one/wiki"} <= set(paths)


def test_a_hundred_at_once(site: Site) -> None:
    site.routes["/graphql"] = graph(**{f"r{n}": row(f"own/r{n}") for n in range(100)})
    ask(site, *(f"/own/r{n}" for n in range(250)))
    assert site.asked("/graphql") == 3


def test_the_token_goes_to_the_api_only(site: Site) -> None:
    site.routes |= {"/graphql": moved(307, "/other"), "/other": page(), "/own/one": page()}
    found = ask(site, "/own/one")
    assert found.verdicts[site.url("/own/one")].outcome == "ok"
    assert any("307" in notice for notice in found.notices)
    told = {request.path for request in site.log if "authorization" in request.headers}
    assert told == {"/graphql"}
    assert site.log[0].headers["authorization"] == f"bearer {TOKEN}"


def test_the_token_never_travels_in_the_open() -> None:
    settings = replace(QUICK, github_api="http://github.example/api", github_token=TOKEN)
    requests = [LinkRequest("http://github.example/own/one")]
    with respx.mock:
        route = respx.post("http://github.example/api")
        respx.get("http://github.example/own/one").mock(httpx.Response(200))
        respx.get("https://github.example/own/one").mock(httpx.Response(404))
        checker = LinkChecker(settings, None, lambda: NOW, book())
        found = checker.resolve(requests, None)
    assert not route.called
    assert any("not https" in notice for notice in found.notices)


@respx.mock
def test_names_on_github_itself() -> None:
    answered = {"data": {"r0": row("other/renamed")}}
    route = respx.post("https://api.github.com/graphql").respond(json=answered)
    settings = replace(
        QUICK, github_api="https://api.github.com/graphql", github_token=TOKEN, allow_addresses=()
    )
    url = "https://github.com/own/one.git"
    checker = LinkChecker(settings, None, lambda: NOW, book())
    found = checker.resolve([LinkRequest(url)], None)
    assert found.verdicts[url].final == "https://github.com/other/renamed.git"
    assert route.call_count == 1


@pytest.mark.parametrize("reply", [answer(401), answer(500), answer(200, "no json"), b""])
def test_an_api_that_fails_is_done_without(site: Site, reply: bytes) -> None:
    site.routes |= {"/graphql": reply, "/own/one": page()}
    assert ask(site, "/own/one").verdicts[site.url("/own/one")].outcome == "ok"


def test_what_the_api_said_is_remembered(site: Site, tmp_path: Path) -> None:
    site.routes["/graphql"] = graph(r0=row("own/one", archived="2021-05-04T00:00:00Z"))
    with LinkCache(tmp_path / "links.sqlite") as cache:
        first = ask(site, "/own/one", cache=cache).verdicts
        second = ask(site, "/own/one", cache=cache).verdicts
    assert site.asked("/graphql") == 1
    assert second == {url: replace(verdict, cached=True) for url, verdict in first.items()}
    assert "archived" in second[site.url("/own/one")].note


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/a/b", "a/b"),
        ("https://github.com/a/b/", "a/b"),
        ("https://github.com/a/b.js", "a/b.js"),
        ("https://github.com/a/b.git", "a/b"),
        ("https://github.com/a", None),
        ("https://github.com/a/b/issues", None),
        ("https://github.com/topics/python", None),
        ("https://github.com/a/b?tab=readme", None),
        ("http://github.com/a/b", None),
        ("https://gist.github.com/a/b", None),
        ('https://github.com/a/b"c', None),
    ],
)
def test_pages_of_repositories(url: str, name: str | None) -> None:
    settings = replace(QUICK, github_api="https://api.github.com/graphql", github_token=TOKEN)
    assert GitHubApi(HttpClient(settings), settings).name_of(parse(url)) == name


def test_a_query_holds_names_as_strings() -> None:
    assert 'r1: repository(owner: "c", name: "d.e", followRenames: true)' in repositories_query(
        ["a/b", "c/d.e"]
    )


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", {}),
        (b"[]", {}),
        (b'{"data": null}', {}),
        (b'{"data": {"r0": {"nameWithOwner": 3}}}', {}),
        (b'{"data": {"r0": {"nameWithOwner": "x y/z"}}}', {}),
        (b'{"data": {"r0": {"nameWithOwner": "a/c", "isArchived": true}}}',
         {"a/b": Repository("a/c", "yes")}),
    ],
)  # fmt: skip
def test_answers_that_make_no_sense_say_nothing(body: bytes, found: dict[str, Repository]) -> None:
    assert read_repositories(body, ["a/b"]) == found


def snapshot(url: str, **more: object) -> bytes:
    closest = {"available": True, "url": url, "timestamp": "20200102030405", "status": "200"}
    body = {"archived_snapshots": {"closest": closest | more}}
    return answer(200, json.dumps(body), "Content-Type: application/json")


def look_up(site: Site, *paths: str) -> Resolution:
    settings = replace(QUICK, archive_api=site.url("/available"))
    return resolve([LinkRequest(site.url(path)) for path in paths], settings, None, lambda: NOW)


def test_copies_of_dead_pages_are_proposed(site: Site) -> None:
    from urllib.parse import quote

    def where(path: str) -> str:
        return f"/available?url={quote(site.url(path), safe='')}"

    site.routes |= {
        "/ok": page(),
        where("/gone"): snapshot("http://web.archive.org/web/20200102030405/http://x.example/"),
        where("/never"): answer(200, '{"archived_snapshots": {}}'),
    }
    found = look_up(site, "/ok", "/gone", "/never").verdicts
    gone = found[site.url("/gone")]
    copy = "https://web.archive.org/web/20200102030405/http://x.example/"
    assert (gone.outcome, gone.rewrite) == ("dead", (copy, Safety.SUGGESTION))
    assert "2020-01-02" in gone.reason
    assert found[site.url("/never")].rewrite is None
    assert sum(request.path.startswith("/available") for request in site.log) == 2


def test_an_archive_that_fails_is_left_alone(site: Site) -> None:
    def fail(_: Asked) -> bytes:
        return answer(500)

    from urllib.parse import quote

    paths = [f"/{n}" for n in range(8)]
    site.routes |= {f"/available?url={quote(site.url(path), safe='')}": fail for path in paths}
    found = look_up(site, *paths)
    assert {verdict.outcome for verdict in found.verdicts.values()} == {"dead"}
    assert sum(request.path.startswith("/available") for request in site.log) == 3
    assert any("archive" in notice for notice in found.notices)


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b'{"archived_snapshots": []}', snapshot("javascript:1"),
     snapshot("https://a.example/", available=False), snapshot("https://a.example/", status="404"),
     snapshot("https://user:word@a.example/"), snapshot("https://a.example/\nb")],
)  # fmt: skip
def test_what_is_no_copy(body: bytes) -> None:
    assert read_copy(body.partition(b"\r\n\r\n")[2] or body) is None


def test_a_copy_without_a_day() -> None:
    body = snapshot("https://a.example/x", timestamp="soon").partition(b"\r\n\r\n")[2]
    assert read_copy(body) == ArchivedCopy("https://a.example/x", "")

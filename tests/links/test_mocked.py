"""What needs names and certificates, with the network mocked below the client."""

from __future__ import annotations

import ssl

import httpcore
import httpx
import respx
from msgspec.structs import replace
from tests.links.site import NOW, QUICK

from roadmaplint.core.finding import Safety
from roadmaplint.core.subjects import Verdict
from roadmaplint.links import LinkRequest
from roadmaplint.links.checker import LinkChecker
from roadmaplint.links.http.address import Addresses, Lookup

PUBLIC = "93.184.216.34"
HTML = {"content-type": "text/html"}


def book(**table: str) -> Lookup:
    """Names from a table; everything else is public."""

    async def lookup(host: str) -> Addresses:
        return (table.get(host.replace(".", "_"), PUBLIC),)

    return lookup


def check(*urls: str, lookup: Lookup | None = None) -> dict[str, Verdict]:
    settings = replace(QUICK, allow_addresses=())
    checker = LinkChecker(settings, None, lambda: NOW, lookup or book())
    return dict(checker.resolve([LinkRequest(url) for url in urls], None).verdicts)


def html(title: str) -> httpx.Response:
    return httpx.Response(200, headers=HTML, text=f"<title>{title}</title><p>Text")


@respx.mock
def test_https_is_proposed_where_it_shows_the_same_page() -> None:
    respx.get("http://a.example/x").mock(html("Guide"))
    respx.get("https://a.example/x").mock(html("Guide"))
    respx.get("http://b.example/x").mock(html("Guide"))
    respx.get("https://b.example/x").mock(html("Default site"))
    found = check("http://a.example/x#top", "http://b.example/x")
    first = found["http://a.example/x#top"]
    assert first.outcome == "upgradable"
    assert first.rewrite == ("https://a.example/x#top", Safety.SAFE)
    assert found["http://b.example/x"].outcome == "ok"


@respx.mock
def test_https_that_fails_is_asked_once_a_host() -> None:
    respx.get(url__startswith="http://a.example/").mock(html("Guide"))
    secure = respx.get(url__startswith="https://a.example/").mock(
        side_effect=httpcore.ConnectError("no")
    )
    urls = [f"http://a.example/{n}" for n in range(5)]
    assert {v.outcome for v in check(*urls).values()} == {"ok"}
    assert secure.call_count == 1


def certificate_error(code: int) -> ssl.SSLCertVerificationError:
    problem = ssl.SSLCertVerificationError(1, "certificate verify failed")
    problem.verify_code, problem.verify_message = code, "message"
    return problem


@respx.mock
def test_bad_certificates_are_named_and_a_missing_page_behind_them_is_dead() -> None:
    route = respx.get("https://a.example/x")
    route.side_effect = [certificate_error(10), html("Guide")]
    other = respx.get("https://b.example/x")
    other.side_effect = [certificate_error(62), httpx.Response(404)]
    found = check("https://a.example/x", "https://b.example/x")
    assert found["https://a.example/x"].outcome == "insecure"
    assert "expired" in found["https://a.example/x"].reason
    assert found["https://b.example/x"].outcome == "dead"


@respx.mock
def test_a_name_with_a_private_address_is_refused_on_every_hop() -> None:
    lookup = book(inside_example="10.0.0.1")
    respx.get("https://a.example/x").mock(
        httpx.Response(302, headers={"location": "http://inside.example/"})
    )
    private = respx.get(url__startswith="http://inside.example/").mock(html("secret"))
    found = check("https://a.example/x", "http://inside.example/y", lookup=lookup)
    assert {v.outcome for v in found.values()} == {"refused-target"}
    assert private.call_count == 0


@respx.mock
def test_ports_of_public_hosts_are_limited() -> None:
    other = respx.get(url__startswith="http://a.example").mock(html("Guide"))
    found = check("http://a.example:22/", "http://a.example:8080/")
    assert [v.outcome for v in found.values()] == ["refused-target", "ok"]
    assert other.call_count == 1


@respx.mock
def test_a_move_to_https_is_safe_and_one_to_another_owner_a_suggestion() -> None:
    respx.get("http://a.example/x").mock(
        httpx.Response(301, headers={"location": "https://www.a.example/x"})
    )
    respx.get("https://www.a.example/x").mock(html("Guide"))
    respx.get("https://b.example/guide/sql").mock(
        httpx.Response(308, headers={"location": "https://c.example/sql"})
    )
    respx.get("https://c.example/sql").mock(html("SQL"))
    found = check("http://a.example/x", "https://b.example/guide/sql")
    assert found["http://a.example/x"].rewrite == ("https://www.a.example/x", Safety.SAFE)
    assert found["https://b.example/guide/sql"].rewrite == (
        "https://c.example/sql",
        Safety.SUGGESTION,
    )

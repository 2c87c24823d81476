"""Verdicts on links to a real server that behaves in many ways."""

from __future__ import annotations

import pytest
from tests.links.site import Asked, Check, Reply, Site, answer, moved, packed, page

from roadmaplint.core.finding import Safety


@pytest.mark.parametrize(
    ("reply", "outcome", "times"),
    [
        (page(), "ok", 1),
        (answer(204), "ok", 1),
        (answer(404), "dead", 2),
        (answer(410), "dead", 1),
        (answer(500), "failing", 3),
        (answer(503), "failing", 4),
        (answer(403), "blocked", 2),
        (answer(403, "", "cf-mitigated: challenge"), "blocked", 1),
        (answer(401, "", "WWW-Authenticate: Basic"), "blocked", 1),
        (answer(451), "blocked", 2),
        (answer(999), "blocked", 2),
        (answer(429, "", "Retry-After: 3600"), "blocked", 1),
        (answer(200, "<title>Just a moment...</title>"), "blocked", 1),
        (answer(200, "<title>Page not found</title>"), "gone-soft", 1),
        (answer(200, "<title>x.example is for sale</title>"), "gone-soft", 1),
        (answer(301), "failing", 1),
        (moved(302, "mailto:a@example.org"), "blocked", 1),
        (moved(302, "file:///etc/passwd"), "refused-target", 1),
        (moved(302, "http://10.0.0.1/"), "refused-target", 1),
        (moved(301, "http://[::ffff:169.254.169.254]/"), "refused-target", 1),
        (moved(302, "http://:::/"), "failing", 1),
        (b"SSH-2.0-OpenSSH\r\n", "dead", 2),
        (b"", "dead", 3),
        (b"HTTP/1.1 200 OK\r\nBroken Header\r\nContent-Length: 2\r\n\r\nok", "ok", 1),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nshort", "ok", 1),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n", "ok", 1),
        (b"\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "ok", 1),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + page(), "ok", 1),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nZZZ\r\n", "ok", 1),
    ],
)
def test_one_answer(site: Site, check: Check, reply: Reply, outcome: str, times: int) -> None:
    site.routes["/x"] = reply
    verdict = check("/x")["/x"]
    assert verdict.outcome == outcome, verdict.reason
    assert site.asked("/x") == times
    assert verdict.reason


def test_what_never_answers_is_failing(site: Site, check: Check) -> None:
    site.routes["/x"] = lambda _: None
    assert check("/x", timeout=0.1)["/x"].outcome == "failing"
    assert site.asked("/x") == 2


def test_nothing_listens(check: Check, site: Site) -> None:
    closed = "http://127.0.0.2:9/x"
    site.routes["/x"] = page()
    assert check("/x", closed)[closed].outcome == "dead"


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_a_fault_that_passes_is_no_fault(site: Site, check: Check, status: int) -> None:
    site.routes["/x"] = lambda asked: answer(status) if asked.nth == 1 else page()
    assert check("/x")["/x"].outcome == "ok"


def test_who_refuses_tools_is_asked_with_the_headers_of_a_browser(site: Site, check: Check) -> None:
    def picky(asked: Asked) -> bytes:
        return page() if "Firefox" in asked.headers["user-agent"] else answer(403)

    site.routes["/x"] = picky
    assert check("/x")["/x"].outcome == "ok"
    assert "roadmaplint" in site.log[0].headers["user-agent"]


def test_moves(site: Site, check: Check) -> None:
    site.routes |= {
        "/x": moved(301, "/2"), "/2": moved(308, "/3"), "/3": page(),
        "/t": moved(302, "/3"), "/slash": moved(301, "/slash/"), "/slash/": page(),
        "/gone": moved(301, "/nothing"),
        "/meta": answer(200, "<meta http-equiv=refresh content='0; url=/3'>"),
        "/header": answer(200, "", "Refresh: 0; url=/3"),
        "/lost": answer(200, "", "Refresh: 1;URL='/nothing'"),
        "/later": answer(200, "<title>News</title>", "Refresh: 300; url=/nothing"),
    }  # fmt: skip
    found = check("/x", "/t", "/slash", "/gone", "/meta", "/header", "/lost", "/later")
    assert found["/x"].outcome == "moved"
    assert found["/x"].rewrite == (site.url("/3"), Safety.UNSAFE)
    assert [hop.status for hop in found["/x"].hops] == [301, 308]
    assert (found["/t"].outcome, found["/t"].rewrite) == ("redirected", None)
    assert found["/slash"].rewrite == (site.url("/slash/"), Safety.SAFE)
    assert found["/gone"].outcome == "dead"
    assert found["/meta"].rewrite == (site.url("/3"), Safety.SUGGESTION)
    assert found["/header"].rewrite == (site.url("/3"), Safety.SUGGESTION)
    assert (found["/lost"].outcome, found["/later"].outcome) == ("dead", "ok")
    assert site.asked("/3") == 1, "five ways lead there, one question is enough"


def test_loops_end(site: Site, check: Check) -> None:
    site.routes |= {"/a": moved(302, "/b"), "/b": moved(302, "/a"), "/s": moved(301, "/s")}
    site.routes |= {f"/n{n}": moved(302, f"/n{n + 1}") for n in range(40)}
    found = check("/a", "/s", "/n0")
    assert {verdict.outcome for verdict in found.values()} == {"dead"}
    assert site.asked("/n30") == 0


def test_cookies_last_for_one_chain(site: Site, check: Check) -> None:
    def gate(asked: Asked) -> bytes:
        return page() if "seen=1" in asked.headers.get("cookie", "") else moved(302, "/set")

    site.routes |= {
        "/x": gate,
        "/set": moved(302, "/x", "Set-Cookie: seen=1; Path=/"),
        "/y": page(),
    }
    assert check("/x", "/y")["/x"].outcome == "ok"
    assert all("cookie" not in asked.headers for asked in site.log if asked.path == "/y")


def test_sent_home(site: Site, check: Check) -> None:
    site.routes |= {"/blog/2016/learn-sql-now": moved(301, "/"), "/": page("ACME Cloud")}
    assert check("/blog/2016/learn-sql-now")["/blog/2016/learn-sql-now"].outcome == "gone-soft"


def test_a_doubt_is_confirmed_by_a_sibling(site: Site, check: Check) -> None:
    home = page("ACME")
    site.routes |= {"/pricing": moved(302, "/"), "/": home}
    assert check("/pricing")["/pricing"].outcome == "redirected"

    class Everything(dict[str, Reply]):
        def get(self, key: str, default: object = None) -> Reply:
            return home if key == "/" else moved(302, "/")

    site.routes = Everything()
    assert check("/pricing")["/pricing"].outcome == "gone-soft"


def test_a_login_is_no_death_and_no_move(site: Site, check: Check) -> None:
    site.routes |= {"/x": moved(301, "/login?next=/x"), "/login?next=/x": page("Sign in")}
    verdict = check("/x")["/x"]
    assert (verdict.outcome, verdict.rewrite) == ("blocked", None)


def test_anchors(site: Site, check: Check) -> None:
    site.routes["/x"] = page("Guide", "<h2 id=a>A</h2><h2 id='b b'>B</h2>")
    site.routes["/zip"] = packed(b"<h2 id=deep>x</h2>")
    site.routes["/pdf"] = answer(200, "%PDF", "Content-Type: application/pdf")
    site.routes["/m"] = moved(301, "/x")
    found = check("/x#a", "/x#b%20b", "/x#c", "/x", "/zip#deep", "/pdf#page=3", "/m#a", "/m#z")
    assert {target: verdict.outcome for target, verdict in found.items()} == {
        "/x#a": "ok", "/x#b%20b": "ok", "/x#c": "anchor-missing", "/x": "ok", "/zip#deep": "ok",
        "/pdf#page=3": "anchor-unknown", "/m#a": "moved", "/m#z": "anchor-missing",
    }  # fmt: skip
    assert site.asked("/x") == 1
    assert found["/m#a"].rewrite == (site.url("/x#a"), Safety.UNSAFE)


def test_a_body_without_end_is_cut(site: Site, check: Check) -> None:
    def endless(_: Asked) -> bytes:
        block = b"<p>all work and no play</p>" * 4000
        chunk = b"%x\r\n%s\r\n" % (len(block), block)
        return (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
            + chunk * 40
        )

    site.routes |= {"/x": endless, "/bomb": packed(bytes(64 << 20))}
    found = check("/x#intro", "/bomb#intro", "/x")
    assert {v.outcome for v in found.values()} == {"anchor-unknown", "ok"}


def test_secrets_stay_with_their_origin(site: Site, check: Check) -> None:
    other = f"http://127.0.0.2:{site.port}"
    site.routes |= {"/x": moved(302, "/y"), "/y": moved(302, "http://localhost.example.invalid/z")}
    own = {site.url(""): {"Authorization": "Bearer secret"}, other: {"X-Key": "other"}}
    check("/x", headers=own)
    assert {asked.headers.get("authorization") for asked in site.log} == {"Bearer secret"}
    assert all("x-key" not in asked.headers for asked in site.log)


def test_credentials_are_never_sent(site: Site, check: Check) -> None:
    site.routes["/x"] = page()
    url = f"http://user:pass@127.0.0.1:{site.port}/x"
    assert check(url)[url].outcome == "ok"
    assert "authorization" not in site.log[0].headers


@pytest.mark.parametrize(
    ("target", "outcome"),
    [
        ("mailto:a@example.org", "skipped"),
        ("https://", "invalid"),
        ("https://https://example.org", "invalid"),
        ("http://10.0.0.1/", "refused-target"),
        ("http://169.254.169.254/latest/", "refused-target"),
        ("http://[::1]/", "refused-target"),
    ],
)
def test_what_is_not_asked(check: Check, site: Site, target: str, outcome: str) -> None:
    site.routes["/x"] = page()
    assert check("/x", target)[target].outcome == outcome


def test_a_very_long_address(site: Site, check: Check) -> None:
    path = "/x?" + "y" * 20_000
    site.routes[path] = answer(414)
    assert check(path)[path].outcome == "blocked"

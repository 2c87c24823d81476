"""Nothing that a stranger writes or sends makes the link checker raise."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roadmaplint.links.http import Response
from roadmaplint.links.judge.page import Page, find_anchor
from roadmaplint.links.judge.redirects import CookieJar, Step, rewrite_of
from roadmaplint.links.judge.soft_404 import (
    Arrival,
    homepage_redirect,
    login_or_consent,
    soft_404,
)
from roadmaplint.links.schedule.retry import retry_after
from roadmaplint.links.url import Url, join, parse

ADDRESS = st.one_of(
    st.text(max_size=60),
    st.builds(
        "{}://{}".format, st.sampled_from(["http", "https", "ftp", "HTTP"]), st.text(max_size=40)
    ),
    st.builds("https://example.org/{}".format, st.text(max_size=40)),
)


@given(ADDRESS)
def test_classifying_never_raises_and_is_stable(written: str) -> None:
    target = parse(written)
    if target.kind == "web":
        assert target.page.isascii()
        assert not set(target.page) & set(" \r\n\t\0")
        assert parse(target.page).key == target.key
    else:
        assert target.kind != "invalid" or target.reason


@given(ADDRESS, ADDRESS)
def test_joining_never_raises(base: str, location: str) -> None:
    start = parse(base)
    if start.kind == "web":
        found = join(start, location)
        assert isinstance(found, Url)
        assert rewrite_of(start, (Step(301, found),)) is not None or found.kind != "web"


@given(st.text(max_size=300), ADDRESS, st.text(max_size=30), st.text(max_size=30))
def test_any_page_is_judged(html: str, final: str, text: str, fragment: str) -> None:
    page = Page(f"<title>{html[:40]}</title>{html}")
    asked, end = parse("https://example.org/a/b-c-d"), parse(final)
    view = Arrival(asked, end if end.kind == "web" else asked, page, (text,))
    for found in (soft_404(view), homepage_redirect(view)):
        assert found is None or found.reason
    assert login_or_consent(view) is None or view.was_redirected or page.title
    assert find_anchor(fragment, Response(200, {}), page).state in {"present", "missing", "unknown"}


@given(st.lists(st.text(max_size=60), max_size=5), ADDRESS)
def test_any_cookie_is_taken_or_left(lines: list[str], url: str) -> None:
    jar = CookieJar()
    start = parse("https://www.example.org/a/b")
    jar.store(start, tuple(lines))
    target = parse(url)
    if target.kind == "web":
        assert not set(jar.header(target)) & set("\r\n\0")


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_retry_after_is_read(after: str, date: str) -> None:
    seconds = retry_after(Response(429, {"retry-after": after, "date": date}), 1e9)
    assert seconds is None or seconds >= 0

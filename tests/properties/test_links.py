"""Nothing that a stranger writes or sends makes the link checker raise."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roadmaplint.links import anchors, evidence, home, moves
from roadmaplint.links.answer import Answer
from roadmaplint.links.cookies import Jar
from roadmaplint.links.evidence import View
from roadmaplint.links.page import Page
from roadmaplint.links.policy import retry_after
from roadmaplint.links.target import Target, classify, join

ADDRESS = st.one_of(
    st.text(max_size=60),
    st.builds(
        "{}://{}".format, st.sampled_from(["http", "https", "ftp", "HTTP"]), st.text(max_size=40)
    ),
    st.builds("https://example.org/{}".format, st.text(max_size=40)),
)


@given(ADDRESS)
def test_classifying_never_raises_and_is_stable(written: str) -> None:
    target = classify(written)
    if target.kind == "web":
        assert target.url.isascii()
        assert not set(target.url) & set(" \r\n\t\0")
        assert classify(target.url).key == target.key
    else:
        assert target.kind != "invalid" or target.reason


@given(ADDRESS, ADDRESS)
def test_joining_never_raises(base: str, location: str) -> None:
    start = classify(base)
    if start.kind == "web":
        found = join(start, location)
        assert isinstance(found, Target)
        assert moves.rewrite(start, (moves.Step(301, found),)) is not None or found.kind != "web"


@given(st.text(max_size=300), ADDRESS, st.text(max_size=30), st.text(max_size=30))
def test_any_page_is_judged(html: str, final: str, text: str, fragment: str) -> None:
    page = Page(f"<title>{html[:40]}</title>{html}")
    asked, end = classify("https://example.org/a/b-c-d"), classify(final)
    view = View(asked, end if end.kind == "web" else asked, page, (text,))
    for found in (evidence.soft_death(view), home.sent_home(view)):
        assert found is None or found.reason
    assert evidence.gate(view) is None or view.was_sent_on or page.title
    assert anchors.find(fragment, Answer(200, {}), page).state in {"present", "missing", "unknown"}


@given(st.lists(st.text(max_size=60), max_size=5), ADDRESS)
def test_any_cookie_is_taken_or_left(lines: list[str], url: str) -> None:
    jar = Jar()
    start = classify("https://www.example.org/a/b")
    jar.store(start, tuple(lines))
    target = classify(url)
    if target.kind == "web":
        assert not set(jar.header(target)) & set("\r\n\0")


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_retry_after_is_read(after: str, date: str) -> None:
    seconds = retry_after(Answer(429, {"retry-after": after, "date": date}), 1e9)
    assert seconds is None or seconds >= 0

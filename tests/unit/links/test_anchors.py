"""Anchors are called missing only where the markup decides."""

from __future__ import annotations

import pytest

from roadmaplint.links.http import Response
from roadmaplint.links.judge.page import Page, find_anchor

SCRIPT = "<script src=/app.js></script>"


def state(fragment: str, html: str, **answer: object) -> str:
    given = Response(200, {"content-type": "text/html"}, **answer)  # type: ignore[arg-type]
    return find_anchor(fragment, given, Page(html)).state


@pytest.mark.parametrize(
    ("fragment", "html"),
    [
        ("install", "<h2 id='install'>"),
        ("usage", "<a name=usage>"),
        ("caf%C3%A9", "<h2 id=café>"),
        ("café", "<h2 id=café>"),
        ("cafe\u0301", "<h2 id=café>"),
        ("setup", "<a id='user-content-setup'>"),
        ("a&b", "<h2 id='a&amp;b'>"),
        ("", "<p>"),
        ("TOP", "<p>"),
        ("L10-L20", "<div id=root></div>" + SCRIPT),
        ("intro:~:text=x", "<h2 id=intro>"),
    ],
)
def test_present(fragment: str, html: str) -> None:
    assert state(fragment, html) == "present"


@pytest.mark.parametrize(
    ("fragment", "html"),
    [
        ("instal", "<h2 id=install>"),
        ("Intro", "<h2 id=intro>"),
        ("old", "<h2 id=new><!-- <h2 id=old> -->"),
        ("m", "<meta name=m><h1>x</h1>"),
        ("k", "<p data-id=k>"),
        ("x", "<h2 id=intro>" + SCRIPT),
        ("x", "<p>no ids and no scripts"),
    ],
)
def test_missing(fragment: str, html: str) -> None:
    assert state(fragment, html) == "missing"


@pytest.mark.parametrize(
    ("fragment", "html"),
    [
        ("chapter-2", "<div id=root></div>" + SCRIPT),
        ("/route", "<h2 id=a>"),
        ("!/route", "<h2 id=a>"),
        (":~:text=words", "<h2 id=a>"),
        ("issuecomment-12", "<h2 id=a>"),
        ("lazy", '<h2 id=a></h2><script>data = {"id": "lazy"}</script>'),
        ("x", "<frameset><frame src=a></frameset>"),
        ("Setup", "<a id='user-content-setup'>"),
    ],
)
def test_unknown(fragment: str, html: str) -> None:
    assert state(fragment, html) == "unknown"


def test_what_was_not_read_to_its_end_is_unknown() -> None:
    assert state("x", "<h2 id=a>", complete=False) == "unknown"
    assert state("a", "<h2 id=a>", complete=False) == "present"
    assert state("a", "", readable=False) == "unknown"


def test_other_kinds_of_files_are_unknown() -> None:
    pdf = Response(200, {"content-type": "application/pdf"})
    assert find_anchor("page=3", pdf, None).state == "unknown"


def test_the_nearest_is_named() -> None:
    answer = Response(200, {"content-type": "text/html"})
    assert "“#install”" in find_anchor("instal", answer, Page("<h2 id=install>")).reason
    assert "letter case" in find_anchor("Intro", answer, Page("<h2 id=intro>")).reason

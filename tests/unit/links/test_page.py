"""Pages are read by scanning, in linear time, whatever they contain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaplint.links.judge.page import Page

HTML = """<!doctype html><html><head><title>Learn &amp;
 grow</title><meta name=description content='All about it'>
<script>var fake = "<h1 id=script>";</script><!-- <a name=comment></a> --></head>
<body><H1 ID=faq title="a > b">The <b>list</b></H1><a name="usage"></a><p id='&#233;'>Text.</p>
<form name=search><textarea><h2 id=typed></textarea></body></html>"""


def test_what_a_page_says() -> None:
    page = Page(HTML)
    assert page.title == "Learn & grow"
    assert page.h1 == "The list"
    assert page.description == "All about it"
    assert page.text.endswith("Text.")
    assert page.ids == {"faq", "usage", "é"}
    assert page.has_places
    assert page.has_scripts


@pytest.mark.parametrize(
    ("meta", "refresh"),
    [
        ("<meta http-equiv=refresh content='0; url=/new'>", (0.0, "/new")),
        (
            '<META HTTP-EQUIV="Refresh" CONTENT="3;URL=\'https://example.org/\'">',
            (3.0, "https://example.org/"),
        ),
        ("<meta http-equiv='refresh' content='0, /x'>", (0.0, "/x")),
        ("<meta http-equiv='refresh' content='300'>", None),
        ("<noscript><meta http-equiv='refresh' content='0; url=/nojs'></noscript>", None),
        ("<!-- <meta http-equiv='refresh' content='0; url=/x'> -->", None),
        ("<meta name='refresh' content='0; url=/x'>", None),
    ],
)
def test_refresh(meta: str, refresh: tuple[float, str] | None) -> None:
    assert Page(f"<head>{meta}</head>").refresh == refresh


@pytest.mark.parametrize(
    ("html", "has_places"),
    [
        ("<div id=root></div>", False),
        ("<body id=top><div id=app></div><nav id=menu></nav>", False),
        ("<h2 id=intro>x</h2>", True),
        ("<a name=intro></a>", True),
        ("<div id=a></div><div id=b></div><div id=c></div>" + "word " * 300, True),
    ],
)
def test_ids_of_layout_mark_no_places(html: str, has_places: bool) -> None:
    assert Page(html).has_places is has_places


@pytest.mark.parametrize("html", ["<p>x", "<script type='application/ld+json'>{}</script>"])
def test_data_is_no_script(html: str) -> None:
    assert not Page(html).has_scripts


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<title>é</title>".encode(), "text/html; charset=utf-8"),
        ("<title>é</title>".encode(), ""),
        ("<title>é</title>".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        ("<title>é</title>".encode("cp1252"), "text/html"),
        (b"<meta charset=iso-8859-1>" + "<title>é</title>".encode("latin-1"), "text/html"),
        ("\ufeff<title>é</title>".encode("utf-16-le"), "text/html"),
        ("<title>é</title>".encode(), "text/html; charset=punycode"),
        ("<title>é</title>".encode(), "text/html; charset=nonsense"),
    ],
)
def test_encodings(body: bytes, content_type: str) -> None:
    assert Page.read(body, content_type).title == "é"


def test_a_body_cut_inside_a_character_is_still_utf8() -> None:
    assert Page.read("<title>é</title>é".encode()[:-1]).title == "é"


def read_all(html: str) -> None:
    page = Page(html)
    assert page.title is not None
    assert (
        page.h1,
        page.text,
        page.refresh,
        page.ids,
        page.has_scripts,
        page.description,
    ) is not None


@given(st.text(alphabet="<>!-\"'= /adehilmnprst1", max_size=300))
def test_any_markup_is_survived(html: str) -> None:
    read_all(html)


@pytest.mark.parametrize(
    "part",
    [
        "<!--",
        "<a '",
        "<a \"<b '",
        "<svg",
        "<script>",
        "<",
        "<h1>",
        "<title>",
        "<meta refresh ",
        "&",
        "<a id=",
    ],
)
def test_a_megabyte_of_nonsense_is_survived(part: str) -> None:
    read_all(part * (1_000_000 // len(part)))

"""Rendered text that leads back to the source."""

from __future__ import annotations

from roadmaplint.markdown.parser import parse
from roadmaplint.roadmap.rendered_text import RenderedText, flatten
from roadmaplint.text.decode import decode
from roadmaplint.text.source import Span


def flat_of(text: str) -> RenderedText:
    source = decode(text.encode("utf-8", "surrogateescape"), "a.md")
    return flatten(source.text, parse(source).blocks[0].inlines)


def slices(text: str, *words: str) -> list[str]:
    flat = flat_of(text)
    found = []
    for word in words:
        at = flat.text.index(word)
        span = flat.span(at, at + len(word))
        found.append(text[span.start : span.end])
    return found


def test_markup_vanishes() -> None:
    text = "A **bold** `code` [link](u) ~~gone~~ <b>tag</b> ![pic](p)"
    assert flat_of(text).text == "A bold code link gone tag "
    assert slices(text, "bold", "code", "link", "gone", "tag") == [
        "bold",
        "code",
        "link",
        "gone",
        "tag",
    ]


def test_entities_and_escapes_lead_back() -> None:
    text = "one &amp; two \\* three &copy; four"
    assert flat_of(text).text == "one & two * three © four"
    assert slices(text, "two", "&", "*", "©", "four") == ["two", "&amp;", "*", "&copy;", "four"]


def test_lines_are_joined_with_spaces() -> None:
    text = "first line\nsecond  \nthird<br>fourth"
    assert flat_of(text).text == "first line second third fourth"
    assert slices(text, "second", "third", "fourth") == ["second", "third", "fourth"]


def test_undecodable_bytes_keep_the_places() -> None:
    text = "bad \udcff byte"
    assert slices(text, "byte") == ["byte"]


def test_names_are_masked() -> None:
    flat = flat_of("learn `3 days` and [2 weeks](u) in 1 month")
    assert flat.masked() == "learn " + "\0" * 6 + " and " + "\0" * 7 + " in 1 month"


def test_links_in_order() -> None:
    flat = flat_of("[a](1) **[b](2)** ![c](3) [![d](4)](5)")
    assert [flat.text[mark.start : mark.end] for mark in flat.links] == ["a", "b"]


def test_images_where_they_are_wanted() -> None:
    source = decode(b"see ![the map](m.png)", "a.md")
    assert flatten(source.text, parse(source).blocks[0].inlines, images=True).text == "see the map"


def test_empty() -> None:
    flat = RenderedText()
    assert (len(flat), flat.text, flat.offset(0), flat.span(0, 0)) == (0, "", 0, Span(0, 0))
    assert flat.masked() == ""
    assert flat.trimmed(0, 0) == (0, 0)


def test_the_end_of_a_text() -> None:
    flat = RenderedText()
    flat.add("ab", 5)
    assert flat.offset(2) == 7
    assert flat.span(1, 1) == Span(6, 6)

"""Views of a document that rules share: made once for it, never shown for another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from roadmaplint.markdown.parser import parse
from roadmaplint.roadmap.build import build
from roadmaplint.roadmap.memoize import shared
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.decode import decode

made: list[str] = []


def document(text: str) -> Document:
    source = decode(text.encode(), "README.md")
    return build(source, parse(source))


@shared
def words(document: Document, *, smallest: int = 0) -> tuple[str, ...]:
    made.append(document.source.text)
    return tuple(word for word in document.source.text.split() if len(word) >= smallest)


@shared
def letters(document: Document) -> int:
    return len(document.source.text)


def test_a_view_is_made_once_for_a_document() -> None:
    made.clear()
    first = document("one two")
    assert words(first) is words(first)
    assert letters(first) == 7
    assert words(first) == ("one", "two")
    assert made == ["one two"]


def test_other_arguments_are_another_view() -> None:
    given = document("one three")
    assert words(given) == ("one", "three")
    assert words(given, smallest=4) == ("three",)
    assert words(given) == ("one", "three")


def test_an_equal_document_is_another_one() -> None:
    made.clear()
    one, other = document("same"), document("same")
    for each in (one, other, one):
        assert words(each) == ("same",)
    assert made == ["same"] * 3


def test_threads_get_the_views_of_their_own_documents() -> None:
    both = Barrier(2, timeout=30)

    @shared
    def text(document: Document) -> str:
        both.wait()  # nobody has an answer before both have asked
        return document.source.text

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(text, map(document, ("one", "two")))) == ["one", "two"]

"""Deep links that end on a home page are gone; names that moved are not."""

from __future__ import annotations

import pytest

from roadmaplint.links.evidence import View
from roadmaplint.links.home import is_root, sent_home, sibling
from roadmaplint.links.page import Page
from roadmaplint.links.target import classify


def found(asked: str, final: str, title: str = "ACME Cloud", text: str = "") -> bool | None:
    """None where nothing is found, else whether it is sure."""
    page = Page(f"<title>{title}</title>")
    texts = (text,) if text else ()
    evidence = sent_home(View(classify(asked), classify(final), page, texts))
    return evidence.sure if evidence else None


@pytest.mark.parametrize(
    ("asked", "final"),
    [
        ("http://acme.example/blog/2016/how-to-learn-sql", "http://acme.example/"),
        ("http://acme.example/courses/databases", "https://www.acme.example/en/"),
        ("http://acme.example/how-to-learn-sql.html", "http://acme.example/index.html"),
        ("http://acme.example/?p=123", "http://acme.example/home"),
        ("http://blog.old.example/2015/learn-haskell-fast", "https://megacorp.example.com/"),
    ],
)
def test_sent_home(asked: str, final: str) -> None:
    assert found(asked, final) is True


@pytest.mark.parametrize(
    ("asked", "final", "title"),
    [
        ("http://acme.example/index.html", "http://acme.example/", "ACME"),
        ("http://acme.example/en/latest/", "http://acme.example/", "ACME"),
        ("http://acme.example/docs", "http://acme.example/", "ACME"),
        ("http://acme.example/learn/postgres-guide", "http://acme.example/", "The Postgres Guide"),
        ("https://code.example/alice/supertool", "https://supertool.example.com/", "The tool"),
        ("https://code.example/alice/tool", "https://project.example.com/", "tool: a tool"),
        ("https://sho.rt/3xYz", "https://course.example.com/", "A course"),
        ("http://acme.example/a/b", "http://acme.example/c", "x"),
        ("http://acme.example/a/b", "http://acme.example/#/c", "x"),
    ],
)
def test_not_sent_home(asked: str, final: str, title: str) -> None:
    assert found(asked, final, title) is None


def test_one_plain_word_wants_to_be_confirmed() -> None:
    assert found("http://acme.example/pricing", "http://acme.example/") is False


def test_roots() -> None:
    assert is_root(classify("https://example.org"))
    assert is_root(classify("https://example.org/de/index.html"))
    assert is_root(classify("https://example.org/?ref=404"))
    assert not is_root(classify("https://example.org/?p=12"))
    assert not is_root(classify("https://example.org/guide"))


def test_a_sibling_lies_beside_and_is_always_the_same() -> None:
    target = classify("https://example.org/a/b?c#d")
    assert sibling(target).url.startswith("https://example.org/a/no-such-")
    assert sibling(target) == sibling(target)

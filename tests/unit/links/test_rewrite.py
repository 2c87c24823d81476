"""Moves are rewritten only where nothing is lost, and only as safe as they are."""

from __future__ import annotations

import pytest

from roadmaplint.core.finding import Safety
from roadmaplint.links.judge.redirects import Step, permanent_steps, rewrite_of
from roadmaplint.links.url import join, parse


def steps(asked: str, *hops: tuple[int, str]) -> tuple[Step, ...]:
    url = parse(asked)
    found = []
    for status, location in hops:
        url = join(url, location)
        found.append(Step(status, url, by_page=status == 200))
    return tuple(found)


@pytest.mark.parametrize(
    ("asked", "hops", "url", "safety"),
    [
        ("http://a.example/x", [(301, "https://a.example/x")], "https://a.example/x", Safety.SAFE),
        (
            "http://a.example/x",
            [(308, "https://www.a.example/x/")],
            "https://www.a.example/x/",
            Safety.SAFE,
        ),
        ("http://a.example/docs", [(301, "/docs/")], "http://a.example/docs/", Safety.SAFE),
        ("http://a.example/x", [(301, "/new")], "http://a.example/new", Safety.UNSAFE),
        ("http://a.example/x", [(301, "/2"), (308, "/3")], "http://a.example/3", Safety.UNSAFE),
        ("http://a.example/x", [(301, "/2"), (302, "/3")], "http://a.example/2", Safety.UNSAFE),
        ("http://a.example/x#k", [(301, "/y")], "http://a.example/y#k", Safety.UNSAFE),
        ("http://a.example/x", [(301, "/x#setup")], "http://a.example/x#setup", None),
        (
            "http://a.example/x",
            [(301, "https://b.example/x")],
            "https://b.example/x",
            Safety.SUGGESTION,
        ),
        ("http://a.example/x", [(200, "/new")], "http://a.example/new", Safety.SUGGESTION),
    ],
)
def test_rewrites(asked: str, hops: list[tuple[int, str]], url: str, safety: Safety | None) -> None:
    new, why_not = rewrite_of(parse(asked), steps(asked, *hops))
    if safety is None:
        assert new is None
        assert why_not
    else:
        assert new == (url, safety)


@pytest.mark.parametrize(
    ("asked", "hops", "word"),
    [
        ("https://a.example/x", [(301, "http://a.example/x")], "https"),
        ("http://a.example/x", [(301, "/y;jsessionid=1")], "session"),
        ("http://a.example/x", [(301, "/y?PHPSESSID=1")], "session"),
        ("http://a.example/x", [(301, "/y?utm_source=z")], "tracking"),
        ("http://a.example/x", [(301, "/en/x")], "language"),
        ("http://a.example/x", [(301, "/x?hl=de")], "language"),
        ("http://a.example/x", [(301, "/c"), (301, "/x")], "itself"),
    ],
)
def test_objections(asked: str, hops: list[tuple[int, str]], word: str) -> None:
    new, why_not = rewrite_of(parse(asked), steps(asked, *hops))
    assert new is None
    assert word in why_not


def test_what_is_not_permanent_is_not_rewritten() -> None:
    asked = "http://a.example/x"
    assert rewrite_of(parse(asked), steps(asked, (302, "/y"), (301, "/z"))) == (None, "")
    assert rewrite_of(parse(asked), ()) == (None, "")


def test_the_permanent_run_ends_at_the_first_other_step() -> None:
    way = steps("http://a.example/x", (301, "/1"), (200, "/2"), (307, "/3"), (301, "/4"))
    assert [step.url.path for step in permanent_steps(way)] == ["/1", "/2"]

"""Path patterns match what people expect of them, in linear time."""

from __future__ import annotations

import pytest

from roadmaplint.text.glob import Globs


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*.md", "deep/down/a.md"),
        ("/README*.md", "README.ru.md"),
        ("build", "build/a.md"),
        ("build", "x/build/a.md"),
        ("build/", "build/a.md"),
        ("docs/*.md", "docs/a.md"),
        ("docs/**", "docs/x/y.md"),
        ("docs/**/a.md", "docs/a.md"),
        ("docs/**/a.md", "docs/x/y/a.md"),
        ("**/a.md", "a.md"),
        ("**", "x/y.md"),
        ("./docs", "docs/a.md"),
        ("*.{md,mdx}", "a.mdx"),
        ("{a,b}/{c,d}.md", "b/c.md"),
        ("a?c.md", "abc.md"),
        ("[ab].md", "b.md"),
        ("roadmaps/*/content/*.md", "roadmaps/x/content/y@1.md"),
    ],
)
def test_match(pattern: str, path: str) -> None:
    assert Globs([pattern]).match(path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/README*.md", "docs/README.md"),
        ("build/", "build"),
        ("docs/*.md", "docs/x/a.md"),
        ("docs/*.md", "x/docs/a.md"),
        ("docs/**", "docs"),
        ("docs", "docs.md"),
        ("*.md", "a.mdx"),
        ("*.{md", "a.md"),
        ("", "a.md"),
        ("/", "a.md"),
        ("a/**/b", "a/x"),
        ("A.md", "a.md"),
    ],
)
def test_no_match(pattern: str, path: str) -> None:
    assert not Globs([pattern]).match(path)


def test_a_folder_is_matched_as_one() -> None:
    assert Globs(["build/"]).match("build", folder=True)
    assert Globs(["docs/**"]).match("docs", folder=True)


def test_letter_case_can_be_ignored() -> None:
    assert Globs(["*roadmap*.md"], ignore_case=True).match("My-RoadMap.MD")


def test_no_patterns_match_nothing() -> None:
    assert not Globs([])
    assert not Globs([]).match("a.md")


def test_many_alternatives_are_bounded() -> None:
    assert Globs(["{a,b}" * 30]).patterns == ("{a,b}" * 30,)


def test_hostile_stars_cost_little() -> None:
    hostile = Globs(["*a" * 40 + "b", "/" + "**/a/" * 40 + "b"])
    assert not hostile.match("a" * 250)
    assert not hostile.match("a/" * 500 + "c")

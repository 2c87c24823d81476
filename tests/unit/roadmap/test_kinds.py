"""What kind of thing a resource is."""

from __future__ import annotations

import pytest

from roadmaplint.roadmap.resources.build import is_free, is_generic, kind_of, named_kind


@pytest.mark.parametrize(
    ("url", "title", "label", "kind"),
    [
        ("https://x.example", "Anything", "Course", "course"),
        ("https://x.example", "Anything", "official", "docs"),
        ("https://x.example", "Anything", "opensource", "repo"),
        ("https://www.youtube.com/watch?v=1", "Talk", "", "video"),
        ("https://www.youtube.com/playlist?list=1", "Talks", "", "playlist"),
        ("https://github.com/a/b", "Some Code", "", "repo"),
        ("https://github.com/a/b", "Data Roadmap", "", "roadmap"),
        ("https://www.amazon.com/dp/1", "Clean", "", "book"),
        ("https://aws.amazon.com/x", "Cloud", "", "other"),
        ("https://en.wikipedia.org/wiki/X", "X", "", "article"),
        ("https://x.example/a.pdf", "X", "", "file"),
        ("notes/a.ipynb", "X", "", "file"),
        ("https://x.example/docs/intro", "X", "", "docs"),
        ("https://x.example", "A Python Course", "", "course"),
        ("https://x.example", "Документация", "", "docs"),
        (None, "Plain", "", "other"),
    ],
)
def test_kinds(url: str | None, title: str, label: str, kind: str) -> None:
    assert kind_of(url, title, label, "content") == kind


def test_the_section_decides_before_the_host() -> None:
    assert kind_of("https://github.com/a/b", "X", "", "books") == "book"


def test_labels_that_name_nothing() -> None:
    assert named_kind("Whatever") is None


def test_generic_link_texts() -> None:
    assert is_generic("[PDF]")
    assert is_generic("here")
    assert not is_generic("The Guide")


def test_free_of_charge() -> None:
    assert is_free("(Free!)")
    assert not is_free("freedom")

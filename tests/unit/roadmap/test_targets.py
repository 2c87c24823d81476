"""Anchors of headings as GitHub makes them."""

from __future__ import annotations

import pytest

from roadmaplint.roadmap.targets import Slugs, fold_anchor, slug_of


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Getting Started", "getting-started"),
        ("Arrays & Strings", "arrays--strings"),
        ("🚀 First Steps", "-first-steps"),
        ("🗺️ The Map", "️-the-map"),
        ("1️⃣ Begin", "1️-begin"),
        ("10️⃣ End", "10️-end"),
        ("第一步：学习", "第一步学习"),
        ("한국어 제목", "한국어-제목"),
        ("C++ / C#", "c--c"),
        ("snake_case and-dash", "snake_case-and-dash"),
        ("Wait... what?!", "wait-what"),
        ("Élan Über", "élan-über"),
        ("x² and ½", "x-and-"),
        ("Ⅳ Ⓐ", "ⅳ-ⓐ"),
        ("non\u00a0breaking", "nonbreaking"),
        ("two  spaces", "two--spaces"),
        ("", ""),
    ],
)
def test_slug(text: str, slug: str) -> None:
    assert slug_of(text) == slug


def test_combining_marks_stay() -> None:
    assert slug_of("Cafe\u0301") == "cafe\u0301"


def test_repeats_are_counted() -> None:
    slugs = Slugs()
    assert [slugs.add(text) for text in ("A", "A", "b", "A")] == ["a", "a-1", "b", "a-2"]


def test_a_repeat_steps_over_a_taken_name() -> None:
    slugs = Slugs()
    assert [slugs.add(text) for text in ("A", "A 1", "A", "A")] == ["a", "a-1", "a-2", "a-3"]


def test_empty_headings_are_told_apart() -> None:
    slugs = Slugs()
    assert [slugs.add("!"), slugs.add("?")] == ["", "-1"]


def test_fold_composes() -> None:
    assert fold_anchor("cafe\u0301") == "café"

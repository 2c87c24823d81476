"""Acronyms: fitting and harvesting."""

from __future__ import annotations

import pytest

from roadmaplint.roadmap.topics.acronyms import expand_bracket, fits, harvest


@pytest.mark.parametrize(
    ("short", "long_form"),
    [
        ("GCD", "Greatest Common Divisor"),
        ("XAI", "Explainable AI"),
        ("CNNs", "Convolutional Neural Networks"),
        ("IaC", "Infrastructure as Code"),
        ("KNN", "k-Nearest Neighbors"),
        ("ДНК", "дезоксирибонуклеиновая кислота"),
    ],
)
def test_letters_fit_words(short: str, long_form: str) -> None:
    assert fits(short, long_form)


@pytest.mark.parametrize(
    ("short", "long_form"),
    [("GPT", "Large Language Models"), ("SVM", "Decision Trees"), ("A", "Apple"), ("AWS", "")],
)
def test_letters_that_do_not_fit(short: str, long_form: str) -> None:
    assert not fits(short, long_form)


def test_brackets_that_repeat_go_and_qualifiers_stay() -> None:
    assert expand_bracket("Greatest Common Divisor (GCD)").strip() == "Greatest Common Divisor"
    assert expand_bracket("GCD (Greatest Common Divisor)") == "Greatest Common Divisor"
    assert expand_bracket("Search (recursive)") == "Search (recursive)"
    assert expand_bracket("Colours (red, green)").strip() == "Colours"


def test_harvest_reads_three_forms_and_drops_torn_acronyms() -> None:
    texts = [
        "The Lowest Common Ancestor (LCA) of two nodes",
        "GCD: Greatest Common Divisor",
        "SCC (Strongly Connected Components)",
        "Bad Day (BD)",
        "Big Data (BD)",
    ]
    found = harvest(texts)
    assert found["lca"] == ("lowest", "common", "ancestor")
    assert found["gcd"] == ("greatest", "common", "divisor")
    assert found["scc"] == ("strongly", "connected", "component")
    assert "bd" not in found

"""Which links are not asked because a comment says so."""

from __future__ import annotations

from datetime import date

import pytest

from roadmaplint.core.linter import FileContext, gather
from roadmaplint.core.plan import Plan, defaults
from roadmaplint.core.registry import shipped
from roadmaplint.run.link_check import LinkSuppressions
from roadmaplint.text.decode import decode

RULES = shipped()
PLAN = Plan(RULES, defaults(RULES))
TODAY = date(2026, 5, 1)


def silence(text: str, plan: Plan = PLAN) -> LinkSuppressions:
    reading = FileContext(decode(text.encode(), "a.md"), is_roadmap=True)
    return LinkSuppressions(gather(reading, plan, TODAY), plan)


@pytest.mark.parametrize(
    ("comment", "is_silent"),
    [
        ("roadmaplint-disable-line", True),
        ("roadmaplint-disable-line links", True),
        ("roadmaplint-disable-line LNK001", True),
        ("roadmaplint-disable-line dead-link moved-link", True),
        ("roadmaplint-disable-line moved-link", False),
        ("roadmaplint-disable-line dead-link until=2026-05-01", True),
        ("roadmaplint-disable-line dead-link until=2026-04-30", False),
        ("markdownlint-disable-line MD013", False),
        ("a comment", False),
    ],
)
def test_what_silences_a_line(comment: str, is_silent: bool) -> None:
    assert (
        bool(silence(f"# A\n\n[a](https://a.example) <!-- {comment} -->\n").reason(3)) == is_silent
    )


def test_only_the_rules_that_are_on_count() -> None:
    settings = {**defaults(RULES)}
    few = {name: settings[name] for name in ("moved-link", "duplicate-topic")}
    text = "# A\n\n[a](https://a.example) <!-- roadmaplint-disable-line moved-link -->\n"
    assert silence(text, Plan(RULES, few)).reason(3)


def test_the_reason_is_passed_on_and_the_comment_is_of_use() -> None:
    text = "# A\n\n[a](https://a.example) <!-- roadmaplint-disable-line dead-link -- ours -->\n"
    found = silence(text)
    assert found.reason(2) == ""
    assert found.noted().used == (frozenset(),)
    assert found.reason(3) == "a comment silences it: ours"
    assert found.noted().used == (frozenset({"dead-link"}),)

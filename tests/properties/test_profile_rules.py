"""What holds for every text under the profiles' own rules: no crash, and repairs that settle."""

from __future__ import annotations

from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadmaplint.core.finding import Safety
from roadmaplint.core.fixer import fix
from roadmaplint.core.linter import FileAnalysis, analyse
from roadmaplint.core.plan import Plan, RuleSetting
from roadmaplint.core.registry import shipped
from roadmaplint.text.decode import decode
from roadmaplint.text.source import Source

RULES = (
    "content-file",
    "untyped-resource",
    "resource-order",
    "course-table",
    "circular-prerequisite",
    "late-prerequisite",
    "unknown-prerequisite",
    "stage-order",
    "not-english",
)
NAMES = ("Yarn", "Yarn 1A", "Yarn 1A: Wool", "Looms, Wheels and Dyes", "Looms", "Lomos", "")
LINES = st.one_of(
    st.sampled_from([
        "# Weaving", "## Month 3", "## Month 1-2", "### Advanced", "### Beginner", "", "",
        "Visit the following resources to learn more:", "A loom holds the warp.", "- text",
        "- [@article@Yarn](https://example.org/y)", "* [@articleYarn](https://example.org/y)",
        "1. [@vidoe@Yarn](yarn)", "- [Yarn](https://example.org)", "  - [@book@](//x)",
        "- [@official@Yarn][1] and more", "[1]: https://example.org/1", "- [@book@Yarn]",
        "Courses | Duration | Effort | Prerequisites", "--- | --- | --- | ---",
        "| Courses | Duration |", "| --- | --- |", "> - [@book@Yarn](https://example.org/q)",
    ]),
    st.builds(
        "{} | {} | {} | {}".format,
        st.sampled_from(NAMES).map(lambda name: f"[{name}](https://example.org)"),
        st.sampled_from(["2 weeks", "-", ""]),
        st.sampled_from(["3 hours/week", "–"]),
        st.lists(st.sampled_from(NAMES), max_size=2).map(", ".join),
    ),
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n", "\r\n", "\r"])), max_size=20).map(
        lambda lines: "".join(line + end for line, end in lines)
    ),
    st.text(st.sampled_from("#-|@[]():/ab1 \n\r\t&,\ufeff"), max_size=60),
)
PATHS = st.sampled_from(["README.md", "roadmaps/w/content/yarn@a1.md", "@.md", "a@b@c.md"])
often = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def plan() -> Plan:
    rules = shipped()
    return Plan(rules, {name: RuleSetting(rules.by_name[name].card.severity) for name in RULES})


def run(source: Source) -> FileAnalysis:
    return analyse(source, plan())


@often
@given(TEXTS, PATHS)
def test_nothing_crashes_and_places_lie_in_the_text(text: str, path: str) -> None:
    source = decode(text.encode(), path)
    for diagnostic in run(source).diagnostics:
        assert diagnostic.rule in RULES, diagnostic.message
        source.span(diagnostic.location)


@often
@given(TEXTS, PATHS)
def test_repairs_settle(text: str, path: str) -> None:
    rules = plan().rules
    once = fix(decode(text.encode(), path), run, rules, Safety.UNSAFE)
    assert once.cycle == ()
    again = fix(once.source, run, rules, Safety.UNSAFE)
    assert again.source.text == once.source.text
    assert not [d for d in once.analysis.diagnostics if d.rule not in RULES]

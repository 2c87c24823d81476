"""What holds for every text: analysis repeats, repairs settle, comments and baselines only hide."""

from __future__ import annotations

from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadmaplint.core.baseline import baseline_of, from_json, subtract, to_json
from roadmaplint.core.finding import IN_ORDER, Safety
from roadmaplint.core.fixer import fix, invariants_of
from roadmaplint.core.linter import FileAnalysis, analyse
from roadmaplint.core.plan import FILE, Plan, defaults
from roadmaplint.core.registry import shipped
from roadmaplint.text.decode import decode, encode
from roadmaplint.text.source import Source

LINES = st.sampled_from(
    [
        "# Learning Go",
        "# Learning Go ",
        "## Basics",
        "##Basics",
        "### 1. Variables",
        "## 3. Concurrency",
        "Basics\n------",
        "- [ ] Goroutines",
        "* Channels ,select",
        "  - Channels",
        "1. First",
        "3. Third",
        "- [Tour](https://go.dev/tour)",
        "- [Tour] (http://go.dev/tour)",
        "- [Start](docs/Start.md#basics)",
        "- [Basics](#basics-)",
        "- https://go.dev/doc",
        "See <https://go.dev/blog>, and **[Book]( https://example.org )**.",
        "| Week | Topic |",
        "| --- | :-: |",
        "| 1 | Types",
        "ðŸš€ Start here",
        "Ã¤hnlich wie \u201cFoo\u201d",
        "It\u2019s \ufeffa \u200btest\u00a0text\t",
        "> quoted text",
        "```go",
        "```",
        "<details><summary>More</summary>",
        "</details>",
        '<a href="docs/start.md">start</a> <img src="img/map.png">',
        "[ref]: https://go.dev 'Go'",
        "![](img/map.png)",
        "<!-- roadmaplint-disable-next-line encoding -->",
        "<!-- roadmaplint-disable topics, links -- later -->",
        "<!-- roadmaplint-enable -->",
        "Month 1-2 (4 weeks)",
        "---",
        "",
        "",
    ]
)
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\n\n", " \n", "\t\n"])
TEXTS = st.one_of(
    st.lists(st.tuples(LINES, ENDS), max_size=25).map(lambda n: "".join(a + b for a, b in n)),
    st.text(st.sampled_from("#-*> `[]()!|_\\\"'<&;:/.aé\u00a0\u2028\ufeff\t\r\n\x00"), max_size=60),
    st.text(max_size=60),
)
often = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def plan() -> Plan:
    """The default rules that need one file."""
    rules = shipped()
    alone = {entry.card.name for entry in rules.entries if entry.subject in FILE}
    return Plan(rules, {n: s for n, s in defaults(rules).items() if n in alone})


def source_of(text: str) -> Source:
    return decode(text.encode("utf-8", "surrogatepass"), "README.md")


def run(source: Source) -> FileAnalysis:
    return analyse(source, plan())


@often
@given(TEXTS)
def test_an_analysis_can_be_repeated_and_nothing_crashes(text: str) -> None:
    source = source_of(text)
    first = run(source)
    assert first == run(source)
    assert [d.message for d in first.diagnostics if d.rule == "rule-crash"] == []
    assert list(first.diagnostics) == sorted(first.diagnostics, key=IN_ORDER)
    assert len({d.fingerprint for d in first.diagnostics}) == len(first.diagnostics)


@often
@given(TEXTS, st.sampled_from([Safety.SAFE, Safety.UNSAFE]))
def test_fixing_twice_is_fixing_once(text: str, threshold: Safety) -> None:
    rules = plan().rules
    once = fix(source_of(text), run, rules, threshold)
    assert once.cycle == ()
    twice = fix(once.source, run, rules, threshold)
    assert twice.source == once.source
    assert not twice.applied
    assert not [d.message for d in once.analysis.diagnostics if d.rule == "rule-crash"]


@often
@given(TEXTS)
def test_safe_fixes_keep_what_cards_do_not_name(text: str) -> None:
    source = source_of(text)
    outcome = fix(source, run, plan().rules)
    cards = plan().rules.by_name
    touched = frozenset().union(*(cards[d.rule].card.touches for d in outcome.applied))
    before, after = invariants_of(source), invariants_of(outcome.source)
    if "outline" not in touched:
        assert before.outline == after.outline
    if "links" not in touched:
        assert before.links == after.links
    if "text" not in touched:
        assert before.text == after.text
    data = encode(outcome.source.text, outcome.source.encoding)
    assert decode(data, "README.md") == outcome.source


@often
@given(TEXTS)
def test_comments_only_hide(text: str) -> None:
    text = text.replace("roadmaplint-enable", "an open end")
    silenced = run(source_of(f"<!-- roadmaplint-disable-file ALL -->\n\n{text}"))
    assert silenced.diagnostics == ()


@often
@given(TEXTS)
def test_a_baseline_hides_exactly_its_run(text: str) -> None:
    found = run(source_of(text)).diagnostics
    baseline = from_json(to_json(baseline_of(found)), "baseline.json")
    new, known = subtract(found, baseline)
    assert (new, known) == ((), found)

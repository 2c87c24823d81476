"""What holds for the safe repairs of the rules of layout and structure on any text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roadmaplint.core.finding import Safety
from roadmaplint.core.fixer import fix
from roadmaplint.core.linter import FileAnalysis, analyse
from roadmaplint.core.plan import Plan, RuleSetting
from roadmaplint.core.registry import shipped
from roadmaplint.markdown.parser import parse
from roadmaplint.text.decode import decode
from roadmaplint.text.source import Source

RULES = shipped()
_LINES = [
    *("# One", "## Two:", "###  Three ###", "  ## Indented", "#Glued", "## **Bold.**", "Under"),
    *("===", "---", "***", "- a", "- b ", "* c", "  - d", "    - e", " - f", "+   g", "1. h"),
    *("3. i", "2) j", "   k", "      l", "\tm", "- [ ] n", "- []o", "", "", "  ", "> q", "> - r"),
    *("text", "text  ", "text   ", "**alone**", "| a | b |", "|---|---|", "| c |", "```", "~~~"),
    *("<div>", "</details>", "<!-- x -->", "[ t ](u)", "- [One](#one)", "-\tu", "10. v"),
]
documents = st.lists(st.sampled_from(_LINES), max_size=14).map("\n".join)
ends = st.sampled_from(["\n", "\r\n"])


def plan_of(group: str) -> Plan:
    entries = (entry for entry in RULES.entries if entry.card.group == group and entry.card.default)
    return Plan(RULES, {e.card.name: RuleSetting(e.card.severity, {}) for e in entries})


def source_of(text: str) -> Source:
    return decode(text.encode(), "README.md")


def shown(source: Source) -> list[tuple[str, int, str]]:
    """What a reader meets: blocks with their text, a space for any white space."""
    return [
        (block.kind, block.level, " ".join(block.text.split()))
        for block in parse(source).walk()
        if block.kind != "html"
    ]


@settings(max_examples=250, deadline=None)
@given(documents, ends)
def test_layout_repairs_show_the_same_page_and_are_done_at_once(text: str, end: str) -> None:
    plan = plan_of("layout")
    source = source_of(text.replace("\n", end))

    def again(revised: Source) -> FileAnalysis:
        return analyse(revised, plan)

    outcome = fix(source, again, RULES)
    assert [d.message for d in outcome.analysis.diagnostics if d.rule == "rule-crash"] == []
    assert outcome.cycle == ()
    assert shown(outcome.source) == shown(source)
    assert fix(outcome.source, again, RULES).source.text == outcome.source.text


@pytest.mark.parametrize("threshold", [Safety.SAFE, Safety.UNSAFE])
@settings(max_examples=150, deadline=None)
@given(documents)
@example("#Glued\n[ t ](u)\n[ t ](u)\n10. v\n10. v\n10. v")
def test_structure_repairs_come_to_rest_and_keep_their_promise(
    threshold: Safety, text: str
) -> None:
    plan = plan_of("structure")

    def again(revised: Source) -> FileAnalysis:
        return analyse(revised, plan)

    outcome = fix(source_of(text), again, RULES, threshold)
    assert [d.message for d in outcome.analysis.diagnostics if d.rule == "rule-crash"] == []
    assert outcome.cycle == ()
    assert fix(outcome.source, again, RULES, threshold).source.text == outcome.source.text

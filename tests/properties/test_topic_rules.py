"""The rules about topics, resources and language hold on any text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaplint.core.finding import Finding
from roadmaplint.core.registry import load, shipped
from roadmaplint.core.rule import Check, Context
from roadmaplint.markdown.parser import parse
from roadmaplint.roadmap.build import build
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.text.decode import decode
from roadmaplint.text.edit import splice

CHECKS = [
    load(entry)
    for entry in shipped().entries
    if entry.card.group in {"topics", "resources", "language"}
]
FILE_CHECKS = [check for check in CHECKS if check.subject in {Document, Link}]

VOCABULARY = (
    "trees graphs Sorting NumPy Numpy KNN k-Nearest Neighbors (KNN) Beginner Advanced and & : , ( )"
    ' " [Trees](https://example.org/a) [here](http://www.example.org/a/?utm_source=x) ![](a.png)'
    " C++ `code` **bold** 树 деревья 3-6 months Month 1 textData \u202e \u2028 \ud800 😀 - |"
    " <img src=x>"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
LINES = st.builds(
    lambda lead, words: lead + " ".join(words),
    st.sampled_from(["", "# ", "## ", "### ", "- ", "  - ", "1. ", "| ", "> ", "* [ ] "]),
    st.lists(WORDS, max_size=7),
)
TEXTS = st.lists(LINES, max_size=25).map("\n".join)


def findings(check: Check, document: Document) -> Iterator[Finding]:
    context: Context[Any] = Context(check.options(), document.source, lambda: document)
    subjects = document.links if check.subject is Link else (document,)
    for subject in subjects:
        yield from check.run(subject, context)  # type: ignore[misc]


@pytest.mark.parametrize("check", FILE_CHECKS, ids=lambda c: c.run.__module__.rpartition(".")[2])
@settings(max_examples=25, deadline=None)
@given(TEXTS)
def test_findings_lie_in_the_text_and_fixes_can_be_applied(check: Check, text: str) -> None:
    source = decode(text.encode("utf-8", "surrogatepass"), "README.md")
    document = build(source, parse(source))
    size = len(source.text)
    found = list(findings(check, document))
    assert found == list(findings(check, document))
    for finding in found:
        places = [finding.span, *(related.span for related in finding.related)]
        assert all(0 <= span.start <= span.end <= size for span in places)
        assert finding.message
        if finding.fix is not None:
            edits = finding.fix.edits
            assert splice(source.text, edits) != source.text
            assert all(one.span.start <= other.span.start for one, other in pairwise(edits))


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_no_text_raises(text: str) -> None:
    source = decode(text.encode("utf-8", "surrogatepass"), "README.md")
    document = build(source, parse(source))
    for check in FILE_CHECKS:
        list(findings(check, document))

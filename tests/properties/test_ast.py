"""Whatever the text: the tree is valid, and every place in it holds what the tree says."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roadmaplint.markdown.parser import parse
from roadmaplint.roadmap.build import build
from roadmaplint.roadmap.export import export
from roadmaplint.roadmap.nodes import Content, Document
from roadmaplint.roadmap.project_index import facts_of
from roadmaplint.roadmap.recover.document import recover_structure
from roadmaplint.roadmap.render_tree import render_mermaid, render_outline
from roadmaplint.text.decode import decode
from roadmaplint.text.source import Source, Span

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas" / "roadmap.schema.json").read_text("utf-8")
)
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)

WORDS = (
    """
Week 1|Python|Books|(3-6 months)|Linear Algebra|a, b and c|1.|Phase 2:|🚀|1️⃣|10️⃣|第一章：入门|
**Bold:**|`code`|[link](https://example.org)|[top](#python)|![pic](a.png)|<br>|<b>x</b>|&amp;|
\\*|https://example.com/a_b|:book:|e.g. x, y|5 hours/week|Beginner|и т.д.|3个月|~~gone~~|
"Title" by Ann Author|《书》|[![b](c.svg)](d)|<a href="u">t</a>|{#id}|[x]
""".replace("|\n", "|")
    .strip()
    .split("|")
)
ODD = ["\ufeff", "\u00a0", "\udc80", "\0", "\u2028", "\x85"]
LINES = """# ,## ,### ,- ,  - ,    - ,1. ,2. ,* [ ] ,- [x] ,> ,***N,```N,<details>N,</details>N,
<summary>,</summary>,<h2>,</h2>,N,T,===N,[ref]: http://e.orgN,| a | b |N|---|---|N,---N"""
MARKS = [line.replace("N", "\n").replace("T", "\t") for line in LINES.split(",")]
PIECES = st.sampled_from([*WORDS, *MARKS, *ODD, " ", "\n", "\n\n", "\r\n", ", ", ": ", " - ", "."])
MARKDOWN = st.lists(PIECES, max_size=60).map("".join)
SAID = "This is a sentence about some things."
LOST = [*WORDS[:5], "One two three.", "Label: x", "Contents", SAID]
PLAIN = st.lists(st.sampled_from(LOST), max_size=30)
TEXTS = st.one_of(MARKDOWN, st.text(max_size=200), PLAIN.map("\n\n".join))


def document_of(text: str) -> Document:
    source = decode(text.encode("utf-8", "surrogateescape"), "roadmap.md")
    return build(source, parse(source))


def encodable(text: str) -> bool:
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def nodes_of(content: Content) -> Iterator[Any]:
    for name in (
        "prose",
        "durations",
        "prerequisites",
        "tables",
        "media",
        "tocs",
        "translations",
        "details",
    ):
        yield from getattr(content, name)
    for topic in content.walk_topics():
        yield topic
        for item in topic.items:
            yield from item.walk()
        yield from topic.durations
        yield from topic.prerequisites
    yield from content.walk_resources()
    for toc in content.tocs:
        yield from toc.entries


def letters(text: str) -> list[str]:
    return [char for char in text if char.isalnum()]


def holds(source: Source, span: Span, text: str) -> bool:
    """True if the letters of a text stand in a span, in order; what is between is markup."""
    rest = iter(letters(source.slice(span)))
    return all(char in rest for char in letters(text))


@given(TEXTS.filter(encodable))
@settings(max_examples=300, deadline=None)
@example("- [x](u) a\n  1. b\n\n     # c\n")
@example("| Course | Prerequisites |\n|-|-|\n| [A, B](u) | none |\n| C | A, B & D |")
@example("<h1>\n\n**x**\n\n</h1>\n\n<h3>y</h2>")
def test_any_text_gives_a_valid_tree(text: str) -> None:
    tree = export(document_of(text))
    assert list(VALIDATOR.iter_errors(json.loads(json.dumps(tree)))) == []


@given(MARKDOWN.filter(encodable))
@settings(max_examples=200, deadline=None)
def test_every_place_lies_in_the_text(text: str) -> None:
    document = document_of(text)
    length = len(document.source.text)
    for content in (document.root, *document.sections):
        for node in (content, *nodes_of(content)):
            span = node.span
            assert span is None or 0 <= span.start <= span.end <= length


@given(TEXTS.filter(lambda text: encodable(text) and "&" not in text and "\0" not in text))
@settings(max_examples=300, deadline=None)
@example("1. a\\*b, c\n2. **x**: y, `z`")
@example("- Topic (e.g. a, b) and 3-6 months\n  more, 5 hours/week")
def test_every_place_holds_what_the_tree_says(text: str) -> None:
    document = document_of(text)
    source = document.source
    for content in (document.root, *document.sections):
        for topic in content.walk_topics():
            if topic.text_span is not None:
                assert holds(source, topic.text_span, topic.text)
            for item in topic.items:
                for inner in item.walk():
                    assert inner.span is not None
                    assert holds(source, inner.span, inner.text)
            for duration in topic.durations:
                assert letters(source.slice(duration.span)) == letters(duration.raw)
        for duration in content.durations:
            assert letters(source.slice(duration.span)) == letters(duration.raw)
        for resource in content.walk_resources():
            assert holds(source, resource.span, resource.title)
    for section in document.sections:
        assert holds(source, section.span, section.title)
        assert section.body.contains(section.span)


@given(TEXTS.filter(encodable))
@settings(max_examples=100, deadline=None)
def test_flat_views_are_in_order(text: str) -> None:
    document = document_of(text)
    for view in (document.headings, document.links, document.anchors):
        spans = [node.span for node in view]
        assert spans == sorted(spans)
    slugs = [heading.slug for heading in document.headings]
    assert len(slugs) == len(set(slugs))


@given(MARKDOWN.filter(encodable))
@settings(max_examples=100, deadline=None)
def test_reading_twice_gives_the_same(text: str) -> None:
    one, other = document_of(text), document_of(text)
    assert one.root == other.root
    assert facts_of(one) == facts_of(other)
    assert render_outline(one) == render_outline(other)
    assert render_mermaid(one) == render_mermaid(other)


@given(TEXTS.filter(encodable))
@settings(max_examples=150, deadline=None)
def test_recovered_blocks_hold_every_word_in_order(text: str) -> None:
    source = decode(text.encode("utf-8", "surrogateescape"), "roadmap.md")
    found = recover_structure(source)
    if found:
        said = "".join(block.text for block in found.blocks)
        assert letters(said) == letters(source.text)
        assert all(holds(source, block.span, block.text) for block in found.blocks)


class Calls:
    """Counts the calls of Python functions, a measure of work that no clock disturbs."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        if event == "call":
            self.count += 1


def calls_for(text: str) -> int:
    source = decode(text.encode(), "roadmap.md")
    markdown = parse(source)
    calls = Calls()
    sys.setprofile(calls)
    try:
        export(build(source, markdown))
    finally:
        sys.setprofile(None)
    return calls.count


@pytest.mark.parametrize(
    "unit",
    [
        "# Title\n",
        "## Week 1: Same\n\n",
        "- [a](b)\n",
        "- a, b, c (d, e)\n",
        "text [a](#b)\n\n",
        "<h2>x</h2>\n\n",
        "<a href='x'>",
        "**x:**\n\n- y\n\n",
        "> # q\n\n",
        "Short line\n\n",
        '"',
        "(",
        "1. ",
        "a, ",
        "&amp;",
        "<details><summary>s</summary>\n\n</details>\n\n",
    ],
)
def test_work_grows_with_the_text(unit: str) -> None:
    calls_for(unit * 10)
    once, twice = calls_for(unit * 300), calls_for(unit * 600)
    assert twice < 2.6 * once + 2000


def test_many_headings(without_collector: None) -> None:
    text = "".join(f"{'#' * (1 + i % 6)} Heading {i % 100}\n\n- item\n" for i in range(50_000))
    document = document_of(text)
    assert len(document.headings) == 50_000
    assert len(document.sections) == 49_999
    assert document.headings[-1].slug.startswith("heading-99-")


@pytest.fixture
def without_collector() -> Iterator[None]:
    """The garbage collector is off, as it is while files are linted."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("mark", ["- ", "> ", "1. ", "**", "[", "<b>", "- > "])
def test_deep_nesting(mark: str) -> None:
    document = document_of(mark * 3000 + "x")
    assert VALIDATOR.is_valid(export(document))
    render_outline(document)


def test_deep_lists() -> None:
    text = "".join("  " * depth + "- item\n" for depth in range(1000))
    document = document_of(text)
    assert len(document.topics) >= 40
    assert VALIDATOR.is_valid(export(document))

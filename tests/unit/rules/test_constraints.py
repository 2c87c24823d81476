"""Constraints find the nodes they mean, and each violation its words and its place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from roadmaplint.core.project_schema import (
    compile_pattern,
    constraint,
    is_risky,
    violations,
)
from roadmaplint.markdown.parser import parse
from roadmaplint.roadmap.build import build
from roadmaplint.roadmap.export import SELECTORS, export, node_view, select
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.decode import decode

TEXT = """# Plan

- [Contents](#basics)

## Basics (2 months)

- Variables: int, str
    - [Notes](http://a.example/notes)
- [Book](https://a.example/book)

#### Loops

- for

## Basics (2 months)

| Course | Duration |
| --- | --- |
| [Logic](https://a.example/logic) | |
"""


@pytest.fixture(scope="module")
def document() -> Document:
    source = decode(TEXT.encode(), "README.md")
    return build(source, parse(source))


def said(document: Document, **parts: Any) -> list[tuple[str, int]]:
    wanted = constraint(json.dumps({"id": "x", **parts}))
    tree = export(document) if wanted.whole else node_view(document)
    return [
        (v.message, v.pos["line"] if v.pos else -1 if v.missing else 0)
        for v in violations(tree, wanted)
    ]


def names(document: Document, kind: str) -> list[str]:
    view = node_view(document)
    nodes = (placed.node for placed in select(view, kind))
    return [str(n.get("title") or n.get("text") or n.get("kind") or n.get("raw")) for n in nodes]


def test_selectors(document: Document) -> None:
    basics = "Basics (2 months)"
    assert names(document, "section") == [basics, "Loops", basics]
    assert names(document, "leaf") == ["Loops", basics]
    assert names(document, "row") == ["Logic"]
    assert set(names(document, "resource")) == {"Notes", "Book", "Logic"}
    assert all(isinstance(names(document, kind), list) for kind in SELECTORS)


def test_flags(document: Document) -> None:
    flags = [placed.node["flags"] for placed in select(node_view(document), "section")]
    assert [f["skip"] for f in flags] == [False, True, False]
    assert [f["duplicate"] for f in flags] == [True, False, True]


def test_counts_are_of_the_section_and_below(document: Document) -> None:
    counts = next(select(node_view(document), "section")).node["counts"]
    assert counts["sections"] == 1
    assert counts["resources"] == 2
    assert counts["deep_topics"] > counts["topics"]


def test_a_number_too_small(document: Document) -> None:
    schema = {"properties": {"counts": {"properties": {"deep_resources": {"minimum": 4}}}}}
    assert said(document, select="section[level=2]", schema=schema) == [
        ('x: "Basics (2 months)": resources: 2, at least 4 expected', 5),
        ('x: "Basics (2 months)": resources: 1, at least 4 expected', 15),
    ]


def test_a_resource_is_named_with_its_section(document: Document) -> None:
    schema = {"properties": {"url": {"pattern": "^https:"}}}
    assert said(document, select="resource", schema=schema) == [
        ('x: "Notes" in "Basics (2 months)": url: "http://a.example/notes" does not match'
         " /^https:/", 8),
    ]  # fmt: skip


def test_an_absent_array_has_no_members(document: Document) -> None:
    schema = {"properties": {"resources": {"minItems": 1}}}
    assert said(document, select="section[title=Loops]", schema=schema) == [
        ('x: "Loops": no resources', 11)
    ]


def test_own_words(document: Document) -> None:
    schema = {"properties": {"columns": {"required": ["duration"]}}}
    message = "{title!r} in {section}: {why} {unknown}"
    assert said(document, select="row", schema=schema, message=message) == [
        ('x: "Logic" in Basics (2 months): columns: "duration" is missing {unknown}', 19)
    ]


def test_too_few_and_too_many_nodes(document: Document) -> None:
    assert said(document, select="section", match="^Help$", at_least=1) == [
        ("x: no section matches /^Help$/", -1)
    ]
    assert said(document, select="section", match="basics", at_most=1) == [
        ("x: section matching /basics/: 2, at most 1 expected", 15)
    ]
    assert said(document, select="section", depth=2, at_least=1) == []


def test_conditions(document: Document) -> None:
    assert said(document, select='section[role!=toc & title="Loops"]', schema=False) != []
    assert said(document, select="section[flags.skip=true]", at_most=0)[0][1] == 11


def test_a_whole_schema_finds_the_deepest_place(document: Document) -> None:
    section = {
        "properties": {"level": {"maximum": 3}, "sections": {"items": {"$ref": "#/$defs/s"}}}
    }
    schema = {
        "$defs": {"s": section},
        "properties": {"title": {"const": "Path"}, "sections": {"items": {"$ref": "#/$defs/s"}}},
    }
    assert said(document, schema=schema, whole=True) == [
        ('x: "Loops": level: 4, at most 3 expected', 11),
        ('x: title: "Plan", "Path" expected', 1),
    ]


def test_of_alternatives_the_nearest_is_told(document: Document) -> None:
    schema = {"anyOf": [{"type": "null"}, {"properties": {"level": {"enum": [1, 2]}}}]}
    ((message, line),) = said(document, select="section[flags.leaf=true & level=4]", schema=schema)
    assert (message, line) == ('x: "Loops": level: 4, one of 1, 2 expected', 11)


HOSTILE = ["^(a+)+$", "^(a|a)*$", "^(?=a)(a+)+$", r"([\w\s]+)*!", ".*.*.*.*x"]


@pytest.mark.parametrize("pattern", HOSTILE)
def test_patterns_that_multiply_end(pattern: str) -> None:
    assert is_risky(pattern)
    assert not compile_pattern(pattern).search("a" * 900 + "\ud800?")


@pytest.mark.parametrize("pattern", ["^Basics", "a.*b", r"\(a\)\+", "[)+*]+"])
def test_plain_patterns_are_pythons(pattern: str) -> None:
    assert not is_risky(pattern)


def test_only_json_is_a_constraint() -> None:
    for text in ("[]", "{", '{"id": 3}', '{"id": "a", "match": "("}', "[" * 99_999):
        with pytest.raises(ValueError, match=r"."):
            constraint(text)

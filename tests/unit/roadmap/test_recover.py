"""Structure that was lost, found again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roadmaplint.markdown.parser import parse
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.recover.document import Recovered, recover_regions, recover_structure
from roadmaplint.text.decode import decode

Read = Callable[[str], Document]

LOST = """Garden Roadmap

This text shows you how to grow a garden that feeds a family of four.

Contents

Soil

Tools & Seeds

Contributing

Soil

Good soil is where every garden begins and ends.

Compost

Clay, Sand, Silt

Tools & Seeds

You need a few tools and some seeds to get started with it.

Essential Tools

Spade

Rake

Seeds:

Beans

Peas

Contributing

Send us your ideas for better gardens whenever you like.
"""


def recovered(text: str) -> Recovered:
    return recover_structure(decode(text.encode(), "a.md"))


def shown(found: Recovered) -> list[tuple[str, str, int, int]]:
    return [(block.kind, block.text, block.level, block.depth) for block in found.blocks]


def test_a_document_with_contents() -> None:
    found = recovered(LOST)
    assert shown(found) == [
        ("title", "Garden Roadmap", 1, 0),
        (
            "paragraph",
            "This text shows you how to grow a garden that feeds a family of four.",
            0,
            0,
        ),
        ("heading", "Contents", 2, 0),
        ("toc-entry", "Soil", 0, 1),
        ("toc-entry", "Tools & Seeds", 0, 1),
        ("toc-entry", "Contributing", 0, 1),
        ("heading", "Soil", 2, 0),
        ("paragraph", "Good soil is where every garden begins and ends.", 0, 0),
        ("item", "Compost", 0, 1),
        ("item", "Clay, Sand, Silt", 0, 1),
        ("heading", "Tools & Seeds", 2, 0),
        ("paragraph", "You need a few tools and some seeds to get started with it.", 0, 0),
        ("item", "Essential Tools", 0, 1),
        ("item", "Spade", 0, 2),
        ("item", "Rake", 0, 2),
        ("label", "Seeds:", 0, 1),
        ("item", "Beans", 0, 2),
        ("item", "Peas", 0, 2),
        ("heading", "Contributing", 2, 0),
        ("paragraph", "Send us your ideas for better gardens whenever you like.", 0, 0),
    ]
    assert [block.text for block in found.toc] == ["Soil", "Tools & Seeds", "Contributing"]
    assert len(found.headings) == 5
    assert len(found.items) == 8


def test_the_tree_of_such_a_document(read: Read) -> None:
    document = read(LOST)
    root = document.root
    assert (root.shape, root.title, root.title_style) == ("plain-text", "Garden Roadmap", "plain")
    assert [section.title for section in root.sections] == [
        "Contents",
        "Soil",
        "Tools & Seeds",
        "Contributing",
    ]
    soil, tools = root.sections[1:3]
    assert soil.heading_style == "plain"
    assert [item.text for item in soil.topics[1].items] == ["Clay", "Sand", "Silt"]
    assert [(topic.text, topic.origin, topic.role) for topic in tools.topics] == [
        ("Essential Tools", "plain", "group"),
        ("Seeds", "plain", "group"),
    ]
    assert [topic.text for topic in tools.topics[1].topics] == ["Beans", "Peas"]
    toc = document.tocs[0]
    assert (toc.style, toc.entries[1].target) == ("plain", "tools--seeds")
    assert document.headings == ()


def test_addresses_in_plain_text_are_resources(read: Read) -> None:
    document = read(
        LOST + "\nhttps://a.example/x\n\nSee https://a.example/y for all the rest of it.\n"
    )
    assert [(r.url, r.role) for r in document.resources] == [
        ("https://a.example/x", "entry"),
        ("https://a.example/y", "inline"),
    ]


def stages(*lines: str) -> str:
    return "\n\n".join(("The Big Map", *lines)) + "\n"


def test_stages_numbers_and_months() -> None:
    text = stages(
        "Beginner Level (3 months)",
        "1. Start of It",
        "Alpha",
        "Month 1: First Steps",
        "Beta",
        "Gamma",
        "2. End of It",
        "Delta",
        "Advanced Level (6 months)",
        "1. Start Again",
        "Omega",
    )
    found = [(block.text, block.level) for block in recovered(text).headings]
    assert found == [
        ("The Big Map", 1),
        ("Beginner Level (3 months)", 2),
        ("1. Start of It", 3),
        ("Month 1: First Steps", 4),
        ("2. End of It", 3),
        ("Advanced Level (6 months)", 2),
        ("1. Start Again", 3),
    ]


def test_adjacent_numbers_are_a_list() -> None:
    text = stages("Beginner", "1. One", "2. Two", "3. Three", "Advanced", "Part 1: x", "Part 2: y")
    assert [block.text for block in recovered(text).headings] == [
        "The Big Map",
        "Beginner",
        "Advanced",
    ]


def test_a_heading_that_introduces_others_contains_them() -> None:
    text = stages(
        "The areas of the plan are these, one after the other:",
        "Sections",
        "Here is what you are going to learn in the order of learning:",
        "Sets",
        "A set holds every thing that it holds just once.",
        "Union",
        "Cut",
        "Maps",
        "A map finds a thing by its key in no time at all.",
        "Hashing",
        "Trees",
        "License",
        "All of this is free for everyone who wants to use it.",
    )
    found = [(block.text, block.level) for block in recovered(text).headings]
    assert found == [
        ("The Big Map", 1),
        ("Sections", 2),
        ("Sets", 3),
        ("Maps", 3),
        ("License", 2),
    ]


def test_a_break_in_a_run_of_labels() -> None:
    text = stages("Beginner", "Tools: a, b", "Skills: c, d", "Analyst", "Tools: e", "Skills: f, g")
    assert [block.text for block in recovered(text).headings] == [
        "The Big Map",
        "Beginner",
        "Analyst",
    ]


def test_described_items_are_no_headings() -> None:
    pairs = [
        text for i in range(6) for text in (f"Thing{i}", "It does one thing and does it very well.")
    ]
    found = recovered(stages("Beginner", "One", "Two", *pairs))
    assert [block.text for block in found.headings] == ["The Big Map", "Beginner"]


def test_a_row_of_emoji_is_a_list() -> None:
    text = stages(
        "Beginner",
        "🚀 Rockets - how do they get up there? Is it hard?",
        "🧮 Maths - what is it good for? Is it hard?",
        "🛠 Tools - which ones are the best? Is it hard?",
        "Advanced",
        "More",
    )
    assert [block.kind for block in recovered(text).blocks[2:5]] == ["item"] * 3


def test_cells_are_rows(read: Read) -> None:
    text = stages("Courses", "Name\tWeeks", "Sets\t3 weeks", "Maps\t4 weeks", "Beginner", "More")
    found = recovered(text)
    assert [block.kind for block in found.blocks[2:5]] == ["row"] * 3
    document = read(text)
    rows = document.root.sections[0].topics
    assert [topic.text for topic in rows] == ["Name", "Sets", "Maps"]
    assert [duration.raw for duration in rows[1].durations] == ["3 weeks"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Just\n\nfour\n\nshort\n\nlines of text here\n",
        "# Title\n\nBeginner\n\nA\n\nB\n\nC\n\nAdvanced\n\nD\n",
        "- a\n\nBeginner\n\nA\n\nB\n\nC\n\nAdvanced\n\nD\n",
        "Map\n\n**Beginner**\n\n**A**\n\n[B](u)\n\n**C**\n\nAdvanced\n\nD\n",
        "\n\n".join(f"{n}. Item number {n}" for n in range(1, 20)),
        "\n\n".join(["One long sentence says what there is to say about it all."] * 12),
        "\n".join(
            ["Permission is granted to any person who gets a copy of this text"] * 9 + ["", "x"]
        ),
    ],
)
def test_nothing_to_recover(text: str) -> None:
    assert not recovered(text)


def test_lines_without_blank_ones() -> None:
    text = LOST.replace("\n\n", "\n")
    assert [block.text for block in recovered(text).headings] == [
        "Garden Roadmap",
        "Contents",
        "Soil",
        "Tools & Seeds",
        "Contributing",
    ]


def test_a_region_inside_a_document() -> None:
    plain = "\n\n".join(
        ("Phase 1: Start", *"ABCDE", "Phase 2: Go on", *"FGHIJ", "Phase 3: End", *"KLMNO")
    )
    source = decode(f"# T\n\n## Plan\n\n{plain}\n\n## Rest\n\n- x\n".encode(), "a.md")
    (region,) = recover_regions(source, parse(source))
    assert [(block.text, block.level) for block in region.headings] == [
        ("Phase 1: Start", 3),
        ("Phase 2: Go on", 3),
        ("Phase 3: End", 3),
    ]
    assert len(region.items) == 15
    assert all(source.slice(block.span) == block.text for block in region.blocks)


def test_a_whole_document_is_one_region() -> None:
    source = decode(LOST.encode(), "a.md")
    assert recover_regions(source, parse(source)) == (recover_structure(source),)


#: What often stands above a title or behind the last line, and is no structure of the text.
STRAYS = [
    "![logo](logo.png)\n\n{}",
    '<p align="center"><img src="logo.png"></p>\n\n{}',
    "---\nlayout: page\n---\n\n{}",
    "<!-- a note -->\n\n{}",
    "{}\n\n- one last item\n",
    "{}\n\n```\ncode\n```\n",
]


@pytest.mark.parametrize("around", STRAYS, ids=range(len(STRAYS)))
def test_strays_neither_hide_the_loss_nor_become_the_title(around: str) -> None:
    source = decode(around.format(LOST).encode(), "a.md")
    (region,) = recover_regions(source, parse(source))
    assert region.headings == tuple(
        block._replace(span=head.span)
        for head, block in zip(region.headings, recovered(LOST).headings, strict=True)
    )


def test_behind_a_text_there_is_no_title() -> None:
    plain = "\n\n".join(("Phase 1: Start", *"ABCDE", "Phase 2: Go on", *"FGHIJ"))
    text = f"Some words before.\n\n```\ncode\n```\n\nA first line\n\n{plain}\n"
    source = decode(text.encode(), "a.md")
    (region,) = recover_regions(source, parse(source))
    assert region.headings
    assert all(block.level > 1 for block in region.headings)


def test_a_structured_document_has_no_region() -> None:
    text = "# T\n\n" + "\n\n".join("Some short words" for _ in range(20))
    source = decode(text.encode(), "a.md")
    assert recover_regions(source, parse(source)) == ()


def test_plain_prose_is_markdown(read: Read) -> None:
    document = read("One paragraph only, without a title and without anything else.\n")
    assert document.root.shape == "markdown"
    assert len(document.root.prose) == 1

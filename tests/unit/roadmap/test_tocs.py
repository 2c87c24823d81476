"""Tables of contents."""

from __future__ import annotations

from collections.abc import Callable

from roadmaplint.roadmap.nodes import Document

Read = Callable[[str], Document]
BODY = "\n\n# Title\n\n## Sets & Maps\n\n## Graphs\n\n### Trees\n"


def test_a_linked_list(read: Read) -> None:
    document = read(
        "- [Sets & Maps](#sets--maps)\n- 🚀 [Graphs](#graphs)\n  1. [Trees](#trees)\n"
        "- [Gone](#gone)" + BODY
    )
    toc = document.tocs[0]
    assert toc.style == "linked"
    assert [(e.text, e.href, e.depth, e.target) for e in toc.entries] == [
        ("Sets & Maps", "#sets--maps", 1, "sets--maps"),
        ("Graphs", "#graphs", 1, "graphs"),
        ("Trees", "#trees", 2, "trees"),
        ("Gone", "#gone", 1, None),
    ]
    assert document.source.slice(toc.entries[2].span) == "[Trees](#trees)"
    assert document.resources == ()
    assert document.topics == ()


def test_a_mixed_list(read: Read) -> None:
    document = read("- Part one:\n  - [Graphs](#graphs)\n  - [Trees](#trees)" + BODY)
    toc = document.tocs[0]
    assert toc.style == "mixed"
    assert [(e.text, e.href, e.depth) for e in toc.entries] == [
        ("Part one", None, 1),
        ("Graphs", "#graphs", 2),
        ("Trees", "#trees", 2),
    ]


def test_a_plain_list_under_a_contents_heading(read: Read) -> None:
    document = read("# T\n\n## Contents\n\n- Sets & Maps:\n- Graphs\n  - Trees\n- Elsewhere" + BODY)
    toc = document.tocs[0]
    assert toc.style == "plain"
    assert [(e.text, e.depth, e.target) for e in toc.entries] == [
        ("Sets & Maps", 1, "sets--maps"),
        ("Graphs", 1, "graphs"),
        ("Trees", 2, "trees"),
        ("Elsewhere", 1, None),
    ]


def test_a_plain_list_elsewhere_is_topics(read: Read) -> None:
    document = read("- Graphs\n- Trees" + BODY)
    assert document.tocs == ()
    assert len(document.topics) == 2


def test_a_list_of_files_under_a_contents_heading_is_resources(read: Read) -> None:
    document = read("## Contents\n\n- [Graphs](graphs.md)\n- [Trees](trees.md)\n")
    assert document.tocs == ()
    assert len(document.resources) == 2


def test_one_link_up_is_no_contents(read: Read) -> None:
    document = read("- [back to top](#title)" + BODY)
    assert document.tocs == ()


def test_a_few_links_into_the_page_are_no_contents(read: Read) -> None:
    document = read("- [Graphs](#graphs)\n- a\n- b\n- [Trees](#trees)\n- c" + BODY)
    assert document.tocs == ()


def test_a_line_of_links(read: Read) -> None:
    document = read("[Sets](#sets--maps) • [Graphs](#graphs) • [Trees](#trees)" + BODY)
    toc = document.tocs[0]
    assert [(e.text, e.depth) for e in toc.entries] == [("Sets", 1), ("Graphs", 1), ("Trees", 1)]


def test_links_in_a_sentence_are_no_contents(read: Read) -> None:
    document = read("See [Sets](#sets--maps), then [Graphs](#graphs) and [Trees](#trees)." + BODY)
    assert document.tocs == ()
    assert len(document.root.prose) == 1


def test_encoded_targets(read: Read) -> None:
    document = read("- [数组](#%E6%95%B0%E7%BB%84)\n- [Cafe](#cafe\u0301)\n\n## 数组\n\n## Café\n")
    assert [entry.target for entry in document.tocs[0].entries] == ["数组", "café"]

"""Lists packed into one line."""

from __future__ import annotations

import pytest

from roadmaplint.roadmap.inline_lists import is_comma_list, is_more, split_members
from roadmaplint.roadmap.nodes import Item
from roadmaplint.roadmap.rendered_text import RenderedText


def shown(item: Item) -> str:
    inner = ", ".join(shown(child) for child in item.items)
    return item.text + (f" [{inner}]" if inner else "")


def members(text: str, labelled: bool = False) -> list[str]:
    flat = RenderedText()
    flat.add(text, 0)
    return [shown(item) for item in split_members(flat, 0, len(text), labelled)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Loops, Arrays, Maps", ["Loops", "Arrays", "Maps"]),
        ("Loops, Arrays, and Maps", ["Loops", "Arrays", "Maps"]),
        ("Loops, Arrays and Maps", ["Loops", "Arrays", "Maps"]),
        ("Read, Write Operations on Files", ["Read", "Write Operations on Files"]),
        ("Add, Divide, Root.", ["Add", "Divide", "Root"]),
        ("Graphs (Trees, Heaps)", ["Trees", "Heaps"]),
        ("Bags (Stack), Maps (Tree, Hash)", ["Bags [Stack]", "Maps [Tree, Hash]"]),
        ("Detection, Entity Recognition (ER)", ["Detection", "Entity Recognition (ER)"]),
        ("Sorting (e.g. Quick, Merge) and more of it", ["Quick", "Merge"]),
        ("Изучите сортировку (например, быструю).", ["быструю"]),
        ("Editors like Vim, Emacs, Nano.", ["Vim", "Emacs", "Nano"]),
        ("变量、循环、函数等", ["变量", "循环", "函数"]),
        ("数组，链表", ["数组", "链表"]),
        ("HTML / CSS / Less", ["HTML", "CSS", "Less"]),
        ("Sets, Maps, etc.", ["Sets", "Maps"]),
        ("Over 1,000 users, 2 teams", ["Over 1,000 users", "2 teams"]),
    ],
)
def test_lists(text: str, wanted: list[str]) -> None:
    assert members(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Vim or Emacs", ["Vim", "Emacs"]),
        ("Search (Linear, Binary)", ["Search [Linear, Binary]"]),
        ("one thing only", []),
        ("you choose Vim, Emacs or so", []),
        ("(Linear, Binary)", ["Linear", "Binary"]),
    ],
)
def test_behind_a_label(text: str, wanted: list[str]) -> None:
    assert members(text, labelled=True) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Natural Language (NL)",
        "Read this, then that, because it is good.",
        "Where does it go? Left, right and up",
        "Изучите линейную алгебру, статистику и анализ.",
        "Flask/FastAPI",
        "Vectors and Matrices",
        "a quite long thing that never seems to end at all, another one",
        "(unclosed, bracket",
        "",
    ],
)
def test_no_lists(text: str) -> None:
    assert members(text) == []


def test_how_members_are_written() -> None:
    flat = RenderedText()
    flat.add("A (b, c), D", 0)
    first, second = split_members(flat, 0, 11)
    assert (first.via, first.items[0].via, second.via) == ("comma", "paren", "comma")
    assert [item.span for item in first.walk()] == [(0, 1), (3, 4), (6, 7)]


def test_a_very_long_text_is_no_list() -> None:
    assert members("word, " * 1000) == []


def test_comma_lists() -> None:
    assert is_comma_list("Flow, Functions", 0, 15)
    assert not is_comma_list("Flow", 0, 4)
    assert not is_comma_list("You go, we stay", 0, 15)


def test_words_for_more() -> None:
    assert is_more(" etc. ")
    assert is_more("and more")
    assert not is_more("etching")

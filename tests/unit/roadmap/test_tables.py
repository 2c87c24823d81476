"""Tables: columns, rows, prerequisites."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.tables import role_of

Read = Callable[[str], Document]
COURSES = """
Course | School | Duration | Effort | Prerequisites | Chat | Extra
--|--|--|--|--|--|--
[Sets, Maps](s) | One | 4 weeks | 5 hours/week | none | [a](c1) | x
[Sets, Maps II](s2) ([alternative](alt)) | Two | | | Sets, Maps | - |
Graphs | | | | Sets, Maps & Sets, Maps II, logic, [algebra](alg) | |
Graphs: More | | | | Graph (basic), Graphs | |
"""


def test_a_curriculum(read: Read) -> None:
    document = read(COURSES)
    table = document.tables[0]
    assert (table.shape, table.rows) == ("curriculum", 4)
    assert [column.role for column in table.columns] == [
        "name",
        "provider",
        "duration",
        "effort",
        "prerequisites",
        "discussion",
        "other",
    ]
    row = document.topics[0]
    assert (row.text, row.origin, row.role) == ("Sets, Maps", "table-row", "topic")
    assert document.source.slice(row.span).startswith("[Sets, Maps](s)")
    assert dict(row.columns) == {
        "provider": "One",
        "duration": "4 weeks",
        "effort": "5 hours/week",
        "prerequisites": "none",
        "discussion": "a",
        "Extra": "x",
    }
    assert [(d.kind, d.raw) for d in row.durations] == [
        ("span", "4 weeks"),
        ("effort", "5 hours/week"),
    ]
    assert [(r.title, r.role, r.type) for r in row.resources] == [
        ("Sets, Maps", "entry", "course"),
        ("a", "discussion", "other"),
    ]


def test_prerequisites_name_courses(read: Read) -> None:
    rows = read(COURSES).topics
    assert rows[0].prerequisites == ()
    assert [(p.text, p.target) for p in rows[1].prerequisites] == [("Sets, Maps", "Sets, Maps")]
    assert [(p.text, p.target, p.url) for p in rows[2].prerequisites] == [
        ("Sets, Maps", "Sets, Maps", None),
        ("Sets, Maps II", "Sets, Maps II", None),
        ("logic", None, None),
        ("algebra", None, "alg"),
    ]
    assert [resource.role for resource in rows[2].resources] == ["prerequisite"]
    assert [p.text for p in rows[3].prerequisites] == ["Graph (basic)", "Graphs"]
    assert [r.role for r in rows[1].resources] == ["entry", "alternative"]


def test_a_schedule(read: Read) -> None:
    document = read("| Week | Topics | Link |\n|--|--|--|\n| Week 1 | Sets, Maps | [Guide](u) |\n")
    assert document.tables[0].shape == "schedule"
    row = document.topics[0]
    assert row.text == "Sets, Maps"
    assert dict(row.columns) == {"number": "Week 1", "resource": "Guide"}
    assert [duration.raw for duration in row.durations] == ["Week 1"]


def test_a_plain_list(read: Read) -> None:
    document = read("| Thing | Why |\n|--|--|\n| 🚀 Sets, Maps | fun |\n| | |\n| | lone |\n")
    assert document.tables[0].shape == "list"
    assert [topic.text for topic in document.topics] == ["Sets, Maps", "lone"]
    assert [item.text for item in document.topics[0].items] == ["Sets", "Maps"]


@pytest.mark.parametrize(
    "table",
    [
        "| | |\n|--|--|\n| a | b |\n",
        "| Logo |\n|--|\n| ![a](b) |\n",
        "| Part |\n|--|\n| [a](#a) |\n| [b](#b) |\n",
        "| Only |\n|--|\n",
    ],
)
def test_layout_gives_no_topics(read: Read, table: str) -> None:
    document = read(table)
    assert document.tables[0].shape == "layout"
    assert document.topics == ()


def test_two_columns_of_one_role(read: Read) -> None:
    document = read("| Book | Link | Video |\n|--|--|--|\n| A | [x](u) | [y](v) |\n")
    row = document.topics[0]
    assert dict(row.columns) == {"resource": "x", "Video": "y"}


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Courses", "name"),
        ("📚 Course Name", "name"),
        ("Estimated time", "duration"),
        ("Hours per week", "effort"),
        ("#", "number"),
        ("№", "number"),
        ("Module", "number"),
        ("Длительность", "duration"),
        ("课程名称", "name"),
        ("先修要求", "prerequisites"),
        ("難易度", "level"),
        ("강의", "name"),
        ("Voraussetzungen", "prerequisites"),
        ("Süre", "duration"),
        ("", "other"),
        ("Frequency", "other"),
    ],
)
def test_column_roles(header: str, role: str) -> None:
    assert role_of(header) == role

"""List items as topics, groups and resources."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roadmaplint.roadmap.nodes import Document, Resource, Topic

Read = Callable[[str], Document]


def first_topic(document: Document) -> Topic:
    return document.topics[0]


def first_resource(document: Document) -> Resource:
    return document.resources[0]


@pytest.mark.parametrize(
    ("item", "title", "url"),
    [
        ("- [Guide](https://a.example)", "Guide", "https://a.example"),
        ("- [ ] [Guide](u)", "Guide", "u"),
        ("- [] [Guide](u)", "Guide", "u"),
        ("- 🚀 [Guide](u)", "Guide", "u"),
        ("- **[Guide](u)** - a note", "Guide", "u"),
        ("- [**Guide**](u)", "Guide", "u"),
        ("- **Course**: [Guide](u)", "Guide", "u"),
        ("- ~~[Guide](u)~~", "Guide", "u"),
        ('- "[Guide](u)"', "Guide", "u"),
        ("- <https://a.example/x>", "https://a.example/x", "https://a.example/x"),
        ("- https://a.example/x", "https://a.example/x", "https://a.example/x"),
        ("- [Guide][r]\n\n[r]: https://a.example", "Guide", "https://a.example"),
        ('- <a href="u">Guide</a>', "Guide", "u"),
        ("- [🎓 Guide](u)", "Guide", "u"),
        ("- [@video@Guide](u)", "Guide", "u"),
        ('- ["Guide" by Ann Author](u)', "Guide", "u"),
        ('- Ann Author. "The Long Guide." 2001. [[pdf]](u)', "The Long Guide", "u"),
        ("- ![icon](i.png) [Guide](u)", "Guide", "u"),
    ],
)
def test_an_item_that_starts_with_a_link_is_a_resource(
    read: Read, item: str, title: str, url: str
) -> None:
    document = read(item)
    assert document.topics == ()
    resource = first_resource(document)
    assert (resource.title, resource.url, resource.role) == (title, url, "entry")


@pytest.mark.parametrize(
    "item",
    ["- Read [Guide](u)", "- Guide: [here](u)", "- [Top](#top)", "- [Me](mailto:me@a.example)"],
)
def test_other_items_are_topics(read: Read, item: str) -> None:
    document = read(item)
    assert len(document.topics) == 1
    assert all(resource.role == "inline" for resource in document.resources)


def test_further_links_of_a_resource_are_inline(read: Read) -> None:
    document = read("- [A](1), [B](2) and [top](#x)")
    assert [(r.title, r.role) for r in document.resources] == [("A", "entry"), ("B", "inline")]


def test_what_a_resource_says(read: Read) -> None:
    resource = first_resource(read("- [x] **Book:** ~~[Guide](u)~~ (free)"))
    assert (resource.checked, resource.type, resource.struck) == (True, "book", True)
    assert (resource.note, resource.free) == ("free", True)


def test_authors(read: Read) -> None:
    text = "- [“The Guide” by Ann Author, Bo Bee, and Cy Cee](u)"
    resource = first_resource(read(text))
    assert resource.title == "The Guide"
    assert resource.authors == ("Ann Author", "Bo Bee", "Cy Cee")
    assert resource.raw_title == "“The Guide” by Ann Author, Bo Bee, and Cy Cee"


@pytest.mark.parametrize(
    ("item", "title", "authors"),
    [
        ('- "The Guide" by Ann Author', "The Guide", ("Ann Author",)),
        ('- **"The Guide" by Ann Author**', "The Guide", ("Ann Author",)),
        ('- "The Guide" (Some School)', "The Guide", ()),
        ("- 《指南》", "指南", ()),
        ("- 《指南》 第二版", "指南", ()),
    ],
)
def test_works_without_a_link(read: Read, item: str, title: str, authors: tuple[str, ...]) -> None:
    resource = first_resource(read(item))
    assert (resource.title, resource.authors, resource.url) == (title, authors, None)


def test_several_works_behind_a_label(read: Read) -> None:
    document = read('- **Books:** "A Guide" by Ann Author, "B Guide" by Bo Bee')
    topic = first_topic(document)
    assert (topic.role, topic.label) == ("group", "Books")
    assert [resource.title for resource in topic.resources] == ["A Guide", "B Guide"]


def test_a_section_of_books(read: Read) -> None:
    document = read(
        "## Books\n\n- Plain Title by Ann Author\n- Other\n  - Inner Title\n- It ends. Here it is."
    )
    assert [resource.title for resource in document.resources] == ["Plain Title", "Inner Title"]
    assert document.resources[0].type == "book"
    assert [topic.text for topic in document.topics] == ["Other", "It ends. Here it is."]


def test_below_a_linked_book_stand_notes(read: Read) -> None:
    document = read("## Books\n\n- [Guide](u)\n  - answers in Java\n")
    assert [topic.text for topic in document.topics] == ["answers in Java"]


@pytest.mark.parametrize(
    ("item", "text", "label"),
    [
        ("- **Maths:** sets, maps", "Maths: sets, maps", "Maths"),
        ("- **Maths**: sets, maps", "Maths: sets, maps", "Maths"),
        ("- **Maths** - what is it?", "Maths - what is it?", "Maths"),
        ("- Maths: sets, maps", "Maths: sets, maps", "Maths"),
        ("- Maths - Sets, Maps", "Maths - Sets, Maps", "Maths"),
        ("- 数学：集合、映射", "数学：集合、映射", "数学"),
        ("- Maths - the science", "Maths - the science", ""),
        ("- At 10:30 we start", "At 10:30 we start", ""),
        ("- A very long lead in of many words: x", "A very long lead in of many words: x", ""),
        ("- **Maths**", "Maths", ""),
        ("- 🚀 Maths:", "Maths", "Maths"),
    ],
)
def test_labels(read: Read, item: str, text: str, label: str) -> None:
    topic = first_topic(read(item))
    assert (topic.text, topic.label) == (text, label)


def test_places_of_topics(read: Read) -> None:
    document = read("1. [ ] **Maths**: sets\n   and maps\n   - inner\n")
    topic = first_topic(document)
    source = document.source
    assert source.slice(topic.span) == "1. [ ] **Maths**: sets\n   and maps"
    assert topic.text_span is not None
    assert source.slice(topic.text_span) == "Maths**: sets\n   and maps"
    assert topic.label_span is not None
    assert source.slice(topic.label_span) == "Maths"
    assert (topic.ordinal, topic.checked, topic.list_id) == (1, False, 0)


def test_nested_items_make_a_group(read: Read) -> None:
    topic = first_topic(read("- Maths\n  - Sets\n    - Empty\n  - [Guide](u)\n"))
    assert (topic.role, [inner.text for inner in topic.topics]) == ("group", ["Sets"])
    assert topic.topics[0].role == "group"
    assert [resource.title for resource in topic.resources] == ["Guide"]


def test_below_a_resource_everything_belongs_to_the_container(read: Read) -> None:
    document = read("- [Guide](u)\n  - note\n  - [More](v)\n")
    assert [topic.text for topic in document.root.topics] == ["note"]
    assert [resource.title for resource in document.root.resources] == ["Guide", "More"]


def test_durations_of_items(read: Read) -> None:
    document = read("- Sets (2 weeks)\n- [3 hours](u) takes 4 hours\n")
    assert [d.raw for d in document.topics[0].durations] == ["2 weeks"]
    assert [d.raw for d in document.root.durations] == ["4 hours"]


def test_prerequisites_behind_a_label(read: Read) -> None:
    topic = first_topic(read("- **Prerequisites**: algebra, logic"))
    assert [p.text for p in topic.prerequisites] == ["algebra", "logic"]


def test_items_without_text(read: Read) -> None:
    document = read("-\n- ![only](image.png)\n- ```\n  code\n  ```\n")
    assert document.topics == ()
    assert len(document.root.media) == 1
    assert [prose.form for prose in document.root.prose] == ["code"]


def test_other_blocks_in_an_item(read: Read) -> None:
    document = read(
        "- Maths\n\n  A paragraph with [a link](u).\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n"
    )
    topic = first_topic(document)
    assert [resource.title for resource in topic.resources] == ["a link"]
    assert [row.origin for row in topic.topics] == ["table-row"]
    assert len(document.root.tables) == 1

"""Blocks in order: prose, label paragraphs, code words, quotations, HTML."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roadmaplint.roadmap.nodes import Document

Read = Callable[[str], Document]


@pytest.mark.parametrize(
    "label",
    [
        "**Tools**",
        "**Tools:**",
        "**Tools**:",
        "Tools:",
        "🚀 Good tools:",
        "工具：",
        "__Tools to use every day of the week__",
    ],
)
def test_a_label_before_a_list_owns_it(read: Read, label: str) -> None:
    document = read(f"{label}\n\n- Sets\n- [Guide](u)\n")
    group = document.topics[0]
    assert (group.role, group.origin) == ("group", "label-paragraph")
    assert [topic.text for topic in group.topics] == ["Sets"]
    assert [resource.title for resource in group.resources] == ["Guide"]
    assert document.source.slice(group.span) == label


@pytest.mark.parametrize(
    "text",
    [
        "Namely:",
        "Tools",
        "Some of the many tools:",
        "[Tools](u):",
        "For example:",
        "You need:",
        "What is it?:",
    ],
)
def test_other_paragraphs_before_a_list_are_prose(read: Read, text: str) -> None:
    document = read(f"{text}\n\n- Sets\n")
    assert [topic.text for topic in document.topics] == ["Sets"]
    assert len(document.root.prose) == 1


def test_a_label_without_a_list_is_prose(read: Read) -> None:
    document = read("**Tools**\n\nmore text\n")
    assert [prose.text for prose in document.root.prose] == ["Tools", "more text"]


def test_a_label_before_contents_is_prose(read: Read) -> None:
    document = read("**Contents**\n\n- [A](#a)\n- [B](#b)\n\n# A\n\n# B\n")
    assert [prose.text for prose in document.root.prose] == ["Contents"]
    assert len(document.tocs) == 1


def test_durations_of_labels(read: Read) -> None:
    group = read("**Week 1 (5 hours)**\n\n- Sets\n").topics[0]
    assert [duration.raw for duration in group.durations] == ["Week 1", "5 hours"]


def test_code_words_are_topics(read: Read) -> None:
    document = read("`sets` `maps`, `graphs`\n")
    assert [(topic.text, topic.origin) for topic in document.topics] == [
        ("sets", "code-span"),
        ("maps", "code-span"),
        ("graphs", "code-span"),
    ]


def test_code_words_behind_a_label(read: Read) -> None:
    document = read("**Topics covered**:\n`sets`\n`maps`\n`and more`\n")
    group = document.topics[0]
    assert (group.text, group.origin) == ("Topics covered", "label-paragraph")
    assert [topic.text for topic in group.topics] == ["sets", "maps"]


@pytest.mark.parametrize("text", ["use `a` and `b`", "`a`", "`a` [b](c) `d`"])
def test_code_in_a_sentence_is_prose(read: Read, text: str) -> None:
    document = read(text)
    assert document.topics == ()
    assert len(document.root.prose) == 1


def test_links_of_paragraphs(read: Read) -> None:
    document = read("[All of it](u) 🚀\n\nSee [this](v), [that](#x).\n")
    assert [(r.title, r.role) for r in document.resources] == [
        ("All of it", "entry"),
        ("this", "inline"),
    ]
    assert [prose.text for prose in document.root.prose] == ["All of it 🚀", "See this, that."]


def test_prerequisites_of_a_section(read: Read) -> None:
    document = read("**Prerequisites:** [algebra](u), logic\n")
    assert [(p.text, p.url) for p in document.root.prerequisites] == [
        ("algebra", "u"),
        ("logic", None),
    ]


def test_quotations(read: Read) -> None:
    document = read("> Said [here](u) in 3 days.\n> - more\n\n> [!NOTE]\n> Mind it.\n\n> \n")
    assert [(prose.form, prose.text) for prose in document.root.prose] == [
        ("quote", "Said here in 3 days. more"),
        ("alert", "[!NOTE] Mind it."),
    ]
    assert document.topics == ()
    assert [duration.raw for duration in document.root.durations] == ["3 days"]


def test_code_is_prose(read: Read) -> None:
    document = read("```text\n- not a topic\n```\n\n    indented\n")
    assert [(prose.form, prose.text) for prose in document.root.prose] == [
        ("code", "- not a topic"),
        ("code", "indented"),
    ]


def test_html(read: Read) -> None:
    document = read(
        '<div>Some <b>text</b> in 2 weeks <a href="u">Guide</a> <a href="#x">top</a>\n'
        '<Card href="v" title="t">Component</Card> <link href="w"> &amp; more</div>\n\n<hr>\n'
    )
    assert [prose.text for prose in document.root.prose] == [
        "Some text in 2 weeks Guide top Component & more"
    ]
    assert [(r.title, r.url) for r in document.resources] == [("Guide", "u"), ("Component", "v")]
    assert [duration.raw for duration in document.root.durations] == ["2 weeks"]


def test_tags_in_text_are_links(read: Read) -> None:
    document = read('See <a href="u">the **guide**</a>, <a name="x">no</a> <a href="v">open.\n')
    assert [(r.title, r.url) for r in document.resources] == [("the guide", "u")]


def test_details_stand_beside_their_content(read: Read) -> None:
    document = read(
        "# T\n\n<details open>\n<summary>More <b>of</b> it</summary>\n\n- Sets\n\n</details>\n"
    )
    details = document.root.details[0]
    assert (details.summary, details.open) == ("More of it", True)
    assert document.source.slice(details.span).endswith("</details>")
    assert [topic.text for topic in document.topics] == ["Sets"]
    assert document.root.prose == ()


def test_unclosed_details(read: Read) -> None:
    document = read("<details>\n<summary>a</summary>\n\n<details>\n\ntext\n\n</details>\n")
    assert [details.summary for details in document.root.details] == ["a", ""]


def test_translations(read: Read) -> None:
    document = read("[English](a.md) | [中文](b.md) | [Português (Brasil)](c.md) | [Help](#help)\n")
    assert [(t.title, t.lang) for t in document.root.translations] == [
        ("English", "en"),
        ("中文", "zh"),
        ("Português (Brasil)", "pt"),
    ]
    assert document.root.prose == ()
    assert document.resources == ()


def test_a_list_of_translations(read: Read) -> None:
    document = read(
        "- [🇩🇪 Deutsch](README-de.md)\n- [日本語](README-ja.md)\n- [Xish](README-xx.md)\n"
    )
    assert [t.lang for t in document.root.translations] == ["de", "ja", "xx"]
    assert document.resources == ()


def test_one_translation(read: Read) -> None:
    document = read("Read this in [Spanish](README.es.md), see [French](https://a.example/lang).\n")
    assert [t.title for t in document.root.translations] == ["Spanish", "French"]


@pytest.mark.parametrize(
    "text", ["- [English](https://a.example/course)\n- [Tea](b)\n", "[French](x)\n"]
)
def test_languages_as_subjects_are_resources(read: Read, text: str) -> None:
    document = read(text)
    assert document.root.translations == ()
    assert len(document.resources) >= 1

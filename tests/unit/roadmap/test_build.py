"""The document's title, its sections, flat views, media and language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roadmaplint.roadmap.nodes import Document

Read = Callable[[str], Document]


@pytest.mark.parametrize(
    ("text", "title", "style"),
    [
        ("# The Map\n", "The Map", "atx"),
        ("The Map\n===\n", "The Map", "setext"),
        ("\ufeff# 🚀 The Map:\n", "The Map", "atx"),
        ("# 2. The Map\n", "2. The Map", "atx"),
        ('<h1 align="center">The <b>Map</b></h1>\n', "The Map", "html"),
        ("<h3>\n\n**The** Map\n\n</h3>\n", "The Map", "html"),
        ("<h2>The Map</h3>\n", "The Map", "html"),
        ("# ![The Map](m.png)\n", "The Map", "image-alt"),
        ("---\ntitle: 'The Map'\n---\ntext\n", "The Map", "front-matter"),
        ("text first\n\n# The Map\n", "The Map", "atx"),
        ("## No Title\n\n# Chapter\n", None, None),
        ("#\n", None, None),
        ("---\nlang: en\n---\n", None, None),
        ("", None, None),
    ],
)
def test_title(read: Read, text: str, title: str | None, style: str | None) -> None:
    root = read(text).root
    assert (root.title, root.title_style) == (title, style)


def test_the_tree_follows_the_levels(read: Read) -> None:
    document = read("# T\n\n### Deep\n\n## A\n\n#### Inner\n\n# Chapter\n\n## B\n")
    tree = [(section.title, section.level, section.depth) for section in document.sections]
    assert tree == [
        ("Deep", 3, 1),
        ("A", 2, 1),
        ("Inner", 4, 2),
        ("Chapter", 1, 1),
        ("B", 2, 2),
    ]


def test_bodies_end_before_the_next_heading(read: Read) -> None:
    text = "# T\n\n## A\n\ntext\n\n### B\n\n- x\n\n\n## C\n\n"
    document = read(text)
    bodies = [document.source.slice(section.body) for section in document.sections]
    assert bodies == ["## A\n\ntext\n\n### B\n\n- x", "### B\n\n- x", "## C"]
    assert document.source.slice(document.root.span) == text.strip()


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Table of Contents", "toc"),
        ("目录", "toc"),
        ("Introduction", "intro"),
        ("Introduction to Machines", "content"),
        ("Useful Resources", "resources"),
        ("Книги по теме", "books"),
        ("Notebooks", "content"),
        ("推荐书籍", "books"),
        ("Free Courses", "courses"),
        ("Certifications", "certification"),
        ("Comunidades", "community"),
        ("Projetos práticos", "projects"),
        ("Voraussetzungen", "prerequisites"),
        ("Contributing", "meta"),
        ("How to Use This Map", "meta"),
        ("Fazit", "conclusion"),
        ("Beginner", "stage"),
        ("Graphs", "content"),
        ("Books " * 40, "content"),
    ],
)
def test_roles(read: Read, title: str, role: str) -> None:
    assert read(f"# T\n\n## {title}\n").sections[0].role == role


def test_career_paths_hand_their_role_down(read: Read) -> None:
    document = read("# T\n\n## Career Paths\n\n### Analyst\n\n#### Books\n\n## Other\n")
    assert [section.role for section in document.sections] == [
        "career-path",
        "career-path",
        "books",
        "content",
    ]


def test_headings_of_all_kinds(read: Read) -> None:
    document = read(
        "# T\n\nA\n---\n\n- ### In a List\n  - item\n\n"
        "<details>\n<summary><h2>Folded</h2></summary>\n\n"
        "- inner\n\n</details>\n\n> ## Quoted\n\n## [Linked](u)\n\n## Half [linked](v)\n"
    )
    styles = [(section.title, section.heading_style) for section in document.sections]
    assert styles == [
        ("A", "setext"),
        ("In a List", "list-item"),
        ("Folded", "summary"),
        ("Linked", "atx"),
        ("Half linked", "atx"),
    ]
    assert [heading.text for heading in document.headings][4] == "Quoted"
    by_title = {section.title: section for section in document.sections}
    assert [topic.text for topic in by_title["In a List"].topics] == ["item"]
    assert [topic.text for topic in by_title["Folded"].topics] == ["inner"]
    assert by_title["Linked"].title_url == "u"
    assert by_title["Linked"].resources == ()
    assert [resource.url for resource in by_title["Half linked"].resources] == ["v"]


def test_durations_of_titles(read: Read) -> None:
    document = read("# 30 Days of Maps\n\n## Week 1: Start\n")
    assert [duration.raw for duration in document.root.durations] == ["30 Days"]
    assert [duration.raw for duration in document.sections[0].durations] == ["Week 1"]


def test_media(read: Read) -> None:
    document = read(
        "# T ![a](a.png)\n\n[![b](b.svg)](u) ![c](c.png)\n\n"
        '<a href="v"><img src="d.png" alt="d"></a>\n'
        '<img src="e.png">\n<iframe src="f" title="film"></iframe>\n<img alt="none">\n'
    )
    assert [(m.kind, m.src, m.alt, m.href, m.syntax) for m in document.root.media] == [
        ("image", "a.png", "a", None, "markdown"),
        ("badge", "b.svg", "b", "u", "markdown"),
        ("image", "c.png", "c", None, "markdown"),
        ("badge", "d.png", "d", "v", "html"),
        ("image", "e.png", None, None, "html"),
        ("video", "f", "film", None, "html"),
    ]
    assert document.resources == ()


def test_links_in_the_flat_view(read: Read) -> None:
    document = read(
        "# T\n\n## A [x](u)\n\n[y][r] <https://a.example> ![z](i.png) <a href='v' title=q></a>\n\n"
        "### B\n\n<a href='w'><b>w</b> text</a> <img src='j.png' alt='pic'>\n\n"
        "[r]: http://b.example\n"
    )
    assert [
        (link.kind, link.target, link.text, link.form, link.trail) for link in document.links
    ] == [
        ("link", "u", "x", "inline", ("T", "A x")),
        ("link", "http://b.example", "y", "full", ("T", "A x")),
        ("link", "https://a.example", "https://a.example", "autolink", ("T", "A x")),
        ("image", "i.png", "z", "inline", ("T", "A x")),
        ("html", "v", "q", None, ("T", "A x")),
        ("html", "w", "w text", None, ("T", "A x", "B")),
        ("html", "j.png", "pic", None, ("T", "A x", "B")),
    ]
    assert [block.target for block in document.definitions] == ["http://b.example"]


def test_anchors(read: Read) -> None:
    document = read(
        '# T\n\n## Same\n\n## Same\n\n## Own {#mine}\n\n<a name="old"></a><p id="para"></p>\n\n'
        "<h2> Spaced </h2>\n\nTwo\nlines\n---\n"
    )
    names = {anchor.name for anchor in document.anchors}
    assert names == {
        "t",
        "same",
        "same-1",
        "own-mine",
        "mine",
        "old",
        "para",
        "spaced",
        "twolines",
    }


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Learn the basics of programming and practise with friends every day.", "en"),
        ("Programming Languages Compilers Networks Operating Systems", "en"),
        ("Изучите основы языка Python и напишите первую программу.", "ru"),
        ("Вивчіть основи мови, її синтаксис і напишіть першу програму.", "uk"),
        ("学习编程语言的基础知识，并且完成第一个项目，然后继续学习。", "zh"),
        ("プログラミングの基礎を学び、最初のプロジェクトを作りましょう。", "ja"),
        ("프로그래밍 언어의 기초를 배우고 첫 번째 프로젝트를 완성하세요.", "ko"),
        ("Aprende los fundamentos de la programación y practica con los amigos.", "es"),
        ("Aprenda os fundamentos da programação e pratique com uma equipe.", "pt"),
        ("Apprenez les bases de la programmation et pratiquez avec des amis.", "fr"),
        ("Lerne die Grundlagen der Programmierung und übe mit den Freunden.", "de"),
        ("Programlamanın temellerini öğrenin ve bir proje ile pratik yapın.", "tr"),
        ("Short", None),
        ("", None),
    ],
)
def test_language(read: Read, text: str, language: str | None) -> None:
    assert read(text).root.language == language


def test_views_are_in_document_order(read: Read) -> None:
    document = read(
        "# T\n\n- a\n  - [r](u)\n- b\n\n## S\n\n| x | y |\n|--|--|\n| 1 | 2 |\n\n"
        "- [c](#s)\n- [d](#t)\n"
    )
    assert [topic.text for topic in document.topics] == ["a", "b", "1"]
    assert len(document.resources) == len(document.tables) == len(document.tocs) == 1
    assert document.comments == ()
    assert document.tags == ()


@pytest.mark.parametrize("key", ["title", "Title", '"title"', "title "])
def test_front_matter_title_is_read_in_every_spelling(read: Read, key: str) -> None:
    assert read(f"---\n{key}: Pumps\n---\n\ntext\n").root.title == "Pumps"

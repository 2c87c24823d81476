"""Shared parts of the rules about topics, resources and language."""

from __future__ import annotations

import pytest

from roadmaplint.language import detect, language_of_path, original_of, scripts_of, sort_key
from roadmaplint.markdown.parser import parse
from roadmaplint.roadmap.build import build
from roadmaplint.roadmap.lists import lists
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.resources.occurrences import groups
from roadmaplint.roadmap.resources.titles import is_nameless, likeness
from roadmaplint.roadmap.section_roles import stages
from roadmaplint.roadmap.topics.duplicates import families, is_curriculum, is_specific
from roadmaplint.roadmap.topics.mentions import mentions_of
from roadmaplint.roadmap.topics.vocabulary import names, retired, vocabulary
from roadmaplint.rules.language.inconsistent_term import uses_of
from roadmaplint.text.decode import decode


def document(text: str, path: str = "README.md") -> Document:
    source = decode(text.encode(), path)
    return build(source, parse(source))


def test_scripts_are_counted_by_letters() -> None:
    found = scripts_of("Деревья and trees, 12 + 树")
    assert found.main == "latin"
    assert dict(found.counts)["cyrillic"] == 7
    assert dict(found.counts)["cjk"] == 1
    assert scripts_of("12 + 3").main is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Short words", ""),
        ("树和图都是数据结构" * 5, "zh"),
        ("木とグラフはデータ構造です" * 5, "ja"),
        ("나무와 그래프는 자료 구조이다 " * 5, "ko"),
        (
            "A garden needs water and light, and somebody who looks after it every single day of"
            " the long summer, from the first shoots to the harvest.",
            "en",
        ),
        (
            "Саду нужны вода и свет, и кто-то, кто ухаживает за ним каждый день долгого лета, от"
            " первых всходов до самого урожая.",
            "ru",
        ),
    ],
)
def test_language_of_long_texts(text: str, language: str) -> None:
    assert detect(text)[0] == language
    assert detect(text) == detect(text)


def test_sort_keys_follow_the_alphabet_of_the_language() -> None:
    assert sorted(["Zebra", "Ärta", "Apa"], key=lambda w: sort_key(w, "sv")) == [
        "Apa",
        "Zebra",
        "Ärta",
    ]
    assert sorted(["nube", "ñu", "oso"], key=lambda w: sort_key(w, "es")) == ["nube", "ñu", "oso"]
    assert sort_key('"Quoted, title') == sort_key("quoted title")


@pytest.mark.parametrize(
    ("path", "language"),
    [("books-es.md", "es"), ("a/books-pt_BR.md", "pt"), ("README.md", "en"), ("list-10.md", "en")],
)
def test_language_of_a_file_name(path: str, language: str) -> None:
    assert language_of_path(path) == language


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("README-es.md", ("readme.md", "es")),
        ("translations/pt_BR/docs/path.md", ("docs/path.md", "pt")),
        ("docs/README.md", ("docs/readme.md", "en")),
        ("notes-on-c.md", ("notes-on-c.md", "en")),
    ],
)
def test_originals_of_translations(path: str, expected: tuple[str, str]) -> None:
    assert original_of(path) == expected


@pytest.mark.parametrize("title", ["here", "Article", "2024", "https://example.org/a", "PDF"])
def test_nameless_titles(title: str) -> None:
    assert is_nameless(title)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Balanced Trees", "balanced trees", "same"),
        ("The Whole Garden: A Year", "The whole garden", "close"),
        ("Lecture 1: Trees", "Lecture 2: Trees", "other"),
        ("Trees", "Sorting networks", "other"),
    ],
)
def test_likeness_of_titles(one: str, other: str, expected: str) -> None:
    assert likeness(one, other) == expected


@pytest.mark.parametrize("text", ["Red-black trees", "NumPy", "T5", "Graph search"])
def test_specific_names(text: str) -> None:
    assert is_specific(text, " ".join(text.lower().split()))


@pytest.mark.parametrize("text", ["Exercises", "testing", "3-6 months", "$20", "f(x)", "Notes"])
def test_names_that_say_nothing(text: str) -> None:
    form = text.lower().rstrip("s")
    assert not is_specific(text, form)


def test_packs_are_shipped() -> None:
    assert vocabulary().acronyms["knn"]
    assert names()["numpy"] == "NumPy"
    assert all(entry.source.startswith("https://") for entry in retired().values())


def test_mentions_know_their_place() -> None:
    text = (
        "# Path\n\n## Trees\n\n- **Balance**: AVL trees, splay trees\n- Search (depth, breadth)\n"
    )
    found = mentions_of(document(text)).all
    by_text = {mention.text: mention for mention in found}
    assert {"Trees", "Balance", "AVL trees", "splay trees", "Search"} <= by_text.keys()
    assert by_text["AVL trees"].place == "Trees"
    assert by_text["AVL trees"].kind == "part"
    assert by_text["Trees"].node in by_text["splay trees"].ancestors


def test_mentions_read_acronyms_of_the_document() -> None:
    text = "# Path\n\n- Lowest Common Ancestor (LCA)\n- LCA\n"
    one, other = (m for m in mentions_of(document(text)).all if m.kind != "heading")
    assert one.key.form == other.key.form


def test_families_join_what_shares_any_key() -> None:
    members = {"a": (1,), "b": (2,), "c": (1, 3), "d": (3,), "e": ()}
    found = families(tuple(members), lambda name: members[name])
    assert list(found) == [["a", "c", "d"]]


def test_lists_of_links_are_no_curriculum() -> None:
    links = "\n".join(f"- [Book {n}](https://example.org/{n})" for n in range(6))
    assert not is_curriculum(document(f"# Books\n\n{links}\n"))
    assert is_curriculum(document("# Path\n\n- Trees\n- Graphs\n- [A](https://example.org)\n"))


def test_groups_of_addresses_leave_out_accounts() -> None:
    text = (
        "- [Trees](https://example.org/trees)\n- [Trees](http://www.example.org/trees/)\n"
        "- x [a](https://twitter.com/a) y\n- x [b](https://twitter.com/a) y\n"
    )
    (group,) = groups(document(text))
    assert [one.resource.title for one in group] == ["Trees", "Trees"]


def test_stages_are_sections_with_levels_or_numbers() -> None:
    levels = "# Path\n\n## Beginner\n\n- a tree\n\n## Advanced\n\n- a graph\n\n## Books\n\n- x\n"
    assert [stage.title for stage in stages(document(levels))] == ["Beginner", "Advanced"]
    tool = "# Planner\n\n## One\n\n- a\n- b\n\n## Two\n\n- c\n- d\n\n## Three\n\n- e\n- f\n"
    assert stages(document(tool)) == ()


def test_uses_of_names_leave_out_code_and_quotes() -> None:
    text = 'NumPy and Numpy, `Numpy`\n\n"Numpy" in quotes\n'
    uses = uses_of(document(text), {"numpy": "NumPy"})
    assert [use.text for use in uses.by_form["numpy"]] == ["NumPy", "Numpy"]
    assert uses_of(document("nothing here"), {}).names == ()


def test_lists_give_their_items() -> None:
    (_, items), _ = lists(document("- a\n  - b\n- c\n"))
    assert [item.text for item in items] == ["a", "c"]

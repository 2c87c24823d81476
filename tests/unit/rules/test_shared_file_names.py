"""What a target that leads nowhere may have meant, and how it is written then."""

from __future__ import annotations

import pytest

from roadmaplint.roadmap.project_index import FileTree
from roadmaplint.rules.links.local import FileNames, target_of

TREE = FileTree(
    ["README.md", "docs/graphs.md", "docs/trees.md", "img/Map.png", "a/same.md", "b/same.md"]
)


@pytest.mark.parametrize(
    ("missing", "near"),
    [
        ("docs/tres.md", "docs/trees.md"),
        ("docs/TREE.md", "docs/trees.md"),
        ("docs/roots.md", ""),
        ("docs/trees.png", ""),
        ("map.png", "img/Map.png"),
        ("graphs.md", "docs/graphs.md"),
        ("same.md", ""),
        ("docs/readme.md", ""),
        ("LICENSE", ""),
    ],
)
def test_the_nearest_file(missing: str, near: str) -> None:
    names = FileNames(TREE)
    assert names.nearest(missing) == near
    assert names.nearest(missing) == near


def test_many_neighbours_are_compared_by_their_first_letter() -> None:
    many = [f"docs/{letter}{number}.md" for letter in "xyz" for number in range(200)]
    names = FileNames(FileTree([*many, "docs/sorting.md"]))
    assert names.nearest("docs/sortng.md") == "docs/sorting.md"
    assert names.nearest("docs/zorting.md") == ""


@pytest.mark.parametrize(
    ("written", "path", "near", "target"),
    [
        ("tres.md", "docs/graphs.md", "docs/trees.md", "trees.md"),
        ("./tres.md#roots", "docs/graphs.md", "docs/trees.md", "./trees.md#roots"),
        ("map.png", "docs/graphs.md", "img/Map.png", "../img/Map.png"),
        ("/map.png?raw=true", "docs/graphs.md", "img/Map.png", "/img/Map.png?raw=true"),
        ("tres.md", "README.md", "docs/old (1) trees.md", "docs/old%20%281%29%20trees.md"),
        ("дерво.md", "README.md", "дерево.md", "дерево.md"),
    ],
)
def test_the_target_is_written_as_before(written: str, path: str, near: str, target: str) -> None:
    assert target_of(written, path, near) == target

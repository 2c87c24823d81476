"""Files outside a run: their anchors are known, and remembered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from roadmaplint.markdown.parser import parse
from roadmaplint.roadmap.build import build
from roadmaplint.roadmap.project_index import facts_of, page_facts_of
from roadmaplint.run.project_pass import facts_of_linked_files
from roadmaplint.run.request import Overrides
from roadmaplint.run.workspace import Workspace, open_workspace
from roadmaplint.text.decode import decode

TEXT = """---
title: Notes
---

# Loops & more

Words <a id="early"></a>

Stage two {#two}
================

## Loops & more

- [x] <h3 name="no" id="in-html">Title</h3>
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(tmp_path)
    Path("notes.md").write_text(TEXT, "utf-8")
    return open_workspace(["."], Overrides(isolated=True), {}, date(2024, 5, 1))


@pytest.mark.parametrize(
    "text", [TEXT, "Just words\n\n1. and a list\n", "", "# A\n## A\n<a name=b>"]
)
def test_headings_and_anchors_are_those_of_a_whole_reading(text: str) -> None:
    source = decode(text.encode(), "a.md")
    whole, page = facts_of(build(source, parse(source))), page_facts_of(source, parse(source))
    assert (page.headings, page.anchors) == (whole.headings, whole.anchors)
    assert (page.path, page.digest) == (whole.path, whole.digest)


def test_what_cannot_be_read_is_left_out(workspace: Workspace) -> None:
    found = facts_of_linked_files(["notes.md", "gone.md"], workspace)
    assert list(found) == ["notes.md"]
    assert found["notes.md"].anchors >= {"early", "two", "in-html"}


def test_a_page_is_parsed_once(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("parsed again")

    first = facts_of_linked_files(["notes.md"], workspace)
    monkeypatch.setattr("roadmaplint.markdown.parser.parse", never)
    assert facts_of_linked_files(["notes.md"], workspace) == first
    Path("notes.md").write_text(TEXT + "\n## New\n", "utf-8")
    with pytest.raises(AssertionError, match="parsed again"):
        facts_of_linked_files(["notes.md"], workspace)

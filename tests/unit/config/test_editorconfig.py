"""What `.editorconfig` says of Markdown holds where our own file says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmaplint.config.load import load
from roadmaplint.config.settings import describe
from roadmaplint.core.plan import RuleSetting
from roadmaplint.core.registry import shipped

CARDS = {name: entry.card for name, entry in shipped().by_name.items()}


def rules(project: Path, text: str | bytes) -> tuple[RuleSetting, RuleSetting]:
    data = text.encode() if isinstance(text, str) else text
    (project / ".editorconfig").write_bytes(data)
    found = load(project, {}, {}, CARDS).rules_at("README.md")
    return found["mixed-line-endings"], found["final-newline"]


def test_the_last_section_that_holds_wins(project: Path) -> None:
    ends, final = rules(
        project,
        "root = true\nend_of_line = crlf\n\n[*]\nend_of_line = crlf\ninsert_final_newline = true\n"
        "[*.{md,mdx}]\nEnd_Of_Line = LF ; ours\ninsert_final_newline=false\n[*.py]\n"
        "end_of_line = crlf\n",
    )
    assert ends.options == {"style": "lf"}
    assert final.severity is None
    rows = {key: str(origin) for key, _, origin in describe(load(project, {}, {}, CARDS))}
    assert rows["rules.mixed-line-endings.style"] == ".editorconfig:8"
    assert rows["rules.final-newline.severity"] == ".editorconfig:9"


def test_our_own_file_wins(project: Path) -> None:
    (project / "roadmaplint.toml").write_text('extend-select = ["final-newline"]\n', "utf-8")
    _, final = rules(project, "[*]\ninsert_final_newline = false\n")
    assert final.severity is not None


NOTHING = ["", "[*.py]\nend_of_line = lf\n", "[*\nend_of_line = lf\n", "[*]\nend_of_line = x\n",
           "[*]\ninsert_final_newline = true\n", b"\xff\xfe[*]\0", "[" * 10_000]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING, ids=range(len(NOTHING)))
def test_nothing_is_said(project: Path, text: str | bytes) -> None:
    ends, final = rules(project, text)
    assert not ends.options
    assert final.severity is not None

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadmaplint.report import diff
from roadmaplint.report.style import Style

NUMBERS = "".join(f"{n}\n" for n in range(1, 21))


def test_no_change() -> None:
    assert diff.render_diff("a\n", "a\n", "a.md", Style()) == ""


@pytest.mark.parametrize(
    ("before", "after", "body"),
    [
        ("a\nb\n", "a\nc\n", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n"),
        ("", "a\n", "@@ -0,0 +1 @@\n+a\n"),
        ("a\n", "", "@@ -1 +0,0 @@\n-a\n"),
        (
            "a\nb",
            "a\nb\n",
            "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n",
        ),
        ("a\r\nb\r\n", "a\r\nc\r\n", "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n"),
        ("a\nb\nc\nd\n", "a\nx\ny\nd\n", "@@ -1,4 +1,4 @@\n a\n-b\n-c\n+x\n+y\n d\n"),
        ("same\n\nsame\n", "same\nsame\n", "@@ -1,3 +1,2 @@\n same\n-\n same\n"),
    ],
)
def test_bodies(before: str, after: str, body: str) -> None:
    assert diff.render_diff(before, after, "a.md", Style()) == "--- a/a.md\n+++ b/a.md\n" + body


def test_far_changes_are_two_hunks() -> None:
    after = NUMBERS.replace("2\n", "two\n", 1).replace("\n19\n", "\n19\nnew\n")
    assert diff.render_diff(NUMBERS, after, "a.md", Style()) == (
        "--- a/a.md\n+++ b/a.md\n"
        "@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n"
        "@@ -17,4 +17,5 @@\n 17\n 18\n 19\n+new\n 20\n"
    )


def test_near_changes_are_one_hunk() -> None:
    after = NUMBERS.replace("5\n", "five\n", 1).replace("\n12\n", "\ntwelve\n")
    shown = diff.render_diff(NUMBERS, after, "a.md", Style())
    assert shown.count("@@ -") == 1
    further = NUMBERS.replace("5\n", "five\n", 1).replace("\n13\n", "\nthirteen\n")
    assert diff.render_diff(NUMBERS, further, "a.md", Style()).count("@@ -") == 2


def test_names() -> None:
    assert diff.render_diff("", "a\n", "a b.md", Style()).startswith(
        "--- a/a b.md\t\n+++ b/a b.md\t\n"
    )
    quoted = diff.render_diff("", "a\n", 'a"\n\\.md', Style())
    assert quoted.startswith('--- "a/a\\"\\012\\\\.md"\n')


def test_color() -> None:
    assert diff.render_diff("a\n", "b\n", "a.md", Style(color=True)) == (
        "\x1b[1m--- a/a.md\x1b[0m\n\x1b[1m+++ b/a.md\x1b[0m\n"
        "\x1b[1;36m@@ -1 +1 @@\x1b[0m\n\x1b[31m-a\x1b[0m\n\x1b[32m+b\x1b[0m\n"
    )


def test_a_screen_is_not_steered_and_a_pipe_gets_the_truth() -> None:
    before, after = "\x1b[2Ja\tb\r\n", "a\tb\r\n"
    shown = diff.render_diff(before, after, "a.md", Style(terminal=True))
    assert shown.endswith("@@ -1 +1 @@\n-\\x1b[2Ja\tb\\x0d\n+a\tb\\x0d\n")
    assert diff.render_diff(before, after, "a.md", Style()).endswith("\n-\x1b[2Ja\tb\r\n+a\tb\r\n")


LINES = st.lists(st.sampled_from(["a", "b", "c", "", "d\r", "é"]), max_size=30)


@pytest.mark.skipif(shutil.which("git") is None, reason="git applies the patches")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(LINES, LINES, st.booleans(), st.booleans())
def test_git_applies_it(
    tmp_path: Path, old: list[str], new: list[str], old_end: bool, new_end: bool
) -> None:
    before = "\n".join(old) + ("\n" if old_end else "")
    after = "\n".join(new) + ("\n" if new_end else "")
    place = tmp_path / "x y.md"
    place.write_bytes(before.encode())
    patch = diff.render_diff(before, after, "x y.md", Style())
    if patch:
        subprocess.run(
            ["git", "apply", "--unidiff-zero", "--whitespace=nowarn", "-"],
            input=patch.encode(), cwd=tmp_path, check=True,
        )  # fmt: skip
    assert place.read_bytes() == after.encode()


def test_long_repetitive_texts_stay_cheap() -> None:
    before = "same\n" * 50_000 + "end\n"
    after = "start\n" + "same\n" * 49_000 + "other\n" * 2 + "end\n"
    shown = diff.render_diff(before, after, "a.md", Style())
    assert shown.startswith("--- a/a.md\n+++ b/a.md\n@@ -1,")

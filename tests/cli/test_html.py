"""The HTML report from the command line: with the cache, beside another report, of a given text."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

Cli = Callable[..., "subprocess.CompletedProcess[str]"]

TEXT = """# Learn SQL

## Start:

- Tables
- [Manual](https://example.org/manual)

## Go on

- Joins
"""


def test_page_is_the_same_from_the_cache(
    cli: Cli, write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    write("README.md", TEXT)
    pages = []
    for _ in range(2):
        done = cli("check", "--output-format", "html", "-o", "report.html", "README.md")
        assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
        pages.append((tmp_path / "report.html").read_bytes())
    assert pages[0] == pages[1]
    assert b'<li class="resource">' in pages[0]
    assert b"Manual" in pages[0]


def test_page_beside_another_report_shows_what_is_left(
    cli: Cli, write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    write("README.md", TEXT)
    done = cli("check", "--fix", "--format", "concise", "--also", "html=out.html", "README.md")
    assert done.returncode == 0
    assert "<html" not in done.stdout
    page = (tmp_path / "out.html").read_text("utf-8")
    assert "<bdi>Start</bdi>" in page
    assert "1 repair written in 1 file" in page


def test_standard_input_is_drawn_too(cli: Cli) -> None:
    done = cli("check", "--format", "html", "--stdin-filename", "README.md", "-", input=TEXT)
    assert done.returncode == 1
    assert "<bdi>Go on</bdi>" in done.stdout


def test_page_that_cannot_be_written_is_one_line(
    cli: Cli, write: Callable[[str, str], Path]
) -> None:
    write("README.md", TEXT)
    done = cli("check", "--also", "html=missing/folder/out.html", "README.md")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr

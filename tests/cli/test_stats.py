"""`roadmaplint stats` as users run it: what it counts, in each of its forms."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import time

import pytest

from roadmaplint.core.subjects import Verdict
from roadmaplint.files.discover import discover
from roadmaplint.links.cache import CachedVerdict, LinkCache
from roadmaplint.run.request import Overrides
from roadmaplint.run.stats import figures_of
from roadmaplint.run.workspace import open_workspace

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
Write = Callable[[str, str], Path]

TEXT = """# Learn SQL

## Month 1: Tables

- Rows
- Columns
- [Manual](https://example.org/manual)

## Weeks 5-6: Joins

- Inner joins
- [Manual, again](http://www.example.org/manual/)
- "Joins at Work" by Ada Example
"""


@pytest.fixture(autouse=True)
def _files(write: Write) -> None:
    write("README.md", TEXT)
    write("LICENSE.md", "Do as you like.\n")


def test_json(cli: Cli) -> None:
    done = cli("stats", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["summary"] | {"errors": 0, "warnings": 0, "infos": 0, "clean_percent": 0} == {
        "files": 1, "topics": 3, "resources": 3, "unlinked": 1, "repeated": 1,
        "errors": 0, "warnings": 0, "infos": 0, "clean_percent": 0,
    }  # fmt: skip
    (file,) = found["files"]
    assert (file["path"], file["title"], file["language"]) == ("README.md", "Learn SQL", "en")
    assert file["entries"] == 6
    first, second = file["stages"]
    assert (first["title"], first["topics"], first["resources"]) == ("Month 1: Tables", 2, 1)
    assert (second["topics"], second["resources"], second["unlinked"]) == (1, 2, 1)
    assert (first["clean_percent"], second["clean_percent"] < 100) == (100, True)
    assert file["weeks"]["min"] == file["weeks"]["max"] == pytest.approx(52 / 12 + 2)
    assert found["types"]["book"] == 1
    assert found["links"]["addresses"] == 2
    assert found["links"]["oldest_age"] is None


def test_text(cli: Cli) -> None:
    lines = cli("stats").stdout.split("\n")
    assert lines[0] == "README.md Learn SQL"
    assert lines[1].split() == [
        "stage", "topics", "resources", "unlinked", "time", "findings", "clean",
    ]  # fmt: skip
    assert lines[2].startswith("Month 1: Tables ")
    assert any(line.startswith("1 file: 3 topics, 3 resources, 1 without a link") for line in lines)
    assert "time stated for the stages: 6 weeks" in lines


def test_markdown_begins_with_the_badge(cli: Cli) -> None:
    badge = cli("stats", "--format", "badge").stdout
    assert badge.startswith("![roadmap: 3 topics, 3 resources, ")
    assert badge.count("\n") == 1
    assert " " not in badge.partition("](")[2].strip()
    markdown = cli("stats", "--format", "markdown", "-o", "stats.txt")
    assert markdown.stdout == ""
    assert cli("stats", "--format", "markdown").stdout.startswith(badge)


def test_several_files_have_a_row_each(cli: Cli, write: Write) -> None:
    write("深-roadmap.md", "# 深\n\n- [一](https://example.com/1)\n- [二](https://example.com/2)\n")
    lines = cli("stats").stdout.split("\n")
    assert lines[0].split()[0] == "file"
    assert [line.split()[0] for line in lines[1:3]] == ["README.md", "深-roadmap.md"]
    assert "README.md Learn SQL" in cli("stats", "--verbose").stdout


def test_nothing_to_count(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = cli("stats", "empty")
    assert (done.returncode, done.stdout) == (0, "no topics or resources here\n")
    assert json.loads(cli("stats", "empty", "--format", "json").stdout)["files"] == []
    assert "roadmap-empty-lightgrey" in cli("stats", "empty", "--format", "badge").stdout


@pytest.mark.parametrize("arguments", [["-"], ["missing.md"], ["--format", "xml"]])
def test_wrong_usage_is_told(cli: Cli, arguments: list[str]) -> None:
    done = cli("stats", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("roadmaplint: ")
    assert "Traceback" not in done.stderr


def test_ages_come_from_the_memory_of_links(tmp_path: Path) -> None:
    now = time()
    workspace = open_workspace([str(tmp_path)], Overrides(isolated=True), {}, date.today())
    place = workspace.settings.cache_dir / "links.sqlite"
    with LinkCache(place) as cache:
        for key, outcome, days in (
            ("https://example.org/manual", "ok", 2),
            ("http://www.example.org/manual/", "dead", 10),
            ("https://example.org/elsewhere", "dead", 99),
        ):
            verdict = Verdict(key, outcome, "", checked_at=now - days * 86_400)  # type: ignore[arg-type]
            cache.store(CachedVerdict(key, verdict, now))
    links = figures_of(discover([str(tmp_path)], workspace.settings), workspace, now).links
    assert (links.addresses, links.hosts, links.known) == (2, 1, 2)
    assert links.outcomes == {"dead": 1, "ok": 1}
    assert links.median_age == pytest.approx(6)
    assert links.oldest_age == pytest.approx(10)


def test_the_memory_is_not_begun(tmp_path: Path) -> None:
    workspace = open_workspace([str(tmp_path)], Overrides(isolated=True), {}, date.today())
    figures_of(discover([str(tmp_path)], workspace.settings), workspace, 0.0)
    assert not (workspace.settings.cache_dir / "links.sqlite").exists()

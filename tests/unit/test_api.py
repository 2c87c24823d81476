"""The functions for scripts: typed requests in, typed results out, nothing printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmaplint import api
from roadmaplint.core.finding import Safety
from roadmaplint.errors import UsageError

TEXT = "# Plan\n\n\n\n- [Loops]( https://example.org/loops )\n*  Topics\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.md").write_text(TEXT, "utf-8")


def test_check_gives_diagnostics_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    found = api.check(api.CheckRequest(overrides=api.Overrides(isolated=True, no_cache=True)))
    assert [file.path for file in found.selection.files] == ["plan.md"]
    places = [diagnostic.location for diagnostic in found.diagnostics]
    assert places
    assert places == sorted(places)
    assert capsys.readouterr() == ("", "")
    assert Path("plan.md").read_text("utf-8") == TEXT


def test_settings_of_the_request_win() -> None:
    Path("roadmaplint.toml").write_text("select = ['layout']\n", "utf-8")
    overrides = api.Overrides(select=["blank-lines"], no_cache=True)
    found = api.check(api.CheckRequest(overrides=overrides))
    assert {diagnostic.rule for diagnostic in found.diagnostics} == {"blank-lines"}


def test_fix_writes_or_only_shows() -> None:
    request = api.CheckRequest(overrides=api.Overrides(isolated=True, no_cache=True))
    shown = api.fix(request, Safety.SAFE, write=False)
    assert [(path, before.text) for path, before, _ in shown.outcome.changes] == [("plan.md", TEXT)]
    assert Path("plan.md").read_text("utf-8") == TEXT
    done = api.fix(request)
    after = Path("plan.md").read_text("utf-8")
    assert after == shown.outcome.changes[0][2].text
    assert after != TEXT
    assert done.diagnostics == shown.diagnostics  # what is left after the repair


def test_links_can_be_listed_without_asking() -> None:
    request = api.LinksRequest(overrides=api.Overrides(isolated=True, no_cache=True), ask=False)
    [link] = api.links(request).links
    assert (link.target, link.verdict.outcome) == ("https://example.org/loops", "unchecked")


def test_stats_count() -> None:
    figures = api.stats(api.FilesRequest(overrides=api.Overrides(isolated=True, no_cache=True)))
    assert [file.path for file in figures.files] == ["plan.md"]


def test_a_path_that_is_not_there_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no such file"):
        api.check(api.CheckRequest(paths=("nowhere.md",)))

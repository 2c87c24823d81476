"""A handful of rules to configure, and a project folder to do it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

import pytest
from msgspec import Struct

from roadmaplint.config.load import load
from roadmaplint.config.settings import Settings
from roadmaplint.core.finding import Severity
from roadmaplint.core.rule_meta import Card

CARDS = {
    card.name: card
    for card in (
        Card("mojibake", "encoding", "ENC001", "Damaged text.", Severity.ERROR, True, None,
             ("MD083",)),
        Card("trailing-space", "layout", "LAY001", "Spaces.", Severity.INFO, True, None,
             ("MD009",)),
        Card("hard-tab", "layout", "LAY002", "Tabs.", Severity.INFO, True, None, ("MD010",)),
        Card("deep-nesting", "structure", "STR022", "Too deep.", Severity.WARNING, False, None,
             options=(("max_level", "The deepest level."),)),
        Card("several-titles", "structure", "STR002", "Titles.", Severity.WARNING, True, None,
             ("MD025",)),
    )
}  # fmt: skip


class Options(Struct, frozen=True):
    """One option of every kind."""

    max_level: Annotated[int, {"minimum": 1, "maximum": 6}] = 4
    share: Annotated[float, {"exclusiveMinimum": 0, "exclusiveMaximum": 1}] = 0.5
    strict: bool = False
    scope: Literal["file", "siblings"] = "siblings"
    names: Annotated[tuple[str, ...], {"format": "regex", "minItems": 1}] = ("a",)
    words: Mapping[str, str] = MappingProxyType({})
    pattern: Annotated[str, {"format": "regex"}] = ""


def options_of(_name: str) -> type:
    return Options


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, entered."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


Loader = Callable[..., Settings]


@pytest.fixture
def loaded(project: Path) -> Loader:
    """Loads a configuration text with command-line arguments."""

    def give(
        text: str | None = None, environ: Mapping[str, str] | None = None, **given: Any
    ) -> Settings:
        if text is not None:
            (project / "roadmaplint.toml").write_text(text, "utf-8")
        return load(project, given, environ or {}, CARDS, options_of)

    return give

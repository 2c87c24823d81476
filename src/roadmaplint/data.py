"""The one reader of shipped data: cards, profiles and schemas, from a wheel or from a checkout."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

_PACKAGE = Path(__file__).parent


def _folder(kind: Literal["rules", "schemas"]) -> Path:
    shipped = _PACKAGE / "_data" / kind
    return shipped if shipped.is_dir() else _PACKAGE.parents[1] / kind


def card_names() -> tuple[tuple[str, str], ...]:
    """Group and name of every card, sorted."""
    found = _folder("rules").glob("*/*.md")
    return tuple(sorted((path.parent.name, path.stem) for path in found))


def card_text(group: str, name: str) -> str:
    """The Markdown text of a card. Raises FileNotFoundError."""
    return (_folder("rules") / group / f"{name}.md").read_text("utf-8")


def profile_names() -> tuple[str, ...]:
    """The names of the profiles, sorted."""
    return tuple(sorted(path.stem for path in (_folder("rules") / "profiles").glob("*.toml")))


def profile_text(name: str) -> str:
    """The TOML text of a profile. Raises FileNotFoundError."""
    return (_folder("rules") / "profiles" / f"{name}.toml").read_text("utf-8")


def schema_text(name: str) -> str:
    """The JSON text of schemas/<name>.schema.json. Raises FileNotFoundError."""
    return (_folder("schemas") / f"{name}.schema.json").read_text("utf-8")


def plugin_cards(package: str) -> tuple[tuple[str, str], ...]:
    """Path and text of every card of an installed plugin package: cards/<group>/<name>.md."""
    from importlib.resources import as_file, files

    with as_file(files(package) / "cards") as folder:
        cards = sorted(folder.glob("*/*.md"))
        return tuple((f"{card.parent.name}/{card.name}", card.read_text("utf-8")) for card in cards)


def pack_text(name: str) -> str:
    """The text of a shipped data file, rules/packs/<name>. Raises FileNotFoundError."""
    return (_folder("rules") / "packs" / name).read_text("utf-8")


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """The words of rules/lexicon/<name>.toml, read once. Raises FileNotFoundError."""
    import tomllib

    return tomllib.loads((_folder("rules") / "lexicon" / f"{name}.toml").read_text("utf-8"))


def lexicon_text() -> str:
    """The JSON text of the compiled word lists, rules/lexicon.json."""
    return (_folder("rules") / "lexicon.json").read_text("utf-8")


def asset_text(name: str) -> str:
    """The text of a style or script of the HTML report. Raises FileNotFoundError."""
    return (_PACKAGE / "report" / "html" / "assets" / name).read_text("utf-8")

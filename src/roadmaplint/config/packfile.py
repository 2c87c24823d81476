"""A project's own packs: files of concepts, names and retired products, judged before a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from roadmaplint.config.explain import is_valid, problems
from roadmaplint.config.file import parsed, text_of
from roadmaplint.config.layer import Layer
from roadmaplint.config.toml_lines import dotted, line_at, lines_of
from roadmaplint.errors import ConfigError
from roadmaplint.roadmap.topics.vocabulary import LANGUAGES, vocabulary

_TEXT = {"type": "string", "pattern": r"\S"}
_TEXTS = {"type": "array", "items": _TEXT, "minItems": 1}


def _table(properties: Mapping[str, Any], required: Sequence[str] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


_CONCEPT = {
    **_table({"id": _TEXT, "acr": _TEXTS, "never": _TEXTS, **dict.fromkeys(LANGUAGES, _TEXTS)}),
    "required": ["id"],
}
_RETIRED = _table(
    {
        "names": _TEXTS,
        "since": {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}){0,2}$"},
        "what": _TEXT,
        "use": {"type": "string"},
        "source": {"type": "string", "pattern": "^https?://"},
    },
    ("names", "since", "what", "source"),
)
_PACK = _table(
    {
        "names": {"type": "array", "items": _TEXT},
        "concept": {"type": "array", "items": _CONCEPT},
        "retired": {"type": "array", "items": _RETIRED},
    }
)


def pack_texts(
    layers: Sequence[Layer], read_file: Callable[[str], tuple[str, bytes]]
) -> tuple[str, ...]:
    """The texts of the packs that the highest layer with `packs` names.

    `read_file` gives the name to show and the bytes of a path. Raises ConfigError for a file that
    cannot be read or is wrong, and for packs that contradict each other.
    """
    found: tuple[str, ...] = ()
    for path in next((one.list("packs") for one in reversed(layers) if "packs" in one.table), ()):
        shown, data = read_file(path)
        text = text_of(data, shown)
        _judge(parsed(text, shown), text, shown)
        found = (*found, text)
        try:
            vocabulary(found)
        except ValueError as error:
            raise ConfigError(f"pack: {error}", shown) from error
    return found


def _judge(values: Mapping[str, Any], text: str, shown: str) -> None:
    if is_valid(_PACK, values):
        return
    lines = lines_of(text)
    wrong = [
        (line_at(lines, path) or 0, dotted(path), said) for path, said in problems(_PACK, values)
    ]
    if wrong:
        line, key, said = min(wrong)
        raise ConfigError(said, shown, line or None, key)

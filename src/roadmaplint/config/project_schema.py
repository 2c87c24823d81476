"""A project's own schema and packs: read, judged and put among the layers of settings."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from roadmaplint.config.file import Table, parsed, text_of
from roadmaplint.config.layers import Layer
from roadmaplint.config.profiles import profile_layers
from roadmaplint.config.schema_dsl import (
    COUNTED,
    combined,
    rules_of,
    short_form_schema,
    underscored,
    whole_schema,
)
from roadmaplint.config.toml_positions import KeyPath, dotted, line_at, lines_of
from roadmaplint.config.validation import is_valid, problems
from roadmaplint.core.plugins import profile_names
from roadmaplint.core.project_schema import constraint
from roadmaplint.core.rule_meta import Card
from roadmaplint.errors import ConfigError, nearest
from roadmaplint.roadmap.topics.vocabulary import LANGUAGES, vocabulary

_DEEPEST = 16
_BUILT_IN = ("required", "allowed_levels", "sections", *COUNTED)


class SchemaReader:
    """Reads and judges schemas; `read_file` and `cards` as for FileReader."""

    def __init__(
        self, read_file: Callable[[str], tuple[str, bytes]], cards: Mapping[str, Card]
    ) -> None:
        """Take what files and rules there are."""
        self._read_file, self._cards = read_file, cards

    def layers(self, asked: Layer) -> tuple[Layer, ...]:
        """What the `schema` of a layer means, after the profiles it extends.

        Raises ConfigError for a file that cannot be read, or that is wrong.
        """
        value = asked.table["schema"]
        if isinstance(value, str):
            return self.of_file(value)
        file = asked.file or "the configuration"
        lines = underscored_lines(asked.lines)
        return self._of_table(Table("", file, value, (*asked.at, "schema"), lines), ())

    def of_file(self, path: str) -> tuple[Layer, ...]:
        """The same for a file."""
        table = self._table(path)
        if _is_json_schema(table):
            name = os.path.basename(path).removesuffix(".json").removesuffix(".schema")
            return (Layer("schema", self._whole(table, name), table.shown),)
        return self._of_table(table, (path,))

    def _of_table(self, table: Table, above: tuple[str, ...]) -> tuple[Layer, ...]:
        profiles, form = self._form(table, above)
        rules = {name.casefold(): name for name in self._cards}
        rules |= {card.code.casefold(): name for name, card in self._cards.items()}
        severities = form.get("severity", {})
        ids = [one["id"] for one in form.get("constraints", ())]
        form = {**form, "severity": {rules.get(k.casefold(), k): v for k, v in severities.items()}}
        for name in form["severity"]:
            if name not in self._cards and name not in (*ids, *_BUILT_IN):
                hint = nearest(name, (*self._cards, *ids))
                raise table.wrong(f'unknown rule or constraint "{name}"{hint}', ("severity", name))
        settings = rules_of(form, self._cards)
        return (*profiles, Layer("schema", settings, table.shown))

    def _form(
        self, table: Table, above: tuple[str, ...]
    ) -> tuple[tuple[Layer, ...], dict[str, Any]]:
        """The profiles that a short form extends, and the form with what it extends."""
        own = underscored(table.values)
        self._judge(table, own)
        extends = own.pop("extends", [])
        profiles: tuple[Layer, ...] = ()
        form: dict[str, Any] = {}
        for place, name in enumerate([extends] if isinstance(extends, str) else extends):
            if name in profile_names():
                profiles += profile_layers(name)
                continue
            path = os.path.normpath(os.path.join(os.path.dirname(table.path), name))
            if path in above or len(above) > _DEEPEST:
                raise table.wrong(f'"extends" leads back to {name}', ("extends", place))
            if "/" not in name and "." not in name:
                known = ", ".join(profile_names())
                message = f'"{name}" is no file and no profile; there are {known}'
                raise table.wrong(message, ("extends", place))
            other = self._table(path)
            if _is_json_schema(other):
                message = f"{name} is a JSON Schema; only a short form can be extended"
                raise table.wrong(message, ("extends", place))
            more, lower = self._form(other, (*above, path))
            profiles, form = (*profiles, *more), combined(form, lower)
        return profiles, combined(form, own)

    def _judge(self, table: Table, form: Mapping[str, Any]) -> None:
        schema = short_form_schema()
        if not is_valid(schema, form):
            wrong = [
                (line_at(table.lines, (*table.at, *path)) or 0, str(path), message, path)
                for path, message in problems(schema, form)
            ]
            if wrong:
                _, _, message, path = min(wrong)
                raise table.wrong(f"in the schema: {message}", path)
        for place, one in enumerate(form.get("constraints", ())):
            try:
                constraint(_json(one))
            except ValueError as error:
                message = f'constraint "{one["id"]}": {error}'
                raise table.wrong(message, ("constraints", place)) from error

    def _whole(self, table: Table, name: str) -> dict[str, Any]:
        try:
            settings = whole_schema(table.values, name)
            constraint(settings["rules"]["schema-violation"]["constraints"][0])
        except (ValueError, TypeError, RecursionError) as error:
            message = str(error).partition("\n")[0]
            raise table.wrong(f"not a valid JSON Schema: {message}", ()) from error
        return settings

    def _table(self, path: str) -> Table:
        shown, content = self._read_file(path)
        text = text_of(content, shown)
        if not path.endswith(".json") and not text.lstrip().startswith("{"):
            return Table(path, shown, parsed(text, shown), (), underscored_lines(lines_of(text)))
        try:
            values = json.loads(text)
        except RecursionError as error:
            raise ConfigError("the file is nested too deeply", shown) from error
        except json.JSONDecodeError as error:
            raise ConfigError(f"not valid JSON: {error.msg}", shown, error.lineno) from error
        except ValueError as error:  # a number of thousands of digits
            raise ConfigError("not valid JSON: a number is too long", shown) from error
        if not isinstance(values, dict):
            raise ConfigError("a schema must be a table", shown, 1)
        return Table(path, shown, values, (), {})


def _is_json_schema(table: Table) -> bool:
    """True if a file is a JSON Schema, not the short form."""
    values = table.values
    if any(key.startswith("$") for key in values):
        return True
    if table.path.endswith(".toml"):
        return False
    own = short_form_schema()["properties"]
    return bool(values) and not any(
        (key.replace("-", "_") in own and isinstance(value, dict | list)) or key == "extends"
        for key, value in values.items()
    )


def underscored_lines(lines: Mapping[KeyPath, int]) -> dict[KeyPath, int]:
    """Every path also with `_` for `-`: keys may be written either way."""
    plain = {
        tuple(part.replace("-", "_") if isinstance(part, str) else part for part in path): line
        for path, line in lines.items()
    }
    return plain | dict(lines)


def _json(value: Any) -> str:
    try:
        return json.dumps(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError("a value that JSON does not have") from error


Reader = Callable[[], "SchemaReader"]


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

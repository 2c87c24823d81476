"""Profiles: the rules for a kind of repository, as TOML, shipped or of a plugin."""

from __future__ import annotations

from typing import Any

from roadmaplint import data
from roadmaplint.config.layer import Layer
from roadmaplint.core import plugins
from roadmaplint.errors import ConfigError, nearest

#: The cards' own defaults. Its file holds words only, so it is not even read.
DEFAULT_PROFILE = "roadmap"
#: A profile of a plugin that extends itself ends here.
_DEEPEST = 16


def profile_layers(
    name: str, asked: Layer | None = None, key: str = "profile"
) -> tuple[Layer, ...]:
    """The layers of a profile, those it extends first; none for the default profile.

    `asked` is the layer that names the profile under `key`. Raises ConfigError for an unknown one.
    """
    layers: tuple[Layer, ...] = ()
    while name != DEFAULT_PROFILE:
        table = _table_of(name) if _may_be_a_name(name) else None
        if table is None or len(layers) > _DEEPEST:
            raise _unknown(name, asked, key)
        layer = Layer("profile", table, name)
        layers = (layer, *layers)
        name = layer.table.get("extends", DEFAULT_PROFILE)
    return layers


def _table_of(name: str) -> dict[str, Any] | None:
    """The table of a shipped profile, or of one that a plugin ships. Raises ConfigError."""
    import tomllib

    try:
        return tomllib.loads(data.profile_text(name))
    except OSError:
        text = plugins.profile_text(name)
    if text is None:
        return None
    from roadmaplint.config.explain import problems
    from roadmaplint.config.file import parsed
    from roadmaplint.config.schema import profile_schema

    shown = f"profile {name}"
    table = parsed(text, shown)
    cards = {rule: entry.card for rule, entry in plugins.installed_rules().by_name.items()}
    for _, message in problems(profile_schema(cards, {}), table):
        raise ConfigError(message, shown)
    return table


def _may_be_a_name(name: str) -> bool:
    return name.isascii() and name.replace("-", "").isalnum() and len(name) < 100


def _unknown(name: str, asked: Layer | None, key: str) -> ConfigError:
    known = plugins.profile_names()
    hint = nearest(name, known) or f"; there are {', '.join(known)}"
    if asked is None:
        return ConfigError(f'unknown profile "{name}"{hint}')
    origin = asked.origin(key)
    where = "" if asked.file else f" in {origin.key}"
    return ConfigError(f'unknown profile "{name}"{where}{hint}', origin.file, origin.line, key)

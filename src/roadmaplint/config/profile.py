"""Profiles: the rules for a kind of repository, shipped as TOML and found by name."""

from __future__ import annotations

from roadmaplint import data
from roadmaplint.config.layer import Layer
from roadmaplint.errors import ConfigError, nearest

#: The cards' own defaults. Its file holds words only, so it is not even read.
DEFAULT_PROFILE = "roadmap"


def profile_layers(
    name: str, asked: Layer | None = None, key: str = "profile"
) -> tuple[Layer, ...]:
    """The layers of a profile, those it extends first; none for the default profile.

    `asked` is the layer that names the profile under `key`. Raises ConfigError for an unknown one.
    """
    layers: tuple[Layer, ...] = ()
    while name != DEFAULT_PROFILE:
        try:
            text = data.profile_text(name) if _may_be_a_name(name) else None
        except OSError:
            text = None
        if text is None:
            raise _unknown(name, asked, key)
        import tomllib

        layer = Layer("profile", tomllib.loads(text), name)
        layers = (layer, *layers)
        name = layer.table.get("extends", DEFAULT_PROFILE)
    return layers


def _may_be_a_name(name: str) -> bool:
    return name.isascii() and name.replace("-", "").isalnum() and len(name) < 100


def _unknown(name: str, asked: Layer | None, key: str) -> ConfigError:
    known = data.profile_names()
    hint = nearest(name, known) or f"; there are {', '.join(known)}"
    if asked is None:
        return ConfigError(f'unknown profile "{name}"{hint}')
    origin = asked.origin(key)
    where = "" if asked.file else f" in {origin.key}"
    return ConfigError(f'unknown profile "{name}"{where}{hint}', origin.file, origin.line, key)

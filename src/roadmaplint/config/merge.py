"""Merge: the values of a run from its layers, each with its origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from roadmaplint.config.layer import Layer, Origin, Setting
from roadmaplint.config.profile import DEFAULT_PROFILE

_DEFAULTS: Mapping[str, Any] = {
    "profile": DEFAULT_PROFILE,
    "include": (),
    "exclude": (),
    "respect-gitignore": True,
    "no-exclude": False,
    "fail-on": "warning",
    "min-severity": "info",
    "output-format": "text",
    "baseline": None,
    "schema": None,
    "packs": (),
    "cache": True,
    "cache-dir": None,
}
#: Lists that a higher layer adds to instead of replacing them.
_GROWING = ("allow-addresses", "exclude", "ignore")


def merged(layers: Sequence[Layer], profile: Layer | None) -> Mapping[str, Setting[Any]]:
    """Every value of a run by its key; those of the `links` table as `links.KEY`.

    Layers come lowest first, later ones win. `profile` is the layer that chose the profile.
    """
    values = {key: Setting(value, Origin("default", key=key)) for key, value in _DEFAULTS.items()}
    for layer in layers:
        for key in _DEFAULTS:
            if key in layer.table and key != "profile":
                values[key] = Setting(_frozen(layer.table[key]), layer.origin(key))
        more = layer.list("extend-exclude")
        if more:
            grown = (*values["exclude"].value, *more)
            values["exclude"] = Setting(grown, layer.origin("extend-exclude"))
        for key, value in layer.table.get("links", {}).items():
            name = f"links.{key}"
            old = values[name].value if key in _GROWING and name in values else ()
            new = (*old, *value) if key in _GROWING else _frozen(value)
            values[name] = Setting(new, layer.origin("links", key))
    if profile is not None:
        values["profile"] = Setting(profile.table["profile"], profile.origin("profile"))
    return values


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value

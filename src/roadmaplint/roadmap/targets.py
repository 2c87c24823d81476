"""What a link's target is: a web address, a place in this file, another file, or something else."""

from __future__ import annotations

import html
from typing import Literal
from urllib.parse import unquote

from msgspec import Struct

from roadmaplint.text.lazy import lazy

TargetKind = Literal["web", "anchor", "file", "other", "empty"]

_SCHEME = lazy(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DRIVE = lazy(r"[A-Za-z]:[\\/]")
_ESCAPE = lazy(r"\\([!-/:-@\[-`{-~])")


class Target(Struct, frozen=True):
    """A target taken apart.

    `path` is project-relative with `/` for kind file (None if it leads out of the project), else
    None. `fragment` is percent-decoded and without `#`, None where there is none. `rooted` tells
    that the path began with a slash, `folder` that it ended with one.
    """

    kind: TargetKind
    path: str | None = None
    fragment: str | None = None
    rooted: bool = False
    folder: bool = False


def written_as(target: str) -> str:
    """The address that a target as written means: Markdown escapes and HTML entities resolved."""
    text = target.strip()
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return html.unescape(text) if "&" in text else text


def classify(target: str, path: str) -> Target:
    """Take a target apart as it stands in the file `path` (project-relative)."""
    text = written_as(target)
    if not text or text == "#":
        return Target("empty")
    if text.startswith("#"):
        return Target("anchor", fragment=unquote(text[1:]))
    if text.startswith("//") or text[:8].lower().startswith(("http://", "https://")):
        return Target("web")
    if _SCHEME.match(text) or _DRIVE.match(text) or "{" in text or "<" in text:
        return Target("other")
    place, _, fragment = text.partition("#")
    place = place.partition("?")[0]
    if not place:
        return Target("other")
    return Target(
        "file",
        path=resolve(unquote(place), path),
        fragment=unquote(fragment) if fragment else None,
        rooted=place.startswith("/"),
        folder=place.endswith("/"),
    )


def resolve(place: str, path: str) -> str | None:
    """A relative path as seen from the file `path`, project-relative; None if it leads outside."""
    parts = [] if place.startswith("/") else path.split("/")[:-1]
    for part in place.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)

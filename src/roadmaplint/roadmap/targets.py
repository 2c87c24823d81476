"""What a link's target is, and the anchors that GitHub gives headings."""

from __future__ import annotations

import html
import unicodedata
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote

from msgspec import Struct

from roadmaplint.text.lazy import lazy

#: What stays of ASCII, lower-cased; everything else below U+0080 goes.
_ASCII = {
    code: (
        chr(code).lower()
        if chr(code).isalnum() or chr(code) in "_-"
        else "-"
        if chr(code) == " "
        else ""
    )
    for code in range(128)
}
_WORD = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "Nl", "Pc"})
# Circled and squared letters are symbols, but alphabetic ones.
_LETTERS = ((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))


@lru_cache(maxsize=4096)
def _kept(char: str) -> str:
    """What one character outside ASCII leaves in a slug: itself in lower case, or nothing."""
    code = ord(char)
    if unicodedata.category(char) in _WORD or any(low <= code <= high for low, high in _LETTERS):
        return char.lower()
    return ""


def slug_of(text: str) -> str:
    """The anchor GitHub gives a heading with this rendered text, before repeats are told apart.

    Letters, marks, digits and connecting punctuation stay in lower case, spaces become hyphens one
    for one, hyphens stay, all else goes: `A & B` gives `a--b`, an emoji leaves its U+FE0F behind.
    """
    slug = text.translate(_ASCII)
    if slug.isascii():
        return slug
    return "".join([char if char < "\x80" else _kept(char) for char in slug])


class Slugs:
    """The anchors of one document in order: a repeat gets `-1`, `-2` and so on."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        """Start without a heading."""
        self._seen: dict[str, int] = {}

    def add(self, text: str) -> str:
        """The anchor of the next heading, unlike all before it."""
        plain = slug = slug_of(text)
        while slug in self._seen:
            self._seen[plain] += 1
            slug = f"{plain}-{self._seen[plain]}"
        self._seen[slug] = 0
        return slug


def fold_anchor(name: str) -> str:
    """An anchor as it is compared: composed characters (NFC)."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


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

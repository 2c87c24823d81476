"""What the program itself is made of, where it may change without a new version."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from roadmaplint.files.replay import signature

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_KINDS = (".py", ".md", ".toml", ".json", ".txt", ".bin")


def parts() -> Iterator[tuple[str, str]]:
    """Path and signature of the package, of folders with installed packages, and of all sources."""
    installed = [path for path in sys.path if path.endswith("site-packages")]
    for path in dict.fromkeys((_PACKAGE, *installed)):
        with suppress(OSError):
            yield path, signature(os.stat(path))
    yield from _sources()


@cache
def edition() -> str:
    """Empty for an installed program; for a checkout, a word that changes with its sources."""
    from hashlib import blake2b

    found = [f"{path} {sign}" for path, sign in sorted(_sources())]
    return blake2b("\n".join(found).encode(), digest_size=8).hexdigest() if found else ""


def _sources() -> Iterator[tuple[str, str]]:
    if os.path.isdir(os.path.join(_PACKAGE, "_data")):
        return
    top = os.path.dirname(os.path.dirname(_PACKAGE))
    for folder in (_PACKAGE, os.path.join(top, "rules"), os.path.join(top, "schemas")):
        for place, _, names in os.walk(folder):
            for name in names:
                if name.endswith(_KINDS):
                    path = os.path.join(place, name)
                    with suppress(OSError):
                        yield path, signature(os.stat(path))

"""The folder of the cache: made our own, marked as what can be deleted, kept out of git."""

from __future__ import annotations

import os

from roadmaplint.files.atomic import swap

#: The file that says to backup programs and people what the folder is.
TAG = "CACHEDIR.TAG"
_TAG = (
    b"Signature: 8a477f597d28d172789f06886806bc55\n"
    b"# This folder holds results of roadmaplint; it can be deleted at any time.\n"
)


def claim(folder: str | os.PathLike[str]) -> bool:
    """Make a folder our own, marked as a cache; False if it cannot be, or leads elsewhere."""
    place = os.path.abspath(os.fspath(folder))
    try:
        if os.path.islink(place):
            return False
        if not os.path.isdir(place):
            os.makedirs(place, 0o700)
            swap(os.path.join(place, ".gitignore"), b"*\n")
        tag = os.path.join(place, TAG)
        if not os.path.lexists(tag):
            swap(tag, _TAG)
    except OSError:
        return False
    return True

"""Addresses: URIs of the client to paths and back."""

from __future__ import annotations

import os

from pygls import uris

_SHORT = 60


def path_of(uri: str) -> str | None:
    """The absolute path of a file URI; None for buffers that are on no disk."""
    try:
        path = uris.to_fs_path(uri)
    except ValueError:
        return None
    if not path or "\0" in path or not os.path.isabs(path):
        return None
    return os.path.normpath(path)


def uri_of(path: str, line: int | None = None) -> str:
    """The URI of an absolute path, of a 1-based line in it if one is named."""
    uri = uris.from_fs_path(path) or ""
    return uri if line is None else f"{uri}#L{line}"


def name_of(uri: str) -> str:
    """A file name for a buffer that is on no disk."""
    try:
        last = uris.urlparse(uri)[2].replace("\\", "/").rsplit("/", 1)[-1]
    except ValueError:
        last = ""
    kept = "".join(c for c in last if c.isalnum() or c in "-_.")[:_SHORT].lstrip(".")
    name = kept or "untitled"
    return name if name.lower().endswith((".md", ".markdown")) else f"{name}.md"

"""Keeps the codes of patterns beside the byte code: as trusted, and as easily done without.

The file lies where Python keeps what it compiled of `roadmaplint.text.lazy`, and only if Python
could write there. It says which Python it is for, and is put in its place whole.
"""

from __future__ import annotations

import marshal
import os
import shutil
import sys

from roadmaplint.files.atomic import swap
from roadmaplint.text import codes, lazy

#: More codes than the program has patterns are of no use.
_MOST = 2_000


def load() -> None:
    """Take up the codes that earlier runs left; a file that says nothing useful is passed over."""
    try:
        with open(_place(), "rb") as file:
            dialect, _, data = file.read().partition(b"\n")
        if dialect and dialect == codes.dialect().encode():
            kept = marshal.loads(data)  # noqa: S302 - from where the program itself comes from
            codes.KNOWN.update({(code[0], asked): code for asked, code in kept})
    except (OSError, EOFError, ValueError, TypeError, LookupError):
        return


def save() -> None:
    """Leave the codes for the next run if this one made some, and byte code is written at all."""
    if not codes.FRESH or sys.dont_write_bytecode or len(codes.KNOWN) > _MOST:
        return
    dialect = codes.dialect()
    place = _place()
    if dialect and os.path.isdir(os.path.dirname(place)):
        kept = [(asked, code) for (_pattern, asked), code in codes.KNOWN.items()]
        try:
            swap(place, dialect.encode() + b"\n" + marshal.dumps(kept), _like_byte_code)
        except OSError:  # a folder that is another's, a full disk
            return
        codes.FRESH.clear()


def _byte_code() -> str:
    """Where Python keeps what it compiled of the module; empty if it keeps nothing."""
    return getattr(lazy.__spec__, "cached", None) or ""


def _place() -> str:
    stem, _ = os.path.splitext(_byte_code())
    return stem and f"{stem}.patterns"


def _like_byte_code(_descriptor: int, path: str) -> None:
    """Let those read the codes who may read the byte code."""
    shutil.copymode(_byte_code(), path)

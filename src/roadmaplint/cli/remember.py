"""A run that leaves a record, so that an equal run on unchanged files need not work again."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from roadmaplint import __version__
from roadmaplint.cli.streams import say
from roadmaplint.files import witness
from roadmaplint.files.replay import CACHE_FOLDER, cache_named, damaged


class _Tape:
    """A stream that keeps what is written to it and passes it on."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.pieces: list[str] = []

    def write(self, text: str) -> int:
        """Keep a text and pass it on."""
        self.pieces.append(text)
        return self.stream.write(text)

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":  # bytes pass by the tape
            witness.be_unsure("bytes were written")
        return getattr(self.stream, name)


def remembered(
    work: Callable[[argparse.Namespace], int],
    options: argparse.Namespace,
    arguments: Sequence[str],
) -> int:
    """Do a command's work; leave a record if the run looked at the disk only and wrote nothing."""
    if options.verbose:
        for place in damaged:
            say(f"the record {place} was damaged; it is set aside as *.damaged")
    if not _may_be_remembered(options):
        return work(options)
    begun, seen = time.time_ns(), witness.begin()
    try:
        with _taped() as (output, error):
            code = work(options)
    finally:
        witness.end()
    if seen.cache and (cache_named(list(arguments)) or _is_default(seen.cache)):
        from roadmaplint.files.record import save

        sys.stdout.flush()
        answer = (code, "".join(error.pieces), "".join(output.pieces))
        save(seen, arguments, __version__, begun, answer)
    return code


def _may_be_remembered(options: argparse.Namespace) -> bool:
    words = ("no_cache", "links", "write_baseline", "output_file", "also", "show_files", "watch")
    asked = any(getattr(options, word, None) for word in words)
    return not asked and "-" not in options.paths


def _is_default(cache: str) -> bool:
    return Path(cache).name == CACHE_FOLDER


@contextmanager
def _taped() -> Iterator[tuple[_Tape, _Tape]]:
    before = sys.stdout, sys.stderr
    output, error = _Tape(sys.stdout), _Tape(sys.stderr)
    sys.stdout, sys.stderr = output, error
    try:
        yield output, error
    finally:
        sys.stdout, sys.stderr = before

"""The start: says again what an equal run said, and imports the command line only for real work."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # what typing's own would cost every start
if TYPE_CHECKING:
    from typing import TextIO


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    from roadmaplint import __version__

    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"roadmaplint {__version__}\n")
        sys.exit(0)
    from roadmaplint.files.replay import replay

    answer = replay(sys.argv[1:], __version__)
    if answer is not None:
        sys.exit(_say(*answer))
    import gc

    gc.set_threshold(200_000, 20, 20)  # a run makes many values and next to no cycles
    from roadmaplint.cli.main import run

    code = run(sys.argv[1:])
    gc.freeze()  # nor is what the process leaves behind worth a search for them
    sys.exit(code)


def _say(code: int, error: bytes, output: bytes) -> int:
    try:
        _put(error, sys.stderr)
        _put(output, sys.stdout)
    except BrokenPipeError:  # the reader went away: do not fail again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _put(data: bytes, stream: TextIO) -> None:
    """Write UTF-8, as it is where the stream would make the same bytes of the text."""
    if stream.encoding.lower() == "utf-8" and os.linesep == "\n":
        stream.buffer.write(data)
    else:
        stream.reconfigure(errors="backslashreplace")  # type: ignore[attr-defined]
        stream.write(data.decode("utf-8"))
    stream.flush()


if __name__ == "__main__":
    main()

"""The start of the program: answers --version, else runs the command line."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from roadmaplint import __version__

        sys.stdout.write(f"roadmaplint {__version__}\n")
        sys.exit(0)
    gc.set_threshold(200_000, 20, 20)  # a run makes many values and next to no cycles
    from roadmaplint.cli.main import run

    code = run(sys.argv[1:])
    gc.freeze()  # what the process leaves behind need not be searched for cycles at exit
    sys.exit(code)


if __name__ == "__main__":
    main()

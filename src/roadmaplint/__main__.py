"""The start: says again what an equal run said, and imports the command line only for real work."""

import sys


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

    gc.set_threshold(50_000, 20, 20)  # a run makes many values and next to no cycles
    from roadmaplint.cli.main import run

    sys.exit(run(sys.argv[1:]))


def _say(code: int, error: str, output: str) -> int:
    sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.stderr.write(error)
        sys.stdout.write(output)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader went away: do not fail again at exit
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


if __name__ == "__main__":
    main()

"""The start: answers `--version` at once and imports the command line only for real work."""

import sys


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    from roadmaplint import __version__

    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"roadmaplint {__version__}\n")
        sys.exit(0)
    from roadmaplint.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()

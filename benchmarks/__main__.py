"""One command for all figures: `python -m benchmarks [--tables NAME …] [--corpus FOLDER]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import tools
from benchmarks.cases import Scale, cases
from benchmarks.measure import Patience
from benchmarks.report import page

_USUAL = Scale(Patience(rounds=5, limit=120.0, budget=90.0))
_QUICK = Scale(Patience(1, 60.0, 60.0), 4, 12, size=20_000, hard=50, links=8, hosts=4)


def main() -> None:
    """Build the inputs, measure, write the page."""
    options = _options()
    usual = _QUICK if options.quick else _USUAL
    given = {"rounds": options.rounds, "limit": options.limit, "budget": options.budget}
    patience = usual.patience._replace(**{key: value for key, value in given.items() if value})
    scale = usual._replace(patience=patience, many=options.files or usual.many)
    found = []
    with tempfile.TemporaryDirectory() as top:
        for name, case in cases(options.corpus).items():
            if name in (options.tables or [name]):
                sys.stderr.write(f"{name}\n")
                folder = Path(top, name)
                folder.mkdir()
                found += case(folder, scale)
    text = page(found, tools.missing())
    if options.output:
        options.output.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = ", ".join(cases(Path()))
    parser.add_argument("--tables", nargs="+", metavar="NAME", help=f"only these: {names}")
    parser.add_argument("--corpus", type=Path, help="a folder of Markdown files, for `real`")
    parser.add_argument("--quick", action="store_true", help="tiny inputs: only that it runs")
    parser.add_argument("--rounds", type=int, help="how often each program runs at most")
    parser.add_argument("--limit", type=float, help="seconds after which a run is ended")
    parser.add_argument("--budget", type=float, help="seconds of a program for one table")
    parser.add_argument("--files", type=int, help="how many files the largest project has")
    parser.add_argument("-o", "--output", type=Path, help="write the page there (default: stdout)")
    options = parser.parse_args()
    unknown = set(options.tables or ()) - set(cases(options.corpus))
    if unknown:
        parser.error(f"no such table, or `real` without --corpus: {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    main()

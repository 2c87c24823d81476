"""Count the findings on a folder of repositories and draw a sample of them to judge by hand."""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

_MARKDOWN = ("*.md", "*.markdown")
_SHOWN = 400


class Place(NamedTuple):
    """One finding: the repository's folder, its diagnostic as JSON, and the file's lines."""

    repository: str
    diagnostic: dict[str, Any]
    lines: Sequence[str]


def main() -> int:
    """Print a table by rule, then the sample with the lines around each place."""
    options = _arguments()
    places: list[Place] = []
    lines = 0
    with tempfile.TemporaryDirectory() as folder:
        for repository in sorted(path for path in options.folder.iterdir() if path.is_dir()):
            copy = Path(folder) / repository.name
            shutil.copytree(repository, copy)
            texts = {path: _lines(path) for path in _markdown_files(copy)}
            lines += sum(map(len, texts.values()))
            places += _check(options.program, copy, texts)
    table = Counter((p.diagnostic["rule"], p.diagnostic["severity"]) for p in places)
    _print_table(table, lines)
    wanted = [place for place in places if _is_wanted(place, options)]
    if options.save:
        counts = [[*key, count] for key, count in sorted(table.items())]
        options.save.write_text(json.dumps({"lines": lines, "counts": counts}), "utf-8")
    for number, place in enumerate(sample(wanted, options.size, options.seed), 1):
        _print_place(number, place)
    return 0


def sample(places: Sequence[Place], size: int, seed: int) -> list[Place]:
    """At most `size` places: one of every rule, the rest by the square root of its findings."""
    by_rule: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_rule[place.diagnostic["rule"]].append(place)
    chance = random.Random(seed)  # noqa: S311 -- a sample, no secret
    queues = {rule: chance.sample(found, len(found)) for rule, found in sorted(by_rule.items())}
    taken: Counter[str] = Counter()
    chosen: list[Place] = []
    while len(chosen) < min(size, len(places)):
        left = [rule for rule, queue in queues.items() if len(queue) > taken[rule]]
        rule = max(left, key=lambda name: _claim(len(queues[name]), taken[name]))
        chosen.append(queues[rule][taken[rule]])
        taken[rule] += 1
    return sorted(chosen, key=lambda place: (place.diagnostic["code"], place.repository))


def _claim(found: int, taken: int) -> tuple[bool, float]:
    """How much a rule deserves the next place in the sample."""
    return taken == 0, found**0.5 / (taken + 0.5)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder that holds one folder a repository")
    parser.add_argument("--program", default="roadmaplint", help="the program to run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=100, help="how many findings to show")
    parser.add_argument("--severity", default="error,warning", help="which severities to show")
    parser.add_argument("--only", default="", help="groups or rules to show, comma separated")
    parser.add_argument("--save", type=Path, help="write the counts to this JSON file")
    return parser.parse_args()


def _markdown_files(folder: Path) -> Iterator[Path]:
    for pattern in _MARKDOWN:
        yield from folder.rglob(pattern)


def _lines(path: Path) -> list[str]:
    """The lines of a file, however they end."""
    text = path.read_bytes().decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _check(program: str, folder: Path, texts: dict[Path, list[str]]) -> Iterator[Place]:
    """The findings of the default check on one repository."""
    command = [program, "check", "--isolated", "--no-cache", "--output-format", "json", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{folder.name}: {done.stderr.decode('utf-8', 'replace')}")
    for diagnostic in json.loads(done.stdout)["diagnostics"]:
        yield Place(folder.name, diagnostic, texts.get(folder / diagnostic["path"], []))


def _is_wanted(place: Place, options: argparse.Namespace) -> bool:
    only = set(filter(None, options.only.split(",")))
    found = place.diagnostic
    named = not only or found["group"] in only or found["rule"] in only
    return named and found["severity"] in options.severity.split(",")


def _print_table(table: Counter[tuple[str, str]], lines: int) -> None:
    print(f"{lines} lines")
    print("| rule | severity | findings | per 1,000 lines |\n| --- | --- | --- | --- |")
    for (rule, severity), count in sorted(table.items(), key=lambda pair: -pair[1]):
        print(f"| {rule} | {severity} | {count} | {count / lines * 1000:.2f} |")


def _print_place(number: int, place: Place) -> None:
    found = place.diagnostic
    at = found["location"]
    print(f"\n[{number}] {found['code']} {found['rule']} {found['severity']}")
    print(f"    {place.repository}/{found['path']}:{at['line']}:{at['column']} {found['message']}")
    for line in range(max(1, at["line"] - 2), min(len(place.lines), at["line"] + 2) + 1):
        mark = ">" if line == at["line"] else " "
        print(f"  {mark}{line:6} {place.lines[line - 1][:_SHOWN]}")
    for other in found["related"][:3]:
        line = other["location"]["line"]
        text = place.lines[line - 1] if other["path"] == found["path"] else ""
        print(f"   see {other['path']}:{line} {other['message']}: {text[:_SHOWN]}")


if __name__ == "__main__":
    sys.exit(main())

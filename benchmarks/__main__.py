"""One command for all figures: `python -m benchmarks [--corpus FOLDER] [--quick] [-o FILE]`."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks import inputs, tools
from benchmarks.hosts import Hosts
from benchmarks.measure import Entry, Figures, compared, drop, measured
from benchmarks.report import Table, page

_SETTLED = 3.0
_BARE = "bare interpreter"


class Scale(NamedTuple):
    """How much is built and how long anything may take."""

    rounds: int = 5
    files: int = 10_000
    bytes: int = 1_600_000
    n: int = 5_000
    links: int = 2_000
    hosts: int = 400
    limit: float = 300.0


QUICK = Scale(rounds=1, files=12, bytes=20_000, n=50, links=8, hosts=4, limit=60.0)


def main() -> None:
    """Build the inputs, measure, write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="a folder of Markdown files, measured too")
    parser.add_argument("--quick", action="store_true", help="tiny inputs: only that it runs")
    parser.add_argument("--rounds", type=int, help="how often each program runs")
    parser.add_argument("--files", type=int, help="how many files the large project has")
    parser.add_argument("--limit", type=float, help="seconds after which a program is ended")
    parser.add_argument("--only", action="append", help="only tables whose title begins like this")
    parser.add_argument("-o", "--output", type=Path, help="write the page there (default: stdout)")
    options = parser.parse_args()
    scale = QUICK if options.quick else Scale()
    scale = scale._replace(
        rounds=options.rounds or scale.rounds,
        files=options.files or scale.files,
        limit=options.limit or scale.limit,
    )
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for title, make in _cases(Path(folder), scale, options.corpus):
            if options.only and not title.startswith(tuple(options.only)):
                continue
            sys.stderr.write(f"{title}\n")
            found += make()
    text = page(found, scale.rounds)
    if options.output:
        options.output.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


def _cases(
    top: Path, scale: Scale, corpus: Path | None
) -> Iterator[tuple[str, Callable[[], list[Table]]]]:
    def project(name: str, build: Callable[[Path], None]) -> Callable[[], list[Table]]:
        def make() -> list[Table]:
            folder = top / name.replace(" ", "-")
            folder.mkdir()
            build(folder)
            return _cold_and_warm(name, folder, scale)

        return make

    yield "One file", project("One file", inputs.one)
    yield "Five files", project("Five files", inputs.five)
    if corpus:
        yield "Real files", project("Real files", lambda to: _copied(corpus, to))
    yield "One large file", project("One large file", lambda to: inputs.large(to, scale.bytes))
    count = f"{scale.files:,} files"
    yield count, project(count, lambda to: inputs.many(to, scale.files))
    yield "Pathological", lambda: [_pathological(top / "pathological", scale)]
    yield "Links", lambda: [_links(top / "links", scale)]


def _copied(corpus: Path, folder: Path) -> None:
    shutil.copytree(corpus, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)


def _cold_and_warm(name: str, folder: Path, scale: Scale) -> list[Table]:
    (folder / ".git").mkdir(exist_ok=True)
    us, peers = tools.ours(), tools.linters()
    single = (folder / "README.md").is_file() and name == "One file"
    target = "README.md" if single else "."
    everybody = [us, *peers, *(tools.of_one_file() if single else [])]
    caches = drop(*(folder / tool.cache for tool in everybody if tool.cache))
    cold = [
        Entry(tool.name, tools.words_for(tool, target, cached=False), folder, caches)
        for tool in everybody
    ]
    if single:
        cold.append(Entry(_BARE, (sys.executable, "-c", "pass"), folder))
    size = sum(place.stat().st_size for place in folder.rglob("*.md"))
    note = f"{size / 1e6:.2f} MB of text; no program remembers anything."
    tables = [Table(f"{name}, cold", note, us.name, compared(cold, scale.rounds, scale.limit))]
    warm = [tool for tool in everybody if tool.cache]
    entries = [
        Entry(tool.name, tools.words_for(tool, target, cached=True), folder) for tool in warm
    ]
    _settle(entries, scale)
    entries.append(Entry(_BARE, (sys.executable, "-c", "pass"), folder))
    note = "The same files once more, unchanged, with the programs' own caches."
    runs = compared(entries, scale.rounds * 3, scale.limit)
    return [*tables, Table(f"{name}, unchanged", note, us.name, runs)]


def _settle(entries: list[Entry], scale: Scale) -> None:
    """Fill the caches, and let files grow old enough to be told apart by their times."""
    for wait in (0.0, _SETTLED, 0.0):
        time.sleep(wait)
        for entry in entries:
            measured(entry.words, entry.folder, scale.limit)


def _pathological(folder: Path, scale: Scale) -> Table:
    """Every kind of hard text alone; a row is the slowest ones of a program."""
    inputs.pathological(folder, scale.n)
    (folder / ".git").mkdir(exist_ok=True)
    everybody = [tools.ours(), *tools.linters()]
    runs: dict[str, list[Figures]] = {}
    for place in sorted(folder.glob("*.md")):
        entries = []
        for tool in everybody:
            words = tools.words_for(tool, place.name, cached=False)
            entries.append(Entry(f"{tool.name}: {place.stem}", words, folder))
        runs |= compared(entries, 1, min(scale.limit, 30.0))
    note = (
        f"Texts of up to {scale.n:,} repetitions that make programs slow which look back or ahead"
        " too far, one file a run, ended after 30 seconds."
    )
    slowest = dict(sorted(runs.items(), key=lambda pair: -pair[1][0].wall)[: 12 * len(everybody)])
    ours = [name for name in runs if name.startswith("roadmaplint")]
    base = max(ours, key=lambda name: runs[name][0].wall)
    return Table("Pathological texts", note, base, {base: runs[base], **slowest})


def _links(folder: Path, scale: Scale) -> Table:
    (folder / ".git").mkdir(parents=True)
    with Hosts(scale.hosts) as hosts:
        inputs.linked(folder, scale.links, scale.hosts, hosts.port)
        us = tools.ours()
        words = (*us.words[: us.words.index("check")], "links", "--exit-zero", "--no-cache")
        guard = ("--allow-address", "127.64.0.0/10")
        entries = [Entry(us.name, (*words, *guard, "README.md"), folder)]
        entries += [
            Entry(tool.name, (*tool.words, "README.md"), folder) for tool in tools.link_checkers()
        ]
        runs = compared(entries, min(scale.rounds, 3), scale.limit)
    note = (
        f"{scale.links:,} links to {scale.hosts} hosts of this machine. roadmaplint waits between"
        " two requests to one host, others may not: compare processor seconds."
    )
    return Table("Links", note, us.name, runs)


if __name__ == "__main__":
    main()

"""The kinds of work that are measured, each giving the tables of its figures."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks import inputs, tools
from benchmarks.hosts import serving
from benchmarks.measure import Entry, Figures, Patience, compared, drop, measured
from benchmarks.report import Growth, GrowthTable, Table
from benchmarks.tools import Tool

#: Files of this age, in seconds, can be told from later ones by their times.
_SETTLED = 3.0
#: So many times the limit of a run have programs that fill their memories.
_FILLING = 10
#: Seconds after which a program is ended that reads one hard text.
_HARD = 20.0


class Scale(NamedTuple):
    """How much is built, and how long programs may take."""

    patience: Patience
    some: int = 300
    many: int = 10_000
    size: int = 1_600_000
    hard: int = 5_000
    links: int = 2_000
    hosts: int = 400


#: A kind of work: builds its input in a folder that exists, and measures.
Case = Callable[[Path, Scale], "list[Table | GrowthTable]"]


def cases(corpus: Path | None) -> Mapping[str, Case]:
    """All kinds by the names that people choose them by; `corpus` is a folder of real files."""
    found: dict[str, Case] = {
        "one": _one,
        "five": partial(_folder, "Five files", lambda to, _: inputs.five(to)),
        "some": partial(
            _folder, "{scale.some:,} files", lambda to, s: inputs.long_ones(to, s.some)
        ),
        "many": partial(_folder, "{scale.many:,} files", lambda to, s: inputs.many(to, s.many)),
        "large": partial(_folder, "One large file", lambda to, s: inputs.large(to, s.size)),
        "hard": _hard,
        "links": _links,
    }
    if corpus is not None:
        copy = partial(shutil.copytree, corpus, dirs_exist_ok=True, copy_function=shutil.copyfile)
        found["real"] = partial(_folder, "Real files", lambda to, _: copy(to))
    return found


def _one(top: Path, scale: Scale) -> list[Table | GrowthTable]:
    more = tools.installed(*tools.OF_ONE_FILE)
    inputs.one(top)
    return _cold_and_warm("One file", top, scale, "README.md", [*more, tools.BARE])


def _folder(
    title: str, build: Callable[[Path, Scale], object], top: Path, scale: Scale
) -> list[Table | GrowthTable]:
    build(top, scale)
    return _cold_and_warm(title.format(scale=scale), top, scale, ".", [])


def _cold_and_warm(
    title: str, top: Path, scale: Scale, target: str, more: list[Tool]
) -> list[Table | GrowthTable]:
    """What everybody does for the first time, and what those do again who remember it."""
    everybody = [tools.ours(), *tools.installed(*tools.LINTERS), *more]
    homes = {tool.name: _home(top, tool) for tool in everybody}
    files = [place for place in homes[tools.OURS].rglob("*") if place.suffix == ".md"]
    size = sum(place.stat().st_size for place in files)
    cold = [
        Entry(tool.name, tool.on(target), homes[tool.name], _forget(tool, homes[tool.name]))
        for tool in everybody
    ]
    count = "One file" if len(files) == 1 else f"{len(files):,} files"
    note = f"{count}, {size / 1e6:.2f} MB; no program remembers anything."
    first = Table(f"{title}, cold", note, compared(cold, scale.patience))
    warm = [
        Entry(tool.name, tool.on(target, cached=True), homes[tool.name])
        for tool in everybody
        if tool.cache
    ]
    _settle(warm, scale)
    warm.append(Entry(tools.BARE.name, tools.BARE.words, top))
    note = "The same files once more, unchanged; the programs remember what they want."
    patience = scale.patience._replace(rounds=3 * scale.patience.rounds)
    return [first, Table(f"{title}, unchanged", note, compared(warm, patience))]


def _home(top: Path, tool: Tool) -> Path:
    """A copy of the input for one program: the memory of another would be a change in it."""
    home = top.with_name(f"{top.name}-{tool.name.partition(' ')[0]}")
    shutil.copytree(top, home)
    (home / ".git").mkdir(exist_ok=True)
    return home


def _forget(tool: Tool, home: Path) -> Callable[[], None]:
    return drop(home / tool.cache) if tool.cache else lambda: None


def _settle(entries: list[Entry], scale: Scale) -> None:
    """Fill the memories, and let files grow old enough to be told apart by their times."""
    for wait in (0.0, _SETTLED, 0.0):
        time.sleep(wait)
        for entry in entries:
            measured(entry.words, entry.folder, _FILLING * scale.patience.limit)


def _hard(top: Path, scale: Scale) -> list[Table | GrowthTable]:
    """Every kind of hard text alone, and twice as long."""
    inputs.pathological(top, scale.hard)
    everybody = [tools.ours(), *tools.installed(*(t for t in tools.LINTERS if t.patient))]
    limit = min(scale.patience.limit, _HARD)

    def seconds(tool: Tool, name: str) -> Figures:
        return measured(tool.on(name), top, limit)

    empty = {tool.name: seconds(tool, "empty.md") for tool in everybody}
    rows: dict[str, dict[str, Growth]] = {}
    for kind in inputs.PATHOLOGICAL:
        stem, row = kind.replace(" ", "-"), rows.setdefault(kind, {})
        for tool in everybody:
            once = seconds(tool, f"{stem}-{scale.hard}.md")
            twice = seconds(tool, f"{stem}-{2 * scale.hard}.md") if once.ended else once
            row[tool.name] = Growth(empty[tool.name], once, twice)
    note = (
        f"Texts of {scale.hard:,} repetitions that make programs slow which look back or ahead too"
        " far: processor seconds for one file, and how many times as long one of twice the size"
        f" takes, without the start of the program: 2 is linear, 4 is quadratic. A run is ended"
        f" after {limit:.0f} seconds; `–` is too quick to tell."
    )
    return [GrowthTable("Hard texts", note, rows)]


def _links(top: Path, scale: Scale) -> list[Table | GrowthTable]:
    (top / ".git").mkdir()
    with serving(scale.hosts) as port:
        inputs.linked(top, scale.links, scale.hosts, port)
        everybody = [tools.our_links(), *tools.installed(*tools.LINK_CHECKERS)]
        entries = [Entry(tool.name, tool.on("README.md"), top) for tool in everybody]
        patience = scale.patience._replace(rounds=min(scale.patience.rounds, 3))
        runs = compared(entries, patience)
    note = (
        f"{scale.links:,} links to {scale.hosts} hosts of this machine. roadmaplint waits between"
        " two requests to one host, others may not: compare processor seconds."
    )
    return [Table("Links", note, runs)]

"""Figures of the roadmaps of a run: their size, their health, the age of what their links said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from msgspec import Struct

from roadmaplint.core.parallel import map_jobs
from roadmaplint.core.subjects import Verdict
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read, size_of
from roadmaplint.report.figures import Figures, FileFigures, LinkFigures, StageFigures, share
from roadmaplint.report.html.health import FileHealth, by_file
from roadmaplint.report.html.tree import Drawing, Part, drawing, stages
from roadmaplint.report.outline import Outline
from roadmaplint.roadmap.nodes import Document, Duration
from roadmaplint.roadmap.urls import canonical_url, host_of
from roadmaplint.run.check import check
from roadmaplint.run.documents import asked, document_of, is_web, outline_of
from roadmaplint.run.request import CheckRequest
from roadmaplint.run.workspace import Workspace
from roadmaplint.text.decode import decode

_DAY = 86_400.0
#: How long units of a calendar are in weeks; hours are effort and no stretch of a calendar.
_WEEKS: Mapping[str, float] = {
    "day": 1 / 7, "week": 1, "month": 52 / 12, "quarter": 13, "semester": 26, "year": 52,
}  # fmt: skip


class _Facts(Struct, frozen=True):
    """What is counted in one file; `times` are headings' durations by line, in weeks and words."""

    outline: Outline
    types: Counter[str]
    repeated: int
    addresses: tuple[str, ...]
    times: dict[int, tuple[float, float, str]]


def figures_of(
    files: Sequence[FoundFile], workspace: Workspace, now: float, processes: int | None = None
) -> Figures:
    """The figures of all files that hold a topic or a resource; `now` is seconds since the epoch.

    Their findings are those of the offline rules; the memory of links is read, never asked anew.
    """
    sizes = [size_of(file.location) for file in files]
    read_all = map_jobs(_facts, files, workspace, processes, sizes)
    facts = [found for found in read_all if found is not None]
    diagnostics = by_file(check(files, workspace, CheckRequest(jobs=processes)).diagnostics)
    counted = tuple(
        _file(found, FileHealth(diagnostics.get(found.outline.path, ()))) for found in facts
    )
    types = Counter[str]()
    for found in facts:
        types += found.types
    languages = Counter(found.outline.language or "unknown" for found in facts)
    links = _links({address for found in facts for address in found.addresses}, workspace, now)
    return Figures(counted, _ordered(types), _ordered(languages), links)


def _facts(file: FoundFile, workspace: Workspace) -> _Facts | None:
    try:
        data = read(file.location, workspace.settings.root)
    except FileProblem:
        return None
    document = document_of(decode(data, file.path), workspace)
    if not document.topics and not document.resources:
        return None
    entries = [r for r in document.resources if r.role == "entry"]
    places = Counter(
        (canonical_url(r.url), r.url.partition("#")[2]) for r in entries if r.url is not None
    )
    return _Facts(
        outline_of(document),
        Counter(r.type or "other" for r in entries),
        sum(count - 1 for (place, _), count in places.items() if place is not None),
        tuple(asked(link) for link in document.links if is_web(link)),
        _times(document),
    )


def _times(document: Document) -> dict[int, tuple[float, float, str]]:
    found: dict[int, tuple[float, float, str]] = {}
    for section in document.sections:
        for duration in section.durations:
            weeks = _weeks(duration)
            if weeks is not None and section.span.contains(duration.span):
                line = document.source.line_at(section.span.start)
                found.setdefault(line, (*weeks, duration.raw))
    return found


def _weeks(duration: Duration) -> tuple[float, float] | None:
    """The shortest and the longest time a duration means; None for efforts and open ends."""
    unit = _WEEKS.get(duration.unit)
    if unit is None or duration.kind == "effort" or duration.high is None:
        return None
    if duration.kind == "index":
        length = max(duration.high - duration.low + 1, 0) * unit
        return length, length
    return duration.low * unit, duration.high * unit


def _file(found: _Facts, health: FileHealth) -> FileFigures:
    drawn = drawing(found.outline, 0, health)
    whole = drawn.whole
    road = tuple(_stage(part, drawn, found) for part in stages(drawn))
    times = [found.times[stage.line] for stage in road if stage.line in found.times]
    weeks = (sum(t[0] for t in times), sum(t[1] for t in times)) if times else None
    return FileFigures(
        found.outline.path, found.outline.title, found.outline.language, whole.topics,
        whole.resources, _unlinked(whole, drawn), found.repeated, whole.health.errors,
        whole.health.warnings, whole.health.infos, whole.health.entries, whole.health.clean,
        weeks, road,
    )  # fmt: skip


def _stage(part: Part, drawn: Drawing, found: _Facts) -> StageFigures:
    health, line = part.health, part.node.location.line
    time = found.times[line][2] if line in found.times else ""
    return StageFigures(
        part.node.text, line, part.topics, part.resources, _unlinked(part, drawn), time,
        health.errors, health.warnings, share(health.clean, health.entries),
    )  # fmt: skip


def _unlinked(part: Part, drawn: Drawing) -> int:
    """Resources of a section, or of the document, without an address."""
    count = 0
    for node in drawn.outline.nodes[part.at + 1 :]:
        if node.depth <= part.node.depth:
            break
        count += node.kind == "resource" and node.url is None
    return count


def _links(addresses: Iterable[str], workspace: Workspace, now: float) -> LinkFigures:
    every = sorted(set(addresses))
    hosts = {host for address in every if (host := host_of(address))}
    known = _remembered(every, workspace)
    ages = [max(0.0, now - verdict.checked_at) / _DAY for verdict in known]
    return LinkFigures(
        len(every), len(hosts), len(known), _ordered(Counter(v.outcome for v in known)),
        median(ages) if ages else None, max(ages, default=None),
    )  # fmt: skip


def _remembered(addresses: Sequence[str], workspace: Workspace) -> list[Verdict]:
    """The last verdict of every address that the memory knows; the memory is not begun here."""
    place = workspace.settings.cache_dir / "links.sqlite"
    if not workspace.settings.cache or not size_of(place):
        return []
    from roadmaplint.links.cache import LinkCache
    from roadmaplint.links.url import parse

    keys = []
    for address in addresses:
        url = parse(address)
        if url.kind == "web":
            keys.append(f"{url.key}#{url.fragment}" if url.fragment else url.key)
    with LinkCache(place) as cache:
        return [entry.verdict for entry in cache.recall(keys).values()]


def _ordered(counts: Mapping[str, int]) -> dict[str, int]:
    """The most frequent first, then by name."""
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))

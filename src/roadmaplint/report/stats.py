"""Figures of roadmaps as values, and written as text, JSON, Markdown or a badge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from msgspec import Struct

from roadmaplint.report.markdown import escape_markdown, fit_summary, table_head, table_row
from roadmaplint.report.style import Style, ascii_markup, json_text
from roadmaplint.report.text import plural, width_of

Row = tuple[str, ...]
_TITLE = 44
#: The percentages from which a badge is green, and yellow.
_GOOD, _FAIR = 95, 80
_FILE_HEAD = (
    "file", "topics", "resources", "unlinked", "repeated", "errors", "warnings", "clean",
)  # fmt: skip
_COUNTS = ("topics", "resources", "unlinked", "repeated", "errors", "warnings", "infos")
_STAGE_HEAD = ("stage", "topics", "resources", "unlinked", "time", "findings", "clean")


class StageFigures(NamedTuple):
    """A stage of a roadmap. `time` is what its heading says."""

    title: str
    line: int
    topics: int
    resources: int
    unlinked: int
    time: str
    errors: int
    warnings: int
    clean_percent: int


class FileFigures(NamedTuple):
    """A file. `repeated` counts entries whose address was listed before in the same file."""

    path: str
    title: str | None
    language: str | None
    topics: int
    resources: int
    unlinked: int
    repeated: int
    errors: int
    warnings: int
    infos: int
    entries: int
    clean: int
    weeks: tuple[float, float] | None
    stages: tuple[StageFigures, ...]

    @property
    def percent(self) -> int:
        """The share of entries without an error or a warning; 100 where there are none."""
        return share(self.clean, self.entries)


class LinkFigures(NamedTuple):
    """What is remembered of the web links.

    `addresses` are different ones, `known` those that were asked before. Ages are in days since
    they were asked; None if none was.
    """

    addresses: int
    hosts: int
    known: int
    outcomes: Mapping[str, int]
    median_age: float | None
    oldest_age: float | None


class Figures(Struct, frozen=True):
    """A run's figures; `types` counts resources by type, the most frequent first."""

    files: tuple[FileFigures, ...]
    types: Mapping[str, int]
    languages: Mapping[str, int]
    links: LinkFigures

    def total(self, name: str) -> int:
        """The sum of a field over all files."""
        return sum(int(getattr(file, name)) for file in self.files)

    @property
    def percent(self) -> int:
        """The share of all entries without an error or a warning."""
        return share(self.total("clean"), self.total("entries"))


def share(part: int, whole: int) -> int:
    """A share in percent, rounded down; 100 of nothing."""
    return part * 100 // whole if whole else 100


def render_text(figures: Figures, style: Style) -> str:
    """Tables for a terminal: the files, and the stages of a single file or with `verbose`."""
    if not figures.files:
        return "no topics or resources here\n"
    blocks = []
    if len(figures.files) > 1:
        blocks.append(_aligned(_FILE_HEAD, map(_file_row, figures.files), style))
    if len(figures.files) == 1 or style.verbose:
        blocks += [_stages(file, style) for file in figures.files]
    blocks.append("".join(f"{style.clean(line)}\n" for line in _summary(figures)))
    return "\n".join(blocks)


def render_json(figures: Figures, style: Style) -> str:
    """One JSON document with everything that was counted."""
    plain = {
        "version": 1,
        "files": [_plain_file(file) for file in figures.files],
        "types": figures.types,
        "languages": figures.languages,
        "links": figures.links._asdict(),
        "summary": {
            "files": len(figures.files),
            **{name: figures.total(name) for name in _COUNTS},
            "clean_percent": figures.percent,
        },
    }
    return json_text(plain, ascii_only=not style.unicode) + "\n"


def render_markdown(figures: Figures, style: Style) -> str:
    """Tables for a job summary or a page, the badge first."""
    parts = [render_badge(figures, style)]
    parts += [f"\n- {escape_markdown(line, style)}" for line in _summary(figures)]
    parts.append("\n" + table_head(*_FILE_HEAD))
    parts += [table_row(_file_row(file), style) for file in figures.files]
    for file in figures.files:
        if file.stages:
            parts.append(f"\n### {escape_markdown(file.title or file.path, style)}\n")
            parts.append(table_head(*_STAGE_HEAD))
            parts += [table_row(_stage_row(stage), style) for stage in file.stages]
    return ascii_markup(fit_summary(parts), style)


def render_badge(figures: Figures, _style: Style) -> str:
    """One line of Markdown: an image that says how much there is and how clean it is."""
    if not figures.files:
        return "![roadmap: empty](https://img.shields.io/badge/roadmap-empty-lightgrey)\n"
    percent = figures.percent
    words = (
        f"{plural(figures.total('topics'), 'topic')}, "
        f"{plural(figures.total('resources'), 'resource')}, {percent}% clean"
    )
    color = "brightgreen" if percent >= _GOOD else "yellow" if percent >= _FAIR else "red"
    return f"![roadmap: {words}](https://img.shields.io/badge/roadmap-{quote(words)}-{color})\n"


FORMS: Mapping[str, Callable[[Figures, Style], str]] = {
    "text": render_text,
    "json": render_json,
    "markdown": render_markdown,
    "badge": render_badge,
}


def _file_row(file: FileFigures) -> Row:
    counts = (file.topics, file.resources, file.unlinked, file.repeated, file.errors, file.warnings)
    return (file.path, *map(str, counts), f"{file.percent} %")


def _stage_row(stage: StageFigures) -> Row:
    counts = (str(stage.topics), str(stage.resources), str(stage.unlinked))
    bad = stage.errors + stage.warnings
    return (stage.title, *counts, stage.time, str(bad), f"{stage.clean_percent} %")


def _stages(file: FileFigures, style: Style) -> str:
    head = f"{style.paint('path', style.clean(file.path))} {style.clean(file.title or '')}".rstrip()
    if not file.stages:
        return f"{head}\n"
    return f"{head}\n{_aligned(_STAGE_HEAD, map(_stage_row, file.stages), style)}"


def _aligned(head: Row, rows: Iterable[Row], style: Style) -> str:
    """A table in cells: the first column to the left and cut, the others to the right."""
    table = [head]
    for first, *rest in rows:
        table.append((_short(style.clean(first), style), *map(style.clean, rest)))
    wide = [max(map(_width, column)) for column in zip(*table, strict=True)]
    lines = []
    for row in table:
        gaps = [" " * (cells - _width(cell)) for cell, cells in zip(row, wide, strict=True)]
        rest = [gap + cell for cell, gap in zip(row[1:], gaps[1:], strict=True)]
        lines.append("  ".join((row[0] + gaps[0], *rest)).rstrip() + "\n")
    return "".join(lines)


def _width(text: str) -> int:
    return sum(map(width_of, text, "\n" + text))


def _short(text: str, style: Style) -> str:
    if _width(text) <= _TITLE:
        return text
    kept = text[:_TITLE]
    while _width(kept) > _TITLE - len(style.ellipsis):
        kept = kept[:-1]
    return kept + style.ellipsis


def _summary(figures: Figures) -> list[str]:
    total = figures.total
    lines = [
        f"{plural(len(figures.files), 'file')}: {plural(total('topics'), 'topic')}, "
        f"{plural(total('resources'), 'resource')}, {total('unlinked')} without a link, "
        f"{total('repeated')} listed again; {figures.percent} % of the entries "
        "without an error or a warning",
    ]
    if times := [file.weeks for file in figures.files if file.weeks]:
        low, high = sum(t[0] for t in times), sum(t[1] for t in times)
        span = " to ".join(dict.fromkeys((f"{low:.0f}", f"{high:.0f}")))
        lines.append(f"time stated for the stages: {span} weeks")
    lines.append(f"resources: {_counted(figures.types)}")
    lines.append(f"languages: {_counted(figures.languages)}")
    lines.append(_links(figures.links))
    return lines


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"


def _links(links: LinkFigures) -> str:
    text = f"web links: {links.addresses} different, on {plural(links.hosts, 'host')}"
    if links.median_age is None or links.oldest_age is None:
        return f"{text}; none was asked yet (roadmaplint links does)"
    return (
        f"{text}; {links.known} asked, half of them within {links.median_age:.1f} days, the oldest "
        f"{links.oldest_age:.1f} days ago: {_counted(links.outcomes)}"
    )


def _plain_file(file: FileFigures) -> dict[str, Any]:
    plain = file._asdict()
    plain["weeks"] = None if file.weeks is None else {"min": file.weeks[0], "max": file.weeks[1]}
    plain["stages"] = [stage._asdict() for stage in file.stages]
    return plain | {"clean_percent": file.percent}

"""Figures of roadmaps: how much they hold and how healthy they are, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct


class StageFigures(NamedTuple):
    """A stage of a roadmap. `time` is what its heading says; `clean` is in percent."""

    title: str
    line: int
    topics: int
    resources: int
    unlinked: int
    time: str
    errors: int
    warnings: int
    clean: int


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

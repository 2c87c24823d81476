"""The baseline: findings that are known and wait, told apart from new ones by fingerprint."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from msgspec import Struct

from roadmaplint.core.finding import Diagnostic
from roadmaplint.core.resolve import NEVER_SILENT
from roadmaplint.core.subjects import FILE_START, StaleEntry
from roadmaplint.errors import ConfigError
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import NEWLINE, Location

VERSION = 1
_FINGERPRINT = lazy(r"[0-9a-f]{32}")


class Known(NamedTuple):
    """A known finding: where it was, of which rule, its fingerprint, and how often."""

    path: str
    rule: str
    fingerprint: str
    times: int = 1


class Baseline(Struct, frozen=True):
    """Known findings, a multiset of fingerprints."""

    entries: tuple[Known, ...] = ()

    @property
    def counts(self) -> Counter[str]:
        """How often each fingerprint is known."""
        counts: Counter[str] = Counter()
        for entry in self.entries:
            counts[entry.fingerprint] += entry.times
        return counts


def baseline_of(diagnostics: Iterable[Diagnostic]) -> Baseline:
    """The baseline that hides exactly these diagnostics; crashes are never hidden."""
    found = (d for d in diagnostics if d.rule not in NEVER_SILENT)
    counts = Counter((d.path, d.rule, d.fingerprint) for d in found)
    return Baseline(tuple(Known(*key, count) for key, count in sorted(counts.items())))


def subtract(
    diagnostics: Iterable[Diagnostic], baseline: Baseline
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """Split into new diagnostics and known ones, in their order."""
    left = baseline.counts
    new, known = [], []
    for diagnostic in diagnostics:
        if diagnostic.rule not in NEVER_SILENT and left[diagnostic.fingerprint] > 0:
            left[diagnostic.fingerprint] -= 1
            known.append(diagnostic)
        else:
            new.append(diagnostic)
    return tuple(new), tuple(known)


def stale(
    baseline: Baseline,
    known: Iterable[Diagnostic],
    files: Collection[str],
    rules: Collection[str],
) -> tuple[Known, ...]:
    """Entries, or parts of them, that nothing matched.

    Only entries of `files` that were checked and of `rules` that ran are judged.
    """
    met = Counter(diagnostic.fingerprint for diagnostic in known)
    found = []
    for entry in baseline.entries:
        if entry.path not in files or entry.rule not in rules:
            continue
        matched = min(entry.times, met[entry.fingerprint])
        met[entry.fingerprint] -= matched
        if matched < entry.times:
            found.append(entry._replace(times=entry.times - matched))
    return tuple(found)


def prune(baseline: Baseline, gone: Iterable[Known]) -> Baseline:
    """The baseline without stale entries."""
    less = Counter({entry[:3]: entry.times for entry in gone})
    left = (entry._replace(times=entry.times - less[entry[:3]]) for entry in baseline.entries)
    return Baseline(tuple(entry for entry in left if entry.times > 0))


def stale_events(gone: Iterable[Known], path: str, text: str) -> tuple[StaleEntry, ...]:
    """Stale entries as events with their lines in the text of the baseline file `path`."""
    lines: dict[str, Location] = {}
    for number, line in enumerate(NEWLINE.split(text), 1):
        for match in _FINGERPRINT.finditer(line):
            lines.setdefault(match[0], Location(number, 1, number, len(line) + 1))
    return tuple(
        StaleEntry(path, lines.get(entry.fingerprint, FILE_START), entry.rule, entry.path)
        for entry in gone
    )


def to_json(baseline: Baseline) -> str:
    """The text of a baseline file, one entry a line: schemas/baseline.schema.json."""
    lines = (json.dumps(entry._asdict(), ensure_ascii=False) for entry in baseline.entries)
    findings = ",\n".join(f"  {line}" for line in lines)
    body = f"[\n{findings}\n ]" if findings else "[]"
    return f'{{"version": {VERSION},\n "findings": {body}}}\n'


def from_json(text: str, path: str) -> Baseline:
    """Read the text of a baseline file `path`. Raises ConfigError."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ConfigError(f"this is no JSON: {error.msg}", path, error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"this is no JSON: {error}", path) from error
    if not isinstance(data, dict) or not isinstance(data.get("findings"), list):
        raise ConfigError("this is no baseline of roadmaplint", path)
    if data.get("version") != VERSION:
        raise ConfigError(f"a baseline of version {data.get('version')!r} cannot be read", path)
    return Baseline(tuple(_known(entry, path) for entry in data["findings"]))


def _known(entry: Any, path: str) -> Known:
    wanted = {"path": str, "rule": str, "fingerprint": str, "times": int}
    if isinstance(entry, dict) and all(
        isinstance(entry.get(key), kind) for key, kind in wanted.items()
    ):
        return Known(*(entry[key] for key in wanted))
    raise ConfigError("an entry needs path, rule, fingerprint and times", path)

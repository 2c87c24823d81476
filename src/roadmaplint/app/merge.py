"""One list of links from the JSON reports of several runs, each of which looked at a part."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any, cast, get_args

from roadmaplint.core.finding import Severity
from roadmaplint.core.subjects import Hop, Outcome, Verdict
from roadmaplint.errors import UsageError
from roadmaplint.files.read import FileProblem, read
from roadmaplint.report.model import LinkResult
from roadmaplint.text.source import Location

_LARGEST = 256 * 1024 * 1024
_OUTCOMES = frozenset(get_args(Outcome))
#: Outcomes that say less than any other of the same link.
_NOTHING = ("unchecked", "skipped")
_PLACE = ("line", "column", "end_line", "end_column")


def merged(files: Sequence[str]) -> list[LinkResult]:
    """The links of all reports in the order of the text, each place once.

    Where two reports speak of one place, the first that was checked counts. Raises UsageError for
    what cannot be read or is no report.
    """
    if not files:
        raise UsageError("merge needs the JSON reports of `links`")
    found: dict[tuple[str, Location, str], LinkResult] = {}
    for file in files:
        for result in _report(file):
            key = (result.path, result.location, result.target)
            old = found.get(key)
            if old is None or old.verdict.outcome in _NOTHING:
                found[key] = result
    return [found[key] for key in sorted(found)]


def _report(file: str) -> list[LinkResult]:
    try:
        data = json.loads(read(os.fspath(file), limit=_LARGEST))
    except FileProblem as problem:
        raise UsageError(f"{file} {problem}") from problem
    except (ValueError, RecursionError) as problem:
        raise UsageError(f"{file} is no JSON: {problem}") from problem
    if not isinstance(data, dict) or not isinstance(data.get("links"), list):
        raise UsageError(f"{file} is no JSON report of `links`")
    if data.get("version") != 1:
        raise UsageError(f"{file}: a report of version {data.get('version')!r} cannot be read")
    try:
        return [_result(row) for row in data["links"]]
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise UsageError(f"{file} holds a link that cannot be read: {problem!r}") from problem


def _result(row: Mapping[str, Any]) -> LinkResult:
    level = row["severity"]
    place = row["location"]
    return LinkResult(
        str(row["path"]),
        Location(*(int(place[key]) for key in _PLACE)),
        str(row["target"]),
        str(row["url"]),
        _verdict(row),
        None if level is None else Severity[str(level).upper()],
    )


def _verdict(row: Mapping[str, Any]) -> Verdict:
    outcome = row["verdict"]
    if outcome not in _OUTCOMES:
        raise ValueError(f"unknown verdict {outcome!r}")
    status, final = row["status"], row["final_url"]
    return Verdict(
        str(row["url"]),
        cast("Outcome", outcome),
        str(row["reason"]),
        status=None if status is None else int(status),
        final=None if final is None else str(final),
        hops=tuple(Hop(int(hop["status"]), str(hop["url"])) for hop in row["hops"]),
        cached=bool(row["cached"]),
    )

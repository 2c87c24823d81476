"""The baseline hides exactly what it was made of."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from tests.unit.core.fake_rules import plan_of, source_of, word_rule

from roadmaplint.core.baseline import (
    Baseline,
    Known,
    baseline_of,
    from_json,
    prune,
    stale,
    stale_events,
    subtract,
    to_json,
)
from roadmaplint.core.finding import Diagnostic
from roadmaplint.core.linter import analyse
from roadmaplint.errors import ConfigError

PLAN = plan_of(word_rule("alpha", "stray-alpha"))
SCHEMA = json.loads((Path(__file__).parents[3] / "schemas/baseline.schema.json").read_text("utf-8"))
HEX = "0" * 32


def found(text: str) -> tuple[Diagnostic, ...]:
    return analyse(source_of(text), PLAN).diagnostics


def test_a_run_is_hidden_by_its_own_baseline() -> None:
    run = found("# A\n\nalpha\n\nalpha\n")
    new, known = subtract(run, baseline_of(run))
    assert (new, known) == ((), run)


def test_a_second_finding_of_the_same_kind_is_new() -> None:
    baseline = baseline_of(found("# A\n\nalpha\n"))
    new, known = subtract(found("# A\n\nalpha\n\nalpha\n"), baseline)
    assert (len(new), len(known)) == (1, 1)


def test_a_baseline_survives_edits_above() -> None:
    baseline = baseline_of(found("# A\n\nalpha\n"))
    new, _ = subtract(found("Preface.\n\n# A\n\nWords.\n\nalpha\n"), baseline)
    assert new == ()


def test_equal_fingerprints_are_counted() -> None:
    (one,) = found("alpha\n")
    baseline = baseline_of([one, one])
    assert baseline.entries[0].times == 2
    assert subtract([one, one, one], baseline) == ((one,), (one, one))
    assert stale(baseline, [one], {"README.md"}, {"stray-alpha"})[0].times == 1


def test_entries_that_nothing_matches_are_stale() -> None:
    baseline = baseline_of(found("# A\n\nalpha\n\n# B\n\nalpha\n"))
    _, known = subtract(found("# A\n\nalpha\n"), baseline)
    gone = stale(baseline, known, {"README.md"}, {"stray-alpha"})
    assert len(gone) == 1
    assert len(prune(baseline, gone).entries) == 1
    assert stale(baseline, known, {"other.md"}, {"stray-alpha"}) == ()
    assert stale(baseline, known, {"README.md"}, {"other-rule"}) == ()
    text = to_json(baseline)
    (event,) = stale_events(gone, "baseline.json", text)
    assert gone[0].fingerprint in text.split("\n")[event.location.line - 1]


@pytest.mark.parametrize("text", ["clean\n", "alpha\n\n# Ä\n\nalpha\n"])
def test_it_can_be_written_and_read(text: str) -> None:
    baseline = baseline_of(found(text))
    written = to_json(baseline)
    assert from_json(written, "b.json") == baseline
    jsonschema.validate(json.loads(written), SCHEMA)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"version": 2, "findings": []}',
        '{"version": 1, "findings": [3]}',
        '{"version": 1, "findings": [{"path": "a"}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_baseline_is_one_clear_error(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^b\.json"):
        from_json(text, "b.json")


def test_a_stale_entry_without_a_line_points_to_the_beginning() -> None:
    (event,) = stale_events([Known("a.md", "r", HEX)], "b.json", "{}")
    assert event.location.line == 1
    assert Baseline((Known("a.md", "r", HEX),)).counts[HEX] == 1

"""A plan's digest is the same in every process, whatever the order of sets there."""

from __future__ import annotations

import os
import subprocess
import sys

PROBE = (
    "from roadmaplint.core.plan import Plan, defaults\n"
    "from roadmaplint.core.registry import shipped\n"
    "rules = shipped()\n"
    "print(Plan(rules, defaults(rules)).digest)\n"
)


def digest_with_seed(seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_digest_does_not_depend_on_hashing() -> None:
    found = {digest_with_seed(seed) for seed in ("1", "2", "3")}
    assert len(found) == 1
    assert len(found.pop()) == 32

"""What the end of a link means."""

from __future__ import annotations

import pytest

from roadmaplint.links.http import Response
from roadmaplint.links.judge.classify import outcome_of


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Response(404), "dead"),
        (Response(410), "dead"),
        (Response(405), "dead"),
        (Response(500), "failing"),
        (Response(522), "failing"),
        (Response(408), "failing"),
        (Response(403), "blocked"),
        (Response(429), "blocked"),
        (Response(451), "blocked"),
        (Response(999), "blocked"),
        (Response(418), "blocked"),
        (Response(511), "blocked"),
        (Response(301), "failing"),
        (Response(problem="no-name"), "dead"),
        (Response(problem="reset"), "dead"),
        (Response(problem="read-timeout"), "failing"),
        (Response(problem="name-later"), "failing"),
        (Response(problem="certificate"), "insecure"),
        (Response(problem="certificate-wanted"), "blocked"),
        (Response(problem="refused-target"), "refused-target"),
        (Response(problem="internal"), "unchecked"),
    ],
)
def test_outcomes(answer: Response, outcome: str) -> None:
    assert outcome_of(answer)[0] == outcome

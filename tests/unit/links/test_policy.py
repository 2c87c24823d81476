"""The retry table, the meaning of ends, and how long verdicts hold."""

from __future__ import annotations

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaplint.links import policy
from roadmaplint.links.answer import Answer, Problem
from roadmaplint.links.settings import LinkSettings

NOW = 1_700_000_000.0
SETTINGS = LinkSettings()


def tries(answer: Answer, settings: LinkSettings = SETTINGS, *, walled: bool = False) -> int:
    """How often a server is asked that always says the same."""
    answers = [answer]
    while policy.next_try(answers, settings, NOW, walled=walled) is not None:
        answers.append(answer)
        assert len(answers) < 20
    return len(answers)


@pytest.mark.parametrize(
    ("status", "count"),
    [
        (200, 1),
        (301, 1),
        (404, 2),
        (410, 1),
        (401, 2),
        (403, 2),
        (406, 2),
        (451, 2),
        (999, 2),
        (400, 2),
        (405, 2),
        (501, 2),
        (408, 3),
        (500, 3),
        (502, 3),
        (504, 3),
        (522, 3),
        (503, 4),
        (429, 4),
    ],
)
def test_how_often_a_status_is_asked(status: int, count: int) -> None:
    assert tries(Answer(status)) == count


@pytest.mark.parametrize(
    ("problem", "count"),
    [
        ("connect-timeout", 2),
        ("read-timeout", 2),
        ("refused", 2),
        ("no-name", 2),
        ("name-later", 3),
        ("reset", 3),
        ("certificate", 1),
        ("refused-target", 1),
        ("internal", 1),
    ],
)
def test_how_often_a_problem_is_asked(problem: Problem, count: int) -> None:
    assert tries(Answer(problem=problem)) == count


def test_without_retries_everything_is_asked_once() -> None:
    for status in (404, 429, 500, 503):
        assert tries(Answer(status), LinkSettings(retries=0)) == 1


def test_walls_and_logins_are_not_asked_again() -> None:
    assert tries(Answer(403), walled=True) == 1
    assert tries(Answer(401, {"www-authenticate": "Basic"})) == 1


def test_refusals_are_asked_with_other_headers_and_resets_on_a_new_connection() -> None:
    refused = policy.next_try([Answer(403)], SETTINGS, NOW, walled=False)
    assert refused is not None
    assert refused.browser
    reset = policy.next_try([Answer(problem="reset")], SETTINGS, NOW, walled=False)
    assert reset is not None
    assert reset.fresh
    assert not reset.browser


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": formatdate(NOW + 9, usegmt=True)}, 10),
        (
            {
                "retry-after": formatdate(NOW + 109, usegmt=True),
                "date": formatdate(NOW + 100, usegmt=True),
            },
            10,
        ),
        ({"retry-after": formatdate(NOW - 100, usegmt=True)}, 1),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({}, None),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW) + 20)}, 20),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "30"}, 30),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert policy.retry_after(Answer(429, headers), NOW) == seconds


def test_retry_after_holds_the_whole_host_and_is_never_undercut() -> None:
    retry = policy.next_try([Answer(429, {"retry-after": "7"})], SETTINGS, NOW, walled=False)
    assert retry is not None
    assert retry.wait >= 7
    assert retry.host_wait >= 7


def test_a_longer_wait_than_anybody_has_is_not_waited_for() -> None:
    answer = Answer(429, {"retry-after": "3600"})
    assert tries(answer) == 1
    assert policy.closes_host(answer, SETTINGS, NOW) == 3600
    assert policy.closes_host(Answer(503, {"retry-after": "3600"}), SETTINGS, NOW) is None


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(404), "dead"),
        (Answer(410), "dead"),
        (Answer(405), "dead"),
        (Answer(500), "failing"),
        (Answer(522), "failing"),
        (Answer(408), "failing"),
        (Answer(403), "blocked"),
        (Answer(429), "blocked"),
        (Answer(451), "blocked"),
        (Answer(999), "blocked"),
        (Answer(418), "blocked"),
        (Answer(511), "blocked"),
        (Answer(301), "failing"),
        (Answer(problem="no-name"), "dead"),
        (Answer(problem="reset"), "dead"),
        (Answer(problem="read-timeout"), "failing"),
        (Answer(problem="name-later"), "failing"),
        (Answer(problem="certificate"), "insecure"),
        (Answer(problem="certificate-wanted"), "blocked"),
        (Answer(problem="refused-target"), "refused-target"),
        (Answer(problem="internal"), "unchecked"),
    ],
)
def test_outcomes(answer: Answer, outcome: str) -> None:
    assert policy.outcome_of(answer)[0] == outcome


@pytest.mark.parametrize("outcome", ["dead", "failing", "unchecked", "invalid", "skipped"])
def test_bad_news_is_never_served_from_memory(outcome: str) -> None:
    assert policy.lifetime(outcome, None, 0, "k") is None  # type: ignore[arg-type]
    assert policy.lifetime("blocked", 429, 0, "k") is None


@given(st.text())
def test_lifetimes_spread_by_a_fifth(key: str) -> None:
    fresh, proven = policy.lifetime("ok", 200, 1, key), policy.lifetime("ok", 200, 5, key)
    assert fresh is not None
    assert proven is not None
    assert 0.8 <= fresh / (14 * policy.DAY) <= 1.2
    assert fresh < proven
    assert fresh == policy.lifetime("ok", 200, 1, key)

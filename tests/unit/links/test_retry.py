"""The retry table: what is asked for again, and when."""

from __future__ import annotations

from email.utils import formatdate

import pytest

from roadmaplint.links.http import Problem, Response
from roadmaplint.links.schedule.retry import closes_host, next_try, retry_after
from roadmaplint.links.settings import LinkSettings

NOW = 1_700_000_000.0
SETTINGS = LinkSettings()


def tries(answer: Response, settings: LinkSettings = SETTINGS, *, walled: bool = False) -> int:
    """How often a server is asked that always says the same."""
    answers = [answer]
    while next_try(answers, settings, NOW, walled=walled) is not None:
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
    assert tries(Response(status)) == count


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
    assert tries(Response(problem=problem)) == count


def test_without_retries_everything_is_asked_once() -> None:
    for status in (404, 429, 500, 503):
        assert tries(Response(status), LinkSettings(retries=0)) == 1


def test_walls_and_logins_are_not_asked_again() -> None:
    assert tries(Response(403), walled=True) == 1
    assert tries(Response(401, {"www-authenticate": "Basic"})) == 1


def test_refusals_are_asked_with_other_headers_and_resets_on_a_new_connection() -> None:
    refused = next_try([Response(403)], SETTINGS, NOW, walled=False)
    assert refused is not None
    assert refused.browser
    reset = next_try([Response(problem="reset")], SETTINGS, NOW, walled=False)
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
    assert retry_after(Response(429, headers), NOW) == seconds


def test_retry_after_holds_the_whole_host_and_is_never_undercut() -> None:
    retry = next_try([Response(429, {"retry-after": "7"})], SETTINGS, NOW, walled=False)
    assert retry is not None
    assert retry.wait >= 7
    assert retry.host_wait >= 7


def test_a_longer_wait_than_anybody_has_is_not_waited_for() -> None:
    answer = Response(429, {"retry-after": "3600"})
    assert tries(answer) == 1
    assert closes_host(answer, SETTINGS, NOW) == 3600
    assert closes_host(Response(503, {"retry-after": "3600"}), SETTINGS, NOW) is None

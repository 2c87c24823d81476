"""One host is asked gently, and given up only when it answers nobody."""

from __future__ import annotations

from roadmaplint.links.schedule.rate_limit import CircuitBreaker, RateLimit


def good(limit: RateLimit, times: int) -> None:
    for _ in range(times):
        limit.start(0)
        limit.finish("good")


def test_two_at_once_to_begin_with_and_never_more_than_allowed() -> None:
    limit = RateLimit(4, interval=0)
    limit.start(0)
    assert limit.wait(0) == 0
    limit.start(0)
    assert limit.wait(0) is None
    limit.finish("good")
    limit.finish("good")
    good(limit, 200)
    assert limit.slots == 4


def test_the_gap_lies_between_starts() -> None:
    limit = RateLimit(4, interval=1)
    limit.start(10)
    wait = limit.wait(10)
    assert wait is not None
    assert 0.8 <= wait <= 1.2
    assert limit.wait(12) == 0


def test_many_links_make_the_gap_smaller() -> None:
    assert RateLimit(4, links=500).gap < RateLimit(4, links=50).gap < RateLimit(4, links=1).gap


def test_pushing_back_halves_slots_and_doubles_the_gap_until_it_goes_well_again() -> None:
    limit = RateLimit(4)
    good(limit, 100)
    gap = limit.gap
    limit.start(0)
    limit.finish("pushed-back")
    assert (limit.slots, limit.gap) == (2, 2 * gap)
    good(limit, 200)
    assert (limit.slots, limit.gap) == (4, gap)


def test_a_hold_moves_the_whole_host() -> None:
    limit = RateLimit(4, interval=0)
    limit.hold(30)
    limit.hold(20)
    assert limit.wait(0) == 30


def test_a_breaker_opens_after_four_links_without_an_answer() -> None:
    breaker = CircuitBreaker()
    for key in "abcabc":
        breaker.fail(key, 10)
    assert not breaker.is_open
    breaker.fail("d", 10)
    assert breaker.is_open


def test_a_breaker_gives_a_server_some_time() -> None:
    breaker = CircuitBreaker(seconds=1)
    for key in "abcdef":
        breaker.fail(key, 10.5)
    assert not breaker.is_open
    breaker.fail("g", 11.5)
    assert breaker.is_open


def test_one_answer_closes_a_breaker() -> None:
    breaker = CircuitBreaker()
    for key in "abcd":
        breaker.fail(key, 0)
    breaker.succeed()
    assert not breaker.is_open
    breaker.fail("e", 0)
    assert not breaker.is_open

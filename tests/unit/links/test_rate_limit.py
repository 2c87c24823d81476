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


def test_a_circuit_opens_after_two_timeouts_and_gives_up_when_the_probes_fail() -> None:
    breaker = CircuitBreaker(pause=3)
    breaker.fail("a", 10, timeout=True)
    assert not breaker.is_open
    breaker.fail("b", 10, timeout=True)
    assert breaker.is_open
    assert not breaker.admits("c", 12)
    assert [breaker.admits(key, 13) for key in "cde"] == [True, True, False]
    breaker.fail("a", 20, timeout=True)
    breaker.fail("c", 20, timeout=True)
    assert not breaker.is_given_up
    breaker.fail("d", 20, timeout=True)
    assert breaker.is_given_up
    assert not breaker.admits("c", 30)


def test_one_answer_closes_a_circuit() -> None:
    breaker = CircuitBreaker()
    for key in "abc":
        breaker.fail(key, 0, timeout=False)
    assert breaker.is_open
    assert breaker.admits("d", 0)
    breaker.succeed()
    assert not breaker.is_open
    assert all(breaker.admits(key, 0) for key in "efgh")


def test_the_same_link_failing_often_opens_nothing() -> None:
    breaker = CircuitBreaker()
    for _ in range(5):
        breaker.fail("a", 0, timeout=False)
    assert not breaker.is_open

"""One host is asked gently, and given up only when it answers nobody."""

from __future__ import annotations

from roadmaplint.links.limiter import Circuit, HostLimiter


def good(limiter: HostLimiter, times: int) -> None:
    for _ in range(times):
        limiter.start(0)
        limiter.finish("good")


def test_two_at_once_to_begin_with_and_never_more_than_allowed() -> None:
    limiter = HostLimiter(4, interval=0)
    limiter.start(0)
    assert limiter.wait(0) == 0
    limiter.start(0)
    assert limiter.wait(0) is None
    limiter.finish("good")
    limiter.finish("good")
    good(limiter, 200)
    assert limiter.slots == 4


def test_the_gap_lies_between_starts() -> None:
    limiter = HostLimiter(4, interval=1)
    limiter.start(10)
    wait = limiter.wait(10)
    assert wait is not None
    assert 0.8 <= wait <= 1.2
    assert limiter.wait(12) == 0


def test_many_links_make_the_gap_smaller() -> None:
    assert (
        HostLimiter(4, links=500).gap < HostLimiter(4, links=50).gap < HostLimiter(4, links=1).gap
    )


def test_pushing_back_halves_slots_and_doubles_the_gap_until_it_goes_well_again() -> None:
    limiter = HostLimiter(4)
    good(limiter, 100)
    gap = limiter.gap
    limiter.start(0)
    limiter.finish("pushed-back")
    assert (limiter.slots, limiter.gap) == (2, 2 * gap)
    good(limiter, 200)
    assert (limiter.slots, limiter.gap) == (4, gap)


def test_a_hold_moves_the_whole_host() -> None:
    limiter = HostLimiter(4, interval=0)
    limiter.hold(30)
    limiter.hold(20)
    assert limiter.wait(0) == 30


def test_a_circuit_opens_after_two_timeouts_and_gives_up_when_the_probes_fail() -> None:
    circuit = Circuit(pause=3)
    circuit.failed("a", "timeout", 10)
    assert not circuit.is_open
    circuit.failed("b", "timeout", 10)
    assert circuit.is_open
    assert not circuit.admits("c", 12)
    assert [circuit.admits(key, 13) for key in "cde"] == [True, True, False]
    circuit.failed("a", "timeout", 20)
    circuit.failed("c", "timeout", 20)
    assert not circuit.is_given_up
    circuit.failed("d", "timeout", 20)
    assert circuit.is_given_up
    assert not circuit.admits("c", 30)


def test_one_answer_closes_a_circuit() -> None:
    circuit = Circuit()
    for key in "abc":
        circuit.failed(key, "refused", 0)
    assert circuit.is_open
    assert circuit.admits("d", 0)
    circuit.answered()
    assert not circuit.is_open
    assert all(circuit.admits(key, 0) for key in "efgh")


def test_the_same_link_failing_often_opens_nothing() -> None:
    circuit = Circuit()
    for _ in range(5):
        circuit.failed("a", "reset", 0)
    assert not circuit.is_open

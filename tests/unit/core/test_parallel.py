"""Many processes give what one gives, in the same order; a dying one takes one job with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from roadmaplint.core.parallel import chunks, map_jobs
from roadmaplint.files.discover import FoundFile
from roadmaplint.run.lint_files import lost_process
from roadmaplint.run.request import Overrides
from roadmaplint.run.workspace import Workspace, open_workspace

NOBODY = cast("Workspace", None)


def doubled(job: int, _workspace: Workspace) -> int:
    return 2 * job


def fragile(job: int, _workspace: Workspace) -> int:
    if job in {7, 30}:
        os.kill(os.getpid(), 9 if sys.platform != "win32" else signal.SIGTERM)
    return 2 * job


def failing(job: int, _workspace: Workspace) -> int:
    if job == 5:
        raise ValueError("five")
    return job


def process(_job: int, _workspace: Workspace) -> int:
    return os.getpid()


def gone(_job: int) -> int:
    return -1


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_the_order_of_the_jobs(processes: int) -> None:
    jobs = list(range(200))
    sizes = [job * 7919 % 1000 * 1000 for job in jobs]
    found = map_jobs(doubled, jobs, NOBODY, processes, sizes)
    assert list(found) == [2 * job for job in jobs]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only forks are cheap to start")
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_process_makes_room_for_a_fresh_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roadmaplint.core.parallel._is_single_threaded", lambda: True)
    jobs = list(range(64 * 2 * 12))
    counts = Counter(map_jobs(process, jobs, NOBODY, 2, [0] * len(jobs)))
    assert len(counts) > 2
    assert max(counts.values()) <= 64 * 4


def test_a_dying_process_loses_one_job(capfd: pytest.CaptureFixture[str]) -> None:
    jobs = list(range(40))
    found = list(map_jobs(fragile, jobs, NOBODY, 2, [0] * 40, gone))
    assert found == [-1 if job in {7, 30} else 2 * job for job in jobs]
    assert capfd.readouterr().err == ""


def test_a_lost_job_that_nobody_expects_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="has died"):
        list(map_jobs(fragile, list(range(40)), NOBODY, 2, [0] * 40))


def test_a_failure_of_the_work_is_raised_here() -> None:
    with pytest.raises(ValueError, match="five"):
        list(map_jobs(failing, list(range(40)), NOBODY, 2, [0] * 40, gone))


def test_little_work_stays_in_this_process() -> None:
    own = os.getpid()
    assert set(map_jobs(process, [1, 2, 3], NOBODY, None, [300, 300, 400])) == {own}


def test_chunks_hold_every_job_once_and_are_of_like_size() -> None:
    sizes = [number * 104_729 % 90_000 for number in range(5000)]
    made = chunks(sizes, 4)
    assert Counter(number for chunk in made for number in chunk) == Counter(range(5000))
    weights = [sum(sizes[number] for number in chunk) for chunk in made]
    assert max(weights) <= 256_000
    assert sorted(made, key=lambda chunk: chunk[0]) == made  # nothing is large: all in order


def test_large_files_come_first_and_alone() -> None:
    sizes = [100] * 50 + [5_000_000] + [100] * 50 + [9_000_000]
    made = chunks(sizes, 2)
    assert made[:2] == [[101], [50]]
    assert len(made) > 2


@pytest.mark.parametrize("sizes", [[], [0], [0, 0, 0], [1]])
def test_chunks_of_next_to_nothing(sizes: list[int]) -> None:
    assert sorted(n for chunk in chunks(sizes, 2) for n in chunk) == list(range(len(sizes)))


def test_a_file_that_a_process_died_of_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    workspace = open_workspace(["."], Overrides(isolated=True), {}, date(2024, 5, 1))
    [found] = lost_process(FoundFile("a.md", str(tmp_path / "a.md")), workspace).diagnostics
    assert (found.path, found.rule, found.severity.word) == ("a.md", "rule-crash", "error")


SLEEPER = """
import os, signal, sys, time
from roadmaplint.core.parallel import map_jobs
signal.signal(signal.SIGINT, signal.default_int_handler)
def work(job, workspace):
    os.write(1, b"at work\\n")  # one write: lines of two processes stay whole
    time.sleep(600)
try:
    jobs = [1, 2]
    list(map_jobs(work, jobs, None, 2, [0] * len(jobs)))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_an_interrupt_ends_all_processes() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", SLEEPER], stdout=subprocess.PIPE, start_new_session=True
    )
    assert parent.stdout is not None
    assert [parent.stdout.readline() for _ in range(2)] == [b"at work\n"] * 2
    children = children_of(parent)
    os.killpg(parent.pid, signal.SIGINT)
    assert parent.wait(60) == 130
    parent.stdout.close()
    assert not any(is_alive(child) for child in children)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_workers_end_with_a_parent_that_is_killed() -> None:
    quick = SLEEPER.replace("600", "0.3").replace("[1, 2]", "[1, 2] * 10_000")
    parent = subprocess.Popen([sys.executable, "-c", quick], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"at work\n"
    children = children_of(parent)
    parent.kill()
    parent.wait(60)
    for _ in range(600):
        if not any(is_alive(child) for child in children):
            break
        time.sleep(0.1)
    parent.stdout.close()
    assert not any(is_alive(child) for child in children)


def children_of(parent: subprocess.Popen[bytes]) -> list[str]:
    """Both processes that a parent has started; the list may lack one that is just beginning."""
    place = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    for _ in range(100):
        if len(found := place.read_text().split()) == 2:
            return found
        time.sleep(0.1)
    raise AssertionError(f"two processes were expected, not {found}")


def is_alive(process: str) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}

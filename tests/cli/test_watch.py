"""`check --watch` as a process: it checks again when told by a file, and ends when interrupted."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to a process"),
]
GOOD = "# Learn Go\n\n## Start\n\n- Types\n- Functions\n\n## Go on\n\n- Packages\n- Channels\n"
LONGEST = 60


class Watching:
    """A process that watches a folder, and the lines that it has said."""

    def __init__(self, folder: Path, *flags: str) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("ROADMAPLINT")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "roadmaplint", "check", "--watch", *flags],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, words: str) -> str:
        """Everything that is said up to the line with these words."""
        said = ""
        while words not in said:
            said += self.lines.get(timeout=LONGEST)
        return said

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=LONGEST)


Start = Callable[..., Watching]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[Watching] = []

    def begin(*flags: str) -> Watching:
        started.append(Watching(tmp_path, *flags))
        return started[-1]

    yield begin
    for watching in started:
        watching.process.kill()
        watching.process.wait()
        assert watching.process.stdout is not None
        watching.process.stdout.close()


def test_rounds_and_the_end(start: Start, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(GOOD, "utf-8")
    watching = start()
    first = watching.until("watching 1 file; Ctrl-C ends")
    assert "nothing found in 1 file" in first
    assert "\x1b" not in first
    readme.write_text(GOOD.replace("Start", "Start:"), "utf-8")
    second = watching.until("watching 1 file")
    assert "README.md changed" in second
    assert "heading-punctuation" in second
    (tmp_path / "more-roadmap.md").write_text(GOOD, "utf-8")
    assert "more-roadmap.md changed" in watching.until("watching 2 files")
    assert watching.interrupt() == 130
    watching.until("roadmaplint: interrupted")


def test_a_broken_configuration_is_waited_out(start: Start, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(GOOD.replace("Start", "Start:"), "utf-8")
    watching = start()
    watching.until("watching 1 file")
    config = tmp_path / "roadmaplint.toml"
    config.write_text("ignore = [", "utf-8")
    assert "roadmaplint.toml" in watching.until("watching 1 file")
    config.write_text('ignore = ["heading-punctuation"]\n', "utf-8")
    assert "nothing found" in watching.until("watching 1 file")


def test_own_repairs_begin_no_round(start: Start, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(GOOD.replace("Start", "Start:"), "utf-8")
    watching = start("--fix")
    assert "1 repair written" in watching.until("watching 1 file")
    assert readme.read_text("utf-8") == GOOD
    readme.write_text(GOOD.replace("Types", "Values"), "utf-8")
    again = watching.until("watching 1 file")
    assert again.count("changed") == 1
    assert "nothing found" in again


def test_wrong_usage_ends_at_once(tmp_path: Path) -> None:
    for flags in (["--write-baseline"], ["--show-files"], ["-"], ["missing.md"]):
        done = subprocess.run(
            [sys.executable, "-m", "roadmaplint", "check", "--watch", *flags],
            cwd=tmp_path, capture_output=True, text=True, timeout=LONGEST, check=False,
        )  # fmt: skip
        assert done.returncode == 2
        assert done.stderr.startswith("roadmaplint: ")
        assert "Traceback" not in done.stderr

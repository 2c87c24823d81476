"""Progress: a line every ten seconds, a bar on terminals."""

from __future__ import annotations

import io

import pytest

from roadmaplint.cli.console import Lines, TerminalBar, progress_for
from roadmaplint.links import Progress


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_line_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    lines = Lines(clock)
    for second in range(31):
        clock.now = 100.0 + second
        lines(Progress(second, 60, second // 10, 6))
    lines.close()
    said = capsys.readouterr().err.strip().split("\n")
    assert len(said) == 3
    assert said[0] == "roadmaplint: links 10/60, hosts 1/6, about 50 s left"


def test_no_time_is_told_before_the_first_link(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    lines = Lines(clock)
    clock.now += 60
    lines(Progress(0, 60, 0, 6))
    assert "left" not in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    bar = progress_for(quiet=False)
    assert isinstance(bar, TerminalBar)
    bar(Progress(3, 8, 1, 2))
    bar.close()
    assert "3/8" in stream.getvalue()
    assert "1/2 hosts" in stream.getvalue()
    bar.close()


def test_nothing_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert isinstance(progress_for(quiet=False), Lines)
    assert progress_for(quiet=True) is None

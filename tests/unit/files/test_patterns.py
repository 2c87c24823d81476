"""Codes of patterns on disk: kept beside byte code, and never missed."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from roadmaplint.files import patterns
from roadmaplint.text import codes


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place for the codes of two patterns, which this run has just made."""
    byte_code = tmp_path / "lazy.cpython-3.pyc"
    byte_code.touch(mode=0o640)
    monkeypatch.setattr(patterns, "_byte_code", lambda: str(byte_code))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    known, fresh = dict(codes.KNOWN), set(codes.FRESH)
    codes.KNOWN.clear()
    codes.FRESH.clear()
    codes.compiled("one(?P<x>1)", 0)
    codes.compiled(b"two", 2)
    yield tmp_path / "lazy.cpython-3.patterns"
    codes.KNOWN.clear()
    codes.KNOWN.update(known)
    codes.FRESH.clear()
    codes.FRESH.update(fresh)


def test_what_is_saved_is_taken_up(place: Path) -> None:
    made = dict(codes.KNOWN)
    patterns.save()
    codes.KNOWN.clear()
    patterns.load()
    assert made == codes.KNOWN
    assert not codes.FRESH
    assert [entry.name for entry in place.parent.iterdir() if entry.suffix == ".tmp"] == []


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_the_file_may_be_read_by_those_who_read_byte_code(place: Path) -> None:
    patterns.save()
    assert place.stat().st_mode & 0o777 == 0o640


def test_nothing_is_written_when_nothing_is_new(place: Path) -> None:
    codes.FRESH.clear()
    patterns.save()
    assert not place.exists()


def test_nothing_is_written_where_python_writes_no_byte_code(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    patterns.save()
    assert not place.exists()


def test_a_program_without_byte_code_keeps_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "_byte_code", lambda: "")
    patterns.save()
    patterns.load()
    assert not place.exists()


def test_codes_of_another_python_are_passed_over(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patterns.save()
    codes.KNOWN.clear()
    monkeypatch.setattr(codes, "dialect", lambda: "another")
    patterns.load()
    assert not codes.KNOWN


def test_a_damaged_file_is_passed_over(place: Path) -> None:
    patterns.save()
    whole = place.read_bytes()
    others = [whole[:cut] for cut in range(0, len(whole), 7)]
    dialect = codes.dialect().encode() + b"\n"
    others += [dialect + marshal.dumps(value) for value in (None, 1, (1, 2, 3), [(1, 2)])]
    for data in others:
        codes.KNOWN.clear()
        place.write_bytes(data)
        patterns.load()
        assert not codes.KNOWN, data


def test_a_second_run_compiles_nothing_anew(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\n## Stage 1: Start\n\n- [One](https://a.example/)\n")
    kept = tmp_path / "byte code"
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(kept), "PYTHONDONTWRITEBYTECODE": ""}

    def run() -> str:
        program = [sys.executable, "-m", "roadmaplint", "check", "--isolated", "--no-cache", "a.md"]
        done = subprocess.run(
            program, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.stderr == ""
        return done.stdout

    first = run()
    [file] = kept.rglob("*.patterns")
    assert len(marshal.loads(file.read_bytes().partition(b"\n")[2])) > 20
    before = file.stat()
    assert run() == first
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

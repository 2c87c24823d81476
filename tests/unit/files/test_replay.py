"""An equal run on unchanged files says the same without working; any change makes it work."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from roadmaplint.cli.main import run
from roadmaplint.files import record, replay, witness
from roadmaplint.files.folder import claim

TEXT = "# Small Roadmap\n\n## First\n\n- [Loops](notes.md)\n-  Variables \n"
ARGUMENTS = ["check", "."]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files, in which the program runs; its own sources do not count."""
    monkeypatch.setattr(record, "parts", lambda: ())
    for name in ("NO_COLOR", "FORCE_COLOR", "ROADMAPLINT_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "README.md").write_text(TEXT, "utf-8")
    (folder / "notes.md").write_text("# Notes\n", "utf-8")
    (folder / "more").mkdir()
    monkeypatch.chdir(folder)
    return folder


def again(arguments: list[str] = ARGUMENTS) -> replay.Answer | None:
    from roadmaplint import __version__

    return replay.replay(arguments, __version__)


def age(*paths: Path) -> None:
    """Let files and folders look settled: their status is long past, as far as a run can tell."""
    for path in paths:
        os.utime(path, ns=(10**18, 10**18))


def test_an_equal_run_says_the_same(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert again() is None
    code = run(ARGUMENTS)
    said = capsys.readouterr()
    assert again() == (code, said.err.encode(), said.out.encode())
    assert "README.md" in said.out
    assert run(ARGUMENTS) == code
    assert capsys.readouterr().out == said.out


def edit(project: Path) -> None:
    (project / "README.md").write_text(TEXT.replace("Loops", "Lists"), "utf-8")


def edit_in_the_same_instant(project: Path) -> None:
    place = project / "README.md"
    status = place.stat()
    edit(project)
    os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))


def add_file(project: Path) -> None:
    (project / "new.md").write_text("# New\n", "utf-8")


def add_neighbour(project: Path) -> None:
    (project / "more" / "picture.png").write_bytes(b"")


def remove_target(project: Path) -> None:
    (project / "notes.md").unlink()


def add_configuration(project: Path) -> None:
    (project / "roadmaplint.toml").write_text('ignore = ["layout"]\n', "utf-8")


def add_settings_of_another_linter(project: Path) -> None:
    (project / ".markdownlint.json").write_text('{"MD009": false}', "utf-8")


def add_ignore_file(project: Path) -> None:
    (project / ".gitignore").write_text("notes.md\n", "utf-8")


def add_configuration_above(project: Path) -> None:
    (project.parent / "roadmaplint.toml").write_text('ignore = ["layout"]\n', "utf-8")


def start_repository(project: Path) -> None:
    (project.parent / ".git").mkdir()


def turn_file_into_folder(project: Path) -> None:
    (project / "notes.md").unlink()
    (project / "notes.md").mkdir()


def forget_the_tag(project: Path) -> None:
    (project / replay.CACHE_FOLDER / "CACHEDIR.TAG").unlink()
    claim(project / replay.CACHE_FOLDER)


CHANGES = [
    edit,
    edit_in_the_same_instant,
    add_file,
    add_neighbour,
    remove_target,
    add_configuration,
    add_settings_of_another_linter,
    add_ignore_file,
    add_configuration_above,
    start_repository,
    turn_file_into_folder,
    forget_the_tag,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_is_seen(project: Path, change: Callable[[Path], None]) -> None:
    run(ARGUMENTS)
    assert again() is not None
    change(project)
    assert again() is None


@pytest.mark.parametrize("change", CHANGES[1:4], ids=lambda change: change.__name__)
def test_a_change_is_seen_when_all_had_settled(
    project: Path, change: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "_MARGIN", -(10**18))
    run(ARGUMENTS)
    assert replay.RACY + "\t" not in only_record(project).read_text("utf-8")
    assert again() is not None
    change(project)
    assert again() is None


def only_record(project: Path) -> Path:
    [found] = (project / replay.CACHE_FOLDER / "runs").iterdir()
    return found


def test_a_settled_file_is_not_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "_MARGIN", -(10**18))
    run(ARGUMENTS)
    monkeypatch.setattr(replay, "digest_of", lambda path: pytest.fail(f"{path} was read"))
    assert again() is not None


def test_lost_times_cost_one_look_at_the_content(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "_MARGIN", -(10**18))
    run(ARGUMENTS)
    age(project / "README.md", project / "notes.md", project)
    read = []
    real = replay.digest_of

    def digest_of(path: str) -> str:
        read.append(path)
        return real(path)

    monkeypatch.setattr(replay, "digest_of", digest_of)
    assert again() is not None
    assert len(read) == 2
    assert again() is not None  # the record was renewed
    assert len(read) == 2


def test_a_file_that_was_just_written_is_not_trusted_by_its_times(project: Path) -> None:
    run(ARGUMENTS)
    rows = [line.split("\t") for line in only_record(project).read_text("utf-8").split("\n")]
    assert {row[1] for row in rows if row[0] == "F"} == {replay.RACY}


@pytest.mark.parametrize(
    "arguments",
    [["check", "--quiet", "."], ["check", "README.md"], ["links", "."], [], ["check", "-"]],
    ids=" ".join,
)
def test_another_run_is_another_run(project: Path, arguments: list[str]) -> None:
    run(ARGUMENTS)
    assert again(arguments) is None


def test_the_environment_belongs_to_the_key(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(ARGUMENTS)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert again() is None


def test_so_does_the_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(ARGUMENTS)
    monkeypatch.chdir(project / "more")
    assert again() is None


def test_so_does_the_day(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(ARGUMENTS)
    monkeypatch.setattr(replay, "today", lambda: "2199-01-01")
    assert again() is None


def test_another_version_works_again(project: Path) -> None:
    run(ARGUMENTS)
    assert replay.replay(ARGUMENTS, "9.9.9") is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--no-cache", "."],
        ["check", "--fix", "."],
        ["check", "--output-file", "report.txt", "."],
        ["check", "--write-baseline", "."],
    ],
    ids=lambda words: words[1],
)
def test_runs_that_write_leave_no_record(project: Path, arguments: list[str]) -> None:
    run(arguments)
    assert not list((project / replay.CACHE_FOLDER).glob("runs/*"))
    assert again(arguments) is None


def test_a_repair_that_has_nothing_to_do_is_remembered(project: Path) -> None:
    arguments = ["check", "--fix", "."]
    run(arguments)
    run(arguments)
    assert again(arguments) is not None


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "no text": lambda _: b"\xff\xfe",
    "cut": lambda data: data[:-1],
    "a line less": lambda data: b"".join(data.splitlines(keepends=True)[:-1]),  # bytes: LF only
    "one letter": lambda data: data.replace(b"README", b"READMY", 1),
    "a head alone": lambda data: data[:9],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_record_is_set_aside_and_said(
    project: Path, damage: Callable[[bytes], bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    run(ARGUMENTS)
    place = only_record(project)
    place.write_bytes(damage(place.read_bytes()))
    replay.damaged.clear()
    assert again() is None
    assert place.with_name(f"{place.name}.damaged").exists()
    run([*ARGUMENTS, "--verbose"])
    assert "was damaged" in capsys.readouterr().err
    replay.damaged.clear()
    run(ARGUMENTS)
    assert again() is not None


def test_a_named_cache_folder(project: Path, tmp_path: Path) -> None:
    arguments = ["check", "--cache-dir", str(tmp_path / "elsewhere"), "."]
    run(arguments)
    assert again(arguments) is not None
    assert not (project / replay.CACHE_FOLDER).exists()


def test_old_records_are_dropped(project: Path) -> None:
    for number in range(record._MOST + 5):
        run(["check", "--quiet", *["README.md"] * (number + 1)])
    left = list((project / replay.CACHE_FOLDER / "runs").iterdir())
    assert len(left) == record._MOST


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_links_are_followed_again(project: Path) -> None:
    (project / "more" / "a.md").symlink_to(project / "notes.md")
    (project.parent / "b.md").write_text("# Elsewhere\n", "utf-8")
    run(ARGUMENTS)
    assert again() is not None
    (project / "more" / "a.md").unlink()
    (project / "more" / "a.md").symlink_to(project.parent / "b.md")
    assert again() is None


def test_a_change_during_the_run_leaves_no_record(project: Path) -> None:
    seen = witness.begin()
    witness.remember_in(str(project / replay.CACHE_FOLDER))
    witness.saw_folder(str(project))
    witness.end()
    add_file(project)
    record.save(seen, ARGUMENTS, "1", 0, (0, "", ""))
    assert not list((project / replay.CACHE_FOLDER).glob("runs/*"))


def test_a_file_with_two_contents_leaves_no_record(project: Path) -> None:
    seen = witness.begin()
    witness.remember_in(str(project / replay.CACHE_FOLDER))
    place = str(project / "README.md")
    status = Path(place).stat()
    witness.saw_file(place, status, "one")
    witness.saw_file(place, status, "two")
    witness.end()
    record.save(seen, ARGUMENTS, "1", 0, (0, "", ""))
    assert not list((project / replay.CACHE_FOLDER).glob("runs/*"))

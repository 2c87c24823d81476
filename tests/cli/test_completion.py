"""Completion in the real shells, where they are installed."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from roadmaplint.cli import completion
from roadmaplint.cli.arguments import COMMANDS, parser_with
from roadmaplint.cli.completion import words_of

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
WORDS = words_of(parser_with(COMMANDS))


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"no {program} on the PATH")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "my notes.md").write_text("", "utf-8")
    (tmp_path / "docs").mkdir()
    return tmp_path


#: What stands on the line, and some of the answers; a `-` before an answer forbids it.
CASES = [
    (["che"], {"check"}),
    (["check", "--fi"], {"--fix", "--fixable", "-check"}),
    (["check", "--format", "ht"], {"html"}),
    (["--color", "never", "check", "--format", "js"], {"json", "jsonl"}),
    (["check", "--select", "dead"], {"dead-link", "-check"}),
    (["check", "--select", "layout,dead-"], {"layout,dead-link"}),
    (["check", "--profile", "awe"], {"awesome"}),
    (["check", "README.md", "--no-c"], {"--no-cache"}),
    (["rule", "mojib"], {"mojibake"}),
    (["ast", "--format", "tr"], {"tree"}),
    (["completion", "z"], {"zsh"}),
    (["check", "--jobs", ""], {"-check", "-json"}),
    (["check", "do"], {"docs"}),
]
NAMES = [" ".join(line) for line, _ in CASES]


def assert_answers(found: set[str], expected: set[str]) -> None:
    wanted = {word for word in expected if not word.startswith("-") or word.startswith("--")}
    assert wanted <= found
    assert not {word[1:] for word in expected - wanted} & found


@needs("bash")
@pytest.mark.parametrize(("line", "expected"), CASES, ids=NAMES)
def test_bash(line: list[str], expected: set[str], folder: Path) -> None:
    assert_answers(set(ask_bash(line, folder)), expected)


def ask_bash(line: list[str], folder: Path) -> list[str]:
    quoted = " ".join(f"'{word}'" for word in ("roadmaplint", *line))
    question = (
        f"COMP_WORDS=({quoted}); COMP_CWORD={len(line)}\n"
        "_roadmaplint 2>&1\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n"
    )
    (folder / ".script").write_text(completion.bash_script(WORDS) + question, "utf-8")
    done = subprocess.run(
        ["bash", "--norc", "-u", ".script"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return [answer.rstrip("/") for answer in done.stdout.split("\n") if answer]


@needs("bash")
def test_bash_breaks_words_at_the_sign(folder: Path) -> None:
    assert ask_bash(["check", "--format", "=", "sar"], folder) == ["sarif"]
    assert "sarif" in ask_bash(["check", "--format", "="], folder)


@needs("bash")
def test_bash_keeps_names_with_spaces_whole(folder: Path) -> None:
    assert ask_bash(["check", "my"], folder) == ["my notes.md"]


@needs("fish")
@pytest.mark.parametrize(("line", "expected"), CASES, ids=NAMES)
def test_fish(line: list[str], expected: set[str], folder: Path) -> None:
    (folder / "script.fish").write_text(completion.fish_script(WORDS), "utf-8")
    question = f"source script.fish; complete -C 'roadmaplint {' '.join(line)}'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", question],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
    )  # fmt: skip
    assert done.stderr == ""
    found = {answer.split("\t")[0].rstrip("/") for answer in done.stdout.split("\n")}
    assert_answers(found, expected)


@needs("zsh")
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("roadmaplint che\t", "roadmaplint check"),
        ("roadmaplint check --stati\t", "--statistics"),
        ("roadmaplint check --output-format sar\t", "sarif"),
        ("roadmaplint check --output-format=sar\t", "--output-format=sarif"),
        ("roadmaplint check --select layout,soft\t", "layout,soft-dead-link"),
        ("roadmaplint check --profile awe\t", "awesome"),
        ("roadmaplint rule mojib\t", "mojibake"),
        ("roadmaplint ast do\t", "docs/"),
        ("roadmaplint completion po\t", "powershell"),
    ],
)
def test_zsh(typed: str, expected: str, folder: Path) -> None:
    (folder / "script.zsh").write_text(completion.zsh_script(WORDS), "utf-8")
    (folder / ".zshrc").write_text(
        "autoload -U compinit; compinit -u -d dump; source ./script.zsh; PS1='ready> '\n", "utf-8"
    )
    assert expected in typed_into(["zsh", "-i"], typed, folder)


def typed_into(command: list[str], typed: str, folder: Path) -> str:
    """What a shell at a terminal of its own shows after some keys."""
    import pty

    terminal, other = pty.openpty()
    environment = {"PATH": os.environ["PATH"], "TERM": "dumb", "ZDOTDIR": str(folder)}
    environment |= {"HOME": str(folder), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        command, cwd=folder, stdin=other, stdout=other, stderr=other, env=environment,
        start_new_session=True,
    )  # fmt: skip
    os.close(other)
    try:
        assert "ready> " in shown(terminal, "ready> ", 60)
        os.write(terminal, typed.encode())
        return shown(terminal, "\0", 3)
    finally:
        process.kill()
        process.wait()
        os.close(terminal)


def shown(terminal: int, until: str, patience: float) -> str:
    """What the terminal shows, until some text is there or nothing has come for a while."""
    text = ""
    last = time.monotonic()
    while until not in text and time.monotonic() - last < patience:
        if select.select([terminal], [], [], 0.2)[0]:
            text += os.read(terminal, 4096).decode("utf-8", "replace")
            last = time.monotonic()
    return text


def test_powershell_holds_all_words() -> None:
    script = completion.powershell_script(WORDS)
    for command in WORDS.commands:
        assert f"'{command.name}' = @(" in script
    assert script.count("{") == script.count("}")
    assert script.count("'") % 2 == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_command_prints_the_script(cli: Cli, shell: str) -> None:
    done = cli("completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    for command in COMMANDS:
        assert command in done.stdout


def test_unknown_shells_are_refused(cli: Cli) -> None:
    done = cli("completion", "csh")
    assert done.returncode == 2
    assert "csh" in done.stderr


def test_hidden_flags_stay_hidden() -> None:
    check = next(command for command in WORDS.commands if command.name == "check")
    names = {name for flag in check.flags for name in flag.names}
    assert "--force-exclude" not in names
    assert {"--fix", "-o", "--format", "--watch"} <= names

"""`check`, `rule`, `config`, `baseline` and `ast` as a user or a program calls them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from roadmaplint.cli.main import run

ROOT = Path(__file__).parents[2]
BROKEN = (
    "# Learn Rust\n\n## ðŸš€ Start\n\n- Ownership\n- Traits\n\n"
    "## Next\n\n- Lifetimes\n- [Gone](gone.md)\n"
)
FIXED = BROKEN.replace("ðŸš€", "🚀")
FINE = "# Learn Rust\n\n## Start\n\n- Ownership\n- Traits\n\n## Next\n\n- Lifetimes\n- Macros\n"


@dataclass(frozen=True)
class Said:
    """What a run gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Call = Callable[..., Said]


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Call:
    """Run a command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def call(*arguments: str) -> Said:
        code: object
        try:
            code = run(arguments)
        except SystemExit as end:  # argparse says it itself
            code = end.code
        assert isinstance(code, int)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call


def write(text: str, name: str = "README.md") -> Path:
    place = Path(name)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text.encode())
    return place


def test_the_json_of_the_contract(call: Call) -> None:
    write(BROKEN)
    said = call("check", "--output-format", "json")
    assert said.code == 1
    report = said.json
    assert report["version"] == 1
    found = {each["rule"]: each for each in report["diagnostics"]}
    mojibake = found["mojibake"]
    assert mojibake["path"] == "README.md"
    assert (mojibake["group"], mojibake["code"], mojibake["severity"]) == (
        "encoding", "ENC001", "error",
    )  # fmt: skip
    assert "MD083" in mojibake["aliases"]
    assert mojibake["location"] == {"line": 3, "column": 4, "end_line": 3, "end_column": 8}
    assert mojibake["fix"]["safety"] == "safe"
    (edit,) = mojibake["fix"]["edits"]
    assert (edit["location"], edit["text"]) == (mojibake["location"], "🚀")
    assert mojibake["help"].startswith("https://")
    assert mojibake["fingerprint"]
    assert found["missing-file"]["location"]["line"] == 11
    summary = report["summary"]
    assert summary["files"] == 1
    assert summary["errors"] == sum(d["severity"] == "error" for d in report["diagnostics"])
    schema = json.loads((ROOT / "schemas" / "report.schema.json").read_text("utf-8"))
    jsonschema.validate(report, schema)


def test_a_clean_file(call: Call) -> None:
    write(FINE)
    said = call("check", "README.md")
    assert (said.code, said.out) == (0, "nothing found in 1 file\n")


def test_fix_writes_and_a_second_fix_changes_nothing(call: Call) -> None:
    place = write(BROKEN)
    said = call("check", "--fix", "--output-format", "json")
    assert said.code == 1  # the missing file is left
    assert "mojibake" not in {each["rule"] for each in said.json["diagnostics"]}
    assert place.read_text("utf-8") == FIXED
    before = place.stat().st_mtime_ns
    call("check", "--fix")
    assert place.stat().st_mtime_ns == before


def test_diff_writes_nothing(call: Call) -> None:
    place = write(BROKEN)
    said = call("check", "--diff")
    assert "-## ðŸš€ Start\n+## 🚀 Start\n" in said.out
    assert place.read_text("utf-8") == BROKEN


def test_unsafe_fixes_wait_to_be_asked_for(call: Call) -> None:
    place = write("# Rust\n\n## Caf\u0065\u0301\n\n- One\n- Two\n\n## Next\n\n- Three\n")
    call("check", "--fix", "--select", "not-nfc")
    assert "e\u0301" in place.read_text("utf-8")
    call("check", "--fix", "--unsafe-fixes", "--select", "not-nfc")
    assert "Caf\u00e9" in place.read_text("utf-8")


def test_standard_input(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(BROKEN.encode()), "utf-8")
    monkeypatch.setattr(sys, "stdin", stream)
    said = call("check", "-", "--stdin-filename", "docs/list.md", "--output-format", "json")
    assert said.code == 1
    assert {each["path"] for each in said.json["diagnostics"]} == {"docs/list.md"}


def test_select_and_ignore(call: Call) -> None:
    write(BROKEN)
    only = call("check", "--select", "encoding", "--output-format", "json").json
    assert {each["group"] for each in only["diagnostics"]} == {"encoding"}
    less = call("check", "--ignore", "ENC001,missing-file", "--output-format", "json").json
    assert {"mojibake", "missing-file"} & {each["rule"] for each in less["diagnostics"]} == set()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "--select", "mojibak"), 'did you mean "mojibake"'),
        (("check", "gone.md"), "gone.md: no such file or folder"),
        (("check", "--config", "gone.toml"), "gone.toml"),
        (("check", "--profile", "awesom"), "awesome"),
        (("check", "--ouput-format", "json"), "did you mean --output-format?"),
        (("chek",), "did you mean check?"),
        (("check", "--output-format", "jsn"), "did you mean json?"),
        (("check", "--output-format", "html,json"), "more with --also FORMAT=FILE"),
        (("check", "--output-format", "xml"), "xml"),
        (("check", "--jobs", "many"), "many"),
        (("rule", "no-such-rule"), "'roadmaplint rule' lists them all"),
        (("ast", "gone.md"), "gone.md"),
        (("config", "gone.md"), "gone.md"),
        ((), "no command"),
        (("chek",), "chek"),
    ],
)
def test_usage(call: Call, arguments: tuple[str, ...], words: str) -> None:
    write(FINE)
    said = call(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert words in said.err
    assert "Traceback" not in said.err
    assert len(said.err.rstrip("\n").split("\n")) <= 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("select = [", "roadmaplint.toml"),
        ("selct = ['all']\n", 'did you mean "select"'),
        ("[rules]\nmojibake.severity = 'fatal'\n", "fatal"),
        ("profile = 'none-such'\n", "none-such"),
        ("exclude = 3\n", "exclude"),
    ],
)
def test_a_broken_configuration(call: Call, text: str, words: str) -> None:
    write(FINE)
    write(text, "roadmaplint.toml")
    said = call("check")
    assert said.code == 2
    assert words in said.err
    assert "Traceback" not in said.err
    assert call("check", "--isolated").code == 0


def test_exit_codes_can_be_chosen(call: Call) -> None:
    write(BROKEN)
    assert call("check", "--exit-zero").code == 0
    assert call("check", "--fail-on", "never").code == 0
    write(FINE + "- Book: [x](http://example.org/)\n")
    assert call("check", "--select", "plain-http").code == 0
    assert call("check", "--select", "plain-http", "--fail-on", "info").code == 1


def test_a_baseline_at_its_usual_place_needs_no_setting(tmp_path: Path, call: Call) -> None:
    write(BROKEN)
    assert call("check").code == 1
    assert ".roadmaplint-baseline.json" in call("baseline").err
    assert call("check").code == 0
    assert '.roadmaplint-baseline.json"  # .roadmaplint-baseline.json' in call("config").out
    assert call("check", "--isolated").code == 1
    (tmp_path / ".roadmaplint-baseline.json").unlink()
    assert call("check").code == 1


def test_a_baseline_hides_what_is_known(call: Call) -> None:
    write(BROKEN)
    assert call("baseline", "--baseline", "known.json").code == 0
    assert call("check", "--baseline", "known.json").code == 0
    write(BROKEN + "- [Lost](lost.md)\n")
    said = call("check", "--baseline", "known.json", "--output-format", "json")
    assert said.code == 1
    assert [each["rule"] for each in said.json["diagnostics"]] == ["missing-file"]


def test_one_more_report(call: Call) -> None:
    write(BROKEN)
    call("check", "--also", "json=out.json", "--also", "sarif=out.sarif", "-o", "out.txt")
    assert json.loads(Path("out.json").read_text("utf-8"))["summary"]["files"] == 1
    assert json.loads(Path("out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert "ENC001" in Path("out.txt").read_text("utf-8")


def test_ast_config_and_rule(call: Call) -> None:
    write(FINE)
    tree = call("ast", "README.md").json
    schema = json.loads((ROOT / "schemas" / "roadmap.schema.json").read_text("utf-8"))
    jsonschema.validate(tree, schema)
    write("profile = 'awesome'\n", "roadmaplint.toml")
    settings = {row["key"]: row for row in call("config", "--format", "json").json["settings"]}
    assert settings["profile"]["value"] == "awesome"
    assert "roadmaplint.toml" in settings["profile"]["origin"]
    assert "mojibake (ENC001, encoding)" in call("rule", "ENC001").out
    assert "mojibake" in call("rule", "MD083").out


def test_files_of_odd_names_and_bytes(call: Call) -> None:
    for name in ("-dash.md", "with space.md", "ünï.md", "[x](y).md"):
        write(BROKEN, name)
    Path("bad.md").write_bytes(b"# Rust\n\n- caf\xe9\n")
    report = call("check", "--output-format", "json").json
    assert report["summary"]["files"] == 5
    assert {"-dash.md", "with space.md", "ünï.md", "[x](y).md"} <= {
        each["path"] for each in report["diagnostics"]
    }
    (invalid,) = [each for each in report["diagnostics"] if each["rule"] == "invalid-utf8"]
    assert invalid["path"] == "bad.md"


def test_no_terminal_command_of_a_document_reaches_the_terminal(call: Call) -> None:
    write("# Rust \x1b]0;owned\x07\n\n## \x1b[2J A\n\n- [x\x1b[31m](gone\x1b[0m.md)\n")
    for form in ("text", "concise", "github", "json", "markdown"):
        assert "\x1b" not in call("check", "--output-format", form, "--color", "never").out


def test_a_closed_pipe_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(BROKEN * 400, "utf-8")
    command = [sys.executable, "-m", "roadmaplint", "check", "--no-cache", "README.md"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        error = process.stderr.read()
    assert b"Traceback" not in error
    assert process.returncode in {0, 1}


def test_what_compares_files_is_asked_for(tmp_path: Path, call: Call) -> None:
    link = "- [Borrowing, a guided tour](https://example.org/borrowing)\n"
    for name in ("README.md", "more.md"):
        (tmp_path / name).write_text(f"# Learn Rust\n\n## Start\n\n{link}", encoding="utf-8")

    def rules(*arguments: str) -> list[str]:
        said = call("check", "--no-cache", "--output-format", "json", *arguments).json
        found = {diagnostic["rule"] for diagnostic in said["diagnostics"]}
        return sorted(found & {"cross-file-duplicate", "translation-drift"})

    assert rules() == []
    assert rules("--cross-file") == ["cross-file-duplicate"]
    assert rules("--cross-file", "--ignore", "cross-file-duplicate") == []
    (tmp_path / ".roadmaplint.toml").write_text('ignore = ["topics"]\n', encoding="utf-8")
    assert rules("--cross-file") == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("-o", "README.md"), "README.md is a document; the text report would overwrite it"),
        (("--also", "html=README.md"), "the html report would overwrite it"),
        (("--also", "html=a", "--also", "json=./a"), "two reports cannot go to one file"),
        (("-o", "a", "--also", "json=a"), "two reports cannot go to one file"),
        (("--statistics", "--output-format", "sarif"), "use --output-format text or json"),
    ],
)
def test_a_report_goes_over_no_document_and_no_other_report(
    tmp_path: Path, call: Call, arguments: tuple[str, ...], why: str
) -> None:
    (tmp_path / "README.md").write_text(FINE, encoding="utf-8")
    said = call("check", *arguments)
    assert (said.code, said.out) == (2, "")
    assert why in said.err
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == FINE


def test_a_markdown_report_is_renewed(tmp_path: Path, call: Call) -> None:
    (tmp_path / "README.md").write_text(FINE, encoding="utf-8")
    for _ in range(2):
        said = call("check", "README.md", "--output-format", "markdown", "-o", "summary.md")
        assert (said.code, said.err) == (0, "")


def test_the_form_of_the_answer_is_no_setting(call: Call) -> None:
    for arguments in ((), ("--format", "json")):
        assert "command line" not in call("config", *arguments).out


def test_a_slip_in_one_bullet_does_not_cut_the_list(tmp_path: Path, call: Call) -> None:
    whole = FINE.replace("- Ownership\n", "- Ownership\n- Borrowing\n- Moves\n")
    page = tmp_path / "README.md"
    page.write_text(whole.replace("- Borrowing", "* Borrowing"), encoding="utf-8")
    assert "LAY005" not in call("check", "--fix", "--output-format", "concise").out
    assert "* Borrowing\n- Moves" in page.read_text(encoding="utf-8")
    call("check", "--fix", "--unsafe-fixes")
    assert page.read_text(encoding="utf-8") == whole

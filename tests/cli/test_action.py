"""The action's shell steps, run as a runner runs them: inputs as variables, outputs as files."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step.get("id", step["name"]): step for step in ACTION["runs"]["steps"]}
EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")
BROKEN = "# Learn Rust\n\n## ðŸš€ Start\n\n- Ownership\n- Traits\n"
FINE = "# Learn Rust\n\n## Start\n\n- Ownership\n- Traits\n"

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the steps are bash")


@dataclass(frozen=True)
class Outcome:
    """What a step did: its exit code, log, outputs and job summary."""

    code: int
    log: str
    outputs: Mapping[str, str]
    summary: str

    @property
    def commands(self) -> list[str]:
        """The log lines that a runner obeys: all but those between stop-commands and its token."""
        found, token = [], None
        for line in self.log.split("\n"):
            if token is not None:
                token = None if line == f"::{token}::" else token
            elif line.startswith("::stop-commands::"):
                token = line.removeprefix("::stop-commands::")
            elif line.lstrip().startswith("::") or "##[" in line:
                found.append(line)
        return found


@dataclass(frozen=True)
class Runner:
    """A runner's folders."""

    home: Path
    base: str = ""
    exit_code: str = ""

    @property
    def workspace(self) -> Path:
        return self.home / "work space"

    def write(self, name: str, text: str) -> Path:
        place = self.workspace / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
        return place

    def run(self, step: str, inputs: Mapping[str, str] | None = None) -> Outcome:
        """Run one step with these inputs and the defaults of the others."""
        assert STEPS[step]["shell"] == "bash"
        unknown = set(inputs or {}) - set(ACTION["inputs"])
        assert not unknown
        given = {name: spec["default"] for name, spec in ACTION["inputs"].items()} | dict(
            inputs or {}
        )
        contexts = {f"inputs.{name}": value for name, value in given.items()}
        contexts["github.action_path"] = str(ROOT)
        contexts["steps.install.outputs.bin"] = str(Path(sys.executable).parent)
        contexts["inputs.links == 'true' && inputs.token || ''"] = ""
        contexts["github.event.pull_request.base.sha"] = self.base
        contexts["steps.check.outputs.exit-code"] = self.exit_code
        output, summary = self.home / "output", self.home / "summary"
        output.write_bytes(b"")
        summary.write_bytes(b"earlier\n")
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "INPUT_"))}
        environment = {
            **keep,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "RUNNER_TEMP": str(self.home / "temp"),
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_REPOSITORY": "owner/list",
            "GITHUB_RUN_ID": "7",
            "PATH": os.pathsep.join([str(self.home / "programs"), os.environ["PATH"]]),
        }
        for name, value in STEPS[step]["env"].items():
            environment[name] = EXPRESSION.sub(lambda match: contexts[match[1]], value)
        script = self.home / "step.sh"
        script.write_text(STEPS[step]["run"], "utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.workspace,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
            check=False,
        )  # fmt: skip
        pairs = [line.partition("=") for line in output.read_text("utf-8").split("\n") if line]
        return Outcome(
            done.returncode,
            done.stdout.decode("utf-8"),
            {name: value for name, _, value in pairs},
            summary.read_text("utf-8"),
        )


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    made = Runner(tmp_path)
    made.workspace.mkdir()
    (made.workspace / ".git").mkdir()
    (tmp_path / "temp").mkdir()
    return made


def test_no_input_is_written_into_a_script() -> None:
    for step in ACTION["runs"]["steps"]:
        assert not EXPRESSION.search(step.get("run", ""))


def test_foreign_steps_are_pinned_by_commit() -> None:
    uses = [step["uses"] for step in ACTION["runs"]["steps"] if "uses" in step]
    assert uses
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each) for each in uses)


def test_every_input_is_used_and_every_output_is_made() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    for name in ACTION["inputs"]:
        assert f"inputs.{name} " in text
    for name, spec in ACTION["outputs"].items():
        assert spec["value"] == f"${{{{ steps.check.outputs.{name} }}}}"
    for spec in (*ACTION["inputs"].values(), *ACTION["outputs"].values()):
        assert spec["description"]
    assert all(isinstance(spec["default"], str) for spec in ACTION["inputs"].values())


def test_findings(runner: Runner) -> None:
    runner.write("README.md", BROKEN)
    done = runner.run("check")
    assert done.code == 1, done.log
    (error,) = [line for line in done.commands if line.startswith("::error")]
    assert error.startswith("::error file=README.md,line=3,endLine=3,col=4,endColumn=8,title=")
    assert "ENC001" in error
    assert done.summary.startswith("earlier\n## roadmaplint\n")
    assert "mojibake" in done.summary
    assert done.outputs["exit-code"] == "1"
    assert done.outputs["errors"] == "1"
    report = json.loads(Path(done.outputs["report-file"]).read_text("utf-8"))
    assert report["summary"]["warnings"] == int(done.outputs["warnings"])
    assert "mojibake" in {found["rule"] for found in report["diagnostics"]}


def test_a_clean_project(runner: Runner) -> None:
    runner.write("README.md", FINE)
    done = runner.run("check", {"args": "--select encoding"})
    assert (done.code, done.commands) == (0, []), done.log
    assert done.outputs["exit-code"] == "0"
    assert (done.outputs["errors"], done.outputs["warnings"]) == ("0", "0")
    assert "nothing found" in done.summary


def test_fix(runner: Runner) -> None:
    place = runner.write("README.md", BROKEN)
    done = runner.run("check", {"fix": "true", "args": "--select mojibake"})
    assert done.code == 0, done.log
    assert place.read_text("utf-8") == BROKEN.replace("ðŸš€", "🚀")


def test_sarif(runner: Runner) -> None:
    runner.write("README.md", BROKEN)
    done = runner.run("check", {"sarif-file": "out/lint.sarif"})
    assert done.code == 1, done.log
    log = json.loads((runner.workspace / "out" / "lint.sarif").read_text("utf-8"))
    assert "ENC001" in {result["ruleId"] for result in log["runs"][0]["results"]}


def test_paths_with_spaces_and_several_paths(runner: Runner) -> None:
    for name in ("a b.md", "c.md", "d/e.md", "f.md"):
        runner.write(name, BROKEN)
    done = runner.run("check", {"paths": "a b.md\r\nc.md d\n"})
    report = json.loads(Path(done.outputs["report-file"]).read_text("utf-8"))
    assert {found["path"] for found in report["diagnostics"]} == {"a b.md", "c.md", "d/e.md"}


def test_options_reach_the_program(runner: Runner) -> None:
    runner.write("README.md", BROKEN)
    assert runner.run("check", {"fail-on": "never"}).code == 0
    assert runner.run("check", {"profile": "no-such-profile"}).code == 2
    assert runner.run("check", {"config": "no-such-file.toml"}).code == 2
    runner.write("strange name.toml", 'ignore = ["ALL"]\n')
    done = runner.run("check", {"config": "strange name.toml"})
    assert done.outputs["errors"] == "0", done.log
    quoted = runner.run("check", {"args": "--exclude 'README.md' --ignore \"layout\""})
    assert quoted.outputs["errors"] == "0", quoted.log


def test_working_directory(runner: Runner) -> None:
    runner.write("README.md", BROKEN)
    runner.write("sub/deep.md", FINE)
    done = runner.run("check", {"working-directory": "sub", "args": "--select encoding"})
    assert done.code == 0, done.log


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"links": "yes"}, "links must be true or false"),
        ({"fix": "1; echo x"}, "fix must be true or false"),
        ({"args": "--exclude 'x"}, "args has a quote that is not closed"),
        ({"working-directory": "gone"}, "working-directory does not exist"),
    ],
)
def test_wrong_inputs(runner: Runner, inputs: dict[str, str], message: str) -> None:
    done = runner.run("check", inputs)
    assert done.code == 2
    assert done.commands == [f"::error title=roadmaplint::{message}"]
    assert done.outputs == {"exit-code": "2"}


def test_a_missing_path(runner: Runner) -> None:
    done = runner.run("check", {"paths": "gone.md"})
    assert done.code == 2
    assert "gone.md" in done.log
    assert done.outputs["exit-code"] == "2"


@pytest.mark.parametrize("name", sorted(set(ACTION["inputs"]) - {"version"}))
@pytest.mark.parametrize(
    "hostile", ["$(touch pwned) `touch pwned`; touch pwned", '"\' "; touch pwned']
)
def test_inputs_are_never_run(runner: Runner, name: str, hostile: str) -> None:
    runner.write("README.md", FINE)
    runner.run("check", {name: hostile})
    assert list(runner.home.rglob("pwned")) == []


def test_patterns_are_not_expanded(runner: Runner) -> None:
    runner.write("README.md", FINE)
    done = runner.run("check", {"paths": "*.md"})
    assert done.code == 2
    assert "*.md" in done.log


def test_the_checked_folder_is_not_imported(runner: Runner) -> None:
    runner.write("README.md", FINE)
    for name in ("json.py", "secrets.py", "shlex.py", "roadmaplint/__init__.py"):
        runner.write(name, "raise SystemExit('imported')\n")
    done = runner.run("check", {"args": "--select encoding"})
    assert done.code == 0, done.log


def test_documents_give_the_runner_no_commands(runner: Runner) -> None:
    runner.write("README.md", "## ðŸš€ ##[error]x\n\n::set-output name=a::b ðŸš€\n")
    for form in ("text", "concise", "github", "json"):
        done = runner.run("check", {"format": form, "args": "--select mojibake --verbose"})
        commands = [line for line in done.commands if not line.startswith("::error file=README")]
        assert (done.code, commands) == (1, []), done.log


def test_another_format_in_the_log(runner: Runner) -> None:
    runner.write("README.md", BROKEN)
    done = runner.run("check", {"format": "concise", "args": "--select mojibake"})
    assert "README.md:3:4: ENC001 " in done.log
    assert done.commands == []


@pytest.mark.parametrize("version", ["1.0; x", "-r x", "main", "git+https://x", "0.1.0 evil", "1@"])
def test_only_numbers_are_versions(runner: Runner, version: str) -> None:
    done = runner.run("install", {"version": version})
    assert done.code == 2
    assert done.commands == [
        "::error title=roadmaplint::version must be the number of a release, or latest"
    ]


@pytest.mark.slow
def test_install_from_the_checkout_of_the_action(runner: Runner) -> None:
    done = runner.run("install")
    assert done.code == 0, done.log
    program = Path(done.outputs["bin"]) / "roadmaplint"
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert shown.stdout.startswith("roadmaplint ")


GH = """#!/usr/bin/env bash
printf '%s\\n' "$@" >>"$RUNNER_TEMP/gh.log"
while [ $# -gt 0 ]; do
  if [ "$1" = --body-file ]; then cat "$2" >"$RUNNER_TEMP/body.md"; fi
  if [ "$1" = list ]; then printf '%s' "$(cat "$RUNNER_TEMP/open-issue" 2>/dev/null)"; fi
  shift
done
"""


def tracker(
    runner: Runner, exit_code: str, issue: str = "", report: str = "| dead | 1 |\n"
) -> Runner:
    """A runner whose check ended so, with a stand-in for GitHub's command line."""
    program = runner.home / "programs" / "gh"
    program.parent.mkdir()
    program.write_text(GH, "utf-8")
    program.chmod(0o755)
    reports = runner.home / "temp" / "roadmaplint" / "reports"
    reports.mkdir(parents=True)
    (reports / "summary.md").write_text(report, "utf-8")
    (runner.home / "temp" / "open-issue").write_text(issue, "utf-8")
    return Runner(runner.home, exit_code=exit_code)


def asked(runner: Runner) -> list[str]:
    return (runner.home / "temp" / "gh.log").read_text("utf-8").split("\n")


def test_the_first_findings_open_an_issue(runner: Runner) -> None:
    runner = tracker(runner, "1")
    assert runner.run("issue", {"issue": "Dead $(links)"}).code == 0
    words = asked(runner)
    assert words[:2] == ["issue", "list"]
    assert words[words.index("create") + 1 :][:4] == [
        "--repo", "owner/list", "--title", "Dead $(links)",
    ]  # fmt: skip
    body = (runner.home / "temp" / "body.md").read_text("utf-8")
    assert body.startswith("| dead | 1 |\n")
    assert "https://github.example/owner/list/actions/runs/7" in body


def test_later_findings_edit_the_issue(runner: Runner) -> None:
    runner = tracker(runner, "1", issue="12")
    assert runner.run("issue", {"issue": "Dead links"}).code == 0
    assert asked(runner)[asked(runner).index("edit") + 1] == "12"
    assert "create" not in asked(runner)


def test_the_issue_is_closed_when_nothing_is_left(runner: Runner) -> None:
    runner = tracker(runner, "0", issue="12")
    assert runner.run("issue", {"issue": "Dead links"}).code == 0
    assert asked(runner)[asked(runner).index("close") + 1] == "12"


def test_no_issue_for_nothing_and_none_for_a_fault(runner: Runner) -> None:
    runner = tracker(runner, "0")
    assert runner.run("issue", {"issue": "Dead links"}).code == 0
    assert set(asked(runner)) & {"close", "create", "edit"} == set()
    assert Runner(runner.home, exit_code="3").run("issue", {"issue": "x"}).code == 0
    assert asked(runner).count("list") == 1


def test_a_long_report_is_cut_between_lines(runner: Runner) -> None:
    runner = tracker(runner, "1", report="| ä dead link | 1 |\n" * 5000)
    assert runner.run("issue", {"issue": "Dead links"}).code == 0
    body = (runner.home / "temp" / "body.md").read_text("utf-8")
    assert len(body) < 65_536
    assert "the rest is in the job summary" in body
    table = body.partition("\n\n")[0].split("\n")
    assert set(table[:-1]) == {"| ä dead link | 1 |"}


def test_only_what_a_pull_request_changes(runner: Runner) -> None:
    shutil.rmtree(runner.workspace / ".git")
    git = [
        "git",
        "-c",
        "user.name=n",
        "-c",
        "user.email=e@example.org",
        "-C",
        str(runner.workspace),
    ]
    runner.write("old.md", BROKEN)
    for step in (["init", "-q"], ["add", "."], ["commit", "-qm", "base"]):
        subprocess.run([*git, *step], check=True)
    base = subprocess.check_output([*git, "rev-parse", "HEAD"], text=True).strip()
    runner.write("new.md", BROKEN)
    for step in (["add", "."], ["commit", "-qm", "change"]):
        subprocess.run([*git, *step], check=True)
    done = Runner(runner.home, base=base).run("check", {"changed-only": "true"})
    report = json.loads(Path(done.outputs["report-file"]).read_text("utf-8"))
    assert {found["path"] for found in report["diagnostics"]} == {"new.md"}
    everything = runner.run("check", {"changed-only": "true"})
    report = json.loads(Path(everything.outputs["report-file"]).read_text("utf-8"))
    assert {found["path"] for found in report["diagnostics"]} == {"new.md", "old.md"}


def test_a_baseline(runner: Runner) -> None:
    runner.write("README.md", BROKEN)
    subprocess.run(
        [sys.executable, "-m", "roadmaplint", "baseline", "--baseline", "known.json", "."],
        cwd=runner.workspace, check=True,
    )  # fmt: skip
    assert runner.run("check", {"baseline": "known.json"}).code == 0

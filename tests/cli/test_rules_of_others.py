"""Rules of plugins and of a project's own folder, as people use them on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CARD = """# shouted-topic

A topic in capitals.

```toml
code = "TOP900"
severity = "error"
default = true
fix = "none"

[options]
least = "So many letters a topic needs to be looked at."
```

## Why

It is loud.

## Bad

```markdown
- COMPOST
```

```expect
1:1
```

## Good

```markdown
- Compost
```

## Fix safety

No fix.

## When to turn it off

Never.
"""
#: As rules were written before the public API had a name of its own.
CHECK = '''"""A topic in capitals."""
from msgspec import Struct
from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import rule
from roadmaplint.roadmap.nodes import Topic

class Options(Struct, frozen=True):
    least: int = 2

@rule(on=Topic, options=Options)
def check(topic, context):
    if topic.text.isupper() and len(topic.text) >= context.options.least:
        yield Finding(topic.span, "shouted")
'''
PAGE = "# Garden\n\n- COMPOST\n- Soil\n- Water\n- Seeds\n"


def write_rules(folder: Path) -> None:
    (folder / "topics").mkdir(parents=True)
    (folder / "cards/topics").mkdir(parents=True)
    (folder / "topics/shouted_topic.py").write_text(CHECK)
    (folder / "cards/topics/shouted-topic.md").write_text(CARD)


class Project:
    """A project in a folder, and the program run in it."""

    def __init__(self, root: Path, path: str = "") -> None:
        self.root = root
        self.environ = {**os.environ, "PYTHONPATH": path, "ROADMAPLINT_CACHE_DIR": ".cache"}
        self.environ.pop("ROADMAPLINT_ALLOW_LOCAL_RULES", None)

    def run(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "roadmaplint", *arguments]
        return subprocess.run(
            command,
            cwd=self.root,
            env={**self.environ, **environ},
            capture_output=True,
            text=True,
            check=False,
        )

    def codes(self, *arguments: str, **environ: str) -> list[str]:
        done = self.run("check", "--output-format", "json", *arguments, **environ)
        assert done.returncode in {0, 1}, done.stderr
        return [one["code"] for one in json.loads(done.stdout)["diagnostics"]]


@pytest.fixture
def installed(tmp_path: Path) -> Project:
    site = tmp_path / "site"
    write_rules(site / "our_rules")
    (site / "our_rules/__init__.py").write_text("")
    (site / "our_rules/profiles").mkdir()
    (site / "our_rules/profiles/quiet.toml").write_text(
        'description = "Quiet."\n[rules]\nshouted-topic.severity = "info"\n'
    )
    info = site / "our_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: our-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[roadmaplint.rules]\nours = our_rules\n")
    return project_in(tmp_path / "project", str(site))


@pytest.fixture
def local(tmp_path: Path) -> Project:
    project = project_in(tmp_path / "project", "")
    write_rules(project.root / "lint_rules")
    (project.root / "roadmaplint.toml").write_text('[rules]\nlocal = "lint_rules"\n')
    return project


def project_in(root: Path, path: str) -> Project:
    (root / ".git").mkdir(parents=True)
    (root / "README.md").write_text(PAGE)
    return Project(root, path)


def test_a_plugin_is_used_like_a_shipped_rule(installed: Project) -> None:
    assert "TOP900" in installed.codes()
    assert installed.codes("--select", "shouted-topic") == ["TOP900"]
    assert installed.codes("--select", "top900") == ["TOP900"]
    assert "TOP900" not in installed.codes("--ignore", "shouted-topic")
    assert "It is loud." in installed.run("rule", "shouted-topic").stdout
    assert "rules.shouted-topic.severity" in installed.run("config").stdout
    assert "shouted-topic" in installed.run("completion", "bash").stdout


def test_a_plugin_is_configured_and_suppressed(installed: Project) -> None:
    settings = installed.root / "roadmaplint.toml"
    settings.write_text("[rules]\nshouted-topic.least = 10\n")
    assert installed.codes("--select", "shouted-topic") == []
    settings.write_text('[rules]\nshouted-topic.least = "many"\n')
    done = installed.run("check")
    assert (done.returncode, done.stderr) == (
        2,
        'roadmaplint: roadmaplint.toml:2: "rules.shouted-topic.least" must be a whole number, '
        'not "many"\n',
    )
    settings.write_text('[rules]\nshouted-topic.severity = "off"\n')
    assert "TOP900" not in installed.codes()
    settings.unlink()
    page = PAGE.replace("- COMPOST", "<!-- roadmaplint-disable shouted-topic -->\n\n- COMPOST")
    (installed.root / "README.md").write_text(page)
    assert "TOP900" not in installed.codes()
    assert "unused" not in installed.run("check").stdout


def test_a_profile_of_a_plugin(installed: Project) -> None:
    done = installed.run("check", "--profile", "quiet", "--select", "shouted-topic")
    assert "info TOP900" in done.stdout
    done = installed.run("check", "--profile", "quite")
    assert done.returncode == 2
    assert 'did you mean "quiet"?' in done.stderr


def test_worker_processes_know_plugins(installed: Project) -> None:
    for number in range(8):
        (installed.root / f"page{number}.md").write_text(PAGE)
    assert installed.codes("--select", "TOP900", "--jobs", "2", "--no-cache") == ["TOP900"] * 9


def test_a_changed_plugin_is_not_answered_from_the_cache(installed: Project) -> None:
    assert installed.codes("--select", "TOP900") == ["TOP900"]
    (check,) = (installed.root.parent / "site").rglob("shouted_topic.py")
    check.write_text(CHECK.replace("isupper()", "islower()"))
    assert installed.codes("--select", "TOP900") == []


def test_a_broken_plugin_is_one_line(installed: Project) -> None:
    (check,) = (installed.root.parent / "site").rglob("shouted_topic.py")
    check.write_text("import nothing_of_the_kind\n")
    done = installed.run("check")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "roadmaplint: plugin our-rules: topics/shouted_topic.py: "
        "ModuleNotFoundError: No module named 'nothing_of_the_kind'\n"
    )


def test_local_rules_wait_for_the_users_word(local: Project) -> None:
    (local.root / "lint_rules/topics/shouted_topic.py").write_text(
        "import pathlib\npathlib.Path('ran').touch()\n" + CHECK
    )
    done = local.run("check", "--fail-on", "error")
    assert done.returncode == 0
    assert done.stderr == (
        "roadmaplint: local rules in lint_rules are not run, because they are code of the "
        "repository; --allow-local-rules or ROADMAPLINT_ALLOW_LOCAL_RULES=1 allows them\n"
    )
    assert not (local.root / "ran").exists()
    assert "It is loud." in local.run("rule", "shouted-topic").stdout
    assert not (local.root / "ran").exists()
    assert "TOP900" in local.codes("--allow-local-rules")
    assert (local.root / "ran").exists()
    assert not list((local.root / "lint_rules").rglob("__pycache__"))


def test_a_configuration_may_speak_of_local_rules(local: Project) -> None:
    with (local.root / "roadmaplint.toml").open("a") as settings:
        settings.write("shouted-topic.least = 10\n")
    assert local.run("check", "--fail-on", "never").returncode == 0
    variable = {"ROADMAPLINT_ALLOW_LOCAL_RULES": "1"}
    assert local.codes("--select", "shouted-topic", **variable) == []
    (local.root / "README.md").write_text("# Garden\n\n- COMPOSTING HEAP\n- Soil\n- Water\n")
    assert local.codes("--select", "shouted-topic", **variable) == ["TOP900"]


def test_local_rules_in_worker_processes(local: Project) -> None:
    for number in range(8):
        (local.root / f"page{number}.md").write_text(PAGE)
    flags = ("--select", "TOP900", "--jobs", "2", "--no-cache", "--allow-local-rules")
    assert local.codes(*flags) == ["TOP900"] * 9


def test_a_broken_local_rule_is_one_line(local: Project) -> None:
    (local.root / "lint_rules/topics/shouted_topic.py").write_text("x = (\n")
    done = local.run("check", "--allow-local-rules")
    assert done.returncode == 2
    assert done.stderr.startswith(
        "roadmaplint: local rules in lint_rules: topics/shouted_topic.py: SyntaxError: "
    )
    assert done.stderr.count("\n") == 1


def test_a_local_folder_that_is_not_there(local: Project) -> None:
    (local.root / "roadmaplint.toml").write_text('[rules]\nlocal = "gone"\n')
    assert local.run("check", "--fail-on", "never").returncode == 0
    done = local.run("check", "--allow-local-rules")
    assert done.returncode == 2
    assert done.stderr == "roadmaplint: local rules in gone: there is no such folder\n"


def test_options_that_no_file_can_hold_are_one_line(local: Project) -> None:
    check = CHECK.replace("least: int = 2", "least: complex = 2j").replace("isupper() and", "")
    (local.root / "lint_rules/topics/shouted_topic.py").write_text(check)
    done = local.run("check", "--allow-local-rules")
    assert done.returncode == 2
    assert "cards/topics/shouted-topic.md" in done.stderr
    assert "complex" in done.stderr
    assert done.stderr.count("\n") == 1


def test_local_rules_hold_for_the_whole_project(local: Project) -> None:
    (local.root / "roadmaplint.toml").write_text(
        '[[overrides]]\npaths = ["a.md"]\n[overrides.rules]\nlocal = "x"\n'
    )
    done = local.run("check")
    assert done.returncode == 2
    assert '"rules.local" holds for the whole project' in done.stderr

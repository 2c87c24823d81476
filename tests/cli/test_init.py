"""`roadmaplint init` as a new user runs it: proposals, files, imports, and hostile repositories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from roadmaplint import __version__
from roadmaplint.cli.main import run as run_in_process
from roadmaplint.files.read import FileProblem
from roadmaplint.files.write import plant

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
Write = Callable[[str, str], Path]

ROOT = Path(__file__).parents[2]
HOOKS = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/roadmaplint.yml"
CONFIG = "roadmaplint.toml"
COURSES = """\
# Weaving

| Courses | Duration | Prerequisites |
| --- | --- | --- |
| [Yarn](https://example.org/yarn) | 2 weeks | none |
| [Looms](https://example.org/looms) | 3 weeks | Yarn |
"""
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only for root"
)


@pytest.fixture
def init(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs `roadmaplint init ARGUMENTS…` here; code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run_in_process(["init", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


Init = Callable[..., tuple[int, str, str]]


def config(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / CONFIG).read_text("utf-8"))


def test_in_an_empty_folder_without_git(tmp_path: Path, init: Init) -> None:
    code, out, err = init()
    assert (code, err) == (0, "")
    assert out.startswith("profile: roadmap\n")
    assert config(tmp_path) == {"profile": "roadmap"}
    hooks = yaml.safe_load((tmp_path / HOOKS).read_text("utf-8"))
    assert hooks == {
        "repos": [
            {
                "repo": "https://github.com/roadmaplint/roadmaplint",
                "rev": f"v{__version__}",
                "hooks": [{"id": "roadmaplint"}],
            }
        ]
    }
    assert yaml.safe_load((tmp_path / WORKFLOW).read_text("utf-8"))["permissions"] == {}


def test_what_it_writes_is_what_the_program_reads(write: Write, cli: Cli) -> None:
    write("README.md", COURSES)
    assert cli("init").returncode == 0
    found = json.loads(cli("check", "--output-format", "json").stdout)["diagnostics"]
    assert not {"course-table", "several-titles"} & {one["rule"] for one in found}
    settings = json.loads(cli("config", "--output-format", "json").stdout)["settings"]
    assert {"key": "profile", "value": "curriculum", "origin": f"{CONFIG}:3"} in settings


def test_the_workflow_pins_what_the_example_pins(tmp_path: Path, init: Init) -> None:
    init()
    written, example = (
        yaml.safe_load(path.read_text("utf-8"))["jobs"]["check"]["steps"][0]["uses"]
        for path in (tmp_path / WORKFLOW, ROOT / "examples/workflows/pull-request.yml")
    )
    assert written == example


@pytest.mark.parametrize(
    ("files", "profile", "reason"),
    [
        ({"README.md": "# Weaving\n\n- Yarn\n"}, "roadmap", "no narrower profile fits"),
        ({"README.md": COURSES}, "curriculum", "1 table of README.md with 2 courses"),
        (
            {f"roadmaps/{name}/content/{name}@a{name}.md": f"# {name}\n" for name in "abc"},
            "developer-roadmap",
            "3 files are named <slug>@<node-id>.md, such as roadmaps/a/content/a@aa.md",
        ),
        (
            {"readme.md": "# Awesome Weaving [![Awesome](https://awesome.re/badge.svg)]"
                          "(https://awesome.re)\n\n- [Yarn](https://example.org) - About yarn.\n"},
            "awesome",
            "shows the awesome badge",
        ),
        (
            {"README.md": "# Weaving\n\n- [Yarn](https://example.org) - About yarn.\n",
             ".github/workflows/lint.yml": "jobs: {a: {steps: [{run: npx awesome-lint}]}}\n"},
            "awesome",
            ".github/workflows/lint.yml runs awesome-lint",
        ),
        (
            {"README.md": "# Weaving\n" + "".join(
                f"\n## Stage {n}: {name} (2 months)\n\n- Yarn {n}\n"
                for n, name in enumerate(("Beginner", "Intermediate", "Advanced"), 1))},
            "learning-path",
            "3 stages that state a time",
        ),
    ],
)  # fmt: skip
def test_profiles_are_proposed_with_their_evidence(
    tmp_path: Path, init: Init, write: Write, files: dict[str, str], profile: str, reason: str
) -> None:
    for name, text in files.items():
        write(name, text)
    _, out, _ = init("--diff")
    assert out.startswith(f"profile: {profile}\n  because ")
    assert reason in out
    assert not (tmp_path / CONFIG).exists()
    init()
    assert config(tmp_path)["profile"] == profile
    assert reason in (tmp_path / CONFIG).read_text("utf-8")


@pytest.mark.parametrize("name", ["developer-roadmap", "curriculum"])
def test_the_examples_are_recognised(tmp_path: Path, init: Init, name: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "examples" / name, copy)
    (copy / CONFIG).unlink()
    init("copy")
    assert config(copy) == {"profile": name}


def test_a_profile_by_name(tmp_path: Path, init: Init) -> None:
    assert init("--profile", "awesome")[0] == 0
    assert config(tmp_path) == {"profile": "awesome"}


def test_a_profile_that_does_not_exist(tmp_path: Path, init: Init) -> None:
    code, _, err = init("--profile", "awsome")
    assert code == 2
    assert 'unknown profile "awsome"; did you mean "awesome"?' in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist(tmp_path: Path, init: Init) -> None:
    code, _, err = init("nowhere")
    assert (code, err) == (2, "roadmaplint: nowhere: no such folder\n")


@pytest.mark.parametrize("flag", ["--diff", "--dry-run"])
def test_a_dry_run_writes_nothing_and_shows_all(tmp_path: Path, init: Init, flag: str) -> None:
    code, out, _ = init(flag)
    assert code == 0
    assert list(tmp_path.iterdir()) == []
    for name in (CONFIG, HOOKS, WORKFLOW):
        assert f"would write {name}\n" in out
        assert f"+++ b/{name}\n" in out


def test_a_second_run_changes_nothing(tmp_path: Path, init: Init) -> None:
    init()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    code, out, _ = init()
    assert code == 0
    assert "stays as it is" in out
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ('profile = "awesome"\n', 'the settings that are there ask for the profile "awesome"'),
        ('profile = "awsome"\n', 'cannot be used: roadmaplint.toml:1: unknown profile "awsome"'),
        ("profile = \n", "cannot be used: roadmaplint.toml:1: not valid TOML"),
    ],
)
def test_settings_that_stay_are_told_where_they_differ(
    init: Init, write: Write, text: str, note: str
) -> None:
    write(CONFIG, text)
    assert note in init()[1]
    assert "the settings that are there" not in init("--force")[1]


def test_two_lists_of_books_are_enough(init: Init, write: Write) -> None:
    write("books/free-programming-books-en.md", "### Ada\n")
    assert "profile: roadmap\n" in init("--diff")[1]
    write("courses/free-courses-en.md", "### Ada\n")
    assert "profile: free-programming-books\n" in init("--diff")[1]


def test_what_is_carried_over_is_said_once(init: Init, write: Write) -> None:
    write(".markdownlint.json", '{"default": false, "MD013": true, "MD004": true}')
    out = init("--import", "--diff")[1]
    assert out.count(".markdownlint.json: default → ignore\n") == 1


def test_nothing_is_overwritten_without_force(tmp_path: Path, init: Init, write: Write) -> None:
    write(CONFIG, 'profile = "awesome"\n')
    write(WORKFLOW, "name: mine\n")
    init()
    assert config(tmp_path) == {"profile": "awesome"}
    assert (tmp_path / WORKFLOW).read_text("utf-8") == "name: mine\n"
    init("--force")
    assert config(tmp_path) == {"profile": "roadmap"}
    assert "name: roadmaplint" in (tmp_path / WORKFLOW).read_text("utf-8")


@pytest.mark.parametrize("name", [".roadmaplint.toml", ".config/roadmaplint.toml"])
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_settings_elsewhere_are_not_shadowed(
    tmp_path: Path, init: Init, write: Write, name: str, force: tuple[str, ...]
) -> None:
    write(name, 'profile = "awesome"\n')
    _, out, _ = init(*force)
    assert f"{name} holds settings already" in out
    assert not (tmp_path / CONFIG).exists()


def test_settings_in_pyproject_are_not_shadowed(tmp_path: Path, init: Init, write: Write) -> None:
    write("pyproject.toml", '[tool.roadmaplint]\nprofile = "awesome"\n')
    assert "pyproject.toml holds settings already" in init()[1]
    assert not (tmp_path / CONFIG).exists()


def test_parts_can_be_left_out(tmp_path: Path, init: Init) -> None:
    init("--no-hook", "--no-workflow")
    assert [path.name for path in tmp_path.iterdir()] == [CONFIG]


def test_in_a_folder_of_a_repository_the_root_is_set_up(tmp_path: Path, init: Init) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").mkdir()
    init("docs")
    assert (tmp_path / CONFIG).exists()
    assert list((tmp_path / "docs").iterdir()) == []


def test_no_workflow_for_another_forge(tmp_path: Path, init: Init, write: Write) -> None:
    write(".git/config", '[remote "origin"]\n\turl = git@gitlab.example:weaving/loom.git\n')
    _, out, _ = init()
    assert "no workflow: the repository is on gitlab.example, not on GitHub" in out
    assert not (tmp_path / WORKFLOW).exists()


# -- the entry for pre-commit

OTHER = "  - repo: https://example.org/other\n    rev: v1\n    hooks:\n      - id: other\n"


@pytest.mark.parametrize(
    "text",
    [
        f"repos:\n{OTHER}",
        f"repos:\n{OTHER}".rstrip("\n"),
        f"repos:\n{OTHER}\n\n",
        f"# mine\nrepos: # all\n{OTHER}# more\n\nci:\n  skip: [other]\n",
        f"repos:\n{OTHER}".replace("\n  ", "\n"),
        f"repos:\n{OTHER}".replace("\n", "\r\n"),
        f"---\nfail_fast: true\nrepos:\n{OTHER}",
        f"repos:\n{OTHER}        args:\n          - |\n            repos: none\n            - x\n",
        "",
    ],
)
def test_an_entry_is_added_and_all_else_stays(
    tmp_path: Path, init: Init, write: Write, text: str
) -> None:
    write(HOOKS, text)
    before = yaml.safe_load(text) or {"repos": []}
    init()
    after_text = (tmp_path / HOOKS).read_bytes().decode("utf-8")
    after = yaml.safe_load(after_text)
    assert after["repos"].pop()["hooks"] == [{"id": "roadmaplint"}]
    assert after == before
    assert ("\r\n" in after_text) == ("\r\n" in text)
    lines = iter(after_text.splitlines())
    assert all(line in lines for line in text.splitlines()), "every old line is there, in order"


@pytest.mark.parametrize(
    "text",
    [
        "repos: []\n",
        "repos: [{repo: local, hooks: []}]\n",
        "{repos: [{repo: local, hooks: []}]}\n",
        "fail_fast: true\n",
        f"repos:\n{OTHER}---\nrepos:\n{OTHER}",
        f"repos:\n{OTHER}repos:\n{OTHER}",
        f"repos:\n{OTHER}- repo: x\n",
        "repos: &all\n  - repo: x\n",
        "repos:\n\t- repo: x\n",
        "\ufeffrepos:\n  - repo: x\n",
        "not yaml at all: [",
    ],
)
def test_what_cannot_be_merged_safely_is_shown_instead(
    tmp_path: Path, init: Init, write: Write, text: str
) -> None:
    write(HOOKS, text)
    code, out, _ = init("--force")
    assert code == 0
    assert f"note: {HOOKS} stays as it is: " in out
    assert "- repo: https://github.com/roadmaplint/roadmaplint" in out
    assert (tmp_path / HOOKS).read_text("utf-8") == text


def test_bytes_that_are_no_text_stay(tmp_path: Path, init: Init) -> None:
    (tmp_path / HOOKS).write_bytes(b"repos:\n- repo: \xff\n")
    assert "it is not UTF-8" in init()[1]
    assert (tmp_path / HOOKS).read_bytes() == b"repos:\n- repo: \xff\n"


def test_an_entry_that_is_there_stays(tmp_path: Path, init: Init, write: Write) -> None:
    text = f"repos:\n{OTHER}  - repo: https://github.com/roadmaplint/roadmaplint\n    rev: v0\n"
    write(HOOKS, text)
    assert f"{HOOKS} has an entry already" in init("--force")[1]
    assert (tmp_path / HOOKS).read_text("utf-8") == text


# -- settings of other tools


def carried(tmp_path: Path, init: Init) -> tuple[dict[str, Any], str]:
    code, out, err = init("--import", "--no-hook", "--no-workflow")
    assert (code, err) == (0, "")
    settings = config(tmp_path)
    settings.pop("profile")
    return settings, out


def test_without_the_flag_nothing_is_carried_over(tmp_path: Path, init: Init, write: Write) -> None:
    write(".markdownlint.json", '{"MD013": true}')
    init()
    assert config(tmp_path) == {"profile": "roadmap"}


def test_nothing_to_carry_over(tmp_path: Path, init: Init) -> None:
    settings, out = carried(tmp_path, init)
    assert settings == {}
    assert "no settings of other tools were found" in out


MARKDOWNLINT = {
    "default": True,
    "MD013": {"line_length": 100, "tables": False},
    "ul-style": {"style": "dash"},
    "MD003": {"style": "atx_closed"},
    "no-duplicate-heading": {"siblings_only": False},
    "MD026": False,
    "MD041": {"severity": "error"},
    "MD047": "error",
    "MD033": {"allowed_elements": ["br"]},
    "MD007": False,
    "MD999": True,
    "MD004x": [1],
}


def test_markdownlint(tmp_path: Path, init: Init, write: Write) -> None:
    write(".markdownlint.json", json.dumps(MARKDOWNLINT))
    settings, out = carried(tmp_path, init)
    assert settings == {
        "extend-select": ["line-length"],
        "ignore": ["heading-punctuation"],
        "rules": {
            "line-length": {"length": 100},
            "list-marker": {"style": "dash"},
            "heading-style": {"style": "atx-closed"},
            "duplicate-heading": {"scope": "file"},
            "missing-title": {"severity": "error"},
            "final-newline": {"severity": "error"},
        },
    }
    for left in (
        "MD033: there is no such rule here",
        "MD999: there is no such rule here",
        "MD013.tables: there is no such option here",
        "MD007: list-indent stands for other rules, too, and stays on",
    ):
        assert f"  .markdownlint.json: {left}\n" in out


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".markdownlint.json", '{"MD012": {"maximum": 2,},} // of mine'),
        (".markdownlint.jsonc", '/* a "b */ {"MD012": {"maximum": 2 /* , */ , // x\n}, "//": 0 }'),
        (".markdownlint.yaml", "MD012:\n  maximum: 2\n"),
        (".markdownlint.yml", "# x\nno-multiple-blanks: {maximum: 2}\n"),
        (".markdownlintrc", '{"MD012": {"maximum": 2}}'),
        (".markdownlint-cli2.jsonc", '{"config": {"MD012": {"maximum": 2}}, "fix": true}'),
        (".markdownlint-cli2.yaml", "config:\n  MD012: {maximum: 2}\n"),
        (".rumdl.toml", "[MD012]\nmaximum = 2\n"),
        ("rumdl.toml", "[no-multiple-blanks]\nmaximum = 2\n"),
        ("pyproject.toml", "[tool.rumdl.MD012]\nmaximum = 2\n"),
    ],
)
def test_every_form_of_their_settings(
    tmp_path: Path, init: Init, write: Write, name: str, text: str
) -> None:
    write(name, text)
    assert carried(tmp_path, init)[0] == {"rules": {"blank-lines": {"maximum": 2}}}


def test_rules_that_are_off_by_default_there(tmp_path: Path, init: Init, write: Write) -> None:
    write(".markdownlint.json", '{"default": false, "MD012": true, "MD013": true}')
    settings, _ = carried(tmp_path, init)
    assert settings["extend-select"] == ["line-length"]
    assert "hard-tab" in settings["ignore"]
    assert not {"blank-lines", "line-length", "duplicate-topic"} & set(settings["ignore"])


def test_rumdl(tmp_path: Path, init: Init, write: Write) -> None:
    write(
        ".rumdl.toml",
        'disable = ["MD026", "MD033"]\nexclude = ["vendor"]\nline-length = 120\nflavor = "mkdocs"\n'
        '[per-file-ignores]\n"docs/**" = ["MD013", "MD041", "MD077"]\n'
        '[MD003]\nstyle = "setext"\n[global]\nrespect_gitignore = false\n',
    )
    settings, out = carried(tmp_path, init)
    assert settings == {
        "ignore": ["heading-punctuation"],
        "exclude": ["vendor"],
        "respect-gitignore": False,
        "overrides": [{"paths": ["docs/**"], "ignore": ["line-length", "missing-title"]}],
        "rules": {"line-length": {"length": 120}, "heading-style": {"style": "setext"}},
    }
    assert "flavor: there is no such setting here" in out
    assert "per-file-ignores.docs/**: MD077: no such rule here" in out


def test_lychee(tmp_path: Path, init: Init, write: Write) -> None:
    write(
        "lychee.toml",
        'exclude = ["^https://a\\\\.example/", "(?<x"]\naccept = ["200..=206", "429", 403, "x"]\n'
        'timeout = 30\nmax_retries = 2\nmax_cache_age = "2w"\ninclude_fragments = true\n'
        'remap = ["https://(.*)\\\\.example http://localhost/$1"]\nuser_agent = "curl"\n'
        'verbose = "info"\nmax_concurrency = -3\nhost_request_interval = "50ms"\n'
        '[hosts."a.example"]\nconcurrency = 2\nrequest_interval = "1s"\nheaders = {}\n',
    )
    settings, out = carried(tmp_path, init)
    assert settings == {
        "links": {
            "exclude": ["^https://a\\.example/"],
            "accept": ["200..=206", 429, 403],
            "timeout": 30,
            "max-retries": 2,
            "max-cache-age": 14,
            "anchors": True,
            "remap": {"https://(.*)\\.example": "http://localhost/\\g<1>"},
            "host-request-interval": 0.05,
            "hosts": {"a.example": {"concurrency": 2, "interval": 1.0}},
        }
    }
    for left in (
        '"(?<x" is no regular expression of Python',
        '"x" is no status code',
        "user_agent: roadmaplint names itself to servers",
        "verbose: there is no such setting here",
        "max_concurrency: ",
        "hosts.a.example.headers: there is no such setting for a host here",
    ):
        assert left in out


def test_lycheeignore_is_read_where_it_is(tmp_path: Path, init: Init, write: Write) -> None:
    write(".lycheeignore", "^https://a\\.example\n")
    settings, out = carried(tmp_path, init)
    assert settings == {}
    assert ".lycheeignore → read where it is" in out


def test_ignore_lists(tmp_path: Path, init: Init, write: Write) -> None:
    write(".markdownlintignore", "# x\nvendor/\n!vendor/a.md\n\nold.md\n")
    settings, out = carried(tmp_path, init)
    assert settings == {"exclude": ["vendor/", "old.md"]}
    assert ".markdownlintignore:3: !vendor/a.md" in out


def test_awesome_lint(tmp_path: Path, init: Init, write: Write) -> None:
    write("package.json", '{"scripts": {"test": "awesome-lint"}}')
    write("readme.md", "# Awesome Weaving\n\n<!--lint disable double-link-->\n\n- Yarn\n")
    _, out = carried(tmp_path, init)
    assert "package.json: awesome-lint has no settings" in out
    assert "readme.md:3: <!--lint disable double-link--> is not read" in out
    assert config(tmp_path)["profile"] == "awesome"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        (".markdownlint.json", b"{", "cannot be read"),
        (".markdownlint.json", b"\xff", "not UTF-8"),
        (".markdownlint.json", b"[]", "does not hold a table"),
        (".markdownlint.json", b'{"a":' * 50_000, ""),
        (".markdownlint.json", b"/*" * 200_000, ""),
        (".markdownlint.jsonc", b"," + b" " * 200_000, ""),
        (".markdownlint.yaml", b"a: [", "not valid YAML (line"),
        (".markdownlint.yaml", b"!!python/object/apply:os.system [exit]", "not valid YAML"),
        (".markdownlint.yaml", b"a: 2026-99-99", "cannot be read"),
        (".markdownlint.yaml", b"[" * 5_000, ""),
        (".markdownlint.cjs", b"module.exports = {}", "not run"),
        ("lychee.toml", b"a = ", "cannot be read"),
        (".rumdl.toml", b"= 1", "cannot be read"),
    ],
)
def test_settings_that_cannot_be_read_are_named(
    tmp_path: Path, init: Init, name: str, data: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(data)
    settings, out = carried(tmp_path, init)
    assert settings == {}
    assert f"  {name}: " in out
    assert why in out


def test_values_of_a_wrong_kind_are_named(tmp_path: Path, init: Init, write: Write) -> None:
    write(
        ".markdownlint.json",
        '{"MD012": {"maximum": "two"}, "MD026": {"punctuation": 5}, "MD044": {"names": {}}}',
    )
    write("lychee.toml", 'exclude = 5\ntimeout = "soon"\naccept = {}\nhosts = 1\nremap = [1]\n')
    settings, out = carried(tmp_path, init)
    assert settings.get("links", {}) == {}
    assert "MD012.maximum: " in out
    assert "timeout" in out.partition("not carried over")[2]


def test_imports_for_settings_that_stay_are_shown(tmp_path: Path, init: Init, write: Write) -> None:
    write(CONFIG, 'profile = "awesome"\n')
    write("lychee.toml", "timeout = 5\n")
    _, out, _ = init("--import")
    assert f"settings for {CONFIG}:" in out
    assert "[links]\ntimeout = 5" in out
    assert config(tmp_path) == {"profile": "awesome"}


# -- hostile repositories


def test_hostile_names_do_not_reach_the_terminal(tmp_path: Path, init: Init, write: Write) -> None:
    title = "Awesome \x1b[31mWeaving"
    write("README.md", f"# {title}\n\n[![x](https://awesome.re/badge.svg)](https://awesome.re)\n")
    for n in range(3):
        write(f"roadmaps/a\x1b[2J{n}/content/a@b{n}.md", "# A\n")
    _, out, _ = init()
    assert "\x1b" not in out
    text = (tmp_path / CONFIG).read_text("utf-8")
    assert "\x1b" not in text
    assert tomllib.loads(text) == {"profile": "developer-roadmap"}


def test_a_title_cannot_break_out_of_its_comment(tmp_path: Path, init: Init, write: Write) -> None:
    write("README.md", '# Awesome &#10;exclude = ["**"]\n\n[x](https://awesome.re/badge.svg)\n')
    init()
    assert config(tmp_path) == {"profile": "awesome"}


def test_keys_and_values_are_quoted(tmp_path: Path, init: Init, write: Write) -> None:
    strange = 'a"\n[tool]\n\x7f\\'
    key = json.dumps(strange).replace("\x7f", "\\u007f")
    write("lychee.toml", f"[hosts.{key}]\nconcurrency = 2\n")
    settings, _ = carried(tmp_path, init)
    assert settings == {"links": {"hosts": {strange: {"concurrency": 2}}}}


@pytest.mark.skipif(sys.platform == "win32", reason="names on Windows are Unicode")
def test_names_that_are_not_utf8(tmp_path: Path, cli: Cli) -> None:
    folder = tmp_path / os.fsdecode(b"we\xffaving")
    folder.mkdir()
    (folder / os.fsdecode(b"a\xfe.md")).write_text(COURSES, "utf-8")
    done = cli("init", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert config(folder)["profile"] == "curriculum"


@pytest.mark.parametrize("name", [CONFIG, HOOKS, WORKFLOW])
def test_links_out_of_the_repository_are_not_followed(
    tmp_path: Path, init: Init, name: str
) -> None:
    (tmp_path / "repository").mkdir()
    outside = tmp_path / "outside"
    outside.write_text("mine\n", "utf-8")
    place = tmp_path / "repository" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(outside)
    code, _, err = init("--force", "repository")
    assert code == 2
    assert f"{name} is a link that leads out of the project; nothing was written" in err
    assert outside.read_text("utf-8") == "mine\n"


@pytest.mark.parametrize("target", ["../outside", "nothing"])
def test_dangling_links_are_not_written_through(tmp_path: Path, init: Init, target: str) -> None:
    (tmp_path / "repository").mkdir()
    (tmp_path / "repository" / CONFIG).symlink_to(target)
    code, _, err = init("--force", "repository")
    assert code == 2
    assert CONFIG in err
    assert not (tmp_path / "outside").exists()


def test_folders_that_lead_out_are_not_entered(tmp_path: Path, init: Init) -> None:
    (tmp_path / "repository").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "repository" / ".github").symlink_to(tmp_path / "outside")
    code, _, err = init("repository")
    assert code == 2
    assert f"{WORKFLOW} is a link that leads out of the project" in err
    assert list((tmp_path / "outside").iterdir()) == []


@pytest.mark.parametrize("name", [CONFIG, HOOKS, WORKFLOW])
def test_a_folder_in_the_place_of_a_file(tmp_path: Path, init: Init, name: str) -> None:
    (tmp_path / name).mkdir(parents=True)
    code, _, err = init()
    assert code == 2
    assert f"{name} is a folder" in err


def test_a_file_in_the_place_of_a_folder(tmp_path: Path, init: Init, write: Write) -> None:
    write(".github", "no folder\n")
    code, _, err = init()
    assert code == 2
    assert ".github is not a folder" in err or WORKFLOW in err


@as_root
def test_a_folder_that_is_read_only(tmp_path: Path, cli: Cli) -> None:
    tmp_path.chmod(0o555)
    try:
        done = cli("init")
    finally:
        tmp_path.chmod(0o755)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "nothing was written" in done.stderr


def test_what_was_written_before_a_failure_is_named(
    tmp_path: Path, init: Init, monkeypatch: pytest.MonkeyPatch
) -> None:

    def failing(root: str, path: str, data: bytes, before: bytes | None) -> None:
        if path == WORKFLOW:
            raise FileProblem("cannot be written: No space left on device")
        plant(root, path, data, before)

    monkeypatch.setattr("roadmaplint.init.proposal.plant", failing)
    code, _, err = init()
    assert code == 2
    assert f"{WORKFLOW} cannot be written: No space left on device" in err
    assert f"written before: {CONFIG}, {HOOKS}" in err

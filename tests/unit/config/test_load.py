"""Where configuration is found, what wins, and what each value's origin is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from roadmaplint.config.load import FILE_NAMES, load
from roadmaplint.config.settings import Settings, describe
from roadmaplint.core.finding import Severity
from roadmaplint.errors import ConfigError, UsageError

Loader = Callable[..., Settings]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_defaults(loaded: Loader, project: Path) -> None:
    settings = loaded()
    assert settings.root == project
    assert settings.file is None
    assert settings.profile == "roadmap"
    assert settings.fail_on is Severity.WARNING
    assert settings.min_severity is Severity.INFO
    assert settings.output_format == "text"
    assert settings.cache
    assert settings.cache_dir == project / ".roadmaplint_cache"
    assert settings.baseline is settings.schema is None
    assert settings.include == settings.exclude == ()
    assert settings.respect_gitignore
    assert settings.links == {}


@pytest.mark.parametrize("name", FILE_NAMES)
def test_every_name_is_found_from_below(project: Path, name: str) -> None:
    table = "[tool.roadmaplint]\n" if name == "pyproject.toml" else ""
    path = write(project / name, f'{table}exclude = ["old"]\n')
    below = project / "docs" / "deep"
    below.mkdir(parents=True)
    settings = load(below / "not-there.md", {}, {}, {})
    assert settings.file == path
    assert settings.root == project
    assert settings.exclude == ("old",)


def test_the_nearest_file_wins_and_nothing_cascades(project: Path) -> None:
    write(project / "roadmaplint.toml", 'exclude = ["old"]\nfail-on = "never"')
    write(project / "docs/pyproject.toml", "[tool.other]\nroadmaplint = 1\n")
    near = write(project / "docs/.roadmaplint.toml", 'exclude = ["new"]')
    settings = load(project / "docs", {}, {}, {})
    assert settings.file == near
    assert settings.root == project / "docs"
    assert settings.exclude == ("new",)
    assert settings.fail_on is Severity.WARNING
    assert load(project, {}, {}, {}).fail_on is None


def test_the_better_name_wins_in_one_folder(project: Path) -> None:
    write(project / "pyproject.toml", '[tool.roadmaplint]\nfail-on = "error"')
    write(project / "roadmaplint.toml", 'fail-on = "info"')
    assert load(project, {}, {}, {}).fail_on is Severity.INFO


def test_the_search_stops_at_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "roadmaplint.toml", 'fail-on = "never"')
    inner = tmp_path / "inner"
    (inner / ".git").mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert load(".", {}, {}, {}).file is None


def test_without_a_repository_the_search_goes_all_the_way_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "roadmaplint.toml", 'fail-on = "never"')
    (tmp_path / "deep/down").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep/down")
    settings = load(".", {}, {}, {})
    assert settings.fail_on is None
    assert settings.root == tmp_path


def test_a_pyproject_without_our_table_is_nobodys(project: Path) -> None:
    write(project / "pyproject.toml", "this is [ no toml\n")
    assert load(".", {}, {}, {}).file is None
    write(project / "pyproject.toml", '# roadmaplint\n[project]\nname = "x"\n')
    assert load(".", {}, {}, {}).file is None


def test_the_root_without_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here/docs").mkdir(parents=True)
    (tmp_path / "there").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert load("docs", {}, {}, {}).root == tmp_path / "here"
    assert load("../there", {}, {}, {}).root == tmp_path / "there"
    (tmp_path / ".git").mkdir()
    assert load("docs", {}, {}, {}).root == tmp_path


def test_a_named_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project / "roadmaplint.toml", 'fail-on = "never"')
    named = write(project / "ci/lint.toml", 'fail-on = "error"\nbaseline = "known.json"')
    settings = load(".", {"config": "ci/lint.toml"}, {}, {})
    assert settings.file == named
    assert settings.root == project
    assert settings.fail_on is Severity.ERROR
    assert settings.baseline == project / "ci/known.json"
    assert load(".", {}, {"ROADMAPLINT_CONFIG": "ci/lint.toml"}, {}).file == named
    with pytest.raises(ConfigError, match=r"nowhere.toml does not exist"):
        load(".", {"config": "nowhere.toml"}, {}, {})
    with pytest.raises(ConfigError, match=r"ci is a folder"):
        load(".", {"config": "ci"}, {}, {})


def test_isolated_reads_no_file(loaded: Loader) -> None:
    settings = loaded('fail-on = "never"', isolated=True, profile="awesome")
    assert settings.file is None
    assert settings.profile == "awesome"
    assert loaded(None, {"ROADMAPLINT_CONFIG": "x.toml"}, isolated=True).file is None
    with pytest.raises(UsageError, match="--config and --isolated"):
        loaded("", isolated=True, config="roadmaplint.toml")


def test_precedence_of_values(loaded: Loader, project: Path) -> None:
    text = 'output-format = "json"\ncache-dir = "a"'
    assert loaded(text).output_format == "json"
    environ = {
        "ROADMAPLINT_OUTPUT_FORMAT": "github",
        "ROADMAPLINT_CACHE_DIR": "b",
        "ROADMAPLINT_NO_CACHE": "1",
    }
    settings = loaded(text, environ)
    assert settings.output_format == "github"
    assert settings.cache_dir == project / "b"
    assert not settings.cache
    settings = loaded(text, environ, output_format="sarif", cache_dir="c", no_cache=False)
    assert settings.output_format == "sarif"
    assert settings.cache_dir == project / "c"
    assert loaded(text, {"ROADMAPLINT_NO_CACHE": "0"}).cache
    assert not loaded(text, no_cache=True).cache
    with pytest.raises(
        UsageError, match=r'"jason" in ROADMAPLINT_OUTPUT_FORMAT; did you mean "json"'
    ):
        loaded("", {"ROADMAPLINT_OUTPUT_FORMAT": "jason"})


def test_excludes_grow_only_when_asked(loaded: Loader) -> None:
    text = 'exclude = ["a"]\nextend-exclude = ["b"]'
    assert loaded(text).exclude == ("a", "b")
    assert loaded(text, exclude=["c"]).exclude == ("c",)
    assert loaded(text, extend_exclude=["c"]).exclude == ("a", "b", "c")


def test_the_links_table(loaded: Loader) -> None:
    text = """
    [links]
    timeout = 3
    accept = [403, "200..=299"]
    allow-addresses = ["10.0.0.0/8"]
    [links.headers."https://example.org"]
    Authorization = "${TOKEN}"
    """
    links = loaded(text, allow_address=["127.64.0.0/10"], max_retries=0).links
    assert links == {
        "timeout": 3,
        "accept": (403, "200..=299"),
        "allow-addresses": ("10.0.0.0/8", "127.64.0.0/10"),
        "headers": {"https://example.org": {"Authorization": "${TOKEN}"}},
        "max-retries": 0,
    }
    with pytest.raises(UsageError, match=r'"--timeout" must be more than 0, not -1'):
        loaded(text, timeout=-1.0)
    with pytest.raises(UsageError, match=r'"--exclude-url\[2\]" must be a regular expression'):
        loaded(text, exclude_url=["a", "("])


def test_regular_expressions_are_pythons(loaded: Loader) -> None:
    text = r"""rules.deep-nesting.pattern = '(?P<x>a)(?<=a)\Z'"""
    options = loaded(text).rules_at("a.md")["deep-nesting"].options
    assert options == {"pattern": r"(?P<x>a)(?<=a)\Z"}


def test_extends(loaded: Loader, project: Path) -> None:
    write(
        project / "shared/base.toml", 'extends = "more.toml"\nignore = ["layout"]\nbaseline = "b"'
    )
    write(project / "shared/more.toml", 'fail-on = "never"\nprofile = "curriculum"')
    settings = loaded('extends = ["shared/base.toml"]\nfail-on = "error"')
    assert settings.fail_on is Severity.ERROR
    assert settings.profile == "curriculum"
    assert settings.baseline == project / "shared/b"
    rules = settings.rules_at("a.md")
    assert rules["hard-tab"].severity is None
    assert rules["several-titles"].severity is None


def test_extends_may_name_a_profile(loaded: Loader) -> None:
    settings = loaded('extends = "curriculum"')
    assert settings.profile == "roadmap"
    assert settings.rules_at("a.md")["several-titles"].severity is None
    assert not settings.rules_at("a.md")["several-titles"].explicit


def test_extends_in_a_circle(loaded: Loader, project: Path) -> None:
    write(project / "a.toml", 'extends = "roadmaplint.toml"')
    with pytest.raises(ConfigError, match=r'^a.toml:1: "extends" leads back to roadmaplint.toml$'):
        loaded('extends = "a.toml"')


def test_profiles_in_overrides(loaded: Loader) -> None:
    text = """
    ignore = ["layout"]
    [[overrides]]
    paths = ["courses/**"]
    profile = "curriculum"
    """
    settings = loaded(text)
    assert settings.rules_at("a.md")["several-titles"].severity is Severity.WARNING
    assert settings.rules_at("courses/a.md")["several-titles"].severity is None
    assert settings.rules_at("courses/a.md")["hard-tab"].severity is None
    assert settings.scope_at("courses/a.md").profile == "curriculum"
    settings = loaded(text, profile="roadmap")
    assert settings.rules_at("courses/a.md")["several-titles"].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("README.md", True),
        ("readme.RU.md", True),
        ("README-zh.markdown", True),
        ("docs/README.md", False),
        ("docs/my-Roadmap-2.md", True),
        ("CONTRIBUTING.md", False),
        ("README.txt", False),
    ],
)
def test_which_files_claim_to_be_roadmaps(loaded: Loader, path: str, expected: bool) -> None:
    assert loaded().is_roadmap(path) is expected


def test_roadmaps_can_be_named(loaded: Loader) -> None:
    settings = loaded('project.roadmaps = ["paths/*.md"]')
    assert settings.is_roadmap("paths/a.md")
    assert not settings.is_roadmap("README.md")
    assert loaded("", profile="markdownlint").is_roadmap("any/file.md")


def test_describe_names_origins(loaded: Loader) -> None:
    text = """fail-on = "error"
ignore = ["layout"]

[rules.deep-nesting]
max_level = 2
[[overrides]]
paths = ["a/*"]
rules.hard-tab.severity = "error"
"""
    settings = loaded(text, {"ROADMAPLINT_CACHE_DIR": "c"}, profile="curriculum", unfixable=["ENC"])
    rows = {key: (value, str(origin)) for key, value, origin in describe(settings, "a/b.md")}
    assert rows["fail-on"] == ("error", "roadmaplint.toml:1")
    assert rows["min-severity"] == ("info", "default")
    assert rows["profile"] == ("curriculum", "command line --profile")
    assert rows["cache-dir"][1] == "environment ROADMAPLINT_CACHE_DIR"
    assert rows["rules.trailing-space.severity"] == ("off", "roadmaplint.toml:2")
    assert rows["rules.hard-tab.severity"] == ("error", "roadmaplint.toml:8")
    assert rows["rules.deep-nesting.severity"] == ("off", "card")
    assert rows["rules.deep-nesting.max-level"] == (2, "roadmaplint.toml:5")
    assert rows["rules.several-titles.severity"] == ("off", "profile curriculum")
    assert rows["rules.mojibake.severity"] == ("error", "card")
    assert rows["rules.mojibake.fixable"] == (False, "command line --unfixable")
    assert rows["project.roadmaps"][1] == "default"


def test_files_outside_the_current_folder_are_shown_whole(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "roadmaplint.toml", "\nfoo = 1")
    (project / "docs").mkdir()
    monkeypatch.chdir(project / "docs")
    with pytest.raises(ConfigError) as caught:
        load(".", {}, {}, {})
    assert caught.value.file == (project / "roadmaplint.toml").as_posix()
    assert (caught.value.line, caught.value.key) == (2, "foo")


def test_no_configuration_costs_no_imports() -> None:
    code = (
        "import sys; from roadmaplint.config.load import load; s = load('/', {}, {}, {})\n"
        "s.rules_at('a.md'); s.is_roadmap('a.md')\n"
        "print([m for m in ('jsonschema', 'jsonschema_rs', 'tomllib', 'pathspec', 'tempfile',"
        " 'httpx', 'langdetect', 'markdown_it', 'roadmaplint.links') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

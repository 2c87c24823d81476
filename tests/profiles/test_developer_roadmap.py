"""The developer-roadmap profile: its example is clean, and every damage to it is reported."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from roadmaplint.cli.main import run

EXAMPLE = Path(__file__).parents[2] / "examples" / "developer-roadmap"
TOOLS = "roadmaps/woodworking/content/hand-tools@k3V9xLw0QdTfYb1RzHs2m.md"
JOINTS = "roadmaps/woodworking/content/joints@-p7GmZc4WnEuXj8SaKt5q.md"
SOIL = "roadmaps/gardening/content/soil@k3V9xLw0QdTfYb1RzHs2m.md"
LEAD = "Visit the following resources to learn more:\n\n"

Found = set[tuple[str, str, int]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example to damage, and the current folder."""
    copy = tmp_path / "project"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns(".roadmaplint_cache"))
    monkeypatch.chdir(copy)
    return copy


@pytest.fixture
def found(capsys: pytest.CaptureFixture[str]) -> Callable[..., Found]:
    """Checks paths; rule, severity and line of every finding."""

    def check(*paths: str) -> Found:
        run(["check", "--no-cache", "--output-format", "json", *paths])
        report = json.loads(capsys.readouterr().out)
        return {(d["rule"], d["severity"], d["location"]["line"]) for d in report["diagnostics"]}

    return check


def damage(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def test_the_example_is_clean(project: Path, found: Callable[..., Found]) -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("# Hand Tools", "Hand Tools", {("content-file", "error", 1)}),
        ("# Hand Tools", "\n# Hand Tools", {("content-file", "error", 1)}),
        ("# Hand Tools", "## Hand Tools", {("content-file", "error", 1)}),
        (LEAD, "", {("content-file", "warning", 5)}),
        (LEAD, "## Links\n\n" + LEAD, {("content-file", "info", 5)}),
        ("[@official@Care", "[Care", {("untyped-resource", "error", 8)}),
        ("[@official@Care", "[@officialCare", {("untyped-resource", "error", 8)}),
        ("@official@", "@offical@", {("untyped-resource", "error", 8)}),
        ("@official@", "@manual@", {("untyped-resource", "error", 8)}),
        ("@official@", "@Official@", {("untyped-resource", "error", 8)}),
        ("Care of Plane Irons", "", {("untyped-resource", "error", 8)}),
        ("https://example.org/makers/", "makers/", {("untyped-resource", "error", 8)}),
        ("plane-irons)", "plane-irons) is short", {("untyped-resource", "error", 8)}),
        ("@official@", "@video@", {("resource-order", "warning", 9)}),
        ("@roadmap@", "@feed@", {("resource-order", "warning", 8)}),
        ("example.org/makers", "www.geeksforgeeks.org", {("unwelcome-host", "error", 8)}),
        ("example.org/makers", "auth.geeksforgeeks.org", {("unwelcome-host", "error", 8)}),
        ("https://example.org/makers", "http://example.org/makers", {("plain-http", "info", 8)}),
        ("plane-irons)", "plane-irons?utm_source=x)", {("tracking-parameter", "info", 8)}),
    ],
)
def test_damage_to_a_file(
    project: Path, found: Callable[..., Found], old: str, new: str, expected: Found
) -> None:
    damage(project / TOOLS, old, new)
    reported = {one for one in found() if one[0] not in {"missing-file", "malformed-link"}}
    assert reported - {("missing-file", "error", 8)} == expected


def test_a_file_needs_a_text(project: Path, found: Callable[..., Found]) -> None:
    file = project / TOOLS
    title, _, *rest = file.read_text("utf-8").split("\n")
    file.write_text("\n".join([title, "", *rest[2:]]), "utf-8")
    assert found() == {("content-file", "warning", 1)}


def test_one_short_paragraph_is_wanted(project: Path, found: Callable[..., Found]) -> None:
    damage(project / TOOLS, LEAD, "Then more.\n\nAnd more.\n\n" + LEAD)
    assert found() == {("content-file", "info", 7)}


def test_eight_resources_are_enough(project: Path, found: Callable[..., Found]) -> None:
    more = [f"- [@video@Part {n} of the course](https://example.net/part-{n})\n" for n in range(5)]
    with (project / TOOLS).open("a", encoding="utf-8") as file:
        file.writelines(more[:4])
    assert found() == set()
    with (project / TOOLS).open("a", encoding="utf-8") as file:
        file.write(more[4])
    assert found() == {("too-many-resources", "error", 15)}


def test_the_same_address_twice(project: Path, found: Callable[..., Found]) -> None:
    with (project / TOOLS).open("a", encoding="utf-8") as file:
        file.write("- [@video@Setting Up a Bench Plane](https://example.org/videos/bench-plane)\n")
    assert found() == {("duplicate-resource", "error", 11)}


def test_other_languages(project: Path, found: Callable[..., Found]) -> None:
    text = (project / TOOLS).read_text("utf-8").split("\n")
    text[2] = (
        "Una sierra, un cepillo, dos formones y un gramil bastan para la mayoría de los muebles "
        "pequeños. Aprende primero a afilarlos: un formón sin filo rompe las fibras de la madera."
    )
    (project / TOOLS).write_text("\n".join(text), "utf-8")
    assert found() == {("not-english", "warning", 3)}


@pytest.mark.parametrize("name", ["joints.md", "Joints@a1.md", "joints@.md", "joints@a1.en.md"])
def test_file_names(project: Path, found: Callable[..., Found], name: str) -> None:
    (project / "README.md").unlink()
    (project / JOINTS).rename((project / JOINTS).parent / name)
    assert found() == {("content-file", "error", 1)}


@pytest.mark.parametrize("name", ["joints@_a1.md", "wood--joints@-.md", "wood_joints@a1.md"])
def test_unusual_names_that_are_right(
    project: Path, found: Callable[..., Found], name: str
) -> None:
    (project / "README.md").unlink()
    (project / JOINTS).rename((project / JOINTS).parent / name)
    assert found() == set()


def test_a_node_id_twice_in_one_roadmap(project: Path, found: Callable[..., Found]) -> None:
    left_over = project / "roadmaps/woodworking/content/joinery@-p7GmZc4WnEuXj8SaKt5q.md"
    left_over.write_text((project / JOINTS).read_text("utf-8"), "utf-8")
    expected = {("duplicate-node-id", "error", 1)}
    assert found() == expected
    assert found(JOINTS) == expected, "the other file counts though only this one is checked"
    assert found(TOOLS) == set()


def test_a_node_id_in_two_roadmaps_is_two_nodes(project: Path, found: Callable[..., Found]) -> None:
    assert (project / TOOLS).name.partition("@")[2] == (project / SOIL).name.partition("@")[2]
    assert found(TOOLS, SOIL) == set()


def test_other_files_are_no_topic_files(project: Path, found: Callable[..., Found]) -> None:
    (project / "contributing.md").write_text("# How to help\n\nWrite to us.\n", "utf-8")
    (project / "roadmaps/woodworking/woodworking.md").write_text("# Woodworking\n", "utf-8")
    assert found() == set()


def test_unsafe_fixes_restore_what_was_damaged(project: Path, found: Callable[..., Found]) -> None:
    whole = (project / TOOLS).read_text("utf-8")
    damage(project / TOOLS, LEAD, "")
    damage(project / TOOLS, "@official@", "@offical@")
    run(["check", "--no-cache", "--fix", "--unsafe-fixes", "-q"])
    assert (project / TOOLS).read_text("utf-8") == whole


def test_only_what_changed(project: Path, found: Callable[..., Found]) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=Weaver", "-c", "user.email=weaver@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True)

    damage(project / TOOLS, "@official@", "@manual@")
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "as it is")
    assert found("--changed") == set(), "old faults do not block new work"
    damage(project / JOINTS, "[@course@", "[")
    assert found("--changed") == {("untyped-resource", "error", 8)}
    left_over = project / "roadmaps/gardening/content/earth@k3V9xLw0QdTfYb1RzHs2m.md"
    left_over.write_text((project / SOIL).read_text("utf-8"), "utf-8")
    git("checkout", "-q", JOINTS)
    git("add", ".")
    assert found("--changed") == {("duplicate-node-id", "error", 1)}

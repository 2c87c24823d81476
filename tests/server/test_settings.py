"""Settings in an editor: several folders, changes while it runs, mistakes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Connect = Callable[..., Any]
TEXT = "# Some Roadmap\n\n## Part:\n\n- One\n- Two\n"


def codes(found: list[dict[str, Any]]) -> set[str]:
    return {diagnostic["code"] for diagnostic in found}


def watched(client: Any, path: Path, kind: int = 2) -> None:
    change = {"uri": path.as_uri(), "type": kind}
    client.notify("workspace/didChangeWatchedFiles", {"changes": [change]})


def test_a_changed_configuration_holds_at_once(connect: Connect, tmp_path: Path) -> None:
    uri = (tmp_path / "README.md").as_uri()
    config = tmp_path / "roadmaplint.toml"
    client = connect()
    client.initialize()
    client.open(uri, TEXT)
    assert "heading-punctuation" in codes(client.diagnostics(uri))
    config.write_text('ignore = ["heading-punctuation"]\n', "utf-8")
    watched(client, config, 1)
    assert "heading-punctuation" not in codes(client.diagnostics(uri))
    config.unlink()
    watched(client, config, 3)
    assert "heading-punctuation" in codes(client.diagnostics(uri))


def test_a_changed_configuration_is_seen_without_being_told(
    connect: Connect, tmp_path: Path
) -> None:
    uri = (tmp_path / "README.md").as_uri()
    client = connect()
    client.initialize()
    client.open(uri, TEXT)
    assert "heading-punctuation" in codes(client.diagnostics(uri))
    config = tmp_path / "roadmaplint.toml"
    for rule, stays in (("heading-punctuation", False), ("missing-title", True)):
        while True:  # until the server has taken its first look
            config.write_text(f'ignore = ["{rule}"]\n# {len(client.heard)}\n', "utf-8")
            try:
                found = client.diagnostics(uri, patience=5)
                break
            except AssertionError:
                continue
        assert ("heading-punctuation" in codes(found)) is stays


def test_a_bad_configuration_is_a_message_and_the_old_settings_hold(
    connect: Connect, tmp_path: Path
) -> None:
    uri = (tmp_path / "README.md").as_uri()
    config = tmp_path / "roadmaplint.toml"
    config.write_text('ignore = ["heading-punctuation"]\n', "utf-8")
    client = connect()
    client.initialize()
    client.open(uri, TEXT)
    before = codes(client.diagnostics(uri))
    config.write_text('profile = "roadmap"\nignore = ["heading-punctuatoin"]\n', "utf-8")
    watched(client, config)
    assert "roadmaplint.toml:2" in client.message()
    [marked] = client.diagnostics(config.as_uri())
    assert marked["range"]["start"]["line"] == 1
    client.change(uri, TEXT + "\n", 2)
    assert codes(client.diagnostics(uri, 2)) == before
    config.write_text("", "utf-8")
    watched(client, config)
    assert client.diagnostics(config.as_uri()) == []
    client.change(uri, TEXT + "- Four\n", 3)
    assert "heading-punctuation" in codes(client.diagnostics(uri, 3))


def test_a_configuration_that_is_bad_from_the_start(connect: Connect, tmp_path: Path) -> None:
    (tmp_path / "roadmaplint.toml").write_text("profile = [\n", "utf-8")
    uri = (tmp_path / "README.md").as_uri()
    client = connect()
    client.initialize()
    client.open(uri, TEXT)
    assert "roadmaplint.toml" in client.message()
    assert "heading-punctuation" in codes(client.diagnostics(uri))


def test_every_folder_has_its_own_settings(connect: Connect, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    (one / "roadmaplint.toml").write_text('select = ["missing-title"]\n', "utf-8")
    client = connect()
    client.initialize(one, other)
    for folder, expected in ((one, False), (other, True)):
        uri = (folder / "README.md").as_uri()
        client.open(uri, TEXT)
        assert ("heading-punctuation" in codes(client.diagnostics(uri))) is expected


def test_a_folder_without_repository_is_the_root(connect: Connect, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "LICENSE.md").write_text("Free.\n", "utf-8")
    uri = (tmp_path / "docs" / "page.md").as_uri()
    client = connect(folder=tmp_path / "docs")
    client.initialize(tmp_path)
    client.open(uri, "# Page\n\n[Licence](/LICENSE.md) [guide](../gone.md)\n")
    found = [d["message"] for d in client.diagnostics(uri) if d["code"] == "missing-file"]
    assert found == ['no file "gone.md" in the project']


def test_excluded_files_are_left_alone(connect: Connect, tmp_path: Path) -> None:
    (tmp_path / "roadmaplint.toml").write_text('exclude = ["old/**"]\n', "utf-8")
    uri = (tmp_path / "old" / "README.md").as_uri()
    client = connect()
    client.initialize()
    client.open(uri, TEXT)
    assert client.diagnostics(uri) == []


def test_settings_of_the_client(connect: Connect, tmp_path: Path) -> None:
    uri = (tmp_path / "README.md").as_uri()
    client = connect()
    client.initialize(initializationOptions={"ignore": ["heading-punctuation"], "colour": "red"})
    assert '"colour"' in client.message()
    client.open(uri, TEXT)
    assert "heading-punctuation" not in codes(client.diagnostics(uri))
    settings = {"settings": {"roadmaplint": {"select": ["heading-punctuation"]}}}
    client.notify("workspace/didChangeConfiguration", settings)
    assert codes(client.diagnostics(uri)) == {"heading-punctuation"}


def test_files_that_come_are_seen(connect: Connect, tmp_path: Path) -> None:
    uri = (tmp_path / "README.md").as_uri()
    client = connect()
    client.initialize()
    client.open(uri, "# Some Roadmap\n\n[The guide](guide.md)\n")
    assert "missing-file" in codes(client.diagnostics(uri))
    (tmp_path / "guide.md").write_text("# Guide\n", "utf-8")
    watched(client, tmp_path / "guide.md", 1)
    assert "missing-file" not in codes(client.diagnostics(uri))


def test_the_server_asks_to_hear_of_changed_files(connect: Connect) -> None:
    client = connect()
    watching = {"didChangeWatchedFiles": {"dynamicRegistration": True}}
    client.initialize(capabilities={"workspace": watching})
    while (request := client.next()).get("method") != "client/registerCapability":
        pass
    [wish] = request["params"]["registrations"]
    globs = {watcher["globPattern"] for watcher in wish["registerOptions"]["watchers"]}
    assert "**/roadmaplint.toml" in globs

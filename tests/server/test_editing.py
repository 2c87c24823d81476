"""What a person at an editor sees: findings, repairs, cards, the outline, links, topics."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Connect = Callable[..., Any]
Apply = Callable[..., str]

ALL = {"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}}
ROADMAP = """\
# \uf8ffüß≠ Backend Roadmap

## 🚀 First steps:

- 🚀🚀 Python, see [here](missing.md)
- Git, see [the second part](#next-steps)

## Next steps

- 👩‍💻 Python
- [Deep Work](https://example.org/work)
- Git
"""


def place(uri: str, line: int, character: int) -> dict[str, Any]:
    position = {"line": line, "character": character}
    return {"textDocument": {"uri": uri}, "position": position}


def by_code(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {diagnostic["code"]: diagnostic for diagnostic in found}


@pytest.fixture
def readme(tmp_path: Path) -> str:
    (tmp_path / "README.md").write_bytes(ROADMAP.encode())
    return (tmp_path / "README.md").as_uri()


@pytest.mark.parametrize(
    ("encodings", "unit", "first", "last"),
    [
        (None, "utf-16", 26, 36),
        (["utf-8", "utf-16"], "utf-8", 30, 40),
        (["utf-32"], "utf-32", 24, 34),
        (["utf-7"], "utf-16", 26, 36),
    ],
)
def test_columns_are_counted_in_the_units_that_were_agreed(
    connect: Connect, readme: str, encodings: list[str] | None, unit: str, first: int, last: int
) -> None:
    client = connect()
    assert client.initialize(encodings=encodings)["positionEncoding"] == unit
    client.open(readme, ROADMAP)
    found = by_code(client.diagnostics(readme))["missing-file"]
    assert found["range"] == {
        "start": {"line": 4, "character": first},
        "end": {"line": 4, "character": last},
    }


@pytest.mark.parametrize("unit", ["utf-8", "utf-16", "utf-32"])
def test_safe_fixes_give_the_text_that_the_command_line_gives(
    connect: Connect, apply: Apply, readme: str, tmp_path: Path, unit: str
) -> None:
    client = connect()
    client.initialize(encodings=[unit])
    client.open(readme, ROADMAP)
    [action] = client.actions(readme, ALL, ["source.fixAll"])
    repaired = apply(ROADMAP, action["edit"]["changes"][readme], unit)
    command = [sys.executable, "-m", "roadmaplint", "check", "--fix", "--no-cache", "README.md"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert repaired.encode() == (tmp_path / "README.md").read_bytes()
    assert "🧭 Backend" in repaired


def test_a_finding_has_its_page_its_relatives_and_its_severity(
    connect: Connect, readme: str
) -> None:
    client = connect()
    client.initialize()
    client.open(readme, ROADMAP, 7)
    found = by_code(client.diagnostics(readme, 7))
    twice = found["duplicate-topic"]
    assert twice["source"] == "roadmaplint"
    assert twice["severity"] == 2
    assert twice["codeDescription"]["href"].endswith("duplicate-topic.md")
    assert [r["location"]["range"]["start"]["line"] for r in twice["relatedInformation"]]
    assert found["mojibake"]["severity"] == 1


def test_the_last_text_counts_when_somebody_types_fast(connect: Connect, readme: str) -> None:
    client = connect()
    client.initialize()
    client.open(readme, ROADMAP)
    client.diagnostics(readme, 1)
    for version in range(2, 30):
        client.change(readme, f"# Roadmap {version}\n\n## One:\n", version)
    client.change(readme, ROADMAP.replace("missing.md", "gone.md"), 30)
    found = by_code(client.diagnostics(readme, 30))
    assert "gone.md" in found["missing-file"]["message"]
    seen = [
        message["params"]["version"]
        for message in client.heard
        if message.get("method") == "textDocument/publishDiagnostics"
    ]
    assert len(seen) < 10
    assert seen == sorted(seen)


def test_each_fix_is_an_action_of_its_own(connect: Connect, apply: Apply, readme: str) -> None:
    client = connect()
    capabilities = {"workspace": {"workspaceEdit": {"documentChanges": True}}}
    client.initialize(capabilities=capabilities)
    client.open(readme, ROADMAP, 3)
    line = {"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 3}}
    actions = client.actions(readme, line, ["quickfix"])
    [fix] = [a for a in actions if a.get("isPreferred")]
    [change] = fix["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": readme, "version": 3}
    assert apply(ROADMAP, change["edits"]).startswith("# 🧭 Backend Roadmap\n")
    assert fix["diagnostics"][0]["code"] == "mojibake"


def test_unsafe_fixes_and_suggestions_say_what_they_are(connect: Connect, tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_text("# Guide\n", "utf-8")
    text = "# Some Roadmap\n\n## Part\n\n- Look at [the guide](giude.md)\n"
    uri = (tmp_path / "README.md").as_uri()
    client = connect()
    client.initialize()
    client.open(uri, text)
    titles = [a["title"] for a in client.actions(uri, ALL, ["quickfix"])]
    assert "link to guide.md (suggestion)" in titles
    assert client.actions(uri, ALL, ["source.fixAll"]) == []
    assert client.actions(uri, ALL, ["refactor"]) == []


def test_a_comment_silences_one_finding_and_changes_nothing_else(
    connect: Connect, apply: Apply, readme: str
) -> None:
    client = connect()
    client.initialize()
    client.open(readme, ROADMAP, 1)
    before = [d["code"] for d in client.diagnostics(readme, 1)]
    ignoring = [a for a in client.actions(readme, ALL) if a["title"].startswith("Ignore ")]
    assert {a["title"] for a in ignoring} >= {
        "Ignore missing-file here",
        "Ignore heading-punctuation here",
        "Ignore duplicate-topic here",
    }
    for version, action in enumerate(ignoring, 2):
        text = apply(ROADMAP, action["edit"]["changes"][readme])
        client.change(readme, text, version)
        after = [d["code"] for d in client.diagnostics(readme, version)]
        assert len(after) < len(before), action["title"]
        assert set(after) <= set(before)


def test_the_comment_is_made_when_it_is_chosen(connect: Connect, apply: Apply, readme: str) -> None:
    client = connect()
    resolving = {"codeAction": {"resolveSupport": {"properties": ["edit"]}}}
    client.initialize(capabilities={"textDocument": resolving})
    client.open(readme, ROADMAP)
    found = {a["title"]: a for a in client.actions(readme, ALL)}
    chosen = found["Ignore missing-file here"]
    assert "edit" not in chosen
    whole = client.call("codeAction/resolve", chosen)
    lines = apply(ROADMAP, whole["edit"]["changes"][readme]).split("\n")
    assert lines[4].endswith("(missing.md) <!-- roadmaplint-disable-line missing-file -->")


def test_a_comment_in_a_table_stays_in_its_row(
    connect: Connect, apply: Apply, tmp_path: Path
) -> None:
    text = "# Roadmap\n\n| Name | Link |\n| --- | --- |\n| One | [a guide](gone.md) |\n"
    uri = (tmp_path / "README.md").as_uri()
    client = connect("--select", "missing-file,table-columns")
    client.initialize()
    client.open(uri, text)
    actions = {a["title"]: a for a in client.actions(uri, ALL)}
    edits = actions["Ignore missing-file here"]["edit"]["changes"][uri]
    client.change(uri, apply(text, edits), 2)
    assert client.diagnostics(uri, 2) == []


def test_hover_shows_the_card_of_the_rule(connect: Connect, readme: str) -> None:
    client = connect()
    client.initialize()
    client.open(readme, ROADMAP)
    shown = client.call("textDocument/hover", place(readme, 4, 30))
    assert shown["contents"]["kind"] == "markdown"
    assert "**missing-file** (LNK" in shown["contents"]["value"]
    assert shown["range"]["start"] == {"line": 4, "character": 26}
    assert client.call("textDocument/hover", place(readme, 1, 0)) is None


def test_hover_is_plain_where_the_client_wants_it(connect: Connect, readme: str) -> None:
    client = connect()
    hover = {"hover": {"contentFormat": ["plaintext"]}}
    client.initialize(capabilities={"textDocument": hover})
    client.open(readme, ROADMAP)
    shown = client.call("textDocument/hover", place(readme, 0, 3))
    assert shown["contents"]["kind"] == "plaintext"
    assert shown["contents"]["value"].startswith("mojibake (ENC001)")


def test_the_outline_is_the_roadmaps_tree(connect: Connect, readme: str) -> None:
    client = connect()
    symbol = {"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}}
    client.initialize(capabilities={"textDocument": symbol})
    client.open(readme, ROADMAP)
    where = {"textDocument": {"uri": readme}}
    [root] = client.call("textDocument/documentSymbol", where)
    stages = [(s["name"], [c["name"] for c in s["children"]]) for s in root["children"]]
    assert [name for name, _ in stages] == ["First steps", "Next steps"]
    assert "Deep Work" in stages[1][1]
    assert_nested(root)


def assert_nested(symbol: dict[str, Any]) -> None:
    """A symbol's range holds its name and its children."""
    for inner in (symbol["selectionRange"], *(c["range"] for c in symbol.get("children") or ())):
        assert key(symbol["range"]["start"]) <= key(inner["start"])
        assert key(inner["end"]) <= key(symbol["range"]["end"])
    for child in symbol.get("children") or ():
        assert_nested(child)


def key(position: dict[str, int]) -> tuple[int, int]:
    return position["line"], position["character"]


def test_the_outline_is_flat_for_clients_that_know_no_tree(connect: Connect, readme: str) -> None:
    client = connect()
    client.initialize()
    client.open(readme, ROADMAP)
    found = client.call("textDocument/documentSymbol", {"textDocument": {"uri": readme}})
    holders = {symbol["name"]: symbol.get("containerName") for symbol in found}
    assert holders["Deep Work"] == "Next steps"


def test_links_can_be_opened(connect: Connect, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "guide.md").write_text("# Guide\n\n## Set-up 🚀\n\n## Second\n", "utf-8")
    text = (
        "# Roadmap\n\n[web](https://example.org/a) [file](more/guide.md#second) [here](#part)\n"
        "[no](gone.md) [bad](javascript:alert(1)) <me@example.org>\n\n## Part\n"
    )
    uri = (tmp_path / "README.md").as_uri()
    client = connect()
    client.initialize()
    client.open(uri, text)
    links = client.call("textDocument/documentLink", {"textDocument": {"uri": uri}})
    guide = (tmp_path / "more" / "guide.md").as_uri()
    targets = [link["target"] for link in links]
    assert targets[:3] == ["https://example.org/a", guide, f"{uri}#L6"]
    assert not any("javascript" in target or "gone" in target for target in targets)
    assert client.call("documentLink/resolve", links[1])["target"] == f"{guide}#L5"


def test_topics_of_the_project_are_found_by_name(connect: Connect, tmp_path: Path) -> None:
    (tmp_path / "a-roadmap.md").write_text("# One\n\n## Part\n\n- 🚀 Learn Rust\n- Go\n", "utf-8")
    (tmp_path / "b-roadmap.md").write_text("# Two\n\n## Rusty tools\n\n- Nails\n", "utf-8")
    client = connect()
    client.initialize()
    found = client.call("workspace/symbol", {"query": "rust"})
    names = {(s["name"], s["location"]["uri"].rsplit("/")[-1]) for s in found}
    assert names == {("Learn Rust", "a-roadmap.md"), ("Rusty tools", "b-roadmap.md")}
    assert client.call("workspace/symbol", {"query": "rust nails"}) == []


def test_files_are_compared_on_saving(connect: Connect, tmp_path: Path) -> None:
    link = "- [The Deep Book](https://example.org/book)\n"
    (tmp_path / "a-roadmap.md").write_text(f"# One\n\n## Part\n\n{link}", "utf-8")
    text = f"# Two 🚀\n\n## Other\n\n- 🚀 Text\n{link}"
    (tmp_path / "b-roadmap.md").write_bytes(text.encode())
    (tmp_path / "roadmaplint.toml").write_text(
        'extend-select = ["cross-file-duplicate"]\n', "utf-8"
    )
    uri = (tmp_path / "b-roadmap.md").as_uri()
    client = connect()
    client.initialize()
    client.open(uri, text, 1)
    assert "cross-file-duplicate" not in by_code(client.diagnostics(uri, 1))
    client.save(uri)
    while "cross-file-duplicate" not in (found := by_code(client.diagnostics(uri))):
        pass
    finding = found["cross-file-duplicate"]
    line = finding["range"]["start"]["line"]
    other = finding["relatedInformation"][0]["location"]
    assert other["uri"] == (tmp_path / "a-roadmap.md").as_uri()
    client.change(uri, text.replace("## Other", "New\n\n## Other"), 2)
    moved = by_code(client.diagnostics(uri, 2))["cross-file-duplicate"]
    assert moved["range"]["start"]["line"] == line + 2


def test_closing_takes_findings_off_the_screen(connect: Connect, readme: str) -> None:
    client = connect()
    client.initialize()
    client.open(readme, ROADMAP)
    assert client.diagnostics(readme)
    client.notify("textDocument/didClose", {"textDocument": {"uri": readme}})
    assert client.diagnostics(readme) == []
    assert client.call("textDocument/hover", place(readme, 0, 3)) is None


def test_a_buffer_that_is_on_no_disk(connect: Connect) -> None:
    client = connect()
    client.initialize()
    client.open("untitled:Untitled-1", "# Title\n\n# Other\n\n[a file](gone.md)\n")
    found = by_code(client.diagnostics("untitled:Untitled-1"))
    assert "several-titles" in found
    assert "missing-file" not in found


def test_other_languages_are_left_alone(connect: Connect, tmp_path: Path, readme: str) -> None:
    uri = (tmp_path / "data.toml").as_uri()
    item = {"uri": uri, "languageId": "toml", "version": 1, "text": "# Title:\n"}
    client = connect()
    client.initialize()
    client.notify("textDocument/didOpen", {"textDocument": item})
    client.open(readme, ROADMAP)
    client.diagnostics(readme)
    told = [m["params"]["uri"] for m in client.heard if "uri" in (m.get("params") or {})]
    assert uri not in told

"""The tree as JSON, as an outline and as a chart; facts for other files."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import jsonschema

from roadmaplint.roadmap.export import export
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.project_index import facts_of
from roadmaplint.roadmap.render_tree import render_mermaid, render_outline
from roadmaplint.text.source import Location

Read = Callable[[str], Document]
SCHEMA = json.loads(
    (Path(__file__).parents[3] / "schemas" / "roadmap.schema.json").read_text("utf-8")
)
TEXT = """# 🗺️ The Map

[Deutsch](README.de.md) | [日本語](README.ja.md)

- [Start](#start)
- [Gone](#gone)

## 1. Start (2–3 weeks)

> Be quick.

**Tools:**

1. [x] Sets: a, b (c, d)
2. ["The Guide" by Ann Author](https://a.example) - free

## [Beginner](b.md)

<details><summary>More</summary>

| Course | Prerequisites | Days |
|--|--|--|
| [Sets](s) | none | 5+ days |
| [Maps](m) | Sets | ~1.5 hours/day |

![pic](p.png)

</details>

**Prerequisites:** logic
"""


def test_everything_is_written(read: Read) -> None:
    tree = json.loads(json.dumps(export(read(TEXT))))
    jsonschema.validate(tree, SCHEMA)
    assert (tree["title"], tree["emoji"], tree["title_style"]) == ("The Map", "🗺️", "atx")
    assert tree["source"]["path"] == "roadmap.md"
    assert tree["source"]["lines"] == TEXT.count("\n")
    assert tree["title_pos"] == {"line": 1, "col": 1, "end_line": 1, "end_col": 13}
    assert [t["lang"] for t in tree["translations"]] == ["de", "ja"]
    start, beginner = tree["sections"]
    assert start["number"] == {"raw": "1.", "path": [1], "style": "arabic"}
    assert start["prose"][0]["form"] == "quote"
    group = start["topics"][0]
    assert group["label"] == "Tools"
    sets = group["topics"][0]
    assert (sets["ordinal"], sets["checked"]) == (1, True)
    assert sets["items"][1]["items"][0] == {
        "text": "c",
        "via": "paren",
        "pos": {"line": 14, "col": 20, "end_line": 14, "end_col": 21},
    }
    guide = group["resources"][0]
    assert (guide["authors"], guide["free"], guide["raw_title"]) == (
        ["Ann Author"],
        True,
        '"The Guide" by Ann Author',
    )
    assert beginner["title_url"] == "b.md"
    assert beginner["stage"] == {"level": "beginner", "lang": "en", "matched": "Beginner"}
    assert beginner["details"][0]["summary"] == "More"
    assert beginner["media"][0]["alt"] == "pic"
    assert beginner["prerequisites"][0]["text"] == "logic"
    rows = beginner["topics"]
    assert rows[0]["durations"][0]["max"] is None
    assert (rows[1]["durations"][0]["min"], rows[1]["durations"][0]["approx"]) == (1.5, True)
    assert rows[1]["prerequisites"][0]["target"] == "Sets"


def test_a_document_without_anything(read: Read) -> None:
    tree = export(read(""))
    jsonschema.validate(tree, SCHEMA)
    assert tree["title"] is None
    assert tree["sections"] == []


def test_undecodable_bytes_are_replaced(read: Read) -> None:
    tree = export(read("# a\udcff\n\n- [b\udcfe](c\udcfd)\n"))
    jsonschema.validate(tree, SCHEMA)
    json.dumps(tree).encode("utf-8")
    assert tree["title"] in {"a?", "a\ufffd"}


def test_the_outline(read: Read) -> None:
    assert render_outline(read(TEXT)) == (
        "The Map\n"
        "├── 1. Start (2–3 weeks)\n"
        "│   └── Tools\n"
        "│       ├── [x] Sets: a, b (c, d)\n"
        "│       └── The Guide <https://a.example>\n"
        "└── Beginner\n"
        "    ├── Sets\n"
        "    │   └── Sets <s>\n"
        "    └── Maps\n"
        "        └── Maps <m>\n"
    )


def test_times_of_sections_are_drawn(read: Read) -> None:
    assert "A [3 days]" in render_outline(read("# T\n\n## A\n\ntakes 3 days\n"))


def test_control_characters_do_not_reach_the_terminal(read: Read) -> None:
    drawn = render_outline(read("# T\n\n- a\x1b[31m\u202eb " + "long " * 40 + "\n"))
    assert "\x1b" not in drawn
    assert "\u202e" not in drawn
    assert max(len(line) for line in drawn.split("\n")) <= 110


def test_the_chart(read: Read) -> None:
    assert render_mermaid(read('# "T" <x>\n\n## A #1\n\n- b\n- [c](d)\n')) == (
        "flowchart LR\n"
        '  n0["#quot;T#quot;"]\n'
        '  n1["A #35;1"]\n'
        "  n0 --> n1\n"
        '  n2("b")\n'
        "  n1 --> n2\n"
        '  n3>"c #lt;d#gt;"]\n'
        "  n1 --> n3\n"
    )


def test_facts(read: Read) -> None:
    document = read(TEXT)
    facts = facts_of(document)
    assert pickle.loads(pickle.dumps(facts)) == facts
    assert (facts.path, facts.title, facts.is_roadmap) == ("roadmap.md", "The Map", True)
    assert facts.digest == document.source.digest
    assert [(fact.text, fact.slug, fact.level) for fact in facts.headings] == [
        ("🗺️ The Map", "️-the-map", 1),
        ("1. Start (2–3 weeks)", "1-start-23-weeks", 2),
        ("Beginner", "beginner", 2),
    ]
    assert [(fact.text, fact.trail) for fact in facts.topics] == [
        ("Tools", ("Start (2–3 weeks)",)),
        ("Sets: a, b (c, d)", ("Start (2–3 weeks)",)),
        ("Sets", ("Beginner",)),
        ("Maps", ("Beginner",)),
    ]
    assert [(fact.text, fact.url) for fact in facts.resources] == [
        ("The Guide", "https://a.example"),
        ("Sets", "s"),
        ("Maps", "m"),
    ]
    assert facts.topics[2].url == "s"
    assert facts.links[0].location == Location(3, 1, 3, 24)
    assert facts.links[0].target_location == Location(3, 11, 3, 23)
    assert "beginner" in facts.anchors

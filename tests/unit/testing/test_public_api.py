"""What scripts and rule authors use: `import roadmaplint` and `roadmaplint.testing`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import roadmaplint
from roadmaplint.errors import UsageError
from roadmaplint.testing import ExampleError, verify_folder

CHECK = """
import roadmaplint

@roadmaplint.rule(on=roadmaplint.Heading)
def hard_heading(heading: roadmaplint.Heading, context: roadmaplint.Context) -> object:
    at = heading.text.find("!")
    if at >= 0:
        place = context.source.text.index("!", heading.span.start)
        span = roadmaplint.Span(place, place + 1)
        edits = (roadmaplint.Edit(span, ""),)
        fix = roadmaplint.Fix("take it away", edits, roadmaplint.Safety.UNSAFE)
        severity = roadmaplint.Severity.INFO
        yield roadmaplint.Finding(span, "shouted", fix, severity=severity)
"""
CARD = """# hard-heading

A heading that shouts.

```toml
code = "STR901"
severity = "info"
default = true
fix = "unsafe"
touches = ["text", "outline"]
```

## Why

It is loud.

## Bad

```markdown
# Garden!
```

```expect
1:9-1:10 info shouted
```

```fixed unsafe
# Garden
```

## Good

```markdown
# Garden
```

## Fix safety

Unsafe: it may be a name.

## When to turn it off

Never.
"""


def write_rules(folder: Path) -> Path:
    (folder / "cards/structure").mkdir(parents=True)
    (folder / "rules.py").write_text(CHECK)
    (folder / "cards/structure/hard-heading.md").write_text(CARD)
    return folder


def test_a_rule_needs_nothing_but_the_public_names(tmp_path: Path) -> None:
    assert verify_folder(write_rules(tmp_path / "ours")) == 2


def test_a_wrong_example_is_told(tmp_path: Path) -> None:
    card = write_rules(tmp_path / "ours") / "cards/structure/hard-heading.md"
    card.write_text(CARD.replace("1:9-1:10", "1:8"))
    with pytest.raises(ExampleError, match="hard-heading"):
        verify_folder(tmp_path / "ours")


def test_a_text_is_linted() -> None:
    found = roadmaplint.lint_text("# A\n\n- Soil   \n", select=["trailing-space"])
    assert [(one.rule, one.path, one.location.line) for one in found] == [
        ("trailing-space", "README.md", 3)
    ]
    assert roadmaplint.lint_text("# A\n\n- Soil   \n", ignore=["ALL"]) == []


def test_wrong_names_are_refused() -> None:
    with pytest.raises(UsageError, match="unknown rule or group"):
        roadmaplint.lint_text("", select=["trailing-spice"])


def test_files_are_linted_with_their_configuration(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.md").write_text("# A \n")
    (tmp_path / "b.md").write_text("# B\n")
    found = roadmaplint.lint_paths([tmp_path], select=["trailing-space"])
    assert [one.path for one in found] == ["a.md"]
    (tmp_path / "roadmaplint.toml").write_text('exclude = ["a.md"]\n')
    assert roadmaplint.lint_paths([tmp_path], select=["trailing-space"]) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".git", "a.md", "b.md", "roadmaplint.toml",
    ]  # fmt: skip


def test_importing_the_package_imports_no_room() -> None:
    code = (
        "import roadmaplint, sys; print([m for m in sys.modules if m.startswith('roadmaplint.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

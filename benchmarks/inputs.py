"""Builds what is measured: roadmaps written by a small grammar, always the same ones."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from benchmarks.hosts import address

_FIELDS = (
    "Networks", "Databases", "Compilers", "Statistics", "Security", "Testing", "Containers",
    "Operating Systems", "Algorithms", "Data Pipelines", "Accessibility", "Observability",
)  # fmt: skip
_PARTS = (
    "basics", "tooling", "patterns", "measuring", "common mistakes", "case studies", "exercises",
    "history", "vocabulary", "performance", "debugging", "deployment",
)  # fmt: skip
_KINDS = ("book", "course", "video", "article", "repository")
_SENTENCES = (
    "Read this first, then try it on something small that you own.",
    "Most teams learn it the hard way, which is why it stands here and not at the end.",
    "Two weeks are enough if you write code every day – and twice as long if you do not.",
    "Skip what you know; come back when a later stage needs it.",
)


def roadmap(seed: int, stages: int = 6, topics: int = 5) -> str:
    """One roadmap in Markdown: a title, contents, stages with topics and resources."""
    chance = random.Random(seed)  # noqa: S311 - the same for ever, not secret
    lines = [f"# 🚀 {chance.choice(_FIELDS)} Roadmap {seed}", "", chance.choice(_SENTENCES), ""]
    names = [f"Stage {n + 1}: {chance.choice(_FIELDS)} {seed % 97}" for n in range(stages)]
    lines += ["## Contents", ""]
    lines += [f"- [{name}](#{_slug(name)})" for name in names]
    for name in names:
        lines += ["", f"## {name}", "", chance.choice(_SENTENCES), ""]
        for _ in range(topics):
            lines += _topic(chance)
    if seed % 3 == 0:
        lines.append("*  A bullet of another kind ")
    return "\n".join(lines) + "\n"


def _slug(name: str) -> str:
    return name.lower().replace(":", "").replace(" ", "-")


def _topic(chance: random.Random) -> list[str]:
    field, part = chance.choice(_FIELDS), chance.choice(_PARTS)
    number = chance.randrange(10_000)
    address = f"https://docs{number % 40}.example.org/{part.replace(' ', '-')}/{number}"
    lines = [f"- **{field} {part}** ({chance.randrange(1, 9)} hours)"]
    lines.append(f"  - [{field}: {part} {number}]({address}) – {chance.choice(_KINDS)}")
    if number % 5 == 0:
        lines.append(f"  - `{part}` in practice, see [the notes](notes.md#{part.split()[0]})")
    return lines


def one(folder: Path) -> None:
    """A README of some six kilobytes."""
    _write(folder / "README.md", roadmap(1, 7, 8))


def five(folder: Path) -> None:
    """Five of them."""
    for number in range(5):
        _write(folder / f"roadmap-{number}.md", roadmap(number, 7, 8))


def long_ones(folder: Path, count: int) -> None:
    """`count` roadmaps of some seventeen kilobytes in folders of thirty."""
    for number in range(count):
        place = folder / f"part-{number // 30:02}" / f"roadmap-{number:03}.md"
        _write(place, roadmap(number, 9, 13))


def many(folder: Path, count: int) -> None:
    """`count` smaller roadmaps in folders of a hundred."""
    for number in range(count):
        place = folder / f"part-{number // 100:03}" / f"roadmap-{number:05}.md"
        _write(place, roadmap(number, 3, 4))


def large(folder: Path, size: int) -> None:
    """One file of about `size` bytes."""
    parts, done, number = [], 0, 0
    while done < size:
        parts.append(roadmap(number, 8, 12).replace("# 🚀", "## 🚀").replace("\n## ", "\n### "))
        done += len(parts[-1])
        number += 1
    _write(folder / "README.md", "# Everything\n\n" + "\n".join(parts))


#: What makes parsers and rules slow that look back or ahead too far; `n` is a measure of size.
PATHOLOGICAL: dict[str, Callable[[int], str]] = {
    "nested quotes": lambda n: "> " * n + "a\n",
    "nested lists": lambda n: "".join("  " * (i % 40) + "- a\n" for i in range(n)),
    "open brackets": lambda n: "[" * n + "a\n",
    "open links": lambda n: "[a](" * n + "\n",
    "images of links": lambda n: "![[]()" * n + "\n",
    "emphasis marks": lambda n: "*a **a " * n + "\n",
    "mixed emphasis": lambda n: "a**b" + "c* " * n + "\n",
    "backticks": lambda n: "".join("e" + "`" * (i % 300 + 1) for i in range(n // 10)) + "\n",
    "entities": lambda n: "&amp" * n + ";\n",
    "references": lambda n: "".join(f"[r{i}]: /a\n[r{i}]\n" for i in range(n)),
    "undefined references": lambda n: "[a][b] " * n + "\n",
    "open tags": lambda n: "<a href='" * n + "\n",
    "open comments": lambda n: "<!-- a " * n + "\n",
    "pipes": lambda n: "|" * n + "\n" + "|-" * n + "|\n",
    "table rows": lambda n: "| a | b |\n|---|---|\n" + "| a | b |\n" * n,
    "underlines": lambda n: "a\n=\n" * n,
    "numbers": lambda n: "".join(f"{i}. a\n" for i in range(n)),
    "blank lines": lambda n: "\n" * n + "a" + " " * n + "\n",
    "one long line": lambda n: "word " * n + "\n",
    "letters of one kind": lambda n: "ä" * n + "\n",
    "misread letters": lambda n: "Ã¤ Â© â€œ " * n + "\n",
    "capitals inside": lambda n: "/" + "aA" * n + " " + "b.js" * n + "\n",
    "tabs beside code": lambda n: "- `a\tb` c\td\n" * n,
    "equal items": lambda n: "# A\n\n" + "- Loops and more\n" * n,
    "like items": lambda n: "# A\n\n" + "".join(f"- Topic number {i}\n" for i in range(n)),
    "equal headings": lambda n: "## Loops\n\ntext\n\n" * n,
    "addresses": lambda n: "".join(f"- [a{i}](https://example.org/{i})\n" for i in range(n)),
    "hours": lambda n: "(3 hours) " * n + "\n",
    "directives": lambda n: "<!-- roadmaplint-disable-next-line -->\ntext \n" * n,
}  # fmt: skip


def pathological(folder: Path, n: int) -> None:
    """Two files for each kind of text above, the second twice as long, and an empty one."""
    _write(folder / "empty.md", "")
    for name, make in PATHOLOGICAL.items():
        for size in (n, 2 * n):
            _write(folder / f"{name.replace(' ', '-')}-{size}.md", make(size))


def linked(folder: Path, links: int, hosts: int, port: int) -> None:
    """A roadmap with `links` links to `hosts` addresses of this machine."""
    lines = ["# Links", ""]
    for number in range(links):
        place = f"http://{address(number % hosts)}:{port}/page/{number}"
        lines.append(f"- [Page {number}]({place})")
    _write(folder / "README.md", "\n".join(lines) + "\n")


def _write(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")

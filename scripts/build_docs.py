"""Builds the site of the documentation: pages of docs/, and a page for each rule from its card."""

from __future__ import annotations

import argparse
import fnmatch
import json
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from roadmaplint.core.registry import shipped
from roadmaplint.core.rule_meta import GROUPS, Card

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
BUILD = ROOT / "build" / "docs"
HOME = "https://github.com/roadmaplint/roadmaplint/blob/main"
#: Pages outside docs/ that are part of the site.
GUESTS = {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
#: Titles and pages in the order of the site; what is not there yet is passed over, and pages that
#: nobody named come last.
NAVIGATION: list[tuple[str, list[str]]] = [
    (
        "Start",
        [
            "index.md",
            "getting-started.md",
            "init.md",
            "configuration.md",
            "settings.md",
            "packs.md",
        ],
    ),
    ("Findings", ["rules.md", "fixes.md", "suppressing.md", "links.md", "schemas.md", "packs.md"]),
    ("Profiles", ["profiles/*.md"]),
    ("Where you work", ["pre-commit.md", "github-actions.md", "editors.md", "watch*.md"]),
    ("Reports", ["output.md", "html-report.md", "stats.md"]),
    ("More", ["rule-authors.md", "faq.md", "comparison.md", "evaluation.md"]),
    (
        "Contributing",
        ["contributing.md", "architecture.md", "benchmarks.md", "dependencies.md", "changelog.md"],
    ),
]
_LINK = re.compile(r"(?<![!\\])\[((?:[^]\[]|\[[^]\[]*\])*)\]\(([^)\s]+)\)")
_CODE = re.compile(
    r"^( *)(`{3,}|~{3,}).*?^\1\2[^\n]*$|``[^\n]+?``|`[^`\n]+`", re.MULTILINE | re.DOTALL
)
_CARD_HEAD = re.compile(r"\A# [^\n]*\n(.*?)^```toml\n.*?^```\n", re.MULTILINE | re.DOTALL)
_INFO = re.compile(r"^(`{3,})(markdown|expect|fixed|verdicts)\b[^\n]*$", re.MULTILINE)


def staged() -> dict[str, str]:
    """Every page of the site by its path. Raises ValueError for a link that leads nowhere."""
    texts = {p.relative_to(DOCS).as_posix(): p.read_text("utf-8") for p in DOCS.rglob("*.md")}
    pages = {f"docs/{name}": (name, text) for name, text in texts.items()}
    pages |= {old: (new, (ROOT / old).read_text("utf-8")) for old, new in GUESTS.items()}
    for entry in shipped().entries:
        card = entry.card
        place = f"rules/{card.place}"
        page = f"rules/{card.group}/{card.name}.md"
        pages[place] = (page, rule_page(card, (ROOT / place).read_text("utf-8")))
    moved = {old: new for old, (new, _) in pages.items()}
    lost: list[str] = []
    done = {new: relinked(text, old, moved, lost) for old, (new, text) in pages.items()}
    if lost:
        raise ValueError("\n".join(lost))
    return done


def rule_page(card: Card, text: str) -> str:
    """A rule's card as a page: its facts as a table instead of TOML."""
    head = _CARD_HEAD.match(text)
    assert head is not None, card.name
    rows = [
        ("Code", f"`{card.code}`"),
        ("Group", card.group),
        ("Severity", card.severity.word + ("" if card.default else ", off by default")),
        ("Fix", card.fix.word if card.fix is not None else "none"),
        ("Touches", ", ".join(sorted(card.touches))),
        ("Same as", ", ".join(card.aliases)),
        ("Since", card.since),
    ]
    facts = [f"| {name} | {value} |\n" for name, value in rows if value]
    table = "".join([facts[0], "| --- | --- |\n", *facts[1:]])
    options = "".join(f"| `{name}` | {_cell(value)} |\n" for name, value in card.options)
    if options:
        options = f"## Options\n\n| option | meaning |\n| --- | --- |\n{options}\n"
    body = _INFO.sub(_plain_info, text[head.end() :])
    return f"# {card.name}\n{head[1]}{table}\n{options}{body.lstrip()}"


def _cell(text: str) -> str:
    """A text as it is, in a cell of a table."""
    return re.sub(r"([|\[<*_])", r"\\\1", text)


def _plain_info(match: re.Match[str]) -> str:
    """Words after the language mean something to the tests of cards only."""
    titles = {"expect": "found", "fixed": "after the repair", "verdicts": "what the web answered"}
    fence, word = match[1], match[2]
    title = titles.get(word)
    return f'{fence}text title="{title}"' if title else f"{fence}markdown"


def relinked(text: str, old: str, moved: dict[str, str], lost: list[str]) -> str:
    """The text of the page `old` with its links as they are on the site.

    Links that lead nowhere are added to `lost`.
    """

    def link(match: re.Match[str]) -> str:
        target = _target(match[2], old, moved)
        if target is None:
            lost.append(f"{old}: no such file: {match[2]}")
        return f"[{match[1]}]({target})"

    return outside_code(text, lambda part: _LINK.sub(link, part))


def _target(target: str, old: str, moved: dict[str, str]) -> str | None:
    """A target as seen from where the page `old` stands on the site; None if it is not there."""
    path, mark, fragment = target.partition("#")
    if not path or re.match(r"[a-z][a-z0-9+.-]*:", path):
        return target
    place = posixpath.normpath(posixpath.join(posixpath.dirname(old), path))
    if place in moved:
        here = posixpath.dirname(moved[old]) or "."
        return posixpath.relpath(moved[place], here) + mark + fragment
    return f"{HOME}/{place}{mark}{fragment}" if (ROOT / place).exists() else None


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """A text with everything but its code changed."""
    parts, at = [], 0
    for match in _CODE.finditer(text):
        parts += [change(text[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*parts, change(text[at:])])


def navigation(pages: dict[str, str]) -> list[dict[str, Any]]:
    """The tree of pages for the site's menu."""
    left = {name for name in pages if not name.startswith("rules/")}
    tree: list[dict[str, Any]] = []
    for title, names in NAVIGATION:
        found = [page for name in names for page in _matching(name, left)]
        left -= set(found)
        tree.append({title: found})
    tree[-2]["More"] += sorted(left)
    groups = {
        group: sorted(p for p in pages if p.startswith(f"rules/{group}/")) for group in GROUPS
    }
    tree.append({"Rules by group": [{group: names} for group, names in groups.items() if names]})
    return [entry for entry in tree if all(entry.values())]


def _matching(name: str, pages: set[str]) -> list[str]:
    """A page if it is there, or all pages of a folder."""
    return sorted(fnmatch.filter(pages, name))


def stage(folder: Path) -> Path:
    """Write all pages and the generator's configuration below a folder; the configuration."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = staged()
    for name, text in pages.items():
        place = folder / "pages" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    tree = json.dumps(navigation(pages), ensure_ascii=False, indent=1)
    config = folder / "mkdocs.yml"
    config.write_text(f"{settings}\ndocs_dir: pages\nsite_dir: site\nnav: {tree}\n", "utf-8")
    return config


def main() -> int:
    """Build the site, strictly: a link that leads nowhere is an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", action="store_true", help="serve it on this machine")
    parser.add_argument("--folder", type=Path, default=BUILD, help="where to build")
    options = parser.parse_args()
    try:
        config = stage(options.folder)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    command = ["serve"] if options.serve else ["build", "--strict", "--clean"]
    program = Path(sys.executable).with_name("zensical")
    done = subprocess.run([program, *command, "-f", config], check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())

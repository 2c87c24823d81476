"""The profile of awesome lists: quiet on healthy ones, and every damage is seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.profiles.damages_fpb import Damage, once
from tests.profiles.running import ROOT, findings

HEALTHY = ROOT / "examples/awesome"
LIST = HEALTHY / "README.md"
Found = dict[str, list[dict[str, Any]]]


def last(text: str) -> Callable[[str], str]:
    """Add a text at the end."""
    return lambda whole: whole + text


_LAST = r"^- \[Sortie\].*$"

#: By the rule of awesome-lint that reports the damage.
DAMAGES = {
    "badge: none": Damage(once(r" \[!\[Awesome.*$", ""), "missing-badge"),
    "badge: another picture": Damage(
        once(r"awesome\.re/badge\.svg", "x.example/y.svg"), "missing-badge"
    ),
    "heading: none": Damage(once(r"\A# .*\n", ""), "missing-title"),
    "heading: two": Damage(last("\n# More Tools\n\nText.\n"), "several-titles"),
    "heading: small letters": Damage(once("Small Tools", "small tools"), "title-capitals"),
    "license: a section": Damage(last("\n## License\n\nFree.\n"), "unwanted-section"),
    "no-ci-badge": Damage(
        once(r"^> Programs", "![Build Status](https://travis-ci.org/a/b.svg)\n\n> Programs"),
        "build-badge",
    ),
    "toc: not first": Damage(
        once(r"^## Contents", "## History\n\nLong.\n\n## Contents"), "late-contents"
    ),
    "toc: an entry without a section": Damage(
        once(r"^- \[Text\]\(#text\)", r"- [Text](#text)\n- [Zoo](#zoo)"), "stale-contents"
    ),
    "toc: a section without an entry": Damage(once(r"^- \[Networks\].*\n", ""), "stale-contents"),
    "toc: another name": Damage(once(r"^- \[Networks\]", "- [Nets]"), "renamed-contents"),
    "toc: a wrong address": Damage(once(r"\(#networks\)", "(#networksss)"), "missing-anchor"),
    "toc: three levels": Damage(
        lambda text: text.replace("(#copies)\n", "(#copies)\n    - [Old](#old)\n").replace(
            "## Networks",
            "#### Old\n\n- [Carbon](https://carbon.example.org) - Copies.\n\n## Networks",
        ),
        "deep-contents",
    ),
    "list-item: an en dash": Damage(once(r"(\[Sortie\]\([^)]*\)) - ", r"\1 – "), "entry-form"),
    "list-item: no space before the dash": Damage(
        once(r"(\[Sortie\]\([^)]*\)) - ", r"\1- "), "entry-form"
    ),
    "list-item: a colon": Damage(once(r"(\[Sortie\]\([^)]*\)) - ", r"\1: "), "entry-form"),
    "list-item: a small letter": Damage(once("- Sorts", "- sorts"), "entry-form"),
    "list-item: no full stop": Damage(once(r"of its language\.", "of its language"), "entry-form"),
    "list-item: no space behind the mark": Damage(
        once(_LAST, r"\g<0>\n\n-[Zip](https://z.example.org) - Packs."), "entry-form"
    ),
    "double-link": Damage(
        once(_LAST, r"\g<0>\n- [Sortie](https://sortie.example.org/) - Sorts twice."),
        "duplicate-resource",
    ),
    "double-link: two names": Damage(
        once(_LAST, r"\g<0>\n- [Zorro](https://sortie.example.org) - Marks walls."), "shared-url"
    ),
    "no-repeat-item-in-description": Damage(
        once("- Sorts", "- Sortie sorts".replace("sorts", "is")), "echoed-name"
    ),
    "balanced-punctuation: a quotation mark": Damage(
        once("- Sorts text", '- Sorts "text'), "unbalanced-punctuation"
    ),
    "balanced-punctuation: a curly one": Damage(
        once("- Sorts text", "- Sorts “text"), "unbalanced-punctuation"
    ),
    "spell-check": Damage(once("Sorts text", "Sorts Javascript text"), "inconsistent-term"),
    "code-of-conduct": Damage(last("\nWrite to [INSERT EMAIL ADDRESS].\n"), "leftover-placeholder"),
    "no-repeat-punctuation": Damage(once(r"of comments!", "of comments!!"), "repeated-punctuation"),
    "final-newline": Damage(lambda text: text.rstrip("\n"), "final-newline"),
    "hard-break-spaces": Damage(
        once(r"^Ideas are welcome: ", r"Ideas are welcome:   \n"), "trailing-space"
    ),
    "heading-style": Damage(once(r"^## Text$", "Text\n----"), "heading-style"),
    "no-heading-content-indent": Damage(once(r"^## Text$", "##  Text"), "extra-heading-space"),
    "no-heading-indent": Damage(once(r"^## Text$", " ## Text"), "heading-indent"),
    "no-heading-punctuation": Damage(last("\n## Thanks:\n\nText.\n"), "heading-punctuation"),
    "no-emphasis-as-heading": Damage(last("\n**More**\n\nText.\n"), "emphasis-as-heading"),
    "list-item-bullet-indent": Damage(once(_LAST, " \\g<0>"), "list-indent"),
    "list-item-indent": Damage(once(r"^- \[Sortie\]", "-   [Sortie]"), "marker-space"),
    "unordered-list-marker-style": Damage(last("\n* One.\n* Two.\n"), "list-marker"),
    "ordered-list-marker-style": Damage(last("\n1. One.\n\nText.\n\n1) One.\n"), "ordered-marker"),
    "ordered-list-marker-value": Damage(last("\n1. One.\n2. Two.\n4. Four.\n"), "ordered-number"),
    "checkbox-character-style": Damage(last("\n- [x] One.\n- [X] Two.\n"), "checkbox-style"),
    "checkbox-content-indent": Damage(last("\n- [x]  One.\n"), "checkbox-style"),
    "emphasis-marker": Damage(last("\n*One* and _two_.\n"), "emphasis-marker"),
    "strong-marker": Damage(last("\n**One** and __two__.\n"), "emphasis-marker"),
    "rule-style": Damage(last("\n***\n"), "rule-style"),
    "code-block-style": Damage(last("\nText.\n\n    code\n"), "code-block-style"),
    "fenced-code-marker": Damage(last("\n~~~sh\ncode\n~~~\n"), "code-block-style"),
    "no-shell-dollars": Damage(last("\n```sh\n$ make\n$ make install\n```\n"), "shell-prompt"),
    "no-blockquote-without-marker": Damage(last("\n> One\ntwo.\n"), "lazy-quote"),
    "blockquote-indentation": Damage(last("\n>   One.\n"), "quote-indent"),
    "table-pipes": Damage(last("\na | b\n--- | ---\n1 | 2\n"), "table-edge"),
    "no-table-indentation": Damage(
        last("\n  | a | b |\n  | --- | --- |\n  | 1 | 2 |\n"), "table-edge"
    ),
    "table-cell-padding": Damage(last("\n| a | b |\n| - | - |\n|1|2|\n"), "table-padding"),
    "definition-case": Damage(
        last("\nSee [this][Here].\n\n[Here]: https://x.example.org\n"), "definition-style"
    ),
    "definition-spacing": Damage(
        last("\nSee [this][a b].\n\n[a  b]: https://x.example.org\n"), "definition-style"
    ),
    "link-title-style": Damage(
        last("\n[One](https://a.example 'A') [two](https://b.example \"B\")\n"), "link-title-style"
    ),
    "no-undefined-references": Damage(last("\nSee [this][nowhere].\n"), "undefined-reference"),
    "no-unused-definitions": Damage(
        last("\n[nobody]: https://x.example.org\n"), "unused-definition"
    ),
    "no-unneeded-full-reference-link": Damage(
        last("\nSee [tool][tool].\n\n[tool]: https://x.example.org\n"), "needless-reference"
    ),
    "no-unneeded-full-reference-image": Damage(
        last("\nSee ![tool][tool].\n\n[tool]: https://x.example.org\n"), "needless-reference"
    ),
}


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """The findings by damage; each damaged list is the README of a folder of one project."""
    folder = tmp_path_factory.mktemp("lists")
    (folder / "contributing.md").write_text("# Contributing\n\nPlease do.\n", "utf-8")
    (folder / "roadmaplint.toml").write_text(
        'profile = "awesome"\n[project]\nroadmaps = ["list*.md"]\n', "utf-8"
    )
    text, names = LIST.read_text("utf-8"), {}
    for number, (name, damage) in enumerate(DAMAGES.items()):
        changed = damage.change(text)
        assert changed != text, name
        names[f"list{number}.md"] = name
        (folder / f"list{number}.md").write_text(changed, "utf-8")
    found: Found = {name: [] for name in names.values()}
    for one in findings(folder):
        if one["path"] in names:
            found[names[one["path"]]].append(one)
    return found


def test_a_healthy_list_is_clean() -> None:
    assert findings(HEALTHY) == []


@pytest.mark.parametrize("name", DAMAGES)
def test_damages_are_seen(name: str, damaged: Found) -> None:
    assert DAMAGES[name].rule in {one["rule"] for one in damaged[name]}


def test_a_damage_is_one_kind_of_warning_or_error(damaged: Found) -> None:
    """A slip must not drown in what follows from it."""
    for name, found in damaged.items():
        loud = {one["rule"] for one in found if one["severity"] != "info"}
        assert len(loud) <= 2, (name, loud)


def test_a_list_without_a_guide(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(LIST.read_text("utf-8"), "utf-8")
    rules = {one["rule"] for one in findings(tmp_path, "--profile", "awesome")}
    assert "missing-companion" in rules


@pytest.mark.parametrize("name", ["the-list.md", "my--list.md", "-list.md", "list+.md"])
def test_file_names(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("# List\n\nText.\n", "utf-8")
    found = findings(tmp_path, "--profile", "awesome")
    assert [one["rule"] for one in found] == ["awkward-file-name"]


def test_the_default_address_in_a_code_of_conduct(tmp_path: Path) -> None:
    for name in ("code-of-conduct.md", "other.md"):
        (tmp_path / name).write_text("# Rules\n\nWrite to <sindresorhus@gmail.com>.\n", "utf-8")
    found = findings(tmp_path, "--profile", "awesome")
    assert [(one["path"], one["rule"]) for one in found] == [
        ("code-of-conduct.md", "leftover-placeholder")
    ]


def quiet(tmp_path: Path, text: str, *rules: str) -> None:
    """Nothing of these rules (of all without any) is reported on a list."""
    (tmp_path / "contributing.md").write_text("# Contributing\n\nPlease do.\n", "utf-8")
    (tmp_path / "README.md").write_text(text, "utf-8")
    found = findings(tmp_path, "--profile", "awesome")
    assert [one for one in found if not rules or one["rule"] in rules] == []


DOUBLE = ("duplicate-resource", "shared-url")


def test_addresses_that_differ_in_the_fragment_are_two(tmp_path: Path) -> None:
    """Pages with many parts, and keys in the fragment, are listed part by part."""
    more = """- [Area](https://maps.example.org/doc#area) - Measures.
- [Bearing](https://maps.example.org/doc#bearing) - Turns.
- [Night](https://tube.example.org/#key=abc) - Plays.
- [Noon](https://tube.example.org/#key=def) - Plays."""
    quiet(tmp_path, once(_LAST, rf"\g<0>\n{more}")(LIST.read_text("utf-8")), *DOUBLE)


def test_contents_and_descriptions_may_repeat_an_address(tmp_path: Path) -> None:
    more = (
        "- [Zest](https://zest.example.org) - Like [Sortie](https://sortie.example.org), but sour."
    )
    quiet(tmp_path, once(_LAST, rf"\g<0>\n{more}")(LIST.read_text("utf-8")), *DOUBLE)


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("🚀 Rockets", "-rockets"),
        ("Data & Files", "data--files"),
        ("snake_case names", "snake_case-names"),
        ("数据库", "数据库"),
        ("Größe", "größe"),
        ("C++", "c"),
        ("🛠️ Tools", "️-tools"),
    ],
)
def test_contents_reach_headings_with_emoji_signs_and_other_scripts(
    heading: str, anchor: str, tmp_path: Path
) -> None:
    text = LIST.read_text("utf-8").replace("(#networks)", f"(#{anchor})")
    text = text.replace("[Networks]", f"[{heading}]").replace("## Networks", f"## {heading}")
    quiet(tmp_path, text, "missing-anchor", "stale-contents")


@pytest.mark.parametrize(
    "restyle",
    [
        lambda text: re.sub(r"\) - ", "): ", text),
        lambda text: re.sub(r"\) - ", ") – ", text),
        lambda text: re.sub(r"\) - ([A-Z])", lambda match: f") - {match[1].lower()}", text),
        lambda text: re.sub(r"\.$", "", text, flags=re.MULTILINE),
        lambda text: text.replace("\n- [", "\n* [").replace("\n  - [", "\n  * ["),
        lambda text: re.sub(r"\) - .*$", ")", text, flags=re.MULTILINE),
        lambda text: text.replace("\n  - [Copies]", "\n\t- [Copies]"),
        lambda text: re.sub(
            r"\A# .*\n",
            '<h1 align="center">Awesome Tools</h1>\n\n'
            '<img src="https://awesome.re/badge.svg" alt="Awesome">\n',
            text,
        ),
        lambda text: re.sub(r"## Contents\n\n(?:\s*- \[.*\n)+\n", "", text, count=1),
        lambda text: text.replace("Contents", "Table of contents"),
    ],
    ids=[
        "colons",
        "en dashes",
        "small letters",
        "no full stops",
        "stars",
        "no descriptions",
        "tabs",
        "an HTML title",
        "no contents",
        "another name for the contents",
    ],
)
def test_a_list_may_have_a_style_of_its_own(restyle: Callable[[str], str], tmp_path: Path) -> None:
    text = LIST.read_text("utf-8")
    assert restyle(text) != text
    quiet(tmp_path, restyle(text))


def test_words_in_other_scripts_and_names_in_small_letters(tmp_path: Path) -> None:
    more = """- [图](https://z.example.org/1) - 画图。
- [npm](https://z.example.org/2) - npm.js for lists.
- [Quote](https://z.example.org/3) - "Quoted," she said.
- [Emoji](https://z.example.org/4) - Smiles 😀
- [Inch](https://z.example.org/5) - Shows a 13" screen.
- [Deep](https://z.example.org/6) - Don't panic; it's the users' tool."""
    quiet(tmp_path, once(_LAST, rf"\g<0>\n{more}")(LIST.read_text("utf-8")))


def test_neither_a_history_nor_a_network_is_needed(tmp_path: Path) -> None:
    """A folder that is no repository is checked like any other."""
    assert not (tmp_path / ".git").exists()
    quiet(tmp_path, LIST.read_text("utf-8"))


def test_severities_and_options_can_be_changed(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(LIST.read_text("utf-8"), "utf-8")
    (tmp_path / "roadmaplint.toml").write_text(
        'profile = "awesome"\n[rules.missing-companion]\nseverity = "info"\nfiles = ["rules.md"]\n',
        "utf-8",
    )
    (found,) = (one for one in findings(tmp_path) if one["rule"] == "missing-companion")
    assert found["severity"] == "info"
    assert "rules.md" in found["message"]

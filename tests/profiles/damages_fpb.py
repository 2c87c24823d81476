"""Ways to damage a list of free books, each with the rule that has to see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

Change = Callable[[str], str]


class Damage(NamedTuple):
    """A change of a healthy text, and the rule of the profile that reports it as an error."""

    change: Change
    rule: str


def once(pattern: str, new: str) -> Change:
    """Replace the last match of a pattern: the list's index, on top, stays healthy."""

    def change(text: str) -> str:
        found = list(re.finditer(pattern, text, re.MULTILINE))
        assert found, f"nothing to damage: {pattern}"
        match = found[-1]
        return text[: match.start()] + match.expand(new) + text[match.end() :]

    return change


_ENTRY = r"^\* \[[A-Za-z][^\]\n]*\]\(http[^()\n]*\)"

#: What the linter of the lists reports.
DAMAGES = {
    "items change places": Damage(
        once(r"^(\* \[[A-H].*\n)(\* \[[I-Z].*\n)", r"\2\1"), "unsorted-list"
    ),
    "one blank line above a heading": Damage(once(r"\n\n\n(?=###)", r"\n\n"), "blank-line-rhythm"),
    "three blank lines above a heading": Damage(
        once(r"\n\n\n(?=###)", r"\n\n\n\n"), "blank-line-rhythm"
    ),
    "no blank line above a heading": Damage(once(r"\n\n\n(?=###)", r"\n"), "blank-line-rhythm"),
    "no blank line below a heading": Damage(
        once(r"(^###.*\n)\n(?=\*)", r"\1"), "blank-line-rhythm"
    ),
    "two blank lines below a heading": Damage(
        once(r"(^###.*\n)\n(?=\*)", r"\1\n\n"), "blank-line-rhythm"
    ),
    "no space before the author": Damage(once(r"\) - (?=[A-Z])", ")- "), "misplaced-author"),
    "author behind the format": Damage(
        once(r"\) - ([^()\n]+) \(([^()\n]+)\)$", r") (\2) - \1"), "misplaced-author"
    ),
    "two spaces before the author": Damage(once(r"\) - (?=[A-Z])", ")  - "), "misplaced-author"),
    "PDF not marked": Damage(
        once(r"(\.pdf(?:\?[^)\n]*)?\)[^\n]*) \(PDF\)$", r"\1"), "unmarked-format"
    ),
    "PDF mark without a space": Damage(
        once(r"(\.pdf(?:\?[^)\n]*)?\)).*$", r"\1(PDF)"), "unmarked-format"
    ),
    "slash behind a host": Damage(once(r"\]\((https?://[^/()\n]+)\)", r"](\1/)"), "padded-url"),
    "another bullet": Damage(once(r"^\* \[", "- ["), "list-marker"),
    "underlined heading": Damage(once(r"^### (.*)$", r"\1\n---"), "heading-style"),
    "closed heading": Damage(once(r"^### (.*)$", r"### \1 ###"), "heading-style"),
    "two spaces in a heading": Damage(once(r"^### (?=\S)", "###  "), "extra-heading-space"),
    "indented heading": Damage(once(r"^### ", " ### "), "heading-indent"),
    "tab": Damage(once(r"\) - (?=[A-Z])", ") -\t"), "hard-tab"),
    "tab before a note": Damage(once(r" \((?=PDF\)$)", "\t("), "hard-tab"),
    "no final newline": Damage(lambda text: text.rstrip("\n"), "final-newline"),
    "two marks for bold": Damage(
        lambda text: text.rstrip("\n") + " **one** __two__\n", "emphasis-marker"
    ),
    "colon behind a heading": Damage(once(r"^(### .*)$", r"\1:"), "heading-punctuation"),
    "question as a heading": Damage(once(r"^(### .*)$", r"\1?"), "heading-punctuation"),
    "bold line as a heading": Damage(
        lambda text: text + "\n\n**More**\n\nOther books.\n", "emphasis-as-heading"
    ),
    "empty section": Damage(once(r"^(### .*)$", r"### Zebra\n\n\1"), "empty-section"),
    "empty last section": Damage(lambda text: text + "\n\n### Zulu\n", "empty-section"),
    "heading twice": Damage(
        lambda text: text + "\n\n### Index\n\n* [Z](https://example.org/z)\n", "duplicate-heading"
    ),
    "heading twice in other letters": Damage(
        lambda text: text + "\n\n### INDEX\n\n* [Z](https://example.org/z)\n", "duplicate-heading"
    ),
}

#: What only the guide asks for: warnings at most.
UNCHECKED = {
    "licence with a version": Damage(
        once(r"\(CC BY(-\w+)*\)", "(CC BY-SA 4.0)"), "unlisted-licence"
    ),
    "licence before the format": Damage(
        once(rf"({_ENTRY}).*$", r"\1 - Ada Example (CC BY) (PDF)"), "entry-order"
    ),
    "year behind the author": Damage(
        once(rf"({_ENTRY}).*$", r"\1 - Ada Example - 1970"), "entry-order"
    ),
    "shortener": Damage(
        once(r"^\* \[[A-Z].*$", "* [Zz](https://youtu.be/abc) - Ada Example"), "short-url"
    ),
    "file host": Damage(
        once(r"^\* \[[A-Z].*$", "* [Zz](https://drive.google.com/d/1) - Ada Example"),
        "unwelcome-host",
    ),
    "tracking code": Damage(
        once(r"^(\* \[[A-Z][^\]\n]*\]\(http[^)\n?]*)\)", r"\1?utm_source=x)"), "tracking-parameter"
    ),
    "index page": Damage(
        once(r"^(\* \[[A-Z][^\]\n]*\])\(.*$", r"\1(https://example.org/a/index.html)"), "padded-url"
    ),
    "archive not marked": Damage(
        once(
            r"^(\* \[[A-Z][^\]\n]*\])\(.*$",
            r"\1(https://web.archive.org/web/2015/https://example.org/a)",
        ),
        "unmarked-archive",
    ),
    "plain http": Damage(once(r"^(\* \[[A-Z][^\]\n]*\])\(https", r"\1(http"), "plain-http"),
    "space between title and address": Damage(once(r"\]\((?=http)", "] ("), "malformed-link"),
    "capitals only": Damage(
        once(r"^\* \[[A-Z][^\]\n]*\]", "* [ZEBRAS WITHOUT STRIPES]"), "loud-title"
    ),
    "emoji in a title": Damage(once(r"^\* \[[A-Z][^\]\n]*\]", "* [Zebras 🦓]"), "loud-title"),
    "honorific": Damage(once(r"\) - (?=[A-Z])", ") - Prof. "), "decorated-author"),
    "linked author": Damage(
        once(r"\) - ([A-Z][^(\n]*)$", r") - [\1](https://example.org/me)"), "decorated-author"
    ),
    "section of the fifth level": Damage(once(r"^### ", "##### "), "odd-section-level"),
    "section not in the index": Damage(
        lambda text: text + "\n\n### Zig\n\n* [Z](https://example.org/z)\n", "stale-contents"
    ),
    "no index": Damage(
        lambda text: re.sub(r"\A### Index\n\n(?:\s*\*.*\n)+\n\n", "", text), "missing-contents"
    ),
    "the same book twice": Damage(
        lambda text: text + re.findall(r"^\* .*\n", text, re.MULTILINE)[-1], "duplicate-resource"
    ),
}

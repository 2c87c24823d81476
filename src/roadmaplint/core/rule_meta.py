"""The card of a rule: its words and its policy, read from rules/<group>/<name>.md.

A card is a Markdown page with a fixed shape::

    # duplicate-heading

    Two headings with the same text under one parent.

    ```toml
    code = "STR004"
    aliases = ["MD024"]          # other tools' codes with the same meaning
    since = "0.1.0"
    severity = "warning"         # error, warning or info
    default = true               # off rules are false
    fix = "none"                 # the best the rule ever offers: none, suggestion, unsafe, safe
    touches = []                 # what its fixes may change: bytes whitespace text links outline

    [options]
    scope = "Which headings are compared: siblings or file."
    ```

    ## Why
    ## Bad
    ## Good
    ## Fix safety
    ## When to turn it off

What a fix may change: ``outline`` the number and levels of the headings, ``links`` the targets,
``text`` the words in their order, ``whitespace`` spaces and line breaks, ``bytes`` the encoding,
its mark and line ends. Markup alone (brackets round an address, a closed table row) needs no word.
The fixer undoes a fix that changes more than its card says.

Examples are fenced code blocks in the sections *Bad* and *Good*; use a longer fence when the
example holds one. The info string says what they are:

- ``markdown`` : the text of the example (in *Good*: must give no finding of this rule);
- ``markdown name=docs/x.md`` : the same under another file name (default ``README.md``);
- ``markdown escaped`` : Python escapes in it (``\uf8ff``, ``\x00``, ``\r``) are resolved first;
- ``toml`` directly before an example: options of the rule for that example only;
- ``expect`` directly after a Bad example: one line per finding, ``LINE:COLUMN`` or
  ``LINE:COLUMN-LINE:COLUMN``, then optionally a severity word, then text that the message must
  hold;
- ``fixed`` (or ``fixed escaped``) after that: the text after all fixes of safety safe
  (``fixed unsafe``: and unsafe; ``fixed suggestion``: and suggestions) of this rule are applied
  until nothing changes.

Every Bad example must have an ``expect``. Examples end with a line end, as files do;
``no-final-newline`` in the info string takes it away. More words of the info string:
``files=a.md,img/b.png`` names files that exist beside the example, ``encoding=utf-16-le`` its
encoding, ``other`` a file that is no roadmap. A ``verdicts`` block before an example of a rule on
verdicts says what the web answered, a line per address: ``URL OUTCOME STATUS REASON``, then
``-> FINAL`` where it was redirected, then the safety with which that may replace what is written.
``project`` examples of several files: consecutive ``markdown name=…`` blocks form one project when
all carry the word ``project``; their one ``expect`` then writes ``PATH:LINE:COLUMN``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

from roadmaplint.core.finding import Safety, Severity

Touch = Literal["bytes", "whitespace", "text", "links", "outline"]

#: Group names and the prefix of their codes.
GROUPS: Mapping[str, str] = {
    "encoding": "ENC",
    "structure": "STR",
    "layout": "LAY",
    "schema": "SCH",
    "topics": "TOP",
    "resources": "RES",
    "links": "LNK",
    "language": "LNG",
    "meta": "MET",
}


class Card(Struct, frozen=True):
    """A rule's policy. `fix` is the best safety the rule ever offers, None for no fix.

    `page` is where the card stands if not at <group>/<name>.md below rules/: another path below it,
    or an absolute one for a rule of a plugin or a local folder.
    """

    name: str
    group: str
    code: str
    summary: str
    severity: Severity
    default: bool
    fix: Safety | None
    aliases: tuple[str, ...] = ()
    touches: frozenset[Touch] = frozenset()
    since: str = "0.1.0"
    options: tuple[tuple[str, str], ...] = ()
    page: str = ""

    @property
    def place(self) -> str:
        """The path of the card: below rules/, or absolute."""
        return self.page or f"{self.group}/{self.name}.md"


class Entry(NamedTuple):
    """A rule that can be run: its card, the name of its subject type, the module of its check.

    `folder` holds the module if it belongs to no installed package: a path below rules/, or an
    absolute one. `digest` stands for the content of a plugin or a local folder. A rule without a
    subject is known by name and never runs.
    """

    card: Card
    subject: str
    module: str
    folder: str = ""
    digest: str = ""

from __future__ import annotations

import json

from roadmaplint.core.rule_meta import Card
from roadmaplint.report.card import card_markdown, render_card, render_cards, render_cards_json
from roadmaplint.report.style import Style

PAGE = """\
# mojibake

Text that was decoded with the wrong encoding.

```toml
code = "ENC001"
## not a heading
```

## Why

Readers see `Ã©`.

## Bad

````markdown name=x.md
```
## still code
```
````

```expect
1:1
```

## Good

Fine.
"""

SHOWN = """\
mojibake (ENC001, encoding)
Text that was decoded with the wrong encoding.

  severity: error
  fix:      safe
  touches:  links, text
  also:     MD083
  since:    0.1.0
  option:   minimum - How much evidence is asked for.

Why

Readers see `Ã©`.

Bad

  markdown name=x.md:
    ```
    ## still code
    ```

  expect:
    1:1

Good

Fine.
"""


def test_one_card(cards: dict[str, Card]) -> None:
    assert render_card(cards["mojibake"], PAGE, Style()) == SHOWN


def test_pages_with_other_line_ends(cards: dict[str, Card]) -> None:
    page = PAGE.replace("\n", "\r\n")
    shown = render_card(cards["mojibake"], page, Style())
    assert shown == render_card(cards["mojibake"], PAGE, Style())


def test_a_card_without_a_page(cards: dict[str, Card]) -> None:
    assert render_card(cards["repeated-link"], "", Style()) == (
        "repeated-link (LNK050, links)\nOne address linked again.\n\n"
        "  severity: warning (off by default)\n  fix:      none\n  since:    0.1.0\n"
    )


def test_list(cards: dict[str, Card]) -> None:
    shown = render_cards(reversed(cards.values()), Style())
    assert shown == (
        "encoding\n"
        "  ENC001  mojibake  error    Text that was decoded with the wrong encoding. [safe fix]\n"
        "\n"
        "links\n"
        "  LNK050  repeated-link  off      One address linked again.\n"
    )


def test_json(cards: dict[str, Card]) -> None:
    shown = json.loads(render_cards_json(reversed(cards.values()), Style()))
    assert shown["version"] == 1
    assert [rule["name"] for rule in shown["rules"]] == ["mojibake", "repeated-link"]
    assert shown["rules"][0] == {
        "name": "mojibake",
        "code": "ENC001",
        "group": "encoding",
        "aliases": ["MD083"],
        "summary": "Text that was decoded with the wrong encoding.",
        "severity": "error",
        "default": True,
        "fix": "safe",
        "touches": ["links", "text"],
        "since": "0.1.0",
        "options": {"minimum": "How much evidence is asked for."},
        "help": "https://github.com/roadmaplint/roadmaplint/blob/main/rules/encoding/mojibake.md",
    }
    assert json.loads(render_cards_json([], Style())) == {"version": 1, "rules": []}


def test_markdown(cards: dict[str, Card]) -> None:
    assert card_markdown(cards["repeated-link"]) == (
        "**repeated-link** (LNK050): One address linked again.\n\n"
        "- severity: warning (off by default)\n- fix: none\n- since: 0.1.0\n\n"
        "[The rule's page](https://github.com/roadmaplint/roadmaplint/blob/main/docs/rule-authors.md)"
    )

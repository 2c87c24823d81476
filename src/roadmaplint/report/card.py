"""Rule cards for people and programs: one rule explained, all rules listed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from roadmaplint.core.rule_meta import GROUPS, Card
from roadmaplint.report.model import rule_page
from roadmaplint.report.style import Style, json_array, visible
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import NEWLINE

_FENCE = lazy(r"(`{3,}|~{3,})[ \t]*(\S*)")
_HEADING = lazy(r"#{1,6} +(.*)")


def render_card(card: Card, page: str, style: Style) -> str:
    """One rule for a terminal: its facts, then the sections of its page (Markdown)."""
    name = style.paint("title", style.clean(card.name))
    code = style.link(rule_page(card.group, card.name), style.paint("code", card.code))
    lines = [f"{name} ({code}, {card.group})", style.clean(card.summary), ""]
    lines += [f"  {key + ':':<10}{style.clean(value)}" for key, value in _facts(card)]
    lines += [
        f"  {'option:' if number == 0 else '':<10}{style.clean(f'{option} - {meaning}')}"
        for number, (option, meaning) in enumerate(card.options)
    ]
    return "\n".join([*lines, "", *_body(page, style)]).rstrip("\n") + "\n"


def render_cards(cards: Iterable[Card], style: Style) -> str:
    """All rules by group, a line each: code, name, default severity, best fix, summary."""
    blocks = []
    for group, members in groupby(_ordered(cards), key=lambda card: card.group):
        rows = list(members)
        wide = max(len(card.name) for card in rows)
        lines = [style.paint("title", style.clean(group))]
        lines += [_row(card, wide, style) for card in rows]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def render_cards_json(cards: Iterable[Card], style: Style) -> str:
    """The rules as JSON: `{"version": 1, "rules": […]}`, a rule a line."""
    rules = json_array(map(_plain, _ordered(cards)), style)
    return f'{{"version": 1,\n"rules": {rules}}}\n'


def card_markdown(card: Card) -> str:
    """A rule's card in short as Markdown, for readers of other programs."""
    lines = [f"**{card.name}** ({card.code}): {visible(card.summary)}", ""]
    lines += [f"- {key}: {visible(value)}" for key, value in _facts(card)]
    lines += [f"- option `{name}`: {visible(meaning)}" for name, meaning in card.options]
    return "\n".join([*lines, "", f"[The rule's page]({rule_page(card.group, card.name)})"])


def _ordered(cards: Iterable[Card]) -> list[Card]:
    groups = list(GROUPS)
    return sorted(
        cards, key=lambda c: (groups.index(c.group) if c.group in GROUPS else len(groups), c.code)
    )


def _facts(card: Card) -> Iterable[tuple[str, str]]:
    yield "severity", card.severity.word + ("" if card.default else " (off by default)")
    yield "fix", _fix_word(card)
    if card.touches:
        yield "touches", ", ".join(sorted(card.touches))
    if card.aliases:
        yield "also", ", ".join(card.aliases)
    yield "since", card.since


def _fix_word(card: Card) -> str:
    return "none" if card.fix is None else card.fix.word


def _row(card: Card, wide: int, style: Style) -> str:
    level = card.severity.word if card.default else "off"
    painted = f"{level:<8}"
    if card.default:
        painted = style.severity(card.severity, painted)
    code = style.paint("code", f"{style.clean(card.code):<7}")
    fix = "" if card.fix is None else f" [{card.fix.word} fix]"
    name = f"{style.clean(card.name):<{wide}}"
    return f"  {code} {name}  {painted} {style.clean(card.summary)}{style.paint('quiet', fix)}"


def _body(page: str, style: Style) -> Iterable[str]:
    """The sections of a page: headings coloured, code indented; the card's own block left out."""
    fence = ""
    started = False
    for line in NEWLINE.split(page):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not mark[2]:
                fence = ""
            elif started:
                yield f"    {style.clean(line)}".rstrip()
            continue
        heading = _HEADING.match(line)
        started = started or line.startswith("## ")
        if mark:
            fence = mark[1]
            if started and mark[2]:
                yield style.paint("quiet", f"  {style.clean(line[len(mark[1]) :].strip())}:")
        elif started:
            yield style.paint("title", style.clean(heading[1])) if heading else style.clean(line)


def _plain(card: Card) -> dict[str, object]:
    return {
        "name": card.name,
        "code": card.code,
        "group": card.group,
        "aliases": list(card.aliases),
        "summary": card.summary,
        "severity": card.severity.word,
        "default": card.default,
        "fix": _fix_word(card),
        "touches": sorted(card.touches),
        "since": card.since,
        "options": dict(card.options),
        "help": rule_page(card.group, card.name),
    }

"""Reads the page of a rule: its head, its sections, its examples and what is expected of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, NoReturn, cast, get_args

from msgspec import Struct, field
from msgspec.structs import replace

from roadmaplint.core.finding import Safety, Severity
from roadmaplint.core.rule_meta import GROUPS, Card, Touch
from roadmaplint.core.subjects import Hop, Outcome, Rewrite, Verdict
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import NEWLINE

_FENCE = lazy(r"(`{3,})\s*(.*)")
_KEYS = {"code", "aliases", "since", "severity", "default", "fix", "touches", "options"}


class CardFile(Struct, frozen=True):
    """A whole card: `sections` maps titles to their text."""

    path: str
    card: Card
    sections: Mapping[str, str]
    examples: tuple[Example, ...]


def read_card(text: str, path: str) -> CardFile:
    """Read a card; `path` ends with `<group>/<name>.md`. Raises CardError."""
    group, _, file = path.rpartition("/")
    group = group.rpartition("/")[2]
    lines = NEWLINE.split(text)
    sections, blocks = _scan(lines, path)
    card = _head(sections, blocks, path, (group, file.removesuffix(".md")))
    examples = tuple(examples_of(blocks, path))
    return CardFile(path, card, sections, examples)


def _scan(lines: list[str], path: str) -> tuple[dict[str, str], list[Block]]:
    """Split a card into sections by title (the part before the first is "") and fenced blocks."""
    sections: dict[str, list[str]] = {"": []}
    blocks: list[Block] = []
    title, number = "", 0
    while number < len(lines):
        line = lines[number]
        opening = _FENCE.match(line)
        if opening:
            end = _closing(lines, number, opening[1], path)
            body = "".join(f"{line}\n" for line in lines[number + 1 : end])
            blocks.append(Block(title, number + 1, tuple(opening[2].split()), body))
            sections[title] += lines[number : end + 1]
            number = end + 1
            continue
        if line.startswith("## "):
            title = line[3:].strip()
            if title in sections:
                fail(path, number + 1, f"a second section {title!r}")
            sections[title] = []
        else:
            sections[title].append(line)
        number += 1
    return {title: "\n".join(body).strip() for title, body in sections.items()}, blocks


def _closing(lines: list[str], opening: int, fence: str, path: str) -> int:
    for number in range(opening + 1, len(lines)):
        line = lines[number].rstrip()
        if line.startswith(fence) and not line.strip("`"):
            return number
    raise CardError(f"{path}:{opening + 1}: the fence is never closed")


def _head(
    sections: Mapping[str, str], blocks: list[Block], path: str, place: tuple[str, str]
) -> Card:
    group, name = place
    top = sections[""]
    if not top.startswith(f"# {name}\n"):
        fail(path, 1, f"the first line must be '# {name}'")
    paragraphs = [p for p in re.split(r"\n\s*\n", top.partition("\n")[2].strip()) if p.strip()]
    if not paragraphs or paragraphs[0].startswith("`"):
        fail(path, 3, "a sentence that says what the rule finds must follow the title")
    if not blocks or blocks[0].section or blocks[0].kind != "toml":
        fail(path, 5, "a toml block must follow the first sentence")
    if group not in GROUPS:
        fail(path, 1, f"there is no group {group!r}")
    table = toml_of(blocks[0], path)
    summary = " ".join(paragraphs[0].split())
    return _card(table, summary, (path, blocks[0].line), place)


def _card(
    table: Mapping[str, Any], summary: str, at: tuple[str, int], place: tuple[str, str]
) -> Card:
    group, name = place
    if unknown := sorted(table.keys() - _KEYS):
        fail(*at, f"unknown key {unknown[0]!r}")
    if missing := sorted({"code", "severity", "default", "fix"} - table.keys()):
        fail(*at, f"missing key {missing[0]!r}")
    code, severity, fix = table["code"], table["severity"], table["fix"]
    if not re.fullmatch(GROUPS[group] + r"\d{3}", str(code)):
        fail(*at, f"the code of a rule of {group} is {GROUPS[group]} and three digits")
    if severity not in {word.word for word in Severity}:
        fail(*at, f"severity {severity!r} is not error, warning or info")
    if fix not in {"none", *(word.word for word in Safety)}:
        fail(*at, f"fix {fix!r} is not none, suggestion, unsafe or safe")
    touches = table.get("touches", [])
    if not set(touches) <= set(get_args(Touch)):
        fail(*at, f"touches may name {', '.join(get_args(Touch))}")
    aliases, options = table.get("aliases", []), table.get("options", {})
    if not isinstance(aliases, list) or not all(isinstance(one, str) for one in aliases):
        fail(*at, "aliases must be a list of codes")
    if not isinstance(options, dict) or not all(isinstance(one, str) for one in options.values()):
        fail(*at, "[options] must say of every option, in a text, what it means")
    return Card(
        name=name,
        group=group,
        code=code,
        summary=summary,
        severity=Severity[severity.upper()],
        default=bool(table["default"]),
        fix=None if fix == "none" else Safety[fix.upper()],
        aliases=tuple(aliases),
        touches=cast("frozenset[Touch]", frozenset(touches)),
        since=str(table.get("since", "0.1.0")),
        options=tuple(options.items()),
    )


_ESCAPE = lazy(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\\nrtf]))")
_CONTROLS = {"\\": "\\", "n": "\n", "r": "\r", "t": "\t", "f": "\f"}
_EXPECTED = lazy(
    r"(?:(?P<path>\S+?):)?(?P<line>\d+):(?P<column>\d+)(?:-(?P<end_line>\d+):(?P<end_column>\d+))?"
    r"(?:\s+(?P<severity>error|warning|info)\b)?(?:\s+(?P<message>.*\S))?\s*$"
)
_VERDICT = lazy(
    r"(\S+)\s+(\S+)\s+(\d+|-)\s+(.*?)(?:\s+->\s+(\S+)(?:\s+(safe|unsafe|suggestion))?)?"
    r"(?:\s+//\s+(.+?))?\s*$"
)


class CardError(ValueError):
    """A card that does not have the shape of a card; the text begins with `file:line:`."""


class Block(NamedTuple):
    """A fenced block: its section, the line of its opening fence (1-based), info words, body."""

    section: str
    line: int
    info: tuple[str, ...]
    text: str

    @property
    def kind(self) -> str:
        """The first word of the info string."""
        return self.info[0] if self.info else ""

    def word(self, key: str, default: str) -> str:
        """The value of `key=value` in the info string."""
        return next((w[len(key) + 1 :] for w in self.info if w.startswith(f"{key}=")), default)


class Expected(NamedTuple):
    """One line of an expect block; empty and None fields are not compared."""

    path: str
    start: tuple[int, int]
    end: tuple[int, int] | None
    severity: Severity | None
    message: str


class ExampleFile(NamedTuple):
    """One file of an example; `others` are files that exist beside it."""

    path: str
    text: str
    encoding: str
    is_roadmap: bool
    others: tuple[str, ...]


class Example(Struct, frozen=True):
    """An example of a card: `expected` is None for a Good one, `fixed` None where not stated."""

    line: int
    files: tuple[ExampleFile, ...]
    is_project: bool
    options: Mapping[str, Any] = field(default_factory=dict)
    verdicts: tuple[Verdict, ...] = ()
    expected: tuple[Expected, ...] | None = None
    fixed: str | None = None
    threshold: Safety = Safety.SAFE


def fail(path: str, line: int, message: str) -> NoReturn:
    raise CardError(f"{path}:{line}: {message}")


def toml_of(block: Block, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(block.text)
    except tomllib.TOMLDecodeError as error:
        fail(path, block.line, str(error))


def examples_of(blocks: list[Block], path: str) -> Iterator[Example]:
    """Group the fenced blocks of Bad and Good into examples. Raises CardError."""
    for section in ("Bad", "Good"):
        run = [block for block in blocks if block.section == section]
        at = 0
        while at < len(run):
            example, at = _example(run, at, path)
            yield example


def _example(run: list[Block], at: int, path: str) -> tuple[Example, int]:
    """The example that begins at block `at`, and the index of the first block after it."""
    options: dict[str, Any] = {}
    verdicts: tuple[Verdict, ...] = ()
    first = run[at]
    while first.kind in {"toml", "verdicts"} and at + 1 < len(run):
        if first.kind == "toml":
            options = toml_of(first, path)
        else:
            verdicts = _verdicts(first, path)
        at += 1
        first = run[at]
    if first.kind != "markdown":
        fail(path, first.line, f"a {first.kind or 'nameless'} block that belongs to no example")
    files, at = _files(run, at)
    expected, fixed, threshold = None, None, Safety.SAFE
    if at < len(run) and run[at].kind == "expect":
        expected = _expect(run[at], path)
        at += 1
        if at < len(run) and run[at].kind == "fixed":
            fixed, threshold = _body(run[at]), _threshold(run[at])
            at += 1
    if (expected is None) == (first.section == "Bad"):
        fail(path, first.line, "a Bad example needs an expect block, a Good one must have none")
    is_project = "project" in first.info
    example = Example(first.line, files, is_project, options, verdicts, expected, fixed, threshold)
    return example, at


def _files(run: list[Block], at: int) -> tuple[tuple[ExampleFile, ...], int]:
    files = [_file(run[at])]
    at += 1
    if "project" in run[at - 1].info:
        while at < len(run) and run[at].kind == "markdown" and "project" in run[at].info:
            files.append(_file(run[at]))
            at += 1
    return tuple(files), at


def _verdicts(block: Block, path: str) -> tuple[Verdict, ...]:
    """Read lines `URL OUTCOME STATUS REASON [-> FINAL [SAFETY]] [// NOTE]`; no status is a dash.

    A safety says that the final address may replace what is written.
    """
    found = []
    for number, line in enumerate(block.text.split("\n")[:-1], block.line + 1):
        match = _VERDICT.match(line)
        if not match or match[2] not in get_args(Outcome):
            fail(path, number, "expected URL OUTCOME STATUS REASON [-> FINAL [SAFETY]] [// NOTE]")
        outcome, final = cast("Outcome", match[2]), match[5]
        status = None if match[3] == "-" else int(match[3])
        hops = (Hop(301, final),) if final else ()
        rewrite = Rewrite(final, Safety[match[6].upper()]) if match[6] else None
        verdict = Verdict(match[1], outcome, match[4], status, final, final, hops, rewrite=rewrite)
        found.append(replace(verdict, note=match[7] or ""))
    return tuple(found)


def _file(block: Block) -> ExampleFile:
    others = tuple(name for name in block.word("files", "").split(",") if name)
    encoding = block.word("encoding", "utf-8")
    is_roadmap = "other" not in block.info
    return ExampleFile(block.word("name", "README.md"), _body(block), encoding, is_roadmap, others)


def _body(block: Block) -> str:
    text = block.text
    if "no-final-newline" in block.info:
        text = text.removesuffix("\n")
    return unescape(text) if "escaped" in block.info else text


def unescape(text: str) -> str:
    r"""Resolve `\xHH`, `\uHHHH`, `\UHHHHHHHH`, `\n`, `\r`, `\t`, `\f` and `\\`."""

    def resolve(match: re.Match[str]) -> str:
        digits = match[1] or match[2] or match[3]
        return chr(int(digits, 16)) if digits else _CONTROLS[match[4]]

    return _ESCAPE.sub(resolve, text)


def _threshold(block: Block) -> Safety:
    return next((safety for safety in Safety if safety.word in block.info), Safety.SAFE)


def _expect(block: Block, path: str) -> tuple[Expected, ...]:
    found = []
    for number, line in enumerate(block.text.split("\n"), block.line + 1):
        if not line.strip():
            continue
        match = _EXPECTED.match(line.strip())
        if not match:
            fail(path, number, "expected LINE:COLUMN, a severity and text of the message")
        end = (int(match["end_line"]), int(match["end_column"])) if match["end_line"] else None
        severity = Severity[match["severity"].upper()] if match["severity"] else None
        start = (int(match["line"]), int(match["column"]))
        found.append(Expected(match["path"] or "", start, end, severity, match["message"] or ""))
    return tuple(found)

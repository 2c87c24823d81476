"""Tables: what columns hold, rows as topics, and the prerequisites that cells name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from msgspec.structs import replace

from roadmaplint.lexicon import words
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.context import Collected, Context, durations_in
from roadmaplint.roadmap.inline_lists import Label, split_members
from roadmaplint.roadmap.nodes import Column, Prerequisite, ResourceRole, ResourceType, Table, Topic
from roadmaplint.roadmap.phrases import PhraseTable, folded_names, phrase_table, words_of
from roadmaplint.roadmap.rendered_text import InlineRange, RenderedText, gaps
from roadmaplint.roadmap.resources.build import Surroundings, leads_away, resource_of_link
from roadmaplint.roadmap.title import leading_emoji, strip_emoji
from roadmaplint.text.fold import fold_case
from roadmaplint.text.lazy import lazy

#: What cells say that name no prerequisite.
_NOTHING = frozenset((
    "", "-", "–", "—", "?", "x", "none", "no", "n/a", "na", "nothing", "无", "無", "なし", "없음",
    "нет", "ninguno", "nenhum", "aucun", "keine", "yok",
))  # fmt: skip
_CUT = lazy(r"\s*(?:[,;，、；\n]|<br>)\s*")
_JOIN = lazy(r"\s*(?:&|\band\b|\+)\s*")
#: A longer cell says more than what it takes.
_LONGEST = 2000
_LABEL = PhraseTable({"prerequisites": words("section.word.prerequisites")})


def from_label(
    context: Context, flat: RenderedText, label: Label, end: int
) -> Iterator[Prerequisite]:
    """Prerequisites behind a label like `Prerequisites:`."""
    if _LABEL.whole(flat.slice(label)) and label.rest < end:
        yield from in_text(context, flat, label.rest, end)


def course_key(text: str) -> str:
    """A course's name as it is compared."""
    return " ".join(fold_case(text).replace("-", " ").split())


def in_text(context: Context, flat: RenderedText, start: int, end: int) -> Iterator[Prerequisite]:
    """The prerequisites that a range of a text enumerates.

    Names of courses in this document are found first, because they hold commas themselves.
    """
    start, end = flat.trimmed(start, end)
    if end - start > _LONGEST:
        return
    if fold_case(flat.text[start:end]).strip(" .*") in _NOTHING:
        return
    at = start
    for begin, stop, target in _courses(context, flat.text, start, end):
        yield from _free(context, flat, at, begin)
        yield Prerequisite(flat.text[begin:stop], flat.span(begin, stop), _url(flat, begin), target)
        at = stop
    yield from _free(context, flat, at, end)


def _courses(context: Context, text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Names of known courses in a range, the longest first where they overlap."""
    folded = text.casefold().replace("-", " ")
    found: list[tuple[int, int, str]] = []
    if len(folded) != len(text):
        return found
    for name, title in context.courses.items():
        at = folded.find(name, start, end)
        stop = at + len(name)
        if at < 0 or any(at < other[1] and other[0] < stop for other in found):
            continue
        before, behind = folded[at - 1 : at], folded[stop : stop + 1]
        if not (before.isalnum() and at > start) and not (behind.isalnum() and stop < end):
            found.append((at, stop, title))
    return sorted(found)


def _free(context: Context, flat: RenderedText, start: int, end: int) -> Iterator[Prerequisite]:
    """Prerequisites between the known names: what the commas set apart."""
    text = flat.text
    cuts: list[tuple[int, int]] = []
    depth = 0
    for at in range(start, end):
        depth += text[at] in "(（["
        depth -= text[at] in ")）]" and depth > 0
        cut = None if depth else _CUT.match(text, at, end)
        if cut is not None and cut.group().strip():
            cuts.append((at, cut.end()))
    for first, last in gaps(start, cuts, end):
        begin, stop = _trim(flat, first, last)
        if stop > begin and any(char.isalnum() for char in text[begin:stop]):
            target = _target(context, text[begin:stop])
            yield Prerequisite(text[begin:stop], flat.span(begin, stop), _url(flat, begin), target)


def _trim(flat: RenderedText, start: int, end: int) -> tuple[int, int]:
    """A range without white space and joining words at its ends."""
    start, end = flat.trimmed(start, end)
    if match := _JOIN.match(flat.text, start, end):
        start = match.end()
    text = flat.text
    while end > start and text[end - 1] in " &+.,;":
        end -= 1
    if text[start:end].casefold().endswith(" and"):
        end -= 4
    return flat.trimmed(start, end)


def _target(context: Context, text: str) -> str | None:
    """The course that a shortened name means: `Calculus 1A (all)` is `Calculus 1A: Limits`."""
    name = course_key(re.sub(r"\s*\([^()]*\)\s*", " ", text)).strip()
    if len(name) < 3:
        return None
    for known, title in context.courses.items():
        if known == name or (known.startswith(name) and not known[len(name)].isalnum()):
            return title
    return context.keys.get(name)


def _url(flat: RenderedText, start: int) -> str | None:
    """The address that a prerequisite is linked to."""
    for mark in flat.links:
        if mark.start <= start < mark.end and leads_away(mark.inline.target):
            return mark.inline.target
    return None


#: Columns that never name a row.
_NAMELESS = frozenset({"number", "status", "duration", "effort", "prerequisites", "discussion"})
#: Roles in the order in which they win where a header holds words of several.
_WITHIN = ("prerequisites", "effort", "duration", "discussion", "level", "status", "resource",
           "name", "provider", "topics", "notes")  # fmt: skip
_LINK_ROLES: dict[str, ResourceRole] = {
    "prerequisites": "prerequisite",
    "discussion": "discussion",
    "resource": "entry",
}
#: Link texts of what can be taken instead.
_OTHERS = frozenset(
    {"alternative", "alternate", "alt", "alternatives", "mirror", "替代", "альтернатива"}
)
#: More course names than this are not looked for in prerequisite cells.
_MOST_COURSES = 600


@lru_cache(maxsize=1)
def _counters() -> frozenset[str]:
    """Headers that count parts or time."""
    return frozenset({*folded_names("part"), *folded_names("period")})


@lru_cache(maxsize=512)
def role_of(header: str) -> str:
    """What a column holds by its header; `other` where no word is known."""
    bare = header[slice(*strip_emoji(header, 0, len(header)))].strip(" *_:：")
    if not bare:
        return "other"
    if bare == "#" or " ".join(words_of(fold_case(bare))) in _counters():
        return "number"
    if (role := phrase_table("column").whole(bare)) is not None:
        return role
    found = set(phrase_table("column").within(bare)) - {"number"}
    return next((role for role in _WITHIN if role in found), "other")


def columns_of(context: Context, table: Block) -> tuple[Column, ...]:
    """The columns of a table."""
    header = next((row for row in table.children if row.header), None)
    cells = header.children if header else ()
    texts = [context.flat(cell).text.strip() for cell in cells]
    return tuple(Column(text, role_of(text)) for text in texts)


def named_column(columns: Sequence[Column]) -> int:
    """Which column names the rows: the one for names, else the first that can."""
    for index, column in enumerate(columns):
        if column.role == "name":
            return index
    places = (index for index, column in enumerate(columns) if column.role not in _NAMELESS)
    return next(places, 0)


def course_names(context: Context, table: Block) -> Iterator[tuple[str, str]]:
    """The names that a table with a prerequisites column gives its rows, by key."""
    columns = columns_of(context, table)
    if not any(column.role == "prerequisites" for column in columns):
        return
    at = named_column(columns)
    for row in table.children:
        if not row.header and at < len(row.children):
            flat = context.flat(row.children[at])
            title = _cell_title(flat)[0]
            if len(title) > 2:
                yield course_key(title), title


def add_courses(context: Context, table: Block) -> None:
    """Remember the courses of a table for prerequisite cells."""
    for key, title in course_names(context, table):
        if len(context.courses) >= _MOST_COURSES:
            break
        context.courses.setdefault(key, title)


def read_table(context: Context, table: Block, into: Collected) -> Table:
    """Read a table's rows into a container, unless it only lays things out; give its node."""
    columns = columns_of(context, table)
    rows = [row for row in table.children if not row.header]
    shape = _shape(context, columns, rows)
    if shape != "layout":
        name = named_column(columns)
        for row in rows:
            if (topic := _row(context, row, columns, name, shape)) is not None:
                into.topics.append(topic)
    return Table(columns, len(rows), shape, table.span, table)


def _shape(
    context: Context, columns: Sequence[Column], rows: Sequence[Block]
) -> Literal["curriculum", "schedule", "list", "layout"]:
    """What a table is for."""
    roles = {column.role for column in columns}
    if not any(column.header for column in columns) or _lays_out(context, rows):
        return "layout"
    if "name" in roles and roles & {"duration", "effort", "prerequisites", "provider"}:
        return "curriculum"
    first = columns[0].header if columns else ""
    timed = any(word in _counters() and word != "#" for word in words_of(fold_case(first)))
    return "schedule" if timed and columns[0].role == "number" else "list"


def _lays_out(context: Context, rows: Sequence[Block]) -> bool:
    """True if the first cells hold only images, nothing, or links into this page."""
    cells = [cell for row in rows[:4] for cell in row.children]
    flats = [context.flat(cell) for cell in cells]
    texts = [flat for flat in flats if flat.text.strip()]
    inside = sum(
        bool(flat.links) and all(mark.target.startswith("#") for mark in flat.links)
        for flat in texts
    )
    return not texts or inside * 10 >= len(texts) * 6


def _cell_title(flat: RenderedText) -> tuple[str, int, int]:
    """What a cell names: its leading link's text, else all of it; with its range."""
    start, end = flat.trimmed(0, len(flat.text))
    start = leading_emoji(flat.text, start)[1]
    mark = _leading(flat, start)
    if mark is not None:
        start, end = flat.trimmed(mark.start, mark.end)
        start = min(leading_emoji(flat.text, start)[1], end - 1)
    return flat.text[start:end], start, end


def _leading(flat: RenderedText, start: int) -> InlineRange | None:
    return next((mark for mark in flat.links[:1] if mark.start <= start), None)


def _row(
    context: Context, row: Block, columns: Sequence[Column], name: int, shape: str
) -> Topic | None:
    flats = [context.flat(cell) for cell in row.children]
    texts = [flat.text.strip() for flat in flats]
    named = name if name < len(flats) and texts[name] else None
    if named is None:
        named = next((index for index, text in enumerate(texts) if text), None)
        if named is None:
            return None
    title, start, end = _cell_title(flats[named])
    own = Collected()
    values: dict[str, str] = {}
    for index, flat in enumerate(flats[: len(columns)]):
        column = columns[index]
        _links(context, flat, own, column.role, leading=index == named, shape=shape)
        own.durations += durations_in(flat)
        if column.role == "prerequisites":
            own.prerequisites += in_text(context, flat, 0, len(flat.text))
        if index != named and texts[index]:
            key = column.header if column.role == "other" else column.role
            values[column.header if key in values else key] = texts[index]
    linked_name = any(resource.role == "entry" for resource in own.resources)
    topic = Topic(
        text=title,
        span=row.span,
        text_span=flats[named].span(start, end),
        origin="table-row",
        list_id=row.span.start,
        items=() if linked_name else split_members(flats[named], start, end),
        columns={key: value for key, value in values.items() if key},
    )
    return replace(own.fill(topic), role="topic")  # even where its cells link to resources


def _links(
    context: Context, flat: RenderedText, own: Collected, role: str, *, leading: bool, shape: str
) -> None:
    """The resources that a cell links to, by what its column holds."""
    start = leading_emoji(flat.text, flat.trimmed(0, len(flat.text))[0])[1]
    first = _leading(flat, start) if leading else None
    for mark in flat.links:
        if leads_away(mark.inline.target) and flat.slice(mark).strip():
            entry = mark is first or (role in {"resource", "name"} and not leading)
            link_role: ResourceRole = "entry" if entry else _LINK_ROLES.get(role, "inline")
            if fold_case(flat.slice(mark).strip(" ()")) in _OTHERS:
                link_role = "alternative"
            course = shape == "curriculum" and link_role != "discussion"
            kind: ResourceType | None = "course" if course else None
            own.resources.append(
                resource_of_link(context, flat, mark, Surroundings(link_role, kind=kind))
            )

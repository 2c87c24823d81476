"""Code actions: fixes, the repair of a whole buffer, comments that silence a finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from lsprotocol import types
from msgspec import Struct

from roadmaplint.core.finding import Diagnostic, PlacedFix, Safety
from roadmaplint.server.conversions import PositionIndex, Positions, convert_diagnostic
from roadmaplint.server.documents import Buffer, Checked, check_buffer, repair
from roadmaplint.text.edit import Edit, shortest_edit, splice
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

FIX_ALL = "source.fixAll.roadmaplint"
KINDS = (types.CodeActionKind.QuickFix, FIX_ALL)
_MOST = 40
_HINTS = {Safety.SAFE: "", Safety.UNSAFE: " (unsafe)", Safety.SUGGESTION: " (suggestion)"}
_NUMBER = lazy(r"\d+")
_INDENT = lazy(r"[ \t]*")


class Client(Struct, frozen=True):
    """What the client can take: edits with a version, edits that are asked for later."""

    versions: bool = False
    later: bool = False


def wanted(context: types.CodeActionContext, kind: str) -> bool:
    """True if the client asked for actions of a kind, or for all."""
    only = context.only
    return only is None or any(kind == k or kind.startswith(k + ".") for k in only)


def touched(checked: Checked, span: Span) -> list[Diagnostic]:
    """The diagnostics that share a place with a span, the narrowest first."""
    found: list[tuple[int, int, Diagnostic]] = []
    for diagnostic in checked.diagnostics:
        place = checked.source.span(diagnostic.location)
        if place.start <= span.end and span.start <= place.end:
            found.append((place.end - place.start, len(found), diagnostic))
    return [diagnostic for _, _, diagnostic in sorted(found, key=lambda f: f[:2])]


def quick_fixes(
    checked: Checked, found: Iterable[Diagnostic], index: PositionIndex, client: Client
) -> Iterator[types.CodeAction]:
    """One action per fix of the diagnostics; suggestions too, each by itself."""
    positions = Positions(checked.source, index.encoding)
    for diagnostic in list(found)[:_MOST]:
        fix = diagnostic.fix
        if fix is None or diagnostic.digest != checked.source.digest:
            continue
        edits = _edits(fix, checked.source)
        if not edits:
            continue  # the bytes of the file would change, not its text
        yield types.CodeAction(
            title=f"{fix.title or 'Repair'}{_HINTS[fix.safety]}",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[convert_diagnostic(diagnostic, checked, positions, index)],
            is_preferred=fix.safety == Safety.SAFE or None,
            edit=workspace_edit(checked, edits, positions, client),
        )


def ignore_actions(
    checked: Checked, found: Iterable[Diagnostic], index: PositionIndex
) -> Iterator[types.CodeAction]:
    """One action per rule that puts a comment where it silences a finding; without its edit."""
    positions = Positions(checked.source, index.encoding)
    rules = set()
    for diagnostic in found:
        if diagnostic.rule in rules or diagnostic.group == "meta":
            continue
        rules.add(diagnostic.rule)
        data: dict[str, Any] = {
            "uri": checked.buffer.uri,
            "rule": diagnostic.rule,
            "message": diagnostic.message,
            "place": list(diagnostic.location),
        }
        yield types.CodeAction(
            title=f"Ignore {diagnostic.rule} here",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[convert_diagnostic(diagnostic, checked, positions, index)],
            data=data,
        )


def fix_all(checked: Checked, encoding: str, client: Client) -> types.CodeAction | None:
    """The action that applies every safe fix of a buffer; None if there is none."""
    edit = shortest_edit(checked.source.text, repair(checked, Safety.SAFE).text)
    if edit is None:
        return None
    positions = Positions(checked.source, encoding)
    return types.CodeAction(
        title="Apply all safe fixes of roadmaplint",
        kind=FIX_ALL,
        edit=workspace_edit(checked, [edit], positions, client),
    )


def workspace_edit(
    checked: Checked, edits: Iterable[Edit], positions: Positions, client: Client
) -> types.WorkspaceEdit:
    """Edits of a buffer as the client takes them; with the version where it understands that."""
    found = [positions.edit(edit) for edit in edits]
    uri = checked.buffer.uri
    if not client.versions:
        return types.WorkspaceEdit(changes={uri: found})
    document = types.OptionalVersionedTextDocumentIdentifier(uri, checked.buffer.version)
    return types.WorkspaceEdit(
        document_changes=[types.TextDocumentEdit(text_document=document, edits=[*found])]
    )


def _edits(fix: PlacedFix, source: Source) -> list[Edit]:
    edits = (Edit(source.span(place), text) for place, text in fix.edits)
    return [edit for edit in edits if source.slice(edit.span) != edit.text]


def suppression_edit(checked: Checked, rule: str, message: str, line: int) -> Edit | None:
    """The edit that silences a rule on a 1-based line, or None if there is no such place.

    Every place is tried on the text: the finding must go, no other may come, and the outline must
    stay.
    """
    if not 1 <= line <= checked.source.line_count:
        return None
    before = _counted(checked)
    late = any(d.rule == rule and d.message == message for d in checked.late)
    for edit in _places(checked.source, rule, line):
        text = splice(checked.source.text, [edit])
        buffer = Buffer(checked.buffer.uri, text)
        after = check_buffer(buffer, checked.opened)
        target = (rule, _NUMBER.sub("0", message))
        if _is_better(before, _counted(after), target, late=late) and (
            _outline(checked) == _outline(after)
        ):
            return edit
    return None


def _places(source: Source, rule: str, line: int) -> Iterator[Edit]:
    """The places that a comment may take, the best first."""
    span = source.line_span(line)
    text = source.slice(span)
    here = f"<!-- roadmaplint-disable-line {rule} -->"
    end = span.start + len(text.rstrip())
    newline = "\r\n" if "\r\n" in source.text else "\n"
    indent = _INDENT.match(text)
    comment = f"<!-- roadmaplint-disable-next-line {rule} -->{newline}"
    above = Edit(Span(span.start, span.start), (indent[0] if indent else "") + comment)
    if text.startswith("#"):
        yield above
    if text.strip():
        yield Edit(Span(end, end), f" {here}")
        if text.rstrip().endswith("|"):
            yield Edit(Span(end - 1, end - 1), f"{here} ")
    yield above
    size = len(source.text)
    gap = "" if source.text.endswith(("\n", "\r")) else newline
    whole = f"{gap}{newline}<!-- roadmaplint-disable-file {rule} -->{newline}"
    yield Edit(Span(size, size), whole)


def _counted(checked: Checked) -> Counter[tuple[str, str]]:
    """How often each rule says what; numbers of lines may move."""
    found = checked.whole.diagnostics
    return Counter((d.rule, _NUMBER.sub("0", d.message)) for d in found)


def _outline(checked: Checked) -> tuple[list[tuple[int, str]], int, int]:
    document = checked.document
    headings = [(heading.level, heading.slug) for heading in document.headings]
    return headings, len(document.topics), len(document.resources)


def _is_better(
    before: Counter[tuple[str, str]],
    after: Counter[tuple[str, str]],
    target: tuple[str, str],
    *,
    late: bool,
) -> bool:
    """True if the target is rarer and nothing is new; what comparing files said is not counted."""
    if not late and after[target] >= before[target]:
        return False
    more = after - before
    return all(late and rule == "unused-suppression" for rule, _ in more)

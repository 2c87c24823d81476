"""Actions: the repairs that an editor can offer for a place or for a whole buffer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lsprotocol import types
from msgspec import Struct

from roadmaplint.core.finding import Diagnostic, PlacedFix, Safety
from roadmaplint.server.checking import Checked, one_edit, repaired
from roadmaplint.server.convert import Texts, converted
from roadmaplint.server.places import Places
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span

FIX_ALL = "source.fixAll.roadmaplint"
KINDS = (types.CodeActionKind.QuickFix, FIX_ALL)
_MOST = 40
_HINTS = {Safety.SAFE: "", Safety.UNSAFE: " (unsafe)", Safety.SUGGESTION: " (suggestion)"}


class Client(Struct, frozen=True):
    """What the client can take: edits with a version, edits that are asked for later."""

    versions: bool = False
    later: bool = False


def wanted(context: types.CodeActionContext, kind: str) -> bool:
    """True if the client asked for actions of a kind, or for all."""
    only = context.only
    return only is None or any(kind == k or kind.startswith(f"{k}.") for k in map(str_of, only))


def str_of(kind: types.CodeActionKind | str) -> str:
    """The text of a kind."""
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def touched(checked: Checked, span: Span) -> list[Diagnostic]:
    """The diagnostics that share a place with a span, the narrowest first."""
    found: list[tuple[int, int, Diagnostic]] = []
    for diagnostic in checked.diagnostics:
        place = checked.source.span(diagnostic.location)
        if place.start <= span.end and span.start <= place.end:
            found.append((place.end - place.start, len(found), diagnostic))
    return [diagnostic for _, _, diagnostic in sorted(found, key=lambda f: f[:2])]


def quick_fixes(
    checked: Checked, found: Iterable[Diagnostic], texts: Texts, client: Client
) -> Iterator[types.CodeAction]:
    """One action per fix of the diagnostics; suggestions too, each by itself."""
    places = Places(checked.source, texts.encoding)
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
            diagnostics=[converted(diagnostic, checked, texts)],
            is_preferred=fix.safety == Safety.SAFE or None,
            edit=workspace_edit(checked, edits, places, client),
        )


def ignore_actions(
    checked: Checked, found: Iterable[Diagnostic], texts: Texts
) -> Iterator[types.CodeAction]:
    """One action per rule that puts a comment where it silences a finding; without its edit."""
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
            diagnostics=[converted(diagnostic, checked, texts)],
            data=data,
        )


def fix_all(checked: Checked, encoding: str, client: Client) -> types.CodeAction | None:
    """The action that applies every safe fix of a buffer; None if there is none."""
    edit = one_edit(checked.source.text, repaired(checked, Safety.SAFE).text)
    if edit is None:
        return None
    places = Places(checked.source, encoding)
    return types.CodeAction(
        title="Apply all safe fixes of roadmaplint",
        kind=FIX_ALL,
        edit=workspace_edit(checked, [edit], places, client),
    )


def workspace_edit(
    checked: Checked, edits: Iterable[Edit], places: Places, client: Client
) -> types.WorkspaceEdit:
    """Edits of a buffer as the client takes them; with the version where it understands that."""
    found = [places.edit(edit) for edit in edits]
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

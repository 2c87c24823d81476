"""Features: what the server offers, each as a short function between messages and the documents."""

from __future__ import annotations

import os
from functools import partial
from itertools import islice
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from roadmaplint.server import actions
from roadmaplint.server.actions import suppression_edit
from roadmaplint.server.conversions import Positions, path_of
from roadmaplint.server.documents import Buffer, Checked, Documents
from roadmaplint.server.views import (
    document_links,
    document_symbols,
    explain_rules,
    flatten_symbols,
    resolve_link,
    strip_markdown,
    workspace_symbols,
)
from roadmaplint.text.source import Span

#: Places for comments are tried on the text, which takes time.
_MOST_TRIED = 8
_ACTIONS = types.CodeActionOptions(code_action_kinds=[*actions.KINDS], resolve_provider=True)


def offer_editing(server: LanguageServer, documents: Documents) -> None:
    """Texts as they are opened, typed, saved and closed."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        path = path_of(item.uri)
        if item.language_id.lower() != "markdown" and not _is_markdown(path):
            return
        documents.put(Buffer(item.uri, drop_lone_surrogates(item.text), item.version), 0.0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        if uri in documents.buffers and params.content_changes:
            text = drop_lone_surrogates(params.content_changes[-1].text)
            documents.put(Buffer(uri, text, params.text_document.version))

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=False))
    async def saved(params: types.DidSaveTextDocumentParams) -> None:
        await documents.saved(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        documents.close(params.text_document.uri)


def offer_repairs(server: LanguageServer, documents: Documents) -> None:
    """Fixes, comments that silence a finding, and the repair of a whole buffer."""

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, _ACTIONS)
    async def repairs(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        checked = await documents.current(params.text_document.uri)
        if checked is None:
            return None
        return await documents.do(partial(_repairs, checked, params, documents, client_of(server)))

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def completed(action: types.CodeAction) -> types.CodeAction:
        data = action.data if isinstance(action.data, dict) else {}
        checked = await documents.current(str(data.get("uri")))
        if checked is None:
            return action
        client = client_of(server)
        return await documents.do(partial(_completed, checked, action, documents.encoding, client))


def offer_views(server: LanguageServer, documents: Documents) -> None:
    """What there is to see: rule cards, the outline, links, topics of the project."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        checked = await documents.current(params.text_document.uri)
        return None if checked is None else _hover(checked, params.position, documents, server)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def tree(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
        uri = params.text_document.uri
        checked = await documents.current(uri)
        if checked is None:
            return None
        positions = Positions(checked.source, documents.encoding)
        found = await documents.do(lambda: document_symbols(checked.document, positions))
        trees = "text_document.document_symbol.hierarchical_document_symbol_support"
        return found if _capability(server, trees) else list(flatten_symbols(found, uri))

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def links(params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
        checked = await documents.current(params.text_document.uri)
        if checked is None:
            return None
        positions = Positions(checked.source, documents.encoding)
        return await documents.do(lambda: list(document_links(checked, positions)))

    @server.feature(types.DOCUMENT_LINK_RESOLVE)
    async def link(found: types.DocumentLink) -> types.DocumentLink:
        return await documents.do(partial(resolve_link, found))

    @server.feature(types.WORKSPACE_SYMBOL)
    async def search(params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
        found = []
        open_files = [path for uri in documents.buffers if (path := path_of(uri))]
        anchors = [
            *(os.path.join(f, "README.md") for f in documents.projects.folders),
            *open_files,
        ]
        seen = set()
        for place in anchors:
            compared = await documents.compared(place)
            if compared is not None and compared.root not in seen:
                seen.add(compared.root)
                index = documents.positions()
                found += await documents.do(
                    partial(workspace_symbols, compared, params.query, index)
                )
        return found


def client_of(server: LanguageServer) -> actions.Client:
    """What the client said of itself when it began."""
    later = _capability(server, "text_document.code_action.resolve_support.properties") or ()
    return actions.Client(
        versions=bool(_capability(server, "workspace.workspace_edit.document_changes")),
        later="edit" in later,
    )


def _capability(server: LanguageServer, path: str) -> Any:
    """What the client says at this path of its capabilities; None where it says nothing."""
    value: Any = server.client_capabilities
    for name in path.split("."):
        value = getattr(value, name, None)
    return value


def drop_lone_surrogates(text: str) -> str:
    """A text without halves of characters, which no file can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _is_markdown(path: str | None) -> bool:
    return path is not None and path.lower().endswith((".md", ".markdown", ".mdown", ".mkd"))


def _repairs(
    checked: Checked, params: types.CodeActionParams, documents: Documents, client: actions.Client
) -> list[types.CodeAction]:
    found: list[types.CodeAction] = []
    index = documents.positions()
    if actions.wanted(params.context, types.CodeActionKind.QuickFix):
        span = Positions(checked.source, documents.encoding).span(params.range)
        touched = actions.touched(checked, span)
        found += actions.quick_fixes(checked, touched, index, client)
        later = actions.ignore_actions(checked, touched, index)
        if client.later:
            found += later
        else:
            few = islice(later, _MOST_TRIED)
            done = (_completed(checked, action, documents.encoding, client) for action in few)
            found += (action for action in done if action.edit is not None)
    if actions.wanted(params.context, actions.FIX_ALL):
        whole = actions.fix_all(checked, documents.encoding, client)
        found += [whole] if whole is not None else []
    return found


def _completed(
    checked: Checked, action: types.CodeAction, encoding: str, client: actions.Client
) -> types.CodeAction:
    """An ignore action with its edit, as far as the text still has the place."""
    data = action.data if isinstance(action.data, dict) else {}
    rule, message, place = data.get("rule"), data.get("message"), data.get("place")
    if not (isinstance(rule, str) and isinstance(message, str) and isinstance(place, list)):
        return action
    line = place[0] if place and isinstance(place[0], int) else 0
    edit = suppression_edit(checked, rule, message, line)
    if edit is not None:
        positions = Positions(checked.source, encoding)
        action.edit = actions.workspace_edit(checked, [edit], positions, client)
    return action


def _hover(
    checked: Checked, position: types.Position, documents: Documents, server: LanguageServer
) -> types.Hover | None:
    positions = Positions(checked.source, documents.encoding)
    offset = positions.offset(position)
    found = actions.touched(checked, Span(offset, offset))
    text = explain_rules(found, checked.workspace.cards)
    if not text:
        return None
    kinds = _capability(server, "text_document.hover.content_format")
    if kinds and types.MarkupKind.Markdown not in kinds:
        content = types.MarkupContent(types.MarkupKind.PlainText, strip_markdown(text))
    else:
        content = types.MarkupContent(types.MarkupKind.Markdown, text)
    return types.Hover(content, positions.range(found[0].location))

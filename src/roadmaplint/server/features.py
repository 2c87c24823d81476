"""Features: what the server offers, each as a short function between messages and the desk."""

from __future__ import annotations

import os
from functools import partial
from itertools import islice

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from roadmaplint.server import actions
from roadmaplint.server.addresses import path_of
from roadmaplint.server.checking import Buffer, Checked
from roadmaplint.server.desk import Desk
from roadmaplint.server.explain import explained, plain
from roadmaplint.server.ignoring import ignoring
from roadmaplint.server.linked import document_links, resolved
from roadmaplint.server.outline import flat, outline
from roadmaplint.server.places import Places
from roadmaplint.server.topics import symbols
from roadmaplint.text.source import Span

#: Places for comments are tried on the text, which takes time.
_MOST_TRIED = 8
_ACTIONS = types.CodeActionOptions(code_action_kinds=[*actions.KINDS], resolve_provider=True)


def offer_editing(server: LanguageServer, desk: Desk) -> None:
    """Texts as they are opened, typed, saved and closed."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        path = path_of(item.uri)
        if item.language_id.lower() != "markdown" and not _is_markdown(path):
            return
        desk.put(Buffer(item.uri, sound(item.text), item.version), 0.0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        if uri in desk.buffers and params.content_changes:
            text = sound(params.content_changes[-1].text)
            desk.put(Buffer(uri, text, params.text_document.version))

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=False))
    async def saved(params: types.DidSaveTextDocumentParams) -> None:
        await desk.saved(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        desk.close(params.text_document.uri)


def offer_repairs(server: LanguageServer, desk: Desk) -> None:
    """Fixes, comments that silence a finding, and the repair of a whole buffer."""

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, _ACTIONS)
    async def repairs(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        checked = await desk.current(params.text_document.uri)
        if checked is None:
            return None
        return await desk.do(partial(_repairs, checked, params, desk, client_of(server)))

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def completed(action: types.CodeAction) -> types.CodeAction:
        data = action.data if isinstance(action.data, dict) else {}
        checked = await desk.current(str(data.get("uri")))
        if checked is None:
            return action
        client = client_of(server)
        return await desk.do(partial(_completed, checked, action, desk.encoding, client))


def offer_views(server: LanguageServer, desk: Desk) -> None:
    """What there is to see: rule cards, the outline, links, topics of the project."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        checked = await desk.current(params.text_document.uri)
        return None if checked is None else _hover(checked, params.position, desk, server)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def tree(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
        uri = params.text_document.uri
        checked = await desk.current(uri)
        if checked is None:
            return None
        places = Places(checked.source, desk.encoding)
        found = await desk.do(lambda: outline(checked.document, places))
        return found if _knows_trees(server) else list(flat(found, uri))

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def links(params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
        checked = await desk.current(params.text_document.uri)
        if checked is None:
            return None
        places = Places(checked.source, desk.encoding)
        return await desk.do(lambda: list(document_links(checked, places)))

    @server.feature(types.DOCUMENT_LINK_RESOLVE)
    async def link(found: types.DocumentLink) -> types.DocumentLink:
        return await desk.do(partial(resolved, found))

    @server.feature(types.WORKSPACE_SYMBOL)
    async def search(params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
        found = []
        open_files = [path for uri in desk.buffers if (path := path_of(uri))]
        places = [*(os.path.join(f, "README.md") for f in desk.projects.folders), *open_files]
        seen = set()
        for place in places:
            compared = await desk.compared(place)
            if compared is not None and compared.root not in seen:
                seen.add(compared.root)
                texts = desk.texts()
                found += await desk.do(partial(symbols, compared, params.query, texts))
        return found


def client_of(server: LanguageServer) -> actions.Client:
    """What the client said of itself when it began."""
    workspace = server.client_capabilities.workspace
    edits = workspace.workspace_edit if workspace else None
    document = server.client_capabilities.text_document
    action = document.code_action if document else None
    later = action.resolve_support if action else None
    return actions.Client(
        versions=bool(edits and edits.document_changes),
        later=bool(later and "edit" in later.properties),
    )


def sound(text: str) -> str:
    """A text without halves of characters, which no file can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _is_markdown(path: str | None) -> bool:
    return path is not None and path.lower().endswith((".md", ".markdown", ".mdown", ".mkd"))


def _knows_trees(server: LanguageServer) -> bool:
    document = server.client_capabilities.text_document
    symbol = document.document_symbol if document else None
    return bool(symbol and symbol.hierarchical_document_symbol_support)


def _repairs(
    checked: Checked, params: types.CodeActionParams, desk: Desk, client: actions.Client
) -> list[types.CodeAction]:
    found: list[types.CodeAction] = []
    texts = desk.texts()
    if actions.wanted(params.context, types.CodeActionKind.QuickFix.value):
        span = Places(checked.source, desk.encoding).span(params.range)
        touched = actions.touched(checked, span)
        found += actions.quick_fixes(checked, touched, texts, client)
        later = actions.ignore_actions(checked, touched, texts)
        if client.later:
            found += later
        else:
            few = islice(later, _MOST_TRIED)
            done = (_completed(checked, action, desk.encoding, client) for action in few)
            found += (action for action in done if action.edit is not None)
    if actions.wanted(params.context, actions.FIX_ALL):
        whole = actions.fix_all(checked, desk.encoding, client)
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
    edit = ignoring(checked, rule, message, line)
    if edit is not None:
        places = Places(checked.source, encoding)
        action.edit = actions.workspace_edit(checked, [edit], places, client)
    return action


def _hover(
    checked: Checked, position: types.Position, desk: Desk, server: LanguageServer
) -> types.Hover | None:
    places = Places(checked.source, desk.encoding)
    offset = places.offset(position)
    found = actions.touched(checked, Span(offset, offset))
    text = explained(found, checked.workspace.cards)
    if not text:
        return None
    document = server.client_capabilities.text_document
    hover = document.hover if document else None
    kinds = hover.content_format if hover else None
    if kinds and types.MarkupKind.Markdown not in kinds:
        content = types.MarkupContent(types.MarkupKind.PlainText, plain(text))
    else:
        content = types.MarkupContent(types.MarkupKind.Markdown, text)
    return types.Hover(content, places.range(found[0].location))

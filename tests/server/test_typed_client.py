"""A second client, which checks every message of the server against the protocol's types."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

TEXT = "# 🚀 Some Roadmap:\n\n## Part\n\n- One, [a guide](gone.md)\n- Two\n"


async def talk(folder: Path) -> dict[str, object]:
    client = LanguageClient("test", "1")
    shown: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

    def publish(params: types.PublishDiagnosticsParams) -> None:
        shown.put_nowait(params)

    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(publish)
    await client.start_io(sys.executable, "-m", "roadmaplint", "server", cwd=folder)
    uri = (folder / "README.md").as_uri()
    here = types.TextDocumentIdentifier(uri)
    capabilities = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=["utf-16"])
    )
    await client.initialize_async(
        types.InitializeParams(capabilities, root_uri=folder.as_uri(), process_id=None)
    )
    client.initialized(types.InitializedParams())
    item = types.TextDocumentItem(uri, "markdown", 1, TEXT)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    found: dict[str, object] = {"diagnostics": await asyncio.wait_for(shown.get(), 60)}
    everything = types.Range(types.Position(0, 0), types.Position(99, 0))
    context = types.CodeActionContext(diagnostics=[])
    found["actions"] = await client.text_document_code_action_async(
        types.CodeActionParams(here, everything, context)
    )
    found["symbols"] = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(here)
    )
    found["links"] = await client.text_document_document_link_async(types.DocumentLinkParams(here))
    found["hover"] = await client.text_document_hover_async(
        types.HoverParams(here, types.Position(0, 17))
    )
    found["topics"] = await client.workspace_symbol_async(types.WorkspaceSymbolParams("one"))
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()  # type: ignore[no-untyped-call]
    return found


def test_a_typed_client_understands_everything(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes(TEXT.encode())
    found = asyncio.run(talk(tmp_path))
    diagnostics = found["diagnostics"]
    assert isinstance(diagnostics, types.PublishDiagnosticsParams)
    colon = next(d for d in diagnostics.diagnostics if d.code == "heading-punctuation")
    assert colon.range == types.Range(types.Position(0, 17), types.Position(0, 18))
    assert isinstance(found["hover"], types.Hover)
    for name, kind in {
        "actions": types.CodeAction,
        "symbols": types.SymbolInformation,
        "topics": types.SymbolInformation,
    }.items():
        listed = found[name]
        assert isinstance(listed, Sequence)
        assert listed
        assert all(isinstance(one, kind) for one in listed)

"""The open documents go on when something breaks inside."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from roadmaplint.server import documents as module
from roadmaplint.server.documents import Buffer, Documents, Projects, check_buffer


def test_a_fault_is_said_once_and_work_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    shown: list[int | None] = []

    def check(buffer: Buffer, opened: Any) -> Any:
        if "break" in buffer.text:
            raise RuntimeError("it broke")
        return check_buffer(buffer, opened)

    async def run() -> None:
        documents = Documents(
            Projects({}, {}), lambda _u, _f, version: shown.append(version), said.append
        )
        uri = (tmp_path / "README.md").as_uri()
        for version, text in enumerate(["break", "break again", "# Fine\n"]):
            documents.put(Buffer(uri, text, version), 0.0)
            await asyncio.wait_for(asyncio.shield(documents._waiting[uri]), 30)

    monkeypatch.setattr(module, "check_buffer", check)
    asyncio.run(run())
    assert len(said) == 1
    assert "it broke" in said[0]
    assert shown == [2]

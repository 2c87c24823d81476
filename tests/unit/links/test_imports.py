"""The links room loads nothing heavy before something is asked."""

from __future__ import annotations

import subprocess
import sys


def test_the_room_is_light() -> None:
    code = (
        "import sys, roadmaplint.links;"
        "heavy = {'httpx', 'httpcore', 'asyncio', 'sqlite3', 'ssl', 'idna'} & set(sys.modules);"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

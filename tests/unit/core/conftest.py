"""Makes what tests share importable under one name, for pytest as for the type checker."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

"""What all tests share."""

from __future__ import annotations

import signal

# A run in the background of a shell ignores interrupts and so would every program it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

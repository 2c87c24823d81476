"""A user name and password in an address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Link
from roadmaplint.text.lazy import lazy

_LOGIN = lazy(r"[a-z][a-z0-9+.-]*://[^\s/?#@:]+:[^\s/?#@]+@", re.IGNORECASE)


@rule(on=Link)
def check(link: Link, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per address that carries a password; the message never repeats it."""
    del context
    if "@" in link.target and _LOGIN.match(link.target):
        message = "a user name and password stand in this address: change the password, remove both"
        yield Finding(link.target_span or link.span, message)

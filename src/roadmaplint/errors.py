"""Errors of usage: what a person can put right at the command line or in a configuration file."""

from __future__ import annotations


class UsageError(Exception):
    """A run cannot begin or go on as asked; the text is one line for people (exit code 2)."""


class ConfigError(UsageError):
    """A setting is wrong. `file`, `line` (1-based) and `key` say where; each may be unknown."""

    def __init__(
        self, message: str, file: str | None = None, line: int | None = None, key: str | None = None
    ) -> None:
        """Take the bare message; the place is put before it in the text."""
        self.message, self.file, self.line, self.key = message, file, line, key
        place = "" if file is None else f"{file}: " if line is None else f"{file}:{line}: "
        super().__init__(place + message)


def nearest(wrong: str, known: list[str] | tuple[str, ...]) -> str:
    """`; did you mean "x"?` for the known word next to a wrong one, or an empty string."""
    from difflib import get_close_matches

    folded = {word.casefold(): word for word in known}
    found = get_close_matches(wrong.casefold()[:100], list(folded), 1, 0.6)
    return f'; did you mean "{folded[found[0]]}"?' if found else ""

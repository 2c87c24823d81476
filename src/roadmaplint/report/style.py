"""How a report may look: colour, characters, width, and foreign text made harmless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from msgspec import Struct

from roadmaplint.core.finding import Severity
from roadmaplint.text.lazy import lazy

ColorChoice = Literal["auto", "always", "never"]
Role = Literal["error", "warning", "info", "path", "code", "quiet", "added", "removed", "title"]

_CODES: Mapping[Role, str] = {
    "error": "1;31",
    "warning": "1;33",
    "info": "36",
    "path": "1",
    "code": "1",
    "quiet": "2",
    "added": "32",
    "removed": "31",
    "title": "1;36",
}
_SEVERITY_ROLES: Mapping[Severity, Role] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "info",
}
#: Environment variables and programs of terminals that are known to follow hyperlink escapes.
_LINKING_VARIABLES = ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "WEZTERM_PANE")
_LINKING_PROGRAMS = {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby"}
_OFF = {"0", "false", "no", "off"}
#: Characters that steer a terminal, reorder or hide text, or that UTF-8 and XML cannot hold:
#: C0, DEL, C1, soft hyphen, every bidi control, zero-width space and kin, line and paragraph
#: separators, BOM, interlinear marks, noncharacters, tag characters, lone surrogates, and private
#: use, which every font shows otherwise. The joiners U+200C and U+200D stay: Persian words and
#: emoji need them.
_UNSAFE = lazy(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_NOT_ASCII = lazy("[^\x20-\x7e]")
_ASCII_CONTROL = lazy("[\x00-\x1f\x7f]")


class Stream(NamedTuple):
    """What is known of the place a report goes to: `columns` is its width in cells."""

    terminal: bool = False
    encoding: str = "utf-8"
    columns: int = 100


class Style(Struct, frozen=True):
    """How a report may look.

    `unicode` False keeps the output within ASCII. `width` is in terminal cells. `terminal` is True
    if a person's screen shows the output. `verbose` folds nothing, `summary` adds the last lines.
    """

    color: bool = False
    unicode: bool = True
    width: int = 100
    hyperlinks: bool = False
    terminal: bool = False
    verbose: bool = False
    summary: bool = True

    def clean(self, text: str) -> str:
        """Foreign text on one line with nothing harmful or unprintable in it."""
        return visible(text, ascii_only=not self.unicode)

    def paint(self, role: Role, text: str) -> str:
        """The text in the colour of a role; unchanged without colour."""
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if self.color and text else text

    def severity(self, severity: Severity, text: str = "") -> str:
        """The text, or the severity's word, in the severity's colour."""
        return self.paint(_SEVERITY_ROLES[severity], text or severity.word)

    def link(self, address: str, text: str) -> str:
        """The text as a terminal hyperlink to one of our own addresses, where that is wanted."""
        if not self.hyperlinks:
            return text
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"

    @property
    def ellipsis(self) -> str:
        """What stands for text that was cut."""
        return "…" if self.unicode else "..."


def wants_color(choice: ColorChoice, environment: Mapping[str, str], terminal: bool) -> bool:
    """Whether to colour: the flag, then NO_COLOR, then FORCE_COLOR, then TERM and the terminal."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    forced = environment.get("FORCE_COLOR", "").lower()
    if forced in _OFF:
        return False
    if forced or environment.get("CLICOLOR_FORCE", "0").lower() not in _OFF | {""}:
        return True
    if environment.get("TERM") == "dumb" or environment.get("CLICOLOR") == "0":
        return False
    return terminal


def wants_hyperlinks(environment: Mapping[str, str], terminal: bool) -> bool:
    """Whether this is a terminal that is known to follow hyperlink escapes."""
    if not terminal or environment.get("TERM") == "dumb":
        return False
    if any(environment.get(name) for name in _LINKING_VARIABLES):
        return True
    vte = environment.get("VTE_VERSION", "")
    recent_vte = vte.isascii() and vte.isdigit() and int(vte[:9]) >= 5000
    return recent_vte or environment.get("TERM_PROGRAM", "") in _LINKING_PROGRAMS


def choose_style(
    choice: ColorChoice,
    environment: Mapping[str, str],
    stream: Stream,
    *,
    verbose: bool = False,
    summary: bool = True,
) -> Style:
    """The style for a stream, from the `--color` flag and the environment."""
    color = wants_color(choice, environment, stream.terminal)
    return Style(
        color=color,
        unicode=_holds_unicode(stream.encoding),
        width=max(40, min(stream.columns, 200)),
        hyperlinks=color and wants_hyperlinks(environment, stream.terminal),
        terminal=stream.terminal,
        verbose=verbose,
        summary=summary,
    )


def _holds_unicode(encoding: str) -> bool:
    """True for the UTF encodings; a name that Python does not know counts as narrow."""
    import codecs

    try:
        return codecs.lookup(encoding).name.startswith("utf")
    except LookupError:
        return False


def visible(text: str, *, ascii_only: bool = False) -> str:
    r"""The text on one line, every character that is not plainly visible written as an escape.

    Escapes are `\x1b`, `\u202e` or `\U000e0041`; line ends and tabs become escapes too. With
    `ascii_only` everything outside printable ASCII does. Backslashes stay single.
    """
    if text.isprintable() and not (ascii_only and not text.isascii()):
        return text
    if text.isascii():
        return _ASCII_CONTROL.sub(_escape, text)
    return (_NOT_ASCII if ascii_only else _UNSAFE).sub(_escape, text)


def json_text(value: Any, *, ascii_only: bool = False) -> str:
    r"""One line of JSON that prints nothing harmful; unlike `visible` it keeps every value exact.

    Unsafe characters are written as JSON's own `\uXXXX`, so a reader gets them back unchanged.
    """
    import json

    text = json.dumps(value, ensure_ascii=ascii_only, separators=(", ", ": "))
    if text.isascii():
        return text.replace("\x7f", "\\u007f")
    return text if text.isprintable() else _UNSAFE.sub(_json_escape, text)


def json_array(rows: Iterable[Any], style: Style) -> str:
    """A JSON array with an element a line."""
    lines = ",\n".join(json_text(row, ascii_only=not style.unicode) for row in rows)
    return f"[\n{lines}\n]" if lines else "[]"


def ascii_markup(text: str, style: Style) -> str:
    """HTML, XML or Markdown, with character references where the style wants plain ASCII."""
    return text if style.unicode else text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"

"""Response heads as servers really send them, rewritten into what the standard allows."""

from __future__ import annotations

import re

from roadmaplint.text.lazy import lazy

#: More than this of status line and headers is not read.
MAX_HEAD = 64 * 1024

Fields = list[tuple[bytes, bytes]]

_STATUS = lazy(
    rb"\s*(?:HTTP/(\d)(?:[.,](\d))?|ICY)[ \t]*([1-9]\d\d)(?!\d)([^\r\n]*)", re.IGNORECASE
)
_TOKEN = lazy(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z")
_CONTROL = lazy(rb"[\x00-\x08\x0a-\x1f\x7f]")
_BLANK = lazy(rb"[\r\n]{0,64}")
_LENGTH = lazy(rb"\r\nContent-Length: (\d+)\r\n")
_END = lazy(rb"\r?\n\r?\n")


def end_of_head(data: bytes) -> int:
    """Where the body starts, or -1 if the empty line has not come yet.

    Empty lines before the status line are passed over, as browsers do.
    """
    blank = _BLANK.match(data)
    match = _END.search(data, blank.end() if blank else 0)
    return match.end() if match else -1


def may_begin(data: bytes) -> bool:
    """False as soon as it is clear that no response head comes."""
    start = data[:64].lstrip()[:5].upper()
    return any(word.startswith(start) or start.startswith(word) for word in (b"HTTP/", b"ICY"))


def status_of(head: bytes) -> int | None:
    """The status code of a head, None if it does not begin with a status line."""
    match = _STATUS.match(head)
    return int(match[3]) if match else None


def stated_length(head: bytes) -> int | None:
    """The length of the body by a repaired head; None where it does not say so."""
    if status_of(head) in {204, 304}:
        return 0
    match = _LENGTH.search(head)
    return int(match[1]) if match else None


def repair_head(head: bytes, *, cut: bool = False) -> bytes:
    """A head that every parser takes: illegal lines dropped, contradictions about length solved.

    `cut` says that the head was longer than what is read: its body then counts as empty.
    What is no head at all comes back unchanged.
    """
    match = _STATUS.match(head)
    if match is None:
        return head
    version = b"0" if (match[1], match[2]) == (b"1", b"0") else b"1"
    reason = _CONTROL.sub(b"", match[4]).strip()
    lines = [b"HTTP/1.%s %s %s" % (version, match[3], reason)]
    lines += [b"%s: %s" % pair for pair in _with_one_length(_fields(head[match.end() :]), cut=cut)]
    return b"\r\n".join((*lines, b"", b""))


def _fields(text: bytes) -> Fields:
    fields: Fields = []
    for line in text.replace(b"\r\n", b"\n").split(b"\n"):
        if line[:1] in {b" ", b"\t"} and fields:
            name, value = fields[-1]
            fields[-1] = (name, value + b" " + _CONTROL.sub(b"", line).strip())
            continue
        name, colon, value = line.partition(b":")
        name = name.rstrip()
        if colon and _TOKEN.match(name):
            fields.append((name, _CONTROL.sub(b"", value).strip()))
    return fields


def _with_one_length(fields: Fields, *, cut: bool) -> Fields:
    """The fields with one consistent statement about where the body ends."""
    others: Fields = []
    stated: dict[bytes, set[bytes]] = {b"content-length": set(), b"transfer-encoding": set()}
    for name, value in fields:
        values = stated.get(name.lower())
        if values is None:
            others.append((name, value))
        else:
            values.update(part.strip().lower() for part in value.split(b","))
    lengths = stated[b"content-length"]
    if cut:
        return [*others, (b"Content-Length", b"0"), (b"Connection", b"close")]
    if b"chunked" in stated[b"transfer-encoding"]:
        return [*others, (b"Transfer-Encoding", b"chunked")]
    if len(lengths) == 1 and (length := lengths.pop()).isdigit() and len(length) < 19:
        return [*others, (b"Content-Length", length)]
    return [*others, (b"Connection", b"close")] if len(fields) > len(others) else others

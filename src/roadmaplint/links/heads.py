"""Response heads as servers really send them, rewritten into what the standard allows."""

from __future__ import annotations

import re

from roadmaplint.text.lazy import lazy

#: More than this of status line and headers is not read.
MAX_HEAD = 64 * 1024

_STATUS = lazy(
    rb"\s*(?:HTTP/(\d)(?:[.,](\d))?|ICY)[ \t]*([1-9]\d\d)(?!\d)([^\r\n]*)", re.IGNORECASE
)
_TOKEN = lazy(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z")
_CONTROL = lazy(rb"[\x00-\x08\x0a-\x1f\x7f]")
_BLANK = lazy(rb"[\r\n]{0,64}")
_END = lazy(rb"\r?\n\r?\n")


def end_of_head(data: bytes | bytearray) -> int:
    """Where the body starts, or -1 if the empty line has not come yet.

    Empty lines before the status line are passed over, as browsers do.
    """
    before = _BLANK.match(data)
    match = _END.search(data, before.end() if before else 0)
    return match.end() if match else -1


def may_begin(data: bytes | bytearray) -> bool:
    """False as soon as it is clear that no response head comes."""
    start = bytes(data[:64]).lstrip()[:5].upper()
    return any(word.startswith(start) or start.startswith(word) for word in (b"HTTP/", b"ICY"))


def status_of(head: bytes) -> int | None:
    """The status code of a head, None if it does not begin with a status line."""
    match = _STATUS.match(head)
    return int(match[3]) if match else None


def cleaned(head: bytes, *, cut: bool = False) -> bytes:
    """A head that every parser takes: illegal lines dropped, contradictions about length solved.

    `cut` says that the head was longer than what is read: its body then counts as empty.
    What is no head at all comes back unchanged.
    """
    match = _STATUS.match(head)
    if match is None:
        return head
    old = match[1] == b"1" and match[2] == b"0"
    reason = _CONTROL.sub(b"", match[4]).strip()
    status = b"HTTP/1.%d %s %s\r\n" % (0 if old else 1, match[3], reason)
    fields = _framing(_fields(head[match.end() :]), cut=cut)
    return status + b"".join(b"%s: %s\r\n" % pair for pair in fields) + b"\r\n"


def _fields(text: bytes) -> list[tuple[bytes, bytes]]:
    fields: list[tuple[bytes, bytes]] = []
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


def _framing(fields: list[tuple[bytes, bytes]], *, cut: bool) -> list[tuple[bytes, bytes]]:
    """The fields with one consistent statement about where the body ends."""
    names = {b"content-length", b"transfer-encoding"}
    about = [(name.lower(), value) for name, value in fields if name.lower() in names]
    others = [pair for pair in fields if pair[0].lower() not in names]
    if cut:
        return [*others, (b"Content-Length", b"0"), (b"Connection", b"close")]
    codings = [
        c.strip() for n, v in about if n == b"transfer-encoding" for c in v.lower().split(b",")
    ]
    if b"chunked" in codings:
        return [*others, (b"Transfer-Encoding", b"chunked")]
    lengths = {part.strip() for n, v in about if n == b"content-length" for part in v.split(b",")}
    if len(lengths) == 1 and (length := lengths.pop()).isdigit() and len(length) < 19:
        return [*others, (b"Content-Length", length)]
    return [*others, (b"Connection", b"close")] if about else others

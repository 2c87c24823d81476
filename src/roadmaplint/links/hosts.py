"""Host names and addresses as written, in the one form that is looked up and compared."""

from __future__ import annotations

import re

from roadmaplint.text.lazy import lazy

_HOST = lazy(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\Z")
_NUMBER = lazy(r"(?:0x[0-9a-f]*|\d+)\Z")


def host_and_port(text: str, default: int) -> tuple[str, int, str]:
    """Host, port and, if the text is neither, a reason."""
    match = re.match(r"(\[[^\]]*\]|[^:]*)(?::(.*))?\Z", text, re.DOTALL)
    if match is None:
        return "", 0, "the host cannot be read"
    raw, written_port = match[1], match[2] or ""
    if written_port and not (written_port.isascii() and written_port.isdigit()):
        return "", 0, f"{written_port[:20]!r} is no port"
    port = int(written_port[:9]) if written_port else default
    if not 0 < port < 65536:
        return "", 0, f"port {port} does not exist"
    host, problem = _host(raw)
    return host, port, problem


def _host(raw: str) -> tuple[str, str]:
    """A host in its one form, or an empty text and a reason."""
    if raw.startswith("["):
        return _ipv6(raw[1:-1])
    text = raw
    if "%" in text:
        from urllib.parse import unquote

        text = unquote(text)
    text = text.lower() if text.isascii() else _idna(text)
    text = text.removesuffix(".")
    if not text:
        return "", "the host is missing"
    if not _HOST.match(text) or len(text) > 253:
        return "", f"{raw[:60]!r} is no host name"
    last = text.rpartition(".")[2]
    if _NUMBER.match(last):
        return _ipv4(text)
    return text, ""


def _ipv6(text: str) -> tuple[str, str]:
    from ipaddress import AddressValueError, IPv6Address

    try:
        return str(IPv6Address(text.partition("%")[0])), ""
    except AddressValueError:
        return "", f"[{text[:60]}] is no address"


def _ipv4(text: str) -> tuple[str, str]:
    """Every spelling that resolvers read as IPv4 (octal, hexadecimal, short) as four numbers."""
    parts = text.split(".")
    wrong = ("", f"{text[:60]!r} is no address")
    if len(parts) > 4:
        return wrong
    numbers = []
    for part in parts:
        if not _NUMBER.match(part):
            return wrong
        base = 16 if part[:2] == "0x" else 8 if part[0] == "0" and len(part) > 1 else 10
        try:
            numbers.append(int(part[2:] or "0", 16) if base == 16 else int(part, base))
        except ValueError:
            return wrong
    if any(n > 255 for n in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        return wrong
    value = numbers[-1] + sum(n << 8 * (3 - i) for i, n in enumerate(numbers[:-1]))
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0)), ""


def _idna(text: str) -> str:
    """The ASCII form of an international host; labels outside the standard (emoji) by punycode."""
    import idna

    labels = re.split(r"[.\u3002\uff0e\uff61]", text)
    done = []
    for label in labels:
        try:
            done.append(idna.encode(label, uts46=True).decode() if label else "")
        except (idna.IDNAError, UnicodeError):
            try:
                done.append("xn--" + label.lower().encode("punycode").decode())
            except UnicodeError:
                return ""
    return ".".join(done)

"""Exceptions of the network read as problems, in words for people."""

from __future__ import annotations

import errno
import ssl

import httpcore

from roadmaplint.links.answer import Answer, Problem

_CERTIFICATE_WORDS = {
    9: "the certificate is not valid yet",
    10: "the certificate has expired",
    18: "the certificate is self-signed",
    19: "the certificate comes from an unknown authority",
    20: "the certificate's issuer is unknown, or its chain is incomplete",
    21: "the certificate's chain is incomplete",
    23: "the certificate was revoked",
    62: "the certificate is for another host",
    64: "the certificate is for another address",
}
_NOT_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL",
            "PACKET_LENGTH_TOO_LONG", "INVALID_RECORD_TYPE")  # fmt: skip
_WANTS_CERTIFICATE = ("CERTIFICATE_REQUIRED", "ALERT_BAD_CERTIFICATE", "ALERT_ACCESS_DENIED")
_NO_WAY_ON = (502, 503, 504)
_WAITING = (ssl.SSLWantReadError, ssl.SSLWantWriteError)
_BY_NUMBER: dict[int, tuple[Problem, str]] = {
    errno.ECONNREFUSED: ("refused", "connection refused"),
    errno.ECONNRESET: ("reset", "the connection was reset"),
    errno.EPIPE: ("reset", "the connection was reset"),
    errno.ECONNABORTED: ("reset", "the connection was reset"),
    errno.ENETUNREACH: ("no-route", "no route to the network of the host"),
    errno.EADDRNOTAVAIL: ("no-route", "no route to the network of the host"),
    errno.EAFNOSUPPORT: ("no-route", "this machine has no such network"),
    errno.ENETDOWN: ("no-route", "the network is down"),
    errno.EHOSTUNREACH: ("unreachable", "no route to the host"),
    errno.EHOSTDOWN: ("unreachable", "the host is down"),
    errno.ETIMEDOUT: ("connect-timeout", "the connection timed out"),
}


def answer_of(error: Exception, *, timeout: float, proxy: str = "") -> Answer:
    """The answer that a failed exchange, through a proxy if one is named, amounts to.

    Never raises.
    """
    tls = None if isinstance(error, TimeoutError) else _find(error, ssl.SSLError)
    if isinstance(tls, ssl.SSLError) and not proxy.startswith("https:"):
        return _tls(tls)
    if proxy and isinstance(error, httpcore.ProxyError | httpcore.ConnectError):
        # No way through to this host is what a plain request would be told with a status.
        status = next((n for n in _NO_WAY_ON if str(error).startswith(f"{n} ")), None)
        detail = f"the proxy failed: {error}"
        return Answer(status) if status else Answer(problem="proxy", detail=detail)
    problem, detail = _plain(error, timeout)
    return Answer(problem=problem, detail=detail)


def _plain(error: Exception, timeout: float) -> tuple[Problem, str]:
    if isinstance(error, httpcore.ConnectTimeout):
        return "connect-timeout", str(error)
    if isinstance(error, TimeoutError | httpcore.TimeoutException):
        return "read-timeout", f"no answer in {timeout:g} s"
    system = _find(error, OSError)
    number = system.errno if isinstance(system, OSError) else None
    if number in _BY_NUMBER:
        return _BY_NUMBER[number]
    if isinstance(error, httpcore.RemoteProtocolError):
        gone = "disconnected" in str(error)
        closed: tuple[Problem, str] = ("reset", "the connection was closed without an answer")
        return closed if gone else ("not-http", "the answer is not HTTP")
    if isinstance(error, httpcore.NetworkError):
        return "reset", f"the connection broke: {error}"
    return "internal", f"{type(error).__name__}: {error}"


def _tls(error: ssl.SSLError) -> Answer:
    if isinstance(error, ssl.SSLCertVerificationError):
        word = _CERTIFICATE_WORDS.get(error.verify_code, error.verify_message)
        return Answer(problem="certificate", detail=word)
    reason = (error.reason or "").upper()
    if any(word in reason for word in _NOT_TLS):
        return Answer(problem="not-http", detail="the port does not speak TLS")
    if any(word in reason for word in _WANTS_CERTIFICATE):
        return Answer(
            problem="certificate-wanted", detail="the server wants a certificate of the reader"
        )
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Answer(problem="reset", detail="the connection was closed while TLS began")
    words = reason.replace("_", " ").lower() or str(error)
    return Answer(problem="tls", detail=f"TLS failed: {words}")


def _find(error: BaseException | None, kind: type[BaseException]) -> BaseException | None:
    """The first exception of a kind in a chain of causes."""
    for _ in range(12):
        # Wanting to read is how TLS waits, not what went wrong.
        if error is None or (isinstance(error, kind) and not isinstance(error, _WAITING)):
            return error
        error = error.__cause__ or error.__context__
    return None

"""Exceptions of the network read as responses without a status, in words for people."""

from __future__ import annotations

import errno
import ssl
from collections.abc import Iterator

import httpcore

from roadmaplint.links.http import Problem, Response
from roadmaplint.links.http.address import AddressError

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
#: Statuses by which a proxy says that it did not reach the server.
_UNREACHED = (502, 503, 504)
#: Wanting to read or write is how TLS waits, not what went wrong.
_WAITING = (ssl.SSLWantReadError, ssl.SSLWantWriteError)
_BY_NUMBER: dict[int | None, tuple[Problem, str]] = {
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


def failed_response(error: Exception, *, timeout: float, proxy: str = "") -> Response:
    """The response that a failed exchange, through a proxy if one is named, amounts to.

    Never raises. `timeout` are the seconds after which a TimeoutError was raised.
    """
    if isinstance(error, AddressError):
        return Response(problem=error.problem, detail=error.detail)
    causes = [] if isinstance(error, TimeoutError) else list(_causes(error))
    tls = next((e for e in causes if isinstance(e, ssl.SSLError)), None)
    if tls is not None and not proxy.startswith("https:"):
        problem, detail = _of_tls(tls)
    elif proxy and isinstance(error, httpcore.ProxyError | httpcore.ConnectError):
        for status in _UNREACHED:  # what a plain request through the proxy would be told
            if str(error).startswith(f"{status} "):
                return Response(status)
        problem, detail = "proxy", f"the proxy failed: {error}"
    else:
        problem, detail = _of_connection(error, causes, timeout)
    return Response(problem=problem, detail=detail)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(12):
        if error is None:
            return
        if not isinstance(error, _WAITING):
            yield error
        error = error.__cause__ or error.__context__


def _of_connection(
    error: Exception, causes: list[BaseException], timeout: float
) -> tuple[Problem, str]:
    if isinstance(error, httpcore.ConnectTimeout):
        return "connect-timeout", str(error)
    if isinstance(error, TimeoutError | httpcore.TimeoutException):
        return "read-timeout", f"no answer in {timeout:g} s"
    for cause in causes:
        if isinstance(cause, OSError) and cause.errno in _BY_NUMBER:
            return _BY_NUMBER[cause.errno]
    if isinstance(error, httpcore.RemoteProtocolError):
        gone: tuple[Problem, str] = ("reset", "the connection was closed without an answer")
        return gone if "disconnected" in str(error) else ("not-http", "the answer is not HTTP")
    if isinstance(error, httpcore.NetworkError):
        return "reset", f"the connection broke: {error}"
    return "internal", f"{type(error).__name__}: {error}"


def _of_tls(error: ssl.SSLError) -> tuple[Problem, str]:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "certificate", _CERTIFICATE_WORDS.get(error.verify_code, error.verify_message)
    reason = (error.reason or "").upper()
    if any(word in reason for word in _NOT_TLS):
        return "not-http", "the port does not speak TLS"
    if any(word in reason for word in _WANTS_CERTIFICATE):
        return "certificate-wanted", "the server wants a certificate of the reader"
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return "reset", "the connection was closed while TLS began"
    return "tls", f"TLS failed: {reason.replace('_', ' ').lower() or error}"

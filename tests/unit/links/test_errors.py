"""Exceptions of the network become problems with words for people."""

from __future__ import annotations

import errno
import ssl

import httpcore
import pytest

from roadmaplint.links.http.errors import failed_response


def caused(error: Exception, cause: Exception) -> Exception:
    error.__context__ = cause
    return error


def certificate(code: int) -> ssl.SSLCertVerificationError:
    problem = ssl.SSLCertVerificationError(1, "certificate verify failed")
    problem.verify_code, problem.verify_message = code, "something new"
    return problem


def tls(reason: str) -> ssl.SSLError:
    problem = ssl.SSLError(1, reason)
    problem.reason = reason
    return problem


@pytest.mark.parametrize(
    ("error", "problem", "word"),
    [
        (TimeoutError(), "read-timeout", "no answer in 7 s"),
        (caused(TimeoutError(), ssl.SSLWantReadError()), "read-timeout", "no answer"),
        (httpcore.ConnectTimeout("no connection in 5 s"), "connect-timeout", "5 s"),
        (caused(httpcore.ConnectError(), OSError(errno.ECONNREFUSED, "x")), "refused", "refused"),
        (caused(httpcore.ReadError(), OSError(errno.ECONNRESET, "x")), "reset", "reset"),
        (caused(httpcore.ConnectError(), OSError(errno.ENETUNREACH, "x")), "no-route", "no route"),
        (caused(httpcore.ConnectError(), OSError(errno.EHOSTUNREACH, "x")), "unreachable", "host"),
        (
            httpcore.RemoteProtocolError("Server disconnected without sending a response."),
            "reset",
            "closed",
        ),
        (httpcore.RemoteProtocolError("illegal status line"), "not-http", "not HTTP"),
        (httpcore.ReadError("odd"), "reset", "odd"),
        (ValueError("odd"), "internal", "ValueError: odd"),
        (caused(httpcore.ConnectError(), certificate(10)), "certificate", "expired"),
        (caused(httpcore.ConnectError(), certificate(18)), "certificate", "self-signed"),
        (caused(httpcore.ConnectError(), certificate(62)), "certificate", "another host"),
        (caused(httpcore.ConnectError(), certificate(99)), "certificate", "something new"),
        (
            caused(httpcore.ConnectError(), tls("WRONG_VERSION_NUMBER")),
            "not-http",
            "does not speak TLS",
        ),
        (
            caused(httpcore.ReadError(), tls("TLSV13_ALERT_CERTIFICATE_REQUIRED")),
            "certificate-wanted",
            "reader",
        ),
        (caused(httpcore.ConnectError(), tls("DH_KEY_TOO_SMALL")), "tls", "dh key too small"),
    ],
)
def test_problems(error: Exception, problem: str, word: str) -> None:
    response = failed_response(error, timeout=7)
    assert response.problem == problem
    assert word in response.detail


def test_behind_a_proxy_a_connection_that_fails_is_the_proxys_fault() -> None:
    refused = caused(httpcore.ConnectError("no"), OSError(errno.ECONNREFUSED, "x"))
    assert failed_response(refused, timeout=1, proxy="http://proxy.example").problem == "proxy"
    assert (
        failed_response(httpcore.ProxyError("407"), timeout=1, proxy="http://proxy.example").problem
        == "proxy"
    )


def test_a_circle_of_causes_ends() -> None:
    one, other = httpcore.ReadError("a"), ValueError("b")
    one.__context__, other.__context__ = other, one
    assert failed_response(one, timeout=1).problem == "reset"


def test_a_certificate_that_fails_is_the_proxys_own_if_tls_leads_to_it() -> None:
    broken = httpcore.ConnectError("certificate verify failed")
    broken.__cause__ = certificate(10)
    assert failed_response(broken, timeout=1, proxy="http://proxy.example").problem == "certificate"
    assert failed_response(broken, timeout=1, proxy="https://proxy.example").problem == "proxy"


def test_a_proxy_that_finds_no_way_to_a_host_gives_a_status() -> None:
    response = failed_response(
        httpcore.ProxyError("504 Timeout"), timeout=1, proxy="http://proxy.example"
    )
    assert (response.status, response.problem) == (504, None)

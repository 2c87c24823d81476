"""Which certificates are believed, and how old a server's TLS may be."""

from __future__ import annotations

import os
import ssl
from contextlib import suppress


def trusted_context() -> ssl.SSLContext:
    """Verifies certificates, by the system's authorities and certifi's, as browsers do.

    `SSL_CERT_FILE` and `SSL_CERT_DIR` replace them.
    """
    context = ssl.create_default_context()
    if not (os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")):
        import certifi

        context.load_verify_locations(certifi.where())
    return _lenient(context)


def blind_context() -> ssl.SSLContext:
    """For a second look at a server whose certificate has failed already; carries no secrets."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return _lenient(context)


def _lenient(context: ssl.SSLContext) -> ssl.SSLContext:
    """As patient with old servers as browsers are."""
    context.options |= ssl.OP_IGNORE_UNEXPECTED_EOF | getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    context.set_alpn_protocols(["http/1.1"])
    with suppress(ssl.SSLError):
        context.set_ciphers("DEFAULT:@SECLEVEL=1")
    return context

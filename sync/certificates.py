"""Whom a connection trusts: the authorities that everybody knows, and those of the office's own network.

A network that looks into TLS shows certificates of its own, for some servers and not for others. So its authority comes
beside the known ones, never in their place.
"""

from __future__ import annotations

import os
import ssl
from contextlib import suppress
from pathlib import Path

from sync.errors import reason_of
from sync.message import say

VARIABLE = "REQUESTS_CA_BUNDLE"
"""Where the machine may name such a file, too."""


def fault_of(path: Path) -> str:
    """Why a file of certificates cannot be used; empty if it can."""
    try:
        ssl.create_default_context(cafile=str(path))
    except OSError as error:
        reason = say("it holds no certificate") if isinstance(error, ssl.SSLError) else reason_of(error)
        return say("ca_file %(name)s cannot be used: %(reason)s. It must be a PEM file", name=path.name, reason=reason)
    return ""


def context_with(ca_file: Path | None) -> ssl.SSLContext:
    """The system's authorities, those of the file, and those that the machine names. Raises `OSError` for a file that
    cannot be used."""
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(str(ca_file))
    if named := os.environ.get(VARIABLE):
        with suppress(OSError):  # a folder, or nothing: not our setting
            context.load_verify_locations(named)
    return context


def bundle_with(ca_file: Path) -> bytes:
    """One file of all of them, for a library that takes a file alone."""
    from requests.utils import DEFAULT_CA_BUNDLE_PATH

    known = Path(os.environ.get("AWS_CA_BUNDLE") or os.environ.get(VARIABLE) or DEFAULT_CA_BUNDLE_PATH)
    return b"\n".join(path.read_bytes() for path in (known, ca_file) if path.is_file())


def connection_reason(error: Exception) -> str:
    """Why there was no connection, in words: `urllib` wraps the cause once."""
    cause = getattr(error, "reason", None)
    cause = cause if isinstance(cause, Exception) else error
    return reason_of(cause) if isinstance(cause, OSError) else str(cause) or say("no connection")

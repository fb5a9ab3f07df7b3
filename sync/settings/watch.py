"""The table `[watch]`: how long a run may take, and whom to tell of good runs, so that silence is noticed there."""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import SplitResult, urlsplit

from sync.message import say
from sync.strict_toml import Mistake

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_LONGEST = timedelta(days=1)


def read_span(text: str) -> timedelta | None:
    """`90m`, `2h`, `1d`; None for anything else."""
    match = re.fullmatch(r"(\d{1,5})([mhd])", text.strip().lower())
    return timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else None


@dataclass(frozen=True)
class Watching:
    """`limit` is how long a run may take before it is ended, `ping` the address that is called after every good run.
    Raises `Mistake` for what is neither; it never quotes the address, whose path may be a secret."""

    limit: str = "25m"
    ping: str = ""

    def __post_init__(self) -> None:
        span = read_span(self.limit)
        if not span or span > _LONGEST:
            raise Mistake(
                say("limit in [watch]: “%(limit)s” is no time from 1m to 24h; write it like 25m.", limit=self.limit)
            )
        if self.ping:
            _verify_ping(self.ping)

    @property
    def seconds(self) -> float:
        """How long a run may take."""
        span = read_span(self.limit)
        return span.total_seconds() if span else 0

    @property
    def host(self) -> str:
        """Who is called: what of the address may be told."""
        return urlsplit(self.ping).hostname or ""


def _verify_ping(address: str) -> None:
    try:
        parts = urlsplit(address)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and address.isascii()
    except ValueError:
        known = False
    if not known or " " in address or not address.isprintable():
        raise Mistake(say("ping in [watch] is no address; write it like https://hc-ping.com/…"))
    if parts.username or parts.password:
        raise Mistake(say("ping in [watch] names a user or a password. Take an address without."))
    if parts.scheme == "http" and not _is_loopback(parts):
        raise Mistake(say("ping in [watch] must begin with https://: over http:// anybody on the way reads it."))


def _is_loopback(parts: SplitResult) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    return parts.hostname == "localhost"

"""How many searches an address may make: so many a minute, in bursts of as many, of so many addresses at most."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

ADDRESSES = 20_000
"""So many addresses are remembered, those that asked last."""


class RateLimit:
    """A bucket of tokens for each address. `clock` counts seconds."""

    def __init__(self, asked: int, clock: Callable[[], float]) -> None:
        self._most, self._clock, self._lock = float(asked), clock, threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """0 if the address may ask now, and that is counted; else after how many seconds it may."""
        name, now = _network(address), self._clock()
        with self._lock:
            tokens, then = self._buckets.pop(name, (self._most, now))
            tokens = min(self._most, tokens + (now - then) * self._most / 60)
            may = tokens >= 1
            self._buckets[name] = (tokens - may, now)
            while len(self._buckets) > ADDRESSES:
                self._buckets.popitem(last=False)
        return 0 if may else int((1 - tokens) * 60 / self._most) + 1


def who_asks(peer: str, forwarded: str, proxy: str) -> str:
    """The address of whoever asks. Only the web server in front (`proxy`) is believed what it says in X-Forwarded-For,
    and of a list its own word, the last: what stands before that came with the question."""
    if not proxy or _plain(peer) != _plain(proxy) or not forwarded.strip():
        return peer
    last = forwarded.rpartition(",")[2].strip().strip('"')
    if last.startswith("["):
        return last[1:].partition("]")[0]
    return last.partition(":")[0] if last.count(":") == 1 else last


def _network(address: str) -> str:
    """Of IPv6 a household has a whole network."""
    found = _plain(address)
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found or "")


def _plain(address: str) -> IPv4Address | IPv6Address | None:
    """IPv4 in the clothes of IPv6, as a server that listens for both names it, is IPv4: else all of it would be one
    network. None for what is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found

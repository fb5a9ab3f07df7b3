"""Which addresses may be asked at all: none that leads into a network of the office, of this machine or of a provider,
however it is written. What a name leads to is looked at again after every look-up and every redirect (`client`)."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from sync.cells.document_links import is_internal

PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.ASCII)
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.ASCII)
_ODD = re.compile(r"[\x00-\x20\x7f\\]")
_LONGEST = 8000
_KEPT = "/?:@!$&'()*+,;=%~[]"
_TRANSLATED = ip_network("64:ff9b::/96")
"""IPv4 addresses as networks without IPv4 see them (NAT64): the last four bytes are what is asked."""
_GIVEN = ip_network("2000::/3")
"""What of IPv6 is given out: all else is inside, or IPv4 in other clothes."""
_NEVER = tuple(
    ip_network(text)
    for text in (
        "168.63.129.16/32",  # the machine's host at Azure
        "192.0.0.0/24", "192.88.99.0/24", "2002::/16", "2001::/23",  # ways from one protocol to the other
        "2001:db8::/32", "3fff::/20",  # for books
    )
)  # fmt: skip


class NoAnswer(Exception):
    """Nothing was asked, or no answer came. `reason` is a slug of `link_result.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WebAddress(NamedTuple):
    """An address that may be asked, if its name leads outside. `target` is what stands behind the host."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def place(self) -> str:
        """As the header `Host` says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole."""
        return f"{self.scheme}://{self.place}{self.target}"

    def joined(self, location: str) -> WebAddress:
        """Where a redirect leads; a blank in it is one. Raises `NoAnswer`."""
        try:
            return read_web_address(urljoin(self.url, location.strip().replace(" ", "%20")))
        except ValueError:
            raise NoAnswer("address") from None


def read_web_address(url: str) -> WebAddress:
    """Take an address apart. Raises `NoAnswer` for one that is not asked."""
    if _ODD.search(url) or len(url) > _LONGEST:
        raise NoAnswer("address")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise NoAnswer("address") from None
    if parts.scheme not in PORTS or "@" in parts.netloc:
        raise NoAnswer("address")
    port = PORTS[parts.scheme] if port is None else port
    if port not in PORTS.values():
        raise NoAnswer("port")
    query = f"?{quote(parts.query, _KEPT)}" if parts.query else ""
    return WebAddress(parts.scheme, _host(host), port, (quote(parts.path, _KEPT) or "/") + query)


def _host(text: str) -> str:
    """A name, or an address as everybody writes it: what `127.1` or `0x7f000001` means depends on who reads it."""
    host = text.lower().removesuffix(".")
    if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
        if not is_public(host):
            raise NoAnswer("inside" if _is_address(host) else "address")
    elif is_internal(host):
        raise NoAnswer("inside")
    elif not _HOST.fullmatch(host) or len(host) > 253:
        raise NoAnswer("address")
    return host


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def is_public(text: str) -> bool:
    """Whether a numeric address is one of the open internet."""
    if not _is_address(text):
        return False
    address = ip_address(text)
    if address in _TRANSLATED:
        address = IPv4Address(int(address) & 0xFFFFFFFF)
    if isinstance(address, IPv6Address) and address not in _GIVEN:
        return False
    faults = address.is_multicast, address.is_reserved, address.is_private, *(address in each for each in _NEVER)
    return address.is_global and not any(faults)

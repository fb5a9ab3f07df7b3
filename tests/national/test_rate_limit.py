"""Who asks, and who asked too often."""

from __future__ import annotations

import pytest

from sync.national.rate_limit import ADDRESSES, RateLimit, who_asks


def test_a_household_of_ipv6_is_one_address_and_not_everybody_is_remembered() -> None:
    limit = RateLimit(1, lambda: 0.0)
    assert limit.wait("2001:db8::1") == 0 and limit.wait("2001:db8::2") > 0 and limit.wait("2001:db8:0:1::1") == 0
    assert limit.wait("::ffff:192.0.2.1") == 0 and limit.wait("::ffff:192.0.2.2") == 0 and limit.wait("192.0.2.1") > 0
    for number in range(ADDRESSES + 10):
        limit.wait(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(limit._buckets) == ADDRESSES


@pytest.mark.parametrize(
    ("peer", "said", "proxy", "asks"),
    [
        ("127.0.0.1", "192.0.2.7", "127.0.0.1", "192.0.2.7"), ("127.0.0.1", "", "127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "6.6.6.6, 192.0.2.7", "127.0.0.1", "192.0.2.7"),
        ("127.0.0.1", "6.6.6.6,7.7.7.7 ,\t192.0.2.7 ", "127.0.0.1", "192.0.2.7"),
        ("127.0.0.1", "::ffff:192.0.2.7", "127.0.0.1", "::ffff:192.0.2.7"), ("127.0.0.1", "x", "127.0.0.1", "x"),
        ("127.0.0.1", "2001:db8::7", "127.0.0.1", "2001:db8::7"),
        ("127.0.0.1", '"[2001:db8::7]:4711"', "127.0.0.1", "2001:db8::7"), ("127.0.0.1", ",", "127.0.0.1", ""),
        ("127.0.0.1", "192.0.2.7:4711", "127.0.0.1", "192.0.2.7"), ("127.0.0.1", "[", "127.0.0.1", ""),
        ("::ffff:10.0.0.5", "192.0.2.7", "10.0.0.5", "192.0.2.7"), ("::1", "192.0.2.7", "0:0::1", "192.0.2.7"),
        ("127.0.0.1", "192.0.2.7", "", "127.0.0.1"), ("127.0.0.1", "192.0.2.7", "192.0.2.99", "127.0.0.1"),
        ("192.0.2.8", "192.0.2.7", "127.0.0.1", "192.0.2.8"),
    ],
)  # fmt: skip
def test_who_asks_is_what_the_web_server_in_front_says_and_nobody_else(
    peer: str, said: str, proxy: str, asks: str
) -> None:
    """Of a list the last: it is the one that the web server itself wrote."""
    assert who_asks(peer, said, proxy) == asks


def test_what_is_no_address_is_one_asker() -> None:
    limit = RateLimit(1, lambda: 0.0)
    assert limit.wait("x") == 0 and limit.wait("") > 0 and limit.wait("1.2.3.4.5") > 0

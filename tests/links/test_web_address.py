"""Which addresses are asked: none that leads inside, however it is written."""

from __future__ import annotations

import pytest

from sync.links.web_address import NoAnswer, is_public, read_web_address

INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "169.254.0.1", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.2.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.7", "192.88.99.1", "224.0.0.1", "224.0.1.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "::ffff:8.8.8.8", "::ffff:a9fe:a9fe", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe",
    "64:ff9b::10.0.0.1", "64:ff9b:1::808:808", "2002:7f00:1::", "2002:808:808::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1",
    "ff02::1", "ff0e::1", "2001:db8::1", "100::1", "5f00::1", "3fff::1", "4000::1",
]  # fmt: skip
OUTSIDE = [
    "8.8.8.8", "93.184.215.14", "103.21.244.1", "2606:4700:4700::1111", "2404:6800:4003:c00::71",
    "64:ff9b::808:808",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_none_of_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_of_the_open_internet_is_one(address: str) -> None:
    """`64:ff9b::808:808` is how a network without IPv4 sees 8.8.8.8."""
    assert is_public(address)


ODD = [
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://127.1/",
    "http://017700000001/", "http://127.0.0.1./", "http://127.0.0.1.../", "http://0/", "http://10.0.0.1:80/",
    "http://[::ffff:169.254.169.254]/", "http://[::1]/", "http://[::1%25lo]/", "http://[fe80::1%eth0]/", "http://[::]/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]/", "http://[64:ff9b::169.254.169.254]/", "http://[2002:a9fe:a9fe::]/",
    "http://localhost/", "http://LOCALHOST./", "http://printer/", "http://nas.local/", "http://kantor.lan/x",
    "http://metadata.google.internal/computeMetadata/v1/", "http://a.localhost/", "http://x.test/",
    "http://user@example.org/", "http://user:secret@example.org/", "http://example.org@127.0.0.1/",
    "http://example.org:secret@169.254.169.254/", "http://example.org:8080/", "http://example.org:22/",
    "http://example.org:0/", "http://example.org:99999/", "https://example.org:6379/", "ftp://example.org/a",
    "file:///etc/passwd", "gopher://example.org/", "javascript:alert(1)", "//example.org/", "http:///a", "http://", "",
    "http://exa mple.org/", "http://example.org\\@127.0.0.1/", "http://example.org/\r\nHost: x", "http://example.org\t/",
    "http://１２７.0.0.1/", "http://ⓛocalhost/", "http://127。0。0。1/", "http://%31%32%37.0.0.1/", "http://1.2.3.4.5/",
    "http://256.1.1.1/", "http://8.8.8/", "http://08.8.8.8/", "http://[8.8.8.8]/",
    "http://[::ffff:8.8.8.8/", "http://example..org/", "http://-example.org/", "http://xn--/",
    "http://a." + "b" * 64 + ".org/",
    "http://" + "a." * 140 + "org/", "http://example.org/" + "a" * 9000,
]  # fmt: skip


@pytest.mark.parametrize("url", ODD)
def test_what_is_written_oddly_or_leads_inside_is_not_asked(url: str) -> None:
    with pytest.raises(NoAnswer):
        read_web_address(url)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://ppid.kpu.go.id/a b.pdf".replace(" ", "%20"), "https://ppid.kpu.go.id/a%20b.pdf"),
        ("HTTP://Example.ORG.:80", "http://example.org/"),
        ("https://example.org:443/a?b=c&d=%20#part", "https://example.org/a?b=c&d=%20"),
        ("https://example.org/berkas/é?q=ü", "https://example.org/berkas/%C3%A9?q=%C3%BC"),
        ("http://example.org:443/", "http://example.org:443/"),
        ("http://103.21.244.1/a.pdf", "http://103.21.244.1/a.pdf"),
        ("http://[2606:4700:4700::1111]/", "http://[2606:4700:4700::1111]/"),
        ("https://data_kantor.example.org/", "https://data_kantor.example.org/"),
    ],
)
def test_an_ordinary_address_is_asked_as_it_is_written(url: str, asked: str) -> None:
    assert read_web_address(url).url == asked


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1/", "inside"), ("//169.254.169.254/latest", "inside"), ("http://[::1]/", "inside"),
        ("http://localhost:80/", "inside"), ("https://user@example.org/", "address"), ("ftp://example.org/", "address"),
        ("http://example.org:8080/", "port"), ("http://[", "address"),
    ],
)  # fmt: skip
def test_a_redirect_is_judged_as_an_address_is(location: str, reason: str) -> None:
    with pytest.raises(NoAnswer) as refused:
        read_web_address("https://example.org/a").joined(location)
    assert refused.value.reason == reason


def test_a_redirect_within_a_site_keeps_its_place() -> None:
    start = read_web_address("https://example.org/a/b?c=d")
    assert start.joined("../e f").url == "https://example.org/e%20f"
    assert start.joined("//other.example.org").url == "https://other.example.org/"

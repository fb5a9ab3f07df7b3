"""What a link is found to be: each case is played by a server on loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from sync.links.link_result import REASONS, LinkAnswer, Openness
from sync.links.probe import LinkProbe
from sync.links.turns import Politeness, Turns
from tests.internet import AGENT, PUBLIC, Internet, Play, answer, drops, internet, page, redirect

OPEN, SIGN_IN, GONE, UNKNOWN = Openness
QUICK = Politeness(pause=0, seconds=5, whole=10, patience=100)
HASTY = Politeness(pause=0, seconds=0.3, whole=0.6, patience=100)
URL = "http://data.example.org/laporan.pdf"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Internet]:
    with internet(tmp_path_factory.mktemp("internet")) as made:
        yield made


@pytest.fixture
def net(whole: Internet) -> Internet:
    """The internet as if nobody had been there."""
    for kept in (whole.names, whole.pages, whole.most):
        kept.clear()
    for seen in (whole.asked, whole.heads, whole.looked_up, whole.dialled):
        seen.clear()
    whole.other = answer(404, "text/html")
    return whole


def ask(net: Internet, url: str, polite: Politeness = QUICK) -> LinkAnswer:
    return LinkProbe(net.client(), Turns(polite)).ask(url)


def played(net: Internet, url: str, play: Play, polite: Politeness = QUICK) -> LinkAnswer:
    net.pages[url] = play
    return ask(net, url, polite)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_file_that_is_there_is_open_and_asked_for_once(net: Internet, scheme: str) -> None:
    url = f"{scheme}://data.example.org/laporan.pdf"
    assert played(net, url, answer()) == (OPEN, "")
    assert net.asked == [f"GET {scheme}://data.example.org/robots.txt", f"HEAD {url}"]


def test_a_request_names_program_and_office_and_nobody_else(net: Internet) -> None:
    played(net, URL, page("Laporan"))
    for head in net.heads:
        names = {line.partition(":")[0].lower() for line in head.split("\r\n")[1:] if line}
        assert names <= {"host", "user-agent", "accept", "accept-language", "accept-encoding", "connection", "range"}
        assert f"User-Agent: {AGENT}\r\n" in head
    assert "Range: bytes=0-131071\r\n" in net.heads[-1]


def test_no_cookie_is_kept(net: Internet) -> None:
    net.pages["http://data.example.org/a"] = redirect("/b")
    net.pages["http://data.example.org/a"] = answer(302, Location="/b", Set_Cookie="who=me; Path=/")
    net.pages["http://data.example.org/b"] = answer()
    assert ask(net, "http://data.example.org/a") == (OPEN, "")
    assert "cookie" not in "".join(net.heads).lower()


STATUS = {
    200: (OPEN, ""), 204: (OPEN, ""), 206: (OPEN, ""), 416: (OPEN, ""), 404: (GONE, "404"), 410: (GONE, "404"),
    401: (SIGN_IN, "401"), 400: (UNKNOWN, "400"), 403: (UNKNOWN, "403"), 405: (UNKNOWN, "405"), 406: (UNKNOWN, "406"),
    418: (UNKNOWN, "418"), 429: (UNKNOWN, "429"), 451: (UNKNOWN, "451"), 500: (UNKNOWN, "500"), 502: (UNKNOWN, "502"),
    503: (UNKNOWN, "503"), 520: (UNKNOWN, "520"), 999: (UNKNOWN, "999"), 304: (UNKNOWN, "304"),
}  # fmt: skip


@pytest.mark.parametrize("status", STATUS)
def test_what_a_status_means(net: Internet, status: int) -> None:
    """A guard, a refusal and a server in trouble are held against nobody."""
    assert played(net, URL, answer(status, "text/html")) == STATUS[status]


@pytest.mark.parametrize("head", [404, 405, 403, 500, 501])
def test_a_server_that_does_not_know_head_is_asked_by_get(net: Internet, head: int) -> None:
    net.pages[f"HEAD {URL}"] = answer(head, "text/html")
    assert played(net, URL, answer(206)) == (OPEN, "")


def test_a_server_that_breaks_off_at_head_is_asked_by_get(net: Internet) -> None:
    net.pages[f"HEAD {URL}"] = lambda _: None
    assert played(net, URL, page("Laporan")) == (OPEN, "")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(net: Internet, status: int) -> None:
    net.pages["https://lain.example.org/b%20c.pdf"] = answer()
    assert played(net, URL, redirect("https://lain.example.org/b c.pdf", status)) == (OPEN, "")


def test_three_hundred_redirects_are_not_followed(net: Internet) -> None:
    for number in range(300):
        net.pages[f"http://data.example.org/{number}"] = redirect(f"/{number + 1}")
    assert ask(net, "http://data.example.org/0") == (UNKNOWN, "redirects")
    assert len(net.asked) <= 13


def test_a_redirect_loop_is_no_dead_link(net: Internet) -> None:
    net.pages["http://data.example.org/b"] = redirect(URL)
    assert played(net, URL, redirect("/b")) == (UNKNOWN, "redirects")
    assert len(net.asked) == 3


def test_a_redirect_to_itself_asks_for_cookies(net: Internet) -> None:
    assert played(net, URL, redirect(URL)) == (UNKNOWN, "redirects")


INSIDE = [
    "http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::ffff:169.254.169.254]/", "http://[::1]/",
    "http://2130706433/", "http://0x7f.1/", "http://localhost/", "http://user:x@example.org/", "http://example.org:8080/",
    "file:///etc/passwd", "http://metadata.google.internal/", "http://10.0.0.1./",
]  # fmt: skip


@pytest.mark.parametrize("inside", INSIDE)
def test_a_redirect_that_leads_inside_is_not_followed(net: Internet, inside: str) -> None:
    found = played(net, URL, redirect(inside))
    assert (found.openness, found.reason in {"inside", "address", "port"}) == (UNKNOWN, True)
    assert {place for place, _ in net.dialled} == {PUBLIC}


@pytest.mark.parametrize("inside", [url for url in INSIDE if url.startswith("http")])
def test_an_address_inside_is_not_asked(net: Internet, inside: str) -> None:
    assert ask(net, inside).openness is UNKNOWN
    assert (net.looked_up, net.dialled) == ([], [])


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"], ["10.0.0.5"], ["169.254.169.254"], ["100.64.0.9"], ["::1"], ["::ffff:10.0.0.1"],
        ["fe80::1%eth0"], ["64:ff9b::a9fe:a9fe"], ["2002:7f00:1::"], ["224.0.0.251"], ["0.0.0.0"],
        ["192.168.0.1", PUBLIC], [PUBLIC, "192.168.0.1"], [PUBLIC, "fd00:ec2::254"],
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_asked(net: Internet, addresses: list[str]) -> None:
    """Also where only one of its addresses does."""
    net.names["data.example.org"] = addresses
    assert ask(net, URL) == (UNKNOWN, "inside")
    assert net.dialled == []


def test_a_name_that_turns_inside_between_two_requests_is_left(net: Internet) -> None:
    """Each request dials an address of the one look-up that was judged: there is no second one to turn."""
    answers = iter([[PUBLIC], [PUBLIC], ["169.254.169.254"]])
    net.names["data.example.org"] = lambda: next(answers)
    net.pages[f"HEAD {URL}"] = answer(405)
    assert played(net, URL, answer()) == (UNKNOWN, "inside")
    assert net.dialled == [(PUBLIC, 80)] * 2
    assert len(net.looked_up) == 3


def test_of_several_addresses_the_next_is_tried(net: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    net.names["data.example.org"] = ["2606:4700:4700::1111", PUBLIC]
    dial = net.dial
    monkeypatch.setattr(net, "dial", lambda host, port: ("127.0.0.1", 1) if ":" in host else dial(host, port))
    assert played(net, URL, answer()) == (OPEN, "")


@pytest.mark.parametrize(
    ("error", "found"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), (GONE, "name")),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), (UNKNOWN, "lookup")),
        (OSError("no network"), (UNKNOWN, "lookup")),
    ],
)
def test_a_name_that_is_not_known_is_gone_and_one_that_cannot_be_looked_up_is_not(
    net: Internet, error: OSError, found: LinkAnswer
) -> None:
    net.names["data.example.org"] = error
    assert ask(net, URL) == found


@pytest.mark.parametrize(
    ("host", "reason"),
    [("expired.example.org", "expired"), ("wrong-name.example.org", "certificate"),
     ("unknown.example.org", "certificate")],
)  # fmt: skip
def test_a_certificate_that_is_not_good_cannot_tell(net: Internet, host: str, reason: str) -> None:
    assert played(net, f"https://{host}/a.pdf", answer()) == (UNKNOWN, reason)
    assert net.asked == []


def test_a_server_that_speaks_no_tls_cannot_tell(net: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    dial = net.dial
    monkeypatch.setattr(net, "dial", lambda host, _: dial(host, 80))
    assert ask(net, "https://data.example.org/a.pdf", HASTY).reason in {"tls", "slow", "silent"}


SLOW: dict[str, tuple[Play, str]] = {
    "a byte at a time": (drops(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x", 0.05), "slow"),
    "headers without an end": (drops(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", 0), "garbled"),
    "a header without an end": (drops(b"HTTP/1.1 200 OK\r\nX-A: ", b"b" * 8192, 0), "garbled"),
    "slow headers": (drops(b"HTTP/1.1 200 OK\r\n", b"X", 0.05), "slow"),
    "promises for ever": (drops(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01), "slow"),
    "no HTTP": (lambda say: say(b"220 ftp.example.org ready\r\n"), "garbled"),
    "nothing": (lambda _: None, "silent"),
    "a status that is none": (lambda say: say(b"HTTP/1.1 abc\r\n\r\n"), "garbled"),
}


@pytest.mark.parametrize("case", SLOW)
def test_an_answer_without_an_end_is_broken_off_and_cannot_tell(net: Internet, case: str) -> None:
    play, reason = SLOW[case]
    found = played(net, URL, play, HASTY)
    assert found.openness is UNKNOWN
    assert found.reason in {reason, "silent", "slow"}


def test_ten_gigabytes_are_not_read(net: Internet) -> None:
    """`HEAD` tells it; and where it does not, no more is read than the beginning of a page."""
    size = 10 * 1024**3
    net.pages[f"HEAD {URL}"] = answer(405)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: {size}\r\n\r\n".encode()
    assert played(net, URL, drops(head, b"x" * 65536, 0)) == (OPEN, "")
    endless = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {size}\r\n\r\n".encode()
    assert played(net, "http://data.example.org/page", drops(endless, b"x" * 65536, 0)) == (OPEN, "")


def test_a_page_that_is_packed_is_not_unpacked(net: Internet) -> None:
    packed = answer(200, "text/html", b"\x1f\x8b" + b"\0" * 64, Content_Encoding="gzip")
    assert played(net, "https://drive.google.com/file/d/1/view", packed).openness in (OPEN, UNKNOWN)


ROBOTS = {
    "User-agent: *\nDisallow: /": False,
    "User-agent: *\nDisallow: /rahasia/": True,
    "User-agent: *\nDisallow: /*.pdf$": False,
    "User-agent: *\nAllow: /laporan\nDisallow: /": True,
    "User-agent: DIP-Sync\nDisallow: /\n\nUser-agent: *\nAllow: /": False,
    "User-agent: Googlebot\nDisallow: /": True,
    "<html>not a robots.txt</html>": True,
    "": True,
    "User-agent: *\nDisallow: /" + "*a" * 2000 + "\n\0\xff": True,
}


@pytest.mark.parametrize("rules", ROBOTS)
def test_robots_txt_is_obeyed(net: Internet, rules: str) -> None:
    net.pages["http://data.example.org/robots.txt"] = answer(200, "text/plain", rules.encode())
    assert played(net, URL, answer()) == ((OPEN, "") if ROBOTS[rules] else (UNKNOWN, "robots"))


@pytest.mark.parametrize(("status", "found"), [(404, OPEN), (403, OPEN), (500, UNKNOWN), (503, UNKNOWN)])
def test_a_server_that_cannot_give_its_robots_txt_is_not_asked_more(
    net: Internet, status: int, found: Openness
) -> None:
    net.pages["http://data.example.org/robots.txt"] = answer(status, "text/html")
    assert played(net, URL, answer()).openness is found


def test_robots_txt_is_asked_for_once_and_where_a_redirect_leads_too(net: Internet) -> None:
    net.pages["https://lain.example.org/robots.txt"] = answer(200, "text/plain", b"User-agent: *\nDisallow: /")
    net.pages[URL] = redirect("https://lain.example.org/a.pdf")
    probe = LinkProbe(net.client(), Turns(QUICK))
    assert [probe.ask(URL), probe.ask(URL)] == [(UNKNOWN, "robots")] * 2
    assert sum(line.endswith("/robots.txt") for line in net.asked) == 2


@pytest.mark.parametrize("location", ["http://127.0.0.1/robots.txt", "/robots.txt", "http://["])
def test_a_robots_txt_that_leads_astray_is_none(net: Internet, location: str) -> None:
    net.pages["http://data.example.org/robots.txt"] = redirect(location)
    assert played(net, URL, answer()) == (OPEN, "")
    assert {place for place, _ in net.dialled} == {PUBLIC}


def test_a_host_that_has_enough_is_left_alone(net: Internet) -> None:
    probe = LinkProbe(net.client(), Turns(QUICK))
    net.pages[URL] = answer(429, Retry_After="60")
    assert probe.ask(URL) == (UNKNOWN, "429")
    before = len(net.asked)
    assert probe.ask("http://data.example.org/lain.pdf") == (UNKNOWN, "left-alone")
    assert len(net.asked) == before


def test_a_host_that_never_answers_is_left_alone(net: Internet) -> None:
    probe = LinkProbe(net.client(), Turns(QUICK._replace(patience=4)))
    net.other = lambda _: None
    found = [probe.ask(f"http://data.example.org/{number}.pdf").reason for number in range(4)]
    assert found == ["silent", "silent", "left-alone", "left-alone"]


def test_every_reason_has_its_words(net: Internet) -> None:
    """A reason that is a number is the server's status."""
    found = {reason for _, reason in STATUS.values() if not reason.isdigit()} | {reason for _, reason in SLOW.values()}
    assert found - {""} <= set(REASONS)

"""Sites that misbehave, each in a way of its own, and the reason for which their lists are not taken."""

from __future__ import annotations

import gzip
import hashlib
import json
import socket
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tests.internet import Play, Say, answer, drops, redirect
from tests.national.nation import Nation, document, manifest, record

Spoil = Callable[[Nation, str], None]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def endless(say: Say) -> None:
    """Two gigabytes, as far as anybody reads them."""
    say(HEAD + b"Content-Length: 2000000000\r\n\r\n")
    for _ in range(2000):
        say(b" " * 1_000_000)


def chunks(say: Say) -> None:
    """A file of which nobody says how long it is, and that has no end."""
    say(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    for _ in range(2000):
        say(b"f4240\r\n" + b" " * 1_000_000 + b"\r\n")


def headers(say: Say) -> None:
    """Headers without an end."""
    say(b"HTTP/1.1 200 OK\r\n")
    for number in range(10_000):
        say(f"X-{number}: {'x' * 100}\r\n".encode())


def raw(data: bytes) -> Play:
    """These bytes, whatever they are, and the end of the connection."""
    return lambda say: say(data)


def shows(play: Play, path: str = "manifest.json") -> Spoil:
    """The site answers so when this file is asked for."""

    def spoil(made: Nation, code: str) -> None:
        made.net.pages[made.offices[code].address + path] = play

    return spoil


def leads_to(place: str) -> Spoil:
    return shows(redirect(place))


def lists(spoil: Callable[[str], bytes]) -> Spoil:
    """The site shows this list, under a manifest that names it."""

    def play(made: Nation, code: str) -> None:
        data = spoil(code)
        made.put(code, "data/dip.json", data)
        made.put(code, "manifest.json", manifest(data, 99))

    return play


def has(*records: Mapping[str, Any], **words: Any) -> Spoil:
    """A list with these entries, and with these words in place of the right ones."""
    return lists(lambda code: json.dumps({**json.loads(document(records, code)), **words}).encode())


def says(data: bytes) -> Spoil:
    """This manifest."""
    return lambda made, code: made.put(code, "manifest.json", data)


def names(**words: Any) -> Spoil:
    """A manifest as every site has it, with these words in place of the right ones."""
    return says(json.dumps({**json.loads(manifest(b"x", 99)), **words}).encode())


def files(**digests: object) -> Mapping[str, object]:
    return {path.replace("__", "/").replace("_", "."): digest for path, digest in digests.items()}


def silent(made: Nation, code: str) -> None:
    made.net.names[made.offices[code].address.split("/")[2]] = socket.gaierror(socket.EAI_AGAIN, "later")


def moved_inside(places: Iterable[str]) -> Spoil:
    """A name outside, with addresses inside."""

    def spoil(made: Nation, code: str) -> None:
        made.net.names[f"dalam{code}.example.org"] = list(places)
        leads_to(f"https://dalam{code}.example.org/manifest.json")(made, code)

    return spoil


def file_that_moved_inside(made: Nation, code: str) -> None:
    made.put(code, "manifest.json", manifest(b"x", 99))
    shows(redirect("http://169.254.169.254/latest/meta-data/"), "data/dip.json")(made, code)


def with_list(play: Play) -> Spoil:
    """A good manifest, and this in place of the list that it names."""

    def spoil(made: Nation, code: str) -> None:
        made.put(code, "manifest.json", manifest(b"x", 99))
        shows(play, "data/dip.json")(made, code)

    return spoil


def older(made: Nation, code: str) -> None:
    data = document([record(77)], code)
    made.put(code, "data/dip.json", data)
    made.put(code, "manifest.json", manifest(data, 0))


def contradicts_itself(made: Nation, code: str) -> None:
    data = document([record(number) for number in range(1, 12)], code)
    made.put(code, "data/dip.json", data)
    made.put(code, "manifest.json", manifest(data, 99, ["KUL-0011"]))


BOMB = gzip.compress(b" " * 5_000_000)
DIGEST = hashlib.sha256(b"x").hexdigest()
MISBEHAVING: dict[str, tuple[str, Spoil]] = {
    # of size and time
    "two gigabytes": ("large", shows(endless)),
    "a list of two gigabytes": ("large", with_list(endless)),
    "chunks without an end": ("large", shows(chunks)),
    "headers without an end": ("garbled", shows(headers)),
    "drop by drop": ("slow", shows(drops(HEAD + b"Content-Length: 999999\r\n\r\n", b" ", 0.2))),
    "headers drop by drop": ("slow", shows(drops(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", 0.2))),
    "a list drop by drop": ("slow", with_list(drops(HEAD + b"Content-Length: 999999\r\n\r\n", b" ", 0.2))),
    "a bomb of gzip": ("garbled", shows(answer(200, "application/json", BOMB, Content_Encoding="gzip"))),
    "a bomb of gzip that nobody names": ("manifest", shows(answer(200, "application/json", BOMB))),
    # of the line
    "no answer": ("lookup", silent),
    "a line that breaks at once": ("silent", shows(raw(b""))),
    "a file that ends too soon": ("silent", shows(raw(HEAD + b"Content-Length: 999\r\n\r\n{"))),
    "a chunk that is none": ("silent", shows(raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}"))),
    "another protocol": ("garbled", shows(raw(b"SSH-2.0-OpenSSH_9.6\r\n"))),
    "a certificate that has expired": ("expired", leads_to("https://expired.example.org/manifest.json")),
    "a certificate of another name": ("certificate", leads_to("https://wrong-name.example.org/manifest.json")),
    "a certificate of nobody known": ("certificate", leads_to("https://unknown.example.org/manifest.json")),
    # of redirects
    "a redirect to this machine": ("inside", leads_to("http://127.0.0.1/manifest.json")),
    "a redirect to this machine in IPv6": ("inside", leads_to("https://[::ffff:127.0.0.1]/manifest.json")),
    "a redirect to this machine as a number": ("address", leads_to("https://2130706433/manifest.json")),
    "a redirect to the keys of a cloud": ("inside", leads_to("http://169.254.169.254/latest/meta-data/")),
    "a redirect to a name inside": ("inside", moved_inside(["10.0.0.7"])),
    "a redirect to a name that is inside, too": ("inside", moved_inside(["93.184.215.14", "192.168.1.1"])),
    "a list that moved inside": ("inside", file_that_moved_inside),
    "a redirect without an end": ("redirects", leads_to("manifest.json")),
    "a redirect to nowhere": ("302", shows(answer(302, "text/html"))),
    "a redirect from https to http": ("downgrade", leads_to("http://kpu.example.org/manifest.json")),
    "a redirect to a file": ("address", leads_to("file:///etc/passwd")),
    "a redirect to another port": ("port", leads_to("https://kpu.example.org:8443/manifest.json")),
    # of the answer
    "nothing changed, though nobody asked so": ("304", shows(answer(304))),
    "a server in trouble": ("503", shows(answer(503))),
    "a server that asks for a password": ("401", shows(answer(401))),
    "a server that has enough": ("429", shows(answer(429))),
    "a part": ("206", shows(answer(206, "application/json", b"{"))),
    "a page in place of data": ("html", shows(answer(200, "text/html", b"<!doctype html>Masuk"))),
    "a page in place of the list": ("html", with_list(answer(200, "text/html", b"<!doctype html>Masuk"))),
    # of the manifest
    "brackets without an end": ("manifest", says(b"[" * 500_000)),
    "a release of a million digits": ("manifest", says(b'{"release": ' + b"9" * 900_000 + b"}")),
    "a release that is too great": ("no-list", names(release=2**60)),
    "an older release": ("older", older),
    "a digest that is none": ("no-list", names(files=files(data__dip_json="x" * 64))),
    "an old schema": ("old-schema", names(files=files(data__dip_json=DIGEST))),
    "paths that lead out": ("manifest", names(files={"../../etc/passwd": DIGEST})),
    "a list that the manifest does not name": ("hash", says(manifest(b"another file", 99))),
    "a list that the manifest calls withdrawn": ("contradiction", contradicts_itself),
    # of the list
    "a list that fits no schema": ("schema", has({"id": 7})),
    "a list in no UTF-8": ("schema", lists(lambda _: b'{"kode": "\xff\xfe"}')),
    "a list of brackets": ("schema", lists(lambda _: b"[" * 500_000)),
    "a list without a number": ("schema", lists(lambda code: document([record(1)], code).replace(b"1,", b"NaN,", 1))),
    "a day that is none": ("schema", has(record(1, dimutakhirkan="2026-02-31"))),
    "an ID with more behind it": ("schema", has({**record(1), "id": "KUL-0001\n"})),
    "the list of another office": ("code", has(record(1), kode="9999")),
    "an ID twice": ("doubled", has(record(1), record(1))),
}

"""Mail over a real connection: with TLS and a password, refused, put off, lost, and with servers that never end."""

from __future__ import annotations

import email
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from sync.cli.language import in_language
from sync.messages.due import Answer
from sync.messages.mail import MailDoor, as_mail
from sync.messages.memory import MessagesError, Outgoing
from sync.messages.secret import MessageSecret
from sync.settings.message_settings import MailServer as Place
from tests.mail_server import (
    PASSWORD,
    USER,
    MailServer,
    certificate,
    dialogue,
    mail_server,
    scripted_server,
)  # fmt: skip

SECRET = MessageSecret(USER, PASSWORD)
OFFICE = "KPU Kabupaten Lebak"


def message(to: str = "kul@dip.example", **words: str) -> Outgoing:
    parts = {"subject": "2 hal menunggu", "body": "Baris 1\n.\n..titik\nDari “Induk” → selesai\n"} | words
    return Outgoing(
        "<1.a@dip.example>", to, "digest", parts["subject"], parts["body"], made="2026-11-30T02:00:00+00:00"
    )


def door(port: int, scheme: str = "smtps", secret: MessageSecret = SECRET, **words: float) -> MailDoor:
    place = Place(scheme, "127.0.0.1", port)
    return MailDoor(place, secret, "dip@dip.example", OFFICE, certificate(), **words)  # type: ignore[arg-type]


def given(mail: MailDoor, *messages: Outgoing) -> list[Answer]:
    """What becomes of messages in one conversation, which is ended."""
    with closing(mail):
        return [mail.send(one) for one in messages or [message()]]


def parsed(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=default)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as there:
        yield there


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls", "smtp"])
def test_a_message_arrives_as_it_was_written(scheme: str) -> None:
    with mail_server(scheme) as there:
        answers = given(door(there.port, scheme), message("a@dip.example"), message("b@dip.example"))
    assert [answer.kind for answer in answers] == ["sent", "sent"]
    assert [to for to, _ in there.taken] == ["a@dip.example", "b@dip.example"] and there.logins == [True]
    read = parsed(there.taken[0][1])
    assert read["Subject"] == "2 hal menunggu" and read["To"] == "a@dip.example"
    assert read["From"] == f"{OFFICE} <dip@dip.example>" and read["Message-ID"] == "<1.a@dip.example>"
    assert read.get_content_type() == "text/plain" and read["Auto-Submitted"] == "auto-generated"
    assert read.get_content().replace("\r\n", "\n") == message().body


def test_no_text_begins_a_header_of_its_own() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        as_mail(message(subject="x\r\nBcc: lain@dip.example"), "dip@dip.example", OFFICE)
    with pytest.raises(ValueError):  # noqa: PT011  whatever the library says of it
        as_mail(message("a@dip.example\r\nBcc: lain@dip.example"), "dip@dip.example", OFFICE)
    read = parsed(as_mail(message(body="Bcc: lain@dip.example\n"), "dip@dip.example", 'KPU "A", <x@y.z>;'))
    assert read["Bcc"] is None and [one.addr_spec for one in read["From"].addresses] == ["dip@dip.example"]


def test_what_looks_like_an_encoded_text_begins_no_header_either() -> None:
    text = "=?utf-8?q?x=0D=0ABcc:_lain@dip.example?="
    for words in ({"subject": text, "office": OFFICE}, {"subject": "x", "office": text}):
        mail = as_mail(message(subject=words["subject"]), "dip@dip.example", words["office"])
        assert b"\nBcc:" not in mail and parsed(mail)["Bcc"] is None


@pytest.mark.parametrize("to", ["a b@dip.example", "a@b@dip.example", "<a@dip.example>", "a,b@dip.example"])
def test_what_is_no_address_is_refused_without_a_word_to_the_server(to: str) -> None:
    assert given(door(1), message(to)) == [Answer("refused", "this is no address that mail can be sent to")]


@pytest.mark.slow
def test_one_that_is_refused_leaves_the_others(server: MailServer) -> None:
    server.recipients["gone@dip.example"] = ["550 5.1.1 no such user"]
    answers = given(door(server.port), message("gone@dip.example"), message())
    assert [answer.kind for answer in answers] == ["refused", "sent"]
    assert answers[0].text == "550 5.1.1 no such user" and [to for to, _ in server.taken] == ["kul@dip.example"]


@pytest.mark.slow
def test_greylisting_puts_off(server: MailServer) -> None:
    server.recipients["kul@dip.example"] = ["450 4.2.0 greylisted, try again", "250 OK"]
    answers = given(door(server.port), message(), message())
    assert [answer.kind for answer in answers] == ["later", "sent"]


@pytest.mark.slow
def test_content_that_is_refused_is_not_sent_again_and_content_put_off_is(server: MailServer) -> None:
    server.contents = ["554 5.7.1 looks like spam", "451 4.3.0 later"]
    answers = given(door(server.port), message(), message())
    assert [answer.kind for answer in answers] == ["refused", "later"]


@pytest.mark.slow
def test_a_wrong_password_is_told_and_never_quoted(server: MailServer) -> None:
    (answer,) = given(door(server.port, secret=MessageSecret(USER, "salah-besar")))
    assert answer.kind == "locked" and "does not accept user and password" in answer.text
    assert "salah-besar" not in repr(answer)
    with pytest.raises(MessagesError, match="does not accept"):
        door(server.port, secret=MessageSecret(USER, "salah-besar")).verify()


@pytest.mark.slow
def test_a_server_that_is_well_is_well_and_gets_nothing(server: MailServer) -> None:
    door(server.port).verify()
    assert server.logins == [True] and server.taken == []


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (b"530 5.7.0 Authentication required\r\n", "asks for user and password: write both into dip-messages.secret"),
        (b"550 not you\r\n", "refuses mail from dip@dip.example: 550 not you"),
    ],
)
def test_a_server_that_would_take_no_mail_is_not_well(last: bytes, told: str) -> None:
    """Before anything is to be sent."""

    def talk(connection: socket.socket) -> None:
        dialogue(connection, until="MAIL", last=last)

    with scripted_server(talk) as port, pytest.raises(MessagesError, match=told):
        door(port, "smtp", MessageSecret()).verify()


@pytest.mark.slow
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(server: MailServer) -> None:
    (answer,) = given(MailDoor(Place("smtps", "127.0.0.1", server.port), SECRET, "dip@dip.example", OFFICE))
    assert answer.kind == "closed" and "its certificate is not trusted" in answer.text and server.logins == []


@pytest.mark.slow
def test_a_server_that_speaks_no_tls_gets_no_password() -> None:
    with mail_server("smtp") as there:
        answers = [*given(door(there.port, "smtp+starttls")), *given(door(there.port, "smtps"))]
    assert [answer.kind for answer in answers] == ["closed", "closed"]
    assert there.logins == []


def test_where_nobody_listens_is_told_with_what_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIP_LANG", "id")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    (answer,) = given(door(port))
    assert answer.kind == "closed" and answer.text.startswith(f"the mail server 127.0.0.1:{port} is not reached: ")
    assert "sambungan ditolak" in (told := in_language(answer.text)) and "port, dan TLS-nya" in told


def _silent(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.recv(1)
        time.sleep(30)


def _drip(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"2")
        time.sleep(0.05)


def _drip_after_the_content(connection: socket.socket) -> None:
    dialogue(connection, until=".")
    _drip(connection)


@pytest.mark.parametrize(
    ("talk", "kind"), [(_silent, "closed"), (_drip, "closed"), (_drip_after_the_content, "unknown")]
)
def test_a_server_that_hangs_or_answers_byte_by_byte_is_left(talk, kind) -> None:
    begun = time.monotonic()
    with scripted_server(talk) as port:
        (answer,) = given(door(port, "smtp", MessageSecret(), opening=0.3, sending=0.3))
    assert answer.kind == kind and "it does not answer in time" in answer.text
    assert time.monotonic() - begun < 5


def test_a_conversation_that_was_given_up_does_not_begin_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several addresses that do not answer take longer than anybody waits; the last one would hear the password."""
    connect, given_up, later = socket.create_connection, threading.Event(), list[socket.socket]()

    def slow(*words: Any) -> socket.socket:
        given_up.wait(10)
        later.append(connect(*words))
        return later[0]

    monkeypatch.setattr("sync.messages.mail.socket.create_connection", slow)
    heard: list[bytes] = []
    with scripted_server(lambda connection: heard.append(connection.recv(99))) as port:
        mail = door(port, "smtp", opening=0.1)
        assert given(mail)[0].kind == "closed"
        given_up.set()
        end = time.monotonic() + 20
        while not heard and time.monotonic() < end:
            time.sleep(0.01)
    assert heard == [b""] and later[0].fileno() == -1 and mail._socket is None


def test_a_handshake_that_is_given_up_is_cut() -> None:
    cut = threading.Event()

    def silent_until_cut(connection: socket.socket) -> None:
        while connection.recv(9999):
            pass
        cut.set()

    with scripted_server(silent_until_cut) as port:
        assert given(door(port, "smtps", opening=0.2))[0].kind == "closed"
        assert cut.wait(5)


@pytest.mark.parametrize(
    ("until", "last", "kind"),
    [
        ("EHLO", b"", "closed"),
        ("MAIL", b"", "closed"),
        ("RCPT", b"", "closed"),
        ("DATA", b"", "closed"),
        (".", b"", "unknown"),
        (".", b"???\r\n", "unknown"),
        ("MAIL", b"550 not you\r\n", "closed"),
        ("DATA", b"451 later\r\n", "later"),
        ("RCPT", b"421 going down\r\n", "later"),
    ],
)
def test_what_became_of_a_message_is_known_as_long_as_its_last_line_was_not_sent(
    until: str, last: bytes, kind: str
) -> None:
    with scripted_server(lambda connection: void(dialogue(connection, until=until, last=last))) as port:
        (answer,) = given(door(port, "smtp", MessageSecret()))
    assert answer.kind == kind


def void(_: object) -> None:
    """For what is not needed."""


def test_lines_that_begin_with_a_dot_and_long_lines_arrive_whole() -> None:
    got: list[bytes] = []
    body = ".\n" * 3 + "x" * 5000 + "\n"
    with scripted_server(lambda connection: got.append(dialogue(connection, until=".", last=b"250 OK\r\n"))) as port:
        (answer,) = given(door(port, "smtp", MessageSecret()), message(body=body))
    assert answer.kind == "sent"
    lines = got[0].split(b"\r\n")
    content = b"\r\n".join(line[1:] if line.startswith(b"..") else line for line in lines)
    assert max(map(len, lines)) < 998 and parsed(content).get_content().replace("\r\n", "\n") == body


def test_the_secret_is_in_no_repr(tmp_path: Path) -> None:
    assert PASSWORD not in repr(door(1)) and USER not in repr(SECRET)

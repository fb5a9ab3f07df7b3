"""Messages are sent one after another, remembered after each step, and what opens the doors is told to nobody."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from sync.errors import FileError
from sync.messages.due import Answer, Telling
from sync.messages.memory import KEPT, Memory, MemoryFile, MessagesError, Outgoing, Recipient
from sync.messages.post import Delivered, deliver
from sync.messages.secret import MessageSecret, read_message_secret
from sync.messages.service import ServiceDoor
from sync.settings.message_settings import MessageSettings
from tests.messages.test_due import MONDAY, TOLD, hours, settings_of, waiting

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # what Apprise brings asks for it


@dataclass
class Door:
    """Takes everything, or answers what a test says; dies at the message with this number."""

    answers: dict[str, Answer] = field(default_factory=dict)
    taken: list[Outgoing] = field(default_factory=list)
    dies_at: int = -1
    is_closed: bool = False

    def send(self, message: Outgoing) -> Answer:
        self.taken.append(message)
        if len(self.taken) == self.dies_at:
            raise KeyboardInterrupt
        return self.answers.get(message.to, Answer("sent"))

    def close(self) -> None:
        self.is_closed = True


def telling(now: Any = MONDAY, told: MessageSettings = TOLD) -> Telling:
    settings = settings_of(told)
    return Telling(settings, told, now, str)


@pytest.fixture
def file(tmp_path: Path) -> MemoryFile:
    return MemoryFile(tmp_path / "dip-messages.json")


ROLES = ("unit:KUL", "desk", "ppid")


def everybody(file: MemoryFile, at: Telling) -> None:
    sections = tuple(section for role in ROLES for section in waiting("a", whom=role).sections)
    file.save(at.with_digests(at.after_crash(file.load()), replace(waiting("a"), sections=sections), None))


def test_what_was_sent_is_remembered_for_the_operator_s_account_alone(file: MemoryFile) -> None:
    everybody(file, telling())
    door = Door()
    assert deliver(file, telling(), door) == Delivered(sent=3)
    assert file.path and file.path.stat().st_mode & 0o777 == 0o600
    again = MemoryFile(file.path).load()
    assert {message.state for message in again.outbox} == {"sent"} and again == file.load()


def test_a_process_that_dies_while_sending_loses_none_and_repeats_one(file: MemoryFile) -> None:
    everybody(file, telling())
    dying, later = Door(dies_at=2), telling(MONDAY + hours(1))
    with pytest.raises(KeyboardInterrupt):
        deliver(file, telling(), dying)
    assert dying.is_closed, "the server is told"
    file = MemoryFile(file.path)
    everybody(file, later)
    door = Door()
    deliver(file, later, door)
    sent = [message.id for message in (*dying.taken, *door.taken)]
    assert len(sent) == 4 and len(set(sent)) == 3 and sent[1] in [message.id for message in door.taken]


def test_one_that_is_refused_is_no_reason_for_the_others(file: MemoryFile) -> None:
    everybody(file, telling())
    door = Door({"desk@dip.example": Answer("refused", "550 no such user")})
    assert deliver(file, telling(), door) == Delivered(sent=2, refused=("desk@dip.example",))


def test_a_server_that_is_not_reached_is_asked_once_a_run(file: MemoryFile) -> None:
    everybody(file, telling())
    door = Door(dict.fromkeys([f"{name}@dip.example" for name in ("kul", "desk", "ppid")], Answer("closed", "no")))
    assert deliver(file, telling(), door) == Delivered(waiting=3, trouble="no") and len(door.taken) == 1


def test_after_a_wrong_password_the_server_is_left_alone_for_hours(file: MemoryFile) -> None:
    everybody(file, telling())
    door = Door(dict.fromkeys([f"{name}@dip.example" for name in ("kul", "desk", "ppid")], Answer("locked", "535")))
    for hour in (0, 1, 5):
        deliver(file, telling(MONDAY + hours(hour)), door)
    assert len(door.taken) == 1
    deliver(file, telling(MONDAY + hours(5)), door, at_once=True)
    deliver(file, telling(MONDAY + hours(24)), door)
    assert len(door.taken) == 3


def test_a_round_has_an_end(file: MemoryFile) -> None:
    everybody(file, telling())
    times = iter((0.0, 0.0, 200.0, 200.0))
    assert deliver(file, telling(), Door(), clock=lambda: next(times)) == Delivered(sent=1, waiting=2)


def test_a_memory_that_cannot_be_written_sends_nothing(file: MemoryFile, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody(file, telling())

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sync.messages.memory.write_private", full)
    door = Door()
    with pytest.raises(FileError):
        deliver(file, telling(), door)
    assert door.taken == []


@pytest.mark.parametrize("text", ["{", "[]", '{"recipients": 3}', "\x00"])
def test_a_damaged_memory_is_told(file: MemoryFile, text: str) -> None:
    assert file.path
    file.path.write_text(text)
    with pytest.raises(MessagesError, match="is damaged. Remove it"):
        file.load()


@pytest.mark.parametrize(
    "fault",
    [
        {"made": "x"}, {"made": "2026-11-30T00:00:00"}, {"later": "x"}, {"tries": 10**9}, {"state": "foo"},
        {"kind": "x"}, {"body": 5}, {"id": 5}, {"keys": [5]},
    ],
)  # fmt: skip
def test_a_memory_that_no_run_wrote_is_told(file: MemoryFile, fault: dict[str, Any]) -> None:
    """It reads as JSON, and no message could be sent from it."""
    assert file.path
    file.save(Memory(outbox=(Outgoing("<1.a@dip.example>", "kul@dip.example", "news", "s", "b"),), last=""))
    document = json.loads(file.path.read_text())
    assert MemoryFile(file.path).load().outbox
    document["outbox"][0].update(fault)
    file.path.write_text(json.dumps(document))
    with pytest.raises(MessagesError, match="is damaged. Remove it"):
        file.load()


@pytest.mark.parametrize("moment", ["2026-11-30T00:00:00", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00"])
def test_a_time_that_cannot_be_reckoned_with_is_told(file: MemoryFile, moment: str) -> None:
    assert file.path
    file.save(Memory(last="2026-11-30T00:00:00+00:00"))
    file.path.write_text(file.path.read_text().replace("2026-11-30T00:00:00+00:00", moment))
    with pytest.raises(MessagesError, match="is damaged. Remove it"):
        file.load()


def test_the_memory_does_not_grow_for_ever() -> None:
    outbox = [Outgoing(f"<{number}>", "a@b.c", "digest", "", "", state="sent") for number in range(KEPT + 20)]
    memory = Memory({"a@b.c": Recipient()}, (*outbox, Outgoing("<open>", "a@b.c", "digest", "", "")))
    ids = [message.id for message in memory.trimmed().outbox]
    assert len(ids) == KEPT + 1 and ids[0] == "<20>" and ids[-1] == "<open>"


# -- what opens the doors ----------------------------------------------------------------------------------------------


def secret_file(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "dip-messages.secret"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def test_no_secret_is_needed(tmp_path: Path) -> None:
    assert read_message_secret(tmp_path / "dip-messages.secret") == MessageSecret()


def test_a_secret_is_read_also_as_notepad_saves_it(tmp_path: Path) -> None:
    path = secret_file(tmp_path, '\ufeffuser = "dip"\r\npassword = "p"\r\n[services]\r\ngrup = "tgram://x/y"\r\n')
    assert read_message_secret(path) == MessageSecret("dip", "p", {"grup": "tgram://x/y"})


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MessagesError, match="chmod 600"):
        read_message_secret(secret_file(tmp_path, 'user = "dip"', 0o640))


@pytest.mark.parametrize("text", ["hunter2", 'pasword = "hunter2"', "password = 12345", 'services = "hunter2"',
                                  '[services]\ngrup = ["hunter2"]', 'user = "a\\u0007hunter2"'])  # fmt: skip
def test_a_secret_with_a_mistake_is_not_quoted(tmp_path: Path, text: str) -> None:
    with pytest.raises(MessagesError, match="cannot be understood") as caught:
        read_message_secret(secret_file(tmp_path, text))
    assert "hunter2" not in str(caught.value) and "12345" not in str(caught.value)


# -- services ----------------------------------------------------------------------------------------------------------


@contextmanager
def endpoint(*statuses: int) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """An address on loopback that answers these statuses one after another, and what it was sent."""
    got: list[dict[str, Any]] = []
    answers = list(statuses)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(answers.pop(0) if len(answers) > 1 else answers[0])
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port, got
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def to_service(name: str = "grup") -> Outgoing:
    return Outgoing("<1>", name, "digest", "2 hal menunggu", "Baris 1\nBaris 2\n", made=MONDAY.isoformat())


@pytest.mark.slow
def test_a_service_gets_subject_and_text() -> None:
    with endpoint(200) as (port, got):
        answer = ServiceDoor(MessageSecret(services={"grup": f"json://127.0.0.1:{port}/kirim"})).send(to_service())
    assert answer.kind == "sent"
    assert [(one["title"], one["message"]) for one in got] == [("2 hal menunggu", "Baris 1\nBaris 2")]


@pytest.mark.slow
def test_a_service_that_answers_500_gets_it_later(caplog: pytest.LogCaptureFixture) -> None:
    with endpoint(500, 200) as (port, got):
        door = ServiceDoor(MessageSecret(services={"grup": f"json://127.0.0.1:{port}/rahasia"}))
        answers = [door.send(to_service()) for _ in range(2)]
    assert [answer.kind for answer in answers] == ["later", "sent"] and len(got) == 2
    assert "rahasia" not in caplog.text + repr(answers)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "no address of grup"),
        ("json://dip.example/token-rahasia", "is not encrypted"),
        ("apa-ini://token-rahasia", "none that Apprise knows"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_token(address: str, words: str) -> None:
    answer = ServiceDoor(MessageSecret(services={"grup": address} if address else {})).send(to_service())
    assert answer.kind == "later" and words in answer.text and "rahasia" not in answer.text


@pytest.mark.slow
@pytest.mark.parametrize("address", ["tgram://123456789:abcdefg_hijklmnop/12315544/", "jsons://dip.example/x"])
def test_a_service_that_is_only_spoken_to_encrypted_may_be_used(address: str) -> None:
    ServiceDoor(MessageSecret(services={"grup": address})).verify("grup")

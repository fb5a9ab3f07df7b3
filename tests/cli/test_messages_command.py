"""`dip messages`, and people who are told after a run, through a real mail server on loopback."""

from __future__ import annotations

import email
import json
from collections.abc import Iterator
from email.policy import default
from pathlib import Path

import pytest
from filelock import FileLock

from tests.mail_server import PASSWORD, USER, MailServer, certificate, mail_server
from tests.office_folder import OfficeFolder, row
from tests.servers import free_port

UNIT = "Keuangan, Umum, Logistik"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """An office with a row to mend and one without a class, before its first run."""
    office = OfficeFolder(tmp_path_factory.mktemp("office"))
    office.fill(UNIT, row(1, waktu="tiap bulan"), row(2, usulan=""))
    return office


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as there:
        yield there


def office(folder: Path, like: OfficeFolder, port: int) -> OfficeFolder:
    made = OfficeFolder(folder / "kantor", like)
    text = made.config.read_text("utf-8")
    text = text.replace("editors = []", 'editors = ["kul@dip.example"]', 1)
    text = text.replace("desk  = []", 'desk  = ["desk@dip.example"]').replace(
        "desk = []", 'desk = ["desk@dip.example"]'
    )
    text += (
        f'\n[messages]\nsmtp = "smtps://127.0.0.1:{port}"\nsender = "dip@dip.example"\n'
        f'operator = ["operator@dip.example"]\nquiet = ""\nholidays = []\n\n[network]\nca_file = "{certificate()}"\n'
    )
    made.config.write_text(text, "utf-8")
    secret = made.path / "dip-messages.secret"
    secret.write_text(f'user = "{USER}"\npassword = "{PASSWORD}"\n', "utf-8")
    secret.chmod(0o600)
    return made


@pytest.fixture
def folder(tmp_path: Path, template: OfficeFolder, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> OfficeFolder:
    """The office on a day of work, whatever day it is."""
    monkeypatch.setattr("sync.settings.message_settings._SATURDAY", 7)
    return office(tmp_path, template, server.port)


def bodies(server: MailServer) -> dict[str, str]:
    return {to: email.message_from_bytes(data, policy=default).get_content() for to, data in server.taken}


def test_after_a_run_the_people_concerned_are_told_once(folder: OfficeFolder, server: MailServer) -> None:
    assert folder.dip("sync").exit_code == 0
    got = bodies(server)
    assert sorted(got) == ["desk@dip.example", "kul@dip.example", "operator@dip.example"]
    assert "KUL-0001" in got["kul@dip.example"] and "KUL-0002" in got["desk@dip.example"]
    assert folder.dip("sync").exit_code == 0 and len(server.taken) == 3
    assert folder.json("status")["messages"]["sent"] == 3


def test_without_send_it_shows_and_sends_nothing(folder: OfficeFolder, server: MailServer) -> None:
    shown = folder.dip("messages").stdout
    assert "kul@dip.example: to be sent now" in shown and "1 baris perlu diperbaiki" in shown
    document = folder.json("messages")
    assert {one["to"]: one["state"] for one in document["messages"]} == {
        "kul@dip.example": "now", "desk@dip.example": "now", "operator@dip.example": "now",
    }  # fmt: skip
    assert document["without_address"] == ["TEK", "REN", "PAR", "ppid"]
    assert server.taken == [] and not (folder.path / "dip-messages.json").exists()


def test_send_sends_what_is_due_and_then_nothing(folder: OfficeFolder, server: MailServer) -> None:
    folder.dip("sync")
    server.taken.clear()
    assert folder.json("messages", "--send")["delivered"]["sent"] == 0 and server.taken == []
    assert "nothing is due" in folder.dip("messages", "--send").stdout
    (folder.path / "dip-messages.json").unlink()
    assert folder.json("messages", "--send") == {
        "exit": 0, "delivered": {"sent": 3, "waiting": 0, "refused": 0, "trouble": ""},
    }  # fmt: skip


def test_a_group_gets_the_text_without_addresses_and_needs_no_settings(tmp_path: Path, template: OfficeFolder) -> None:
    plain = OfficeFolder(tmp_path / "kantor", template)
    text = plain.dip("messages", "--copy").stdout
    assert "SUBBAGIAN KEUANGAN" in text and "1 baris perlu diperbaiki" in text and "@" not in text
    assert plain.json("messages", "--copy")["text"].splitlines() == text.splitlines()
    refused = plain.dip("messages", "--send")
    assert (
        refused.exit_code == 2
        and "no table [messages]" in refused.stderr
        and "docs/panduan/operator.md" in refused.stderr
    )


def test_a_server_that_is_away_fails_no_run_and_is_told_as_long_as_messages_wait(
    folder: OfficeFolder, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = folder.config.read_text("utf-8")
    folder.config.write_text(config.replace(str(server.port), str(free_port())), "utf-8")
    run = folder.dip("sync")
    assert run.exit_code == 0 and "messages could not be sent: the mail server 127.0.0.1:" in run.stderr
    status = folder.json("status")
    assert status["messages"]["waiting"] == 3 and "is not reached" in status["messages"]["error"]
    assert "messages" in {step["code"] for step in status["next"]}
    since = status["messages"]["failing_since"]
    folder.config.write_text(config, "utf-8")
    with monkeypatch.context() as night:
        night.setattr("sync.settings.message_settings.MessageSettings.is_quiet", lambda *_: True)
        folder.dip("sync")
    assert folder.json("status")["messages"]["failing_since"] == since and server.taken == []
    assert folder.dip("sync").exit_code == 0 and len(server.taken) == 3
    assert "error" in folder.json("status")["messages"] and folder.json("status")["messages"]["error"] is None


def test_a_run_that_stops_is_told_to_the_operator_and_its_recovery_too(
    folder: OfficeFolder, server: MailServer
) -> None:
    folder.dip("sync")
    server.taken.clear()
    book = folder.workbook.read_bytes()
    folder.workbook.unlink()
    assert [folder.dip("sync").exit_code for _ in range(2)] == [1, 1]
    assert list(bodies(server)) == ["operator@dip.example"] and len(server.taken) == 1
    assert "dip.xlsx" in bodies(server)["operator@dip.example"]
    folder.workbook.write_bytes(book)
    folder.dip("sync")
    assert "It works again." in bodies(server)["operator@dip.example"] and len(server.taken) == 2


def test_the_operator_reads_in_his_language(
    folder: OfficeFolder, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIP_LANG", "id")
    folder.dip("sync")
    assert "Yang perlu dikerjakan" in bodies(server)["operator@dip.example"]


def test_of_two_runs_that_would_send_one_does(folder: OfficeFolder, server: MailServer) -> None:
    with FileLock(folder.path / "dip-messages.lock"):
        assert folder.dip("sync").exit_code == 0
        assert folder.dip("messages", "--send").exit_code == 75
    assert server.taken == []
    folder.dip("sync")
    assert len(server.taken) == 3


@pytest.mark.parametrize("spoil", ["mode", "text", "memory"])
def test_what_cannot_be_used_fails_no_run_and_is_told_without_the_password(
    folder: OfficeFolder, server: MailServer, spoil: str
) -> None:
    secret = folder.path / "dip-messages.secret"
    if spoil == "mode":
        secret.chmod(0o644)
    elif spoil == "text":
        secret.write_text(PASSWORD)
    else:
        (folder.path / "dip-messages.json").write_text("{")
    run = folder.dip("sync")
    name = "dip-messages.json" if spoil == "memory" else "dip-messages.secret"
    assert run.exit_code == 0 and f"messages could not be sent: {name}" in run.stderr and server.taken == []
    everything = run.stdout + run.stderr + (folder.path / "dip-runs.jsonl").read_text() + folder.dip("doctor").stdout
    assert PASSWORD not in everything and folder.json("status")["messages"]["error"].startswith(name)


def test_doctor_looks_whether_the_server_lets_us_in_and_sends_nothing(folder: OfficeFolder, server: MailServer) -> None:
    parts = {part["part"]: part for part in folder.json("doctor")["parts"]}
    assert parts["messages"]["ok"] and "3 people and services can be told" in parts["messages"]["message"]
    assert server.logins == [True] and server.taken == []
    (folder.path / "dip-messages.secret").write_text(f'user = "{USER}"\npassword = "salah"\n')
    parts = {part["part"]: part for part in folder.json("doctor")["parts"]}
    assert "does not accept user and password" in parts["messages"]["message"]


def test_neither_memory_nor_secret_is_in_a_backup(folder: OfficeFolder) -> None:
    from zipfile import ZipFile

    folder.dip("sync")
    folder.dip("backup", str(folder.path / "aman.zip"))
    with ZipFile(folder.path / "aman.zip") as kept:
        assert not [name for name in kept.namelist() if "messages" in name]
        assert PASSWORD.encode() not in b"".join(map(kept.read, kept.namelist()))


def test_the_log_names_no_address(folder: OfficeFolder) -> None:
    folder.dip("sync")
    lines = [json.loads(line) for line in (folder.path / "dip-runs.jsonl").read_text("utf-8").splitlines()]
    assert [line["messages"] for line in lines if "messages" in line] == [
        {"sent": 3, "waiting": 0, "refused": 0, "trouble": ""}
    ]
    assert "@dip.example" not in (folder.path / "dip-runs.jsonl").read_text("utf-8")

"""`[messages]` of dip.toml."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from sync.errors import SettingsError
from sync.settings.answers import example_text
from sync.settings.message_settings import MailServer, MessageSettings
from sync.settings.settings import load_settings
from sync.strict_toml import Mistake


def test_without_the_table_nobody_is_told(tmp_path: Path) -> None:
    (tmp_path / "dip.toml").write_text(example_text(), "utf-8")
    assert load_settings(tmp_path / "dip.toml").messages is None


def test_the_table_of_a_new_dip_toml_needs_no_more_than_its_signs_taken_away(tmp_path: Path) -> None:
    head, block = example_text().split("# [messages]")
    lines = f"[messages]{block}".splitlines()
    freed = [line.removeprefix("# ") if number < 6 else line for number, line in enumerate(lines)]
    (tmp_path / "dip.toml").write_text("\n".join([head, *freed]), "utf-8")
    told = load_settings(tmp_path / "dip.toml").messages
    assert told and told.server == MailServer("smtp+starttls", "mail.kantor.go.id", 587)
    assert told.operator == ("operator@kantor.go.id",)


def test_the_table_is_read(tmp_path: Path) -> None:
    table = (
        '[messages]\nsmtp = "smtps://mail.dip.example"\nsender = "dip@dip.example"\noperator = ["a@dip.example", "wa"]'
    )
    (tmp_path / "dip.toml").write_text(f"{example_text()}\n{table}\n", "utf-8")
    told = load_settings(tmp_path / "dip.toml").messages
    assert told and told.server == MailServer("smtps", "mail.dip.example", 465)
    assert told.services == ("wa",) and told.hours == (time(18), time(7))


def test_its_mistake_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "dip.toml").write_text(f"{example_text()}\n[messages]\nsmpt = 'x'\n", "utf-8")
    with pytest.raises(SettingsError, match="dip.toml: unknown key “smpt” in \\[messages\\]; did you mean “smtp”"):
        load_settings(tmp_path / "dip.toml")


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtps://mail.go.id:2465", MailServer("smtps", "mail.go.id", 2465)),
        ("smtp+starttls://mail.go.id", MailServer("smtp+starttls", "mail.go.id", 587)),
        ("smtp://localhost", MailServer("smtp", "localhost", 25)),
        ("smtp://[::1]:2525", MailServer("smtp", "::1", 2525)),
    ],
)
def test_a_server_has_a_usual_port(address: str, server: MailServer) -> None:
    assert MessageSettings(address, "dip@go.id").server == server


@pytest.mark.parametrize(
    "words",
    [
        {}, {"smtp": "smtps://mail.go.id"}, {"smtp": "mail.go.id", "sender": "a@go.id"},
        {"smtp": "smtp://mail.go.id", "sender": "a@go.id"}, {"smtp": "smtps://a:secret@go.id", "sender": "a@go.id"},
        {"smtp": "smtps://mail.go.id/secret", "sender": "a@go.id"}, {"smtp": "smtps://m:99999", "sender": "a@go.id"},
        {"smtp": "smtps://[", "sender": "a@go.id"}, {"smtp": "smtps://m.id:0", "sender": "a@go.id"},
        {"also": ("grup",), "sender": "a"}, {"also": ("a@go.id",)}, {"also": ("tgram://secret",)},
        {"also": ("grup",), "operator": ("Budi S",)}, {"also": ("grup",), "quiet": "malam"},
        {"also": ("grup",), "quiet": "25:00-07:00"}, {"also": ("grup",), "holidays": ("Lebaran",)},
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_a_mistake_and_a_password_is_not_quoted(words: dict[str, str]) -> None:
    with pytest.raises(Mistake) as caught:
        MessageSettings(**words)  # type: ignore[arg-type]
    if words.get("smtp"):
        assert "secret" not in str(caught.value).replace("dip-messages.secret", "")


def test_hours_may_lie_within_a_day_and_may_be_none() -> None:
    noon = datetime(2026, 11, 30, 12, 30)  # noqa: DTZ001  by the office's clock
    assert MessageSettings(also=("grup",), quiet="12:00-13:00").is_quiet(noon)
    assert not MessageSettings(also=("grup",), quiet="").is_quiet(noon)


def test_a_missed_day_is_a_whole_day_of_work() -> None:
    told = MessageSettings(also=("grup",), holidays=("2026-12-01",))
    friday, monday = datetime(2026, 11, 27, 16), datetime(2026, 11, 30, 8)  # noqa: DTZ001  by the office's clock
    assert told.missed_day(friday, monday) is None
    assert told.missed_day(monday, datetime(2026, 12, 2, 8)) is None  # noqa: DTZ001
    assert told.missed_day(monday, datetime(2026, 12, 3, 8)) == date(2026, 12, 2)  # noqa: DTZ001

"""Who is told what now: once a day at most and of something new, failures at once and once; no clock is believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.messages.due import Answer, RunEnd, Telling, recipients_of, refused_addresses
from sync.messages.matters import Matter, RoleSection, Told, Waitings, operator_section
from sync.messages.memory import Memory, Outgoing
from sync.settings.message_settings import MessageSettings
from sync.settings.settings import Office, Roles, Settings, WorkbookPlace
from sync.settings.target_address import Publish
from sync.settings.units import Unit

MONDAY = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)  # 09:00 in Jakarta
GOOD, FAILED = RunEnd(True), RunEnd(False, 1, "target", "The web server refuses.")
TOLD = MessageSettings("smtps://mail.dip.example", "dip@dip.example", ("operator@dip.example",))


def settings_of(told: MessageSettings | None = TOLD) -> Settings:
    units = (Unit("KUL", "Subbagian Keuangan", "Keuangan", editors=("kul@dip.example",)),
             Unit("TEK", "Subbagian Teknis", "Teknis", editors=("tek@dip.example",)))  # fmt: skip
    return Settings(
        Office("Komisi", "KPU Lebak", "Asia/Jakarta"), WorkbookPlace("dip.xlsx"), units,
        Roles(("ppid@dip.example",), ("desk@dip.example",)), Publish("site/"), Path(), Path("dip.toml"),
        messages=told,
    )  # fmt: skip


class Mailbox:
    """Runs one after another, and what each sends. `answer` is what the server says."""

    def __init__(self, told: MessageSettings = TOLD) -> None:
        self.settings, self.memory = settings_of(told), Memory()
        self.answer = Answer("sent")

    def telling(self, now: datetime) -> Telling:
        assert self.settings.messages
        return Telling(self.settings, self.settings.messages, now, str)

    def run(self, now: datetime, end: RunEnd = GOOD, waitings: Waitings | None = None, **words: Any) -> list[Outgoing]:
        telling = self.telling(now)
        self.memory = telling.after_run(telling.after_crash(self.memory), end)
        if waitings:
            self.memory = telling.with_digests(self.memory, waitings, words.get("operator"))
        sent = list(telling.to_send(self.memory))
        for message in sent:
            self.memory = telling.answered(self.memory, message, self.answer)
        return sent


def waiting(*keys: str, whom: str = "unit:KUL") -> Waitings:
    """What waits, by its keys."""
    matters = tuple(Matter((key,), f"baris {key}") for key in keys)
    return Waitings((RoleSection(whom, "Subbagian Keuangan", (("Perlu diperbaiki:", matters),)),) if keys else ())


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def test_who_is_concerned_is_told_and_nobody_else(mailbox: Mailbox) -> None:
    (message,) = mailbox.run(MONDAY, waitings=waiting("a", "b"))
    assert (message.to, message.kind) == ("kul@dip.example", "digest")
    assert message.subject == "Daftar Informasi Publik KPU Lebak: 2 hal menunggu Anda"
    assert "1. baris a\n2. baris b\n" in message.body


def test_the_same_is_told_once(mailbox: Mailbox) -> None:
    assert len(mailbox.run(MONDAY, waitings=waiting("a"))) == 1
    for day in range(5):
        assert mailbox.run(MONDAY + timedelta(days=day, hours=1), waitings=waiting("a")) == []


def test_what_comes_later_on_the_same_day_waits_for_the_next(mailbox: Mailbox) -> None:
    mailbox.run(MONDAY, waitings=waiting("a"))
    assert mailbox.run(MONDAY + hours(1), waitings=waiting("a", "b")) == []
    (message,) = mailbox.run(MONDAY + hours(24), waitings=waiting("a", "b"))
    assert "baris b" in message.body


def test_what_only_grows_less_is_not_told(mailbox: Mailbox) -> None:
    mailbox.run(MONDAY, waitings=waiting("a", "b"))
    assert mailbox.run(MONDAY + hours(24), waitings=waiting("b")) == []


def test_what_went_and_came_back_is_new(mailbox: Mailbox) -> None:
    mailbox.run(MONDAY, waitings=waiting("a"))
    mailbox.run(MONDAY + hours(24), waitings=waiting())
    assert len(mailbox.run(MONDAY + hours(48), waitings=waiting("a"))) == 1


@pytest.mark.parametrize(
    ("now", "is_told"),
    [
        (datetime(2026, 11, 30, 0, 0, tzinfo=UTC), True),  # Monday 07:00
        (datetime(2026, 11, 29, 23, 59, tzinfo=UTC), False),  # Monday 06:59
        (datetime(2026, 11, 30, 10, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 11, 0, tzinfo=UTC), False),  # 18:00
        (datetime(2026, 12, 5, 3, 0, tzinfo=UTC), False),  # Saturday
        (datetime(2026, 12, 25, 3, 0, tzinfo=UTC), False),  # a holiday
    ],
)
def test_nobody_is_told_what_waits_in_quiet_hours_and_on_holidays(now: datetime, is_told: bool) -> None:
    mailbox = Mailbox(replace(TOLD, holidays=("2026-12-25",)))
    assert bool(mailbox.run(now, waitings=waiting("a"))) is is_told


def test_somebody_with_several_roles_gets_one_message() -> None:
    mailbox = Mailbox()
    mailbox.settings = replace(mailbox.settings, roles=Roles(("KUL@dip.example",), ("kul@dip.example",)))
    two = Waitings((*waiting("a").sections, *waiting("b", whom="ppid").sections))
    (message,) = mailbox.run(MONDAY, waitings=two)
    assert "baris a" in message.body and "baris b" in message.body


def test_a_service_for_everybody_gets_everything_but_the_operator_s() -> None:
    told = MessageSettings(also=("grup",), operator=("pribadi",))
    assert recipients_of(settings_of(told)) == {
        "pribadi": ("operator",), "grup": ("unit:KUL", "unit:TEK", "desk", "ppid"),
    }  # fmt: skip


def test_without_messages_nobody_is_told() -> None:
    assert recipients_of(settings_of(None)) == {}


# -- failures ----------------------------------------------------------------------------------------------------------


def test_a_failure_is_told_at_once_and_once_also_at_night(mailbox: Mailbox) -> None:
    (message,) = mailbox.run(MONDAY + hours(14), FAILED)
    assert (message.to, message.subject) == ("operator@dip.example", "dip of KPU Lebak: a run stopped")
    assert message.body.startswith("The run of 2026-11-30 23:00 stopped. The web server refuses.\n")
    assert [mailbox.run(MONDAY + hours(14.5 + half / 2), FAILED) for half in range(20)] == [[]] * 20


def test_a_recovery_is_told(mailbox: Mailbox) -> None:
    mailbox.run(MONDAY, FAILED)
    (message,) = mailbox.run(MONDAY + hours(1))
    assert message.subject == "dip of KPU Lebak: it works again" and "Since 2026-11-30 09:00" in message.body
    assert mailbox.run(MONDAY + hours(2)) == []


def test_another_failure_is_another(mailbox: Mailbox) -> None:
    mailbox.run(MONDAY, FAILED)
    (message,) = mailbox.run(MONDAY + hours(1), RunEnd(False, 3, "held", "12 rows vanished."))
    assert message.subject == "dip of KPU Lebak: a run is held"
    assert mailbox.run(MONDAY + hours(2), FAILED) == []


def test_runs_that_fail_and_recover_in_turn_are_no_flood(mailbox: Mailbox) -> None:
    sent = [mailbox.run(MONDAY + hours(half / 2), FAILED if half % 2 else GOOD) for half in range(47)]
    assert sum(map(len, sent)) <= 5


def test_a_workbook_that_is_open_is_told_when_it_stays_open_for_a_day(mailbox: Mailbox) -> None:
    busy = RunEnd(False, 75, "workbook-open", "It is open in Excel.")
    assert mailbox.run(MONDAY, busy) == [] and mailbox.run(MONDAY + hours(23), busy) == []
    assert len(mailbox.run(MONDAY + hours(24), busy)) == 1
    assert len(mailbox.run(MONDAY + hours(25))) == 1


def test_a_workbook_that_was_open_for_an_hour_is_no_recovery(mailbox: Mailbox) -> None:
    mailbox.run(MONDAY, RunEnd(False, 75, "workbook-open", "It is open in Excel."))
    assert mailbox.run(MONDAY + hours(1)) == []


def test_a_whole_day_of_work_without_a_run_is_told(mailbox: Mailbox) -> None:
    mailbox.run(MONDAY)
    (message,) = mailbox.run(MONDAY + hours(48))
    assert "Nothing ran from 2026-11-30 09:00 to 2026-12-02 09:00." in message.body


def test_a_weekend_without_a_run_is_none(mailbox: Mailbox) -> None:
    mailbox.run(MONDAY + timedelta(days=4))
    assert mailbox.run(MONDAY + timedelta(days=7)) == []


def test_what_could_not_be_sent_goes_out_as_one_message(mailbox: Mailbox) -> None:
    mailbox.answer = Answer("closed", "connection refused")
    (first,) = mailbox.run(MONDAY, FAILED)
    mailbox.run(MONDAY + hours(1))
    mailbox.answer = Answer("sent")
    (message,) = mailbox.run(MONDAY + hours(2))
    assert message.id == first.id and message.body.index("stopped") < message.body.index("It works again")


# -- the clock ---------------------------------------------------------------------------------------------------------


def test_a_clock_a_year_ahead_is_told_and_nobody_else_for_a_day(mailbox: Mailbox) -> None:
    mailbox.run(MONDAY, waitings=waiting("a"))
    ahead = MONDAY + timedelta(days=364)
    (message,) = mailbox.run(ahead, waitings=waiting("a", "b", "c"))
    assert (message.to, message.subject) == ("operator@dip.example", "dip of KPU Lebak: look at the clock")
    assert mailbox.run(ahead + hours(5), waitings=waiting("a", "b", "c")) == []


def test_after_a_clock_was_ahead_people_are_told_as_before(mailbox: Mailbox) -> None:
    ahead = MONDAY + timedelta(days=364)
    mailbox.run(MONDAY)
    mailbox.run(ahead, FAILED)
    mailbox.run(ahead + hours(25), FAILED, waitings=waiting("a"))
    (news,) = mailbox.run(MONDAY + hours(1), FAILED)
    assert "the last run bears the time 2027" in news.body
    (digest, again) = mailbox.run(MONDAY + hours(2), GOOD, waitings=waiting("a", "b"))
    assert "baris b" in digest.body or "baris b" in again.body
    assert len(mailbox.run(MONDAY + hours(30), FAILED)) == 1


def test_a_message_put_off_by_a_clock_that_was_ahead_is_sent(mailbox: Mailbox) -> None:
    mailbox.answer = Answer("later", "450")
    mailbox.run(MONDAY + timedelta(days=364), FAILED)
    assert len(mailbox.run(MONDAY, FAILED)) == 1


# -- answers of the server ---------------------------------------------------------------------------------------------


def test_what_the_server_takes_later_is_sent_again_with_the_same_id_and_says_what_waits_then(mailbox: Mailbox) -> None:
    mailbox.answer = Answer("later", "450 greylisted")
    (first,) = mailbox.run(MONDAY, waitings=waiting("a"))
    assert mailbox.run(MONDAY + timedelta(minutes=5), waitings=waiting("a", "b")) == []
    mailbox.answer = Answer("sent")
    (again,) = mailbox.run(MONDAY + timedelta(minutes=30), waitings=waiting("a", "b"))
    assert again.id == first.id and "baris b" in again.body
    assert mailbox.run(MONDAY + hours(1), waitings=waiting("a", "b")) == []


def test_what_was_put_off_and_no_longer_waits_is_not_sent(mailbox: Mailbox) -> None:
    mailbox.answer = Answer("later", "450")
    mailbox.run(MONDAY, waitings=waiting("a"))
    assert mailbox.run(MONDAY + hours(1), waitings=waiting()) == []
    assert mailbox.memory.outbox == ()


def test_what_was_put_off_in_the_evening_waits_for_the_morning(mailbox: Mailbox) -> None:
    mailbox.answer = Answer("later", "450")
    mailbox.run(MONDAY + hours(8), waitings=waiting("a"))
    assert mailbox.run(MONDAY + hours(11), waitings=waiting("a")) == []
    assert len(mailbox.run(MONDAY + hours(24), waitings=waiting("a"))) == 1


def test_what_may_have_arrived_is_sent_once_more_the_same_and_no_third_time(mailbox: Mailbox) -> None:
    mailbox.answer = Answer("unknown", "no answer")
    (first,) = mailbox.run(MONDAY, waitings=waiting("a"))
    (second,) = mailbox.run(MONDAY + hours(1), waitings=waiting("a", "b"))
    assert (second.id, second.body) == (first.id, first.body)
    assert mailbox.run(MONDAY + hours(2), waitings=waiting("a", "b")) == []
    assert len(mailbox.run(MONDAY + hours(24), waitings=waiting("a", "b"))) == 1


def test_a_run_that_died_while_sending_repeats_one_message_with_its_id(mailbox: Mailbox) -> None:
    telling = mailbox.telling(MONDAY)
    memory = telling.with_digests(Memory(), waiting("a"), None)
    dying = replace(memory.outbox[0], state="sending")
    mailbox.memory = memory.with_message(dying)
    (again,) = mailbox.run(MONDAY + hours(1), waitings=waiting("a"))
    assert again.id == dying.id and mailbox.run(MONDAY + hours(2), waitings=waiting("a")) == []


def test_an_address_that_is_refused_is_told_to_the_operator_and_not_tried_every_run(mailbox: Mailbox) -> None:
    mailbox.answer = Answer("refused", "550 no such user")
    mailbox.run(MONDAY, waitings=waiting("a"))
    mailbox.answer = Answer("sent")
    told = refused_addresses(mailbox.memory)
    assert [str(item.text) for item in told] == ["kul@dip.example gets no messages: 550 no such user"]
    (message,) = mailbox.run(MONDAY + hours(1), waitings=waiting("a"), operator=operator_section(told, "dip"))
    assert message.to == "operator@dip.example" and "550 no such user" in message.body
    assert mailbox.run(MONDAY + hours(24), waitings=waiting("a"), operator=operator_section(told, "dip")) == []


def test_a_server_that_is_not_reached_delays_and_loses_nothing(mailbox: Mailbox) -> None:
    mailbox.answer = Answer("closed", "connection refused")
    for hour in range(8):
        assert len(mailbox.run(MONDAY + hours(hour), waitings=waiting("a"))) == 1
    mailbox.answer = Answer("sent")
    assert len(mailbox.run(MONDAY + hours(24), waitings=waiting("a"))) == 1
    assert mailbox.run(MONDAY + hours(25), waitings=waiting("a")) == []


def test_who_is_no_longer_in_dip_toml_gets_nothing_more(mailbox: Mailbox) -> None:
    mailbox.answer = Answer("closed")
    mailbox.run(MONDAY, waitings=waiting("a"))
    mailbox.settings = replace(mailbox.settings, units=mailbox.settings.units[1:])
    assert mailbox.run(MONDAY + hours(1), waitings=waiting("a")) == []
    assert mailbox.memory.outbox == ()


def test_the_operator_is_told_once_of_what_waits_for_him(mailbox: Mailbox) -> None:
    section = operator_section([Told("old-backup", "The backup is old.")], "What to do next:")
    (message,) = mailbox.run(MONDAY, waitings=waiting(), operator=section)
    assert message.subject == "dip of KPU Lebak: 1 to look at"
    assert message.body == "What to do next:\n1. The backup is old.\n"
    assert mailbox.run(MONDAY + hours(24), waitings=waiting(), operator=section) == []


def test_a_message_that_needs_nothing_more_keeps_no_text(mailbox: Mailbox) -> None:
    mailbox.run(MONDAY, waitings=waiting("a"))
    (message,) = mailbox.memory.outbox
    assert (message.state, message.body, message.keys) == ("sent", "", ())

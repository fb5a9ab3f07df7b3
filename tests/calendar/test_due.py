"""What is due by law: each matter with its days, of an office in which the entries stand approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sync.calendar.due import DueMatter, due_matters
from sync.calendar.law import Law, read_law
from tests.office import BERKALA, TEMPLATE, Office

LAW = read_law()
APPROVED = date(2026, 11, 23)
"""The day on which entries are approved: that of the office's clock."""


def due(office: Office, day: date, law: Law = LAW) -> list[DueMatter]:
    return list(due_matters(office.known(), law, TEMPLATE, office.settings, day))


def told(office: Office, code: str, day: date, law: Law = LAW) -> list[DueMatter]:
    """The matters of one kind that are due on a day."""
    return [matter for matter in due(office, day, law) if matter.code == code]


def assert_falls_due(office: Office, code: str, day: date) -> DueMatter:
    """Nothing is told the day before; what is told on the day itself."""
    assert not told(office, code, day - timedelta(1))
    (matter,) = told(office, code, day)
    return matter


def approved(office: Office, **cells: str) -> None:
    office.add(**cells)
    office.sync()
    office.tick(*[id for id in office.known().entries if not office.entry(id).approved])
    office.sync()


def periodic(office: Office, **cells: str) -> None:
    approved(office, usulan=BERKALA, **cells)


def test_what_is_announced_periodically_is_due_six_months_after_its_approval(office: Office) -> None:
    periodic(office, waktu="2025")
    matter = assert_falls_due(office, "berkala", date(2027, 5, 23))
    assert (matter.role, matter.unit, matter.ids, matter.count) == ("unit", "KUL", ("KUL-0001",), 1)
    assert (matter.day, matter.source) == ("2027-05-23", LAW.berkala.source)
    assert matter.text == "1 Informasi Berkala belum diperbarui selama 6 bulan: KUL-0001. Perbarui barisnya."


def test_what_is_said_of_a_period_is_not_old_before_the_period_is(office: Office) -> None:
    periodic(office, waktu="Semester I 2027")
    assert_falls_due(office, "berkala", date(2027, 12, 30))


def test_a_new_version_renews_what_is_announced_periodically(office: Office) -> None:
    periodic(office, waktu="2025")
    office.now += timedelta(200)
    office.type_unit("KUL-0001", "ringkasan", "Neraca tahun 2026 dan catatan atasnya")
    office.sync()
    assert told(office, "berkala", date(2027, 6, 11))
    office.tick("KUL-0001")
    office.sync()
    assert not told(office, "berkala", date(2027, 6, 11))


@pytest.mark.parametrize("months", [1, 12])
def test_the_office_may_want_another_age(office: Office, months: int) -> None:
    periodic(office, waktu="2025")
    law = replace(LAW, berkala=replace(LAW.berkala, months=months))
    day = date(2026, 12, 23) if months == 1 else date(2027, 11, 23)
    assert not told(office, "berkala", day - timedelta(1), law)
    assert told(office, "berkala", day, law)

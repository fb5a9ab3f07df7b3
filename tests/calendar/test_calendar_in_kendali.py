"""What is due by law in `Kendali`: bounded, quiet within a day, and in no byte of the site."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.calendar.due import MOST_LINES, due_matters, matter_lines
from sync.calendar.law import read_law
from sync.ledger.state import EntryState, LedgerState, OfficeState, Version
from sync.settings.calendar import MATTERS, CalendarSettings
from sync.settings.settings import Office as OfficeFacts
from sync.settings.settings import Roles, Settings, WorkbookPlace
from sync.settings.target_address import Publish
from sync.tabs.control_sentences import NOTHING
from tests.office import BERKALA, DIKECUALIKAN, SETIAP_SAAT, TEMPLATE, UNITS, Office, put

LAW = read_law()
LABEL = "Kalender Hukum"
SETTINGS = Settings(
    OfficeFacts("KPU Kabupaten Lebak", "KPU", "Asia/Jakarta"), WorkbookPlace("dip.xlsx"), UNITS, Roles(),
    Publish("site/", "https://dip.example/"), Path(), Path("dip.toml"),
)  # fmt: skip
KINDS = ("memory", "file", "google")


@pytest.fixture(params=KINDS)
def any_office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """An office with a periodic entry that is public, and no checklist."""
    office = Office(tmp_path, kind=request.param)
    office.settings = replace(office.settings, calendar=CalendarSettings(off=("wajib", "laporan-layanan")))
    office.add(usulan=BERKALA, waktu="2025", bentuk="Hardcopy")
    office.add("TEK", judul="Putusan")
    office.approved("KUL-0001", "TEK-0001")
    return office


def test_the_line_says_what_is_due_from_its_day_on(any_office: Office) -> None:
    office = any_office
    assert office.control(LABEL) == NOTHING
    office.now += timedelta(180)
    office.sync()
    assert "Informasi Berkala" not in office.control(LABEL)  # 22 May: the day before
    office.now += timedelta(1)
    due = office.sync().plan.due
    assert due and [matter.code for matter in due] == ["berkala", "tanpa-penetapan", "tanpa-laporan", "tanpa-laporan"]
    first, *others = office.control(LABEL).splitlines()
    assert first == (
        "Keuangan, Umum, Logistik: 1 Informasi Berkala belum diperbarui selama 6 bulan: KUL-0001. Perbarui barisnya."
    )
    assert [line.partition(":")[0] for line in others] == ["Keuangan, Umum, Logistik", "Teknis dan Hukum"]
    for _ in range(2):
        assert not office.sync().plan.batch


def test_what_perlu_perhatian_says_is_not_said_twice(any_office: Office) -> None:
    assert "tanpa-penetapan" in [matter.code for matter in any_office.sync().plan.due or ()]
    assert (any_office.control(LABEL), "penetapan" in any_office.control("Perlu Perhatian").lower()) == (NOTHING, True)


def test_a_workbook_from_before_has_no_such_line_and_gets_none(any_office: Office) -> None:
    """Nor is one missed: `dip init` adds it."""
    office = any_office
    rows = office.book.tabs["Kendali"]
    place = next(number for number, row in enumerate(rows) if row[:1] == [LABEL])
    put(rows, place, 0, "")
    put(rows, place, 1, "")
    office.sync()
    office.now += timedelta(200)
    assert office.sync().plan.due
    assert office.control(LABEL) == "" and not [row for row in rows if row[:1] == [LABEL]]


def test_what_somebody_types_over_the_line_is_put_back(any_office: Office) -> None:
    office = any_office
    rows = office.book.tabs["Kendali"]
    put(rows, next(number for number, row in enumerate(rows) if row[:1] == [LABEL]), 1, "sudah beres")
    office.sync()
    assert office.control(LABEL) == NOTHING


def test_within_a_day_a_run_with_nothing_new_writes_nothing(office: Office) -> None:
    office.add(usulan=BERKALA, waktu="2025")
    office.approved("KUL-0001")
    office.now += timedelta(200)
    office.sync()
    start = office.now.replace(hour=17, minute=0)  # midnight of the office
    for hours in (1, 5, 12, 23):
        office.now = start + timedelta(hours=hours)
        assert not office.sync().plan.changed or hours == 1


def test_a_clock_a_year_ahead_writes_one_bounded_line_and_the_right_time_takes_it_back(office: Office) -> None:
    for number in range(30):
        office.add(judul=f"Laporan {number}", usulan=BERKALA, waktu="2025", retensi="1 tahun")
    office.approved(*(f"KUL-{number:04}" for number in range(1, 31)))
    before, now = office.control(LABEL), office.now
    office.now += timedelta(365)
    office.sync()
    ahead = office.control(LABEL)
    assert 1 < len(ahead.splitlines()) <= MOST_LINES + 1 and len(ahead) < 2000
    office.now = now
    office.sync()
    assert office.control(LABEL) == before
    assert office.public() == [f"KUL-{number:04}" for number in range(1, 31)]


def test_many_units_are_told_in_a_few_lines(office: Office) -> None:
    office.add()
    office.sync()
    (matter, *_) = due_matters(office.known(), LAW, TEMPLATE, office.settings, date(2027, 6, 1))
    lines = list(matter_lines([matter] * 40, office.settings.units))
    assert len(lines) == MOST_LINES + 1 and lines[-1] == "dan 32 hal lagi"


def test_no_byte_of_the_site_says_what_is_due(office: Office) -> None:
    """The site is the same, byte for byte, whatever the calendar says."""
    office.add(usulan=BERKALA, waktu="2025", retensi="1 bulan")
    office.approved("KUL-0001")
    before = dict(office.target.files)
    office.now += timedelta(700)
    due = office.sync().plan.due
    assert due and len(due) > 3
    assert dict(office.target.files) == before
    words = [b"Kalender Hukum", b"belum diperbarui selama", b"belum terlihat dalam daftar", b"Nihil "]
    assert not [path for path, data in before.items() if any(word in data for word in words)]


SECRET = "Berkas Rahasia Sengketa"
CLASSES = (BERKALA, "Informasi Serta Merta", SETIAP_SAAT, DIKECUALIKAN, "")
PERIODS = ("2020", "Semester I 2026", "2024–2029", "12 Januari 2026", "entah", "")
LENGTHS = ("1 bulan", "5 tahun", "s.d. 2026", "2 tahun aktif, 3 tahun inaktif, musnah", "Permanen", SECRET, "")
an_entry = st.tuples(
    st.sampled_from(["KUL", "TEK", "XYZ"]), st.sampled_from(CLASSES), st.sampled_from(PERIODS),
    st.sampled_from(LENGTHS),
    st.sampled_from(["2019-12-31T17:30:00+00:00", "2026-06-30T16:59:59+00:00", "2031-02-28T00:00:00+00:00", ""]),
)  # fmt: skip


def ledger_of(entries: list[tuple[str, ...]], **more: Any) -> LedgerState:
    """Entries whose every text but class, period and length is the same."""
    states, versions = {}, {}
    for number, (unit, klasifikasi, period, length, at) in enumerate(entries, 1):
        id = f"{unit}-{number:04}"
        texts = dict.fromkeys(("judul", "ringkasan", "tempat", "dasar_pengecualian", "nomor_uji"), SECRET)
        content = texts | {"unit": unit, "klasifikasi": klasifikasi, "waktu": period, "retensi": length,
                           "jangka_pengecualian": length}  # fmt: skip
        states[id] = EntryState(id, unit, (), 1, approved=bool(at), approved_at=at)
        versions[id] = {1: Version(id, 1, "", content, True)}
    items = {id: 1 for id, state in states.items() if state.approved}
    return LedgerState(OfficeState("x", release=1), states, versions, items=items, **more)


@given(days=st.integers(-4000, 40000), entries=st.lists(an_entry, max_size=12), reported=st.booleans())
def test_matters_are_ordered_stable_and_never_say_what_an_entry_says(
    days: int, entries: list[tuple[str, ...]], reported: bool
) -> None:
    """Whatever stands in the ledger, and whatever the clock says."""
    ledger = ledger_of(entries, reported={"KUL": "2026-11-01T00:00:00+00:00"} if reported else {})
    day = date(2026, 11, 23) + timedelta(days)
    matters = due_matters(ledger, LAW, TEMPLATE, SETTINGS, day)
    assert matters == due_matters(ledger, LAW, TEMPLATE, SETTINGS, day)
    codes = [MATTERS.index(matter.code) for matter in matters]
    assert codes == sorted(codes)
    assert len({(matter.code, matter.unit) for matter in matters}) == len(matters)
    assert not [matter for matter in matters if SECRET in repr(matter)]
    assert all(len(matter.text) < 400 and list(matter.ids) == sorted(matter.ids) for matter in matters)
    assert len(list(matter_lines(matters, SETTINGS.units))) <= MOST_LINES + 1

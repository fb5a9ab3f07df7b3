"""What is due by law: each matter with its days, of an office in which the entries stand approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sync.calendar.days import exclusion_end, retention_end
from sync.calendar.due import DueMatter, due_matters
from sync.calendar.law import Law, read_law
from sync.ledger.state_data import data_of_office, office_of
from sync.settings.calendar import MATTERS
from tests.office import BERKALA, DIKECUALIKAN, TEMPLATE, Office, put

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


def test_entries_are_told_in_the_order_of_the_units_and_no_more_than_a_few_by_name(office: Office) -> None:
    office.add("TEK", judul="Putusan", usulan=BERKALA)
    for number in range(7):
        office.add(judul=f"Laporan {number}", usulan=BERKALA)
    approved(office, usulan=BERKALA, judul="Laporan 7")
    first, second = told(office, "berkala", date(2028, 1, 1))
    assert (first.unit, first.count, second.unit) == ("KUL", 8, "TEK")
    assert first.ids == tuple(f"KUL-000{number}" for number in range(1, 9))
    assert "KUL-0001, KUL-0002, KUL-0003, KUL-0004, KUL-0005, …." in first.text and "KUL-0006" not in first.text


def test_what_was_announced_at_once_is_looked_at_after_as_long_as_the_office_says(office: Office) -> None:
    approved(office, usulan="Informasi Serta Merta", waktu="2030")
    matter = assert_falls_due(office, "serta-merta", date(2027, 5, 23))
    assert (matter.role, matter.ids) == ("unit", ("KUL-0001",))


@pytest.mark.parametrize(
    ("period", "retention", "ends"),
    [
        ("2025", "5 tahun", "2030-12-31"),
        ("31 Agustus 2026", "6 bulan", "2027-02-28"),
        ("Januari 2026", "2 tahun aktif, 3 tahun inaktif, musnah", "2031-01-31"),
        ("2020–2024", "1 tahun 6 bulan", "2026-06-30"),
        ("12 Januari 2026", "2 minggu", "2026-01-26"),
        ("2025", "2 tahun aktif setelah diaudit, 3 tahun inaktif", ""),
        ("2025", "2 tahun aktif, 3 tahun inaktif, permanen", ""),
        ("2025", "Permanen", ""),
        ("2025", "Selama berlaku", ""),
        ("sewaktu-waktu", "5 tahun", ""),
        ("2025", "", ""),
    ],
)
def test_the_end_of_a_retention_is_computed_where_it_can_be(period: str, retention: str, ends: str) -> None:
    end = retention_end(period, retention)
    assert (end.isoformat() if end else "") == ends


def test_a_retention_that_ends_is_told_on_its_day(office: Office) -> None:
    approved(office, waktu="2025", retensi="2 tahun")
    matter = assert_falls_due(office, "retensi", date(2027, 12, 31))
    assert (matter.role, matter.unit, matter.day) == ("unit", "KUL", "2027-12-31")
    assert "habis 31 Desember 2027: KUL-0001" in matter.text


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("5 tahun", "2031-11-23"),
        ("5 (lima) tahun", "2031-11-23"),
        ("6 bulan", "2027-05-23"),
        ("5 tahun sejak 1 Januari 2024", "2029-01-01"),
        ("5 tahun terhitung sejak ditetapkan", "2031-11-23"),
        ("2 tahun sejak tanggal penetapan", "2028-11-23"),
        ("s.d. 31 Desember 2027", "2027-12-31"),
        ("sampai dengan 31 Desember 2027", "2027-12-31"),
        ("hingga 2027", "2027-12-31"),
        ("31 Desember 2027", "2027-12-31"),
        ("2027-12-31", "2027-12-31"),
        ("2024–2029", "2029-12-31"),
        ("1 Januari 2024 s.d. 31 Maret 2029", "2029-03-31"),
        ("2027", "2027-12-31"),
        ("selama proses hukum berjalan", ""),
        ("5 tahun sejak putusan berkekuatan hukum tetap", ""),
        ("sampai dibuka pengadilan", ""),
        ("permanen", ""),
        ("5 tahun atau lebih", ""),
        ("s.d. 31 Februari 2027", ""),
        ("999 tahun 999 bulan", "3109-02-23"),
        ("", ""),
        ("-", ""),
    ],
)
def test_the_end_of_an_exclusion_is_read_where_it_can_be(text: str, ends: str) -> None:
    end = exclusion_end(text, APPROVED)
    assert (end.isoformat() if end else "") == ends


def excluded(office: Office, **basis: str) -> None:
    office.add(judul="Berkas rahasia", retensi="Permanen")
    office.sync()
    office.exclude("KUL-0001", **basis)
    office.sync()
    office.tick("KUL-0001")
    office.sync()


def test_the_ppid_hears_of_an_exclusion_six_weeks_before_its_end(office: Office) -> None:
    excluded(office, jangka_pengecualian="s.d. 31 Desember 2027")
    matter = assert_falls_due(office, "pengecualian", date(2027, 11, 19))
    assert (matter.role, matter.ids, matter.day) == ("ppid", ("KUL-0001",), "2027-12-31")
    assert "Berkas" not in matter.text


def test_an_exclusion_that_nobody_approved_has_no_period_yet(office: Office) -> None:
    office.add(judul="Berkas rahasia", usulan=DIKECUALIKAN)
    office.sync()
    assert not told(office, "pengecualian", date(2099, 1, 1))


def established(office: Office, day: str = "20 November 2026") -> None:
    for label, text in (("Nomor Penetapan", "12/2026"), ("Tanggal Penetapan", day)):
        control(office, label, text)


def control(office: Office, label: str, text: str) -> None:
    rows = office.book.tabs["Kendali"]
    put(rows, next(number for number, row in enumerate(rows) if row[:1] == [label]), 1, text)


def test_the_list_is_established_again_after_six_months(office: Office) -> None:
    established(office)
    approved(office)
    matter = assert_falls_due(office, "penetapan", date(2027, 5, 20))
    assert (matter.role, matter.unit, matter.ids, matter.period) == ("ppid", "", (), "2026-11-20")
    assert matter.text == "PPID: daftar terakhir ditetapkan 20 November 2026. Sudah 6 bulan, jadi tetapkan lagi."


def test_a_newer_decree_counts_before_it_is_released(office: Office) -> None:
    established(office)
    approved(office)
    newer = ("13/2027", "2027-05-01")
    later = due_matters(office.known(), LAW, TEMPLATE, office.settings, date(2027, 5, 20), official=newer)
    assert "penetapan" not in [matter.code for matter in later]


def test_a_release_without_a_decree_is_told(office: Office) -> None:
    assert not told(office, "tanpa-penetapan", APPROVED)
    approved(office)
    (matter,) = told(office, "tanpa-penetapan", APPROVED)
    assert (matter.role, matter.day) == ("ppid", "2026-11-23")
    established(office)
    office.sync()
    assert not told(office, "tanpa-penetapan", APPROVED)


def silent(office: Office, day: date) -> list[str]:
    return [matter.unit for matter in told(office, "tanpa-laporan", day)]


def test_a_unit_that_reported_nothing_is_told_before_the_period_ends(office: Office) -> None:
    office.add()
    office.sync()
    assert silent(office, date(2026, 11, 23)) == ["TEK"]
    assert not silent(office, date(2027, 4, 29))
    assert silent(office, date(2027, 4, 30)) == ["KUL", "TEK"]
    (matter, _) = told(office, "tanpa-laporan", date(2027, 6, 30))
    assert (matter.role, matter.day, matter.period) == ("unit", "2027-06-30", "Semester I 2027")
    assert "tulis Semester I 2027 di baris “Nihil Keuangan, Umum, Logistik”" in matter.text
    assert not silent(office, date(2027, 7, 1))


def test_a_row_that_changes_is_a_report(office: Office) -> None:
    office.add()
    office.add("TEK")
    office.sync()
    office.now += timedelta(160)
    office.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    office.sync()
    assert silent(office, date(2027, 6, 1)) == ["TEK"]


@pytest.mark.parametrize(
    ("declared", "counts"),
    [("Semester II 2026", True), ("smt 2 2026", True), ("2026", True), ("November 2026", True),
     ("Semester I 2026", False), ("Semester I 2027", False), ("tidak ada", False)],
)  # fmt: skip
def test_a_declaration_of_nihil_is_a_report_for_its_period(office: Office, declared: str, counts: bool) -> None:
    office.add()
    control(office, "Nihil Teknis dan Hukum", declared)
    office.sync()
    assert silent(office, date(2026, 12, 1)) == ([] if counts else ["TEK"])


def test_a_declaration_is_kept_in_the_ledger_and_ends_with_its_cell(office: Office) -> None:
    office.add()
    control(office, "Nihil Teknis dan Hukum", "smt 2 2026")
    office.sync()
    assert office.known().office.nihil == {"TEK": "Semester II 2026"}
    assert not office.sync().plan.changed
    control(office, "Nihil Teknis dan Hukum", "")
    office.sync()
    assert office.known().office.nihil == {}
    office.ledger.verify()


def test_a_declaration_is_kept_where_the_line_says_nothing_now(office: Office) -> None:
    office.add()
    control(office, "Nihil Teknis dan Hukum", "Semester II 2026")
    office.sync()
    control(office, "Nihil Teknis dan Hukum", "#REF!")
    office.sync()
    assert office.known().office.nihil == {"TEK": "Semester II 2026"}
    del office.book.tabs["Kendali"]
    office.sync()
    assert office.known().office.nihil == {"TEK": "Semester II 2026"}


def test_a_ledger_of_before_declarations_were_kept_is_read(office: Office) -> None:
    """Its office's state has no such key; a cell that says something is kept from the first run on."""
    office.add()
    control(office, "Nihil Teknis dan Hukum", "Semester II 2026")
    office.sync()
    data = data_of_office(office.known().office)
    del data["nihil"]
    assert office_of(data, "x").nihil == {}


def test_the_yearly_report_is_wanted_by_the_end_of_march(office: Office) -> None:
    office.add()
    office.sync()
    assert not told(office, "laporan-layanan", date(2027, 1, 29))
    (matter,) = told(office, "laporan-layanan", date(2027, 1, 30))
    assert (matter.role, matter.day, matter.period) == ("desk", "2027-03-31", "2026")
    assert matter.text.endswith(
        "belum terlihat dalam daftar; batasnya 31 Maret 2027. Mungkin sudah ada dengan nama lain?"
    )


@pytest.mark.parametrize(
    ("title", "period", "seen"),
    [("Laporan Layanan Informasi Publik Tahun 2026", "Januari 2027", True), ("LAPORAN PPID", "2026", True),
     ("Laporan Layanan Informasi Publik", "2025", False), ("Laporan Keuangan 2026", "2026", False)],
)  # fmt: skip
def test_the_report_is_seen_by_its_words_and_its_year(office: Office, title: str, period: str, seen: bool) -> None:
    office.add(judul=title, waktu=period)
    office.sync()
    assert bool(told(office, "laporan-layanan", date(2027, 3, 31))) is not seen


def test_kinds_that_the_law_makes_mandatory_are_asked_for_never_stated(office: Office) -> None:
    assert not told(office, "wajib", APPROVED)
    office.add(judul="Laporan Keuangan 2025")
    office.sync()
    (matter,) = told(office, "wajib", APPROVED)
    assert (matter.role, matter.day, matter.count) == ("desk", "", len(matter.names))
    assert "Laporan keuangan" not in matter.names and "Rencana strategis" in matter.names
    assert matter.text.startswith("Desk: belum terlihat dalam daftar: ") and matter.text.endswith(
        f"; dan {matter.count - 3} lagi. Mungkin sudah ada dengan nama lain?"
    )


def test_an_excluded_entry_is_no_entry_of_a_mandatory_kind(office: Office) -> None:
    office.add(judul="Rencana Strategis", ringkasan="Isi", usulan=DIKECUALIKAN)
    office.add(judul="Daftar Aset", ringkasan="Isi")
    office.sync()
    (matter,) = told(office, "wajib", APPROVED)
    assert "Rencana strategis" in matter.names and "Daftar aset (BMN)" not in matter.names


def test_what_the_office_does_not_want_to_hear_is_not_told(office: Office) -> None:
    office.add()
    office.sync()
    codes = {matter.code for matter in due(office, date(2026, 12, 1))}
    assert codes == {"tanpa-laporan", "laporan-layanan", "wajib"}
    assert {matter.code for matter in due(office, date(2026, 12, 1), replace(LAW, off=frozenset(codes)))} == set()


def test_every_matter_names_its_source_and_its_role(office: Office) -> None:
    approved(office, usulan=BERKALA, waktu="2020", retensi="1 tahun")
    matters = due(office, date(2027, 12, 1))
    assert {matter.code for matter in matters} >= {"berkala", "retensi", "tanpa-penetapan", "laporan-layanan", "wajib"}
    assert all(matter.source and matter.role in ("unit", "desk", "ppid") for matter in matters)
    assert set(LAW.sources) | {"wajib"} == set(MATTERS)

"""Rule 8: the order to upload is its own act."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from sync.tabs.control_sentences import CONTROL_SENTENCES
from tests.office import Office

UNKNOWN = "Perintah Unggah “{}” tidak dikenal, jadi unggah ditahan. Isi Otomatis, Sekali, atau Tahan."


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001 is published, KUL-0002 waits for its tick, the order is to hold."""
    office.add()
    office.add(judul="Laporan Barang 2025")
    office.approved("KUL-0001")
    office.order("Tahan")
    office.sync()
    return office


@pytest.mark.parametrize("text", ["Otomatis", " otomatis ", "OTOMATIS"])
def test_otomatis_releases_at_every_sync(one: Office, text: str) -> None:
    """The order is read in any case and with outer blanks, and the cell stays as typed."""
    one.order(text)
    one.tick("KUL-0002")
    one.sync()
    assert (one.public(), one.status("KUL-0002")) == (["KUL-0001", "KUL-0002"], "Terbit")
    assert one.control("Perintah Unggah") == text


def test_tahan_keeps_the_release_as_it_is(one: Office) -> None:
    """What is ticked meanwhile is shown as `Disetujui`."""
    one.tick("KUL-0002")
    one.sync()
    assert (one.public(), one.status("KUL-0002")) == (["KUL-0001"], "Disetujui")
    assert one.note("KUL-0002") == "Setuju: sudah disetujui. Tunggu Perintah Unggah di Kendali."


@pytest.mark.parametrize("text", ["", "Kapan saja", "otomatis ya", "Otomatis?"])
def test_an_order_nobody_can_read_holds_and_is_told(one: Office, text: str) -> None:
    """An empty, unreadable or missing order means `Tahan`."""
    one.order(text)
    one.tick("KUL-0002")
    outcome = one.sync()
    assert (one.public(), one.control("Perintah Unggah")) == (["KUL-0001"], text)
    assert one.attention() == UNKNOWN.format(text or "(kosong)")
    assert [problem.message for problem in outcome.plan.problems] == [UNKNOWN.format(text or "(kosong)")]


def test_a_sekali_that_came_back_with_an_older_workbook_orders_nothing(one: Office) -> None:
    """It was given for another release: it becomes `Tahan`, and is told."""
    earlier = copy.deepcopy(one.book.tabs)
    put(earlier, "Sekali")
    one.tick("KUL-0002")
    one.sync()
    one.book.tabs = earlier
    outcome = one.sync()
    assert (one.public(), one.control("Perintah Unggah")) == (["KUL-0001"], "Tahan")
    assert "perintah-lama" in [problem.code for problem in outcome.plan.problems]
    told = f"{CONTROL_SENTENCES['berkas-lama'][1]} {CONTROL_SENTENCES['perintah-lama'][1]}"
    assert one.control("Laporan").startswith(told)
    one.sync()
    assert one.public() == ["KUL-0001"]


@pytest.mark.parametrize("typed", ["Otomatis", "Kapan saja"])
def test_another_order_of_an_older_workbook_stays_as_it_stands(one: Office, typed: str) -> None:
    """Nobody's cell is overwritten (rule 9): it says what holds."""
    earlier = copy.deepcopy(one.book.tabs)
    put(earlier, typed)
    one.tick("KUL-0002")
    one.sync()
    one.book.tabs = earlier
    one.sync()
    assert (len(one.public()), one.control("Perintah Unggah")) == (2 if typed == "Otomatis" else 1, typed)


def put(tabs: dict[str, list[list[str]]], order: str) -> None:
    """Write the order into `Kendali` of these tabs."""
    (line,) = (row for row in tabs["Kendali"] if row[0] == "Perintah Unggah")
    line[1] = order


def test_a_missing_line_holds_and_is_told(one: Office) -> None:
    """Missing means `Tahan`; the line is not invented."""
    one.book.tabs["Kendali"] = [row for row in one.book.tabs["Kendali"] if row[0] != "Perintah Unggah"]
    one.tick("KUL-0002")
    one.sync()
    assert (one.public(), one.attention()) == (["KUL-0001"], UNKNOWN.format("(kosong)"))


def test_two_orders_that_differ_hold_and_are_told(one: Office) -> None:
    """A second line that says otherwise makes the order unreadable: it means `Tahan`."""
    one.order("Otomatis")
    one.book.tabs["Kendali"].append(["Perintah Unggah", "Tahan"])
    one.tick("KUL-0002")
    one.sync()
    assert (one.public(), one.attention()) == (["KUL-0001"], UNKNOWN.format("Otomatis / Tahan"))


def test_tahan_still_brings_the_target_to_the_release(one: Office) -> None:
    """The target is still brought to it, compared with the target as read, not with our own memory of it."""
    del one.target.files["index.html"]
    one.target.files["data/dip.csv"] = b"diubah orang"
    good = one.plan().site
    outcome = one.sync()
    assert outcome.result is not None and outcome.result.uploaded == 2
    assert one.target.files == dict(good)


def test_withdrawals_go_out_even_under_tahan(one: Office) -> None:
    """Withdrawals go out even under `Tahan`: the kept release less what was withdrawn."""
    one.tick("KUL-0002")
    one.untick("KUL-0001")
    one.sync()
    assert (one.public(), one.status("KUL-0002")) == ([], "Disetujui")


def test_under_tahan_the_site_keeps_the_version_it_shows(one: Office) -> None:
    """A newer approval waits for its order; the older approved text stays."""
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    one.sync()
    one.tick("KUL-0001")
    one.sync()
    assert (one.titles(), one.status("KUL-0001")) == (["Laporan Keuangan 2025"], "Disetujui")


def test_sekali_releases_once(one: Office) -> None:
    """`Sekali` once, and only then does the cell return to `Tahan`."""
    one.order("Sekali")
    one.tick("KUL-0002")
    one.sync()
    assert (one.public(), one.control("Perintah Unggah")) == (["KUL-0001", "KUL-0002"], "Tahan")
    one.type_unit("KUL-0002", "judul", "Laporan Barang 2026")
    one.sync()
    one.tick("KUL-0002")
    one.sync()
    assert (one.status("KUL-0002"), one.titles()) == ("Disetujui", ["Laporan Keuangan 2025", "Laporan Barang 2025"])


def test_sekali_can_be_given_again(one: Office) -> None:
    """Each `Sekali` that is typed is an order of its own."""
    for id in ("KUL-0002", "KUL-0003"):
        one.add(judul=f"Laporan {id}")
        one.sync()
        one.tick(id)
        one.order("Sekali")
        one.sync()
        assert id in one.public()
    one.sync()
    assert one.control("Perintah Unggah") == "Tahan"


def test_after_sekali_a_quiet_run_writes_nothing(one: Office) -> None:
    """The spent order leaves nothing to do."""
    one.order("Sekali")
    one.sync()
    done = one.book.writes, one.ledger.records, one.target.publishes
    one.sync()
    assert (one.book.writes, one.ledger.records, one.target.publishes) == done


def test_sekali_is_spent_by_the_receipt_of_the_completed_upload(one: Office) -> None:
    """An upload that failed has spent nothing: the next run finishes it, with nothing newer in it."""
    one.order("Sekali")
    one.tick("KUL-0002")
    one.target.refuses = True
    outcome = one.sync()
    assert (outcome.exit_code, one.control("Perintah Unggah"), one.public()) == (1, "Sekali", ["KUL-0001"])
    one.target.refuses = False
    one.add(judul="Laporan ketiga")
    one.sync()
    assert (one.public(), one.control("Perintah Unggah")) == (["KUL-0001", "KUL-0002"], "Tahan")


def test_sekali_goes_back_only_if_it_still_says_so(one: Office) -> None:
    """If it still says `Sekali`: what the PPID wrote meanwhile stays."""
    one.order("Sekali")
    one.tick("KUL-0002")
    one.target.refuses = True
    one.sync()
    one.target.refuses = False
    one.order("Otomatis")
    one.sync()
    assert (one.control("Perintah Unggah"), one.public()) == ("Otomatis", ["KUL-0001", "KUL-0002"])


def test_sekali_is_not_released_twice_when_the_cell_could_not_be_written(one: Office) -> None:
    """A run that dies after the receipt has released once: the same `Sekali` in the cell orders nothing more."""
    one.order("Sekali")
    one.tick("KUL-0002")
    one.crash("before workbook", 2)
    assert (one.public(), one.control("Perintah Unggah")) == (["KUL-0001", "KUL-0002"], "Sekali")
    one.add(judul="Laporan ketiga")
    one.sync()
    one.tick("KUL-0003")
    one.sync()
    assert (one.public(), one.control("Perintah Unggah")) == (["KUL-0001", "KUL-0002"], "Tahan")


def test_the_establishment_is_released_with_the_list(one: Office) -> None:
    """`Nomor Penetapan` and its date reach the site with the next release."""
    rows = one.book.tabs["Kendali"]
    next(row for row in rows if row[0] == "Nomor Penetapan")[1] = "45/PP.08/2026"
    one.sync()
    assert b"45/PP.08/2026" not in one.target.files["index.html"]
    one.order("Otomatis")
    one.sync()
    assert b"45/PP.08/2026" in one.target.files["index.html"]


def test_a_release_that_only_names_the_decision_is_reported(one: Office) -> None:
    """No entry changed, and yet the site did: that is more than a layout put in order."""
    one.order("Otomatis")
    one.sync()
    for label, text in (("Nomor Penetapan", "45/PP.08/2026"), ("Tanggal Penetapan", "20 November 2026")):
        next(row for row in one.book.tabs["Kendali"] if row[0] == label)[1:2] = [text]
    one.sync()
    assert b"45/PP.08/2026" in one.target.files["index.html"]
    assert one.control("Laporan") == "Terbitan baru di situs, dengan informasi yang sama"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("20 Nopember 2026", True), ("20/11/2026", True), ("2026", False), ("besok", False)],
)
def test_the_day_of_the_establishment_is_a_day_or_is_told(one: Office, typed: str, shown: bool) -> None:
    """Its date is read like any other; what is none does not reach the site, and `Kendali` says so."""
    for label, text in (("Nomor Penetapan", "45/PP.08/2026"), ("Tanggal Penetapan", typed)):
        next(row for row in one.book.tabs["Kendali"] if row[0] == label)[1:2] = [text]
    one.order("Otomatis")
    one.sync()
    page = one.target.files["index.html"]
    assert b"45/PP.08/2026" in page
    words = re.sub(rb"<template.*?</template>", b"", page, flags=re.DOTALL)  # the search knows everyday words
    assert (b'<time datetime="2026-11-20">' in page, b"besok" in words) == (shown, False)
    told = f"Tanggal Penetapan “{typed}” bukan satu tanggal, jadi tidak ditampilkan. Tulis seperti 20 November 2026."
    assert one.attention() == ("Tidak ada" if shown else told)


def test_kendali_says_since_when_the_site_is_behind(one: Office) -> None:
    """If the upload fails the run ends with 1, `Kendali` says since when, the next run finishes it."""
    one.order("Otomatis")
    one.tick("KUL-0002")
    one.target.refuses = True
    assert (one.sync().exit_code, one.status("KUL-0002")) == (1, "Terbit")
    told = (
        "Tertinggal sejak 23 November 2026, 14.25: unggah gagal. Pembaruan berikutnya mencoba lagi; beri tahu operator."
    )
    assert one.control("Situs") == told
    one.now += timedelta(days=1)
    done = one.book.writes, one.ledger.records
    assert one.sync().exit_code == 1
    assert (one.control("Situs"), one.book.writes, one.ledger.records) == (told, *done)
    one.target.refuses = False
    assert one.sync().exit_code == 0
    assert (one.control("Situs"), one.public()) == ("Sesuai terbitan 2", ["KUL-0001", "KUL-0002"])
    done = one.book.writes, one.ledger.records
    one.sync()
    assert (one.book.writes, one.ledger.records) == done


def test_personal_data_in_the_number_of_the_decision_is_told_and_never_shown(one: Office) -> None:
    rows = one.book.tabs["Kendali"]
    next(row for row in rows if row[0] == "Nomor Penetapan")[1] = "45/PP.08/2026 (HP 081234567890)"
    one.order("Otomatis")
    one.sync()
    told = "Nomor Penetapan tampak memuat data pribadi, jadi tidak ditampilkan. Tulis nomor keputusannya saja."
    assert one.attention() == told
    assert not [path for path, data in one.target.files.items() if b"081234567890" in data]


def never_released(office: Office) -> bool:
    """Whether there is neither a release nor anything at the target."""
    return not (office.known().office.release or office.target.files or office.target.publishes)


@pytest.mark.parametrize("order", ["Otomatis", "Sekali", "Tahan"])
def test_until_there_is_a_public_entry_nothing_is_written_to_the_target(office: Office, order: str) -> None:
    """Not by the first run, not by a row that waits; a `Sekali` stays in its cell, and a quiet run stays quiet."""
    office.order(order)
    assert office.sync().exit_code == 0
    office.add()
    outcome = office.sync()
    assert (outcome.result, outcome.plan.release.entries, outcome.plan.publishes) == (None, (), False)
    assert (never_released(office), office.control("Perintah Unggah")) == (True, order)
    assert office.control("Situs") == "Belum terbit"
    done = office.book.writes, office.ledger.records
    office.sync()
    assert (office.book.writes, office.ledger.records) == done


@pytest.mark.parametrize(("order", "after"), [("Otomatis", "Otomatis"), ("Sekali", "Tahan")])
def test_the_first_release_is_made_by_the_order_that_finds_a_public_entry(
    office: Office, order: str, after: str
) -> None:
    """`Otomatis`, or a `Sekali` that has waited in its cell since before."""
    office.order(order)
    office.add()
    office.approved("KUL-0001")
    assert (office.public(), office.known().office.release) == (["KUL-0001"], 1)
    assert (office.control("Perintah Unggah"), office.control("Situs")) == (after, "Sesuai terbitan 1")


def test_tahan_makes_no_first_release(office: Office) -> None:
    """What is approved waits, and a decision that established the list with it, until the order is given."""
    office.order("Tahan")
    next(row for row in office.book.tabs["Kendali"] if row[0] == "Nomor Penetapan")[1:2] = ["45/PP.08/2026"]
    office.add()
    office.approved("KUL-0001")
    assert (never_released(office), office.status("KUL-0001")) == (True, "Disetujui")
    office.order("Sekali")
    office.sync()
    assert office.known().office.release == 1
    assert b"45/PP.08/2026" in office.target.files["index.html"]


@pytest.mark.parametrize("listed", [True, False])
def test_a_ticked_exclusion_makes_the_first_release_where_the_list_of_exclusions_is_public(
    office: Office, listed: bool
) -> None:
    """Under `Tahan` it does not; without that list there is nothing to show."""
    publish = replace(office.settings.publish, excluded_list=listed)
    office.settings = replace(office.settings, publish=publish)
    office.order("Tahan")
    office.add()
    office.sync()
    office.exclude("KUL-0001")
    office.approved("KUL-0001")
    assert (never_released(office), office.status("KUL-0001")) == (True, "Dikecualikan")
    office.order("Otomatis")
    office.sync()
    assert never_released(office) is not listed


def test_a_site_once_released_may_become_empty(office: Office) -> None:
    """What was its last entry leaves a notice; the site stays."""
    office.order("Otomatis")
    office.add()
    office.approved("KUL-0001")
    office.untick("KUL-0001")
    office.sync()
    assert (office.public(), office.known().office.release) == ([], 2)
    assert "index.html" in office.target.files and "informasi/KUL-0001/index.html" in office.target.files


def test_nothing_goes_to_the_target_before_the_first_release_whatever_fails(office: Office) -> None:
    """A write that the workbook refuses, a workbook that is open, a brake: none of them is a release."""
    office.order("Otomatis")
    office.add()
    office.book.trouble = "refused"
    office.sync()
    office.book.open_in = "Excel"
    office.sync()
    office.book.open_in = ""
    assert never_released(office)
    office.sync()
    assert (never_released(office), office.status("KUL-0001")) == (True, "Menunggu persetujuan")


def test_a_first_release_that_failed_is_finished(office: Office) -> None:
    office.order("Sekali")
    office.add()
    office.sync()
    office.tick("KUL-0001")
    office.target.refuses = True
    assert (office.sync().exit_code, office.control("Perintah Unggah")) == (1, "Sekali")
    office.target.refuses = False
    office.sync()
    assert (office.public(), office.control("Perintah Unggah")) == (["KUL-0001"], "Tahan")

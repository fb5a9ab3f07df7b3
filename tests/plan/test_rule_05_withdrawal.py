"""Rule 5: withdrawal beats everything."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.office import DIKECUALIKAN, Office

WITHDRAWN = "Setuju: informasi ini sudah ditarik. Centang untuk menerbitkannya lagi."


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001 and KUL-0002, published."""
    office.add()
    office.add(judul="Laporan Barang 2025")
    office.approved("KUL-0001", "KUL-0002")
    return office


def withdraw(office: Office, how: str) -> None:
    """Each of the three ways."""
    if how == "untick":
        office.untick("KUL-0001")
    elif how == "tarik":
        office.tick("KUL-0001", role="tarik")
    else:
        office.type("KUL-0001", "klasifikasi", DIKECUALIKAN)


WAYS = pytest.mark.parametrize("how", ["untick", "tarik", "dikecualikan"])


@WAYS
def test_each_way_takes_the_entry_off_the_site_at_the_next_sync(one: Office, how: str) -> None:
    """Unticking an approved row, ticking `Tarik`, or classifying it `Informasi Dikecualikan`."""
    withdraw(one, how)
    outcome = one.sync()
    assert one.public() == ["KUL-0002"]
    assert "withdrawn" in [event.event for event in outcome.plan.events]


@WAYS
def test_even_if_another_cell_of_the_row_is_wrong(one: Office, how: str) -> None:
    """A withdrawal goes out even if other cells of its row are invalid or were typed over."""
    one.type_unit("KUL-0001", "retensi", "besok")
    one.type("KUL-0001", "judul", "diketik di Induk")
    one.type("KUL-0001", "tanda", "salah")
    withdraw(one, how)
    one.sync()
    assert one.public() == ["KUL-0002"]


@WAYS
def test_even_if_its_tab_is_broken(one: Office, how: str) -> None:
    """A withdrawal goes out even if the unit's tab has no header any more."""
    one.tab()[0][:] = ["rusak"]
    withdraw(one, how)
    one.sync()
    assert one.public() == ["KUL-0002"]


@WAYS
def test_even_if_a_brake_is_held(one: Office, how: str) -> None:
    """A withdrawal goes out while a brake is held, and nothing else is written."""
    for number in range(20):
        one.add(judul=f"Laporan {number}")
    one.sync()
    for number in range(3, 20):
        one.drop(f"KUL-{number:04d}")
    withdraw(one, how)
    before = {title: [list(row) for row in rows] for title, rows in one.book.tabs.items()}
    outcome = one.sync()
    assert (outcome.exit_code, one.public()) == (3, ["KUL-0002"])
    assert one.book.tabs == before


@WAYS
def test_even_if_the_workbook_is_open_in_a_program(one: Office, how: str) -> None:
    """Withdrawals saved in a workbook that is open go out; nothing is written into it."""
    withdraw(one, how)
    one.book.open_in = "LibreOffice"
    outcome = one.sync()
    assert (outcome.exit_code, outcome.writes, one.public()) == (75, 0, ["KUL-0002"])


@WAYS
@pytest.mark.parametrize("trouble", ["refused", "lost"])
def test_even_if_writing_the_workbook_fails(one: Office, how: str, trouble: str) -> None:
    """The site then shows the kept release less what was withdrawn."""
    withdraw(one, how)
    one.tick("KUL-0002", role="catatan_ppid", text="bagus")
    one.book.trouble = trouble
    outcome = one.sync()
    assert (outcome.exit_code, one.public()) == (1, ["KUL-0002"])


@WAYS
def test_even_if_it_was_opened_between_reading_and_writing(one: Office, how: str) -> None:
    """A program that opens the workbook between reading and writing does not keep a withdrawal back."""
    withdraw(one, how)
    check, calls = one.book.check_writable, iter([False, False, True])

    def opened(state: object) -> None:
        one.book.open_in = "LibreOffice" if next(calls, True) else ""
        check(state)  # type: ignore[arg-type]

    one.book.check_writable = opened  # type: ignore[method-assign]
    assert (one.sync().exit_code, one.public()) == (75, ["KUL-0002"])


def test_after_unticking_or_tarik_the_row_says_so(one: Office) -> None:
    """`Ditarik`: withdrawn by `Tarik`, or by unticking without a new note."""
    one.untick("KUL-0001")
    one.tick("KUL-0002", role="tarik")
    one.sync()
    assert [one.status(id) for id in ("KUL-0001", "KUL-0002")] == ["Ditarik", "Ditarik"]
    assert [one.note(id) for id in ("KUL-0001", "KUL-0002")] == [WITHDRAWN, WITHDRAWN]
    assert (one.read("KUL-0002", "setuju"), one.read("KUL-0002", "tarik")) == ("", "")


def test_unticking_with_a_new_note_returns_the_row(one: Office) -> None:
    """The entry leaves the site, and its unit reads the note."""
    one.untick("KUL-0001")
    one.type("KUL-0001", "catatan_ppid", "Lengkapi tahunnya.")
    one.sync()
    assert (one.status("KUL-0001"), one.public()) == ("Dikembalikan PPID", ["KUL-0002"])
    assert one.read("KUL-0001", "catatan", "KUL") == "Catatan PPID: Lengkapi tahunnya."


def test_a_note_without_a_tick_returns_the_row_until_its_content_changes(office: Office) -> None:
    """`Catatan PPID` without a tick returns the row; it belongs to the version it was first read with."""
    office.add()
    office.sync()
    office.type("KUL-0001", "catatan_ppid", "Lengkapi tahunnya.")
    office.sync()
    assert office.status("KUL-0001") == "Dikembalikan PPID"
    assert office.note("KUL-0001") == ("Catatan PPID: sudah dikirim ke sub bagian. Tunggu sampai isinya diperbaiki.")
    office.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    office.sync()
    assert (office.status("KUL-0001"), office.read("KUL-0001", "catatan", "KUL")) == ("Menunggu persetujuan", "")


def test_a_note_on_a_ticked_row_is_a_remark(one: Office) -> None:
    """A note beside a standing tick changes nothing on the site."""
    one.type("KUL-0001", "catatan_ppid", "Bagus.")
    one.sync()
    assert (one.status("KUL-0001"), one.public()) == ("Terbit", ["KUL-0001", "KUL-0002"])


def test_withdrawn_until_it_is_ticked_again(one: Office) -> None:
    one.untick("KUL-0001")
    one.sync()
    one.tick("KUL-0001")
    one.sync()
    assert (one.status("KUL-0001"), one.public()) == ("Terbit", ["KUL-0001", "KUL-0002"])


def test_withdrawn_until_the_content_changes(one: Office) -> None:
    """After a change a withdrawn entry waits for approval like any other."""
    one.untick("KUL-0001")
    one.sync()
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    one.sync()
    assert (one.status("KUL-0001"), one.public()) == ("Menunggu persetujuan", ["KUL-0002"])


def test_a_tick_cleared_by_sync_is_not_an_untick(one: Office) -> None:
    """Sync empties the cell when the approval lapses; no later run takes that for a withdrawal."""
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    for _ in range(3):
        one.sync()
    assert one.titles() == ["Laporan Keuangan 2025", "Laporan Barang 2025"]


def test_a_missing_row_of_induk_is_not_an_untick(one: Office) -> None:
    one.drop("KUL-0001", None)
    for _ in range(3):
        one.sync()
    assert one.public() == ["KUL-0001", "KUL-0002"]


def test_unticking_one_of_two_and_editing_it_withdraws_all_the_same(one: Office) -> None:
    """An untick counts even if the unit's text moved on between the same two runs."""
    one.untick("KUL-0001")
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    one.sync()
    assert (one.public(), one.status("KUL-0001")) == (["KUL-0002"], "Menunggu persetujuan")


def test_reclassifying_back_does_not_bring_it_back(one: Office) -> None:
    """Excluded once, it must be approved again: also if nobody could write the workbook meanwhile."""
    one.type("KUL-0001", "klasifikasi", DIKECUALIKAN)
    one.book.open_in = "LibreOffice"
    one.sync()
    one.book.open_in = ""
    one.type("KUL-0001", "klasifikasi", "Informasi Setiap Saat")
    one.sync()
    assert (one.public(), one.read("KUL-0001", "setuju")) == (["KUL-0002"], "")
    assert one.status("KUL-0001") == "Menunggu persetujuan"


def test_tarik_taken_back_before_sync_could_write_is_still_a_withdrawal(one: Office) -> None:
    """A tick that the ledger has read is none that is given now."""
    one.tick("KUL-0001", role="tarik")
    one.book.open_in = "LibreOffice"
    one.sync()
    one.book.open_in = ""
    one.tick("KUL-0001", role="tarik", text="")
    one.sync()
    assert (one.public(), one.status("KUL-0001"), one.read("KUL-0001", "setuju")) == (["KUL-0002"], "Ditarik", "")


def test_a_withdrawal_is_told_once(one: Office) -> None:
    """While the workbook stays open, every run finds the same `Tarik` again: it is one event."""
    one.tick("KUL-0001", role="tarik")
    one.book.open_in = "LibreOffice"
    for _ in range(3):
        one.sync()
    assert one.events("KUL-0001").count("withdrawn") == 1


def test_unticking_a_row_with_an_old_remark_withdraws_it(one: Office) -> None:
    """`Ditarik`: by unticking without a *new* note. What was remarked on the ticked row before is none."""
    one.type("KUL-0001", "catatan_ppid", "Bagus.")
    one.sync()
    one.untick("KUL-0001")
    one.sync()
    assert (one.status("KUL-0001"), one.public()) == ("Ditarik", ["KUL-0002"])
    assert (one.read("KUL-0001", "catatan_ppid"), one.events("KUL-0001")[-1]) == ("Bagus.", "withdrawn")


def test_an_empty_cell_under_a_foreign_mark_is_no_untick(one: Office) -> None:
    """Half the columns were sorted: the empty `Setuju` and the mark beside this ID are another row's, and the tick
    of this entry stands beside its own mark in the other row. Nobody emptied anything."""
    one.untick("KUL-0002")
    one.sync()
    rows, answers = one.induk[1:], {one.at(role) for role in ("setuju", "tarik", "catatan_ppid", "tanda")}
    one.induk[1:] = [
        [(mine if place in answers else other)[place] for place in range(len(mine))]
        for mine, other in zip(rows, reversed(rows), strict=True)
    ]  # fmt: skip
    one.sync()
    assert (one.public(), one.status("KUL-0001")) == (["KUL-0001"], "Terbit")
    assert [one.read(id, "setuju") for id in ("KUL-0001", "KUL-0002")] == ["", ""]


def test_an_empty_cell_of_a_copy_under_a_foreign_mark_is_no_untick(one: Office) -> None:
    """A second row says this ID, with another mark and an empty `Setuju`: the entry's own row is ticked as it was."""
    one.induk.append(list(one.row("KUL-0001")))
    one.induk[3][one.at("setuju")] = ""
    one.induk[3][one.at("tanda")] = one.read("KUL-0002", "tanda")
    one.sync()
    assert one.public() == ["KUL-0001", "KUL-0002"]
    assert "withdrawn" not in one.events("KUL-0001")


def test_tarik_given_taken_back_and_given_again_counts_again(one: Office) -> None:
    """While no answer can be written, a `Tarik` that stands is one withdrawal; one that was gone in between is
    another, and withdraws the newer text, too."""
    one.tick("KUL-0001", role="tarik")
    one.book.trouble = "refused"
    one.sync()
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    one.tick("KUL-0001", role="tarik", text="")
    one.book.trouble = "refused"
    one.sync()
    one.tick("KUL-0001", role="tarik")
    one.sync()
    assert (one.status("KUL-0001"), one.public()) == ("Ditarik", ["KUL-0002"])
    assert one.events("KUL-0001").count("withdrawn") == 2


def test_tarik_for_the_text_that_came_with_the_last_one_counts(one: Office) -> None:
    """The first withdrew the old text, while its unit sent another; the second is given for the one shown now."""
    one.tick("KUL-0001", role="tarik")
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    one.sync()
    assert one.status("KUL-0001") == "Menunggu persetujuan"
    one.tick("KUL-0001", role="tarik")
    one.sync()
    assert (one.status("KUL-0001"), one.read("KUL-0001", "tarik")) == ("Ditarik", "")


def test_tarik_that_still_stands_does_not_withdraw_the_newer_text(one: Office) -> None:
    """The same `Tarik`, read before and not yet cleared: the text that came since waits for its approval."""
    one.tick("KUL-0001", role="tarik")
    one.book.trouble = "refused"
    one.sync()
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    one.book.trouble = "refused"
    one.sync()
    one.sync()
    assert (one.status("KUL-0001"), one.public()) == ("Menunggu persetujuan", ["KUL-0002"])
    assert (one.read("KUL-0001", "tarik"), one.events("KUL-0001").count("withdrawn")) == ("", 1)


@pytest.mark.parametrize("how", ["brake", "open"])
def test_the_notice_names_the_day_even_if_nothing_else_is_decided(one: Office, how: str) -> None:
    """Under a brake, or while the workbook is open, the page of a withdrawn entry says since when it is gone."""
    if how == "open":
        one.book.open_in = "LibreOffice"
    else:
        for number in range(20):
            one.add(judul=f"Laporan {number}")
        one.sync()
        del one.tab()[3:]
    one.tick("KUL-0001", role="tarik")
    one.now += timedelta(days=2)
    assert one.sync().exit_code == (75 if how == "open" else 3)
    page = one.target.files["informasi/KUL-0001/index.html"].decode()
    assert '<time datetime="2026-11-25">' in page
    assert one.entry("KUL-0001").left == "2026-11-25"


def test_a_row_that_lost_its_approval_asks_for_no_confirmation_of_it(one: Office) -> None:
    """Its row was missing from `Induk`, so the PPID was asked again; a withdrawal is an answer."""
    one.drop("KUL-0001", None)
    one.sync()
    assert one.entry("KUL-0001").unconfirmed
    one.tick("KUL-0001", role="tarik")
    one.sync()
    state = one.entry("KUL-0001")
    assert (state.unconfirmed, state.approved, one.status("KUL-0001")) == (False, 0, "Ditarik")


def test_a_return_is_the_last_word_after_tarik_in_an_open_workbook(one: Office) -> None:
    """While nothing could be written, the PPID withdrew, then thought again: unticked, with a note for the unit."""
    one.tick("KUL-0001", role="tarik")
    one.book.open_in = "LibreOffice"
    one.sync()
    one.book.open_in = ""
    one.tick("KUL-0001", role="tarik", text="")
    one.untick("KUL-0001")
    one.type("KUL-0001", "catatan_ppid", "Lengkapi tahunnya.")
    one.sync()
    assert (one.status("KUL-0001"), one.public()) == ("Dikembalikan PPID", ["KUL-0002"])
    assert one.events("KUL-0001").count("withdrawn") == 1


def test_an_untick_in_an_open_workbook_is_known_as_such(one: Office) -> None:
    """The ledger knows the cell as unticked from then on, also as what stood there before the answer arrives."""
    one.untick("KUL-0001")
    one.book.open_in = "LibreOffice"
    one.sync()
    state = one.entry("KUL-0001")
    assert (state.setuju, state.former_setuju, state.withdrawn) == (False, False, 1)
    one.book.open_in = ""
    one.sync()
    assert one.events("KUL-0001").count("withdrawn") == 1


def test_a_target_that_refuses_to_be_read_keeps_no_withdrawal_from_ledger_and_workbook(one: Office) -> None:
    """Nor anything else that was typed: only the site has to wait, and the run says why."""
    one.tick("KUL-0001", role="tarik")
    one.add(judul="Laporan baru")
    one.target.closed = True
    outcome = one.sync()
    assert (outcome.exit_code, str(outcome.failure)) == (1, "the key may not list this bucket")
    assert (one.status("KUL-0001"), one.entry("KUL-0001").withdrawn) == ("Ditarik", 1)
    assert one.status("KUL-0003") == "Menunggu persetujuan"
    assert one.known().office.behind_since and one.sync().exit_code == 1
    one.target.closed = False
    assert (one.sync().exit_code, one.public()) == (0, ["KUL-0002"])


@pytest.mark.parametrize("events", ["none", "another entry's"])
def test_a_withdrawal_that_could_not_be_sent_goes_out_though_the_workbook_cannot_be_written(
    one: Office, events: str
) -> None:
    """The run that decided it met a server that refused; the next one meets a workbook that refuses."""
    one.tick("KUL-0001", role="tarik")
    one.target.refuses = True
    assert (one.sync().exit_code, one.public()) == (1, ["KUL-0001", "KUL-0002"])
    one.target.refuses = False
    one.add(judul="Laporan baru")
    if events == "another entry's":
        one.tick("KUL-0002", role="tarik")
    one.book.trouble = "refused"
    assert one.sync().exit_code == 1
    assert one.public() == (["KUL-0002"] if events == "none" else [])


@pytest.mark.parametrize(
    "text",
    [
        "Informasi Dikecualikn",
        "Infomasi Dikecualikan",
        "dikecualikn",
        "Informasi yang Dikecualikan",
        "Dikecualikan (rahasia)",
    ],
)
def test_a_misspelt_exclusion_takes_the_entry_off_the_site(one: Office, text: str) -> None:
    """A class that is closest to the excluded one, or names it among other words: in doubt off the site."""
    one.type("KUL-0001", "klasifikasi", text)
    one.sync()
    assert (one.public(), one.status("KUL-0001")) == (["KUL-0002"], "Perlu diperbaiki")


@pytest.mark.parametrize("text", ["Informasi Berkla", "Informasi Setiap Saatt", "Informasi", "Biasa"])
def test_another_misspelt_class_withdraws_nothing(one: Office, text: str) -> None:
    one.type("KUL-0001", "klasifikasi", text)
    one.sync()
    assert one.public() == ["KUL-0001", "KUL-0002"]


@pytest.mark.parametrize("how", ["untick", "tarik"])
def test_a_withdrawal_in_a_row_without_its_id_counts_beside_a_copy(one: Office, how: str) -> None:
    """The row was copied to the end, and the ID of the original wiped: its mark says whose it is."""
    row = one.row("KUL-0001")
    one.induk.append(list(row))
    row[one.at("id")] = ""
    row[one.at("setuju" if how == "untick" else "tarik")] = "" if how == "untick" else "✓"
    one.sync()
    assert one.public() == ["KUL-0002"]

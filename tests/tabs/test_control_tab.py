"""`Kendali`: labels are found wherever they stand, and only the values of sync's own lines are ever written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.model import Sheet, TabWrite, UploadOrder
from sync.tabs.control_tab import Control, lacking_lines, read_control, write_control
from tests.office import TEMPLATE

TAB = TEMPLATE.tab("kendali")
UNITS = ("Keuangan, Umum, Logistik", "Teknis dan Hukum")


def read(*rows: tuple[str, ...]) -> Control:
    return read_control(Sheet("Kendali", rows), TEMPLATE, UNITS)


def test_labels_are_found_in_any_row_and_column_however_they_are_spelt() -> None:
    """The value stands in the next cell to the right; blanks around it do not count."""
    control = read(
        ("Kendali", "Isi"), (), ("", "", "perintah  UNGGAH", " Otomatis "), ("", "SITUS", " Sesuai terbitan 2 "),
        ("teknis dan hukum", "3 baris"), ("Laporan",),
    )  # fmt: skip
    assert (control.order, control.unreadable, control.end, control.exists) == (UploadOrder.ALWAYS, None, 6, True)
    assert control.places == {"perintah": (2, 3), "situs": (3, 2), "tab:Teknis dan Hukum": (4, 1), "laporan": (5, 1)}
    assert (control.value("situs"), control.value("tab:Teknis dan Hukum")) == ("Sesuai terbitan 2", "3 baris")
    assert (control.value("laporan"), control.value("buku")) == ("", "")


def test_the_first_line_with_a_label_counts() -> None:
    """From the top, and in one row from the left: a value that reads like a label is none."""
    control = read(("Situs", "satu"), ("Laporan", "Situs", "dua"), ("Situs", "Buku"), ("Situs", "Nomor Putaran", "7"))
    assert (control.value("situs"), control.value("laporan"), control.value("nomor_putaran")) == ("satu", "Situs", "7")
    assert control.places == {"situs": (0, 1), "laporan": (1, 1), "nomor_putaran": (3, 2)}


@pytest.mark.parametrize(
    ("rows", "order", "unreadable"),
    [
        ((("Perintah Unggah", "Tahan"),), UploadOrder.HOLD, None),
        ((("Perintah Unggah", "sekali"),), UploadOrder.ONCE, None),
        ((("Perintah Unggah", ""),), UploadOrder.HOLD, ""),
        ((("Perintah Unggah",),), UploadOrder.HOLD, ""),
        ((), UploadOrder.HOLD, ""),
        ((("Perintah Unggah", "Otomatis?"),), UploadOrder.HOLD, "Otomatis?"),
        ((("Perintah Unggah", "Otomatis"), ("Perintah Unggah", "Otomatis ")), UploadOrder.ALWAYS, None),
        ((("Perintah Unggah", "Otomatis"), ("Perintah Unggah", "Tahan")), UploadOrder.HOLD, "Otomatis / Tahan"),
        ((("Perintah Unggah", "Otomatis"), ("Perintah Unggah", "otomatis")), UploadOrder.HOLD, "Otomatis / otomatis"),
    ],
)  # fmt: skip
def test_an_order_is_one_of_three_words_or_it_holds(
    rows: tuple[tuple[str, ...], ...], order: UploadOrder, unreadable: str | None
) -> None:
    """What is no order is kept as typed, to be told; lines that say different things are none."""
    control = read(*rows)
    assert (control.order, control.unreadable) == (order, unreadable)


def test_a_tab_that_is_not_there_holds() -> None:
    control = read_control(None, TEMPLATE, UNITS)
    assert (control.order, control.unreadable, control.exists, control.end) == (UploadOrder.HOLD, "", False, 0)
    assert (control.values, control.places, control.establishment) == ({}, {}, ("", ""))


@pytest.mark.parametrize(
    ("day", "read_as"),
    [("20 November 2026", "2026-11-20"), ("20/11/2026", "2026-11-20"), ("November 2026", ""), ("besok", ""), ("", "")],
)
def test_the_establishment_is_a_number_and_one_day(day: str, read_as: str) -> None:
    """A month is no day, and what cannot be read is left out; the number stands by itself."""
    control = read(("Nomor Penetapan", "45/PP.08/2026"), ("Tanggal Penetapan", day))
    assert control.establishment == ("45/PP.08/2026", read_as)


def test_only_what_says_otherwise_is_written_and_what_is_missing_is_added_below() -> None:
    control = read(("Kendali", "Isi"), ("Situs", "Sesuai terbitan 2"), ("Laporan", "lama"))
    desired = {"situs": "Sesuai terbitan 2", "laporan": "baru", "buku": "abc", "tab:Teknis dan Hukum": "3 baris"}
    assert write_control(control, TEMPLATE, desired) == TabWrite(
        "Kendali", "kendali", {(2, 1): "baru"}, (("Identitas Buku Besar", "abc"), ("Teknis dan Hukum", "3 baris")), 3
    )
    assert write_control(control, TEMPLATE, {"situs": "Sesuai terbitan 2"}) is None
    only = write_control(control, TEMPLATE, {"laporan": "baru"})
    assert only is not None and (only.cells, only.append) == ({(2, 1): "baru"}, ())
    added = write_control(control, TEMPLATE, {"buku": "abc"})
    assert added is not None and (added.cells, added.append) == ({}, (("Identitas Buku Besar", "abc"),))


def test_a_tab_that_is_gone_is_made_again_without_an_order() -> None:
    """Header, every line of the template with what sync knows, then the units' tabs."""
    control = read_control(None, TEMPLATE, UNITS)
    write = write_control(control, TEMPLATE, {"situs": "Sesuai terbitan 2", "tab:Teknis dan Hukum": "3 baris"})
    assert write is not None and write.replace is not None
    assert (write.title, write.kind, dict(write.cells), write.append) == ("Kendali", "kendali", {}, ())
    assert write.replace[0] == tuple(column.header for column in TAB.columns)
    lines = {row[0]: row[1] for row in write.replace[1:]}
    assert lines == {line.label: "" for line in TAB.lines(UNITS[1:])} | {
        "Situs": "Sesuai terbitan 2", "Teknis dan Hukum": "3 baris"}  # fmt: skip
    assert write.replace[-1] == ("Teknis dan Hukum", "3 baris")


def test_tabs_that_differ_by_a_comma_have_a_line_each() -> None:
    tabs = ["Keuangan, Umum", "Keuangan Umum"]
    sheet = Sheet("Kendali", [["Keuangan  umum", "2"], ["KEUANGAN, umum", "1"]])
    control = read_control(sheet, TEMPLATE, tabs)
    assert [control.value(f"tab:{tab}") for tab in tabs] == ["1", "2"]


def test_lines_that_a_newer_template_has_are_added_below_and_no_others() -> None:
    """By `dip init`: not where there is no tab or it is somebody's own, and never the program's hidden lines."""
    kendali = TEMPLATE.tab("kendali")
    visible = [line for line in kendali.lines(UNITS) if not line.hidden]
    shown = [line for line in visible if line.role != "tanggal_penetapan"]
    rows = [(label.header,) for label in kendali.columns[:1]] + [(line.label, "") for line in shown]
    control = read_control(Sheet("Kendali", tuple(rows)), TEMPLATE, UNITS)
    write = lacking_lines(control, TEMPLATE, UNITS)
    (missing,) = (line for line in visible if line.role == "tanggal_penetapan")
    assert write is not None
    assert (write.append, write.append_at) == (((missing.label, missing.default, missing.help),), control.end)
    assert lacking_lines(read_control(None, TEMPLATE, UNITS), TEMPLATE, UNITS) is None
    assert lacking_lines(replace(control, foreign=True), TEMPLATE, UNITS) is None
    whole = Sheet("Kendali", (*rows, (missing.label, "")))
    assert lacking_lines(read_control(whole, TEMPLATE, UNITS), TEMPLATE, UNITS) is None

"""Rule 3: approval binds an ID to one version: the one the master showed last when the tick was read."""

from __future__ import annotations

import pytest

from sync.model import Formula
from tests.office import BERKALA, DIKECUALIKAN, SETIAP_SAAT, Office, put

MAY_TICK = "Setuju: baca dulu baris ini, lalu centang."
NOT_YET = "Setuju: Klasifikasi baru saja dicatat. Sekarang baris ini boleh dicentang."
JUST_MENDED = "Setuju: baris ini baru saja dilengkapi. Baca dulu baris ini, lalu centang lagi."
NOT_READY = "Setuju: centang tidak berlaku, karena ada yang salah atau kurang. Selesaikan dulu yang disebut di bawah."


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001, classified, waiting for approval."""
    office.add()
    office.sync()
    return office


def refused(office: Office, id: str = "KUL-0001") -> str:
    """The note of a row whose tick was cleared and approved nothing."""
    assert office.read(id, "setuju") == ""
    assert id not in office.public() and "approved" not in office.events(id)
    return office.note(id)


def test_a_tick_approves_the_version_shown(one: Office) -> None:
    """The version the master showed last when the tick was read."""
    one.tick("KUL-0001")
    one.sync()
    assert (one.status("KUL-0001"), one.read("KUL-0001", "setuju")) == ("Terbit", "✓")
    assert (one.public(), one.events("KUL-0001")) == (["KUL-0001"], ["added", "approved", "published"])
    assert one.read("KUL-0001", "disetujui_pada") == "2026-11-23 14:15"


@pytest.mark.parametrize("text", ["v", "√", "Ok", "ACC", "Ya", "SETUJU", "1", "true"])
def test_every_way_to_tick_counts(one: Office, text: str) -> None:
    """In an .xlsx also `✓ ✔ ☑ √ ✅ v ya setuju ok acc 1 TRUE` in any case; nobody's cell is rewritten for it."""
    one.tick("KUL-0001", text=text)
    one.sync()
    assert (one.public(), one.read("KUL-0001", "setuju")) == (["KUL-0001"], text)


@pytest.mark.parametrize("text", ["-", "tidak", "0", "FALSE"])
def test_no_way_not_to_tick_counts(one: Office, text: str) -> None:
    """Unticked: empty, FALSE, `-`, `tidak`, 0."""
    one.tick("KUL-0001", text=text)
    one.sync()
    assert (one.public(), one.status("KUL-0001")) == ([], "Menunggu persetujuan")


def test_a_tick_as_libreoffice_stores_it_counts(one: Office) -> None:
    """LibreOffice stores a tick as the formula `TRUE()`."""
    one.tick("KUL-0001", text="TRUE")
    one.book.formulas["Induk", 1, one.at("setuju")] = Formula("TRUE()", True)
    one.sync()
    assert one.public() == ["KUL-0001"]


@pytest.mark.parametrize(
    ("text", "formula"), [("oke", None), ("x", None), ("TRUE", "A1=A1"), ("TRUE", "TRUE"), ("mungkin", None)]
)
def test_what_is_neither_approves_nothing_and_is_told(one: Office, text: str, formula: str | None) -> None:
    """Any other formula, sign or text is neither: it approves nothing, stays, is told in its row and counted."""
    one.tick("KUL-0001", text=text)
    if formula:
        one.book.formulas["Induk", 1, one.at("setuju")] = Formula(formula, True)
    outcome = one.sync()
    assert (one.public(), one.read("KUL-0001", "setuju")) == ([], text)
    assert one.control("Perlu Perhatian").startswith("Setuju: di 1 baris centang tidak berlaku, atau ada tulisan")
    told = f"Setuju: “{text}” bukan centang. Pilih ✓ untuk mencentang, atau kosongkan sel ini."
    assert one.note("KUL-0001") == f"{MAY_TICK}\n{told}"
    assert told not in one.read("KUL-0001", "catatan", "KUL")
    assert [(problem.code, problem.id) for problem in outcome.plan.problems] == [("centang-tak-terbaca", "KUL-0001")]


def test_a_formula_that_shows_nothing_is_quoted_itself(one: Office) -> None:
    """What is told of a formula in place of a tick can be found by who reads it, even if the formula shows nothing."""
    one.book.formulas["Induk", 1, one.at("setuju")] = Formula('IF(A1="",TRUE,"")', True)
    one.sync()
    told = 'Setuju: “=IF(A1="",TRUE,"")” bukan centang. Pilih ✓ untuk mencentang, atau kosongkan sel ini.'
    assert (one.public(), one.note("KUL-0001")) == ([], f"{MAY_TICK}\n{told}")


def test_a_formula_over_a_known_tick_unticks_it(one: Office) -> None:
    """A formula in the place of a tick is neither: typed over a tick that the ledger knows it takes that away."""
    one.tick("KUL-0001")
    one.sync()
    one.type("KUL-0001", "setuju", "")
    one.book.formulas["Induk", 1, one.at("setuju")] = Formula('IF(A1="","",TRUE)', True)
    one.sync()
    assert (one.public(), one.status("KUL-0001")) == ([], "Ditarik")


def test_what_is_neither_takes_a_known_tick_away(one: Office) -> None:
    """A text typed over a tick that the ledger knows unticks it, as under `Tarik`; ticked again it counts again."""
    one.tick("KUL-0001")
    one.sync()
    one.tick("KUL-0001", text="x")
    one.sync()
    assert (one.public(), one.status("KUL-0001"), one.read("KUL-0001", "setuju")) == ([], "Ditarik", "x")
    one.tick("KUL-0001")
    one.sync()
    assert one.public() == ["KUL-0001"]


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "Loading..."])
@pytest.mark.parametrize("role", ["setuju", "tarik"])
def test_what_a_formula_in_error_shows_is_no_answer(one: Office, text: str, role: str) -> None:
    """It approves, unticks and withdraws nothing, also pasted as a text; the row names the cell."""
    one.tick("KUL-0001")
    one.sync()
    one.tick("KUL-0001", role=role, text=text)
    one.sync()
    assert (one.public(), one.status("KUL-0001"), one.read("KUL-0001", role)) == (["KUL-0001"], "Terbit", text)
    assert f"rumus di sini salah (“{text}”)" in one.note("KUL-0001")
    one.sync()
    one.tick("KUL-0001", text="")
    one.sync()
    assert one.public() == []


def test_refused_ticks_are_counted_in_kendali(office: Office) -> None:
    """Whoever looks at `Kendali` sees how many ticks did not count."""
    for number in range(13):
        office.add(judul=f"Laporan {number}", retensi="")
    office.sync()
    office.tick(*office.known().entries)
    office.sync()
    assert "Setuju: di 13 baris centang tidak berlaku" in office.control("Perlu Perhatian")


def test_a_tick_is_a_change_of_the_cell(one: Office) -> None:
    """A tick is a *change* against the value the ledger last read there: a tick that stands is none."""
    one.tick("KUL-0001")
    one.sync()
    one.sync()
    assert one.events("KUL-0001") == ["added", "approved", "published"]


def test_a_tick_pre_set_on_a_new_row_approves_nothing(one: Office) -> None:
    """A tick waiting in an empty row was given before any version was shown there."""
    put(one.induk, 2, one.at("setuju"), "✓")
    one.add(judul="Laporan Barang 2025")
    one.sync()
    one.sync()
    assert refused(one, "KUL-0002") == MAY_TICK


def test_class_and_tick_between_the_same_two_runs(one: Office) -> None:
    """The class is taken, the tick is cleared and `Catatan` says the row may be ticked now."""
    one.type("KUL-0001", "klasifikasi", BERKALA)
    one.tick("KUL-0001")
    outcome = one.sync()
    assert refused(one) == NOT_YET
    assert (one.read("KUL-0001", "klasifikasi"), one.status("KUL-0001")) == (BERKALA, "Menunggu persetujuan")
    assert [(p.code, p.cell, p.id) for p in outcome.plan.problems] == [("centang-kelas-baru", "C2", "KUL-0001")]
    one.tick("KUL-0001")
    one.sync()
    assert one.public() == ["KUL-0001"]


def test_basis_and_tick_between_the_same_two_runs(one: Office) -> None:
    """The whole version (text, class, basis) must have been answered before."""
    one.type("KUL-0001", "klasifikasi", DIKECUALIKAN)
    one.sync()
    one.exclude("KUL-0001")
    one.tick("KUL-0001")
    one.sync()
    assert refused(one) == f"{NOT_YET}"
    one.tick("KUL-0001")
    one.sync()
    assert one.status("KUL-0001") == "Dikecualikan"


def test_an_invalid_version_cannot_be_approved(office: Office) -> None:
    """The earlier run must have found the version valid, not only shown it."""
    office.add(retensi="")
    office.sync()
    office.tick("KUL-0001")
    office.sync()
    assert refused(office).splitlines() == [
        NOT_READY,
        "Jangka Waktu Penyimpanan: berapa lama dokumen disimpan? Tulis misalnya 5 tahun atau Permanen.",
    ]


def test_a_version_without_class_cannot_be_approved(office: Office) -> None:
    """The row says that the class has to be chosen first."""
    office.add(usulan="")
    office.sync()
    office.tick("KUL-0001")
    office.sync()
    assert refused(office).splitlines() == [NOT_READY, "Klasifikasi: pilih salah satu dari daftar."]
    assert office.status("KUL-0001") == "Menunggu klasifikasi"


def test_mended_and_ticked_between_the_same_two_runs(office: Office) -> None:
    """Mending a row and ticking it at once approves nothing: nobody had answered the mended text."""
    office.add(retensi="")
    office.sync()
    office.type_unit("KUL-0001", "retensi", "5 tahun")
    office.tick("KUL-0001")
    office.sync()
    assert refused(office) == JUST_MENDED


def test_a_proposal_that_can_be_read_at_last_and_a_tick_between_the_same_two_runs(office: Office) -> None:
    """The class is filled in, and may be ticked from now on."""
    office.add(usulan="")
    office.sync()
    office.type_unit("KUL-0001", "usulan", SETIAP_SAAT)
    office.tick("KUL-0001")
    office.sync()
    assert (refused(office), office.status("KUL-0001")) == (JUST_MENDED, "Menunggu persetujuan")


def test_the_units_text_has_moved_on_meanwhile(one: Office) -> None:
    """The version that was shown is approved and the new one waits."""
    one.tick("KUL-0001")
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    one.sync()
    assert (one.titles(), one.status("KUL-0001")) == (["Laporan Keuangan 2025"], "Perlu persetujuan ulang")
    assert (one.read("KUL-0001", "setuju"), one.read("KUL-0001", "judul")) == ("", "Laporan Keuangan 2026")
    assert one.events("KUL-0001") == ["added", "approved", "changed", "lapsed", "published"]


def test_a_tick_on_an_invalid_row_whose_tab_cannot_be_read_counts_for_nothing(office: Office) -> None:
    """A version counts as found valid or not by the run that read it: a tab that is gone makes no row valid."""
    office.add(retensi="")
    office.sync()
    tab = office.book.tabs.pop("Keuangan, Umum, Logistik")
    office.sync()
    office.tick("KUL-0001")
    office.sync()
    assert refused(office).splitlines()[0] == NOT_READY
    office.book.tabs["Keuangan, Umum, Logistik"] = tab
    office.sync()
    assert (office.public(), office.status("KUL-0001")) == ([], "Perlu diperbaiki")


@pytest.mark.parametrize("back", ["in the run of the tick", "later"])
def test_a_row_that_is_back_in_its_tab_is_not_said_to_be_gone(one: Office, back: str) -> None:
    row = list(one.row("KUL-0001", "KUL"))
    one.drop("KUL-0001")
    one.sync()
    one.tick("KUL-0001")
    if back == "later":
        one.sync()
        assert "tidak ada lagi di tab sub bagian." in one.note("KUL-0001")
    one.tab().append(row)
    one.sync()
    note = "karena baris ini sempat hilang dari tab sub bagian. Baca dulu, centang lagi."
    assert one.status("KUL-0001") == "Menunggu persetujuan" and note in one.note("KUL-0001")
    assert "tidak ada lagi" not in one.note("KUL-0001")
    one.drop("KUL-0001")
    one.sync()
    assert "sempat hilang" not in one.note("KUL-0001")
    one.tab().append(row)
    one.sync()
    one.tick("KUL-0001")
    one.sync()
    assert one.status("KUL-0001") == "Terbit"

"""Rule 3: approval binds an ID to one version: the one the master showed last when the tick was read."""

from __future__ import annotations

import pytest

from sync.model import Formula
from tests.office import BERKALA, DIKECUALIKAN, SETIAP_SAAT, Office, put

MAY_TICK = "Periksa isinya, lalu centang Setuju."
NOT_YET = (
    "Klasifikasi baru dicatat. Centang yang diberikan bersamaan belum berlaku; sekarang baris ini boleh dicentang."
)
FROM_ELSEWHERE = (
    "Centang tidak berlaku: centang ini terbawa dari baris atau berkas lain. Periksa isinya, lalu centang lagi."
)
DOUBLED = "Centang tidak berlaku: ID ini ada di dua baris Induk. Hapus salinannya, lalu centang lagi."
GONE = "Centang tidak berlaku: informasi ini tidak ada lagi di tab sub bagian."
NOT_READY = "Centang tidak berlaku: baris ini belum lengkap atau belum benar. Selesaikan dahulu yang disebut di bawah."
NOT_THE_UNITS = (
    "Centang tidak berlaku: isi di Induk bukan isi dari sub bagian dan sudah dikembalikan. Periksa, lalu centang lagi."
)


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001, classified, waiting for approval."""
    office.add()
    office.sync()
    return office


@pytest.fixture
def two(one: Office) -> Office:
    """KUL-0001 and KUL-0002, classified, waiting for approval."""
    one.add(judul="Laporan Barang 2025")
    one.sync()
    return one


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


@pytest.mark.parametrize("text", ["v", "X", "Ya", "SETUJU", "1", "true"])
def test_every_way_to_tick_counts(one: Office, text: str) -> None:
    """In an .xlsx also `✓ v x ya setuju 1 TRUE` in any case; nobody's cell is rewritten for it."""
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
    """`TRUE()` as LibreOffice stores a tick."""
    one.tick("KUL-0001", text="TRUE")
    one.book.formulas["Induk", 1, one.at("setuju")] = Formula("TRUE()", True)
    one.sync()
    assert one.public() == ["KUL-0001"]


@pytest.mark.parametrize(("text", "formula"), [("oke", None), ("TRUE", "A1=A1"), ("mungkin", None)])
@pytest.mark.parametrize("role", ["setuju", "tarik"])
def test_what_is_neither_changes_nothing_and_is_told(one: Office, text: str, formula: str | None, role: str) -> None:
    """Any other formula or text is neither: it changes nothing and is told."""
    one.tick("KUL-0001", role=role, text=text)
    if formula:
        one.book.formulas["Induk", 1, one.at(role)] = Formula(formula, True)
    outcome = one.sync()
    assert (one.public(), one.read("KUL-0001", role)) == ([], text)
    told = f"“{text}” bukan centang. Pilih ✓ untuk mencentang, atau kosongkan selnya."
    assert one.note("KUL-0001") == f"{MAY_TICK}\n{told}"
    assert told not in one.read("KUL-0001", "catatan", "KUL")
    assert [(problem.code, problem.id) for problem in outcome.plan.problems] == [("centang-tak-terbaca", "KUL-0001")]


def test_what_is_neither_leaves_an_approval_alone(one: Office) -> None:
    """It changes nothing: it is no untick either, and emptying it later is one."""
    one.tick("KUL-0001")
    one.sync()
    one.tick("KUL-0001", text="oke")
    one.sync()
    assert one.public() == ["KUL-0001"]
    one.untick("KUL-0001")
    one.sync()
    assert one.public() == []


def test_a_tick_is_a_change_of_the_cell(one: Office) -> None:
    """A tick is a *change* against the value the ledger last read there: a tick that stands is none."""
    one.tick("KUL-0001")
    one.sync()
    one.sync()
    assert one.events("KUL-0001") == ["added", "approved", "published"]


def test_a_tick_pre_set_on_a_new_row_approves_nothing(one: Office) -> None:
    """It counts only if an earlier run had written that version there: a tick waiting in an empty row does not."""
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
    assert [(p.code, p.cell, p.id) for p in outcome.plan.problems] == [("centang-kelas-baru", "R2", "KUL-0001")]
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
    """It counts only if an earlier run found it valid."""
    office.add(retensi="")
    office.sync()
    office.tick("KUL-0001")
    office.sync()
    assert refused(office).splitlines() == [
        NOT_READY, "Jangka Waktu Penyimpanan belum diisi. Tulis misalnya 5 tahun atau Permanen."]  # fmt: skip


def test_a_version_without_class_cannot_be_approved(office: Office) -> None:
    """No class, no approval."""
    office.add(usulan="")
    office.sync()
    office.tick("KUL-0001")
    office.sync()
    assert refused(office).splitlines() == [NOT_READY, "Pilih Klasifikasi."]
    assert office.status("KUL-0001") == "Menunggu klasifikasi"


def test_mended_and_ticked_between_the_same_two_runs(office: Office) -> None:
    """Mending a row and ticking it at once approves nothing: nobody had answered the mended text."""
    office.add(retensi="")
    office.sync()
    office.type_unit("KUL-0001", "retensi", "5 tahun")
    office.tick("KUL-0001")
    office.sync()
    assert refused(office).splitlines()[0] == NOT_READY


def test_the_units_text_has_moved_on_meanwhile(one: Office) -> None:
    """The version that was shown is approved and the new one waits."""
    one.tick("KUL-0001")
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    one.sync()
    assert (one.titles(), one.status("KUL-0001")) == (["Laporan Keuangan 2025"], "Perlu persetujuan ulang")
    assert (one.read("KUL-0001", "setuju"), one.read("KUL-0001", "judul")) == ("", "Laporan Keuangan 2026")
    assert one.events("KUL-0001") == ["added", "approved", "changed", "lapsed", "published"]


def test_another_version_in_the_row_clears_the_tick_whether_read_or_not(one: Office) -> None:
    """Whenever sync puts another version into a row it clears `Setuju` in the same write, whether it had read a tick
    or not."""
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    plan = one.plan()
    (induk,) = (tab for tab in plan.batch.tabs if tab.title == "Induk")
    assert one.read("KUL-0001", "setuju") == ""
    assert induk.cells[1, one.at("setuju")] is None


def test_text_that_is_put_back_clears_the_tick_too(one: Office) -> None:
    """The same where somebody typed over sync's cells: what stands there afterwards is another text."""
    one.type("KUL-0001", "judul", "Judul lain")
    (induk,) = (tab for tab in one.plan().batch.tabs if tab.title == "Induk")
    assert induk.cells[1, one.at("setuju")] is None


@pytest.mark.parametrize(("role", "text"), [("judul", "Laporan lain"), ("tautan", "https://lain.example/"),
                                            ("sub_bagian", "Subbagian lain")])  # fmt: skip
def test_a_tick_on_a_text_that_is_not_the_units(one: Office, role: str, text: str) -> None:
    """What people type into sync's columns is put back; a tick on it approves nothing."""
    shown = one.read("KUL-0001", role)
    one.type("KUL-0001", role, text)
    one.tick("KUL-0001")
    one.sync()
    assert refused(one) == NOT_THE_UNITS
    assert one.read("KUL-0001", role) == shown


def test_a_column_that_is_gone_shows_nothing(one: Office) -> None:
    """The whole version must have stood there: without `Judul Informasi` nobody saw what was ticked."""
    column = one.at("judul")
    for row in one.induk:
        del row[column]
    one.tick("KUL-0001")
    outcome = one.sync()
    assert refused(one) == NOT_THE_UNITS
    told = "Kolom “Judul Informasi” tidak ditemukan di tab “Induk”. Tulis kembali judul kolom itu."
    assert one.control("Perlu Perhatian") == told
    assert told in [problem.message for problem in outcome.plan.problems]


def test_a_tick_without_mark_approves_nothing(one: Office) -> None:
    """A tick counts only on a row whose ID and current mark belong together."""
    one.type("KUL-0001", "tanda", "")
    one.tick("KUL-0001")
    one.sync()
    assert refused(one) == FROM_ELSEWHERE
    one.tick("KUL-0001")
    one.sync()
    assert one.public() == ["KUL-0001"]


def test_a_tick_beside_a_wiped_id_approves_nothing(one: Office) -> None:
    """ID and mark belong together: a row without its ID gets it back first."""
    one.tick("KUL-0001")
    one.type("KUL-0001", "id", "")
    one.sync()
    assert refused(one) == FROM_ELSEWHERE


def test_what_sorting_brought_there_approves_nothing(two: Office) -> None:
    """What arrived there by sorting half the columns approves nothing until sync has answered the row again."""
    two.tick("KUL-0002")
    first, width = two.induk[1:], two.at("klasifikasi")
    two.induk[1:] = [b[:width] + a[width:] for a, b in zip(first, reversed(first), strict=True)]
    two.sync()
    assert refused(two) == FROM_ELSEWHERE
    assert refused(two, "KUL-0002") == MAY_TICK


def test_sorting_whole_rows_keeps_every_tick(two: Office) -> None:
    """Sorted whole, a row keeps its mark, and its tick counts."""
    two.tick("KUL-0002")
    two.induk[1:] = reversed(two.induk[1:])
    two.sync()
    assert (two.public(), [row[0] for row in two.induk[1:]]) == (["KUL-0002"], ["KUL-0002", "KUL-0001"])


def test_what_pasting_brought_there_approves_nothing(two: Office) -> None:
    """A mark pasted from another row belongs to the other row's ID."""
    two.tick("KUL-0001")
    two.type("KUL-0001", "tanda", two.read("KUL-0002", "tanda"))
    two.sync()
    assert refused(two) == FROM_ELSEWHERE


def test_a_mark_is_renewed_whenever_sync_acts_on_the_row(one: Office) -> None:
    """An old mark is spent: a row pasted from an earlier version approves nothing, even if its text is the same."""
    old = list(one.row("KUL-0001"))
    one.type("KUL-0001", "klasifikasi", BERKALA)
    one.sync()
    one.type("KUL-0001", "klasifikasi", SETIAP_SAAT)
    one.sync()
    one.induk[1] = old
    one.tick("KUL-0001")
    one.sync()
    assert refused(one) == FROM_ELSEWHERE


def test_two_rows_with_one_id_no_tick_counts(one: Office) -> None:
    """Two rows of `Induk` with one ID: no tick on either counts."""
    one.induk.append(list(one.row("KUL-0001")))
    for row in one.rows_of("KUL-0001"):
        row[one.at("setuju")] = "✓"
    outcome = one.sync()
    original, copy = one.rows_of("KUL-0001")
    assert [row[one.at("setuju")] for row in (original, copy)] == ["", ""]
    assert original[one.at("catatan")] == DOUBLED
    assert copy[one.at("catatan")] == "ID KUL-0001 ada di lebih dari satu baris Induk. Hapus salinannya."
    assert one.public() == []
    assert [(p.code, p.cell) for p in outcome.plan.problems] == [
        ("centang-ganda", "R2"), ("baris-induk-ganda", "A3")]  # fmt: skip


@pytest.mark.parametrize("place", [0, 1])
def test_two_rows_with_one_id_a_withdrawal_counts(one: Office, place: int) -> None:
    """Two rows of `Induk` with one ID: withdrawals do."""
    one.tick("KUL-0001")
    one.sync()
    one.induk.append(list(one.row("KUL-0001")))
    one.rows_of("KUL-0001")[place][one.at("setuju")] = ""
    one.sync()
    assert one.public() == []


def test_clearing_the_tick_of_a_copy_is_no_untick(one: Office) -> None:
    """A tick cleared by sync is not an untick: the entry stays on the site while its copy stands there."""
    one.tick("KUL-0001")
    one.sync()
    one.induk.append(list(one.row("KUL-0001")))
    for _ in range(3):
        one.sync()
    assert one.public() == ["KUL-0001"]


def test_a_tick_on_a_row_proposed_for_deletion(one: Office) -> None:
    """A tick on a row shown as `Diusulkan hapus` approves nothing."""
    one.drop("KUL-0001")
    one.sync()
    one.tick("KUL-0001")
    one.sync()
    assert refused(one).splitlines()[0] == GONE
    assert one.status("KUL-0001") == "Diusulkan hapus"


def test_a_tick_on_a_row_that_is_no_entrys(one: Office) -> None:
    """A tick on anything else approves nothing, is cleared, and the row says why."""
    put(one.induk, 2, one.at("judul"), "Laporan yang diketik di Induk")
    put(one.induk, 2, one.at("setuju"), "✓")
    outcome = one.sync()
    row = one.induk[2]
    assert (row[one.at("setuju")], row[one.at("judul")]) == ("", "Laporan yang diketik di Induk")
    told = "Baris 3 di Induk tidak mempunyai ID yang dikenal. Isi informasi di tab sub bagian."
    assert row[one.at("catatan")] == told
    assert [problem.message for problem in outcome.plan.problems] == [told]


def test_tarik_wins_over_setuju(one: Office) -> None:
    """`Tarik` ticked together with `Setuju`: `Tarik` wins."""
    one.tick("KUL-0001")
    one.tick("KUL-0001", role="tarik")
    one.sync()
    told = "Setuju dan Tarik dicentang bersamaan; Tarik yang berlaku. Centang salah satu saja."
    assert refused(one).splitlines()[0] == told
    assert (one.status("KUL-0001"), one.read("KUL-0001", "tarik")) == ("Ditarik", "")


def test_why_a_tick_did_not_count_stays_until_something_happens(one: Office) -> None:
    """The row says why, and still does after a quiet run."""
    one.type("KUL-0001", "klasifikasi", BERKALA)
    one.tick("KUL-0001")
    one.sync()
    one.sync()
    assert one.note("KUL-0001") == NOT_YET
    one.tick("KUL-0001")
    one.sync()
    assert one.note("KUL-0001") == ""

"""Rule 3: what arrived in a row in any other way than by the PPID ticking it there approves nothing."""

from __future__ import annotations

import pytest

from tests.office import BERKALA, SETIAP_SAAT, Office, put

MAY_TICK = "Setuju: baca dulu baris ini, lalu centang."
NOT_YET = "Setuju: Klasifikasi baru saja dicatat. Sekarang baris ini boleh dicentang."
FROM_ELSEWHERE = "Setuju: centang ini ikut tersalin dari baris lain. Baca dulu baris ini, lalu centang lagi."
DOUBLED = "Setuju: centang tidak berlaku, karena ID ini ada di dua baris. Hapus salinannya, lalu centang lagi."
GONE = "Setuju: centang tidak berlaku, karena informasi ini tidak ada lagi di tab sub bagian."
NOT_THE_UNITS = "Setuju: isi baris ini diubah di Induk, dan sudah dikembalikan. Baca dulu baris ini, lalu centang lagi."


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


def test_another_version_in_the_row_clears_the_tick_whether_read_or_not(one: Office) -> None:
    """Whenever sync puts another version into a row it clears `Setuju` in the same write, whether it had read a tick
    or not."""
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    plan = one.plan()
    (induk,) = (tab for tab in plan.batch.tabs if tab.title == "Induk")
    assert one.read("KUL-0001", "setuju") == ""
    assert induk.cells[1, one.at("setuju")] is None


def test_text_that_is_put_back_clears_the_tick_too(one: Office) -> None:
    """If somebody typed over sync's cells, the PPID may have ticked that text; sync puts back its own and clears the
    tick."""
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
    assert refused(one) == (
        "Setuju: centang tidak berlaku, karena kolom “Judul Informasi” hilang dari Induk. Tulis "
        "lagi judulnya, lalu centang."
    )
    told = "Kolom “Judul Informasi” hilang dari tab “Induk”. Tulis kembali judul kolom itu."
    assert one.control("Perlu Perhatian").splitlines()[0] == told
    assert told in [problem.message for problem in outcome.plan.problems]


def test_without_the_column_of_marks_the_row_says_what_is_missing(one: Office) -> None:
    """The row says why, and what to do: once the column is back, that is no longer said, and a tick counts."""
    column = one.at("tanda")
    for row in one.induk:
        del row[column:]
    one.tick("KUL-0001")
    one.sync()
    assert refused(one).startswith(
        "Setuju: centang tidak berlaku, karena kolom “Tanda” hilang dari Induk. Tulis lagi judul"
    )
    one.induk[0].append("Tanda")
    one.sync()
    assert one.note("KUL-0001") == MAY_TICK
    one.tick("KUL-0001")
    one.sync()
    assert one.public() == ["KUL-0001"]


@pytest.mark.parametrize("whole", [True, False])
def test_a_control_tab_that_lost_its_run_number_is_told_as_that(one: Office, whole: bool) -> None:
    """Nobody can tell whether the workbook is an old one: its ticks do not count, and the run says just that."""
    if whole:
        del one.book.tabs["Kendali"]
    else:
        next(row for row in one.book.tabs["Kendali"] if row[0] == "Nomor Putaran")[1] = ""
    one.tick("KUL-0001")
    outcome = one.sync()
    assert refused(one).startswith("Setuju: centang tidak berlaku, karena satu nomor di Kendali hilang")
    assert [problem.code for problem in outcome.plan.problems][-2:] == ["nomor-putaran-hilang", "centang-nomor"]
    assert one.control("Laporan").startswith("Satu nomor di Kendali hilang dan ditulis lagi.")
    one.tick("KUL-0001")
    one.sync()
    assert (one.status("KUL-0001"), one.public()) == (("Disetujui", []) if whole else ("Terbit", ["KUL-0001"]))


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
    """Both ticks are cleared, and each row says what to do about the copy."""
    one.induk.append(list(one.row("KUL-0001")))
    for row in one.rows_of("KUL-0001"):
        row[one.at("setuju")] = "✓"
    outcome = one.sync()
    original, copy = one.rows_of("KUL-0001")
    assert [row[one.at("setuju")] for row in (original, copy)] == ["", ""]
    assert original[one.at("catatan")] == DOUBLED
    assert copy[one.at("catatan")] == "ID: KUL-0001 ada di lebih dari satu baris Induk. Hapus salinannya."
    assert one.public() == []
    assert [(p.code, p.cell) for p in outcome.plan.problems] == [
        ("centang-ganda", "C2"), ("baris-induk-ganda", "A3")]  # fmt: skip


def test_a_second_row_says_what_the_entrys_own_row_says(one: Office) -> None:
    """What people type into sync's columns is put back at the next sync, in a second row with the same ID, too: it does
    not go on saying `Terbit` of an entry that left the site."""
    one.approved("KUL-0001")
    one.induk.append(list(one.row("KUL-0001")))
    one.induk[2][one.at("judul")] = "Judul lain"
    one.sync()
    one.induk[2][one.at("tarik")] = "✓"
    one.sync()
    original, copy = one.rows_of("KUL-0001")
    assert (one.public(), one.sync().plan.changed) == ([], False)
    for role in ("status", "judul", "sub_bagian", "perubahan", "disetujui_pada"):
        assert copy[one.at(role)] == original[one.at(role)]
    assert (copy[one.at("status")], copy[one.at("tanda")]) == ("Ditarik", "")
    assert copy[one.at("catatan")] == "ID: KUL-0001 ada di lebih dari satu baris Induk. Hapus salinannya."


@pytest.mark.parametrize(("text", "todo"), [
    ("", "Klasifikasi: pilih salah satu dari daftar."),
    ("Rahasia Negara", "Klasifikasi: “Rahasia Negara” tidak ada dalam"),
])  # fmt: skip
def test_a_tick_beside_a_class_that_is_none_is_not_told_to_be_repeated(one: Office, text: str, todo: str) -> None:
    """A tick on anything else approves nothing, and the row says what to do first."""
    one.type("KUL-0001", "klasifikasi", text)
    one.tick("KUL-0001")
    one.sync()
    first, second = refused(one).splitlines()
    assert first == (
        "Setuju: centang tidak berlaku, karena ada yang salah atau kurang. Selesaikan dulu yang disebut di bawah."
    )
    assert second.startswith(todo)


@pytest.mark.parametrize("text", ["setiap saat", " informasi  setiap saat"])
def test_a_class_that_is_only_spelt_otherwise_is_no_other(one: Office, text: str) -> None:
    """Approval binds to a version, and its class is normalised: the tick beside a class that was retyped counts."""
    one.type("KUL-0001", "klasifikasi", text)
    one.tick("KUL-0001")
    one.sync()
    assert (one.status("KUL-0001"), one.public()) == ("Terbit", ["KUL-0001"])
    assert one.read("KUL-0001", "klasifikasi").strip() == text.strip()
    assert one.sync().plan.changed is False


def test_once_the_copy_is_gone_a_tick_in_the_entrys_own_row_counts(one: Office) -> None:
    """No tick counts while two rows have the ID; its own row keeps its mark, and deleting the copy is enough."""
    one.induk.append(list(one.row("KUL-0001")))
    one.sync()
    del one.induk[2]
    one.tick("KUL-0001")
    one.sync()
    assert one.public() == ["KUL-0001"]


@pytest.mark.parametrize("place", [0, 1])
def test_two_rows_with_one_id_a_withdrawal_counts(one: Office, place: int) -> None:
    """Taking off the site needs no certainty about which row is the original."""
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
    told = "ID: baris 3 ini tidak punya nomor yang dikenal. Isi informasi di tab sub bagian, bukan di Induk."
    assert row[one.at("catatan")] == told
    assert [problem.message for problem in outcome.plan.problems] == [told]


def test_tarik_wins_over_setuju(one: Office) -> None:
    """The row says that one of the two has to be chosen."""
    one.tick("KUL-0001")
    one.tick("KUL-0001", role="tarik")
    one.sync()
    told = "Setuju: dicentang bersama Tarik, maka Tarik yang berlaku. Centang salah satu saja."
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

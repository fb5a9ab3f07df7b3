"""Rule 6 for `Induk`, the tabs of sync, the ledger and old versions of the workbook: absence is not withdrawal."""

from __future__ import annotations

import pytest

from sync.errors import LedgerError, WorkbookError
from sync.ledger.ledger import Ledger
from tests.office import BERKALA, TEMPLATE, Office, put


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001 and KUL-0002, published."""
    office.add()
    office.add(judul="Laporan Barang 2025")
    office.approved("KUL-0001", "KUL-0002")
    return office


@pytest.fixture
def many(office: Office) -> Office:
    """KUL-0001 to KUL-0038, the first two of them published."""
    for number in range(1, 39):
        office.add(judul=f"Laporan {number}", ringkasan=f"Isi laporan {number}")
    office.approved("KUL-0001", "KUL-0002")
    return office


def saved(office: Office) -> dict[str, list[list[str]]]:
    """The workbook as it is now, to restore it later."""
    return {title: [list(row) for row in rows] for title, rows in office.book.tabs.items()}


def drop(office: Office, first: int, last: int, unit: str | None = "KUL") -> None:
    for number in range(first, last + 1):
        office.drop(f"KUL-{number:04d}", unit)


def test_a_row_missing_from_induk_is_put_back_at_the_end(one: Office) -> None:
    """It has the ledger's class and basis and no tick: its approval lapses, and nothing leaves the site."""
    one.type("KUL-0001", "klasifikasi", BERKALA)
    one.sync()
    one.tick("KUL-0001")
    one.sync()
    one.drop("KUL-0001", None)
    one.sync()
    assert [row[0] for row in one.induk[1:]] == ["KUL-0002", "KUL-0001"]
    assert (one.read("KUL-0001", "klasifikasi"), one.read("KUL-0001", "setuju")) == (BERKALA, "")
    assert (one.status("KUL-0001"), one.public()) == ("Perlu persetujuan ulang", ["KUL-0001", "KUL-0002"])
    told = "Setuju: baris ini sempat hilang dari Induk, tetapi tetap terbit. Centang lagi, atau centang Tarik."
    assert (one.note("KUL-0001"), one.events("KUL-0001")[-1]) == (told, "lapsed")


def test_a_row_put_back_is_given_the_class_that_its_unit_proposes_now(office: Office) -> None:
    """The class of an entry that has none is filled in once, also in the run that puts its row back."""
    office.add(usulan="entah")
    office.sync()
    office.drop("KUL-0001", None)
    office.type_unit("KUL-0001", "usulan", BERKALA)
    office.sync()
    assert office.read("KUL-0001", "klasifikasi") == BERKALA


def test_a_copy_without_the_mark_does_not_say_what_the_row_was_given(office: Office) -> None:
    """A class that somebody empties in the row itself stays empty, whatever copy stands above it."""
    office.add(usulan=BERKALA)
    office.sync()
    copy = list(office.row("KUL-0001"))
    copy[office.at("tanda")] = ""
    copy[office.at("klasifikasi")] = ""
    office.type("KUL-0001", "klasifikasi", "")
    office.induk.insert(1, copy)
    office.sync()
    assert {row[office.at("klasifikasi")] for row in office.rows_of("KUL-0001")} == {""}


def test_an_excluded_row_is_put_back_with_its_basis(one: Office) -> None:
    """An excluded entry gets back class and basis from the ledger."""
    one.exclude("KUL-0001")
    one.sync()
    one.drop("KUL-0001", None)
    one.sync()
    assert one.read("KUL-0001", "nomor_uji") == "002/UK/2026"


def test_a_row_put_back_never_lands_on_what_somebody_typed(one: Office) -> None:
    """Added at the end, below everything that stands there, in whatever column."""
    put(one.induk, 5, one.at("pertimbangan"), "catatan kaki")
    put(one.induk, 7, 40, "di luar tabel")
    one.drop("KUL-0001", None)
    one.sync()
    assert [row[0] if row else "" for row in one.induk].index("KUL-0001") == 7
    assert one.induk[4][one.at("pertimbangan")] == "catatan kaki"


def test_unticked_boxes_are_no_rows(one: Office) -> None:
    """A column of FALSE makes no rows: a new one stands right below the last."""
    for number in range(3, 200):
        put(one.induk, number, one.at("setuju"), "FALSE")
        put(one.induk, number, one.at("tarik"), "FALSE")
    one.add(judul="Laporan ketiga")
    one.sync()
    assert [row[0] for row in one.induk[:4]] == ["ID", "KUL-0001", "KUL-0002", "KUL-0003"]
    assert one.status("KUL-0003") == "Menunggu persetujuan"


@pytest.mark.parametrize(
    ("role", "left"),
    [("id", ["KUL-0001", "KUL-0002"]), ("setuju", ["KUL-0001", "KUL-0002"]), ("klasifikasi", ["KUL-0001"]),
     ("tarik", ["KUL-0001"])],
)  # fmt: skip
@pytest.mark.parametrize("how", ["gone", "twice"])
def test_without_a_usable_induk_nothing_is_decided_but_withdrawals(
    one: Office, role: str, left: list[str], how: str
) -> None:
    """Without one of `ID`, `Klasifikasi`, `Setuju`, `Tarik`: exit 1. An untick counts where ID and `Setuju` can be
    read."""
    one.add(judul="Laporan baru")
    one.untick("KUL-0002")
    place = one.at(role)
    if how == "gone":
        one.induk[0][place] = ""
    else:
        one.induk[0].append(one.induk[0][place])
        left = ["KUL-0001"] if role == "id" else left
    outcome = one.sync()
    assert (outcome.exit_code, one.public(), one.book.writes) == (1, left, 2)
    assert str(outcome.plan.stop).startswith("the tab “Induk” cannot be used")
    done = one.ledger.records, one.target.publishes
    assert (one.sync().exit_code, one.ledger.records, one.target.publishes) == (1, *done)


@pytest.mark.parametrize("lost", ["setuju", "klasifikasi"])
@pytest.mark.parametrize("title", ["Induk", "INDUK"])
def test_tarik_counts_where_it_can_be_read(one: Office, lost: str, title: str) -> None:
    """A tick of `Setuju`, of an entry that waits, counts for nothing meanwhile."""
    one.add(judul="Laporan baru")
    one.sync()
    one.tick("KUL-0003")
    one.tick("KUL-0002", role="tarik")
    one.induk[0][one.at(lost)] = ""
    one.book.tabs[title] = one.book.tabs.pop("Induk")
    assert (one.sync().exit_code, one.public()) == (1, ["KUL-0001"])


@pytest.mark.parametrize("how", ["tab", "header"])
def test_without_induk_or_its_header_nothing_is_decided(one: Office, how: str) -> None:
    """A missing tab unticks nothing."""
    if how == "tab":
        del one.book.tabs["Induk"]
    else:
        del one.induk[0]
    outcome = one.sync()
    assert (outcome.exit_code, one.public()) == (1, ["KUL-0001", "KUL-0002"])
    assert isinstance(outcome.plan.stop, WorkbookError) and "Induk" in str(outcome.plan.stop)
    assert one.book.writes == 2


def test_a_withdrawal_that_did_not_reach_the_site_goes_out_without_an_induk(one: Office) -> None:
    """It was recorded while the host refused; then the tab was lost."""
    one.untick("KUL-0002")
    one.target.refuses = True
    one.sync()
    one.target.refuses = False
    del one.book.tabs["Induk"]
    assert (one.sync().exit_code, one.public()) == (1, ["KUL-0001"])


def test_with_too_many_rows_of_induk_gone_nothing_is_decided(many: Office) -> None:
    """More than 30 % (at least 10) of its rows gone: exit 3."""
    drop(many, 20, 38, None)
    many.tick("KUL-0003")
    outcome = many.sync()
    assert (outcome.exit_code, many.public()) == (3, ["KUL-0001", "KUL-0002"])
    assert outcome.plan.hold is not None
    assert outcome.plan.hold.message.startswith("19 of 38 rows of “Induk” are gone (50 %;")
    assert many.sync(allow_removals=19).exit_code == 0
    assert many.status("KUL-0038") == "Menunggu persetujuan"


@pytest.mark.parametrize("title", ["DIP", "DIK", "Riwayat", "Petunjuk"])
def test_tabs_that_only_sync_writes_are_made_again(one: Office, title: str) -> None:
    """`DIP`, `DIK`, `Riwayat`, `Petunjuk` are made again."""
    before = [list(row) for row in one.book.tabs.pop(title)]
    one.sync()
    after = one.book.tabs[title]
    assert (after == before) if title != "Riwayat" else (after[-len(before) + 1 :] == before[1:])


def test_kendali_is_made_again_and_holds(one: Office) -> None:
    """An order that was lost is not guessed: missing means `Tahan` and is told."""
    del one.book.tabs["Kendali"]
    one.untick("KUL-0002")
    one.sync()
    one.tick("KUL-0002")
    one.sync()
    assert (one.control("Perintah Unggah"), one.public()) == ("", ["KUL-0001"])
    told = "Perintah Unggah “(kosong)” tidak dikenal, jadi unggah ditahan. Isi Otomatis, Sekali, atau Tahan."
    assert (one.attention(), one.control("Nomor Putaran")) == (told, "4")


def test_no_ledger_beside_a_workbook_that_has_ids(one: Office) -> None:
    """No ledger beside a workbook that has IDs is an error (1), and the message names the newest copy."""
    one.ledger.path.unlink()
    del one.book.tabs["Kendali"]
    with pytest.raises(LedgerError, match=r"The newest copy is dip-backup/ledger-00000002\.sqlite"):
        one.sync()


def test_no_ledger_and_only_a_unit_tab_with_ids(one: Office) -> None:
    """The IDs may stand in a unit's tab alone, in whatever column."""
    one.ledger.path.unlink()
    del one.book.tabs["Kendali"]
    del one.induk[1:]
    for row in one.tab():
        row.insert(0, "")
    with pytest.raises(LedgerError, match="the workbook has IDs, but there is no ledger"):
        one.sync()


def test_a_foreign_ledger(one: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A foreign one: nothing is written or published."""
    other = Office(tmp_path_factory.mktemp("lain"))
    other.sync()
    one.ledger.path.write_bytes(other.ledger.path.read_bytes())
    with pytest.raises(LedgerError, match="belongs to another workbook"):
        one.sync()


def test_a_ledger_older_than_the_workbook(one: Office) -> None:
    """`Kendali` is a witness: it says the run that last wrote the workbook."""
    copy = Ledger(one.ledger.path, one.ledger.backup_folder).newest_copy()
    assert copy is not None
    one.ledger.path.write_bytes(copy.read_bytes())
    with pytest.raises(LedgerError, match=r"older than the workbook \(run 1, the workbook says 2\)"):
        one.sync()


def test_a_ledger_older_than_the_target(one: Office) -> None:
    """The manifest is a witness, too: it says the release."""
    copy = one.ledger.newest_copy()
    assert copy is not None
    one.ledger.path.write_bytes(copy.read_bytes())
    one.book.tabs["Kendali"] = [row for row in one.book.tabs["Kendali"] if row[0] != "Nomor Putaran"]
    with pytest.raises(LedgerError, match=r"older than the site \(release 0, the site says 1\)"):
        one.sync()


@pytest.fixture
def restored(one: Office) -> Office:
    """KUL-0001 was edited and published anew, KUL-0002 withdrawn; then an earlier version of the file was restored, in
    which both are ticked as they once were."""
    old = saved(one)
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    one.untick("KUL-0002")
    one.sync()
    one.tick("KUL-0001")
    one.sync()
    one.book.tabs = old
    return one


def test_a_restored_workbook_is_put_right(restored: Office) -> None:
    """A workbook older than the ledger is put right, and the run says so."""
    outcome = restored.sync()
    told = "Berkas ini versi lama: isinya disesuaikan lagi, dan centang lama tidak berlaku."
    assert restored.control("Laporan").startswith(told)
    assert told in [problem.message for problem in outcome.plan.problems]
    assert [restored.status(id) for id in ("KUL-0001", "KUL-0002")] == ["Perlu persetujuan ulang", "Ditarik"]


def test_ticks_of_a_restored_workbook_do_not_count(restored: Office) -> None:
    """Its ticks do not count: their marks are spent."""
    restored.sync()
    restored.sync()
    assert restored.titles() == ["Laporan Keuangan 2026"]
    assert [restored.read(id, "setuju") for id in ("KUL-0001", "KUL-0002")] == ["", ""]


def test_not_even_on_a_row_that_was_not_answered_since(office: Office) -> None:
    """Nobody can tell a tick in an old file from one that was taken back: it approves nothing, and says so."""
    office.add("KUL", judul="Satu")
    office.add("KUL", judul="Dua")
    office.sync()
    office.tick("KUL-0002")
    old = saved(office)
    office.untick("KUL-0002")
    office.tick("KUL-0001")
    office.sync()
    office.book.tabs = old
    office.sync()
    assert (office.public(), office.read("KUL-0002", "setuju")) == (["KUL-0001"], "")
    assert office.read("KUL-0002", "catatan").startswith("Setuju: centang ini ikut tersalin")
    office.tick("KUL-0002")
    office.sync()
    assert office.public() == ["KUL-0001", "KUL-0002"]


def test_empty_cells_of_a_restored_workbook_are_no_unticks(office: Office) -> None:
    """Nobody emptied a cell that was never ticked in this version of the file."""
    office.add()
    office.sync()
    old = saved(office)
    office.tick("KUL-0001")
    office.sync()
    office.book.tabs = old
    office.sync()
    assert (office.public(), office.status("KUL-0001"), office.read("KUL-0001", "setuju")) == (
        ["KUL-0001"], "Terbit", "")  # fmt: skip


def test_a_class_that_an_old_version_lacks_is_filled_in_again(office: Office) -> None:
    """Put right: what the ledger knows of class stands again."""
    office.add(usulan="")
    office.sync()
    old = saved(office)
    office.type("KUL-0001", "klasifikasi", BERKALA)
    office.sync()
    office.sync()
    office.book.tabs = old
    office.sync()
    assert (office.read("KUL-0001", "klasifikasi"), office.status("KUL-0001")) == (BERKALA, "Menunggu persetujuan")


def test_tarik_in_a_restored_workbook_withdraws(restored: Office) -> None:
    """Withdrawals beat everything, also a doubt about the file."""
    restored.tick("KUL-0001", role="tarik")
    restored.sync()
    assert restored.public() == []


def test_no_ledger_and_only_induk_with_ids(one: Office) -> None:
    """The IDs may stand in `Induk` alone: the units' tabs are new, `Kendali` is gone."""
    one.ledger.path.unlink()
    del one.book.tabs["Kendali"]
    for unit in ("KUL", "TEK"):
        del one.tab(unit)[1:]
    before = saved(one)
    with pytest.raises(LedgerError, match="the workbook has IDs, but there is no ledger") as caught:
        one.sync()
    assert (caught.value.exit_code, one.book.tabs, one.ledger.path.exists()) == (1, before, False)


@pytest.mark.parametrize("text", ["²", "9" * 5000, "dua", "-1", "1.5"])
def test_a_run_number_that_is_none_is_told_and_stops_nothing(one: Office, text: str) -> None:
    """Somebody typed over `Nomor Putaran`: nobody can tell how old the file is, and it is written again."""
    rows = one.book.tabs["Kendali"]
    next(row for row in rows if row[0] == "Nomor Putaran")[1] = text
    outcome = one.sync()
    assert "nomor-putaran-hilang" in [problem.code for problem in outcome.plan.problems]
    assert (outcome.exit_code, one.control("Nomor Putaran"), one.public()) == (0, "3", ["KUL-0001", "KUL-0002"])


def test_nothing_to_tell_of_a_workbook_that_is_new_or_as_new_as_the_ledger(one: Office) -> None:
    """The number of the last run, or of a later run that only the ledger has."""
    assert one.sync().plan.problems == ()
    one.add(judul="Laporan ketiga")
    one.crash("before workbook")
    assert one.sync().plan.problems == ()


@pytest.mark.parametrize("role", ["id", "tarik"])
@pytest.mark.parametrize("copied", [False, True], ids=["empty", "copied"])
@pytest.mark.parametrize("way", ["tarik", "text", "untick"])
def test_where_a_column_stands_twice_withdrawals_count(one: Office, role: str, way: str, *, copied: bool) -> None:
    """Nothing else is decided."""
    texts = [row[one.at(role)] if copied else "" for row in one.induk[1:]]
    where = "setuju" if way == "untick" else "tarik"
    one.tick("KUL-0001", role=where, text={"tarik": "✓", "text": "cabut", "untick": ""}[way])
    place = len(one.induk[0])
    for number, text in enumerate([TEMPLATE.tab("induk").column(role).header, *texts]):
        put(one.induk, number, place, text)
    outcome = one.sync()
    assert outcome.plan.stop
    assert (one.public(), outcome.plan.mode) == (["KUL-0002"], "withdrawals")


def test_of_two_columns_under_tarik_the_second_withdraws_as_the_first(one: Office) -> None:
    place = len(one.induk[0])
    for number, text in enumerate(["Tarik", "✓", ""]):
        put(one.induk, number, place, text)
    one.sync()
    assert one.public() == ["KUL-0002"]

"""Rule 6: absence is not withdrawal."""

from __future__ import annotations

import pytest

from tests.office import Office

TAB = "Keuangan, Umum, Logistik"


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


def test_a_row_that_vanished_stays_on_the_site(one: Office) -> None:
    """A row that vanished from its unit tab becomes `Diusulkan hapus` and stays on the site."""
    one.drop("KUL-0001")
    one.sync()
    assert (one.status("KUL-0001"), one.public()) == ("Diusulkan hapus", ["KUL-0001", "KUL-0002"])
    told = "Tarik: tidak ada lagi di tab sub bagian. Bila sudah terbit, tetap di situs sampai Tarik dicentang."
    assert one.note("KUL-0001") == told
    assert one.events("KUL-0001")[-1] == "missing"


def test_a_tab_that_no_unit_claims_is_told(one: Office) -> None:
    """A tab that looks like a unit's but stands in no `[[units]]` is not read, and `Kendali` says so."""
    one.book.tabs["Salinan"] = [list(row) for row in one.tab()]
    (problem,) = one.sync().plan.problems
    told = (
        "Tab “Salinan” tidak dibaca, karena bukan tab sub bagian. Pindahkan barisnya, atau minta "
        "operator mendaftarkan tab itu."
    )
    assert (problem.code, problem.message, one.attention()) == ("tab-tak-terdaftar", told, told)
    assert one.public() == ["KUL-0001", "KUL-0002"]


@pytest.mark.parametrize("how", ["tarik", "untick"])
def test_until_the_ppid_withdraws_it(one: Office, how: str) -> None:
    """A vanished row stays on the site until the PPID ticks `Tarik` or unticks it."""
    one.drop("KUL-0001")
    one.sync()
    one.tick("KUL-0001", role="tarik") if how == "tarik" else one.untick("KUL-0001")
    one.sync()
    assert (one.status("KUL-0001"), one.public()) == ("Ditarik", ["KUL-0002"])
    assert one.note("KUL-0001") == "Tarik: sudah ditarik, dan tidak ada lagi di tab sub bagian."


def test_a_row_that_is_back_is_as_it_was(one: Office) -> None:
    """A row put back is the same entry, published as before."""
    row = one.row("KUL-0001", "KUL")
    one.drop("KUL-0001")
    one.sync()
    one.tab().append(row)
    one.sync()
    assert (one.status("KUL-0001"), one.events("KUL-0001")[-1]) == ("Terbit", "restored")


def test_a_row_whose_content_was_deleted_is_told_what_became_of_it(one: Office) -> None:
    """A row without content is not a row; while its ID stands there, the unit is told."""
    row = one.row("KUL-0001", "KUL")
    row[1:] = []
    one.sync()
    assert one.status("KUL-0001") == "Diusulkan hapus"
    assert one.read("KUL-0001", "status", "KUL") == "Diusulkan hapus"
    assert one.read("KUL-0001", "catatan", "KUL") == (
        "Judul Informasi: isi baris ini terhapus. Isi kembali, atau hapus seluruh barisnya."
    )
    row[0] = ""
    one.sync()
    assert not any(row)


def test_a_tab_that_is_gone_removes_nothing(one: Office) -> None:
    """A tab that cannot be read removes nothing: it is told in `Kendali` and to the operator; exit 0."""
    del one.book.tabs[TAB]
    outcome = one.sync()
    told = f"Tab “{TAB}” tidak ditemukan. Kembalikan namanya; tidak ada yang dihapus sementara ini."
    assert (outcome.exit_code, one.public(), one.status("KUL-0001")) == (0, ["KUL-0001", "KUL-0002"], "Terbit")
    assert one.control(TAB) == told
    assert one.attention() == f"Tab “{TAB}” tidak terbaca; sebabnya tertulis di baris tab itu di bawah ini."
    assert [(problem.code, problem.message) for problem in outcome.plan.problems] == [("tab-hilang", told)]


def test_a_tab_that_lost_its_header_removes_nothing(one: Office) -> None:
    """`Kendali` says that the header row was not found."""
    del one.tab()[0]
    outcome = one.sync()
    assert (outcome.exit_code, one.status("KUL-0001")) == (0, "Terbit")
    assert one.control(TAB).startswith(f"Judul kolom di tab “{TAB}” hilang")


def test_a_tab_that_lost_a_column_it_had_removes_nothing(one: Office) -> None:
    """It need not be a required column."""
    one.tab()[0][one.at("lokasi_arsip", "unit")] = ""
    one.drop("KUL-0001")
    one.sync()
    told = (
        f"Kolom Lokasi Arsip Fisik hilang dari tab “{TAB}”. Kembalikan judulnya; tidak ada yang dihapus sementara ini."
    )
    assert (one.status("KUL-0001"), one.control(TAB)) == ("Terbit", told)


def test_an_empty_tab_is_told_to_the_brake(many: Office) -> None:
    """A tab that is suddenly empty holds the run."""
    del many.tab()[1:]
    assert many.sync().exit_code == 3


def test_the_brake_holds_more_than_thirty_percent(many: Office) -> None:
    """A brake holds the run when more than 30 % (and at least 10) of a unit's rows vanish at once."""
    drop(many, 27, 38)
    before = saved(many)
    outcome = many.sync()
    assert outcome.plan.hold is not None
    assert outcome.plan.hold.message == (
        f"12 of 38 rows of “{TAB}” are gone (32 %; the limit is 30 % and at least 10). "
        "Nothing was written except withdrawals. If this is meant: dip sync --allow-removals 12"
    )
    assert (outcome.exit_code, outcome.writes, many.book.tabs) == (3, 0, before)
    assert many.entry("KUL-0038").missing is False


def test_the_brake_lets_thirty_percent_pass(many: Office) -> None:
    """The limit is more than 30 %; exactly 30 % is not more."""
    many.add(judul="Laporan 39")
    many.add(judul="Laporan 40")
    many.sync()
    drop(many, 29, 40)
    assert many.sync().exit_code == 0


def test_the_brake_lets_nine_rows_pass(office: Office) -> None:
    """The limit is at least 10 rows, whatever share of the tab they are."""
    for number in range(1, 11):
        office.add(judul=f"Laporan {number}")
    office.sync()
    drop(office, 1, 9)
    assert office.sync().exit_code == 0
    assert office.status("KUL-0001") == "Diusulkan hapus"


def test_rows_that_were_gone_before_do_not_count(many: Office) -> None:
    """Only rows that were there at the last run count: eleven gone first and eleven later are 29 % and 41 %."""
    drop(many, 28, 38)
    assert many.sync().exit_code == 0
    drop(many, 17, 27)
    assert many.sync().exit_code == 3


def test_withdrawn_rows_do_not_count(many: Office) -> None:
    """A unit may delete all rows of withdrawn entries at once."""
    many.tick(*(f"KUL-{number:04d}" for number in range(27, 39)), role="tarik")
    many.sync()
    drop(many, 27, 38)
    assert many.sync().exit_code == 0


def test_consent_names_the_number(many: Office) -> None:
    """`--allow-removals 12` lets up to 12 rows pass, and `--allow-removals 11` does not."""
    drop(many, 27, 38)
    assert many.sync(allow_removals=11).exit_code == 3
    assert many.sync(allow_removals=12).exit_code == 0
    assert many.status("KUL-0038") == "Diusulkan hapus"


def test_ten_of_thirty_three_hold(office: Office) -> None:
    """More than 30 % and at least 10: exactly ten are enough, where they are more than 30 %."""
    for number in range(1, 34):
        office.add(judul=f"Laporan {number}")
    office.sync()
    drop(office, 24, 33)
    outcome = office.sync()
    assert outcome.plan.hold is not None
    assert (outcome.exit_code, outcome.plan.hold.gone) == (3, 10)
    assert "10 of 33 rows" in outcome.plan.hold.message and "(31 %;" in outcome.plan.hold.message


def test_nine_of_nine_do_not_hold(office: Office) -> None:
    """At least 10: all of a small tab may go at once, and nothing leaves the site."""
    for number in range(1, 10):
        office.add(judul=f"Laporan {number}")
    office.approved("KUL-0001")
    del office.tab()[1:]
    assert office.sync().exit_code == 0
    assert (office.status("KUL-0009"), office.public()) == ("Diusulkan hapus", ["KUL-0001"])


@pytest.mark.parametrize("how", ["tab", "header"])
def test_a_tab_of_many_rows_that_cannot_be_read_holds_no_brake(many: Office, how: str) -> None:
    """A tab that cannot be read removes nothing, so there is nothing to consent to: the other tabs go on, exit 0."""
    if how == "tab":
        del many.book.tabs[TAB]
    else:
        many.tab()[0][:] = ["rusak"]
    many.add("TEK", judul="Laporan Teknis")
    assert many.sync().exit_code == 0
    assert (many.status("KUL-0038"), many.status("TEK-0001")) == ("Menunggu persetujuan", "Menunggu persetujuan")


def test_consent_is_not_asked_twice(many: Office) -> None:
    """What was let pass is gone since: the next run needs no consent, and the next row that goes is one."""
    drop(many, 20, 38)
    assert many.sync(allow_removals=19).exit_code == 0
    assert many.sync().exit_code == 0
    many.drop("KUL-0019")
    assert many.sync().exit_code == 0
    assert many.status("KUL-0019") == "Diusulkan hapus"


def test_consent_counts_the_rows_of_every_place_together(office: Office) -> None:
    """A tab and `Induk` at once: each is named with its share, and the number is that of both; what is within bounds is
    not counted."""
    for number in range(1, 31):
        office.add(judul=f"Laporan {number}")
        office.add("TEK", judul=f"Laporan teknis {number}")
    office.sync()
    drop(office, 19, 30)
    del office.tab("TEK")[1:10]
    del office.induk[1:25]
    hold = office.sync(allow_removals=35).plan.hold
    assert hold is not None
    places = (("12 of 30", TAB), ("9 of 30", "Teknis dan Hukum"), ("24 of 60", "Induk"))
    shares = [f"{share} rows of “{place}” are gone" for share, place in places]
    assert [share in hold.message for share in shares] == [True, False, True]
    assert (hold.gone, hold.message[-2:]) == (36, "36")
    assert office.sync(allow_removals=36).exit_code == 0


def test_rows_of_another_unit_do_not_count(office: Office) -> None:
    """Each unit's rows are counted by themselves: ten of ten hold although another tab is whole."""
    for number in range(1, 11):
        office.add(judul=f"Laporan {number}")
    for number in range(1, 41):
        office.add("TEK", judul=f"Laporan teknis {number}")
    office.sync()
    del office.tab()[1:]
    outcome = office.sync()
    assert outcome.plan.hold is not None
    assert outcome.plan.hold.message.startswith(f"10 of 10 rows of “{TAB}” are gone (100 %;")


def test_rows_that_a_crash_kept_from_induk_are_not_gone(office: Office) -> None:
    """Their entries are in the ledger, their rows were never written: the next run writes them."""
    office.sync()
    for number in range(1, 16):
        office.add(judul=f"Laporan {number}")
    office.crash("before workbook")
    assert (office.sync().exit_code, office.status("KUL-0015")) == (0, "Menunggu persetujuan")

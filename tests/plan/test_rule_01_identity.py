"""Rule 1: an ID is assigned once, survives what people do to rows, and is never reused."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.ledger.state import EntryState, Record
from sync.model import ID_PATTERN, Row
from sync.plan.identity import UnitRow, mark_of, match_rows, order_of
from tests.office import TEMPLATE, UNITS, Office


@pytest.fixture
def three(office: Office) -> Office:
    """KUL-0001 to KUL-0003, synced once."""
    for judul in ("Satu", "Dua", "Tiga"):
        office.add(judul=f"Laporan {judul}", ringkasan=f"Isi laporan {judul.lower()}")
    office.sync()
    return office


def ids(office: Office, unit: str = "KUL") -> dict[str, str]:
    """Title → ID, as the tab shows them."""
    columns = office.columns(office.tab(unit), "unit")
    return {row[columns["judul"]]: row[columns["id"]] for row in office.tab(unit)[1:]}


def test_a_new_row_gets_the_units_next_number(three: Office) -> None:
    """An ID is the code of the unit and a number of at least four digits."""
    assert ids(three) == {"Laporan Satu": "KUL-0001", "Laporan Dua": "KUL-0002", "Laporan Tiga": "KUL-0003"}


def test_an_id_is_never_reused(three: Office) -> None:
    """The number of a row that was deleted is not given again."""
    three.drop("KUL-0003")
    three.sync()
    three.add(judul="Laporan Empat")
    three.sync()
    assert ids(three)["Laporan Empat"] == "KUL-0004"


def test_sorting_moves_ids_with_their_rows(three: Office) -> None:
    three.tab()[1:] = reversed(three.tab()[1:])
    outcome = three.sync()
    assert ids(three) == {"Laporan Tiga": "KUL-0003", "Laporan Dua": "KUL-0002", "Laporan Satu": "KUL-0001"}
    assert outcome.plan.events == ()


def test_sorting_without_the_id_column_gives_every_row_its_id_back(three: Office) -> None:
    """A row whose content is an entry's last known one is that entry, whatever its ID cell says."""
    column = three.at("id", "unit")
    rows = three.tab()[1:]
    rows[0][column], rows[1][column], rows[2][column] = "KUL-0003", "KUL-0001", "KUL-0002"
    three.sync()
    assert ids(three) == {"Laporan Satu": "KUL-0001", "Laporan Dua": "KUL-0002", "Laporan Tiga": "KUL-0003"}
    assert three.events("KUL-0001") == ["added", "restored"]


def test_retyping_a_row_keeps_its_id(three: Office) -> None:
    """Where no row has the known content, the ID cell decides."""
    for role, text in (("judul", "Judul lain"), ("ringkasan", "Ringkasan lain"), ("tempat", "Serang")):
        three.type_unit("KUL-0002", role, text)
    three.sync()
    assert ids(three)["Judul lain"] == "KUL-0002"


def test_a_copied_row_gets_its_own_id_and_the_original_keeps_its(three: Office) -> None:
    """A copy-pasted row that repeats an ID gets a new one; both are told."""
    copy = list(three.row("KUL-0001", "KUL"))
    three.tab().insert(1, copy)
    three.type_unit_row(1, "judul", "Laporan Satu A")
    outcome = three.sync()
    assert ids(three) == {
        "Laporan Satu A": "KUL-0004", "Laporan Satu": "KUL-0001", "Laporan Dua": "KUL-0002", "Laporan Tiga": "KUL-0003",
    }  # fmt: skip
    told = "ID: nomor yang sama ada di lebih dari satu baris; salinannya mendapat nomor sendiri."
    assert three.read("KUL-0001", "catatan", "KUL") == told
    assert three.read("KUL-0004", "catatan", "KUL").startswith(told)
    assert [(p.id, p.cell) for p in outcome.plan.problems if p.code == "id-ganda"] == [
        ("KUL-0001", "A3"), ("KUL-0004", "A2")]  # fmt: skip


@pytest.mark.parametrize("mend", ["edit", "delete"])
def test_that_an_id_stood_in_two_rows_is_told_until_it_is_put_right(three: Office, mend: str) -> None:
    """Both rows say so until one of them is changed, decided or gone."""
    three.tab().extend([list(three.row("KUL-0001", "KUL")), list(three.row("KUL-0002", "KUL"))])
    three.sync()
    assert three.sync().plan.changed is False
    told = {
        id: "ID: nomor yang sama" in three.read(id, "catatan", "KUL") for id in [f"KUL-000{n}" for n in range(1, 6)]
    }
    assert (told, "ID: nomor yang sama" in three.note("KUL-0001")) == (
        {f"KUL-000{n}": n != 3 for n in range(1, 6)},
        True,
    )
    if mend == "edit":
        three.type_unit("KUL-0004", "judul", "Laporan Empat")
    else:
        three.drop("KUL-0004")
    three.sync()
    assert (three.read("KUL-0001", "catatan", "KUL"), "ID: nomor yang sama" in three.note("KUL-0004")) == ("", False)
    assert "ID: nomor yang sama" in three.read("KUL-0002", "catatan", "KUL")
    assert three.sync().plan.changed is False


def test_of_copies_that_all_match_the_topmost_is_the_original(three: Office) -> None:
    """If several match: the one with most equal cells, then the topmost."""
    three.tab().append(list(three.row("KUL-0001", "KUL")))
    three.sync()
    column = three.at("id", "unit")
    assert [row[column] for row in three.tab()[1:]] == ["KUL-0001", "KUL-0002", "KUL-0003", "KUL-0004"]


def test_of_copies_that_were_all_edited_the_one_most_alike_is_the_original(three: Office) -> None:
    """If none matches: the one with most equal cells."""
    copy = list(three.row("KUL-0001", "KUL"))
    three.tab().insert(1, copy)
    for role in ("judul", "tempat", "waktu"):
        three.type_unit_row(1, role, "2024")
    three.type_unit_row(2, "judul", "Laporan Satu, diperbaiki")
    three.sync()
    assert ids(three)["Laporan Satu, diperbaiki"] == "KUL-0001"
    assert ids(three)["2024"] == "KUL-0004"


def test_a_wiped_id_is_restored(three: Office) -> None:
    """A wiped ID is restored, and the history says so."""
    three.type_unit("KUL-0002", "id", "")
    three.sync()
    assert ids(three)["Laporan Dua"] == "KUL-0002"
    assert three.events("KUL-0002") == ["added", "restored"]


def test_an_id_that_was_never_given_is_replaced(three: Office) -> None:
    """Nobody can reserve a number by typing an ID."""
    three.add(judul="Laporan Empat")
    three.type_unit_row(4, "id", "KUL-0099")
    three.sync()
    assert ids(three)["Laporan Empat"] == "KUL-0004"


def test_an_id_keeps_its_code_in_another_tab(three: Office) -> None:
    """An ID keeps its code when its row moves to another tab; the unit is content."""
    three.tick("KUL-0002")
    three.sync()
    row = three.row("KUL-0002", "KUL")
    three.tab().remove(row)
    three.tab("TEK").append(row)
    three.sync()
    assert ids(three, "TEK") == {"Laporan Dua": "KUL-0002"}
    assert three.read("KUL-0002", "sub_bagian") == "Subbagian Teknis Penyelenggaraan Pemilu dan Hukum"
    assert three.status("KUL-0002") == "Perlu persetujuan ulang"
    assert three.site()[0]["penguasa"] == "Subbagian Keuangan, Umum, dan Logistik"


def test_an_entrys_own_tab_comes_before_any_other(three: Office) -> None:
    """A copy in another tab takes nothing away, even if the original was edited."""
    three.tab("TEK").append(list(three.row("KUL-0001", "KUL")))
    three.type_unit("KUL-0001", "judul", "Laporan Satu, diperbaiki")
    three.sync()
    assert ids(three)["Laporan Satu, diperbaiki"] == "KUL-0001"
    assert ids(three, "TEK") == {"Laporan Satu": "TEK-0001"}


def test_content_comes_before_the_id_cell(three: Office) -> None:
    """A row with the known content is the entry; another that only says its ID is new."""
    three.type_unit("KUL-0001", "id", "")
    three.add(judul="Laporan baru")
    three.type_unit_row(4, "id", "KUL-0001")
    three.sync()
    assert ids(three)["Laporan Satu"] == "KUL-0001"
    assert ids(three)["Laporan baru"] == "KUL-0004"


def test_a_unit_missing_from_the_settings_is_a_tab_that_cannot_be_read(three: Office) -> None:
    """Its entries stay, and nothing is taken for deleted."""
    three.tick("KUL-0001")
    three.sync()
    three.use_units("TEK")
    three.sync()
    assert (three.status("KUL-0001"), three.public()) == ("Terbit", ["KUL-0001"])


def test_the_name_of_a_unit_that_is_gone_is_remembered(three: Office) -> None:
    """A unit missing from `dip.toml` is a tab that cannot be read: what the public sees stays as it is."""
    three.approved("KUL-0001")
    before = dict(three.target.files)
    three.use_units("TEK")
    three.sync()
    # The manifest says from which office, as `dip.toml` now has it, each file is made.
    assert {path for path, data in three.target.files.items() if before.get(path) != data} <= {"manifest.json"}
    assert before.keys() == three.target.files.keys()
    assert three.read("KUL-0001", "sub_bagian") == "Subbagian Keuangan, Umum, dan Logistik"


def test_a_ledger_that_knows_no_names_learns_them_in_silence(three: Office) -> None:
    """A ledger of before names were kept is read as ever; what it learns is nobody's news."""
    forgetful = replace(three.known().office, names={})
    three.ledger.record(Record(forgetful), "2026-11-23T00:00:00+00:00", TEMPLATE.content_roles)
    outcome = three.sync()
    assert (outcome.plan.events, outcome.plan.batch.tabs) == ((), ())
    assert three.known().office.names["KUL"] == "Subbagian Keuangan, Umum, dan Logistik"
    assert three.sync().plan.changed is False


CLOSED = pytest.mark.parametrize("how", ["unit", "header", "tab"])


def close_kul(office: Office, how: str) -> list[list[str]]:
    """The tab of KUL cannot be read: its unit is gone from `dip.toml`, its header broken, or the tab away. What stood
    in it is answered, header and all."""
    rows = [list(row) for row in office.tab()]
    title = office.settings.unit("KUL").tab
    if how == "unit":
        office.use_units("TEK")
    elif how == "header":
        office.tab()[0] = ["rusak"]
    else:
        del office.book.tabs[title]
    return rows


def reopen_kul(office: Office, rows: list[list[str]]) -> None:
    """It can be read again, and says what it said."""
    office.settings = replace(office.settings, units=UNITS)
    office.book.tabs[office.settings.unit("KUL").tab] = rows


@CLOSED
def test_a_row_that_moves_out_of_a_tab_that_cannot_be_read_keeps_its_id(three: Office, how: str) -> None:
    """Content and ID both known together come first: the row is that entry, though its old tab cannot be read."""
    three.approved("KUL-0001", "KUL-0002", "KUL-0003")
    row = three.row("KUL-0002", "KUL")
    three.tab().remove(row)
    three.tab("TEK").append(row)
    close_kul(three, how)
    outcome = three.sync()
    assert ids(three, "TEK") == {"Laporan Dua": "KUL-0002"}
    assert [(event.id, event.event) for event in outcome.plan.events] == [
        ("KUL-0002", "changed"), ("KUL-0002", "lapsed")]  # fmt: skip
    assert three.status("KUL-0002") == "Perlu persetujuan ulang"
    three.tick("KUL-0002")
    three.sync()
    assert three.public() == ["KUL-0001", "KUL-0002", "KUL-0003"]
    assert three.sync().plan.changed is False


@CLOSED
def test_a_row_copied_out_of_a_tab_that_cannot_be_read_takes_its_id_along(three: Office, how: str) -> None:
    """In the entry's own tab before any other: the row in the unread tab is a copy with an ID of its own once it can
    be read again; both are told, and the site has the information once."""
    three.approved("KUL-0002")
    three.tab("TEK").append(list(three.row("KUL-0002", "KUL")))
    rows = close_kul(three, how)
    three.sync()
    reopen_kul(three, rows)
    three.sync()
    assert ids(three, "TEK") == {"Laporan Dua": "KUL-0002"}
    assert ids(three) == {"Laporan Satu": "KUL-0001", "Laporan Dua": "KUL-0004", "Laporan Tiga": "KUL-0003"}
    assert "baris 2 di tab “Teknis dan Hukum”" in three.read("KUL-0004", "catatan", "KUL")
    assert "ID: nomor yang sama" in three.read("KUL-0002", "catatan", "TEK")
    assert (three.public(), three.sync().plan.changed) == (["KUL-0002"], False)


def test_of_an_unread_tab_neither_content_nor_id_alone_is_enough(three: Office) -> None:
    """Only both together: the row in the tab that cannot be read may still stand there."""
    first, second = list(three.row("KUL-0001", "KUL")), list(three.row("KUL-0002", "KUL"))
    first[three.at("id", "unit")], second[three.at("judul", "unit")] = "", "Laporan Empat"
    three.tab("TEK").extend([first, second])
    close_kul(three, "unit")
    three.sync()
    assert ids(three, "TEK") == {"Laporan Satu": "TEK-0001", "Laporan Empat": "TEK-0002"}


@CLOSED
def test_a_twin_in_a_tab_that_cannot_be_read_is_named(three: Office, how: str) -> None:
    """Same title and period: each is told where the other stands, even if its tab cannot be read."""
    three.add(unit="TEK", judul="Laporan Dua")
    close_kul(three, how)
    three.sync()
    assert three.read("TEK-0001", "catatan", "TEK") == (
        "Judul Informasi: judul dan waktunya sama dengan KUL-0002, yang tabnya sedang tidak "
        "terbaca. Sama? Hapus satu. Berbeda? Bedakan judulnya."
    )
    assert three.sync().plan.changed is False


ENTRIES = {f"KUL-{n:04d}": (f"Judul {n}", f"Isi {n}") for n in range(1, 6)}
CELLS = st.tuples(
    st.sampled_from(["KUL", "TEK"]),
    st.sampled_from([*ENTRIES, "", "KUL-0099", "salah"]),
    st.sampled_from([*ENTRIES.values(), ("Judul 1", "lain"), ("baru", "baru")]),
)


@given(st.lists(CELLS, max_size=9), st.sets(st.sampled_from(["KUL", "REN"])))
def test_whatever_people_do_to_ids_every_row_has_one_of_its_own(
    cells: list[tuple[str, str, tuple[str, str]]], closed: set[str]
) -> None:
    """Every row has exactly one ID, no ID has two rows, and a fresh ID was never given before."""
    entries = {id: EntryState(id, "KUL", content, 1) for id, content in ENTRIES.items()}
    typed = enumerate(cell for cell in cells if cell[0] not in closed)
    rows = [UnitRow(unit, Row(n, id, content, content, True), id, content) for n, (unit, id, content) in typed]
    found = match_rows(rows, entries, ENTRIES, closed)
    assert sorted(found.ids) == sorted((row.unit, row.row.number) for row in rows)
    assert len(set(found.ids.values())) == len(rows)
    assert all(ID_PATTERN.fullmatch(id) and (id in entries) != (id in found.fresh) for id in found.ids.values())


def test_the_marks_of_many_rows_differ() -> None:
    ids = [f"KUL-{number:04d}" for number in range(1, 200)]
    assert len({mark_of("0" * 32, id, 7) for id in ids}) == len(ids)


def test_a_mark_is_made_of_office_id_and_run_alone() -> None:
    """A run that was cut off and made again writes the same one; eight letters and digits that nobody mistakes."""
    assert mark_of("kantor", "KUL-0001", 3) == "ELBT3SN2"
    others = [mark_of("lain", "KUL-0001", 3), mark_of("kantor", "KUL-0002", 3), mark_of("kantor", "KUL-0001", 4)]
    assert len({"ELBT3SN2", *others}) == 4
    assert all(re.fullmatch("[A-Z2-7]{8}", mark) for mark in others)


def test_ids_stand_in_the_order_of_their_numbers() -> None:
    """By value, of each code; a text without a number has none."""
    ids = ["TEK-0001", "KUL-10000", "KUL-9999", "KUL-0002", "apa-saja", "x"]
    assert sorted(ids, key=order_of) == ["x", "KUL-0002", "KUL-9999", "KUL-10000", "TEK-0001", "apa-saja"]


def test_of_two_entries_with_one_content_the_lower_number_gets_the_row() -> None:
    """By value: 9999 comes before 10000, and the next number is above both."""
    content = ("Laporan", "isi")
    entries = {id: EntryState(id, "KUL", ("", ""), 1) for id in ("KUL-10000", "KUL-9999")}
    rows = [UnitRow("KUL", Row(n, "", typed, typed, True), "", typed) for n, typed in enumerate([content, ("a", "b")])]
    found = match_rows(rows, entries, dict.fromkeys(entries, content))
    assert {id: row.row.number for id, row in found.rows.items()} == {"KUL-9999": 0, "KUL-10001": 1}
    assert (found.fresh, found.mended) == (["KUL-10001"], {"KUL-9999"})


@pytest.mark.parametrize("ids", [[""], ["KUL-0001"], ["", "KUL-0007", "KUL-9999"]], ids=["wiped", "one", "mixed"])
def test_rows_that_all_say_the_same_are_matched_in_one_pass(monkeypatch: pytest.MonkeyPatch, ids: list[str]) -> None:
    """Thousands of them would take hours, compared each with each."""
    compared: list[UnitRow] = []
    texts = ("", "", "Softcopy")

    def compare(row: UnitRow, state: EntryState) -> int:
        compared.append(row)
        return 0

    monkeypatch.setattr("sync.plan.identity._equal_cells", compare)
    rows = [UnitRow("KUL", Row(n, "", texts, texts, valid=True), ids[n % len(ids)], texts) for n in range(1, 501)]
    entries = {id: EntryState(id, "KUL", texts, 1) for id in (f"KUL-{n:04d}" for n in range(1, 501))}
    matching = match_rows(rows, entries, dict.fromkeys(entries, texts))
    assert sorted(matching.rows) == sorted(entries)
    assert (len(matching.fresh), len(compared) <= 3 * len(rows)) == (0, True)


def test_the_run_that_gives_a_row_its_id_back_is_known(office: Office) -> None:
    """Only until its workbook was confirmed may the row lack it again."""
    office.add()
    office.sync()
    office.type_unit_row(1, "id", "")
    office.sync()
    assert office.entry("KUL-0001").mended_run == office.known().office.run

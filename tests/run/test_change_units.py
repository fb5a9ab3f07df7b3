"""Units renamed and joined, in a workbook in memory, in a file and at Google: the office goes on, wherever it stops."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sync import private_files
from sync.errors import ArgumentError, WorkbookChanged, WorkbookError
from sync.run import change_units
from sync.run.change_units import UnitsPlan, Wanted, carry_out_units, plan_merge, plan_rename
from sync.settings.answers import toml_value
from sync.settings.settings import load_settings
from sync.settings.units import Unit
from tests.google_book import GoogleBook
from tests.office import TEMPLATE, UNITS, Crash, Office, put

KUL, TEK = UNITS
HEAD = """\
# setelan kantor kita
[office]
name = "Komisi Pemilihan Umum Kabupaten Lebak"
short = "KPU Kabupaten Lebak"
timezone = "Asia/Jakarta"
[workbook]
location = "dip.xlsx"
[publish]
to = "site/"
"""


def table(unit: Unit) -> str:
    names = {"code": unit.code, "name": unit.name, "tab": unit.tab, "aliases": list(unit.aliases)}
    return "\n[[units]]\n" + "".join(f"{key} = {toml_value(value)}\n" for key, value in names.items())


@pytest.fixture(params=["memory", "file", "google"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """KUL-0001 and TEK-0001 are public, TEK-0002 is withdrawn, KUL-0002 and TEK-0003 wait, and a row of TEK is new."""
    office = Office(tmp_path, kind=request.param)
    for code, count in (("KUL", 2), ("TEK", 3)):
        for number in range(1, count + 1):
            office.add(code, judul=f"Daftar {code} {number}", ringkasan=f"Isi daftar {code} {number}")
    office.approved("KUL-0001", "TEK-0001", "TEK-0002")
    office.tick("TEK-0002", role="tarik")
    office.sync()
    office.add("TEK", judul="Daftar baru", ringkasan="Isi daftar baru")
    office.settings.source.write_text(HEAD + "".join(map(table, UNITS)), "utf-8")
    return office


def reload(office: Office) -> None:
    """The next command reads dip.toml."""
    units = load_settings(office.settings.source, TEMPLATE).units
    office.settings = replace(office.settings, units=units)
    if office.kind != "memory":
        office.book.door._units = units  # type: ignore[union-attr]
    if isinstance(office.book, GoogleBook):
        office.book._look()


def rename(office: Office, unit: str = "KUL", /, **wanted: str) -> UnitsPlan:
    state = office.book.read()
    plan = plan_rename(unit, Wanted(**wanted), state, office.known(), office.settings, TEMPLATE)
    carry_out_units(plan, office.book, state, office.settings)
    reload(office)
    return plan


def merge(office: Office, into: str = "KUL", name: str = "") -> UnitsPlan:
    state = office.book.read()
    plan = plan_merge(("KUL", "TEK"), into, name, state, office.known(), office.settings, TEMPLATE)
    carry_out_units(plan, office.book, state, office.settings)
    reload(office)
    return plan


# --- a unit gets another code, name and tab


def test_a_renamed_unit_keeps_ids_approvals_and_its_rows(office: Office) -> None:
    plan = rename(office, name="Subbagian Keuangan")
    assert (plan.effect.ids, plan.effect.standing, plan.effect.asked) == (2, 1, 0)
    assert office.settings.units[0] == replace(KUL, name="Subbagian Keuangan")
    office.sync()
    assert (office.status("KUL-0001"), office.public()) == ("Terbit", ["KUL-0001", "TEK-0001"])


def test_the_tab_and_its_line_in_kendali_get_the_new_title(office: Office) -> None:
    state = office.book.read()
    wanted = Wanted("KEU", "Subbagian Keuangan", "Keuangan")
    plan = plan_rename("KUL", wanted, state, office.known(), office.settings, TEMPLATE)
    carry_out_units(plan, office.book, state, office.settings)
    reload(office)
    assert office.settings.units[0] == Unit("KEU", "Subbagian Keuangan", "Keuangan", ("KUL", KUL.tab), (), ("KUL",))
    assert "Keuangan" in office.book.tabs
    assert KUL.tab not in office.book.tabs
    office.sync()
    assert office.control("Keuangan") == "2 baris, tidak ada yang perlu diperbaiki"
    assert [row for row in office.book.tabs["Kendali"] if row[:1] == [KUL.tab]] == []
    assert office.status("KUL-0001") == "Terbit"
    assert not office.sync().plan.changed
    again = plan_rename("KUL", wanted, office.book.read(), office.known(), office.settings, TEMPLATE)
    assert not again


def nihil_lines(office: Office) -> dict[str, str]:
    return {row[0]: office.control(row[0]) for row in office.book.tabs["Kendali"] if row and "Nihil" in row[0]}


def test_the_line_nihil_goes_with_its_unit_and_what_was_typed_there_stays(office: Office) -> None:
    rows = office.book.tabs["Kendali"]
    put(rows, next(number for number, row in enumerate(rows) if row[:1] == [f"Nihil {KUL.tab}"]), 1, "2026")
    rename(office, tab="Keuangan")
    assert nihil_lines(office) == {"Nihil Keuangan": "2026", f"Nihil {TEK.tab}": ""}
    merge(office, into="TEK")
    office.sync()
    assert nihil_lines(office) == {"Nihil Keuangan": "2026", f"Nihil {TEK.tab}": ""}
    assert "Baris “Nihil Keuangan” di Kendali bukan milik sub bagian mana pun" in office.control("Perlu Perhatian")


def test_a_merge_takes_out_the_empty_line_nihil_of_the_unit_that_goes(office: Office) -> None:
    merge(office)
    assert nihil_lines(office) == {f"Nihil {KUL.tab}": ""}


@pytest.mark.parametrize("when", ["before text", "after text", "before workbook", "after workbook"])
@pytest.mark.parametrize("synced", [False, True])
def test_a_rename_that_is_cut_off_is_finished_by_the_same_command(
    office: Office, when: str, synced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a run came between or not."""
    wanted = Wanted("KEU", "Subbagian Keuangan", "Keuangan")

    def command() -> None:
        state = office.book.read()
        plan = plan_rename("KUL", wanted, state, office.known(), office.settings, TEMPLATE)
        carry_out_units(plan, office.book, state, office.settings)

    cut(office, when, monkeypatch)
    with pytest.raises(Crash):
        command()
    mended(office, monkeypatch)
    if synced:
        assert not office.sync().plan.hold
        assert {"KUL-0001", "TEK-0001"} <= set(office.public())
    command()
    reload(office)
    office.sync()
    assert (office.status("KUL-0001"), office.public()) == ("Terbit", ["KUL-0001", "TEK-0001"])
    assert [row[0] for row in office.book.tabs["Kendali"] if row and row[0] in (KUL.tab, "Keuangan")] == ["Keuangan"]
    assert office.settings.units[0].former == ("KUL",)
    assert not office.sync().plan.changed


def cut(office: Office, when: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next command dies there."""
    if when.endswith("workbook"):
        office.fuse.steps.clear()
        office.fuse.blow_on = (when, 1)
        return
    write = private_files.rewrite

    def dying(path: Path, data: bytes) -> None:
        if when == "after text":
            write(path, data)
        raise Crash(when)

    monkeypatch.setattr(change_units, "rewrite", dying)


def mended(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.fuse.blow_on = ("", 0)
    monkeypatch.undo()
    reload(office)


@pytest.mark.parametrize(("code", "wanted", "told"), [
    ("XYZ", Wanted("KEU"), "XYZ is no unit of dip.toml; known are: KUL, TEK."),
    ("KUL", Wanted("TEK"), "two units have the code TEK. Nothing was changed."),
    ("KUL", Wanted("keu"), "“keu” must be 2 to 5 capital letters"),
    ("KUL", Wanted(tab="Induk"), "the tab “Induk” is sync's own. Nothing was changed."),
    ("KUL", Wanted(tab="Teknis dan hukum"), "stands for two units"),
])  # fmt: skip
def test_what_a_unit_cannot_be_called_changes_nothing(office: Office, code: str, wanted: Wanted, told: str) -> None:
    before = office.settings.source.read_text("utf-8")
    with pytest.raises(ArgumentError, match=told):
        plan_rename(code, wanted, office.book.read(), office.known(), office.settings, TEMPLATE)
    assert office.settings.source.read_text("utf-8") == before


def test_the_code_of_a_unit_that_is_gone_is_not_given_again(office: Office) -> None:
    """Its entries are remembered under that code: they would become another unit's."""
    office.use_units("KUL")
    with pytest.raises(ArgumentError, match="TEK was another unit's"):
        plan_rename("KUL", Wanted("TEK"), office.book.read(), office.known(), office.settings, TEMPLATE)


# --- two units are joined


def test_the_rows_of_one_unit_move_beneath_those_of_the_other(office: Office) -> None:
    plan = merge(office)
    effect = plan.effect
    assert (effect.ids, effect.standing, effect.asked, effect.public, effect.withdrawn) == (5, 1, 1, 1, 1)
    assert office.settings.units == (replace(KUL, merged=("TEK",)),)
    office.sync()
    ids = [row[office.at("id", "unit")] for row in office.tab()[1:] if any(row)]
    assert ids == ["KUL-0001", "KUL-0002", "TEK-0001", "TEK-0002", "TEK-0003", "KUL-0003"]
    assert office.status("TEK-0001") == "Perlu persetujuan ulang"
    assert office.public() == ["KUL-0001", "TEK-0001"]
    assert {row for row, _ in office.texts(TEK.tab)} == {0}
    assert office.control(TEK.tab) == ""
    assert not office.sync().plan.changed


def test_a_withdrawn_entry_stays_off_the_site(office: Office) -> None:
    merge(office)
    office.sync()
    assert ("TEK-0002" in office.public(), office.entry("TEK-0002").approved) == (False, 0)


def test_what_a_renamed_unit_published_keeps_its_name_after_a_merge(office: Office) -> None:
    """The site shows no bare code for a unit that had two."""
    before = office.site()
    rename(office, "TEK", code="HUK")
    office.sync()
    state = office.book.read()
    plan = plan_merge(("KUL", "HUK"), "KUL", "", state, office.known(), office.settings, TEMPLATE)
    carry_out_units(plan, office.book, state, office.settings)
    reload(office)
    office.sync()
    assert office.settings.units == (replace(KUL, merged=("HUK", "TEK")),)
    assert (office.site(), office.sync().plan.changed) == (before, False)


def test_the_code_of_a_unit_that_was_taken_in_is_not_given_again(office: Office) -> None:
    """What was approved of that unit would stand, and be shown, as this one's."""
    merge(office)
    with pytest.raises(ArgumentError, match="TEK was another unit's"):
        plan_rename("KUL", Wanted("TEK"), office.book.read(), office.known(), office.settings, TEMPLATE)


@pytest.mark.parametrize("when", ["before workbook", "after workbook", "before text", "after text"])
@pytest.mark.parametrize("synced", [False, True])
def test_a_merge_that_is_cut_off_is_finished_by_the_same_command(
    office: Office, when: str, synced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(office, when, monkeypatch)
    with pytest.raises(Crash):
        merge(office)
    mended(office, monkeypatch)
    if synced:
        assert not office.sync().plan.hold
        assert office.public() == ["KUL-0001", "TEK-0001"]
    merge(office)
    office.sync()
    new = "TEK-0004" if synced and when == "before workbook" else "KUL-0003"
    assert sorted(office.known().entries) == sorted(["KUL-0001", "KUL-0002", "TEK-0001", "TEK-0002", "TEK-0003", new])
    assert office.status("TEK-0001") == "Perlu persetujuan ulang"
    assert "Diusulkan hapus" not in {office.status(id) for id in office.known().entries}
    assert {row for row, _ in office.texts(TEK.tab)} == {0}
    assert office.control(TEK.tab) == ""
    assert not office.sync().plan.changed


def test_clerks_own_columns_go_with_their_rows(office: Office) -> None:
    """Found by header, wherever the other tab has them."""
    width = len(office.tab()[0])
    put(office.tab("TEK"), 0, width, "Sudah dicek")
    put(office.tab("TEK"), 1, width, "ya, Rabu")
    put(office.tab("KUL"), 0, width, "Lemari")
    put(office.tab("KUL"), 0, width + 1, "sudah dicek")
    merge(office)
    office.sync()
    assert office.row("TEK-0001", "KUL")[width : width + 2] == ["", "ya, Rabu"]


def test_own_columns_that_the_other_tab_has_not_get_their_headers_at_its_right_end(office: Office) -> None:
    width = len(office.tab()[0])
    put(office.tab("TEK"), 0, width, "Sudah dicek")
    put(office.tab("TEK"), 1, width, "ya")
    put(office.tab("TEK"), 0, width + 1, "Lemari")
    put(office.tab("TEK"), 2, width + 1, "B 3")
    put(office.tab("KUL"), 1, width, "catatan tanpa judul")
    assert merge(office).moved.own == ("Sudah dicek", "Lemari")
    office.sync()
    assert office.tab()[0][width:] == ["", "Sudah dicek", "Lemari"]
    assert office.row("KUL-0001", "KUL")[width] == "catatan tanpa judul"
    assert (office.row("TEK-0001", "KUL")[width + 1], office.row("TEK-0002", "KUL")[width + 2]) == ("ya", "B 3")
    assert {row for row, _ in office.texts(TEK.tab)} == {0}
    assert not office.sync().plan.changed


@pytest.mark.parametrize(("header", "there"), [("", 0), ("Sudah dicek", 2)], ids=["without a header", "two of one"])
def test_own_columns_of_which_it_is_not_clear_where_they_belong_stop_the_merge(
    office: Office, header: str, there: int
) -> None:
    width = len(office.tab()[0])
    put(office.tab("TEK"), 0, width, header)
    put(office.tab("TEK"), 1, width, "ya")
    for place in range(there):
        put(office.tab("KUL"), 0, width + place, header)
    before = {title: [list(row) for row in rows] for title, rows in office.book.tabs.items()}
    with pytest.raises(WorkbookError, match="columns of its own of which it is not clear where"):
        merge(office)
    assert office.book.tabs == before
    assert "merged" not in office.settings.source.read_text("utf-8")


def test_units_that_cannot_be_joined_are_told(office: Office) -> None:
    with pytest.raises(ArgumentError, match="a merge needs two units"):
        merge(office, "REN")


@pytest.mark.parametrize("office", ["google"], indirect=True)
@pytest.mark.parametrize("at", [1, 2])
def test_rows_that_move_in_that_moment_are_given_back(office: Office, at: int) -> None:
    """Somebody inserts a row in the moment before Google gets the batch: nothing is moved, nothing typed is lost, and
    the command is run again."""
    assert isinstance(office.book, GoogleBook)
    people, weather = office.book.people, office.book.google.weather
    row = {"sheetId": people.sheet_id(TEK.tab), "dimension": "ROWS", "startIndex": at, "endIndex": at + 1}

    def act() -> None:
        weather.clear()
        people.edit({"insertDimension": {"range": row}})

    office.book.read()
    before, kul = sorted(office.texts(TEK.tab).values()), office.texts(KUL.tab)
    weather.on(":batchUpdate", act, "before")
    with pytest.raises(WorkbookChanged, match="somebody moved or changed rows of “Teknis dan Hukum”"):
        merge(office)
    assert (sorted(office.texts(TEK.tab).values()), office.texts(KUL.tab)) == (before, kul)
    reload(office)
    merge(office)
    office.sync()
    assert sorted(office.known().entries) == ["KUL-0001", "KUL-0002", "KUL-0003", "TEK-0001", "TEK-0002", "TEK-0003"]

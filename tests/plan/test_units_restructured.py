"""Units that are renamed, get another code, or are joined: IDs stay, and an approval stands as long as what it was
given for is the same (rules 1, 2 and 4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sync.settings.units import Unit
from tests.office import UNITS, Office

KUL, TEK = UNITS


@pytest.fixture(params=["memory", "file", "google"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """KUL-0001 and TEK-0001 are public, KUL-0002 is withdrawn, KUL-0003 waits."""
    office = Office(tmp_path, kind=request.param)
    for number in (1, 2, 3):
        office.add(judul=f"Laporan {number}", ringkasan=f"Isi laporan {number}")
    office.add("TEK", judul="Peraturan", ringkasan="Isi peraturan")
    office.approved("KUL-0001", "KUL-0002", "TEK-0001")
    office.tick("KUL-0002", role="tarik")
    office.sync()
    return office


def use(office: Office, *units: Unit) -> None:
    office.settings = replace(office.settings, units=units)


def statuses(office: Office) -> dict[str, str]:
    return {id: office.status(id) for id in sorted(office.known().entries)}


def held_by(office: Office) -> dict[str, str]:
    return {entry["id"]: entry["penguasa"] for entry in office.site()}


BEFORE = {"KUL-0001": "Terbit", "KUL-0002": "Ditarik", "KUL-0003": "Menunggu persetujuan", "TEK-0001": "Terbit"}


def test_another_code_keeps_ids_ticks_and_approvals(office: Office) -> None:
    """The public sees nothing of a code but in IDs, and these stay: nobody has to tick again."""
    use(office, replace(KUL, code="KEU", former=("KUL",)), TEK)
    plan = office.sync().plan
    assert (plan.events, statuses(office)) == ((), BEFORE)
    assert office.read("KUL-0001", "setuju") in ("✓", "TRUE")
    writes = office.book.writes
    assert (office.sync().plan.changed, office.book.writes) == (False, writes)


def test_a_new_row_gets_the_new_code(office: Office) -> None:
    use(office, replace(KUL, code="KEU", former=("KUL",)), TEK)
    office.add("KEU", judul="Laporan 4", ringkasan="Isi laporan 4")
    office.sync()
    assert statuses(office) == BEFORE | {"KEU-0001": "Menunggu persetujuan"}


def test_a_row_edited_under_the_new_code_lapses_and_comes_back(office: Office) -> None:
    """The version that was approved under the old code is the same one when its text is typed again (rule 4)."""
    use(office, replace(KUL, code="KEU", former=("KUL",)), TEK)
    office.type_unit("KUL-0001", "judul", "Laporan lain", "KEU")
    office.sync()
    assert office.status("KUL-0001") == "Perlu persetujuan ulang"
    office.type_unit("KUL-0001", "judul", "Laporan 1", "KEU")
    office.sync()
    assert (office.status("KUL-0001"), office.events("KUL-0001")[-2:]) == ("Terbit", ["lapsed", "changed"])


def test_a_row_that_vanishes_under_the_new_code_is_missed(office: Office) -> None:
    use(office, replace(KUL, code="KEU", former=("KUL",)), TEK)
    office.drop("KUL-0003", "KEU")
    office.sync()
    assert office.status("KUL-0003") == "Diusulkan hapus"


def test_a_tick_under_the_new_code_counts(office: Office) -> None:
    use(office, replace(KUL, code="KEU", former=("KUL",)), TEK)
    office.tick("KUL-0003")
    office.sync()
    assert office.public() == ["KUL-0001", "KUL-0003", "TEK-0001"]


def test_another_name_keeps_approvals_and_is_shown(office: Office) -> None:
    """The code is the content, not the name (rule 2): the site shows the new name under the approvals that stand."""
    use(office, replace(KUL, name="Subbagian Keuangan"), TEK)
    assert office.sync().plan.events == ()
    assert statuses(office) == BEFORE
    assert held_by(office) == {"KUL-0001": "Subbagian Keuangan", "TEK-0001": TEK.name}
    assert office.read("KUL-0001", "sub_bagian") == "Subbagian Keuangan"


@pytest.fixture
def move(office: Office) -> Callable[[], None]:
    """TEK's row is cut and pasted beneath those of KUL."""

    def moved() -> None:
        row = office.row("TEK-0001", "TEK")
        office.tab("TEK").remove(row)
        office.tab().append(row)

    return moved


def test_a_unit_taken_in_asks_the_ppid_again(office: Office, move: Callable[[], None]) -> None:
    """The unit is content: an entry that another unit holds now is another version. Its ID stays, and so does the
    approved version on the site, with the name it was approved under."""
    move()
    use(office, replace(KUL, merged=("TEK",)))
    office.sync()
    assert statuses(office) == BEFORE | {"TEK-0001": "Perlu persetujuan ulang"}
    assert office.read("TEK-0001", "perubahan") == f"Sub Bagian: {TEK.name} → {KUL.name}"
    assert held_by(office) == {"KUL-0001": KUL.name, "TEK-0001": TEK.name}
    office.tick("TEK-0001")
    office.sync()
    assert (statuses(office), held_by(office)["TEK-0001"]) == (BEFORE, KUL.name)


def test_a_row_of_a_unit_taken_in_that_is_retyped_keeps_its_id(office: Office, move: Callable[[], None]) -> None:
    move()
    use(office, replace(KUL, merged=("TEK",)))
    office.type_unit("TEK-0001", "judul", "Peraturan baru")
    office.sync()
    assert sorted(office.known().entries) == sorted(BEFORE)


def test_a_row_of_a_unit_taken_in_that_is_gone_is_missed(office: Office) -> None:
    office.drop("TEK-0001", "TEK")
    use(office, replace(KUL, merged=("TEK",)))
    office.sync()
    assert (office.status("TEK-0001"), office.public()) == ("Diusulkan hapus", ["KUL-0001", "TEK-0001"])


def test_a_unit_split_off_takes_its_rows_with_their_ids(office: Office) -> None:
    """A split is a new unit, and rows that are cut and pasted into its tab."""
    new = Unit("LOG", "Subbagian Logistik", "Logistik")
    use(office, KUL, TEK, new)
    row = office.row("KUL-0001", "KUL")
    office.tab().remove(row)
    office.book.tabs["Logistik"] = [list(office.tab("TEK")[0]), row]
    if office.kind == "google":
        office.book.door._units = office.settings.units  # type: ignore[union-attr]
    office.sync()
    assert statuses(office) == BEFORE | {"KUL-0001": "Perlu persetujuan ulang"}
    assert office.entry("KUL-0001").unit == "LOG"

"""`dip units` as an operator uses it: shown first, done on consent, and what it says to what cannot be."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sync.run.run_lock import run_lock
from sync.settings.settings import load_settings
from tests.office_folder import KUL, TEK, TEMPLATE, OfficeFolder, row


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """KUL-0001, TEK-0001 and TEK-0002 are public; KUL-0002 waits."""
    office = OfficeFolder(tmp_path_factory.mktemp("office"))
    office.fill(KUL, row(1), row(2))
    office.fill(TEK, row(3), row(4))
    office.dip("sync")
    for number, cells in enumerate(office.cells("Induk", "induk"), 2):
        if cells["id"] != "KUL-0002":
            office.type("Induk", "induk", number, setuju="✓")
    office.dip("sync")
    return office


@pytest.fixture
def office(published: OfficeFolder, tmp_path: Path) -> OfficeFolder:
    return OfficeFolder(tmp_path / "office", published)


def statuses(office: OfficeFolder) -> dict[str, str]:
    return {cells["id"]: cells["status"] for cells in office.cells("Induk", "induk")}


def test_a_merge_is_shown_first_and_needs_consent(office: OfficeFolder) -> None:
    before = office.state()
    result = office.dip("units", "merge", "KUL", "TEK")
    assert result.exit_code == 2
    assert result.stdout.splitlines() == [
        "TEK “Subbagian Teknis Penyelenggaraan Pemilu dan Hukum” → KUL “Subbagian Keuangan, Umum, dan Logistik”",
        "dip.toml: TEK becomes a comment, KUL remembers it",
        f"workbook: 2 rows move from the tab “{TEK}” beneath those of “{KUL}”",
        f"workbook: the tab “{TEK}” is not read any more; its header, its comments and 0 other cells stay. Delete it "
        "if nobody needs it",
        "IDs: 4 stay as they are; new entries get KUL-…",
        "approvals: 2 wait for the PPID again, because their unit is another; 1 stand",
        "site: 2 of them stay with the old name until they are ticked",
    ]
    assert result.stderr == "Warning: nothing was changed; look at the plan, then run it again with --yes\n"
    assert office.state() == before


def test_the_operator_reads_it_in_indonesian(office: OfficeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIP_LANG", "id")
    lines = office.dip("units", "merge", "KUL", "TEK").stdout.splitlines()
    waiting = "persetujuan: 2 menunggu PPID lagi karena sub bagiannya berubah; 1 tetap berlaku"
    assert lines[-2:] == [waiting, "situs: 2 di antaranya tetap tampil dengan nama lama sampai dicentang lagi"]


def test_a_merge_does_what_it_showed(office: OfficeFolder) -> None:
    comments = [line for line in office.config.read_text("utf-8").splitlines() if "#" in line]
    assert office.dip("units", "merge", "TEK", "KUL", "--into", "KUL", "--yes").exit_code == 0
    assert set(comments) <= set(office.config.read_text("utf-8").splitlines())
    assert [unit.code for unit in load_settings(office.config).units] == ["KUL", "REN", "PAR"]
    document = office.json("sync")
    assert (document["exit"], document["site"]["entries"]) == (0, 3)
    again = "Perlu persetujuan ulang"
    waiting = {"KUL-0002": "Menunggu persetujuan", "TEK-0001": again, "TEK-0002": again}
    assert statuses(office) == {"KUL-0001": "Terbit"} | waiting
    assert [cells["id"] for cells in office.cells(KUL, "unit")] == ["KUL-0001", "KUL-0002", "TEK-0001", "TEK-0002"]
    assert office.dip("units", "merge", "KUL", "TEK", "--yes").stdout.startswith("it is so already: KUL ")


def put(office: OfficeFolder, role: str, value: str, link: str = "") -> None:
    """A clerk of TEK types into the first row of the tab."""
    book = openpyxl.load_workbook(office.workbook)
    headers = [cell.value for cell in book[TEK][1]]
    cell = book[TEK].cell(2, headers.index(TEMPLATE.tab("unit").column(role).header) + 1)
    cell.value = value
    if link:
        cell.hyperlink = link
    book.save(office.workbook)


def test_a_link_behind_words_goes_along(office: OfficeFolder) -> None:
    put(office, "tautan", "Peraturan", "https://kpu-lebak.example/peraturan.pdf")
    assert office.dip("units", "merge", "KUL", "TEK", "--yes").exit_code == 0
    office.dip("sync")
    moved = office.cells(KUL, "unit")[2]
    assert (moved["id"], moved["tautan"]) == ("TEK-0001", "Peraturan | https://kpu-lebak.example/peraturan.pdf")
    assert moved["status"] == "Perlu persetujuan ulang"


def test_a_cell_that_says_nothing_now_stops_the_merge(office: OfficeFolder) -> None:
    """Tomorrow it may say something."""
    put(office, "ringkasan", "=A1&B1")
    before = office.state()
    result = office.dip("units", "merge", "KUL", "TEK", "--yes")
    assert (result.exit_code, "(Ringkasan Isi Informasi)" in result.stderr) == (1, True)
    assert office.state() == before


def test_a_rename_for_programs(office: OfficeFolder) -> None:
    document = office.json(
        "units", "rename", "KUL", "KEU", "--name", "Subbagian Keuangan", "--tab", "Keuangan", "--yes"
    )
    assert document == {
        "exit": 0, "done": True, "units": {"KUL": "KEU"}, "settings": True,
        "workbook": {"rows": 0, "tab": KUL, "titles": {KUL: "Keuangan"}},
        "ids": 2, "approvals": {"standing": 1, "waiting": 0, "withdrawn": 0},
    }  # fmt: skip
    assert office.json("sync")["events"] == []
    assert statuses(office)["KUL-0001"] == "Terbit"
    book = openpyxl.load_workbook(office.workbook)
    assert ("Keuangan" in book.sheetnames, KUL in book.sheetnames) == (True, False)
    assert office.json("units", "rename", "KUL", "KEU", "--yes")["done"] is False


def test_a_tab_that_formulas_name_keeps_its_title(office: OfficeFolder) -> None:
    """The rest is done: the tab is found under its old title, and a spreadsheet program can change it."""
    book = openpyxl.load_workbook(office.workbook)
    book.create_sheet("Rekap")["A1"] = f"=COUNTA('{KUL}'!A:A)"
    book.save(office.workbook)
    result = office.dip("units", "rename", "KUL", "--tab", "Keuangan", "--yes")
    assert result.exit_code == 1
    assert "is named in formulas, links or charts" in result.stderr
    assert load_settings(office.config).units[0].tab == "Keuangan"
    assert office.json("sync")["exit"] == 0
    assert statuses(office)["KUL-0001"] == "Terbit"


@pytest.mark.parametrize(("arguments", "told"), [
    (["rename", "KUL"], "say what is to be another"),
    (["rename", "XYZ", "KEU"], "XYZ is no unit of dip.toml; known are: KUL, TEK, REN, PAR."),
    (["rename", "KUL", "TEK"], "two units have the code TEK."),
    (["rename", "KUL", "--tab", "Riwayat"], "the tab “Riwayat” is sync's own."),
    (["merge", "KUL", "KUL"], "a merge needs two units"),
    (["merge", "KUL", "XYZ"], "XYZ is no unit of dip.toml"),
])  # fmt: skip
def test_what_cannot_be_asked_for(office: OfficeFolder, arguments: list[str], told: str) -> None:
    before = office.state()
    result = office.dip("units", *arguments, "--yes")
    assert (result.exit_code, told in result.stderr) == (2, True)
    assert office.state() == before


@pytest.mark.parametrize("arguments", [["rename", "KUL", "KEU"], ["merge", "KUL", "TEK"]])
def test_while_the_workbook_is_open_nothing_is_done(office: OfficeFolder, arguments: list[str]) -> None:
    (office.path / ".~lock.dip.xlsx#").write_text(",Ibu Sari,kantor,29.11.2026 10:00,file:///x;", "utf-8")
    before = office.state()
    assert office.dip("units", *arguments, "--yes").exit_code == 75
    assert office.json("units", *arguments, "--yes")["error"]["code"] == "workbook-open"
    assert office.state() == before


def test_while_a_run_is_at_work_nothing_is_done(office: OfficeFolder) -> None:
    with run_lock(office.settings):
        assert office.dip("units", "merge", "KUL", "TEK", "--yes").exit_code == 75

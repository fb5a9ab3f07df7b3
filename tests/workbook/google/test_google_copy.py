"""An office carried from a file to Google and back: nothing anybody typed is lost, and the next sync is quiet."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from sync.model import a1
from tests.google_office import OWNER, GoogleOffice, google, google_office
from tests.office_folder import KUL, OfficeFolder, row
from tests.workbooks import TEMPLATE

__all__ = ["google", "google_office"]
Json = dict[str, Any]
TITLE = TEMPLATE.tab("unit").roles.index("judul")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """An office at work on a file: one entry published, one waiting, one that needs fixing; a note, a link with a name,
    text that looks like a formula, a remark of somebody's own tab."""
    folder = OfficeFolder(tmp_path_factory.mktemp("kantor"))
    folder.fill(KUL, row(1), row(2), {**row(3), "retensi": "kapan-kapan"}, row(4))
    folder.dip("sync")
    for number in (2, 3):
        folder.type("Induk", "induk", number, klasifikasi="Informasi Setiap Saat")
    folder.dip("sync")
    folder.type("Induk", "induk", 2, setuju="✓")
    folder.dip("sync")
    more(folder)
    assert folder.json("sync")["exit"] == 0
    return folder


@pytest.fixture
def office(google_office: GoogleOffice, made: OfficeFolder) -> OfficeFolder:
    """A copy of it, beside the service account's key."""
    return OfficeFolder(google_office.folder, like=made)


def more(folder: OfficeFolder) -> None:
    book = openpyxl.load_workbook(folder.workbook)
    sheet = book[KUL]
    sheet.cell(3, TITLE + 1).comment = Comment("tanya Bu Sri", "staf")
    link = sheet.cell(3, [cell.value for cell in sheet[1]].index("Tautan Dokumen") + 1)
    link.value, link.hyperlink = "Rencana kerja", "https://kpu-lebak.example/rencana.pdf"
    text = sheet.cell(5, TITLE + 1)
    text.value, text.data_type = "=1+1", "s"
    own = book.create_sheet("Rapat")
    own["B2"], own["C3"] = "Senin", "=1+2"
    book.save(folder.workbook)


def moved_to_google(google_office: GoogleOffice) -> Json:
    google_office.set('location = "dip.xlsx"', f'location = "{google_office.google.url}"')
    google_office.set("# credentials", "credentials")
    google_office.name_ppid()
    google_office.set("location =", f'owner = "{OWNER}"\nlocation =')
    done = google_office.dip("init --copy-from dip.xlsx")
    assert done.exit_code == 0, done.output
    return {"output": done.output}


def quiet(google_office: GoogleOffice) -> Json:
    done = google_office.dip("sync --json")
    assert done.exit_code == 0, done.output
    document: Json = json.loads(done.stdout)
    assert document["events"] == []
    return document


def rows_of(path: Path, title: str) -> list[list[str]]:
    sheet = openpyxl.load_workbook(path)[title]
    return [[str(cell or "") for cell in line] for line in sheet.iter_rows(values_only=True)]


@pytest.mark.slow
def test_an_office_moves_to_google_and_the_next_sync_is_quiet(
    google_office: GoogleOffice, office: OfficeFolder
) -> None:
    """IDs, approvals, marks and the ledger mean the same rows: no event, no write, the site as it was."""
    before = office.json("sync")
    history = office.json("history")
    output = moved_to_google(google_office)["output"]
    assert "formulas were carried over as what they showed" in output
    after = quiet(google_office)
    assert after["rows"] == before["rows"]
    assert (after["workbook"]["writes"], after["site"]["changed"]) == (0, False)
    assert office.json("history") == history
    assert google_office.layout() == []


@pytest.mark.slow
def test_what_people_typed_came_along(google_office: GoogleOffice, office: OfficeFolder) -> None:
    """Texts at their addresses, ticks as boxes, notes, links with their names, somebody's own tab."""
    moved_to_google(google_office)
    unit = google_office.tab(KUL)
    for r, line in enumerate(rows_of(office.workbook, KUL)):
        for c, text in enumerate(line):
            assert google_office.text(KUL, r, c) == text, (r, c)
    assert (unit.cell(4, TITLE).formula, google_office.text(KUL, 4, TITLE)) == (None, "=1+1")
    assert unit.cell(2, TITLE).note == "tanya Bu Sri"
    place = [google_office.text(KUL, 0, c) for c in range(13)].index("Tautan Dokumen")
    assert unit.cell(2, place).runs[0]["format"]["link"]["uri"] == "https://kpu-lebak.example/rencana.pdf"
    induk = [google_office.text("Induk", 0, c) for c in range(30)]
    assert google_office.tab("Induk").cell(1, induk.index("Setuju")).value is True
    assert google_office.text("Rapat", 1, 1) == "Senin"
    assert google_office.text("Rapat", 2, 2) == "=1+2"  # computed by nobody yet: what was typed


@pytest.mark.slow
def test_and_back_into_a_file(google_office: GoogleOffice, office: OfficeFolder) -> None:
    """From the spreadsheet into a new file: the same rows, links, notes and ticks, and again a quiet sync."""
    moved_to_google(google_office)
    before = quiet(google_office)
    google_office.set(f'location = "{google_office.google.url}"', 'location = "kembali.xlsx"')
    done = google_office.dip(f"init --copy-from {google_office.google.url}")
    assert done.exit_code == 0, done.output
    after = quiet(google_office)
    assert (after["rows"], after["site"]["changed"]) == (before["rows"], False)
    assert after["workbook"]["writes"] == 0
    for title in (KUL, "Rapat", "Kendali"):
        assert trimmed(rows_of(office.path / "kembali.xlsx", title)) == trimmed(rows_of(office.workbook, title))
    back = openpyxl.load_workbook(office.path / "kembali.xlsx")
    note = back[KUL].cell(3, TITLE + 1).comment
    assert note and note.text == "tanya Bu Sri"
    assert google_office.layout() == []


def trimmed(rows: list[list[str]]) -> list[list[str]]:
    rows = [[*line] for line in rows]
    for line in rows:
        while line and not line[-1]:
            line.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


@pytest.mark.slow
def test_moved_headers_and_old_names_of_tabs_are_carried_as_they_stand(
    google_office: GoogleOffice, office: OfficeFolder
) -> None:
    """A title above the header, a tab under an alias: there and back, and quiet both times."""
    book = openpyxl.load_workbook(office.workbook)
    book["Teknis dan Hukum"].title = "Teknis & Hukum"
    book[KUL].insert_rows(1)
    book[KUL]["A1"] = "DAFTAR INFORMASI PUBLIK"
    book.save(office.workbook)
    office.json("sync")
    moved_to_google(google_office)
    quiet(google_office)
    assert google_office.text(KUL, 0, 0) == "DAFTAR INFORMASI PUBLIK"
    assert google_office.tab(KUL).grid["frozenRowCount"] == 2
    google_office.set(f'location = "{google_office.google.url}"', 'location = "kembali.xlsx"')
    google_office.dip(f"init --copy-from {google_office.google.url}")
    assert quiet(google_office)["workbook"]["writes"] == 0
    back = openpyxl.load_workbook(office.path / "kembali.xlsx")
    assert back[KUL].freeze_panes == "D3" and "Teknis & Hukum" in back.sheetnames
    assert google_office.layout() == []


def test_a_spreadsheet_with_tabs_of_ours_is_refused(google_office: GoogleOffice) -> None:
    """Nothing is written over what is there, however empty it looks."""
    google_office.dip("init --example")
    google_office.laid_out()
    before = google_office.book
    done = google_office.dip("init --copy-from dip.xlsx")
    assert done.exit_code == 1 and "nothing is written over what is there" in done.output
    assert google_office.book is before


def test_a_file_that_is_there_is_refused(google_office: GoogleOffice) -> None:
    google_office.dip("init --example")
    google_office.set("# credentials", "credentials")
    before = (google_office.folder / "dip.xlsx").read_bytes()
    done = google_office.dip(f"init --copy-from {google_office.google.url}")
    assert done.exit_code == 1 and "is there already" in done.output
    assert (google_office.folder / "dip.xlsx").read_bytes() == before


def test_a_source_that_is_a_folder_of_drive_is_an_argument_error(google_office: GoogleOffice) -> None:
    google_office.dip("init --example")
    (google_office.folder / "dip.xlsx").unlink()
    done = google_office.dip("init --copy-from https://drive.google.com/drive/folders/1x")
    assert done.exit_code == 2 and "is a folder of Drive" in done.output


def test_from_a_file_to_a_file_is_no_copy_of_ours(google_office: GoogleOffice) -> None:
    google_office.dip("init --example")
    assert google_office.dip("init --copy-from other.xlsx").exit_code == 2


@pytest.mark.parametrize("text", ["x" * 40_000, "kata " * 8000, "😀" * 20_000], ids=["letters", "words", "emoji"])
def test_a_text_that_no_file_can_hold_is_named_and_nothing_is_made(google_office: GoogleOffice, text: str) -> None:
    google_office.laid_out()
    sheet = google_office.tab(KUL)
    sheet.put(3, TITLE, sheet.cell(3, TITLE)._replace(value=text))
    config = re.sub(r"(?m)^location.*$", 'location = "kembali.xlsx"', google_office.config.read_text("utf-8"))
    google_office.config.write_text(config, "utf-8")
    done = google_office.dip(f"init --copy-from {google_office.google.url}")
    assert done.exit_code == 1
    assert f"!{a1(3, TITLE)} would hold " in done.output and f"of {len(text)} characters" in done.output
    assert not (google_office.folder / "kembali.xlsx").exists()

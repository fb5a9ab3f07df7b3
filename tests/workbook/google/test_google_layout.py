"""`dip init --google`: an empty spreadsheet laid out in one batch, a living one completed without touching content."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from sync.model import column_letters
from sync.settings.settings import load_settings
from sync.tabs.guide_tab import guide_rows
from sync.template.loader import load_template
from sync.workbook.tab_list import tabs_of
from sync.workbook.xlsx.new_workbook import first_workbook
from tests.google_office import OWNER, PPID, GoogleOffice, google, google_office
from tests.google_server.sheet import Sheet

__all__ = ["google", "google_office"]
Json = dict[str, Any]
TEMPLATE = load_template()
KUL, TEK = "Keuangan, Umum, Logistik", "Teknis dan Hukum"


def span(sheet: Sheet, top: int, left: int, height: int = 1, width: int = 1) -> Json:
    return {"sheetId": sheet.id, "startRowIndex": top, "endRowIndex": top + height, "startColumnIndex": left,
            "endColumnIndex": left + width}  # fmt: skip


def typed(sheet: Sheet, row: int, column: int, text: str) -> Json:
    cells = [{"values": [{"userEnteredValue": {"stringValue": text}}]}]
    return {"updateCells": {"range": span(sheet, row, column), "rows": cells, "fields": "userEnteredValue"}}


def place(kind: str, role: str) -> int:
    return TEMPLATE.tab(kind).roles.index(role)


# --- an empty spreadsheet


def test_an_empty_spreadsheet_is_laid_out_in_one_batch(google_office: GoogleOffice) -> None:
    """Two reads and one write (two reads more tell who owns it); the blank tab a new spreadsheet comes with becomes the
    first; nobody is mailed, nothing is shared."""
    before = list(google_office.google.file.permissions)
    done = google_office.init()
    assert [verb for verb, _ in google_office.sent()] == ["GET", "GET", "POST", "GET", "GET"]
    settings = load_settings(google_office.config)
    titles = [title for title, _ in tabs_of(TEMPLATE, settings.units)]
    assert [sheet.title for sheet in google_office.book.sheets] == titles
    assert [line for line in done.output.splitlines() if "the whole tab" in line] == [
        f"+ {title}: the whole tab" for title in titles
    ]
    assert google_office.google.world.mails == []
    assert google_office.google.world.files[google_office.google.id].permissions == before
    assert google_office.layout() == []


def test_the_owner_is_told_for_the_settings(google_office: GoogleOffice) -> None:
    """Google lets the owner tick; the lock is only closed when dip.toml says that this is known."""
    google_office.laid_out()
    assert f'owner = "{OWNER}"' in google_office.init().output
    google_office.set("location =", f'owner = "{OWNER}"\nlocation =')
    assert "owner =" not in google_office.init().output


def test_the_settings_name_spreadsheet_and_key(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    settings = load_settings(google_office.config)
    assert settings.workbook.location.endswith(f"/d/{google_office.google.id}/edit")
    assert settings.credentials_path == google_office.folder / "service-account.json"


def test_it_looks_like_the_xlsx(google_office: GoogleOffice) -> None:
    """Texts, notes, widths, frozen rows, the colours of tabs, headers and cells, fonts, hidden tabs: value by value."""
    google_office.laid_out()
    settings = load_settings(google_office.config)
    drawn = openpyxl.load_workbook(io.BytesIO(first_workbook(TEMPLATE, settings.units, "")[0]))
    for there in drawn.worksheets[:-1]:
        here = google_office.tab(there.title)
        tab_colour: Any = there.sheet_properties.tabColor
        assert colour(here.properties["tabColorStyle"]) == tab_colour.rgb[-6:]
        assert here.grid["frozenRowCount"] == 1
        assert get_column_letter(here.grid.get("frozenColumnCount", 0) + 1) + "2" == there.freeze_panes
        for cells in there.iter_rows(max_row=80):
            for cell in cells:
                compare(here, there, cell)
    assert google_office.tab("Pilihan").properties["hidden"] is True
    assert google_office.text("Pilihan", 1, 0) == drawn["Pilihan"]["A2"].value


def compare(here: Sheet, there: Any, cell: Any) -> None:
    where = f"{there.title}!{cell.coordinate}"
    mine = here.cell(cell.row - 1, cell.column - 1)
    value = "" if mine.value is None or mine.value is False else str(mine.value)
    assert value == str(cell.value or ""), where
    assert (mine.note or "") == (cell.comment.text if cell.comment else ""), where
    if not cell.value and cell.row > 1:
        return
    form = mine.format or {}
    if cell.fill.fill_type:
        assert colour(form["backgroundColorStyle"]) == cell.fill.start_color.rgb[-6:], where
    assert form["textFormat"].get("bold", False) == bool(cell.font.b), where
    assert colour(form["textFormat"]["foregroundColorStyle"]) == cell.font.color.rgb[-6:], where
    assert form["textFormat"]["fontSize"] == cell.font.sz, where
    width = there.column_dimensions[cell.column_letter].width
    assert abs(here.dimensions["COLUMNS"][cell.column - 1]["pixelSize"] - width * 7) <= 1, where


def colour(style: Json) -> str:
    rgb = style["rgbColor"]
    return "".join(f"{round(rgb.get(name, 0) * 255):02X}" for name in ("red", "green", "blue"))


def test_dropdowns_come_from_the_tab_of_lists_and_ticks_are_boxes(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    unit, induk = google_office.tab(KUL), google_office.tab("Induk")
    rule = unit.cell(39, place("unit", "bentuk")).validation
    lists = google_office.tab("Pilihan")
    assert rule and rule["condition"]["type"] == "ONE_OF_RANGE" and not rule.get("strict")
    source = rule["condition"]["values"][0]["userEnteredValue"]
    assert source == "='Pilihan'!$A$2:$A$4"
    listed = [lists.cell(row, 0).value for row in (1, 2, 3)]
    assert listed == [choice.value for choice in TEMPLATE.choices["bentuk"]]
    for role in ("setuju", "tarik"):
        rule = induk.cell(39, place("induk", role)).validation
        assert rule and rule["condition"]["type"] == "BOOLEAN"
    order = google_office.tab("Kendali").cell(1, 1)
    assert order.value == "Tahan" and order.validation
    assert {name["name"] for name in google_office.book.names} == {f"pilihan_{name}" for name in TEMPLATE.choices}


def test_the_cells_that_catatan_names_are_coloured_by_rule(google_office: GoogleOffice) -> None:
    """The formula looks at the row's own Catatan; a column that people move takes its rule along."""
    google_office.laid_out()
    unit = google_office.tab(KUL)
    rules = {
        (rule["ranges"][0]["startColumnIndex"], rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"])
        for rule in unit.conditional
    }
    note = f"${column_letters(place('unit', 'catatan'))}2"
    header = TEMPLATE.tab("unit").column("waktu").header
    assert (place("unit", "waktu"), f'=ISNUMBER(FIND(CHAR(10)&"{header}:";CHAR(10)&{note}))') in rules
    assert (0, f'=${column_letters(place("unit", "status"))}2="Perlu diperbaiki"') in rules
    last = len(TEMPLATE.tab("unit").columns) - 1
    move = {"sheetId": unit.id, "dimension": "COLUMNS", "startIndex": last, "endIndex": last + 1}
    google_office.edit({"moveDimension": {"source": move, "destinationIndex": 0}})
    assert not [gap for gap in google_office.layout() if "colour" in gap["what"]]


def test_saved_filters_show_what_waits_for_whom(google_office: GoogleOffice) -> None:
    """Everything but the statuses that wait is hidden, empty rows too; a deleted one comes back."""
    google_office.laid_out()
    statuses = {choice.value for choice in TEMPLATE.choices["status"]}
    shown = {}
    for title, kind in ((KUL, "unit"), ("Induk", "induk")):
        for view in google_office.tab(title).filter_views:
            (spec,) = view["filterSpecs"]
            assert spec["columnIndex"] == place(kind, "status")
            hidden = spec["filterCriteria"]["hiddenValues"]
            assert "" in hidden
            shown[view["title"]] = statuses - set(hidden)
    assert shown == {
        "Menunggu sub bagian: perbaiki": {"Perlu diperbaiki", "Dikembalikan PPID"},
        "Menunggu desk: pilih klasifikasi": {"Menunggu klasifikasi"},
        "Menunggu PPID: centang Setuju": {"Menunggu persetujuan", "Perlu persetujuan ulang"},
    }
    views = google_office.tab("Induk").filter_views
    google_office.edit({"deleteFilterView": {"filterId": views[0]["filterViewId"]}})
    assert [gap["what"] for gap in google_office.layout()] == ["filter view Menunggu desk: pilih klasifikasi"]
    google_office.init()
    assert google_office.layout() == []


def test_what_staff_type_stays_text(google_office: GoogleOffice) -> None:
    """Every column of a unit is plain text but the links, where a formula of a link must stay one."""
    google_office.laid_out()
    for number, column in enumerate(TEMPLATE.tab("unit").columns):
        form = google_office.tab(KUL).cell(39, number).number_format
        assert (form.get("type") == "TEXT") == (column.kind != "links"), column.header


def test_statuses_have_their_colours(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    found = {
        value["userEnteredValue"]
        for rule in google_office.tab(KUL).conditional
        for value in rule["booleanRule"]["condition"]["values"]
    }
    assert found >= {choice.value for choice in TEMPLATE.choices["status"] if choice.colour}


def test_locale_and_time_zone_are_set_once(google_office: GoogleOffice) -> None:
    """At the first layout only: later they would change how the office's numbers read; then it is told."""
    google_office.laid_out()
    assert google_office.book.properties["locale"] == "id_ID"
    assert google_office.book.properties["timeZone"] == "Asia/Jakarta"
    google_office.edit({"updateSpreadsheetProperties": {"properties": {"locale": "en_US"}, "fields": "locale"}})
    assert [gap["sign"] for gap in google_office.layout()] == ["!"]
    google_office.init()
    assert google_office.book.properties["locale"] == "en_US"


def test_a_locale_google_does_not_know_is_tried_under_its_other_name(
    google_office: GoogleOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refused batch left nothing behind; the next one is whole."""
    monkeypatch.setattr("tests.google_server.sheets.is_locale", lambda name: name == "in_ID")
    google_office.init()
    assert google_office.book.properties["locale"] == "in_ID"
    assert google_office.layout() == []


def test_a_blank_tab_of_ours_is_filled_and_foreign_tabs_stay(google_office: GoogleOffice) -> None:
    """Somebody made the tab Induk by hand and keeps notes in another tab."""
    request = {"properties": {"sheetId": 7, "title": "Induk"}}
    google_office.edit({"addSheet": request}, typed(google_office.tab("Sheet1"), 4, 2, "rapat Senin"))
    google_office.init()
    assert google_office.tab("Induk").id == 7 and google_office.text("Induk", 0, 0) == "ID"
    assert google_office.text("Sheet1", 4, 2) == "rapat Senin"
    assert google_office.layout() == []


# --- who may edit what


def test_approval_is_locked_to_the_ppid(google_office: GoogleOffice) -> None:
    """Staff and desk cannot tick; the PPID, the owner and the service account can."""
    google_office.laid_out()
    google_office.name_ppid()
    google_office.init()
    cells = [{"values": [{"userEnteredValue": {"boolValue": True}}]}]
    where = span(google_office.tab("Induk"), 3, place("induk", "setuju"))
    tick = {"updateCells": {"range": where, "rows": cells, "fields": "userEnteredValue"}}
    google_office.google.world.share(google_office.google.id, "desk@kpu-lebak.example")
    google_office.google.world.share(google_office.google.id, PPID)
    with pytest.raises(Exception, match="protected cell"):
        google_office.edit(tick, who="desk@kpu-lebak.example")
    for who in (PPID, OWNER, google_office.google.world.robot):
        google_office.edit(tick, who=who)


def test_without_a_ppid_nobody_else_may_tick_and_the_operator_is_told(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    assert "[roles] ppid in dip.toml is empty" in google_office.init().output
    rules = [rule for rule in google_office.tab("Induk").protected if "PPID" in rule["description"]]
    assert [set(rule["editors"]["users"]) for rule in rules] == [{OWNER, google_office.google.world.robot}] * 3


def test_another_ppid_takes_the_place_of_the_old_one(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    google_office.name_ppid()
    assert {gap["sign"] for gap in google_office.layout()} == {"~"}
    google_office.init()
    users = [r["editors"]["users"] for r in google_office.tab("Induk").protected if "PPID" in r["description"]]
    assert PPID in users[0]
    assert google_office.layout() == []


def test_sync_columns_are_locked_in_induk_and_only_warn_in_unit_tabs(google_office: GoogleOffice) -> None:
    """A lock in a unit tab would keep its people from sorting."""
    google_office.laid_out()
    google_office.google.world.share(google_office.google.id, "staf@kpu-lebak.example")
    unit, induk = google_office.tab(KUL), google_office.tab("Induk")
    assert all(rule.get("warningOnly") for rule in unit.protected)
    covered = {c for rule in induk.protected for c in range(rule["range"].get("startColumnIndex", 0),
               rule["range"]["endColumnIndex"]) if "startRowIndex" not in rule["range"]
               and "endRowIndex" not in rule["range"]}  # fmt: skip
    own = {n for n, column in enumerate(TEMPLATE.tab("induk").columns) if column.writer in ("sync", "ppid")}
    assert covered == own
    sort = {"range": span(unit, 1, 0, 20, 13), "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "ASCENDING"}]}
    google_office.edit({"sortRange": sort}, who="staf@kpu-lebak.example")
    with pytest.raises(Exception, match="protected cell"):
        google_office.edit(typed(induk, 3, 0, "KUL-0001"), who="staf@kpu-lebak.example")


@pytest.mark.parametrize("added", [False, True], ids=["new", "added by init"])
def test_the_line_nihil_of_a_unit_is_open_to_its_people_alone(google_office: GoogleOffice, added: bool) -> None:
    """And to everybody where `dip.toml` does not say who they are; the lines of sync are open to nobody."""
    google_office.laid_out()
    for staff in ("kul", "tek"):
        google_office.google.world.share(google_office.google.id, f"{staff}@kpu-lebak.example")
    google_office.set("editors = []", 'editors = ["kul@kpu-lebak.example"]')
    google_office.init()
    control = google_office.tab("Kendali")
    if added:
        for row in range(40):
            if str(google_office.text("Kendali", row, 0)).startswith("Nihil "):
                google_office.edit(*[typed(control, row, at, "") for at in range(3)])
        google_office.init()
    rows = {google_office.text("Kendali", row, 0): row for row in range(60)}
    for staff, tab, able in (("kul", f"Nihil {KUL}", True), ("tek", f"Nihil {KUL}", False),
                             ("kul", f"Nihil {TEK}", True), ("kul", KUL, False)):  # fmt: skip
        request = typed(control, rows[tab], 1, "2026")
        if able:
            google_office.edit(request, who=f"{staff}@kpu-lebak.example")
        else:
            with pytest.raises(Exception, match="protected cell"):
                google_office.edit(request, who=f"{staff}@kpu-lebak.example")


# --- a spreadsheet that is in use


def test_lines_of_a_newer_template_are_added_below_by_init(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    control = google_office.tab("Kendali")
    labels = [google_office.text("Kendali", row, 0) for row in range(30)]
    end = max(row for row, text in enumerate(labels) if text) + 1
    google_office.edit(typed(control, labels.index("Menunggu Desk"), 0, ""))
    assert "Kendali: Menunggu Desk" in google_office.init().stdout.splitlines()
    assert google_office.text("Kendali", end, 0) == "Menunggu Desk"
    assert "Kendali: Menunggu Desk" not in google_office.init().stdout.splitlines()


def test_the_rows_of_kendali_that_only_the_program_needs_are_hidden(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    control = google_office.tab("Kendali")
    hidden = [row for row in range(30) if control.dimensions["ROWS"].get(row, {}).get("hiddenByUser")]
    assert [google_office.text("Kendali", row, 0) for row in hidden] == [
        "Nomor Putaran", "Sidik Buku Besar", "Identitas Buku Besar",
    ]  # fmt: skip


def test_run_again_it_completes_what_pasting_destroyed_and_touches_no_content(google_office: GoogleOffice) -> None:
    """Dropdown, note and protection are gone, a row was pasted over, a tab was deleted."""
    google_office.laid_out()
    unit, column = google_office.tab(KUL), place("unit", "bentuk")
    pasted = {"values": [{"userEnteredValue": {"numberValue": 2024}}]}
    waktu = span(unit, 5, place("unit", "waktu"))
    google_office.edit(
        {"setDataValidation": {"range": span(unit, 5, column, 3)}},
        {"updateCells": {"range": waktu, "rows": [pasted], "fields": "userEnteredValue,userEnteredFormat"}},
        {"repeatCell": {"range": span(unit, 9, place("unit", "judul"), 2), "cell": {}, "fields": "userEnteredFormat"}},
        {"updateCells": {"range": span(unit, 0, column), "rows": [{"values": [{}]}], "fields": "note"}},
        {"deleteProtectedRange": {"protectedRangeId": unit.protected[0]["protectedRangeId"]}},
        {"deleteSheet": {"sheetId": google_office.tab("Riwayat").id}},
        typed(unit, 5, column, "Softcopi"),
    )
    lines = [f"{gap['sign']} {gap['tab']}: {gap['what']}" for gap in google_office.layout()]
    assert lines == [
        "+ Riwayat: the whole tab",
        f"+ {KUL}: notes on Bentuk Informasi",
        f"~ {KUL}: dropdowns in I6:I8",
        f"~ {KUL}: format of text in D10:D11",
        f"+ {KUL}: “diisi otomatis, jangan diubah” is not protected",
    ]
    google_office.init()
    assert google_office.text(KUL, 5, column) == "Softcopi"
    kept = google_office.tab(KUL).cell(5, place("unit", "waktu"))
    assert (kept.value, kept.number_format.get("type")) == (2024, None)
    assert google_office.layout() == []


def test_columns_are_found_where_people_moved_them(google_office: GoogleOffice) -> None:
    """A title above the header, a column of the office's own before the content: everything goes where the headers
    stand."""
    google_office.laid_out()
    unit = google_office.tab(KUL)
    google_office.edit(
        {"insertDimension": {"range": {"sheetId": unit.id, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}}},
        {"insertDimension": {"range": {"sheetId": unit.id, "dimension": "COLUMNS", "startIndex": 3, "endIndex": 4}}},
        typed(unit, 0, 0, "DAFTAR INFORMASI"),
        {"setDataValidation": {"range": span(unit, 4, place("unit", "bentuk") + 1)}},
    )
    assert [gap["what"] for gap in google_office.layout()] == ["dropdowns in J5"]
    google_office.init()
    assert google_office.text(KUL, 0, 0) == "DAFTAR INFORMASI"
    assert google_office.layout() == []


def test_a_header_that_is_gone_is_told_and_its_tab_left_alone(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    unit = google_office.tab(KUL)
    google_office.edit(
        {"updateCells": {"range": span(unit, 0, 0, 1, 13), "fields": "userEnteredValue"}}, typed(unit, 3, 1, "isi")
    )
    assert [gap["sign"] for gap in google_office.layout() if gap["tab"] == KUL] == ["!"]
    google_office.init()
    assert google_office.text(KUL, 0, 0) == ""


def test_plan_layout_writes_nothing(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    google_office.edit({"deleteSheet": {"sheetId": google_office.tab("DIK").id}})
    before = google_office.book
    assert google_office.layout() == [{"tab": "DIK", "sign": "+", "what": "the whole tab"}]
    assert google_office.book is before


def test_foreign_tabs_filters_hidden_rows_merged_headers_and_tables_are_in_nobodys_way(
    google_office: GoogleOffice,
) -> None:
    """Sixty tabs of somebody else's are neither read nor changed; a dropdown comes back between everything else."""
    google_office.laid_out()
    unit, column = google_office.tab(KUL), place("unit", "bentuk")
    for number in range(60):
        google_office.edit({"addSheet": {"properties": {"sheetId": 900 + number, "title": f"Arsip {number}"}}})
    foreign = google_office.tab("Arsip 7")
    rows = {"sheetId": unit.id, "dimension": "ROWS", "startIndex": 4, "endIndex": 6}
    google_office.edit(
        typed(foreign, 0, 0, "lama"),
        {"insertDimension": {"range": {**rows, "startIndex": 0, "endIndex": 1}}},
        {"mergeCells": {"range": span(unit, 0, 1, 1, 4), "mergeType": "MERGE_ALL"}},
        {"setBasicFilter": {"filter": {"range": span(unit, 1, 0, 20, 13), "criteria": {"1": {"hiddenValues": ["x"]}}}}},
        {"updateDimensionProperties": {"range": rows, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}},
        {"addTable": {"table": {"name": "Tabel", "range": span(unit, 25, 0, 5, 13)}}},
        {"setDataValidation": {"range": span(unit, 9, column)}},
    )
    assert [gap["what"] for gap in google_office.layout()] == ["dropdowns in I10"]
    google_office.init()
    assert google_office.layout() == []
    assert google_office.text("Arsip 7", 0, 0) == "lama"
    assert "Arsip" not in google_office.google.world.log[-1]["target"]


# --- what stands in the way


def test_a_lost_answer_is_not_sent_again_and_the_next_run_finds_it_done(google_office: GoogleOffice) -> None:
    google_office.google.weather.fault("reset", "after", ":batchUpdate")
    done = google_office.dip(f"init --example --google {google_office.google.url}")
    assert done.exit_code == 1 and "It is not sent again" in done.output
    assert "nothing is missing" in google_office.init().output


def test_not_shared_yet_names_the_address_and_how(google_office: GoogleOffice) -> None:
    """dip.toml is written all the same: it can be filled in meanwhile."""
    google_office.google.world.unshare(google_office.google.id, google_office.google.world.robot)
    done = google_office.dip(f"init --example --google {google_office.google.url}")
    assert done.exit_code == 1
    assert f"Share → {google_office.google.world.robot} → Editor" in done.output
    assert google_office.config.exists()
    assert [sheet.title for sheet in google_office.book.sheets] == ["Sheet1"]


def test_a_viewer_is_told_to_become_an_editor(google_office: GoogleOffice) -> None:
    google_office.google.world.share(google_office.google.id, google_office.google.world.robot, "reader")
    done = google_office.dip(f"init --example --google {google_office.google.url}")
    assert done.exit_code == 1 and "an Editor instead of a Viewer" in done.output


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://drive.google.com/drive/folders/1abc", "is a folder of Drive"),
        ("https://example.org/x", "is no spreadsheet"),
    ],
)
def test_an_address_that_is_no_spreadsheet_is_refused(google_office: GoogleOffice, url: str, words: str) -> None:
    done = google_office.dip(f"init --example --google {url}")
    assert done.exit_code == 2 and words in done.output
    assert not google_office.config.exists()


def test_an_office_that_has_another_workbook_is_not_moved_by_an_option(google_office: GoogleOffice) -> None:
    google_office.dip("init --example")
    before = google_office.config.read_bytes()
    done = google_office.dip(f"init --example --google {google_office.google.url}")
    assert done.exit_code == 2 and 'write location = "https://docs.google.com/spreadsheets/d/' in done.output
    assert google_office.config.read_bytes() == before
    assert google_office.sent() == []


def test_a_protection_of_somebody_elses_that_keeps_the_robot_out_is_told(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    rule = {"range": {"sheetId": google_office.tab(KUL).id}, "description": "punya saya", "editors": {"users": [OWNER]}}
    google_office.edit({"addProtectedRange": {"protectedRange": rule}})
    found = google_office.layout()
    assert [gap["sign"] for gap in found] == ["!"] and "punya saya" in found[0]["what"]


def test_the_guide_says_what_the_templates_say(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    rows = guide_rows(TEMPLATE, load_settings(google_office.config).units)
    assert [tuple(google_office.text("Petunjuk", n, c) for c in range(3)) for n in range(len(rows))] == list(rows)


def test_plan_layout_of_a_file_tells_tabs_dropdowns_and_protection(google_office: GoogleOffice) -> None:
    """An .xlsx: what `dip init` would add, and what pasting took along."""
    google_office.dip("init --example")
    assert google_office.layout() == []
    book = openpyxl.load_workbook("dip.xlsx")
    del book["Riwayat"]
    sheet = book[KUL]
    sheet["D2"], sheet["D3"] = "Laporan", "Rencana"
    [rule] = [rule for rule in sheet.data_validations.dataValidation if "I2" in str(rule.sqref)]
    rule.sqref = type(rule.sqref)("I3:I900")
    book["Induk"].protection.sheet = False
    book.save("dip.xlsx")
    assert [(gap["sign"], gap["tab"], gap["what"].partition(":")[0]) for gap in google_office.layout()] == [
        ("+", "Riwayat", "the whole tab"),
        ("!", KUL, "no dropdown in I2"),
        ("!", "Induk", "the protection is off"),
    ]
    assert json.loads(google_office.dip("plan --layout --json").stdout)["layout"]

"""The rows of the benchmark: four tabs whose titles, summaries and links all differ, the other columns as the hundred
example entries have them, mistakes included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from scripts.people import TEMPLATE, example_entries
from sync.ledger.state import LedgerState, OfficeState, RecordedEvent
from sync.model import Sheet, TabWrite, TargetState, WorkbookState
from sync.plan.gather import Snapshot
from sync.plan.plan import Plan
from sync.settings.answers import example_text
from sync.settings.settings import Settings, load_settings
from sync.settings.units import Unit

if TYPE_CHECKING:
    import pandas as pd

ROLES = TEMPLATE.tab("unit").roles
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


def bench_settings(folder: Path) -> Settings:
    """The example office in a folder."""
    path = folder / "dip.toml"
    path.write_text(example_text(), "utf-8")
    return load_settings(path, TEMPLATE)


def bench_table(unit: Unit, count: int) -> pd.DataFrame:
    """The rows of one unit, as typed: one column a role, `count` rows, everything text."""
    import pandas as pd

    own = [entry for entry in example_entries() if entry["unit"] == unit.code]
    examples = pd.DataFrame(own, dtype=str).reindex(columns=list(ROLES), fill_value="")
    table = examples.loc[examples.index.repeat(-(-count // len(own)))].head(count).reset_index(drop=True)
    number = pd.Series([str(n) for n in range(1, count + 1)], dtype=str)
    table["judul"] += " berkas " + unit.code + number
    table["ringkasan"] += ", bagian " + unit.code + number
    table["tautan"] = "https://kpu-lebak.example/dokumen/" + unit.code + number + ".pdf"
    return table


def bench_sheets(settings: Settings, count: int) -> dict[str, Sheet]:
    """A workbook of `count` rows in all, in memory: the units' tabs, an empty `Induk`, and `Kendali`."""
    headers = [column.header for column in TEMPLATE.tab("unit").columns]
    sheets = {
        unit.tab: Sheet(unit.tab, [headers, *bench_table(unit, count // len(settings.units)).to_numpy().tolist()])
        for unit in settings.units
    }
    induk, kendali = TEMPLATE.tab("induk"), TEMPLATE.tab("kendali")
    order = [kendali.label("perintah").label, "Otomatis"]
    sheets[induk.title] = Sheet(induk.title, [[column.header for column in induk.columns]])
    sheets[kendali.title] = Sheet(kendali.title, [[column.header for column in kendali.columns], order])
    return sheets


def bench_snapshot(settings: Settings, count: int) -> Snapshot:
    """What a first run would have read: nothing is known of any row."""
    state = WorkbookState("bench", bench_sheets(settings, count), "stamp")
    ledger = LedgerState(OfficeState("0" * 32), exists=False)
    return Snapshot(state, ledger, TargetState(None), NOW)


def write_file(sheets: Mapping[str, Sheet], path: Path) -> None:
    """The same table as a workbook file."""
    book = openpyxl.Workbook(write_only=True)
    for sheet in sheets.values():
        tab = book.create_sheet(sheet.title)
        for row in sheet.rows:
            tab.append([text or None for text in row])
    book.save(path)


def after(snapshot: Snapshot, plan: Plan) -> Snapshot:
    """What the next run would read, if this plan was carried out and nobody did anything since."""
    record, sheets = plan.record, dict(snapshot.workbook.sheets)
    for write in plan.batch.tabs:
        sheets[write.title] = _written(sheets.get(write.title, Sheet(write.title, [])), write)
    # as a ledger reads them
    versions = {each.id: {each.number: each._replace(content=dict(each.content))} for each in record.versions}
    readings = {id: {key: version} for id, key, version in record.readings}
    office = replace(record.office, confirmed=record.office.run, received=record.office.release)
    entries = {state.id: state for state in record.entries}
    events = [
        RecordedEvent(seq, plan.at, plan.run, event.id, event.event, event.version, event.by)
        for seq, event in enumerate(record.events, 1)
    ]
    newest = tuple(events[-TEMPLATE.tab("riwayat").newest :])
    ledger = LedgerState(office, entries, versions, readings, dict(record.items), newest, len(events))
    return replace(snapshot, workbook=replace(snapshot.workbook, sheets=sheets), ledger=ledger)


def _written(sheet: Sheet, write: TabWrite) -> Sheet:
    if write.replace is not None:
        return replace(sheet, rows=[[_text(value) for value in row] for row in write.replace])
    rows = [list(row) for row in sheet.rows]
    for (row, column), value in write.cells.items():
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = _text(value)
    return replace(sheet, rows=rows + [[_text(value) for value in row] for row in write.append])


def _text(value: object) -> str:
    return "" if value is None else str(value)

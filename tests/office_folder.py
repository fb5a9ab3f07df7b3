"""An office's folder for tests of the command: a real dip.toml and a real .xlsx, with people who type into it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner, Result

from sync.cli.main import main
from sync.settings.settings import load_settings
from sync.template.loader import load_template

TEMPLATE = load_template()
KUL, TEK = "Keuangan, Umum, Logistik", "Teknis dan Hukum"


class OfficeFolder:
    """The example office, as `dip init` makes it and its PPID orders (`Otomatis`), or a copy of one."""

    def __init__(self, path: Path, like: OfficeFolder | None = None) -> None:
        self.path = path
        self.config = path / "dip.toml"
        self.workbook = path / "dip.xlsx"
        if like:
            shutil.copytree(like.path, path, dirs_exist_ok=True)
        else:
            assert self.dip("init", str(path), "--example", config=False).exit_code == 0
            self.order("Otomatis")
        self.settings = load_settings(self.config)

    def dip(self, *arguments: str, config: bool = True) -> Result:
        """Run the command; a traceback fails the test."""
        given = [*arguments, "--config", str(self.config)] if config else list(arguments)
        result = CliRunner().invoke(main, given)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def json(self, *arguments: str) -> Any:
        """The document a command prints."""
        return json.loads(self.dip(*arguments, "--json").stdout)

    def fill(self, title: str, *rows: dict[str, str]) -> None:
        """Add rows to a unit's tab, by role."""
        book = openpyxl.load_workbook(self.workbook)
        sheet = book[title]
        at = columns_of(sheet, "unit")
        first = 2
        while any(sheet.cell(first, column).value for column in at.values()):
            first += 1
        for number, row in enumerate(rows, first):
            for role, text in row.items():
                sheet.cell(number, at[role]).value = text
        book.save(self.workbook)

    def type(self, title: str, kind: str, number: int, **cells: str | bool | None) -> None:
        """Change cells of one row (the header is row 1), by role."""
        book = openpyxl.load_workbook(self.workbook)
        at = columns_of(book[title], kind)
        for role, value in cells.items():
            book[title].cell(number, at[role]).value = value
        book.save(self.workbook)

    def order(self, text: str) -> None:
        """Write the order to upload."""
        book = openpyxl.load_workbook(self.workbook)
        sheet = book[TEMPLATE.tab("kendali").title]
        label = TEMPLATE.tab("kendali").label("perintah").label
        row = next(row for row in sheet.iter_rows() if row[0].value == label)
        row[1].value = text
        book.save(self.workbook)

    def cells(self, title: str, kind: str) -> list[dict[str, str]]:
        """The rows of a tab by role, without the header."""
        sheet = openpyxl.load_workbook(self.workbook)[title]
        at = columns_of(sheet, kind)
        return [
            {role: str(sheet.cell(number, column).value or "") for role, column in at.items()}
            for number in range(2, sheet.max_row + 1)
            if sheet.cell(number, 1).value
        ]

    def control(self, role: str) -> str:
        """A line of the control tab."""
        label = TEMPLATE.tab("kendali").label(role).label
        sheet = openpyxl.load_workbook(self.workbook)[TEMPLATE.tab("kendali").title]
        return next(str(row[1].value) for row in sheet.iter_rows() if row[0].value == label)

    def state(self) -> dict[str, bytes]:
        """Every file but the line a run leaves in its log, the page that says how it stands, and the lock."""
        skipped = ("dip-runs.jsonl", "status.html", "dip.lock")
        return {
            str(path.relative_to(self.path)): path.read_bytes()
            for path in sorted(self.path.rglob("*"))
            if path.is_file() and path.name not in skipped
        }


def row(number: int, **changes: str) -> dict[str, str]:
    """A row a unit could have typed."""
    typed = {
        "judul": f"Laporan Keuangan {number}",
        "ringkasan": f"Neraca dan realisasi anggaran, bagian {number}",
        "penanggung_jawab": "Kepala Subbagian Keuangan, Umum, dan Logistik",
        "waktu": "Januari 2025",
        "tempat": "Rangkasbitung",
        "bentuk": "Softcopy",
        "retensi": "5 tahun",
        "usulan": "Informasi Berkala",
        "tautan": f"https://kpu-lebak.example/{number}.pdf",
    }
    return typed | changes


def columns_of(sheet: Any, kind: str) -> dict[str, int]:
    """Role → number of the column, of a tab of this kind."""
    headers = {column.header: column.role for column in TEMPLATE.tab(kind).columns}
    return {headers[cell.value]: cell.column for cell in sheet[1] if cell.value in headers}

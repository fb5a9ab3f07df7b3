"""Nothing of the example office is left in another one: not in a cell, not in a note, not in what is told."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from sync.cli.main import main
from sync.settings.settings import load_settings
from sync.template.loader import load_template

EXAMPLE = r"(?i:lebak)|Rangkasbitung|KUL|Keuangan, Umum|Parhubmas"
OFFICES = {
    "regency": (
        "Komisi Pemilihan Umum Kabupaten Pandeglang", "Pandeglang", ("Subbagian Hukum dan SDM", "Subbagian Data"), "",
    ),
    "ministry": (
        "Balai Contoh Kementerian Contoh", "Semarang", ("Bidang Layanan", "Bidang Sarana"), "KPU|[Pp]emilu|Subbag",
    ),
    "village": ("Pemerintah Desa Contoh", "Contoh", ("Kaur Umum", "Kasi Pelayanan"), "KPU|[Pp]emilu|Subbag"),
    "bare": ("Dinas Contoh", "", ("Administrasi",), "KPU|[Pp]emilu|Subbag"),
}  # fmt: skip
"""Name, place, units, and what else would be foreign there. The bare one leaves empty whatever may be."""
WRONG = ("", "zzz", "-", "31/02/2025", "sama dengan di atas", "?", "#REF!", "Informasi Berkla", "a" * 6000)
"""Typed into every column in turn: each makes another sentence."""


def office(folder: Path, name: str, place: str, units: tuple[str, ...]) -> None:
    tables = "".join(f"[[units]]\nname = {json.dumps(unit)}\n" for unit in units)
    where = f'place = "{place}"\n' if place else ""
    (folder / "jawaban.toml").write_text(f'name = "{name}"\n{where}{tables}', "utf-8")
    done = CliRunner().invoke(main, ["init", str(folder), "--answers", str(folder / "jawaban.toml")])
    assert done.exit_code == 0, done.output


def type_mistakes(folder: Path) -> None:
    """Rows of mistakes in the first unit's tab, one kind of mistake a row; and signs under what only ticks."""
    unit = load_settings(folder / "dip.toml").units[0]
    book = openpyxl.load_workbook(folder / "dip.xlsx")
    headers = [cell.value for cell in book[unit.tab][1]]
    for line, text in enumerate(WRONG, 2):
        for column in load_template().tab("unit").columns:
            if column.writer == "unit":
                book[unit.tab].cell(line, headers.index(column.header) + 1).value = text or None
        book[unit.tab].cell(line, headers.index("Judul Informasi") + 1).value = f"Laporan {line}"
    book.save(folder / "dip.xlsx")


@pytest.mark.slow
@pytest.mark.parametrize("kind", OFFICES)
def test_no_word_of_another_office_is_in_its_workbook_and_messages(tmp_path: Path, kind: str) -> None:
    name, place, units, foreign = OFFICES[kind]
    office(tmp_path, name, place, units)
    type_mistakes(tmp_path)
    told = [
        CliRunner().invoke(main, [*words, "--config", str(tmp_path / "dip.toml")]).output
        for words in (["check"], ["sync"], ["plan"], ["doctor"], ["check", "--json"])
    ]
    with zipfile.ZipFile(tmp_path / "dip.xlsx") as book:
        parts = {part: book.read(part).decode("utf-8") for part in book.namelist() if part.endswith(".xml")}
    words = re.compile(f"{EXAMPLE}|{foreign}" if foreign else EXAMPLE)
    found = {part: words.findall(text) for part, text in [*parts.items(), *enumerate(told)]}
    assert {part: set(names) for part, names in found.items() if names} == {}
    assert any((place or "https://alamat-situs-kantor/dokumen/") in text for text in parts.values())

"""The lists and their right answers: they belong together, and stay as they were before there was an importer."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import tomllib
import zipfile
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from python_calamine import CalamineWorkbook

from sync.cells.cell import read_cell
from sync.template.loader import load_template
from tests.imports.layout_words import ENTRIES
from tests.imports.list_files import save_csv
from tests.imports.make_lists import all_lists, as_text
from tests.imports.measure import COLUMNS, UNIT, load, measure
from tests.imports.perfect import perfect_answer
from tests.imports.pools import UNITS

HERE = Path(__file__).parent
ANSWERS = sorted((HERE / "lists").glob("*.json"))
REAL_ANSWERS = sorted((HERE / "real").glob("*.json"))
REAL = os.environ.get("DIP_REAL_LISTS", "")
TEMPLATE = load_template()
HEADERS = {column.header: column for column in TEMPLATE.tab("unit").columns}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Grid = dict[str, list[list[str]]]


def read_grid(path: Path) -> Grid:
    """Every sheet of a list as texts, by an ordinary reader of its format."""
    if path.suffix == ".html":
        return {"": _html_rows(path)}
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            table = next(etree.fromstring(package.read("word/document.xml")).iter(f"{W}tbl"))
        return {"": [[_word_text(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]}
    if path.suffix == ".csv":
        delimiter, encoding = next((d, e) for made, d, e in as_text() if made.name == path.name)
        with path.open(encoding=encoding, newline="") as stream:
            return {"": list(csv.reader(stream, delimiter=delimiter))}
    book = CalamineWorkbook.from_path(path)
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    return {name: [[str(cell) for cell in row] for row in rows] for name, rows in sheets.items()}


def _html_rows(path: Path) -> list[list[str]]:
    table = html.fromstring(path.read_text("utf-8")).find(".//table[@class='dip']")
    assert table is not None
    return [["\n".join(map(str, cell.itertext())) for cell in row] for row in table.iter("tr")]


def _word_text(cell: etree._Element) -> str:
    return "\n".join("".join(text.text or "" for text in line.iter(f"{W}t")) for line in cell.iter(f"{W}p"))


def folded(text: str) -> str:
    return " ".join(text.split())


def document(path: Path) -> dict[str, Any]:
    answers: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return answers


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_every_row_that_says_anything_has_its_answer(path: Path) -> None:
    """Each is an entry, whose title (or summary) stands in it, or is said to be none; and none is both."""
    answers = document(path)
    grid = read_grid(path.with_name(answers["file"]))
    rows = {
        (name, row): cells
        for name, table in grid.items()
        for row, cells in enumerate(table, 1)
        if any(map(folded, cells))
    }
    entries = {(entry["sheet"], entry["row"]): entry["cells"] for entry in answers["entries"]}
    others = {(other["sheet"], other["row"]) for other in answers["no_entries"]}
    assert not entries.keys() & others
    assert rows.keys() == entries.keys() | others
    for place, cells in entries.items():
        told = cells.get(COLUMNS[0]) or cells[COLUMNS[1]]
        text = told if isinstance(told, str) else told["ask"]
        assert folded(text) in map(folded, rows[place]), place


@pytest.mark.parametrize("path", [*ANSWERS, *REAL_ANSWERS], ids=lambda path: path.stem)
def test_answers_use_our_headers_and_units(path: Path) -> None:
    answers = document(path)
    assert {column["here"] for column in answers["columns"]} <= {*COLUMNS, UNIT, None}
    for entry in answers["entries"]:
        assert entry["cells"].keys() <= set(COLUMNS)
        ways = entry["unit"] if isinstance(entry["unit"], list) else [entry["unit"]]
        assert all(isinstance(way, dict) or way in UNITS for way in ways)


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_right_values_can_be_read_in_a_unit_tab(path: Path) -> None:
    """What is right needs no mending by a clerk, and two right values of a cell mean the same."""
    for cells in load(path, mapped=True).entries.values():
        for column in (COLUMNS[3], COLUMNS[5], COLUMNS[7]):
            texts = [text for way in cells.get(column, ()) if way.kind == "value" for text in way.texts if text]
            reads = [read_cell(text, HEADERS[column], TEMPLATE) for text in texts]
            assert all(read == (texts[0], ()) for read in reads), (column, texts)


@pytest.mark.parametrize("made", all_lists(), ids=lambda made: made.name)
def test_the_answers_are_those_of_the_layouts(made) -> None:
    assert (HERE / "lists" / made.name).with_suffix(".json").read_text("utf-8") == made.answers()


def test_text_lists_are_those_of_the_layouts(tmp_path: Path) -> None:
    """Byte for byte: delimiter, encoding, ends of lines."""
    for made, delimiter, encoding in as_text():
        save_csv(made, tmp_path / made.name, delimiter, encoding)
        assert (tmp_path / made.name).read_bytes() == (HERE / "lists" / made.name).read_bytes()


def test_sixteen_lists_of_every_kind() -> None:
    """As many rows and cells as README.md says."""
    truths = [load(path) for path in ANSWERS]
    assert {Path(truth.name).suffix for truth in truths} == {".xlsx", ".xls", ".ods", ".html", ".docx", ".csv"}
    scores = [measure(perfect_answer(truth), truth) for truth in truths]
    assert (len(scores), sum(score.rows for score in scores), sum(score.all_cells for score in scores)) == (
        16,
        285,
        2382,
    )


def test_nothing_was_changed_since() -> None:
    """The right answers came first. Who finds a mistake in them mends it in a commit of its own, and says why there."""
    names = [path for folder in ("lists", "bad", "real") for path in sorted((HERE / folder).iterdir())]
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(HERE).as_posix()}" for path in names]
    assert (HERE / "checksums.txt").read_text("utf-8").splitlines() == sums


def test_bad_files_are_what_they_are_said_to_be() -> None:
    files = tomllib.loads((HERE / "bad/expected.toml").read_text("utf-8"))["file"]
    assert all((HERE / "bad" / file["name"]).exists() for file in files)
    assert all(file.keys() - {"call"} == {"name", "about", "exit", "writes", "says", "names"} for file in files)
    names = ("01-bersandi.xlsx", "02-gambar.xlsx", "07-terpotong.xlsx")
    assert [(HERE / "bad" / name).read_bytes()[:4] for name in names] == [
        b"\xd0\xcf\x11\xe0",
        b"\x89PNG",
        b"PK\x03\x04",
    ]


if REAL:  # they belong to others: the project does not contain them

    @pytest.mark.parametrize("path", REAL_ANSWERS, ids=lambda path: path.stem)
    def test_the_answers_fit_the_real_lists(path: Path) -> None:
        """The list is the one the answers were written for, and each answer finds its text."""
        answers, source = document(path), Path(REAL)
        assert hashlib.sha256((source / answers["file"]).read_bytes()).hexdigest() == answers["sha256"]
        for mapped in (False, True):
            truth = load(path, mapped=mapped, source=source)
            assert measure(perfect_answer(truth), truth).right == 1.0
            ways = chain.from_iterable(chain.from_iterable(cells.values()) for cells in truth.entries.values())
            assert all(text for way in ways if way.kind == "urls" for text in way.texts)


def test_subjects_are_of_the_four_units() -> None:
    assert {entry.unit for entry in ENTRIES} == set(UNITS)

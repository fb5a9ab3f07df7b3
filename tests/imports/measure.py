"""How much of a list an importer understood, compared with the right answers written down beside it.

Pure: an `Answer` (what an importer made of one file, in the neutral form below) and a `Truth` (one of the JSON files of
this folder) give a `Score`. `table` prints scores. The rules of judgement are explained in README.md.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

UNIT = "Sub Bagian"
"""The name under which a row's unit is judged and asked for: which unit tab it belongs to."""
COLUMNS = (
    "Judul Informasi", "Ringkasan Isi Informasi", "Penanggung Jawab Pembuatan/Penerbitan", "Waktu Pembuatan",
    "Tempat Pembuatan", "Bentuk Informasi", "Jangka Waktu Penyimpanan", "Usulan Klasifikasi", "Tautan Dokumen",
    "Lokasi Arsip Fisik",
)  # fmt: skip
"""What people write in a unit tab."""

Place = tuple[str, int]
"""Name of the sheet ("" where a format has none) and number of the row in the file, the first being 1."""
_URL = re.compile(r"https?://[^\s|]+")


@dataclass(frozen=True)
class Row:
    """One row as it would be written: code of its unit ("" while that is a question), texts by our headers."""

    unit: str
    cells: Mapping[str, str]
    sheet: str
    row: int


@dataclass(frozen=True)
class Question:
    """What is asked instead of guessed: the columns of ours (or UNIT) it concerns, and the rows, None for all."""

    columns: frozenset[str]
    rows: frozenset[Place] | None = None


@dataclass(frozen=True)
class Answer:
    """What an importer made of a file. `not_understood`: (sheet, row, our column) of each cell told as unreadable."""

    rows: Sequence[Row]
    questions: Sequence[Question] = ()
    not_understood: Collection[tuple[str, int, str]] = frozenset()

    def asks(self, place: Place, column: str) -> bool:
        """Whether a question covers the cell."""
        return any(
            column in question.columns and (question.rows is None or place in question.rows)
            for question in self.questions
        )


@dataclass(frozen=True)
class Expected:
    """One right way to treat a cell: `value` (a text), `keep` (the original, told), `ask`, or `urls` (any names)."""

    kind: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Truth:
    """The right answers for one file: for each entry its cells, each with the ways that are right."""

    name: str
    entries: Mapping[Place, Mapping[str, tuple[Expected, ...]]]


class Outcome(Enum):
    """What became of a cell. All but WRONG are right."""

    UNDERSTOOD = "understood"
    KEPT = "kept"
    ASKED = "asked"
    WRONG = "wrong"


@dataclass
class Score:
    """Counts of one file; `faults` are (sheet, row, column, what was given) of the wrong cells."""

    name: str
    rows: int = 0
    rows_right: int = 0
    cells: Counter[Outcome] = field(default_factory=Counter)
    faults: list[tuple[str, int, str, str]] = field(default_factory=list)

    @property
    def all_cells(self) -> int:
        return self.cells.total()

    @property
    def understood(self) -> float:
        """The share of cells that hold the right value, or the original text where that is all one can do."""
        return _share(self.cells[Outcome.UNDERSTOOD] + self.cells[Outcome.KEPT], self.all_cells)

    @property
    def right(self) -> float:
        """The share of cells treated rightly: as above, or asked about where asking is right."""
        return _share(self.all_cells - self.cells[Outcome.WRONG], self.all_cells)

    @property
    def rows_share(self) -> float:
        """The share of rows without a wrong cell, in the right unit. Invented rows count as wrong ones."""
        return _share(self.rows_right, self.rows)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def measure(answer: Answer, truth: Truth) -> Score:
    """The score of an answer. A missing row is wrong in all its cells, an invented one in all it gives; a cell that is
    empty and may be so is not counted."""
    score = Score(truth.name)
    given: dict[Place, Row] = {}
    for row in answer.rows:
        place = (row.sheet, row.row)
        if place in truth.entries and place not in given:
            given[place] = row
        else:
            _judge(score, answer, place, row, {})
    for place, cells in truth.entries.items():
        _judge(score, answer, place, given.get(place), cells)
    return score


def _judge(
    score: Score, answer: Answer, place: Place, row: Row | None, cells: Mapping[str, tuple[Expected, ...]]
) -> None:
    texts = {UNIT: row.unit, **row.cells} if row else {}
    outcomes = []
    for column in dict.fromkeys((*cells, *(name for name, text in texts.items() if _folded(text)))):
        text = texts.get(column, "")
        if not _folded(text) and Expected("value", ("",)) in cells.get(column, ()):
            continue
        outcome = _outcome(answer, place, column, text, cells.get(column, ())) if row else Outcome.WRONG
        outcomes.append(outcome)
        if outcome is Outcome.WRONG:
            score.faults.append((*place, column, text))
    score.cells.update(outcomes)
    score.rows += 1
    score.rows_right += bool(row and cells) and Outcome.WRONG not in outcomes


def _outcome(answer: Answer, place: Place, column: str, text: str, ways: tuple[Expected, ...]) -> Outcome:
    asked, told = answer.asks(place, column), (*place, column) in answer.not_understood
    for way in ways:
        fits = _fits(text, way)
        if way.kind == "ask" and asked and (fits or not _folded(text)):
            return Outcome.ASKED
        if way.kind == "keep" and fits and told and not asked:
            return Outcome.KEPT
        if way.kind in ("value", "urls") and fits and not (asked or told):
            return Outcome.UNDERSTOOD
    return Outcome.WRONG


def _fits(text: str, way: Expected) -> bool:
    if way.kind == "urls":
        return sorted(_URL.findall(text)) == sorted(way.texts)
    return any(_folded(text) == _folded(right) for right in way.texts)


def _folded(text: str) -> str:
    return " ".join(text.split())


def load(path: Path, *, mapped: bool = False, source: Path | None = None) -> Truth:
    """The right answers of a JSON file: without a word, or (`mapped`) with its one `--map`.

    `source`: the folder that holds the list, for answers which say where a text stands there instead of repeating it.
    """
    document = json.loads(path.read_text("utf-8"))
    records = _records(source / document["file"]) if source else []
    entries = {}
    for entry in document["entries"]:
        cells = {UNIT: entry["unit"], **entry["cells"]}
        record = records[entry["row"] - 1] if records else []
        entries[entry["sheet"], entry["row"]] = {
            column: tuple(_ways(cell, record, mapped=mapped)) for column, cell in cells.items()
        }
    return Truth(document["file"], entries)


def _records(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def _ways(cell: Any, record: list[str], *, mapped: bool) -> Iterator[Expected]:
    """The ways a cell of a JSON file allows: one, or a list of them."""
    if isinstance(cell, list):
        for way in cell:
            yield from _ways(way, record, mapped=mapped)
    elif isinstance(cell, str):
        yield Expected("value", (cell,))
    elif "mapped" in cell and mapped:
        yield from _ways(cell["mapped"], record, mapped=mapped)
    elif "ask" in cell:
        yield Expected("ask", _texts(cell["ask"], record))
    elif "from" in cell:
        yield Expected("value", _texts(cell, record))
    else:
        (kind,) = cell
        yield Expected(kind, _texts(cell[kind], record))


def _texts(given: Any, record: list[str]) -> tuple[str, ...]:
    """Texts as they stand, or (`{"from": 3}`) the third field of the record they come from."""
    if isinstance(given, dict):
        return (record[given["from"] - 1],)
    return (given,) if isinstance(given, str) else tuple(text for one in given for text in _texts(one, record))


def table(scores: Sequence[Score]) -> str:
    """Scores as a Markdown table, with all files together in the last line."""
    total = Score("together")
    for score in scores:
        total.rows, total.rows_right = total.rows + score.rows, total.rows_right + score.rows_right
        total.cells.update(score.cells)
    heads = ("list", "rows", "rows right", "cells", "understood", "asked", "wrong", "cells understood", "cells right")
    lines = [heads, tuple("---" for _ in heads), *map(_line, (*scores, total))]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _line(score: Score) -> tuple[str, ...]:
    read = score.cells[Outcome.UNDERSTOOD] + score.cells[Outcome.KEPT]
    counts = (score.all_cells, read, score.cells[Outcome.ASKED], score.cells[Outcome.WRONG])
    return (
        score.name, str(score.rows), f"{score.rows_share:.1%}", *map(str, counts), f"{score.understood:.1%}",
        f"{score.right:.1%}",
    )  # fmt: skip

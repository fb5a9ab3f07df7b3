"""What a write is about to cover in tabs that people type in, kept aside until the answer shows where it landed.

Should a column have moved meanwhile, sync's words stand in somebody's cells: then what stood there is put back, from
the same place at Google. Texts, numbers, ticks and formulas are kept; a link inside a text is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sync.workbook.google.cells import area
from sync.workbook.google.requests import Step
from sync.workbook.google.witness import KEPT_AT

Json = dict[str, Any]
KINDS = ("unit", "induk")


@dataclass(frozen=True)
class Kept:
    """Ranges that a part writes over, each with its tab's title and its first row in the witness; and the ranges of
    rows that are new."""

    witness: int
    covered: tuple[tuple[str, Json, int], ...] = ()
    new: tuple[tuple[str, Json], ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """How many rows and columns of the witness it takes."""
        spans = [span for _, span, _ in self.covered]
        return sum(map(_height, spans)), max(map(_width, spans), default=0)

    def wishes(self) -> list[Json]:
        """To the witness, before anything is written."""
        return [_copied(span, self._place(span, top)) for _, span, top in self.covered]

    def given_back(self, title: str) -> list[Json]:
        """As it was: what was covered is put back, what was added is emptied."""
        back = [_copied(self._place(span, top), span) for name, span, top in self.covered if name == title]
        emptied = [{"updateCells": {"range": span, "fields": "userEnteredValue"}} for n, span in self.new if n == title]
        return back + emptied

    def _place(self, span: Json, top: int) -> Json:
        return area(self.witness, top, KEPT_AT, top + _height(span), KEPT_AT + _width(span))


def kept_of(part: Sequence[Step], witness: int) -> Kept:
    """What a part covers, stacked."""
    covered: list[tuple[str, Json, int]] = []
    new: list[tuple[str, Json]] = []
    top = 0
    for step in part:
        for span in _written(step) if step.title and step.kind in KINDS else ():
            if not step.cells:
                new.append((step.title, span))
                continue
            covered.append((step.title, span, top))
            top += _height(span)
    return Kept(witness, tuple(covered), tuple(new))


def _written(step: Step) -> list[Json]:
    return [wish["updateCells"]["range"] for wish in step.wishes if "updateCells" in wish]


def _copied(source: Json, goal: Json) -> Json:
    return {"copyPaste": {"source": source, "destination": goal, "pasteType": "PASTE_FORMULA"}}


def _height(span: Json) -> int:
    return int(span["endRowIndex"] - span["startRowIndex"])


def _width(span: Json) -> int:
    return int(span["endColumnIndex"] - span["startColumnIndex"])

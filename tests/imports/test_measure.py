"""The measure itself: what counts as right, and that nothing is given away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.imports.measure import (
    COLUMNS,
    UNIT,
    Answer,
    Expected,
    Outcome,
    Question,
    Row,
    Score,
    Truth,
    load,
    measure,
    table,
)
from tests.imports.perfect import perfect_answer

JUDUL, WAKTU, RETENSI, TEMPAT = COLUMNS[0], COLUMNS[3], COLUMNS[6], COLUMNS[4]
HERE = Path(__file__).parent
TRUTHS = sorted((HERE / "lists").glob("*.json"))


def value(*texts: str) -> tuple[Expected, ...]:
    return tuple(Expected("value", (text,)) for text in texts)


TRUTH = Truth(
    "contoh.csv",
    {
        ("", 2): {UNIT: value("KUL"), JUDUL: value("Laporan"), WAKTU: value("Januari 2024", "Jan-24")},
        ("", 3): {UNIT: (Expected("ask", ("Teknis, Parhumas",)),), JUDUL: value("Renstra")},
        ("", 5): {UNIT: value("REN"), JUDUL: value("DPT"), RETENSI: (Expected("keep", ("Sesuai JRA",)),)},
    },
)
ROWS = (
    Row("KUL", {JUDUL: "Laporan", WAKTU: "Januari 2024"}, "", 2),
    Row("", {JUDUL: "Renstra"}, "", 3),
    Row("REN", {JUDUL: "DPT", RETENSI: "Sesuai JRA"}, "", 5),
)
QUESTION = Question(frozenset({UNIT}), frozenset({("", 3)}))
TOLD = frozenset({("", 5, RETENSI)})


def scored(*rows: Row, questions=(QUESTION,), told=TOLD) -> Score:
    return measure(Answer(rows, questions, told), TRUTH)


def test_a_perfect_answer_gives_all() -> None:
    """The cell asked about is treated rightly, and yet not understood."""
    score = scored(*ROWS)
    assert (score.right, score.rows_share, score.faults) == (1.0, 1.0, [])
    assert (score.all_cells, score.understood) == (8, 7 / 8)
    assert score.cells[Outcome.KEPT] == score.cells[Outcome.ASKED] == 1


@pytest.mark.parametrize("text", ["Februari 2024", "", "1 Januari 2024"])
def test_a_wrong_cell_counts_and_spoils_its_row(text) -> None:
    score = scored(Row("KUL", {JUDUL: "Laporan", WAKTU: text}, "", 2), *ROWS[1:])
    assert score.faults == [("", 2, WAKTU, text)]
    assert (score.right, score.rows_share) == (7 / 8, 2 / 3)


def test_blanks_and_either_spelling_make_no_difference() -> None:
    assert scored(Row("KUL", {JUDUL: " Laporan\n", WAKTU: "Jan-24"}, "", 2), *ROWS[1:]).right == 1.0


@pytest.mark.parametrize("questions", [(), (QUESTION,)])
def test_a_guess_where_asking_is_right_is_wrong(questions) -> None:
    """Also a guess that is offered together with the question."""
    score = scored(ROWS[0], Row("TEK", {JUDUL: "Renstra"}, "", 3), ROWS[2], questions=questions)
    assert score.faults == [("", 3, UNIT, "TEK")]


def test_silence_where_asking_is_right_is_wrong() -> None:
    assert scored(*ROWS, questions=()).faults == [("", 3, UNIT, "")]


def test_asking_about_everything_understands_nothing() -> None:
    """Who asks where the cell is clear has not understood it."""
    score = scored(*ROWS, questions=[Question(frozenset({UNIT, *COLUMNS}))])
    assert (score.cells[Outcome.ASKED], score.cells[Outcome.WRONG]) == (1, 7)


def test_a_text_kept_in_silence_and_a_readable_one_given_up_are_wrong() -> None:
    assert scored(*ROWS, told=frozenset()).faults == [("", 5, RETENSI, "Sesuai JRA")]
    assert scored(*ROWS, told=TOLD | {("", 2, WAKTU)}).faults == [("", 2, WAKTU, "Januari 2024")]


def test_a_value_filled_in_where_the_list_has_none_is_wrong() -> None:
    filled = Row("KUL", {**ROWS[0].cells, TEMPAT: "Rangkasbitung"}, "", 2)
    assert scored(filled, *ROWS[1:]).faults == [("", 2, TEMPAT, "Rangkasbitung")]


def test_a_total_taken_for_an_entry_and_a_row_twice_count_as_wrong_rows() -> None:
    score = scored(*ROWS, Row("REN", {JUDUL: "JUMLAH"}, "", 6), ROWS[0])
    assert (score.rows, score.rows_right, score.cells[Outcome.WRONG]) == (5, 3, 5)


def test_a_missing_row_is_wrong_in_every_cell() -> None:
    score = scored(*ROWS[:2])
    assert (score.rows_right, score.cells[Outcome.WRONG]) == (2, 3)


def test_links_with_free_names_are_judged_by_their_addresses() -> None:
    link = COLUMNS[8]
    truth = Truth("x", {("", 1): {link: (Expected("urls", ("https://a.example/1", "https://a.example/2")),)}})
    both = "Satu | https://a.example/1\nhttps://a.example/2"
    assert measure(Answer([Row("", {link: both}, "", 1)]), truth).right == 1.0
    assert measure(Answer([Row("", {link: "https://a.example/1"}, "", 1)]), truth).right == 0.0


def test_a_source_says_where_a_text_stands(tmp_path: Path) -> None:
    """The answers for lists that cannot be repeated here refer to fields of the list."""
    (tmp_path / "daftar.csv").write_text("judul,link\nRenstra,https://a.example/1\n", "utf-8")
    cells = {JUDUL: {"from": 1}, COLUMNS[8]: {"urls": {"from": 2}}, WAKTU: {"ask": "x", "mapped": "2024"}}
    entry = {"sheet": "", "row": 2, "unit": "REN", "cells": cells}
    (tmp_path / "daftar.json").write_text(json.dumps({"file": "daftar.csv", "entries": [entry]}), "utf-8")
    truth = load(tmp_path / "daftar.json", mapped=True, source=tmp_path)
    row = Row("REN", {JUDUL: "Renstra", COLUMNS[8]: "https://a.example/1", WAKTU: "2024"}, "", 2)
    assert measure(Answer([row]), truth).right == 1.0
    assert load(tmp_path / "daftar.json", source=tmp_path).entries["", 2][WAKTU] == (Expected("ask", ("x",)),)


@pytest.mark.parametrize("mapped", [False, True])
@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_the_right_answers_of_each_list_can_be_given(path: Path, mapped) -> None:
    """An answer built from the answers themselves scores all: no cell contradicts itself."""
    truth = load(path, mapped=mapped)
    score = measure(perfect_answer(truth), truth)
    assert score.faults == [] and score.right == score.rows_share == 1.0


def test_the_table_has_a_line_for_each_list_and_one_for_all() -> None:
    lines = table([scored(*ROWS), scored(*ROWS[:2])]).splitlines()
    assert len(lines) == 5
    assert lines[2] == "| contoh.csv | 3 | 100.0% | 8 | 7 | 1 | 0 | 87.5% | 100.0% |"
    assert lines[4].startswith("| together | 6 | 83.3% | 16 |")

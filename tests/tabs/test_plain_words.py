"""What all sentences in tabs have in common: they are short, begin with the header of a cell, and use no word that only
people of our trade know."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest

from sync.tabs.approval_sentences import APPROVAL_SENTENCES, MASTER_NOTES
from sync.tabs.clerk_sentences import CELL_SENTENCES, HEADER_SENTENCES
from sync.tabs.control_sentences import CONTROL_SENTENCES, EVENT_WORDS, RELEASED, TIDIED
from sync.tabs.problem import make_problem
from sync.template.loader import load_template

TEMPLATE = load_template()
HEADERS = {column.header for kind in ("unit", "induk") for column in TEMPLATE.tab(kind).columns}
EVERY = {**CELL_SENTENCES, **HEADER_SENTENCES, **APPROVAL_SENTENCES, **CONTROL_SENTENCES}
LONGEST = 130
"""Characters of a sentence in `Catatan`, behind the header."""
LONGEST_IN_CONTROL = 200
"""Characters of a sentence in `Kendali`, which names a tab and cells, or what of the operator's is needed."""

SAID = {
    "options": ", ".join(choice.value for choice in TEMPLATE.choices["klasifikasi"]),
    "klasifikasi": "Informasi Dikecualikan", "bentuk": "Softcopy dan Hardcopy", "place_column": "Tempat Pembuatan",
    "time": "Semester II 2026", "length": "12.345", "limit": "5.000", "range": "AB1204:AC1210", "cells": "AB1204",
    "other": "baris 1204 di tab “Perencanaan, Data, dan Informasi”", "title": "Perencanaan, Data, Informasi",
    "name": "Perencanaan, Data, Informasi", "headers": "“Jangka Waktu Penyimpanan”", "columns": "“Klasifikasi”",
    "count": 1204, "release": 120, "row": 1204, "rows": "9, 12, 15, 20, 31", "alike": "“dip”, “Dip”",
    "found": "Perencanaan, Data, dan Informasi", "office": "Komisi Pemilihan Umum Kabupaten Lebak", "id": "KUL-0001",
    "who": "siapa saja di domain kantor", "more": " Mungkin Informasi Dikecualikan?", "hint": "30 September 2025",
    "example": "Kepala Subbagian Keuangan, Umum, dan Logistik",
}  # fmt: skip
"""What a word of a sentence may be, at its longest; all others are texts of people without an end."""
HEADER_OF = {"penanggung-jawab-kosong": "Penanggung Jawab Pembuatan/Penerbitan"}

FORBIDDEN = re.compile(
    r"\b(?:sinkron\w*|putaran|rilis|buku besar|perapian|peramban|menyamar|galat|surel|karakter|valid\w*|invalid|format|"
    r"error|sync|ledger|slug|url|entri|kolom persetujuan|terbaca tetap|parsing|null|versi isi|dip\.toml|identitas)\b",
    re.IGNORECASE,
)


def message(code: str) -> str:
    """The sentence with everything in it as long as it may be."""
    fields = {name for _, name, _, _ in string.Formatter().parse(EVERY[code][1]) if name}
    words: dict[str, Any] = {
        name: SAID.get(name, "Laporan pertanggungjawaban " * 9) for name in fields - {"value", "column", "id"}
    }
    header = HEADER_OF.get(code, "Jangka Waktu Penyimpanan")
    return make_problem(
        code, tab="Induk", column=header, id="KUL-0001", value="Laporan pertanggungjawaban " * 9, **words
    ).message


def told_in_rows() -> dict[str, str]:
    """Every line that the program can put into `Catatan`, by slug or role."""
    return {code: message(code) for code in (*CELL_SENTENCES, *APPROVAL_SENTENCES)} | MASTER_NOTES


@pytest.mark.parametrize("code", told_in_rows())
def test_a_line_of_catatan_begins_with_the_header_of_a_cell(code: str) -> None:
    header, separator, sentence = told_in_rows()[code].partition(": ")
    assert (header in HEADERS, separator, "\n" in sentence) == (True, ": ", False)


@pytest.mark.parametrize("code", told_in_rows())
def test_a_sentence_of_catatan_is_short(code: str) -> None:
    sentence = told_in_rows()[code].partition(": ")[2]
    assert len(sentence) <= LONGEST, f"{len(sentence)}: {sentence}"


def test_an_example_is_never_cut() -> None:
    example = "Kepala Subbagian Partisipasi, Hubungan Masyarakat, dan Sumber Daya Manusia"
    assert make_problem("isian-kosong", tab="KUL", example=example).message == f"belum diisi. Tulis misalnya {example}."


@pytest.mark.parametrize("code", [*HEADER_SENTENCES, *CONTROL_SENTENCES])
def test_a_sentence_of_kendali_is_not_long(code: str) -> None:
    assert len(message(code)) <= LONGEST_IN_CONTROL, f"{len(message(code))}: {message(code)}"


@pytest.mark.parametrize("code", EVERY)
def test_a_sentence_ends_as_one(code: str) -> None:
    assert EVERY[code][0] in ("error", "warning")
    assert EVERY[code][1].endswith((".", "?", "{more}", "https://…", ")."))


def test_nobody_reads_a_word_of_our_trade() -> None:
    texts = [text for _, text in EVERY.values()] + [*MASTER_NOTES.values(), *EVENT_WORDS.values(), RELEASED, TIDIED]
    assert [text for text in texts if FORBIDDEN.search(re.sub(r"\{\w+\}", "", text))] == []

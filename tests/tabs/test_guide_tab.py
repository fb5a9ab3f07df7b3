"""`Petunjuk` begins with what each role does, step by step, an example row and whom to ask; columns come last."""

from __future__ import annotations

from sync.settings.units import Unit
from sync.tabs.guide_tab import guide_rows
from sync.template.loader import load_template, read_templates, with_examples

TEMPLATE = load_template()
UNITS = (Unit("KUL", "Subbagian Keuangan", "Keuangan"),)
ROWS = guide_rows(TEMPLATE, UNITS)


def heading(text: str) -> int:
    """The row of a heading: nothing stands beside it."""
    return ROWS.index((text, "", ""))


def test_each_role_has_its_steps_first() -> None:
    places = [
        heading(role) for role in ("Sub bagian (penyedia informasi)", "Desk Pelayanan Informasi", "Pejabat (PPID)")
    ]
    assert places == sorted(places) and places[0] == 1
    for place, end in zip(places, [*places[1:], heading("Banyak baris sekaligus")], strict=True):
        steps = [row[0] for row in ROWS[place + 1 : end] if row[0]]
        assert steps == [f"Langkah {number}" for number in range(1, len(steps) + 1)]
        assert 3 <= len(steps) <= 5


def test_an_example_row_follows_and_the_dictionary_of_columns_comes_last() -> None:
    order = [
        "Bertanya",
        "Contoh satu baris",
        "Arti status",
        "Kolom tab sub bagian",
        "Kolom tab Induk",
        "Isian tab Kendali",
    ]
    assert [heading(text) for text in order] == sorted(heading(text) for text in order)
    examples = dict(row[:2] for row in ROWS[heading("Contoh satu baris") + 1 : heading("Arti status") - 1])
    assert examples["Waktu Pembuatan"] == "12 Januari 2026"
    assert examples["Status"] == "(kosongkan; terisi sendiri)"


def test_whom_to_ask_comes_from_the_settings() -> None:
    words = {"short": "Desa Sukamaju", "place": "Sukamaju", "unit": "Seksi", "code": "SEK", "contact": "PPID, 0254-1"}
    words["website"] = "https://sukamaju.example"
    rows = guide_rows(with_examples(read_templates(), words), UNITS)
    assert ("Kepada siapa", "PPID, 0254-1", "") in rows
    assert not [row for row in rows if "Lebak" in "".join(row) or "{" in "".join(row)]


def test_ticking_many_rows_is_told_for_excel_and_google() -> None:
    texts = dict(row[:2] for row in ROWS)
    assert "Alt+;" in texts["Mencentang banyak baris"] and "Google" in texts["Mencentang banyak baris"]
    assert "Diusulkan hapus" in texts["Menarik banyak baris"]


def test_rows_that_only_the_program_needs_are_not_explained() -> None:
    assert not {"Nomor Putaran", "Sidik Buku Besar", "Identitas Buku Besar"} & {row[0] for row in ROWS}


def test_what_the_guide_says_now_is_none_of_what_it_said_before() -> None:
    """Else every line that says it would be taken for one of an earlier version."""
    assert not TEMPLATE.tab("petunjuk").former.intersection(text for row in ROWS for text in row)

"""A stranger types anything anywhere, before the first run and between runs: what is not in sync's own place stays."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.cells.text import fold
from sync.errors import DipError, ForeignContent
from tests.office import TEMPLATE, Office, put

UNIT = "Keuangan, Umum, Logistik"
OURS = {"DIP": "dip", "DIK": "dik", "Riwayat": "riwayat", "Petunjuk": "petunjuk", "Induk": "induk", UNIT: "unit"}
CELLS = st.lists(
    st.tuples(
        st.sampled_from([*OURS, "Kendali", "Arsip kami"]),
        st.one_of(st.integers(0, 3), st.integers(0, 60)),
        st.one_of(st.integers(0, 4), st.integers(0, 26)),
        st.sampled_from(["Status", "ID", "KUL-0001", "dicek", "12", "Judul Informasi", "ya", "catatan: cek lagi"]),
    ),
    min_size=1,
    max_size=6,
)


def type_all(office: Office, cells: list[tuple[str, int, int, str]]) -> None:
    for title, row, place, text in cells:
        put(office.book.tabs.setdefault(title, []), row, place, text)


def own_columns(office: Office, title: str) -> set[int]:
    """Where sync, or the PPID's boxes, may be written into a row of this tab."""
    kind = OURS[title]
    columns = office.columns(office.book.tabs[title], kind)
    roles = {*TEMPLATE.tab(kind).written_by("sync"), "klasifikasi", "setuju", "tarik"}
    return {place for role, place in columns.items() if role in roles}


@settings(max_examples=100, deadline=None)
@given(CELLS)
def test_before_the_first_run(cells: list[tuple[str, int, int, str]]) -> None:
    """The run stops and has written nothing, or every cell that was typed says what it said (a header of ours that was
    typed in other letters is written in ours)."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        office.add()
        own = {title: own_columns(office, title) for title in (UNIT, "Induk")}
        type_all(office, cells)
        before = {(title, *at): text for title in office.book.tabs for at, text in office.texts(title).items()}
        try:
            office.sync()
        except ForeignContent:
            after = {(title, *at): text for title in office.book.tabs for at, text in office.texts(title).items()}
            assert (after, office.ledger.records) == (before, 0)
        except DipError:
            assert office.ledger.records == 0
        else:
            for title, row, place, _ in cells:
                text = before[title, row, place]
                if not row or place not in own.get(title, ()):
                    assert fold(office.texts(title).get((row, place), "")) == fold(text), (title, row, place)


@settings(max_examples=100, deadline=None)
@given(CELLS, st.booleans())
def test_between_runs(cells: list[tuple[str, int, int, str]], removed: bool) -> None:
    """Into free cells of lists, of other tabs, and beside the columns of `Induk` and units; then the lists grow, or an
    entry leaves them."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        for number in range(3):
            office.add(judul=f"Laporan {number}")
        office.approved("KUL-0001", "KUL-0002")
        typed = {}
        for title, row, place, text in cells:
            rows = office.book.tabs.get(title, [])
            filled = row < len(rows) and place < len(rows[row]) and rows[row][place]
            ours = row < len(rows) and any(rows[row][:17])
            beside = place >= len(office.book.tabs[title][0]) if title in OURS else True
            free = not filled and (beside or (title not in (UNIT, "Induk") and not ours))
            if title != "Kendali" and row and free:
                type_all(office, [(title, row, place, text)])
                typed[title, row, place] = text
        kept = copy.deepcopy(office.book.tabs)
        office.sync()
        office.tick("KUL-0003")
        if removed:
            office.untick("KUL-0001")
        office.sync()
        for (title, row, place), text in typed.items():
            assert office.texts(title).get((row, place)) == text, (title, row, place, kept[title])

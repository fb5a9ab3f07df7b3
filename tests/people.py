"""What people do to a workbook between two runs, each as one short action on the sheets: well, badly, and by accident.

Numbers choose rows (counted round and round), so that any sequence of actions is possible in any office.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from sync.errors import DipError
from sync.plan.what_stays_public import everything_approved
from tests.office import BASIS, BERKALA, DIKECUALIKAN, ROW, SETIAP_SAAT, TEMPLATE, UNITS, Office, put
from tests.oracle import Oracle, row_of, whose

CLASSES = (SETIAP_SAAT, BERKALA, DIKECUALIKAN, "", "Berkla", "serta merta")
LISTS = ("DIP", "DIK", "Riwayat", "Petunjuk")
ORDERS = ("Otomatis", "Otomatis", "Sekali", "Tahan", "entah")
TITLE = TEMPLATE.tab("unit").roles.index("judul")


class People:
    """Everybody in the office, and the oracle that watches the PPID."""

    def __init__(self, office: Office) -> None:
        self.office, self.oracle = office, Oracle(office)
        self.words = 0
        self.notes: dict[str, set[str]] = {}
        self.kept: list[tuple[dict[str, list[list[str]]], dict[str, set[str]], tuple[int, set[str], set[str]]]] = []

    def word(self) -> str:
        """A word that stands nowhere else."""
        self.words += 1
        return f"zq{self.words}q"

    def verify_notes(self) -> None:
        """What was jotted down still stands in its tab."""
        for title, words in self.notes.items():
            said = {text for row in self.office.book.tabs[title] for text in row}
            assert words <= said, f"{title} lost {words - said}"

    def verify_list(self) -> None:
        """`DIP` has every approval that stands once, whatever was typed between them."""
        ids = [row[0] for row in self.office.book.tabs["DIP"][1:] if row and row[0]]
        assert sorted(ids) == sorted(everything_approved(self.office.known(), TEMPLATE))

    # -- clerks --------------------------------------------------------------------------------------------------------

    def add(self, n: int) -> None:
        """A new row: whole, without proposal, without retention, or excluded by proposal."""
        cells: tuple[dict[str, str], ...] = ({}, {}, {"usulan": ""}, {"retensi": ""}, {"usulan": DIKECUALIKAN})
        if "Judul Informasi" in self.office.tab(UNITS[n % 2].code)[0]:
            self.office.add(UNITS[n % 2].code, **{"judul": f"Laporan {self.word()}", **cells[n % len(cells)]})

    def retitle(self, n: int) -> None:
        self._clerk(n, "judul", f"Laporan {self.word()}")

    def spoil(self, n: int) -> None:
        self._clerk(n, "retensi", ("kapan-kapan", "5 tahun", "10 th")[n % 3])

    def propose(self, n: int) -> None:
        self._clerk(n, "usulan", CLASSES[n % len(CLASSES)])

    def go_back(self, n: int) -> None:
        """A title that some entry once had."""
        versions = self.office.known().versions.values()
        known = [version.content.get("judul", "") for item in versions for version in item.values()]
        if known:
            self._clerk(n, "judul", known[n % len(known)])

    def wipe_id(self, n: int) -> None:
        self._clerk(n, "id", "")

    def overtype_id(self, n: int) -> None:
        self._clerk(n, "id", ("KUL-0001", "KUL-0002", "TEK-0001", "KUL-0999", "salah")[n % 5])

    def delete(self, n: int) -> None:
        if rows := self._rows(n):
            rows.remove(self._pick(rows, n))

    def empty(self, n: int) -> None:
        """The content goes, ID and answers stay."""
        if rows := self._rows(n):
            row, columns = self._pick(rows, n), self.office.columns(rows, "unit")
            for role in ROW:
                put(rows, rows.index(row), columns[role], "")

    def insert_blank(self, n: int) -> None:
        if rows := self._rows(n):
            rows.insert(1 + n % len(rows), [])

    def sort(self, n: int) -> None:
        if rows := self._rows(n):
            rows[1:] = sorted(rows[1:], key=lambda row: row[1:3], reverse=bool(n % 2))

    def sort_without_ids(self, n: int) -> None:
        if rows := self._rows(n):
            rows[1:] = [[*old[:1], *new[1:]] for old, new in zip(rows[1:], reversed(rows[1:]), strict=True)]

    def copy_row(self, n: int) -> None:
        """Into the same tab, or into the other."""
        if rows := self._rows(n):
            target = self.office.tab(UNITS[n // 3 % 2].code)
            target.insert(1 + n % len(target), list(self._pick(rows, n)))

    def move_row(self, n: int) -> None:
        if rows := self._rows(n):
            row = self._pick(rows, n)
            rows.remove(row)
            self.office.tab(UNITS[(n + 1) % 2].code).append(row)

    # -- desk, panel and PPID ------------------------------------------------------------------------------------------

    def tick(self, n: int) -> None:
        if id := self._in_induk(n, "setuju", "✓"):
            self.oracle.tick(id)

    def tick_many(self, n: int) -> None:
        for number in range(len(self.office.induk) - 1):
            self.tick(number)

    def untick(self, n: int) -> None:
        if id := self._in_induk(n, "setuju", ""):
            self.oracle.untick(id)

    def tick_badly(self, n: int) -> None:
        if id := self._in_induk(n, "setuju", "oke"):
            self.oracle.ticked.discard(id)

    def tarik(self, n: int) -> None:
        self._in_induk(n, "tarik", "✓")

    def classify(self, n: int) -> None:
        self._in_induk(n, "klasifikasi", CLASSES[n % len(CLASSES)])

    def exclude(self, n: int) -> None:
        self._in_induk(n, "klasifikasi", DIKECUALIKAN)
        for role, text in BASIS.items():
            self._in_induk(n, role, text)

    def note(self, n: int) -> None:
        self._in_induk(n, "catatan_ppid", ("", f"Lengkapi {n}")[n % 2])

    def ponder(self, n: int) -> None:
        self._in_induk(n, "pertimbangan", f"Dibahas {n}")

    def type_in_induk(self, n: int) -> None:
        """Into a cell that is sync's."""
        role = ("judul", "id", "status", "tanda", "ringkasan", "sub_bagian")[n % 6]
        self._in_induk(n, role, ("", "diketik", "KUL-0001")[n // 6 % 3])

    def sort_induk(self, n: int) -> None:
        self.office.induk[1:] = sorted(self.office.induk[1:], key=lambda row: row[n % 8 :], reverse=bool(n % 2))

    def sort_half_of_induk(self, n: int) -> None:
        """Columns to the left move, those to the right stay."""
        rows = self.office.induk
        width = (self.office.at("klasifikasi"), self.office.at("tanda"), 1)[n % 3]
        rows[1:] = [[*new[:width], *old[width:]] for old, new in zip(rows[1:], reversed(rows[1:]), strict=True)]

    def copy_in_induk(self, n: int) -> None:
        if row := self._induk_row(n):
            self.office.induk.insert(1 + n % len(self.office.induk), list(row))

    def paste_over_in_induk(self, n: int) -> None:
        if row := self._induk_row(n):
            self.office.induk[1 + (n + 1) % (len(self.office.induk) - 1)] = list(row)

    def delete_in_induk(self, n: int) -> None:
        if row := self._induk_row(n):
            self.office.induk.remove(row)

    def order(self, n: int) -> None:
        self.office.order(ORDERS[n % len(ORDERS)])

    # -- the file ------------------------------------------------------------------------------------------------------

    def keep_version(self, n: int) -> None:
        tabs = {title: [list(row) for row in rows] for title, rows in self.office.book.tabs.items()}
        self.kept.append((tabs, {title: set(words) for title, words in self.notes.items()}, self.oracle.kept()))

    def restore_version(self, n: int) -> None:
        """An earlier version of the whole file takes its place: nobody has emptied or ticked anything in it."""
        if self.kept:
            kept, notes, acts = self.kept[n % len(self.kept)]
            self.notes = {title: set(words) for title, words in notes.items()}
            self.office.book.tabs = {title: [list(row) for row in rows] for title, rows in kept.items()}
            self.oracle.restore(*acts)

    def break_tab(self, n: int) -> None:
        """Header texts go, or come back."""
        if rows := self._rows(n):
            rows[0][TITLE] = "" if rows[0][TITLE] else "Judul Informasi"

    def lose_tab(self, n: int) -> None:
        """A tab that sync can make again."""
        title = LISTS[n % 4]
        self.office.book.tabs.pop(title, None)
        self.notes.pop(title, None)

    def jot(self, n: int) -> None:
        """A note into a tab that only sync writes: below its list, beside it, or between its rows."""
        title = LISTS[n % 4]
        rows, word = self.office.book.tabs.get(title, []), self.word()
        if not rows:
            return
        last = max((number for number, row in enumerate(rows) if any(row)), default=0)
        if n // 4 % 3 == 2 and last:
            rows.insert(1 + n % last, ["", word])
        else:
            beside = len(rows[0]) + n % 3 if n // 4 % 3 else 1
            number = n % (last + 2) if n // 4 % 3 else last + 1 + n % 3
            if number < len(rows) and any(rows[number][beside : beside + 1]):
                return  # nobody types over a note
            put(rows, number, beside, word)
        self.notes.setdefault(title, set()).add(word)

    # -- finding rows --------------------------------------------------------------------------------------------------

    def _rows(self, n: int) -> list[list[str]]:
        """A unit's tab that has its header and rows."""
        rows = self.office.tab(UNITS[n % 2].code)
        return rows if len(rows) > 1 and rows[0] and "Judul Informasi" in rows[0] else []

    def _pick(self, rows: Sequence[list[str]], n: int) -> list[str]:
        return rows[1 + n // 2 % (len(rows) - 1)]

    def _clerk(self, n: int, role: str, text: str) -> None:
        if rows := self._rows(n):
            number = 1 + n // 2 % (len(rows) - 1)
            put(rows, number, self.office.columns(rows, "unit")[role], text)

    def _induk_row(self, n: int) -> list[str]:
        rows = self.office.induk
        return rows[1 + n % (len(rows) - 1)] if len(rows) > 1 else []

    def _in_induk(self, n: int, role: str, text: str) -> str:
        """Type into a row of `Induk`; returns whose it is."""
        rows = self.office.induk
        if len(rows) < 2:
            return ""
        number = 1 + n % (len(rows) - 1)
        put(rows, number, self.office.at(role), text)
        return whose(row_of(self.office, rows[number]), self.oracle.shown)


ACTIONS: tuple[Callable[[People, int], None], ...] = tuple(
    action
    for name, action in vars(People).items()
    if not name.startswith("_") and name not in ("word", "verify_notes", "verify_list")
)

SHELF = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where many small ledgers are made fastest."""


@contextmanager
def lived(acts: Sequence[tuple[Callable[[People, int], None], int, timedelta]]) -> Iterator[Office]:
    """An office of four rows in which people did this, with so much time after each; what stopped a run stays."""
    with tempfile.TemporaryDirectory(dir=SHELF) as folder:
        office = Office(Path(folder))
        people = People(office)
        for number in range(4):
            people.add(number)
        office.sync()
        for action, number, passed in acts:
            action(people, number)
            office.now += passed
            with suppress(DipError):
                office.sync()
        yield office

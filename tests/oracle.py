"""An independent judge: what the PPID saw and ticked, and therefore what the public may see at most.

It knows nothing of ledger, marks or versions; it looks at the sheets as people do, before and after each run, and keeps
what was typed. Every title carries a word of its own (`zq17q`), so that any byte that leaves can be traced to its row.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from sync.run.sync import Outcome
from tests.office import TEMPLATE, Office

WORD = re.compile(rb"zq\d+q")
SEEN = ("sub_bagian", *TEMPLATE.public_roles, "klasifikasi", *TEMPLATE.basis_roles)
CONTENT = slice(1, 1 + len(TEMPLATE.public_roles))
MAY_TICK = {"Menunggu persetujuan", "Perlu persetujuan ulang", "Dikembalikan PPID", "Ditarik", "Terbit", "Disetujui"}
MEANT = {"serta merta": "Informasi Serta Merta"}
TICKS = {"✓", "v", "TRUE"}


class Row(NamedTuple):
    """A row of `Induk` as people see it."""

    id: str
    seen: tuple[str, ...]
    status: str
    setuju: str
    tarik: str
    tanda: str

    @property
    def excluded(self) -> bool:
        return self.seen[SEEN.index("klasifikasi")] == TEMPLATE.excluded_class


Shown = Mapping[str, list[Row]]


def rows_of(office: Office, shown: Shown | None = None) -> dict[str, list[Row]]:
    """ID → its rows in `Induk`; with what was `shown`, whose row each is."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for cells in office.induk[1:]:
        row = row_of(office, cells)
        rows[whose(row, shown or {})].append(row)
    return rows


def row_of(office: Office, cells: list[str]) -> Row:
    """A row as people see it."""
    at = office.columns(office.induk, "induk")
    text = {role: cells[place] if place < len(cells) else "" for role, place in at.items()}
    seen = tuple(MEANT.get(text[role], " ".join(text[role].split())) for role in SEEN)
    return Row(text["id"], seen, text["status"], text["setuju"], text["tarik"], text["tanda"])


def whose(row: Row, shown: Shown) -> str:
    """Where ID and mark name two entries, the row is that of the one whose content people see in it."""
    owner = next((each for each, rows in shown.items() if row.tanda and row.tanda in {r.tanda for r in rows}), row.id)
    by_mark, by_id = (
        max((sum(one == other for one, other in zip(row.seen[CONTENT], known.seen[CONTENT], strict=True))
             for known in shown.get(each, [])), default=0)
        for each in (owner, row.id)
    )  # fmt: skip
    return owner if by_mark > by_id else row.id


class Oracle:
    """What may be public, kept from run to run."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.shown: dict[str, list[Row]] = {}
        self.allowed: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self.ticked: set[str] = set()
        self.unticked: set[str] = set()
        self.restored = False
        self.answers = 0
        self.lately: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self.standing: set[str] = set()
        self.answered = True
        self.must_be_off: set[str] = set()
        self.must_be_on: dict[str, tuple[str, ...]] = {}
        self.numbers: dict[str, int] = defaultdict(int)
        self.cells: dict[tuple[str, int, str], str] = {}

    # -- what people do ------------------------------------------------------------------------------------------------

    def tick(self, id: str) -> None:
        self.ticked.add(id)
        self.unticked.discard(id)

    def untick(self, id: str) -> None:
        """The PPID empties a cell that stood ticked since the last run."""
        self.ticked.discard(id)
        if id in self.standing:
            self.unticked.add(id)

    def kept(self) -> tuple[int, set[str], set[str]]:
        """What to remember with a version of the file that is kept."""
        return self.answers, set(self.ticked), set(self.unticked)

    def restore(self, answers: int, ticked: set[str], unticked: set[str]) -> None:
        """A kept version takes the file's place: an old one if sync has answered since, and then nothing ticked or
        emptied in it is anybody's act."""
        self.restored = answers != self.answers
        self.ticked, self.unticked = (set(), set()) if self.restored else (set(ticked), set(unticked))

    # -- before and after a run ----------------------------------------------------------------------------------------

    def before(self) -> None:
        """Judge what stands there now; call it right before a run reads the workbook."""
        self.must_be_off, self.must_be_on = set(), {}
        for id, seen in self.allowed.items():
            self.lately[id] |= seen
        standing = rows_of(self.office, self.shown)
        written = Counter(row.id for rows in standing.values() for row in rows)
        for id, rows in standing.items():
            if self._withdrawn(id, rows):
                self.must_be_off.add(id)
                self.allowed[id].clear()
            elif self._ticked(id, rows):
                self.allowed[id].add(rows[0].seen)
                own = (rows[0].id, rows[0].tanda) == (id, self.shown[id][0].tanda)  # ID and mark belong together
                known = own and written[id] == 1 and self.shown[id][0].status != "Ditarik"
                if known and self.answered and not self.restored and self.office.settings.publish.on_change == "keep":
                    self.must_be_on[id] = rows[0].seen
        self.cells = others_cells(self.office)

    def _withdrawn(self, id: str, rows: list[Row]) -> bool:
        unticked = id in self.unticked and not self.restored and all(row.setuju == "" for row in rows)
        return unticked or any(row.tarik in TICKS or row.excluded for row in rows)

    def _ticked(self, id: str, rows: list[Row]) -> bool:
        shown = self.shown.get(id, [])
        return (
            id in self.ticked and len(rows) == len(shown) == 1 and rows[0].seen == shown[0].seen
            and rows[0].setuju in TICKS and id not in self.standing and shown[0].status in MAY_TICK
        )  # fmt: skip

    def after(self, outcome: Outcome, writes: int) -> None:
        """Check everything that must hold after a run that came to an end. `writes` says how often the workbook was
        written, whether or not the run learnt of it."""
        whole = outcome.exit_code != 1
        self.check_public(in_the_middle=not whole)
        if whole:
            self.lately.clear()
        on_site = set(self.office.public())
        assert not on_site & self.must_be_off, f"still public: {on_site & self.must_be_off}"
        if outcome.exit_code == 0 and self.office.control("Perintah Unggah") == "Otomatis":
            for id, seen in self.must_be_on.items():
                assert id in on_site, f"{id} was ticked as it was seen and is not public"
                assert self._title(id) == seen[SEEN.index("judul")]
        self._check_cells(outcome)
        self._check_ids()
        if writes:
            self.note_shown()
        else:
            # Decided and recorded, but the workbook could not be answered: its rows bear marks that are spent.
            self.answered = self.answered and not (outcome.plan.batch and not whole)
            gone = {id for id in self.unticked if id in self.must_be_off}
            self.standing, self.unticked = self.standing - gone, self.unticked - gone

    def died(self, writes: int) -> None:
        """A run came to no end; `writes` says how often it wrote the workbook."""
        if writes:
            self.note_shown()
        else:
            self.answered = False

    def note_shown(self) -> None:
        """The workbook as the run left it is what people see from now on."""
        shown = rows_of(self.office)
        self.standing = {id for id, rows in shown.items() if any(row.setuju in TICKS for row in rows)}
        # A copy bears no mark; once it is gone, a tick in the entry's own row is one like any other.
        self.shown = {id: [row for row in rows if row.tanda] or rows for id, rows in shown.items()}
        self.answered = True
        self.ticked, self.unticked = set(), set()
        self.restored = False
        self.answers += 1

    def _title(self, id: str) -> str:
        return next(" ".join(entry["judul"].split()) for entry in self.office.site() if entry["id"] == id)

    def check_public(self, *, in_the_middle: bool = False) -> None:
        """Nothing in any public byte but what is allowed, at every moment; a run that died in the middle of its upload
        may have left what was allowed before it."""
        permitted = {id: set(seen) for id, seen in self.allowed.items()}
        for id, seen in self.lately.items() if in_the_middle else ():
            permitted.setdefault(id, set()).update(seen)
        entries = {entry["id"]: entry for entry in self.office.site()}
        for id, entry in entries.items():
            seen = permitted.get(id, set())
            titles = {item[SEEN.index("judul")] for item in seen}
            assert " ".join(entry["judul"].split()) in titles, f"{id} shows “{entry['judul']}”, approved: {titles}"
            assert entry["klasifikasi"] in {item[SEEN.index("klasifikasi")] for item in seen}
        allowed = b" ".join("\n".join(item).encode() for items in permitted.values() for item in items)
        extra = set(WORD.findall(public_bytes(self.office))) - set(WORD.findall(allowed))
        assert not extra, f"in public bytes, and never approved: {extra}"

    def _check_cells(self, outcome: Outcome) -> None:
        """Rule 9: no person's cell changed, but for its three exceptions; nothing typed was lost."""
        after = others_cells(self.office)
        for (title, number, role), text in self.cells.items():
            now = after.get((title, number, role), "")
            cleared = role in ("setuju", "tarik") and now == ""
            done = role == "order" and (text, now) == ("Sekali", "Tahan")
            assert now == text or cleared or done, f"{title}!{role}{number}: “{text}” → “{now}”"
        for (title, _, role), text in after.items():
            if title == "Induk" and role in ("setuju", "tarik"):
                assert text not in TICKS or text in self.cells.values(), "sync ticked"
        if outcome.plan.changed and outcome.plan.mode == "full":
            known = self.office.known()
            kept = {word for state in known.entries.values() for word in state.typed}
            lost = [text for (title, _, role), text in self.cells.items()
                    if role == "judul" and title != "Induk" and WORD.search(text.encode()) and text.strip() not in kept
                    and not any(text in row for rows in self.office.book.tabs.values() for row in rows)]  # fmt: skip
            assert not lost

    def _check_ids(self) -> None:
        """No ID is given twice, and numbers only grow."""
        added = [event.id for event in self.office.recorded() if event.event == "added"]
        assert len(added) == len(set(added))
        for id in added:
            code, number = id.split("-")
            assert int(number) <= len(added) + self.numbers[code] + 1
        assert set(added) == set(self.office.known().entries)


def others_cells(office: Office) -> dict[tuple[str, int, str], str]:
    """Every cell that people fill: (tab, row, role) → text."""
    cells: dict[tuple[str, int, str], str] = {}
    for title, kind in (("Induk", "induk"), *((unit.tab, "unit") for unit in office.settings.units)):
        rows = office.book.tabs.get(title)
        if not rows or not rows[0]:
            continue
        own = {*TEMPLATE.tab(kind).written_by("sync")}
        for role, place in office.columns(rows, kind).items():
            if role not in own:
                cells |= {(title, r, role): row[place] for r, row in enumerate(rows) if place < len(row) and row[place]}
    cells["Kendali", 0, "order"] = office.control("Perintah Unggah")
    return cells


def public_bytes(office: Office) -> bytes:
    """Everything of ours that the public can get, unpacked."""
    whole = b""
    for path, data in office.target.files.items():
        if path in office.target.somebodys:
            continue
        whole += data
        if data[:2] == b"PK":
            with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as archive:
                whole += b"".join(archive.read(name) for name in archive.namelist())
    return whole

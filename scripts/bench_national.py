"""The national search's part of the benchmark: many entries of many offices, in tantivy and in SQLite FTS5, the same
words in both. `python -m scripts.bench_national make FOLDER COUNT` makes them; `… ask FOLDER` measures."""

from __future__ import annotations

import json
import random
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scripts.bench_process import ROOT
from scripts.people import example_entries
from sync.national.list_store import Confirmation, ListStore
from sync.national.offices import OfficeSite
from sync.national.published_list import ListEntry, PublishedList
from sync.national.search import NationalSearch, read_question
from sync.national.search_index import entry_words, open_index, renew_index
from sync.national.taking import Ages, take_list
from sync.national.words import stem

EACH = 1800
"""Entries of an office."""
COMMON, ROUNDS = "laporan", 30
"""The word that is asked for; and how often."""
ASKED = (
    "laporan keuangan", "anggaran 2025", "keputusan penetapan", "laporan keuwangan", "sosialis",
    "pengadaan barang jasa",
)  # fmt: skip
NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
_CLASSES = ("Informasi Berkala", "Informasi Serta Merta", "Informasi Setiap Saat")


@dataclass(frozen=True)
class NationalFigures:
    """Megabytes and seconds; of FTS5 the same."""

    index: float
    common: float
    replaced: float
    memory: float
    made: float
    fts_index: float
    fts_common: float
    fts_replaced: float


def entries(office: int, count: int) -> Iterator[ListEntry]:
    """Entries as offices write them, with places, years and names of their own."""
    chance, examples = random.Random(office), example_entries()
    syllables = ["ra", "ta", "ngu", "si", "ma", "be", "lu", "ko", "da", "wi", "jo", "pe"]
    place = "".join(chance.choices(syllables, k=4)).title()
    for number in range(1, count + 1):
        one, year = chance.choice(examples), chance.randint(2010, 2026)
        own = "".join(chance.choices(syllables, k=3)).title()
        yield ListEntry(
            f"KUL-{number:04}", one["judul"].replace("Lebak", place) + f" Tahun {year}",
            f"{one['ringkasan']} {own} nomor {chance.randint(1, 900)}", one["penanggung_jawab"],
            one["penanggung_jawab"], str(year), place, "Softcopy", _CLASSES[number % 3], "2026-11-20", "2026-11-23",
        )  # fmt: skip


def open_bench_store(folder: Path) -> ListStore:
    """The store of this benchmark."""
    return ListStore(folder / "national.sqlite", Ages(timedelta(30), timedelta(7)))


def take(store: ListStore, office: int, count: int) -> None:
    """A new list of an office, taken."""
    code = f"{office:04}"
    offered = PublishedList("2026-11-23", tuple(entries(office, count)))
    taking = take_list(store.kept(code), offered, (), NOW, store.ages)
    store.replace(code, taking, NOW, Confirmation(1, code, "2026-11-23", "", "", ()))


def make(folder: Path, count: int) -> None:
    """Store, index and FTS5 table of so many entries."""
    store, offices = open_bench_store(folder), -(-count // EACH)
    store.set_offices(
        OfficeSite(f"{number:04}", f"Kantor {number}", "KPU", f"P{number % 38}", f"https://k{number}.go.id/")
        for number in range(offices)
    )
    for number in range(offices):
        take(store, number, EACH)
    began = time.process_time()
    renew_index(open_index(folder / "index"), store, NOW)
    (folder / "made").write_text(str(time.process_time() - began))
    fts = sqlite3.connect(folder / "fts.sqlite")
    fts.execute("CREATE VIRTUAL TABLE t USING fts5(office UNINDEXED, id UNINDEXED, words, detail=none)")
    for number in range(offices):
        _fill(fts, store, f"{number:04}")
    fts.execute("INSERT INTO t(t) VALUES ('optimize')")
    fts.commit()


def _fill(fts: sqlite3.Connection, store: ListStore, code: str) -> None:
    rows = ((code, entry.id, entry_words(entry)) for entry in store.shown_entries(code, NOW))
    fts.executemany("INSERT INTO t (office, id, words) VALUES (?,?,?)", rows)


def ask(folder: Path) -> NationalFigures:
    """Everything that is measured of what was made, in this process."""
    store = open_bench_store(folder)
    search = NationalSearch(folder / "index", store)
    common = _cpu(lambda: search.ask(read_question({"q": [COMMON]}, {}), NOW))
    for text in ASKED:
        search.ask(read_question({"q": [text]}, {}), NOW)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    index = sum(path.stat().st_size for path in (folder / "index").iterdir()) / 1e6
    fts, size = sqlite3.connect(folder / "fts.sqlite"), (folder / "fts.sqlite").stat().st_size / 1e6
    query = "SELECT office, id FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20"
    fts_common = _cpu(lambda: fts.execute(query, [stem(COMMON)]).fetchall(), 3)
    replaced, fts_replaced = _replaced(folder, store), _fts_replaced(fts, store)
    made = float((folder / "made").read_text())
    return NationalFigures(index, common, replaced, memory, made, size, fts_common, fts_replaced)


def _replaced(folder: Path, store: ListStore) -> float:
    """Seconds from a list that is another throughout to an index that has it; the fastest of three."""
    took = []
    for other in (7001, 7002, 7003):
        offered = PublishedList("2026-11-24", tuple(entries(other, EACH)))
        began = time.perf_counter()
        taking = take_list(store.kept("0000"), offered, (), NOW, store.ages)
        store.replace("0000", taking, NOW, Confirmation(2, str(other), "2026-11-24", "", "", ()))
        renew_index(open_index(folder / "index"), store, NOW)
        took.append(time.perf_counter() - began)
    return min(took)


def _fts_replaced(fts: sqlite3.Connection, store: ListStore) -> float:
    began = time.perf_counter()
    fts.execute("DELETE FROM t WHERE office = '0000'")
    _fill(fts, store, "0000")
    fts.commit()
    return time.perf_counter() - began


def _cpu(work: Callable[[], object], times: int = ROUNDS) -> float:
    """Seconds of the processor, the fastest of some rounds."""
    took = []
    for _ in range(times):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took)


def figures(folder: Path, count: int) -> NationalFigures:
    """Made in one process, measured in another."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "scripts.bench_national"]
    subprocess.run([*command, "make", str(folder), str(count)], cwd=ROOT, check=True)
    done = subprocess.run([*command, "ask", str(folder)], cwd=ROOT, capture_output=True, text=True, check=True)
    return NationalFigures(**json.loads(done.stdout))


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        print(json.dumps(ask(Path(sys.argv[2])).__dict__))

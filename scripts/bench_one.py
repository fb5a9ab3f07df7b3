"""One measurement of the benchmark, in a process of its own: `python -m scripts.bench_one WHAT ROWS [FILE]` prints
`{"seconds": …, "megabytes": …}`. Preparing what is measured is not measured; seconds are those of the
processor, memory is the peak of the whole process, the table included."""

from __future__ import annotations

import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.bench_rows import NOW, after, bench_settings, bench_sheets, bench_snapshot
from scripts.people import TEMPLATE, example_entries
from sync.cells.choice import read_choice
from sync.gc_pause import gc_paused
from sync.plan.gather import Snapshot
from sync.plan.make_plan import make_plan
from sync.tabs.unit_tab import read_unit_tab

Work = Callable[[], object]
KNOWN = ("workbook.pickle", "ledger.pickle", "target.pickle")


def plan_first(folder: Path, count: int) -> Work:
    """Table in memory → `Plan`: every row is new."""
    settings = bench_settings(folder)
    snapshot = bench_snapshot(settings, count)
    return lambda: make_plan(snapshot, settings, TEMPLATE)


def plan_again(folder: Path, count: int) -> Work:
    """The same, when every row is known and nothing is new: what cron meets. Workbook and ledger were made by another
    process and come from files, as texts of their own: what making them took is not in the figures."""
    settings = bench_settings(folder)
    command = [sys.executable, "-m", "scripts.bench_one", "known", str(count), str(folder)]
    subprocess.run(command, cwd=Path(__file__).parent.parent, check=True, capture_output=True)
    workbook, ledger, target = (_unpickled(folder / name) for name in KNOWN)
    snapshot = Snapshot(workbook, ledger, target, NOW)
    return lambda: make_plan(snapshot, settings, TEMPLATE)


def _unpickled(path: Path) -> Any:
    with path.open("rb") as file:
        return pickle.load(file)


def make_known(folder: Path, count: int) -> None:
    """What a run over these rows finds after a run over them."""
    settings = bench_settings(folder)
    snapshot = bench_snapshot(settings, count)
    known = after(snapshot, make_plan(snapshot, settings, TEMPLATE))
    for name, part in zip(KNOWN, (known.workbook, known.ledger, known.target), strict=True):
        (folder / name).write_bytes(pickle.dumps(part))


def check(folder: Path, count: int) -> Work:
    """The checks alone: every cell read, every rule of the unit's tab tried. The collector is paused, as in a run."""
    settings = bench_settings(folder)
    sheets = bench_sheets(settings, count)

    def read() -> None:
        with gc_paused():
            for unit in settings.units:
                read_unit_tab(sheets[unit.tab], unit.code, settings.office.facts, TEMPLATE)

    return read


def frictionless(folder: Path, count: int) -> Work:
    """frictionless validating the same rows, one table a tab, with the rules that a table schema can say."""
    from frictionless import Resource, Schema

    settings = bench_settings(folder)
    sheets = bench_sheets(settings, count)
    schema = table_schema()
    tables = [[list(row) for row in sheets[unit.tab].rows] for unit in settings.units]

    def validate() -> None:
        for table in tables:
            resource = Resource(data=table, schema=Schema.from_descriptor(schema))
            resource.validate(limit_errors=len(table) * len(table[0]))  # it stops at a thousand unless told to go on

    return validate


_DAY = (
    r"\d{1,2} \w+ \d{4}|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}|\w+ \d{4}|(TW|Triwulan|Semester) [IV]+( Tahun)? \d{4}"
)
_KEPT = (
    r"\d+( \(\w+\))? (th|tahun|bulan)( aktif, \d+ (tahun|bulan) inaktif)?|[Pp]ermanen"
    r"|Selama( masih)? (berlaku|menjabat)"
)
_LINKS = r"(([^|\n]+ \| )?https?://\S+\n?)*"


def table_schema() -> dict[str, Any]:
    """Required, closed lists (with the spellings that occur), forms of periods, retention and links, and lengths."""
    patterns = {"waktu": _DAY, "retensi": _KEPT, "tautan": _LINKS}
    fields = []
    for column in TEMPLATE.tab("unit").columns:
        limits: dict[str, Any] = {"maxLength": 5000}
        if column.required:
            limits["required"] = True
        if column.role in patterns:
            limits["pattern"] = patterns[column.role]
        if column.kind == "choice":
            choices = TEMPLATE.choices[column.choices]
            typed = {entry.get(column.role, "") for entry in example_entries()}
            limits["enum"] = sorted(text for text in typed if text and not read_choice(text, choices).flaws)
        fields.append({"name": column.header, "type": "string", "constraints": limits})
    return {"fields": fields}


def calamine(file: Path) -> Work:
    """python-calamine reading every tab of the file."""
    from python_calamine import CalamineWorkbook

    def read() -> int:
        book = CalamineWorkbook.from_path(file)
        return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)

    return read


WORKS = {"plan-first": plan_first, "plan-again": plan_again, "check": check, "frictionless": frictionless}


def main(what: str, count: str, file: str = "") -> None:
    """Prepare, measure once, and say what it took."""
    if what == "known":
        make_known(Path(file), int(count))
        return
    with tempfile.TemporaryDirectory() as folder:
        work = calamine(Path(file)) if what == "calamine" else WORKS[what](Path(folder), int(count))
        start = time.process_time()
        work()
        seconds = time.process_time() - start
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The papers' part of the benchmark: an office with a year behind it, a decree with its appendix, and evidence of the
year. `python -m scripts.bench_papers pdf|docx FOLDER` makes the decree of that office in one form."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scripts.bench_rows import bench_settings
from scripts.bench_site import bench_release
from scripts.people import TEMPLATE
from sync.ledger.ledger import Ledger
from sync.ledger.state import Approval, EntryState, Event, OfficeState, Record, Version
from sync.model import UploadOrder
from sync.papers.decree import decree_on_list
from sync.papers.word_file import to_word
from sync.plan.version import fingerprint_of
from sync.release import ReleasedEntry
from sync.run.print import sources_of, to_pdf

YEAR, RUNS = 2025, 120
FIRST, AGAIN = ("added", "approved", "published"), ("changed", "lapsed", "approved", "published")
"""The events of an entry's way to the public, and of each later one."""


def make_year(folder: Path, entries: int, events: int) -> None:
    """The example office with so many public entries and at least so many events, over `RUNS` runs of `YEAR`."""
    settings = bench_settings(folder)
    ledger = Ledger(settings.ledger_path, settings.backup_folder)
    office = OfficeState("0" * 32, order=UploadOrder.ALWAYS, establishment=("45/PP.08/2025", f"{YEAR}-02-03"))
    known: dict[str, EntryState] = {}
    start, every = datetime(YEAR, 1, 2, 3, tzinfo=UTC), timedelta(days=360) / RUNS
    acts = list(_acts(entries, events))
    size = -(-len(acts) // RUNS)
    for run, cut in enumerate(range(0, len(acts), size), 1):
        at = (start + run * every).isoformat()
        states, versions, done = {}, [], []
        for entry in acts[cut : cut + size]:
            state, version = _next(entry, known.get(entry.id), at)
            known[entry.id] = states[entry.id] = state
            versions.append(version)
            words = AGAIN if version.number > 1 else FIRST
            roles = {"added": f"unit:{entry.unit}", "changed": f"unit:{entry.unit}", "approved": "ppid"}
            done += [Event(entry.id, word, version.number, roles.get(word, "sync")) for word in words]
        then = replace(office, run=run, confirmed=run, release=run, received=run)
        record = Record(
            then, tuple(states.values()), tuple(versions), events=tuple(done),
            items={id: state.approved for id, state in states.items()},
        )  # fmt: skip
        ledger.record(record, at, TEMPLATE.content_roles)


def _acts(entries: int, events: int) -> Iterator[ReleasedEntry]:
    """The entries one after another, round and round, until there are so many events."""
    release, count = bench_release(entries).entries, 0
    while count < events:
        for entry in release:
            count += len(AGAIN if count >= entries * len(FIRST) else FIRST)
            yield entry
            if count >= events:
                return


def _next(entry: ReleasedEntry, before: EntryState | None, at: str) -> tuple[EntryState, Version]:
    """The entry's next version, approved and public."""
    number = before.version + 1 if before else 1
    content = {**entry.content, "unit": entry.unit, "ringkasan": f"{entry.content['ringkasan']}, cetakan {number}"}
    version = Version(entry.id, number, fingerprint_of(content), content, valid=True)
    history = (*(before.history if before else ()), Approval(at, number, ("ringkasan",) if before else ()))
    typed = tuple(content.get(role, "") for role in TEMPLATE.content_roles)
    state = EntryState(
        entry.id, entry.unit, typed, number, answerable=True, klasifikasi=content["klasifikasi"], setuju=True,
        approved=number, approved_at=at, history=history, public=True, status=TEMPLATE.status("released"),
    )  # fmt: skip
    return state, version


def main(form: str, folder: str) -> None:
    """Make the decree."""
    sources = sources_of(bench_settings(Path(folder)), TEMPLATE)
    for paper in decree_on_list(sources):
        made = to_pdf(paper, sources) if form == "pdf" else to_word(paper, sources.templates)
        (Path(folder) / f"{paper.name}.{form}").write_bytes(made)


if __name__ == "__main__":
    main(*sys.argv[1:])

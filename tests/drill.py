"""A disk is lost: an office of 46 rows, thirty random runs, a loss at a random moment, a way home; then it is judged by
what was true before the loss.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

from sync.cli.json_report import log_line, sync_document
from sync.errors import DipError
from sync.ledger.state import LedgerState
from sync.run.backup_source import Source, open_source
from sync.run.rebuild import carry_out_rebuild, plan_rebuild
from sync.run.restore import carry_out, plan_restore
from sync.run.run_log import RunLog
from sync.run.sync import Doors, Outcome
from tests.convergence import crash_at
from tests.memory_doors import TEMPLATE
from tests.office import Office
from tests.oracle import others_cells, public_bytes
from tests.people import ACTIONS, LISTS, TITLE, People

ROWS, RUNS = 46, 30
WAYS = ("backup", "dip-backup", "rebuild")
FREE = 10_000
OFTEN = (People.retitle, People.tick_many, People.tarik, People.untick)
DEEDS = (*ACTIONS, *(OFTEN * 4))
"""Texts move on, are approved again, and are withdrawn."""

Entries = dict[str, dict[str, Any]]


class LoggedOffice(Office):
    """An office whose runs leave a line, as those of the command do."""

    def __init__(self, folder: Path, on_change: str, kind: str) -> None:
        super().__init__(folder, on_change, kind=kind)
        self.runs = RunLog(folder / "dip-runs.jsonl")

    def doors(self) -> Doors:
        return replace(super().doors(), runs=self.runs)

    def sync(self, allow_removals: int = 0) -> Outcome:
        outcome = super().sync(allow_removals)
        document = sync_document(outcome, self.settings, outcome.exit_code)
        self.runs.append(log_line(document, self.ledger.head()[1]))
        return outcome


class Drill:
    """One loss. `before` and `after` are what was true before and after the run that was under way."""

    def __init__(self, folder: Path, seed: int, way: str, kind: str = "memory") -> None:
        self.folder, self.seed, self.way, self.dice = folder, seed, way, random.Random(seed)
        self.office = LoggedOffice(folder, self.dice.choice(["keep", "withdraw"]), kind)
        self.people = People(self.office)
        self.kept: Path | None = None
        self.truths: list[LedgerState] = []
        self.sites: list[Entries] = []
        self.known: set[str] = set()
        self.gone: set[str] = set()

    def play(self) -> None:
        """Everything, in its order. The identity of the ledger, and so every mark, is the seed's."""
        with patch("sync.ledger.ledger.uuid.uuid4", lambda: UUID(int=self.seed)):
            self._play()

    def _play(self) -> None:
        self.work()
        self.lose()
        typed = others_cells(self.office)
        self.come_home()
        self.judge(typed)
        self.go_on()

    # -- until the loss ------------------------------------------------------------------------------------------------

    def work(self) -> None:
        for number in range(ROWS):
            self.people.add(number)
        self.office.order("Otomatis")
        self.run()
        self.people.tick_many(0)
        self.run()
        backup, lost = sorted(self.dice.sample(range(RUNS), 2))
        for number in range(lost):
            if number == backup or self.kept is None:
                self.back_up()
            self.act(self.dice.randint(1, 4))
            self.run()
        self.back_up(only_first=True)
        self.act(self.dice.randint(0, 3))
        self.remember()
        if self.dice.random() < 0.5:
            self.last_run()

    def last_run(self) -> None:
        """The disk is lost in the middle of it."""
        try:
            crash_at(self.office, self.dice.randint(0, 25))
        except DipError:
            return
        self.remember()

    def run(self) -> None:
        try:
            self.office.sync(FREE)
        except DipError:
            return

    def act(self, count: int) -> None:
        for _ in range(count):
            self.dice.choice(DEEDS)(self.people, self.dice.randint(0, 60))

    def back_up(self, *, only_first: bool = False) -> None:
        if only_first and self.kept:
            return
        self.kept = self.folder / "cadangan" / "ledger.sqlite"
        shutil.rmtree(self.kept.parent, ignore_errors=True)
        self.kept.parent.mkdir()
        self.office.ledger.copy_to(self.kept)

    def remember(self) -> None:
        self.truths.append(self.office.known())
        self.sites.append(self.shown())

    def shown(self) -> Entries:
        return {entry["id"]: entry for entry in self.office.site()}

    # -- the way home --------------------------------------------------------------------------------------------------

    def lose(self) -> None:
        """The ledger goes, and sometimes one or the other witness stays."""
        self.known = {
            row[self.office.at("id")] for row in self.office.induk[1:] if row[self.office.at("tanda") :][:1] > [""]
        }
        self.office.ledger.path.unlink()
        if self.dice.random() < 0.5:
            (self.folder / "dip-runs.jsonl").unlink(missing_ok=True)
        if self.dice.random() < 0.5:
            self.office.receipts.data = b""
        self.act(self.dice.choice([0, 0, 2]))
        if self.dice.random() < 0.3:
            self.people.tick_many(0)
        self.gone = {row[self.office.at("id")] for row in self.rows("status", "Ditarik")}

    def rows(self, role: str, text: str) -> list[list[str]]:
        """The rows of `Induk` in which this stands."""
        at = self.office.at(role)
        return [row for row in self.office.induk[1:] if at < len(row) and row[at] == text]

    def come_home(self) -> None:
        doors, office = self.office.doors(), self.office
        if self.way == "rebuild":
            carry_out_rebuild(plan_rebuild(doors, office.settings, TEMPLATE, office.now))
            return
        scratch = self.folder / "scratch"
        scratch.mkdir()
        carry_out(plan_restore(doors, office.settings, TEMPLATE, self.source(scratch)), doors)

    def source(self, scratch: Path) -> Source:
        if self.way == "dip-backup":
            return open_source(self.folder / "dip-backup", scratch)
        assert self.kept
        return open_source(self.kept, scratch)

    # -- what must hold ------------------------------------------------------------------------------------------------

    def judge(self, typed: dict[tuple[str, int, str], str]) -> None:
        self.check_typed(typed)
        self.check_withdrawn()
        assert self.office.control("Perintah Unggah") == "Tahan"
        cut = bool(self.office.target.journal)
        outcome = self.office.sync(FREE)
        assert outcome.exit_code == 0, outcome.failure
        self.check_typed(typed)
        self.check_accusations(outcome, cut=cut)
        self.check_public()
        self.check_approvals()
        done = (self.office.book.writes, self.office.ledger.records, self.office.target.publishes)
        assert self.office.sync(FREE).exit_code == 0
        now = (self.office.book.writes, self.office.ledger.records, self.office.target.publishes)
        assert now == done, "a second run changed something"
        self.office.ledger.verify()

    def check_typed(self, typed: dict[tuple[str, int, str], str]) -> None:
        """Nobody's cell was changed, but for ticks that were cleared and the order, which holds."""
        now = others_cells(self.office)
        for (title, number, role), text in typed.items():
            cleared = role in ("setuju", "tarik") or (title, role) == ("Kendali", "order")
            found = now.get((title, number, role), "")
            assert found == text or cleared, f"{title}!{role}{number}: “{text}” → “{found}”"

    def check_accusations(self, outcome: Outcome, *, cut: bool = False) -> None:
        """Nobody is accused of what the program did itself: the site is as it was left, the lists have each of their
        rows once and every note of somebody's, and where nobody jotted anything nothing is told of them. What a publish
        that was `cut` sent is known by its journal, which in memory has no digests."""
        assert cut or outcome.plan.altered == ()
        self.people.verify_notes()
        self.people.verify_list()
        for title in LISTS[:3]:
            keys = [row[0] for row in self.office.book.tabs[title][1:] if row and row[0]]
            assert len(keys) == len(set(keys)), f"{title} has a row twice: {keys}"
        told = {problem.tab for problem in outcome.plan.problems if problem.code == "baris-titipan"}
        assert told <= self.people.notes.keys(), f"nobody wrote into {told - self.people.notes.keys()}"

    def check_public(self) -> None:
        """What is public was so before, word for word, and neither withdrawn nor superseded: not by the last decisions
        that anybody but the lost disk knew, nor by those before a run that died."""
        shown = self.shown()
        for id, entry in shown.items():
            assert any(self.same(entry, site.get(id)) for site in self.sites), f"{id} was not public: {entry['judul']}"
            stood = [truth for truth in self.truths if id in truth.items and self.title(truth, id) == entry["judul"]]
            assert stood, f"{id} shows “{entry['judul']}”, which was withdrawn or superseded"
        titles = {entry["judul"].encode() for site in self.sites for entry in site.values()}
        left = titles - {entry["judul"].encode() for entry in shown.values()}
        everything = public_bytes(self.office)
        assert not [title for title in left if title + b"<" in everything or title + b'"' in everything]

    def check_withdrawn(self) -> None:
        """What `Induk` or the site shows as withdrawn is so."""
        known = self.office.known().entries
        for state in (known[id] for id in self.gone if id in known):
            assert not state.approved and state.withdrawn == state.version, f"{state.id} was withdrawn"

    def check_approvals(self) -> None:
        """Nothing stands approved but what is public: no tick that stood there counted."""
        known = self.office.known()
        assert {id for id, state in known.entries.items() if state.approved} == set(known.items)

    def same(self, one: dict[str, Any], other: dict[str, Any] | None) -> bool:
        dates = ("nomor", "ditetapkan", "dimutakhirkan")
        return other is not None and all(one[key] == other[key] for key in one if key not in dates)

    def title(self, truth: LedgerState, id: str) -> str:
        return truth.versions[id][truth.items[id]].content.get("judul", "")

    # -- the office goes on --------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """New IDs are new, and a tick counts again."""
        known = {id for site in self.sites for id in site} | set(self.known)
        for unit in self.office.settings.units:
            self.office.tab(unit.code)[0][TITLE] = "Judul Informasi"  # whoever broke a header mends it
        before = set(self.office.known().entries)
        self.office.add("KUL", judul=f"Laporan {self.people.word()}")
        self.office.sync(FREE)
        fresh = set(self.office.known().entries) - before
        assert fresh and not fresh & known
        self.people.tick_many(0)
        self.office.order("Otomatis")
        waiting = {id for id, state in self.office.known().entries.items() if state.status == "Menunggu persetujuan"}
        alone = {id for id in waiting if len(self.office.rows_of(id)) == 1 and not self.office.read(id, "tarik")}
        outcome = self.office.sync(FREE)
        assert outcome.exit_code == 0
        self.check_accusations(outcome)
        states = self.office.known().entries
        refused = {id for id in alone if not states[id].approved}
        assert not refused, f"a tick did not count: {[(id, states[id].reason) for id in refused]}"

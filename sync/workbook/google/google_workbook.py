"""The adapter for a Google spreadsheet, in which people type while sync reads and writes.

A read takes two requests, a write one, whatever the number of tabs. Nothing keeps people from moving rows between the
two. So every write first copies what it overwrites into a hidden tab (the witness), and Google's answer shows the rows
that were written. If they are not those that were read, `write` raises `WorkbookChanged`, and the run reads again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from sync.errors import WorkbookChanged, WorkbookError
from sync.model import Batch, Lock, Sheet, TabWrite, WorkbookState
from sync.settings.spreadsheet_address import Account, spreadsheet_id
from sync.settings.units import Unit
from sync.tabs.header_row import Columns, find_columns
from sync.tabs.tab_names import find_tab
from sync.template.template import Template
from sync.workbook.google.cells import stored_text
from sync.workbook.google.client import GoogleClient, open_client
from sync.workbook.google.reader import Tab, read_all, stamp_of
from sync.workbook.google.requests import Step, grown, new_tab, parts_of, steps_of
from sync.workbook.google.retry import RetryPolicy
from sync.workbook.google.tick_lock import lock_of
from sync.workbook.google.verify import KINDS, MASK, Checker, kept_of, lost_message, moved_message
from sync.workbook.google.witness import KEPT_AT, ROLES, TITLE, Watched, witness_of

Json = dict[str, Any]
TICKS = ("setuju", "tarik")


class GoogleWorkbook:
    """A Google spreadsheet. See `sync.workbook.workbook.Workbook` for what each method promises."""

    def __init__(
        self,
        location: str,
        template: Template,
        units: Sequence[Unit],
        account: Account,
        retry: RetryPolicy | None = None,
        before_change: Callable[[], None] = lambda: None,
    ) -> None:
        self.location = location
        self._id = spreadsheet_id(location)
        self._template = template
        self._units = tuple(units)
        self._account = account
        self._retry = retry
        self._before_change = before_change
        self._opened: GoogleClient | None = None

    @property
    def client(self) -> GoogleClient:
        """The client, made when it is first needed. Raises `NoAccess`."""
        if self._opened is None:
            account = self._account
            self._opened = open_client(
                self._id, account.credentials, account.impersonate, self._retry, account.ca_file, self._before_change
            )  # fmt: skip
        return self._opened

    def read(self) -> WorkbookState:
        """The tabs of `dip.toml` and of sync, and the first rows of others, in two requests. Raises `NoAccess`,
        `GoogleBusy`, `WorkbookError`."""
        own = {tab.title for tab in self._template.tabs.values() if tab.title}
        names = {name for unit in self._units for name in (unit.tab, *unit.aliases)}
        plain = {self._template.tab(kind).title for kind in ("dip", "dik", "riwayat", "petunjuk")} | {TITLE}
        before = self.client.reads
        read = read_all(self.client, own | names | {TITLE}, plain, narrow={TITLE: KEPT_AT}, heads=True)
        hidden, master = find_tab(read.tabs, TITLE).title, self._title("induk", read.tabs)
        sheets = {title: sheet for title, sheet in read.sheets.items() if title != hidden}
        columns = self._columns("induk", sheets.get(master))
        witness = witness_of(read.sheets.get(hidden), _headers(sheets.get(master), columns))
        return WorkbookState(
            self.location, sheets, stamp_of(sheets), self.client.reads - before,
            lock=self._lock(read.tabs.get(master), columns), witness=witness, heads=read.heads,
            without_cells=read.without_cells, tab_ids={title: tab.id for title, tab in read.tabs.items()},
            token=read.tabs,
        )  # fmt: skip

    def _title(self, kind: str, titles: Collection[str]) -> str:
        """Under which title a tab of sync stands; empty if under none."""
        return find_tab(titles, self._template.tab(kind).title).title

    def _lock(self, master: Tab | None, columns: Columns | None) -> Lock | None:
        if master is None or columns is None:
            return None
        places = [columns.at[role] for role in TICKS if role in columns.at]
        others = (self._account.owner, self.client.requester.service_account)
        return lock_of(master, places, columns.first, self._account.ppid, others)

    def _columns(self, kind: str, sheet: Sheet | None) -> Columns | None:
        columns = find_columns(sheet, self._template.tab(kind), ()) if sheet else None
        return columns if isinstance(columns, Columns) else None

    def check_writable(self, state: WorkbookState) -> None:
        """Does nothing: a spreadsheet is always open in somebody's browser, and the answer of the write shows what
        changed since it was read."""

    def write(self, batch: Batch, state: WorkbookState) -> WorkbookState | None:
        """Write the batch in one request (in several if it is large). Raises `WorkbookChanged` if it did not land on
        what was read, `AnswerLost` if that is not known."""
        if not batch:
            return state
        tabs = cast("Mapping[str, Tab]", state.token)
        places = self._places(batch, state)
        first = {title: columns.first for title, columns in places.items()}
        checker = Checker(state.sheets, tabs, places, self._watched(tabs, state))
        moved: list[str] = []
        before = self.client.writes
        for place, part in enumerate(parts_of(steps_of(batch.tabs, tabs, self._template, first))):
            begins = bool(batch.run) and not place
            moved += self._written(part, checker, batch.run, begins=begins)
            if begins:
                checker = replace(checker, watched=checker.watched.taken(batch.run))
            if _covers(part):
                checker = replace(checker, watched=_made(part, checker.watched))
            if moved:
                message = f"{moved_message(moved)}. Run again when it is quieter."
                raise WorkbookChanged(message, self.client.writes - before)
        if batch.titles:
            self.client.change([_titled(tabs[old], new) for old, new in batch.titles.items()], fields="spreadsheetId")
            return None
        token = self._grown(batch, tabs, checker.watched)
        return replace(self._after(batch, state), token=token, writes=self.client.writes - before)

    def _grown(self, batch: Batch, before: Mapping[str, Tab], watched: Watched) -> dict[str, Tab]:
        """The tabs as Google counts them after a batch: a run may write once more without reading again."""
        tabs = dict(before)
        for tab in batch.tabs:
            taken = {there.id for there in tabs.values()}
            tabs[tab.title] = grown(tab, tabs.get(tab.title) or new_tab(tab, self._template, taken))
        return {**tabs, watched.witness.title: watched.filled} if watched.exists else tabs

    def _written(self, part: Sequence[Step], checker: Checker, run: int, *, begins: bool) -> list[str]:
        """Write one part; where the run `begins`, only if no other computer wrote since it was read."""
        watched = checker.watched
        kept = kept_of(part, watched.witness.id)
        first = replace(watched, kept=kept.size).room(run) if begins or _covers(part) else []
        first += watched.turn(run) if begins and watched.exists else []
        first += [*(watched.requests() if _watches(part) else ()), *kept.requests()]
        requests = [*first, *(request for step in part for request in step.requests)]
        answer = self.client.change(requests, checker.ranges(part, kept), MASK)
        mismatch = checker.check(part, answer, kept)
        if mismatch.give_back:
            after = self.client.change(mismatch.give_back, checker.ranges(part, kept), MASK)
            if not checker.stood_still(mismatch.moved, part, answer, after):
                raise WorkbookError(lost_message(mismatch.moved))
        return mismatch.moved

    def _places(self, batch: Batch, state: WorkbookState) -> dict[str, Columns]:
        """Where the columns are, in the tabs of the batch that people type in."""
        tabs = [tab for tab in batch.tabs if (tab.cells or tab.append) and tab.kind in KINDS]
        places = {tab.title: self._columns(tab.kind, state.sheets.get(tab.title)) for tab in tabs}
        return {title: columns for title, columns in places.items() if columns}

    def _watched(self, tabs: Mapping[str, Tab], state: WorkbookState) -> Watched:
        title = self._title("induk", tabs)
        columns = self._columns("induk", state.sheets.get(title))
        witness = tabs.get(find_tab(tabs, TITLE).title)
        taken = {tab.id for tab in tabs.values()}
        made = witness or new_tab(TabWrite(TITLE, "induk"), self._template, taken)
        return Watched(
            replace(made, height=made.height if witness else 1), tabs.get(title), columns.at if columns else None,
            tabs.get(self._title("kendali", tabs)), witness is not None,
        )  # fmt: skip

    def _after(self, batch: Batch, state: WorkbookState) -> WorkbookState:
        """The state after the write, if nobody but sync wrote."""
        sheets = dict(state.sheets)
        for tab in batch.tabs:
            sheet = sheets.get(tab.title) or Sheet(tab.title, (), boxes=frozenset())
            sheets[tab.title] = tab.applied_to(sheet, stored_text, inserts=True).trimmed()
        return replace(state, sheets=sheets, stamp=stamp_of(sheets))


def _titled(tab: Tab, title: str) -> Json:
    """The request that gives a tab another title: what refers to it goes with it."""
    return {"updateSheetProperties": {"properties": {"sheetId": tab.id, "title": title}, "fields": "title"}}


def _covers(part: Sequence[Step]) -> bool:
    """Whether a part overwrites cells of tabs that people type in."""
    return any(step.cells for step in part)


def _made(part: Sequence[Step], watched: Watched) -> Watched:
    """The witness after a part was written."""
    size = kept_of(part, watched.witness.id).size
    return replace(watched, witness=replace(watched, kept=size).filled, exists=True)


def _watches(part: Sequence[Step]) -> bool:
    """Whether a part overwrites cells beside those that people write."""
    return any(step.cells and step.kind in ("induk", "kendali") for step in part)


def _headers(master: Sheet | None, columns: Columns | None) -> list[str] | None:
    """The headers of the columns of `ROLES`."""
    if master is None or columns is None:
        return None
    return [master.text(columns.header_row, columns.at[role]) if role in columns.at else "" for role in ROLES]

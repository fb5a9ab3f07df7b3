"""`dip status`: how the office stands, from what runs left beside `dip.toml`. The workbook is neither read nor written.

The last run and since when something fails, who is waited for, order and release, the age of the backup. What must be
done about it follows from these (`next_steps`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sync.errors import DipError, Held, RowsNeedFixing, TryLater
from sync.ledger.ledger import Ledger
from sync.ledger.state import RECOVERED, RELEASED, OfficeState
from sync.links.link_file import LinkFile
from sync.links.link_result import NO_RESULTS, LinkResults
from sync.message import Message, from_document, say
from sync.model import UploadOrder, run_number
from sync.run.kept_matters import KeptMatter, kept_matters, overdue
from sync.run.run_log import Line, RunLog
from sync.settings.answers import is_example
from sync.settings.settings import Settings

SILENT = timedelta(days=4)
"""After so long without a run its timer or cron line may be gone: a weekend with a holiday is shorter."""
CLOCKS_DIFFER = timedelta(minutes=10)
"""By so much a clock may be set back without a word."""
BACKUP_AGE = timedelta(days=7)
"""An older backup is told."""
LINKS_AGE = timedelta(days=14)
"""An older report on links is told, once there was one: results that old soon say nothing in the rows."""


@dataclass(frozen=True)
class PastRun:
    """A run as its line in `dip-runs.jsonl` tells it. `error` is what stopped it; `waiting` is who was waited for after
    it, `due` what was due by law then, None where it could not say."""

    number: str
    at: datetime
    exit_code: int
    code: str = ""
    error: str = ""
    waiting: Mapping[str, Any] | None = None
    entries: int = 0
    name: str = ""
    due: tuple[KeptMatter, ...] | None = None

    @property
    def good(self) -> bool:
        """It did what it should. With `--strict` rows that need fixing are a failure, but none of the run's."""
        return self.exit_code == 0 or self.code == RowsNeedFixing.code


@dataclass(frozen=True)
class BackupMade:
    """A backup that `dip backup` wrote, as its line in `dip-runs.jsonl` tells it."""

    path: str
    at: datetime


@dataclass(frozen=True)
class CallFailed:
    """That the monitor could not be told of the last good run, and why."""

    at: datetime
    why: str


@dataclass(frozen=True)
class MessagesSent:
    """What became of the last messages: how many were sent, wait or were refused, and why some wait, and since when."""

    at: datetime
    sent: int
    waiting: int
    refused: int
    why: str
    since: datetime


@dataclass(frozen=True)
class OfficeStatus:
    """Everything on the operator's one screen.

    last      the last run
    good      the last one that did what it should
    failing   since when no run did
    waiting   the last run that could say who is waited for
    office    order and release, as the ledger knows them; None if there is no ledger
    trouble   why the ledger could not be asked
    backup    the newest backup
    ping      that the monitor was not told of the last good run
    links     what is known of links
    messages  what became of the last messages to the people concerned
    recovered whether nothing new was published since a restore or rebuild
    now       when this was asked
    """

    now: datetime
    last: PastRun | None = None
    good: PastRun | None = None
    failing: datetime | None = None
    waiting: PastRun | None = None
    office: OfficeState | None = None
    trouble: str = ""
    backup: BackupMade | None = None
    ping: CallFailed | None = None
    links: LinkResults = NO_RESULTS
    messages: MessagesSent | None = None
    recovered: bool = False

    def stale(self, age: timedelta | None) -> bool:
        """Whether the last good run is older than that, or nobody can tell: its time has not come yet."""
        return age is not None and (self.good is None or self.is_ahead(self.good.at) or self.now - self.good.at > age)

    def is_ahead(self, at: datetime) -> bool:
        """Whether this time has not come yet: the clock was wrong then, or is now."""
        return at - self.now > CLOCKS_DIFFER

    @property
    def due(self) -> tuple[KeptMatter, ...] | None:
        """What was due by law after the last run that could say so; None where no run could, or its clock was ahead."""
        known = self.waiting
        return None if known is None or self.is_ahead(known.at) else known.due

    def today(self, settings: Settings) -> date:
        """The office's day."""
        return self.now.astimezone(settings.office.zone).date()

    @property
    def ledger_missing(self) -> bool:
        """There is no ledger, though a run worked with one: the first leaves it."""
        return self.office is None and not self.trouble and self.waiting is not None

    @property
    def log_missing(self) -> bool:
        """There is no line of any run, though the ledger counts some."""
        return self.last is None and bool(self.office and self.office.run)

    @property
    def entries(self) -> int | None:
        """How many entries the site has; None where the ledger went on since the run that said so, as after a way home
        and after a rollback."""
        known = self.waiting
        if known is None:
            return None
        behind = self.office is not None and self.office.run > (run_number(known.number) or 0)
        return None if behind else known.entries


def read_status(settings: Settings, now: datetime | None = None) -> OfficeStatus:
    """What is known now."""
    now, log = now or datetime.now(UTC), RunLog(settings.runs_path)
    office, trouble = _office(settings)
    last = good = failing = None
    for run in _runs(log.lines()):
        last = last or run
        if run.good:
            good = run
            break
        failing = run.at
    waiting = next((run for run in _runs(log.lines(b'"waiting": {')) if run.waiting), None)
    backup = next((made for line in log.lines(b'"backup": ') if (made := _backup(line))), None)
    ping = _call_failed(log, good) if settings.watch.ping else None
    links = LinkFile(settings.links_path).read()
    sent = _messages(log) if settings.messages else None
    recovered = log.newest_event(RECOVERED, RELEASED) == RECOVERED
    return OfficeStatus(now, last, good, failing, waiting, office, trouble, backup, ping, links, sent, recovered)


def _office(settings: Settings) -> tuple[OfficeState | None, str]:
    ledger = Ledger(settings.ledger_path, settings.backup_folder)
    try:
        return (ledger.office() if ledger.exists() else None), ""
    except DipError as error:
        return None, error.message


def _call_failed(log: RunLog, good: PastRun | None) -> CallFailed | None:
    """None if the newest such line is of an earlier run: the last good one was told."""
    for line in log.lines(b'"ping": '):
        try:
            failed = CallFailed(datetime.fromisoformat(line["started"]), from_document(line["told"]))
            return failed if good and good.name == line["name"] else None
        except (KeyError, ValueError, TypeError, AttributeError):
            continue
    return None


def _messages(log: RunLog) -> MessagesSent | None:
    for line in log.lines(b'"messages": '):
        try:
            done, at = line["messages"], datetime.fromisoformat(line["started"])
            why, since = from_document(line["told"]), datetime.fromisoformat(done.get("since") or line["started"])
            return MessagesSent(at, int(done["sent"]), int(done["waiting"]), int(done["refused"]), why, since)
        except (KeyError, ValueError, TypeError, AttributeError):
            continue
    return None


def _runs(lines: Iterator[Line]) -> Iterator[PastRun]:
    return (run for line in lines if (run := _run(line)))


def _run(line: Line) -> PastRun | None:
    """None for a line that is no run of `dip sync`, or half a one, or one that met another at work and did nothing."""
    try:
        error = line.get("error") or {}
        if error.get("code") == TryLater.code:
            return None
        return PastRun(
            str(line["run"]), datetime.fromisoformat(line["started"]), int(line["exit"]), str(error.get("code", "")),
            from_document(line["told"]) if "told" in line else str(error.get("message", "")),
            line.get("waiting"), int(line["site"]["entries"]), str(line.get("name", "")),
            kept_matters(line),
        )  # fmt: skip
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def _backup(line: Line) -> BackupMade | None:
    try:
        return BackupMade(str(line["backup"]), datetime.fromisoformat(line["started"]))
    except (KeyError, ValueError, TypeError):
        return None


@dataclass(frozen=True)
class NextStep:
    """Something the operator must do, or ask for. `code` is for programs."""

    code: str
    text: Message = field(compare=False)


def next_steps(status: OfficeStatus, settings: Settings) -> Iterator[NextStep]:
    """What to do next, the most urgent first."""
    if is_example(settings):
        yield NextStep("example", say("This is still the example office: dip init in a new folder makes yours."))
    if status.trouble:
        yield NextStep("ledger", say("%(trouble)s", trouble=status.trouble))
    elif status.ledger_missing and settings.fleet_mark_path.exists():
        words = say("The ledger %(name)s is not on this machine; its next run fetches it from the fleet's database.",
                    name=settings.ledger_path.name)  # fmt: skip
        yield NextStep("ledger", words)
    elif status.ledger_missing:
        words = say(
            "The ledger %(name)s is missing. Delete nothing. Put it back, or go on from a backup: dip restore FILE, "
            "or dip restore %(folder)s. Only if there is none anywhere: dip rebuild",
            name=settings.ledger_path.name, folder=settings.backup_folder.name,
        )  # fmt: skip
        yield NextStep("ledger", words)
    yield from _about_clock(status)
    yield from _about_runs(status, settings)
    yield from _about_release(status)
    yield from _about_law(status, settings)
    yield from _about_backup(status)
    if status.links.reported and status.now - datetime.fromisoformat(status.links.reported) > LINKS_AGE:
        words = say("Nobody has looked for two weeks whether the documents are open. Run: dip links")
        yield NextStep("links", words)
    if status.messages and status.messages.why:
        words = say(
            "Messages do not reach people since %(at)s: put right what is named above. Then dip doctor says whether it "
            "is well, and dip messages --send sends them",
            at=f"{status.messages.since.astimezone(settings.office.zone):%Y-%m-%d %H:%M}",
        )  # fmt: skip
        yield NextStep("messages", words)
    if status.ping:
        words = say("The monitor does not hear of good runs (%(why)s). Look at ping in [watch] of dip.toml, or at the "
                    "network.", why=status.ping.why)  # fmt: skip
        yield NextStep("monitor", words)


def _about_clock(status: OfficeStatus) -> Iterator[NextStep]:
    """A time to come would hide for as long that nothing runs."""
    times = [what.at for what in (status.last, status.backup) if what and status.is_ahead(what.at)]
    if times:
        words = say(
            "The last run or backup bears a time that has not come yet (%(at)s): the clock of this computer was wrong "
            "then, or is now. Set it: timedatectl set-ntp true. Then run: dip sync, and dip backup",
            at=max(times).isoformat(timespec="minutes"),
        )  # fmt: skip
        yield NextStep("clock", words)


def _about_runs(status: OfficeStatus, settings: Settings) -> Iterator[NextStep]:
    if status.log_missing:
        yield NextStep("no-run", say("No run is known here (dip-runs.jsonl is missing). Run: dip sync"))
    elif status.last is None:
        yield NextStep("no-run", say("Nothing has run yet. Run: dip sync"))
    elif status.last.code == Held.code:
        words = say(
            "The last run was held: ask first the people of the tab named above. A mistake? Put it back with Ctrl+Z, "
            "or from %(folder)s, then run: dip sync. Meant? Run the command named above",
            folder=settings.backup_folder.name,
        )
        yield NextStep("held", words)
    elif not status.last.good:
        yield NextStep("failing", say("Put right what stopped the last run, then run: dip sync. More: dip doctor"))
    elif status.now - status.last.at > SILENT:
        yield NextStep(
            "silent", say("Nothing has run for days. Is its timer or cron line there, and this computer on?")
        )


def _about_release(status: OfficeStatus) -> Iterator[NextStep]:
    office, waits = status.office, (status.waiting.waiting if status.waiting else None) or {}
    if office and office.behind_since:
        yield NextStep(
            "behind", say("The site lacks the last release. Look whether the web server answers: dip doctor")
        )
    if waits.get("order") and (office is None or office.order in (None, UploadOrder.HOLD)):
        words = say("Ask the PPID to set Perintah Unggah in Kendali: %(count)s approved entries wait for it.",
                    count=waits["order"])  # fmt: skip
        yield NextStep("order", words)
    elif status.recovered and office and office.order in (None, UploadOrder.HOLD):
        words = say("After the way home Perintah Unggah is Tahan: ask the PPID to tick again what waits, and then to "
                    "set Perintah Unggah in Kendali; until then nothing new is published.")  # fmt: skip
        yield NextStep("order", words)
    if office and office.rollback:
        yield NextStep("rollback", say("An earlier release is shown again. To let new ones out: dip publish --resume"))


def _about_law(status: OfficeStatus, settings: Settings) -> Iterator[NextStep]:
    if status.due and overdue(status.due, status.today(settings)):
        words = say("Tell those concerned what is due by law: %(count)s matters, named above and in Kendali.",
                    count=len(status.due))  # fmt: skip
        yield NextStep("due", words)


def _about_backup(status: OfficeStatus) -> Iterator[NextStep]:
    if status.backup is None and status.log_missing:
        yield NextStep(
            "no-backup", say("Whether there is a backup is not known here. Make one: dip backup FILE, on another disk")
        )
    elif status.backup is None:
        yield NextStep("no-backup", say("There is no backup yet. Run: dip backup FILE, on another disk"))
    elif status.now - status.backup.at > BACKUP_AGE:
        yield NextStep("old-backup", say("The backup is old. Run again: dip backup %(path)s", path=status.backup.path))

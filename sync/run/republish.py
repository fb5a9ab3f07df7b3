"""`dip publish`: what is public, sent again without the workbook; an earlier list put back; a past day written out.

Nothing here approves anything: what goes out is a release the ledger knows, less everything withdrawn or excluded
since.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sync.errors import LedgerError, TargetError
from sync.ledger.ledger import Ledger
from sync.ledger.state import LedgerState, OfficeState, PastRelease, Record
from sync.model import PublishResult, Release, TargetState
from sync.plan.guards import guard_witnesses
from sync.plan.plan import item_changes
from sync.plan.release import dated, everything_approved, office_day, release_of
from sync.publish.open_target import folder_target
from sync.publish.receipt import Receipt, ReceiptFile
from sync.publish.target import Target
from sync.run.deliver import deliver, read_target, site_of, witnesses_of
from sync.run.run_log import RunLog
from sync.settings.settings import Settings
from sync.site.build import Site, build_all, build_for
from sync.template.template import Template

TAKEN_BACK = frozenset({"withdrawn", "excluded"})


@dataclass(frozen=True)
class Archive:
    """What `dip publish` works with. The workbook is no part of it."""

    ledger: Ledger
    target: Target
    settings: Settings
    template: Template
    receipts: ReceiptFile = field(default_factory=lambda: ReceiptFile(None))
    runs: RunLog = field(default_factory=lambda: RunLog(None))

    def read(self) -> LedgerState:
        """The ledger now. Raises `LedgerError` if there is none yet."""
        state = self.ledger.read(self.template.content_roles, 0)
        if not state.exists or not state.office.release:
            raise LedgerError("nothing has been released yet; run `dip sync` first")
        return state

    def render(self, state: LedgerState) -> tuple[Release, Site]:
        """The release a state of the ledger shows, with today's templates."""
        site = site_of(state, self.settings, self.template)
        return release_of(state, self.template, self.settings.office.zone), site

    def look(self, state: LedgerState) -> tuple[TargetState, Receipt | None]:
        """The target and the receipt by which it was read. Raises `LedgerError` if the ledger is behind any witness."""
        found, receipt = read_target(self.target, self.receipts, state, self.settings, self.template)
        guard_witnesses(state, witnesses_of(state, self.receipts, self.runs), found)
        return found, receipt


@dataclass(frozen=True)
class Sent:
    """What became of it."""

    release: Release
    receipt: PublishResult


def resend(archive: Archive) -> Sent:
    """Bring the target to the current release. Raises `LedgerError` if the site is newer than the ledger."""
    state = archive.read()
    current, receipt = archive.look(state)
    release, site = archive.render(state)
    build = build_for(site, current, state.office.release, archive.ledger.secret())
    sent = deliver(build, current, receipt, archive.target, archive.receipts, archive.ledger, lambda _, __: None)
    if sent.blocked:
        raise sent.blocked
    received = replace(state.office, received=state.office.release, behind_since="")
    if received != state.office:
        archive.ledger.record(Record(received), _now(), archive.template.content_roles)
    return Sent(release, sent.result)


def roll_back(archive: Archive) -> int:
    """Make the release before the one that is shown the current one, less what was taken back since; new releases
    wait. Returns the number of the release that is shown again. Nothing is sent yet."""
    state = archive.read()
    past = _previous(archive.ledger.releases(), state.office)
    then = archive.ledger.read_at(archive.template.content_roles, past.last_seq)
    allowed = _still_public(archive, state, past)
    items = {id: version for id, version in then.items.items() if id in allowed}
    today = office_day(_now(), archive.settings.office.zone)
    states = dated(replace(state, items=items), state.items, today)
    office = replace(state.office, run=state.office.run + 1, release=state.office.release + 1, rollback=past.number)
    record = Record(office, tuple(states.values()), items=item_changes(state.items, items))
    archive.ledger.record(record, _now(), archive.template.content_roles)
    return past.number


def resume(archive: Archive) -> bool:
    """Let new releases go out again with the next sync. Returns false if nothing was held."""
    office = archive.read().office
    if not office.rollback:
        return False
    after = replace(office, run=office.run + 1, rollback=0)
    archive.ledger.record(Record(after), _now(), archive.template.content_roles)
    return True


def write_day(archive: Archive, day: date, out: Path) -> Release:
    """Write what was public at the end of a day, office time, into a new local folder: the list exactly, pages with
    today's templates. The folder is closed to other accounts: some of it may have been withdrawn since. Raises
    `TargetError` for a folder that is not empty, `ArgumentError` for one that the public reads."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise TargetError(f"{out} is not empty; give --out a new folder")
    archive.settings.verify_private(out)
    end = datetime.combine(day + timedelta(days=1), time.min, archive.settings.office.zone)
    known = [past for past in archive.ledger.releases() if past.received and datetime.fromisoformat(past.at) < end]
    if not known:
        raise LedgerError(f"nothing was public on {day.isoformat()}")
    then = archive.ledger.read_at(archive.template.content_roles, known[-1].last_seq)
    release, site = archive.render(then)
    build = build_all(site)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = folder_target(out)
    folder.publish(build, folder.read(), lambda _, __: None)
    return release


def _previous(releases: list[PastRelease], office: OfficeState) -> PastRelease:
    shown = office.rollback or office.release
    earlier = [past for past in releases if past.number < shown]
    if not earlier:
        raise LedgerError(f"there is no release before {shown}; `dip publish --list` shows them")
    return earlier[-1]


def _still_public(archive: Archive, state: LedgerState, past: PastRelease) -> set[str]:
    """Whose approval stands and has not been taken back since that release, not even to be given again."""
    events = archive.ledger.events()
    taken = {event.id for event in events if event.seq > past.last_seq and event.event in TAKEN_BACK}
    return set(everything_approved(state, archive.template)) - taken


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

"""What is still believed of each entry after a loss. Approvals are believed only where ledger, site and `Induk` say the
same; withdrawals on the report of any witness. What nobody can prove waits for the PPID: the mark of its row is
renewed, so that no tick which stands there now counts. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time

from sync.cells.cell import Tick
from sync.cells.text import same_words
from sync.ledger.state import Approval, EntryState, LedgerState, Version
from sync.model import ID_PATTERN, Row
from sync.plan.gather import gather
from sync.plan.identity import mark_of
from sync.plan.observed import RECOVERY, UNSEEN
from sync.plan.office_clock import office_day
from sync.plan.recovery_evidence import PublicRecord, RecoveredEntry, RecoveryEvidence, RecoveryOutcome, outcome_of
from sync.plan.version import content_of, fingerprint_of, public_texts
from sync.plan.what_stays_public import is_public
from sync.release import ReleasedEntry
from sync.settings.settings import Settings
from sync.site.exports import record as public_record
from sync.site.gate import public_entry
from sync.site.site_settings import site_settings
from sync.tabs.master_tab import MasterRow, read_class
from sync.template.template import Template

_DATES = ("nomor", "ditetapkan", "dimutakhirkan")


class EntryRecovery:
    """Recovers entry by entry. `run` is the number of the recovery. `anew`: the ledger is an empty one, and an entry on
    which unit, `Induk` and site agree stays as they say. Raises `WorkbookError` without a usable `Induk`."""

    def __init__(
        self,
        ledger: LedgerState,
        evidence: RecoveryEvidence,
        settings: Settings,
        template: Template,
        now: datetime,
        anew: bool,
    ) -> None:
        self.ledger, self.evidence, self.settings, self.template, self.anew = ledger, evidence, settings, template, anew
        self.gathered = gather(evidence.workbook, ledger, settings, template, after_loss=True)
        self.site = site_settings(settings, ledger.office.names)
        self.utc = now.isoformat(timespec="seconds")
        self.day = office_day(self.utc, settings.office.zone)
        self.run = max(ledger.office.run, evidence.run) + 1
        self.units: dict[str, list[tuple[str, Row]]] = defaultdict(list)
        for reading in self.gathered.readings:
            for row in reading.rows:
                self.units[row.id].append((reading.unit, row))
        self.codes = {name: code for code, name in reversed([*self.gathered.names.items()])}

    def all(self) -> dict[str, RecoveredEntry]:
        """Every entry the ledger knows, and every other whose ID stays."""
        rows = {**self.gathered.rows, **dict(self.unknown_rows())}
        entries = {id: self.recover_known(state) for id, state in self.ledger.entries.items()}
        unknown = ((id, self.recover_unknown(id, its)) for id, its in self.unknown_rows())
        entries |= {id: entry for id, entry in unknown if entry}
        return {id: each._replace(title=self.title(each, rows.get(id, ()))) for id, each in entries.items()}

    def title(self, each: RecoveredEntry, rows: Sequence[MasterRow]) -> str:
        """What the PPID knows it by: as `Induk` says, else as the ledger does."""
        known = each.version or self.ledger.versions[each.state.id][each.state.version]
        texts = (self.gathered.master.text(row, "judul") for row in rows)
        return next(filter(None, texts), known.content.get("judul", ""))

    # -- an entry the ledger knows -------------------------------------------------------------------------------------

    def recover_known(self, before: EntryState) -> RecoveredEntry:
        rows = self.gathered.rows.get(before.id, ())
        public = is_public(before, self.ledger.versions, self.template)
        shown = public and self.site_shows(before, before.approved)
        outcome = outcome_of(
            approved=before.approved > 0, withdrawn=self.is_withdrawn(before.id, rows),
            shown=shown and self.induk_shows(before, rows),
            ticked=_ticked(rows), silent=_silent(rows),
        )  # fmt: skip
        if outcome is RecoveryOutcome.KEPT:
            return RecoveredEntry(outcome, before._replace(setuju=not before.unconfirmed))
        if outcome is RecoveryOutcome.WITHDRAWN:
            return self.as_withdrawn(before, rows)
        asked = outcome is RecoveryOutcome.LAPSED or any(row.setuju is not Tick.NO for row in rows)
        ticked = any(row.setuju is Tick.YES for row in rows) and not self.induk_shows(before, rows)
        since = ticked or (before.id in self.evidence.published and not shown)
        return RecoveredEntry(outcome, self.as_waiting(before, asked=asked), since and asked)

    def induk_shows(self, before: EntryState, rows: Sequence[MasterRow]) -> bool:
        """Whether `Induk` shows the version that stands approved in the ledger."""
        if not before.approved:
            return False
        approved_texts = public_texts(self.ledger.versions[before.id][before.approved], self.template)
        return any(all(map(same_words, approved_texts, self.gathered.master.public(row.texts))) for row in rows)

    def is_withdrawn(self, id: str, rows: Sequence[MasterRow]) -> bool:
        """Whether a witness that is newer than the ledger, or `Status` in `Induk`, says so."""
        text = self.gathered.master.text
        withdrawn = self.template.status("withdrawn")
        return self.evidence.reported.get(id, False) or any(same_words(text(row, "status"), withdrawn) for row in rows)

    def as_withdrawn(self, before: EntryState, rows: Sequence[MasterRow]) -> RecoveredEntry:
        """Withdrawn is what its row shows now, if that is what its unit says."""
        known = not before.approved and before.is_withdrawn
        state, version = (before, None) if known else self.as_induk_shows(before, rows)
        state = self.with_new_mark(state)._replace(approved=0, unconfirmed=False, withdrawn=state.version)
        return RecoveredEntry(RecoveryOutcome.WITHDRAWN, state, since=not known, version=version)

    def as_induk_shows(self, before: EntryState, rows: Sequence[MasterRow]) -> tuple[EntryState, Version | None]:
        """The entry with the version that its unit's row and its row of `Induk` agree on, and that version if it is
        new."""
        agreed = next((pair for row in rows if (pair := self.agreement_with_unit(before.id, row)) and pair[2]), None)
        if agreed is None:
            return before, None
        unit, row, _ = agreed
        klasifikasi, basis = self.classed(rows[0])
        version = self.version(before.id, unit, row, klasifikasi, basis)
        state = before._replace(unit=unit, typed=row.typed, klasifikasi=klasifikasi, basis=basis)
        for other in self.ledger.versions[before.id].values():
            if other.fingerprint == version.fingerprint:
                return state._replace(version=other.number), None
        version = version._replace(number=max(self.ledger.versions[before.id]) + 1)
        return state._replace(version=version.number), version

    def as_waiting(self, state: EntryState, *, asked: bool) -> EntryState:
        """No approval is left, and no tick that stands there now counts."""
        known = self.ledger.versions[state.id][state.approved].content if state.approved else {}
        reason = UNSEEN if known.get("klasifikasi") == self.template.excluded_class else RECOVERY
        state = self.with_new_mark(state)._replace(approved=0, unconfirmed=False)
        return state._replace(reason=reason) if asked else state

    def with_new_mark(self, state: EntryState) -> EntryState:
        """The entry with a mark that its row does not have, so that no tick there counts. An entry that the site
        shows, or has a notice of, is recorded as having been public."""
        shown = state.id in self.evidence.published
        there = shown or state.id in self.evidence.notices
        left = self.day if shown else state.left or (self.day if there else "")
        return state._replace(
            setuju=False, mark=mark_of(self.ledger.office.identity, state.id, self.run), former_mark="",
            former_setuju=False, former_tarik=False, former_class="", public=state.public or there, left=left,
        )  # fmt: skip

    def site_shows(self, state: EntryState, number: int) -> bool:
        """Whether the site shows this very version."""
        published = self.evidence.published.get(state.id)
        return published is not None and self.says_the_same(published, self.ledger.versions[state.id][number])

    def says_the_same(self, published: PublicRecord, version: Version) -> bool:
        """What the public sees of it, but for its place in the list and its days."""
        content = {role: text for role, text in version.content.items() if role != "unit"}
        if content.get("klasifikasi") not in self.template.classes():
            return False
        entry = ReleasedEntry(version.id, version.number, version.content["unit"], content, self.day, self.day)
        ours = public_record(public_entry(entry, 0, self.site, self.template))
        return all(published.get(key) == value for key, value in ours.items() if key not in _DATES)

    # -- an entry it does not know -------------------------------------------------------------------------------------

    def unknown_rows(self) -> Iterable[tuple[str, list[MasterRow]]]:
        """The IDs in `Induk` that the ledger does not know, each with its rows."""
        rows: dict[str, list[MasterRow]] = defaultdict(list)
        for row in self.gathered.master.rows:
            id = self.gathered.master.text(row, "id").strip()
            if ID_PATTERN.fullmatch(id) and id not in self.ledger.entries:
                rows[id].append(row)
        return rows.items()

    def marked_ids(self) -> set[str]:
        """The IDs in rows of `Induk` that bear a mark: sync wrote them, whether or not they stay."""
        text = self.gathered.master.text
        return {id for id, rows in self.unknown_rows() if any(text(row, "tanda") for row in rows)}

    def recover_unknown(self, id: str, rows: Sequence[MasterRow]) -> RecoveredEntry | None:
        """An ID on which `Induk` and the unit's row, or the site, agree stays; its entry is new and waits. None where
        they do not agree."""
        master = rows[0]
        agreed = next(
            (pair for row in rows if (pair := self.agreement_with_unit(id, row))), None
        ) or self.agreement_with_site(id, master)
        if agreed is None:
            return None
        unit, row, whole = agreed
        klasifikasi, basis = self.classed(master)
        version = self.version(id, unit, row, klasifikasi, basis)
        state = EntryState(
            id, unit, row.typed, 1, klasifikasi=klasifikasi, basis=basis, class_filled=bool(klasifikasi),
            status=self.gathered.master.text(master, "status"),
        )  # fmt: skip
        published = self.evidence.published.get(id)
        agree = self.anew and whole and published is not None and self.says_the_same(published, version)
        outcome = outcome_of(
            approved=agree,
            withdrawn=self.is_withdrawn(id, rows),
            shown=agree,
            ticked=_ticked(rows),
            silent=_silent(rows),
        )
        if outcome is RecoveryOutcome.KEPT and published is not None:
            return RecoveredEntry(outcome, self.approved(state, published), version=version, new=True)
        state = self.as_waiting(state, asked=any(row.setuju is Tick.YES for row in rows))
        if outcome is RecoveryOutcome.WITHDRAWN:
            return RecoveredEntry(outcome, state._replace(withdrawn=1, reason=""), True, version, new=True)
        since = outcome is RecoveryOutcome.LAPSED or any(row.setuju is Tick.YES for row in rows)
        return RecoveredEntry(RecoveryOutcome.WAITING, state, since, version, new=True)

    def approved(self, state: EntryState, published: PublicRecord) -> EntryState:
        """The entry approved on the days that the site gives."""
        first, last = (self.noon(str(published.get(key, ""))) for key in ("ditetapkan", "dimutakhirkan"))
        history = (Approval(first, 1), *([Approval(last, 1)] if last != first else []))
        return state._replace(
            approved=1, approved_at=last, history=history, public=True, setuju=True, answerable=True,
            mark=mark_of(self.ledger.office.identity, state.id, self.run),
        )  # fmt: skip

    def noon(self, day: str) -> str:
        """A moment (UTC) of a day in office time; now for what is no day."""
        try:
            at = datetime.combine(datetime.fromisoformat(day).date(), time(12), self.settings.office.zone)
        except ValueError:
            return self.utc
        return at.astimezone(UTC).isoformat()

    def agreement_with_unit(self, id: str, master: MasterRow) -> tuple[str, Row, bool] | None:
        """The unit's row that bears the same ID and says much the same as a row of `Induk`, its unit, and whether it
        says all the same."""
        induk_texts = self.gathered.master.public(master.texts)
        sub_bagian = self.gathered.master.text(master, "sub_bagian")
        for unit, row in self.units.get(id, ()):
            equal = [same_words(mine, theirs) for mine, theirs in zip(self.public(row), induk_texts, strict=True)]
            if sum(equal) * 2 > len(equal):
                return unit, row, all(equal) and same_words(sub_bagian, self.gathered.names.get(unit, unit))
        return None

    def agreement_with_site(self, id: str, master: MasterRow) -> tuple[str, Row, bool] | None:
        """The row of `Induk`, if the site says the same of its ID: its unit's row is gone, or says something else."""
        published, unit = (
            self.evidence.published.get(id),
            self.codes.get(self.gathered.master.text(master, "sub_bagian")),
        )
        if published is None or unit is None:
            return None
        texts = dict(zip(self.template.tab("induk").roles, master.texts, strict=True))
        typed = tuple(texts.get(role, "") for role in self.template.content_roles)
        row = Row(master.number, id, typed, typed, valid=False)
        version = self.version(id, unit, row, *self.classed(master))
        return (unit, row, False) if self.says_the_same(published, version) else None

    def public(self, row: Row) -> tuple[str, ...]:
        return tuple(self.template.public_texts(row.values))

    def classed(self, master: MasterRow) -> tuple[str, tuple[str, ...]]:
        return self.gathered.master.text(master, "klasifikasi"), tuple(self.gathered.master.basis(master.texts))

    def version(self, id: str, unit: str, row: Row, klasifikasi: str, basis: tuple[str, ...]) -> Version:
        class_value, _ = read_class(klasifikasi, self.template)
        content = content_of(unit, self.public(row), class_value, basis, self.template)
        return Version(id, 1, fingerprint_of(content), content, row.valid)


def _ticked(rows: Sequence[MasterRow]) -> bool:
    return len(rows) == 1 and rows[0].setuju is Tick.YES


def _silent(rows: Sequence[MasterRow]) -> bool:
    return all(row.tarik in (Tick.NO, Tick.SILENT) for row in rows)

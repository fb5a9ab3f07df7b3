"""The rules of approval, for one entry at a time: what was known, what `Induk` shows, what the unit says → what is
true now.

Pure. Withdrawals are decided first and need nothing else to be readable (rule 5); a tick counts only if none of the
conditions of rule 3 refuses it; putting another version into a row always clears the tick (rules 3, 4). Status and mark
are added later: the status depends on the release, the mark on what is written. The rules are in docs/rules.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from sys import intern
from typing import NamedTuple

from sync.ledger.state import NO_BASIS, Approval, EntryState, Event


class Observed(NamedTuple):
    """What the row (or rows) of `Induk` say of an entry.

    klasifikasi     the desk's class as typed; the known one where it is only spelt in another way
    basis           the texts of an exclusion's basis
    note            the PPID's note
    setuju          the tick now; None where the cell says nothing
    sign            what stands there, if it is a tick only because an earlier version counted it
    was_ticked      the tick as known, in that very cell (see `observed`)
    unticked        nothing is left of a tick there
    tarik           one of the rows asks for a withdrawal: a tick under `Tarik`, or a text that was not there before
    tarik_ticked    it is a clear tick in the entry's own row
    tarik_stands    a text stands there that is no clear answer: no tick counts
    tarik_text      the texts there that are known from now on
    was_tarik       this `Tarik` was read before
    alasan          the text under `Alasan Tarik`; the known one where the cell or the workbook says nothing of today
    excluded        the class in one of the rows is the excluded one
    hidden          a cell of the version, or the mark, is no answer: a merge covers it, or it is in error
    sole            no other row has this ID
    marked          ID and current mark stand together, in a workbook that is no old version
    intact          the content cells show the version that sync put there
    outdated        the workbook is older than the ledger and the row was answered since: no empty cell in it counts
    locked          nobody but the PPID can have ticked
    overwritten     a tick was given while sync wrote, which took it away
    taken           sync took away a tick it knew, from a row that had moved
    why_unmarked    slug: why a tick does not count in a row that is not marked
    why_altered     slug: why it does not count in one that is not intact
    """

    klasifikasi: str = ""
    basis: tuple[str, ...] = NO_BASIS
    note: str = ""
    setuju: bool | None = False
    sign: str = ""
    was_ticked: bool = False
    unticked: bool = False
    tarik: bool = False
    tarik_ticked: bool = False
    tarik_stands: bool = False
    tarik_text: str = ""
    was_tarik: bool = False
    alasan: str = ""
    excluded: bool = False
    hidden: bool = False
    sole: bool = True
    marked: bool = True
    intact: bool = True
    outdated: bool = False
    locked: bool = True
    overwritten: bool = False
    taken: bool = False
    why_unmarked: str = "centang-tanda"
    why_altered: str = "centang-isi-induk"


class Current(NamedTuple):
    """What the entry is in this run: its unit's newest text with the class and basis read now.

    unit            code of the unit whose tab it stands in, or stood in last
    typed           the texts of its row as typed
    version         the number of the version they make
    approvable      no error, a class, and the basis that an excluded class needs
    missing         its row is gone from its unit's tab
    removed         its row was taken out of `Induk`, too, and nothing of it was ever approved
    klasifikasi     the class as typed
    basis           the texts of an exclusion's basis
    class_filled    sync filled in the class, now or before
    moved           the unit's part differs from the version shown before
    mended          this run, if it gives the row its ID back and no unconfirmed run did so before; else 0
    """

    unit: str
    typed: tuple[str, ...]
    version: int
    approvable: bool
    missing: bool = False
    removed: bool = False
    klasifikasi: str = ""
    basis: tuple[str, ...] = NO_BASIS
    class_filled: bool = False
    moved: bool = False
    mended: int = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """When the run is: UTC, and the day in office time."""

    utc: str
    day: str


@dataclass(slots=True)
class Decision:
    """What is decided of an entry.

    state           the entry after the run; completed by its status and mark when these are known
    events          what happened to it, in order
    clear_setuju    its cell of `Setuju` is to be emptied
    clear_tarik     its cell of `Tarik` likewise
    refused         slug: why a tick given now does not count
    """

    state: EntryState
    events: tuple[Event, ...]
    clear_setuju: bool = False
    clear_tarik: bool = False
    refused: str = ""


def decide_new(id: str, current: Current) -> Decision:
    """An entry seen for the first time: nobody can have approved it."""
    state = EntryState(
        id, current.unit, current.typed, current.version, current.approvable,
        klasifikasi=current.klasifikasi, basis=current.basis, class_filled=current.class_filled,
    )  # fmt: skip
    return Decision(state, (Event(id, "added", current.version, intern(f"unit:{current.unit}")),))


def withdraw_only(before: EntryState, observed: Observed | None, approved_public: bool) -> Decision:
    """What rule 5 asks for while nothing else may be decided (a brake is held, the workbook is open)."""
    state, events = _withdraw(before, observed, approved_public)
    return Decision(_alasan_known(_texts_known(state, observed), observed) if observed else state, tuple(events))


def decide(
    before: EntryState, observed: Observed | None, current: Current, moment: Moment, approved_public: bool
) -> Decision:
    """All rules, in their order: withdrawals, ticks, the version, the note. `approved_public`: the version that stands
    approved is of a public class. `observed` is None if the entry has no row in `Induk`."""
    state, events = _withdraw(before, observed, approved_public)
    withdrew = bool(events)
    state, refused = _tick(state, before, observed, moment, events)
    if refused == "centang-belum-layak" and current.approvable:
        refused = "centang-baru-layak"
    if refused == "centang-kelas-baru" and not current.approvable:
        refused = "centang-belum-layak"  # the class that was taken is none, or more is missing
    refused = _of_place(refused, current)
    accepted = any(event.event in ("approved", "excluded") for event in events)
    state = _move(state, before, observed, current, events)
    state = _note(state, before, observed, current, events)
    state = _lapse(state, before, observed, current, events)
    changed = withdrew or accepted or state.version != before.version
    reason = refused or ("" if changed else _of_place(before.reason, current))
    ticked = _ticked(state, before, observed, accepted)
    if (state.reason, state.setuju) != (reason, ticked):
        state = state._replace(reason=reason, setuju=ticked)
    state = _texts_known(state, observed or Observed())
    state = _alasan_known(state, observed, given=any(event.event == "approved" for event in events))
    put = current.version != before.version or (observed is not None and not observed.intact)
    clear = observed is not None and not state.setuju and (put or observed.setuju is True)
    return Decision(state, tuple(events), clear, observed is not None and observed.tarik_ticked, refused)


def _of_place(reason: str, current: Current) -> str:
    """Why a tick does not count, or did not, said of a row that is gone from its unit's tab or is back there."""
    if reason == "centang-hapus" and not current.missing:
        return "centang-kembali"
    return "" if reason == "centang-kembali" and current.missing else reason


def _texts_known(state: EntryState, observed: Observed) -> EntryState:
    """The texts in the cells of ticks that are known from now on."""
    sign = observed.sign if state.setuju else ""
    if (state.setuju_sign, state.tarik_text) == (sign, observed.tarik_text):
        return state
    return state._replace(setuju_sign=sign, tarik_text=observed.tarik_text)


def _alasan_known(state: EntryState, observed: Observed | None, *, given: bool = False) -> EntryState:
    """The text under `Alasan Tarik` that is known from now on (rule 7). One that stood there when an approval was
    `given` was meant for a withdrawal of before: it is void until it was once seen empty or different."""
    alasan = observed.alasan if observed else state.alasan
    void = bool(alasan) and (given or (state.alasan_void and alasan == state.alasan))
    if (state.alasan, state.alasan_void) == (alasan, void):
        return state
    return state._replace(alasan=alasan, alasan_void=void)


def _withdraw(before: EntryState, observed: Observed | None, approved_public: bool) -> tuple[EntryState, list[Event]]:
    """Rule 5. An untick is a cell the ledger knows as ticked and that a person emptied: nobody emptied it in an old
    version of the workbook."""
    if observed is None:
        return before, []
    if observed.tarik and (before.approved or not observed.was_tarik):
        return _withdraw_shown(before)
    if observed.was_ticked and observed.unticked and not observed.outdated:
        returned = bool(observed.note) and observed.note != before.note
        state, events = _unapprove(before) if returned else _withdraw_shown(before)
        return state._replace(setuju=False, former_setuju=False), events
    if observed.excluded and before.approved and approved_public:
        return _take_off_excluded(before)
    return before, []


def _withdraw_shown(before: EntryState) -> tuple[EntryState, list[Event]]:
    """The version shown is withdrawn until its content changes or it is ticked again."""
    known = not before.approved and before.is_withdrawn
    state = before._replace(approved=0, unconfirmed=False, withdrawn=before.version)
    return state, [] if known else [Event(before.id, "withdrawn", before.version, "ppid")]


def _unapprove(before: EntryState) -> tuple[EntryState, list[Event]]:
    """An untick with a new note: no approval is left, and the row goes back to its unit."""
    state = before._replace(approved=0, unconfirmed=False, withdrawn=0)
    return state, [Event(before.id, "withdrawn", before.version, "ppid")] if before.approved else []


def _take_off_excluded(before: EntryState) -> tuple[EntryState, list[Event]]:
    """The class is the excluded one now: no approval is left. What was withdrawn before stays so."""
    state = before._replace(approved=0, unconfirmed=False)
    return state, [Event(before.id, "withdrawn", before.version, "desk")]


def _tick(
    state: EntryState, before: EntryState, observed: Observed | None, moment: Moment, events: list[Event]
) -> tuple[EntryState, str]:
    """Rule 3: approve the version shown, or say why the tick does not count."""
    if observed is not None and (observed.overwritten or observed.taken):
        return state, "centang-tertimpa" if observed.overwritten else "centang-terhapus"
    if observed is None or observed.setuju is not True or observed.was_ticked:
        return state, ""
    if reason := refusal(before, observed):
        return state, reason
    version = before.version
    public = not observed.excluded
    history = (*state.history, Approval(moment.utc, version)) if public else state.history
    events.append(Event(before.id, "approved" if public else "excluded", version, "ppid"))
    state = state._replace(approved=version, approved_at=moment.utc, unconfirmed=False, withdrawn=0, history=history)
    return state, ""


def refusal(before: EntryState, observed: Observed) -> str:
    """Why a new tick does not count, as a slug; empty if it does. The order is that of what people can do about it."""
    refusals = (
        (observed.tarik_stands, "centang-tarik-isi"),
        (observed.tarik, "centang-tarik"),
        (not observed.locked, "centang-tak-terkunci"),
        (not observed.sole, "centang-ganda"),
        (before.missing, "centang-hapus"),
        (observed.hidden, "centang-gabung"),
        (not observed.marked, observed.why_unmarked),
        ((observed.klasifikasi, observed.basis) != (before.klasifikasi, before.basis), "centang-kelas-baru"),
        (not observed.intact, observed.why_altered),
        (not before.answerable, "centang-belum-layak"),
    )
    return next((reason for applies, reason in refusals if applies), "")


def _move(
    state: EntryState, before: EntryState, observed: Observed | None, current: Current, events: list[Event]
) -> EntryState:
    """The row now shows what the unit says, with the class read now. An ID that was never written is not given back."""
    if current.missing and not before.missing:
        events.append(Event(before.id, "missing", before.version, f"unit:{before.unit}"))
    mended = current.mended if observed is not None else 0
    if not current.missing and (before.missing or mended):
        events.append(Event(before.id, "restored", current.version, f"unit:{current.unit}"))
    elif current.removed != before.removed:
        events.append(Event(before.id, "removed" if current.removed else "restored", current.version, "desk"))
    if current.version != before.version:
        by = f"unit:{current.unit}" if current.moved else "desk"
        events.append(Event(before.id, "changed", current.version, by))
    shown = state._replace(
        unit=current.unit, typed=current.typed, version=current.version, answerable=current.approvable,
        missing=current.missing, removed=current.removed, klasifikasi=current.klasifikasi, basis=current.basis,
        class_filled=current.class_filled, withdrawn=state.withdrawn if state.withdrawn == current.version else 0,
        mended_run=mended or state.mended_run,
    )  # fmt: skip
    return shown if shown != state else state  # of most rows nothing is kept twice


def _note(
    state: EntryState, before: EntryState, observed: Observed | None, current: Current, events: list[Event]
) -> EntryState:
    """A note belongs to the version it was first read with; without a tick it returns the row, with one it is a
    remark. With its row it is gone."""
    if observed is None or not observed.note:
        return state._replace(note="", note_version=0) if state.note or state.note_version else state
    if observed.note == before.note:
        return state
    shown = before.version if current.moved else current.version
    remark = observed.setuju is True and state.approved == before.version and not observed.tarik
    if not remark:
        events.append(Event(before.id, "returned", shown, "ppid"))
    return state._replace(note=observed.note, note_version=0 if remark else shown)


def _lapse(
    state: EntryState, before: EntryState, observed: Observed | None, current: Current, events: list[Event]
) -> EntryState:
    """Rule 4, rule 6 for a row that was missing from `Induk`, and a tick that sync itself took away: nothing leaves the
    site, the PPID is asked again."""
    if not _covers_shown(state, before):
        return state
    if state.approved != current.version:
        events.append(Event(before.id, "lapsed", current.version, "sync"))
        return state._replace(unconfirmed=False)
    if (observed is None or observed.taken) and not state.unconfirmed:
        events.append(Event(before.id, "lapsed", current.version, "sync"))
        return state._replace(unconfirmed=True)
    return state


def _covers_shown(state: EntryState, before: EntryState) -> bool:
    """Whether an approval covers what the row showed until now, or was just given for it. One that lapsed earlier
    covers another version: it does not lapse again, and comes back when its text does."""
    given_now = state.approved != before.approved
    return bool(state.approved) and (given_now or before.approved == before.version)


def _ticked(state: EntryState, before: EntryState, observed: Observed | None, accepted: bool) -> bool:
    """What the tick cell holds after this run: a tick that counted now or is known, on the approved version that it
    was given to. A cell that says nothing leaves it unchanged."""
    if observed is None or state.version != before.version or state.approved != state.version:
        return False
    if observed.setuju is None:
        return before.setuju
    known = before.setuju and observed.was_ticked and (observed.marked or observed.intact)
    return observed.setuju and (accepted or known)

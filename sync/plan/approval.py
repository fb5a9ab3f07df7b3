"""The rules of approval, for one entry at a time: what was known, what `Induk` shows, what the unit says → what is
true now.

Pure. Withdrawals are looked at before anything else and need nothing to be whole (rule 5); a tick counts only if
every lock of rule 3 is open; a version that is put into a row always clears the tick (rules 3, 4). What is decided
here is complete but for the status, which depends on the release, and the mark, which depends on what is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from sys import intern
from typing import NamedTuple

from sync.ledger.state import Approval, EntryState, Event


class Observed(NamedTuple):
    """What the row (or rows) of `Induk` say of an entry.

    `setuju` is the cell now (None: neither ticked nor unticked), `was_ticked` what the ledger last read or wrote in
    that very cell, `unticked` that nothing is left of a tick there; `tarik` and `excluded` hold if any of its rows says
    so, `was_tarik` that this `Tarik` has been read before. `sole`: no other row has its ID. `marked`: its ID and its
    current mark stand together, in a workbook that is no old version. `intact`: its content cells show the version
    sync put there. `spent`: the workbook is older than the ledger and the row was answered since, so no empty cell in
    it counts. `locked`: nobody but the PPID can have ticked. `covered`: a tick was given while sync wrote, which took
    it away; `taken`: sync took away a tick it knew, from a row that had moved. `doubts` are the slugs that say why
    it is not marked, and why it is not intact.
    """

    klasifikasi: str = ""
    basis: tuple[str, ...] = ("", "", "")
    note: str = ""
    setuju: bool | None = False
    was_ticked: bool = False
    unticked: bool = False
    tarik: bool = False
    was_tarik: bool = False
    excluded: bool = False
    sole: bool = True
    marked: bool = True
    intact: bool = True
    spent: bool = False
    locked: bool = True
    covered: bool = False
    taken: bool = False
    doubts: tuple[str, str] = ("centang-tanda", "centang-isi-induk")


class Current(NamedTuple):
    """What the entry is in this run: its unit's newest text with the class and basis read now.

    `version` is its number; `approvable`: no error, a class, and the basis an excluded class needs. `moved`: the unit's
    part differs from the version shown before. `mended`: its row had lost its ID, and no run whose answer is still on
    its way has said so; then it is this run, else 0.
    """

    unit: str
    typed: tuple[str, ...]
    version: int
    approvable: bool
    missing: bool = False
    klasifikasi: str = ""
    basis: tuple[str, ...] = ("", "", "")
    class_filled: bool = False
    moved: bool = False
    mended: int = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """When the run is: UTC, and the day in office time."""

    utc: str
    day: str


class Decision(NamedTuple):
    """The entry after the run, what happened to it, whether its tick cells are to be emptied, and why a tick given now
    does not count (a slug)."""

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


def withdraw_only(before: EntryState, seen: Observed | None, approved_public: bool) -> Decision:
    """What rule 5 asks for while nothing else may be decided (a brake is held, the workbook is open)."""
    state, events = _withdraw(before, seen, approved_public)
    return Decision(state, tuple(events))


def decide(
    before: EntryState, seen: Observed | None, current: Current, moment: Moment, approved_public: bool
) -> Decision:
    """All rules, in their order: withdrawals, ticks, the version, the note. `approved_public`: the version that stands
    approved is of a public class. `seen` is None if the entry has no row in `Induk`."""
    state, events = _withdraw(before, seen, approved_public)
    withdrew = bool(events)
    state, refused = _tick(state, before, seen, moment, events)
    if refused == "centang-belum-layak" and current.approvable:
        refused = "centang-baru-layak"
    if refused == "centang-kelas-baru" and not current.approvable:
        refused = "centang-belum-layak"  # the class that was taken is none, or more is missing
    accepted = any(event.event in ("approved", "excluded") for event in events)
    state = _move(state, before, seen, current, events)
    state = _note(state, before, seen, current, events)
    state = _lapse(state, before, seen, current, events)
    changed = withdrew or accepted or state.version != before.version
    reason = refused or ("" if changed else before.reason)
    ticked = _ticked(state, before, seen, accepted)
    if (state.reason, state.setuju) != (reason, ticked):
        state = state._replace(reason=reason, setuju=ticked)
    put = current.version != before.version or (seen is not None and not seen.intact)
    clear = seen is not None and not state.setuju and (put or seen.setuju is True)
    return Decision(state, tuple(events), clear, seen is not None and seen.tarik, refused)


def _withdraw(before: EntryState, seen: Observed | None, approved_public: bool) -> tuple[EntryState, list[Event]]:
    """Rule 5. An untick is a cell the ledger knows as ticked and that a person emptied: nobody emptied it in an old
    version of the workbook."""
    if seen is None:
        return before, []
    if seen.tarik and (before.approved or not seen.was_tarik):
        return _take_off(before, "ppid", before.version)
    if seen.was_ticked and seen.unticked and not seen.spent:
        returned = bool(seen.note) and seen.note != before.note
        state, events = _take_off(before, "ppid", 0 if returned else before.version)
        return state._replace(setuju=False, former_setuju=False), events
    if seen.excluded and before.approved and approved_public:
        return _take_off(before, "desk", before.withdrawn)
    return before, []


def _take_off(before: EntryState, by: str, withdrawn: int) -> tuple[EntryState, list[Event]]:
    news = bool(before.approved) or withdrawn not in (0, before.withdrawn)
    state = before._replace(approved=0, lapsed=False, withdrawn=withdrawn)
    return state, [Event(before.id, "withdrawn", before.version, by)] if news else []


def _tick(
    state: EntryState, before: EntryState, seen: Observed | None, moment: Moment, events: list[Event]
) -> tuple[EntryState, str]:
    """Rule 3: approve the version shown, or say why the tick does not count."""
    if seen is not None and (seen.covered or seen.taken):
        return state, "centang-tertimpa" if seen.covered else "centang-terhapus"
    if seen is None or seen.setuju is not True or seen.was_ticked:
        return state, ""
    if reason := refusal(before, seen):
        return state, reason
    version = before.version
    public = not seen.excluded
    history = (*state.history, Approval(moment.utc, version)) if public else state.history
    events.append(Event(before.id, "approved" if public else "excluded", version, "ppid"))
    state = state._replace(approved=version, approved_at=moment.utc, lapsed=False, withdrawn=0, history=history)
    return state, ""


def refusal(before: EntryState, seen: Observed) -> str:
    """Why a new tick does not count, as a slug; empty if it does. The order is that of what people can do about it."""
    locks = (
        (seen.tarik, "centang-tarik"),
        (not seen.locked, "centang-tak-terkunci"),
        (not seen.sole, "centang-ganda"),
        (before.missing, "centang-hapus"),
        (not seen.marked, seen.doubts[0]),
        ((seen.klasifikasi, seen.basis) != (before.klasifikasi, before.basis), "centang-kelas-baru"),
        (not seen.intact, seen.doubts[1]),
        (not before.answerable, "centang-belum-layak"),
    )
    return next((reason for closed, reason in locks if closed), "")


def _move(
    state: EntryState, before: EntryState, seen: Observed | None, current: Current, events: list[Event]
) -> EntryState:
    """The row now shows what the unit says, with the class read now. An ID that was never written is not given back."""
    if current.missing and not before.missing:
        events.append(Event(before.id, "missing", before.version, f"unit:{before.unit}"))
    mended = current.mended if seen is not None else 0
    if not current.missing and (before.missing or mended):
        events.append(Event(before.id, "restored", current.version, f"unit:{current.unit}"))
    if current.version != before.version:
        by = f"unit:{current.unit}" if current.moved else "desk"
        events.append(Event(before.id, "changed", current.version, by))
    shown = state._replace(
        unit=current.unit, typed=current.typed, version=current.version, answerable=current.approvable,
        missing=current.missing, klasifikasi=current.klasifikasi, basis=current.basis,
        class_filled=current.class_filled, withdrawn=state.withdrawn if state.withdrawn == current.version else 0,
        mended_run=mended or state.mended_run,
    )  # fmt: skip
    return shown if shown != state else state  # of most rows nothing is kept twice


def _note(
    state: EntryState, before: EntryState, seen: Observed | None, current: Current, events: list[Event]
) -> EntryState:
    """A note belongs to the version it was first read with; without a tick it returns the row, with one it is a
    remark. With its row it is gone."""
    if seen is None or not seen.note:
        return state._replace(note="", note_version=0) if state.note or state.note_version else state
    if seen.note == before.note:
        return state
    shown = before.version if current.moved else current.version
    remark = seen.setuju is True and state.approved == before.version and not seen.tarik
    if not remark:
        events.append(Event(before.id, "returned", shown, "ppid"))
    return state._replace(note=seen.note, note_version=0 if remark else shown)


def _lapse(
    state: EntryState, before: EntryState, seen: Observed | None, current: Current, events: list[Event]
) -> EntryState:
    """Rule 4, rule 6 for a row that was missing from `Induk`, and a tick that sync itself took away: nothing leaves the
    site, the PPID is asked again."""
    stood = state.approved and (state.approved != before.approved or before.version == before.approved)
    if stood and state.approved != current.version:
        events.append(Event(before.id, "lapsed", current.version, "sync"))
        return state._replace(lapsed=False)
    if stood and (seen is None or seen.taken) and not state.lapsed:
        events.append(Event(before.id, "lapsed", current.version, "sync"))
        return state._replace(lapsed=True)
    return state


def _ticked(state: EntryState, before: EntryState, seen: Observed | None, accepted: bool) -> bool:
    """What the tick cell holds after this run: a tick that counted now or is known, on the approved version that it
    was given to. What is neither a tick nor none changes nothing."""
    if seen is None or state.version != before.version or state.approved != state.version:
        return False
    if seen.setuju is None:
        return before.setuju
    known = before.setuju and seen.was_ticked and (seen.marked or seen.intact)
    return seen.setuju and (accepted or known)

"""The status of an entry, and what its row says is to be done: by its unit, and by desk and PPID in `Induk`.

Statuses are tried in the order of docs/reference.md; the first that applies stands in both tabs. The sentences stand
in `sync/tabs`.
"""

from __future__ import annotations

from collections.abc import Iterable

from sync.ledger.state import EntryState
from sync.tabs.approval_sentences import APPROVAL_SENTENCES, MASTER_NOTES, PPID_NOTE
from sync.tabs.clerk_sentences import OF_DESK
from sync.tabs.problem import Problem, shorten

_TO_UNIT = frozenset({"id-ganda"})
"""Why a tick did not count: what of it the unit reads, too."""


def status_role(state: EntryState, *, excluded: bool, error: bool, classified: bool, released: bool) -> str:
    """The role of an entry's status. `excluded`: its class is the excluded one; `error`: in what the master now shows;
    `classified`: it has a class; `released`: the version shown is in the release this run decided."""
    if state.is_withdrawn:
        return "withdrawn"
    if state.missing:
        return "missing"
    if excluded and not error and state.stands:
        return "excluded"
    if error:
        return "invalid"
    if not classified:
        return "unclassified"
    if state.note and state.note_version == state.version and not state.setuju:
        return "returned"
    return _approval_role(state, released)


def _approval_role(state: EntryState, released: bool) -> str:
    if not state.approved:
        return "waiting"
    if not state.stands:
        return "reapproval"
    return "released" if released else "approved"


def unit_note(state: EntryState, role: str, problems: Iterable[Problem], *, for_desk: bool) -> str:
    """`Catatan` in the unit's own tab: its problems, the PPID's note, that what is wrong is the desk's alone to mend
    (`for_desk`), or what became of the row."""
    lines = [problem.message for problem in problems]
    if role == "returned":
        lines.insert(0, PPID_NOTE.format(note=state.note))
    if role == "invalid" and for_desk:
        lines.insert(0, OF_DESK)
    if (reason := _slug(state)) in _TO_UNIT:
        lines.append(APPROVAL_SENTENCES[reason][1])
    return "\n".join(lines)


def _slug(state: EntryState) -> str:
    """Why, without the ID it is about."""
    return state.reason.partition(":")[0]


def master_note(state: EntryState, role: str, on_change: str = "keep", *, on_site: bool = False, lost: str = "") -> str:
    """`Catatan` in `Induk`: what the desk or the PPID should do; the unit's problems follow. `on_change` is
    what the site shows of an entry whose approval lapsed; `on_site`: it still stands there. `lost` are columns that are
    gone."""
    reason = "" if state.reason == "centang-kolom" and not lost else _slug(state)
    lines = [APPROVAL_SENTENCES[reason][1].format(columns=shorten(lost, 40))] if reason else []
    if role in MASTER_NOTES and not (reason and role in ("waiting", "reapproval")):
        lines.append(_role_note(state, role, on_change, on_site=on_site))
    return "\n".join(lines)


def _role_note(state: EntryState, role: str, on_change: str, *, on_site: bool) -> str:
    if role == "reapproval":
        return _lapse_note(state, on_change, on_site=on_site)
    if state.missing and not state.ever_approved:
        return MASTER_NOTES["mistake"]
    return MASTER_NOTES["gone" if role == "withdrawn" and state.missing else role]


def _lapse_note(state: EntryState, on_change: str, *, on_site: bool) -> str:
    if state.approved == state.version:
        return MASTER_NOTES["back_public" if on_site else "back"]
    if on_change == "keep":
        return MASTER_NOTES["reapproval"]
    return MASTER_NOTES["held" if on_site else "dropped"]

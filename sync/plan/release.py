"""What the public may see: the release, made from what stands approved and from the order to upload (rules 4 to 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sync.ledger.state import Approval, EntryState, OfficeState, Version
from sync.model import Change, Exclusion, Release, ReleasedEntry
from sync.template.template import Template

Versions = Mapping[str, Mapping[int, Version]]
Items = Mapping[str, int]


@dataclass(frozen=True)
class ReleaseDecision:
    """The list the public gets from this run on, and the office's state with its number and order in it."""

    items: dict[str, int]
    office: OfficeState
    changed: bool


def is_public(state: EntryState, versions: Versions, template: Template) -> bool:
    """Whether the version that stands approved, if one does, is of a public class."""
    return bool(state.approved) and not _of_excluded_class(state, versions, template)


def _of_excluded_class(state: EntryState, versions: Versions, template: Template) -> bool:
    return versions[state.id][state.approved].content.get("klasifikasi") == template.excluded_class


def standing(
    states: Mapping[str, EntryState], versions: Versions, template: Template, on_change: str
) -> dict[str, int]:
    """ID → version of every entry whose approval stands and whose class is public. With `withdraw`, an entry that
    waits for re-approval is left out (rule 4)."""
    return {
        id: state.approved
        for id, state in states.items()
        if is_public(state, versions, template) and (on_change != "withdraw" or state.approved == state.version)
    }


def decide_release(
    office: OfficeState,
    before: Items,
    desired: dict[str, int],
    approved: Items,
    order: str,
    establishment: tuple[str, str],
) -> ReleaseDecision:
    """Rule 8. `order` is `Otomatis`, `Sekali` or anything else, which holds. `approved` is everything whose
    approval stands: what a kept release has beyond it was withdrawn and goes (rule 5)."""
    kept = {id: version for id, version in before.items() if id in approved}
    held = bool(office.rollback) and order == (office.order or order)
    releases = not held and (order == "Otomatis" or (order == "Sekali" and not office.spent and not office.ordered))
    items = desired if releases else kept
    official = establishment if releases else office.establishment
    changed = items != dict(before) or official != office.establishment
    number = office.release + 1 if changed or not office.release else office.release
    once = order == "Sekali"
    ordered = number if releases and once else office.ordered if once else 0
    after = replace(
        office, release=number, establishment=official, ordered=ordered, spent=office.spent and once,
        order="Tahan" if once else order,  # which is what sync makes of it
        rollback=office.rollback if held else 0,
    )  # fmt: skip
    return ReleaseDecision(dict(items), after, changed)


def release_of(
    office: OfficeState,
    items: Items,
    states: Mapping[str, EntryState],
    versions: Versions,
    template: Template,
    zone: ZoneInfo,
) -> Release:
    """The release as values: everything the site is rendered from."""
    entries = tuple(_entry(states[id], versions[id][items[id]], zone) for id in sorted(items))
    gone = tuple(sorted((id, state.left) for id, state in states.items() if state.left and id not in items))
    days = [entry.updated for entry in entries] + [day for _, day in gone]
    excluded = tuple(
        _exclusion(state, versions, template) for state in states.values() if _is_excluded(state, versions, template)
    )
    return Release(office.release, max(days, default=""), entries, gone, excluded, office.establishment)


def _is_excluded(state: EntryState, versions: Versions, template: Template) -> bool:
    stands = state.approved and state.approved == state.version and not state.lapsed
    return bool(stands) and _of_excluded_class(state, versions, template)


def _exclusion(state: EntryState, versions: Versions, template: Template) -> Exclusion:
    content = versions[state.id][state.approved].content
    return Exclusion(state.id, content["unit"], {role: content.get(role, "") for role in template.basis_roles})


def _entry(state: EntryState, version: Version, zone: ZoneInfo) -> ReleasedEntry:
    history = _until(state.history, version.number)
    days = [office_day(approval.at, zone) for approval in history]
    changes = tuple(
        Change(day, "updated" if index else "established", approval.elements)
        for index, (day, approval) in enumerate(zip(days, history, strict=True))
    )
    content = {role: text for role, text in version.content.items() if role != "unit"}
    return ReleasedEntry(state.id, version.number, version.content["unit"], content, days[0], days[-1], changes)


def _until(history: tuple[Approval, ...], version: int) -> tuple[Approval, ...]:
    """The approvals up to the last of this version: later ones are not public yet."""
    last = max(index for index, approval in enumerate(history) if approval.version == version)
    return history[: last + 1]


def office_day(utc: str, zone: ZoneInfo) -> str:
    """The day in office time of a moment in UTC."""
    return datetime.fromisoformat(utc).astimezone(zone).date().isoformat()


def office_minute(utc: str, zone: ZoneInfo) -> str:
    """`2026-11-23 14:05`, office time."""
    return datetime.fromisoformat(utc).astimezone(zone).strftime("%Y-%m-%d %H:%M")

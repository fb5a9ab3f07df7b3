"""What the public may see: the release, made from what stands approved and from the order to upload (rules 4 to 8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from sync.cells.withdrawal_reason import read_withdrawal_reason
from sync.ledger.state import Approval, EntryState, LedgerState, OfficeState, Version
from sync.model import UploadOrder
from sync.plan.office_clock import office_day
from sync.release import Change, Exclusion, Release, ReleasedEntry, Withdrawal
from sync.settings.target_address import Publish
from sync.site.list_digest import list_page
from sync.tabs.control_tab import Control
from sync.template.template import Template

Versions = Mapping[str, Mapping[int, Version]]
Items = Mapping[str, int]


def is_public(state: EntryState, versions: Versions, template: Template) -> bool:
    """Whether the version that stands approved, if one does, is of a public class."""
    return bool(state.approved) and not _of_excluded_class(state, versions, template)


def _of_excluded_class(state: EntryState, versions: Versions, template: Template) -> bool:
    return versions[state.id][state.approved].content.get("klasifikasi") == template.excluded_class


def everything_approved(ledger: LedgerState, template: Template) -> dict[str, int]:
    """ID → version of every entry whose approval stands and whose class is public."""
    versions = ledger.versions
    return {id: state.approved for id, state in ledger.entries.items() if is_public(state, versions, template)}


def shown_on_site(ledger: LedgerState, template: Template, on_change: str) -> dict[str, int]:
    """What of it the site shows: with `withdraw` not the entries that wait for re-approval (rule 4)."""
    approved = everything_approved(ledger, template)
    if on_change != "withdraw":
        return approved
    return {id: version for id, version in approved.items() if version == ledger.entries[id].version}


def still_approved(items: Items, ledger: LedgerState, template: Template) -> dict[str, int]:
    """What is left of a release: what it has beyond the approvals that stand was withdrawn and goes (rule 5)."""
    approved = everything_approved(ledger, template)
    return {id: version for id, version in items.items() if id in approved}


def standing_exclusions(ledger: LedgerState, template: Template) -> dict[str, int]:
    """ID → version of every exclusion that stands approved."""
    versions, states = ledger.versions, ledger.entries
    return {id: state.approved for id, state in states.items() if _is_excluded(state, versions, template)}


def kept_exclusions(before: OfficeState, ledger: LedgerState, template: Template) -> dict[str, int]:
    """What is left of the list of exclusions of a release: one that was taken back goes at once."""
    standing = standing_exclusions(ledger, template)
    if before.exclusions is None:
        return standing
    return {id: version for id, version in before.exclusions.items() if standing.get(id) == version}


def decide_release(ledger: LedgerState, control: Control, publish: Publish, template: Template) -> LedgerState:
    """Rule 8. `ledger` has this run's entries and still the release before; returned is the one with the release the
    public gets from this run on, its number, and the order in it."""
    office, order = ledger.office, control.order
    once = order is UploadOrder.ONCE
    unread = control.unreadable is not None
    held = bool(office.rollback) and (unread or order == (office.order or order))
    releases = not held and (order is UploadOrder.ALWAYS or (once and not office.once_done and not office.ordered))
    shown, exclusions = _public_now(ledger, publish, template) if releases else left_over(ledger, publish, template)
    if not office.release:
        releases = releases and bool(shown or exclusions)
    official = control.establishment if releases else office.establishment
    changed = shown != dict(ledger.items) or official != office.establishment
    changed = changed or (office.exclusions is not None and exclusions != office.exclusions)
    number = office.release + (changed or (releases and not office.release))
    stands = once or unread  # a `Sekali` that cannot be read for a while is no new one afterwards
    ordered = number if releases and once else office.ordered if stands else 0
    after = replace(
        office, release=number, establishment=official, ordered=ordered, once_done=office.once_done and stands,
        order=office.order if unread else UploadOrder.HOLD if once else order,  # which is what sync makes of it
        rollback=office.rollback if held else 0, exclusions=exclusions,
        decrees=tuple(each.sha256 for each in ledger.attached) if releases else office.decrees,
    )  # fmt: skip
    return replace(ledger, items=shown, office=after)


def with_list_page(ledger: LedgerState, zone: ZoneInfo, before: int = 0) -> LedgerState:
    """The ledger with what its list is known by for good; as it is where the release is still that `before`."""
    if ledger.office.release == before:
        return ledger
    return replace(ledger, office=replace(ledger.office, list_page=list_page(_entries(ledger, zone))))


def _public_now(ledger: LedgerState, publish: Publish, template: Template) -> tuple[Items, Items]:
    """What a new release has: entries and, if the office shows them, exclusions."""
    exclusions = standing_exclusions(ledger, template) if publish.excluded_list else {}
    return shown_on_site(ledger, template, publish.on_change), exclusions


def left_over(ledger: LedgerState, publish: Publish, template: Template) -> tuple[Items, Items]:
    """What is left of the release before, entries and exclusions, by what stands approved now; nothing where there was
    none."""
    listed = publish.excluded_list and ledger.office.release
    exclusions = kept_exclusions(ledger.office, ledger, template) if listed else {}
    return still_approved(ledger.items, ledger, template), exclusions


def dated(ledger: LedgerState, before: Items, day: str) -> dict[str, EntryState]:
    """The states that change because the release is another than `before`: the day an entry left the site, and that
    it has been there."""
    states, after = ledger.entries, ledger.items
    there = {id: states[id]._replace(public=True, left="") for id in after if states[id].left or not states[id].public}
    return there | {id: states[id]._replace(left=day) for id in before if id not in after}


def release_of(ledger: LedgerState, template: Template, zone: ZoneInfo) -> Release:
    """The release a state of the ledger shows, as values: everything the site is rendered from."""
    office, states, versions, items = ledger.office, ledger.entries, ledger.versions, ledger.items
    entries = _entries(ledger, zone)
    gone = tuple(
        _withdrawal(states[id], items, template) for id in sorted(states) if states[id].left and id not in items
    )
    days = [entry.updated for entry in entries] + [each.day for each in gone]
    listed = standing_exclusions(ledger, template) if office.exclusions is None else office.exclusions
    excluded = tuple(_exclusion(versions[id][version], template) for id, version in sorted(listed.items()))
    decrees = tuple(decree for decree in ledger.attached if decree.sha256 in office.decrees)
    return Release(
        office.release, max(days, default=""), entries, gone, excluded, office.establishment, ledger.lists, decrees
    )


def _withdrawal(state: EntryState, items: Items, template: Template) -> Withdrawal:
    """What the public may know of an entry that left (rule 7)."""
    found = None if state.alasan_void else read_withdrawal_reason(state.alasan, template.choices["alasan_tarik"])
    reason, successor = found or ("", "")
    return Withdrawal(state.id, state.left, reason, successor if successor in items else "")


def _entries(ledger: LedgerState, zone: ZoneInfo) -> tuple[ReleasedEntry, ...]:
    """The entries of the release, in the order of their IDs."""
    states, versions, items = ledger.entries, ledger.versions, ledger.items
    return tuple(_entry(states[id], versions[id][items[id]], zone) for id in sorted(items))


def leaving(ledger: LedgerState, taken_back: Collection[str] = ()) -> tuple[str, ...]:
    """The IDs and the titles, in every version ever approved, of all entries that have been public and are so no
    longer: no file of ours may hold them. Of those that were `taken_back` and given again in another version, the other
    titles."""
    words = set()
    for id, state in ledger.entries.items():
        shown = ledger.items.get(id)
        if (state.public or state.left) and (not shown or id in taken_back):
            versions = ledger.versions[id]
            titles = {versions[approval.version].content.get("judul", "") for approval in state.history}
            words |= titles - {versions[shown].content.get("judul", "")} if shown else {id, *titles}
    words -= {""}
    return tuple(sorted(words))


def _is_excluded(state: EntryState, versions: Versions, template: Template) -> bool:
    return state.stands and _of_excluded_class(state, versions, template)


def _exclusion(version: Version, template: Template) -> Exclusion:
    content = version.content
    return Exclusion(
        version.id, content["unit"], {role: content.get(role, "") for role in template.required_basis_roles}
    )


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

"""What waits for whom, one by one: what a message tells of it, and the cell to go to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sync.ledger.state import Version
from sync.plan.entry_plan import EntryPlan
from sync.plan.gather import PlanContext
from sync.plan.identity import UnitRow
from sync.plan.plan import Task
from sync.plan.version_changes import public_changes
from sync.plan.waiting import CellsByTask, WaitingCell, find_waits
from sync.settings.spreadsheet_address import spreadsheet_id, spreadsheet_url
from sync.tabs.master_tab import means_excluded
from sync.template.template import Template

Versions = Mapping[str, Mapping[int, Version]]


def find_tasks(context: PlanContext, entries: Sequence[EntryPlan], versions: Versions) -> tuple[Task, ...]:
    """Everything that waits: for each unit, for the desk, for the PPID; in each tab in the order of its rows."""
    waits, induk = find_waits(context, entries), context.template.tab("induk").title
    tabs = {reading.unit: reading.tab for reading in context.gathered.readings}
    found = [task for unit, cells in waits.units.items() for task in _tasks(f"unit:{unit}", tabs[unit], cells)]
    found += [*_tasks("desk", induk, waits.desk), *_tasks("ppid", induk, waits.ppid)]
    return tuple(_told(task, place.waits, context, versions) for task, place in found)


def _tasks(whom: str, tab: str, cells: CellsByTask) -> Iterator[tuple[Task, WaitingCell]]:
    for what, places in sorted(cells.items()):
        for place in sorted(places, key=lambda place: (place.row, place.cell)):
            yield Task(whom, what, place.waits.id, tab, place.row, place.cell, problems=place.problems), place


def _told(task: Task, waits: EntryPlan | UnitRow, context: PlanContext, versions: Versions) -> Task:
    """With the link, and all that is known of the entry."""
    task = task._replace(link=_link(context, task.tab, task.cell))
    if isinstance(waits, UnitRow):
        typed = dict(zip(context.template.content_roles, waits.row.typed, strict=False))
        excluded = means_excluded(typed["usulan"], context.template)
        return task._replace(id="", title=typed["judul"], excluded=excluded)
    approved = versions.get(waits.id, {}).get(waits.state.approved)
    excluded = _is_excluded(waits, approved, context.template)
    return task._replace(
        title=waits.title, version=waits.version.number, excluded=excluded,
        changes=_changes(waits, approved, context) if approved and not excluded else (),
    )  # fmt: skip


def _is_excluded(entry: EntryPlan, approved: Version | None, template: Template) -> bool:
    """Whether it is, was or shall be excluded, by anybody's word."""
    state = entry.state
    classes = (state.klasifikasi, entry.version.content.get("klasifikasi", ""), entry.class_written)
    proposed = dict(zip(template.content_roles, state.typed, strict=False)).get("usulan", "")
    former = approved.content.get("klasifikasi", "") if approved else ""
    return any(text and means_excluded(text, template) for text in (*classes, proposed, former))


def _changes(entry: EntryPlan, approved: Version, context: PlanContext) -> tuple[tuple[str, str, str], ...]:
    if entry.state.stands:
        return ()
    names = context.gathered.names
    return tuple(public_changes(approved.content, entry.version.content, context.template, names))


def _link(context: PlanContext, tab: str, cell: str) -> str:
    tab_id, place = context.snapshot.workbook.tab_ids.get(tab), context.settings.workbook
    if tab_id is None or not place.on_google:
        return ""
    return f"{spreadsheet_url(spreadsheet_id(place.location))}#gid={tab_id}&range={cell}"

"""The layout of a workbook in use: its columns where a new one has them (dip init --layout), and what it lost put back
(dip doctor --repair-layout): dropdowns, notes on headers, protection, rules of colour. Nothing else is read or decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sync.message import joined, say
from sync.run.run_lock import run_lock
from sync.settings.settings import Settings
from sync.template.template import Template
from sync.workbook.column_order import Arrangement
from sync.workbook.layout_gap import Gap

Agree = Callable[[Sequence[Arrangement]], bool]


def arrange(settings: Settings, template: Template, agree: Agree) -> list[Arrangement]:
    """Look, ask, do it: what was done, or nothing. Raises `TryLater` while another run is at work, `WorkbookOpen` while
    a program has the workbook open, and what reading and writing raise; then nothing was moved."""
    with run_lock(settings):
        arrangements = _carry_out(settings, template, only_look=True)
        if not arrangements or not agree(arrangements):
            return []
        return _carry_out(settings, template, only_look=False)


def _carry_out(settings: Settings, template: Template, *, only_look: bool) -> list[Arrangement]:
    if settings.workbook.on_google:
        from sync.workbook.google import arrange_tabs
        from sync.workbook.google.setup import client_of

        return arrange_tabs.arrange(client_of(settings), settings, template, only_look=only_look)
    from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook

    path = settings.path(settings.workbook.location)
    workbook = XlsxWorkbook(path, template, settings.units, settings.backup_folder, settings.office.name)
    return workbook.arrangements() if only_look else workbook.arrange()


def arrangement_lines(each: Arrangement, *, on_google: bool) -> list[str]:
    """What would become of a tab, for the operator."""
    colours = [say("  %(count)s rules of colour are added", count=each.colours)] if each.colours else []
    if not each.in_the_way:
        return [say("tab %(title)s", title=each.order.title), *(f"  {line}" for line in each.order.shown()), *colours]
    lines: list[str] = [
        say("tab %(title)s: its columns stay where they are. In the way:", title=each.order.title),
        *(joined(("  ", what)) for what in each.in_the_way),
    ]
    if not on_google:
        lines.append(say("  Instead: narrower columns, ID kept in sight, copied columns of Induk hidden."))
    return [*lines, *colours]


def repair_layout(settings: Settings, template: Template, agree: Callable[[Sequence[Gap]], bool]) -> list[Gap]:
    """Look, ask, do it: what was put back, or nothing. `agree` is shown all that is missing, also what only people or
    `dip init` can mend. Raises `TryLater` while another run is at work, `WorkbookOpen` while a program has the workbook
    open, and what reading and writing raise; then nothing was changed."""
    with run_lock(settings):
        lost = layout_loss(settings, template)
        if not agree(lost) or all(gap.sign == "!" for gap in lost):
            return []
        return _mend(settings, template, only_look=False)


def layout_loss(settings: Settings, template: Template) -> list[Gap]:
    """What `repair_layout` would show: everything the layout lost. Raises what reading raises."""
    return _mend(settings, template, only_look=True)


def _mend(settings: Settings, template: Template, *, only_look: bool) -> list[Gap]:
    if settings.workbook.on_google:
        from sync.workbook.google.setup import client_of, layout_loss, repair

        client = client_of(settings)
        return layout_loss(client, settings, template) if only_look else repair(client, settings, template)
    from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook

    path = settings.path(settings.workbook.location)
    workbook = XlsxWorkbook(path, template, settings.units, settings.backup_folder, settings.office.name)
    return workbook.layout_loss() if only_look else workbook.repair()

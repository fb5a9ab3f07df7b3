"""Notices for operators and programs besides the problems of rows: ticks that did not count, copies and foreign rows,
columns that are gone, an order nobody can read, an old version of the workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from sync.cells.period_reading import read_period
from sync.model import Lock, Sheet, a1
from sync.plan.entry_plan import EntryPlan
from sync.plan.gather import Gathered, PlanContext
from sync.plan.stray_rows import strays
from sync.plan.waiting import is_refused
from sync.tabs.approval_sentences import EMPTY
from sync.tabs.control_sentences import CONTROL_SENTENCES, is_tab_line
from sync.tabs.control_tab import Control
from sync.tabs.header_row import Columns
from sync.tabs.layout_loss import lost_dropdowns, lost_protection, spans_of
from sync.tabs.master_tab import named_id
from sync.tabs.problem import Problem, make_problem
from sync.template.template import Label, TabTemplate, Template


def standing_notices(
    gathered: Gathered, control: Control, template: Template, rollback: int = 0
) -> tuple[Problem, ...]:
    """Notices that stand in `Kendali` as long as their reason lasts."""
    notices = list(gathered.master.columns.notes)
    if control.foreign:
        title = template.tab("kendali").title
        notices.append(make_problem("tab-diganti", tab=title, title=title))
    if control.unreadable is not None:
        typed = control.unreadable or EMPTY
        notices.append(make_problem("perintah-tak-terbaca", tab=template.tab("kendali").title, value=typed))
    kendali, merges = template.tab("kendali").title, tuple(dict.fromkeys(filter(None, control.silent.values())))
    notices += list(_merged(kendali, merges))
    notices += list(_merged(template.tab("induk").title, _ranges(gathered)))
    notices += _unread_decrees(control, template)
    if rollback:
        notices.append(make_problem("rilis-dikembalikan", tab=template.tab("kendali").title, release=rollback))
    notices += [_stray_line(label, control, template) for label in control.strays]
    notices += [make_problem("tab-tak-terdaftar", tab=title, title=title) for title in gathered.unlisted]
    notices += gathered.workbook_problems
    induk = template.tab("induk")
    if gathered.lock and not gathered.lock.closed:
        notices.append(_open_lock(gathered.lock, induk.title))
    for column in induk.columns:
        if column.role not in gathered.master.columns.at and column.role not in template.consequence_roles:
            words = {"column": column.header, "title": induk.title, "more": ""}
            notices.append(make_problem("kolom-hilang", tab=induk.title, **words))
    return tuple(notices)


def _unread_decrees(control: Control, template: Template) -> Iterator[Problem]:
    """Numbers and days of decrees that cannot be used."""
    tab = template.tab("kendali")
    for suffix, (number, day) in (("", control.establishment), ("_dik", control.exemption_decree)):
        if control.value(role := f"nomor_penetapan{suffix}") and not number:
            yield make_problem("nomor-penetapan-pribadi", tab=tab.title, label=tab.label(role).label)
        if (typed := control.value(role := f"tanggal_penetapan{suffix}")) and not day:
            yield make_problem("tanggal-penetapan-salah", tab=tab.title, label=tab.label(role).label, value=typed)


def _stray_line(label: str, control: Control, template: Template) -> Problem:
    kendali = template.tab("kendali")
    title = next((role.partition(":")[2] for role in control.places if ":" in role), "")
    name = next((line.of_tab(title).label for line in kendali.labels if line.of_unit), "")
    return make_problem("nihil-asing", tab=kendali.title, label=label, name=name)


def nihil_notices(control: Control, template: Template) -> Iterator[tuple[str, Problem]]:
    """What is wrong with the lines of `Kendali` in which units say that they have nothing new, and with what was typed
    beside the tab's name instead: title of the tab, problem. It is told in the line of the tab, which remembers it."""
    kendali = template.tab("kendali")
    for title in dict.fromkeys(role.partition(":")[2] for role in control.places if ":" in role):
        for label in (label.of_tab(title) for label in kendali.labels if label.of_unit):
            read, there = control.nihil(title), label.role in control.places
            text = _misplaced(control.value(f"tab:{title}"))
            meant = read_period(text)
            if read.flaws:
                yield title, _told("nihil-tak-terbaca", control, label, read.value, kendali.title)
            if text and not (read.value and (meant.flaws or meant.value == read.value)):
                code = "nihil-salah-tempat" if there else "nihil-tanpa-baris"
                yield title, _told(code, control, label, text, kendali.title)


def _told(code: str, control: Control, label: Label, value: str, tab: str) -> Problem:
    place = control.places.get(label.role)
    return make_problem(code, tab=tab, cell=a1(*place) if place else None, value=value, label=label.label)


def _misplaced(line: str) -> str:
    """What somebody typed where a run says how a unit's tab fares: now, or as the line quotes it."""
    if not is_tab_line(line):
        return line
    quoted = _QUOTED.search(line)
    return quoted[1] if quoted else ""


_SAID = CONTROL_SENTENCES["nihil-salah-tempat"][1].split("{value}")
_QUOTED = re.compile(f"{re.escape(_SAID[0])}([^”]*){re.escape(_SAID[1].partition('.')[0])}")


def _ranges(gathered: Gathered) -> tuple[str, ...]:
    """The merges that cover cells of `Induk`."""
    ranges = (merge for row in gathered.master.rows if row.silent for merge in row.silent.values())
    return tuple(dict.fromkeys(filter(None, ranges)))


def _merged(title: str, ranges: tuple[str, ...]) -> Iterator[Problem]:
    if ranges:
        more = f" dan {len(ranges) - 5} lagi" if len(ranges) > 5 else ""
        yield make_problem("tab-gabung", tab=title, title=title, cells=", ".join(ranges[:5]) + more)


def tick_notices(entries: Iterable[EntryPlan], template: Template) -> Iterator[Problem]:
    """How many rows of `Induk` have a tick that does not count, under `Setuju` or `Tarik` no clear answer, or a
    proposal to exclude what is public."""
    refused = texts = proposed = 0
    for entry in entries:
        codes = {problem.code for problem in entry.problems} if entry.problems else ()
        refused += is_refused(entry)
        texts += "tarik-isi" in codes or "tarik-isi-lama" in codes
        proposed += "usul-dikecualikan" in codes
    for code, count in (("centang-ditolak", refused), ("tarik-berisi", texts), ("usul-dihitung", proposed)):
        if count:
            yield make_problem(code, tab=template.tab("induk").title, count=count)


def layout_notices(gathered: Gathered, sheets: Mapping[str, Sheet], template: Template) -> Iterator[Problem]:
    """Notices for `Kendali` alone: units' tabs that cannot be read (why stands in their own lines), and what tabs lost
    of their layout."""
    for reading in gathered.readings:
        if not reading.usable:
            yield make_problem("tab-tak-terbaca", tab=reading.tab, title=reading.tab)
    for tab in template.tabs.values():
        if tab.title in sheets and lost_protection(sheets[tab.title], tab):
            yield make_problem("perlindungan-mati", tab=tab.title, title=tab.title)
    for reading in gathered.readings:
        if reading.columns:
            yield from _lost_lists(gathered.sheets[reading.unit], template.tab("unit"), reading.columns)
    yield from _lost_lists(gathered.master_sheet, template.tab("induk"), gathered.master.columns)


def _lost_lists(sheet: Sheet, tab: TabTemplate, columns: Columns) -> Iterator[Problem]:
    """Of each column the first cell that lost its list. Where a column has none at all (an office's own tab), or they
    end above (sync itself adds rows below), nothing was lost."""
    cells = []
    for column, place, bare in lost_dropdowns(sheet, tab, columns):
        last = max((bottom for _, bottom in spans_of(sheet, place)), default=-1)
        if lost := [row for row in bare if row <= last]:
            cells.append(f"{column.header} di {a1(lost[0], place)}{' dan seterusnya' * (len(lost) > 1)}")
    if cells:
        yield make_problem("pilihan-hilang", tab=sheet.title, title=sheet.title, cells=", ".join(cells))


_STRANGERS = {
    "": "siapa saja yang dapat menyunting berkas ini",
    "?": "orang yang tidak terlihat oleh akun dip, karena akun itu sendiri tidak boleh menyuntingnya",
    "*": "siapa saja di domain kantor",
}


def _open_lock(lock: Lock, title: str) -> Problem:
    if not lock.open:
        return make_problem("kunci-tanpa-ppid", tab=title)
    who = _STRANGERS.get(lock.who, lock.who)
    return make_problem("kunci-terbuka", tab=title, range=lock.open, who=who)


def passing_notices(context: PlanContext, entries: Iterable[EntryPlan]) -> Iterator[Problem]:
    """Notices of this run; the people concerned read them in their row, too."""
    gathered, template = context.gathered, context.template
    induk = template.tab("induk")
    if context.older:
        yield make_problem(context.older, tab=induk.title)
    if context.control.old_order:
        yield make_problem("perintah-lama", tab=template.tab("kendali").title)
    doubled = gathered.matching.doubled
    yield from _numbers_put_back(gathered, template)
    for entry in entries:
        if entry.extra or entry.decision.refused or (doubled and entry.row):
            yield from _of_case(entry, gathered, template)
    for row in strays(gathered):
        yield make_problem("baris-induk-asing", tab=induk.title, cell=a1(row.number, 0), row=row.number + 1)


def _numbers_put_back(gathered: Gathered, template: Template) -> Iterator[Problem]:
    """Rows of `Induk` with another entry's ID."""
    induk, master = template.tab("induk"), gathered.master
    for id, rows in gathered.rows.items():
        for row in rows:
            if named_id(row, master, gathered.contents) not in ("", id):
                yield make_problem(
                    "nomor-dikembalikan", tab=induk.title, cell=a1(row.number, master.columns.at["id"]), id=id,
                    column=induk.column("id").header, value=master.text(row, "id"), row=row.number + 1,
                )  # fmt: skip


def _of_case(entry: EntryPlan, gathered: Gathered, template: Template) -> Iterator[Problem]:
    induk, at = template.tab("induk"), gathered.master.columns.at
    if entry.decision.refused and entry.master:
        cell = a1(entry.master.number, at["setuju"])
        header = induk.column("setuju").header
        yield make_problem(
            entry.decision.refused,
            tab=induk.title,
            cell=cell,
            id=entry.id,
            column=header,
            columns=gathered.lost_columns,
        )
    for row in entry.extra:
        cell = a1(row.number, at["id"])
        yield make_problem("baris-induk-ganda", tab=induk.title, cell=cell, id=entry.id)
    if entry.row and (entry.row.unit, entry.row.row.number) in gathered.matching.doubled:
        reading = next(reading for reading in gathered.readings if reading.unit == entry.row.unit)
        place = reading.columns.at["id"] if reading.columns else 0
        yield make_problem("id-ganda", tab=reading.tab, cell=a1(entry.row.row.number, place), id=entry.id)

"""The tabs that only sync writes: DIP, DIK, Riwayat, Petunjuk, and its lines of Kendali."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sync.approval import Moment
from sync.case import Case
from sync.control import Control
from sync.drift import lost_dropdowns, lost_protection, spans_of
from sync.gather import Gathered, Snapshot
from sync.guide import guide_rows
from sync.header import Columns
from sync.identity import mark_of
from sync.model import Sheet, TabWrite, Value, a1
from sync.notices import standing_notices
from sync.present import EVENT_WORDS, report_line, tab_line
from sync.problem import Problem
from sync.public import dip_rows, public_list
from sync.release import office_minute, release_of, site_settings, standing
from sync.sentences import APPROVAL_SENTENCES
from sync.settings import Settings
from sync.state import EntryState, Event, OfficeState, Version
from sync.template import TabTemplate, Template

Versions = Mapping[str, Mapping[int, Version]]
Rows = tuple[tuple[Value, ...], ...]


@dataclass
class Pages:
    """What the tabs are made from."""

    snapshot: Snapshot
    settings: Settings
    template: Template
    gathered: Gathered
    control: Control
    office: OfficeState
    items: Mapping[str, int]
    moment: Moment
    restored: str

    @property
    def run(self) -> int:
        """The number this run has if it changes anything."""
        return self.snapshot.ledger.office.run + 1

    def mark(self, id: str) -> str:
        """What a row gets that this run acts on."""
        return mark_of(self.snapshot.ledger.office.identity, id, self.run)


_UNPROTECTED = (
    "Perlindungan tab “{title}” mati. Nyalakan lagi tanpa kata sandi: menu Tinjau atau Perkakas, Proteksi Lembar."
)
_NO_LISTS = (
    "Di tab “{title}” ada sel yang tidak punya pilihan lagi ({cells}), biasanya karena tempel. Salin sel lain dari "
    "kolomnya ke sana, lalu tulis lagi isinya."
)
_UNUSABLE = "Tab “{title}” tidak terbaca; sebabnya tertulis pada baris tab itu di bawah ini."


def told_to_unit(problem: Problem, template: Template) -> bool:
    """Whether the unit mends a problem, in its tab; what stands in `Induk`, desk and PPID mend there."""
    return problem.tab != template.tab("induk").title


def write_own_tabs(pages: Pages, states: Mapping[str, EntryState], versions: Versions) -> Iterable[TabWrite | None]:
    template = pages.template
    yield _replaced(pages, template.tab("dip"), _dip(pages, states, versions))
    yield _replaced(pages, template.tab("dik"), _dik(pages, states, versions))
    yield _replaced(pages, template.tab("petunjuk"), guide_rows(template, pages.settings.units), header=False)


def _replaced(pages: Pages, tab: TabTemplate, rows: Rows, *, header: bool = True) -> TabWrite | None:
    """The whole tab, if it does not say so already."""
    whole = (tuple(column.header for column in tab.columns), *rows) if header else rows
    sheet = pages.snapshot.workbook.sheets.get(tab.title)
    if sheet is not None and _grid(sheet.rows) == _grid(whole):
        return None
    return TabWrite(tab.title, tab.kind, replace=whole)


def _grid(rows: Iterable[Sequence[Value]]) -> list[list[list[str]]]:
    grid = [[str(cell or "").split() for cell in row] for row in rows]
    for row in grid:
        while row and not row[-1]:
            row.pop()
    while grid and not grid[-1]:
        grid.pop()
    return grid


def _dip(pages: Pages, states: Mapping[str, EntryState], versions: Versions) -> Rows:
    """The established list: every approval that stands, released or not."""
    approved = standing(states, versions, pages.template, "keep")
    zone = pages.settings.office.zone
    release = release_of(pages.office, approved, states, versions, pages.template, zone)
    entries = public_list(release, site_settings(pages.settings, pages.gathered.names), pages.template)
    rows = zip(entries, dip_rows(entries), strict=True)
    return tuple((*row, "ya" if pages.items.get(entry.id) == approved[entry.id] else "belum") for entry, row in rows)


def _dik(pages: Pages, states: Mapping[str, EntryState], versions: Versions) -> Rows:
    names, excluded = pages.gathered.names, pages.template.status("excluded")
    rows = []
    for id, state in states.items():
        if state.status == excluded:
            content = versions[id][state.version].content
            at = office_minute(state.approved_at, pages.settings.office.zone)
            basis = [content.get(role, "") for role in pages.template.basis_roles]
            rows.append((id, content.get("judul", ""), names.get(state.unit, state.unit), *basis, at))
    return tuple(rows)


def write_history(pages: Pages, events: Sequence[Event]) -> TabWrite | None:
    """`Riwayat`: the newest events, newest first."""
    tab, ledger, zone = pages.template.tab("riwayat"), pages.snapshot.ledger, pages.settings.office.zone
    old = [(event.seq, event.at, event.id, event.event, event.version, event.by) for event in ledger.newest]
    first = max(0, len(events) - tab.newest)
    new = [
        (seq, pages.moment.utc, event.id, event.event, event.version, event.by)
        for seq, event in enumerate(events[first:], ledger.last_seq + first + 1)
    ]
    rows = tuple(
        (str(seq), office_minute(at, zone), id, EVENT_WORDS[event], str(version), by)
        for seq, at, id, event, version, by in reversed([*old, *new][-tab.newest :])
    )
    return _replaced(pages, tab, rows)


def unnoticed(before: OfficeState, after: OfficeState) -> OfficeState:
    """The office as it was, with what is to be remembered and is nobody's news."""
    return replace(before, locked=after.locked, names=after.names)


def told_office(pages: Pages, events: Sequence[Event]) -> OfficeState:
    """The office's state with the report of a run that changes something."""
    report = report_line(events)
    if pages.restored:
        report = f"{APPROVAL_SENTENCES[pages.restored][1]} {report}"
    return replace(pages.office, report=report, reported_at=pages.moment.utc)


def control_lines(pages: Pages, tabs: Mapping[str, str], office: OfficeState, changed: bool) -> dict[str, str]:
    """What sync's lines of `Kendali` say; `tabs` are those of the units' tabs."""
    run = pages.run if changed else pages.snapshot.ledger.office.run
    return {
        "putaran": office_minute(office.reported_at, pages.settings.office.zone) if office.reported_at else "",
        "laporan": office.report,
        "perhatian": _attention(pages),
        "situs": site_line(office, pages),
        "nomor_putaran": str(run),
        "buku": office.identity,
        **tabs,
    }


def tab_lines(pages: Pages, cases: Sequence[Case]) -> dict[str, str]:
    """The line of each unit's tab: how many rows it has, how many of them with problems, and what is wrong with it."""
    counts = {reading.unit: [0, 0] for reading in pages.gathered.readings}
    for case in cases:
        if case.row and case.problems:
            own = {problem.severity for problem in case.problems if told_to_unit(problem, pages.template)}
            counts[case.row.unit][0] += "error" in own
            counts[case.row.unit][1] += own == {"warning"}
    units, lines = {unit.code: unit for unit in pages.settings.units}, {}
    for reading in pages.gathered.readings:
        told = [problem.message for problem in pages.gathered.problems if problem.tab == reading.tab]
        line = tab_line(len(reading.rows), *counts[reading.unit]) if reading.usable else ""
        line = " ".join([f"{line}." if line and told else line, *told]).strip()
        lines[f"tab:{units[reading.unit].tab}"] = line
    return lines


def site_line(office: OfficeState, pages: Pages) -> str:
    """Whether the site shows the release, and if not since when."""
    if not office.behind_since:
        return f"Sesuai rilis {office.release}"
    since = office_minute(office.behind_since, pages.settings.office.zone)
    return f"Tertinggal sejak {since}: unggahan gagal. Sinkronisasi berikutnya mencoba lagi; beri tahu operator."


def _attention(pages: Pages) -> str:
    notices = standing_notices(pages.gathered, pages.control, pages.template, pages.office.rollback)
    told = [notice.message for notice in notices]
    told += [_UNUSABLE.format(title=reading.tab) for reading in pages.gathered.readings if not reading.usable]
    return "\n".join([*told, *_lost(pages)]) or "Tidak ada"


def _lost(pages: Pages) -> Iterator[str]:
    """What tabs lost of their layout, and how people put it back."""
    gathered, template, sheets = pages.gathered, pages.template, pages.snapshot.workbook.sheets
    for tab in template.tabs.values():
        if tab.title in sheets and lost_protection(sheets[tab.title], tab):
            yield _UNPROTECTED.format(title=tab.title)
    read = [(gathered.sheets[reading.unit], template.tab("unit"), reading.columns) for reading in gathered.readings
            if reading.unit in gathered.sheets]  # fmt: skip
    for sheet, tab, columns in (*read, (gathered.master_sheet, template.tab("induk"), gathered.master.columns)):
        cells = ", ".join(_bare_cells(sheet, tab, columns)) if columns else ""
        if cells:
            yield _NO_LISTS.format(title=sheet.title, cells=cells)


def _bare_cells(sheet: Sheet, tab: TabTemplate, columns: Columns) -> Iterator[str]:
    """Of each column the first cell that lost its list. Where a column has none at all (an office's own tab), or they
    end above (sync itself adds rows below), nothing was lost."""
    for column, place, bare in lost_dropdowns(sheet, tab, columns):
        last = max((bottom for _, bottom in spans_of(sheet, place)), default=-1)
        if lost := [row for row in bare if row <= last]:
            more = " dan seterusnya" if len(lost) > 1 else ""
            yield f"{column.header} di {a1(lost[0], place)}{more}"

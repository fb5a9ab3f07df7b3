"""The tabs that only sync writes: DIP, DIK, Riwayat, Petunjuk, and its lines of Kendali."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sync.calendar.due import DueMatter, due_matters, matter_lines
from sync.calendar.law import read_law
from sync.ledger.state import Event, LedgerState, OfficeState
from sync.model import ID_PATTERN, Batch, UploadOrder, Value
from sync.plan.entry_plan import EntryPlan
from sync.plan.gather import PlanContext
from sync.plan.notices import layout_notices, nihil_notices, standing_notices, tick_notices
from sync.plan.office_clock import office_time
from sync.plan.waiting import find_waits, is_for_unit, waiting_lines
from sync.plan.what_stays_public import everything_approved, release_of
from sync.plan.written_rows import Earlier, OwnTab, Texts, write_rows
from sync.release import AttachedDecree
from sync.site.formatting import long_day
from sync.site.gate import KEYS, dip_rows, public_list
from sync.site.site_settings import site_settings
from sync.tabs.control_sentences import (
    CONTROL_SENTENCES,
    EMPTY_BUT_ATTACHED,
    EVENT_WORDS,
    EXEMPTING,
    FIX,
    NIHIL,
    NONE_ATTACHED,
    NOTHING,
    ON_WORD,
    OTHER_THAN_ATTACHED,
    RELEASED,
    RETURNED,
    ROLE_WORDS,
    SITE_BEHIND,
    SITE_NONE,
    SITE_SHOWS,
    report_line,
    tab_line,
)  # fmt: skip
from sync.tabs.control_tab import write_control
from sync.tabs.guide_tab import guide_rows
from sync.tabs.problem import Problem

Rows = tuple[tuple[Value, ...], ...]


def write_own_tabs(context: PlanContext, after: LedgerState, events: Sequence[Event]) -> tuple[OwnTab, ...]:
    """What is to be written into the tabs that only sync writes, and what is told of them."""
    before, guide = context.ledger, guide_rows(context.template, context.settings.units)[1:]
    return (
        _own_tab(context, "dip", _dip(context, after), lambda: _dip(context, before), _is_entry),
        _own_tab(context, "dik", _dik(context, after), lambda: _dik(context, before), _is_entry),
        _own_tab(context, "petunjuk", guide, lambda: guide, lambda texts: any(texts[0] == row[0] for row in guide)),
        _own_tab(context, "riwayat", _history(context, events), lambda: _history(context, ()), _is_event),
    )


def _own_tab(context: PlanContext, kind: str, rows: Rows, former: Callable[[], Rows], earlier: Earlier) -> OwnTab:
    """A ledger that was put back or made anew has not reported yet: another one wrote what stands in the tabs."""
    tab, office = context.template.tab(kind), context.ledger.office
    written = office.confirmed == office.run and office.reported_at and not context.older
    sheet = context.snapshot.workbook.sheets.get(tab.title)
    return write_rows(sheet, tab, rows, former, None if written else earlier)


def _is_entry(texts: Texts) -> bool:
    """Whether a row is one of `DIP` or `DIK`, of whatever ledger."""
    return bool(ID_PATTERN.fullmatch(texts[0]))


def _is_event(texts: Texts) -> bool:
    """Whether a row is one of `Riwayat`, of whatever ledger."""
    return texts[0].isdigit() and any(text in EVENT_WORDS.values() for text in texts)


def _dip(context: PlanContext, after: LedgerState) -> Rows:
    """The established list: every approval that stands, released or not."""
    template, approved = context.template, everything_approved(after, context.template)
    release = release_of(replace(after, items=approved), template, context.settings.office.zone)
    entries = public_list(release, site_settings(context.settings, context.gathered.names), template)
    rows = zip(entries, dip_rows(entries), strict=True)
    days = [KEYS.index(key) for key in ("waktu_mulai", "waktu_selesai", "ditetapkan", "dimutakhirkan")]
    return tuple(
        (*_with_days(row, days), "ya" if after.items.get(entry.id) == approved[entry.id] else "belum")
        for entry, row in rows
    )


def _with_days(row: Sequence[str], places: Iterable[int]) -> list[str]:
    """A row of the list with its days as people write them."""
    texts = list(row)
    for place in places:
        texts[place] = long_day(texts[place])
    return texts


def _dik(context: PlanContext, after: LedgerState) -> Rows:
    names, excluded = context.gathered.names, context.template.status("excluded")
    rows = []
    for id, state in after.entries.items():
        if state.status == excluded:
            content = after.versions[id][state.version].content
            at = office_time(state.approved_at, context.settings.office.zone) if state.approved_at else ""
            basis = [content.get(role, "") for role in context.template.required_basis_roles]
            rows.append((id, content.get("judul", ""), names.get(state.unit, state.unit), *basis, at))
    return tuple(rows)


def _history(context: PlanContext, events: Sequence[Event]) -> Rows:
    """`Riwayat`: the newest events, newest first."""
    tab, ledger, zone = context.template.tab("riwayat"), context.ledger, context.settings.office.zone
    old = [(event.seq, event.at, event.id, event.event, event.version, event.by) for event in ledger.newest]
    first = max(0, len(events) - tab.newest)
    new = [
        (seq, context.moment.utc, event.id, event.event, event.version, event.by)
        for seq, event in enumerate(events[first:], ledger.last_seq + first + 1)
    ]
    return tuple(
        (str(seq), office_time(at, zone), id, EVENT_WORDS[event], str(version or ""), _who(by, context))
        for seq, at, id, event, version, by in reversed([*old, *new][-tab.newest :])
    )


def _who(by: str, context: PlanContext) -> str:
    """A role of the ledger (`unit:KUL`) in people's words."""
    kind, _, unit = by.partition(":")
    return context.gathered.names.get(unit, unit) if unit else ROLE_WORDS.get(kind, kind)


def with_unreported(before: OfficeState, after: OfficeState) -> OfficeState:
    """The office `before`, with those changes of `after` that are recorded and not reported."""
    return replace(
        before, locked=after.locked, names=after.names, exclusions=after.exclusions, tick_lists=after.tick_lists,
        exemption_decree=after.exemption_decree, nihil=after.nihil,
    )  # fmt: skip


def with_report(context: PlanContext, after: LedgerState, events: Sequence[Event]) -> OfficeState:
    """The office's state with the report of a run that changes something, after what a way home has left to be
    reported. That the decision is not named while entries are public is said once a release."""
    office = after.office
    pending = "" if context.ledger.office.reported_at else context.ledger.office.report
    released = office.release != context.ledger.office.release
    done = RELEASED if released and not events else report_line(events)
    report = ". ".join(filter(None, (pending, done if events or released or not pending else "")))
    if after.items and released and not all(office.establishment):
        unnamed = CONTROL_SENTENCES["penetapan-kosong"][1]
        report = f"{report}. {unnamed}"
    if context.older:
        old_order = CONTROL_SENTENCES["perintah-lama"][1] if context.control.old_order else ""
        report = " ".join(filter(None, (CONTROL_SENTENCES[context.older][1], old_order, report)))
    return replace(office, report=report, reported_at=context.moment.utc)


def control_lines(
    context: PlanContext, steady: Mapping[str, str], office: OfficeState, changed: bool
) -> dict[str, str]:
    """What sync's lines of `Kendali` say; `steady` are those that no run changes by itself."""
    run = context.run if changed else context.ledger.office.run
    control, head = context.control, context.ledger.head
    witness = {"sidik_buku": head} if changed and ("sidik_buku" in control.places or not control.exists) else {}
    order = {"perintah": context.template.orders[UploadOrder.HOLD]} if context.control.old_order else {}
    return (
        witness
        | order
        | {
            "putaran": office_time(office.reported_at, context.settings.office.zone) if office.reported_at else "",
            "laporan": office.report,
            "perhatian": steady["perhatian"],
            "situs": site_line(office, context),
            "nomor_putaran": str(run),
            "buku": office.identity,
            **steady,
        }
    )


def steady_lines(
    context: PlanContext,
    entries: Sequence[EntryPlan],
    after: LedgerState,
    tab_problems: Iterable[Problem],
    due: Iterable[DueMatter],
) -> dict[str, str]:
    """What needs attention, in the tabs of sync too (`tab_problems`), what is `due` by law, and the line of each unit's
    tab: how many rows it has, how many of them with problems, and what is wrong with it."""
    waits, warned = find_waits(context, entries), _warned(context, entries)
    units = {unit.code: unit for unit in context.settings.units}
    told = {**waiting_lines(context, waits), "keputusan_terlampir": attached_line(after, context)}
    told["kalender"] = _calendar(due, context)
    lines = _known(told, context) | {"perhatian": _attention(context, entries, after, tab_problems)}
    nihil = tuple(nihil_notices(context.control, context.template))
    for reading in context.gathered.readings:
        title = units[reading.unit].tab
        messages = [NIHIL.format(period=period.value)] if (period := context.control.nihil(title)).value else []
        messages = [] if period.flaws else messages
        messages += [problem.message for problem in context.gathered.problems if problem.tab == reading.tab]
        messages += [problem.message for tab, problem in nihil if tab == title]
        tasks = waits.units[reading.unit]
        counts = len(tasks.get(FIX, ())), len(tasks.get(RETURNED, ())), warned[reading.unit]
        line = tab_line(len(reading.rows), *counts) if reading.usable else ""
        line = " ".join([f"{line}." if line and messages else line, *messages]).strip()
        lines[f"tab:{title}"] = line
    return lines


def due_by_law(context: PlanContext, after: LedgerState, events: Iterable[Event]) -> tuple[DueMatter, ...]:
    """What is due by law on the day of the run, with what units did in it (`events`). Raises `TemplateError`."""
    settings, control = context.settings, context.control
    told = {event.by.partition(":")[2]: context.moment.utc for event in events if event.by.startswith("unit:")}
    law = read_law(settings.calendar.folder(settings.path), settings.calendar)
    return due_matters(
        replace(after, reported={**after.reported, **told}), law, context.template, settings,
        date.fromisoformat(context.moment.day),
        official=control.establishment if control.exists and not control.foreign else None,
    )  # fmt: skip


def _calendar(due: Iterable[DueMatter], context: PlanContext) -> str:
    """The line of what is due by law. That there is no decree, what needs attention says already."""
    told = [matter for matter in due if matter.code != "tanpa-penetapan"]
    return "\n".join(matter_lines(told, context.settings.units)) or NOTHING


def attached_line(after: LedgerState, context: PlanContext) -> str:
    """The signed decree on the list that came back last, and that on the exemptions, and where the PPID's cells say
    otherwise."""
    control = context.control
    told = [
        *_attached(after.attached[-1:], "", control.establishment, context),
        *_attached(after.exempting[-1:], "_dik", control.exemption_decree, context),
    ]
    return " ".join(told) or NONE_ATTACHED


def _attached(
    decrees: Iterable[AttachedDecree], suffix: str, typed: tuple[str, str], context: PlanContext
) -> Iterator[str]:
    tab, roles = context.template.tab("kendali"), (f"nomor_penetapan{suffix}", f"tanggal_penetapan{suffix}")
    for decree in decrees:
        number, day = decree.establishment
        yield f"{EXEMPTING if suffix else ''}Nomor {number or '–'}, tanggal {long_day(day) if day else '–'}."
        for role, there, cell in zip(roles, decree.establishment, typed, strict=True):
            if there and there != cell:
                sentence = OTHER_THAN_ATTACHED if context.control.value(role) else EMPTY_BUT_ATTACHED
                yield sentence.format(label=tab.label(role).label)
        if decree.how == "word":
            yield ON_WORD


def _warned(context: PlanContext, entries: Iterable[EntryPlan]) -> Counter[str]:
    """How many rows of each unit have something to look at, and nothing that it is waited for to mend."""
    induk, invalid = context.template.tab("induk").title, context.template.status("invalid")
    counts: Counter[str] = Counter()
    for entry in entries:
        if entry.row and entry.problems:
            own = {problem.severity for problem in entry.problems if is_for_unit(problem, induk)}
            counts[entry.row.unit] += bool(own) and not ("error" in own and entry.state.status == invalid)
    return counts


def _known(lines: Mapping[str, str], context: PlanContext) -> dict[str, str]:
    """Those of the lines that stand in `Kendali`, or will: a workbook made by an older template has them from `dip
    init` alone."""
    control = context.control
    return {role: text for role, text in lines.items() if role in control.places or not control.exists}


def site_line(office: OfficeState, context: PlanContext) -> str:
    """Whether the site shows the release, and if not since when."""
    if not office.release:
        return SITE_NONE
    if not office.behind_since:
        return SITE_SHOWS.format(release=office.release)
    return SITE_BEHIND.format(since=office_time(office.behind_since, context.settings.office.zone))


def _attention(
    context: PlanContext, entries: Sequence[EntryPlan], after: LedgerState, tab_problems: Iterable[Problem]
) -> str:
    gathered, template, control = context.gathered, context.template, context.control
    notices = [*standing_notices(gathered, control, template, after.office.rollback), *tick_notices(entries, template)]
    layout = layout_notices(gathered, context.snapshot.workbook.sheets, template)
    messages = [notice.message for notice in (*notices, *tab_problems, *layout)]
    if after.items and not all(control.value(role) for role in ("nomor_penetapan", "tanggal_penetapan")):
        messages.append(CONTROL_SENTENCES["penetapan-kosong"][1])
    return "\n".join(messages) or NOTHING


def after_receipt(context: PlanContext, office: OfficeState) -> Batch:
    """`Sekali` goes back to `Tahan` when what it asked for is received, if it still says so (rule 8); a site that was
    behind is so no longer."""
    desired = {"situs": site_line(replace(office, behind_since=""), context)} if office.behind_since else {}
    if context.control.order is UploadOrder.ONCE and (office.ordered or office.once_done):
        desired["perintah"] = context.template.orders[UploadOrder.HOLD]
    return _control_batch(context, desired)


def after_failure(context: PlanContext, office: OfficeState) -> Batch:
    """`Kendali` says since when the site is behind, once."""
    if office.behind_since or office.received == office.release:
        return Batch()
    return _control_batch(context, {"situs": site_line(replace(office, behind_since=context.moment.utc), context)})


def _control_batch(context: PlanContext, desired: Mapping[str, str]) -> Batch:
    """Lines of `Kendali` that are already there, written after everything else."""
    present = {role: text for role, text in desired.items() if role in context.control.places}
    write = write_control(context.control, context.template, present) if present else None
    return Batch((write,), context.run) if write else Batch()

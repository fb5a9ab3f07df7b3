"""What `dip import` understood, as lines for a person and as a document for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sync.cells.text import clean
from sync.cli.import_answers import whole_command, whole_line
from sync.cli.import_questions import OurHeaders, question_lines
from sync.importing.list_columns import IGNORED, LINK_NAMES, Guess
from sync.importing.list_entry import Unread
from sync.importing.list_questions import Question
from sync.importing.list_reading import Entry, ListReading, ReadTable
from sync.importing.remarks import named_class, remarks, without_class
from sync.message import joined, say
from sync.model import a1, column_letters
from sync.run.import_list import ImportPlan
from sync.settings.settings import Settings
from sync.tabs.problem import shorten
from sync.tabs.unit_tab import flaw_problem
from sync.template.template import Template

SHOWN = 10
_WHY = {"header": say("by its header"), "content": say("by its content"), "map": say("as you said")}
_KINDS = {
    "header": say("header"), "numbers": say("numbers"), "total": say("total"), "page": say("page"),
    "class": say("class"), "unit": say("unit"), "text": say("text"),
}  # fmt: skip
"""What a row is that is no entry."""


def _at(tab: str, row: int, column: int = -1) -> str:
    place = a1(row, column) if column >= 0 else say("row %(number)s", number=row + 1)
    return joined((tab, place), "!") if tab else place


# --- for a person


def report_lines(
    reading: ListReading, plan: ImportPlan, settings: Settings, template: Template, *, again: str, command: str = ""
) -> list[str]:
    """The columns and why, ten rows before and after, what is not understood and how often, what is known, what must be
    answered, and what was written. `again` is the command that writes; empty when it wrote.
    `command` is the one that was given."""
    names = OurHeaders(template)
    lines: list[str] = [say("%(count)s rows", count=len(reading.entries))]
    lines += [say("  above the table: %(title)s", title=shorten(title)) for title in dict.fromkeys(reading.titles)][:5]
    for table in _listed(reading):
        lines += ["", *_table_lines(table, names)]
    if reading.entries:
        lines += [
            "",
            say("The first %(count)s rows", count=min(SHOWN, len(reading.entries))),
            *_row_lines(reading.entries, names),
        ]
    if owners := list(_unit_lines(reading)):
        lines += ["", say("Units (name in the list → unit here, rows)"), *owners]
    if any(entry.unread for entry in reading.entries):
        lines += ["", say("Not understood: kept as it stands, for the unit to mend in its tab")]
        lines += _unread_lines(reading.entries, names)
    if empty := _empty_line((*plan.fresh, *plan.waiting), plan.questions, template):
        lines += ["", empty]
    if classless := _classless_line(reading, template):
        lines += ["", classless]
    if plan.known:
        lines += ["", say("In the workbook already, or brought in before: %(count)s", count=len(plan.known))]
        lines += [
            joined(("  ", _at(entry.tab, entry.row), f"  {shorten(entry.title)}")) for entry in plan.known[:SHOWN]
        ]
    if asked := question_lines(reading, plan, settings, template, command):
        lines += ["", say("Questions"), *(joined(("  ? ", line)) for line in asked)]
    if noted := remarks(reading, template, command):
        lines += ["", say("Remarks"), *(joined(("  ! ", line)) for line in noted)]
    return [*lines, "", *_closing_lines(plan, again, whole_command(reading, plan, template, command))]


def _closing_lines(plan: ImportPlan, again: str, whole: str) -> Iterator[str]:
    written = len(plan.fresh) if plan.batch else 0
    rest = say("%(known)s known, %(waiting)s wait for an answer", known=len(plan.known), waiting=len(plan.waiting))
    if written:
        counts = Counter(entry.unit for entry in plan.fresh)
        yield say("By unit: %(counts)s", counts=", ".join(f"{code} {counts[code]}" for code in sorted(counts)))
    if not again:
        yield say("%(written)s rows written into the units' tabs, %(rest)s.", written=written, rest=rest)
    else:
        yield say("%(written)s rows can be written, %(rest)s. Nothing has been written.", written=written, rest=rest)
    for tab, header in plan.lost:
        yield say("“%(tab)s” has no column “%(header)s”: what the list says there is left out.", tab=tab, header=header)
    if plan.blocked:
        yield say("Answer the questions first: until then no row is written.")
    elif written and again and not (whole and plan.waiting):
        yield say("To write them: %(again)s", again=again)
    if whole:
        yield whole_line(whole)


def _listed(reading: ListReading) -> list[ReadTable]:
    """The tables, those that are laid out alike but once."""
    seen: set[tuple[object, ...]] = set()
    tables = []
    for table in reading.tables:
        key = tuple((guess.header, guess.roles, guess.asked) for guess in table.guesses.values())
        if key not in seen and (table.entries or len(reading.tables) == 1):
            seen.add(key)
            tables.append(table)
    return tables


def _table_lines(table: ReadTable, names: OurHeaders) -> Iterator[str]:
    top, bottom = table.header.top + 1, table.header.bottom + 1
    where = f"“{table.tab}”, " if table.tab else ""
    head = say("no header")
    if top:
        head = say("header in row %(row)s", row=top)
    if top != bottom:
        head = say("header in rows %(top)s to %(bottom)s", top=top, bottom=bottom)
    yield say("Columns (%(where)s%(head)s, %(entries)s rows)", where=where, head=head, entries=table.entries)
    for guess in table.guesses.values():
        ours = names.of_all(guess.roles)
        outcome = say("? asked") if guess.asked else say("not taken over")
        if ours:
            outcome = joined((ours, " (", _WHY[guess.why], ")"))
        theirs = shorten(guess.header or f"({table.samples[guess.column]})", 45)
        yield joined((f"  {column_letters(guess.column):<3} {theirs:<45} → ", outcome))
    if table.klass:
        yield say(
            "  class of the rows that name none: %(klass)s, by a title, the tab or the columns", klass=table.klass
        )
    kinds = Counter(row.kind for row in table.left_out)
    if kinds:
        counts = joined((joined((str(count), _KINDS[kind]), " × ") for kind, count in kinds.items()), ", ")
        yield say("  no entries: %(found)s", found=counts)
    if left := [clean(guess.header) for guess in table.guesses.values() if _is_left(guess, table)]:
        yield say("  not taken over, stays in the old file: %(columns)s", columns=", ".join(left))
    yield from (
        say("    row %(row)s: %(text)s", row=row.number + 1, text=shorten(row.text))
        for row in table.left_out
        if row.kind == "text"
    )


def _is_left(guess: Guess, table: ReadTable) -> bool:
    """Whether a column holds something that goes nowhere; numbers of rows are missed by nobody."""
    is_free = not guess.asked and (not guess.role or (guess.role in IGNORED - {LINK_NAMES, "nomor"}))
    return is_free and bool(guess.header and table.samples[guess.column])


def _row_lines(entries: Sequence[Entry], names: OurHeaders) -> Iterator[str]:
    for entry in entries[:SHOWN]:
        yield joined(("  ", _at(entry.tab, entry.row), f" → {entry.unit or '?'}"))
        yield say("    before  %(text)s", text=shorten(" | ".join(map(clean, entry.source.values())), 200))
        values = ((role, entry.values[role]) for role in names.roles if role in entry.values)
        after = " | ".join(f"{names.of(role)}: {shorten(text, 40)}" for role, text in values)
        yield say("    after   %(text)s", text=after)


def _unit_lines(reading: ListReading) -> Iterator[str]:
    """Each spelling of an owner once, to which unit it went, and who said so."""
    counts = Counter((entry.unit, entry.named) for entry in reading.entries)
    if not any(name for _, name in counts):
        return
    for (code, name), count in sorted(counts.items(), key=lambda item: (not item[0][0], item[0])):
        how = _WHY["map"] if name in reading.answered or name in reading.by_unit.filled else say("found")
        shown = f"{shorten(name, 45):<45}" if name else joined((say("(empty)"), " " * 37))
        rest = say(
            "%(unit)s, %(count)s rows (%(how)s)", unit=code or "?", count=count, how=how if code else say("asked")
        )
        yield joined(("  ", shown, " → ", rest))


def _unread_lines(entries: Sequence[Entry], names: OurHeaders) -> Iterator[str]:
    """Each text once, with how often it stands there and what is wrong with it."""
    places: dict[tuple[str, str], list[str]] = {}
    messages: dict[tuple[str, str], str] = {}
    for entry in entries:
        for unread in entry.unread:
            key = unread.role, clean(unread.value)
            places.setdefault(key, []).append(_at(entry.tab, entry.row, unread.column))
            messages[key] = _message(unread, names, entry)
    for (role, value), cells in sorted(places.items(), key=lambda item: -len(item[1])):
        shown = joined((joined(cells[:3], ", "), " …" if len(cells) > 3 else ""))
        head = f"  {len(cells)} × {names.of(role)} “{shorten(value)}” ("
        yield joined((head, shown, f"): {messages[role, value]}"))


def _empty_line(entries: Sequence[Entry], questions: Sequence[Question], template: Template) -> str:
    """How many cells of each column that must be filled the list leaves empty; but those that are asked about."""
    asked = {role for question in questions if question.column >= 0 for role in question.roles}
    counts = {
        column.header: sum(not _says(entry, column.role) for entry in entries)
        for column in template.tab("unit").columns
        if column.required and column.role not in asked
    }
    found = ", ".join(f"{header} {count}" for header, count in counts.items() if count)
    return say("Still empty, for the unit to fill in: %(found)s", found=found) if found else ""


def _classless_line(reading: ListReading, template: Template) -> str:
    """How many rows name no class, and how all are given one; where the name of the file says it, a remark does."""
    count = without_class(reading)
    if not count or named_class(reading, template):
        return ""
    return say(
        "%(count)s rows name no class: the desk chooses it. Are all of them of one class? Say --class, for instance "
        '--class "%(example)s"',
        count=count, example=template.classes()[0],
    )  # fmt: skip


def _says(entry: Entry, role: str) -> bool:
    return role in entry.values or any(unread.role == role for unread in entry.unread)


def _message(unread: Unread, names: OurHeaders, entry: Entry) -> str:
    column = names.tab.column(unread.role)
    return flaw_problem(unread.flaw, column, tab=entry.tab, cell=None, value=clean(unread.value)).message


# --- for a program


def report_document(
    reading: ListReading, plan: ImportPlan, settings: Settings, template: Template, *, wrote: bool, command: str = ""
) -> dict[str, Any]:
    """The document of the contract, with the questions besides."""
    names = OurHeaders(template)
    columns = {
        guess.header or column_letters(guess.column): names.of_all(guess.roles)
        for table in reading.tables
        for guess in table.guesses.values()
        if names.of_all(guess.roles)
    }
    unread = [
        {
            "cell": _at(entry.tab, entry.row, each.column), "column": names.of(each.role),
            "value": each.value, "message": _message(each, names, entry),
        }
        for entry in reading.entries
        for each in entry.unread
    ]  # fmt: skip
    return {
        "rows": len(reading.entries), "written": len(plan.fresh) if wrote and plan.batch else 0,
        "known": len(plan.known), "columns": columns, "not_understood": unread, "waiting": len(plan.waiting),
        "questions": question_lines(reading, plan, settings, template, command),
        "remarks": remarks(reading, template, command),
    }  # fmt: skip
